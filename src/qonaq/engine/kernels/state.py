"""The state of one replicate: who is where, as counts. Letters as in `World`."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qonaq.engine.program import Program
from qonaq.engine.program_rates import Rates
from qonaq.model.places import BED_CLASSES

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class State(NamedTuple):
    pool: Ints  # (i, g) at risk and still at the origin
    ring: Ints  # (c, day of arrival modulo, g) on the way to a gate
    stuck: Ints  # (c, g) before a closed gate, with no other way
    queue: Ints  # (c, day of joining, g+2)
    head: Ints  # (c) oldest day of joining that may still wait
    wait: Floats  # (c) hours
    news: Floats  # (c) smoothed hours
    visitors: Ints  # (m) ordinary visitors in the country
    road: Ints  # (j, day of arrival modulo, g) on the way to a city
    people: Ints  # (j, phase, g)
    rooms: Ints  # (j, k, g) people by class of accommodation
    outside: Ints  # (j, g) people without shelter
    desk: Ints  # (j, stage)
    clock: Ints  # (g, day of entry)
    over: Ints  # (g) beyond their permitted stay
    gone: Ints  # (g) left the system: home, onward, or into another country
    contract: Floats  # (j, 2) log-rise of contract rents by renters added and by asking rents
    start: Ints  # (g) everybody at risk before the first day


class Scratch(NamedTuple):
    """Room for what a day computes and forgets."""

    served: Ints  # (c, g+2)
    left: Ints  # (j, g) people who leave a city today
    arrived: Ints  # (j, g)
    stayers: Ints  # (j) arrivals who are not in transit
    beds: Ints  # (j, k) beds that are not taken by others
    stock: Ints  # (j, k) beds
    room: Floats  # (j)
    appeal: Floats  # (c)
    weight: Floats  # (as long as the longest list of places)
    drawn: Ints  # (the same)
    chosen: Ints  # (the same)
    given: Ints  # (g)
    asked: Ints  # (g, k)
    home: Ints  # (g) people who go home today
    abroad: Ints  # (g) people who go on to a third country today
    expelled: Ints  # (g) people who must leave because their stay ends


def new_state(program: Program, rates: Rates) -> tuple[State, Scratch]:
    """Empty arrays of the right sizes; rings are as long as the longest way of these rates."""
    gates, cities, days = len(program.network.gates), len(program.network.cities), program.days
    groups, countries, classes = len(program.groups), len(program.countries), len(BED_CLASSES)
    ring = 2 + max(int(rates.reach_days.max()), int(rates.hop_days.max(initial=1)))
    road = 2 + max(int(rates.city_days.max()), int(rates.inner_days.max(initial=0)))
    longest = max(gates, cities, countries, classes, len(program.network.elsewhere), groups + 2, 4)

    def ints(*shape: int) -> Ints:
        return np.zeros(shape, dtype=np.int64)

    state = State(
        pool=ints(len(program.network.origins), groups),
        ring=ints(gates, ring, groups),
        stuck=ints(gates, groups),
        queue=ints(gates, days, groups + 2),
        head=ints(gates),
        wait=np.zeros(gates),
        news=np.zeros(gates),
        visitors=ints(countries),
        road=ints(cities, road, groups),
        people=ints(cities, 3, groups),
        rooms=ints(cities, classes, groups),
        outside=ints(cities, groups),
        desk=ints(cities, 4),
        clock=ints(groups, days),
        over=ints(groups),
        gone=ints(groups),
        contract=np.zeros((cities, 2)),
        start=ints(groups),
    )
    scratch = Scratch(
        served=ints(gates, groups + 2),
        left=ints(cities, groups),
        arrived=ints(cities, groups),
        stayers=ints(cities),
        beds=ints(cities, classes),
        stock=ints(cities, classes),
        room=np.zeros(cities),
        appeal=np.zeros(gates),
        weight=np.zeros(longest),
        drawn=ints(longest),
        chosen=ints(longest),
        given=ints(groups),
        asked=ints(groups, classes),
        home=ints(groups),
        abroad=ints(groups),
        expelled=ints(groups),
    )
    return state, scratch
