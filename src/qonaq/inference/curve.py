"""What we believe about the course of an arrival crisis before its first number: it rises, peaks and declines.

The shape of a crisis is drawn as *particles*: many possible courses with their noise. The numbers seen so far then
say which of them to believe (`particles`). Nothing here was fitted to a series that the record scores;
`docs/forecast.md` has the origin of every number.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class CurvePrior:
    """Priors of the course and of its noise; a pair is (median, standard deviation of the logarithm)."""

    curve_share: float = field(default=0.8, metadata={"unit": "share"})  # the rest: a level that wanders
    peak_day: tuple[float, float] = field(default=(10.0, 0.8), metadata={"unit": "days since onset"})
    rise_share: tuple[float, float] = field(default=(0.3, 0.5), metadata={"unit": "share of the peak day"})
    decline_share: tuple[float, float] = field(default=(1.0, 0.7), metadata={"unit": "share of the peak day"})
    floor: tuple[float, float] = field(default=(0.12, 1.0), metadata={"unit": "share of the peak"})
    plateau_share: float = field(default=0.25, metadata={"unit": "share"})
    plateau_days: float = field(default=10.0, metadata={"unit": "days"})
    late_start_share: float = field(default=0.25, metadata={"unit": "share"})
    late_start_days: float = field(default=40.0, metadata={"unit": "days"})
    noise: tuple[float, float] = field(default=(0.10, 0.7), metadata={"unit": "log"})
    drift: tuple[float, float] = field(default=(0.12, 0.6), metadata={"unit": "log"})
    damping: tuple[float, float] = field(default=(0.75, 0.98), metadata={"unit": "1/day"})


@dataclass(frozen=True)
class Courses:
    """Particles: one row of every array is one possible course. Days are counted from the first day of the series."""

    peak: Floats  # day of the peak (days)
    rise: Floats  # time scale of the rise (days)
    decline: Floats  # time scale of the decline (days)
    plateau: Floats  # days between rise and decline
    floor: Floats  # what remains in the end (share of the peak)
    flat: NDArray[np.bool_]  # no curve: a level that wanders
    noise: Floats  # error of a day's number (log)
    drift: Floats  # daily innovation of the deviation from the curve (log)
    damping: Floats  # share of the deviation that is left after a day

    def __len__(self) -> int:
        return len(self.peak)


FAR = 60.0  # time scales beyond which the curve is nothing: e^−60
UNKNOWNS = 9  # standard normal scores that make a course


def courses_of(scores: Floats, flat: NDArray[np.bool_], prior: CurvePrior) -> Courses:
    """Courses from standard normal scores, shape (courses, UNKNOWNS): the prior is what independent scores give."""

    def spread(pair: tuple[float, float], score: Floats) -> Floats:
        return np.asarray(pair[0] * np.exp(pair[1] * score), dtype=float)

    def some(share: float, score: Floats) -> Floats:
        """0 for all but a share, and for those uniform on 0..1."""
        return np.asarray(np.maximum(ndtr(score) - (1.0 - share), 0.0) / share, dtype=float)

    z = scores.T
    since_onset = spread(prior.peak_day, z[0])
    low, high = prior.damping
    return Courses(
        peak=since_onset - prior.late_start_days * some(prior.late_start_share, z[5]),
        rise=np.maximum(since_onset * spread(prior.rise_share, z[1]), 0.2),
        decline=np.maximum(since_onset * spread(prior.decline_share, z[2]), 0.5),
        plateau=-prior.plateau_days * np.log1p(-np.minimum(some(prior.plateau_share, z[4]), 1.0 - 1e-9)),
        floor=np.minimum(spread(prior.floor, z[3]), 0.9),
        flat=flat,
        noise=np.clip(spread(prior.noise, z[6]), 0.01, 2.0),
        drift=np.clip(spread(prior.drift, z[7]), 0.01, 2.0),
        damping=np.where(flat, 1.0, low + (high - low) * ndtr(z[8])),
    )


def log_curve(courses: Courses, days: Floats) -> Floats:
    """Logarithm of the course, 0 at its peak; shape (days, particles).

        s(t) = (ρ + δ) / (ρ·e^(−x/ρ) + δ·e^(x/δ)),   x = t − peak, held at 0 during the plateau
        g(t) = log( φ(t) + (1 − φ(t))·s(t) ),        φ(t) = floor / (1 + e^(−x/ρ))

    ρ rise, δ decline (days); the floor sets in with the peak, since nobody comes before the onset.
    """
    out = np.zeros((len(days), len(courses)))
    total = courses.rise + courses.decline
    for row, day in zip(out, days, strict=True):  # day by day, so that the arrays stay in the processor's cache
        x = day - courses.peak
        x = np.where(x > 0.0, np.maximum(x - courses.plateau, 0.0), x)
        up = np.exp(np.minimum(-x / courses.rise, FAR))
        down = np.exp(np.minimum(x / courses.decline, FAR))
        shape = total / (courses.rise * up + courses.decline * down)
        floor = courses.floor / (1.0 + up)
        row[:] = np.where(courses.flat, 0.0, np.log(floor + (1.0 - floor) * shape))
    return out
