"""The slow twin: the same day in plain Python, to be read beside the kernels and to agree with them to the last bit.

It shares nothing with the kernels but the program (what holds on which day), the rates, and the streams of chance.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from qonaq.engine.order import ORDER
from qonaq.engine.program import Program
from qonaq.engine.program_rates import Rates
from qonaq.engine.program_records import LevelSlots, Slots, slots_of
from qonaq.engine.reference_border import BORDER_STEPS
from qonaq.engine.reference_cities import CITY_STEPS
from qonaq.engine.reference_state import Luck, Twin, count_missing
from qonaq.errors import InternalError


def run_reference(
    program: Program, rates: Rates, numbers: NDArray[np.int64], *, seed: int
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Counts (r, rows, t) and levels (r, rows, t) of the replicates of `rates`, one plain step after the other."""
    slots, level_slots = slots_of(program)
    counts = np.zeros((len(numbers), slots.rows, program.days), dtype=np.int32)
    levels = np.zeros((len(numbers), level_slots.rows, program.days), dtype=np.float32)
    for row, number in enumerate(numbers):
        one = Rates(*(table[row] for table in rates))
        twin = Twin.before_the_first_day(program, one, Luck(seed, int(number)))
        for day in range(program.days):
            twin.begin(day)
            for step in ORDER:
                STEPS[step.name](twin)
            if lost := count_missing(twin):
                raise InternalError(f"the slow twin lost people on {program.day(day)}, replicate {number}: {lost}")
            _write(twin, counts[row], levels[row], slots, level_slots)
    return counts, levels


STEPS = {**BORDER_STEPS, **CITY_STEPS}


def _write(
    twin: Twin, counts: NDArray[np.int32], levels: NDArray[np.float32], slots: Slots, level_slots: LevelSlots
) -> None:
    for name, first in zip(slots._fields, slots, strict=True):
        if name != "rows":
            values: NDArray[Any] = np.asarray(twin.book[name]).reshape(-1)
            counts[first : first + values.size, twin.day] = values
    for name, first in zip(level_slots._fields, level_slots, strict=True):
        if name != "rows":
            values = np.asarray(twin.levels[name], dtype=np.float64)
            levels[first : first + values.size, twin.day] = values
