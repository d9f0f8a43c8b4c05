"""The registration offices of the engine against the laws of queues, each with a mutant that must be rejected.

Offices stand side by side as cities of one call: they share no luck, and so are replicates of one another.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from laws.threshold import deviations
from qonaq.engine.kernels.shelter import register
from qonaq.model.laws import LogNormal
from qonaq.planning.registration import backlog_by_day, clearing_time

SEED, OFFICES = 31, 400


class Offices:
    """Registration offices with the same rules, day after day; what they write down, by office and day.

    Who comes on a day applies from the next day on: with `leave` 1, on the next day.
    """

    def __init__(self, days, *, minutes, per_minute, share=1.0, leave=1.0, again=0.0, offices=OFFICES, late=0):
        self.days, self.offices, self.late = days, offices, late
        self.minutes = np.broadcast_to(np.asarray(minutes, float), (days, offices))
        self.per_minute = np.broadcast_to(np.asarray(per_minute, float), (offices,)).copy()
        self.chances = (share, leave, again)
        self.desk = np.zeros((offices, 4), dtype=np.int64)
        self.book = np.zeros((3 * offices, days), dtype=np.int32)
        self.levels = np.zeros((offices, days), dtype=np.float32)

    def run(self, come):
        """`come` people (offices, days) come to stay; `late` counts the backlog so many days late (a mutant)."""
        come = np.broadcast_to(np.asarray(come, dtype=np.int64), (self.offices, self.days))
        left, given = np.zeros((self.offices, 1), dtype=np.int64), np.zeros(64, dtype=np.int64)
        places = np.arange(self.offices, dtype=np.int64)
        for t in range(self.days):
            stayers = come[:, t].copy()
            register(
                t, SEED, 1, places, left, stayers, stayers[:, None].copy(), self.minutes[t].copy(), self.per_minute,
                *self.chances, self.desk, given, self.book, self.levels, 0, self.offices, 2 * self.offices, 0,
            )  # fmt: skip
        self.applied, self.issued, self.backlog = self.book.astype(np.int64).reshape(3, self.offices, self.days)
        if self.late:
            self.backlog = np.roll(self.backlog, self.late, axis=1)
        return self


def near(sample, mean, variance, comparisons=1):
    """Whether a sample's mean lies within chance of its expectation."""
    return abs(np.mean(sample) - mean) <= deviations(comparisons) * math.sqrt(variance / np.size(sample))


# ------------------------------------------------------------------ the tank: Q[t] = max(0, Q[t−1] + A[t] − c)


def crowds(days=40, seed=5):
    return np.random.default_rng(seed).poisson(np.linspace(160, 10, days), size=(OFFICES, days))


def tank_holds(offices, capacity):
    return np.array_equal(backlog_by_day(offices.applied.astype(float), np.array(capacity)), offices.backlog)


def test_a_backlog_is_a_tank_to_the_last_person():
    """Six desks, eight hours, 30 minutes a case: 96 a day."""
    offices = Offices(40, minutes=6 * 480.0, per_minute=1 / 30).run(crowds())
    assert offices.backlog.max() > 500
    assert (offices.backlog[:, -1] == 0).any()
    assert tank_holds(offices, 96.0)


@pytest.mark.parametrize("wrong", [{"per_minute": 0.98 / 30}, {"late": 1}])
def test_a_tank_two_per_cent_or_a_day_off_is_rejected(wrong):
    offices = Offices(40, minutes=6 * 480.0, **{"per_minute": 1 / 30, **wrong}).run(crowds())
    assert not tank_holds(offices, 96.0)


# ------------------------------------------------------------------ the fluid clearing time Q₀ / (s·μ − λ)


def days_to_clear(per_minute):
    """1,000 apply on the first day and 40 a day after; desks serve 96: days from the first until nobody waits."""
    come = np.full(60, 40)
    come[0] = 1000
    return (Offices(60, minutes=6 * 480.0, per_minute=per_minute).run(come).backlog[:, 1:] == 0).argmax(axis=1)


def clearing_holds(days):
    return np.all(np.abs(days - clearing_time(1000 - 96, rate=40.0, capacity=96.0)) <= 1)


def test_a_backlog_is_cleared_on_the_day_of_the_fluid_model():
    assert clearing_holds(days_to_clear(1 / 30))


def test_a_clearing_time_of_slower_desks_is_rejected():
    assert not clearing_holds(days_to_clear(0.9 / 30))


def test_second_visits_take_desks_from_others():
    """Of 96 visits a day a share c comes again: issued ~ Binomial(96, 1 − c) while people wait."""

    def holds(again):
        come = np.pad([5000], (0, 20))
        issued = Offices(21, minutes=6 * 480.0, per_minute=1 / 30, again=again).run(come).issued[:, 1:]
        return near(issued, 96 * 0.8, 96 * 0.8 * 0.2)

    assert holds(0.2)
    assert not holds(0.2 * 1.02)


# ------------------------------------------------------------------ Little's law: L = λ·W


def waits(offices):
    """Days from application to number of everybody, first come first served, from what the offices wrote down."""
    total = 0
    for applied, issued in zip(offices.applied, offices.issued, strict=True):
        came = np.repeat(np.arange(offices.days), applied)
        served = np.repeat(np.arange(offices.days), issued)
        total += int((served - came[: len(served)]).sum())
    return total


def little_holds(offices):
    """Σ backlog over days = Σ waits over people, once nobody waits any more."""
    assert (offices.applied.sum(axis=1) == offices.issued.sum(axis=1)).all()
    return offices.backlog.sum() == waits(offices)


