"""How far a sample may stray from its law before a test fails: one rule for every statistical test.

All statistical comparisons of the suite together may fail by chance once in a thousand full runs (family-wise 1e-3).
The family is taken to hold FAMILY comparisons, more than there are; each one gets an equal part (Bonferroni).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

FAMILY_WISE = 1e-3
FAMILY = 2_000
LEVEL = FAMILY_WISE / FAMILY
EXPECTED_AT_LEAST = 8.0  # a chi-square cell expects at least this many


def limit(comparisons: int = 1) -> float:
    """The p-value below which a law is rejected, when one test makes several comparisons of its own."""
    return LEVEL / comparisons


def deviations(comparisons: int = 1) -> float:
    """How many standard errors a mean may lie from its expectation (two-sided Normal at `limit`)."""
    from scipy.stats import norm

    return float(norm.isf(limit(comparisons) / 2.0))


def chi_square_p(observed: ArrayLike, expected: ArrayLike, *, fitted: int = 0) -> float:
    """The p-value of observed against expected counts; neighbouring cells that expect too few are joined.

    Both must sum to the same: what is counted must have been expected.
    """
    from scipy.stats import chi2

    counts, means = np.asarray(observed, float), np.asarray(expected, float)
    if not math.isclose(counts.sum(), means.sum(), rel_tol=1e-6):
        raise ValueError(f"observed {counts.sum()} and expected {means.sum()} differ in total")
    joined_counts, joined_means = [0.0], [0.0]
    for count, mean in zip(counts, means, strict=True):
        if joined_means[-1] >= EXPECTED_AT_LEAST:
            joined_counts.append(0.0)
            joined_means.append(0.0)
        joined_counts[-1] += count
        joined_means[-1] += mean
    if len(joined_means) > 2 and joined_means[-1] < EXPECTED_AT_LEAST:
        last_count, last_mean = joined_counts.pop(), joined_means.pop()
        joined_counts[-1] += last_count
        joined_means[-1] += last_mean
    if joined_means[-1] <= 0.0:
        joined_counts.pop(), joined_means.pop()
    if len(joined_means) - fitted < 2:
        raise ValueError("fewer than two cells: the sample is too small to test anything")
    o, e = np.array(joined_counts), np.array(joined_means)
    return float(chi2.sf(((o - e) ** 2 / e).sum(), len(o) - 1 - fitted))


def discrete_p(sample: ArrayLike, law: object, *, cells: int = 40) -> float:
    """The p-value of a sample of integers against a scipy.stats discrete law, in cells of about equal chance."""
    values = np.asarray(sample)
    edges = np.unique(law.ppf(np.linspace(0.0, 1.0, cells + 1)[1:-1]))  # type: ignore[attr-defined]
    chances = np.diff(np.concatenate([[0.0], law.cdf(edges), [1.0]]))  # type: ignore[attr-defined]
    counts = np.bincount(np.searchsorted(edges, values), minlength=len(chances))
    return chi_square_p(counts, chances * len(values))
