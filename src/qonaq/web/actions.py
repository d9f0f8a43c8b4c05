"""What a page's forms do: start a plan, decide on a claim, make a run again, stop a job. Each leads to a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path, PurePath
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, UploadFile
from fastapi.responses import RedirectResponse

from qonaq.errors import Mistake, SettingError
from qonaq.io.jobs import Jobs
from qonaq.io.ledger import decide
from qonaq.io.run_folder import read_provenance
from qonaq.io.store import Store
from qonaq.io.words import languages
from qonaq.web.data import ERRORS, RunName
from qonaq.web.guard import alike
from qonaq.web.pages import JobName

MOST_FILES = 20
YEAR = 365 * 24 * 3600  # seconds
PAGE = re.compile(r"/[A-Za-z0-9][A-Za-z0-9._/-]*|/")  # an address of the studio, never another machine's
ENDINGS = (".txt", ".html", ".htm", ".pdf", ".csv", ".tsv", ".xlsx", ".md")
BUSY = Mistake("job", "two plans are being made already", "two at once", "Wait until one is done, or stop it.")


def own_form(request: Request, form_key: Annotated[str, Form()] = "") -> None:
    """A form counts only with the key that this session's own pages carry."""
    if not alike(form_key, request.state.form_key):
        raise SettingError(
            Mistake(
                "form",
                "a form without this session's key",
                "forms of this studio",
                "Load the page anew and send it again.",
            )
        )


def refuse_when_busy(request: Request) -> None:
    jobs: Jobs = request.app.state.jobs
    if jobs.busy():
        raise SettingError(BUSY)


def begin(request: Request, job: str, folder: Path, wish: str, arguments: Sequence[str]) -> RedirectResponse:
    """Starts `qonaq plan ARGUMENTS` as a job whose run is called as wished, or nearly so; leads to its progress."""
    store: Store = request.app.state.store
    jobs: Jobs = request.app.state.jobs
    run = store.new_run_name(wish)
    target = store.folder / run
    jobs.start(job, folder, run, ["plan", *arguments, "--out", str(target)], target=target)
    return RedirectResponse(f"/jobs/{job}", 303)


def few(request: Request) -> list[str]:
    """The number of fitted courses, where the studio was started with another than the usual one."""
    count: int | None = request.app.state.replicates
    return [] if count is None else ["--replicates", str(count)]


def settings_of(run: Path) -> list[str]:
    """The settings of a run as options of the command line, so that only what was changed changes."""
    record = read_provenance(run)
    given = record["settings"]
    options = [f"--as-of={record['reference_date']}", f"--lang={given['language']}", f"--risk={given['risk']}"]
    options += [f"--{name}={int(given[name])}" for name in ("seed", "replicates", "days")]
    options += ["--only-reports"] if given["only_reports"] else []
    return options if given["budget"] is None else [*options, f"--budget={given['budget']}"]


router = APIRouter(dependencies=[Depends(own_form)])


@router.post("/plans", status_code=303, responses=ERRORS)
async def start_plan(
    request: Request,
    text: Annotated[str, Form(max_length=2_000_000)] = "",
    scenario: Annotated[str, Form(max_length=80)] = "",
    as_of: Annotated[str, Form(max_length=10)] = "",
    lang: Annotated[str, Form(max_length=5)] = "en",
    only_reports: Annotated[bool, Form()] = False,
    files: Annotated[list[UploadFile] | None, Form()] = None,
) -> RedirectResponse:
    """Makes a plan from a pasted report, from files, or from the packaged case."""
    store: Store = request.app.state.store
    uploads = [file for file in files or () if file.filename]
    mistakes = _mistakes(scenario, as_of, lang, uploads, packaged=store.scenario_names())
    if not text.strip() and not uploads and not scenario:
        mistakes.append(
            Mistake("report", "nothing", "a pasted report, files, or a packaged case", "Paste a report or choose one.")
        )
    if mistakes:
        raise SettingError(mistakes)
    refuse_when_busy(request)
    name, folder = store.new_job()
    given = ["pasted.txt"] if text.strip() else []
    if given:
        (folder / "pasted.txt").write_text(text, encoding="utf-8", errors="replace")
    for number, upload in enumerate(uploads):
        kept = f"report-{number + 1}{PurePath(upload.filename or '').suffix.lower()}"
        (folder / kept).write_bytes(await upload.read())
        given.append(kept)
    arguments = [*given, "--lang", lang]
    arguments += ["--scenario", str(store.scenario(scenario))] if scenario else []
    arguments += ["--as-of", as_of] if as_of else []
    arguments += ["--only-reports"] if only_reports else []
    return begin(request, name, folder, scenario or "plan", [*arguments, *few(request)])


