"""Everything that is wrong with a scenario or a policy, found at once and before anything runs."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields

from qonaq.engine.program_network import network_of
from qonaq.engine.streams import address_mistakes
from qonaq.errors import Mistake, unknown_name
from qonaq.model.events import EVENTS
from qonaq.model.parameters import PARAMETERS
from qonaq.model.places import BED_CLASSES, Place, PlaceKind, Route
from qonaq.model.policies import LEVERS, Lever, Policy
from qonaq.model.scenario import Scenario

LONGEST = 3650  # days: ten years
LARGEST_SHARE = 1.001  # shares of groups may add up to this, for rounding


def check(scenario: Scenario, *, days: int, policy: Policy) -> list[Mistake]:
    """All mistakes of a scenario with a policy for a run of `days`."""
    found = [*_days(days), *_names(scenario), *_numbers(scenario), *_groups(scenario), *_routes(scenario)]
    found += [*_events_and_rules(scenario), *_priors(scenario)]
    for one in (*scenario.policies, policy):
        found += [mistake for lever in one.levers for mistake in _lever(scenario, one, lever)]
    if not found:
        found += [*_pieces(scenario)]
    if not found:
        found += address_mistakes(
            replicates=1, days=days, places=len(scenario.places), groups=len(scenario.groups) + 2, items=days
        )
    return list(dict.fromkeys(found))


def _days(days: int) -> Iterator[Mistake]:
    if not 1 <= days <= LONGEST:
        yield Mistake("days", str(days), f"1 to {LONGEST}", "Ask for a number of days in that range.")


def _names(scenario: Scenario) -> Iterator[Mistake]:
    """Every place has one address: no name or alias is used twice."""
    names = Counter(name for place in scenario.places for name in {place.name, *place.aliases})
    for name, times in names.items():
        if times > 1:
            yield Mistake("places.csv", f"'{name}' {times} times", "a name once", "Rename or remove the others.")
    for kind in (PlaceKind.ORIGIN, PlaceKind.CROSSING, PlaceKind.CITY):
        if not scenario.of_kind(kind):
            yield Mistake("places.csv", f"no {kind.value}", f"at least one {kind.value}", "Add a row.")


def _outside(row: Place | Route, where: str) -> Iterator[Mistake]:
    """Numbers outside the range that the field's metadata allows."""
    for item in fields(row):
        if "unit" not in item.metadata:
            continue
        value = getattr(row, item.name)
        low, high = item.metadata.get("low", 0.0), item.metadata.get("high", math.inf)
        if value is None:
            continue
        if not (isinstance(value, int | float) and math.isfinite(value) and low <= value <= high):
            allowed = f"{low:g} to {high:g} {item.metadata['unit']}" if high < math.inf else f"{low:g} or more"
            yield Mistake(f"{where}, {item.name}", repr(value), allowed, "Correct the number or leave it blank.")


def _numbers(scenario: Scenario) -> Iterator[Mistake]:
    for row, place in enumerate(scenario.places, 1):
        yield from _outside(place, f"places.csv row {row} ({place.name})")
        if place.kind is PlaceKind.ORIGIN and place.population is None:
            do = "An origin needs its population: the people at risk are a share of it."
            yield Mistake(f"places.csv row {row} ({place.name}), population", "blank", "a number of people", do)
        if place.kind is PlaceKind.CITY and place.desks is not None and place.desks > 0 and place.desk_hours == 0:
            do = "Give the hours that a desk works, or leave both blank."
            yield Mistake(f"places.csv row {row} ({place.name}), desk_hours", "0", "more than 0 hours", do)
    for row, route in enumerate(scenario.routes, 1):
        yield from _outside(route, f"routes.csv row {row} ({route.start} to {route.end})")
        if route.speed == 0:
            yield Mistake(f"routes.csv row {row}, speed", "0", "more than 0 km/day", "Correct it or leave it blank.")


def _groups(scenario: Scenario) -> Iterator[Mistake]:
    if not scenario.groups:
        yield Mistake("groups", "none", "at least one group", "Add a group with the share 1.")
        return
    for name, times in Counter(group.name for group in scenario.groups).items():
        if times > 1:
            yield Mistake("groups", f"'{name}' {times} times", "a name once", "Rename or remove the others.")
    shares = [group.share for group in scenario.groups]
    wrong = [share for share in shares if not 0.0 <= share <= 1.0]
    for share in wrong:
        yield Mistake("groups, share", repr(share), "0 to 1", "Shares are fractions of the people at risk.")
    if not wrong and not 0.0 < math.fsum(shares) <= LARGEST_SHARE:
        yield Mistake("groups, shares", f"{math.fsum(shares):g} together", "more than 0, at most 1", "Correct them.")


