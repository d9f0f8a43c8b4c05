"""Compiles every kernel once, by running the smallest real work through each of them."""

from __future__ import annotations

from qonaq.engine import simulate
from qonaq.io.scenario import read_scenario


def compile_kernels() -> None:
    """Runs two replicates of a packaged scenario for two days: whatever is not compiled yet is compiled and kept."""
    simulate(read_scenario("kazakhstan-2022"), days=2, replicates=2, seed=1)
