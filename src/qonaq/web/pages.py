"""The pages: start, runs, and for each run its situation, forecast, comparison, plan and evidence."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, StreamingResponse

from qonaq.errors import Mistake, SettingError
from qonaq.io.exporting.formats import FORMATS
from qonaq.io.jobs import Job, Jobs
from qonaq.io.ledger import claims_of, decisions_of
from qonaq.io.page import asset
from qonaq.io.report_texts import read_texts
from qonaq.io.store import DOWNLOADS, Store
from qonaq.model.places import BED_CLASSES
from qonaq.model.policies import LEVERS
from qonaq.views.words import Words
from qonaq.web.claims import gathered
from qonaq.web.data import ERRORS, PageName, RunName
from qonaq.web.marks import marked
from qonaq.web.policies import MOST_LEVERS, places_of
from qonaq.web.shown import Shown

router = APIRouter(default_response_class=HTMLResponse)
ASSETS = {
    "page.css": "text/css",
    "studio.css": "text/css",
    "page.js": "text/javascript",
    "studio.js": "text/javascript",
}
TICK = 0.25  # seconds between two looks at a job
JobName = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$", description="A job of this studio.")]


@router.get("/")
def start(request: Request) -> HTMLResponse:
    """Paste a report, drop files, or open the packaged case."""
    shown: Shown = request.app.state.shown
    store: Store = request.app.state.store
    return shown.page(
        request, "start.html.j2", scenarios=store.scenario_names(), cards=store.cards(shown.words(request).language)[:5]
    )


@router.get("/runs")
def runs(request: Request) -> HTMLResponse:
    """Every finished run."""
    shown: Shown = request.app.state.shown
    store: Store = request.app.state.store
    return shown.page(request, "runs.html.j2", cards=store.cards(shown.words(request).language))


@router.get("/runs/{run}/{page}", responses=ERRORS)
def run_page(request: Request, run: RunName, page: PageName) -> HTMLResponse:
    """A page about a run."""
    shown: Shown = request.app.state.shown
    store: Store = request.app.state.store
    more: dict[str, object] = {"page": page, "downloads": tuple(DOWNLOADS), "formats": FORMATS}
    if page == "evidence":
        folder = store.run(run)
        claims = claims_of(folder)
        more |= {
            "groups": gathered(claims),
            "decisions": {one.claim: one for one in decisions_of(folder)},
            "reports": [(name, marked(lines, claims)) for name, lines in read_texts(folder).items()],
        }
    if page == "compare":
        view = store.view(run)
        more |= {
            "levers": LEVERS,
            "classes": BED_CLASSES,
            "most_levers": MOST_LEVERS,
            "places": places_of(view, origin=store.origin(run)),
            "tomorrow": (view.reference_date + timedelta(days=1)).isoformat(),
            "others": [name for name in store.run_names() if name != run],
        }
    return shown.run_page(request, f"{page}.html.j2", run, **more)


@router.get("/jobs/{job}", responses=ERRORS)
def job_page(request: Request, job: JobName) -> HTMLResponse:
    """How far a job has come."""
    shown: Shown = request.app.state.shown
    found = _job(request, job)
    words = shown.words(request)
    told = ("job.failed", "job.cancelled", "mistake.found", "mistake.allowed")
    texts = json.dumps({name.partition(".")[2]: words(name) for name in told}, ensure_ascii=False)
    return shown.page(request, "job.html.j2", job=found, job_words=texts)


@router.get("/jobs/{job}/events", responses=ERRORS, include_in_schema=False)
async def job_events(request: Request, job: JobName) -> StreamingResponse:
    """The steps of a job as they happen (server-sent events)."""
    shown: Shown = request.app.state.shown
    return StreamingResponse(_events(_job(request, job), shown.words(request)), media_type="text/event-stream")


async def _events(job: Job, words: Words) -> AsyncIterator[str]:
    told = 0
    while True:
        for step in job.steps[told:]:
            yield f"data: {json.dumps(step)}\n\n"
        told = len(job.steps)
        if job.state != "running":
            mistakes = [{key: words.mistake(text) for key, text in one.items()} for one in job.mistakes]
            end = {"state": job.state, "run": job.run, "mistakes": mistakes}
            yield f"event: end\ndata: {json.dumps(end)}\n\n"
            return
        await asyncio.sleep(TICK)


@router.get("/assets/{name}", include_in_schema=False)
def assets(name: str) -> PlainTextResponse:
    """Style sheets and scripts, all from this machine."""
    if name not in ASSETS:
        raise SettingError(Mistake("page", f"'{name[:80]}'", ", ".join(ASSETS), "Go back to the start."))
    return PlainTextResponse(asset(name), media_type=ASSETS[name])


def _job(request: Request, name: str) -> Job:
    jobs: Jobs = request.app.state.jobs
    found = jobs.get(name)
    if found is None:
        raise SettingError(Mistake("job", f"'{name[:80]}'", "a job of this studio", "Start it anew."))
    return found
