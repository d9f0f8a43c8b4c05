"""What planning asks of a forecast: the days ahead, and series that are read off once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from planning.invented import REFERENCE, START, InventedForecast, InventedOutcomes, forecast_of, key
from qonaq.errors import SettingError
from qonaq.planning.face import as_it_is, days_ahead, read_once


@dataclass(frozen=True)
class Counting(InventedOutcomes):
    """Outcomes that count how often they are read."""

    asked: list[str] = field(default_factory=list)

    def series(self, measure: str, **more: Any) -> np.ndarray:
        self.asked.append(measure)
        return np.array(super().series(measure, **more))


def test_what_is_asked_twice_is_read_off_once_and_cannot_be_changed() -> None:
    outcomes = Counting({key("present", "Ash"): np.array(7.0)})
    once = as_it_is(read_once(InventedForecast({"as-it-is": outcomes})))
    outcomes.asked.clear()
    first = once.series("present", place="Ash")
    assert once.series("present", place="Ash") is first
    assert once.series("present", place="Birch") is not first
    assert len(outcomes.asked) == 2
    with pytest.raises(ValueError, match="read-only"):
        first += 1
    assert (once.scenario, once.dates, once.replicates, once.policy) == (
        outcomes.scenario, outcomes.dates, outcomes.replicates, outcomes.policy
    )  # fmt: skip


def test_days_ahead_begin_on_the_day_after_the_reference_date() -> None:
    outcomes = as_it_is(forecast_of({}))
    ahead = days_ahead(outcomes, REFERENCE)
    assert outcomes.dates[ahead][0] == REFERENCE + timedelta(days=1)
    assert outcomes.dates[ahead][-1] == outcomes.dates[-1]


@pytest.mark.parametrize("day", [START - timedelta(days=2), START + timedelta(days=39)])
def test_a_reference_date_outside_the_run_is_refused(day: Any) -> None:
    outcomes = as_it_is(forecast_of({}))
    with pytest.raises(SettingError, match="Forecast beyond the reference date"):
        days_ahead(outcomes, day)
