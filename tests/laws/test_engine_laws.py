"""Laws that kernels must keep, each with a mutant that is wrong by two per cent or by a day and must be rejected."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest

from laws.threshold import chi_square_p, deviations, limit
from qonaq.engine.kernels.border import expected_wait, serve
from qonaq.engine.kernels.dealing import deal, spread
from qonaq.engine.kernels.leaving import set_out, share_labels
from qonaq.engine.kernels.staying import arrive, leave_phases
from qonaq.engine.streams import PROCESSES, poisson

SEED = 20
REPLICATES = 3000


def ints(*values):
    return np.array(values, dtype=np.int64)


def mean_is(sample, mean, variance, comparisons=1):
    """Whether a sample's mean lies within chance of its expectation."""
    sample = np.asarray(sample, float)
    return abs(sample.mean() - mean) <= deviations(comparisons) * math.sqrt(variance / len(sample))


def variance_is(sample, mean, variance):
    """Whether Σ(x − μ)²/σ² is a plausible χ² (x nearly Normal)."""
    from scipy.stats import chi2

    sample = np.asarray(sample, float)
    total = ((sample - mean) ** 2).sum() / variance
    return limit() / 2 < chi2.cdf(total, len(sample)) < 1 - limit() / 2


# ------------------------------------------------------------------ independent movers: Binomial(N, (Pᵗ)₀ⱼ)

HAZARD, SETTLE, PEOPLE, AFTER = np.array([0.5, 0.06, 0.02]), 0.08, 50_000, 10


def newcomers_after(kernel, hazard=HAZARD):
    """People of each phase after some days, all of them new at first; (replicates, phases)."""
    found = []
    for number in range(400):
        people = ints(0, PEOPLE, 0)
        for t in range(AFTER):
            kernel(t, SEED, number, 3, 0, people, hazard, SETTLE, 0.0)
        found.append(people.copy())
    return np.array(found)


def chances_after():
    new, settled = HAZARD[1], HAZARD[2]
    stay = math.exp(-(new + SETTLE))
    step = np.array([[stay, (1 - stay) * SETTLE / (new + SETTLE)], [0.0, math.exp(-settled)]])
    return np.linalg.matrix_power(step, AFTER)[0]


def movers_hold(sample):
    rows = zip(sample[:, 1:].T, chances_after(), strict=True)
    return all(
        mean_is(x, PEOPLE * p, PEOPLE * p * (1 - p), 4) and variance_is(x, PEOPLE * p, PEOPLE * p * (1 - p))
        for x, p in rows
    )


def test_counts_of_independent_movers_are_binomial():
    assert movers_hold(newcomers_after(leave_phases))


def test_movers_mutants_are_rejected():
    assert not movers_hold(newcomers_after(leave_phases, hazard=HAZARD * 1.02))

    def rounded(t, seed, number, place, g, people, hazard, settle, extra):
        leaving = 1 - math.exp(-(hazard[1] + settle))
        changing = round(people[1] * leaving)
        people[1] -= changing
        people[2] += round(changing * settle / (hazard[1] + settle)) - round(people[2] * (1 - math.exp(-hazard[2])))

    assert not movers_hold(newcomers_after(rounded))


# ------------------------------------------------------------------ setting out: geometric days, multinomial routes


def leave_from_one_place(people, chance, weights, days, number, kernel=set_out):
    """Run the departures of one origin with some gates of one country; departures by day, people by gate."""
    gates = len(weights)
    pool, ring = ints(people).reshape(1, 1), np.zeros((gates, days + 2, 1), dtype=np.int64)
    book = np.zeros((2, days), dtype=np.int64)
    drawn = [np.zeros(gates + 2, dtype=np.int64) for _ in range(3)]
    for t in range(days):
        kernel(
            t, SEED, number, ints(0), np.arange(1, gates + 1), pool, np.full(1, chance), np.ones((1, 1), dtype=bool),
            np.ones((gates, 1), dtype=bool), ints(0), np.ones((1, gates)), np.asarray(weights, float), np.ones(gates),
            np.zeros(gates), np.arange(gates).reshape(1, gates), np.ones(1), np.zeros((1, gates), dtype=np.int64), ring,
            np.zeros(gates + 2), drawn[0], drawn[1], np.zeros(1, dtype=np.int64), drawn[2],
            np.zeros((gates, days + 2), dtype=np.int64), book, 0, 1,
        )  # fmt: skip
    return book[0], ring[:, :, 0].sum(axis=1)


