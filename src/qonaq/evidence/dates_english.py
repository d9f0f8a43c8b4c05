# ruff: noqa: E501  (a pattern is kept on one line)
"""How English says a day, a period and a rate: patterns over the normal form, each with the name of its rule.

The rules are in `dates.py`; named parts of a pattern (pre, day, month, year, weekday, n, unit) are their input.
"""

from __future__ import annotations

MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?(?!\d|[.,:]\d| ?%)"
_YEAR = r"(?:,? (?:(?:of |in )?(?P<year>(?:19|20)\d\d)(?![\d,]\d)|of (?P<rel>this|last) year))?"
_N = (
    r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|twenty|thirty|sixty|ninety|forty-eight"
    r"|seventy-two|twenty-four|a couple of|a)"
)
_UNIT = r"(?P<unit>hour|day|night|week|month|year)s?"
_PRE = r"(?:(?P<pre>since|from|starting(?: on)?|beginning|as of|as at|until|till|through|by|up to|before|prior to|between|on|for|in|during|over|of) )?"
_PART = r"(?:the )?(?:(?:morning|evening|night|end|close|beginning|start|dawn|early hours) of )?(?:early |late |mid-)?"
_CLOCK = r"(?:(?:noon|midnight|\d{1,2}(?:[:.]\d\d(?: ?[ap]\.?m\.?)?| ?[ap]\.?m\.?| o'clock| hours))(?: \w{2,8} time)?,? (?:on )?)?"
_TIME_OF_DAY = r"(?:,? (?:morning|afternoon|evening|night|midnight|noon)\b)?"
_TO = r"(?:and|to|until|till|through|up to|-|–)"

