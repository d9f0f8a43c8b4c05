"""A scenario with its events and one policy, compiled into arrays by day: what the kernels read and never change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qonaq.engine.program_checks import check
from qonaq.engine.program_network import Network, network_of
from qonaq.engine.program_schedule import Schedule, schedule_of
from qonaq.errors import ScenarioError
from qonaq.model.places import BED_CLASSES, PlaceKind
from qonaq.model.policies import Policy
from qonaq.model.scenario import Scenario

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SMALLEST = 1e-3  # a gate that declares no capacity at all still counts as this share of the largest


class World(NamedTuple):
    """What is the same in every replicate. Letters: t day, i origin, c gate, j city, g group, k class, m country."""

    origin_at: Ints  # (i) position in the scenario's file: part of the address of chance
    gate_at: Ints  # (c)
    city_at: Ints  # (j)
    gate_country: Ints  # (c) index of the country; 0 is the host
    country_gates: Ints  # (m, c) gates of a country, then −1
    neighbours: Ints  # (c, c−1) other gates, the nearest first
    size: Floats  # (c) declared capacity, of the largest in the country
    traffic_share: Floats  # (c) share of the country's ordinary traffic
    open: Flags  # (t, c) people are let in
    admits: Flags  # (t, c, g) open, and the rule in force admits the group
    visits: Flags  # (t, c) open, and nationals of some group are admitted
    kin: Ints  # (t, g) first of the groups that every gate treats alike
    exits_open: Flags  # (t, i, g) the origin lets the group out
    capacity: Floats  # (t, c) people a day, before the uncertain factor
    hours: Floats  # (t, c) open hours a day
    advised: Floats  # (t, c) share of travellers who are pointed to the crossing
    week: Floats  # (t) ordinary traffic of the weekday, of the mean
    ends: NDArray[np.int8]  # (t, g, a) of a stay that began on day a: goes on, ends and may be renewed, ends
    opened: Ints  # (t, j, k) beds opened
    host_growth: Floats  # (t, j) factor on places with hosts
    desk_minutes: Floats  # (t, j) minutes of all desks, before the uncertain factor
    rent_cap: Floats  # (t, j) largest log-rise of asking rents that is allowed
    seats: Ints  # (t, j, j) people a day brought from a city to another


@dataclass(frozen=True)
class Program:
    """A scenario and a policy, ready to run for a number of days."""

    scenario: Scenario
    policy: Policy
    days: int
    network: Network
    world: World
    countries: tuple[str, ...]  # the host first
    schedule: Schedule

    @property
    def start(self) -> date:
        return self.scenario.start

    @property
    def end(self) -> date:
        return self.scenario.start + timedelta(days=self.days - 1)

    def day(self, number: int) -> date:
        """The date of a simulated day; day 0 is the scenario's start."""
        return self.scenario.start + timedelta(days=number)

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(group.name for group in self.scenario.groups)

    @property
    def cells(self) -> int:
        """How many numbers hold the state of a replicate on a day."""
        origins, gates, cities = len(self.network.origins), len(self.network.gates), len(self.network.cities)
        groups, classes = len(self.scenario.groups), len(BED_CLASSES)
        travel, phases, stages = 2, 3, 4
        per_gate = groups * (1 + travel) + groups + 2
        per_city = groups * (phases + travel + classes + 1) + stages
        return origins * groups + gates * per_gate + cities * per_city + groups * self.days


def compile_program(scenario: Scenario, *, days: int, policy: Policy) -> Program:
    """The program of a scenario under a policy; a ScenarioError with every mistake if there is one.

    Days before the first day of a lever are the same, to the last bit, as without it.
    """
    mistakes = check(scenario, days=days, policy=policy)
    if mistakes:
        raise ScenarioError(mistakes)
    network = network_of(scenario)
    countries = (scenario.host, *dict.fromkeys(g.country for g in network.gates if g.country != scenario.host))
    schedule = schedule_of(scenario, network, days=days, policy=policy)
    return Program(scenario, policy, days, network, _world(network, countries, schedule), countries, schedule)


def _world(network: Network, countries: tuple[str, ...], plan: Schedule) -> World:
    gates = network.gates
    gate_country = np.array([countries.index(gate.country) for gate in gates], dtype=np.int64)
    members = np.full((len(countries), len(gates)), -1, dtype=np.int64)
    for country in range(len(countries)):
        inside = np.flatnonzero(gate_country == country)
        members[country, : len(inside)] = inside
    nearest = np.argsort(network.between_gates, axis=1, kind="stable")
    neighbours = np.array([[c for c in row if c != gate] for gate, row in enumerate(nearest)], dtype=np.int64)
    base = plan.declared
    size, share = np.ones(len(gates)), np.zeros(len(gates))
    for country in range(len(countries)):
        inside = np.flatnonzero(gate_country == country)
        if not len(inside):
            continue
        size[inside] = np.maximum(base[inside] / max(base[inside].max(), 1.0), SMALLEST)
        share[inside] = _traffic_shares(network, inside, base)
    positions = network.positions
    return World(
        origin_at=_positions(positions, network.origins),
        gate_at=_positions(positions, gates),
        city_at=_positions(positions, network.cities),
        gate_country=gate_country,
        country_gates=members,
        neighbours=neighbours.reshape(len(gates), max(len(gates) - 1, 0)),
        size=size,
        traffic_share=share,
        open=plan.open,
        admits=plan.admits,
        visits=plan.visits,
        kin=plan.kin,
        exits_open=plan.exits_open,
        capacity=plan.capacity,
        hours=plan.hours,
        advised=plan.advised,
        week=plan.week,
        ends=plan.ends,
        opened=plan.opened,
        host_growth=plan.host_growth,
        desk_minutes=plan.desk_minutes,
        rent_cap=plan.rent_cap,
        seats=plan.seats,
    )


def _positions(positions: dict[str, int], places: tuple[Any, ...]) -> Ints:
    return np.array([positions[place.name] for place in places], dtype=np.int64)


def _traffic_shares(network: Network, inside: NDArray[np.intp], base: Floats) -> Floats:
    """Shares of ordinary traffic: published ones as they are, the rest by declared capacity."""
    crossing = np.array([network.gates[c].kind is PlaceKind.CROSSING for c in inside])
    given = np.array([network.gates[c].traffic_share for c in inside], dtype=float)
    size = np.where(crossing, np.minimum(base[inside], 1e9), 1.0)
    blank = np.isnan(given)
    left = max(0.0, 1.0 - float(np.nansum(given)))
    shares = np.where(blank, 0.0, given)
    if blank.any() and size[blank].sum() > 0:
        spread = left if left > 0 else 0.0
        shares = np.where(blank, spread * size / size[blank].sum(), shares)
    total = shares.sum()
    return np.asarray(shares / total if total > 0 else np.full(len(inside), 1.0 / len(inside)), dtype=np.float64)
