"""`qonaq check`: every mistake of a scenario at once."""

from __future__ import annotations

from typing import Annotated

import typer

from qonaq.cli.terminal import JsonOption, QuietOption, emit, mistake_as_json, say, show
from qonaq.errors import ScenarioError

ScenarioArgument = Annotated[str, typer.Argument(help="A packaged name or a scenario folder.", show_default=False)]


def check(scenario: ScenarioArgument, json: JsonOption = False, quiet: QuietOption = False) -> None:
    """Check a scenario: all its mistakes at once, each with where, what was found, what is allowed, what to do."""
    from qonaq.io.scenario import check_scenario, read_scenario
    from qonaq.io.scenario_explain import unseen_rows

    try:
        mistakes = check_scenario(scenario)
    except ScenarioError as error:  # no such scenario: a mistake like any other
        mistakes = error.mistakes
    cautions = () if mistakes else unseen_rows(read_scenario(scenario))
    if json:
        emit({"ok": not mistakes, "mistakes": [mistake_as_json(m) for m in mistakes], "cautions": list(cautions)})
        if mistakes:
            raise typer.Exit(2)
        return
    if mistakes:
        raise ScenarioError(mistakes)
    show(f"{scenario} can be used.")
    if not quiet:
        for caution in cautions:
            say(f"Note: {caution}")
