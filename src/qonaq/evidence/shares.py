# ruff: noqa: E501  (a pattern is kept on one line)
"""Shares in words: two-thirds, на четверть, three rooms out of four."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qonaq.evidence.numbers import Number
from qonaq.evidence.numerals import numeral
from qonaq.evidence.words import Token

_FRACTIONS = (
    (re.compile(r"(?<![\w-])(?:two[ -]thirds|две трети|двух третей)(?!\w)"), 200 / 3), (re.compile(r"(?<![\w-])(?:three[ -]quarters|три четверти)(?!\w)"), 75.0),
    (re.compile(r"(?<![\w-])(?:(?:a|one|by a)[ -]third|(?:на )?треть)(?! (?:of|\w+ country))(?!\w)"), 100 / 3),
    (re.compile(r"(?<![\w-])(?:(?:a|one)[ -]quarter|(?:на )?четверть)(?! (?:of|million|century|hour))(?!\w)"), 25.0),
    (re.compile(r"(?<![\w-])(?:half(?= (?:full|empty|occupied|taken|booked))|(?:наполовину|на половину))(?!\w)"), 50.0),
)  # fmt: skip
_OUT_OF = re.compile(
    r"(?<![\w-])(two|three|four|five|six|seven|eight|nine)(?: \w+)? (?:out of|in) (three|four|five|ten)(?!\w)"
)


_ANY = re.compile(r"third|quarter|half| out of | in (?:three|four|five|ten)|трет|четверт|половин")


def shares_in(norm: str, tokens: Sequence[Token]) -> list[tuple[Number, int, int]]:
    """Every share in words, as a percentage, with its offsets."""
    if not tokens:
        return []
    start, end = tokens[0].start, tokens[-1].end
    if not _ANY.search(norm, start, end):
        return []
    spans = [(match, value) for pattern, value in _FRACTIONS for match in pattern.finditer(norm, start, end)]
    for match in _OUT_OF.finditer(norm, start, end):
        part, whole = numeral(match.group(1)), numeral(match.group(2))
        if part and whole and part < whole:
            spans.append((match, 100 * part / whole))
    found = []
    for match, value in spans:
        first = next(i for i, token in enumerate(tokens) if token.end > match.start())
        last = next((i for i, token in enumerate(tokens) if token.start >= match.end()), len(tokens))
        found.append((Number(first, last, value, worded=True), match.start(), match.end()))
    return found