def _routes(scenario: Scenario) -> Iterator[Mistake]:
    names = [place.name for place in scenario.places]
    for row, route in enumerate(scenario.routes, 1):
        for end in (route.start, route.end):
            if end not in names:
                yield unknown_name(f"routes.csv row {row}", end, names)
        if route.start == route.end:
            yield Mistake(f"routes.csv row {row}", f"'{route.start}' to itself", "two places", "Correct one end.")
    for pair, times in Counter((route.start, route.end, route.mode) for route in scenario.routes).items():
        if times > 1:
            found = f"'{pair[0]}' to '{pair[1]}' by {pair[2].value} {times} times"
            yield Mistake("routes.csv", found, "a route once", "Remove the others.")


def _countries(scenario: Scenario) -> list[str]:
    return list(dict.fromkeys((scenario.host, *(place.country for place in scenario.places))))


def _known_targets(scenario: Scenario, *kinds: PlaceKind, countries: bool = False) -> list[str]:
    names = [name for place in scenario.places if place.kind in kinds for name in (place.name, *place.aliases)]
    return names + (_countries(scenario) if countries else [])


def _events_and_rules(scenario: Scenario) -> Iterator[Mistake]:
    origins = [*_known_targets(scenario, PlaceKind.ORIGIN, countries=True), scenario.origin]
    gates = _known_targets(scenario, PlaceKind.CROSSING, PlaceKind.ELSEWHERE, countries=True)
    for row, event in enumerate(scenario.events, 1):
        where = f"events row {row}"
        if event.what not in EVENTS:
            yield unknown_name(f"{where}, what", event.what, tuple(EVENTS))
            continue
        allowed = gates if event.what in ("close", "open") else origins
        if event.target is not None and event.target not in allowed:
            yield unknown_name(f"{where} ({event.what}), target", event.target, allowed)
        if not (math.isfinite(event.strength) and event.strength >= 0):
            yield Mistake(f"{where}, strength", repr(event.strength), "0 or more", "Correct the strength.")
    groups = [group.name for group in scenario.groups]
    for row, rule in enumerate(scenario.rules, 1):
        if rule.country not in _countries(scenario):
            yield unknown_name(f"rules row {row}, country", rule.country, _countries(scenario))
        for group in rule.groups:
            if group not in groups:
                yield unknown_name(f"rules row {row}, groups", group, groups)
        if rule.stay_days is not None and not 1 <= rule.stay_days <= LONGEST:
            yield Mistake(f"rules row {row}, stay_days", str(rule.stay_days), f"1 to {LONGEST}", "Correct the days.")


def _priors(scenario: Scenario) -> Iterator[Mistake]:
    for row, prior in enumerate(scenario.priors, 1):
        if prior.parameter not in PARAMETERS:
            yield unknown_name(f"priors row {row}, parameter", prior.parameter, tuple(PARAMETERS))
            continue
        per = PARAMETERS[prior.parameter].per
        allowed = _prior_targets(scenario, per)
        for target, names in zip(prior.target, allowed, strict=False):
            if target not in names:
                yield unknown_name(f"priors row {row} ({prior.parameter}), target", target, names)
        if len(prior.target) > len(allowed):
            found = ", ".join(prior.target)
            yield Mistake(
                f"priors row {row} ({prior.parameter}), target", found, per or "no target", "Remove what is too much."
            )


def _prior_targets(scenario: Scenario, per: str) -> list[list[str]]:
    """For each word of a target, the words that are allowed."""
    cities, classes = _known_targets(scenario, PlaceKind.CITY), list(BED_CLASSES)
    return {
        "": [],
        "event": [[trigger_name(scenario, at) for at in range(len(triggers(scenario)))]],
        "day": [],
        "country": [_countries(scenario)],
        "host": [[scenario.host]],
        "crossing": [_known_targets(scenario, PlaceKind.CROSSING, PlaceKind.ELSEWHERE)],
        "city": [cities],
        "class": [classes],
        "city and class": [cities, classes],
    }[per]


def triggers(scenario: Scenario) -> list[int]:
    """Rows of the events that make people leave; −1 stands for the scenario's own trigger where no event is given."""
    rows = [row for row, event in enumerate(scenario.events) if event.what == "trigger"]
    return rows or [-1]


