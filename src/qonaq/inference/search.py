"""Weighs possible courses by the numbers so far: those with a curve, and those of a level that merely wanders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import qmc

from qonaq.inference.curve import UNKNOWNS, Courses, CurvePrior, courses_of, log_curve
from qonaq.inference.particles import Belief, believe

Floats = NDArray[np.float64]

FLAT_AMONG = 0.1  # share of the courses that are flat: those have two unknowns only and need fewer


@dataclass(frozen=True)
class Found:
    """Courses with their weights (sum 1) and what is believed of their height and deviation today."""

    courses: Courses
    weight: Floats
    belief: Belief


def search(
    logs: Floats,
    counting: Floats,
    days: Floats,
    *,
    prior: CurvePrior,
    count: int,
    memory: float,
    doubt: float,
    seed: int,
) -> Found:
    """`count` courses, weighed by the logarithms of the numbers on `days` (NaN where unknown).

    `counting` is the variance of each logarithm by counting alone; `memory` the share of the evidence that a day
    leaves; `doubt` the least belief that is left to courses without a curve.
    """
    points = qmc.Sobol(UNKNOWNS, seed=np.random.Generator(np.random.Philox(seed))).random(count)
    scores = ndtri(np.clip(points, 1e-6, 1.0 - 1e-6))
    flat = np.arange(count) < round(FLAT_AMONG * count)
    courses = courses_of(scores, flat, prior)
    belief = believe(courses, log_curve(courses, days), logs, counting, memory=memory)
    return Found(courses, _weights(belief.evidence, flat, prior.curve_share, doubt), belief)


def _weights(evidence: Floats, flat: NDArray[np.bool_], curve_share: float, doubt: float) -> Floats:
    """Weights that sum to 1: prior share × evidence, but never less than `doubt` for flat courses together."""
    weight: Floats = np.exp(evidence - evidence.max())
    mass = np.array([weight[~flat].mean() * curve_share, weight[flat].mean() * (1.0 - curve_share)])
    share = float(np.clip(mass[1] / mass.sum(), min(doubt, 1.0 - curve_share), 1.0))
    for kind, room in ((flat, share), (~flat, 1.0 - share)):
        among = np.exp(evidence[kind] - evidence[kind].max())
        weight[kind] = room * among / among.sum()
    return weight
