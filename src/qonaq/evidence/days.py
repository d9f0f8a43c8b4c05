"""A stretch of time that a text states, and the small sums of the calendar that resolve it."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

from qonaq.evidence.numerals import numeral


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of text that says when; `role` says what it does to a period.

    day and period state both ends; since the first; until the last; ago an inexact day; same and earlier refer to
    the period before; rate says per what; future lies ahead; first counts from an event.
    """

    start: int  # offsets in the text
    end: int
    role: str
    first: date | None = None
    last: date | None = None
    inferred: bool = False  # an end was worked out, not stated
    days: int = 0
    per: str | None = None


@dataclass(frozen=True, slots=True)
class Today:
    """What relative dates are resolved against: the day of publication and the last period that was stated."""

    published: date | None
    prior: When | None = None


Parts = dict[str, str | None]
NOTHING = When(0, 0, "none")  # to be given its role and its days
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_RUSSIAN_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RUSSIAN_WEEKDAYS = ("пон", "вто", "сре", "чет", "пят", "суб", "вос")
AHEAD = 60  # days: a date without a year that lies further ahead than this is one of the year before


def month_number(word: str) -> int:
    """The month that a word names, in English or Russian.

    >>> month_number("сентября"), month_number("sept.")
    (9, 9)
    """
    for table in (_MONTHS, _RUSSIAN_MONTHS):
        for number, stem in enumerate(table, 1):
            if word.startswith(stem) and not (stem == "ма" and word.startswith("март")):
                return number
    return 0


def weekday_number(word: str) -> int:
    for table in (_WEEKDAYS, _RUSSIAN_WEEKDAYS):
        if word[:3] in table:
            return table.index(word[:3])
    return 0


def day_of(year: int, month: int, day: int) -> date | None:
    """That day, or None where the calendar has none."""
    if not (MINYEAR <= year <= MAXYEAR and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def whole(text: str | None) -> int:
    digits = re.match(r"\d+", text or "")
    return int(digits.group()) if digits else 0


def count_of(text: str | None) -> int:
    """How many: 72, three, a couple of, пару."""
    if not text or text in ("a", "one", "один", "одну"):
        return 1
    if text in ("a couple of", "пару", "полтора", "полторы"):
        return 2
    if text in ("forty-eight", "seventy-two", "twenty-four"):
        return {"forty-eight": 48, "seventy-two": 72, "twenty-four": 24}[text]
    return int(numeral(text) or 0) or whole(text) or 1


def unit_days(unit: str | None, n: int) -> int:
    """The length of n units in days; hours fill the days that they touch."""
    unit = unit or "day"
    if unit.startswith(("hour", "час")):
        return max(1, -(-n // 24))
    if unit.startswith(("week", "недел")):
        return 7 * n
    if unit.startswith(("month", "месяц")):
        return 30 * n
    if unit.startswith(("year", "год", "лет")):
        return 365 * n
    return n


def year_of(parts: Parts, today: Today, month: int, day: int) -> int | None:
    """The year of a date: as written, else the one that brings it nearest before publication."""
    if parts.get("year"):
        return whole(parts["year"])
    if today.published is None:
        return None
    if (parts.get("rel") or "") in ("last", "прошлого"):
        return today.published.year - 1
    if parts.get("rel"):
        return today.published.year
    there = day_of(today.published.year, month, min(day, 28))
    if there is not None and there - today.published > timedelta(days=AHEAD):
        return today.published.year - 1
    if there is not None and today.published - there > timedelta(days=365 - AHEAD):
        return today.published.year + 1
    return today.published.year
