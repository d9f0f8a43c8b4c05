"""How good a forecast was: scores that reward saying both the right number and how sure one is.

Every score here is a proper one (it cannot be improved by saying something else than one believes) or a check of
calibration. Lower is better for `weighted_interval_score`, `crps_samples`, `energy_score` and `brier_score`.

Sources: Bracher et al. 2021 (doi 10.1371/journal.pcbi.1008618) for the weighted interval score; Gneiting and Raftery
2007 (doi 10.1198/016214506000001437) for CRPS, energy and Brier scores; Bosse et al. 2023
(doi 10.1371/journal.pcbi.1011393) for scoring on the logarithmic scale.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qonaq.errors import Mistake, SettingError

Floats = NDArray[np.float64]

# The 23 quantile levels of the forecast hubs (FluSight, COVID-19 and hubverse conventions).
LEVELS: tuple[float, ...] = (
    0.01, 0.025, 0.05, 0.10, 0.15, 0.20, 0.25, 0.30, 0.35, 0.40, 0.45, 0.50,
    0.55, 0.60, 0.65, 0.70, 0.75, 0.80, 0.85, 0.90, 0.95, 0.975, 0.99,
)  # fmt: skip
MEDIAN = LEVELS.index(0.5)
# Central intervals whose coverage is reported, and the positions of their ends among LEVELS.
INTERVALS: dict[str, tuple[int, int]] = {
    "50": (LEVELS.index(0.25), LEVELS.index(0.75)),
    "80": (LEVELS.index(0.10), LEVELS.index(0.90)),
    "90": (LEVELS.index(0.05), LEVELS.index(0.95)),
    "95": (LEVELS.index(0.025), LEVELS.index(0.975)),
}


def _quantile_table(quantiles: ArrayLike) -> Floats:
    table = np.asarray(quantiles, dtype=float)
    if table.shape[-1:] != (len(LEVELS),):
        raise SettingError(
            Mistake(
                where="quantiles of a forecast",
                found=f"{table.shape[-1] if table.ndim else 0} values in the last dimension",
                allowed=f"{len(LEVELS)} values, at the levels of scores.LEVELS",
                do="Give one value for each of the 23 levels.",
            )
        )
    return table


def pinball_loss(quantiles: ArrayLike, observed: ArrayLike) -> Floats:
    """Loss of each quantile; shape (..., 23).

    ρ_τ(y, q) = (y − q)·(τ − 1[y < q])
    """
    table = _quantile_table(quantiles)
    error = np.asarray(observed, dtype=float)[..., None] - table
    return np.asarray(error * (np.asarray(LEVELS) - (error < 0.0)), dtype=float)


def weighted_interval_score(quantiles: ArrayLike, observed: ArrayLike) -> Floats:
    """Weighted interval score: twice the mean pinball loss over the 23 quantiles; shape (...).

        WIS = 2/23 · Σ_τ ρ_τ(y, q_τ)

    >>> float(weighted_interval_score([3.0] * 23, 5.0))
    2.0
    """
    return np.asarray(2.0 * pinball_loss(quantiles, observed).mean(axis=-1), dtype=float)


@dataclass(frozen=True)
class WisParts:
    """What the weighted interval score is made of; the three add up to it."""

    width: Floats
    too_low: Floats  # penalty because the truth lay above the intervals
    too_high: Floats  # penalty because the truth lay below the intervals


def wis_parts(quantiles: ArrayLike, observed: ArrayLike) -> WisParts:
    """Width, under- and over-prediction of the weighted interval score.

    α/2·(u − l) + (l − y)⁺ + (y − u)⁺   for each of 11 central intervals;  ½·|y − m| for the median, all · 2/23
    """
    table = _quantile_table(quantiles)
    y = np.asarray(observed, dtype=float)[..., None]
    lower, upper = table[..., :MEDIAN], table[..., :MEDIAN:-1]
    alpha = 2.0 * np.asarray(LEVELS[:MEDIAN])
    middle = y[..., 0] - table[..., MEDIAN]
    share = 2.0 / len(LEVELS)
    width = share * (alpha / 2.0 * (upper - lower)).sum(axis=-1)
    low = share * (np.maximum(y - upper, 0.0).sum(axis=-1) + 0.5 * np.maximum(middle, 0.0))
    high = share * (np.maximum(lower - y, 0.0).sum(axis=-1) + 0.5 * np.maximum(-middle, 0.0))
    return WisParts(width=width, too_low=low, too_high=high)


def log_scale_score(quantiles: ArrayLike, observed: ArrayLike) -> Floats:
    """Weighted interval score of log(1 + x): an error of a factor costs the same at the peak and in the tail."""
    table = np.log1p(np.maximum(_quantile_table(quantiles), 0.0))
    return weighted_interval_score(table, np.log1p(np.asarray(observed, dtype=float)))


def inside(quantiles: ArrayLike, observed: ArrayLike, interval: str) -> NDArray[np.bool_]:
    """Whether the truth lay inside the central interval ("50", "80", "90" or "95"), ends included."""
    low, high = INTERVALS[interval]
    table = _quantile_table(quantiles)
    y = np.asarray(observed, dtype=float)
    return np.asarray((table[..., low] <= y) & (y <= table[..., high]))


def interval_width(quantiles: ArrayLike, interval: str) -> Floats:
    """Width of the central interval."""
    low, high = INTERVALS[interval]
    table = _quantile_table(quantiles)
    return np.asarray(table[..., high] - table[..., low], dtype=float)


def pit(quantiles: ArrayLike, observed: ArrayLike) -> Floats:
    """Probability that the forecast gave to a value no larger than the truth, from the quantiles by interpolation.

    Uniform on 0..1 where the forecast is calibrated; 0.005 and 0.995 beyond the outermost quantiles.
    """
    table = _quantile_table(quantiles)
    y = np.asarray(observed, dtype=float)
    flat = np.maximum.accumulate(table, axis=-1).reshape(-1, len(LEVELS))
    ends = (LEVELS[0] / 2.0, (1.0 + LEVELS[-1]) / 2.0)
    values = [
        np.interp(seen, row, LEVELS, left=ends[0], right=ends[1])
        for row, seen in zip(flat, np.broadcast_to(y, table.shape[:-1]).ravel(), strict=True)
    ]
    return np.asarray(values, dtype=float).reshape(table.shape[:-1])


def crps_samples(samples: ArrayLike, observed: ArrayLike) -> Floats:
    """Continuous ranked probability score of equally likely samples in the last dimension; shape (...).

    CRPS = mean|X − y| − ½·mean|X − X′|        (all pairs, by one sort)
    """
    drawn = np.sort(np.asarray(samples, dtype=float), axis=-1)
    size = drawn.shape[-1]
    y = np.asarray(observed, dtype=float)[..., None]
    rank = 2.0 * np.arange(1, size + 1) - size - 1.0
    return np.asarray(np.abs(drawn - y).mean(axis=-1) - (rank * drawn).sum(axis=-1) / size**2, dtype=float)


def energy_score(samples: ArrayLike, observed: ArrayLike) -> float:
    """Energy score of joint samples (samples × parts, for example cities or days) of one vector of truths.

    ES = mean‖X − y‖ − ½·mean‖X − X′‖
    """
    drawn, y = np.asarray(samples, dtype=float), np.asarray(observed, dtype=float)
    distance = np.linalg.norm(drawn - y, axis=-1).mean()
    spread = np.mean([np.linalg.norm(drawn - row, axis=-1).mean() for row in drawn])
    return float(distance - 0.5 * spread)


def brier_score(probabilities: ArrayLike, happened: ArrayLike) -> float:
    """Mean squared error of probabilities of events, such as "full by Friday".

    BS = mean (p − o)²
    """
    return float(np.mean((np.asarray(probabilities, dtype=float) - np.asarray(happened, dtype=float)) ** 2))


@dataclass(frozen=True)
class ReliabilityBin:
    """Forecasts of about the same probability, and how often the event then happened."""

    forecast: float
    happened: float
    count: int


def reliability(probabilities: ArrayLike, happened: ArrayLike, *, bins: int = 10) -> tuple[ReliabilityBin, ...]:
    """Reliability diagram as data: equal-width bins of the stated probability, empty ones left out."""
    p, o = np.asarray(probabilities, dtype=float), np.asarray(happened, dtype=float)
    place = np.minimum((p * bins).astype(int), bins - 1)
    return tuple(
        ReliabilityBin(float(p[place == k].mean()), float(o[place == k].mean()), int((place == k).sum()))
        for k in range(bins)
        if (place == k).any()
    )
