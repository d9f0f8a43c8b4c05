"""The network of a Flee instance: directed links, and every path that a traveller can have in mind.

An option is a place at the end of a path without repeated places, of up to `awareness_level` legs; a marker is a
crossroads that counts as no leg and cannot be chosen. A place reached by k paths is k options.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from qonaq.engine.flee_instance import FleeInstance, FleePlace, FleeRules
from qonaq.engine.kernels.hop import GRID
from qonaq.engine.kernels.hop_state import Net
from qonaq.errors import Mistake, SettingError

MICRO = 1_000_000  # micro-kilometres in a kilometre
MOST_PATHS = 2_000_000
MOST_LIMITS = 5_000  # with more limits than this a place keeps distances to 1/64 of a day's travel
MAJOR_ROUTE = 4.0  # fixed routes: a major route counts as a quarter of its length
EARTH_RADIUS = 6371.0  # km


@dataclass
class Links:
    """Directed links in the order in which Flee makes them."""

    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    km: list[float] = field(default_factory=list)
    speed: list[float] = field(default_factory=list)
    walk: list[float] = field(default_factory=list)

    def add(self, start: int, end: int, km: float, speed: float, walk: float) -> None:
        for one, other in ((start, end), (end, start)):
            self.start.append(one)
            self.end.append(other)
            self.km.append(km)
            self.speed.append(speed)
            self.walk.append(walk)


@dataclass(frozen=True)
class Path:
    """A path from a place: its links, and the length that counts in its weight."""

    links: tuple[int, ...]
    km: float


def links_of(instance: FleeInstance, *, native: bool) -> Links:
    """Two links a route; a route with redirection 1 makes four, unless under our own rules."""
    number = {place.name: i for i, place in enumerate(instance.places)}
    links = Links()
    seen: set[frozenset[str]] = set()
    for route in instance.routes:
        pair = frozenset((route.start, route.end))
        if native and pair in seen:
            continue
        seen.add(pair)
        speed = instance.rules.max_move_speed if route.speed is None else route.speed
        start, end = number[route.start], number[route.end]
        if route.redirection == 2:
            start, end = end, start
        for _ in range(2 if route.redirection == 1 and not native else 1):
            links.add(start, end, route.km, speed, route.walk_probability)
    return links


def paths_from(
    place: int, links: Links, leaving: list[list[int]], marker: list[bool], awareness: int, *, markers_free: bool
) -> Iterator[Path]:
    """Every path from a place, in the order of a walk in depth."""

    def onward(link: int, before: tuple[int, ...], passed: tuple[int, ...], km: float, step: int) -> Iterator[Path]:
        here = links.end[link]
        way = (*before, link)
        km += links.km[link]
        if not marker[here]:
            yield Path(way, km)
        elif markers_free:
            step -= 1
        if awareness > step:
            for further in leaving[here]:
                if links.end[further] not in passed:
                    yield from onward(further, way, (*passed, here), km, step + 1)

    for link in leaving[place]:
        yield from onward(link, (), (place,), 0.0, 1)


def major_paths(
    place: int, instance: FleeInstance, links: Links, leaving: list[list[int]], regular: list[Path]
) -> Iterator[Path]:
    """Paths along major routes to ends that no regular path of this place reaches (fixed routes only)."""
    number = {other.name: i for i, other in enumerate(instance.places)}
    ends = {links.end[path.links[-1]]: path for path in reversed(regular)}
    hubs: dict[int, tuple[int, ...]] = {place: ()} | {end: path.links for end, path in ends.items()}
    for route in instance.major_routes:
        stops = [number[name] for name in route]
        for direction in (stops, stops[::-1]):
            if direction[0] not in hubs or direction[-1] in hubs:
                continue
            way = list(hubs[direction[0]])
            for one, other in pairwise(direction):
                way += [link for link in leaving[one] if links.end[link] == other][:1]
            if len(way) == len(hubs[direction[0]]) + len(direction) - 1:
                yield Path(tuple(way), sum(links.km[link] for link in way))


def distance(one: FleePlace, other: FleePlace) -> float:
    """Great-circle distance in km; x is read as longitude, as Flee does whatever the file's header says."""
    lat1, lat2 = math.radians(one.y), math.radians(other.y)
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(other.x - one.x) / 2) ** 2
    return EARTH_RADIUS * 2 * math.atan2(math.sqrt(half), math.sqrt(max(0.0, 1 - half)))


