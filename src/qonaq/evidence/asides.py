# ruff: noqa: E501  (a pattern is kept on one line)
"""Numbers that only compare, say by how much, or are a part of another number: they are no figures of their own."""

from __future__ import annotations

import re

from qonaq.evidence.quantities import Quantity
from qonaq.evidence.sentence import Sentence

_COMPARATIVE = re.compile(
    r" ?(?:people |человек |[а-я]+ )?(?:more|fewer|less|higher|lower|больше|меньше|ниже|выше) ?,? ?(?:than|чем|,|\.|$)"
)
_CHANGED_BY = re.compile(
    r"(?:\b(?:increas|ris|rose|grew|grow|f[ae]ll|dropp|declin|decreas|up|down|jump|shrank)\w* by (?:about |around |nearly |almost |some |more than |over )?$"
    r"|(?:вырос|увелич|возрос|сниз|упал|уменьш|сократ|прибав)[а-я]* на (?:[а-я]+ )?$)"
)
_BEFORE = re.compile(
    r"(?:\b(?:(?:limit|quota|cap|ceiling|target|fine|maximum|distance|capacity) of|including|among (?:them|these)"
    r"|(?:town|city|village|population|country|region|community|island) of)"
    r"|(?:в том числе|включая|среди (?:них|которых)|(?:город|село|поселок) с населением|населени[а-я]+))"
    r",? (?:about |around |some |nearly |almost |over |more than |only |just |at least |около |более |почти |примерно )?$"
)
_BY = re.compile(r" (?:by|among) (?:the )?")
_ROOMS = re.compile(
    r"\b(?:into|to|at) (?:the |local |city )?(?:hotels?|hostels?|schools?|gyms?)\b"
    r"|(?<!\w)(?:в (?:[а-я]+ )?(?:хостел|гостиниц|отел|школ)[а-я]*|(?:хостел|гостиниц|отел)[а-я]*: туда)"
)
_NEAR = 50  # characters before a number


def is_aside(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a number is said only beside another: 2,000 fewer; against 1,903; в том числе 14 тысяч."""
    norm, left = sentence.norm, max(sentence.start, quantity.start - _NEAR)
    if _BEFORE.search(norm, left, quantity.start) or _CHANGED_BY.search(norm, left, quantity.start):
        return True
    if _COMPARATIVE.match(norm, quantity.end, min(sentence.end, quantity.end + 40)):
        return True
    return _by_nation(sentence, quantity)


def _by_nation(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a number without a noun is the share of one nation: 176,080 by Syrians."""
    found = _BY.match(sentence.norm, quantity.end)
    return quantity.unit == "bare" and found is not None and any(m.start == found.end() for m in sentence.mentions)


def in_brackets(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a number stands in brackets."""
    left = sentence.norm.rfind("(", sentence.start, quantity.start)
    return left >= 0 and sentence.norm.find(")", left, quantity.start) < 0


def into_rooms(sentence: Sentence) -> bool:
    """Whether people came to hotels or schools: guests, not a count of a border."""
    return bool(_ROOMS.search(sentence.words))
