"""A series of daily arrivals: what is now said of each day, and what was known of it at the time.

A series may carry *versions*: the same day's number as it was published and revised. Then a back-test at an origin sees
only what had been published by the moment at which that day's own number first came out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qonaq.errors import EvidenceError, Mistake

Floats = NDArray[np.float64]

DAY = timedelta(days=1)
# A number published this early on its own day covers half a day or less, and says nothing of the whole one.
WHOLE_DAY_FROM = time(18, 0)


@dataclass(frozen=True)
class Version:
    """The number of one day as it was published at one moment."""

    day: int  # days since the first date of the series
    value: float  # people
    as_of: datetime


@dataclass(frozen=True)
class Total:
    """How many had come by a moment; the end of a day is the midnight after it."""

    at: datetime
    people: float


@dataclass(frozen=True)
class Series:
    """Arrivals a day, newest version, without gaps."""

    name: str
    first_date: date
    values: Floats  # people a day
    versions: tuple[Version, ...] = ()
    remarks: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.values)

    def date_of(self, day: int) -> date:
        """The date of day number `day`; the first day is 1."""
        return self.first_date + timedelta(days=day - 1)

    def known_at(self, origin: int) -> Floats | None:
        """What was known of days 1..origin when the number of day `origin` first came out; NaN where nothing was.

        None where that moment is no origin: a later day's number was out by then, or the day never had one.
        """
        if not self.versions:
            return self.values[:origin]
        moments = [v.as_of for v in self.versions if v.day == origin - 1]
        if not moments:
            return None
        moment = min(moments)
        out = [v for v in self.versions if v.as_of <= moment]
        if max(v.day for v in out) > origin - 1:
            return None
        known = np.full(origin, np.nan)
        for version in sorted(out, key=lambda v: v.as_of):
            if not covers_part_of_day(version, self.first_date):
                known[version.day] = version.value
        return known if np.isfinite(known).any() else None


def covers_part_of_day(version: Version, first_date: date) -> bool:
    """Whether a number was published before its own day was nearly over."""
    return version.as_of < datetime.combine(first_date + version.day * DAY, WHOLE_DAY_FROM)


def fill_gaps(values: ArrayLike) -> Floats:
    """The values with unknown days (NaN) drawn as a straight line between known ones, and held at the ends."""
    y = np.asarray(values, dtype=float)
    known = np.flatnonzero(np.isfinite(y))
    if not len(known):
        raise EvidenceError(
            Mistake("series", "no number at all", "at least one number", "Give at least one day's arrivals.")
        )
    return np.asarray(np.interp(np.arange(len(y)), known, y[known]), dtype=float)


def repair_double_booked(values: ArrayLike, *, least: float = 20.0) -> Floats:
    """Spread days that were booked together: a zero day, then one of more than 1.4 times the two days before it.

    Both days get half of their sum. A last day of zero after days of more than `least` people is unknown (NaN): it may
    be a late booking or the end of the crisis, and the next day will tell.
    """
    y = np.array(values, dtype=float)
    for day in range(1, len(y)):
        before = y[max(0, day - 2) : day]
        before = before[np.isfinite(before)]
        if y[day] != 0.0 or not len(before) or before.min() <= 0.0 or before.mean() < least:
            continue
        if day == len(y) - 1:
            y[day] = np.nan
        elif y[day + 1] > 1.4 * before.mean():
            y[day] = y[day + 1] = y[day + 1] / 2.0
    return y


def daily_from_totals(totals: Sequence[Total]) -> tuple[date, Floats, tuple[Version, ...]]:
    """Arrivals a day from totals at irregular moments, rising in time: first date, values, and when each was known.

    Between two totals people come evenly. A day counts once a total at or after its end is there; that is the moment at
    which it is known. The first day's total is its arrivals, unless it is larger than every later day's arrivals: then
    counting started with it, and the series begins on the next day.
    """
    first = (totals[0].at - timedelta(microseconds=1)).date()
    at = np.array([(total.at - datetime.combine(first, time())) / DAY for total in totals])
    ends = np.arange(1, int(np.floor(at[-1] + 1e-9)) + 1, dtype=float)
    if len(ends) < 2:
        found = f"totals from {totals[0].at} to {totals[-1].at}"
        raise EvidenceError(Mistake("totals", found, "totals that span two days or more", "Give totals of more days."))
    by_end = np.interp(ends, at, [total.people for total in totals])
    daily = np.diff(by_end, prepend=0.0)
    closed = [totals[int(np.searchsorted(at, end - 1e-9))].at for end in ends]
    skip = 1 if daily[0] > daily[1:].max() else 0
    versions = tuple(
        Version(day, float(value), moment)
        for day, (value, moment) in enumerate(zip(daily[skip:], closed[skip:], strict=True))
    )
    return first + skip * DAY, daily[skip:], versions