class Routes:
    """Remaining routes by number: 0 is none, and the rest of a route is a route too."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[int, ...], int] = {(): 0}

    def number(self, stops: tuple[int, ...]) -> int:
        if stops not in self.numbers:
            self.number(stops[1:])
            self.numbers[stops] = len(self.numbers)
        return self.numbers[stops]


def all_paths(instance: FleeInstance, links: Links, *, native: bool) -> list[list[Path]]:
    """The options of every place, or a SettingError where there are too many to hold."""
    rules = instance.rules
    leaving: list[list[int]] = [[] for _ in instance.places]
    for link, start in enumerate(links.start):
        leaving[start].append(link)
    awareness = max(1, rules.awareness_level) if native else rules.awareness_level
    marker = [kind_of(place) == "marker" for place in instance.places]
    paths: list[list[Path]] = []
    count = 0
    for place in range(len(instance.places)):
        options: list[Path] = []
        if awareness != 0 and not (rules.fixed_routes and marker[place]):
            free = not rules.fixed_routes
            for path in paths_from(place, links, leaving, marker, awareness, markers_free=free):
                options.append(path)
                count += 1
                if count > MOST_PATHS:
                    raise SettingError(_too_many(rules.awareness_level))
        if rules.fixed_routes:
            longer = major_paths(place, instance, links, leaving, options)
            soft = rules.softening
            options += [Path(path.links, (soft + path.km) / MAJOR_ROUTE - soft) for path in longer]
        paths.append(options)
    return paths


def _too_many(awareness: int) -> Mistake:
    return Mistake(
        where="simsetting.yml, move_rules.awareness_level",
        found=f"{awareness}, which gives more than {MOST_PATHS:,} paths on this network",
        allowed="a level whose paths can be held at once",
        do="Lower awareness_level.",
    )


def kind_of(place: FleePlace) -> str:
    """The kind that Flee makes of the word in the file: the first of these that it contains."""
    word = place.kind.lower()
    for kind in ("camp", "conflict", "forward", "marker", "flood_zone", "default", "town"):
        if kind in word:
            return "town" if kind == "default" else kind
    return "unknown"


def net_of(
    instance: FleeInstance, links: Links, paths: list[list[Path]], *, native: bool
) -> tuple[Net, list[tuple[int, ...]]]:
    """The arrays of the network, and the links of every path in their order."""
    rules, places = instance.rules, instance.places
    flat = [(place, path) for place, options in enumerate(paths) for path in options]
    between = np.full((len(places), len(places)), -1, np.int64)
    for link in reversed(range(len(links.start))):
        between[links.start[link], links.end[link]] = link
    routes = Routes()
    stops = [tuple(links.end[link] for link in path.links) for _, path in flat]
    rests = [routes.number(stop[1:]) for stop in stops]
    near = np.ones(len(flat))
    if rules.stay_close_to_home:
        for i, (place, _) in enumerate(flat):
            away = distance(places[stops[i][-1]], places[place])
            near[i] = 1.0 / max(1.0, away) ** rules.home_distance_power
    known = list(routes.numbers)
    limits = [[]] * len(places) if native or rules.avoid_short_stints else limits_of(links, len(places), rules)
    ends = [(stop[-1], between[place, stop[0]]) for (place, _), stop in zip(flat, stops, strict=True)]
    power = rules.distance_power
    net = Net(
        links=np.array([links.start, links.end, _micro(links.km), _micro(links.speed)], np.int64).T.copy(),
        walk=np.array(links.walk, float),
        first_path=np.cumsum([0] + [len(options) for options in paths], dtype=np.int64),
        paths=np.array([(*end, rest) for end, rest in zip(ends, rests, strict=True)], np.int64).reshape(-1, 3),
        reach=np.array([((rules.softening + path.km) ** power, near[i]) for i, (_, path) in enumerate(flat)]).reshape(
            -1, 2
        ),
        routes=np.array(
            [(stop[-1], routes.numbers[stop[1:]], stop[0]) if stop else (-1, 0, -1) for stop in known], np.int64
        ),
        between=between,
        first_limit=np.cumsum([0] + [len(of) for of in limits], dtype=np.int64),
        limits=np.array([limit for of in limits for limit in of], np.int64),
    )
    return net, [path.links for _, path in flat]


def limits_of(links: Links, places: int, rules: FleeRules) -> list[list[int]]:
    """For each place the distances moved today that matter to whoever stops there, in micro-km, ascending.

    Somebody who has moved m goes on at a further stop, s km away, if m + s is below the speed v; so m matters only by
    the side of v − s on which it lies, for every sum s of link lengths onward from here and every speed v. Where the
    rule for short stints is on, travel is kept to 1/64 of a day anyway, and limits closer than that become one.
    """
    apart = round(rules.max_move_speed * MICRO) // GRID if rules.avoid_short_stints else 1
    speeds = sorted({*_micro(links.speed), *_micro([rules.max_walk_speed])})
    lengths = _micro(links.km)
    sums: list[set[int]] = [set() for _ in range(places)]
    fresh: list[set[int]] = [{0} for _ in range(places)]
    while any(fresh):
        coming: list[set[int]] = [set() for _ in range(places)]
        for link, (start, end) in enumerate(zip(links.start, links.end, strict=True)):
            coming[start] |= {lengths[link] + further for further in fresh[end] if lengths[link] + further < speeds[-1]}
        fresh = [new - old for new, old in zip(coming, sums, strict=True)]
        sums = [old | new for old, new in zip(sums, fresh, strict=True)]
        if max(len(of) for of in sums) > MOST_LIMITS:
            return [list(range(0, speeds[-1], speeds[-1] // GRID)) for _ in range(places)]
    return [_spread(sorted({v - s for v in speeds for s in of if v > s}), apart) for of in sums]


def _spread(values: list[int], apart: int) -> list[int]:
    """Values of an ascending list, leaving out those that follow the one before too closely."""
    kept: list[int] = []
    for value in values:
        if not kept or value - kept[-1] >= apart:
            kept.append(value)
    return kept


def _micro(values: list[float]) -> list[int]:
    return [round(value * MICRO) for value in values]
