"""Which possible courses the numbers so far support, and how each would go on.

Every course (`curve.Courses`) carries an exact Kalman filter of two unknowns on the logarithmic scale: the height of
its peak, and its present deviation from the curve, which fades (AR(1)). The filter's predictive density of each new
number is the particle's evidence. A Student factor keeps one odd number from moving everything.

    x_t = a + g_t + u_t + e_t        u_t = φ·u_(t−1) + η_t,  η ~ N(0, q²)        e_t ~ Student(ν; r_t)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonaq.inference.curve import Courses

Floats = NDArray[np.float64]

FREEDOM = 5.0  # degrees of freedom of the Student errors
DIFFUSE = 25.0  # prior variance of the logarithm of the peak's height


@dataclass(frozen=True)
class Belief:
    """Courses after the last number: their evidence, and mean and covariance of height and deviation."""

    evidence: Floats  # logarithm of how well each course foresaw the numbers
    height: Floats
    deviation: Floats
    var_height: Floats
    covariance: Floats
    var_deviation: Floats


def believe(courses: Courses, shape: Floats, logs: Floats, variance: Floats, *, memory: float) -> Belief:
    """Filter every course through the logarithms of the numbers so far.

    `shape` is `log_curve` on the same days (days, particles); `logs` has NaN where no number is known; `variance` is
    the part of each number's error variance that counting alone explains; `memory` is the share of the evidence that is
    kept from day to day (1: all of it).
    """
    q2, phi = courses.drift**2, courses.damping
    start = logs[np.isfinite(logs)][0] if np.isfinite(logs).any() else 0.0
    count = len(courses)
    evidence = np.zeros(count)
    a, u = np.full(count, start), np.zeros(count)
    # A level that wanders has no own height: its deviation starts diffuse instead.
    paa = np.where(courses.flat, 0.0, DIFFUSE)
    puu = np.where(courses.flat, DIFFUSE, q2 / np.maximum(1.0 - phi**2, 1e-9))
    pau = np.zeros(count)
    seen = False
    for day, x in enumerate(logs):
        if day:
            u, pau, puu = phi * u, phi * pau, phi**2 * puu + q2
            evidence *= memory
        if not np.isfinite(x):
            continue
        r2 = courses.noise**2 + variance[day]
        total = paa + 2.0 * pau + puu + r2
        miss = x - shape[day] - a - u
        odd = miss * miss / total
        if seen:
            # −log of the Student density: ½·log(total) + ½·(ν + 1)·log(1 + odd/ν), with one logarithm for speed
            evidence -= 0.5 * np.log(total * (1.0 + odd / FREEDOM) ** (FREEDOM + 1.0))
            # An odd number counts as if it had been measured with a larger error.
            total = total + r2 * np.maximum(odd - 4.0, 0.0)
        seen = True
        ka, ku = (paa + pau) / total, (pau + puu) / total
        a, u = a + ka * miss, u + ku * miss
        paa, pau, puu = paa - ka * (paa + pau), pau - ka * (pau + puu), puu - ku * (pau + puu)
    return Belief(evidence, a, u, np.maximum(paa, 0.0), pau, np.maximum(puu, 0.0))


def _pick(weight: Floats, paths: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Systematic resampling: particle numbers, as often as their weights say."""
    points = (np.arange(paths) + rng.random()) / paths
    found = np.searchsorted(np.cumsum(weight), points)
    return np.asarray(np.minimum(found, len(weight) - 1), dtype=np.int64)


def log_paths(
    courses: Courses,
    belief: Belief,
    weight: Floats,
    ahead: Floats,
    *,
    paths: int,
    widen: float,
    rng: np.random.Generator,
) -> tuple[Floats, Floats]:
    """Sample courses of the coming days: logarithm of the level, and each path's noise; both (paths, days).

    `weight` sums to 1; `ahead` is `log_curve` of the coming days (days, courses); `widen` multiplies the standard
    deviations of the coming days' deviation and noise.
    """
    chosen = rng.permutation(_pick(weight, paths, rng))
    phi, q = courses.damping[chosen], widen * courses.drift[chosen]
    paa, pau, puu = belief.var_height[chosen], belief.covariance[chosen], belief.var_deviation[chosen]
    first, second = rng.standard_normal((2, paths))
    root = np.sqrt(paa)
    slope = np.divide(pau, root, out=np.zeros(paths), where=root > 0.0)
    a = belief.height[chosen] + root * first
    u = belief.deviation[chosen] + slope * first + np.sqrt(np.maximum(puu - slope**2, 0.0)) * second
    level = np.empty((paths, len(ahead)))
    for day in range(len(ahead)):
        u = phi * u + q * rng.standard_normal(paths)
        level[:, day] = a + ahead[day, chosen] + u
    noise = widen * courses.noise[chosen, None] * rng.standard_t(FREEDOM, (paths, len(ahead)))
    return level, noise * np.sqrt((FREEDOM - 2.0) / FREEDOM)
