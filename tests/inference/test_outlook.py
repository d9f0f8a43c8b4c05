"""Our forecast of a series: what it must do whatever the series."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from qonaq.errors import EvidenceError, SettingError
from qonaq.inference import scores
from qonaq.inference.curve import Courses, CurvePrior, log_curve
from qonaq.inference.outlook import OutlookSettings, forecast_series, weekly_cycle
from qonaq.inference.particles import believe
from qonaq.inference.search import Found, search

ODD = {
    "one number": [40],
    "zeros": [0] * 12,
    "ones and zeros": [0, 1, 0, 0, 2, 0, 1, 0, 0, 0, 1],
    "a zero at the end": [900, 1100, 1000, 950, 1020, 980, 0],
    "huge": [1e8, 2e8, 3e8, 2.5e8, 2e8],
    "a cliff": [500] * 10 + [0] * 6,
    "an explosion": [1, 2, 4, 8, 16, 32, 64, 128, 256],
    "a gap": [10, np.nan, 30, 40, np.nan, 35, 30],
    "long": list(200 + 50 * np.sin(np.arange(500) / 3.0)),
}


@pytest.mark.parametrize("name", list(ODD))
def test_any_series_gives_ordered_finite_quantiles_of_no_fewer_than_nobody(name: str) -> None:
    forecast = forecast_series(ODD[name], samples=400)
    assert forecast.quantiles.shape == (14, 23)
    assert np.isfinite(forecast.quantiles).all()
    assert forecast.quantiles.min() >= 0.0
    assert (np.diff(forecast.quantiles, axis=1) >= 0.0).all()
    assert forecast.samples.shape == (400, 14)
    assert (forecast.quantiles[:, -1] > forecast.quantiles[:, 0]).all()


def test_the_same_seed_gives_the_same_numbers_and_another_seed_others() -> None:
    values = [120, 300, 410, 390, 350, 280, 300]
    first, again = (forecast_series(values, seed=3).samples for _ in range(2))
    assert (first == again).all()
    assert (first != forecast_series(values, seed=4).samples).any()


def test_no_path_rises_above_its_cap() -> None:
    values = 2.0 ** np.arange(12)
    settings = OutlookSettings()
    top = settings.cap * values.max()
    assert forecast_series(values, settings=settings).samples.max() <= 1.01 * top + 200
    free = forecast_series(values, settings=replace(settings, cap=100.0)).samples.max()
    assert free > 1.5 * top


def test_a_known_pool_is_never_exceeded_by_much_and_lowers_the_forecast() -> None:
    values = [2000, 9000, 18000, 22000, 25000]
    open_end = forecast_series(values, horizon=7)
    pool = forecast_series(values, horizon=7, pool=100_000)
    total = sum(values) + pool.samples.sum(axis=1)
    assert float(np.median(total)) < 105_000
    assert float(np.quantile(total, 0.99)) < 100_000 * np.exp(0.15 * 2.6)
    assert np.median(pool.samples.sum(axis=1)) < np.median(open_end.samples.sum(axis=1))


def test_the_scale_does_not_matter() -> None:
    values = np.array([1000.0, 3000, 4100, 3900, 3500, 2800, 3000, 2500])
    small, large = forecast_series(values), forecast_series(1000.0 * values)
    assert large.quantiles[:, scores.MEDIAN] == pytest.approx(1000.0 * small.quantiles[:, scores.MEDIAN], rel=0.05)


def test_after_a_peak_the_forecast_falls_and_in_a_steady_series_it_stays() -> None:
    falling = 1000.0 * np.exp(-np.arange(10) / 5.0)
    rising = np.array([100.0, 300, 600, 900])
    ahead = forecast_series(np.concatenate([rising, falling])).quantiles[:, scores.MEDIAN]
    assert ahead[6] < 0.8 * falling[-1]
    rng = np.random.default_rng(7)
    steady = rng.poisson(1000.0, 60).astype(float)
    ahead = forecast_series(steady).quantiles[:, scores.MEDIAN]
    assert ahead == pytest.approx(np.full(14, 1000.0), rel=0.1)


def test_a_day_booked_with_the_next_moves_the_forecast_little() -> None:
    values = np.full(20, 1000.0)
    booked = values.copy()
    booked[12:14] = 0.0, 2000.0
    usual, odd = (forecast_series(v).quantiles[:, scores.MEDIAN] for v in (values, booked))
    assert odd == pytest.approx(usual, rel=0.02)


def test_one_odd_number_moves_the_forecast_less_than_half_way() -> None:
    values = np.full(20, 1000.0)
    odd = np.append(values[:-1], 4000.0)
    ahead = forecast_series(odd).quantiles[0, scores.MEDIAN]
    assert 950.0 < ahead < 2000.0


def test_a_weekly_cycle_is_learnt_after_three_weeks_and_noise_is_not_taken_for_one() -> None:
    cycle = 0.3 * np.cos(2.0 * np.pi * np.arange(7) / 7.0)
    rng = np.random.default_rng(8)
    logs = 6.0 + np.tile(cycle, 6) + 0.03 * rng.standard_normal(42)
    assert weekly_cycle(logs) == pytest.approx(cycle, abs=0.04)
    assert (weekly_cycle(logs[:20]) == 0.0).all()
    assert np.abs(weekly_cycle(6.0 + 0.1 * rng.standard_normal(42))).max() < 0.08


def test_dates_follow_the_series() -> None:
    forecast = forecast_series([10, 20, 30], first_date=date(2030, 1, 1), horizon=2)
    assert (forecast.first_date, forecast.horizon) == (date(2030, 1, 4), 2)


@pytest.mark.parametrize("values", [[], [np.nan, np.nan], [1, -2, 3], [1, np.inf], [[1, 2], [3, 4]]])
def test_what_is_no_series_of_counts_is_refused(values: list[float]) -> None:
    with pytest.raises(EvidenceError, match="people a day, 0 or more, at least one number"):
        forecast_series(values)


def test_settings_that_cannot_be_are_said_at_once() -> None:
    with pytest.raises(SettingError) as caught:
        forecast_series([1, 2, 3], pool=0, horizon=0, samples=0)
    assert [mistake.where for mistake in caught.value.mistakes] == ["pool", "horizon", "samples"]


def test_a_course_is_one_at_its_peak_rises_at_its_rate_and_ends_on_its_floor() -> None:
    one = np.ones(1)
    course = Courses(10 * one, 2 * one, 5 * one, 4 * one, 0.1 * one, one < 0, 0.1 * one, 0.1 * one, 0.9 * one)
    days = np.arange(0.0, 400.0)
    height = np.exp(log_curve(course, days))[:, 0]
    assert height.max() == pytest.approx(1.0)
    assert height[10:15] == pytest.approx(np.ones(5))  # the plateau of four days
    assert height[-1] == pytest.approx(0.1)
    assert np.log(height[1] / height[0]) == pytest.approx(1 / 2, abs=0.02)  # e^(1/ρ) a day, long before the peak


def test_the_filter_agrees_with_the_normal_posterior() -> None:
    # One flat course without drift is the mean of the numbers, with variance r²/n, by the textbook.
    one = np.ones(1)
    course = Courses(one, one, one, one, 0.1 * one, one > 0, 0.5 * one, 1e-9 * one, one)
    logs = np.array([2.0, 2.3, 1.9, 2.1, 2.2])
    belief = believe(course, np.zeros((5, 1)), logs, np.zeros(5), memory=1.0)
    assert float(belief.height[0] + belief.deviation[0]) == pytest.approx(logs.mean(), abs=0.01)
    assert float(belief.var_deviation[0]) == pytest.approx(0.25 / 5, rel=0.05)


def found_from(logs: np.ndarray, *, doubt: float = 0.0, curve_share: float = 0.8) -> Found:
    days = np.arange(float(len(logs)))
    prior = CurvePrior(curve_share=curve_share)
    return search(logs, np.zeros(len(logs)), days, prior=prior, count=2048, memory=1.0, doubt=doubt, seed=1)


FALL = np.log(1000.0) - np.abs(np.arange(25.0) - 8.0) / 4.0


def test_the_numbers_say_which_course_to_believe() -> None:
    found = found_from(FALL)
    assert found.weight.sum() == pytest.approx(1.0)
    assert abs(float((found.weight * found.courses.peak).sum()) - 8.0) < 2.0
    assert float(found.weight[found.courses.flat].sum()) < 0.05


def test_a_doubt_in_every_curve_remains() -> None:
    found = found_from(FALL, doubt=0.15)
    assert float(found.weight[found.courses.flat].sum()) == pytest.approx(0.15)
    # never more than the prior had: where no flat course was thought of, none comes in by doubt
    assert float(found_from(FALL, doubt=0.15, curve_share=0.95).weight[found.courses.flat].sum()) <= 0.06


def test_without_numbers_the_prior_stays() -> None:
    found = found_from(np.full(5, np.nan))
    assert float(found.weight[found.courses.flat].sum()) == pytest.approx(0.2)
    curved = ~found.courses.flat
    since_onset = np.log(CurvePrior().peak_day[0])
    early = float(found.weight[curved & (found.courses.peak < np.exp(since_onset))].sum()) / 0.8
    # half of the peaks come before the median day, and a part of the rest because the series began late
    assert 0.5 < early < 0.7
