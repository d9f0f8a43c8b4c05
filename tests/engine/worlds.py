"""Small invented scenarios for tests of the engine."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from qonaq.model.events import Event
from qonaq.model.laws import Fixed
from qonaq.model.parameters import PARAMETERS
from qonaq.model.people import Group
from qonaq.model.places import Place, PlaceKind, Route
from qonaq.model.rules import EntryRule
from qonaq.model.scenario import Prior, Scenario

SOURCE = "invented for a test"
START, TRIGGER = date(2030, 3, 1), date(2030, 3, 4)


def place(name: str, kind: str, country: str, lat: float, lon: float, **more: Any) -> Place:
    return Place(name, PlaceKind(kind), country, lat, lon, SOURCE, **more)


def route(start: str, end: str, km: float, **more: Any) -> Route:
    return Route(start, end, km, SOURCE, **more)


def prior(parameter: str, at: float, *target: str) -> Prior:
    return Prior(parameter, Fixed(at), SOURCE, target)


def small(**changes: Any) -> Scenario:
    """Two origins, three crossings (one into another country), two cities, two groups."""
    scenario = Scenario(
        name="small",
        title="A small invented crisis",
        origin="AA",
        host="BB",
        start=START,
        trigger=TRIGGER,
        places=(
            place("Northtown", "origin", "AA", 52.0, 50.0, population=2_000_000.0),
            place("Southtown", "origin", "AA", 50.0, 52.0, population=1_000_000.0),
            place("Gate A", "crossing", "BB", 51.0, 51.0, lanes=4.0, people_per_lane_hour=30.0, open_hours=12.0),
            place("Gate B", "crossing", "BB", 50.0, 53.0),
            place("Gate C", "crossing", "CC", 49.0, 49.0),
            place("Rivertown", "city", "BB", 50.5, 51.5, population=300_000.0, rent=100.0),
            place("Capital", "city", "BB", 49.0, 55.0, population=1_200_000.0, hotel_beds=4000.0, desks=20.0),
            place("Seeland", "elsewhere", "CC", 47.0, 48.0, population=3_000_000.0),
        ),
        routes=(
            route("Northtown", "Gate A", 250.0),
            route("Northtown", "Gate C", 500.0),
            route("Southtown", "Gate A", 300.0),
            route("Southtown", "Gate B", 200.0),
            route("Southtown", "Gate C", 600.0),
            route("Gate A", "Rivertown", 80.0),
            route("Gate B", "Capital", 300.0),
            route("Rivertown", "Capital", 700.0),
            route("Gate C", "Seeland", 200.0),
            route("Capital", "Seeland", 1500.0),
        ),
        groups=(
            Group("passport", 0.7, SOURCE),
            Group("no passport", 0.3, SOURCE, document="none", household="family", children=0.3),
        ),
        rules=(EntryRule("BB", START, SOURCE, stay_days=30),),
        events=(Event("trigger", TRIGGER, SOURCE),),
    )
    return replace(scenario, **changes)


def fixed_at_medians(scenario: Scenario) -> Scenario:
    """The scenario with every parameter known: no uncertainty but chance."""
    priors = []
    for name, row in PARAMETERS.items():
        for target in [()] if not row.by_class else [(k,) for k in row.by_class]:
            law = row.default(bed_class=target[0] if target else None)
            at = getattr(law, "median", getattr(law, "mean", getattr(law, "at", 0.0)))
            priors.append(prior(name, at, *target))
    return replace(scenario, priors=(*priors, *scenario.priors))
