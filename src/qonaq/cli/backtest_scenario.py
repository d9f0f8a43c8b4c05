"""`qonaq backtest --scenario`: what the network model would have said from what was published by a day."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

from qonaq.cli.terminal import emit, progress_bar, say, show
from qonaq.errors import EvidenceError, Mistake, SettingError


def backtest_scenario(
    scenario: str, *, as_of: str | None, ask: Path | None, seed: int, json: bool, quiet: bool
) -> None:
    """Fit the scenario to what was published by `as_of` and print quantiles of the figures asked for."""
    from qonaq.inference.ask import COLUMNS, ask_scenario
    from qonaq.io.gazetteer import open_gazetteer
    from qonaq.io.scenario import read_scenario

    day = _day(as_of)
    rows = _rows(ask, COLUMNS)
    with progress_bar(quiet) as tell:
        result = ask_scenario(
            read_scenario(scenario),
            rows,
            as_of=day,
            seed=seed,
            country_code=open_gazetteer().country_code,
            progress=lambda done, total: tell("Fitting to the figures", done, total),
        )
    if json:
        emit(result)
        return
    _print(result)
    if not quiet:
        for caution in result["cautions"]:
            say(f"Note: {caution}")


def _day(text: str | None) -> date:
    allowed, do = "a date, YYYY-MM-DD", "Add --as-of 2022-09-28, the day up to which figures may be used."
    if text is None:
        raise SettingError(Mistake("--as-of", "nothing", allowed, do))
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SettingError(Mistake("--as-of", f"'{text}'", allowed, do)) from None


def _rows(path: Path | None, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of the file of questions; every column must be there."""
    do = f"Write a CSV file with the columns {','.join(columns)}."
    if path is None:
        raise SettingError(Mistake("--ask", "nothing", "a CSV file of figures", do))
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [column for column in columns if column not in (reader.fieldnames or ())]
            if missing:
                raise EvidenceError(
                    [Mistake(f"{path.name}, first line", f"no column '{c}'", ",".join(columns), do) for c in missing]
                )
            return list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise EvidenceError(Mistake(str(path), str(error), "a CSV file in UTF-8", do)) from None


def _print(result: dict[str, Any]) -> None:
    """A table: the median and the 80 % interval of every figure."""
    show(f"From what was published by {result['as_of']}:")
    for figure in result["figures"]:
        low, middle, high = (figure["quantiles"][level] for level in ("0.1", "0.5", "0.9"))
        place = figure["place"] or figure["country"] or "the country"
        since = f"{figure['period_start']} to " if figure["period_start"] else ""
        span = f"{figure['measure']} · {place} · {since}{figure['period_end']}"
        show(f"  {span:<58} {_two(middle):>12}   80 %: {_two(low)} – {_two(high)}")


def _two(value: float) -> str:
    """Two significant figures, as every simulated number is shown."""
    return f"{float(f'{value:.2g}'):,g}"
