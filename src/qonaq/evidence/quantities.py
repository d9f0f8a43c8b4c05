# ruff: noqa: E501  (a pattern is kept on one line)
"""Quantities: a number, what it counts, and how exactly it was said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qonaq.evidence.numbers import Number, numbers_in, numeral, says_change
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


@dataclass(frozen=True, slots=True)
class Marks:
    """What is known of the tokens of a sentence before its numbers are read."""

    taken: frozenset[int]  # tokens of dates
    nations: Mapping[int, str | None]  # token → country, where a nationality or a country is named
    cues: Mapping[int, Cue]  # first token of a cue → the cue


MOST_TIMES = 50  # "раз" after a larger number counts trips, not a multiple
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "₸": "KZT", "₽": "RUB", "₺": "TRY", "₾": "GEL"}
_PARTITIVE = re.compile(r"(?:of (?:them|whom|these|those|which)|из (?:них|которых|этого числа))\b")
_CARRIES = re.compile(r"bus|coach|автобус")
_WORKING = re.compile(r"working|business|calendar|рабочих|календарных")
_COLLECTIVE = re.compile(r"двое|двоих|трое|троих|четверо|четверых|пятеро|пятерых|шестеро|шестерых|семеро|семерых")
_FRACTION = r"(?:one in \w+|thirds?|half|halves|quarters?|fifths?|tenths?|most|majority|many|part|share|proportion|percent|per cent|%|two-thirds|three-quarters|few|none|each|minority)"
_HEDGE = r"(?:the |these |those |some |about |around |roughly |nearly |almost |more than |over |an estimated |estimated |first )*"
_WHOLE = re.compile(
    rf"(?:\b{_FRACTION} (?:out )?of {_HEDGE}|(?:^|[.;:,(–] ?|\b(?:and|but|that|while) )(?:out )?of (?=the |these |those |some |about |\d)?{_HEDGE}"
    r"|(?:(?:^|[.;:,(–] ?|(?:трет[а-я]+|половин[а-я]+|четверт[а-я]+|каждый [а-я]+|каждая [а-я]+|большинств[а-я]+|часть|процент[а-я]*|%|кажд[а-я]+|мног[а-я]+|один|лишь|а|и) )из "
    r"(?:этих |тех |почти |более чем |примерно |около |всех |первых )*))$"
)
_REFUGEE = re.compile(
    r"refugee|asylum|displaced|fugitive|evacue|беженц|беженок|переселен|эвакуирован|перемещен|evader|уклонист"
)
_PLAIN_VERB = re.compile(r"went|came|took|got|made|did|saw|got|lost|held|paid|[a-z]{3,}ed|[а-я]{3,}(?:ли|ло|лись|лось)")
_ADVERB = re.compile(r"\w+ly|men|mostly|newly")


def quantities_in(
    text: str, norm: str, tokens: Sequence[Token], marks: Marks, vocabulary: Vocabulary
) -> tuple[Quantity, ...]:
    """The quantities of a sentence from left to right."""
    found = []
    for number in numbers_in(tokens, marks.taken):
        quantity = _quantity(text, norm, tokens, marks, vocabulary, number)
        if quantity is not None:
            found.extend(_in_turn(norm, tokens, quantity))
    found.extend(_fractions(norm, tokens, marks, found))
    found.sort(key=lambda quantity: quantity.start)
    found = _with_unit_again(norm, found)
    shared = [_with_shared_unit(tokens, quantity, found[i + 1 :]) for i, quantity in enumerate(found)]
    return tuple(_compared(norm, tokens, quantity, shared[i + 1 :]) for i, quantity in enumerate(shared))


_FRACTIONS = (
    (re.compile(r"(?<![\w-])(?:two[ -]thirds|две трети|двух третей)(?!\w)"), 200 / 3), (re.compile(r"(?<![\w-])(?:three[ -]quarters|три четверти)(?!\w)"), 75.0),
    (re.compile(r"(?<![\w-])(?:(?:a|one|by a)[ -]third|(?:на )?треть)(?! (?:of|\w+ country))(?!\w)"), 100 / 3),
    (re.compile(r"(?<![\w-])(?:(?:a|one)[ -]quarter|(?:на )?четверть)(?! (?:of|million|century|hour))(?!\w)"), 25.0),
    (re.compile(r"(?<![\w-])(?:half(?= (?:full|empty|occupied|taken|booked))|(?:наполовину|на половину))(?!\w)"), 50.0),
)  # fmt: skip
_OUT_OF = re.compile(
    r"(?<![\w-])(two|three|four|five|six|seven|eight|nine)(?: \w+)? (?:out of|in) (three|four|five|ten)(?!\w)"
)


def _fractions(norm: str, tokens: Sequence[Token], marks: Marks, known: Sequence[Quantity]) -> list[Quantity]:
    """Shares in words: two-thirds, на четверть, three rooms out of four."""
    if not tokens:
        return []
    start, end = tokens[0].start, tokens[-1].end
    spans = [(match, value) for pattern, value in _FRACTIONS for match in pattern.finditer(norm, start, end)]
    for match in _OUT_OF.finditer(norm, start, end):
        part, whole = numeral(match.group(1)), numeral(match.group(2))
        if part and whole and part < whole:
            spans.append((match, 100 * part / whole))
    found = []
    for match, value in spans:
        first = next(i for i, token in enumerate(tokens) if token.end > match.start())
        last = next((i for i, token in enumerate(tokens) if token.start >= match.end()), len(tokens))
        if not any(q.first < last and first < q.last and q.unit not in ("bare", "other") for q in known) and not any(
            i in marks.taken for i in range(first, last)
        ):
            number = Number(first, last, value, worded=True)
            found.append(Quantity(number, "share", first, last, match.start(), match.end()))
    return found


_AGAIN_OF_TIME = re.compile(
    r"(?:\b(?:was|were|to|against|instead of|usually|than)|(?<!\w)(?:до|было|вместо|против|обычно|доходил[аои]?)) (?:about |around |some |only |up to |до |около )*$"
)
_OF_TIME = ("hours", "days", "weeks", "months")


def _with_unit_again(norm: str, quantities: Sequence[Quantity]) -> list[Quantity]:
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
            and _AGAIN_OF_TIME.search(norm, last.end, quantity.start)
        )
        found.append(replace(quantity, unit=last.unit) if goes_on and last is not None else quantity)
    return found


def _in_turn(norm: str, tokens: Sequence[Token], quantity: Quantity) -> tuple[Quantity, ...]:
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
    return replace(quantity, before=True) if falls else quantity


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
        walked = _Walk("money", number.last, currency=currency)
    else:
        walked = _walk(text, tokens, marks, vocabulary, number)
    few = number.worded and number.value < 100
    if walked.unit == "bare":
        walked.unit = _unit_before(norm, tokens, vocabulary, number) or "bare"
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
        whole=bool(_WHOLE.search(norm, max(0, start - 40), start)),
        partitive=walked.partitive or bool(_PARTITIVE.search(norm, max(0, start - 16), start)),
        refugees=bool(_REFUGEE.search(norm, tokens[number.last - 1].end, tokens[last - 1].end)),
    )


_ROOMS_IN_A_NAME = 10  # a 2-bed is a flat, a 500-bed centre has beds
_LINKS = frozenset(
    ": – - — is are was were now stood stands at number numbers numbered total totalled totals remain remained осталось остается остались оставалось было стало стоит стоит всего более менее не больше чем только лишь еще около примерно".split()
)
_NOUN_REACH = 6  # tokens before a number within which its noun may stand
_HEADED = ("beds", "places", "desks", "families", "vehicles")  # what a noun before its number may count


def _unit_before(norm: str, tokens: Sequence[Token], vocabulary: Vocabulary, number: Number) -> str | None:
    """What a number counts whose noun comes first: registration desks: 6; свободных мест осталось не больше 30."""
    k = number.first - 1
    linked = False
    while k >= 0 and number.first - k <= _NOUN_REACH:
        word = tokens[k].text
        if word in _LINKS:
            linked = True
        elif vocabulary.kind(word) in _HEADED:
            before = tokens[k - 1].text if k else ""
            return vocabulary.kind(word) if linked and not before[:1].isdecimal() else None
        elif not linked or not word[0].isalpha() or word in ("and", "и", "а", "but", "но"):
            return None
        k -= 1
    return None


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


@dataclass(slots=True)
class _Walk:
    """The noun phrase after a number."""

    unit: str
    last: int
    currency: str | None = None
    cue: Cue | None = None
    nation: str | None = None
    subgroup: bool = False
    partitive: bool = False
    soft: bool = False


def _walk(text: str, tokens: Sequence[Token], marks: Marks, vocabulary: Vocabulary, number: Number) -> _Walk:
    """What the number counts, read from the words that follow it up to the end of its noun phrase."""
    k, unknown, nation, capital = number.last, 0, None, False
    while k < len(tokens) and k - number.last < 7 and k not in marks.taken:
        word = tokens[k].text
        if k == number.last or (k == number.last + 1 and nation is not None and len(word) > 3):
            currency = vocabulary.currency(word)
            if currency:
                return _Walk("money", k + 1, currency=currency)
        if word == "+" or (word == "-" and tokens[k].start == tokens[k - 1].end):
            k += 1
            continue
        if word == "(" and k == number.last:
            close = next((j for j in range(k, min(k + 6, len(tokens))) if tokens[j].text == ")"), None)
            if close is None:
                break
            k = close + 1
            continue
        if word == "of" and unknown == 0 and k + 1 < len(tokens):
            if tokens[k + 1].text in ("them", "whom", "which"):
                return _Walk("bare", k + 2, partitive=True)
            if tokens[k + 1].text in ("the", "these", "those"):
                k += 2
                continue
            break
        kind = vocabulary.kind(word)
        if kind == "soft":
            return _Walk("people", k + 1, nation=nation, soft=True)
        if kind == "subgroup":
            return _Walk("people", k + 1, nation=nation, subgroup=True)
        if kind == "people" or kind == "families":
            return _finish(tokens, marks, vocabulary, k, kind, nation)
        if kind == "noun-cue":
            return _Walk("people", k + 1, cue=Cue("noun", tokens[k].start, tokens[k].end), nation=nation)
        if kind is not None and not (kind == "days" and unknown and not _WORKING.fullmatch(tokens[k - 1].text)):
            return _Walk(kind, k + 1, nation=nation)
        if k in marks.nations:
            nation = marks.nations[k] or nation
            capital = True
            k += 1
            continue
        if not word[0].isalpha() or word in vocabulary.function:
            break
        if k in marks.cues and not _noun_ahead(tokens, marks, vocabulary, k):
            break
        if (
            k == number.last
            and _PLAIN_VERB.fullmatch(word)
            and k + 1 < len(tokens)
            and tokens[k + 1].text in vocabulary.function
        ):
            break
        unknown += 0 if _ADVERB.fullmatch(word) else 1
        capital = capital or (text[tokens[k].start].isupper() and word.endswith("s"))
        k += 1
        if unknown > 3:
            break
    if nation is not None or (capital and unknown <= 2):
        return _Walk("people", k, nation=nation)
    return _Walk("bare" if unknown == 0 else "other", k if unknown == 0 else number.last)


def _finish(
    tokens: Sequence[Token], marks: Marks, vocabulary: Vocabulary, k: int, kind: str, nation: str | None
) -> _Walk:
    """The noun found at k, with the nation or the plainer noun that follows it: citizens of Russia."""
    last = k + 1
    j = last
    while j < len(tokens) and j <= k + 3:
        word = tokens[j].text
        if j in marks.nations:
            nation = marks.nations[j] or nation
            last = j + 1
            break
        following = vocabulary.kind(word)
        if following in ("people", "families", "subgroup") and j == last:
            kind, last, j = ("families" if following == "families" else kind), j + 1, j + 1
            continue
        if word not in ("of", "the", "from", "из"):
            break
        j += 1
    return _Walk(kind, last, nation=nation)


def _noun_ahead(tokens: Sequence[Token], marks: Marks, vocabulary: Vocabulary, k: int) -> bool:
    """Whether a cue word stands inside a noun phrase: 7,000 arriving people, 395 тысяч въехавших граждан."""
    for j in range(k + 1, min(k + 3, len(tokens))):
        word = tokens[j].text
        if vocabulary.kind(word) in ("people", "families", "subgroup") or (
            j in marks.nations and j == k + 1 and not word.isascii()
        ):
            return True
        if word in vocabulary.function or not word[0].isalpha():
            return False
    return False
