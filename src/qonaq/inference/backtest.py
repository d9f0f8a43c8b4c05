"""Rolling origins: what would have been forecast on each day of a past crisis, and how good it was.

On every origin a model sees only what was known by then, and forecasts up to 14 days. Scores are collected by
horizon and by phase of the crisis.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qonaq.errors import EvidenceError, Mistake, SettingError
from qonaq.inference import scores
from qonaq.inference.baselines import (
    HOW_TO_INSTALL,
    Baseline,
    baselines,
    library_is_there,
    persistence,
    persistence_log,
)
from qonaq.inference.outlook import OutlookSettings, forecast_series
from qonaq.inference.series import Floats, Series, fill_gaps

OURS, REFERENCE = "qonaq", "persistence"
FIRST_DAY, HORIZONS, WEEK = 7, 14, 7
# Phases of a crisis by day of the origin: the start, the turning point, what follows.
PHASES: dict[str, tuple[int, float]] = {"1-6": (1, 6), "7-10": (7, 10), "11-20": (11, 20), "21+": (21, np.inf)}
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class History:
    """What a model may see on an origin: arrivals a day so far (NaN where unknown)."""

    values: Floats
    first_date: date
    pool: float | None = None
    seed: int = 0


@dataclass(frozen=True)
class Ahead:
    """A model's answer: 23 quantiles of each coming day, and of the total of the coming week its median."""

    quantiles: Floats
    week_total: float
    fitted: bool = True  # False: the model could not be fitted, and the last value goes on instead


Model = Callable[[History, int], Ahead]


@dataclass(frozen=True)
class Run:
    """One model's forecasts on all origins, a row for each origin and horizon."""

    day: NDArray[np.int64]  # day number of the origin; the first day of the series is 1
    horizon: NDArray[np.int64]  # days ahead
    quantiles: Floats  # people a day, (rows, 23)
    observed: Floats  # people a day, newest version
    week_day: NDArray[np.int64]  # origins with a whole week ahead
    week_total: Floats  # forecast median of that week's total (people)
    week_observed: Floats
    unfitted: int = 0  # origins on which the model could not be fitted

    @property
    def wis(self) -> Floats:
        return scores.weighted_interval_score(self.quantiles, self.observed)


@dataclass(frozen=True)
class Backtest:
    """All models on one series."""

    series: Series
    origins: tuple[date, ...]
    runs: dict[str, Run]
    remarks: tuple[str, ...] = ()


def from_baseline(baseline: Baseline) -> Model:
    """A baseline as a model: gaps filled, the week's total as the sum of medians, persistence where it has no fit."""

    def model(history: History, horizon: int) -> Ahead:
        values = fill_gaps(history.values)
        fitted = baseline(values, horizon)
        table = persistence(values, horizon) if fitted is None else fitted
        return Ahead(table, float(table[:WEEK, scores.MEDIAN].sum()), fitted is not None)

    return model


def qonaq_model(settings: OutlookSettings | None = None) -> Model:
    """Our own forecast as a model."""

    def model(history: History, horizon: int) -> Ahead:
        forecast = forecast_series(
            history.values,
            first_date=history.first_date,
            pool=history.pool,
            horizon=horizon,
            seed=history.seed,
            settings=settings,
        )
        return Ahead(forecast.quantiles, float(np.median(forecast.samples[:, :WEEK].sum(axis=1))))

    return model


def all_models() -> dict[str, Model]:
    """Ours and every baseline but persistence, which is always there."""
    return {OURS: qonaq_model(), **{name: from_baseline(b) for name, b in baselines().items()}}


def backtest_series(
    series: Series,
    *,
    first_day: int = FIRST_DAY,
    horizons: int = HORIZONS,
    models: Mapping[str, Model] | None = None,
    pool: float | None = None,
    seed: int = 0,
    tell: Tell | None = None,
) -> Backtest:
    """Forecasts of every model on every origin from day `first_day` on.

    Persistence is always run, Normal and on the logarithm; the one that scores better on the series is kept.
    """
    _check(series, first_day, horizons, pool)
    histories = {
        day: History(known, series.first_date, pool, seed)
        for day in range(first_day, len(series))
        if (known := series.known_at(day)) is not None
    }
    if not histories:
        raise EvidenceError(
            Mistake(
                where=series.name,
                found="no day whose number came out while it was the newest",
                allowed="numbers that were published day by day",
                do="Give the series without the column as_of, or one with earlier publications.",
            )
        )
    tell = tell or (lambda _what, _done, _all: None)
    runs: dict[str, Run] = {}
    chosen = {**(all_models() if models is None else models)}
    work = len(chosen) * len(histories)
    for number, (name, model) in enumerate(chosen.items()):
        before = number * len(histories)
        runs[name] = _run(series, histories, model, horizons, partial(_told, tell, before, work))
    runs[REFERENCE] = _better_persistence(series, histories, horizons)
    remarks = series.remarks if models is not None or library_is_there() else (*series.remarks, HOW_TO_INSTALL)
    return Backtest(series, tuple(series.date_of(day) for day in histories), runs, remarks)


def _told(tell: Tell, before: int, work: int, done: int, _all: int) -> None:
    """One count over all models."""
    tell("forecasting from each day", before + done, work)


