"""Claims from the tables of situation reports: one a cell, by what its column, its row and its HXL tag say.

Two shapes are known: a column a measure ("Arrivals", "Beds free"), or a column of measures with a column of values.
Columns are named as people name them, in English or Russian, or tagged by HXL 1.1. What is not understood is left out
and said in the cautions. A table that looks personal is refused: no names, documents, telephones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from qonaq.errors import Mistake, ReportError
from qonaq.evidence.cells import day_in, number_in, unit_of
from qonaq.evidence.columns import PERSONAL, Column, column_named, column_tagged
from qonaq.evidence.gazetteer import Gazetteer
from qonaq.evidence.language import language_of
from qonaq.measures import MEASURES, Kind, Status
from qonaq.model.claims import Claim, Passage, Reading

HEADER_WITHIN = 25  # rows in which a header, and under it a row of HXL tags, must stand
SEPARATOR = " | "


@dataclass(frozen=True)
class Sheet:
    """A table as rows of cells, each cell one line of text."""

    name: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Line:
    """A row as it stands in the printed text."""

    start: int
    end: int
    cells: tuple[str, ...]


def table_text(sheets: Sequence[Sheet]) -> str:
    """The sheets as text: a line a row, cells parted by " | ", the name of each sheet above. Offsets refer to this."""
    lines = (line for sheet in sheets for line in ([sheet.name] if sheet.name else []) + [*map(_printed, sheet.rows)])
    return "".join(f"{line}\n" for line in lines)


def _printed(row: Sequence[str]) -> str:
    return SEPARATOR.join(row).rstrip(" |")


def reading_of_tables(
    sheets: Sequence[Sheet], *, file: str, gazetteer: Gazetteer, published: date | None = None
) -> Reading:
    """Every claim of the tables, with its row as the passage.

    A table whose day of publication is not known counts from the newest day that it states, and says so.
    """
    claims: list[Claim] = []
    cautions: list[str] = []
    at = 0
    for sheet in sheets:
        at += len(sheet.name) + 1 if sheet.name else 0
        lines: list[Line] = []
        for row in sheet.rows:
            lines.append(Line(at, at + len(_printed(row)), row))
            at = lines[-1].end + 1
        claims.extend(_Table(sheet.name, lines, file, gazetteer).claims(cautions))
    stated = [claim.period_end for claim in claims if claim.period_end is not None]
    if published is None and stated:
        published = max(stated)
        cautions.append(f"{file}: no day of publication; it counts from the newest day in the table, {published}")
    return Reading(
        file=file,
        language=language_of(table_text(sheets)),
        published=published,
        claims=tuple(_dated(claim, published) for claim in claims),
        cautions=tuple(cautions),
    )


def _dated(claim: Claim, published: date | None) -> Claim:
    """The claim with the day of publication; a figure without a day of its own is as of that day."""
    if claim.period_end is not None or published is None:
        return replace(claim, published=published)
    return replace(claim, published=published, period_end=published, inferred=True)


@dataclass(frozen=True)
class _Table:
    name: str
    lines: list[Line]
    file: str
    gazetteer: Gazetteer

    def claims(self, cautions: list[str]) -> list[Claim]:
        head, columns = self._columns()
        where = f"{self.file}{', sheet ' + self.name if self.name else ''}"
        self._refuse_personal(where, head)
        if not any(column.role in ("measure", "indicator") for column in columns.values()):
            cautions.append(f"{where}: no column names a measure that we know; nothing was read")
            return []
        found: list[Claim] = []
        for number, line in enumerate(self.lines[head:], start=head + 1):
            if len(line.cells) and not line.cells[0].startswith("#"):
                found.extend(self._of_row(line, columns, f"{where}, row {number}", cautions))
        return found

    def _columns(self) -> tuple[int, dict[int, Column]]:
        """The row after the header, and what each column means: by its HXL tag if there is one, else by its name."""
        best: tuple[int, dict[int, Column]] = (0, {})
        for number, line in enumerate(self.lines[:HEADER_WITHIN]):
            tags = [cell for cell in line.cells if cell]
            if tags and sum(cell.startswith("#") for cell in tags) * 2 > len(tags):
                above = self.lines[number - 1].cells if number else ()
                tagged = {i: column_tagged(tag, above[i] if i < len(above) else "") for i, tag in enumerate(line.cells)}
                return number + 1, {i: column for i, column in tagged.items() if column is not None}
            named = {i: column_named(cell) for i, cell in enumerate(line.cells) if cell and number_in(cell) is None}
            known = {i: column for i, column in named.items() if column is not None}
            known = known | self._days_across(number, known)
            if len(known) > len(best[1]):
                best = (number + 1, known)
        return best

    def _days_across(self, number: int, known: dict[int, Column]) -> dict[int, Column]:
        """Columns that are days, of the one measure that the sheet's name, a line above or the corner names."""
        cells = self.lines[number].cells
        days = {i: day for i, cell in enumerate(cells) if i not in known and (day := day_in(cell)) is not None}
        if len(days) < 2:
            return {}
        above = [cell for line in self.lines[:number] for cell in line.cells]
        titles = (column_named(text) for text in (self.name, *reversed(above), cells[0]) if text)
        measure = next((title for title in titles if title is not None and title.measure is not None), None)
        return {} if measure is None else {i: replace(measure, day=day) for i, day in days.items()}

    def _refuse_personal(self, where: str, head: int) -> None:
        header = (cell for line in self.lines[: max(head, 2)] for cell in line.cells)
        personal = [cell for cell in header if PERSONAL.search(cell)]
        if personal:
            raise ReportError(
                Mistake(
                    where=where,
                    found="columns that look personal: " + ", ".join(sorted(set(personal))[:5]),
                    allowed="counts of people by place and day; no names, documents or telephones",
                    do="Count the rows by place and day, and give that table instead.",
                )
            )

    def _of_row(self, line: Line, columns: dict[int, Column], where: str, cautions: list[str]) -> list[Claim]:
        row = _Row(line, columns, self)
        found: list[Claim] = []
        for column, text in row.measured():
            claim = row.claim(column, text)
            if claim is not None:
                found.append(claim)
            elif text.strip(" -–—.") and text.lower() not in NOTHING:
                cautions.append(f"{where}: '{text}' is no number of {column.measure}; not read")
        return found


