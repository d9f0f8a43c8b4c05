"""A crisis as declared: places, routes, people, rules, events, policies, priors and what was said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from qonaq.model.claims import Claim
from qonaq.model.events import Event
from qonaq.model.laws import Law
from qonaq.model.people import Group
from qonaq.model.places import Place, PlaceKind, Route
from qonaq.model.policies import Policy
from qonaq.model.rules import EntryRule

Row = TypeVar("Row", Place, Route, Group, EntryRule, Event, Policy, "Prior")


@dataclass(frozen=True)
class Prior:
    """What is believed of a parameter before this crisis' figures are seen (`model/parameters.py` has the table)."""

    parameter: str  # a name of PARAMETERS
    law: Law
    source: str
    target: tuple[str, ...] = ()  # a place, a country, a class …, as the parameter's `per` says
    assumption: bool = False
    known_on: date | None = None


@dataclass(frozen=True)
class Scenario:
    """Everything that a simulation needs to be told."""

    name: str
    title: str
    origin: str  # ISO alpha-2
    host: str  # ISO alpha-2 of the country that plans
    start: date  # first simulated day: some days of ordinary life before the trigger
    trigger: date
    places: tuple[Place, ...]
    routes: tuple[Route, ...]
    groups: tuple[Group, ...]
    rules: tuple[EntryRule, ...] = ()
    events: tuple[Event, ...] = ()
    priors: tuple[Prior, ...] = ()
    policies: tuple[Policy, ...] = ()
    evidence: tuple[Claim, ...] = ()
    currency: str = "USD"
    climate: str = "cold"  # cold | warm
    source: str = ""
    cautions: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)

    def of_kind(self, kind: PlaceKind) -> tuple[Place, ...]:
        """The places of one kind, in the order of the file."""
        return tuple(place for place in self.places if place.kind is kind)

    def place(self, name: str) -> Place | None:
        """The place of that name or alias, or None."""
        for place in self.places:
            if name == place.name or name in place.aliases:
                return place
        return None


def as_of(scenario: Scenario, day: date) -> Scenario:
    """The scenario as it could be known on that day: every row with a later or a blank `known_on` is gone.

    Claims count by the day of publication.
    """

    def known(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(row for row in rows if row.known_on is not None and row.known_on <= day)

    return replace(
        scenario,
        places=known(scenario.places),
        routes=known(scenario.routes),
        groups=known(scenario.groups),
        rules=known(scenario.rules),
        events=known(scenario.events),
        priors=known(scenario.priors),
        policies=known(scenario.policies),
        evidence=tuple(c for c in scenario.evidence if c.published is not None and c.published <= day),
    )
