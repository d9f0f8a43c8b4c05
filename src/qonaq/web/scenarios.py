"""Scenarios: places and routes on a map and in tables that can be edited; the form and the folder are one thing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from qonaq.errors import Mistake
from qonaq.io.drawing.map import draw_map
from qonaq.io.outlines import read_outlines
from qonaq.io.scenario import read_scenario
from qonaq.io.scenario_columns import Column, Kind
from qonaq.io.scenario_edit import Sheet, keep, sheets_of
from qonaq.io.store import SCENARIOS, Store
from qonaq.model.scenario import Scenario
from qonaq.views.view import Map, MapPlace
from qonaq.web.actions import own_form
from qonaq.web.data import ERRORS, rows_csv
from qonaq.web.shown import Shown

router = APIRouter()
ScenarioName = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,80}$", description="A scenario of the list.")]
MOST_FIELDS = 60_000  # of a form: a row of places has 14
SPARE = 3  # empty rows for what is new
WIDE = ("source", "aliases", "name", "start", "end")


@dataclass(frozen=True)
class Field:
    """A column as a field of the form: what the browser itself can check, and what is allowed in words."""

    column: Column
    type: str  # text | number | date | choice
    choices: tuple[str, ...] = ()
    narrow: bool = False

    @property
    def low(self) -> str:
        return "" if self.column.low == -float("inf") else f"{self.column.low:g}"

    @property
    def high(self) -> str:
        return "" if self.column.high == float("inf") else f"{self.column.high:g}"


@router.get("/scenarios", response_class=HTMLResponse)
def scenarios(request: Request) -> HTMLResponse:
    """The scenarios that plans can be made with."""
    shown: Shown = request.app.state.shown
    store: Store = request.app.state.store
    rows = [(name, (store.folder / SCENARIOS / name).is_dir()) for name in store.scenario_names()]
    return shown.page(request, "scenarios.html.j2", scenarios=rows)


@router.get("/scenarios/{name}.json", responses=ERRORS)
def scenario_json(request: Request, name: ScenarioName) -> JSONResponse:
    """Places and routes of a scenario, cell by cell."""
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
    """Places and routes of a scenario, on the map and in tables."""
    store: Store = request.app.state.store
    return _page(request, name, sheets_of(store.scenario(name)), kept=kept)


async def cells(request: Request) -> dict[str, str]:
    """Every cell of the form."""
    form = await request.form(max_files=0, max_fields=MOST_FIELDS)
    return {key: value for key, value in form.items() if isinstance(value, str)}


async def own_cells(request: Request, form: Annotated[dict[str, str], Depends(cells)]) -> dict[str, str]:
    """The cells of a form that carries this session's key."""
    own_form(request, form.get("form_key", ""))
    return form


@router.post("/scenarios/{name}", status_code=303, responses=ERRORS)
def keep_scenario(
    request: Request, name: ScenarioName, form: Annotated[dict[str, str], Depends(own_cells)]
) -> Response:
    """Keeps the tables of the form as the scenario of that name in the store, or shows every mistake at once."""
    store: Store = request.app.state.store
    source = store.scenario(name)
    sheets = tuple(_sheet_of(sheet, form) for sheet in sheets_of(source))
    mistakes = keep(source, sheets, store.folder / SCENARIOS / name)
    if mistakes:
        return _page(request, name, sheets, mistakes=mistakes, status=400)
    return RedirectResponse(f"/scenarios/{name}?kept=true", 303)


def _sheet_of(sheet: Sheet, form: dict[str, str]) -> Sheet:
    """The sheet with the rows of the form: those marked to be removed and empty ones are left out."""
    prefix = f"{sheet.name}-"
    numbers = sorted({int(part) for key in form if (part := _row_number(key, prefix)) is not None})
    rows = []
    for number in numbers:
        row = tuple(form.get(f"{prefix}{number}-{column.name}", "").strip() for column in sheet.columns)
        if any(row) and not form.get(f"{prefix}{number}-remove"):
            rows.append(row)
    return replace(sheet, rows=tuple(rows))


def _row_number(key: str, prefix: str) -> str | None:
    number = key.removeprefix(prefix).partition("-")[0]
    return number if key.startswith(prefix) and number.isascii() and number.isdigit() and len(number) < 7 else None


def _page(
    request: Request, name: str, sheets: tuple[Sheet, ...], *,
    mistakes: tuple[Mistake, ...] = (), kept: bool = False, status: int = 200,
) -> HTMLResponse:  # fmt: skip
    shown: Shown = request.app.state.shown
    store: Store = request.app.state.store
    drawing = None if mistakes else _drawing(read_scenario(store.scenario(name)))
    spare = tuple(replace(s, rows=s.rows + ((("",) * len(s.columns)),) * SPARE) for s in sheets)
    wrong = {mistake.where: mistake for mistake in mistakes}
    return shown.page(
        request, "scenario.html.j2", status=status, name=name, kept=kept, mistakes=mistakes, wrong=wrong,
        drawing=drawing, cell_of=_cell_of,
        sheets=[(sheet, [_field(column) for column in sheet.columns]) for sheet in spare],
        own=(store.folder / SCENARIOS / name).is_dir(),
    )  # fmt: skip


def _cell_of(row: tuple[str, ...], fields: list[Field], field: Field) -> str:
    return row[fields.index(field)]


def _field(column: Column) -> Field:
    if column.kind is Kind.CHOICE:
        return Field(column, "choice", ("", *column.choices) if not column.required else column.choices)
    if column.kind is Kind.YES_NO:
        return Field(column, "choice", ("", "true", "false"))
    kinds = {Kind.NUMBER: "number", Kind.WHOLE: "number", Kind.DAY: "date"}
    return Field(column, kinds.get(column.kind, "text"), narrow=column.name not in WIDE)


def _drawing(found: Scenario) -> str:
    """The places of a scenario on the map."""
    day: date = found.start
    places = tuple(MapPlace(p.name, p.kind.value, p.lat, p.lon, population=p.population) for p in found.places)
    return draw_map(Map((day,), day, found.host, places, ()), read_outlines(), day=0, explain=lambda place: place.name)


def _rows(sheet: Sheet) -> list[dict[str, Any]]:
    return [dict(zip((column.name for column in sheet.columns), row, strict=True)) for row in sheet.rows]
