"""Run a Flee instance: people flee from conflicts by road to camps, and are counted there day by day.

    program = compile_flee(instance)
    result  = run_flee(instance, seed=1, replicates=20)

The movement rule is Flee's; the people are cohorts, so the cost does not depend on how many there are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonaq.engine.flee_instance import FleeInstance
from qonaq.engine.flee_program import FleeProgram, compile_flee
from qonaq.engine.kernels.cohorts import empty_tables
from qonaq.engine.kernels.hop import MOST_ROUNDS
from qonaq.engine.kernels.hop_days import DONE, NO_ROOM, run
from qonaq.engine.kernels.hop_state import POPULATION, Now
from qonaq.engine.workers import Workers, run_tasks
from qonaq.errors import InternalError

ROOM = 1 << 12  # cohorts to begin with; a replicate that needs more is run again with twice the room
MOST_ROOM = 1 << 24

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class FleeResult:
    """Counts of a run, in agents (`hasten` people each), by replicate, day and camp or place."""

    program: FleeProgram
    seed: int
    standing: NDArray[np.int64]  # [replicate, day, place]
    total: NDArray[np.int64]  # [replicate, day] all agents of the simulation
    room: int = ROOM  # cohorts for which there was room; a further run may begin with as much

    @property
    def camps(self) -> NDArray[np.int64]:
        """[replicate, day, camp] agents in the reported camps."""
        return self.standing[:, :, list(self.program.camps)]

    @property
    def camp_names(self) -> tuple[str, ...]:
        return tuple(self.program.instance.places[i].name for i in self.program.camps)

    @property
    def people(self) -> int:
        """People of the simulation on its last day, mean over replicates."""
        return round(float(self.total[:, -1].mean()) * self.program.instance.rules.hasten)

    @property
    def relative_difference(self) -> NDArray[np.float64]:
        """By replicate: mean over days of Σ|simulated − counted| / Σ counted."""
        return relative_difference(self.camps, self.program.counted)

    @property
    def rescaled_difference(self) -> NDArray[np.float64]:
        """The same after scaling the simulated counts of each day to the counted total."""
        return relative_difference(self.camps, self.program.counted, rescaled=True)


def relative_difference(
    simulated: NDArray[np.int64], counted: NDArray[np.int64], *, rescaled: bool = False
) -> NDArray[np.float64]:
    """Flee's error measure by replicate; days without counted people are 0.

    ARD = mean_t [ Σ_c |S_ct − D_ct| / Σ_c D_ct ]        rescaled: S_ct · Σ_c D_ct / Σ_c S_ct
    """
    values = simulated.astype(float)
    known = counted.sum(axis=1).astype(float)
    if rescaled:
        total = values.sum(axis=2, keepdims=True)
        values = np.divide(values * known[None, :, None], total, out=np.zeros_like(values), where=total > 0)
    gap = np.abs(values - counted[None]).sum(axis=2)
    share = np.divide(gap, known[None], out=np.zeros_like(gap), where=known[None] > 0)
    mean: NDArray[np.float64] = share.mean(axis=1)
    return mean


def _first_state(program: FleeProgram, *, seed: int, replicate: int, room: int) -> Now:
    """The state of a replicate before its first day, with room for so many cohorts in each table."""
    days = program.days
    counts = np.zeros((5, len(program.population)), np.int64)
    counts[POPULATION] = program.population
    weights = np.zeros(len(program.net.paths))
    clock = np.array([seed, replicate, 0, 0, 0], np.int64)
    return Now(
        days.places[0],
        days.link_open[0],
        days.path_open[0],
        empty_tables(5, room),
        counts,
        weights,
        np.zeros(MOST_ROUNDS + 2),
        clock,
    )


def run_replicate(
    program: FleeProgram, *, seed: int, replicate: int, room: int = ROOM
) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """One replicate: agents by day and place, all agents by day, and the room that its cohorts needed."""
    days = program.instance.days
    while room <= MOST_ROOM:
        standing, total = np.zeros((days, len(program.population)), np.int64), np.zeros(days, np.int64)
        now = _first_state(program, seed=seed, replicate=replicate, room=room)
        status = run(program.net, program.days, program.rule, program.start, now, standing, total)
        if status == DONE:
            return standing, total, room
        if status != NO_ROOM:
            day = int(total[-1])
            raise InternalError(
                f"people were lost in replicate {replicate} of seed {seed} on day {day}: {int(total[day])} more than "
                f"there should be; standing {standing[day].tolist()}"
            )
        room *= 2
    raise InternalError(f"a replicate has more than {MOST_ROOM:,} distinct states of people")


def run_flee(
    instance: FleeInstance,
    *,
    seed: int,
    replicates: int,
    people_factor: float = 1.0,
    native: bool = False,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> FleeResult:
    """Compile an instance and run it; the same seed gives the same numbers."""
    return run_program(
        compile_flee(instance, people_factor=people_factor, native=native),
        seed=seed,
        replicates=replicates,
        workers=workers,
        progress=progress,
    )


def run_program(
    program: FleeProgram,
    *,
    seed: int,
    replicates: int,
    room: int = ROOM,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> FleeResult:
    """Run a compiled instance; the numbers do not depend on the workers."""
    first = run_replicate(program, seed=seed, replicate=0, room=room)

    def verb(replicate: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return run_replicate(program, seed=seed, replicate=replicate, room=first[2])[:2]

    runs = {0: first[:2]}
    for done, (at, run_of) in enumerate(run_tasks(verb, range(1, replicates), workers=workers or Workers()), 2):
        runs[at + 1] = run_of
        if progress is not None:
            progress("replicates", done, replicates)
    standing = np.stack([runs[replicate][0] for replicate in range(replicates)])
    totals = np.stack([runs[replicate][1] for replicate in range(replicates)])
    return FleeResult(program, seed, standing, totals, first[2])
