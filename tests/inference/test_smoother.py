"""The smoother against the exact posterior of a linear world, and what must not pass for inference."""

from __future__ import annotations

import numpy as np
import pytest

from qonaq.inference.smoother import LENGTHS, credible, localised, normals, smooth

MEMBERS, UNKNOWNS, FIGURES = 1000, 12, 8
SD = np.full(FIGURES, 0.5)
LABELS = [f"claim {k}" for k in range(FIGURES)]


def linear_world(seed):
    """y = G·z: figures of a linear world, the stated ones, and the exact posterior N(mean, cov)."""
    chance = np.random.default_rng(seed)
    response = chance.normal(size=(FIGURES, UNKNOWNS)) * (chance.random((FIGURES, UNKNOWNS)) < 0.4)
    truth = chance.normal(size=UNKNOWNS)
    stated = response @ truth + SD * chance.normal(size=FIGURES)
    covariance = np.linalg.inv(np.eye(UNKNOWNS) + response.T @ response / SD[0] ** 2)
    return response, stated, covariance @ response.T @ stated / SD[0] ** 2, covariance


def prior(seed):
    return normals(seed, process="prior", rows=MEMBERS, labels=[f"unknown {n}" for n in range(UNKNOWNS)])


def fitted(seed, sd=SD):
    response, stated, _, _ = linear_world(seed)
    return smooth(prior(seed), lambda z: z @ response.T - stated, sd=sd, labels=LABELS, seed=seed).scores


def distance(seed, sd=SD):
    """Worst error of the mean in posterior sds, and worst ratio of variances, over all unknowns."""
    _, _, mean, covariance = linear_world(seed)
    scores = fitted(seed, sd)
    spread = np.sqrt(np.diag(covariance))
    return np.abs((scores.mean(axis=0) - mean) / spread).max(), np.abs(np.log(scores.std(axis=0) / spread)).max()


def test_step_lengths_add_up_to_one_likelihood():
    assert sum(1.0 / length for length in LENGTHS) == pytest.approx(1.0)


@pytest.mark.parametrize("seed", range(5))
def test_linear_worlds_have_their_exact_posterior(seed):
    # 1,000 members: the mean is known to 0.03 sd a step, the sd to 2.2 % a step; localisation costs a little more
    mean_off, spread_off = distance(seed)
    assert mean_off < 0.45
    assert spread_off < 0.13


@pytest.mark.parametrize("seed", range(5))
def test_errors_taken_twice_as_large_are_rejected(seed):
    # The mutant of the test above.
    mean_off, spread_off = distance(seed, sd=2.0 * SD)
    assert mean_off > 0.45 or spread_off > 0.13


def test_a_figure_moves_only_what_it_depends_on():
    scores = prior(1)
    moved = smooth(scores, lambda z: z[:, :1] - 2.0, sd=np.array([0.1]), labels=["one"], seed=1).scores
    shift = np.abs(moved.mean(axis=0) - scores.mean(axis=0))
    assert shift[0] > 1.5
    assert np.all(shift[1:] < 0.1)


def test_another_figure_does_not_change_the_chance_of_the_first():
    def alone(z):
        return z[:, :1] - 1.0

    def both(z):
        return np.column_stack([z[:, 0] - 1.0, z[:, 5] + 1.0])

    one = smooth(prior(2), alone, sd=np.array([0.3]), labels=["one"], seed=2).scores
    two = smooth(prior(2), both, sd=np.array([0.3, 0.3]), labels=["one", "other"], seed=2).scores
    assert np.abs(one[:, 0] - two[:, 0]).max() < 0.35  # chance correlation of the two, not a new draw (sd would be 0.3)
    assert np.corrcoef(one[:, 0], two[:, 0])[0, 1] > 0.97


def test_the_same_seed_gives_the_same_members():
    assert np.array_equal(fitted(3), fitted(3))


def test_a_contradiction_widens_its_own_error_and_is_reported():
    def misfit(z):
        return np.column_stack([z[:, 0] - 1.0, z[:, 0] - 1.05, z[:, 0] - 0.95, z[:, 0] - 9.0])

    labels = ["a", "b", "c", "wild"]
    result = smooth(prior(4), misfit, sd=np.full(4, 0.2), labels=labels, seed=4)
    assert result.inflation[3] > 5.0
    assert np.all(result.inflation[:3] == 1.0)
    assert abs(result.scores[:, 0].mean() - 1.0) < 0.5  # without the growth it would lie at 2.9


def test_chance_correlations_are_cut_and_real_ones_kept():
    dz = normals(5, process="prior", rows=1000, labels=["a", "b", "c"])
    dz -= dz.mean(axis=0)
    dr = dz[:, :1] + 0.0
    cross = localised(dz, dr)
    assert cross[0, 0] == pytest.approx(dz[:, 0].var(ddof=1), rel=0.01)
    assert np.abs(cross[1:, 0]).max() < 0.07


def test_no_figure_changes_nothing():
    scores = prior(6)
    result = smooth(scores, lambda z: np.zeros((len(z), 0)), sd=np.zeros(0), labels=[], seed=6)
    assert np.array_equal(result.scores, scores)


def test_labels_not_positions_address_chance():
    first = normals(1, process="observation", rows=4, labels=["a", "b"])
    second = normals(1, process="observation", rows=4, labels=["b", "c", "a"])
    assert np.array_equal(first[:, 0], second[:, 2])
    assert np.array_equal(first[:, 1], second[:, 0])


def test_progress_is_told():
    told = []
    smooth(prior(7), lambda z: z[:, :1], sd=np.ones(1), labels=["a"], seed=7, progress=lambda d, t: told.append((d, t)))
    assert told == [(0, 3), (1, 3), (2, 3)]


def two_ways_in(z):
    """The logarithm of a sum: either way alone may make the figure, so no one slope holds for all members."""
    return np.logaddexp(1.5 * z[:, :1], 1.5 * z[:, 1:2]) - 1.0


def test_members_that_the_steps_leave_far_from_a_figure_are_replaced():
    sd = np.array([0.05])
    fit = smooth(prior(3), two_ways_in, sd=sd, labels=["sum"], seed=3)
    kept = credible(fit.misfit, sd, seed=3)
    assert fit.misfit.std() > 2.0 * sd[0]  # without it, the figure would seem far less known than it is
    assert fit.misfit[kept].std() < 1.5 * sd[0]
    assert len(np.unique(kept)) > 0.25 * MEMBERS


def test_members_of_a_linear_world_stay():
    response, stated, _, _ = linear_world(1)
    fit = smooth(prior(1), lambda z: z @ response.T - stated, sd=SD, labels=LABELS, seed=1)
    kept = credible(fit.misfit, SD, seed=1)
    assert np.mean(kept == np.arange(MEMBERS)) > 0.9


def test_however_far_the_members_are_a_quarter_stays_in_effect():
    misfit = np.abs(np.linspace(1.0, 400.0, MEMBERS))[:, None]
    kept = credible(misfit, np.array([1.0]), seed=1)
    share = np.bincount(kept, minlength=MEMBERS) / MEMBERS
    assert 1.0 / np.sum(share**2) > 0.15 * MEMBERS  # drawing copies costs a part of (Σw)²/Σw² = 0.25
    assert np.array_equal(credible(np.zeros((7, 0)), np.zeros(0), seed=1), np.arange(7))


def test_a_member_that_meets_the_figures_is_never_replaced():
    misfit = np.concatenate([np.zeros(10), np.full(30, 9.0)])[:, None]
    assert np.array_equal(credible(misfit, np.array([1.0]), seed=2)[:10], np.arange(10))
