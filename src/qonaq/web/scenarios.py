"""Scenarios: their places on a map and all their tables as a form; the form and the folder on disk are one thing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from qonaq.errors import InputError, Mistake
from qonaq.io.drawing.map import draw_map
from qonaq.io.outlines import read_outlines
from qonaq.io.scenario import read_scenario
from qonaq.io.scenario_edit import check, keep, sheets_of, stamp_of
from qonaq.io.scenario_yaml import Sheet
from qonaq.io.store import SCENARIOS, Store
from qonaq.model.scenario import Scenario
from qonaq.views.names import names_in
from qonaq.views.view import Map, MapPlace
from qonaq.views.words import Words
from qonaq.web.actions import own_form
from qonaq.web.data import ERRORS, rows_csv
from qonaq.web.fields import fields_of, placed
from qonaq.web.shown import Shown

router = APIRouter()
ScenarioName = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,80}$", description="A scenario of the list.")]
MOST_FIELDS = 60_000  # of a form: a row of places has 28
SPARE = 3  # empty rows for what is new
ALONE = ("head",)  # tables of a single row: nothing is added or removed
LIVE = {  # what the page says while it is edited
    "checking": "scenario.checking",
    "fits": "scenario.fits",
    "live": "scenario.live",
    "found": "mistake.found",
    "allowed": "mistake.allowed",
}
STALE = Mistake(
    "folder",
    "a change that somebody else has kept since this form was opened",
    "the newest state of the folder",
    "Open the scenario in another window, and enter your change there once more.",
)


@router.get("/scenarios", response_class=HTMLResponse)
def scenarios(request: Request) -> HTMLResponse:
    """The scenarios that plans can be made with."""
    shown: Shown = request.app.state.shown
    store: Store = request.app.state.store
    rows = [(name, (store.folder / SCENARIOS / name).is_dir()) for name in store.scenario_names()]
    return shown.page(request, "scenarios.html.j2", scenarios=rows)


@router.get("/scenarios/{name}.json", responses=ERRORS)
def scenario_json(request: Request, name: ScenarioName) -> JSONResponse:
    """Every table of a scenario, cell by cell."""
    store: Store = request.app.state.store
    return JSONResponse({sheet.name: _rows(sheet) for sheet in sheets_of(store.scenario(name))})


@router.get("/scenarios/{name}.csv", responses=ERRORS)
def scenario_csv(request: Request, name: ScenarioName) -> Response:
    """The places of a scenario as CSV."""
    store: Store = request.app.state.store
    places = sheets_of(store.scenario(name))[0]
    return rows_csv([column.name for column in places.columns], places.rows)


@router.get("/scenarios/{name}", response_class=HTMLResponse, responses=ERRORS)
def scenario(request: Request, name: ScenarioName, kept: bool = False) -> HTMLResponse:
    """A scenario on the map and in its tables."""
    store: Store = request.app.state.store
    folder = store.scenario(name)
    return _page(request, name, sheets_of(folder), stamp=stamp_of(folder), kept=kept)


async def cells(request: Request) -> dict[str, str]:
    """Every cell of the form."""
    form = await request.form(max_files=0, max_fields=MOST_FIELDS)
    return {key: value for key, value in form.items() if isinstance(value, str)}


async def own_cells(request: Request, form: Annotated[dict[str, str], Depends(cells)]) -> dict[str, str]:
    """The cells of a form that carries this session's key."""
    own_form(request, form.get("form_key", ""))
    return form


@router.post("/scenarios/{name}/check", responses=ERRORS)
def check_form(
    request: Request, name: ScenarioName, form: Annotated[dict[str, str], Depends(own_cells)]
) -> JSONResponse:
    """Every mistake that the scenario would have as the form stands, and where in the form it is; writes nothing."""
    store: Store = request.app.state.store
    shown: Shown = request.app.state.shown
    words = shown.words(request)
    source = store.scenario(name)
    sheets = tuple(_sheet_of(sheet, form) for sheet in sheets_of(source))
    found = check(source, sheets)
    rows = [
        {"where": words.mistake(m.where), "found": words.mistake(m.found), "allowed": words.mistake(m.allowed),
         "do": words.mistake(m.do), "field": placed(m, sheets)}
        for m in found
    ]  # fmt: skip
    return JSONResponse({"mistakes": rows})


