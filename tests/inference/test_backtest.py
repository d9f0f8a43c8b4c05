"""Rolling origins: what a model may see, and how its forecasts are scored."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pytest

from qonaq.errors import EvidenceError, SettingError
from qonaq.inference import backtest, baselines, scores
from qonaq.inference.backtest import Ahead, History, backtest_series, score_table
from qonaq.inference.series import Floats, Series, Version

FIRST = date(2030, 1, 1)


def series_of(values: list[float]) -> Series:
    return Series("border", FIRST, np.asarray(values, dtype=float))


RISE = series_of([float(10 * day) for day in range(1, 31)])


def oracle(history: History, horizon: int) -> Ahead:
    """Knows that arrivals are ten times the day."""
    truth = 10.0 * np.arange(len(history.values) + 1, len(history.values) + 1 + horizon)
    return Ahead(np.repeat(truth[:, None], 23, axis=1), float(truth[:7].sum()))


def test_a_model_sees_the_past_only_and_every_origin_once() -> None:
    seen: list[Floats] = []

    def spy(history: History, horizon: int) -> Ahead:
        seen.append(history.values)
        return oracle(history, horizon)

    result = backtest_series(RISE, models={"spy": spy})
    assert [len(values) for values in seen] == list(range(7, 30))
    assert all((values == RISE.values[: len(values)]).all() for values in seen)
    assert result.origins == tuple(FIRST + timedelta(days=day - 1) for day in range(7, 30))


def test_a_perfect_model_scores_nothing_and_horizons_end_with_the_series() -> None:
    table = score_table(backtest_series(RISE, models={"oracle": oracle}))
    row = table["models"]["oracle"]
    assert (row["wis"], row["relative_wis"], row["median_ape_7day"]) == (0.0, 0.0, 0.0)
    assert list(row["by_horizon"]) == [str(h) for h in range(1, 15)]
    # 23 origins (days 7..29); the first horizon is on all of them, the fourteenth on those up to day 16
    assert row["by_horizon"]["1"]["forecasts"] == 23
    assert row["by_horizon"]["14"]["forecasts"] == 10
    assert {phase: cell["forecasts"] for phase, cell in row["by_phase"].items()} == {
        "7-10": 4 * 14,
        "11-20": 6 * 14 + 13 + 12 + 11 + 10,
        "21+": sum(range(1, 10)),
    }


def test_scores_are_those_of_the_formula() -> None:
    table = score_table(backtest_series(RISE, models={}, first_day=20))
    rows = []
    for origin in range(20, 30):
        ahead = min(14, 30 - origin)
        quantiles = baselines.persistence(RISE.values[:origin], ahead)
        rows += list(scores.weighted_interval_score(quantiles, RISE.values[origin : origin + ahead]))
    # on a straight line Normal persistence beats the one on logarithms or the other way round; the better is shown
    assert table["models"]["persistence"]["wis"] <= np.mean(rows) + 1e-9
    assert table["models"]["persistence"]["relative_wis"] == 1.0


def test_persistence_is_the_better_of_normal_and_logarithmic() -> None:
    rng = np.random.default_rng(5)
    for values in (np.exp(rng.normal(0.0, 1.0, 60).cumsum() * 0.4 + 5.0), 500.0 + rng.normal(0.0, 40.0, 60)):
        result = backtest_series(series_of(list(values)), models={})
        both = {
            name: np.concatenate(
                [
                    scores.weighted_interval_score(
                        kind(values[:day], len(values[day : day + 14])), values[day : day + 14]
                    )
                    for day in range(7, 60)
                ]
            ).mean()
            for name, kind in (("normal", baselines.persistence), ("log", baselines.persistence_log))
        }
        assert float(result.runs["persistence"].wis.mean()) == pytest.approx(min(both.values()))


def test_what_was_published_later_changes_no_forecast() -> None:
    rng = np.random.default_rng(6)
    values = rng.gamma(5.0, 100.0, 20)
    published = [datetime(2030, 1, 2) + timedelta(days=day, hours=9) for day in range(20)]
    early = tuple(Version(day, float(values[day]), published[day]) for day in range(20))
    late = tuple(Version(day, 7.0 * float(values[day]), datetime(2031, 1, 1)) for day in range(20))
    seen: dict[str, list[list[float]]] = {"early": [], "late": []}
    for name, versions in (("early", early), ("late", (*early, *late))):

        def spy(history: History, horizon: int, name: str = name) -> Ahead:
            seen[name].append(history.values.tolist())
            return oracle(history, horizon)

        backtest_series(Series("x", FIRST, values, versions), models={"spy": spy})
    assert seen["early"] == seen["late"]
    assert len(seen["early"]) == 13


def test_a_model_that_cannot_be_fitted_is_counted() -> None:
    model = backtest.from_baseline(lambda _values, _horizon: None)
    table = score_table(backtest_series(RISE, models={"none": model}))
    assert table["models"]["none"]["unfitted"] == 23
    assert table["models"]["none"]["relative_wis"] >= 1.0 - 1e-9


def test_the_contract_has_its_keys() -> None:
    table = score_table(backtest_series(series_of([30.0, 50, 90, 120, 80, 60, 55, 40, 30, 28, 20, 12])))
    assert {"series", "origins", "models"} <= set(table)
    assert {"qonaq", "persistence", "drift", "seasonal naive", "damped growth", "ETS", "Theta", "ARIMA"} == set(
        table["models"]
    )
    for row in table["models"].values():
        assert {"wis", "relative_wis", "coverage", "median_ape_7day", "by_horizon", "by_phase"} <= set(row)
        assert set(row["coverage"]) == {"50", "80", "90", "95"}
        assert set(row["by_phase"]) == {"7-10", "11-20", "21+"}
        assert row["by_phase"]["21+"] is None


def test_without_the_library_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(baselines, "LIBRARY", "no_such_library")
    result = backtest_series(series_of([30.0, 50, 90, 120, 80, 60, 55, 40, 30]))
    assert "ETS, Theta and ARIMA are absent: install them with  pip install 'qonaq[evaluate]'" in result.remarks


def test_settings_that_cannot_be_are_said_at_once() -> None:
    with pytest.raises(SettingError) as caught:
        backtest_series(RISE, first_day=1, horizons=0, pool=-3.0, models={})
    words = [str(mistake) for mistake in caught.value.mistakes]
    assert [word.split(":")[0] for word in words] == ["--first-day", "horizons", "--pool"]


def test_a_series_that_is_too_short_is_refused() -> None:
    with pytest.raises(EvidenceError, match="found 7 days; allowed: 8 days or more with origins from day 7"):
        backtest_series(series_of([1.0] * 7), models={})


def test_a_series_published_at_one_moment_has_no_origin() -> None:
    versions = tuple(Version(day, 5.0, datetime(2031, 1, 1)) for day in range(12))
    with pytest.raises(EvidenceError, match="no day whose number came out while it was the newest"):
        backtest_series(Series("x", FIRST, np.full(12, 5.0), versions), first_day=3, models={})
