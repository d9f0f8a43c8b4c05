"""`qonaq export`: a run in other people's formats."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qonaq.cli.terminal import JsonOption, QuietOption, emit, show


def export(
    run: Annotated[Path, typer.Argument(help="Folder of a run.")],
    to: Annotated[
        str, typer.Option("--to", help="csv, parquet, xlsx, hxl, hubverse, geojson, flee, prov, pdf, page or counts.")
    ],
    out: Annotated[Path | None, typer.Option(help="File or folder to write.", show_default=False)] = None,
    lang: Annotated[str | None, typer.Option(help="Language of the page or the printed plan.")] = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Write a run as CSV, Parquet, XLSX, HXL, hubverse, GeoJSON, a Flee instance, PROV, PDF, page or counts."""
    from qonaq.io.exporting import counts
    from qonaq.io.exporting.formats import FORMATS, export_run

    written = export_run(run, to, out=out, language=lang)
    if json:
        meaning = FORMATS[to].meaning if to in FORMATS else counts.TITLE
        emit({"run": str(run), "to": to, "written": str(written), "meaning": meaning})
    elif not quiet:
        show(str(written))
