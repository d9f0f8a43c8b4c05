"""Compiles every kernel once, by running the smallest real work through each of them."""

from __future__ import annotations

from qonaq.engine import simulate
from qonaq.engine.flee import run_flee
from qonaq.engine.flee_synthetic import ukraine_size
from qonaq.io.scenario import read_scenario


def compile_kernels() -> None:
    """Runs a packaged scenario and a Flee instance for two days: whatever is not compiled yet is compiled and kept."""
    simulate(read_scenario("kazakhstan-2022"), days=2, replicates=2, seed=1)
    run_flee(ukraine_size().replaced(days=2), replicates=1, seed=1)
