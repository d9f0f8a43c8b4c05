"""Scenario folders: read one, check one, write one, find the packaged one that a report is about.

scenario.yaml   who plans for whom, groups, rules, events, priors
places.csv      origins, crossings, cities, countries that people choose instead
routes.csv      ways between them
policies.yaml   what could be done
evidence.csv    what was said, with the day of publication and the source
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from qonaq.errors import Mistake, ScenarioError, unknown_name
from qonaq.io.scenario_check import check_draft
from qonaq.io.scenario_columns import columns_of
from qonaq.io.scenario_draft import Draft, canonical_names, draft_of
from qonaq.io.scenario_files import Cell, Mapping, folder_mistakes, read_yaml
from qonaq.io.scenario_rows import (
    CLAIM_COLUMNS,
    CLIMATES,
    EVENT_COLUMNS,
    GROUP_COLUMNS,
    PLACE_COLUMNS,
    POLICY_COLUMNS,
    PRIOR_COLUMNS,
    ROUTE_COLUMNS,
    RULE_COLUMNS,
    Rows,
    make_claim,
    read_csv_rows,
    read_list,
    read_mapping,
    with_choices,
)
from qonaq.measures import Kind
from qonaq.model.claims import Reading
from qonaq.model.events import Event
from qonaq.model.people import Group
from qonaq.model.places import Place, Route
from qonaq.model.policies import Policy
from qonaq.model.rules import EntryRule
from qonaq.model.scenario import Prior, Scenario

PACKAGED = Path(__file__).resolve().parent.parent / "scenarios"
LISTS = ("groups", "rules", "events", "priors")
_TABLES = frozenset({"places", "routes", "policies", "evidence", "notes", *LISTS})
HEAD_COLUMNS = with_choices(columns_of(Scenario, skip=_TABLES), {"climate": CLIMATES})
AT_HOME = ("departures", "queueing", "border_wait")  # measures of the side that people leave, as reports have them
MOST_MISTAKES = 500  # shown at once; a file with more is broken as a whole
DAYS_BEFORE_TRIGGER = 7  # a report may be published some days before the trigger, of people who already leave
DAYS_AFTER_TRIGGER = 400  # later reports are about another time


@dataclass(frozen=True)
class Heading:
    """What a scenario is about, without reading the whole."""

    name: str
    title: str
    origin: str
    host: str
    trigger: date


def packaged_names() -> tuple[str, ...]:
    """The names of the scenarios that come with Qonaq."""
    return tuple(sorted(path.name for path in PACKAGED.iterdir() if (path / "scenario.yaml").is_file()))


def scenario_folder(name: str | Path) -> Path:
    """The folder of a packaged scenario by its name, or the folder that was given."""
    names = packaged_names()
    if str(name) in names:
        return PACKAGED / str(name)
    folder = Path(name)
    if not folder.exists():
        raise ScenarioError(unknown_name("scenario", str(name), (*names, "or a scenario folder")))
    return folder


def read_scenario(name: str | Path) -> Scenario:
    """The scenario of that packaged name or folder; a ScenarioError with all its mistakes at once otherwise.

    >>> read_scenario("kazakhstan-2022").host
    'KZ'
    """
    draft, mistakes = _read_draft(scenario_folder(name))
    if mistakes or draft is None:
        raise ScenarioError(mistakes)
    return _scenario_of(draft)


def check_scenario(name: str | Path | Scenario) -> tuple[Mistake, ...]:
    """All the mistakes of a scenario at once; none where it can be used."""
    if isinstance(name, Scenario):
        return check_draft(draft_of(name))
    return _read_draft(scenario_folder(name))[1]


def _read_draft(folder: Path) -> tuple[Draft | None, tuple[Mistake, ...]]:
    shape = folder_mistakes(folder)
    if any(mistake.found != "an unknown file" for mistake in shape):
        return None, tuple(shape)
    root, mistakes = read_yaml(folder / "scenario.yaml")
    head, wrong, head_at = _head(root)
    if not mistakes:
        mistakes = wrong
    lists = root.entries if isinstance(root, Mapping) else {}
    policies, more = policy_rows(folder / "policies.yaml")
    evidence = folder / "evidence.csv"
    draft = Draft(
        head=head,
        head_at=head_at,
        places=read_csv_rows(folder / "places.csv", PLACE_COLUMNS, lambda row: Place(**row)),
        routes=read_csv_rows(folder / "routes.csv", ROUTE_COLUMNS, lambda row: Route(**row)),
        groups=read_list(lists.get("groups"), GROUP_COLUMNS, lambda row: Group(**row), "groups"),
        rules=read_list(lists.get("rules"), RULE_COLUMNS, lambda row: EntryRule(**row), "rules"),
        events=read_list(lists.get("events"), EVENT_COLUMNS, lambda row: Event(**row), "events"),
        priors=read_list(lists.get("priors"), PRIOR_COLUMNS, lambda row: Prior(**row), "priors"),
        policies=policies,
        claims=read_csv_rows(evidence, CLAIM_COLUMNS, make_claim) if evidence.exists() else Rows(),
    )
    found = (*shape, *mistakes, *more, *check_draft(draft))
    if len(found) > MOST_MISTAKES:
        rest = Mistake(str(folder), f"{len(found) - MOST_MISTAKES:,} more mistakes", "none", "Correct these first.")
        found = (*found[:MOST_MISTAKES], rest)
    return draft, found


def _head(root: Any) -> tuple[dict[str, Any], list[Mistake], dict[str, str]]:
    """The keys of scenario.yaml that are no lists, their mistakes, and where they stand."""
    if not isinstance(root, Mapping):
        values, mistakes = read_mapping(root, HEAD_COLUMNS)
        return values, mistakes, {}
    rest = {key: entry for key, entry in root.entries.items() if key not in (*LISTS, "notes")}
    values, mistakes = read_mapping(Mapping(rest, root.where, root.keys_at), HEAD_COLUMNS, also=(*LISTS, "notes"))
    notes = root.entries.get("notes")
    if isinstance(notes, Mapping):
        texts = {key: entry.text for key, entry in notes.entries.items() if isinstance(entry, Cell)}
        values["notes"] = texts
        wrong = [entry for entry in notes.entries.values() if not isinstance(entry, Cell)]
        mistakes.extend(Mistake(entry.where, "a list or mapping", "text", "Write a sentence.") for entry in wrong)
    elif notes is not None:
        mistakes.append(Mistake(notes.where, "no mapping", "keys with a sentence each", "Write key: text."))
    return values, mistakes, {key: entry.where for key, entry in root.entries.items()}


def policy_rows(path: Path) -> tuple[Rows[Policy], list[Mistake]]:
    """The policies of policies.yaml, a list under the key `policies`."""
    if not path.exists():
        return Rows(), []
    root, mistakes = read_yaml(path)
    if root is None:
        return Rows(), mistakes
    if not isinstance(root, Mapping) or set(root.entries) != {"policies"}:
        found = ", ".join(root.entries) if isinstance(root, Mapping) else "no mapping"
        do = "Put the list of policies under the key policies."
        return Rows(), [*mistakes, Mistake(root.where, found or "nothing", "the one key policies", do)]
    return read_list(root.entries["policies"], POLICY_COLUMNS, lambda row: Policy(**row), "policies"), mistakes


def _scenario_of(draft: Draft) -> Scenario:
    def values(rows: Rows[Any]) -> tuple[Any, ...]:
        return tuple(row.value for row in rows.good)

    return canonical_names(
        Scenario(
            **draft.head,
            places=values(draft.places),
            routes=values(draft.routes),
            groups=values(draft.groups),
            rules=values(draft.rules),
            events=values(draft.events),
            priors=tuple(sorted(values(draft.priors), key=lambda prior: prior.known_on or date.max)),
            policies=values(draft.policies),
            evidence=values(draft.claims),
        )
    )


def headings() -> tuple[Heading, ...]:
    """What each packaged scenario is about."""
    found = []
    for name in packaged_names():
        values, _, _ = _head(read_yaml(PACKAGED / name / "scenario.yaml")[0])
        found.append(Heading(name, values["title"], values["origin"], values["host"], values["trigger"]))
    return tuple(found)


@dataclass(frozen=True)
class Subject:
    """What reports are about: who leaves, where they come, and when it began; None where reports do not say."""

    origin: str | None
    host: str | None
    trigger: date | None
    published: date | None


def subject_of(readings: Sequence[Reading]) -> Subject:
    """Who the reports speak of most: the country of most figures and statements, the commonest origin, the days."""
    origins = Counter(claim.origin for reading in readings for claim in reading.claims if claim.origin)
    origin = origins.most_common(1)[0][0] if origins else None
    hosts = _hosts(readings, origin)
    published = max((reading.published for reading in readings if reading.published), default=None)
    flows = [c.period_start for reading in readings for c in reading.claims if c.kind is Kind.FLOW]
    triggers = [event.date for reading in readings for event in reading.events if event.what == "mobilisation"]
    trigger = _first_day(triggers, published) or _first_day(flows, published)
    return Subject(origin, hosts[0] if hosts else None, trigger, published)


def _hosts(readings: Sequence[Reading], origin: str | None) -> list[str]:
    """The countries that the reports speak of most: several where they are spoken of equally."""
    hosts: Counter[str] = Counter()
    for reading in readings:
        for claim in reading.claims:
            if claim.country and claim.country not in (origin, claim.origin) and claim.measure not in AT_HOME:
                hosts[claim.country] += 2  # a figure says more about the subject than a word
        statements = (*reading.options, *reading.events, *reading.signals)
        hosts.update(statement.country for statement in statements if statement.country not in (None, origin))
    most = max(hosts.values(), default=0)
    return [country for country, count in hosts.items() if count == most]


def _first_day(days: Iterable[date | None], published: date | None) -> date | None:
    """The first of the days that lie in the time before publication that a report may be about."""
    longest = timedelta(days=DAYS_AFTER_TRIGGER)
    near = (day for day in days if day and (published is None or published - longest <= day <= published))
    return min(near, default=None)


def match_scenario(readings: Sequence[Reading], candidates: Iterable[Heading]) -> str | None:
    """The name of the scenario that the reports are about, by host country, origin and date, or None."""
    subject = subject_of(readings)
    hosts = _hosts(readings, subject.origin)
    day = subject.published or subject.trigger
    for heading in candidates:
        if heading.host not in hosts or subject.origin not in (None, heading.origin) or day is None:
            continue
        earliest = heading.trigger - timedelta(days=DAYS_BEFORE_TRIGGER)
        if earliest <= day <= heading.trigger + timedelta(days=DAYS_AFTER_TRIGGER):
            return heading.name
    return None
