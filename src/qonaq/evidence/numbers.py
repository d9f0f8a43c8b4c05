"""Numbers as people write them: 98,000 · 98 тыс. · 1.7 m · two and a half thousand · от 5 до 7 тысяч."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from qonaq.evidence import english
from qonaq.evidence.numerals import digits_value, numeral, scale_of_word, vague
from qonaq.evidence.words import Token
from qonaq.measures import Qualifier


@dataclass(frozen=True, slots=True)
class Number:
    """A number, or a range of them, that stands on tokens[first:last]."""

    first: int
    last: int
    value: float
    high: float | None = None
    qualifier: Qualifier = Qualifier.EXACT
    scaled: bool = False  # written with a word such as thousand
    worded: bool = False  # written without digits
    sign: int = 0  # +1 or -1 where a sign is written
    changed: bool = False  # not a range: `value` is what it was before and `high` what it became


_ONE_AND_HALF = re.compile(r"полтор(?:а|ы)|полутора")
_HALF_MILLION = re.compile(r"полмиллиона")
_HUNDRED_AND_HALF = re.compile(r"полтораста|полутораста")
_ANOTHER = frozenset("another further extra additional good full".split())  # another thousand: one

_HUNDREDS = re.compile(r"сотни|сотен")  # две сотни


def _half_of_scale(tokens: Sequence[Token], at: int) -> tuple[float, int] | None:
    """Half a million, a quarter of a million, полмиллиона, полтора: the value and the token after it."""
    words = [token.text for token in tokens[at : at + 5]] + [""] * 5
    if words[0] == "half" and words[1] in ("a", "of") and scale_of_word(words[2]):
        return 0.5 * (scale_of_word(words[2]) or 0), at + 3
    if words[:2] == ["a", "half"] and scale_of_word(words[2]):
        return 0.5 * (scale_of_word(words[2]) or 0), at + 3
    if words[:3] == ["a", "couple", "of"] and scale_of_word(words[3]):
        return 2 * (scale_of_word(words[3]) or 0), at + 4
    if words[:4] == ["a", "quarter", "of", "a"] and scale_of_word(words[4]):
        return 0.25 * (scale_of_word(words[4]) or 0), at + 5
    if _HALF_MILLION.fullmatch(words[0]):
        return 5e5, at + 1
    return None


def _opening(tokens: Sequence[Token], at: int) -> tuple[float, int]:
    """What a numeral may begin with besides a numeral: a hundred, полтора, полтораста; and the token after it."""
    word = tokens[at].text
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    before = tokens[at - 1].text if at else ""
    if before in _ANOTHER and len(word) > 2 and (scale_of_word(word) or 0) >= 100:
        return 1.0, at
    if word == "a" and len(following) > 2 and (scale_of_word(following) or 0) >= 100:
        return 1.0, at + 1
    if _HUNDRED_AND_HALF.fullmatch(word):
        return 150.0, at + 1
    return (1.5, at + 1) if _ONE_AND_HALF.fullmatch(word) else (0.0, at)


def _worded(tokens: Sequence[Token], at: int) -> tuple[float, int, bool] | None:
    """A numeral in words that begins at `at`: its value, the token after it, and whether it has a scale."""
    half = _half_of_scale(tokens, at)
    if half is not None:
        return *half, True
    about = numeral(tokens[at + 1].text) if at + 1 < len(tokens) and tokens[at].text == "тысяч" else None
    if about is not None:
        return about * 1e3, at + 2, True  # тысяч сорок
    count, total, scaled = len(tokens), 0.0, False
    part, i = _opening(tokens, at)
    used = part > 0
    while i < count:
        word = tokens[i].text
        small = numeral(word)
        scale = scale_of_word(word)
        if small is not None:
            if part and small >= 10 ** len(str(int(part % 100 or part))) and small < 100 and part < 100:
                break
            part, used, i = part + small, True, i + 1
        elif (
            word == "and"
            and used
            and i + 1 < count
            and tokens[i + 1].text == "a"
            and i + 2 < count
            and tokens[i + 2].text == "half"
        ):
            part, i = part + 0.5, i + 3
        elif word == "and" and used and scaled_hundred(tokens, i) and numeral(tokens[i + 1].text) is not None:
            i += 1
        elif word == "с" and used and i + 1 < count and tokens[i + 1].text == "половиной":
            part, i = part + 0.5, i + 2
        elif used and _HUNDREDS.fullmatch(word):
            part, i = part * 100, i + 1
        elif scale == 100 and used and len(word) > 2:
            part, scaled, i = part * 100, True, i + 1
        elif scale and len(word) > 1 and (used or (scale >= 1e3 and not word.isascii())) and word not in ("тыс", "млн"):
            total, part, used, scaled, i = total + (part or 1.0) * scale, 0.0, True, True, i + 1
        elif word == "-" and used and i + 1 < count and (scale_of_word(tokens[i + 1].text) or 0) >= 1e3:
            i += 1
        else:
            break
    return (total + part, i, scaled) if used else None


def scaled_hundred(tokens: Sequence[Token], at: int) -> bool:
    """Whether "and" at this place joins the parts of one numeral: two hundred and fifty."""
    return at > 0 and tokens[at - 1].text in ("hundred", "thousand") and at + 1 < len(tokens)


@lru_cache(maxsize=65536)
def _may_begin(word: str) -> bool:
    """Whether a number may begin with this word: most words are told apart here at once."""
    return (
        word[0].isdecimal()
        or word in ("a", "half")
        or numeral(word) is not None
        or scale_of_word(word) is not None
        or word.startswith("пол")
        or ("-" in word and numeral(word.partition("-")[0]) is not None)
    )


def _single(tokens: Sequence[Token], at: int) -> Number | None:
    """One number that begins at `at`."""
    word = tokens[at].text
    if word[0].isdecimal():
        j = at + 1
        if j + 1 < len(tokens) and tokens[j].text == "-" and (scale_of_word(tokens[j + 1].text) or 0) >= 1e3:
            j += 1
        half = [token.text for token in tokens[j : j + 2]] == ["с", "половиной"]  # 19 с половиной тысяч
        j += 2 if half else 0
        scale = scale_of_word(tokens[j].text) if j < len(tokens) else None
        if (
            scale is not None
            and len(tokens[j].text) <= 2
            and tokens[j].text in ("k", "m")
            and not _short_scale(tokens, j)
        ):
            scale = None
        if scale == 100:
            scale = None
        value = digits_value(word, scaled=scale is not None)
        if value is None:
            return None
        value += 0.5 if half and scale is not None else 0.0
        if scale is None:
            return Number(at, at + 1, value)
        j += 1
        if j < len(tokens) and tokens[j].text == "." and j + 1 < len(tokens):
            j += 1
        rest = _rest_below(tokens, j, scale)
        return Number(at, j + (rest > 0) + (rest >= 1e3), _exact(value * scale) + rest, scaled=True)
    pair = _pair(tokens, at)
    if pair is not None:
        return pair
    found = _worded(tokens, at)
    if found is None or (
        at + 1 == found[1]
        and not _BED.fullmatch(tokens[at + 1].text if at + 1 < len(tokens) else "")
        and word in ("one", "один", "одна", "одно", "одной", "одну", "одного", "одним")
    ):
        return None
    return Number(at, found[1], _exact(found[0]), scaled=found[2], worded=True)


_BED = re.compile(r"beds?|bunk|койк[а-я]*|мест[оа]|кроват[а-я]*|desk|window|окно")  # one free bed is a figure


def _pair(tokens: Sequence[Token], at: int) -> Number | None:
    """Two numerals in one word: двух-трёх тысяч, шесть-восемь, six-eight."""
    low, dash, high = tokens[at].text.partition("-")
    first, last = (numeral(low), numeral(high)) if dash else (None, None)
    if first is None or last is None or not first < last <= 20 or first * 20 < last:
        return None
    scale = scale_of_word(tokens[at + 1].text) if at + 1 < len(tokens) and len(tokens[at + 1].text) > 1 else None
    scale, end = (scale, at + 2) if scale is not None and scale >= 100 else (1.0, at + 1)
    return Number(at, end, first * scale, last * scale, Qualifier.RANGE, scaled=scale > 1, worded=True)


def _rest_below(tokens: Sequence[Token], at: int, scale: float) -> float:
    """The digits that go on after a scale in full letters: 12 тысяч 470; 2 миллиона 872 тысячи."""
    if at + 1 >= len(tokens):
        return 0.0
    if scale == 1e6 and tokens[at - 1].text.startswith(("миллион", "million", "млн")):
        below = tokens[at].text.isdecimal() and len(tokens[at].text) <= 3 and scale_of_word(tokens[at + 1].text) == 1e3
        return float(tokens[at].text) * 1e3 if below else 0.0
    if scale != 1e3 or not tokens[at - 1].text.startswith(("тысяч", "thousand")):
        return 0.0
    word = tokens[at].text
    follows = tokens[at + 1].text
    alone = word.isdecimal() and 2 <= len(word) <= 3 and scale_of_word(follows) is None and follows != "%"
    return float(word) if alone else 0.0


def _short_scale(tokens: Sequence[Token], at: int) -> bool:
    """Whether k or m directly after digits means a thousand or a million (98k people, 1.7m people)."""
    after = tokens[at + 1].text if at + 1 < len(tokens) else ""
    if tokens[at].text == "k":
        return tokens[at].start == tokens[at - 1].end
    if tokens[at].start > tokens[at - 1].end and after in english.FUNCTION:
        return False  # 5.33 m may
    return after[:1].isalpha() and after not in (
        "long",
        "high",
        "wide",
        "tall",
        "deep",
        "of",
        "from",
        "to",
        "above",
        "away",
        "in",
    )


def _exact(value: float) -> float:
    """The nearest whole number where a product of decimals missed it by rounding."""
    return float(round(value)) if abs(value - round(value)) < 1e-6 * max(1.0, abs(value)) else value


_DASHES = ("-", "–")
_HEDGES = frozenset("some about around nearly almost over only just roughly around около почти примерно".split())
_BELOW_SCALE = 1000  # a number without a scale that may share one is smaller
_CHANGE = re.compile(
    r"r[io]se|risen|rising|gr[eo]wn?|increas\w+|climb\w+|jump\w+|f[ea]ll(?:en|ing)?|dropp?\w*|declin\w+|decreas\w+|shr[aiu]nk\w*|up|down|went|gone|soar\w+|surg\w+|expand\w+"
    r"|reduc\w+|rais\w+|cut|swell\w*|swollen|doubl\w+|tripl\w+|chang\w+|widen\w+|lengthen\w+|dwindl\w+|slump\w*|tumbl\w+|plung\w+|halv\w+|balloon\w*|swell\w*|leap\w*|leapt|spik\w+|thinn\w+|ebb\w*|mov\w+"
    r"|(?:вырос|выраст|увелич|снизи|снижа|упал|паде|сократи|подня|подорож|подешев|возрос|уменьш|повыс|расшир|подскоч|измени|взлет|рост)[а-я]*"
)
_CHANGE_REACH = 12  # tokens before "from" within which a verb of change stands


def numbers_in(tokens: Sequence[Token], taken: Container[int]) -> tuple[Number, ...]:
    """All numbers and ranges of the tokens, but for those in `taken` (dates), from left to right."""
    found: list[Number] = []
    i = 0
    while i < len(tokens):
        if i in taken:
            i += 1
            continue
        if vague(tokens[i].text):  # hundreds of thousands, сотни тысяч: no number
            i += 1
            while i < len(tokens) and (tokens[i].text == "of" or scale_of_word(tokens[i].text)):
                i += 1
            continue
        number = _single(tokens, i) if _may_begin(tokens[i].text) else None
        if number is None or any(k in taken for k in range(number.first, number.last)):
            i += 1
            continue
        number = _with_range(tokens, taken, number)
        found.append(_with_sign(tokens, number))
        i = max(number.last, i + 1)
    return _with_shared_scale(tokens, found)


_LIST = frozenset(("and", "и", ",", "или", "or"))


def _with_shared_scale(tokens: Sequence[Token], numbers: Sequence[Number]) -> tuple[Number, ...]:
    """A bare number in a list takes the scale of the one that ends it: 12,3 и 4,8 тысячи; 20 and 35 thousand."""
    found = list(numbers)
    scale = 1.0  # of the list that is being walked, from its end
    for i in range(len(found) - 2, -1, -1):
        one, after = found[i], found[i + 1]
        between = [token.text for token in tokens[one.last : after.first]]
        listed = 1 <= len(between) <= 2 and set(between) <= _LIST
        own = _scale_of(tokens, after)
        scale = (own if own > 1 else scale) if listed and after.scaled and not after.worded else 1.0
        if scale < _BELOW_SCALE or one.scaled or one.worded or one.high or one.value >= _BELOW_SCALE:
            continue
        value = digits_value(tokens[one.first].text, scaled=True) or one.value
        found[i] = replace(one, value=_exact(value * scale), scaled=True)
    return tuple(found)


def _with_sign(tokens: Sequence[Token], number: Number) -> Number:
    before = tokens[number.first - 1] if number.first else None
    if before is None or before.text not in ("-", "+") or before.end != tokens[number.first].start:
        return number
    if (
        number.first > 1
        and tokens[number.first - 2].end == before.start
        and tokens[number.first - 2].text[-1].isalnum()
    ):
        return number
    return replace(number, sign=1 if before.text == "+" else -1)


def _with_range(tokens: Sequence[Token], taken: Container[int], low: Number) -> Number:
    """The range that `low` begins, where one is written: 7–8 thousand, from 5 to 7, between 150 and 200, от 5 до 7."""
    at = low.last
    if at + 1 >= len(tokens) or at in taken:
        return low
    if (
        at + 2 < len(tokens)
        and tokens[at].text == "%"
        and (tokens[at + 1].text in _DASHES or tokens[at + 1].text in ("to", "до", "and", "и"))
    ):
        at += 1  # 40%-50%
    join = tokens[at].text
    before = low.first - 1
    while before > 0 and tokens[before].text in _HEDGES:
        before -= 1
    opener = tokens[before].text if low.first else ""
    tight = join in _DASHES
    worded = (
        join in ("to", "or", "или", "до")
        or (join == "and" and opener == "between")
        or (join == "до" and opener == "от")
    )
    if not tight and not worded:
        return low
    start = at + 1
    if start in taken or vague(tokens[start].text):
        return low
    if (
        not tight
        and tokens[start].text in ("about", "around", "some", "nearly", "almost", "почти", "примерно")
        and start + 1 < len(tokens)
    ):
        start += 1
    high = _single(tokens, start)
    if high is None or any(k in taken for k in range(high.first, high.last)):
        return low
    value = low.value
    if high.scaled and not low.scaled:
        scale = _scale_of(tokens, high)
        if value * scale <= high.value * 1.0001:
            value = _exact(value * scale)
    falls = opener in ("from", "с", "со") and not tight and says_change(tokens, low.first)
    if not falls and (not value < high.value or high.value > value * 20):
        return low
    first = (
        low.first - 1 if opener in ("between", "от", "from", "с", "со") and low.first - 1 not in taken else low.first
    )
    if (
        falls
        and high.last + 1 < len(tokens)
        and tokens[high.last].text in _DASHES
        and tokens[high.last + 1].text[0].isdecimal()
    ):
        return low  # from 300 to 500–550
    number = Number(first, high.last, value, high.value, Qualifier.RANGE, low.scaled or high.scaled, low.worded)
    return replace(number, changed=not tight and opener in ("from", "с", "со") and says_change(tokens, low.first))


def says_change(tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb of change stands before "from 100 to 200": two values, not a range."""
    return any(_CHANGE.fullmatch(token.text) for token in tokens[max(0, at - _CHANGE_REACH) : at])


def _scale_of(tokens: Sequence[Token], number: Number) -> float:
    for k in range(number.last - 1, number.first - 1, -1):
        scale = scale_of_word(tokens[k].text)
        if scale:
            return scale
    return 1.0