def emptied():
    come = crowds()
    come[:, 20:] = 0
    return Offices(55, minutes=6 * 480.0, per_minute=1 / 30).run(np.pad(come, ((0, 0), (0, 15))))


def test_people_waiting_are_those_who_come_times_how_long_they_wait():
    assert little_holds(emptied())


def test_people_who_vanish_from_the_backlog_are_rejected():
    offices = emptied()
    offices.backlog = offices.backlog * 98 // 100
    assert not little_holds(offices)


def test_the_wait_that_is_written_down_is_that_of_the_last_to_come():
    """∫ s·μ over the wait = backlog, so backlog ÷ people a day: within a day of what came about."""
    offices = Offices(45, minutes=6 * 480.0, per_minute=1 / 30).run(np.pad(crowds()[:, :20], ((0, 0), (0, 25))))
    ends = np.cumsum(offices.applied, axis=1)
    done = np.cumsum(offices.issued, axis=1)
    for day in (2, 9, 19):
        really = (done >= ends[:, day, None]).argmax(axis=1) - day
        written = offices.levels[:, day]
        assert np.all(np.abs(written - really) <= 1)
    assert not np.all(np.abs(1.5 * written - really) <= 1)


# ------------------------------------------------------------------ M/G/∞: who will apply and has not yet


def pending(days, leave):
    """Willing people who have not applied at the end of the last day, offices side by side."""
    come = np.random.default_rng(9).poisson(50.0, size=(4000, days))
    offices = Offices(days, minutes=1.0, per_minute=0.0, share=0.3, leave=leave, offices=4000).run(come)
    return offices.desk[:, 1]


def transient_holds(sample, days, leave):
    """Poisson arrivals λ thinned by a, each gone with chance p a day: Poisson, m = λ·a·(1 − (1−p)ᵗ)/p."""
    stay = 1.0 - leave
    mean = 50.0 * 0.3 * (1.0 - stay**days) / leave
    spread = abs(np.var(sample) / mean - 1.0) <= deviations(2) * math.sqrt(2.0 / len(sample) + 1.0 / mean / len(sample))
    return near(sample, mean, mean, 2) and spread


@pytest.mark.parametrize("days", [1, 4, 25])
def test_those_about_to_apply_follow_the_transient_of_infinitely_many_servers(days):
    leave = 1.0 - math.exp(-1.0 / 4.0)
    assert transient_holds(pending(days, leave), days, leave)
    assert days == 1 or not transient_holds(pending(days, 0.93 * leave), days, leave)  # nobody applies on day one


# ------------------------------------------------------------------ an event simulation, and an office of 2022


@pytest.mark.slow
def test_closing_backlogs_agree_with_an_event_simulation():
    """200 random overloaded days in ciw: who waits at closing time, within 5 % over all of them."""
    ciw = pytest.importorskip("ciw")
    rng = np.random.default_rng(12)
    desks, minutes = rng.integers(2, 7, size=200), rng.uniform(10, 30, size=200)
    hours, load = rng.uniform(6, 10, size=200), rng.uniform(1.5, 3.0, size=200)
    came, waiting = np.zeros(200, dtype=np.int64), np.zeros(200)
    for day in range(200):
        ciw.seed(1000 + day)
        network = ciw.create_network(
            arrival_distributions=[ciw.dists.Exponential(rate=load[day] * desks[day] / minutes[day])],
            service_distributions=[ciw.dists.Lognormal(math.log(minutes[day]) - 0.125, 0.5)],
            number_of_servers=[int(desks[day])],
        )
        simulation = ciw.Simulation(network)
        simulation.simulate_until_max_time(60 * hours[day])
        there = len(simulation.nodes[1].all_individuals)
        came[day] = there + len(simulation.nodes[-1].all_individuals)
        waiting[day] = there - desks[day]

    def closing(faster: float) -> np.ndarray:
        open_minutes = np.stack([np.full(200, 1e-9), 60 * hours * desks])  # they come on the eve
        offices = Offices(2, minutes=open_minutes, per_minute=faster / minutes, offices=200)
        return offices.run(np.stack([came, np.zeros_like(came)], axis=1)).backlog[:, 1]

    def agrees(ours: np.ndarray) -> bool:
        return bool(abs(ours.sum() / waiting.sum() - 1.0) <= 0.05)

    assert agrees(closing(1.0))
    assert np.corrcoef(closing(1.0), waiting)[0, 1] > 0.99
    assert not agrees(closing(1.1))
    assert not agrees(closing(0.9))


def test_koszalin_2022_lies_inside_the_band_of_the_engine():
    """Three desks, about 30 minutes a person, opening hours from Wednesday 16 to Thursday 24 March: about 500 done."""
    hours = np.array([1e-9, 10.75, 10.75, 10.75, 9.0, 0.0, 9.0, 10.75, 10.75, 10.75])  # they come on the eve
    law = LogNormal(30.0, 15.0, 36.0)
    z = np.random.default_rng(3).standard_normal(OFFICES)
    come = np.pad([2000], (0, 9))

    def inside(desks: float) -> bool:
        offices = Offices(10, minutes=desks * 60.0 * hours[:, None], per_minute=1.0 / np.asarray(law.value(z)))
        low, high = np.quantile(offices.run(come).issued.sum(axis=1), (0.1, 0.9))
        return bool(low < 500 < high)

    assert inside(3)
    assert not inside(1.5)
    assert not inside(6)
