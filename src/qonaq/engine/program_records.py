"""What a run writes down for each replicate and day: counts as whole numbers, levels as reals."""

from __future__ import annotations

from typing import NamedTuple

from qonaq.engine.program import Program
from qonaq.model.places import BED_CLASSES


class Slots(NamedTuple):
    """The first row of each block of counts. Blocks of (c, g) and the like run with the last letter fastest."""

    departures: int  # (i) flow
    departures_by_group: int  # (g) flow
    entries: int  # (c, g+2) flow: groups, ordinary visitors, residents
    exits: int  # (c, 3) flow: displaced, ordinary visitors, residents
    turned_back: int  # (c) flow
    turned_by_group: int  # (g) flow: at the host's gates
    diverted: int  # (c) flow: people who turn to another crossing
    gave_up: int  # (c) flow: people who go home from before a border
    stranded: int  # (c) stock
    queueing: int  # (c, 3) stock: displaced, ordinary visitors, residents
    arrivals: int  # (j, g) flow
    inner: int  # (j, g) flow: to another city of the host country
    returns: int  # (j, g) flow
    onward: int  # (j, g) flow: to a third country
    sent_on: int  # (e) flow: onward to that country
    occupied: int  # (j, k) stock: beds taken by the displaced
    unsheltered: int  # (j, g) stock
    applications: int  # (j) flow
    registrations: int  # (j) flow
    backlog: int  # (j) stock
    overstaying: int  # (g) stock
    renewed: int  # (g) flow
    expired: int  # (g) flow: stays that end
    forced: int  # (g) flow: people who leave because their stay ends
    rows: int


class LevelSlots(NamedTuple):
    """The first row of each block of levels."""

    wait: int  # (c) hours
    desk_wait: int  # (j) days
    spot: int  # (j) log-rise of asking rents
    contract: int  # (j) log-rise of contract rents
    rows: int


def slots_of(program: Program) -> tuple[Slots, LevelSlots]:
    """Where each block starts."""
    origins, gates, cities = len(program.network.origins), len(program.network.gates), len(program.network.cities)
    groups, classes, elsewhere = len(program.groups), len(BED_CLASSES), len(program.network.elsewhere)
    by_city = cities * groups
    sizes = (
        *(origins, groups, gates * (groups + 2), gates * 3, gates, groups, gates, gates, gates, gates * 3),
        *(by_city, by_city, by_city, by_city, elsewhere, cities * classes, by_city, cities, cities, cities),
        *(groups, groups, groups, groups),
    )
    return Slots(*_starts(sizes)), LevelSlots(*_starts((gates, cities, cities, cities)))


def _starts(sizes: tuple[int, ...]) -> list[int]:
    starts = [0]
    for size in sizes:
        starts.append(starts[-1] + size)
    return starts