def _better_persistence(series: Series, histories: Mapping[int, History], horizons: int) -> Run:
    """Persistence with Normal errors, or with errors that are a factor: whichever scores better on the series."""
    both = [
        _run(series, histories, from_baseline(kind), horizons, lambda _d, _n: None)
        for kind in (persistence, persistence_log)
    ]
    return min(both, key=lambda run: float(run.wis.mean()))


def _check(series: Series, first_day: int, horizons: int, pool: float | None) -> None:
    mistakes = []
    if first_day < 2:
        mistakes.append(
            Mistake("--first-day", str(first_day), "2 or later", "Two days must be known to forecast a third.")
        )
    if not 1 <= horizons <= 60:
        mistakes.append(Mistake("horizons", str(horizons), "1 to 60 days", "Choose a horizon in that range."))
    if pool is not None and not pool > 0:
        mistakes.append(Mistake("--pool", f"{pool:g}", "people, more than 0", "Leave it out if it is not known."))
    if mistakes:
        raise SettingError(mistakes)
    if len(series) <= first_day:
        raise EvidenceError(
            Mistake(
                where=series.name,
                found=f"{len(series)} days",
                allowed=f"{first_day + 1} days or more with origins from day {first_day}",
                do="Give a longer series, or an earlier --first-day.",
            )
        )


def _run(
    series: Series, histories: Mapping[int, History], model: Model, horizons: int, tell: Callable[[int, int], None]
) -> Run:
    day, ahead, tables, observed = [], [], [], []
    week_day, week_total, week_observed = [], [], []
    unfitted = 0
    for done, (origin, history) in enumerate(histories.items(), start=1):
        truth = series.values[origin : origin + horizons]
        answer = model(history, len(truth))
        day += [origin] * len(truth)
        ahead += list(range(1, len(truth) + 1))
        tables.append(answer.quantiles)
        unfitted += not answer.fitted
        observed.append(truth)
        if len(truth) >= WEEK:
            week_day.append(origin)
            week_total.append(answer.week_total)
            week_observed.append(float(truth[:WEEK].sum()))
        tell(done, len(histories))
    return Run(
        day=np.array(day),
        horizon=np.array(ahead),
        quantiles=np.concatenate(tables),
        observed=np.concatenate(observed),
        week_day=np.array(week_day, dtype=np.int64),
        week_total=np.array(week_total),
        week_observed=np.array(week_observed),
        unfitted=unfitted,
    )


# --- the table of scores --------------------------------------------------------------------------------------------


def _scores_of(run: Run, reference: Run, rows: NDArray[np.bool_], weeks: NDArray[np.bool_]) -> dict[str, Any] | None:
    """Scores over some rows; None where there are none."""
    if not rows.any():
        return None
    table, truth = run.quantiles[rows], run.observed[rows]
    parts = scores.wis_parts(table, truth)
    wis, against = float(run.wis[rows].mean()), float(reference.wis[rows].mean())
    log_wis = float(scores.log_scale_score(table, truth).mean())
    log_against = float(scores.log_scale_score(reference.quantiles[rows], truth).mean())
    happened = weeks & (run.week_observed > 0.0)
    error = np.abs(run.week_total[happened] / run.week_observed[happened] - 1.0)
    return {
        "wis": wis,
        "relative_wis": wis / against if against > 0.0 else None,
        "log_wis": log_wis,
        "relative_log_wis": log_wis / log_against if log_against > 0.0 else None,
        "parts": {
            "width": float(parts.width.mean()),
            "too_low": float(parts.too_low.mean()),
            "too_high": float(parts.too_high.mean()),
        },
        "coverage": {name: float(scores.inside(table, truth, name).mean()) for name in scores.INTERVALS},
        "width_90": float(scores.interval_width(table, "90").mean()),
        "median_ape_7day": float(np.median(error)) if len(error) else None,
        "forecasts": int(rows.sum()),
    }


def score_table(backtest: Backtest) -> dict[str, Any]:
    """The scores of a back-test as the contract of `qonaq backtest --json` has them (DESIGN, section 9)."""
    reference = backtest.runs[REFERENCE]
    everything = np.ones(len(reference.day), dtype=bool)
    weeks = np.ones(len(reference.week_day), dtype=bool)
    models: dict[str, Any] = {}
    for name, run in backtest.runs.items():
        by_horizon = {
            str(h): _scores_of(run, reference, run.horizon == h, weeks & (h <= 0)) for h in np.unique(run.horizon)
        }
        by_phase = {
            phase: _scores_of(
                run,
                reference,
                (run.day >= low) & (run.day <= high),
                (run.week_day >= low) & (run.week_day <= high),
            )
            for phase, (low, high) in PHASES.items()
            if phase != "1-6" or (run.day <= high).any()
        }
        pit = scores.pit(run.quantiles, run.observed)
        models[name] = {
            **(_scores_of(run, reference, everything, weeks) or {}),
            "unfitted": run.unfitted,
            "pit": [int(n) for n in np.histogram(pit, bins=10, range=(0.0, 1.0))[0]],
            "by_horizon": by_horizon,
            "by_phase": by_phase,
        }
    return {
        "series": backtest.series.name,
        "origins": len(backtest.origins),
        "origin_dates": [day.isoformat() for day in backtest.origins],
        "models": models,
        "remarks": list(backtest.remarks),
    }
