"""A run as a folder: the plan, the forecast, the evidence, the page, the printed plan, and where it all came from."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import platform
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from qonaq.errors import EvidenceError, Mistake, SettingError
from qonaq.evidence.reconcile import sourced
from qonaq.inference.scores import LEVELS
from qonaq.io.folders import refuse_foreign, write_folder
from qonaq.io.job import Run, kept_names
from qonaq.io.ledger import LEDGER, new_ledger
from qonaq.io.page import draw, page_html
from qonaq.io.policy_files import POLICIES
from qonaq.io.printed import plan_pdf
from qonaq.io.reading_json import claim_as_json
from qonaq.io.report_texts import TEXTS, texts_as_json
from qonaq.io.scenario_rows import claim_columns
from qonaq.io.view_json import view_as_json
from qonaq.io.words import languages, read_words
from qonaq.measures import DISPLACED
from qonaq.model.claims import Claim, claim_id
from qonaq.model.places import PlaceKind
from qonaq.planning.plan_json import plan_as_json
from qonaq.views.build import view
from qonaq.views.outlook import Outlook
from qonaq.views.view import View

MARK = "provenance.json"
FORECAST_COLUMNS = (
    "reference_date", "target", "horizon", "target_end_date", "location", "output_type", "output_type_id", "value",
)  # fmt: skip
# target of forecast.csv → measure, group, and whether it is forecast for every city as well
TARGETS: Mapping[str, tuple[str, str | None, bool]] = {
    "entries": ("entries", None, False),
    "exits": ("exits", None, False),
    "entries_displaced": ("entries", DISPLACED, False),
    "present": ("present", None, True),
    "beds_occupied": ("beds_occupied", None, True),
    "unsheltered": ("unsheltered", None, True),
    "registrations": ("registrations", None, False),
    "registration_backlog": ("registration_backlog", None, False),
}


def write_run(run: Run, target: Path, *, changed: dict[str, Any] | None = None) -> dict[str, Any]:
    """Writes the run folder whole or not at all; returns plan.json as it was written."""
    refuse_foreign(target, mark=MARK)
    words = read_words(run.settings.language)
    outlook = Outlook(run.forecast)
    shown = view_of(run, run.settings.language, outlook, changed)
    drawings = draw(shown, words)
    plan = plan_json(run, target, shown.answer)
    if changed is not None:
        plan["changed"] = changed
    contents = {
        "plan.json": _json(plan),
        "plan.csv": _csv(plan["needs"]),
        "forecast.csv": forecast_csv(run),
        "evidence.csv": evidence_csv(run.evidence.claims),
        "page.html": page_html(shown, words, drawings).encode(),
        "plan.pdf": plan_pdf(shown, words, drawings),
        "view.json": view_as_json(shown),
        **{
            f"view.{lang}.json": view_as_json(view_of(run, lang, outlook, changed))
            for lang in languages()
            if lang != shown.language
        },
        MARK: _json(provenance(run)),
        LEDGER: ledger_of(run),
        TEXTS: texts_as_json(kept_names(run.reports)),
        **({POLICIES: run.settings.policies.read_bytes()} if run.settings.policies else {}),
        **{f"reports/{name}": path.read_bytes() for name, path in kept_names(run.reports).items()},
    }
    write_folder(target, contents, mark=MARK)
    return plan


def view_of(run: Run, language: str, outlook: Outlook | None = None, changed: Mapping[str, Any] | None = None) -> View:
    """What is shown of a run, in a language, with what changed since an earlier run."""
    news = (changed or {}).get("told", {}).get(language, ())
    found = (run.posterior, run.forecast, run.evidence, run.needs, run.comparison, run.plan, run.worth)
    cautions = (*run.cautions, *refused(run))
    return view(*found, words=read_words(language), cautions=cautions, outlook=outlook, news=news)


def plan_json(run: Run, target: Path, answer: Sequence[str]) -> dict[str, Any]:
    """plan.json: the contract of DESIGN section 9, and what the page needs besides."""
    whole = plan_as_json(run.plan)
    cautions = list(dict.fromkeys((*run.cautions, *refused(run), *run.posterior.cautions, *whole.get("cautions", ()))))
    claims = [claim_as_json(claim) for reading in run.readings for claim in reading.claims]
    return {
        "run": str(target),
        "reference_date": run.forecast.reference_date.isoformat(),
        "seconds": round(sum(run.seconds.values()), 3),
        "claims": claims,
        "policies": list(run.forecast.ensembles),
        **{key: value for key, value in whole.items() if key != "cautions"},
        "cautions": cautions,
        "answer": list(answer),
        "stages": {stage: round(seconds, 3) for stage, seconds in run.seconds.items()},
    }


def forecast_csv(run: Run) -> bytes:
    """forecast.csv in hubverse columns: 23 quantiles by target, location and day; horizon in days."""
    rows: list[Sequence[Any]] = []
    outlook, scenario = run.forecast, run.scenario
    cities = [place.name for place in scenario.of_kind(PlaceKind.CITY) if place.country == scenario.host]
    for target, (measure, group, by_city) in TARGETS.items():
        for place in (None, *(cities if by_city else ())):
            try:
                quantiles = outlook.quantiles(measure, place=place, group=group)
            except EvidenceError:
                continue  # refused: nothing known touches it; `refused` names it among the cautions
            location = scenario.host if place is None else f"{scenario.host}:{place}"
            for k, day in enumerate(outlook.dates):
                for level, value in zip(LEVELS, quantiles[:, k], strict=True):
                    shown = "" if not np.isfinite(value) else f"{value:.6g}"
                    rows.append((outlook.reference_date, target, k + 1, day, location, "quantile", f"{level:g}", shown))
    return _table(FORECAST_COLUMNS, rows)


def ledger_of(run: Run) -> bytes:
    """The evidence ledger: every claim of the reports and of the scenario, and the analyst's decisions so far."""
    said = [claim for reading in run.readings for claim in sourced(reading)]
    known = [claim for stated in run.evidence.stated for claim in stated.sources]
    claims = {claim_id(claim): claim for claim in (*said, *known)}
    digests = {name: digest(path) for name, path in kept_names(run.reports).items()}
    return new_ledger(claims.values(), digests=digests, decisions=run.settings.decisions)


