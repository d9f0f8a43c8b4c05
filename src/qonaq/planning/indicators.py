"""What a policy is judged by: what happens to people, then to the host community. Less is better for all of them.

None of these counts people who come. A policy that keeps people out shows as people turned back, stranded or
waiting, never as a gain: the test of this page holds every indicator to the measures in `HARMS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from qonaq.errors import SettingError, unknown_name
from qonaq.measures import RESIDENTS
from qonaq.planning.face import Numbers, Outcomes, cities

HOURS_PER_DAY = 24.0
PEOPLE, HOSTS = "people", "host community"
# The measures that an indicator may look at. Entries, arrivals, departures and people present are not among them.
HARMS = frozenset(
    {
        "stranded",
        "turned_back",
        "unsheltered",
        "queueing",
        "overstaying",
        "registration_backlog",
        "rent_change",
    }
)


@dataclass(frozen=True)
class Indicator:
    """A number that a policy should make small."""

    name: str
    title: str
    unit: str
    whom: str  # people | host community
    measure: str
    count: Callable[[Outcomes, slice], Numbers]  # (replicates,)


def _total(measure: str, *, times: float = 1.0, group: str | None = None) -> Callable[[Outcomes, slice], Numbers]:
    def count(outcomes: Outcomes, ahead: slice) -> Numbers:
        return np.asarray(times * outcomes.series(measure, group=group)[:, ahead].sum(axis=1), dtype=float)

    return count


def _most(measure: str) -> Callable[[Outcomes, slice], Numbers]:
    def count(outcomes: Outcomes, ahead: slice) -> Numbers:
        return np.asarray(outcomes.series(measure)[:, ahead].max(axis=1), dtype=float)

    return count


def _rent(outcomes: Outcomes, ahead: slice) -> Numbers:
    """Σ population · mean rise over the days ÷ Σ population, over the host cities."""
    weights = {place.name: place.population or 1.0 for place in outcomes.scenario.places}
    names = cities(outcomes)
    rises = [weights[name] * outcomes.series("rent_change", place=name)[:, ahead].mean(axis=1) for name in names]
    return np.asarray(np.sum(rises, axis=0) / sum(weights[name] for name in names), dtype=float)


INDICATORS: dict[str, Indicator] = {
    row.name: row
    for row in (
        Indicator("stranded_days", "days stranded on the way", "person-days", PEOPLE, "stranded", _total("stranded")),
        Indicator("turned_back", "people turned back", "people", PEOPLE, "turned_back", _total("turned_back")),
        Indicator(
            "unsheltered_nights", "nights without a bed", "person-nights", PEOPLE, "unsheltered", _total("unsheltered")
        ),
        Indicator(
            "hours_waited",
            "hours waited at crossings",
            "person-hours",
            PEOPLE,
            "queueing",
            _total("queueing", times=HOURS_PER_DAY),
        ),
        Indicator(
            "overstays", "people pushed beyond their stay", "people", PEOPLE, "overstaying", _most("overstaying")
        ),
        Indicator(
            "registration_days",
            "days waited for a number",
            "person-days",
            PEOPLE,
            "registration_backlog",
            _total("registration_backlog"),
        ),
        Indicator("rent_rise", "rise of asking rents, mean of cities", "share", HOSTS, "rent_change", _rent),
        Indicator(
            "residents_hours",
            "hours that residents wait at crossings",
            "person-hours",
            HOSTS,
            "queueing",
            _total("queueing", times=HOURS_PER_DAY, group=RESIDENTS),
        ),
    )
}


@dataclass(frozen=True)
class Objective:
    """What to make small: a weighted sum of indicators. The weights are a judgement and are shown with the result."""

    name: str
    title: str
    weights: dict[str, float]  # indicator → weight


# One night without a bed is the unit of harm. A day stranded and a day in a queue weigh as much; to be turned back
# weighs as much as thirty nights, as does an overstay (a stated judgement: change it by choosing another objective).
_HARM = {
    "stranded_days": 1.0,
    "turned_back": 30.0,
    "unsheltered_nights": 1.0,
    "hours_waited": 1.0 / HOURS_PER_DAY,
    "overstays": 30.0,
    "registration_days": 0.1,
}

OBJECTIVES: dict[str, Objective] = {
    "harm": Objective("harm", "harm to people, in nights without a bed", _HARM),
    **{name: Objective(name, row.title, {name: 1.0}) for name, row in INDICATORS.items()},
}


def objective_named(name: str) -> Objective:
    """The objective of that name; a SettingError with the names otherwise. There is none that counts fewer arrivals."""
    if name not in OBJECTIVES:
        raise SettingError(unknown_name("objective", name, tuple(OBJECTIVES)))
    return OBJECTIVES[name]
