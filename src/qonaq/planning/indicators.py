"""What a policy is judged by: what happens to people, then to the host community. Less is better for all of them.

None of these makes fewer arrivals a gain. The people whom a policy keeps out are the first indicator, against as it is
and with the same luck; then those stranded and turned back. The test of this page holds the others to `HARMS`.
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
    # What is lost against as it is: (as it is, with the policy, days ahead) → (replicates,), and `count` is 0.
    lost: Callable[[Outcomes, Outcomes, slice], Numbers] | None = None


def _total(measure: str, *, times: float = 1.0, group: str | None = None) -> Callable[[Outcomes, slice], Numbers]:
    def count(outcomes: Outcomes, ahead: slice) -> Numbers:
        return np.asarray(times * outcomes.series(measure, group=group)[:, ahead].sum(axis=1), dtype=float)

    return count


def _most(measure: str) -> Callable[[Outcomes, slice], Numbers]:
    def count(outcomes: Outcomes, ahead: slice) -> Numbers:
        return np.asarray(outcomes.series(measure)[:, ahead].max(axis=1), dtype=float)

    return count


def _nothing(outcomes: Outcomes, _ahead: slice) -> Numbers:
    return np.zeros(outcomes.replicates)


def _kept_out(base: Outcomes, outcomes: Outcomes, ahead: slice) -> Numbers:
    """Fleeing people who reach a city as it is and do not under the policy, run by run.

    They are counted on reaching a city from abroad: Σ arrivals − Σ moves between cities. Entries would also count
    those who go out and in again to renew their stay.
    """
    runs = min(base.replicates, outcomes.replicates)
    less = arrivals_from_abroad(base, ahead)[:runs] - arrivals_from_abroad(outcomes, ahead)[:runs]
    return np.asarray(less.sum(axis=1))


def _stay_lost(base: Outcomes, outcomes: Outcomes, ahead: slice) -> Numbers:
    """Days that people are gone although they would be there as it is, as when a permitted stay is cut short.

    Σ over days of max(0, gone more − come more), both counted from the first day ahead; never below 0, so that a policy
    which lets fewer people in, and so fewer out, gains nothing by it.
    """
    runs = min(base.replicates, outcomes.replicates)
    gone, come = (
        np.cumsum(count(outcomes, ahead)[:runs] - count(base, ahead)[:runs], axis=1)
        for count in (_gone, arrivals_from_abroad)
    )
    return np.asarray(np.maximum(0.0, gone - np.maximum(0.0, come)).sum(axis=1))


def _gone(outcomes: Outcomes, ahead: slice) -> Numbers:
    """People who leave the country, home or to another one, by day."""
    return np.asarray((outcomes.series("returns") + outcomes.series("onward"))[:, ahead], dtype=float)


def arrivals_from_abroad(outcomes: Outcomes, ahead: slice) -> Numbers:
    """(replicates, days ahead): people who reach a city of the host country from abroad."""
    moves = np.sum([outcomes.series("onward", place=name) for name in cities(outcomes)], axis=0)
    moves = moves - outcomes.series("onward")  # of a city: to other cities and abroad; of the country: abroad
    return np.asarray((outcomes.series("arrivals") - moves)[:, ahead], dtype=float)


def _trips_lost(base: Outcomes, outcomes: Outcomes, ahead: slice) -> Numbers:
    """Residents' border passages that do not take place under the policy, both ways."""
    runs = min(base.replicates, outcomes.replicates)
    trips = [
        sum(each.series(way, group=RESIDENTS)[:runs, ahead].sum(axis=1) for way in ("entries", "exits"))
        for each in (base, outcomes)
    ]
    return np.asarray(trips[0] - trips[1], dtype=float)


def _rent(outcomes: Outcomes, ahead: slice) -> Numbers:
    """Σ population · mean rise over the days ÷ Σ population, over the host cities."""
    weights = {place.name: place.population or 1.0 for place in outcomes.scenario.places}
    names = cities(outcomes)
    rises = [weights[name] * outcomes.series("rent_change", place=name)[:, ahead].mean(axis=1) for name in names]
    return np.asarray(np.sum(rises, axis=0) / sum(weights[name] for name in names), dtype=float)


INDICATORS: dict[str, Indicator] = {
    row.name: row
    for row in (
        Indicator("kept_out", "people who no longer get in", "people", PEOPLE, "arrivals", _nothing, _kept_out),
        Indicator("stay_lost", "days of stay lost", "person-days", PEOPLE, "returns", _nothing, _stay_lost),
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
        Indicator("trips_lost", "residents' border crossings lost", "trips", HOSTS, "entries", _nothing, _trips_lost),
    )
}


@dataclass(frozen=True)
class Objective:
    """What to make small: a weighted sum of indicators. The weights are a judgement and are shown with the result."""

    name: str
    title: str
    weights: dict[str, float]  # indicator → weight


# One night without a bed is the unit of harm; a day stranded, in a queue or of stay lost weighs as much. To be kept
# out, turned back or pushed into overstay weighs as much as thirty nights: a judgement, so other objectives are there.
_HARM = {
    "kept_out": 30.0,
    "stay_lost": 1.0,
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
