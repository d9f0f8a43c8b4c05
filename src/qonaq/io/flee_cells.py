"""Rows, cells and column names of a Flee table, and the findings of a reading.

Flee takes columns by position, does not strip cells, and stops or goes wrong silently where something is amiss. Here
everything amiss becomes a finding that says what is done about it, and reading goes on.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qonaq.errors import Mistake, nearest


@dataclass
class Notes:
    """The findings of one reading, in the order in which they were met."""

    findings: list[Mistake] = field(default_factory=list)

    def add(self, where: str, found: str, allowed: str, do: str) -> None:
        self.findings.append(Mistake(where=where, found=found, allowed=allowed, do=do))

    def note(self, mistake: Mistake) -> None:
        self.findings.append(mistake)


@dataclass(frozen=True)
class Row:
    """A row of a table with the number of its line; cells that are missing are empty."""

    line: int
    cells: tuple[str, ...]

    def cell(self, column: int) -> str:
        return self.cells[column] if column < len(self.cells) else ""


def read_rows(path: Path, notes: Notes) -> list[Row]:
    """All lines of a CSV file that are not blank; nothing where the file cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        notes.add(path.name, f"cannot be read: {error}", "a CSV file in UTF-8", "It is taken as empty.")
        return []
    rows = csv.reader(text.splitlines())
    return [Row(number, tuple(cells)) for number, cells in enumerate(rows, 1) if any(cell.strip() for cell in cells)]


def is_comment(row: Row) -> bool:
    return row.cell(0).startswith("#")


def split_header(
    path: Path, columns: Sequence[Sequence[str]], known_more: Iterable[str], notes: Notes, *, optional: int = 0
) -> tuple[list[str], list[Row]]:
    """The names of the columns beyond the fixed ones, and the rows below; misplaced and unknown columns are noted.

    The last `optional` fixed columns may be missing.
    """
    rows = read_rows(path, notes)
    header = next((row for row in rows if is_comment(row)), None)
    body = [row for row in rows if not is_comment(row)]
    looks_like = {name for names in columns for name in names}
    if header is None and body and sum(cell.strip().lower() in looks_like for cell in body[0].cells) >= 2:
        header, body = body[0], body[1:]
        notes.add(
            f"{path.name} row 1",
            "a header without #",
            "a header that begins with #",
            "Flee reads it as data and stops; taken as the header.",
        )
    if header is None:
        return [], body
    names = [header.cell(0).lstrip("#"), *header.cells[1:]]
    check_columns(path.name, names, columns, known_more, notes, optional=optional)
    return names[len(columns) :], body


def check_columns(
    file: str,
    names: Sequence[str],
    columns: Sequence[Sequence[str]],
    known_more: Iterable[str],
    notes: Notes,
    *,
    optional: int,
) -> None:
    """A known name in a wrong column, an unknown name, a column that is missing."""
    home = {name: place for place, synonyms in enumerate(columns) for name in synonyms}
    extra = list(known_more)
    for place, raw in enumerate(names):
        name = raw.strip().lower()
        where = f"{file} header, column {place + 1}"
        if place < len(columns):
            if home.get(name) == place:
                continue
            if name in home or name in extra:
                at = f"column {home[name] + 1}" if name in home else f"a column after the first {len(columns)}"
                notes.add(
                    where,
                    f"'{raw}'",
                    columns[place][0],
                    f"Its place is {at}; Flee takes columns by position, whatever their names.",
                )
            else:
                notes.add(
                    where,
                    f"'{raw}'",
                    " or ".join(columns[place]),
                    f"Read as {columns[place][0]}, by position. {nearest(name, list(columns[place]))}",
                )
        elif raw.strip() and raw not in extra:
            if name in home:
                notes.add(
                    where,
                    f"'{raw}'",
                    f"column {home[name] + 1}",
                    "Flee takes columns by position: this one is ignored.",
                )
            else:
                notes.add(where, f"'{raw}'", ", ".join(extra) or "nothing", f"It is ignored. {nearest(name, extra)}")
    if len(names) < len(columns) - optional:
        missing = ", ".join(column[0] for column in columns[len(names) :])
        notes.add(
            f"{file} header", f"{len(names)} columns", f"at least {len(columns)}", f"Missing: {missing}; read as empty."
        )


def whole(text: str, where: str, notes: Notes, *, empty: int = 0) -> int:
    """A whole number; what is none is noted and read as well as it can be."""
    if not text.strip():
        return empty
    try:
        return int(text)
    except ValueError:
        pass
    try:
        value = float(text.replace(",", "").replace("\u00a0", "").replace(" ", ""))
    except ValueError:
        value = math.nan
    if math.isfinite(value):
        notes.add(where, f"'{text}'", "a whole number", f"Flee stops here; read as {int(value)}.")
        return int(value)
    notes.add(where, f"'{text}'", "a whole number", f"Flee stops here; read as {empty}.")
    return empty


def decimal(text: str, where: str, notes: Notes, *, empty: float = 0.0) -> float:
    """A number; what is none is noted and read as `empty`."""
    if not text.strip():
        return empty
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        notes.add(where, f"'{text}'", "a number", f"Read as {empty:g}.")
        return empty
    return value


def check_name(name: str, where: str, notes: Notes) -> None:
    if name != name.strip():
        notes.add(
            where,
            f"'{name}'",
            "a name without blanks around it",
            "Flee does not strip names: it matches only the same blanks.",
        )
