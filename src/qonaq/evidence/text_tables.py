"""Tables that stand in a text: rows of a name or a day and numbers, parted by bars, tabs or several blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qonaq.evidence.cells import number_in
from qonaq.evidence.columns import Column, column_named
from qonaq.evidence.dates import whens_in
from qonaq.evidence.days import Today, When
from qonaq.evidence.furniture import Line, lines_of
from qonaq.evidence.gazetteer import Mention
from qonaq.evidence.report import Report
from qonaq.evidence.scenes import Scene
from qonaq.evidence.tables import TOTALS
from qonaq.evidence.words import normal
from qonaq.measures import MEASURES, Kind, Status
from qonaq.model.claims import Claim, Passage

_PARTED = re.compile(
    r"\d[^\n]{0,40}(?:\||\t| {2})|(?:\||\t|[ \u00a0]{2})[ \u00a0]*[+\d]"
)  # a number beside the mark of a cell
_CELLS = re.compile(r"\s*\|\s*|\t+|[ \u00a0]{2,}")
_NOTHING = re.compile(r"[-–—.]*|n/?a|н/д|нет|none|[+-]?\d+(?:[.,]\d+)? ?%|-", re.IGNORECASE)
_REST = re.compile(r"others?|rest|elsewhere|прочие|другие|остальные|иные", re.IGNORECASE)
_BY = re.compile(
    r"\b(?:by|per|in each)\b.*|(?<!\w)по (?:областям|регионам|кпп|пунктам|районам|городам|дням).*", re.IGNORECASE
)
_GENERIC = re.compile(
    r"(?:persons|people|individuals|number|total|count|value|человек|чел\.?|людей|количество|число|всего|итого)",
    re.IGNORECASE,
)
LEAST_ROWS = 2
MOST_CELLS = 12
LONGEST_ROW = 300  # characters


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell at text[start:end]."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a text with what stands above them."""

    rows: tuple[tuple[Cell, ...], ...]
    header: tuple[Cell, ...]
    caption: str
    start: int
    end: int


def _cells(line: Line) -> tuple[Cell, ...]:
    """The cells of a line, or none where it has only one."""
    if len(line.text) > LONGEST_ROW:
        return ()
    found, at = [], 0
    for match in [*_CELLS.finditer(line.text), None]:
        end = match.start() if match is not None else len(line.text)
        if end > at:
            found.append(Cell(line.text[at:end], line.start + at, line.start + end))
        at = match.end() if match is not None else end
    return tuple(found) if 2 <= len(found) <= MOST_CELLS else ()


def _is_row(cells: Sequence[Cell]) -> bool:
    """Whether cells are a name or a day and numbers."""
    if not cells or number_in(cells[0].text) is not None or not any(char.isalpha() for char in cells[0].text):
        return False
    numbers = [number_in(cell.text) is not None for cell in cells[1:]]
    return any(numbers) and all(
        known or _NOTHING.fullmatch(cell.text) for known, cell in zip(numbers, cells[1:], strict=True)
    )


def tables_in(text: str) -> tuple[Table, ...]:
    """The tables of a text, from top to bottom."""
    if not _PARTED.search(text):
        return ()
    lines = lines_of(text)
    cells = [_cells(line) for line in lines]
    found: list[Table] = []
    at = 0
    while at < len(lines):
        last = at
        while last < len(lines) and _is_row(cells[last]) and len(cells[last]) == len(cells[at]):
            last += 1
        if last - at >= LEAST_ROWS:
            found.append(_table(lines, cells, at, last))
        at = max(last, at + 1)
    return tuple(found)


def _table(lines: Sequence[Line], cells: Sequence[tuple[Cell, ...]], first: int, last: int) -> Table:
    header: tuple[Cell, ...] = ()
    above = first - 1
    if above >= 0:
        slashed = _slashed(lines[above])
        named = next((row for row in (cells[above], slashed) if len(row) == len(cells[first])), ())
        if named:
            header, above = named, above - 1
    caption = lines[above].text if above >= 0 and lines[above].number >= lines[first].number - 3 else ""
    start = header[0].start if header else lines[first].start
    return Table(tuple(cells[first:last]), header, caption[:LONGEST_ROW], start, lines[last - 1].end)


