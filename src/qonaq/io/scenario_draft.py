"""A scenario before it is known to make sense: rows as read, with where they stand, ready to be checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from qonaq.errors import Mistake, nearest, unknown_name
from qonaq.io.scenario_rows import Located, Rows
from qonaq.model.claims import Claim
from qonaq.model.events import Event
from qonaq.model.people import Group
from qonaq.model.places import Place, PlaceKind, Route
from qonaq.model.policies import Policy
from qonaq.model.rules import EntryRule
from qonaq.model.scenario import Prior, Scenario


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

    def unknown_place(self, where: str, found: str, allowed: tuple[str, ...]) -> Mistake:
        """The mistake of a place that is not there, which offers the nearest of all names and aliases."""
        aliases = tuple(alias for row in self.places.good for alias in row.value.aliases)
        return replace(unknown_name(where, found, allowed), do=nearest(found, (*allowed, *aliases)))

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
