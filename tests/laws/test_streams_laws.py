"""Every sampler follows its law: chi-square against the exact probabilities, and a law 2 % off is rejected.

Law: the one named in the case. Sample: DRAWS draws at neighbouring addresses. Threshold: laws/threshold.py.
The streams are called one by one from Python, so the sample is what a few seconds allow.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from numba import njit
from scipy import stats

from laws.threshold import chi_square_p, discrete_p, limit
from qonaq.engine import streams

DRAWS = 200_000
SEED = 20220921


@njit(cache=True)
def binomials(n, p, draws):
    out = np.empty(draws, np.int64)
    for i in range(draws):
        out[i] = streams.binomial(n, p, SEED, i // 97, 1, i % 97, 3, i % 2, 0)
    return out


@njit(cache=True)
def hypergeometrics(good, bad, drawn, draws):
    out = np.empty(draws, np.int64)
    for i in range(draws):
        out[i] = streams.hypergeometric(good, bad, drawn, SEED, i // 97, 2, i % 97, 3, 0, i % 5)
    return out


@njit(cache=True)
def poissons(mean, draws):
    out = np.empty(draws, np.int64)
    for i in range(draws):
        out[i] = streams.poisson(mean, SEED, i // 97, 3, i % 97, 3, 0, 0)
    return out


@njit(cache=True)
def multinomials(n, weights, draws):
    out = np.empty((draws, weights.shape[0]), np.int64)
    for i in range(draws):
        streams.multinomial(n, weights, out[i], SEED, i // 97, 4, i % 97, 3, 0, 0)
    return out


@njit(cache=True)
def uniforms(draws, along):
    """Uniforms of which only one part of the address moves: 0 replicate, 1 day, 2 place, 3 group, 4 item, 5 draw."""
    out = np.empty(draws)
    for i in range(draws):
        at = np.zeros(6, np.int64)
        at[along] = i
        out[i] = streams.uniform(SEED, at[0], 5, at[1], at[2], at[3], at[4], at[5])
    return out


@njit(cache=True)
def normals(draws):
    out = np.empty(draws)
    for i in range(draws):
        out[i] = streams.normal(SEED, i // 97, 6, i % 97, 3, 0, 0)
    return out


BINOMIALS = [
    (1, 0.5),
    (3, 0.99),
    (10, 0.3),
    (50, 0.99),
    (21, 0.49),  # just above the step from inversion to rejection
    (19, 0.51),
    (1_000, 0.0099),
    (1_000, 0.0101),
    (1_000, 0.5),
    (10**6, 1.5e-5),
    (10**6, 0.3),
    (98_000, 0.971),
    (3 * 10**9, 1e-9),
    (3 * 10**9, 4e-9),
    (3 * 10**9, 0.123),
    (3 * 10**9, 0.5),
    (3 * 10**9, 1.0 - 1e-9),
]
HYPERGEOMETRICS = [
    (10, 10, 5),
    (10, 10, 10),
    (7, 3, 9),
    (100, 3, 50),
    (1_000, 1, 500),
    (1_000, 5_000, 3_000),
    (5_000, 1_000, 4_000),
    (3, 10**9, 10**8),
    (10**6, 10**5, 1_050_000),
    (10**5, 10**9, 10**5),
]
POISSONS = [0.01, 0.7, 3.0, 9.99, 10.0, 10.01, 30.5, 1e4, 1e8]


@pytest.mark.parametrize(("n", "p"), BINOMIALS)
def test_binomial_follows_its_law(n: int, p: float) -> None:
    assert discrete_p(binomials(n, p, DRAWS), stats.binom(n, p)) > limit()


@pytest.mark.parametrize(("good", "bad", "drawn"), HYPERGEOMETRICS)
def test_hypergeometric_follows_its_law(good: int, bad: int, drawn: int) -> None:
    sample = hypergeometrics(good, bad, drawn, DRAWS)
    assert discrete_p(sample, stats.hypergeom(good + bad, good, drawn)) > limit()


@pytest.mark.parametrize("mean", POISSONS)
def test_poisson_follows_its_law(mean: float) -> None:
    assert discrete_p(poissons(mean, DRAWS), stats.poisson(mean)) > limit()


def test_multinomial_follows_its_law() -> None:
    """Each cell is Binomial(n, w/Σw), and two cells together too, which ties their covariance."""
    weights = np.array([0.0, 2.0, 0.5, 0.0, 1e-3, 7.0, 0.0])
    share = weights / weights.sum()
    sample = multinomials(1_000, weights, DRAWS)
    assert (sample.sum(axis=1) == 1_000).all()
    assert not sample[:, share == 0.0].any()
    for cells in ([1], [2], [4], [5], [1, 2], [2, 4], [4, 5]):
        p = discrete_p(sample[:, cells].sum(axis=1), stats.binom(1_000, share[cells].sum()))
        assert p > limit(7)


@pytest.mark.parametrize("along", range(6))
def test_uniforms_at_neighbouring_addresses_are_uniform_and_independent(along: int) -> None:
    """Pairs of neighbours fill a 16 × 16 board evenly."""
    sample = uniforms(4_096 if along in (3, 5) else 100_000, along)
    board = np.floor(sample[:-1] * 16).astype(int) * 16 + np.floor(sample[1:] * 16).astype(int)
    counts = np.bincount(board, minlength=256)
    assert chi_square_p(counts, np.full(256, len(board) / 256)) > limit()


def test_normal_follows_its_law() -> None:
    edges = stats.norm.ppf(np.linspace(0, 1, 41))
    sample = normals(DRAWS)
    counts = [((low < sample) & (sample <= high)).sum() for low, high in pairwise(edges)]
    assert chi_square_p(counts, np.full(40, DRAWS / 40)) > limit()


@pytest.mark.parametrize(
    ("sample", "wrong_law"),
    [
        (lambda: binomials(1_000, 0.3, DRAWS), stats.binom(1_000, 0.306)),
        (lambda: binomials(1_000, 0.005, DRAWS), stats.binom(1_000, 0.0051)),
        (lambda: binomials(98_000, 0.971, DRAWS), stats.binom(98_000, 0.97)),
        (lambda: hypergeometrics(1_000, 5_000, 3_000, DRAWS), stats.hypergeom(6_000, 1_020, 3_000)),
        (lambda: hypergeometrics(1_000, 5_000, 3_000, DRAWS), stats.binom(1_000, 0.5)),
        (lambda: poissons(30.5, DRAWS), stats.poisson(30.5 * 1.02)),
        (lambda: poissons(3.0, DRAWS), stats.poisson(3.06)),
        (lambda: multinomials(1_000, np.array([1.0, 2.0]), DRAWS)[:, 0], stats.binom(1_000, 0.34)),
    ],
)
def test_a_law_two_per_cent_off_is_rejected(sample, wrong_law) -> None:  # type: ignore[no-untyped-def]
    assert discrete_p(sample(), wrong_law) < limit()


def test_a_generator_that_reuses_addresses_is_rejected() -> None:
    """The mutant forgets the item: draws of two items are then the same and their sum is not Binomial(2n, p)."""
    twice = 2 * binomials(20, 0.3, DRAWS)
    assert discrete_p(twice, stats.binom(40, 0.3)) < limit()
