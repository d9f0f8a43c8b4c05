"""What was known when: versions, repaired days, daily numbers from totals."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest

from qonaq.errors import EvidenceError
from qonaq.inference.series import Series, Total, Version, daily_from_totals, fill_gaps, repair_double_booked

FIRST = date(2030, 1, 1)


def at(day: int, hour: int = 0) -> datetime:
    return datetime(2030, 1, day, hour)


def test_without_versions_the_past_is_known_and_the_future_is_not() -> None:
    series = Series("x", FIRST, np.array([1.0, 2.0, 3.0]))
    known = series.known_at(2)
    assert known is not None
    assert known.tolist() == [1.0, 2.0]


def test_an_origin_sees_the_version_of_its_time() -> None:
    versions = (Version(0, 10, at(2, 9)), Version(1, 20, at(3, 9)), Version(0, 11, at(3, 9)), Version(0, 99, at(9)))
    series = Series("x", FIRST, np.array([99.0, 20.0]), versions)
    assert series.known_at(1) is not None
    assert series.known_at(1).tolist() == [10.0]  # type: ignore[union-attr]
    assert series.known_at(2).tolist() == [11.0, 20.0]  # type: ignore[union-attr]


def test_a_later_revision_changes_no_earlier_origin() -> None:
    early = (Version(0, 10, at(2, 9)), Version(1, 20, at(3, 9)))
    before = Series("x", FIRST, np.array([10.0, 20.0]), early)
    after = Series("x", FIRST, np.array([10.0, 500.0]), (*early, Version(1, 500, at(20))))
    assert before.known_at(2).tolist() == after.known_at(2).tolist()  # type: ignore[union-attr]


def test_a_day_that_came_out_together_with_a_later_one_is_no_origin() -> None:
    versions = (Version(0, 10, at(5)), Version(1, 20, at(5)), Version(2, 30, at(5)))
    series = Series("x", FIRST, np.array([10.0, 20.0, 30.0]), versions)
    assert [series.known_at(day) is not None for day in (1, 2, 3)] == [False, False, True]


def test_a_number_published_at_noon_of_its_own_day_is_not_taken_for_the_day() -> None:
    versions = (Version(0, 10, at(2, 9)), Version(1, 7, at(2, 13)), Version(1, 20, at(3, 9)))
    series = Series("x", FIRST, np.array([10.0, 20.0]), versions)
    known = series.known_at(2)
    assert known is not None
    assert known[0] == 10.0
    assert np.isnan(known[1])


def test_totals_at_midnights_give_their_differences() -> None:
    first, values, versions = daily_from_totals([Total(at(2), 10), Total(at(3), 40), Total(at(4), 90)])
    assert (first, values.tolist()) == (FIRST, [10.0, 30.0, 50.0])
    assert [v.as_of for v in versions] == [at(2), at(3), at(4)]


def test_people_come_evenly_between_irregular_totals_and_a_day_is_known_when_it_is_closed() -> None:
    # 24 people in the 24 hours from 12:00 on day 1 to 12:00 on day 2, then 48 in the next 24 hours
    first, values, versions = daily_from_totals(
        [Total(at(1, 12), 6), Total(at(2, 12), 30), Total(at(3, 12), 78), Total(at(4), 100)]
    )
    assert first == FIRST
    assert values.tolist() == pytest.approx([6 + 12, 12 + 24, 24 + 22])
    assert [v.as_of for v in versions] == [at(2, 12), at(3, 12), at(4)]


def test_a_large_first_total_is_where_counting_starts() -> None:
    first, values, _ = daily_from_totals([Total(at(2), 5000), Total(at(3), 5040), Total(at(4), 5090)])
    assert (first, values.tolist()) == (date(2030, 1, 2), [40.0, 50.0])


def test_one_total_is_too_little() -> None:
    with pytest.raises(EvidenceError, match="totals that span two days or more"):
        daily_from_totals([Total(at(2), 10)])


def test_double_booked_days_share_their_sum_and_a_last_zero_is_unknown() -> None:
    assert repair_double_booked([100, 100, 0, 200, 100]).tolist() == [100, 100, 100, 100, 100]
    last = repair_double_booked([100, 100, 0])
    assert np.isnan(last[-1])
    assert last[:2].tolist() == [100, 100]


@pytest.mark.parametrize("values", [[100, 100, 0, 0, 100], [100, 100, 0, 90, 100], [3, 2, 0, 5, 1], [0, 0, 0, 4, 90]])
def test_days_that_were_not_booked_together_stay(values: list[int]) -> None:
    assert repair_double_booked(values).tolist() == values


def test_gaps_are_drawn_as_lines_and_nothing_at_all_is_refused() -> None:
    assert fill_gaps([np.nan, 2, np.nan, 6, np.nan]).tolist() == [2, 2, 4, 6, 6]
    with pytest.raises(EvidenceError, match="no number at all"):
        fill_gaps([np.nan, np.nan])
