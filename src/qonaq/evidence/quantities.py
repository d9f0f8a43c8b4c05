# ruff: noqa: E501  (a pattern is kept on one line)
"""Quantities: a number, what it counts, and how exactly it was said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qonaq.evidence.noun_phrases import Marks, NounPhrase, phrase_behind, unit_before
from qonaq.evidence.numbers import Number, numbers_in, says_change
from qonaq.evidence.shares import shares_in
from qonaq.evidence.vocabulary import Cue, Vocabulary
from qonaq.evidence.words import Token
from qonaq.measures import Qualifier


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, on tokens[first:last] and text[start:end]."""

    number: Number
    unit: str  # people, families, vehicles, trips, beds, places, desks, hours, days, share, times, money, bare, other
    first: int
    last: int
    start: int
    end: int
    qualifier: Qualifier = Qualifier.EXACT
    currency: str | None = None
    noun_cue: Cue | None = None  # the counted noun is itself a cue: entries, permits
    nation: str | None = None  # ISO code of the nationality that the noun phrase names
    subgroup: bool = False  # women, children: part of a count, not a count
    partitive: bool = False  # "of them", "из них"
    refugees: bool = False
    before: bool = False  # only compared with: what it was before
    carries: bool = False  # buses, coaches: they carry people who are counted themselves
    whole: bool = False  # a part of it follows or precedes: of the 12,000 who came, a third
    soft: bool = False  # men, residents: a count only where a verb of movement says so

    @property
    def counts(self) -> bool:
        """Whether it may count people or vehicles."""
        return self.unit in ("people", "families", "vehicles", "trips", "files", "bare")


MOST_TIMES = 50  # "раз" after a larger number counts trips, not a multiple
_SIGNS = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "₸": "KZT",
    "₽": "RUB",
    "₺": "TRY",
    "₾": "GEL",
    "ksh": "KES",
    "rs": "INR",
    "tk": "BDT",
    "ush": "UGX",
}
_PARTITIVE = re.compile(r"(?:of (?:them|whom|these|those|which)|из (?:них|которых|этого числа))\b")
_CARRIES = re.compile(r"bus|coach|автобус")

_COLLECTIVE = re.compile(r"двое|двоих|трое|троих|четверо|четверых|пятеро|пятерых|шестеро|шестерых|семеро|семерых")
_FRACTION = r"(?:one in \w+|thirds?|half|halves|quarters?|fifths?|tenths?|most|majority|many|part|share|proportion|percent|per cent|%|two-thirds|three-quarters|few|none|each|minority)"
_HEDGE = r"(?:the |these |those |some |about |around |roughly |nearly |almost |more than |over |an estimated |estimated |first )*"
_WHOLE = re.compile(
    rf"(?:(?:\b{_FRACTION}|\d(?: people| persons| refugees| migrants)?) (?:out )?of {_HEDGE}|(?:^|[.;:,(–] ?|\b(?:and|but|that|while) )(?:out )?of (?=the |these |those |some |about |\d)?{_HEDGE}"
    r"|(?:(?:^|[.;:,(–] ?|(?:трет[а-я]+|половин[а-я]+|четверт[а-я]+|каждый [а-я]+|каждая [а-я]+|большинств[а-я]+|часть|процент[а-я]*|%|кажд[а-я]+|мног[а-я]+|один|лишь|а|и) )из "
    r"(?:этих |тех |почти |более чем |примерно |около |всех |первых )*))$"
)
_REFUGEE = re.compile(
    r"refugee|asylum|displaced|fugitive|evacue|беженц|беженок|переселен|эвакуирован|перемещен|evader|уклонист"
)


def quantities_in(
    text: str, norm: str, tokens: Sequence[Token], marks: Marks, vocabulary: Vocabulary
) -> tuple[Quantity, ...]:
    """The quantities of a sentence from left to right."""
    found: list[Quantity] = []
    for number in numbers_in(tokens, marks.taken):
        quantity = _quantity(text, norm, tokens, marks, vocabulary, number)
        if quantity is not None:
            found.extend(_in_turn(tokens, quantity))
    found.extend(_in_words(norm, tokens, marks, found))
    found.sort(key=lambda quantity: quantity.start)
    found = _with_unit_again(norm, tokens, found)
    shared = [_with_shared_unit(tokens, quantity, found[i + 1 :]) for i, quantity in enumerate(found)]
    compared = [_compared(norm, tokens, quantity, shared[i + 1 :]) for i, quantity in enumerate(shared)]
    return _with_noun_before(norm, compared)


def _in_words(norm: str, tokens: Sequence[Token], marks: Marks, known: Sequence[Quantity]) -> list[Quantity]:
    """Shares in words that are no part of a date or of another quantity."""
    found = []
    for number, start, end in shares_in(norm, tokens):
        span = range(number.first, number.last)
        other = any(q.first < number.last and number.first < q.last and q.unit not in ("bare", "other") for q in known)
        if not other and not any(i in marks.taken for i in span):
            found.append(Quantity(number, "share", number.first, number.last, start, end))
    return found


