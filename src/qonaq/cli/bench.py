"""`qonaq bench`: the engine's speed on reference cases, beside the machine's own rate of bare draws."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qonaq.cli.terminal import JsonOption, QuietOption, emit, say, show

if TYPE_CHECKING:
    from qonaq.model.scenario import Scenario

SCENARIO, DAYS, FEW = "kazakhstan-2022", 60, 100
CROWDS = (100_000, 1_000_000, 100_000_000)  # people at risk: what a run costs must not depend on them
DRAWS, DRAW_PEOPLE, DRAW_CHANCE = 2_000_000, 1000, 0.05


def bench(
    replicates: Annotated[int, typer.Option(min=1, help="Courses of events of the main case.")] = 1000,
    repeats: Annotated[int, typer.Option(min=1, help="Runs of each case; their median is told.")] = 3,
    flee: Annotated[
        list[Path] | None, typer.Option(metavar="DIR", help="A Flee instance to time too.", show_default=False)
    ] = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Measure the engine, warm: medians in seconds, people, cells of the state."""
    cases: dict[str, dict[str, Any]] = {}
    for name, case in {**_native(replicates, repeats), **_hops(flee or [], repeats)}.items():
        cases[name] = case()
        if not quiet:
            say(f"{name}: {cases[name]['seconds']:.3f} s")
    value = {"machine": _machine(), "cases": cases}
    if json:
        emit(value)
        return
    show(f"bare draws: {value['machine']['draws_per_second'] / 1e6:.1f} million a second and core")
    for name, row in cases.items():
        show(
            f"{name:28} {row['seconds']:8.3f} s  {row['replicates']:6,} replicates × {row['days']} days, "
            f"{row['people']:,} people, {row['cells']:,} cells, {row['nanoseconds_per_cell_day']:.1f} ns a cell and day"
        )


def _timed(run: Callable[[], object], repeats: int) -> float:
    """The median of some warm runs, in seconds."""
    run()
    seconds = []
    for _ in range(repeats):
        began = perf_counter()
        run()
        seconds.append(perf_counter() - began)
    return median(seconds)


def _row(seconds: float, *, replicates: int, days: int, people: int, cells: int) -> dict[str, Any]:
    each = 1e9 * seconds / (replicates * days * cells)
    return {
        "seconds": round(seconds, 4),
        "replicates": replicates,
        "days": days,
        "people": people,
        "cells": cells,
        "nanoseconds_per_cell_day": round(each, 2),
    }


def _native(replicates: int, repeats: int) -> dict[str, Callable[[], dict[str, Any]]]:
    """The packaged crisis with all rules: on two threads, on one, and with ever more people at risk."""
    from qonaq.engine import Workers
    from qonaq.io.scenario import read_scenario

    scenario = read_scenario(SCENARIO)
    cases: dict[str, Callable[[], dict[str, Any]]] = {
        SCENARIO: partial(_run, scenario, replicates, repeats, Workers(count=2)),
        f"{SCENARIO}, one thread": partial(_run, scenario, replicates, repeats, Workers(count=1)),
    }
    few = min(FEW, replicates)
    for people in CROWDS:
        crowd = _crowded(scenario, people)
        cases[f"{people:,} people at risk"] = partial(_run, crowd, few, repeats, Workers(count=2))
    return cases


def _run(scenario: Scenario, replicates: int, repeats: int, workers: Any) -> dict[str, Any]:
    from qonaq.engine import simulate
    from qonaq.engine.program_rates import rates_of

    def run(many: int = replicates) -> Any:
        return simulate(scenario, days=DAYS, replicates=many, seed=1, workers=workers)

    one = run(1)
    people = int(rates_of(one.program, one.parameters).pool.sum())
    return _row(_timed(run, repeats), replicates=replicates, days=DAYS, people=people, cells=one.program.cells)


def _crowded(scenario: Scenario, people: int) -> Scenario:
    """The scenario with about so many people at risk, and everything else as it is."""
    from dataclasses import replace

    from qonaq.model.laws import Fixed
    from qonaq.model.places import PlaceKind
    from qonaq.model.scenario import Prior

    residents = sum(place.population or 0.0 for place in scenario.of_kind(PlaceKind.ORIGIN))
    share = Prior("pool_share", Fixed(min(1.0, people / residents)), "chosen for a measurement of speed")
    grown = scenario
    if people > residents:
        factor = people / residents
        grown = replace(
            scenario,
            places=tuple(
                replace(place, population=place.population * factor)
                if place.kind is PlaceKind.ORIGIN and place.population is not None
                else place
                for place in scenario.places
            ),
        )
    return replace(grown, priors=(*(prior for prior in grown.priors if prior.parameter != "pool_share"), share))


def _hops(folders: list[Path], repeats: int) -> dict[str, Callable[[], dict[str, Any]]]:
    """Instances of the peer simulator: one of the size of Ukraine 2022, and those given."""
    from qonaq.engine.flee_synthetic import ukraine_size
    from qonaq.io.flee import read_flee

    cases: dict[str, Callable[[], dict[str, Any]]] = {"ukraine-size": partial(_hop, ukraine_size(), repeats)}
    return cases | {f"flee {folder.name}": partial(_hop, read_flee(folder)[0], repeats) for folder in folders}


def _hop(instance: Any, repeats: int) -> dict[str, Any]:
    from qonaq.engine.flee import run_replicate
    from qonaq.engine.flee_program import compile_flee

    program = compile_flee(instance)
    seconds = _timed(lambda: run_replicate(program, seed=1, replicate=0), repeats)
    standing = run_replicate(program, seed=1, replicate=0)[0]
    people = int(standing[-1].sum())
    return _row(seconds, replicates=1, days=instance.days, people=people, cells=len(instance.places))


def _machine() -> dict[str, Any]:
    """What the numbers were measured on, and how many bare binomial draws a core makes in a second."""
    import os
    import platform
    from importlib.metadata import version

    from qonaq.engine.kernels.pace import draw_many

    seconds = _timed(lambda: draw_many(DRAWS, DRAW_PEOPLE, DRAW_CHANCE), 3)
    return {
        "processor": platform.machine(),
        "system": platform.system(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "numpy": version("numpy"),
        "numba": version("numba"),
        "draws_per_second": round(DRAWS / seconds),
    }
