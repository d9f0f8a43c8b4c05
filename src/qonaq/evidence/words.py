# ruff: noqa: E501  (a pattern is kept on one line)
"""The words of a text: a normal form of the same length, sentences, and tokens with their offsets."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

# Marks without width or with another shape, each replaced by one character so that offsets stay.
_SAME_LENGTH = {
    ord("ё"): "е",
    ord("Ё"): "е",
    0x2019: "'",
    0x2018: "'",
    0x02BC: "'",
    0x2212: "-",
    0x2010: "-",
    0x2011: "-",
    0x2012: "–",
    0x2014: "–",
    0x2015: "–",
    ord("«"): '"',
    ord("»"): '"',
    0x201C: '"',
    0x201D: '"',
    0x201E: '"',
}
_BLANK = re.compile(r"[\s\u00a0\u2007\u2009\u202f\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x00-\x1f]")


def normal(text: str) -> str:
    """The text in lower case with plain blanks, quotes and dashes, of the same length.

    >>> normal("Ещё 98\\u00a0000 «гостей»")
    'еще 98 000 "гостей"'
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low) == 1 else char for char in text for low in (char.lower(),))
    return _BLANK.sub(" ", lowered.translate(_SAME_LENGTH))


class Token(NamedTuple):
    """A word, a number or a mark, at text[start:end]."""

    text: str  # in its normal form, without the English possessive
    start: int
    end: int


# Numbers with thousands apart, words with inner hyphens or apostrophes, and single marks.
NUMBER = (
    r"\d{1,3}(?: \d{3})+(?:[.,]\d{1,2})?(?![\d])|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?(?!\d)|\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?(?!\d)"
    r"|\d{1,3}(?:'\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
)
_TOKEN = re.compile(rf"{NUMBER}|[^\W\d_]+(?:['\-][^\W\d_]+)*|[^\w\s]|_")


# Letters of which one stands in every number: a sentence without them has none.
NUMBERISH = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twel|thir|four|fif|twen|for|eigh|nine|half|hundred|thousand|million|billion|couple|quarter|third)"
    r"|(?<!\w)(?:од(?:ин|н)|дв|тр[иео]|четыр|четвер|пят|шест|сем|восем|восьм|девя|деся|сорок|сто|ста\b|двест|пол|сот|тысяч|тыс|млн|миллион|миллиард|вдв|втр)"
)


def tokens_of(norm: str, start: int, end: int) -> tuple[Token, ...]:
    """The tokens of norm[start:end], with offsets into the whole text."""
    found = []
    for match in _TOKEN.finditer(norm, start, end):
        text = match.group()
        found.append(Token(text[:-2] if text.endswith("'s") else text, match.start(), match.end()))
    return tuple(found)


# Abbreviations whose point does not end a sentence; single letters are initials.
_ABBREVIATED = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|st|gen|col|maj|lt|sgt|no|vs|approx|ca|cf|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|inc|ltd"
    r"|e\.g|i\.e|a\.m|p\.m|u\.s|u\.n|u\.k|тыс|млн|млрд|руб|тг|г|гг|г\.г|обл|р|ул|им|чел|ч|мин|сут|кв|км|м|и\.о|врио|т\.е|т\.д|т\.п|янв|фев|мар|апр|июн"
    r"|июл|авг|сен|сент|окт|ноя|нояб|дек|св|прим|ок|долл|ж)|\b[^\W\d_])$"
)
# Abbreviated units: after a number and before a capital their point does end the sentence.
_UNITS = frozenset("a.m p.m г гг тыс млн млрд чел тг руб ч сут долл м км".split())
_STOP = re.compile(
    r"(?<![.!?…])[.!?…]++[\"'”»)\]]*+\s++(?=[\"'“«(\[–—-]*+\s*+[^\W_])|\n[ \t]*+\n\s*+|\n(?=\s{0,8}[-–•*▪·●]\s)"
)
_LONGEST = 800  # characters: what is longer than any sentence is cut there, so that work stays linear


def sentences_of(text: str, norm: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The sentences of text[start:end] as pairs of offsets; abbreviations and decimals do not end one."""
    cuts = [start]
    for match in _STOP.finditer(text, start, end):
        if match.group()[0] == "." and _continues(text, norm, match.start(), match.end()):
            continue
        cuts.append(match.end())
    cuts.append(end)
    found = []
    for left, right in pairwise(cuts):
        while right - left > _LONGEST:
            middle = norm.rfind(" ", left + 1, left + _LONGEST)
            middle = middle if middle > left else left + _LONGEST
            found.append((left, middle))
            left = middle
        found.append((left, right))
    return tuple((a, b) for a, b in (_trim(text, left, right) for left, right in found) if a < b)


def _continues(text: str, norm: str, stop: int, after: int) -> bool:
    """Whether the point at `stop` belongs to an abbreviation or is followed by a small letter."""
    follows = text[after : after + 1]
    if follows.islower():
        return True
    before = norm[max(0, stop - 12) : stop]
    found = _ABBREVIATED.search(before)
    if not found:
        return False
    if found.group() in _UNITS and before[: found.start()].rstrip()[-1:].isdecimal():
        return not (follows.isupper() or follows in "\"'(")
    return found.group() not in ("т.д", "т.п")


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def capital(text: str, token: Token) -> bool:
    """Whether the token is written with a capital in the text."""
    return text[token.start].isupper()
