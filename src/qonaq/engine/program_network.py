"""Ways through the network: every itinerary is found once, before anything runs."""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonaq.model.parameters import DETOUR
from qonaq.model.places import Place, PlaceKind
from qonaq.model.scenario import Scenario

EARTH_KM = 6371.0088  # mean radius of the Earth (IUGG)


@dataclass(frozen=True)
class Ways:
    """The shortest way from each start to each end."""

    km: NDArray[np.float64]  # whole length; infinite where there is no way
    free_km: NDArray[np.float64]  # the part travelled at the general speed
    fixed_days: NDArray[np.float64]  # days on the part whose routes have a speed of their own


def great_circle_km(a: Place, b: Place) -> float:
    """The distance of two places on the globe (haversine)."""
    lat1, lat2 = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2.0 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def ways(scenario: Scenario, starts: Sequence[Place], ends: Sequence[Place], through: Sequence[Place]) -> Ways:
    """The shortest ways by routes from starts to ends that pass only places of `through`."""
    edges: dict[str, list[tuple[str, float, float, float]]] = {}
    for route in scenario.routes:
        free, fixed = (route.km, 0.0) if route.speed is None else (0.0, route.km / route.speed)
        edges.setdefault(route.start, []).append((route.end, route.km, free, fixed))
    passable = {place.name for place in through}
    shape = (len(starts), len(ends))
    km, free_km, fixed_days = np.full(shape, np.inf), np.zeros(shape), np.zeros(shape)
    for row, start in enumerate(starts):
        found = _shortest(edges, start.name, passable)
        for column, end in enumerate(ends):
            if end.name in found:
                km[row, column], free_km[row, column], fixed_days[row, column] = found[end.name]
    return Ways(km, free_km, fixed_days)


def _shortest(
    edges: dict[str, list[tuple[str, float, float, float]]], start: str, passable: set[str]
) -> dict[str, tuple[float, float, float]]:
    """Dijkstra's shortest ways from one place: name → (km, km at the general speed, days at own speeds)."""
    done: dict[str, tuple[float, float, float]] = {}
    heap = [(0.0, start, 0.0, 0.0)]
    while heap:
        km, name, free, fixed = heapq.heappop(heap)
        if name in done:
            continue
        done[name] = (km, free, fixed)
        if name != start and name not in passable:
            continue
        for end, more, more_free, more_fixed in edges.get(name, ()):
            if end not in done:
                heapq.heappush(heap, (km + more, end, free + more_free, fixed + more_fixed))
    del done[start]
    return done


def between(scenario: Scenario, places: Sequence[Place]) -> NDArray[np.float64]:
    """Km between places by the routes that join them, in either direction, and otherwise by detour over the globe."""
    given: dict[tuple[str, str], float] = {}
    for route in scenario.routes:
        for pair in ((route.start, route.end), (route.end, route.start)):
            given[pair] = min(route.km, given.get(pair, math.inf))
    km = np.zeros((len(places), len(places)))
    for a, first in enumerate(places):
        for b, second in enumerate(places):
            if a != b:
                km[a, b] = given.get((first.name, second.name), DETOUR * great_circle_km(first, second))
    return km


@dataclass(frozen=True)
class Network:
    """The places that people can reach, and the ways between them."""

    origins: tuple[Place, ...]
    gates: tuple[Place, ...]  # crossings, and countries reached directly from an origin
    cities: tuple[Place, ...]
    elsewhere: tuple[Place, ...]
    positions: dict[str, int]  # of a place in the scenario's file
    to_gate: Ways
    to_city: Ways
    to_elsewhere: Ways
    between_gates: NDArray[np.float64]
    between_cities: NDArray[np.float64]
    onward_km: NDArray[np.float64]  # from the nearest city to each country elsewhere; infinite where no route leads
    unreachable: tuple[str, ...]


def network_of(scenario: Scenario) -> Network:
    """The itineraries of a scenario; a place that nobody can reach is left out."""
    origins = scenario.of_kind(PlaceKind.ORIGIN)
    cities = scenario.of_kind(PlaceKind.CITY)
    elsewhere = scenario.of_kind(PlaceKind.ELSEWHERE)
    direct = {route.end for route in scenario.routes if route.start in {place.name for place in origins}}
    wanted = [p for p in scenario.places if p.kind is PlaceKind.CROSSING or (p in elsewhere and p.name in direct)]
    first = ways(scenario, origins, wanted, origins)
    reached = [column for column in range(len(wanted)) if np.isfinite(first.km[:, column]).any()]
    gates = tuple(wanted[column] for column in reached)
    hosts = [gate for gate in gates if gate.country == scenario.host]
    inside = ways(scenario, hosts, cities, cities)
    there = [column for column in range(len(cities)) if np.isfinite(inside.km[:, column]).any()]
    kept = tuple(cities[column] for column in there)
    out = ways(scenario, kept, elsewhere, kept)
    used = {place.name for place in (*origins, *gates, *kept, *elsewhere)}
    return Network(
        origins=origins,
        gates=gates,
        cities=kept,
        elsewhere=elsewhere,
        positions={place.name: position for position, place in enumerate(scenario.places)},
        to_gate=ways(scenario, origins, gates, origins),
        to_city=ways(scenario, gates, kept, kept),
        to_elsewhere=ways(scenario, gates, elsewhere, elsewhere),
        between_gates=between(scenario, gates),
        between_cities=between(scenario, kept),
        onward_km=out.km.min(axis=0) if kept and elsewhere else np.full(len(elsewhere), np.inf),
        unreachable=tuple(place.name for place in scenario.places if place.name not in used),
    )
