"""Whether rules, events, priors, policies and claims speak of what the scenario has, in an order that makes sense."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qonaq.errors import Mistake, unknown_name
from qonaq.io.scenario_draft import Draft
from qonaq.io.scenario_rows import Located
from qonaq.measures import MEASURES
from qonaq.model.parameters import PARAMETERS, PER
from qonaq.model.places import BED_CLASSES, PlaceKind
from qonaq.model.policies import AS_IT_IS, LEVERS, Lever
from qonaq.model.rules import EntryRule

CURRENCY_LETTERS = 3
# Levers that need no target (they act on the host country, or the origin's exit), and those that may spare groups.
TARGET_OPTIONAL = frozenset({"close", "open", "close_exit", "cap_stay", "extend_stay", "rent_cap"})
FOR_GROUPS = frozenset({"close", "open", "close_exit", "cap_stay", "extend_stay"})


def check_priors(draft: Draft) -> Iterator[Mistake]:
    """Priors are of parameters and targets that there are; of two for the same target, the later known one holds."""
    seen: dict[tuple[Any, ...], str] = {}
    for row in draft.priors.good:
        prior = row.value
        if prior.parameter not in PARAMETERS:
            yield unknown_name(row.at("parameter"), prior.parameter, tuple(PARAMETERS))
            continue
        per = PARAMETERS[prior.parameter].per
        allowed = _prior_targets(draft, per)
        if len(prior.target) > len(allowed):
            words = f"at most {len(allowed)} names: {PER[per]}" if allowed else f"no target: {PER[per]}"
            yield Mistake(row.at("target"), f"[{', '.join(prior.target)}]", words, "Remove what is too much.")
        for name, names in zip(prior.target, allowed, strict=False):
            if name not in names and draft.place(name) is None:
                yield unknown_name(row.at("target"), name, names)
        key = (prior.parameter, prior.target, prior.known_on)
        if key in seen:
            do = f"Keep one of this and {seen[key]}, or give them different days in known_on."
            yield Mistake(row.where, f"a second prior of {prior.parameter}", "one for a target and day", do)
        seen[key] = row.where


def _prior_targets(draft: Draft, per: str) -> list[tuple[str, ...]]:
    """For each name of a target, the names that are allowed."""
    cities = draft.names(PlaceKind.CITY)
    triggers = tuple(r.value.name or r.value.day.isoformat() for r in draft.events.good if r.value.what == "trigger")
    table: dict[str, list[tuple[str, ...]]] = {
        "event": [triggers],
        "country": [draft.countries()],
        "host": [tuple(filter(None, (draft.head.get("host"),)))],
        "crossing": [draft.names(PlaceKind.CROSSING, PlaceKind.ELSEWHERE)],
        "city": [cities],
        "class": [BED_CLASSES],
        "city and class": [cities, BED_CLASSES],
    }
    return table.get(per, [])


def check_rules(draft: Draft) -> Iterator[Mistake]:
    """Rules name groups and countries of the scenario, and no two of one day speak of the same people."""
    groups = tuple(row.value.name for row in draft.groups.good) + tuple(draft.groups.broken)
    seen: dict[tuple[str, Any], list[Located[EntryRule]]] = {}
    for row in draft.rules.good:
        rule = row.value
        for name in rule.groups:
            if name not in groups:
                yield unknown_name(row.at("groups"), name, groups)
        if rule.country not in draft.countries():
            yield unknown_name(row.at("country"), rule.country, draft.countries())
        for other in seen.setdefault((rule.country, rule.start), []):
            both = set(rule.groups or groups) & set(other.value.groups or groups)
            if both:
                found = f"a second rule of {rule.country} from {rule.start} for {', '.join(sorted(both))}"
                do = f"Keep one of this and {other.where}, or give them different groups or days."
                yield Mistake(row.where, found, "one rule a day and group", do)
        seen[rule.country, rule.start].append(row)


def check_events(draft: Draft) -> Iterator[Mistake]:
    """Something sets people moving on the day of the trigger, and what closes or opens is there to do so."""
    targets = draft.names() + draft.countries()
    for row in draft.events.good:
        event = row.value
        if event.target is not None and draft.place(event.target) is None and event.target not in targets:
            yield draft.unknown_place(row.at("target"), event.target, targets)
        if event.what in ("close", "open") and event.target is None:
            do = "Name the crossing, or the country whose crossings it concerns."
            yield Mistake(row.at("target"), "nothing", "a crossing or a country", do)
    trigger = draft.head.get("trigger")
    days = {row.value.day for row in draft.events.good if row.value.what == "trigger"}
    if trigger and trigger not in days and not draft.events.mistakes:
        do = f"Add {{what: trigger, day: {trigger}, source: …}} to the events."
        yield Mistake("scenario.yaml, events", f"no trigger on {trigger}", "an event on the day of the trigger", do)


def check_policies(draft: Draft) -> Iterator[Mistake]:
    """Every lever acts on what it can act on, by an amount that it understands, on days in order."""
    for row in draft.policies.good:
        name = row.value.name
        if name == AS_IT_IS.name:
            do = "Rename it: things as they are need no policy, they are always compared."
            yield Mistake(row.at("name"), f"'{name}'", "a name of its own", do)
        if not name.replace("-", "").isalnum() or name != name.lower():
            yield Mistake(row.at("name"), f"'{name}'", "small letters, digits and hyphens", "Rename the policy.")
        for number, lever in enumerate(row.value.levers, start=1):
            yield from _lever_mistakes(draft, f"{row.where}.levers[{number}]", lever)


def _lever_mistakes(draft: Draft, where: str, lever: Lever) -> Iterator[Mistake]:
    kind = LEVERS[lever.lever]
    allowed = _targets(draft, kind.target)
    if lever.target is None and kind.name not in TARGET_OPTIONAL:
        yield Mistake(f"{where}.target", "nothing", kind.target, f"Say on which {kind.target} '{kind.name}' acts.")
    elif lever.target is not None and lever.target not in allowed:
        yield unknown_name(f"{where}.target", lever.target, allowed)
    if bool(kind.unit) != (lever.amount is not None):
        found = "nothing" if lever.amount is None else f"{lever.amount:g}"
        words = f"a number of {kind.unit}" if kind.unit else "nothing"
        yield Mistake(f"{where}.amount", found, words, f"'{kind.name}': {kind.meaning}.")
    elif lever.amount is not None and not kind.low <= lever.amount <= kind.high:
        words = f"{kind.unit} from {kind.low:g} to {kind.high:g}"
        yield Mistake(f"{where}.amount", f"{lever.amount:g}", words, "Correct the amount.")
    yield from _needed(f"{where}.bed_class", lever.bed_class, BED_CLASSES, "class" in kind.target)
    yield from _needed(f"{where}.to", lever.to, draft.names(PlaceKind.CITY), kind.name == "transport")
    if lever.end is not None and lever.end < lever.start:
        yield Mistake(
            f"{where}.end", f"{lever.end} before {lever.start}", "an end after the start", "Exchange the days."
        )
    groups = tuple(row.value.name for row in draft.groups.good) + tuple(draft.groups.broken)
    if lever.group is not None and lever.group not in groups:
        yield unknown_name(f"{where}.group", lever.group, groups)
    elif lever.group is not None and kind.name not in FOR_GROUPS:
        do = f"Leave it out: '{kind.name}' acts on everybody."
        yield Mistake(f"{where}.group", f"'{lever.group}'", "no group", do)


def _needed(where: str, found: str | None, allowed: tuple[str, ...], needed: bool) -> Iterator[Mistake]:
    """A word that a lever needs and that must be one of these, or that it does not understand."""
    if found is None and needed:
        yield Mistake(where, "nothing", ", ".join(allowed), "Choose one.")
    elif found is not None and not needed:
        yield Mistake(where, f"'{found}'", "nothing here", "Leave it out: this lever does not understand it.")
    elif found is not None and found not in allowed:
        yield unknown_name(where, found, allowed)


def _targets(draft: Draft, target: str) -> tuple[str, ...]:
    """The names on which a lever of that kind of target can act."""
    if target == "country":  # whose law of stay it is
        return tuple(filter(None, (draft.head.get("host"),)))
    names: tuple[str, ...] = ()
    if "crossing" in target:
        names += draft.names(PlaceKind.CROSSING)
    if "city" in target:
        names += draft.names(PlaceKind.CITY)
    if "origin" in target:
        names += draft.names(PlaceKind.ORIGIN)
    if "country" in target:
        names += draft.countries()
    return names


def check_claims(draft: Draft) -> Iterator[Mistake]:
    """Units that the measure has, periods in order, places and groups that the scenario knows."""
    regions = tuple(dict.fromkeys(row.value.region for row in draft.places.good if row.value.region))
    names = draft.names() + regions
    for row in draft.claims.good:
        claim = row.value
        units = MEASURES[claim.measure].units
        money, _, per = claim.unit.partition("/")
        is_money = len(money) == CURRENCY_LETTERS and money.isupper()
        if (f"money/{per}" if is_money else claim.unit) not in units:
            yield unknown_name(row.at("unit"), claim.unit, units)
        if claim.place is not None and draft.place(claim.place) is None and claim.place not in names:
            yield draft.unknown_place(row.at("place"), claim.place, names)
        if claim.country is not None and claim.country not in draft.countries():
            yield unknown_name(row.at("country"), claim.country, draft.countries())
        if claim.period_start and claim.period_end and claim.period_start > claim.period_end:
            found = f"{claim.period_start} to {claim.period_end}"
            yield Mistake(row.at("period_start"), found, "a start on or before the end", "Exchange the two days.")
        if claim.value_high is not None and claim.value_high < claim.value:
            found, do = f"{claim.value_high:g}, below value {claim.value:g}", "Exchange the two numbers."
            yield Mistake(row.at("value_high"), found, "the upper end of the range", do)
