"""Our forecast of one series of daily arrivals, with its error: from the numbers so far to the coming days.

The course of a crisis (`curve`) is weighed by the numbers so far (`particles`) and continued; a known pool of people
empties; no path rises far beyond what was ever seen. The result is a quantile table and joint sample paths.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qonaq.errors import EvidenceError, Mistake, SettingError
from qonaq.inference.curve import CurvePrior, log_curve
from qonaq.inference.particles import log_paths
from qonaq.inference.scores import LEVELS
from qonaq.inference.search import search
from qonaq.inference.series import fill_gaps, repair_double_booked

Floats = NDArray[np.float64]

WEEK = 7
LOWEST_LEFT = 0.02  # share of a pool that is taken to be left, at the least, while people still come


@dataclass(frozen=True)
class OutlookSettings:
    """The settings of the forecast that are not priors; docs/forecast.md has their origins."""

    particles: int = field(default=8192, metadata={"unit": "courses"})
    wider: float = field(default=0.3, metadata={"unit": "share"})  # added to standard deviations of coming days, and
    doubt: float = field(default=0.1, metadata={"unit": "share"})  # least belief that there is no curve: both in the
    young: float = field(default=14.0, metadata={"unit": "days"})  # first days, and then fading as young / known days
    memory: float = field(default=0.97, metadata={"unit": "1/day"})  # share of the evidence that a day leaves
    window: int = field(default=120, metadata={"unit": "days"})  # older numbers are forgotten: 0.97^120 is 3 %
    cap: float = field(default=2.5, metadata={"unit": "largest number so far"})  # no path rises above it
    pool_error: float = field(default=0.15, metadata={"unit": "log"})  # how well a pool is known
    repair: bool = True  # spread days that were booked together
    weekly: bool = True  # learn a weekly cycle, once three weeks are there
    prior: CurvePrior = field(default_factory=CurvePrior)


@dataclass(frozen=True)
class SeriesForecast:
    """What is expected on each of the coming days, in people a day."""

    quantiles: Floats  # (days ahead, 23), at scores.LEVELS
    samples: Floats  # (paths, days ahead), equally likely joint paths
    first_date: date | None = None  # of the first coming day, where the series has dates

    @property
    def horizon(self) -> int:
        return len(self.quantiles)


def forecast_series(
    values: ArrayLike,
    *,
    first_date: date | None = None,
    pool: float | None = None,
    horizon: int = 14,
    seed: int = 0,
    samples: int = 2000,
    settings: OutlookSettings | None = None,
) -> SeriesForecast:
    """Forecast the days after a series of daily arrivals (people a day; NaN where a day's number is not known).

    `pool` is the number of people who could come in all, where that is known. The same seed gives the same numbers.

    >>> forecast_series([120, 300, 410, 390, 350, 280, 300], horizon=3, samples=200).quantiles.shape
    (3, 23)
    """
    settings = settings or OutlookSettings()
    seen = np.asarray(values, dtype=float)
    _check(seen, pool, horizon, samples)
    rng = np.random.Generator(np.random.Philox(key=seed))
    used = repair_double_booked(seen) if settings.repair else seen
    small = _small_number(used)
    logs = np.log(used + small) if pool is None else np.log(_hazard(used + small, pool))
    week = weekly_cycle(logs) if settings.weekly else np.zeros(WEEK)
    days = np.arange(len(used) + horizon)
    past, coming = days[: len(used)], days[len(used) :]
    counting = np.minimum(1.0 / (np.nan_to_num(used) + small), 1.0)  # Poisson error of a count, on the log scale
    youth = min(1.0, settings.young / float(np.isfinite(used).sum()))
    recent = slice(max(0, len(used) - settings.window), len(used))
    found = search(
        (logs - week[past % WEEK])[recent],
        counting[recent],
        past[recent].astype(float),
        prior=settings.prior,
        count=settings.particles,
        memory=settings.memory,
        doubt=settings.doubt * youth,
        seed=seed,
    )
    ahead = log_curve(found.courses, coming.astype(float)) + week[coming % WEEK, None]
    level, noise = log_paths(
        found.courses, found.belief, found.weight, ahead, paths=samples, widen=1.0 + settings.wider * youth, rng=rng
    )
    top = settings.cap * float(np.nanmax(used, initial=1.0)) + small
    if pool is None:
        mean = np.minimum(np.exp(np.minimum(level, 50.0)), top) * np.exp(noise)
        paths = np.minimum(rng.poisson(np.clip(mean - small, 0.0, top)), top)
    else:
        people = pool * np.exp(settings.pool_error * rng.standard_normal(samples))
        left = np.maximum(people - fill_gaps(used).sum(), LOWEST_LEFT * pool)
        paths = _emptying(left, np.exp(np.minimum(level + noise, 5.0)), small, top)
    after = None if first_date is None else first_date + timedelta(days=len(seen))
    return SeriesForecast(np.quantile(paths, LEVELS, axis=0).T, paths, after)


def _check(values: Floats, pool: float | None, horizon: int, samples: int) -> None:
    if values.ndim != 1 or not np.isfinite(values).any() or (values < 0.0).any() or np.isinf(values).any():
        found = "no number" if not np.isfinite(values).any() else "negative, infinite or nested numbers"
        do = "Give arrivals a day in order of date; NaN stands for a day without a number."
        raise EvidenceError(Mistake("series", found, "people a day, 0 or more, at least one number", do))
    mistakes = [
        Mistake(name, f"{given:g}", "more than 0", "Give a positive number.")
        for name, given in (("pool", pool), ("horizon", horizon), ("samples", samples))
        if given is not None and not given > 0
    ]
    if mistakes:
        raise SettingError(mistakes)


def _small_number(values: Floats) -> float:
    """People added before taking logarithms, so that a zero day is a low day and no catastrophe.

    Half a person, and a twentieth of the median of the last two weeks.
    """
    recent = values[-2 * WEEK :]
    recent = recent[np.isfinite(recent)]
    return 0.5 + 0.05 * float(np.median(recent)) if len(recent) else 0.5


def weekly_cycle(logs: Floats, *, least_weeks: int = 3, most_weeks: int = 8) -> Floats:
    """Deviation of each day of the week (position in the series modulo 7) on the log scale, shrunk towards none.

    Deviations are from the mean of the seven days around; an effect is believed as far as weekdays differ more among
    each other than a weekday does from week to week:  effect × τ²/(τ² + σ²/n).
    """
    count = len(logs)
    none = np.zeros(WEEK)
    if count < least_weeks * WEEK:
        return none
    filled = fill_gaps(logs)
    around = np.convolve(filled, np.full(WEEK, 1.0 / WEEK), mode="valid")
    off = filled[3 : count - 3] - around
    place = np.arange(3, count - 3) % WEEK
    off, place = off[-most_weeks * WEEK :], place[-most_weeks * WEEK :]
    usual = np.array([np.median(off[place == day]) for day in range(WEEK)])
    rest = off - usual[place]
    weeks = len(off) / WEEK
    # 1.4826 · median absolute deviation is the standard deviation of a Normal; a median's variance is π/2 · σ²/n.
    error = (1.4826 * float(np.median(np.abs(rest)))) ** 2 * np.pi / 2.0 / weeks
    between = max(float(np.var(usual)) - error, 0.0)
    effect = usual - usual.mean()
    return np.asarray(effect * between / (between + error), dtype=float) if between > 0.0 else none


def _hazard(values: Floats, pool: float) -> Floats:
    """Chance a day, as a rate, that somebody who had not come yet came:  λ = −log(1 − y/left)."""
    come = np.concatenate([[0.0], np.cumsum(fill_gaps(values))[:-1]])
    left = np.maximum(pool - come, LOWEST_LEFT * pool)
    return np.asarray(-np.log1p(-np.minimum(values / left, 1.0 - LOWEST_LEFT)), dtype=float)


def _emptying(left: Floats, rate: Floats, small: float, top: float) -> Floats:
    """Paths of a pool that empties:  y = left·(1 − e^(−λ)) − small,  left ← left − y."""
    paths = np.empty_like(rate)
    for day in range(rate.shape[1]):
        paths[:, day] = np.clip(left * -np.expm1(-rate[:, day]) - small, 0.0, top)
        left = left - paths[:, day]
    return paths
