# ruff: noqa: E501  (a pattern is kept on one line)
"""Rents: asked prices by month and day, and by how much they changed."""

from __future__ import annotations

import re

from qonaq.evidence.notes import BEFORE
from qonaq.evidence.quantities import Quantity
from qonaq.evidence.sentence import Sentence
from qonaq.evidence.topics import Level
from qonaq.measures import Qualifier

UP = re.compile(
    r"\b(?:ris(?:e|es|en|ing)|rose|increas\w*|jump\w*|soar\w*|gr(?:ew|own|owing|owth)|climb\w*|up|higher|dearer|more expensive|costlier|rais(?:ed|ing|e)|surg\w*|hik\w*|spik\w*|skyrocket\w*|more than (?:a year|before|last|in|the)|above|added|leap\w*|ballooned|inflated|shot)\b"
    r"|вырос[а-я]*|расту[а-я]*|рост[а-я]{0,2}\b|подорож[а-я]*|дорож(?:е|а)[а-я]*|выше|увелич[а-я]*|подскоч[а-я]*|подня[а-я]*|повыс[а-я]*|взлет[а-я]*|прибав[а-я]*|скакну[а-я]*|прирост[а-я]*|удорожа[а-я]*"
)
DOWN = re.compile(
    r"\b(?:fall(?:en|s|ing)?|fell|drop\w*|declin\w*|decreas\w*|down|lower(?:ed)?|cheaper|plung\w*|sank|slump\w*|shrank|reduc\w*|slid|dipped)\b"
    r"|подешев[а-я]*|дешев[а-я]*|ниже|сниз[а-я]*|сниж[а-я]*|упал[а-я]*|пад(?:а|е)[а-я]*|сократ[а-я]*|просе[а-я]*"
)
_BEFORE = re.compile(
    r"\b(?:previously|before (?:the|that|this)|used to|earlier|once|was paying|from)\b|раньше|ранее|прежде|до (?:этого|того|начала|войны|мобилизации|вторжения|кризиса)|прежн[а-я]+|было\b"
)
NOW = re.compile(r"\b(?:now|today|currently|to)\b|сейчас|теперь|ныне|сегодня")
DAILY = re.compile(
    r"(?:per|a|each|every|/) ?(?:day|night)\b|\bdaily|\bnightly|посуточн|суточн[а-я]+|в сутки|сутки в|за сутки|в день|за ночь|в ночь|за день"
)
_MULTIPLE = (
    (re.compile(r"\bdoubl(?:ed|ing|e)\b|удво[а-я]+|вдвое"), 1.0),
    (re.compile(r"\b(?:tripl(?:ed|ing|e)|trebled)\b|утро[еи][а-я]+|втрое"), 2.0),
    (re.compile(r"\bquadrupl(?:ed|ing|e)\b|вчетверо|учетвер[а-я]+"), 3.0),
    (re.compile(r"впятеро"), 4.0),
)  # fmt: skip
_NEGATED = re.compile(r"(?:\b(?:isn't|is not|not|even) (?:\w+ ){0,2}|(?<!\w)не (?:[а-я]+ ){0,1})$")


def _sign(sentence: Sentence, quantity: Quantity, last: Level | None) -> int:
    """Whether prices went up (1) or down (-1): the nearest word that says so, before the figure or close behind it."""
    if quantity.number.sign:
        return quantity.number.sign
    left = max(sentence.start, quantity.start - 90)
    found = [(quantity.start - match.end(), 1) for match in UP.finditer(sentence.norm, left, quantity.start)]
    found += [(quantity.start - match.end(), -1) for match in DOWN.finditer(sentence.norm, left, quantity.start)]
    right = min(sentence.end, quantity.end + 30)
    found += [(match.start() - quantity.end + 3, 1) for match in UP.finditer(sentence.norm, quantity.end, right)]
    found += [(match.start() - quantity.end + 3, -1) for match in DOWN.finditer(sentence.norm, quantity.end, right)]
    if found:
        return min(found)[1]
    if last is not None and last.measure == "rent_change":
        return 1 if last.value > 0 else -1
    return 0


def rent_share(sentence: Sentence, quantity: Quantity, last: Level | None) -> tuple[Level, ...]:
    sign = _sign(sentence, quantity, last)
    number = quantity.number
    if not sign or number.value > 1000:
        return ()
    high = None if number.high is None else sign * number.high / 100
    return (Level("rent_change", sign * number.value / 100, "share", high),)


_AGAIN = re.compile(
    r"(?:\bby (?:about |some |only |just )?|\bis |\bat |(?<!\w)на (?:все |целых |всего |около |почти )?|[–—:(-] ?)$"
)


def share_again(sentence: Sentence, quantity: Quantity, last: Level) -> tuple[Level, ...]:
    """A number without a sign that goes on with the shares before it: на 63%, в Новом-Саде – на все 70."""
    number = quantity.number
    left = sentence.norm[max(sentence.start, quantity.start - 14) : quantity.start]
    if number.scaled or number.worded or not 1 <= number.value <= 300 or _AGAIN.search(left) is None:
        return ()
    sign = -1 if last.value < 0 else 1
    high = None if number.high is None else sign * number.high / 100
    return (Level(last.measure, sign * number.value / 100, "share", high),)


