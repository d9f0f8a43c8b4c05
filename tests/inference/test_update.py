"""What changed since yesterday: the new figure that did it is named, and an old one never is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from inference.small_crisis import CRISIS, MEMBERS, TODAY, day, said
from qonaq.inference.calibrate import calibrate
from qonaq.inference.forecast import forecast
from qonaq.inference.update import new_observations, what_changed
from qonaq.measures import Figure, Period

OLD = said("entries", 20_011.0)
TOMORROW = TODAY + timedelta(days=1)
MANY = said("entries", 52_017.0, period_end=TODAY, published=TOMORROW, speaker="border service")
EXITS = said("exits", 9_007.0, period_end=TODAY, published=TOMORROW)
PRESENT = Figure("present", Period(day(7)))


def outlook(*claims, as_of):
    posterior = calibrate(CRISIS, claims, as_of=as_of, replicates=MEMBERS, seed=3)
    return forecast(posterior, days=14, horizon_days=14)


@pytest.fixture(scope="module")
def before():
    return outlook(OLD, as_of=TODAY)


@pytest.fixture(scope="module")
def after():
    return outlook(OLD, MANY, EXITS, as_of=TOMORROW)


def test_only_what_is_new_is_a_cause(before, after):
    assert {one.said for one in new_observations(before, after)} == {MANY, EXITS}


def test_the_figure_that_moved_the_forecast_is_named_first(before, after):
    (change,) = what_changed(before, after, [PRESENT])
    assert change.after[1] > change.before[1]
    assert change.causes[0].observation.said == MANY
    assert change.causes[0].effect > 0.0


def test_parts_and_rest_add_up_to_the_change_of_the_mean(before, after):
    (change,) = what_changed(before, after, [PRESENT])
    means = [run.ensembles["as-it-is"].figure("present", end=day(7)).mean() for run in (before, after)]
    assert sum(c.effect for c in change.causes) + change.rest == pytest.approx(means[1] - means[0])


def test_nothing_new_changes_nothing(before):
    (change,) = what_changed(before, before, [PRESENT])
    assert change.causes == ()
    assert change.rest == 0.0
    assert change.before == change.after
