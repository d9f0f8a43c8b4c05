"""Forecasts that any other must beat: the simple ones here, and ETS, Theta and ARIMA from a well-kept library.

Every baseline takes the arrivals so far (people a day, gaps filled) and gives the 23 quantiles of each coming day;
shape (days ahead, 23), none below zero. One that cannot be fitted to them gives None.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from warnings import catch_warnings, simplefilter

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from qonaq.inference.scores import LEVELS, MEDIAN

Floats = NDArray[np.float64]
Baseline = Callable[[Floats, int], Floats | None]

NORMAL = ndtri(np.asarray(LEVELS))
WEEK = 7
# Share of the growth rate that is left after a day: Gardner and McKenzie 1985 (doi 10.1287/mnsc.31.10.1237) find damped
# trends best where growth cannot last; 0.8 lets a rate act for about five days in all.
GROWTH_DAMPING = 0.8
GROWTH_CAP = 10.0


def _normal(middle: Floats, variance: NDArray[np.floating[Any]]) -> Floats:
    return np.asarray(middle[:, None] + np.sqrt(variance)[:, None] * NORMAL, dtype=float)


def _mean_square_step(values: Floats) -> float:
    return float(np.mean(np.diff(values) ** 2)) if len(values) > 1 else 0.0


def persistence(values: Floats, horizon: int) -> Floats:
    """The last value goes on:  y_(T+h) ~ N(y_T, h·mean(Δy²))."""
    ahead = np.arange(1, horizon + 1)
    return np.maximum(_normal(np.full(horizon, values[-1]), ahead * _mean_square_step(values)), 0.0)


def persistence_log(values: Floats, horizon: int) -> Floats:
    """The last value goes on, with errors that are a factor: `persistence` of log(1 + y)."""
    logs = np.log1p(values)
    ahead = np.arange(1, horizon + 1)
    table = _normal(np.full(horizon, logs[-1]), ahead * _mean_square_step(logs))
    return np.maximum(np.expm1(np.minimum(table, 700.0)), 0.0)


def drift(values: Floats, horizon: int) -> Floats:
    """The straight line from the first value through the last goes on.

    y_(T+h) ~ N(y_T + h·d, h·(1 + h/(T − 1))·var(Δy)),   d = (y_T − y_1)/(T − 1)
    """
    steps = np.diff(values)
    ahead = np.arange(1, horizon + 1)
    mean_step = float(steps.mean()) if len(steps) else 0.0
    spread = float(np.mean((steps - mean_step) ** 2)) if len(steps) else 0.0
    variance = ahead * (1.0 + ahead / max(len(steps), 1)) * spread
    return np.maximum(_normal(values[-1] + ahead * mean_step, variance), 0.0)


def seasonal_naive(values: Floats, horizon: int) -> Floats:
    """The same weekday of last week again; errors are those that this made so far, growing by the week.

    y_(T+h) ~ N(y_(T+h−7k), k·mean((y_t − y_(t−7))²)),   k = ⌈h/7⌉;   `persistence` before a whole week is there
    """
    if len(values) <= WEEK:
        return persistence(values, horizon)
    ahead = np.arange(1, horizon + 1)
    weeks = -(-ahead // WEEK)
    middle = values[len(values) - 1 + ahead - WEEK * weeks]
    return np.maximum(_normal(middle, weeks * float(np.mean((values[WEEK:] - values[:-WEEK]) ** 2))), 0.0)


def damped_growth(values: Floats, horizon: int) -> Floats:
    """The growth rate of the last week goes on and fades, on the scale of log(1 + y).

    z_(T+h) = z_T + g·(φ + … + φ^h),   g = (z_T − z_(T−7))/7,   φ = 0.8;   variance h·mean(Δz²)

    Nothing above ten times the largest number so far: a zero day makes steps of the logarithm so large that the upper
    quantiles would have no meaning.
    """
    logs = np.log1p(values)
    span = min(WEEK, len(logs) - 1)
    rate = (logs[-1] - logs[-1 - span]) / span if span else 0.0
    ahead = np.arange(1, horizon + 1)
    faded = rate * np.cumsum(GROWTH_DAMPING**ahead)
    table = np.minimum(_normal(logs[-1] + faded, ahead * _mean_square_step(logs)), 700.0)
    return np.clip(np.expm1(table), 0.0, GROWTH_CAP * values.max())


SIMPLE: dict[str, Baseline] = {
    "drift": drift,
    "seasonal naive": seasonal_naive,
    "damped growth": damped_growth,
}

# --- ETS, Theta and ARIMA -------------------------------------------------------------------------------------------

LIBRARY = "statsforecast"
LIBRARY_MODELS = {"ETS": "AutoETS", "Theta": "Theta", "ARIMA": "AutoARIMA"}
LIBRARY_DAYS = 180  # the models see so many days at the most: fitting ARIMA to years takes minutes for each series
HOW_TO_INSTALL = "ETS, Theta and ARIMA are absent: install them with  pip install 'qonaq[evaluate]'"
# Central intervals whose ends are the 22 quantiles around the median, widest first (percent).
CENTRAL = tuple(round(100 * (1 - 2 * level)) for level in LEVELS[:MEDIAN])


def library_is_there() -> bool:
    """Whether the optional library of ETS, Theta and ARIMA is installed."""
    return find_spec(LIBRARY) is not None


# What the library raises where a series is too short or too even for a model.
_NO_FIT = (ArithmeticError, IndexError, NotImplementedError, ValueError, np.linalg.LinAlgError)


def _library_baseline(kind: str) -> Baseline:
    model_class: Any = getattr(import_module(f"{LIBRARY}.models"), kind)

    def forecast(values: Floats, horizon: int) -> Floats | None:
        values = values[-LIBRARY_DAYS:]
        if not np.ptp(values) > 0.0:
            return None
        try:
            with np.errstate(all="ignore"), catch_warnings():
                simplefilter("ignore")  # divisions by zero inside the library; the check below sees what they do
                answer = model_class(season_length=1).forecast(y=values, h=horizon, level=list(CENTRAL))
        except _NO_FIT:
            return None
        lower = [answer[f"lo-{level}"] for level in CENTRAL]
        upper = [answer[f"hi-{level}"] for level in reversed(CENTRAL)]
        # Intervals that the library draws at random may cross by a little; sorted, they are quantiles again.
        table = np.maximum(np.sort(np.stack([*lower, answer["mean"], *upper], axis=-1), axis=-1), 0.0)
        return np.asarray(table, dtype=float) if np.isfinite(table).all() else None

    return forecast


def baselines() -> dict[str, Baseline]:
    """Every baseline that can run here, by name; without the library's where it is not installed."""
    if not library_is_there():
        return dict(SIMPLE)
    return {**SIMPLE, **{name: _library_baseline(kind) for name, kind in LIBRARY_MODELS.items()}}
