"""The day on which beds run out, by city and class of accommodation, as a distribution.

A class is full on the first day ahead on which at most two of a hundred beds are free: reports call hotels full
at 95 to 98 % (Pavlodar, 28 September 2022). A run in which it never fills counts as never, so that a date stands at
a quantile only where at least that share of the runs reaches it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from qonaq.model.places import BED_CLASSES
from qonaq.planning.face import AS_IT_IS_NAME, Outcomes, Outlook, cities, days_ahead

FULL_AT = 0.98  # share of beds taken from which a class counts as full
LEVELS = (0.1, 0.5, 0.9)
EVERY_CLASS = "all"
NEVER = np.iinfo(np.int64).max
# Places that somebody chose to let: an improvised hall or a floor is where people go when these are full.
PROPER_CLASSES = tuple(name for name in BED_CLASSES if name != "improvised")


@dataclass(frozen=True)
class CapacityOut:
    """When a class of beds of a city runs out."""

    place: str
    bed_class: str  # a class of accommodation, or "all" for every class but improvised places
    probability: float  # share of the runs in which it runs out before the horizon
    quantiles: Mapping[float, date | None]  # None: not within the horizon, at this level
    beds: float  # median beds on the first day ahead
    shifts: tuple[Shift, ...] = ()  # what would move the day


@dataclass(frozen=True)
class Shift:
    """What a policy does to the day on which beds run out, with the same luck."""

    policy: str
    probability: float  # under the policy
    days_later: float | None  # median over the runs in which both days lie before the horizon; None if there are none


def capacity_out(outlook: Outlook, *, full_at: float = FULL_AT) -> tuple[CapacityOut, ...]:
    """For each city and class with beds: chance and day of running out, and what each policy does to them."""
    base = outlook.ensembles[AS_IT_IS_NAME]
    ahead = days_ahead(base, outlook.reference_date)
    dates = tuple(base.dates[ahead])
    rows: list[CapacityOut] = []
    for place in cities(base):
        found = {name: _first_full(each, place, ahead, full_at) for name, each in outlook.ensembles.items()}
        for bed_class, (beds, first) in found[AS_IT_IS_NAME].items():
            if beds > 0:
                shifts = tuple(
                    _shift(name, first, other[bed_class][1]) for name, other in found.items() if name != AS_IT_IS_NAME
                )
                probability = float(np.mean(first != NEVER))
                days = {level: _date_at(first, level, dates) for level in LEVELS}
                rows.append(CapacityOut(place, bed_class, probability, days, beds, shifts))
    return tuple(rows)


def first_full_day(beds: NDArray[np.int64], taken: NDArray[np.int64], *, full_at: float = FULL_AT) -> NDArray[np.int64]:
    """The first day with taken ≥ full_at · beds, for each replicate; NEVER where there is none.

    beds, taken  (replicates, days)
    """
    full = (taken >= full_at * beds) & (beds > 0)
    return np.where(full.any(axis=1), full.argmax(axis=1), NEVER)


def _first_full(
    outcomes: Outcomes, place: str, ahead: slice, full_at: float
) -> dict[str, tuple[float, NDArray[np.int64]]]:
    """By class and for all together: median beds on the first day ahead, and the first full day of each run."""
    beds = {name: outcomes.series("beds", place=place, bed_class=name)[:, ahead] for name in PROPER_CLASSES}
    taken = {name: outcomes.series("beds_occupied", place=place, bed_class=name)[:, ahead] for name in PROPER_CLASSES}
    beds[EVERY_CLASS], taken[EVERY_CLASS] = (reduce(np.add, each.values()) for each in (beds, taken))
    return {
        name: (float(np.median(beds[name][:, 0])), first_full_day(beds[name], taken[name], full_at=full_at))
        for name in beds
    }


def _shift(policy: str, before: NDArray[np.int64], after: NDArray[np.int64]) -> Shift:
    runs = min(len(before), len(after))
    before, after = before[:runs], after[:runs]
    both = (before != NEVER) & (after != NEVER)
    later = float(np.median(after[both] - before[both])) if both.any() else None
    return Shift(policy, float(np.mean(after != NEVER)), later)


def _date_at(first: NDArray[np.int64], level: float, dates: tuple[date, ...]) -> date | None:
    """The day by which a share `level` of the runs is full: the smallest day d with P(first ≤ d) ≥ level."""
    position = max(0, int(np.ceil(level * len(first) - 1e-9)) - 1)
    day = int(np.sort(first)[position])
    return None if day == NEVER else dates[day]