_AGAIN_OF_TIME = re.compile(
    r"(?:\b(?:was|were|to|against|instead of|usually|than)|(?<!\w)(?:до|было|вместо|против|обычно|доходил[аои]?)) (?:about |around |some |only |up to |до |около )*$"
)
_OF_TIME = ("hours", "days", "weeks", "months", "desks")


def _with_unit_again(norm: str, tokens: Sequence[Token], quantities: Sequence[Quantity]) -> list[Quantity]:
    """A bare number that goes on with a time before it: from sixty hours to about twenty-four; three hours, was 10."""
    found: list[Quantity] = []
    for quantity in quantities:
        last = found[-1] if found else None
        goes_on = (
            last is not None
            and quantity.unit in ("bare", "people")
            and (quantity.unit == "bare" or not quantity.number.worded)
            and last.unit in _OF_TIME
            and quantity.unit == "bare"
            and not quantity.number.scaled
            and quantity.start - last.end <= _FAR
            and _AGAIN_OF_TIME.search(norm, last.end, tokens[quantity.number.first].start)
        )
        found.append(replace(quantity, unit=last.unit) if goes_on and last is not None else quantity)
    return found


def _in_turn(tokens: Sequence[Token], quantity: Quantity) -> tuple[Quantity, ...]:
    """What it was and what it became, of a number that grew from 100 to 200."""
    number = quantity.number
    if not number.changed or number.high is None:
        return (quantity,)
    join = next(i for i in range(number.first, number.last) if tokens[i].text in ("to", "до"))
    low, high = replace(number, last=join, high=None), replace(number, first=join + 1, value=number.high, high=None)
    then = replace(quantity, number=low, last=join, end=tokens[join - 1].end, qualifier=Qualifier.EXACT, before=True)
    now = replace(quantity, number=high, first=join + 1, start=tokens[join + 1].start, qualifier=Qualifier.EXACT)
    return then, now


_FROM = re.compile(rf"\b(?:from|со?) {_HEDGE}(?:an average of |в среднем )?$")
_AGAINST = re.compile(
    rf"(?:\b(?:compared (?:with|to)|against|versus|(?:up|down|higher|lower) (?:from|than)|rather than|instead of)|(?<!\w)(?:по сравнению с|против|вместо|после)),? "
    rf"{_HEDGE}(?:only |just |at least |a (?:daily |weekly |mere )?|an average of |daily |прежних |почти |около |примерно |более )*$"
)
_THAN = re.compile(
    r"(?:\b(?:than|compared with|compared to)\b|(?<!\w)(?:чем|сравнению|неделю назад|месяц назад|год назад))[^().;]{0,40}(?:\(| – )$"
)
_THEN = re.compile(r"\b(?:to|до) (?:about |around |some |nearly |almost |over |only |just |около |почти |примерно )*$")
_FAR = 45  # characters from a number that was to the one that it became


def _compared(norm: str, tokens: Sequence[Token], quantity: Quantity, following: Sequence[Quantity]) -> Quantity:
    """A number that is only compared with: down from 300; against 4,100 the day before; fell from 900 cars to 40."""
    left = max(0, quantity.start - 50)
    if quantity.before or _AGAINST.search(norm, left, quantity.start) or _THAN.search(norm, left, quantity.start):
        return replace(quantity, before=True)
    after = following[0] if following else None
    falls = (
        after is not None
        and after.start - quantity.end < _FAR
        and _THEN.search(norm, quantity.end, after.start)
        and _FROM.search(norm, left, quantity.start)
        and says_change(tokens, quantity.first)
    )
    if not falls or after is None:
        return quantity
    unit, currency = (after.unit, after.currency) if quantity.unit == "bare" else (quantity.unit, quantity.currency)
    number = quantity.number
    if (
        quantity.unit == "bare"
        and after.number.scaled
        and not number.scaled
        and number.value * 1000 <= after.number.value * 20
    ):
        number = (
            replace(number, value=number.value * 1000, scaled=True)
            if number.value < 1000 <= after.number.value
            else number
        )
    return replace(quantity, number=number, unit=unit, currency=currency, before=True)


_PART = re.compile(r" (?:out )?of (?:the |its |their |all )?(?:some |about |nearly )?")


