"""From a scenario to an ensemble: the one verb that runs the engine."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonaq.engine.ensemble import Ensemble
from qonaq.engine.kernels.day import BEDS_LOST, CLOCKS_LOST, PEOPLE_LOST, STAGES_LOST, run
from qonaq.engine.kernels.state import new_state
from qonaq.engine.program import Program, compile_program
from qonaq.engine.program_parameters import Parameters, completed, draw_parameters
from qonaq.engine.program_rates import rates_of
from qonaq.engine.program_records import slots_of
from qonaq.engine.workers import Progress, Workers, run_tasks
from qonaq.errors import InternalError, Mistake, SettingError
from qonaq.model.policies import AS_IT_IS, Policy
from qonaq.model.scenario import Scenario

LARGEST_SEED = 1 << 63
MOST_REPLICATES = 1_000_000

TROUBLE = {
    PEOPLE_LOST: "people at risk, under way, present and gone do not add up",
    BEDS_LOST: "people in a city and people by accommodation differ",
    STAGES_LOST: "people in a city and people by registration stage differ",
    CLOCKS_LOST: "people in the country and people by day of entry differ",
}


@dataclass(frozen=True, eq=False)
class Chunk:
    """A task: some replicates of a program."""

    program: Program
    parameters: Parameters
    seed: int


def run_chunk(chunk: Chunk) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Run the replicates of a chunk: counts (r, rows, t) and levels (r, rows, t)."""
    rates = rates_of(chunk.program, chunk.parameters)
    state, scratch = new_state(chunk.program, rates)
    slots, level_slots = slots_of(chunk.program)
    replicates, days = chunk.parameters.replicates, chunk.program.days
    counts = np.zeros((replicates, slots.rows, days), dtype=np.int32)
    levels = np.zeros((replicates, level_slots.rows, days), dtype=np.float32)
    trouble = np.zeros(3, dtype=np.int64)
    world = chunk.program.world
    numbers = chunk.parameters.numbers
    run(chunk.seed, numbers, 0, world, rates, state, scratch, slots, level_slots, counts, levels, trouble)
    if trouble[0]:
        people = {name: np.asarray(getattr(state, name)).tolist() for name in ("pool", "stuck", "people", "gone")}
        raise InternalError(
            f"{TROUBLE[int(trouble[0])]}: replicate {numbers[trouble[1]]}, day {chunk.program.day(int(trouble[2]))}, "
            f"seed {chunk.seed}, state {people}"
        )
    return counts, levels


def simulate(
    scenario: Scenario,
    *,
    days: int,
    replicates: int,
    seed: int,
    parameters: Parameters | None = None,
    policy: Policy = AS_IT_IS,
    workers: Workers = Workers(),
    progress: Progress | None = None,
    begun: Ensemble | None = None,
) -> Ensemble:
    """Run a scenario forward: an ensemble of `replicates` possible courses over `days` from the scenario's start.

    Without `parameters` they are drawn from priors. The same seed meets the same luck under every policy, and gives
    the same numbers on any number of workers. `progress` hears how many replicates are done; where it answers False
    the run stops and what is done comes back, to be given again as `begun`.

    Raises ScenarioError with every mistake at once, SettingError for numbers out of range.

    >>> ensemble = simulate(scenario, days=60, replicates=1000, seed=1)          # doctest: +SKIP
    >>> ensemble.figure("entries", place="Syrym", start=date(2022, 9, 21))       # doctest: +SKIP
    """
    _check(replicates, seed, parameters)
    program = compile_program(scenario, days=days, policy=policy)
    if parameters is None:
        parameters = draw_parameters(scenario, days=days, replicates=replicates, seed=seed)
    else:
        parameters = completed(parameters, scenario, days=days, seed=seed)
    whole = _blank(program, parameters, seed)
    done = _taken_over(whole, begun)
    missing = np.flatnonzero(~done)
    spans = [missing[start : start + workers.chunk] for start in range(0, len(missing), workers.chunk)]
    tasks = [Chunk(program, parameters.select(span), seed) for span in spans]
    results = run_tasks(run_chunk, tasks, workers=workers)
    for at, (some_counts, some_levels) in results:
        whole.counts[spans[at]], whole.levels[spans[at]] = some_counts, some_levels
        done[spans[at]] = True
        if progress is not None and progress(int(done.sum()), replicates) is False:
            results.close()
            break
    return whole if done.all() else whole.select(np.flatnonzero(done))


def _blank(program: Program, parameters: Parameters, seed: int) -> Ensemble:
    slots, level_slots = slots_of(program)
    counts = np.zeros((parameters.replicates, slots.rows, program.days), dtype=np.int32)
    levels = np.zeros((parameters.replicates, level_slots.rows, program.days), dtype=np.float32)
    return Ensemble(program=program, parameters=parameters, seed=seed, counts=counts, levels=levels)


def _taken_over(whole: Ensemble, begun: Ensemble | None) -> NDArray[np.bool_]:
    """Copy replicates of an earlier run that stopped; which ones are there. (written: whole.counts, whole.levels)"""
    done = np.zeros(whole.replicates, dtype=bool)
    if begun is None:
        return done
    rows = {number: row for row, number in enumerate(whole.parameters.numbers.tolist())}
    at = np.array([rows.get(number, -1) for number in begun.parameters.numbers.tolist()], dtype=np.int64)
    same = (begun.scenario, begun.policy, begun.days, begun.seed) == (
        *(whole.scenario, whole.policy, whole.days, whole.seed),
    )
    if not same or (at < 0).any() or not np.array_equal(begun.parameters.scores, whole.parameters.scores[at]):
        do = "Give the ensemble that stopped, with the same scenario, policy, days, seed and parameters."
        raise SettingError(Mistake("begun", "an ensemble of another run", "the same run, stopped", do))
    whole.counts[at], whole.levels[at], done[at] = begun.counts, begun.levels, True
    return done


def _check(replicates: int, seed: int, parameters: Parameters | None) -> None:
    mistakes = []
    if not 1 <= replicates <= MOST_REPLICATES:
        mistakes.append(Mistake("replicates", str(replicates), f"1 to {MOST_REPLICATES:,}", "Ask for that many."))
    if not 0 <= seed < LARGEST_SEED:
        mistakes.append(Mistake("seed", str(seed), "0 to 2^63 − 1", "Use another seed."))
    if parameters is not None and parameters.replicates != replicates:
        found = f"{parameters.replicates} replicates"
        mistakes.append(Mistake("parameters", found, f"{replicates} replicates", "Select or draw as many."))
    if mistakes:
        raise SettingError(mistakes)
