"""Which figure to telephone for: the estimate agrees with really fitting again."""

from __future__ import annotations

import numpy as np
import pytest

from inference.small_crisis import CRISIS, MEMBERS, TODAY, said
from qonaq.inference.calibrate import calibrate
from qonaq.inference.forecast import forecast
from qonaq.inference.value import candidates, removed_by_refit, targets, value_of_information
from qonaq.measures import Figure, Period

CLAIMS = (said("entries", 40_017.0),)


@pytest.fixture(scope="module")
def outlook():
    return forecast(calibrate(CRISIS, CLAIMS, as_of=TODAY, replicates=MEMBERS, seed=3), days=14, horizon_days=14)


def test_goals_are_the_people_present_in_each_host_city_by_week(outlook):
    assert targets(outlook).shape == (MEMBERS, 2 * 2)


def test_candidates_are_what_an_office_could_count_tomorrow(outlook):
    asked = candidates(outlook)
    assert {figure.place for figure in asked} == {None, "Gate A", "Gate B", "Rivertown", "Capital"}
    assert all(figure.period.end == TODAY for figure in asked)


def test_worth_is_a_share_and_sorted(outlook):
    worth = value_of_information(outlook)
    shares = [one.removed for one in worth]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] >= 0.0
    assert shares[0] <= 1.0
    assert worth[0].expected[0] <= worth[0].expected[1] <= worth[0].expected[2]


def test_a_census_of_a_city_is_worth_more_than_a_queue(outlook):
    worth = {(one.figure.measure, one.figure.place): one.removed for one in value_of_information(outlook)}
    assert max(worth["present", "Capital"], worth["present", "Rivertown"]) > 1.3 * worth["border_wait", "Gate A"]


def test_figures_that_cannot_be_given_are_left_away(outlook):
    assert value_of_information(outlook, [Figure("permits", Period(TODAY))]) == ()


def test_the_estimate_agrees_with_fitting_again(outlook):
    worth = value_of_information(outlook)
    best, worst = worth[0], worth[-1]
    found = {one: removed_by_refit(outlook, one.figure, CLAIMS, quantiles=(0.5,)) for one in (best, worst)}
    assert found[best] == pytest.approx(best.removed, abs=0.25)
    assert found[worst] < found[best]
    assert np.isfinite(found[worst])
