"""A scenario folder as a form: its tables cell by cell, and the folder written whole once it has no mistakes."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from qonaq.errors import Mistake
from qonaq.io.folders import write_folder
from qonaq.io.scenario import check_scenario, scenario_folder
from qonaq.io.scenario_columns import Column
from qonaq.io.scenario_files import FILES, read_table
from qonaq.io.scenario_rows import PLACE_COLUMNS, ROUTE_COLUMNS
from qonaq.io.scenario_yaml import Sheet, yaml_sheets, yaml_texts

TABLES: Mapping[str, tuple[Column, ...]] = {"places": PLACE_COLUMNS, "routes": ROUTE_COLUMNS}
MARK = "scenario.yaml"


def sheets_of(folder: Path) -> tuple[Sheet, ...]:
    """The tables of a scenario folder, or of a packaged one by its name."""
    found = scenario_folder(folder)
    tables = tuple(_sheet(found / f"{name}.csv", name, columns) for name, columns in TABLES.items())
    return (*tables, *yaml_sheets(found))


def _sheet(path: Path, name: str, columns: Sequence[Column]) -> Sheet:
    """A table: its columns in the order of the file, those the file leaves out after them."""
    rows, header, _ = read_table(path)
    known = {column.name: column for column in columns}
    order = [known[n] for n in header if n in known] + [column for column in columns if column.name not in header]
    cells = tuple(tuple(row.get(c.name, "") for c in order) for _, row in rows)
    return Sheet(name, tuple(order), cells, tuple(range(len(cells))))


def stamp_of(folder: Path) -> str:
    """What tells one state of a scenario folder from another: a digest of its files."""
    found = scenario_folder(folder)
    whole = hashlib.sha256()
    for name in FILES:
        if (found / name).is_file():
            whole.update(name.encode() + (found / name).read_bytes())
    return whole.hexdigest()


def check(source: Path, sheets: Iterable[Sheet]) -> tuple[Mistake, ...]:
    """Every mistake that the scenario would have with these tables; nothing is written."""
    with TemporaryDirectory() as kept:
        trial = Path(kept) / "scenario"
        write_folder(trial, _contents(source, tuple(sheets)), mark=MARK)
        return check_scenario(trial)


def keep(source: Path, sheets: Iterable[Sheet], target: Path) -> tuple[Mistake, ...]:
    """Writes the scenario with these tables as `target`, whole; with any mistake nothing is written but told."""
    given = tuple(sheets)
    mistakes = check(source, given)
    if not mistakes:
        write_folder(target, _contents(source, given), mark=MARK)
    return mistakes


def _contents(source: Path, sheets: tuple[Sheet, ...]) -> dict[str, bytes]:
    """The files of the scenario with these tables; what was not changed keeps its bytes."""
    folder = scenario_folder(source)
    contents = {name: (folder / name).read_bytes() for name in FILES if (folder / name).is_file()}
    before = {sheet.name: sheet for sheet in sheets_of(source)}
    contents |= {f"{s.name}.csv": _csv(s) for s in sheets if s.name in TABLES and s != before[s.name]}
    contents |= yaml_texts(folder, sheets)
    for report in sorted((folder / "reports").glob("*")) if (folder / "reports").is_dir() else ():
        contents[f"reports/{report.name}"] = report.read_bytes()
    return contents


def _csv(sheet: Sheet) -> bytes:
    """The table as CSV; columns that are empty throughout and not required are left out."""
    used = [k for k, column in enumerate(sheet.columns) if column.required or any(row[k].strip() for row in sheet.rows)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([sheet.columns[k].name for k in used])
    writer.writerows([row[k] for k in used] for row in sheet.rows)
    return text.getvalue().encode()
