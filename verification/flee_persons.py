"""Flee's movement rule told person by person, to check the cohorts of the engine against: slow, short, and apart.

    standing = walk(instance, generator)        people standing in each place after each day

Every person has a place or a link, kilometres on it, a route, and the travel of the last days as an exact number. It
knows conflicts of the first day, counts, capacities, awareness, short stints and the first trip on foot; no closures,
corrections, food or floods. It imports only the nouns of an instance, and shares no line with the engine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from qonaq.engine.flee_instance import FleeInstance


@dataclass
class Person:
    """Somebody who flees: at `place`, or on the way from there to the first stop of `ahead`."""

    place: str
    ahead: str | None = None
    km: float = 0.0
    route: list[str] = field(default_factory=list)
    lately: float = 0.0
    today: float = 0.0
    trips: int = 0


class World:
    """The places of an instance, how many people stand there, and how far it is between neighbours."""

    def __init__(self, instance: FleeInstance, generator: np.random.Generator) -> None:
        self.rules, self.chance = instance.rules, generator
        self.kind = {p.name: "camp" if p.is_camp else p.kind for p in instance.places}
        self.war = {p.name for p in instance.places if "conflict" in p.kind}
        self.foreign = {p.name for p in instance.places if p.country != instance.places[0].country}
        first_day = {name: int(files[0][0][1]) if files[0] else 0 for name, files in instance.counts.items()}
        self.capacity = {p.name: p.people - first_day.get(p.name, 0) if p.is_camp else -1 for p in instance.places}
        self.near: dict[str, dict[str, float]] = {p.name: {} for p in instance.places}
        for route in instance.routes:
            self.near[route.start][route.end] = self.near[route.end][route.start] = route.km
        self.standing = dict.fromkeys(self.near, 0)

    def room(self, place: str) -> float:
        capacity = self.capacity[place] * self.rules.capacity_scaling
        if capacity < 1:
            return 1.0
        share = (self.standing[place] / capacity - self.rules.capacity_buffer) / (1.0 - self.rules.capacity_buffer)
        return 1.0 - min(max(share, 0.0), 1.0)

    def score(self, place: str) -> float:
        score = self.rules.foreign_weight if place in self.foreign else 1.0
        score *= self.rules.camp_weight if self.kind[place] == "camp" else 1.0
        return score * (self.rules.conflict_weight if place in self.war else 1.0)

    def options(self, place: str) -> list[tuple[list[str], float]]:
        """Every path without repeated places of up to `awareness_level` legs, with its weight."""
        found, growing = [], [([place], 0.0)]
        for _ in range(self.rules.awareness_level):
            growing = [
                ([*path, stop], km + leg)
                for path, km in growing
                for stop, leg in self.near[path[-1]].items()
                if stop not in path
            ]
            found += growing
        rules = self.rules
        return [
            (
                path[1:],
                (rules.weight_softening + self.score(path[-1]))
                / (rules.softening + km) ** rules.distance_power
                * self.room(path[-1]),
            )
            for path, km in found
        ]

    def leaving(self, place: str) -> float:
        if self.kind[place] == "camp":
            return self.rules.camp_movechance
        if place in self.war:
            return self.rules.conflict_movechance
        return self.rules.default_movechance if self.kind[place] == "town" else 1.0


def decide(person: Person, world: World, *, forced: bool = False) -> None:
    """Stay, or take the first leg of a route; a goal that is a camp with little room is given up."""
    always = bool(person.route) or (forced and world.kind[person.place] == "town")
    if not always and world.chance.random() >= world.leaving(person.place):
        return
    if not person.route:
        paths, weights = zip(*world.options(person.place), strict=True)
        total = sum(weights)
        shares = [weight / total for weight in weights] if total > 0 else None
        person.route = list(paths[world.chance.choice(len(paths), p=shares)])
    goal = person.route[-1]
    if person.route[0] not in world.near[person.place] or (world.kind[goal] == "camp" and world.room(goal) < 0.5):
        person.route = []
        return
    world.standing[person.place] -= 1
    person.ahead, person.km = person.route.pop(0), 0.0


def travel(person: Person, world: World) -> None:
    """Go on along the link; at a stop with time left decide again."""
    rules = world.rules
    while person.ahead is not None:
        on_foot = rules.start_on_foot and person.trips == 0
        speed = rules.max_walk_speed if on_foot else rules.max_move_speed
        length = world.near[person.place][person.ahead]
        person.km += speed
        person.today += speed
        if person.km <= length:
            return
        person.trips += 1
        person.today -= person.km - length
        person.place, person.ahead = person.ahead, None
        world.standing[person.place] += 1
        if person.today < speed:
            tired = (person.lately + person.today / rules.max_move_speed) / 2.0
            decide(person, world, forced=rules.avoid_short_stints and tired < 0.5)


def arrivals(instance: FleeInstance) -> list[int]:
    """New people by day: the rise of all counts in straight lines; counts that fall are not foreseen here."""
    tables = [files[0] for name, files in instance.counts.items() if name != "total"]
    total = [sum(int(np.interp(day, *zip(*table, strict=True))) for table in tables) for day in range(instance.days)]
    return [0, *(later - earlier for earlier, later in pairwise(total))]


def walk(instance: FleeInstance, generator: np.random.Generator) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """One possible course: people standing in each place (column) after each day (row)."""
    world = World(instance, generator)
    people: list[Person] = []
    for name, files in instance.counts.items():
        if name in world.near:
            people += [Person(name) for _ in range(int(files[0][0][1]))]
    sources = [place for place in instance.places if place.name in world.war]
    shares = np.array([place.people for place in sources], float)
    for person in people:
        world.standing[person.place] += 1
    rows = []
    for coming in arrivals(instance):
        for source in generator.choice(len(sources), coming, p=shares / shares.sum()):
            people.append(Person(sources[source].name))
            world.standing[sources[source].name] += 1
        for person in people:
            if person.ahead is None:
                decide(person, world)
        for person in people:
            travel(person, world)
            person.lately = (person.lately + person.today / world.rules.max_move_speed) / 2.0
            person.today = 0.0
        rows.append([world.standing[place.name] for place in instance.places])
    return np.array(rows, np.int64)
