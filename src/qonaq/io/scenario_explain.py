"""What holds on which day in a scenario, as sentences: rules, events, and what is known from when."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from qonaq.io.countries import read_countries
from qonaq.model.events import EVENTS, Event
from qonaq.model.places import PlaceKind
from qonaq.model.policies import LEVERS, Lever
from qonaq.model.rules import EntryRule
from qonaq.model.scenario import Scenario


@dataclass(frozen=True)
class Change:
    """Something that holds from a day on."""

    day: date
    what: str
    source: str
    assumption: bool
    known_on: date | None
    policy: str | None = None  # None: things as they are


def changes_of(scenario: Scenario) -> tuple[Change, ...]:
    """Everything that begins to hold on a day, in the order of the days; levers of policies among them."""
    found = [Change(scenario.start, "the simulation begins with ordinary traffic", scenario.source, False, None)]
    for rule in scenario.rules:
        found.append(Change(rule.start, _rule(rule), rule.source, rule.assumption, rule.known_on))
    for event in scenario.events:
        found.append(Change(event.day, _event(event), event.source, event.assumption, event.known_on))
    for policy in scenario.policies:
        for lever in policy.levers:
            about = (policy.source, policy.assumption, policy.known_on, policy.name)
            found.append(Change(lever.start, _lever(lever), *about))
            if lever.end is not None:
                found.append(Change(lever.end, f"ends: {_lever(lever)}", *about))
    return tuple(sorted(found, key=lambda change: change.day))


def _country(code: str) -> str:
    known = read_countries().get(code)
    return known.name if known else code


def _rule(rule: EntryRule) -> str:
    whom = f"people of {', '.join(rule.groups)}" if rule.groups else "everybody"
    if not rule.admits:
        return f"{_country(rule.country)} turns back {whom}"
    stay = "without limit of days" if rule.stay_days is None else f"for {rule.stay_days} days"
    again = ", anew after leaving and coming back" if rule.stay_days is not None and rule.renewable else ""
    return f"{_country(rule.country)} admits {whom} {stay}{again}"


def _event(event: Event) -> str:
    what = f"{event.what} ({EVENTS[event.what]})"
    return what if event.target is None else f"{what}: {event.target}"


def _lever(lever: Lever) -> str:
    kind = LEVERS[lever.lever]
    parts = (
        None if lever.amount is None else f"{lever.amount:g} {kind.unit}",
        lever.bed_class,
        f"in {lever.target}" if lever.target else None,
        f"to {lever.to}" if lever.to else None,
        f"for {lever.group}" if lever.group else None,
    )
    return f"{kind.meaning}: {', '.join(part for part in parts if part)}".removesuffix(": ")


def contents_of(scenario: Scenario) -> dict[str, int]:
    """How many of each thing the scenario has."""
    kinds = Counter(place.kind for place in scenario.places)
    host = sum(1 for place in scenario.of_kind(PlaceKind.CROSSING) if place.country == scenario.host)
    return {
        "origins": kinds[PlaceKind.ORIGIN],
        "crossings into the host country": host,
        "crossings into other countries": kinds[PlaceKind.CROSSING] - host,
        "host cities": kinds[PlaceKind.CITY],
        "countries elsewhere": kinds[PlaceKind.ELSEWHERE],
        "routes": len(scenario.routes),
        "groups": len(scenario.groups),
        "priors": len(scenario.priors),
        "policies": len(scenario.policies),
        "claims": len(scenario.evidence),
    }


def unseen_rows(scenario: Scenario) -> tuple[str, ...]:
    """Cautions: rows without `known_on`, which no run with --as-of ever sees."""
    tables = ("places", "routes", "groups", "rules", "events", "priors", "policies")
    blank = {name: sum(1 for row in getattr(scenario, name) if row.known_on is None) for name in tables}
    return tuple(
        f"{count} of the {name} have no known_on and never enter a run with --as-of, such as qonaq plan."
        for name, count in blank.items()
        if count
    )
