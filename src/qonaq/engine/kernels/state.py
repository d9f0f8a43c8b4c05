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
PHASES, STAGES = 3, 4


class State(NamedTuple):
    """Counts of people, and the few levels that have a memory."""

    pool: Ints  # (i, g) at risk and still at the origin
    ring: Ints  # (c, day of arrival modulo, g) on the way to a gate
    stuck: Ints  # (c, g) before a closed gate, with no other way
    queue: Ints  # (c, day of joining, g+2)
    head: Ints  # (c) oldest day of joining that may still wait
    wait: Floats  # (c) hours
    news: Floats  # (c) smoothed hours
    visitors: Ints  # (m) ordinary visitors in the country
    road: Ints  # (j, day of arrival modulo, g) on the way to a city
    people: Ints  # (j, g, phase) transit, new, settled
    rooms: Ints  # (j, g, k+1) people by class of accommodation, the last one without shelter
    desk: Ints  # (j, stage) none, will apply, waits, has the number
    clock: Ints  # (g, 1 + day of entry) people in the country; the first number is those who overstay
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
    weight: Floats  # these four are as long as the longest list that is drawn from
    drawn: Ints
    chosen: Ints
    given: Ints
    cells: Ints
    totals: Ints  # (g) people whose place is drawn but not whose group; 0 between the steps
    sent: Ints  # (place, days of travel) the same people; 0 between the steps
    wanting: Ints  # (k, g)
    free: Floats  # (k)
    odds: Floats  # (k)
    home: Ints  # (g) people who go home today
    abroad: Ints  # (g) people who go on to a third country today
    expelled: Ints  # (g) people who must leave because their stay ends


def new_state(program: Program, rates: Rates) -> tuple[State, Scratch]:
    """Empty arrays of the right sizes; rings are as long as the longest way of these rates."""
    origins, gates, cities = len(program.network.origins), len(program.network.gates), len(program.network.cities)
    groups, countries, classes, days = len(program.groups), len(program.countries), len(BED_CLASSES), program.days
    ring = 2 + max(int(rates.reach_days.max()), int(rates.hop_days.max(initial=1)))
    road = 2 + max(int(rates.city_days.max()), int(rates.inner_days.max(initial=0)))
    elsewhere = len(program.network.elsewhere)
    longest = max(gates, cities * PHASES, countries, classes + 1, elsewhere, groups + 2, STAGES, days + 2)

    def ints(*shape: int) -> Ints:
        return np.zeros(shape, dtype=np.int64)

    state = State(
        pool=ints(origins, groups),
        ring=ints(gates, ring, groups),
        stuck=ints(gates, groups),
        queue=ints(gates, days, groups + 2),
        head=ints(gates),
        wait=np.zeros(gates),
        news=np.zeros(gates),
        visitors=ints(countries),
        road=ints(cities, road, groups),
        people=ints(cities, groups, PHASES),
        rooms=ints(cities, groups, classes + 1),
        desk=ints(cities, STAGES),
        clock=ints(groups, days + 1),
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
        given=ints(longest),
        cells=ints(longest),
        totals=ints(groups),
        sent=ints(max(gates, cities), max(ring, road)),
        wanting=ints(classes, groups),
        free=np.zeros(classes),
        odds=np.zeros(classes),
        home=ints(groups),
        abroad=ints(groups),
        expelled=ints(groups),
    )
    return state, scratch
