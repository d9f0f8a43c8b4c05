"""Tables of cohorts: people in the same state are one row with a count, however many they are.

A row says where people are, how far along a link, how far they moved today, what they carry in mind (the tag: rest of
their route, whether it is their first trip, how far they travelled lately), and how many they are. Adding to a state
that is there already adds to its count. Distances are whole micro-kilometres, so that sums are exact.

All tables of a replicate are one array [table, row, column]; a hash finds a row by its state. Columns 5 to 7 hold the
hash: the slot of a row, and two slots each. The last row of a table counts its rows and says if one found no room.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

# Kernels of this rule allocate nothing: arrays are handed in. So numba need not count references to them, which
# would take longer than the work itself.
kernel = njit(cache=True, nogil=True, _nrt=False)  # type: ignore[call-overload]

PLACE, KM, MOVED, TAG, COUNT, SLOT, SLOTS = 0, 1, 2, 3, 4, 5, 6
FIRST_TRIP = 512  # tag = route · 1024 + FIRST_TRIP · (first trip) + lately
LATELY = 511
ROUTE = 10


def empty_tables(count: int, room: int) -> NDArray[np.int64]:
    """So many empty tables, each with room for so many states (a power of two)."""
    tables = np.zeros((count, room + 1, 8), np.int64)
    tables[:, :room, SLOTS:] = -1
    return tables


@kernel
def size(tables: Any, table: int) -> Any:
    """How many cohorts a table has."""
    return tables[table, tables.shape[1] - 1, 0]


@kernel
def overflowed(tables: Any) -> Any:
    """Whether a cohort found no room in any table."""
    any_full = False
    for table in range(tables.shape[0]):
        any_full = any_full or tables[table, tables.shape[1] - 1, 1] > 0
    return any_full


@kernel
def add(tables: Any, table: int, place: int, km: int, moved: int, tag: int, people: int) -> None:
    """`people` more in this state (tables changed). Open addressing with linear steps."""
    if people == 0:
        return
    room = tables.shape[1] - 1
    mixed = (place * 73856093) ^ ((km >> 6) * 19349663) ^ ((moved >> 6) * 83492791) ^ (tag * 2654435)
    slot = (mixed ^ (mixed >> 15) ^ (mixed >> 31)) & (2 * room - 1)
    row = tables[table, slot >> 1, SLOTS + (slot & 1)]
    while row >= 0:
        same = tables[table, row, PLACE] == place and tables[table, row, TAG] == tag
        if same and tables[table, row, KM] == km and tables[table, row, MOVED] == moved:
            tables[table, row, COUNT] += people
            return
        slot = (slot + 1) & (2 * room - 1)
        row = tables[table, slot >> 1, SLOTS + (slot & 1)]
    row = tables[table, room, 0]
    if row == room:
        tables[table, room, 1] = 1
        return
    tables[table, slot >> 1, SLOTS + (slot & 1)] = row
    tables[table, row, SLOT] = slot
    tables[table, room, 0] = row + 1
    tables[table, row, PLACE] = place
    tables[table, row, KM] = km
    tables[table, row, MOVED] = moved
    tables[table, row, TAG] = tag
    tables[table, row, COUNT] = people


@kernel
def clear(tables: Any, table: int) -> None:
    """Nobody is left in the table (tables changed)."""
    for row in range(size(tables, table)):
        slot = tables[table, row, SLOT]
        tables[table, slot >> 1, SLOTS + (slot & 1)] = -1
    tables[table, tables.shape[1] - 1, 0] = 0


@kernel
def pour(tables: Any, source: int, into: int) -> Any:
    """Everybody of one table goes into another and the first is empty; returns how many people (tables changed)."""
    people = 0
    for row in range(size(tables, source)):
        count = tables[source, row, COUNT]
        add(
            tables, into, tables[source, row, PLACE], tables[source, row, KM], tables[source, row, MOVED],
            tables[source, row, TAG], count,
        )  # fmt: skip
        people += count
    clear(tables, source)
    return people
