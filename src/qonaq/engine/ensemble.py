"""What a simulation produced: any figure of the vocabulary, one number for each replicate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from qonaq.engine.ensemble_measures import LOCAL_ONLY, MEASURABLE, Question, measurable_places
from qonaq.engine.program import Program
from qonaq.engine.program_parameters import Parameters
from qonaq.engine.program_rates import beds_of
from qonaq.engine.program_records import LevelSlots, Slots, slots_of
from qonaq.errors import Mistake, SettingError, unknown_name
from qonaq.measures import Kind, measure_named
from qonaq.model.places import PlaceKind
from qonaq.model.policies import Policy
from qonaq.model.scenario import Scenario

Values = NDArray[np.int64] | NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Replicates of a run: flows and stocks as counts (r, rows, t), levels (r, rows, t)."""

    program: Program
    parameters: Parameters
    seed: int
    counts: NDArray[np.int32]
    levels: NDArray[np.float32]

    @property
    def scenario(self) -> Scenario:
        return self.program.scenario

    @property
    def policy(self) -> Policy:
        return self.program.policy

    @property
    def replicates(self) -> int:
        return int(self.counts.shape[0])

    @property
    def days(self) -> int:
        return self.program.days

    @property
    def dates(self) -> tuple[date, ...]:
        """The simulated days."""
        return tuple(self.program.day(day) for day in range(self.program.days))

    @cached_property
    def slots(self) -> Slots:
        return slots_of(self.program)[0]

    @cached_property
    def level_slots(self) -> LevelSlots:
        return slots_of(self.program)[1]

    @cached_property
    def beds(self) -> NDArray[np.int64]:
        """(r, j, k): beds before any are opened, others' included."""
        return beds_of(self.program, self.parameters)[0]

    @cached_property
    def taken(self) -> NDArray[np.int64]:
        """(r, j, k): beds taken by others."""
        return beds_of(self.program, self.parameters)[1]

    def measures(self) -> tuple[str, ...]:
        """The measures that can be asked of the whole host country."""
        return tuple(name for name in MEASURABLE if name not in LOCAL_ONLY)

    def places(self) -> dict[PlaceKind, tuple[str, ...]]:
        """The places that can be asked for, by kind."""
        return measurable_places(self)

    def series(
        self,
        measure: str,
        *,
        place: str | None = None,
        country: str | None = None,
        group: str | None = None,
        bed_class: str | None = None,
    ) -> Values:
        """(replicates, days) of a measure; counts are whole numbers, levels reals.

        country=None means the host country, place=None the whole country. A SettingError lists what the run can give.
        """
        kind = measure_named(measure).kind
        if measure not in MEASURABLE:
            raise SettingError(unknown_name("measure", measure, tuple(MEASURABLE)))
        values = MEASURABLE[measure](self, Question(measure, place, country, group, bed_class))
        return values.astype(np.float64) if kind is Kind.LEVEL else values.astype(np.int64)

    def figure(
        self,
        measure: str,
        *,
        place: str | None = None,
        country: str | None = None,
        group: str | None = None,
        start: date | None = None,
        end: date | None = None,
        bed_class: str | None = None,
    ) -> Values:
        """(replicates,) of a measure over a period, both ends inclusive: flows summed, stocks and levels at the end.

        Without a start the first day, without an end the last day of the run.
        """
        last = self._day(end, "end") if end is not None else self.program.days - 1
        first = self._day(start, "start") if start is not None else 0
        if first > last:
            raise SettingError(Mistake("period", f"{start} to {end}", "a start up to the end", "Exchange them."))
        values = self.series(measure, place=place, country=country, group=group, bed_class=bed_class)
        if measure_named(measure).kind is Kind.FLOW:
            summed: Values = values[:, first : last + 1].sum(axis=1)
            return summed
        return values[:, last]

    def _day(self, day: date, where: str) -> int:
        number = (day - self.program.start) // timedelta(days=1)
        if not 0 <= number < self.program.days:
            allowed = f"{self.program.start} to {self.program.end}"
            raise SettingError(Mistake(where, str(day), allowed, "Ask for days that were simulated."))
        return number

    def quantiles(
        self,
        measure: str,
        levels: Sequence[float],
        *,
        place: str | None = None,
        country: str | None = None,
        group: str | None = None,
        bed_class: str | None = None,
    ) -> NDArray[np.float64]:
        """(levels, days): quantiles over the replicates, by day."""
        values = self.series(measure, place=place, country=country, group=group, bed_class=bed_class)
        return np.asarray(np.quantile(values, levels, axis=0), dtype=np.float64)

    def select(self, replicates: Sequence[int] | NDArray[np.int64]) -> Ensemble:
        """The ensemble of some replicates, in that order; an index may come twice."""
        chosen = np.asarray(replicates, dtype=np.int64)
        if chosen.ndim != 1 or (chosen.size and not (chosen.min() > -1 and chosen.max() < self.replicates)):
            allowed = f"0 to {self.replicates - 1}"
            raise SettingError(Mistake("replicates", str(chosen), allowed, "Choose replicates that there are."))
        return replace(
            self,
            parameters=self.parameters.select(chosen),
            counts=self.counts[chosen],
            levels=self.levels[chosen],
        )