_TIMES_OF = re.compile(r" (?:what |the |last |its |their |those |as much|usual |normal |previous )")


def rent_times(sentence: Sentence, quantity: Quantity) -> tuple[Level, ...]:
    number = quantity.number
    beyond = _TIMES_OF.match(sentence.norm, quantity.end)
    if number.value > 30 or (_sign(sentence, quantity, None) != 1 and not beyond):
        return ()
    return (Level("rent_change", number.value - 1, "share", None if number.high is None else number.high - 1),)


_LESS = re.compile(r" (?:меньше|ниже|дешевле|реже)")


def multiples_in(sentence: Sentence) -> tuple[tuple[Level, int, int], ...]:
    """Changes of rent said in one word: doubled, втрое; with their offsets."""
    found = []
    for pattern, value in _MULTIPLE:
        for match in pattern.finditer(sentence.norm, sentence.start, sentence.end):
            left = sentence.norm[max(sentence.start, match.start() - 25) : match.start()]
            if _LESS.match(sentence.norm, match.end()):
                continue
            qualifier = (
                Qualifier.UNDER if re.search(r"(?:almost|nearly|почти) $", left)
                else Qualifier.OVER if re.search(r"(?:more than|over|более чем|больше чем) $", left) else Qualifier.EXACT
            )  # fmt: skip
            found.append((Level("rent_change", value, "share", qualifier=qualifier), match.start(), match.end()))
    return tuple(found)


_BY_AREA = re.compile(r" ?(?:per|a|/|за) ?(?:square met(?:re|er)|sq\.? ?m|m2|м2|кв\.? ?м|квадратн)")


_BUDGET = 1e6  # dollars, euros, pounds, rupees, shillings: no rent


def rent_money(sentence: Sentence, quantity: Quantity, last: Level | None) -> tuple[Level, ...]:
    norm, number = sentence.norm, quantity.number
    left = norm[max(sentence.start, quantity.start - 30) : quantity.start]
    if _BY_AREA.match(norm, quantity.end) or left.rstrip().endswith("(") or _NEGATED.search(left):
        return ()
    currency = quantity.currency or (last.unit[:3] if last is not None else "")
    if (
        not currency
        or number.value < 1
        or (number.value >= _BUDGET and currency in ("USD", "EUR", "GBP", "INR", "KES"))
    ):
        return ()
    daily = DAILY.search(norm, max(sentence.start, quantity.start - 60), min(sentence.end, quantity.end + 25))
    unit = f"{currency}/{'day' if daily else 'month'}"
    clause = norm[max(sentence.start, norm.rfind(",", sentence.start, quantity.start)) : quantity.start]
    earlier = bool(_BEFORE.search(clause)) and not NOW.search(clause)
    earlier = earlier or quantity.before
    up_to = re.search(r"(?:доходит до|доходят до|up to|as high as|as much as) $", left)
    return (
        Level(
            "rent_level",
            number.value,
            unit,
            number.high,
            Qualifier.UP_TO if up_to else None,
            earlier,
            (BEFORE,) if earlier else (),
        ),
    )


_ASKED = re.compile(
    r"(?:\b(?:asks?|asking|asked|wants?|wanted|charges?|charged|pays?|paid|costs?|was|were|now|for|at|against|to|from)|(?<!\w)(?:прос(?:ят|ит|или|ил)|брали|берут|сто(?:ит|ят|ил[аи]?)|сда(?:ют|вали)|отда(?:ют|вали)|за|до|было|теперь|дешевле|дороже|против|по|уже|–))"
    r"(?: (?:about|around|some|only|up|as much as|около|примерно|почти|и|уже|не менее))* $"
)
_APART = 20.0  # times by which two rents of one passage differ at most


def money_again(sentence: Sentence, quantity: Quantity, price: Level) -> tuple[Level, ...]:
    """A bare number that goes on with the rents before it: landlords ask 250 thousand, some 400; it was 500 in August."""
    number = quantity.number
    if quantity.partitive or not _ASKED.search(sentence.norm, max(sentence.start, quantity.start - 30), quantity.start):
        return ()
    if any(cue.tag in _MOVES and 0 <= cue.start - quantity.end <= _NEAR_VERB for cue in sentence.cues):
        return ()  # people who came
    scale = 1000.0 if not number.scaled and number.value * _APART < price.value else 1.0
    value = number.value * scale
    if not price.value / _APART <= value <= price.value * _APART:
        return ()
    left = sentence.norm[max(sentence.start, quantity.start - 40) : quantity.start]
    earlier = quantity.before or bool(_BEFORE.search(left) and not NOW.search(left))
    high = None if number.high is None else number.high * scale
    return (Level("rent_level", value, price.unit, high, None, earlier, (BEFORE,) if earlier else ()),)


_MOVES = frozenset(("enter", "exit", "cross", "fled", "departures", "return", "deport", "onward", "receive"))
_NEAR_VERB = 12  # characters