@router.post("/runs/{run}/again", status_code=303, responses=ERRORS)
def again(request: Request, run: RunName) -> RedirectResponse:
    """Makes a run anew with the decisions on its claims: a new run beside the old one."""
    store: Store = request.app.state.store
    earlier = store.run(run)
    refuse_when_busy(request)
    name, folder = store.new_job()
    return begin(request, name, folder, run, ["--update", str(earlier), *settings_of(earlier)])


@router.post("/runs/{run}/same", status_code=303, responses=ERRORS)
def same(request: Request, run: RunName) -> RedirectResponse:
    """Makes a run once more from the same reports, decisions, settings and seed: the same numbers."""
    store: Store = request.app.state.store
    earlier = store.run(run)
    refuse_when_busy(request)
    name, folder = store.new_job()
    return begin(request, name, folder, run, ["--same", str(earlier)])


@router.post("/language", status_code=303, responses=ERRORS)
def choose_language(
    lang: Annotated[str, Form(max_length=5)], back: Annotated[str, Form(max_length=300)] = "/"
) -> RedirectResponse:
    """Chooses the language of the studio, for this browser."""
    if lang not in languages():
        raise SettingError(Mistake("language", f"'{lang}'", ", ".join(languages()), "Choose a language."))
    answer = RedirectResponse(back if PAGE.fullmatch(back) else "/", 303)
    answer.set_cookie("qonaq_lang", lang, samesite="strict", httponly=True, max_age=YEAR)
    return answer


@router.post("/runs/{run}/claims/{claim}", status_code=303, responses=ERRORS)
def decide_claim(
    request: Request,
    run: RunName,
    claim: str,
    verb: Annotated[str, Form(max_length=10)],
    why: Annotated[str, Form(max_length=2000)] = "",
    value: Annotated[str, Form(max_length=40)] = "",
) -> RedirectResponse:
    """Keeps the analyst's word on a claim, with its reason, in the run's ledger."""
    store: Store = request.app.state.store
    try:
        number = float(value.replace(",", "").replace(" ", "")) if value.strip() else None
    except ValueError:
        raise SettingError(Mistake("value", f"'{value}'", "a number", "Write the corrected number.")) from None
    decide(store.run(run), claim, verb, why, at=datetime.now(UTC), value=number)
    return RedirectResponse(f"/runs/{run}/evidence#{claim}", 303)


@router.post("/jobs/{job}/cancel", status_code=303, responses=ERRORS)
def cancel(request: Request, job: JobName) -> RedirectResponse:
    """Stops a job."""
    jobs: Jobs = request.app.state.jobs
    jobs.cancel(job)
    return RedirectResponse(f"/jobs/{job}", 303)


def _mistakes(
    scenario: str, as_of: str, lang: str, uploads: list[UploadFile], *, packaged: tuple[str, ...]
) -> list[Mistake]:
    """Everything wrong with a start form, at once."""
    found = []
    if scenario and scenario not in packaged:
        found.append(Mistake("scenario", f"'{scenario}'", ", ".join(packaged), "Choose one of the packaged cases."))
    if as_of:
        try:
            date.fromisoformat(as_of)
        except ValueError:
            found.append(Mistake("as-of date", f"'{as_of}'", "a date as YYYY-MM-DD", "Choose a day."))
    if lang not in languages():
        found.append(Mistake("language", f"'{lang}'", ", ".join(languages()), "Choose a language."))
    if len(uploads) > MOST_FILES:
        found.append(Mistake("files", str(len(uploads)), f"{MOST_FILES} at most", "Send fewer at once."))
    for upload in uploads:
        if PurePath(upload.filename or "").suffix.lower() not in ENDINGS:
            found.append(
                Mistake(f"file {upload.filename}", "an unknown kind", ", ".join(ENDINGS), "Save it as one of these.")
            )
    return found
