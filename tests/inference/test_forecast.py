"""Forecasts keep the fitted past, meet the same luck under every policy, and refuse what nothing supports."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from inference.small_crisis import CRISIS, MEMBERS, TODAY, day, said
from qonaq.errors import EvidenceError, SettingError
from qonaq.inference.calibrate import calibrate
from qonaq.inference.forecast import event_date, forecast
from qonaq.inference.grounds import Grounds, is_sourced, is_stated
from qonaq.inference.scores import LEVELS
from qonaq.measures import Figure, Period
from qonaq.model.policies import AS_IT_IS, Lever, Policy

CLOSE = Policy("close", (Lever("close", day(5), target="BB"),))


@pytest.fixture(scope="module")
def posterior():
    claims = (said("entries", 40_017.0), said("exits", 6_011.0))
    return calibrate(CRISIS, claims, as_of=TODAY, replicates=MEMBERS, seed=3)


@pytest.fixture(scope="module")
def outlook(posterior):
    return forecast(posterior, days=14, horizon_days=20, policies=(AS_IT_IS, CLOSE), policy_replicates=60)


def test_the_fitted_past_is_kept_to_the_last_person(posterior, outlook):
    past = posterior.ensemble.series("entries")
    again = outlook.shown.series("entries")
    assert np.array_equal(past, again[:, : past.shape[1]])


def test_members_that_are_compared_are_the_first_of_those_shown(outlook):
    compared = outlook.ensembles[AS_IT_IS.name].series("present")
    shown = outlook.shown.series("present")
    assert np.array_equal(compared[:, : shown.shape[1]], shown[:60])


def test_without_a_policy_nothing_runs_beyond_the_days_shown(posterior):
    alone = forecast(posterior, days=3, horizon_days=3, policies=())
    assert alone.ensembles == {}
    assert alone.paths("entries").shape == (MEMBERS, 3)


def test_shown_days_follow_the_reference_date(outlook):
    assert outlook.dates[0] == day(1)
    assert len(outlook.dates) == 14
    assert outlook.quantiles("present").shape == (len(LEVELS), 14)
    assert np.all(np.diff(outlook.quantiles("present"), axis=0) >= 0.0)


def test_a_policy_changes_nothing_before_its_first_day(outlook):
    as_it_is, closed = (outlook.ensembles[name].series("entries")[:60] for name in (AS_IT_IS.name, "close"))
    first = (day(5) - CRISIS.start) // timedelta(days=1)
    assert np.array_equal(as_it_is[:, :first], closed[:, :first])
    assert closed[:, first + 1 :].sum() < 0.5 * as_it_is[:, first + 1 :].sum()


def test_policies_run_fewer_paired_members(outlook):
    assert outlook.shown.replicates == MEMBERS
    assert outlook.ensembles[AS_IT_IS.name].replicates == 60
    assert outlook.ensembles["close"].replicates == 60


def test_today_is_a_nowcast_of_the_reference_date(outlook):
    present = outlook.shown.figure("present", end=TODAY)
    assert np.allclose(outlook.today("present"), np.quantile(present, LEVELS))


def test_evidence_moves_the_entries_and_what_follows(outlook):
    assert outlook.moved(Figure("entries", Period(TODAY, TODAY - timedelta(days=5)))) > 0.4
    assert 0.0 <= outlook.moved(Figure("present", Period(day(14)))) <= 1.0


def test_joint_paths_are_the_members_own(outlook):
    assert outlook.paths("entries").shape == (MEMBERS, 14)
    assert outlook.paths("entries", days=20).shape == (60, 20)


def test_an_event_date_is_a_distribution():
    happened = np.zeros((4, 10), dtype=bool)
    happened[0, 3:] = happened[1, 5:] = happened[2, 7:] = True  # the fourth member never sees it
    found = event_date(happened, date(2030, 1, 1))
    assert found.probability == 0.75
    assert found.quantiles == {"0.1": date(2030, 1, 4), "0.5": date(2030, 1, 6), "0.9": None}


def test_the_peak_has_a_day(outlook):
    passed = outlook.peak_passed("entries")
    assert passed.probability == 1.0
    assert CRISIS.start <= passed.quantiles["0.1"] <= passed.quantiles["0.9"]


def test_what_neither_figure_nor_sourced_prior_touches_is_refused(posterior):
    grounds = Grounds("occupancy of Rivertown", 0.01, sourced=(), assumed=("stock[Rivertown,hotel]", "taken[hotel]"))
    with pytest.raises(EvidenceError, match="no figure and no sourced prior") as caught:
        grounds.require()
    assert "a prior with a source for one of: stock[Rivertown,hotel], taken[hotel]" in str(caught.value)
    Grounds("x", 0.01, sourced=("transit_share",), assumed=()).require()
    Grounds("x", 0.30, sourced=(), assumed=("hazard",)).require()


def test_a_prior_with_a_source_counts_and_an_assumption_does_not(posterior):
    by_name = {unknown.name: unknown for unknown in posterior.prior.unknowns}
    assert is_sourced(CRISIS, by_name["transit_share"])
    assert not is_sourced(CRISIS, by_name["pool_share"])


def test_grounds_name_what_drives_a_figure(outlook):
    grounds = outlook.grounds("present")
    assert grounds.moved > 0.0
    assert set(grounds.sourced).isdisjoint(grounds.assumed)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"days": 30, "horizon_days": 20}, "1 to 20 (the horizon)"),
        ({"policies": (CLOSE, replace(CLOSE, title="again"))}, "'close' twice"),
    ],
)
def test_settings_out_of_range_are_refused(posterior, settings, words):
    with pytest.raises(SettingError) as caught:
        forecast(posterior, **settings)
    assert words in str(caught.value)


def test_an_unknown_policy_is_named_with_the_known_ones(outlook):
    with pytest.raises(SettingError, match="as-it-is, close"):
        outlook.quantiles("present", policy="closed")


def test_a_figure_that_was_stated_is_forecast_however_little_it_narrows(posterior):
    assert is_stated(posterior, "entries", place=None, country=None)
    assert is_stated(posterior, "entries", place=None, country="BB")
    assert not is_stated(posterior, "entries", place=None, country="AA")
    assert not is_stated(posterior, "entries", place="Rivertown", country=None)
    vague = Grounds("entries", 0.0, (), ("pool_share",))
    with pytest.raises(EvidenceError, match="no figure and no sourced prior"):
        vague.require()
    replace(vague, stated=True).require()


def test_a_fit_that_runs_on_gives_the_same_forecast_without_another_run(posterior, outlook):
    claims = (said("entries", 40_017.0), said("exits", 6_011.0))
    onward = calibrate(CRISIS, claims, as_of=TODAY, replicates=MEMBERS, seed=3, ahead=14)
    assert np.array_equal(onward.parameters.scores, posterior.parameters.scores)
    again = forecast(onward, days=14, horizon_days=14, policies=())
    assert again.shown is onward.ensemble
    for measure in ("entries", "present", "registrations", "beds_occupied"):
        assert np.array_equal(again.quantiles(measure), outlook.quantiles(measure))
        assert np.array_equal(again.today(measure), outlook.today(measure))


def test_days_ahead_cannot_be_negative():
    with pytest.raises(SettingError, match="ahead: found -1; allowed: 0 or more days"):
        calibrate(CRISIS, (), as_of=TODAY, ahead=-1)
