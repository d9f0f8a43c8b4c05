"""What a view asks of a forecast: quantiles by day, and the numbers made from them."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from qonaq.errors import EvidenceError
from qonaq.inference.forecast import Forecast
from qonaq.measures import DISPLACED, Figure, Kind, Period, measure_named
from qonaq.model.policies import AS_IT_IS
from qonaq.planning.face import days_ahead
from qonaq.views.view import Number

LEVELS = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9  # an interval beside a number holds 80 %
Values = NDArray[np.float64]


class Outlook:
    """A forecast seen through the questions of a page: as things are, to the last day shown."""

    def __init__(self, forecast: Forecast) -> None:
        self.forecast = forecast
        self.runs = forecast.shown
        self.compared = forecast.ensembles[AS_IT_IS.name]
        self.scenario = self.runs.scenario
        self.today = forecast.reference_date
        self.dates: tuple[date, ...] = tuple(self.runs.dates)
        self.ahead = days_ahead(self.compared, self.today)
        self.now = (self.today - self.dates[0]).days
        self._series: dict[tuple[str | None, ...], Values] = {}
        self._moved: dict[Figure, float | None] = {}

    def series(self, measure: str, *, place: str | None = None, group: str | None = None,
               bed_class: str | None = None) -> Values:  # fmt: skip
        """(replicates, days), looked up once: a page asks the same many times, in each of its languages."""
        key = (measure, place, group, bed_class)
        if key not in self._series:
            asked = self.runs.series(measure, place=place, group=group, bed_class=bed_class)
            self._series[key] = np.asarray(asked, dtype=np.float64)
        return self._series[key]

    def number(self, values: Values, unit: str, sources: tuple[str, ...] = (), moved: float | None = None) -> Number:
        """The median of the replicates with its 80 % interval."""
        finite = values[np.isfinite(values)]
        if not finite.size:
            return Number(None, unit=unit, sources=sources)
        low, middle, high = (float(v) for v in np.quantile(finite, (LOW, MIDDLE, HIGH)))
        return Number(middle, low, high, unit, sources, moved=moved)

    def at(self, measure: str, days_ahead: int, *, place: str | None = None) -> Values:
        """The value so many days after the reference date (0: that day itself), one a replicate."""
        return self.series(measure, place=place)[:, min(self.now + days_ahead, len(self.dates) - 1)]

    def coming(self, days: int) -> Values:
        """Displaced people who enter in the days after the reference date."""
        first = self.now + 1
        entered: Values = self.series("entries", group=DISPLACED)[:, first : first + days].sum(axis=1)
        return entered

    def known(self, measure: str, *, place: str | None = None, group: str | None = None) -> bool:
        """Whether a figure or a sourced prior touches this; where none does, no number is shown."""
        try:
            self.forecast.grounds(measure, place=place, group=group).require()
        except EvidenceError:
            return False
        return True

    def moved(self, measure: str, *, place: str | None = None, days_ahead: int = 7) -> float | None:
        """The share of a figure's prior variance that evidence removed."""
        end = min(self.today + timedelta(days=days_ahead), self.dates[-1])
        start = self.today + timedelta(days=1) if measure_named(measure).kind is Kind.FLOW else None
        figure = Figure(measure, Period(end, start), self.scenario.host, place)
        if figure not in self._moved:
            self._moved[figure] = self.forecast.moved(figure)
        return self._moved[figure]
