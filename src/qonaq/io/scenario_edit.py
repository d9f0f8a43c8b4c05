"""A scenario folder as a form: its tables cell by cell, and the folder written whole once it has no mistakes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from qonaq.errors import Mistake
from qonaq.io.folders import write_folder
from qonaq.io.scenario import check_scenario, scenario_folder
from qonaq.io.scenario_columns import Column
from qonaq.io.scenario_files import FILES, read_table
from qonaq.io.scenario_rows import PLACE_COLUMNS, ROUTE_COLUMNS

TABLES: Mapping[str, tuple[Column, ...]] = {"places": PLACE_COLUMNS, "routes": ROUTE_COLUMNS}
MARK = "scenario.yaml"


@dataclass(frozen=True)
class Sheet:
    """A table of a scenario as text: its columns in the order of the file, those the file leaves out after them."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


def sheets_of(folder: Path) -> tuple[Sheet, ...]:
    """The places and routes of a scenario folder, or of a packaged one by its name."""
    return tuple(_sheet(scenario_folder(folder) / f"{name}.csv", name, columns) for name, columns in TABLES.items())


def _sheet(path: Path, name: str, columns: Sequence[Column]) -> Sheet:
    rows, header, _ = read_table(path)
    known = {column.name: column for column in columns}
    order = [known[n] for n in header if n in known] + [column for column in columns if column.name not in header]
    return Sheet(name, tuple(order), tuple(tuple(cells.get(c.name, "") for c in order) for _, cells in rows))


def keep(source: Path, sheets: Iterable[Sheet], target: Path) -> tuple[Mistake, ...]:
    """Writes the scenario with these tables as `target`, whole; with any mistake nothing is written but told."""
    folder = scenario_folder(source)
    contents = {name: (folder / name).read_bytes() for name in FILES if (folder / name).is_file()}
    contents |= {f"{sheet.name}.csv": _csv(sheet) for sheet in sheets}
    for report in sorted((folder / "reports").glob("*")) if (folder / "reports").is_dir() else ():
        contents[f"reports/{report.name}"] = report.read_bytes()
    with TemporaryDirectory() as kept:
        trial = Path(kept) / target.name
        write_folder(trial, contents, mark=MARK)
        mistakes = check_scenario(trial)
    if not mistakes:
        write_folder(target, contents, mark=MARK)
    return mistakes


def _csv(sheet: Sheet) -> bytes:
    """The table as CSV; columns that are empty throughout and not required are left out."""
    used = [k for k, column in enumerate(sheet.columns) if column.required or any(row[k].strip() for row in sheet.rows)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([sheet.columns[k].name for k in used])
    writer.writerows([row[k] for k in used] for row in sheet.rows)
    return text.getvalue().encode()
