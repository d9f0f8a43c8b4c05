"""The day on which beds run out, as a distribution over the runs."""

from __future__ import annotations

from datetime import date

import numpy as np

from planning.invented import forecast_of, key
from qonaq.planning.capacity import NEVER, capacity_out, first_full_day


def filling(days_to_fill: list[int], *, days: int = 40) -> np.ndarray:
    """Runs in which 100 beds are full from the given day of the run on (day 0 is 1 January)."""
    return np.array([[100.0 if day >= full else 50.0 for day in range(days)] for full in days_to_fill])


BEDS = {key("beds", "Ash", bed_class="hotel"): 100.0}
TAKEN = key("beds_occupied", "Ash", bed_class="hotel")


def row_of(taken: np.ndarray, **more: object):  # type: ignore[no-untyped-def]
    rows = capacity_out(forecast_of({**BEDS, TAKEN: taken}, replicates=len(taken), **more))
    return next(row for row in rows if row.bed_class == "hotel")


def test_quantiles_are_days_by_which_that_share_of_the_runs_is_full() -> None:
    row = row_of(filling([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]))
    assert row.probability == 1.0
    assert row.quantiles == {0.1: date(2030, 1, 11), 0.5: date(2030, 1, 15), 0.9: date(2030, 1, 19)}


def test_a_run_that_never_fills_leaves_later_quantiles_open() -> None:
    row = row_of(filling([12, 14, 16, 99, 99, 99, 99, 99, 99, 99]))
    assert row.probability == 0.3
    assert row.quantiles == {0.1: date(2030, 1, 13), 0.5: None, 0.9: None}


def test_beds_that_are_full_already_run_out_on_the_first_day_ahead() -> None:
    assert row_of(filling([0] * 10)).quantiles[0.5] == date(2030, 1, 11)


def test_two_free_beds_of_a_hundred_are_full_and_three_are_not() -> None:
    beds = np.full((1, 1), 100)
    assert first_full_day(beds, np.array([[98]])).tolist() == [0]
    assert first_full_day(beds, np.array([[97]])).tolist() == [NEVER]
    assert first_full_day(np.zeros((1, 1), dtype=int), np.zeros((1, 1), dtype=int)).tolist() == [NEVER]


def test_a_class_without_beds_has_no_row() -> None:
    rows = capacity_out(forecast_of({**BEDS, TAKEN: filling([12] * 20)}))
    assert {(row.place, row.bed_class) for row in rows} == {("Ash", "hotel"), ("Ash", "all")}


def test_a_policy_moves_the_day_run_by_run() -> None:
    days = [12, 14, 16, 18, 99]
    later = [15, 17, 19, 99, 99]
    forecast = forecast_of({**BEDS, TAKEN: filling(days)}, policies={"open": {TAKEN: filling(later)}}, replicates=5)
    row = next(row for row in capacity_out(forecast) if row.bed_class == "hotel")
    (shift,) = row.shifts
    assert (shift.policy, shift.probability, shift.days_later) == ("open", 0.6, 3.0)


def test_a_policy_under_which_nothing_fills_has_no_day_to_compare() -> None:
    forecast = forecast_of(
        {**BEDS, TAKEN: filling([12] * 5)}, policies={"open": {TAKEN: filling([99] * 5)}}, replicates=5
    )
    row = next(row for row in capacity_out(forecast) if row.bed_class == "hotel")
    assert (row.shifts[0].probability, row.shifts[0].days_later) == (0.0, None)
