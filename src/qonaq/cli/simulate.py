"""`qonaq simulate`: a scenario run forward without any report, for researchers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qonaq.cli.terminal import JsonOption, QuietOption, SeedOption, emit, progress_bar, say, show


def simulate(
    scenario: Annotated[str, typer.Argument(help="A packaged name or a folder.")],
    out: Annotated[Path | None, typer.Option(help="Folder of the run.", show_default=False)] = None,
    days: Annotated[int, typer.Option(min=1, max=1500, help="Days from the scenario's first day.")] = 60,
    replicates: Annotated[int, typer.Option(min=1, max=100000, help="Courses of events.")] = 1000,
    policy: Annotated[str, typer.Option(help="A policy of the scenario.")] = "as-it-is",
    cluster: Annotated[str | None, typer.Option(help="Address of a Dask scheduler.", show_default=False)] = None,
    seed: SeedOption = 1,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Simulate a scenario from its priors; writes figures by day as quantiles."""
    from qonaq.io.simulation import simulate_scenario, write_simulation

    with progress_bar(quiet) as tell:
        result = simulate_scenario(
            scenario, days=days, replicates=replicates, policy=policy, seed=seed, cluster=cluster, progress=tell
        )
    if out is not None:
        write_simulation(result, out)
        if not quiet:
            say(f"Figures by day: {out / 'figures.csv'}")
    if json:
        emit(result.as_json())
    else:
        for line in result.lines():
            show(line)