def trigger_name(scenario: Scenario, at: int) -> str:
    """The name of a trigger in parameters: the event's name, or its date."""
    row = triggers(scenario)[at]
    if row < 0:
        return scenario.trigger.isoformat()
    event = scenario.events[row]
    return event.name or event.day.isoformat()


def _lever(scenario: Scenario, policy: Policy, lever: Lever) -> Iterator[Mistake]:
    where = f"policies ({policy.name}), {lever.lever}"
    kind = LEVERS.get(lever.lever)
    if kind is None:
        yield unknown_name(f"policies ({policy.name}), lever", lever.lever, tuple(LEVERS))
        return
    allowed = _lever_targets(scenario, lever.lever)
    if lever.target is not None and lever.target not in allowed:
        yield unknown_name(f"{where}, target", lever.target, allowed)
    if lever.target is None and lever.lever in NEEDS_TARGET:
        yield Mistake(f"{where}, target", "none", kind.target, "Say on what the lever acts.")
    if kind.unit and (lever.amount is None or not kind.low <= lever.amount <= kind.high):
        yield Mistake(
            f"{where}, amount", repr(lever.amount), f"{kind.low:g} to {kind.high:g} {kind.unit}", "Correct it."
        )
    if not kind.unit and lever.amount is not None:
        yield Mistake(f"{where}, amount", repr(lever.amount), "no amount", "Leave it out.")
    yield from _choice(f"{where}, bed_class", lever.bed_class, BED_CLASSES, needed=lever.lever == "open_beds")
    cities = _known_targets(scenario, PlaceKind.CITY)
    yield from _choice(f"{where}, to", lever.to, cities, needed=lever.lever == "transport")
    yield from _choice(f"{where}, group", lever.group, [group.name for group in scenario.groups], needed=False)
    if lever.group is not None and lever.lever not in BY_GROUP:
        do = "Leave the group out: this lever acts on everybody."
        yield Mistake(f"{where}, group", f"'{lever.group}'", "no group", do)
    if lever.end is not None and lever.end < lever.start:
        yield Mistake(f"{where}, end", str(lever.end), f"{lever.start} or later", "Correct one of the dates.")


NEEDS_TARGET = frozenset(LEVERS) - {"close", "open", "close_exit", "cap_stay", "extend_stay", "rent_cap"}
BY_GROUP = frozenset({"close", "open", "close_exit", "cap_stay", "extend_stay"})


def _choice(where: str, found: str | None, allowed: Sequence[str], *, needed: bool) -> Iterator[Mistake]:
    if found is None and needed:
        yield Mistake(where, "none", ", ".join(allowed), "Choose one.")
    if found is not None and not needed and where.endswith(("bed_class", "to")):
        yield Mistake(where, f"'{found}'", "nothing here", "Leave it out.")
    elif found is not None and found not in allowed:
        yield unknown_name(where, found, allowed)


def _lever_targets(scenario: Scenario, lever: str) -> list[str]:
    kind = LEVERS[lever].target
    if kind.startswith("crossing"):
        return _known_targets(scenario, PlaceKind.CROSSING, countries=kind != "crossing")
    if kind == "origin country":
        return [*_known_targets(scenario, PlaceKind.ORIGIN), scenario.origin, *_countries(scenario)]
    if kind == "country":
        return [scenario.host]
    return _known_targets(scenario, PlaceKind.CITY, countries=kind.endswith("country"))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def _pieces(scenario: Scenario) -> Iterator[Mistake]:
    """A network in pieces: an origin without a way out, a border crossing of the host that leads to no city."""
    network = network_of(scenario)
    lost = [place.name for row, place in enumerate(network.origins) if not (network.to_gate.km[row] < math.inf).any()]
    if lost:
        do = "Add a route from there, or remove the place."
        yield Mistake("routes.csv", f"no way from {_listed(lost)} to any crossing", "a way from every origin", do)
    hosts = [row for row, gate in enumerate(network.gates) if gate.country == scenario.host]
    blind = [network.gates[row].name for row in hosts if not (network.to_city.km[row] < math.inf).any()]
    if blind:
        do = "Add a route from there to a city."
        yield Mistake("routes.csv", f"{_listed(blind)} leads to no city", "a way from every crossing to a city", do)
    if not hosts:
        do = "Add a crossing of that country and a route to it."
        yield Mistake("routes.csv", f"no crossing into {scenario.host} can be reached", "at least one", do)
