"""Makes new runs from old ones: other policies, the same once more, and two of them side by side."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from qonaq.io.policy_files import POLICIES, merged
from qonaq.io.run_folder import read_provenance
from qonaq.io.store import Store
from qonaq.web.actions import begin, own_form, refuse_when_busy
from qonaq.web.against import Beside, beside
from qonaq.web.data import ERRORS, RunName, rows_csv
from qonaq.web.policies import places_of, policy_of
from qonaq.web.shown import Shown

forms = APIRouter(dependencies=[Depends(own_form)])
router = APIRouter()


async def posted(request: Request) -> dict[str, str]:
    """Every text field of a form; files are left out."""
    form = await request.form(max_files=0, max_fields=200)
    return {key: value for key, value in form.items() if isinstance(value, str)}


@forms.post("/runs/{run}/policies", status_code=303, responses=ERRORS)
def add_policy(request: Request, run: RunName, form: Annotated[dict[str, str], Depends(posted)]) -> RedirectResponse:
    """Makes the run once more with a further policy, built from the levers; the old run stays."""
    store: Store = request.app.state.store
    earlier = store.run(run)
    places = places_of(store.view(run), origin=store.origin(run))
    policy = policy_of(form, places, known=store.plan(run)["policies"])
    refuse_when_busy(request)
    name, folder = store.new_job()
    kept = earlier / POLICIES
    (folder / POLICIES).write_text(merged(kept if kept.is_file() else None, policy), encoding="utf-8")
    return begin(request, name, folder, run, ["--same", str(earlier), "--policies", POLICIES])


@router.get("/against", status_code=303, response_class=RedirectResponse, responses=ERRORS)
def against(request: Request, one: str, other: str) -> RedirectResponse:
    """Leads to the page of two runs that were chosen from the list."""
    store: Store = request.app.state.store
    return RedirectResponse(f"/runs/{store.run(one).name}/against/{store.run(other).name}", 303)


@router.get("/runs/{run}/against/{other}.json", responses=ERRORS)
def against_json(request: Request, run: RunName, other: RunName) -> JSONResponse:
    """Two runs side by side."""
    return JSONResponse(asdict(_beside(request, run, other)))


@router.get("/runs/{run}/against/{other}.csv", responses=ERRORS)
def against_csv(request: Request, run: RunName, other: RunName) -> Response:
    """The needs of two runs side by side, as CSV."""
    head = ("item", "place", "unit", "one", "one_low", "one_high", "other", "other_low", "other_high", "difference")
    nothing = (None, None, None)
    needs = _beside(request, run, other).needs
    rows = [(n.item, n.place, n.unit, *(n.one or nothing), *(n.other or nothing), n.difference) for n in needs]
    return rows_csv(head, rows)


@router.get("/runs/{run}/against/{other}", response_class=HTMLResponse, responses=ERRORS)
def against_page(request: Request, run: RunName, other: RunName) -> HTMLResponse:
    """Two runs side by side: answers, needs, and where beds run out."""
    shown: Shown = request.app.state.shown
    store: Store = request.app.state.store
    language = shown.words(request).language
    both = replace(
        _beside(request, run, other), answers=(_answer(store, run, language), _answer(store, other, language))
    )
    names = {p.name: p.label for name in (run, other) for p in store.view(name, language).map.places if p.label}
    made = [read_provenance(store.run(name)) for name in (run, other)]
    return shown.page(request, "against.html.j2", run=run, other=other, both=both, made=made, names=names)


def _answer(store: Store, run: str, language: str) -> tuple[str, ...]:
    return store.view(run, language).answer


def _beside(request: Request, run: str, other: str) -> Beside:
    store: Store = request.app.state.store
    return beside(store.plan(run), store.plan(other))
