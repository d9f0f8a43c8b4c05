"""`qonaq read`: what reports say, figure by figure, each with its passage."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qonaq.cli.terminal import JsonOption, QuietOption, emit, say, show
from qonaq.errors import InputError
from qonaq.evidence.gazetteer import Gazetteer
from qonaq.model.claims import Claim, Reading, Statement

if TYPE_CHECKING:
    from qonaq.io.readers import Opened


def read(
    reports: Annotated[list[str], typer.Argument(help="Text, HTML, PDF, CSV or XLSX; with --fetch also addresses.")],
    scenario: Annotated[str | None, typer.Option(help="Know the places of this packaged name or folder too.")] = None,
    text: Annotated[bool, typer.Option("--text", help="Print only the text that offsets refer to.")] = False,
    fetch: Annotated[bool, typer.Option("--fetch", help="Allow http and https addresses; never done without.")] = False,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Read reports: every figure, event, option and signal, with the passage that states it."""
    from qonaq.io.readers import reading_in
    from qonaq.io.reading_json import reading_as_json, unreadable_as_json

    gazetteer = None if text else _gazetteer(scenario)
    failures: list[InputError] = []
    for report in reports:
        try:
            opened = _open(report, fetch)
            if gazetteer is None:
                sys.stdout.buffer.write(opened.text.encode("utf-8"))
                continue
            reading = reading_in(opened, gazetteer)
        except InputError as error:
            failures.append(error)
            if json:
                emit(unreadable_as_json(report, error))
            continue
        if json:
            emit(reading_as_json(reading) | {"file": report})
        else:
            _print(reading, report)
        for caution in () if quiet or json else reading.cautions:
            say(f"Note: {caution}.")
    sys.stdout.flush()
    if failures:
        for mistake in (mistake for error in failures for mistake in error.mistakes):
            say(f"Not read: {mistake}")
        raise typer.Exit(2)


def _open(report: str, fetch: bool) -> Opened:
    from qonaq.errors import Mistake, ReportError
    from qonaq.io.readers import open_report

    if report.lower().startswith(("http://", "https://")):
        if not fetch:
            do = "Add --fetch to allow it, or save the page and give the file."
            raise ReportError(Mistake(report, "an address", "a file: the network is not touched unasked", do))
        from qonaq.io.fetching import open_url

        return open_url(report)
    return open_report(Path(report))


def _gazetteer(scenario: str | None) -> Gazetteer:
    """The packaged gazetteer, with the scenario's own places before all others."""
    from qonaq.io.gazetteer import gazetteer_of, open_gazetteer
    from qonaq.io.scenario import read_scenario

    return open_gazetteer() if scenario is None else gazetteer_of(read_scenario(scenario))


def _print(reading: Reading, file: str) -> None:
    """A report as a person reads it."""
    day = "no date" if reading.published is None else f"{reading.published:%-d %B %Y}"
    show(f"\n{file}  ·  {day}  ·  {reading.language}")
    for claim in reading.claims:
        said = " · ".join(part for part in (claim.status.value, claim.speaker) if part)
        show(f"  {_figure(claim):>22}  {claim.measure:<20} {_where(claim):<22} {_when(claim):<36} {said}")
        show(f"  {'':22}  “{_short(claim.passage.quote)}”")
    for title, statements in (("event", reading.events), ("option", reading.options), ("signal", reading.signals)):
        for statement in statements:
            _print_statement(title, statement)
    if not (reading.claims or reading.events or reading.options or reading.signals):
        show("  nothing that a plan could use")


def _print_statement(title: str, statement: Statement) -> None:
    place = ", ".join(part for part in (statement.place, statement.country) if part)
    day = "" if statement.date is None else statement.date.isoformat()
    show(f"  {title:>22}  {statement.what:<20} {place:<22} {day:<36} {statement.status.value}")
    show(f"  {'':22}  “{_short(statement.passage.quote)}”")


def _figure(claim: Claim) -> str:
    """The value as it was said: over 98,000 people · 5,000–7,000 a day · +34 %."""
    if claim.unit == "share":
        sign = "+" if claim.measure == "rent_change" and claim.value > 0 else ""
        value = f"{sign}{100 * claim.value:.3g}" + (f"–{100 * claim.value_high:.3g}" if claim.value_high else "") + " %"
    else:
        value = f"{claim.value:,.6g}" if claim.value % 1 else f"{claim.value:,.0f}"
        value += f"–{claim.value_high:,.0f}" if claim.value_high else ""
        value += f" {claim.unit}" + (" a day" if claim.per == "day" else "")
    word = claim.qualifier.value
    return value if word in ("exact", "range") else f"{word} {value}"


def _where(claim: Claim) -> str:
    return ", ".join(part for part in (claim.place, claim.country) if part) or "–"


def _when(claim: Claim) -> str:
    if claim.period_end is None:
        return "no date"
    start = f"{claim.period_start.isoformat()} – " if claim.period_start not in (None, claim.period_end) else ""
    return f"{start}{claim.period_end.isoformat()}" + (" (inferred)" if claim.inferred else "")


def _short(quote: str, most: int = 110) -> str:
    quote = " ".join(quote.split())
    return quote if len(quote) <= most else quote[: most - 1].rstrip() + "…"
