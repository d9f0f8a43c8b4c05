"""The words and digits that numbers are made of: twenty, сорок, thousand, млн, 98.000."""

from __future__ import annotations

import re
from functools import lru_cache

_ENGLISH = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen""".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ONES = {word: i for i, word in enumerate(_ENGLISH, 1)} | {word: 10 * i for i, word in enumerate(_TENS, 2)}
_ENGLISH_SCALES = {
    "hundred": 100.0,
    "thousand": 1e3,
    "lakh": 1e5,
    "crore": 1e7,
    "k": 1e3,
    "million": 1e6,
    "mln": 1e6,
    "mn": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "bn": 1e9,
}
_RUSSIAN = (
    (r"один|одна|одно|одного|одной|одну|одним", 1),
    (r"два|две|двух|двум|двумя|двое|двоих", 2),
    (r"три|трех|трем|тремя|трое|троих", 3),
    (r"четыре|четырех|четырем|четырьмя|четверо|четверых", 4),
    (r"пят(?:ь|и|ью)|пятеро|пятерых", 5),
    (r"шест(?:ь|и|ью)|шестеро|шестерых", 6),
    (r"сем(?:ь|и|ью)|семеро|семерых", 7),
    (r"восем(?:ь|ью)|восьми|восьмью", 8),
    (r"девят(?:ь|и|ью)", 9),
    (r"десят(?:ь|и|ью)", 10),
    (r"одиннадцат(?:ь|и|ью)", 11),
    (r"двенадцат(?:ь|и|ью)", 12),
    (r"тринадцат(?:ь|и|ью)", 13),
    (r"четырнадцат(?:ь|и|ью)", 14),
    (r"пятнадцат(?:ь|и|ью)", 15),
    (r"шестнадцат(?:ь|и|ью)", 16),
    (r"семнадцат(?:ь|и|ью)", 17),
    (r"восемнадцат(?:ь|и|ью)", 18),
    (r"девятнадцат(?:ь|и|ью)", 19),
    (r"двадцат(?:ь|и|ью)", 20),
    (r"тридцат(?:ь|и|ью)", 30),
    (r"сорок|сорока", 40),
    (r"пятьдесят|пятидесяти", 50),
    (r"шестьдесят|шестидесяти", 60),
    (r"семьдесят|семидесяти", 70),
    (r"восемьдесят|восьмидесяти", 80),
    (r"девяносто|девяноста", 90),
    (r"сто|ста", 100),
    (r"двести|двухсот", 200),
    (r"триста|трехсот", 300),
    (r"четыреста|четырехсот", 400),
    (r"пятьсот|пятисот", 500),
    (r"шестьсот|шестисот", 600),
    (r"семьсот|семисот", 700),
    (r"восемьсот|восьмисот", 800),
    (r"девятьсот|девятисот", 900),
)
_RUSSIAN_ONES = tuple((re.compile(pattern), value) for pattern, value in _RUSSIAN)
_RUSSIAN_SCALES = (
    (re.compile(r"тыс|тысяч(?:а|у|и|е|ей|ью|ам|ами|ах)?"), 1e3),
    (re.compile(r"млн|миллион(?:а|ов|у|ом|е|ам|ами|ах|ы)?"), 1e6),
    (re.compile(r"млрд|миллиард(?:а|ов|у|ом|ам|ами|ах|ы)?"), 1e9),
)
_FIFTY = re.compile(r"полусотн[а-я]+|полсотни")
_VAGUE = re.compile(
    r"hundreds|thousands|millions|dozens|tens|сотн(?:я|и|ей|ями|ям|ях)|десятк(?:и|ов|ами|ам|ах)|тысячами|тысячам|миллионами|несколько|several"
)


@lru_cache(maxsize=65536)
def numeral(word: str) -> float | None:
    """The value of a numeral below a thousand, or None."""
    if word in _ONES:
        return float(_ONES[word])
    tens, dash, ones = word.partition("-")
    if dash and tens in _ONES and ones in _ONES and _ONES[tens] >= 20 and _ONES[ones] < 10:
        return float(_ONES[tens] + _ONES[ones])
    for pattern, value in _RUSSIAN_ONES:
        if pattern.fullmatch(word):
            return float(value)
    return 50.0 if _FIFTY.fullmatch(word) else None


@lru_cache(maxsize=65536)
def scale_of_word(word: str) -> float | None:
    if word in _ENGLISH_SCALES:
        return _ENGLISH_SCALES[word]
    for pattern, value in _RUSSIAN_SCALES:
        if pattern.fullmatch(word):
            return value
    return None


@lru_cache(maxsize=65536)
def vague(word: str) -> bool:
    """Whether the word counts without a number: hundreds, десятки."""
    return _VAGUE.fullmatch(word) is not None


def digits_value(text: str, *, scaled: bool) -> float | None:
    """The value of digits with their separators; before a scale word a single point or comma is decimal.

    >>> digits_value("98.000", scaled=False), digits_value("1,7", scaled=True)
    (98000.0, 1.7)
    """
    if len(text) > 18:
        return None
    text = text.replace(" ", "").replace("'", "")
    marks = [mark for mark in text if mark in ".,"]
    if not marks:
        return float(text)
    if len(set(marks)) == 2:
        decimal = text[max(text.rfind("."), text.rfind(","))]
        return float(text.replace("," if decimal == "." else ".", "").replace(decimal, "."))
    head, _, tail = text.rpartition(marks[0])
    if len(marks) > 1 or (len(tail) == 3 and not scaled and head not in ("0", "00")):
        return float(text.replace(marks[0], ""))
    return float(text.replace(marks[0], "."))
