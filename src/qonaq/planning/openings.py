"""What could be opened and what limits it: the nouns that `placement` chooses among, and their mistakes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from qonaq.errors import Mistake, SettingError, unknown_name

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Opening:
    """Beds that could be opened in a city and class: how many at most, how soon, at what price."""

    place: str
    bed_class: str
    most: int  # beds
    days_to_open: float
    price: float  # money for a bed and night
    step: int = 1  # beds come in steps of this many
    source: str = ""


@dataclass(frozen=True)
class Demand:
    """What the runs ask for, by city, period and run, and how long each period lasts."""

    places: tuple[str, ...]
    period_days: tuple[int, ...]
    beds: Numbers  # (places, periods, runs) people without a bed, at their peak in the period
    applications: Numbers  # (places, periods, runs)
    backlog: Numbers  # (places, runs) applicants who wait already
    spare: Numbers | None = None  # (places, periods, runs) free beds that people who are brought there can take

    @property
    def nights(self) -> float:
        """Expected nights without a bed if nothing is opened."""
        return float(np.sum(self.beds.mean(axis=2) * np.array(self.period_days)))


@dataclass(frozen=True)
class Desks:
    """Registration desks: what exists, what a desk serves and costs, and how many a city could add."""

    existing: Mapping[str, float]
    per_desk_day: float
    most: Mapping[str, int]
    price: float = 0.0  # money for a desk and day


@dataclass(frozen=True)
class Limits:
    """What binds the choice; None is no limit."""

    budget: float | None = None
    teams: int | None = None  # desks that can be added in all
    most_unsheltered: float | None = None  # in any period and run, in all cities together
    seats: Mapping[str, float] = field(default_factory=dict)  # people a day who can be brought out of a city
    reach: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # cities that people can be brought to


def check_placement(demand: Demand, openings: Sequence[Opening], *, desks: Desks | None, limits: Limits) -> None:
    """Everything that cannot be placed, all at once."""
    found: list[Mistake] = []

    def number(where: str, value: float, allowed: str, good: bool) -> None:
        if not good:
            found.append(Mistake(where, f"{value:g}", allowed, "Correct the number."))

    def place_known(where: str, place: str) -> None:
        if place not in demand.places:
            found.append(unknown_name(where, place, demand.places))

    for row in openings:
        where = f"opening {row.place}, {row.bed_class}"
        place_known(f"{where}, place", row.place)
        number(f"{where}, beds", row.most, "1 or more", row.most >= 1)
        number(f"{where}, price", row.price, "0 or more", row.price >= 0)
        number(f"{where}, days to open", row.days_to_open, "0 or more", row.days_to_open >= 0)
        number(f"{where}, step", row.step, "1 or more", row.step >= 1)
    keys = [(row.place, row.bed_class) for row in openings]
    for place, bed_class in sorted({key for key in keys if keys.count(key) > 1}):
        found.append(Mistake(f"opening {place}, {bed_class}", "twice", "one row each", "Add the beds up."))
    if limits.budget is not None:
        number("budget", limits.budget, "above 0, or none", limits.budget > 0)
    if limits.teams is not None:
        number("desk teams", limits.teams, "0 or more", limits.teams >= 0)
    if limits.most_unsheltered is not None:
        number("most without a bed", limits.most_unsheltered, "0 or more", limits.most_unsheltered >= 0)
    for place, seats in limits.seats.items():
        place_known("seats", place)
        number(f"seats from {place}", seats, "0 or more", seats >= 0)
    for place, others in limits.reach.items():
        for each in (place, *others):
            place_known("reach", each)
    if desks is not None:
        number("cases a desk and day", desks.per_desk_day, "above 0, from hours and minutes", desks.per_desk_day > 0)
        number("price of a desk and day", desks.price, "0 or more", desks.price >= 0)
        for place in dict.fromkeys((*desks.existing, *desks.most)):
            place_known("desks", place)
    if found:
        raise SettingError(found)
