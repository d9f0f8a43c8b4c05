"""The studio: see a run, question it, change what it stands on, print it. Served on the loopback address."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from qonaq.errors import InputError
from qonaq.io.jobs import Jobs
from qonaq.io.store import Store
from qonaq.web import actions, data, pages
from qonaq.web.guard import Gate, Guard, TooLargeError
from qonaq.web.shown import Shown, wants_json


def create_app(folder: Path, *, gate: Gate | None = None, language: str = "en") -> FastAPI:
    """The application over a store of runs."""
    jobs = Jobs()

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        yield
        jobs.close()

    app = FastAPI(
        title="Qonaq studio",
        version="0.1.0",
        summary="Runs of Qonaq as pages, JSON and CSV.",
        docs_url=None,
        redoc_url=None,
        lifespan=life,
    )
    app.state.store = Store(folder)
    app.state.jobs = jobs
    app.state.shown = Shown(language)
    app.include_router(data.router)
    app.include_router(actions.router)
    app.include_router(pages.router)
    app.add_exception_handler(InputError, _input_error)
    app.add_exception_handler(TooLargeError, _too_large)
    app.add_exception_handler(Exception, _our_bug)
    app.add_middleware(Guard, gate=gate or Gate())
    return app


def _input_error(request: Request, error: Exception) -> Response:
    """What cannot be used, all mistakes at once, as the reader asked: a page or JSON."""
    assert isinstance(error, InputError)
    missing = any(mistake.where in ("run", "job", "claim", "page") for mistake in error.mistakes)
    status = 404 if missing else 400
    rows = [{"where": m.where, "found": m.found, "allowed": m.allowed, "do": m.do} for m in error.mistakes]
    if wants_json(request):
        return JSONResponse({"mistakes": rows}, status)
    shown: Shown = request.app.state.shown
    return shown.page(request, "mistakes.html.j2", status=status, mistakes=rows)


def _too_large(_request: Request, _error: Exception) -> Response:
    return JSONResponse(
        {"mistakes": [{"where": "request", "found": "too much", "allowed": "55 MB", "do": "Send less."}]}, 413
    )


def _our_bug(_request: Request, _error: Exception) -> Response:
    """Our own mistake: nothing of the inside is shown."""
    return JSONResponse({"error": "Qonaq made a mistake of its own; the runs are untouched."}, 500)