def _slashed(line: Line) -> tuple[Cell, ...]:
    """A header written with strokes: Site / Refugees present on 20 June."""
    parts, at = [], 0
    for part in line.text[:LONGEST_ROW].split(" / "):
        parts.append(Cell(part, line.start + at, line.start + at + len(part)))
        at += len(part) + 3
    return tuple(parts)


def claims_of_tables(
    report: Report, tables: Sequence[Table], mentions: Sequence[Mention], scene: Scene
) -> Iterator[Claim]:
    """The claims of the tables: one a cell, of the place and the day that its row and its column name."""
    for table in tables:
        columns = [_column(table, i) for i in range(len(table.rows[0]))]
        for row in table.rows:
            for column, cell in zip(columns[1:], row[1:], strict=True):
                claim = None if column is None else _claim(report, table, row, column, cell, mentions, scene)
                if claim is not None:
                    yield claim


@dataclass(frozen=True, slots=True)
class _Named:
    """What a column holds: a measure, and the cell above it where that names a place."""

    column: Column
    head: Cell | None
    of_place: bool


def _column(table: Table, at: int) -> _Named | None:
    """What the column holds, by its own name, else by what stands above the table."""
    head = table.header[at] if table.header else None
    caption = column_named(_BY.sub("", table.caption)) if table.caption else None
    caption = caption if caption is not None and caption.measure is not None else None
    own = column_named(head.text) if head is not None else None
    if own is not None and own.measure is not None and not (caption and head and _GENERIC.fullmatch(head.text)):
        return _Named(own, head, of_place=False)
    if caption is None or (own is not None and own.role not in ("value", "measure")):
        return None
    if head is None or _GENERIC.fullmatch(head.text) or own is not None:
        return _Named(caption, head, of_place=False) if at == 1 or head is not None else None
    change = re.search(r"change|share|%|\+/?-|изменен|доля|прирост", head.text, re.IGNORECASE)
    return None if change or not head.text[:1].isupper() else _Named(caption, head, of_place=True)


def _claim(
    report: Report,
    table: Table,
    row: Sequence[Cell],
    named: _Named,
    cell: Cell,
    mentions: Sequence[Mention],
    scene: Scene,
) -> Claim | None:
    number = number_in(cell.text)
    homeward = scene.homeward and named.column.measure == "returns"
    measure = MEASURES["entries" if homeward else named.column.measure or ""]
    unit = named.column.unit or measure.units[0]
    if number is None or "%" in cell.text or unit.startswith("money") or number[0] < 0 or _REST.fullmatch(row[0].text):
        return None
    if unit == "share":
        number = (number[0] / 100, None if number[1] is None else number[1] / 100, number[2])
    day = (
        _day(report, row[0].text) or _day(report, named.head.text if named.head else "") or _day(report, table.caption)
    )
    label = named.head if named.of_place else row[0]
    place = None if label is None or _day(report, label.text) else _place(label, mentions)
    whole = place is not None and place[0].lower().strip(" :") in TOTALS
    last = (day.last if day is not None else None) or report.published
    first = day.first if day is not None and measure.kind is Kind.FLOW else None
    return Claim(
        measure=measure.name,
        value=number[0],
        unit=unit,
        passage=Passage(report.text[cell.start : cell.end], cell.start, cell.end),
        value_high=number[1],
        qualifier=number[2],
        status=Status.FORECAST if named.column.planned else Status.REPORTED,
        origin=scene.origin,
        country=(None if place is None or whole else place[2]) or scene.host,
        place=None if place is None or whole else place[0],
        alias=None if place is None or whole else place[1],
        period_start=first,
        period_end=last,
        inferred=day is None,
        medium=report.medium,
        published=report.published,
        source=report.file,
    )


def _place(label: Cell, mentions: Sequence[Mention]) -> tuple[str, str, str | None]:
    """Name, alias and country of the place that a cell names, as written where no gazetteer knows it."""
    over = [m for m in mentions if m.start < label.end and label.start < m.end and m.kind != "nationality"]
    if over:
        return over[0].name, over[0].alias, over[0].country
    name = re.sub(r"\s*\([^)]*\)$|[:*]+$", "", label.text).strip()
    return name, name, None


def _day(report: Report, text: str) -> When | None:
    """The day that a cell or a caption names."""
    norm = normal(text)
    language = report.language if report.language in ("en", "ru") else "en"
    found = whens_in(norm, 0, len(norm), language=language, today=Today(report.published))
    return next((when for when in found if when.last is not None), None)
