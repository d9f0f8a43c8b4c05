"""People one by one: the native rules of movement as an agent simulator, to show that counting gives the same law.

    python verification/agents.py

Every person has an origin, a group, a place and a day of arrival, and draws for itself. Slow and plain on purpose: no
queues, beds or stays, so that nothing links one person to another and the law of the counts is known to be the same.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

import numpy as np

from qonaq.engine.program import Program
from qonaq.engine.program_rates import Rates


@dataclass
class Person:
    """Where somebody is, what comes next, and when."""

    origin: int
    group: int
    where: str = "home"  # home | to gate | to city | city | gone
    place: int = -1
    phase: str = ""  # transit | new | settled
    arrives: int = -1


def simulate_agents(program: Program, rates: Rates, *, days: int, chance: np.random.Generator) -> Counter[str]:
    """One course of events (`rates` of one replicate): how many left, entered, and are in each city at the end."""
    counts: Counter[str] = Counter()
    people = [Person(i, g) for (i, g), many in np.ndenumerate(rates.pool) for _ in range(many)]
    for day in range(days):
        for person in people:
            if person.where == "home" and chance.random() < rates.leave[day, person.origin]:
                _set_out(program, rates, person, day, chance)
                counts["departures"] += 1
            if person.where == "to gate" and person.arrives == day:
                _pass_gate(program, rates, person, day, chance, counts)
            if person.where == "city":
                _stay_or_leave(rates, person, day, chance, counts)
            if person.where == "to city" and person.arrives == day:
                person.where = "city"
                person.phase = "transit" if chance.random() < rates.transit_share else "new"
    counts.update(f"present {person.place}" for person in people if person.where == "city")
    return counts


def _pick(weights: np.ndarray, chance: np.random.Generator) -> int:
    return int(chance.choice(len(weights), p=weights / weights.sum()))


def _set_out(program: Program, rates: Rates, person: Person, day: int, chance: np.random.Generator) -> None:
    """The best gate speaks for its country; then a gate of the country."""
    world = program.world
    behind = np.where(world.gate_country == 0, rates.city_term.sum(axis=1), rates.behind)
    worth = rates.access[person.origin] * behind**rates.pull_power
    members = [np.flatnonzero(world.gate_country == country) for country in range(len(program.countries))]
    best = np.array([worth[gates].max() for gates in members]) * rates.country_pull
    gates = members[_pick(best, chance)]
    person.place = int(gates[_pick((worth * world.size)[gates], chance)])
    person.where, person.arrives = "to gate", day + int(rates.reach_days[person.origin, person.place])


def _pass_gate(
    program: Program, rates: Rates, person: Person, day: int, chance: np.random.Generator, counts: Counter[str]
) -> None:
    gate = person.place
    if program.world.gate_country[gate] != 0:
        person.where = "gone"
        counts["elsewhere"] += 1
        return
    counts["entries"] += 1
    person.place = _pick(rates.city_term[gate], chance)
    person.where, person.arrives = "to city", day + int(rates.city_days[gate, person.place])


def _stay_or_leave(rates: Rates, person: Person, day: int, chance: np.random.Generator, counts: Counter[str]) -> None:
    hazard = dict(zip(("transit", "new", "settled"), rates.hazard, strict=True))[person.phase]
    settle = rates.settle if person.phase == "new" else 0.0
    if chance.random() >= 1.0 - math.exp(-(hazard + settle)):
        return
    if chance.random() >= hazard / (hazard + settle):
        person.phase = "settled"
        return
    if chance.random() < rates.inner_share:
        other = _pick(rates.inner_term[person.place], chance)
        person.arrives = day + int(rates.inner_days[person.place, other])
        person.where, person.place = "to city", other
        return
    counts["returns" if chance.random() < rates.return_share else "onward"] += 1
    person.where = "gone"
