"""What holds on which day: events, rules and the levers of a policy as arrays by day."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from qonaq.engine.program_network import Network
from qonaq.model.parameters import (
    CITY_POPULATION,
    DESK_HOURS,
    LANES,
    OPEN_HOURS,
    PEOPLE_PER_DESK,
    PEOPLE_PER_LANE_HOUR,
    WEEKLY_SHAPE,
)
from qonaq.model.places import BED_CLASSES, Place, PlaceKind
from qonaq.model.policies import Lever, Policy
from qonaq.model.scenario import Scenario

NEVER = 1 << 30  # a day that no run reaches
RENEWABLE, FINAL = 1, 2  # a stay ends today: it may be renewed, or not
NO_LIMIT = 1e12  # people a day, where nothing holds people up


@dataclass(frozen=True)
class Schedule:
    """Arrays by day; the letters of the axes are those of `World`."""

    declared: NDArray[np.float64]  # (c) people a day as declared, before any lever
    open: NDArray[np.bool_]
    admits: NDArray[np.bool_]
    visits: NDArray[np.bool_]
    kin: NDArray[np.int64]
    exits_open: NDArray[np.bool_]
    capacity: NDArray[np.float64]
    hours: NDArray[np.float64]
    advised: NDArray[np.float64]
    week: NDArray[np.float64]
    ends: NDArray[np.int8]
    opened: NDArray[np.int64]
    host_growth: NDArray[np.float64]
    desks: NDArray[np.float64]  # (t, j)
    desk_minutes: NDArray[np.float64]
    rent_cap: NDArray[np.float64]
    seats: NDArray[np.int64]


def estimated_desks(city: Place) -> float:
    """Desks as published, or one for so many residents."""
    if city.desks is not None:
        return city.desks
    return max(1.0, (city.population or CITY_POPULATION) / PEOPLE_PER_DESK)


def _span(scenario: Scenario, days: int, start: date, end: date | None) -> slice:
    """The simulated days from a start to an end, both inclusive."""
    first = max(0, (start - scenario.start).days)
    last = days if end is None else (end - scenario.start).days + 1
    return slice(min(first, days), max(0, min(last, days)))


def _span_of(scenario: Scenario, days: int, lever: Lever) -> slice:
    return _span(scenario, days, lever.start, lever.end)


def _levers(policy: Policy, *names: str) -> Iterator[Lever]:
    return (lever for lever in policy.levers if lever.lever in names)


def _targets(places: tuple[Place, ...], target: str | None, default_country: str | None = None) -> list[int]:
    """Indices of the places that a target names: itself, every place of its country, or of the default country."""
    wanted = target if target is not None else default_country
    return [at for at, place in enumerate(places) if wanted in (None, place.name, *place.aliases, place.country)]


def schedule_of(scenario: Scenario, network: Network, *, days: int, policy: Policy) -> Schedule:
    """Everything that holds on each day, compiled from events, rules and levers."""
    letting_in = _letting_in(scenario, network, days, policy)
    declared, capacity, hours = _capacities(scenario, network, days, policy)
    stay, renewable, admitted = _rules(scenario, network, days, policy)
    cap = _caps(scenario, days, policy)
    open_to_any = np.asarray(letting_in.any(axis=2), dtype=np.bool_)
    admits = letting_in & admitted
    opened, host_growth = _beds(scenario, network, days, policy)
    desks, minutes = _desks(scenario, network, days, policy)
    weekday = scenario.start.weekday()
    return Schedule(
        declared=declared,
        open=open_to_any,
        admits=admits,
        visits=np.asarray(admits.any(axis=2), dtype=np.bool_),
        kin=_kin(admits),
        exits_open=_letting_out(scenario, network, days, policy),
        capacity=capacity,
        hours=hours,
        advised=_advice(scenario, network, days, policy),
        week=np.array([WEEKLY_SHAPE[(weekday + day) % 7] for day in range(days)]),
        ends=_ends(stay, renewable, cap),
        opened=opened,
        host_growth=host_growth,
        desks=desks,
        desk_minutes=minutes,
        rent_cap=_rent_caps(scenario, network, days, policy),
        seats=_seats(scenario, network, days, policy),
    )


def _kin(admits: NDArray[np.bool_]) -> NDArray[np.int64]:
    """(t, g): the first of the groups that every gate treats alike on the day; they choose together."""
    alike = (admits[:, :, :, None] == admits[:, :, None, :]).all(axis=1)
    return np.asarray(alike.argmax(axis=2), dtype=np.int64)


def _group_slice(scenario: Scenario, name: str | None) -> slice:
    if name is None:
        return slice(None)
    at = [group.name for group in scenario.groups].index(name)
    return slice(at, at + 1)


def _letting_in(scenario: Scenario, network: Network, days: int, policy: Policy) -> NDArray[np.bool_]:
    """(t, c, g): the gate lets the group in, by events and levers; rules come on top."""
    letting = np.ones((days, len(network.gates), len(scenario.groups)), dtype=bool)
    for event in sorted(scenario.events, key=lambda event: event.day):
        if event.what in ("close", "open"):
            span = _span(scenario, days, event.day, None)
            for gate in _targets(network.gates, event.target, scenario.host):
                letting[span, gate] = event.what == "open"
    for lever in _levers(policy, "close", "open"):
        span, group = _span_of(scenario, days, lever), _group_slice(scenario, lever.group)
        for gate in _targets(network.gates, lever.target, scenario.host):
            letting[span, gate, group] = lever.lever == "open"
    return letting


def _letting_out(scenario: Scenario, network: Network, days: int, policy: Policy) -> NDArray[np.bool_]:
    letting = np.ones((days, len(network.origins), len(scenario.groups)), dtype=bool)
    for event in sorted(scenario.events, key=lambda event: event.day):
        if event.what in ("exit_closed", "exit_opened"):
            span = _span(scenario, days, event.day, None)
            for origin in _targets(network.origins, event.target):
                letting[span, origin] = event.what == "exit_opened"
    for lever in _levers(policy, "close_exit"):
        span, group = _span_of(scenario, days, lever), _group_slice(scenario, lever.group)
        for origin in _targets(network.origins, lever.target):
            letting[span, origin, group] = False
    return letting


def _known(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def _capacities(
    scenario: Scenario, network: Network, days: int, policy: Policy
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Declared people a day (c), and people and open hours by day (t, c): lanes × people/lane/hour × open hours."""
    gates = network.gates
    lanes = np.tile([_known(gate.lanes, LANES) for gate in gates], (days, 1))
    hours = np.tile([_known(gate.open_hours, OPEN_HOURS) for gate in gates], (days, 1))
    speed = np.array([_known(gate.people_per_lane_hour, PEOPLE_PER_LANE_HOUR) for gate in gates])
    declared = lanes[0] * speed * hours[0]
    for lever in _levers(policy, "add_lanes", "add_hours"):
        span = _span_of(scenario, days, lever)
        for gate in _targets(gates, lever.target):
            if lever.lever == "add_lanes":
                lanes[span, gate] += lever.amount or 0.0
            else:
                hours[span, gate] = np.minimum(24.0, hours[span, gate] + (lever.amount or 0.0))
    capacity = lanes * speed * hours
    for at, place in enumerate(gates):
        if place.kind is PlaceKind.ELSEWHERE:
            declared[at], capacity[:, at], hours[:, at] = NO_LIMIT, NO_LIMIT, 24.0
    return declared, capacity, hours


