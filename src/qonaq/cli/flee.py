"""`qonaq flee`: run a Flee instance folder as it is, or with our own rules."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qonaq.cli.terminal import JsonOption, QuietOption, SeedOption, emit, progress_bar, say, show
from qonaq.errors import Mistake, ScenarioError, SettingError

if TYPE_CHECKING:
    from qonaq.engine.flee import FleeResult

SHOWN_FINDINGS = 20
TIMED = 3  # replicates whose time is taken


def flee(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Holds input_csv, source_data and simsetting.yml.")],
    seed: SeedOption = 0,
    replicates: Annotated[int, typer.Option(min=1, help="How many possible courses.")] = 20,
    people_factor: Annotated[float, typer.Option(help="So many times as many people, to show what they cost.")] = 1.0,
    native: Annotated[bool, typer.Option("--native", help="Our own rules, and how results differ.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="End with 2 where there is any finding.")] = False,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Run a Flee instance: counts by camp and day, its error measures, and everything odd in its files."""
    if not 0.0 < people_factor < float("inf"):
        raise SettingError(Mistake("--people-factor", f"{people_factor:g}", "a number above 0", "Give how many times."))
    from qonaq.engine.flee_program import compile_flee
    from qonaq.io.flee import read_flee

    instance, findings = read_flee(folder)
    if strict and findings:
        raise ScenarioError(findings)
    with progress_bar(quiet) as tell:
        programs = [
            compile_flee(instance, people_factor=people_factor, native=rule)
            for rule in ([False, True] if native else [False])
        ]
        timed = [_timed(program, seed=seed, replicates=replicates, tell=tell) for program in programs]
    result, seconds = timed[-1]
    value = {**_summary(result, seconds), "findings": [str(finding) for finding in findings]}
    if native:
        value |= {"compatible": _summary(*timed[0]), "differences": _differences(timed[0][0], result)}
    if json:
        emit(value)
    else:
        _print(value, result)
    if not quiet:
        _say_findings(value["findings"])


def _timed(program: Any, *, seed: int, replicates: int, tell: Any) -> tuple[FleeResult, float]:
    """A result, and the engine's time a replicate once everything is compiled: the median of some, on one thread."""
    from qonaq.engine.flee import run_program, run_replicate

    result = run_program(program, seed=seed, replicates=replicates, progress=tell)
    seconds = []
    for replicate in range(TIMED):
        began = perf_counter()
        run_replicate(program, seed=seed, replicate=replicate, room=result.room)
        seconds.append(perf_counter() - began)
    return result, median(seconds)


def _summary(result: FleeResult, seconds: float) -> dict[str, Any]:
    """The contract of the command: people are agents times `hasten`, means over replicates, day by day."""
    hasten = result.program.instance.rules.hasten
    means = result.camps.mean(axis=0) * hasten
    return {
        "days": result.program.instance.days,
        "people": result.people,
        "seconds": seconds,
        "ard": float(result.relative_difference.mean()),
        "ard_rescaled": float(result.rescaled_difference.mean()),
        "camps": {name: means[:, i].tolist() for i, name in enumerate(result.camp_names)},
    }


def _differences(compatible: FleeResult, native: FleeResult) -> list[str]:
    """How our own rules change the result, in sentences."""
    hasten = native.program.instance.rules.hasten
    theirs, ours = compatible.camps.mean(axis=0) * hasten, native.camps.mean(axis=0) * hasten
    before, after = compatible.rescaled_difference.mean(), native.rescaled_difference.mean()
    lines = [
        f"Rescaled error {after:.3f} with our own rules, {before:.3f} with Flee's.",
        f"People in camps on the last day: {ours[-1].sum():,.0f} and {theirs[-1].sum():,.0f}.",
    ]
    for i, name in enumerate(native.camp_names):
        gap = ours[:, i] - theirs[:, i]
        day = int(abs(gap).argmax())
        if abs(gap[day]) >= 1.0:
            lines.append(f"{name}: most different on day {day}, {ours[day, i]:,.0f} and {theirs[day, i]:,.0f} people.")
    return lines


def _print(value: dict[str, Any], result: FleeResult) -> None:
    """The last day by camp, beside what was counted."""
    from rich.console import Console
    from rich.table import Table

    program = result.program
    hasten = program.instance.rules.hasten
    runs = len(result.standing)
    show(f"{program.instance.name}: {value['days']} days, {value['people']:,} people, {runs} replicates")
    show(
        f"Average relative difference {value['ard']:.3f}, rescaled {value['ard_rescaled']:.3f}; "
        f"{value['seconds']:.3f} s a replicate"
    )
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("camp, last day")
    for head in ("simulated", "80 % of runs", "counted", "difference"):
        table.add_column(head, justify="right")
    camps = result.camps[:, -1] * hasten
    for i, name in enumerate(result.camp_names):
        low, high = sorted(camps[:, i])[runs // 10], sorted(camps[:, i])[runs - 1 - runs // 10]
        counted = int(program.counted[-1, i]) * hasten
        gap = camps[:, i].mean() - counted
        table.add_row(name, f"{camps[:, i].mean():,.0f}", f"{low:,}–{high:,}", f"{counted:,}", f"{gap:+,.0f}")
    Console(width=None if Console().is_terminal else 120).print(table)
    for line in value.get("differences", []):
        show(line)


def _say_findings(findings: list[str]) -> None:
    if findings:
        say(f"{len(findings)} findings in the folder:" if len(findings) > 1 else "1 finding in the folder:")
    for finding in findings[:SHOWN_FINDINGS]:
        say(f"  {finding}")
    if len(findings) > SHOWN_FINDINGS:
        say(f"  … and {len(findings) - SHOWN_FINDINGS} more: all of them with --json")
