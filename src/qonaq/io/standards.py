"""Read the table of planning standards, refusing every row that does not say where it is from."""

from __future__ import annotations

import csv
import io
from importlib import resources
from pathlib import Path

from qonaq.errors import Mistake, SettingError
from qonaq.planning.standards import Standard, Standards

COLUMNS = ("id", "value", "low", "high", "unit", "phase", "climate", "meaning", "source", "edition", "grade")


def read_standards(path: Path | None = None) -> Standards:
    """The standards of a file, or those that ship with the program; all mistakes of the file at once."""
    name, text = _text(path)
    reader = csv.DictReader(io.StringIO(text))
    columns = tuple(reader.fieldnames or ())
    if set(columns) != set(COLUMNS) or len(columns) != len(COLUMNS):
        allowed = ", ".join(COLUMNS)
        raise SettingError(Mistake(f"{name} header", ", ".join(columns), allowed, "Use exactly these columns."))
    rows: list[Standard] = []
    mistakes: list[Mistake] = []
    for number, row in enumerate(reader, start=2):
        try:
            rows.append(_standard(row, where=f"{name} row {number}"))
        except SettingError as error:
            mistakes.extend(error.mistakes)
    if mistakes:
        raise SettingError(mistakes)
    return Standards(tuple(rows))


def _text(path: Path | None) -> tuple[str, str]:
    if path is None:
        return "standards.csv", resources.files("qonaq").joinpath("data", "standards.csv").read_text(encoding="utf-8")
    try:
        return path.name, path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(
            Mistake(str(path), type(error).__name__, "a CSV file in UTF-8", "Name a file that can be read.")
        ) from error


def _standard(row: dict[str, str], *, where: str) -> Standard:
    if None in row or None in row.values():
        allowed = f"{len(COLUMNS)} cells"
        raise SettingError(
            Mistake(where, "more or fewer cells than columns", allowed, "Quote cells that hold a comma.")
        )
    return Standard(
        id=row["id"].strip(),
        value=_number(row["value"], f"{where}, value"),
        low=_number(row["low"], f"{where}, low"),
        high=_number(row["high"], f"{where}, high"),
        unit=row["unit"],
        phase=row["phase"],
        climate=row["climate"],
        meaning=row["meaning"],
        source=row["source"],
        edition=row["edition"],
        grade=row["grade"],
        where=where,
    )


def _number(text: str, where: str) -> float | None:
    if not text.strip():
        return None
    try:
        return float(text)
    except ValueError as error:
        raise SettingError(Mistake(where, repr(text), "a number, or blank", "Correct the cell.")) from error