def _advice(scenario: Scenario, network: Network, days: int, policy: Policy) -> NDArray[np.float64]:
    """(t, c): share of travellers pointed to a crossing; shares of one day never pass 1 together."""
    advised = np.zeros((days, len(network.gates)))
    for lever in _levers(policy, "point_to"):
        for gate in _targets(network.gates, lever.target):
            advised[_span_of(scenario, days, lever), gate] = lever.amount or 0.0
    total = np.maximum(1.0, advised.sum(axis=1, keepdims=True))
    return np.asarray(advised / total, dtype=np.float64)


def _rules(
    scenario: Scenario, network: Network, days: int, policy: Policy
) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Days of stay (t, g) and renewal (t, g) in the host country, and who is admitted (t, c, g)."""
    groups = [group.name for group in scenario.groups]
    stay = np.full((days, len(groups)), NEVER, dtype=np.int64)
    renewable = np.ones((days, len(groups)), dtype=bool)
    admitted = np.ones((days, len(network.gates), len(groups)), dtype=bool)
    for rule in sorted(scenario.rules, key=lambda rule: rule.start):
        span = _span(scenario, days, rule.start, None)
        for at, group in enumerate(groups):
            if rule.groups and group not in rule.groups:
                continue
            for gate in _targets(network.gates, rule.country):
                admitted[span, gate, at] = rule.admits
            if rule.country == scenario.host:
                stay[span, at] = NEVER if rule.stay_days is None else rule.stay_days
                renewable[span, at] = rule.renewable
    for lever in _levers(policy, "extend_stay"):
        if lever.target in (None, scenario.host):
            stay[_span_of(scenario, days, lever), _group_slice(scenario, lever.group)] = (
                NEVER if lever.amount is None else int(lever.amount)
            )
    return stay, renewable, admitted


def _caps(scenario: Scenario, days: int, policy: Policy) -> NDArray[np.int64]:
    """(t, g): days after which nobody of the group stays on, however often the stay was renewed."""
    cap = np.full((days, len(scenario.groups)), NEVER, dtype=np.int64)
    for lever in _levers(policy, "cap_stay"):
        if lever.target in (None, scenario.host) and lever.amount is not None:
            span = (_span_of(scenario, days, lever), _group_slice(scenario, lever.group))
            cap[span] = np.minimum(cap[span], int(lever.amount))
    return cap


def _ends(stay: NDArray[np.int64], renewable: NDArray[np.bool_], cap: NDArray[np.int64]) -> NDArray[np.int8]:
    """(t, g, a): what befalls on day t a stay that began on day a: nothing, its end that may be renewed, its last end.

    A rule that lengthens the stay counts from entry or renewal; one that shortens it from the day it starts, if that
    ends the stay earlier. A renewal gives the days of the rule of its day. A cap counts from the first entry, or from
    the day on which it comes into force: leaving and coming back does not begin it anew.
    """
    days, groups = stay.shape
    ends = np.zeros((days, groups, days), dtype=np.int8)
    for group in range(groups):
        stays, caps, again = stay[:, group].tolist(), cap[:, group].tolist(), renewable[:, group].tolist()
        for entry in range(days):
            begun, end, last = entry, entry + stays[entry], entry + caps[entry]
            for day in range(entry + 1, days):
                if caps[day] != caps[day - 1]:
                    last = day + caps[day]
                if day >= min(end, last):
                    if day >= last or not again[day]:
                        ends[day, group, entry] = FINAL
                        break
                    ends[day, group, entry] = RENEWABLE
                    begun, end = day, day + stays[day]
                elif stays[day] > stays[day - 1]:
                    end = begun + stays[day]
                elif stays[day] < stays[day - 1]:
                    end = min(end, day + stays[day])
    return ends


def _beds(
    scenario: Scenario, network: Network, days: int, policy: Policy
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    opened = np.zeros((days, len(network.cities), len(BED_CLASSES)), dtype=np.int64)
    growth = np.ones((days, len(network.cities)))
    for lever in _levers(policy, "open_beds"):
        for city in _targets(network.cities, lever.target):
            bed_class = BED_CLASSES.index(lever.bed_class or "")
            opened[_span_of(scenario, days, lever), city, bed_class] += math.floor(lever.amount or 0.0)
    for lever in _levers(policy, "cash_for_hosts"):
        for city in _targets(network.cities, lever.target):
            growth[_span_of(scenario, days, lever), city] += lever.amount or 0.0
    return opened, growth


def _desks(
    scenario: Scenario, network: Network, days: int, policy: Policy
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    desks = np.tile([estimated_desks(city) for city in network.cities], (days, 1))
    hours = np.tile([_known(city.desk_hours, DESK_HOURS) for city in network.cities], (days, 1))
    for lever in _levers(policy, "add_desks", "add_desk_hours"):
        for city in _targets(network.cities, lever.target):
            changed = desks if lever.lever == "add_desks" else hours
            changed[_span_of(scenario, days, lever), city] += lever.amount or 0.0
    hours = np.minimum(hours, 24.0)
    return desks, desks * hours * 60.0


def _rent_caps(scenario: Scenario, network: Network, days: int, policy: Policy) -> NDArray[np.float64]:
    caps = np.full((days, len(network.cities)), np.inf)
    for lever in _levers(policy, "rent_cap"):
        for city in _targets(network.cities, lever.target, scenario.host):
            caps[_span_of(scenario, days, lever), city] = math.log1p(lever.amount or 0.0)
    return caps


def _seats(scenario: Scenario, network: Network, days: int, policy: Policy) -> NDArray[np.int64]:
    seats = np.zeros((days, len(network.cities), len(network.cities)), dtype=np.int64)
    for lever in _levers(policy, "transport"):
        for start in _targets(network.cities, lever.target):
            for end in _targets(network.cities, lever.to):
                if start != end:
                    seats[_span_of(scenario, days, lever), start, end] += math.floor(lever.amount or 0.0)
    return seats
