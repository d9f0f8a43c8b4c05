"""`qonaq explain`: what a scenario holds, on which day what begins to hold, and the order of a simulated day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qonaq.cli.check import ScenarioArgument
from qonaq.cli.terminal import JsonOption, QuietOption, emit, say, show

if TYPE_CHECKING:
    from qonaq.io.scenario_explain import Change


def explain(scenario: ScenarioArgument, json: JsonOption = False, quiet: QuietOption = False) -> None:
    """Say what holds on which day in a scenario, and in which order a day is simulated."""
    from qonaq.engine.order import ORDER
    from qonaq.io.scenario import read_scenario
    from qonaq.io.scenario_explain import changes_of, contents_of, unseen_rows

    told = read_scenario(scenario)
    changes = changes_of(told)
    steps = [{"step": step.name, "rule": step.rule, "does": step.words} for step in ORDER]
    if json:
        days = [_as_json(change) for change in changes]
        emit({"scenario": told.name, "title": told.title, "contents": contents_of(told), "days": days, "order": steps})
        return
    show(f"{told.title} ({told.name})")
    show("  " + " · ".join(f"{count} {name}" for name, count in contents_of(told).items() if count))
    show()
    show("What holds on which day")
    for change in changes:
        under = f"[{change.policy}] " if change.policy else ""
        mark = "  (assumption)" if change.assumption else ""
        show(f"  {change.day}  {under}{change.what}{mark}")
    show()
    show("The order of a simulated day")
    for number, step in enumerate(steps, start=1):
        show(f"  {number:>2}  {step['step']}: {step['does']}")
    for caution in () if quiet else (*told.cautions, *unseen_rows(told)):
        say(f"Note: {caution}")


def _as_json(change: Change) -> dict[str, Any]:
    return {
        "date": change.day.isoformat(),
        "policy": change.policy,
        "what": change.what,
        "source": change.source,
        "assumption": change.assumption,
        "known_on": change.known_on.isoformat() if change.known_on else None,
    }
