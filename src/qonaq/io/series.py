"""Reads a series of arrivals from a CSV file: columns date,value and, for revised numbers, as_of.

Every mistake of the file is said at once. What is read past (a further column, a total at an unknown hour that others
contradict) is kept as a remark of the series.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np

from qonaq.errors import EvidenceError, Mistake, nearest
from qonaq.inference.series import Series, Total, Version, daily_from_totals

DAY = timedelta(days=1)
COLUMNS = ("date", "value", "as_of")
LARGEST = 1e9  # people; more than this is no count of arrivals


@dataclass(frozen=True)
class _Row:
    line: int
    day: date
    hour: time | None  # None where the file names the day only
    value: float
    as_of: datetime | None

    @property
    def moment(self) -> datetime:
        """When the number holds: its hour, or the end of its day."""
        return datetime.combine(self.day, self.hour) if self.hour else datetime.combine(self.day, time()) + DAY


def read_series(path: Path, *, cumulative: bool = False) -> Series:
    """The series in a file; EvidenceError with all mistakes at once.

    `cumulative`: values are totals so far, at dates or moments that may be irregular.
    """
    rows, remarks, mistakes = _rows(path)
    if mistakes:
        raise EvidenceError(mistakes)
    return _from_totals(path, rows, remarks) if cumulative else _from_daily(path, rows, remarks)


def _rows(path: Path) -> tuple[list[_Row], list[str], list[Mistake]]:
    """The rows in order of time, remarks, and mistakes of single cells and of the header."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise EvidenceError(Mistake(str(path), "no such file", "a CSV file", "Check the path.")) from None
    except (IsADirectoryError, PermissionError, UnicodeDecodeError) as error:
        found = "bytes that are no UTF-8" if isinstance(error, UnicodeDecodeError) else "nothing that can be read"
        raise EvidenceError(Mistake(str(path), found, "a CSV file in UTF-8", "Save it as CSV UTF-8.")) from None
    table = list(csv.reader(text.splitlines()))
    header = [name.strip().lower() for name in table[0]] if table else []
    wanting = [name for name in ("date", "value") if name not in header]
    doubled = sorted({name for name in header if name in COLUMNS and header.count(name) > 1})
    if wanting or doubled:
        found = f"columns {', '.join(header) or 'none'}"
        do = nearest(wanting[0], header) if wanting else f"Keep one column {doubled[0]}."
        raise EvidenceError(Mistake(f"{path.name} row 1", found, "date, value and perhaps as_of, once each", do))
    remarks = [f"column '{name}' is not used" for name in header if name not in COLUMNS]
    rows: list[_Row] = []
    mistakes: list[Mistake] = []
    for line, cells in enumerate(table[1:], start=2):
        if any(cell.strip() for cell in cells):
            row = _row(path.name, line, dict(zip(header, cells, strict=False)), mistakes)
            if row is not None:
                rows.append(row)
    if not rows and not mistakes:
        mistakes.append(Mistake(path.name, "no rows", "a row for each day", "Give dates and values below the header."))
    return sorted(rows, key=lambda row: (row.moment, row.as_of or datetime.min)), remarks, mistakes


def _row(file: str, line: int, cells: dict[str, str], mistakes: list[Mistake]) -> _Row | None:
    where = f"{file} row {line}"
    before = len(mistakes)
    moment = _moment(f"{where}, date", cells.get("date", ""), mistakes)
    value = _number(f"{where}, value", cells.get("value", ""), mistakes)
    stated = cells.get("as_of", "").strip()
    published = _moment(f"{where}, as_of", stated, mistakes) if stated else None
    if len(mistakes) > before or moment is None or value is None:
        return None
    as_of = None
    if published is not None:  # a date alone means the end of that day
        as_of = datetime.combine(published[0], published[1] or time(23, 59, 59))
    return _Row(line, moment[0], moment[1], value, as_of)


def _moment(where: str, text: str, mistakes: list[Mistake]) -> tuple[date, time | None] | None:
    """Date and hour (UTC where the text names a zone) of an ISO date or datetime."""
    text = text.strip()
    try:
        if len(text) <= 10:
            return date.fromisoformat(text), None
        stamp = datetime.fromisoformat(text)
    except ValueError:
        found = f"'{text}'" if text else "an empty cell"
        mistakes.append(Mistake(where, found, "2022-03-05 or 2022-03-05T08:00", "Write the date in that form."))
        return None
    stamp = stamp.astimezone(UTC).replace(tzinfo=None) if stamp.tzinfo else stamp
    return stamp.date(), stamp.time()


