"""Read what happened by day in a Flee instance: its period, conflicts, counts of people, food crises and floods."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

from qonaq.engine.flee_counts import added, corrected, scaled
from qonaq.engine.flee_instance import FleePlace, Table
from qonaq.errors import nearest
from qonaq.io.flee_cells import Notes, Row, decimal, is_comment, read_rows, whole

QUIET = 0.000001  # a conflict below this intensity is none


def read_period(path: Path, notes: Notes) -> tuple[date | None, int | None]:
    """sim_period.csv: the first day and the number of days; None where it does not say."""
    start, length = None, None
    for row in read_rows(path, notes):
        key, value = row.cell(0).strip().lower(), row.cell(1).strip()
        where = f"{path.name} row {row.line}"
        if key == "startdate":
            start = iso_date(value)
            if start is None:
                notes.add(where, f"'{value}'", "a date YYYY-MM-DD", "The instance cannot be run without it.")
        elif key == "length":
            days = whole(value, where, notes, empty=-1)
            length = days if days > 0 else None
        elif not is_comment(row):
            notes.add(
                where,
                f"'{row.cell(0)}'",
                "StartDate, Length",
                f"It is ignored. {nearest(row.cell(0), ['StartDate', 'Length'])}",
            )
    return start, length


def iso_date(text: str) -> date | None:
    """A date YYYY-MM-DD (one digit for month or day too), or None."""
    match = re.fullmatch(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*", text)
    if match is None:
        return None
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        return None


def read_days(path: Path, names: Sequence[str], what: str, notes: Notes, *, days: int) -> dict[str, tuple[float, ...]]:
    """A table with a row a day and a column a name (conflicts.csv, flood_level.csv). Its row counts, not its day."""
    rows = read_rows(path, notes)
    if not rows:
        return {}
    header = [cell.strip() for cell in rows[0].cells]
    if header[0].lstrip("#").strip().lower() != "day":
        notes.add(
            f"{path.name} header, column 1", f"'{rows[0].cell(0)}'", "#Day", "The first column is read as the day."
        )
    columns: dict[str, list[float]] = {}
    for place, name in enumerate(header[1:], 1):
        where = f"{path.name} header, column {place + 1}"
        if not name:
            notes.add(
                where,
                "an empty name",
                f"a {what} of locations.csv",
                "The column is ignored; Flee stops if it holds values.",
            )
        elif name not in names:
            notes.add(
                where,
                f"unknown {what} '{name}'",
                f"a {what} of locations.csv",
                f"The column is ignored. {nearest(name, names)}",
            )
        if name in columns:
            notes.add(where, f"'{name}' again", "each name once", "Both columns are read in turn, as Flee does.")
        columns.setdefault(name, [])
    for at, row in enumerate(rows[1:]):
        _day_row(row, at, header, columns, path.name, notes)
    if len(rows) - 1 < days:
        notes.add(
            path.name,
            f"{len(rows) - 1} rows",
            f"{days} rows, one a day of the simulation",
            "Flee stops at its end; the last row holds on.",
        )
    return {
        name: tuple((values + values[-1:] * days)[: max(days, len(values))]) for name, values in columns.items() if name
    }


def _day_row(row: Row, at: int, header: list[str], columns: dict[str, list[float]], file: str, notes: Notes) -> None:
    where = f"{file} row {row.line}"
    if row.cell(0).strip() != str(at):
        notes.add(where, f"day '{row.cell(0)}'", str(at), "Flee counts rows and does not read the day.")
    if len(row.cells) < len([name for name in header if name]):
        notes.add(where, f"{len(row.cells)} cells", f"{len(header)} cells", "The missing values are read as 0.")
    if len(row.cells) > len(header):
        notes.add(
            where,
            f"{len(row.cells)} cells",
            f"{len(header)} cells",
            "Flee stops here; the cells beyond the header are ignored.",
        )
    for place, name in enumerate(header[1:], 1):
        text = row.cell(place)
        if not name and text.strip() in ("", "0"):
            continue
        columns[name].append(decimal(text, f"{where}, {name or f'column {place + 1}'}", notes))


def note_conflicts(conflicts: dict[str, tuple[float, ...]], places: Sequence[FleePlace], notes: Notes) -> None:
    """Changes of intensity that Flee does not follow, intensities out of range, and conflicts nobody declares."""
    for name, values in conflicts.items():
        pairs = list(pairwise(values))
        ignored = sum(before > QUIET and after > QUIET and before != after for before, after in pairs)
        if ignored:
            notes.add(
                f"conflicts.csv, {name}",
                f"{ignored} changes between two intensities above 0",
                "a change from or to 0",
                "Flee ignores them; --native follows them.",
            )
        if min(values, default=0.0) < 0.0:
            notes.add(
                f"conflicts.csv, {name}", f"{min(values):g}", "0 or more", "An intensity below 0 is read as none."
            )
    active = {name for name, values in conflicts.items() if max(values, default=0.0) > QUIET}
    if not active and not any("conflict" in place.kind.lower() for place in places):
        notes.add("conflicts.csv", "no conflict on any day", "at least one", "Nobody starts to flee; Flee stops.")


def read_counts(path: Path, start: date, notes: Notes) -> Table:
    """A file of counts: rows of date and number."""
    points: list[tuple[int, float]] = []
    for at, row in enumerate(read_rows(path, notes)):
        where = f"{path.name} row {row.line}"
        if is_comment(row) or len(row.cells) < 2 or row.cell(1).strip() == "":
            continue
        day = iso_date(row.cell(0))
        if day is None:
            if at > 0 or row.cell(0) not in ("Date", "DateTime", ""):
                notes.add(
                    where,
                    f"'{row.cell(0)}'",
                    "a date YYYY-MM-DD (or the header Date)",
                    "Flee stops here; the row is left out.",
                )
            continue
        value = whole(row.cell(1), where, notes)
        if value < 0:
            notes.add(where, str(value), "0 or more", "Read as it is.")
        if points and (day - start).days <= points[-1][0]:
            notes.add(
                where,
                f"{day} after a row of the same or a later day",
                "dates in their order",
                "Counts are read in the order of the file.",
            )
        points.append(((day - start).days, float(value)))
    if not points:
        notes.add(path.name, "no counts", "rows of date and number", "Flee stops here; counted as 0 people.")
    return tuple(points)


def read_layout(folder: Path, places: Sequence[FleePlace], start: date, notes: Notes) -> dict[str, tuple[Table, ...]]:
    """data_layout.csv and the files that it names. The first name is the total; the others are camps."""
    names = [place.name for place in places]
    counts: dict[str, tuple[Table, ...]] = {}
    for row in read_rows(folder / "data_layout.csv", notes):
        if is_comment(row):
            continue
        name, files = row.cell(0), [cell for cell in row.cells[1:] if cell.strip()]
        where = f"data_layout.csv row {row.line}"
        if not files:
            notes.add(where, "no file", "name, file, …", "Flee ignores the row.")
            continue
        if not counts and name != "total":
            notes.add(
                where,
                f"'{name}'",
                "total first",
                "Flee leaves the first row out of the sum of the camps, whatever its name.",
            )
        elif counts and name not in names:
            notes.add(
                where,
                f"unknown place '{name}'",
                "a name of locations.csv",
                f"Its people are added to those who flee, but it is no camp. {nearest(name, names)}",
            )
        if name in counts:
            notes.add(where, f"'{name}' again", "each name once", "The first row counts.")
            continue
        missing = [file for file in files if not (folder / file).is_file()]
        for file in missing:
            notes.add(
                where,
                f"file '{file}' is missing",
                "a file of source_data",
                f"Flee stops here; it is left out. {nearest(file, [p.name for p in folder.glob('*.csv')])}",
            )
        tables = tuple(read_counts(folder / file, start, notes) for file in files if file not in missing)
        counts[name] = tuple(table for table in tables if table) or ((),)
    for place in places:
        if place.is_camp and place.name not in counts:
            notes.add(
                "data_layout.csv",
                f"no row for the camp '{place.name}'",
                "a row for every camp",
                f"Flee stops here; counted as 0 people. {nearest(place.name, list(counts))}",
            )
    return counts


def read_corrections(
    path: Path, counts: dict[str, tuple[Table, ...]], start: date, notes: Notes
) -> tuple[tuple[str, int], ...]:
    """registration_corrections.csv: on which day the registration of a camp was corrected."""
    corrections = []
    for row in read_rows(path, notes) if path.is_file() else []:
        where = f"{path.name} row {row.line}"
        if is_comment(row):
            notes.add(
                where,
                "a line that begins with #",
                "camp, date",
                "Flee has no comments here and stops; the row is left out.",
            )
            continue
        if len(row.cells) < 2:
            notes.add(where, f"{len(row.cells)} cells", "camp, date", "Flee ignores the row.")
            continue
        name, day = row.cell(0), iso_date(row.cell(1))
        if name not in counts:
            notes.add(
                where,
                f"unknown name '{name}'",
                "a name of data_layout.csv",
                f"Flee stops here; the row is left out. {nearest(name, list(counts))}",
            )
        elif day is None:
            notes.add(where, f"'{row.cell(1)}'", "a date YYYY-MM-DD", "Flee stops here; the row is left out.")
        else:
            corrections.append((name, (day - start).days))
            _check_correction(name, (day - start).days, counts[name], where, notes)
    return tuple(corrections)


def _check_correction(name: str, day: int, tables: tuple[Table, ...], where: str, notes: Notes) -> None:
    if day < 0:
        notes.add(where, f"{name}, {-day} days before the start", "a day of the simulation", "It has no effect.")
        return
    points = scaled(tables[0], 1.0)
    for table in tables[1:]:
        points = added(points, scaled(table, 1.0)) if len(points) else points
    if day not in [int(point) for point in points[1:, 0]]:
        notes.add(
            where,
            f"no count of {name} on that date, or none before it",
            "a date of its file after the first",
            "Flee stops here; the row has no effect.",
        )
    elif (corrected(points, day) == points).all() and len(points) > 1:
        row = [int(point) for point in points[:, 0]].index(day)
        if points[row - 1, 1] < 1:
            notes.add(
                where,
                f"no people in {name} before that date",
                "a count above 0 before it",
                "Flee stops here; the row has no effect.",
            )


def read_food_crisis(path: Path, places: Sequence[FleePlace], notes: Notes) -> dict[str, Table]:
    """region_attributes_IPC.csv: per cent in food crisis, by region, in straight lines between the days given."""
    rows = read_rows(path, notes)
    if not rows:
        return {}
    header = [cell.strip() for cell in rows[0].cells]
    regions = sorted({place.region for place in places})
    for name in header[1:]:
        if name not in regions:
            notes.add(
                f"{path.name} header",
                f"unknown region '{name}'",
                "a region of locations.csv",
                f"It is ignored. {nearest(name, regions)}",
            )
    for region in regions:
        if region not in header:
            notes.add(
                f"{path.name} header",
                f"no column for the region '{region}'",
                "all regions",
                "Flee stops where it needs it; read as 0.",
            )
    table: dict[str, list[tuple[int, float]]] = {name: [] for name in header[1:]}
    for row in rows[1:]:
        where = f"{path.name} row {row.line}"
        day = whole(row.cell(0), where, notes)
        for place, name in enumerate(header[1:], 1):
            value = decimal(row.cell(place), f"{where}, {name}", notes)
            if not 0.0 <= value <= 100.0:
                notes.add(f"{where}, {name}", f"{value:g}", "0 to 100 per cent", "It is cut to these.")
            table[name].append((day, min(max(value, 0.0), 100.0)))
    return {name: tuple(points) for name, points in table.items()}
