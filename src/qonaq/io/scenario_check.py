"""Whether a scenario makes sense as a whole: names, ways, shares, rules, policies and claims that fit together.

Each check is a function from a draft to its mistakes; `CHECKS` lists them all, and they all run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from qonaq.errors import Mistake, unknown_name
from qonaq.io.scenario_rows import Located, Rows
from qonaq.measures import MEASURES
from qonaq.model.claims import Claim
from qonaq.model.events import Event
from qonaq.model.people import Group
from qonaq.model.places import Place, PlaceKind, Route
from qonaq.model.policies import AS_IT_IS, LEVERS, Lever, Policy
from qonaq.model.rules import EntryRule
from qonaq.model.scenario import Prior, Scenario

SHARES_MAY_MISS = 1e-3  # by how much the shares of the groups may miss 1
LONGEST_BEFORE_TRIGGER = 120  # days of ordinary life before the trigger
MONEY = ("KZT", "AMD", "USD", "EUR", "RUB", "GEL", "PLN")
CURRENCY_LETTERS = 3

# From which kind of place a route may lead to which.
WAYS = {
    PlaceKind.ORIGIN: (PlaceKind.CROSSING,),
    PlaceKind.CROSSING: (PlaceKind.CITY, PlaceKind.ELSEWHERE),
    PlaceKind.CITY: (PlaceKind.CITY, PlaceKind.ELSEWHERE),
    PlaceKind.ELSEWHERE: (),
}


@dataclass(frozen=True)
class Draft:
    """A scenario as its files say it: rows with their places in the files, before it is known to make sense."""

    head: dict[str, Any]
    head_at: dict[str, str] = field(default_factory=dict)
    places: Rows[Place] = field(default_factory=Rows)
    routes: Rows[Route] = field(default_factory=Rows)
    groups: Rows[Group] = field(default_factory=Rows)
    rules: Rows[EntryRule] = field(default_factory=Rows)
    events: Rows[Event] = field(default_factory=Rows)
    priors: Rows[Prior] = field(default_factory=Rows)
    policies: Rows[Policy] = field(default_factory=Rows)
    claims: Rows[Claim] = field(default_factory=Rows)

    def at(self, key: str) -> str:
        """Where a key of the head of scenario.yaml stands."""
        return self.head_at.get(key, f"scenario.yaml, {key}")

    def place(self, name: str) -> Place | None:
        """The place of that name or alias."""
        return next((r.value for r in self.places.good if name == r.value.name or name in r.value.aliases), None)

    def names(self, *kinds: PlaceKind) -> tuple[str, ...]:
        """The names of the places of these kinds (all without any), unreadable rows included."""
        good = (row.value for row in self.places.good)
        read = tuple(place.name for place in good if not kinds or place.kind in kinds)
        return read + tuple(sorted(self.places.broken))

    def countries(self) -> tuple[str, ...]:
        """Every country that the scenario speaks of."""
        named = {self.head.get("origin"), self.head.get("host")}
        for row in self.places.good:
            named |= {row.value.country, row.value.from_country}
        return tuple(sorted(country for country in named if country))


def draft_of(scenario: Scenario) -> Draft:
    """A scenario made in memory as a draft, so that the same checks serve it."""

    def rows(values: Iterable[Any], name: str) -> Rows[Any]:
        return Rows(tuple(Located(value, f"{name}[{n}]") for n, value in enumerate(values, start=1)))

    head = {key: getattr(scenario, key) for key in ("name", "title", "origin", "host", "start", "trigger", "currency")}
    return Draft(
        head=head,
        places=rows(scenario.places, "places"),
        routes=rows(scenario.routes, "routes"),
        groups=rows(scenario.groups, "groups"),
        rules=rows(scenario.rules, "rules"),
        events=rows(scenario.events, "events"),
        priors=rows(scenario.priors, "priors"),
        policies=rows(scenario.policies, "policies"),
        claims=rows(scenario.evidence, "evidence"),
    )


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
                yield unknown_name(row.at(column), name, names)
        if ends["start"] and ends["end"]:
            yield from _way_mistakes(row, ends["start"], ends["end"])
        key = (route.start, route.end, route.mode)
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
            yield unknown_name(row.at("target"), event.target, targets)
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
    if lever.target is None:
        yield Mistake(f"{where}.target", "nothing", kind.target, f"Say on which {kind.target} '{kind.name}' acts.")
    elif lever.target not in allowed:
        yield unknown_name(f"{where}.target", lever.target, allowed)
    if bool(kind.unit) != (lever.amount is not None):
        found = "nothing" if lever.amount is None else f"{lever.amount:g}"
        words = f"a number of {kind.unit}" if kind.unit else "nothing"
        yield Mistake(f"{where}.amount", found, words, f"'{kind.name}': {kind.meaning}.")
    elif lever.amount is not None and not kind.low <= lever.amount <= kind.high:
        words = f"{kind.unit} from {kind.low:g} to {kind.high:g}"
        yield Mistake(f"{where}.amount", f"{lever.amount:g}", words, "Correct the amount.")
    if "class" in kind.target and lever.bed_class is None:
        yield Mistake(f"{where}.bed_class", "nothing", "a class of accommodation", "Say which beds are opened.")
    if lever.to is not None and lever.to not in draft.names(PlaceKind.CITY):
        yield unknown_name(f"{where}.to", lever.to, draft.names(PlaceKind.CITY))
    if kind.name == "transport" and lever.to is None:
        yield Mistake(f"{where}.to", "nothing", "a city", "Say to which city people are brought.")
    if lever.end is not None and lever.end < lever.start:
        yield Mistake(
            f"{where}.end", f"{lever.end} before {lever.start}", "an end after the start", "Exchange the days."
        )
    groups = tuple(row.value.name for row in draft.groups.good) + tuple(draft.groups.broken)
    if lever.group is not None and lever.group not in groups:
        yield unknown_name(f"{where}.group", lever.group, groups)


def _targets(draft: Draft, target: str) -> tuple[str, ...]:
    """The names on which a lever of that kind of target can act."""
    names: tuple[str, ...] = ()
    if "crossing" in target:
        names += draft.names(PlaceKind.CROSSING)
    if "city" in target:
        names += draft.names(PlaceKind.CITY)
    if "country" in target or "origin" in target:
        names += draft.countries()
    return names


def check_claims(draft: Draft) -> Iterator[Mistake]:
    """Units that the measure has, periods in order, places and groups that the scenario knows."""
    regions = tuple(dict.fromkeys(row.value.region for row in draft.places.good if row.value.region))
    names = draft.names() + regions
    for row in draft.claims.good:
        claim = row.value
        units = MEASURES[claim.measure].units
        money = claim.unit.split("/")[0] in MONEY or claim.unit.split("/")[0] == draft.head.get("currency")
        plain = "money/" + claim.unit.split("/")[-1] if money and "/" in claim.unit else claim.unit
        if plain not in units:
            yield unknown_name(row.at("unit"), claim.unit, units)
        if claim.place is not None and draft.place(claim.place) is None and claim.place not in names:
            yield unknown_name(row.at("place"), claim.place, names)
        if claim.country is not None and claim.country not in draft.countries():
            yield unknown_name(row.at("country"), claim.country, draft.countries())
        if claim.period_start and claim.period_end and claim.period_start > claim.period_end:
            found = f"{claim.period_start} to {claim.period_end}"
            yield Mistake(row.at("period_start"), found, "a start on or before the end", "Exchange the two days.")
        if claim.value_high is not None and claim.value_high < claim.value:
            found, do = f"{claim.value_high:g}, below value {claim.value:g}", "Exchange the two numbers."
            yield Mistake(row.at("value_high"), found, "the upper end of the range", do)


Check = Callable[[Draft], Iterator[Mistake]]
CHECKS: tuple[Check, ...] = (
    check_head,
    check_names,
    check_places,
    check_shares,
    check_routes,
    check_ways,
    check_rules,
    check_events,
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


def canonical_names(scenario: Scenario) -> Scenario:
    """The scenario with every alias in routes and claims replaced by the place's own name."""
    own = {name: place.name for place in scenario.places for name in (*place.aliases, place.name)}
    routes = tuple(replace(r, start=own.get(r.start, r.start), end=own.get(r.end, r.end)) for r in scenario.routes)
    claims = tuple(
        replace(c, place=own[c.place], alias=c.alias or (c.place if own[c.place] != c.place else None))
        if c.place in own
        else c
        for c in scenario.evidence
    )
    return replace(scenario, routes=routes, evidence=claims)