def _number(where: str, text: str, mistakes: list[Mistake]) -> float | None:
    text = text.strip()
    try:
        value = float(text) if text.isascii() and "_" not in text else float("nan")
    except ValueError:
        value = float("nan")
    if 0.0 <= value <= LARGEST:
        return value
    if value < 0.0:
        do = "Arrivals cannot be negative: give the corrected number, or gross numbers instead of net ones."
        mistakes.append(Mistake(where, text, "a number of people, 0 or more", do))
        return None
    found = f"'{text}'" if text else "an empty cell"
    do = "Give the number without words or separators; a day without a number needs --cumulative totals around it."
    mistakes.append(Mistake(where, found, f"a number of people from 0 to {LARGEST:,.0f}", do))
    return None


def _from_daily(path: Path, rows: list[_Row], remarks: list[str]) -> Series:
    """Daily numbers: every day once (or once for each as_of), none left out."""
    mistakes = []
    seen: dict[tuple[date, datetime | None], int] = {}
    for row in rows:
        key = (row.day, row.as_of)
        if key in seen:
            do = "Keep one number, or say in as_of when each was published; running totals need --cumulative."
            where = f"{path.name} row {row.line}, date"
            mistakes.append(Mistake(where, f"{row.day} again (row {seen[key]})", "every date once", do))
        seen.setdefault(key, row.line)
    days = sorted({row.day for row in rows})
    for before, after in pairwise(days):
        if after - before > DAY:
            gap = f"{before + DAY}" + (f" to {after - DAY}" if after - before > 2 * DAY else "")
            do = "Give the missing days (0 where nobody came), or totals so far with --cumulative."
            mistakes.append(Mistake(f"{path.name}, after {before}", f"no number for {gap}", "every day", do))
    if mistakes:
        raise EvidenceError(mistakes)
    first = days[0]
    newest = {row.day: row.value for row in sorted(rows, key=lambda row: row.as_of or datetime.min)}
    versions = tuple(Version((row.day - first).days, row.value, row.as_of) for row in rows if row.as_of)
    if versions and len(versions) < len(rows):
        without = next(row for row in rows if row.as_of is None)
        where = f"{path.name} row {without.line}, as_of"
        do = "Say for every row when it was published, or leave the column out."
        raise EvidenceError(Mistake(where, "an empty cell", "a date in every row or in none", do))
    return Series(path.stem, first, np.array([newest[day] for day in days]), versions, tuple(remarks))


def _from_totals(path: Path, rows: list[_Row], remarks: list[str]) -> Series:
    """Totals so far, at irregular moments: arrivals a day by drawing straight lines between them."""
    if any(row.as_of for row in rows):
        where = f"{path.name}, as_of"
        do = "Give one version of the totals, or daily numbers with as_of."
        raise EvidenceError(Mistake(where, "publication dates of totals", "totals without as_of", do))
    kept: list[_Row] = []
    mistakes = []
    for row in rows:
        last = kept[-1] if kept else None
        if last is not None and row.moment == last.moment:
            # Of two totals of one moment the one with an hour holds, else the larger: the later one of that day.
            holds, drops = (row, last) if row.hour or (not last.hour and row.value >= last.value) else (last, row)
            remarks.append(f"row {drops.line}: another total of {drops.day} holds (row {holds.line})")
            kept[-1] = holds
        elif last is not None and row.value < last.value:
            if row.hour is None and last.day == row.day:
                remarks.append(f"row {row.line}: a total at an unknown hour, below that of row {last.line}; left out")
                continue
            found = f"{row.value:,.0f} after {last.value:,.0f} (row {last.line})"
            do = "Give corrected totals; a total of people who came so far cannot fall."
            mistakes.append(Mistake(f"{path.name} row {row.line}, value", found, "totals that do not fall", do))
        else:
            kept.append(row)
    if mistakes:
        raise EvidenceError(mistakes)
    first, values, versions = daily_from_totals([Total(row.moment, row.value) for row in kept])
    if any(row.hour for row in kept) or len({row.day for row in kept}) < len(values):
        remarks.append("days between two totals were filled evenly")
    else:
        versions = ()
    return Series(path.stem, first, values, versions, tuple(remarks))
