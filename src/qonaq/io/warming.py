"""Compiles every kernel once, by running the smallest real work through each of them."""

from __future__ import annotations

from dataclasses import replace

from qonaq.engine import simulate
from qonaq.engine.flee import run_replicate
from qonaq.engine.flee_program import compile_flee
from qonaq.engine.flee_synthetic import ukraine_size
from qonaq.io.scenario import read_scenario

FEW_DAYS = 3


def compile_kernels() -> None:
    """Runs a packaged scenario and a Flee instance for a few days; what is not compiled yet is compiled and kept."""
    simulate(read_scenario("kazakhstan-2022"), days=FEW_DAYS, replicates=2, seed=1)
    instance = replace(ukraine_size(people=1000), days=FEW_DAYS)
    run_replicate(compile_flee(instance), seed=1, replicate=0)
