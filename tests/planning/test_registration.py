"""Queues of registration offices against queueing theory, an event simulation, and an office of 2022."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from qonaq.errors import SettingError
from qonaq.model.laws import LogNormal
from qonaq.planning.registration import (
    backlog_by_day,
    cases_per_desk_day,
    clearing_time,
    desks_for_wait,
    erlang_b,
    erlang_c,
    mean_wait,
    offered_load,
    served,
    servers_for_wait,
    square_root_staffing,
    visits,
)


@pytest.mark.parametrize(
    ("servers", "load", "chance"),
    [
        (1, 0.8, 0.8),
        (2, 1.0, 1 / 3),
        (3, 2.0, 4 / 9),
        (10, 6.0, 0.101299),
        (10, 8.0, 0.409180),
        (14, 10.0, 0.174132),
        (20, 18.0, 0.550769),
        (100, 90.0, 0.216940),
    ],
)
def test_erlang_c_agrees_with_published_values(servers: int, load: float, chance: float) -> None:
    assert erlang_c(servers, load) == pytest.approx(chance, abs=5e-7)


@pytest.mark.parametrize(
    ("servers", "load", "wait"),
    [(1, 0.8, 4.0), (2, 1.0, 1 / 3), (3, 2.0, 4 / 9), (10, 6.0, 0.025325), (10, 8.0, 0.204590)],
)
def test_mean_wait_agrees_with_published_values(servers: int, load: float, wait: float) -> None:
    assert mean_wait(servers, load) == pytest.approx(wait, abs=5e-7)


def exact_erlang_c(servers: int, load: Fraction) -> Fraction:
    """C = (aˢ/s!)·s/(s−a) / (Σ aᵏ/k! + (aˢ/s!)·s/(s−a)), in fractions."""
    last = load**servers / math.factorial(servers) * servers / (servers - load)
    below = sum((load**k / math.factorial(k) for k in range(servers)), Fraction(0))
    return last / (below + last)


@pytest.mark.parametrize(("servers", "load"), [(1, "1/2"), (3, "14/5"), (14, "10"), (40, "77/2"), (120, "119")])
def test_the_recursion_is_exact(servers: int, load: str) -> None:
    exact = float(exact_erlang_c(servers, Fraction(load)))
    assert erlang_c(servers, float(Fraction(load))) == pytest.approx(exact, rel=1e-12)


def test_erlang_b_of_one_server_is_a_over_one_plus_a() -> None:
    assert erlang_b(1, 2.0) == pytest.approx(2 / 3, rel=1e-15)


def test_a_load_that_the_desks_cannot_serve_is_refused() -> None:
    with pytest.raises(SettingError, match="a backlog grows without end"):
        erlang_c(3, 3.0)


def test_fewest_servers_for_a_wait_are_enough_and_one_fewer_is_not() -> None:
    servers = servers_for_wait(10.0, wait=0.1)
    assert mean_wait(servers, 10.0) <= 0.1 < mean_wait(servers - 1, 10.0)


def test_square_root_staffing_comes_within_one_server_of_erlang() -> None:
    for load in (20.0, 100.0, 400.0):
        servers = square_root_staffing(load, chance_of_waiting=0.3)
        exact = next(s for s in range(int(load) + 1, 10_000) if erlang_c(s, load) <= 0.3)
        assert abs(servers - exact) <= 1


def test_batches_need_more_servers() -> None:
    assert square_root_staffing(100, chance_of_waiting=0.2, peakedness=4) > square_root_staffing(
        100, chance_of_waiting=0.2
    )


@pytest.mark.parametrize("chance", [0.0, 1.0])
def test_a_chance_of_waiting_of_none_or_all_is_refused(chance: float) -> None:
    with pytest.raises(SettingError, match="between 0 and 1"):
        square_root_staffing(10, chance_of_waiting=chance)


def test_mean_number_in_service_follows_the_transient_of_m_m_infinity() -> None:
    """m(t) = λ(1 − exp(−μt))/μ."""
    rate, mu, t = 12.0, 0.7, 3.0
    found = offered_load(lambda _: rate, lambda x: math.exp(-mu * x), at=t)
    assert found == pytest.approx(rate * (1 - math.exp(-mu * t)) / mu, rel=1e-6)


def test_mean_number_in_service_follows_m_g_infinity_with_fixed_service() -> None:
    """With service of exactly 2 days and λ(t) = t, m(5) = ∫₃⁵ u du = 8."""
    assert offered_load(lambda u: u, lambda x: 1.0 if x < 2 else 0.0, at=5.0) == pytest.approx(8.0, rel=1e-3)


def test_a_tank_fills_and_empties() -> None:
    backlog = backlog_by_day(np.array([50.0, 80.0, 0.0, 0.0, 0.0]), np.array(30.0), start=10.0)
    assert backlog.tolist() == [30.0, 80.0, 50.0, 20.0, 0.0]
    assert clearing_time(80.0, rate=0.0, capacity=30.0) == pytest.approx(8 / 3)
    assert clearing_time(80.0, rate=30.0, capacity=30.0) == math.inf


def test_people_waiting_are_those_who_come_times_how_long_they_wait() -> None:
    """Little's law in Erlang's system: λ·W people wait on average, Σ (k − s)·pₖ of its states; W is `mean_wait` / μ."""
    servers, load, mu = 4, 3.2, 2.0
    weight, states = 1.0, [1.0]
    for k in range(1, 600):
        weight *= load / min(k, servers)
        states.append(weight)
    waiting = sum((k - servers) * p for k, p in enumerate(states) if k > servers) / sum(states)
    assert load * mu * mean_wait(servers, load) / mu == pytest.approx(waiting, rel=1e-9)
    assert load * mu * mean_wait(servers, 1.02 * load) / mu != pytest.approx(waiting, rel=1e-2)


def test_more_desks_never_leave_a_longer_backlog() -> None:
    rng = np.random.default_rng(7)
    applications = rng.poisson(60, size=(50, 30)).astype(float)
    by_desks = [backlog_by_day(applications, np.array(12.0 * desks)).sum() for desks in range(1, 9)]
    assert by_desks == sorted(by_desks, reverse=True)


def longest_wait(applications: np.ndarray, backlog: float, desks: int, rate: float) -> float:
    """Longest wait in the tank, by brute force."""
    arriving = applications.copy()
    arriving[0] += backlog
    return float((backlog_by_day(arriving, np.array(desks * rate)) / (desks * rate)).max())


def test_desks_for_a_wait_are_the_fewest_that_keep_it() -> None:
    rng = np.random.default_rng(8)
    applications = rng.gamma(2.0, 40.0, size=(40, 25))
    desks = desks_for_wait(applications, backlog=100.0, per_desk_day=12.0, wait_days=3.0)
    for row, number in zip(applications, desks, strict=True):
        assert longest_wait(row, 100.0, int(number), 12.0) <= 3.0 + 1e-9
        assert number == 1 or longest_wait(row, 100.0, int(number) - 1, 12.0) > 3.0


def test_no_shows_save_visits_and_returning_customers_add_them() -> None:
    assert visits(100, no_show=0.1, returning=0.2) == pytest.approx(108.0)
    with pytest.raises(SettingError, match="a share from 0 to 1"):
        visits(100, no_show=1.5)


def test_desks_without_minutes_are_refused() -> None:
    with pytest.raises(SettingError) as caught:
        cases_per_desk_day(hours=0, minutes=0)
    assert [m.where for m in caught.value.mistakes] == ["hours a desk works in a day", "minutes per case"]


def test_koszalin_2022_lies_inside_the_band() -> None:
    """Three desks, about 30 minutes a person, Monday 9–18, Tuesday to Friday 7:15–18, Saturday 9–18: about 500 done.

    The first eight working days from 16 March (Wednesday) to 24 March; minutes as the law of the standard (15–36).
    """
    by_weekday = {0: 9.0, 1: 10.75, 2: 10.75, 3: 10.75, 4: 10.75, 5: 9.0}
    hours = [by_weekday[day] for day in (2, 3, 4, 5, 0, 1, 2, 3)]
    law = LogNormal(30.0, 15.0, 36.0)
    z = np.array([1.2815515655446004, 0.0, -1.2815515655446004])
    low, middle, high = (served(desks=3, hours=hours, minutes=float(minutes)) for minutes in law.value(z))
    assert low < 500 < high
    assert middle == pytest.approx(6 * sum(hours))
    assert not served(desks=3, hours=hours, minutes=60) > low  # an office at twice the minutes lies below the band


@pytest.mark.slow
def test_the_tank_agrees_with_an_event_simulation_on_overloaded_days() -> None:
    """200 random overloaded days in ciw: backlog at closing time within 5 % of the tank, over all of them."""
    ciw = pytest.importorskip("ciw")
    rng = np.random.default_rng(11)
    tank, slower, events = 0.0, 0.0, 0.0
    for day in range(200):
        desks = int(rng.integers(2, 7))
        minutes = float(rng.uniform(10, 30))
        hours = float(rng.uniform(6, 10))
        rate = float(rng.uniform(1.5, 3.0)) * desks / minutes  # people a minute, 1.5 to 3 times what is served
        ciw.seed(day)
        network = ciw.create_network(
            arrival_distributions=[ciw.dists.Exponential(rate=rate)],
            service_distributions=[ciw.dists.Lognormal(math.log(minutes) - 0.125, 0.5)],
            number_of_servers=[desks],
        )
        simulation = ciw.Simulation(network)
        simulation.simulate_until_max_time(60 * hours)
        node = simulation.nodes[1]
        events += len(node.all_individuals) - desks  # who still waits for a desk
        served_then = served(desks=desks, hours=[hours], minutes=minutes)
        came = np.array([rate * 60 * hours])
        tank += float(backlog_by_day(came, np.array(served_then))[0])
        slower += float(backlog_by_day(came, np.array(0.9 * served_then))[0])  # a mutant
    assert events == pytest.approx(tank, rel=0.05)
    assert events != pytest.approx(slower, rel=0.05)
