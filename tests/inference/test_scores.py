"""Scores against closed forms and against an independent library."""

from __future__ import annotations

import math

import numpy as np
import pytest
import scoringrules
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr, ndtri

from qonaq.errors import SettingError
from qonaq.inference import scores

LEVELS = np.asarray(scores.LEVELS)
NORMAL = ndtri(LEVELS)


def test_levels_are_the_23_of_the_hubs() -> None:
    assert len(scores.LEVELS) == 23
    assert list(scores.LEVELS) == sorted(scores.LEVELS)
    assert np.allclose(LEVELS + LEVELS[::-1], 1.0)


def test_wis_of_a_point_forecast_is_its_absolute_error() -> None:
    # Σ_τ (τ or 1 − τ) over symmetric levels is 23/2, so 2 × mean × |error| = |error|
    assert scores.weighted_interval_score([10.0] * 23, [7.0]) == pytest.approx([3.0])
    assert scores.weighted_interval_score([10.0] * 23, [12.5]) == pytest.approx([2.5])


def test_expected_wis_of_a_standard_normal_has_its_closed_form() -> None:
    # E ρ_τ(Y, Φ⁻¹(τ)) = φ(Φ⁻¹(τ)) for Y ~ N(0,1), so E WIS = 2/23 · Σ φ(Φ⁻¹(τ))
    truth = ndtri((np.arange(20000) + 0.5) / 20000)
    density = np.exp(-(NORMAL**2) / 2.0) / math.sqrt(2.0 * math.pi)
    mean = float(scores.weighted_interval_score(np.tile(NORMAL, (20000, 1)), truth).mean())
    assert mean == pytest.approx(2.0 * density.mean(), rel=1e-3)


def test_wis_agrees_with_an_independent_library() -> None:
    rng = np.random.default_rng(1)
    table, seen = np.sort(rng.gamma(2.0, 50.0, (40, 23)), axis=1), rng.gamma(2.0, 50.0, 40)
    alpha = 2 * LEVELS[:11]
    theirs = scoringrules.weighted_interval_score(seen, table[:, 11], table[:, :11], table[:, :11:-1], alpha)
    assert scores.weighted_interval_score(table, seen) == pytest.approx(np.asarray(theirs))


@given(st.lists(st.floats(-1e6, 1e6), min_size=23, max_size=23), st.floats(-1e6, 1e6))
def test_parts_add_up_to_the_score_and_none_is_negative(values: list[float], seen: float) -> None:
    table = np.sort(values)
    parts = scores.wis_parts(table, seen)
    total = parts.width + parts.too_low + parts.too_high
    assert float(total) == pytest.approx(float(scores.weighted_interval_score(table, seen)), rel=1e-9, abs=1e-6)
    assert min(float(parts.width), float(parts.too_low), float(parts.too_high)) >= 0.0


def test_a_truth_above_the_intervals_is_called_too_low() -> None:
    parts = scores.wis_parts(NORMAL, 50.0)
    assert float(parts.too_high) == 0.0
    assert float(parts.too_low) > 40.0


def test_stating_another_belief_costs_score() -> None:
    # The score is proper: over draws of N(0,1), N(0,1) beats the same shifted by 0.1 or widened by 20 %.
    truth = ndtri((np.arange(2000) + 0.5) / 2000)

    def expected(table: np.ndarray) -> float:
        return float(scores.weighted_interval_score(np.tile(table, (2000, 1)), truth).mean())

    assert expected(NORMAL) < min(expected(NORMAL + 0.1), expected(NORMAL * 1.2), expected(NORMAL * 0.8))


def test_a_log_score_asks_for_the_factor() -> None:
    # twice too many costs log 2, at 1,000 as at 1,000,000 (log(1 + x) is log x there)
    small = scores.log_scale_score([2e3] * 23, 1e3)
    large = scores.log_scale_score([2e6] * 23, 1e6)
    assert float(small) == pytest.approx(math.log(2), rel=1e-3)
    assert float(large) == pytest.approx(math.log(2), rel=1e-5)


def test_crps_of_samples_agrees_with_an_independent_library_and_the_closed_form() -> None:
    rng = np.random.default_rng(2)
    drawn = rng.normal(3.0, 2.0, (5, 400))
    seen = np.array([1.0, 3.0, 4.0, 9.0, -2.0])
    theirs = scoringrules.crps_ensemble(seen, drawn, estimator="nrg")
    assert scores.crps_samples(drawn, seen) == pytest.approx(np.asarray(theirs))
    points = 3.0 + 2.0 * ndtri((np.arange(20000) + 0.5) / 20000)
    z = 0.5
    crps = 2.0 * (z * (2 * ndtr(z) - 1) + 2 * math.exp(-z * z / 2) / math.sqrt(2 * math.pi) - 1 / math.sqrt(math.pi))
    assert float(scores.crps_samples(points, 4.0)) == pytest.approx(crps, rel=1e-3)


def test_energy_score_agrees_with_an_independent_library_and_is_crps_in_one_dimension() -> None:
    rng = np.random.default_rng(3)
    drawn, seen = rng.normal(size=(60, 4)), rng.normal(size=4)
    assert scores.energy_score(drawn, seen) == pytest.approx(float(scoringrules.es_ensemble(seen, drawn)))
    alone = scores.energy_score(drawn[:, :1], seen[:1])
    assert alone == pytest.approx(float(scores.crps_samples(drawn[:, 0], seen[0])))


def test_coverage_counts_the_ends() -> None:
    table = LEVELS * 100.0
    assert [bool(scores.inside(table, y, "90")) for y in (5.0, 4.9, 95.0, 95.1)] == [True, False, True, False]
    assert float(scores.interval_width(table, "50")) == pytest.approx(50.0)


def test_pit_is_the_level_of_the_truth() -> None:
    table = np.tile(LEVELS * 100.0, (4, 1))
    assert scores.pit(table, [50.0, 90.0, -5.0, 200.0]) == pytest.approx([0.5, 0.9, 0.005, 0.995])


def test_brier_and_reliability() -> None:
    said, came = [0.1, 0.1, 0.9, 0.9], [0.0, 0.0, 1.0, 0.0]
    assert scores.brier_score(said, came) == pytest.approx((0.01 + 0.01 + 0.01 + 0.81) / 4)
    low, high = scores.reliability(said, came, bins=2)
    assert (low.forecast, low.happened, low.count) == (pytest.approx(0.1), 0.0, 2)
    assert (high.forecast, high.happened, high.count) == (pytest.approx(0.9), 0.5, 2)


def test_a_table_of_another_width_is_refused() -> None:
    with pytest.raises(SettingError, match="found 3 values in the last dimension; allowed: 23 values"):
        scores.weighted_interval_score([1.0, 2.0, 3.0], 2.0)
