"""Every page's data at the same address, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Request
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from pydantic import BaseModel

from qonaq.errors import Mistake, SettingError
from qonaq.io.exporting.formats import FORMATS
from qonaq.io.ledger import claims_of, decisions_of
from qonaq.io.store import DOWNLOADS, Store
from qonaq.io.translated import page_in, pdf_in, view_file
from qonaq.io.view_json import view_as_json
from qonaq.views.view import Cell, Number, Table, View
from qonaq.web.shown import Shown

router = APIRouter()
TRANSLATED = {"page.html": page_in, "plan.pdf": pdf_in}  # files with words, drawn anew in the reader's language


class Mistaken(BaseModel):
    """One mistake: where it is, what was found, what is allowed, and what to do."""

    where: str
    found: str
    allowed: str
    do: str


class Mistakes(BaseModel):
    """Everything wrong with a request, at once."""

    mistakes: list[Mistaken]


RunName = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,80}$", description="A run of the list.")]
NUMBER = re.compile(r"[+-]?\d+(\.\d*)?([eE][+-]?\d+)?")
PageName = Literal["situation", "forecast", "compare", "plan", "evidence"]
ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"model": Mistakes, "description": "Something in the request cannot be used; every mistake is named."},
    401: {"description": "The token is missing."},
    403: {"description": "A form from elsewhere."},
    404: {"model": Mistakes, "description": "No such run, claim, job or page."},
    413: {"description": "More than can be sent at once."},
    421: {"description": "Not a name of this studio."},
}
KEYS: dict[str, tuple[str, ...]] = {
    "situation": ("title", "reference_date", "answer", "as_of", "map", "cities", "sources"),
    "forecast": ("fans", "record", "sources"),
    "compare": ("comparisons", "comparison_note", "sources"),
    "plan": ("plan", "next_figure", "sources"),
    "evidence": ("evidence", "contradictions", "assumptions", "cautions", "sources"),
}


@router.get("/runs.json", responses=ERRORS)
def runs_json(request: Request) -> JSONResponse:
    """Every finished run, the newest first."""
    store: Store = request.app.state.store
    return JSONResponse([vars(card) for card in store.cards()])


@router.get("/runs.csv", response_class=PlainTextResponse, responses=ERRORS)
def runs_csv(request: Request) -> Response:
    """Every finished run, the newest first, as CSV."""
    store: Store = request.app.state.store
    rows = [(c.name, c.title, c.reference_date, " ".join(c.answer), " ".join(c.policies)) for c in store.cards()]
    return rows_csv(("run", "title", "reference_date", "answer", "policies"), rows)


@router.get("/runs/{run}/{page}.json", responses=ERRORS)
def page_json(request: Request, run: RunName, page: PageName) -> JSONResponse:
    """The data of a page of a run."""
    store: Store = request.app.state.store
    whole = json.loads(view_as_json(store.view(run)))
    found = {key: whole[key] for key in KEYS[page]}
    if page == "evidence":
        folder = store.run(run)
        found["claims"] = list(claims_of(folder))
        found["decisions"] = [_decision(one) for one in decisions_of(folder)]
    return JSONResponse(found)


@router.get("/runs/{run}/{page}.csv", response_class=PlainTextResponse, responses=ERRORS)
def page_csv(request: Request, run: RunName, page: PageName) -> Response:
    """The main table of a page of a run, as CSV."""
    store: Store = request.app.state.store
    if page in ("forecast", "evidence", "plan"):
        return kept_csv(store.run(run) / f"{page}.csv")
    view = store.view(run)
    return table_csv(view.cities) if page == "situation" else _comparisons_csv(view)


@router.get("/runs/{run}/files/{name}", responses=ERRORS)
def download(request: Request, run: RunName, name: str) -> Response:
    """A file of a run folder: the page, the printed plan, the tables, the record."""
    store: Store = request.app.state.store
    if name not in DOWNLOADS:
        raise SettingError(Mistake("page", f"'{name[:80]}'", ", ".join(DOWNLOADS), "Choose one of these files."))
    path, kept = store.run(run) / name, f"{run}-{name}"
    shown: Shown = request.app.state.shown
    language = shown.words(request).language
    if name in TRANSLATED and view_file(path.parent, language) != view_file(path.parent):
        headers = {"content-disposition": f'attachment; filename="{run}-{language}-{name}"'}
        return Response(TRANSLATED[name](path.parent, language), media_type=DOWNLOADS[name], headers=headers)
    if name.endswith(".csv"):
        return kept_csv(path, filename=kept)
    return FileResponse(path, media_type=DOWNLOADS[name], filename=kept)


@router.get("/runs/{run}/export/{to}", responses=ERRORS)
def export(request: Request, run: RunName, to: str) -> Response:
    """A run in another format; what is a folder comes as one archive."""
    store: Store = request.app.state.store
    if to not in FORMATS:
        raise SettingError(Mistake("page", f"'{to[:80]}'", ", ".join(FORMATS), "Choose one of these formats."))
    files = FORMATS[to].written(store.run(run))
    name = f"{run}-{to}{FORMATS[to].suffix or '.zip'}"
    content = next(iter(files.values())) if FORMATS[to].suffix else _archive(files)
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="application/octet-stream", headers=headers)


def _archive(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def kept_csv(path: FilePath, *, filename: str | None = None) -> Response:
    """A table of a run folder, its texts made harmless for spreadsheets; its numbers as they stand."""
    with path.open(encoding="utf-8", newline="") as stream:
        head, *rows = csv.reader(stream)
    answer = rows_csv(head, rows)
    if filename is not None:
        answer.headers["content-disposition"] = f'attachment; filename="{filename}"'
    return answer


def table_csv(table: Table) -> Response:
    """A table of a view as CSV: a number becomes its value, its interval and its unit."""
    numeric = [any(isinstance(row[k], Number) for row in table.rows) for k in range(len(table.columns))]
    head: list[str] = []
    for column, is_number in zip(table.columns, numeric, strict=True):
        head += (
            [column.key, f"{column.key}_low", f"{column.key}_high", f"{column.key}_unit"] if is_number else [column.key]
        )
    rows = [[part for cell, n in zip(row, numeric, strict=True) for part in _cell(cell, n)] for row in table.rows]
    return rows_csv(head, rows)


def _cell(cell: Cell, is_number: bool) -> list[object]:
    if isinstance(cell, Number):
        return [cell.value, cell.low, cell.high, cell.unit]
    return [cell, None, None, None] if is_number else [cell]


def _comparisons_csv(view: View) -> Response:
    rows = [(d.key, d.layer, d.unit, o.policy, o.difference, o.low, o.high) for d in view.comparisons for o in d.dots]
    return rows_csv(("indicator", "layer", "unit", "policy", "difference", "low", "high"), rows)


def _decision(one: Any) -> dict[str, Any]:
    return {"claim": one.claim, "verb": one.verb, "why": one.why, "at": one.at.isoformat(), "value": one.value}


def rows_csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A table as CSV, its texts made harmless for spreadsheets."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(["" if cell is None else _harmless(cell) for cell in row] for row in rows)
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8")


def _harmless(cell: object) -> object:
    """A text that a spreadsheet would take for a formula gets an apostrophe."""
    if not isinstance(cell, str) or cell[:1] not in ("=", "+", "-", "@", "\t", "\r") or NUMBER.fullmatch(cell):
        return cell
    return f"'{cell}"
