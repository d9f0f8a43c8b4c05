"""Fitting the real engine: figures pull it, later ones cannot, contradictions and thin evidence are said."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from engine.worlds import START
from inference.small_crisis import CRISIS, MEMBERS, TODAY, day, said
from qonaq.errors import SettingError
from qonaq.inference.calibrate import calibrate
from qonaq.model.claims import Passage, Statement

ENTERED = said("entries", 40_017.0)


def fitted(*claims, scenario=CRISIS, **settings):
    return calibrate(scenario, claims, as_of=TODAY, **({"replicates": MEMBERS, "seed": 3} | settings))


def entries(posterior):
    return posterior.ensemble.figure("entries", start=ENTERED.period_start, end=ENTERED.period_end)


@pytest.fixture(scope="module")
def one_figure():
    return fitted(ENTERED)


@pytest.fixture(scope="module")
def no_figure():
    return fitted()


def test_a_figure_draws_the_simulation_to_itself(one_figure):
    fit = one_figure.claims[0]
    assert fit.stated == 40_017.0
    assert abs(np.log(fit.posterior[1] / 40_017.0)) < 0.5 * abs(np.log(fit.prior[1] / 40_017.0))
    assert np.log(fit.posterior[2] / fit.posterior[0]) < 0.7 * np.log(fit.prior[2] / fit.prior[0])


def test_without_figures_the_posterior_is_the_prior_and_says_so(no_figure):
    assert np.array_equal(no_figure.parameters.scores, no_figure.prior.scores)
    assert "No figure entered the fit" in no_figure.cautions[0]
    assert "how many people entered and left the country" in no_figure.cautions[0]


def test_few_figures_are_said(one_figure):
    assert any("Only 1 figure entered the fit" in caution for caution in one_figure.cautions)


def test_a_figure_published_after_the_day_cannot_enter(no_figure):
    later = fitted(said("entries", 40_017.0, published=day(1)))
    assert later.claims == ()
    assert np.array_equal(later.parameters.scores, no_figure.parameters.scores)


def test_the_order_of_evidence_changes_no_bit():
    claims = (ENTERED, said("present", 9_001.0, place="Rivertown", speaker="city hall"), said("exits", 5_003.0))
    first, second = fitted(*claims), fitted(*claims[::-1])
    assert np.array_equal(first.parameters.scores, second.parameters.scores)


def test_the_same_seed_gives_the_same_posterior_and_another_another(one_figure):
    assert np.array_equal(fitted(ENTERED).parameters.scores, one_figure.parameters.scores)
    assert not np.array_equal(fitted(ENTERED, seed=4).parameters.scores, one_figure.parameters.scores)


def test_evidence_removes_variance_of_what_it_touches_and_little_else(one_figure):
    assert one_figure.moved["pool_share"] > 0.2
    untouched = [share for name, share in one_figure.moved.items() if name.startswith(("no_show", "turnover", "taken"))]
    assert np.mean(untouched) < 0.1


def test_a_signal_without_a_number_raises_the_occupancy():
    full = Statement("hotels_full", Passage("invented"), country="BB", place="Rivertown", date=TODAY)

    class Said:
        claims = ()
        signals = (full,)

    posterior = calibrate(CRISIS, Said(), as_of=TODAY, replicates=MEMBERS, seed=3)
    fit = posterior.claims[0]
    assert fit.stated is None
    assert posterior.diagnostics.signals == 1
    assert fit.posterior[0] > fit.prior[0]
    assert posterior.source_bias == {}


def test_more_exits_than_people_are_kept_and_said():
    posterior = fitted(ENTERED, said("exits", 9_000_011.0, speaker="rumour"))
    assert len(posterior.claims) == 2
    assert any("rumour on exits of the country" in c and "sigmas above" in c for c in posterior.cautions)


def test_figures_about_another_place_are_left_out_with_the_reason():
    posterior = fitted(said("entries", 3_001.0, place="Atlantis"), said("present", 3_001.0, country="ZZ"))
    assert posterior.claims == ()
    assert {left.reason for left in posterior.left_out} == {
        "the scenario has no place or region 'Atlantis' with entries",
        "the scenario has no place in ZZ",
    }
    assert any("2 statements could not enter" in caution for caution in posterior.cautions)
    assert posterior.left_out[0].name.startswith(("entries Atlantis", "present ZZ"))


def test_what_the_simulation_cannot_give_is_left_out_with_its_own_reason():
    posterior = fitted(said("rent_level", 120.0, unit="USD/month", place="Capital", period_start=None))
    assert "rent_level" in posterior.left_out[0].reason


def test_a_source_that_overstates_is_found_out():
    honest = [said("entries", 20_011.0, speaker=who) for who in ("a", "b", "c")]
    wild = [
        said("entries", 29_017.0, speaker="wild"),
        said("entries", 15_013.0, speaker="wild", period_end=TODAY - timedelta(days=4)),
    ]
    posterior = fitted(*honest, *wild, said("entries", 10_007.0, speaker="a", period_end=TODAY - timedelta(days=4)))
    assert posterior.source_bias["wild"][1] > 1.02
    assert posterior.source_bias["a"][1] < posterior.source_bias["wild"][1]


def test_diagnostics_tell_collapse_from_life(one_figure, no_figure):
    assert one_figure.diagnostics.figures == 1
    assert no_figure.diagnostics.free_directions > one_figure.diagnostics.free_directions
    assert one_figure.diagnostics.narrowest > 0.0
    assert no_figure.diagnostics.largest_shift == 0.0


def test_settings_out_of_range_are_named_together():
    with pytest.raises(SettingError) as caught:
        calibrate(CRISIS, (), as_of=START - timedelta(days=1), replicates=10)
    assert [mistake.where for mistake in caught.value.mistakes] == ["as of", "replicates"]
    assert "chance passes for evidence" in str(caught.value)


def test_progress_is_told_before_each_step():
    told = []
    fitted(ENTERED, replicates=50, progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 3), (1, 3), (2, 3)]


def test_what_no_member_can_reach_is_left_out():
    early = said("registrations", 501.0, period_end=TODAY - timedelta(days=8), period_start=TODAY - timedelta(days=8))
    posterior = fitted(ENTERED, early)
    assert [fit.observation.measure for fit in posterior.claims] == ["entries"]
    assert posterior.left_out[0].reason == "the simulation gives 0 in every member: it cannot be brought nearer"
