"""`qonaq evidence`: the analyst's word on a figure, kept with its reason in the ledger of the run."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from qonaq.cli.terminal import JsonOption, emit, say, show

app = typer.Typer(no_args_is_help=True, help="Accept, correct or reject a figure of a run; the reason is kept.")

RunArgument = Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a run.", show_default=False)]
ClaimArgument = Annotated[str, typer.Argument(metavar="CLAIM", help="The claim's id.", show_default=False)]
WhyOption = Annotated[str, typer.Option("--why", help="The reason, in a sentence.", show_default=False)]
ValueOption = Annotated[
    float, typer.Option("--value", help="The right value, in the claim's unit.", show_default=False)
]


@app.command()
def accept(run: RunArgument, claim: ClaimArgument, why: WhyOption, json: JsonOption = False) -> None:
    """This figure is right."""
    _decide(run, claim, "accept", why, None, json)


@app.command()
def correct(
    run: RunArgument, claim: ClaimArgument, value: ValueOption, why: WhyOption, json: JsonOption = False
) -> None:
    """This figure was read or reported wrongly; its value is another."""
    _decide(run, claim, "correct", why, value, json)


@app.command()
def reject(run: RunArgument, claim: ClaimArgument, why: WhyOption, json: JsonOption = False) -> None:
    """This figure must not be used."""
    _decide(run, claim, "reject", why, None, json)


@app.command("list")
def list_claims(run: RunArgument, json: JsonOption = False) -> None:
    """Every claim of the run with its id, and what was decided of it."""
    from qonaq.io.ledger import claims_of, decisions_of

    latest = {decision.claim: decision for decision in decisions_of(run)}
    claims = claims_of(run)
    if json:
        emit([claim | {"decision": _as_json(latest.get(claim["id"]))} for claim in claims])
        return
    for claim in claims:
        decision = latest.get(claim["id"])
        where = ", ".join(part for part in (claim["place"], claim["country"]) if part)
        figure = f"{claim['value']:,} {claim['unit']}"
        show(f"{claim['id']}  {claim['measure']:<20} {figure:>22}  {where:<24} {claim['period_end'] or '':<12}")
        if decision is not None:
            value = "" if decision.value is None else f" to {decision.value:,.10g}"
            show(f"            {decision.verb}ed{value}, {decision.at:%Y-%m-%d %H:%M}: {decision.why}")


def _decide(run: Path, claim: str, verb: str, why: str, value: float | None, json: bool) -> None:
    from qonaq.io.ledger import decide

    decision = decide(run, claim, verb, why, at=datetime.now(UTC), value=value)
    if json:
        emit(_as_json(decision))
    else:
        say(f"Kept: {claim} {verb}ed. It counts when the plan is made again: qonaq plan --update {run} REPORT...")


def _as_json(decision: Any) -> dict[str, Any] | None:
    if decision is None:
        return None
    return {
        "claim": decision.claim,
        "verb": decision.verb,
        "value": decision.value,
        "why": decision.why,
        "at": decision.at.isoformat(),
    }
