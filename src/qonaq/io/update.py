"""Yesterday's run with today's reports: the same inputs and the new ones, and what changed in the plan and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from qonaq.inference.update import Change, what_changed
from qonaq.io.job import Run, Settings, fitted_outlook
from qonaq.io.ledger import decisions_of
from qonaq.io.policy_files import POLICIES
from qonaq.io.run_folder import read_provenance
from qonaq.io.words import languages, read_words
from qonaq.measures import DISPLACED, Figure, Period
from qonaq.model.claims import Claim
from qonaq.views.evidence import value_words, who
from qonaq.views.names import names_in
from qonaq.views.numbers import day_text, plain
from qonaq.views.words import Words

AHEAD = 14  # days ahead of the new reference date at which yesterday and today are compared
MOST_CAUSES = 3


@dataclass(frozen=True)
class Earlier:
    """What an earlier run was made from."""

    folder: Path
    reports: tuple[Path, ...]
    scenario: str | None
    reference_date: date
    settings: Settings


def earlier_run(folder: Path) -> Earlier:
    """The inputs of a run folder; a SettingError where it is none."""
    record = read_provenance(folder)
    given = record["settings"]
    kept = tuple(folder / "reports" / entry["file"] for entry in record["reports"])
    settings = Settings(
        as_of=date.fromisoformat(record["reference_date"]),
        only_reports=bool(given["only_reports"]),
        days=int(given["days"]),
        replicates=int(given["replicates"]),
        seed=int(given["seed"]),
        compared=int(given["compared"]),
        risk=float(given["risk"]),
        budget=given["budget"],
        language=str(given["language"]),
        entered=dict(given["entered"]),
        decisions=decisions_of(folder),
        policies=folder / POLICIES if (folder / POLICIES).is_file() else None,
    )
    return Earlier(folder, kept, record["scenario_named"], settings.as_of or date.min, settings)


def changes_since(earlier: Earlier, run: Run, words: Words) -> dict[str, Any]:
    """What changed since the earlier run: figures before and after, and the new figures that moved them."""
    before = fitted_outlook(earlier.reports, earlier.scenario, replace(earlier.settings, seed=run.settings.seed))
    day = min(run.forecast.reference_date + timedelta(days=AHEAD), before.shown.dates[-1])
    host = run.scenario.host
    figures = [
        Figure("present", Period(day), host),
        Figure("unsheltered", Period(day), host),
        Figure("registration_backlog", Period(day), host),
        Figure("entries", Period(day, run.forecast.reference_date + timedelta(days=1)), host, group=DISPLACED),
    ]
    changes = what_changed(before, run.forecast, figures)
    return {
        "since": earlier.reference_date.isoformat(),
        "run": str(earlier.folder),
        "figures": [_as_json(change) for change in changes],
        "sentences": [_sentence(change, words) for change in changes],
        "told": {language: _told(changes, earlier, run, language) for language in languages()},
    }


def _told(changes: Sequence[Change], earlier: Earlier, run: Run, language: str) -> list[str]:
    """The changes in a language, for the page: since when, and what moved which number."""
    words = read_words(language).naming(names_in(language, run.scenario.places))
    since = words("changed.since", day=day_text(earlier.reference_date, language, year=True))
    return [f"{since} {_sentence(change, words)}" for change in changes]


def _as_json(change: Change) -> dict[str, Any]:
    return {
        "measure": change.figure.measure,
        "group": change.figure.group,
        "period_start": None if change.figure.period.start is None else change.figure.period.start.isoformat(),
        "period_end": change.figure.period.end.isoformat(),
        "before": dict(zip(("low", "median", "high"), change.before, strict=True)),
        "after": dict(zip(("low", "median", "high"), change.after, strict=True)),
        "causes": [{"figure": cause.observation.label, "effect": cause.effect} for cause in change.causes],
        "rest": change.rest,
    }


def _sentence(change: Change, words: Words) -> str:
    def band(three: tuple[float, float, float]) -> str:
        low, middle, high = (plain(value, "people", words.language) for value in three)
        return f"{middle} ({low}–{high})"

    group = "" if change.figure.group is None else f"_{change.figure.group}"
    name = words.measure(f"{change.figure.measure}{group}")
    causes = [c for c in change.causes[:MOST_CAUSES] if abs(c.effect) >= 1.0]
    if not causes:
        return words("changed.alone", measure=name, before=band(change.before), after=band(change.after))
    why = "; ".join(_cause(c.observation.said, c.effect, words) for c in causes)
    return words("changed.because", measure=name, before=band(change.before), after=band(change.after), why=why)


def _cause(said: object, effect: float, words: Words) -> str:
    sign = "+" if effect > 0 else "−"
    moved = f"{sign}{plain(abs(effect), 'count', words.language)}"
    if not isinstance(said, Claim):
        return f"{words('evidence.signal')} {moved}"
    where = words.place(said.place) or words.country(said.country)
    return f"{words.measure(said.measure)} {value_words(said, words)} ({where}; {who(said, words) or '—'}) {moved}"
