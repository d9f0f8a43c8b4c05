"""`qonaq warm`: compiles the kernels once, so that the first run is as fast as every other."""

from __future__ import annotations

from time import perf_counter

from qonaq.cli.terminal import JsonOption, QuietOption, emit, say


def warm(json: JsonOption = False, quiet: QuietOption = False) -> None:
    """Compile the kernels once (at the end of installation)."""
    from qonaq.io.warming import compile_kernels

    began = perf_counter()
    compile_kernels()
    seconds = perf_counter() - began
    if json:
        emit({"seconds": round(seconds, 3)})
    elif not quiet:
        say(f"The kernels are compiled ({seconds:.1f} s).")
