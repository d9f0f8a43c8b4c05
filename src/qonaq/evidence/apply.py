"""What reports state, put into the scenario: dated facts become events and rules, options become policies to compare.

A fact is what was reported, estimated or enacted; an option is what was considered, proposed or possible. What was
denied changes nothing, and an option never becomes a fact. Figures are not touched here: they go to the likelihood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Protocol, TypeVar

from qonaq.measures import Status
from qonaq.model.claims import Claim, Statement
from qonaq.model.events import Event
from qonaq.model.places import PlaceKind
from qonaq.model.policies import Lever, Policy
from qonaq.model.rules import EntryRule
from qonaq.model.scenario import Scenario

Row = TypeVar("Row", Event, EntryRule, Policy)
FACTS = (Status.REPORTED, Status.ESTIMATED, Status.ENACTED)
LEAD_DAYS = 3  # assumption: days from the newest report to the day on which an option could begin
SAME_TRIGGER_DAYS = 10  # reports of a call-up within these days of a known trigger speak of that one
CAP_DAYS = 90  # assumption: days of a shorter stay where the report names none
EXTENDED_DAYS = 180  # assumption: days of a longer stay where the report names none
BEDS_OPENED = 500  # assumption: beds that one centre opens
DESKS_ADDED = 10  # assumption: desks added in a city
RENT_MAY_RISE = 0.10  # assumption: how far asking rents may still rise under a limit, as a share
CITIES_HELPED = 5  # assumption: cities in which beds or desks are added where the report names none

# Words by which a passage limits a rule to people without a passport for travel abroad.
NO_PASSPORT = re.compile(
    r"without\s+(?:an?\s+|their\s+)?(?:valid\s+|foreign\s+|international\s+|travel\s+)?passport|no[ _-]passport|"
    r"(?:без|не\s+име\w+)\s+(?:загран\w*\s*|заграничн\w+\s+|действительн\w+\s+)?паспорт",
    re.IGNORECASE,
)


class Stated(Protocol):
    """What this room needs of reconciled evidence, or of a single reading."""

    @property
    def events(self) -> Sequence[Statement]: ...

    @property
    def options(self) -> Sequence[Statement]: ...

    @property
    def claims(self) -> Sequence[Claim]: ...


def apply_facts(scenario: Scenario, evidence: Stated, *, reference_date: date | None = None) -> Scenario:
    """The scenario with what the evidence states: events and rules added, and a policy for every option.

    Policies that were to begin by now begin LEAD_DAYS from now.

    reference_date  the newest report's day; options begin LEAD_DAYS later. Without it, the newest day of publication.
    """
    published = [claim.published for claim in evidence.claims if claim.published is not None]
    stated = [statement.date for statement in (*evidence.events, *evidence.options) if statement.date is not None]
    today = reference_date or max([scenario.trigger, *(published or stated)])
    facts = [statement for statement in evidence.events if statement.status in FACTS]
    events = _once(scenario.events, (event for fact in facts for event in _events(scenario, fact, today)), _event_key)
    rules = _once(scenario.rules, (rule for fact in facts for rule in _rules(scenario, fact, today)), _rule_key)
    open_options = [option for option in evidence.options if option.status is not Status.DENIED]
    made = (policy for option in open_options for policy in _policies(scenario, option, today))
    declared = tuple(_not_yet(policy, today) for policy in scenario.policies)
    policies = _once(declared, made, lambda policy: policy.name)
    return replace(scenario, events=events, rules=rules, policies=policies)


def _not_yet(policy: Policy, today: date) -> Policy:
    """A policy that was to begin by now, begun LEAD_DAYS from now: what is compared is what can still be done."""
    first = min((lever.start for lever in policy.levers), default=today + timedelta(days=1))
    if first > today:
        return policy
    later = today + timedelta(days=LEAD_DAYS) - first
    moved = (replace(one, start=one.start + later, end=one.end + later if one.end else None) for one in policy.levers)
    return replace(policy, levers=tuple(moved), source=f"{policy.source}; begins {first + later} instead of {first}")


def _once(known: tuple[Row, ...], new: Iterator[Row], key: Callable[[Row], object]) -> tuple[Row, ...]:
    """The rows with the new ones whose key is not there yet; the first of equal ones stays."""
    rows = {key(row): row for row in known}
    for row in new:
        rows.setdefault(key(row), row)
    return tuple(rows.values())


def _event_key(event: Event) -> object:
    return event.what, event.day, event.target


def _rule_key(rule: EntryRule) -> object:
    return rule.country, rule.start, rule.groups


def _source(statement: Statement) -> str:
    """Who says so, and the passage."""
    who = ", ".join(dict.fromkeys(part for part in (statement.speaker, statement.medium) if part))
    return f"{who or 'a report'}: “{statement.passage.quote}”"


def _events(scenario: Scenario, fact: Statement, today: date) -> Iterator[Event]:
    """The event that a dated fact is; a fact without a day, or of a country that is not there, is none."""
    if fact.date is None:
        return
    if fact.what == "mobilisation":
        triggers = [event.day for event in scenario.events if event.what == "trigger"] or [scenario.trigger]
        if min(abs((fact.date - day).days) for day in triggers) > SAME_TRIGGER_DAYS and fact.date > min(triggers):
            yield Event("trigger", fact.date, _source(fact), known_on=today)
        return
    if fact.what == "exit_restricted" and fact.status is Status.ENACTED:
        origin = _place(scenario, fact.place, PlaceKind.ORIGIN)
        yield Event("exit_closed", fact.date, _source(fact), target=origin or scenario.origin, known_on=today)
    what = {"crossing_closed": "close", "crossing_opened": "open"}.get(fact.what)
    if what is None:
        return
    target = _place(scenario, fact.place, PlaceKind.CROSSING) or (fact.country if fact.place is None else None)
    if target is not None and (target in _countries(scenario) or fact.place is not None):
        yield Event(what, fact.date, _source(fact), target=target, known_on=today)


def _rules(scenario: Scenario, fact: Statement, today: date) -> Iterator[EntryRule]:
    """The rule that a report says is in force, where the scenario does not have it."""
    country = fact.country or scenario.host
    if fact.what not in ("visa_free_entry", "entry_rule", "stay_rule") or country not in _countries(scenario):
        return
    groups = _groups(scenario, fact)
    whom = set(groups or _all_groups(scenario))
    same = [
        rule for rule in scenario.rules if rule.country == country and whom & set(rule.groups or _all_groups(scenario))
    ]
    if fact.what == "stay_rule" and fact.days is not None:
        if not any(rule.stay_days == fact.days for rule in same):
            yield EntryRule(
                country, fact.date or today, _source(fact), groups=groups, stay_days=fact.days, known_on=today
            )
    elif fact.what == "visa_free_entry" and not any(rule.admits for rule in same):
        yield EntryRule(country, scenario.start, _source(fact), groups=groups, stay_days=fact.days, known_on=today)


def _all_groups(scenario: Scenario) -> tuple[str, ...]:
    return tuple(group.name for group in scenario.groups)


def _policies(scenario: Scenario, option: Statement, today: date) -> Iterator[Policy]:
    """The policy that an option of the host country is."""
    if option.country not in (None, scenario.host) or option.what not in OPTIONS:
        return
    start = max(today + timedelta(days=LEAD_DAYS), option.date or today)
    policy = OPTIONS[option.what](scenario, option, start)
    if policy is not None:
        source = f"{_source(option)}; begins {start}: assumption, {LEAD_DAYS} days after the newest report"
        yield replace(policy, source=source, assumption=True, known_on=today)


def _close_border(scenario: Scenario, option: Statement, start: date) -> Policy:
    crossing = _place(scenario, option.place, PlaceKind.CROSSING)
    lever = Lever("close", start, target=crossing or scenario.host)
    if crossing is None:
        return Policy("close-border", (lever,), "Close the border")
    return Policy(f"close-{_slug(crossing)}", (lever,), f"Close {crossing}")


def _open_border(scenario: Scenario, option: Statement, start: date) -> Policy:
    crossing = _place(scenario, option.place, PlaceKind.CROSSING)
    lever = Lever("open", start, target=crossing or scenario.host)
    if crossing is None:
        return Policy("open-border", (lever,), "Open the border")
    return Policy(f"open-{_slug(crossing)}", (lever,), f"Open {crossing}")


def _cap_stay(scenario: Scenario, option: Statement, start: date) -> Policy:
    return _stay(scenario, option, start, "cap_stay", "Stay of at most", option.days or CAP_DAYS)


def _extend_stay(scenario: Scenario, option: Statement, start: date) -> Policy:
    return _stay(scenario, option, start, "extend_stay", "Stay of up to", option.days or EXTENDED_DAYS)


def _stay(scenario: Scenario, option: Statement, start: date, lever: str, title: str, days: int) -> Policy:
    groups = _groups(scenario, option)
    levers = tuple(Lever(lever, start, scenario.host, float(days), group=group) for group in groups or (None,))
    whom = " without a passport" if groups and NO_PASSPORT.search(_words(option)) else ""
    return Policy(f"{lever.replace('_', '-')}-{days}", levers, f"{title} {days} days{whom}")


def _require_passport(scenario: Scenario, _option: Statement, start: date) -> Policy | None:
    without = tuple(group.name for group in scenario.groups if group.document != "passport")
    levers = tuple(Lever("close", start, target=scenario.host, group=group) for group in without)
    return Policy("require-passport", levers, "Passport required for entry") if levers else None


def _open_beds(scenario: Scenario, option: Statement, start: date) -> Policy:
    cities = _cities(scenario, option)
    levers = tuple(Lever("open_beds", start, city, float(BEDS_OPENED), "collective") for city in cities)
    return Policy("more-beds", levers, f"Open {len(cities) * BEDS_OPENED:,} collective beds")


def _add_desks(scenario: Scenario, option: Statement, start: date) -> Policy:
    cities = _cities(scenario, option)
    levers = tuple(Lever("add_desks", start, city, float(DESKS_ADDED)) for city in cities)
    return Policy("more-desks", levers, f"Add {len(cities) * DESKS_ADDED} registration desks")


def _rent_cap(scenario: Scenario, option: Statement, start: date) -> Policy:
    city = _place(scenario, option.place, PlaceKind.CITY)
    lever = Lever("rent_cap", start, city or scenario.host, RENT_MAY_RISE)
    return Policy("rent-cap", (lever,), f"Asking rents may rise by at most {RENT_MAY_RISE:.0%}")


# Which policy each option becomes; an option that is not here is shown and compares nothing.
OPTIONS: dict[str, Callable[[Scenario, Statement, date], Policy | None]] = {
    "close_border": _close_border,
    "open_border": _open_border,
    "cap_stay": _cap_stay,
    "extend_stay": _extend_stay,
    "require_passport": _require_passport,
    "open_beds": _open_beds,
    "add_desks": _add_desks,
    "rent_cap": _rent_cap,
}


def _groups(scenario: Scenario, statement: Statement) -> tuple[str, ...]:
    """The groups of the scenario that a statement is about; none means everybody."""
    if statement.group in {group.name for group in scenario.groups}:
        return (statement.group,) if statement.group else ()
    if NO_PASSPORT.search(_words(statement)):
        return tuple(group.name for group in scenario.groups if group.document != "passport")
    return ()


def _words(statement: Statement) -> str:
    return f"{statement.group or ''} {statement.passage.quote}"


def _place(scenario: Scenario, name: str | None, kind: PlaceKind) -> str | None:
    """The canonical name of a place of that kind, under whatever name it was said."""
    place = scenario.place(name) if name is not None else None
    return place.name if place is not None and place.kind is kind else None


def _cities(scenario: Scenario, option: Statement) -> tuple[str, ...]:
    """The city that is named, the cities of a region that is named, or the largest that newcomers reach first."""
    named = _place(scenario, option.place, PlaceKind.CITY)
    if named is not None:
        return (named,)
    inside = [c for c in scenario.of_kind(PlaceKind.CITY) if option.place is not None and c.region == option.place]
    if inside:
        return tuple(city.name for city in inside[:CITIES_HELPED])
    kinds = {place.name: place.kind for place in scenario.places}
    reached = {route.end for route in scenario.routes if kinds.get(route.start) is PlaceKind.CROSSING}
    cities = [city for city in scenario.of_kind(PlaceKind.CITY) if city.name in reached]
    cities.sort(key=lambda city: -(city.population or 0.0))
    return tuple(city.name for city in cities[:CITIES_HELPED])


def _countries(scenario: Scenario) -> set[str]:
    return {scenario.host, *(place.country for place in scenario.places if place.kind is not PlaceKind.ORIGIN)}


def _slug(name: str) -> str:
    """A name in small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
