"""`qonaq forecast`: a run's forecast of a measure and place, day by day."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qonaq.cli.terminal import JsonOption, QuietOption, emit, progress_bar, say, show

SHOWN = ("0.05", "0.25", "0.5", "0.75", "0.95")


def forecast(
    run: Annotated[Path, typer.Argument(help="Folder of a run.")],
    measure: Annotated[str, typer.Option(help="A measure, such as present or entries.")] = "present",
    place: Annotated[str | None, typer.Option(help="A city or crossing; the whole country if left out.")] = None,
    group: Annotated[str | None, typer.Option(help="A group, such as displaced.")] = None,
    days: Annotated[int | None, typer.Option(min=1, max=90, help="Days shown; the run's own if left out.")] = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Forecast once more and show the quantiles of one measure by day, with what they rest on."""
    from qonaq.inference.scores import LEVELS
    from qonaq.io.fitting import forecast_again

    with progress_bar(quiet) as tell:
        outlook = forecast_again(run, days=days, progress=lambda done, total: tell("Forecasting", done, total))
    quantiles = outlook.quantiles(measure, place=place, group=group)
    grounds = outlook.grounds(measure, place=place, group=group)
    levels = [f"{level:g}" for level in LEVELS]
    if json:
        emit(
            {
                "reference_date": outlook.reference_date.isoformat(),
                "measure": measure,
                "place": place,
                "group": group,
                "moved": grounds.moved,
                "assumption": grounds.is_assumption,
                "days": [
                    {"date": day.isoformat(), "quantiles": dict(zip(levels, map(float, column), strict=True))}
                    for day, column in zip(outlook.dates, quantiles.T, strict=True)
                ],
            }
        )
        return
    where = place or outlook.posterior.scenario.host
    show(f"{measure} · {where} · from what was known on {outlook.reference_date}")
    show(f"  {'day':<12}" + "".join(f"{level:>12}" for level in SHOWN))
    for day, column in zip(outlook.dates, quantiles.T, strict=True):
        show(f"  {day.isoformat():<12}" + "".join(f"{_two(column[levels.index(level)]):>12}" for level in SHOWN))
    word = "an assumption" if grounds.is_assumption else "a finding"
    show(f"  The evidence removed {grounds.moved:.0%} of the prior variance: {word}.")
    if not quiet:
        for caution in outlook.cautions:
            say(f"Note: {caution}")


def _two(value: float) -> str:
    return f"{float(f'{value:.2g}'):,g}"
