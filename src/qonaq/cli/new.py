"""`qonaq new`: a scenario folder for any two countries, from the packaged gazetteer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qonaq.cli.terminal import JsonOption, QuietOption, emit, say, show


def new(
    origin: Annotated[str, typer.Option("--from", help="The country that people leave.", show_default=False)],
    host: Annotated[str, typer.Option("--to", help="The country that plans for them.", show_default=False)],
    trigger: Annotated[str, typer.Option(help="The day on which it began, as 2022-09-21.", show_default=False)],
    out: Annotated[Path | None, typer.Option(help="The folder to write.", show_default="its name, here")] = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Make a scenario folder for two countries: usable at once, every assumption named, to be made better by hand."""
    from qonaq.cli.given import day_of
    from qonaq.io.gazetteer import open_gazetteer
    from qonaq.io.new_scenario import new_scenario
    from qonaq.io.scenario_explain import contents_of
    from qonaq.io.scenario_write import write_scenario

    day = day_of(trigger, "--trigger")
    assert day is not None  # the option is required
    made = new_scenario(origin, host, day, open_gazetteer())
    folder = out or Path(made.name)
    write_scenario(made, folder)
    if json:
        emit(
            {
                "scenario": str(folder),
                "name": made.name,
                "title": made.title,
                "contents": contents_of(made),
                "cautions": list(made.cautions),
            }
        )
        return
    show(f"{made.title}: {folder}")
    show("  " + " · ".join(f"{count} {name}" for name, count in contents_of(made).items() if count))
    if not quiet:
        for caution in made.cautions:
            say(f"Note: {caution}")
