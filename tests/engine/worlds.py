"""Small invented scenarios for tests of the engine."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from qonaq.model.events import Event
from qonaq.model.laws import Fixed
from qonaq.model.parameters import PARAMETERS
from qonaq.model.people import Group
from qonaq.model.places import BED_CLASSES, Place, PlaceKind, Route
from qonaq.model.policies import LEVERS, Lever, Policy
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


# ------------------------------------------------------------------ scenarios drawn by Hypothesis

DAYS = 24
KM = st.sampled_from([0.0, 40.0, 300.0, 300.0, 1500.0])
PEOPLE = st.sampled_from([0.0, 1.0, 40.0, 3000.0, 500_000.0, 2e7])
CAPACITY = st.sampled_from([None, 0.0, 1.0, 4.0, 1000.0])
HOURS = st.sampled_from([None, 0.0, 8.0, 24.0])
BEDS = st.sampled_from([None, 0.0, 3.0, 500.0])


def day_of(number: int) -> date:
    return START + timedelta(days=number)


@st.composite
def places_of(draw: st.DrawFn) -> tuple[Place, ...]:
    def spot() -> tuple[float, float]:
        return draw(st.floats(40, 60)), draw(st.floats(40, 60))

    origins = [
        place(f"Origin {n}", "origin", "AA", *spot(), population=draw(PEOPLE)) for n in range(draw(st.integers(1, 3)))
    ]
    gates = [
        place(
            f"Gate {n}", "crossing", "BB" if n == 0 else draw(st.sampled_from(["BB", "BB", "CC"])), *spot(),
            from_country="AA", lanes=draw(CAPACITY), people_per_lane_hour=draw(CAPACITY), open_hours=draw(HOURS),
            traffic_share=draw(st.sampled_from([None, 0.0, 0.3])),
        )
        for n in range(draw(st.integers(1, 4)))
    ]  # fmt: skip
    cities = [
        place(
            f"City {n}", "city", "BB", *spot(), population=draw(st.one_of(st.none(), PEOPLE)),
            desks=draw(st.sampled_from([None, 0.0, 2.0])), rent=100.0, region="Middle",
            **{f"{name}_beds": draw(BEDS) for name in BED_CLASSES},
        )
        for n in range(draw(st.integers(1, 3)))
    ]  # fmt: skip
    beyond = [
        place("Seeland", "elsewhere", "CC", *spot(), population=3e6),
        place("Farland", "elsewhere", "DD", *spot()),
    ]
    return (*origins, *gates, *cities, *beyond[: draw(st.integers(0, 2))])


@st.composite
def routes_of(draw: st.DrawFn, places: tuple[Place, ...]) -> tuple[Route, ...]:
    """Every origin reaches the first gate, every host gate a city; more ways by chance."""
    named = {kind: [p for p in places if p.kind is kind] for kind in PlaceKind}
    gates, cities = named[PlaceKind.CROSSING], named[PlaceKind.CITY]
    rows = [(o.name, gates[0].name) for o in named[PlaceKind.ORIGIN]]
    rows += [(o.name, g.name) for o in named[PlaceKind.ORIGIN] for g in gates[1:] if draw(st.booleans())]
    rows += [(g.name, cities[draw(st.integers(0, len(cities) - 1))].name) for g in gates if g.country == "BB"]
    rows += [(g.name, p.name) for g in gates for p in named[PlaceKind.ELSEWHERE] if g.country == p.country]
    rows += [(a.name, b.name) for a in cities for b in cities if a != b and draw(st.booleans())]
    rows += [(c.name, p.name) for c in cities for p in named[PlaceKind.ELSEWHERE] if draw(st.booleans())]
    rows += [(named[PlaceKind.ORIGIN][0].name, p.name) for p in named[PlaceKind.ELSEWHERE] if draw(st.booleans())]
    speed = st.sampled_from([None, None, 100.0])
    return tuple(route(a, b, draw(KM), speed=draw(speed)) for a, b in dict.fromkeys(rows))


@st.composite
def levers_of(draw: st.DrawFn, scenario: Scenario) -> tuple[Lever, ...]:
    gates = [p.name for p in scenario.of_kind(PlaceKind.CROSSING)]
    cities = [p.name for p in scenario.of_kind(PlaceKind.CITY)]
    group = st.one_of(st.none(), st.sampled_from([g.name for g in scenario.groups]))

    def lever(name: str) -> Lever:
        start = draw(st.integers(0, DAYS))
        end = draw(st.one_of(st.none(), st.integers(start, start + 9)))
        days = {"start": day_of(start), "end": None if end is None else day_of(end)}
        gate, city = draw(st.sampled_from(gates)), draw(st.sampled_from(cities))
        bed_class = draw(st.sampled_from(BED_CLASSES))
        rows: dict[str, dict[str, Any]] = {
            "close": {"target": draw(st.sampled_from([None, "BB", gate])), "group": draw(group)},
            "open": {"target": draw(st.sampled_from([None, "BB", gate])), "group": draw(group)},
            "close_exit": {"target": draw(st.sampled_from([None, "Origin 0", "AA"])), "group": draw(group)},
            "add_hours": {"target": gate, "amount": 6.0},
            "add_lanes": {"target": gate, "amount": 3.0},
            "cap_stay": {"amount": float(draw(st.integers(1, 12))), "group": draw(group)},
            "extend_stay": {"amount": float(draw(st.integers(1, 12))), "group": draw(group)},
            "open_beds": {"target": city, "amount": 50.0, "bed_class": bed_class},
            "add_desks": {"target": city, "amount": 2.0},
            "add_desk_hours": {"target": city, "amount": 2.0},
            "transport": {"target": city, "amount": 30.0, "to": draw(st.sampled_from(cities))},
            "cash_for_hosts": {"target": city, "amount": 0.5},
            "rent_cap": {"target": draw(st.sampled_from([None, city])), "amount": 0.1},
            "point_to": {"target": gate, "amount": 0.4},
        }
        return Lever(name, **days, **rows[name])

    return tuple(lever(name) for name in draw(st.lists(st.sampled_from(sorted(LEVERS)), max_size=5)))


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Scenario, Policy]:
    """A scenario of any small shape, with a policy: no people, one person, closed days, one or many groups, ties."""
    places = draw(places_of())
    names = ["passport", "card", "none"][: draw(st.integers(1, 3))]
    groups = tuple(Group(n, 1.0 / len(names), SOURCE, household=draw(st.sampled_from(HOUSEHOLDS))) for n in names)
    rules = [
        EntryRule(
            draw(st.sampled_from(["BB", "CC"] if any(p.country == "CC" for p in places) else ["BB"])),
            day_of(draw(st.integers(-3, DAYS))), SOURCE, groups=tuple(draw(st.sets(st.sampled_from(names)))),
            admits=draw(st.sampled_from([True, True, False])), stay_days=draw(st.sampled_from([None, 1, 4, 9])),
            renewable=draw(st.booleans()),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]  # fmt: skip
    kinds = st.sampled_from(["trigger", "trigger", "relief", "close", "open", "exit_closed", "exit_opened"])
    events = tuple(
        Event(kind, day_of(draw(st.integers(-2, DAYS))), SOURCE, name=f"event {n}", strength=draw(st.floats(0, 2)))
        for n, kind in enumerate(draw(st.lists(kinds, max_size=4)))
    )
    priors = (
        prior("pool_share", draw(st.sampled_from([0.001, 0.02, 1.0]))),
        prior("traffic_in", draw(st.sampled_from([0.0, 3.0, 900.0]))),
        prior("residents_in", draw(st.sampled_from([0.0, 500.0]))),
        prior("hazard", draw(st.sampled_from([0.0, 0.3, 5.0]))),
        prior("speed", draw(st.sampled_from([150.0, 700.0, 1e6]))),
    )
    scenario = small(
        places=places, routes=draw(routes_of(places)), groups=groups, rules=tuple(rules), events=events, priors=priors
    )
    return scenario, Policy("drawn", draw(levers_of(scenario)))


HOUSEHOLDS = ("single", "family")
