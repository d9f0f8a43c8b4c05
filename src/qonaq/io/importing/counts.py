"""Reads a table of counts in one of the known forms and writes it as the evidence of a scenario."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from qonaq.errors import EvidenceError, Mistake, nearest
from qonaq.io.importing.forms import FORMS, Count, Form
from qonaq.io.scenario_files import LARGEST_FILE, text_of_file
from qonaq.io.scenario_rows import CLAIM_COLUMNS
from qonaq.io.scenario_write import claim_row
from qonaq.model.claims import Claim, Passage
from qonaq.planning.disclosure import refuse_personal

MOST_MISTAKES = 200  # shown at once


@dataclass(frozen=True)
class Imported:
    """What a table says, and what of it was not used."""

    form: str
    title: str
    claims: tuple[Claim, ...]
    cautions: tuple[str, ...]


def read_counts(path: Path, *, published: date, source: str | None = None) -> Imported:
    """The claims of a table in the form of HDX HAPI, UNHCR or IOM DTM.

    published   the day on which the table came out, which the forms themselves do not say
    source      its address, or the name of the file

    Raises EvidenceError with every mistake at once; columns that describe persons are refused (InputError).
    """
    header, rows = _table(path)
    refuse_personal(header, rows, where=path.name)
    name, form = _form_of(header, path.name)
    counts: list[Count] = []
    mistakes: list[Mistake] = []
    for number, cells in enumerate(rows, start=2):
        if cells and cells[0].lstrip().startswith("#"):  # a row of HXL tags
            continue
        if len(cells) != len(header):
            allowed = f"{len(header)} cells, as in the header"
            mistakes.append(Mistake(f"{path.name} row {number}", f"{len(cells)} cells", allowed, "Correct the row."))
            continue
        for found in form.read(dict(zip(header, cells, strict=True)), f"{path.name} row {number}"):
            (mistakes if isinstance(found, Mistake) else counts).append(found)  # type: ignore[arg-type]
    if mistakes:
        raise EvidenceError(mistakes[:MOST_MISTAKES])
    if not counts:
        raise EvidenceError(
            Mistake(path.name, "no count", "at least one row with a number of people", "Check the file.")
        )
    unused = [column for column in header if column not in (*form.needed, *form.known)]
    cautions = [f"{path.name}: columns that are not known and were not read: {', '.join(unused)}."] if unused else []
    claims = tuple(_claims(counts, form, published, source or path.name))
    return Imported(name, form.title, claims, tuple(cautions))


def evidence_of(claims: Iterable[Claim]) -> bytes:
    """The claims as the rows of an evidence.csv."""
    columns = [column.name for column in CLAIM_COLUMNS]
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(claim_row(claim) for claim in claims)
    return text.getvalue().encode()


def _table(path: Path) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a CSV file."""
    if not path.is_file():
        raise EvidenceError(Mistake(str(path), "no such file", "a CSV file", "Check the path."))
    if path.stat().st_size > LARGEST_FILE:
        allowed = f"at most {LARGEST_FILE:,} bytes"
        raise EvidenceError(Mistake(path.name, f"{path.stat().st_size:,} bytes", allowed, "Keep the rows you need."))
    text = text_of_file(path)
    if isinstance(text, Mistake):
        raise EvidenceError(text)
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if any(row)]
    except csv.Error as error:
        raise EvidenceError(Mistake(path.name, str(error), "a CSV file with commas", "Save it anew.")) from None
    if not rows:
        raise EvidenceError(Mistake(path.name, "nothing", "a header and rows", "Check that it was saved whole."))
    return [name.strip() for name in rows[0]], rows[1:]


def _form_of(header: list[str], file: str) -> tuple[str, Form]:
    """The form whose columns the header has."""
    for name, form in FORMS.items():
        if set(form.needed) <= set(header):
            return name, form
    closest = max(FORMS.values(), key=lambda form: len(set(form.needed) & set(header)))
    missing = [column for column in closest.needed if column not in header]
    allowed = "; ".join(f"{form.title}: {', '.join(form.needed)}" for form in FORMS.values())
    do = f"For {closest.title} add {', '.join(missing)}. {nearest(missing[0], header)}"
    raise EvidenceError(Mistake(f"{file} row 1", f"columns {', '.join(header)[:300]}", allowed, do))


def _claims(counts: Iterable[Count], form: Form, published: date, source: str) -> Iterable[Claim]:
    """A claim a figure: its parts added up, and named in its passage."""
    figures: dict[tuple[str, ...], list[Count]] = defaultdict(list)
    for count in counts:
        figures[count.key].append(count)
    for parts in figures.values():
        one = parts[0]
        said = " + ".join(f"{count.people} {count.part.replace('_', ' ')}" for count in parts)
        yield Claim(
            measure="present", value=float(sum(count.people for count in parts)), unit="people", passage=Passage(said),
            origin=one.origin, country=one.country, place=one.place, period_end=one.day, speaker=None,
            medium=form.title, published=published, source=source,
        )  # fmt: skip
