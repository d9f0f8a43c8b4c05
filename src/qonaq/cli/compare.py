"""`qonaq compare`: the policies of a run side by side, people first."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qonaq.cli.terminal import JsonOption, QuietOption, emit, progress_bar, show


def compare(
    run: Annotated[Path, typer.Argument(help="Folder of a run.")],
    objective: Annotated[str, typer.Option(help="What the ranking makes small.")] = "harm",
    replicates: Annotated[
        int, typer.Option(min=2, max=20000, help="Paired courses of events, at most those fitted.")
    ] = 250,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Compare policies with things as they are: people, then the host community, then cost."""
    from qonaq.io.again import compare_again
    from qonaq.planning.indicators import objective_named
    from qonaq.planning.plan_json import comparison_as_json

    objective_named(objective)  # before the long part
    with progress_bar(quiet) as tell:
        found = compare_again(run, objective=objective, replicates=replicates, progress=tell)
    if json:
        emit(comparison_as_json(found))
        return
    show(f"  ranked by: {found.objective.title} · {found.replicates} paired courses of events")
    for number, name in enumerate(found.ranking, start=1):
        show(f"  {number}. {name}")
        for row in found.differences:
            if row.policy == name and (row.low, row.high) != (0.0, 0.0):
                between = f" (80 %: {row.low:,.4g} to {row.high:,.4g} {row.unit})" if row.clear else ""
                show(f"       {row.words}{between}")
        if name in found.costs and found.costs[name].high:
            money = found.costs[name]
            more = " and prices to be entered" if money.missing else ""
            show(f"       cost {money.low:,.0f} to {money.high:,.0f} {money.currency}{more}")
        for note in found.notes.get(name, ()):
            show(f"       {note}")
