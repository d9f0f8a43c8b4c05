"""The studio: see a run, question it, change what it stands on, print it. Served on the loopback address."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from qonaq.errors import InputError, Mistake
from qonaq.io.jobs import Jobs
from qonaq.io.store import Store
from qonaq.web import actions, data, making, pages, scenarios
from qonaq.web.guard import Gate, Guard, TooLargeError
from qonaq.web.shown import Shown, wants_json

MISSING = ("run", "job", "claim", "page")  # a mistake in one of these means that there is no such thing
SHOWN = 80  # characters of what was sent that are shown again


def create_app(
    folder: Path, *, gate: Gate | None = None, language: str = "en", replicates: int | None = None
) -> FastAPI:
    """The application over a store of runs; `replicates` of the plans that it makes, None for the usual number."""
    jobs = Jobs()

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        app.state.shown.warm()
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
    app.state.replicates = replicates
    app.include_router(data.router)
    app.include_router(actions.router)
    app.include_router(making.forms)
    app.include_router(making.router)
    app.include_router(scenarios.router)
    app.include_router(pages.router)
    app.add_exception_handler(InputError, _input_error)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(TooLargeError, _too_large)
    app.add_exception_handler(HTTPException, _no_such_address)
    app.add_exception_handler(Exception, _our_bug)
    app.add_middleware(Guard, gate=gate or Gate())
    app.openapi = _documented(app)  # type: ignore[method-assign]
    return app


def _documented(app: FastAPI) -> Any:
    """The published OpenAPI: what is not understood is answered with 400 or 404, never with 422."""
    from fastapi.openapi.utils import get_openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            whole = get_openapi(title=app.title, version=app.version, summary=app.summary, routes=app.routes)
            for address in whole["paths"].values():
                for operation in address.values():
                    operation["responses"].pop("422", None)
            for name in ("HTTPValidationError", "ValidationError"):
                whole.get("components", {}).get("schemas", {}).pop(name, None)
            app.openapi_schema = whole
        return app.openapi_schema

    return described


def _input_error(request: Request, error: Exception) -> Response:
    """What cannot be used, all mistakes at once."""
    assert isinstance(error, InputError)
    missing = any(mistake.where.lower() in MISSING for mistake in error.mistakes)
    return _refused(request, error.mistakes, 404 if missing else 400)


def _not_understood(request: Request, error: Exception) -> Response:
    """A request whose shape is wrong: each part of it is named; what cannot be an address is not found."""
    assert isinstance(error, RequestValidationError)
    found = [
        Mistake(str(wrong["loc"][-1]), f"'{str(wrong.get('input', ''))[:SHOWN]}'", wrong["msg"], "Correct this.")
        for wrong in error.errors()
    ]
    address = any(wrong["loc"][0] == "path" for wrong in error.errors())
    return _refused(request, found, 404 if address else 400)


def _no_such_address(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    found = Mistake("page", f"'{request.url.path[:SHOWN]}'", "an address of this studio", "Go back to the start.")
    if error.status_code == 405:
        found = Mistake("request", request.method, "another way to ask for this address", "Go back to the start.")
    if error.status_code == 400:
        found = Mistake("request", "a form that cannot be read", "a form of this studio", "Send it again.")
    answer = _refused(request, (found,), error.status_code)
    answer.headers.update(error.headers or {})
    return answer


def _refused(request: Request, mistakes: Sequence[Mistake], status: int) -> Response:
    """Mistakes as the reader asked for them: as a page or as JSON."""
    rows = [{"where": m.where, "found": m.found, "allowed": m.allowed, "do": m.do} for m in mistakes]
    if wants_json(request):
        return JSONResponse({"mistakes": rows}, status)
    shown: Shown = request.app.state.shown
    return shown.page(request, "mistakes.html.j2", status=status, mistakes=rows)


def _too_large(request: Request, _error: Exception) -> Response:
    return _refused(request, (Mistake("request", "too much", "55 MB at once", "Send less."),), 413)


def _our_bug(_request: Request, _error: Exception) -> Response:
    """Our own mistake: nothing of the inside is shown."""
    return JSONResponse({"error": "Qonaq made a mistake of its own; the runs are untouched."}, 500)
