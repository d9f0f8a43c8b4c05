"""What planning asks of a forecast and of the runs in it: this much and no more.

The engine's `Ensemble` and inference's `Forecast` have this face; so has the small invented forecast of the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from qonaq.errors import Mistake, SettingError
from qonaq.model.places import PlaceKind
from qonaq.model.policies import Policy
from qonaq.model.scenario import Scenario

Numbers = NDArray[np.float64]
AS_IT_IS_NAME = "as-it-is"


class Outcomes(Protocol):
    """Simulated outcomes under one policy: every replicate, every day."""

    @property
    def scenario(self) -> Scenario: ...

    @property
    def dates(self) -> Sequence[date]: ...

    @property
    def replicates(self) -> int: ...

    @property
    def policy(self) -> Policy: ...

    def series(
        self,
        measure: str,
        *,
        place: str | None = None,
        country: str | None = None,
        group: str | None = None,
        bed_class: str | None = None,
    ) -> NDArray[Any]:
        """(replicates, days)"""
        ...


class Outlook(Protocol):
    """A forecast: outcomes under each policy, with the day on which it was made."""

    @property
    def reference_date(self) -> date: ...

    @property
    def shown(self) -> Outcomes:
        """Every member as it is, over the days shown."""
        ...

    @property
    def ensembles(self) -> Mapping[str, Outcomes]:
        """As it is and under each policy: the compared members, to the horizon."""
        ...


@dataclass(frozen=True)
class _ReadOnce:
    """Outcomes that keep each series they were asked for, so that a stage of the plan reads it off once."""

    scenario: Scenario
    dates: Sequence[date]
    replicates: int
    policy: Policy
    read: Callable[..., NDArray[Any]]  # `Outcomes.series` of those that are read
    _kept: dict[tuple[object, ...], NDArray[Any]] = field(default_factory=dict, repr=False, compare=False)

    @staticmethod
    def of(outcomes: Outcomes) -> _ReadOnce:
        return _ReadOnce(outcomes.scenario, outcomes.dates, outcomes.replicates, outcomes.policy, outcomes.series)

    def series(self, measure: str, **asked: str | None) -> NDArray[Any]:
        question = (measure, *sorted(item for item in asked.items() if item[1] is not None))
        if question not in self._kept:
            found = self.read(measure, **asked).view()
            found.flags.writeable = False  # shared by all who ask
            self._kept[question] = found
        return self._kept[question]


@dataclass(frozen=True)
class _OutlookReadOnce:
    reference_date: date
    shown: Outcomes
    ensembles: Mapping[str, Outcomes]


def read_once(outlook: Outlook) -> Outlook:
    """The same forecast, for the length of one stage: what is asked twice is read off once.

    Not for a stage that asks each policy for much, once: keeping it costs more than reading it.
    """
    ensembles = {name: _ReadOnce.of(outcomes) for name, outcomes in outlook.ensembles.items()}
    return _OutlookReadOnce(outlook.reference_date, _ReadOnce.of(outlook.shown), ensembles)


def as_it_is(outlook: Outlook) -> Outcomes:
    """The outcomes if no lever is pulled."""
    return outcomes_of(outlook, AS_IT_IS_NAME)


def outcomes_of(outlook: Outlook, policy: str) -> Outcomes:
    """The outcomes under a policy; a SettingError with the known names otherwise."""
    if policy not in outlook.ensembles:
        names = ", ".join(outlook.ensembles)
        raise SettingError(
            Mistake("policy", f"'{policy}'", names, "Forecast under this policy first, or name one of these.")
        )
    return outlook.ensembles[policy]


def days_ahead(outcomes: Outcomes, reference_date: date) -> slice:
    """The simulated days from the day after the reference date to the horizon."""
    first = (reference_date - outcomes.dates[0]) // timedelta(days=1) + 1
    last = len(outcomes.dates)
    if not 0 < first < last:
        raise SettingError(
            Mistake(
                "reference date",
                str(reference_date),
                f"{outcomes.dates[0]} to {outcomes.dates[-1] - timedelta(days=1)}",
                "Forecast beyond the reference date: choose an earlier date or more days.",
            )
        )
    return slice(first, last)


def cities(outcomes: Outcomes) -> tuple[str, ...]:
    """The host country's cities, in the order of the scenario."""
    scenario = outcomes.scenario
    return tuple(place.name for place in scenario.of_kind(PlaceKind.CITY) if place.country == scenario.host)


def crossings(outcomes: Outcomes) -> tuple[str, ...]:
    """The host country's crossings, in the order of the scenario."""
    scenario = outcomes.scenario
    return tuple(place.name for place in scenario.of_kind(PlaceKind.CROSSING) if place.country == scenario.host)
