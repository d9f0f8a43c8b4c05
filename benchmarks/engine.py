"""Where a simulated day's time goes: each step of the order of the day, in microseconds.

    python benchmarks/engine.py [scenario] [days] [replicates]

Every step is called from Python, so about two microseconds a step are the call itself; read the ratios.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable
from statistics import median
from time import perf_counter_ns
from typing import Any

import numpy as np

from qonaq.engine import compile_program, draw_parameters
from qonaq.engine.kernels import day as kernels
from qonaq.engine.kernels.state import new_state
from qonaq.engine.order import ORDER
from qonaq.engine.program_rates import rates_of
from qonaq.engine.program_records import slots_of
from qonaq.io.scenario import read_scenario
from qonaq.model.policies import AS_IT_IS


def main(name: str = "kazakhstan-2022", days: int = 60, replicates: int = 20) -> None:
    scenario = read_scenario(name)
    program = compile_program(scenario, days=days, policy=AS_IT_IS)
    rates = rates_of(program, draw_parameters(scenario, days=days, replicates=replicates, seed=1))
    state, scratch = new_state(program, rates)
    slots, levels = slots_of(program)
    counts = np.zeros((replicates, slots.rows, days), np.int32)
    reals = np.zeros((replicates, levels.rows, days), np.float32)
    spent: dict[str, list[int]] = defaultdict(list)
    for step in ORDER:
        setattr(kernels, step.name, _timing(getattr(kernels, step.name), spent[step.name]))
    world = program.world
    for row in range(replicates):
        kernels.reset(1, row, rates.pool[row], rates.visitors[row], world.country_gates, world.gate_at, state)
        for t in range(days):
            kernels.run_day.py_func(
                t, 1, row, row, world, rates, state, scratch, slots, levels, counts[row], reals[row]
            )  # fmt: skip
    total = sum(median(times) for times in spent.values())
    for step in ORDER:
        middle = median(spent[step.name])
        print(f"{step.name:14} {middle / 1e3:8.1f} µs {middle / total:6.1%}  {step.words}")
    print(f"{'a day':14} {total / 1e3:8.1f} µs")


def _timing(kernel: Callable[..., Any], times: list[int]) -> Callable[..., Any]:
    def timed(*arguments: Any) -> Any:
        began = perf_counter_ns()
        result = kernel(*arguments)
        times.append(perf_counter_ns() - began)
        return result

    return timed


if __name__ == "__main__":
    main(*sys.argv[1:2], *(int(argument) for argument in sys.argv[2:4]))
