"""A small invented forecast with the face that planning asks for: two cities, one crossing, arrays set by the test."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from qonaq.model.people import Group
from qonaq.model.places import Place, PlaceKind
from qonaq.model.policies import Policy
from qonaq.model.scenario import Scenario

START = date(2030, 1, 1)
REFERENCE = date(2030, 1, 10)
Key = tuple[str, str | None, str | None, str | None]  # measure, place, group, class of beds


def city(name: str, **more: Any) -> Place:
    return Place(name, PlaceKind.CITY, "XH", 50.0, 60.0, "invented", population=100_000.0, **more)


SCENARIO = Scenario(
    name="invented",
    title="Invented",
    origin="XO",
    host="XH",
    start=START,
    trigger=date(2030, 1, 5),
    places=(
        Place("Gate", PlaceKind.CROSSING, "XH", 50.5, 60.5, "invented", from_country="XO"),
        city("Ash"),
        city("Birch"),
    ),
    routes=(),
    groups=(Group("singles", 0.6, "invented"), Group("families", 0.4, "invented survey", children=0.5)),
    currency="KZT",
    climate="cold",
)


@dataclass(frozen=True)
class InventedOutcomes:
    """What a test says happened; what it does not mention is 0."""

    numbers: dict[Key, np.ndarray]
    days: int = 40
    replicates: int = 20
    scenario: Scenario = SCENARIO
    policy: Policy = field(default=Policy("as-it-is"))

    @property
    def dates(self) -> tuple[date, ...]:
        return tuple(START + timedelta(days=day) for day in range(self.days))

    def series(
        self,
        measure: str,
        *,
        place: str | None = None,
        country: str | None = None,
        group: str | None = None,
        bed_class: str | None = None,
    ) -> np.ndarray:
        if place is None and (measure, None, group, bed_class) not in self.numbers:
            names = [
                each.name for each in self.scenario.places if (measure, each.name, group, bed_class) in self.numbers
            ]
            zero = np.zeros((self.replicates, self.days))
            return sum((self.series(measure, place=name, group=group, bed_class=bed_class) for name in names), zero)
        found = self.numbers.get((measure, place, group, bed_class))
        shape = (self.replicates, self.days)
        return np.zeros(shape) if found is None else np.broadcast_to(np.asarray(found, dtype=float), shape)


@dataclass(frozen=True)
class InventedForecast:
    ensembles: dict[str, InventedOutcomes]
    reference_date: date = REFERENCE

    @property
    def shown(self) -> InventedOutcomes:
        return next(iter(self.ensembles.values()))


def forecast_of(numbers: dict[Key, Any], *, policies: dict[str, dict[Key, Any]] | None = None, **more: Any) -> Any:
    """A forecast whose policies differ from as-it-is in the given numbers only."""
    base = InventedOutcomes({key: np.asarray(value, dtype=float) for key, value in numbers.items()}, **more)
    others = {
        name: replace(base, numbers={**base.numbers, **changed}, policy=Policy(name))
        for name, changed in (policies or {}).items()
    }
    return InventedForecast({"as-it-is": base, **others})


def key(measure: str, place: str | None, *, group: str | None = None, bed_class: str | None = None) -> Key:
    return (measure, place, group, bed_class)


def rising(*, start: float, per_day: float, days: int = 40, replicates: int = 20, spread: float = 0.0) -> np.ndarray:
    """A line in time; replicate r lies (r − middle)·spread above it, so quantiles are known exactly."""
    offsets = (np.arange(replicates) - (replicates - 1) / 2.0) * spread
    return start + per_day * np.arange(days)[None, :] + offsets[:, None]
