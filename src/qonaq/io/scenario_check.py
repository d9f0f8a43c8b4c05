"""Whether a scenario makes sense as a whole: names, ways, shares, rules, policies and claims that fit together.

Each check is a function from a draft to its mistakes; `CHECKS` lists them all, and they all run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from qonaq.errors import Mistake
from qonaq.io.scenario_check_rules import check_claims, check_events, check_policies, check_priors, check_rules
from qonaq.io.scenario_draft import Draft
from qonaq.io.scenario_rows import Located, Rows
from qonaq.model.places import BED_CLASSES, Place, PlaceKind, Route

SHARES_MAY_MISS = 1e-3  # by how much the shares of the groups may miss 1
LONGEST_BEFORE_TRIGGER = 120  # days of ordinary life before the trigger
CURRENCY_LETTERS = 3

# From which kind of place a route may lead to which.
WAYS = {
    PlaceKind.ORIGIN: (PlaceKind.CROSSING, PlaceKind.ORIGIN, PlaceKind.ELSEWHERE),
    PlaceKind.CROSSING: (PlaceKind.CITY, PlaceKind.ELSEWHERE),
    PlaceKind.CITY: (PlaceKind.CITY, PlaceKind.ELSEWHERE),
    PlaceKind.ELSEWHERE: (),
}


def check_head(draft: Draft) -> Iterator[Mistake]:
    """Days in order, two countries, a currency."""
    head = draft.head
    start, trigger = head.get("start"), head.get("trigger")
    if start and trigger and not timedelta(0) <= trigger - start <= timedelta(days=LONGEST_BEFORE_TRIGGER):
        allowed = f"a start on the day of the trigger or up to {LONGEST_BEFORE_TRIGGER} days before"
        do = "Give the simulation a week or so of ordinary life before the trigger."
        yield Mistake(draft.at("start"), f"{start} with the trigger on {trigger}", allowed, do)
    if head.get("origin") and head.get("origin") == head.get("host"):
        allowed, do = "two countries", "Name the country that people leave and the one that plans."
        yield Mistake(draft.at("host"), f"'{head['host']}', the origin itself", allowed, do)
    currency = head.get("currency")
    if currency and not (len(currency) == CURRENCY_LETTERS and currency.isalpha() and currency.isupper()):
        yield Mistake(draft.at("currency"), f"'{currency}'", "three capital letters, as KZT", "Use the ISO 4217 code.")


def check_names(draft: Draft) -> Iterator[Mistake]:
    """Every place, group and policy has a name of its own, and no alias names two places."""
    seen: dict[str, str] = {}
    for row in draft.places.good:
        for name in dict.fromkeys((row.value.name, *row.value.aliases)):
            if name in seen and seen[name] != row.value.name:
                do = f"'{seen[name]}' already has it: rename or remove one of the two."
                yield Mistake(
                    row.at("name" if name == row.value.name else "aliases"), f"'{name}' again", "a new name", do
                )
            elif name in seen:
                do = "Keep one row a place."
                yield Mistake(row.at("name"), f"'{name}' again", "every place once", do)
            seen.setdefault(name, row.value.name)
    named_rows: tuple[tuple[str, Rows[Any]], ...] = (("group", draft.groups), ("policy", draft.policies))
    for what, rows in named_rows:
        counted = Counter(row.value.name for row in rows.good)
        for row in rows.good:
            if counted[row.value.name] > 1:
                yield Mistake(
                    row.at("name"), f"'{row.value.name}' twice", f"every {what} once", "Rename one of the two."
                )


def check_places(draft: Draft) -> Iterator[Mistake]:
    """Origins lie in the origin's country, cities in the host's, and a crossing says how people come to it."""
    origin, host = draft.head.get("origin"), draft.head.get("host")
    for row in draft.places.good:
        place = row.value
        if place.kind is PlaceKind.ORIGIN and origin and place.country != origin:
            do = "Correct the country, or the origin in scenario.yaml."
            yield Mistake(row.at("country"), f"'{place.country}' of an origin", f"{origin}, the origin", do)
        if place.kind is PlaceKind.CITY and host and place.country != host:
            do = "Make it a place of kind 'elsewhere', or correct the country."
            yield Mistake(row.at("country"), f"'{place.country}' of a city", f"{host}, the host country", do)
        if place.kind is PlaceKind.CROSSING and place.from_country == place.country:
            do = "`country` is the host side, `from_country` the side that people come from."
            yield Mistake(row.at("from_country"), f"'{place.from_country}' on both sides", "two countries", do)
        if place.kind is PlaceKind.ORIGIN and place.population is None:
            do = "Give the number of residents, or an estimate marked as an assumption."
            yield Mistake(row.at("population"), "nothing", "the people of an origin", do)
    for kind, country in ((PlaceKind.ORIGIN, origin), (PlaceKind.CROSSING, host), (PlaceKind.CITY, host)):
        if country and not draft.places.broken and not _places_in(draft, kind, country):
            do = f"Add at least one {kind.value} to places.csv."
            yield Mistake("places.csv", f"no {kind.value} in {country}", f"at least one {kind.value}", do)


def check_cities(draft: Draft) -> Iterator[Mistake]:
    """A city has a stock of beds, or residents from whom it is estimated; desks have hours."""
    for row in draft.places.good:
        place = row.value
        if place.kind is not PlaceKind.CITY:
            continue
        if not place.population and all(getattr(place, f"{name}_beds") is None for name in BED_CLASSES):
            do = "Give the residents, from whom the beds are estimated, or the beds that there are."
            yield Mistake(row.at("population"), "nothing, and no beds", "residents, or beds of a class", do)
        if place.desks and place.desk_hours == 0:
            do = "Give the hours that a desk works in a day, or leave both blank."
            yield Mistake(row.at("desk_hours"), "0 hours of desks", "more than 0 hours", do)


def _places_in(draft: Draft, kind: PlaceKind, country: str) -> list[Place]:
    return [row.value for row in draft.places.good if row.value.kind is kind and row.value.country == country]


def check_shares(draft: Draft) -> Iterator[Mistake]:
    """The groups are everybody; the crossings of a border share out at most its whole ordinary traffic."""
    groups = draft.groups
    total = sum(row.value.share for row in groups.good)
    if groups.good and not groups.broken and abs(total - 1) > SHARES_MAY_MISS:
        do = "Correct the shares, or add the group that is missing."
        yield Mistake(groups.good[0].at("share"), f"shares that sum to {total:g}", "shares that sum to 1", do)
    if not groups.good and not groups.broken and not groups.mistakes:
        do = "Add a group, as {name: everyone, share: 1, source: all people alike, assumption: true}."
        yield Mistake("scenario.yaml, groups", "nothing", "at least one group", do)
    for country in draft.countries():
        crossings = _places_in(draft, PlaceKind.CROSSING, country)
        total = sum(place.traffic_share or 0.0 for place in crossings)
        if total > 1 + SHARES_MAY_MISS:
            where, found = f"places.csv, traffic_share of {country}", f"shares that sum to {total:g}"
            yield Mistake(where, found, "at most 1", "Correct the shares of the crossings.")


def check_routes(draft: Draft) -> Iterator[Mistake]:
    """Both ends exist, the direction is that of flight, and no way is there twice."""
    names = draft.names()
    seen: set[tuple[str, str, str]] = set()
    for row in draft.routes.good:
        route = row.value
        ends = {}
        for column in ("start", "end"):
            name = getattr(route, column)
            ends[column] = draft.place(name)
            if ends[column] is None and name not in draft.places.broken:
                yield draft.unknown_place(row.at(column), name, names)
        if ends["start"] and ends["end"]:
            yield from _way_mistakes(row, ends["start"], ends["end"])
        own = [place.name if place else getattr(route, column) for column, place in ends.items()]
        key = (own[0], own[1], route.mode.value)
        if key in seen:
            found = f"'{route.start}' to '{route.end}' by {route.mode.value} again"
            yield Mistake(row.where, found, "every route once", "Remove one of the two rows.")
        seen.add(key)
        if route.km == 0:
            yield Mistake(row.at("km"), "0", "more than 0 km", "Give the length of the way.")


def _way_mistakes(row: Located[Route], start: Place, end: Place) -> Iterator[Mistake]:
    allowed = ", ".join(kind.value for kind in WAYS[start.kind]) or "no route: nothing leads on from there"
    if end.kind not in WAYS[start.kind]:
        found = f"a route from {start.kind.value} '{start.name}' to {end.kind.value} '{end.name}'"
        yield Mistake(
            row.at("end"), found, f"from {start.kind.value} to {allowed}", "Routes go in the direction of flight."
        )
    elif start.kind is PlaceKind.CROSSING and start.country != end.country:
        found = f"'{start.name}' leads into {start.country}, '{end.name}' is in {end.country}"
        yield Mistake(row.at("end"), found, "an end in the crossing's country", "Correct the end or the crossing.")
    elif start.name == end.name:
        yield Mistake(row.at("end"), f"'{end.name}', the start itself", "another place", "Correct one end.")


def check_ways(draft: Draft) -> Iterator[Mistake]:
    """Nobody is left without a way: every origin leads somewhere, every crossing is reached and leads on."""
    if any(rows.broken or rows.mistakes for rows in (draft.places, draft.routes)):
        return  # a way may be missing only because its row could not be read
    canonical = {name: row.value.name for row in draft.places.good for name in (row.value.name, *row.value.aliases)}
    starts = {canonical.get(row.value.start) for row in draft.routes.good}
    ends = {canonical.get(row.value.end) for row in draft.routes.good}
    for row in draft.places.good:
        place = row.value
        if place.kind in (PlaceKind.ORIGIN, PlaceKind.CROSSING) and place.name not in starts:
            do = f"Add a route that starts at '{place.name}' to routes.csv."
            yield Mistake(row.where, f"no route from '{place.name}'", "at least one way on", do)
        if place.kind is not PlaceKind.ORIGIN and place.name not in ends:
            do = f"Add a route that ends at '{place.name}' to routes.csv, or remove the place."
            yield Mistake(row.where, f"no route to '{place.name}'", "at least one way to it", do)


Check = Callable[[Draft], Iterator[Mistake]]
CHECKS: tuple[Check, ...] = (
    check_head,
    check_names,
    check_places,
    check_cities,
    check_shares,
    check_routes,
    check_ways,
    check_rules,
    check_events,
    check_priors,
    check_policies,
    check_claims,
)


def check_draft(draft: Draft) -> tuple[Mistake, ...]:
    """Every mistake of a draft: those of its cells first, then those of the whole."""
    rows = (
        draft.places,
        draft.routes,
        draft.groups,
        draft.rules,
        draft.events,
        draft.priors,
        draft.policies,
        draft.claims,
    )
    cells = [mistake for part in rows for mistake in part.mistakes]
    return (*cells, *(mistake for check in CHECKS for mistake in check(draft)))