def refused(run: Run) -> tuple[str, ...]:
    """A caution that names every forecast that was refused because nothing known touches it."""
    outlook, scenario = run.forecast, run.scenario
    cities = [place.name for place in scenario.of_kind(PlaceKind.CITY) if place.country == scenario.host]
    names = []
    for target, (measure, group, by_city) in TARGETS.items():
        for place in (None, *(cities if by_city else ())):
            try:
                outlook.grounds(measure, place=place, group=group).require()
            except EvidenceError:
                names.append(f"{target.replace('_', ' ')} in {place or scenario.host}")
    if not names:
        return ()
    return (f"Not forecast, since neither a figure nor a sourced prior touches them: {', '.join(names)}.",)


def evidence_csv(claims: Iterable[Claim]) -> bytes:
    """evidence.csv in the columns of a scenario's own: it can be put into a scenario folder as it is."""
    from qonaq.io.scenario_write import claim_row

    columns = [column.name for column in claim_columns()]
    return _table(columns, ([claim_row(claim).get(name, "") for name in columns] for claim in claims))


def provenance(run: Run) -> dict[str, Any]:
    """What the run was made from: digests of inputs, settings, seed, versions."""
    settings = {
        key: str(value) if isinstance(value, date | Path) else value
        for key, value in vars(run.settings).items()
        if key != "decisions"  # they stand in the ledger
    }
    return {
        "qonaq": version("qonaq"),
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in ("numpy", "numba", "scipy")},
        "scenario": run.scenario.name,
        "scenario_named": None if run.named is None else str(run.named),
        "reference_date": run.forecast.reference_date.isoformat(),
        "settings": settings,
        "reports": [{"file": name, "sha256": digest(path)} for name, path in kept_names(run.reports).items()],
        "replicates": run.posterior.replicates,
        "seed": run.settings.seed,
        "decisions": len(run.settings.decisions),  # the first of the ledger; those after them came later
    }


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_provenance(folder: Path) -> dict[str, Any]:
    """provenance.json of a run folder; a SettingError where it is none."""
    read_plan(folder)
    record: dict[str, Any] = json.loads((folder / MARK).read_text(encoding="utf-8"))
    return record


def read_plan(folder: Path) -> dict[str, Any]:
    """plan.json of a run folder; a SettingError where it is none."""
    if not (folder / MARK).is_file() or not (folder / "plan.json").is_file():
        raise SettingError(
            Mistake(
                "RUN",
                f"no run at {folder}",
                "a folder that `qonaq plan` wrote",
                "Check the path, or make a plan first.",
            )
        )
    plan: dict[str, Any] = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    return plan


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    columns = list(dict.fromkeys(key for row in rows for key in row))
    return _table(columns, ([row.get(name) for name in columns] for row in rows))


def _table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    return text.getvalue().encode()