@router.post("/scenarios/{name}", status_code=303, responses=ERRORS)
def keep_scenario(
    request: Request, name: ScenarioName, form: Annotated[dict[str, str], Depends(own_cells)]
) -> Response:
    """Keeps the tables of the form as the scenario of that name in the store, or shows every mistake at once."""
    store: Store = request.app.state.store
    with store.locked():
        source = store.scenario(name)
        stamp = form.get("stamp") or stamp_of(source)
        sheets = tuple(_sheet_of(sheet, form) for sheet in sheets_of(source))
        if stamp != stamp_of(source):
            return _page(request, name, sheets, stamp=stamp, mistakes=(STALE,), status=409)
        mistakes = keep(source, sheets, store.folder / SCENARIOS / name)
    if mistakes:
        return _page(request, name, sheets, stamp=stamp, mistakes=mistakes, status=400)
    return RedirectResponse(f"/scenarios/{name}?kept=true", 303)


def _sheet_of(sheet: Sheet, form: dict[str, str]) -> Sheet:
    """The sheet with the rows of the form: those marked to be removed and empty ones are left out."""
    prefix = f"{sheet.name}-"
    numbers = sorted({int(part) for key in form if (part := _row_number(key, prefix)) is not None})
    rows, was = [], []
    for number in numbers:
        row = tuple(form.get(f"{prefix}{number}-{column.name}", "").strip() for column in sheet.columns)
        if any(row) and not form.get(f"{prefix}{number}-remove"):
            rows.append(row)
            was.append(_earlier(form.get(f"{prefix}{number}-was", ""), sheet))
    if not numbers or (sheet.name in ALONE and not rows):
        return sheet  # the form did not hold this table
    return replace(sheet, rows=tuple(rows), was=tuple(was))


def _earlier(text: str, sheet: Sheet) -> int | None:
    """Which row of the file a row of the form was."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 and int(text) < len(sheet.rows) else None


def _row_number(key: str, prefix: str) -> str | None:
    number = key.removeprefix(prefix).partition("-")[0]
    return number if key.startswith(prefix) and number.isascii() and number.isdigit() and len(number) < 7 else None


def _page(
    request: Request, name: str, sheets: tuple[Sheet, ...], *, stamp: str,
    mistakes: tuple[Mistake, ...] = (), kept: bool = False, status: int = 200,
) -> HTMLResponse:  # fmt: skip
    shown: Shown = request.app.state.shown
    store: Store = request.app.state.store
    words = shown.words(request)
    wrong = {field: mistake for mistake in mistakes if (field := placed(mistake, sheets))}
    told = {name: words(key) for name, key in LIVE.items()}
    return shown.page(
        request, "scenario.html.j2", form_words=json.dumps(told, ensure_ascii=False), status=status,
        name=name, kept=kept, mistakes=mistakes, wrong=wrong, stamp=stamp,
        drawing=_drawing(store, name, words), alone=ALONE,
        sheets=[(_with_spare(sheet), fields_of(sheet, words)) for sheet in sheets],
        own=(store.folder / SCENARIOS / name).is_dir(),
    )  # fmt: skip


def _with_spare(sheet: Sheet) -> Sheet:
    """The table with empty rows for what is new."""
    if sheet.name in ALONE:
        return sheet
    rows = sheet.rows + ((("",) * len(sheet.columns)),) * SPARE
    return replace(sheet, rows=rows, was=sheet.was + (None,) * SPARE)


def _drawing(store: Store, name: str, words: Words) -> str | None:
    """The places of a scenario on the map, as they are kept; None where the folder has mistakes."""
    try:
        found = read_scenario(store.scenario(name))
    except InputError:
        return None
    return _drawn(found, words)


def _drawn(found: Scenario, words: Words) -> str:
    day: date = found.start
    names = names_in(words.language, found.places)
    places = tuple(
        MapPlace(p.name, p.kind.value, p.lat, p.lon, population=p.population, label=names.get(p.name, p.name))
        for p in found.places
    )
    drawn = Map((day,), day, found.host, places, ())
    return draw_map(drawn, read_outlines(), day=0, explain=lambda place: place.label, told=words("page.map"))


def _rows(sheet: Sheet) -> list[dict[str, Any]]:
    return [dict(zip((column.name for column in sheet.columns), row, strict=True)) for row in sheet.rows]
