"""What every command shares: JSON alone on stdout, everything else on stderr, progress over two seconds, exit codes.

Exit codes: 0 good · 2 the user's input · 1 our bug · 130 interrupted.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from qonaq.errors import InputError, Mistake

JsonOption = Annotated[bool, typer.Option("--json", help="JSON alone on standard output.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no remarks.")]
SeedOption = Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same numbers.")]

Progress = Callable[[str, int, int], None]  # what is being done, how much is done, how much there is


def emit(value: Any) -> None:
    """One JSON value on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n")


def say(text: str = "") -> None:
    """A line for the person at the terminal, on standard error."""
    sys.stderr.write(text + "\n")


def show(text: str = "") -> None:
    """A line of the result itself, on standard output."""
    sys.stdout.write(text + "\n")


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Progress]:
    """A progress bar on standard error that appears only where something takes over two seconds."""
    from time import monotonic

    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    if os.environ.get("QONAQ_PROGRESS") == "lines":  # asked for by the studio
        yield lambda what, done, total: say(json.dumps({"what": what, "done": done, "all": total}))
        return
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda _what, _done, _all: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    bar = Bar(*columns, console=console, transient=True)
    tasks: dict[str, Any] = {}
    begun = monotonic()

    def report(what: str, done: int, total: int) -> None:
        if what not in tasks:
            tasks[what] = bar.add_task(what, total=total)
        bar.update(tasks[what], completed=done, total=total)
        if monotonic() - begun > 2.0 and not bar.live.is_started:
            bar.start()

    try:
        yield report
    finally:
        if bar.live.is_started:
            bar.stop()


def mistakes_as_json(error: InputError) -> list[dict[str, str]]:
    """The mistakes of an error, as the contract writes them."""
    return [mistake_as_json(mistake) for mistake in error.mistakes]


def mistake_as_json(mistake: Mistake) -> dict[str, str]:
    return {"where": mistake.where, "found": mistake.found, "allowed": mistake.allowed, "do": mistake.do}