def _with_noun_before(norm: str, quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """A bare number counts what the number counts that it is compared with or a part of: tonnes, hands, dollars."""
    found: list[Quantity] = []
    for quantity in quantities:
        last = found[-1] if found else None
        if last is not None and quantity.unit == "bare" and last.unit in ("other", "money"):
            part = quantity.partitive or _PART.fullmatch(norm, last.end, quantity.start)
            if part or (quantity.before and last.unit == "other"):
                quantity = replace(quantity, unit=last.unit, currency=last.currency)
        found.append(quantity)
    return tuple(found)


_LIST = frozenset(("and", "и", ",", "или", "or"))


def _with_shared_unit(tokens: Sequence[Token], quantity: Quantity, following: Sequence[Quantity]) -> Quantity:
    """A number without a unit in a list takes the unit of the one that ends it: 28 and 33 %."""
    if quantity.unit != "bare" or not following or quantity.number.scaled:
        return quantity
    after = following[0]
    joined = after.first - quantity.last in (1, 2) and all(
        tokens[i].text in _LIST for i in range(quantity.last, after.first)
    )
    return (
        replace(quantity, unit=after.unit, currency=after.currency)
        if joined and after.unit in ("share", "money", "times")
        else quantity
    )


def _attached(tokens: Sequence[Token], number: Number) -> bool:
    """Whether the digits belong to a name or a code (F-16, Covid-19, No. 5) or to an ordinal (21st, 10-е)."""
    if number.worded:
        return False
    first, last = tokens[number.first], tokens[number.last - 1]
    before = tokens[number.first - 1] if number.first else None
    after = tokens[number.last] if number.last < len(tokens) else None
    if before is not None and (before.text in ("№", "#") or (before.end == first.start and before.text[-1].isalpha())):
        return True
    if before is not None and before.text == ":" and before.end == first.start and number.first > 1:
        hour = tokens[number.first - 2]
        return hour.end == before.start and hour.text.isdecimal() and len(hour.text) <= 2  # 18:15
    if after is not None and after.text == "m" and not number.scaled:
        return True  # 5.33 m
    if before is not None and before.text == "-" and before.end == first.start and number.first > 1:
        name = tokens[number.first - 2]
        return name.end == before.start and name.text[-1].isalpha()
    if after is not None and after.start == last.end:
        if after.text in ("st", "nd", "rd", "th") or (after.text == "/" and not number.scaled):
            return True
        if after.text == ":" and number.last + 1 < len(tokens):  # 18:00, and no number before a colon
            return tokens[number.last + 1].start == after.end and tokens[number.last + 1].text[0].isdecimal()
        if after.text == "-" and number.last + 1 < len(tokens):
            following = tokens[number.last + 1]
            if number.value < _ROOMS_IN_A_NAME and following.text in (
                "bed",
                "bedroom",
                "room",
                "bedroomed",
                "комнатная",
                "комнатную",
            ):
                return True
            return following.start == after.end and following.text in (
                "го",
                "е",
                "й",
                "я",
                "ми",
                "х",
                "му",
                "летний",
                "летняя",
                "year",
            )
    return False


def _quantity(
    text: str, norm: str, tokens: Sequence[Token], marks: Marks, vocabulary: Vocabulary, number: Number
) -> Quantity | None:
    if _attached(tokens, number):
        return None
    before = tokens[number.first - 1].text if number.first else ""
    start = tokens[number.first].start
    currency = _SIGNS.get(before)
    if currency:
        start = tokens[number.first - 1].start
        walked = NounPhrase("money", number.last, currency=currency)
    else:
        walked = phrase_behind(text, tokens, marks, vocabulary, number)
    few = number.worded and number.value < 100
    if walked.unit == "bare":
        walked.unit = unit_before(tokens, vocabulary, number) or "bare"
    if few and (
        walked.unit == "trips" or (walked.cue is not None and norm.startswith(("cross", "переход"), walked.cue.start))
    ):
        return None  # six crossings are places
    if walked.unit == "bare" and _is_year(tokens, number):
        return None
    if walked.unit == "times" and number.value > MOST_TIMES:
        walked.unit = "trips"  # 2,5 миллиона раз
    if walked.unit == "bare" and number.worded and _COLLECTIVE.fullmatch(tokens[number.first].text):
        walked.unit = "people"
    qualifier, start = _qualifier(norm, tokens, vocabulary, number, start)
    last = max(walked.last, number.last)
    return Quantity(
        number=number,
        unit=walked.unit,
        first=number.first,
        last=last,
        start=start,
        end=tokens[last - 1].end,
        qualifier=qualifier,
        currency=walked.currency,
        noun_cue=walked.cue,
        nation=walked.nation,
        subgroup=walked.subgroup,
        soft=walked.soft,
        carries=walked.unit == "vehicles"
        and bool(_CARRIES.search(norm, tokens[number.last - 1].end, tokens[last - 1].end)),
        whole=bool(_WHOLE.search(norm[max(tokens[0].start, start - 40) : start])),
        partitive=walked.partitive or bool(_PARTITIVE.search(norm, max(0, start - 16), start)),
        refugees=bool(_REFUGEE.search(norm, tokens[number.last - 1].end, tokens[last - 1].end)),
    )


_ROOMS_IN_A_NAME = 10  # a 2-bed is a flat, a 500-bed centre has beds


def _is_year(tokens: Sequence[Token], number: Number) -> bool:
    plain = not number.scaled and not number.worded and number.high is None
    token = tokens[number.first]
    return plain and 1900 <= number.value <= 2100 and token.end - token.start == 4


def _qualifier(
    norm: str, tokens: Sequence[Token], vocabulary: Vocabulary, number: Number, start: int
) -> tuple[Qualifier, int]:
    if number.high is not None:
        found = vocabulary.qualifier_before(norm, start)
        return Qualifier.RANGE, found[1] if found else start
    found = vocabulary.qualifier_before(norm, start)
    if found:
        return found
    after = vocabulary.qualifier_after(norm, tokens[number.last - 1].end)
    return (after or Qualifier.EXACT), start
