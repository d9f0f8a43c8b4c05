"""Baselines against their formulas."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import ndtri

from qonaq.inference import baselines, scores

VALUES = np.array([10.0, 14.0, 12.0, 18.0])
STEPS = (16.0 + 4.0 + 36.0) / 3.0  # mean squared first difference


def test_persistence_is_the_last_value_with_normal_errors_that_grow_with_the_horizon() -> None:
    table = baselines.persistence(VALUES, 3)
    for h in (1, 2, 3):
        expected = np.maximum(18.0 + math.sqrt(h * STEPS) * ndtri(scores.LEVELS), 0.0)
        assert table[h - 1] == pytest.approx(expected)


def test_persistence_is_floored_at_nobody() -> None:
    assert baselines.persistence(np.array([100.0, 1.0]), 14).min() == 0.0


def test_persistence_on_the_logarithm() -> None:
    spread = math.sqrt(2 * np.mean(np.diff(np.log1p(VALUES)) ** 2))
    table = baselines.persistence_log(VALUES, 2)
    assert table[1] == pytest.approx(np.expm1(math.log(19.0) + spread * ndtri(scores.LEVELS)))


def test_drift_goes_on_along_the_line_from_first_to_last() -> None:
    assert baselines.drift(VALUES, 3)[:, scores.MEDIAN] == pytest.approx(18.0 + (8.0 / 3.0) * np.arange(1, 4))


def test_seasonal_naive_repeats_last_week() -> None:
    week = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0])
    table = baselines.seasonal_naive(np.concatenate([week, week + 10.0]), 9)
    assert table[:, scores.MEDIAN].tolist() == [*(week + 10.0).tolist(), 11.0, 12.0]
    # errors so far are all 10: the standard deviation is 10 in the first week, 10·√2 in the second
    spread = table[[0, 8], 15] - table[[0, 8], scores.MEDIAN]
    assert spread == pytest.approx(np.array([10.0, 10.0 * math.sqrt(2)]) * ndtri(scores.LEVELS[15]))


def test_growth_fades() -> None:
    doubling = 2.0 ** np.arange(9) - 1.0  # log(1 + y) grows by log 2 a day
    table = baselines.damped_growth(doubling, 2)
    assert np.log1p(table[:, scores.MEDIAN]) == pytest.approx(math.log(2) * (8 + np.array([0.8, 0.8 + 0.64])))


@pytest.mark.parametrize("name", ["ETS", "Theta", "ARIMA"])
def test_the_library_gives_ordered_quantiles(name: str) -> None:
    table = baselines.baselines()[name](np.array([5.0, 9, 14, 22, 19, 25, 31, 28, 33, 30, 36, 35]), 5)
    assert table is not None
    assert table.shape == (5, 23)
    assert (np.diff(table, axis=1) >= -1e-9).all()
    assert table.min() >= 0.0


def test_the_library_sees_the_last_180_days() -> None:
    rng = np.random.default_rng(4)
    values = 100.0 + rng.normal(0.0, 5.0, 400)
    model = baselines.baselines()["Theta"]
    whole, recent = model(values, 3), model(values[-180:], 3)
    assert whole is not None
    assert recent is not None
    assert (whole == recent).all()


@pytest.mark.parametrize("values", [[3.0, 5.0, 4.0], [7.0] * 12])
def test_a_model_without_a_fit_says_so(values: list[float]) -> None:
    assert baselines.baselines()["ETS"](np.array(values), 3) is None


def test_without_the_library_its_models_are_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(baselines, "LIBRARY", "no_such_library")
    assert set(baselines.baselines()) == {"drift", "seasonal naive", "damped growth"}
