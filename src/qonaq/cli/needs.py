"""`qonaq needs`: what the people of a run's forecast will need, by cited standards."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qonaq.cli.terminal import JsonOption, QuietOption, emit, progress_bar, show


def needs(
    run: Annotated[Path, typer.Argument(help="Folder of a run.")],
    risk: Annotated[float, typer.Option(min=0.5, max=0.99, help="Plan for this quantile.")] = 0.9,
    phase: Annotated[str, typer.Option(help="emergency or later.")] = "emergency",
    climate: Annotated[str | None, typer.Option(help="cold or warm; the scenario's own if left out.")] = None,
    standards: Annotated[Path | None, typer.Option(help="A table of standards of your own.")] = None,
    enter: Annotated[
        list[str] | None, typer.Option("--set", help="A number of your own, such as cost_latrine=450000.")
    ] = None,
    place: Annotated[str | None, typer.Option(help="Only this city or crossing.")] = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Beds, water, food, sanitation, health, registration and staff at a stated risk, each with its source."""
    from qonaq.io.again import needs_again, numbers_entered
    from qonaq.planning.plan_json import needs_as_json

    numbers = numbers_entered(enter or ())
    with progress_bar(quiet) as tell:
        found = needs_again(
            run, risk=risk, phase=phase, climate=climate, standards=standards, entered=numbers, progress=tell
        )
    if json:
        emit(needs_as_json(found, place=place))
        return
    days = f"{found.reference_date} to {found.horizon_end}"
    show(f"  at a risk of {found.risk:.0%}, {found.phase}, {found.climate}; {days}")
    for row in found.rows:
        if place in (None, row.place):
            where, mark = row.place or "country", "" if row.grade == "verified" else f" [{row.grade}]"
            show(
                f"  {where:24} {row.title:42} {row.quantity:>12,.0f} {row.unit:12} "
                f"({row.low:,.0f} to {row.high:,.0f})  {row.standard}{mark}"
            )
