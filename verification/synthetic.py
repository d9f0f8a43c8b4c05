"""Invented arrival series of many shapes, to score a forecast on crises that no curve was made for.

No shape is drawn from the curve of `qonaq.inference.curve`: peaks are gamma densities or broken straight lines, pools
empty by a hazard, levels wander. Each series has daily noise, a slow wander, and sometimes a weekly cycle or days that
were booked together. Numbers are invented; the same seed gives the same series.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
DAYS = 75


def _gamma(days: Floats, peak: float, steepness: float) -> Floats:
    """A gamma density scaled to 1 at its peak: early rise, late tail."""
    t = (days + 1.0) / (peak + 1.0)
    return np.asarray((t * np.exp(1.0 - t)) ** steepness)


def _ramp(days: Floats, corners: list[tuple[float, float]]) -> Floats:
    """Straight lines between corners (day, height)."""
    at, height = zip(*corners, strict=True)
    return np.interp(days, at, height)


def _pool(days: Floats, rng: np.random.Generator) -> Floats:
    """A pool that empties: the hazard rises over some days to a steady value."""
    hazard = rng.uniform(0.15, 0.35) / (1.0 + np.exp(-(days - rng.uniform(2.0, 6.0)) / rng.uniform(0.7, 1.5)))
    left = np.exp(-np.concatenate([[0.0], np.cumsum(hazard)[:-1]]))
    flow = left * (1.0 - np.exp(-hazard))
    return np.asarray(flow / flow.max())


def _plateau(days: Floats, rng: np.random.Generator) -> Floats:
    rise, level = rng.uniform(3.0, 7.0), rng.uniform(0.8, 1.0)
    end = rng.uniform(40.0, 55.0)
    return _ramp(days, [(0, 0.1), (rise, level), (end, level), (end + 6, 0.25), (DAYS, 0.2)])


def _two_waves(days: Floats, rng: np.random.Generator) -> Floats:
    first = _gamma(days, rng.uniform(5.0, 10.0), rng.uniform(2.0, 5.0))
    second = _gamma(np.maximum(days - rng.uniform(20.0, 30.0), -1.0), rng.uniform(6.0, 12.0), 3.0)
    return np.asarray(first + rng.uniform(0.5, 1.2) * second + 0.05)


SHAPES: dict[str, Callable[[Floats, np.random.Generator], Floats]] = {
    "peak on day 5": lambda d, g: _gamma(d, 5.0, g.uniform(1.0, 3.0)) + g.uniform(0.02, 0.15),
    "peak on day 12": lambda d, g: _gamma(d, 12.0, g.uniform(2.0, 6.0)) + g.uniform(0.02, 0.15),
    "peak on day 30": lambda d, g: _gamma(d, 30.0, g.uniform(3.0, 8.0)) + g.uniform(0.02, 0.10),
    "two waves": _two_waves,
    "plateau": _plateau,
    "no peak": lambda d, g: np.full_like(d, g.uniform(0.3, 1.0)) * np.exp(g.uniform(-0.01, 0.01) * d),
    "slow rise": lambda d, g: _ramp(d, [(0, g.uniform(0.05, 0.3)), (DAYS, 1.0)]),
    "monotone decline": lambda d, g: np.exp(-d / g.uniform(8.0, 30.0)) + g.uniform(0.0, 0.1),
    "finite pool": _pool,
    "stretched time": lambda d, g: _gamma(d / 3.0, 8.0, g.uniform(2.0, 5.0)) + g.uniform(0.02, 0.1),
    "broken lines": lambda d, g: _ramp(
        d, [(0, 0.05), (g.uniform(6, 16), 1.0), (g.uniform(20, 40), 0.3), (60, g.uniform(0.05, 0.3)), (DAYS, 0.1)]
    ),
}


def synthetic_series(shape: str, seed: int) -> Floats:
    """One invented series of daily arrivals (people a day, whole numbers)."""
    rng = np.random.Generator(np.random.Philox(key=[list(SHAPES).index(shape), seed]))
    days = np.arange(DAYS, dtype=float)
    scale = np.exp(rng.uniform(np.log(150.0), np.log(120_000.0)))
    wander = np.zeros(DAYS)
    for day in range(1, DAYS):
        wander[day] = 0.9 * wander[day - 1] + 0.06 * rng.standard_normal()
    noise = rng.uniform(0.03, 0.15) * rng.standard_t(5, DAYS)
    weekly = rng.uniform(0.0, 0.25) * np.cos(2.0 * np.pi * (days - rng.integers(7)) / 7.0) * (rng.random() < 0.4)
    mean = scale * SHAPES[shape](days, rng) * np.exp(wander + noise + weekly)
    arrivals = rng.poisson(mean).astype(float)
    if rng.random() < 0.25:  # a day booked with the next one
        late = int(rng.integers(9, DAYS - 2))
        arrivals[late + 1] += arrivals[late]
        arrivals[late] = 0.0
    return arrivals


def synthetic_set(per_shape: int, *, first_seed: int = 0) -> dict[str, Floats]:
    """`per_shape` series of each shape, by name."""
    return {
        f"{shape} {number + 1}": synthetic_series(shape, first_seed + number)
        for shape in SHAPES
        for number in range(per_shape)
    }
