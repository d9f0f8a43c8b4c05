"""Observed people by place and group as a table that may go out: small counts suppressed, the rest rounded.

The table that was published last stands at the place where the next one is written; the next one is made so that
the two together give no small count away either. Simulated numbers are not in it: nobody was counted for them.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from qonaq.errors import Mistake, SettingError
from qonaq.planning.disclosure import BASE, THRESHOLD, TOTAL, Counts, Published, publish

TITLE = "observed people by place and group; counts below 10 suppressed"
COLUMNS = ("measure", "country", "place", "group", "day", "people", "suppressed_below", "rounded_to")
SUPPRESSED, EVERYBODY = "suppressed", "all"
Row = Mapping[str, str]
Table = tuple[str, str]  # measure, country
Cells = dict[tuple[str, str], Row]  # (place, group) → the newest claim


def counts_table(run: Path, *, earlier: bytes | None = None) -> bytes:
    """The newest counts of each place and group in a run's evidence as a CSV that may be published.

    earlier   the table that was published last; its places and groups may not be dropped (SettingError)
    """
    last = {} if earlier is None else _published(earlier)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    cells_of = _cells(run / "evidence.csv")
    for name in sorted({*cells_of, *last}):
        cells = cells_of.get(name, {})
        places = tuple(sorted({place for place, _ in cells}))
        groups = tuple(sorted({group for _, group in cells}))
        people = [[round(float(cells[p, g]["value"])) if (p, g) in cells else 0 for g in groups] for p in places]
        counts = Counts(places, groups, np.array(people, dtype=np.int64).reshape(len(places), len(groups)))
        table = publish(counts, earlier=last.get(name))
        writer.writerows(_rows(name, table, cells))
    return text.getvalue().encode()


def _cells(path: Path) -> dict[Table, Cells]:
    """By measure and country: the newest reported count of people of each place and group."""
    found: dict[Table, Cells] = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [
            row
            for row in csv.DictReader(stream)
            if row["unit"] == "people" and row["place"] and row["status"] == "reported" and not row["per"]
        ]
    for row in sorted(rows, key=lambda row: (row["period_end"], row["published"])):
        found[row["measure"], row["country"]][row["place"], row["group"] or EVERYBODY] = row
    for cells in found.values():
        apart = {place for place, group in cells if group != EVERYBODY}
        for place in apart:  # everybody there holds the groups: to add both up would count people twice
            cells.pop((place, EVERYBODY), None)
    return found


def _rows(name: Table, table: Published, cells: Cells) -> list[list[object]]:
    rows: list[list[object]] = []
    for place in table.places:
        for group in table.groups:
            known = TOTAL in (place, group) or (place, group) in cells
            number = table.number(place, group)
            people = "" if not known else SUPPRESSED if number is None else number
            day = cells[place, group]["period_end"] if (place, group) in cells else ""
            rows.append([*name, place, group, day, people, table.threshold, BASE])
    return rows


def _published(content: bytes) -> dict[Table, Published]:
    """The tables of the file that went out last, by measure and country."""
    reader = csv.DictReader(io.StringIO(content.decode("utf-8", errors="replace")))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        found = ", ".join(reader.fieldnames or ())[:200] or "nothing"
        do = "Name another --out: this file was not made by qonaq export."
        raise SettingError(Mistake("--out", f"a file with the columns {found}", ", ".join(COLUMNS), do))
    rows_of: dict[Table, list[Row]] = defaultdict(list)
    for row in reader:
        rows_of[row["measure"], row["country"]].append(row)
    return {name: _table(rows) for name, rows in rows_of.items()}


def _table(rows: list[Row]) -> Published:
    places = tuple(dict.fromkeys(row["place"] for row in rows))
    groups = tuple(dict.fromkeys(row["group"] for row in rows))
    shown = {(row["place"], row["group"]): row["people"] for row in rows}
    numbers = tuple(tuple(None if shown[p, g] == SUPPRESSED else int(shown[p, g] or 0) for g in groups) for p in places)
    return Published(places, groups, numbers, max([THRESHOLD, *(int(row["suppressed_below"]) for row in rows)]))
