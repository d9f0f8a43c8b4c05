"""`qonaq backtest`: how good forecasts would have been on every day of a past crisis."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from qonaq.cli.terminal import JsonOption, QuietOption, SeedOption, emit, progress_bar, say, show
from qonaq.errors import Mistake, SettingError


def backtest(
    series: Annotated[
        Path | None, typer.Argument(help="CSV with columns date,value and perhaps as_of.", show_default=False)
    ] = None,
    first_day: Annotated[int, typer.Option(help="First day from which to forecast; the first date is day 1.")] = 7,
    pool: Annotated[float | None, typer.Option(help="People who could come in all, where that is known.")] = None,
    cumulative: Annotated[bool, typer.Option("--cumulative", help="Values are totals so far.")] = False,
    scenario: Annotated[str | None, typer.Option(help="Folder or name: the network model instead.")] = None,
    as_of: Annotated[str | None, typer.Option(help="With --scenario: what was published by this date.")] = None,
    ask: Annotated[Path | None, typer.Option(help="With --scenario: CSV of the figures to forecast.")] = None,
    seed: SeedOption = 0,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Forecast from every day of a past series, and score the forecasts against baselines."""
    if scenario is not None:
        from qonaq.cli.backtest_scenario import backtest_scenario

        backtest_scenario(scenario, as_of=as_of, ask=ask, seed=seed, json=json, quiet=quiet)
        return
    _check_options(series, as_of, ask)
    assert series is not None
    from qonaq.inference.backtest import backtest_series, score_table
    from qonaq.io.series import read_series

    read = read_series(series, cumulative=cumulative)
    with progress_bar(quiet) as tell:
        result = score_table(backtest_series(read, first_day=first_day, pool=pool, seed=seed, tell=tell))
    if json:
        emit(result)
    else:
        _print(result)
    if not quiet:
        for remark in result["remarks"]:
            say(f"Note: {remark}.")


def _check_options(series: Path | None, as_of: str | None, ask: Path | None) -> None:
    mistakes = []
    if series is None:
        do = "Name a CSV file of arrivals, or a scenario with --scenario."
        mistakes.append(Mistake("qonaq backtest", "neither series nor scenario", "one of the two", do))
    for name, given in (("--as-of", as_of), ("--ask", ask)):
        if given is not None:
            do = "Add --scenario NAME; the publication dates of a series stand in its column as_of."
            mistakes.append(Mistake(name, str(given), "only together with --scenario", do))
    if mistakes:
        raise SettingError(mistakes)


def _cell(value: float | None, form: str) -> str:
    return "–" if value is None else format(value, form)


PHASES = ("7-10", "11-20", "21+")
SPANS = ((1, 3), (4, 7), (8, 14))


def _print(result: dict[str, Any]) -> None:
    """The scores as a table, best model first; columns without any number are left out."""
    from rich.console import Console
    from rich.table import Table

    rows = {
        name: _cells(row, result["models"]["persistence"])
        for name, row in sorted(result["models"].items(), key=lambda item: item[1]["wis"])
    }
    heads = [head for head in next(iter(rows.values())) if any(cells[head] != "–" for cells in rows.values())]
    show(f"{result['series']}: {result['origins']} origins. Weighted interval score (WIS), lower is better;")
    show("ratios are to persistence, in all, by days ahead, and by day of the origin: below 1 is better than")
    show('"tomorrow as today".')
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("model", no_wrap=True)
    for head in heads:
        table.add_column(head, justify="right", no_wrap="\n" not in head)
    for name, cells in rows.items():
        table.add_row(name, *(cells[head] for head in heads), style="bold" if name == "qonaq" else None)
    Console(width=None if Console().is_terminal else 120).print(table)


def _cells(row: dict[str, Any], reference: dict[str, Any]) -> dict[str, str]:
    """One model's line: head of the column → what stands there."""
    spans = {f"{a}–{b}\nahead": _cell(_span(row, reference, a, b), ".2f") for a, b in SPANS}
    phases = {
        f"day\n{phase.replace('-', '–')}": _cell((row["by_phase"].get(phase) or {}).get("relative_wis"), ".2f")
        for phase in PHASES
    }
    return {
        "WIS": _cell(row["wis"], ",.0f" if row["wis"] >= 100 else ",.2f"),
        "ratio": _cell(row["relative_wis"], ".2f"),
        **spans,
        **phases,
        "90 %\nholds": _cell(row["coverage"]["90"], ".0%"),
        "week's\nerror": _cell(row["median_ape_7day"], ".0%"),
    }


def _span(row: dict[str, Any], reference: dict[str, Any], first: int, last: int) -> float | None:
    """Ratio of mean scores over some horizons."""
    ours = [row["by_horizon"].get(str(h)) for h in range(first, last + 1)]
    theirs = [reference["by_horizon"].get(str(h)) for h in range(first, last + 1)]
    below = sum(cell["wis"] * cell["forecasts"] for cell in theirs if cell)
    above = sum(cell["wis"] * cell["forecasts"] for cell in ours if cell)
    return above / below if below else None
