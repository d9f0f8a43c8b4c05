"""Finding in a text the stretches that say when, and the dates alone for a page's date line."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from qonaq.evidence import dates_english, dates_russian
from qonaq.evidence.alternatives import joined
from qonaq.evidence.date_rules import RULES
from qonaq.evidence.days import Today, When


class _Patterns:
    """The patterns of one language: one that finds the place, then those that tell the rule and its parts."""

    def __init__(self, rows: tuple[tuple[str, str], ...], since: str, hint: str) -> None:
        bare = [(str(i), re.sub(r"[(][?]P<[a-z0-9]+>", "(?:", pattern)) for i, (_, pattern) in enumerate(rows)]
        self.finder, self.numbers = joined(bare)
        self.rules = tuple((name, re.compile(pattern)) for name, pattern in rows)
        self.since = re.compile(since)
        self.hint = re.compile(hint)  # letters of which one stands in every time: the others are told apart at once


_LANGUAGES = {
    "en": _Patterns(dates_english.ENGLISH, dates_english.SINCE, dates_english.HINT),
    "ru": _Patterns(dates_russian.RUSSIAN, dates_russian.SINCE, dates_russian.HINT),
}


def whens_in(norm: str, start: int, end: int, *, language: str, today: Today) -> tuple[When, ...]:
    """The stretches of norm[start:end] that say when, from left to right, resolved; `norm` is in its normal form."""
    patterns = _LANGUAGES.get(language)
    if patterns is None:
        return ()
    if not patterns.hint.search(norm, start, end):
        return ()
    found: list[When] = []
    for match in patterns.finder.finditer(norm, start, end):
        name, pattern = patterns.rules[int(patterns.numbers[(match.lastindex or 1) - 1])]
        parts = pattern.match(norm, match.start(), match.end())
        when = RULES[name](parts.groupdict(), today) if parts is not None else None
        if when is None:
            when = When(match.start(), match.end(), "unknown")
        when = replace(when, start=match.start(), end=match.end())
        if when.last is not None and when.role in ("day", "period"):
            today = replace(today, prior=when)
        found.append(when)
    return tuple(found)


def openers_in(norm: str, start: int, end: int, *, language: str) -> tuple[tuple[int, int], ...]:
    """Where a word such as "since" opens a period whose first day, if any, comes later in the clause."""
    patterns = _LANGUAGES.get(language)
    return () if patterns is None else tuple(match.span() for match in patterns.since.finditer(norm, start, end))


def first_full_date(norm: str) -> date | None:
    """The first date with a year in a line, in English or Russian."""
    for patterns in _LANGUAGES.values():
        for when in whens_in(
            norm, 0, len(norm), language="en" if patterns is _LANGUAGES["en"] else "ru", today=Today(None)
        ):
            if when.last is not None or when.first is not None:
                return when.last or when.first
    return None