ENGLISH: tuple[tuple[str, str], ...] = (
    ("span", rf"(?:(?:between|from|on|during|over) )?(?:{WEEKDAY},? )?(?P<month>{MONTH}) (?P<day>{_DAY})(?:, (?P<year1>20\d\d),?)? ?{_TO} ?(?:{WEEKDAY},? )?(?:(?P<month2>{MONTH}) )?(?P<day2>{_DAY}){_YEAR}"),
    ("span", rf"(?:(?:between|from|on|during|over) )?(?:the )?(?P<day>{_DAY})(?: (?:of )?(?P<month>{MONTH})(?: (?P<year1>20\d\d))?)? ?{_TO} ?(?:the )?(?P<day2>{_DAY}) (?:of )?(?P<month2>{MONTH}){_YEAR}"),
    ("day", rf"{_PRE}{_CLOCK}{_PART}(?:{WEEKDAY},? (?:the )?)?(?P<month>{MONTH}) (?P<day>{_DAY}){_YEAR}(?: (?P<post>onwards?|on)\b(?! the| \w+day))?"),
    ("day", rf"{_PRE}{_CLOCK}{_PART}(?:{WEEKDAY},? (?:the )?)?(?P<day>{_DAY}) (?:of )?(?P<month>{MONTH}){_YEAR}(?: (?P<post>onwards?))?"),
    ("iso", rf"{_PRE}(?P<year>(?:19|20)\d\d)-(?P<monthno>\d\d)-(?P<day>\d\d)(?!\d)"),
    ("iso", rf"{_PRE}(?P<day>\d{{1,2}})[./](?P<monthno>\d{{1,2}})[./](?P<year>(?:19|20)\d\d)(?!\d)"),
    ("dayth", r"(?:(?P<pre>on|since|by|until|from) )?the (?P<day>\d{1,2})(?:st|nd|rd|th)\b"),
    ("months", rf"(?:between|from) (?P<month>{MONTH})(?: (?P<year1>20\d\d))? {_TO} (?P<month2>{MONTH}){_YEAR}"),
    ("nmonths", rf"(?:in|over|during|for) (?:the )?(?:first )?(?P<n>{_N}) months of (?:(?P<year>20\d\d)|(?P<rel>this|last|the) year)"),
    ("half", r"(?:(?:in|during|over|for) )?(?:the )?(?P<which>first|second) half of (?:(?P<year>20\d\d)|(?P<rel>this|last|the) year)"),
    ("quarter", r"(?:(?:in|during|over|for) )?(?:the )?(?P<which>first|second|third|fourth|last) quarter(?: of (?:(?P<year>20\d\d)|(?P<rel>this|last|the) year))?"),
    ("quarter", r"(?P<which>q[1-4])(?: (?:of )?(?P<year>20\d\d))?"),
    ("ytd", r"(?:so far this year|since the (?:beginning|start) of (?:the|this) year|since january(?: 1(?:st)?)?(?: this year)?(?! \d)|year to date|this year(?: so far)?|to date this year)"),
    ("ytd", r"since the (?:beginning|start) of (?P<year>20\d\d)"),
    ("year", r"(?:in |during |throughout |for |over )?(?:the )?(?:(?:whole|entirety|course|entire) )?(?:of )?(?P<rel>last|the previous) year\b"),
    ("year", r"(?P<pre>in|during|throughout|for|since|of|by|over) (?:(?:the )?(?:whole|entirety|course|all) of |all )?(?P<year>(?:19|20)\d\d)(?![\d/-]|[.,]\d)"),
    ("month", rf"(?P<pre>in|at|during|throughout|for|over|since|by|until|from|through|of) (?:the )?(?:(?:whole|course|month|entire month|first half|second half) of |(?P<edge>end|close|beginning|start) of |(?P<part>early|late|mid)[ -])?(?P<rel0>last |this )?(?P<month>{MONTH}){_YEAR}(?! \d{{1,2}}(?![\d,.]))"),
    ("month", rf"(?P<rel0>last |this )(?P<month>{MONTH})(?! \d)"),
    ("future", rf"(?:in|over|during|within|for) the (?:coming|next|following)(?: (?P<n>{_N}))? (?:{_UNIT})\b"),
    ("future", r"(?:by|before|until|till|to|towards?) (?:the )?(?:year[’'-]?s? ?end|end of (?:the|this) (?P<end>year|month|week))\b"),
    ("future", r"within (?:a|the) (?P<fortnight>fortnight)"),
    ("spandays", r"between the (?P<day>\d{1,2})(?:st|nd|rd|th) and the (?P<day2>\d{1,2})(?:st|nd|rd|th)"),
    ("halfmonth", r"(?:in|during|over) the (?P<which>first|second) half of the month"),
    ("month", rf"(?P<month>{MONTH}):"),
    ("future", r"(?:next (?:week|month|year|days|few days|summer|spring|winter|autumn)|tomorrow(?: and the day after)?|the day after tomorrow|(?:by|before) the end of (?:the|this) (?:year|month|week)|in the (?:near )?future|soon)"),
    ("earlier", rf"(?:in )?the (?:(?P<n>{_N}) )?(?P<unit>hour|day|week|month)s? (?:before that|before this|earlier|prior|preceding that)"),
    ("shifted", rf"(?P<n>{_N}) (?P<unit>day|week|month)s? (?:earlier|before|previously)(?! (?:that|the|his|her|its|it|he|they|a|an)\b)"),
    ("shifted", r"(?:on |in |during |over )?(?:the |a |one |this time the )(?:(?:previous|preceding) (?P<unit>day|week|month|year)|(?P<unit2>day|week|month|year) (?:before|earlier|prior)|(?P<unit3>day|week|month|year) previously)(?! (?:that|last|yesterday|the|his|her|its|it|he|they)\b)"),
    ("shifted", r"(?:in |during |over )?the (?:same|corresponding|equivalent) (?P<unit>period|time|day|week|month)s? (?:of |in )?(?:(?P<year>20\d\d)|(?P<rel>last|the previous) year)"),
    ("first", rf"(?:in|over|during|within) the first (?:(?P<n>{_N}) )?{_UNIT} (?:of|after|since|following|from)(?: (?P<month>{MONTH}))?"),
    ("same", rf"(?:in|over|during|for|within) (?:the same|those|these) (?:{_N} )?(?:days?|hours|weeks?|months?)"),
    ("same", r"(?:in|over|during|for|within|at|through) (?:the same|that|this) (?:period|time|stretch|span|interval|stage|timeframe|time frame)"),
    ("week", r"(?:(?P<pre>since|during|by|over|in|of) )?(?P<rel>this|last|the current|the previous) (?P<unit>week|month)\b"),
    ("past", rf"(?:(?:in|over|during|within|for|throughout) )?(?:the |these )?(?:past|last|previous|latest)(?: (?P<n>{_N}))? {_UNIT}\b"),
    ("past", rf"(?:in|within|over|during|inside|for the space of) (?:just |only |barely |about |around |under |less than |some |the space of |a span of |more than |over |a mere )?(?P<n>{_N})[ -]{_UNIT}\b(?! (?:period )?(?:of|after|ago|old|later|on|away))"),
    ("ago", rf"(?:(?P<pre>since|until) )?(?:about |around |some )?(?P<n>{_N})(?: (?:or|to) (?P<n2>{_N}))? {_UNIT} ago"),
    ("relative", r"(?:(?P<pre>since|until|by|from|as of|for|on) )?(?P<word>the day before yesterday|yesterday)(?: morning| evening| afternoon)?"),
    ("relative", r"(?:(?P<pre>by|as of|until|since|for|on) )?(?:noon |midday |early |the morning of |the evening of |\d{1,2}(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)? )?(?P<word>today|tonight|this morning|this afternoon|this evening|right now)\b"),
    ("relative", r"(?P<word>overnight|last night)\b"),
    ("weekend", r"(?:(?P<pre>since|over|at|during|on|by) )?(?:the |this |last )?(?:past |last )?weekend\b"),
    ("weekdays", rf"(?:from|between) {_CLOCK}(?:on )?(?P<weekday>{WEEKDAY}){_TIME_OF_DAY} (?:to|and|until|till|through) {_CLOCK}(?:on )?(?P<weekday2>{WEEKDAY}){_TIME_OF_DAY}"),
    ("weekday", rf"(?:(?P<pre>since|from|by|until|till|through|on|as of|for|before) )?{_CLOCK}(?:(?P<last>last|this) )?(?:early |late )?(?P<weekday>{WEEKDAY})s?(?P<many>(?<=days))?{_TIME_OF_DAY}"),
    ("rate", r"(?P<pre>(?:(?:a|per|each|every|in a single|any given) (?P<unit>day|week|month|hour)|(?P<adverb>daily|weekly|monthly|hourly)|every 24 hours|per 24 hours|a night|per night|/ ?day))\b"),
    ("till_now", r"(?:so far|to date|until now|up to now|by now|as of now|thus far)\b"),
)  # fmt: skip

# Words that open a period whose first day is said later in the clause: since Minister X's September 21 announcement.
SINCE = r"\b(?:since|ever since|in the wake of)\b"

# Letters of which at least one stands in every time above.
HINT = (
    r"\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|day|night|week|month|year|hour|period|time|stretch|span|interval|stage|quarter|half|morrow|future|soon|far|date|now|spring|summer|winter"
    r"|autumn|fortnight|afternoon|evening|morning"
)