@cache
def first_days(late=0, chance=0.2):
    """The day on which a single person leaves, counted; the last cell is later or never."""
    days = 15
    counts = np.zeros(days + 1)
    for number in range(REPLICATES):
        by_day, _ = leave_from_one_place(1, chance, (1.0,), days - late, number)
        gone = np.flatnonzero(by_day)
        counts[gone[0] + late if len(gone) else days] += 1
    return counts


def geometric(chance=0.2, days=15):
    return REPLICATES * np.array([*(chance * (1 - chance) ** np.arange(days)), (1 - chance) ** days])


def test_first_departures_are_geometric():
    assert chi_square_p(first_days(), geometric()) > limit()


def test_a_day_late_is_rejected():
    assert chi_square_p(first_days(late=1), geometric()) < limit()


def gates_chosen(weights):
    return np.sum([leave_from_one_place(40_000, 0.5, weights, 1, n)[1] for n in range(200)], axis=0)


def test_route_shares_are_multinomial():
    weights = np.array([5.0, 3.0, 2.0])
    counts = gates_chosen(weights)
    assert chi_square_p(counts, counts.sum() * weights / weights.sum()) > limit()


def test_a_weight_wrong_by_two_per_cent_is_rejected():
    weights = np.array([5.0, 3.0, 2.0])
    counts = gates_chosen(weights * (1.02, 1.0, 1.0))
    assert chi_square_p(counts, counts.sum() * weights / weights.sum()) < limit()


# ------------------------------------------------------------------ a thinned Poisson is two independent Poissons


def split_arrivals(kernel=arrive, mean=30.0, share=0.4):
    passing = []
    for number in range(REPLICATES):
        many = poisson(mean, SEED, number, PROCESSES["observation"], 0, 0, 0, 0)
        road, people = ints(many).reshape(1, 1, 1), np.zeros((1, 1, 3), dtype=np.int64)
        arrived, stayers = np.zeros((1, 1), dtype=np.int64), np.zeros(1, dtype=np.int64)
        kernel(0, SEED, number, ints(4), road, people, share, arrived, stayers, np.zeros((1, 1), dtype=np.int64), 0)
        passing.append(people[0, 0, :2].copy())
    return np.array(passing)


def independent_poissons(sample, mean=30.0, share=0.4):
    transit, new = sample.T
    means = (mean * share, mean * (1 - share))
    right = all(mean_is(x, m, m, 2) and variance_is(x, m, m) for x, m in zip((transit, new), means, strict=True))
    correlation = np.corrcoef(transit, new)[0, 1]
    return right and abs(correlation) <= deviations() / math.sqrt(len(sample))


def test_a_thinned_poisson_is_independent():
    assert independent_poissons(split_arrivals())


def test_a_fixed_share_is_rejected():
    def fixed(t, seed, number, at, road, people, share, arrived, stayers, book, row):
        people[0, 0, 0] = round(road[0, 0, 0] * share)
        people[0, 0, 1] = road[0, 0, 0] - people[0, 0, 0]

    assert not independent_poissons(split_arrivals(fixed))


# ------------------------------------------------------------------ the queue: exact recursion, oldest first, fair cut


