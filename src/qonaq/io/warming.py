"""Compiles every kernel once, by running the smallest real work through each of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import qonaq.engine.kernels as kernels
from qonaq.engine import simulate, streams
from qonaq.engine.flee import run_replicate
from qonaq.engine.flee_program import compile_flee
from qonaq.engine.flee_synthetic import ukraine_size
from qonaq.io.scenario import read_scenario

FEW_DAYS = 3
COMPILED = ("*.nbi", "*.nbc")  # numba's index and code, beside the sources unless NUMBA_CACHE_DIR says otherwise


def compile_kernels() -> None:
    """Runs a packaged scenario and a Flee instance for a few days; what is not compiled yet is compiled and kept."""
    forget_stale()
    simulate(read_scenario("kazakhstan-2022"), days=FEW_DAYS, replicates=2, seed=1)
    instance = replace(ukraine_size(people=1000), days=FEW_DAYS)
    run_replicate(compile_flee(instance), seed=1, replicate=0)


def forget_stale() -> list[Path]:
    """Removes all compiled code if any kernel source is newer than some of it.

    numba looks only at a function's own file: code that called an older version of another file would go on doing so.
    """
    rooms = [Path(kernels.__file__).parent, Path(streams.__file__).parent]
    sources = [*rooms[0].glob("*.py"), Path(streams.__file__)]
    compiled = [path for room in rooms for kind in COMPILED for path in (room / "__pycache__").glob(kind)]
    if not compiled or min(path.stat().st_mtime for path in compiled) >= max(path.stat().st_mtime for path in sources):
        return []
    for path in compiled:
        path.unlink(missing_ok=True)
    return compiled