NOTHING = frozenset(
    ("n/a", "na", "nd", "n.d.", "tbc", "tbd", "unknown", "none", "null", "нет данных", "н/д", "*", "..")
)


@dataclass(frozen=True)
class _Row:
    """One row: where and when its numbers are, and of whom."""

    line: Line
    columns: dict[int, Column]
    table: _Table

    def _cell(self, role: str) -> str | None:
        for at, column in self.columns.items():
            if column.role == role and at < len(self.line.cells) and self.line.cells[at]:
                return self.line.cells[at]
        return None

    def measured(self) -> list[tuple[Column, str]]:
        """The columns of measures with the texts of their cells."""
        indicator = self._cell("indicator")
        if indicator is not None:
            named, value = column_named(indicator), self._cell("value")
            return [(named, value)] if named is not None and named.measure is not None and value is not None else []
        pairs = [(column, at) for at, column in self.columns.items() if column.role == "measure"]
        return [
            (column, self.line.cells[at]) for column, at in pairs if at < len(self.line.cells) and self.line.cells[at]
        ]

    def claim(self, column: Column, text: str) -> Claim | None:
        number = number_in(text)
        if number is None or column.measure is None:
            return None
        place, country, alias = self._where()
        of_city = column.of_city and any(c.role == "place" for c in self.columns.values())
        name = "arrivals" if column.measure == "entries" and of_city else column.measure
        value, high, qualifier = number
        unit, factor = unit_of(name, text, named=column.unit, unit=self._cell("unit"), currency=self._cell("currency"))
        measure = MEASURES[name]
        if unit is None or (value < 0 and name not in ("net_entries", "rent_change")):
            return None
        start, end, inferred = self._when(column, measure.kind)
        origin = self._cell("origin")
        return Claim(
            measure=name,
            value=_tidy(value * factor),
            value_high=None if high is None else _tidy(high * factor),
            unit=unit,
            qualifier=qualifier,
            status=Status.FORECAST if column.planned else Status.REPORTED,
            passage=Passage(_printed(self.line.cells), self.line.start, self.line.end),
            origin=self.table.gazetteer.country_code(origin) if origin else None,
            country=country,
            place=place,
            alias=alias,
            period_start=start,
            period_end=end,
            inferred=inferred,
            speaker=self._cell("source"),
            source=self.table.file,
            group=self._cell("group"),
        )

    def _where(self) -> tuple[str | None, str | None, str | None]:
        """Canonical place, country and the name used; a row of totals is of the whole country."""
        gazetteer = self.table.gazetteer
        named, region, land = self._cell("place") or self._cell("crossing"), self._cell("region"), self._cell("country")
        country = gazetteer.country_code(land) if land else None
        wanted = (country,) if country else ()
        for alias in (named, region):
            if alias is None or alias.lower().strip(" :") in TOTALS:
                continue
            if country is None and (code := gazetteer.country_code(alias)) and alias is named and len(alias) > 3:
                return None, code, alias
            place = gazetteer.place(alias, countries=wanted)
            if place is not None and (country is None or place.country == country):
                return place.name, place.country, alias
            return alias, country, alias
        return None, country, None

    def _when(self, column: Column, kind: Kind) -> tuple[date | None, date | None, bool]:
        start = day_in(self._cell("start"))
        end = day_in(self._cell("end"))
        day = day_in(self._cell("date"))
        end = end or column.day or day
        if end is None:
            return None, None, False
        if kind is not Kind.FLOW:
            return None, end, False
        if start is None and not column.cumulative:
            start = end
        return start if start is None or start <= end else None, end, False


def _tidy(value: float) -> float:
    """Without the last bits of a multiplication: 95 % is 0.95."""
    return float(f"{value:.12g}")


TOTALS = frozenset(("total", "grand total", "all", "overall", "sum", "итого", "всего", "всего по стране", "барлығы"))