def served_by_day(capacity, arrivals, kernel=serve):
    """Joining day of the people served on each day: rows are days, columns days of joining."""
    days = len(arrivals)
    queue, given = np.zeros((days, 2), dtype=np.int64), np.zeros(8, dtype=np.int64)
    served, head, table = np.zeros(2, dtype=np.int64), 0, np.zeros((days, days), dtype=np.int64)
    for t, many in enumerate(arrivals):
        queue[t] = (many // 2, many - many // 2)
        before = queue.sum(axis=1)
        head = kernel(t, SEED, 0, 1, capacity, queue, head, served, given)
        table[t] = before - queue.sum(axis=1)
        assert table[t].sum() == served.sum()
    return table


def exact_queue(capacity, arrivals):
    """Q ← max(0, Q + A − C), first come first served, cohort by cohort."""
    waiting, table = [], np.zeros((len(arrivals), len(arrivals)), dtype=np.int64)
    for t, many in enumerate(arrivals):
        waiting.append(many)
        left = capacity
        for joined in range(t + 1):
            out = min(left, waiting[joined])
            waiting[joined] -= out
            left -= out
            table[t, joined] = out
    return table


ARRIVALS = [0, 500, 1200, 900, 100, 0, 0, 40, 2000, 10, 0, 0, 300]


@pytest.mark.parametrize("capacity", [0, 1, 300, 450, 10**9])
def test_a_crossing_of_constant_capacity_follows_its_recursion(capacity):
    assert np.array_equal(served_by_day(capacity, ARRIVALS), exact_queue(capacity, ARRIVALS))


def test_a_queue_wrong_by_two_per_cent_or_youngest_first_is_rejected():
    assert not np.array_equal(served_by_day(459, ARRIVALS), exact_queue(450, ARRIVALS))

    def youngest(t, seed, number, place, capacity, queue, head, served, given):
        served[:] = 0
        for day in range(t, -1, -1):
            out = np.minimum(queue[day], max(0, capacity - served.sum()) // 2)
            queue[day] -= out
            served += out
        return 0

    assert not np.array_equal(served_by_day(450, ARRIVALS, youngest), exact_queue(450, ARRIVALS))


@pytest.mark.parametrize("cells", [(30, 50, 20), (3000, 5000, 2000)])
@pytest.mark.parametrize("part", [0.05, 0.45])
def test_a_cut_cohort_is_split_as_if_it_stood_in_random_order(cells, part):
    """Multivariate hypergeometric: E = n·K/N, Var = n·(K/N)(1 − K/N)(N − n)/(N − 1), one by one or by a chain."""
    assert hypergeometric_holds(cells, int(part * sum(cells)), dealt)


def dealt(cells, going, number):
    left, out = ints(*cells), np.zeros(len(cells), dtype=np.int64)
    deal(left, going, out, SEED, number, PROCESSES["queue_split"], 0, 1, 0, 0)
    assert (left + out == cells).all()
    return out


def hypergeometric_holds(cells, going, split):
    whole = sum(cells)
    sample = np.array([split(cells, going, number) for number in range(REPLICATES)])
    for column, many in enumerate(cells):
        share = many / whole
        mean, variance = going * share, going * share * (1 - share) * (whole - going) / (whole - 1)
        if not (
            mean_is(sample[:, column], mean, variance, len(cells)) and variance_is(sample[:, column], mean, variance)
        ):
            return False
    return bool((sample.sum(axis=1) == going).all())


def test_unfair_splits_are_rejected():
    def proportional(cells, going, number):
        first = round(going * cells[0] / sum(cells))
        second = round(going * cells[1] / sum(cells))
        return np.array([first, second, going - first - second])

    def with_replacement(cells, going, number):
        out = np.zeros(len(cells), dtype=np.int64)
        spread(going, np.array(cells, float), out, SEED, number, PROCESSES["queue_split"], 0, 1, 0, 0)
        return out

    assert not hypergeometric_holds((3000, 5000, 2000), 4500, proportional)
    assert not hypergeometric_holds((3000, 5000, 2000), 4500, with_replacement)


def test_labels_dealt_to_those_who_chose_alike_are_independent_choices():
    """The slow way draws each group by itself: Multinomial by group. Dealt labels have the same mean and variance."""
    totals, weights, found = (600, 400), np.array([0.5, 0.3, 0.2]), []
    for number in range(REPLICATES):
        out = np.zeros(3, dtype=np.int64)
        spread(1000, weights, out, SEED, number, PROCESSES["city"], 0, 0, 0, 0)
        sent, ring = out.reshape(3, 1).copy(), np.zeros((3, 1, 2), dtype=np.int64)
        labels = ints(*totals)
        share_labels(
            0, SEED, number, PROCESSES["travel"], 0, ints(1, 2, 3), labels, sent, ring, np.zeros(4, dtype=np.int64)
        )
        assert labels.sum() == 0
        found.append(ring[:, 0, :])
    sample = np.array(found)
    assert (sample.sum(axis=1) == totals).all()
    for place, share in enumerate(weights):
        for group, many in enumerate(totals):
            variance = many * share * (1 - share)
            assert mean_is(sample[:, place, group], many * share, variance, 6)
            assert variance_is(sample[:, place, group], many * share, variance)
    covariance = np.cov(sample[:, 0, 0], sample[:, 0, 1])[0, 1]
    spread_of = math.sqrt(totals[0] * totals[1]) * 0.25
    assert abs(covariance) <= deviations() * spread_of / math.sqrt(len(sample))


@pytest.mark.parametrize(
    ("people", "capacity", "hours", "before", "wait"),
    [
        (0, 100.0, 10.0, 5.0, 0.0),
        (50, 100.0, 10.0, 0.0, 5.0),  # half a day's people: five open hours
        (100, 100.0, 10.0, 0.0, 10.0 + 14.0),  # a whole day, and the closed hours after it
        (250, 100.0, 10.0, 0.0, 25.0 + 2 * 14.0),
        (10, 0.0, 10.0, 48.0, 72.0),  # nobody is served: a day longer
        (0, 0.0, 10.0, 48.0, 0.0),
    ],
)
def test_waits_in_hours_by_hand(people, capacity, hours, before, wait):
    assert expected_wait(people, capacity, hours, before) == pytest.approx(wait)
