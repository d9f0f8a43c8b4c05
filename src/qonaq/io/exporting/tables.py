"""The tables of a run as CSV, Parquet and a workbook, and the printed plan."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

TABLES = ("plan", "forecast", "evidence")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so would be run by a spreadsheet


def as_csv(run: Path) -> Mapping[str, bytes]:
    """plan.csv, forecast.csv and evidence.csv as they stand in the run."""
    return {f"{name}.csv": (run / f"{name}.csv").read_bytes() for name in TABLES}


def as_pdf(run: Path) -> Mapping[str, bytes]:
    """The printed plan."""
    return {"plan.pdf": (run / "plan.pdf").read_bytes()}


def as_page(run: Path) -> Mapping[str, bytes]:
    """The page that is read offline."""
    return {"page.html": (run / "page.html").read_bytes()}


def as_parquet(run: Path) -> Mapping[str, bytes]:
    """The tables as Parquet, columns typed by their content."""
    import duckdb

    files = {}
    with TemporaryDirectory() as folder, duckdb.connect() as database:
        for name in TABLES:
            target = Path(folder) / f"{name}.parquet"
            rows = database.read_csv(str(run / f"{name}.csv"), header=True, sample_size=-1)
            rows.write_parquet(str(target), compression="zstd")
            files[target.name] = target.read_bytes()
    return files


def as_xlsx(run: Path) -> Mapping[str, bytes]:
    """One workbook with a sheet a table; texts that look like formulas stay texts."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for name in TABLES:
        sheet = book.create_sheet(name)
        for row in _rows(run / f"{name}.csv"):
            sheet.append([_value(cell) for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    return {"run.xlsx": stream.getvalue()}


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.reader(stream)


def _value(cell: str) -> float | str:
    """A number as a number; a text that a spreadsheet would run gets an apostrophe."""
    try:
        return float(cell)
    except ValueError:
        return f"'{cell}" if cell.startswith(FORMULA) else cell
