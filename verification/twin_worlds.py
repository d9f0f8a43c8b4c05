"""Hidden worlds for twin experiments: a small crisis, and simulators of it that are built differently from ours.

Each world takes one draw of the scenario's uncertain quantities (how many leave, where cities pull) and then lives
by rules of its own, people moving by plain NumPy draws:

    nearest     everybody takes the nearest crossing and then the nearest cities
    weibull     stays in a city follow a Weibull law (many leave at once, some for good), not a constant hazard
    two pulses  a second wave as large as the first sets out twelve days later
    batches     people pass the border in trains of 400, every other day
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from qonaq.engine import Parameters, draw_parameters
from qonaq.measures import Status
from qonaq.model.claims import Claim, Passage
from qonaq.model.laws import Fixed
from qonaq.model.people import Group
from qonaq.model.places import Place, PlaceKind, Route
from qonaq.model.rules import EntryRule
from qonaq.model.scenario import Prior, Scenario

STRUCTURES = ("nearest", "weibull", "two pulses", "batches")
START, TRIGGER = date(2031, 3, 1), date(2031, 3, 5)
DAYS, TODAY = 28, 24  # days simulated, and the day of the forecast
DELAY, NOISE = 3, 0.20  # days until a count is published, and its error as a share
ORIGINS = (("Bay", 0.0, 0.0, 2_000_000), ("Fen", 0.5, 4.0, 1_200_000))
GATES = (("North gate", 2.0, -0.5), ("Middle gate", 2.1, 1.5), ("South gate", 1.9, 3.5))
CITIES = (
    ("Ash", 2.6, -0.4, 220_000), ("Birch", 3.0, 0.8, 400_000), ("Cedar", 2.7, 2.0, 150_000),
    ("Dogwood", 3.6, 1.4, 900_000), ("Elm", 2.8, 3.4, 300_000), ("Fir", 3.9, 3.0, 500_000),
    ("Gum", 4.6, 0.2, 250_000), ("Hazel", 4.4, 2.2, 1_200_000), ("Ivy", 5.2, 1.5, 350_000),
)  # fmt: skip
Array = NDArray[np.float64]


def scenario() -> Scenario:
    """Two origins, three crossings, nine cities, roads of a few hundred kilometres; no ordinary traffic."""
    places = [
        *(_place(n, PlaceKind.ORIGIN, "XA", y, x, population=p) for n, x, y, p in ORIGINS),
        *(_place(n, PlaceKind.CROSSING, "XB", y, x, from_country="XA", lanes=40.0, people_per_lane_hour=60.0)
          for n, x, y in GATES),
        *(_place(n, PlaceKind.CITY, "XB", y, x, population=p, diaspora=0.2) for n, x, y, p in CITIES),
    ]  # fmt: skip
    by_kind = {kind: [p for p in places if p.kind is kind] for kind in PlaceKind}
    routes = [
        Route(a.name, b.name, round(_km(a, b)), "invented", known_on=START)
        for starts, ends in (
            (by_kind[PlaceKind.ORIGIN], by_kind[PlaceKind.CROSSING]),
            (by_kind[PlaceKind.CROSSING], by_kind[PlaceKind.CITY]),
        )
        for a in starts
        for b in ends
    ]
    none = [Prior(name, Fixed(0.0), "invented", known_on=START) for name in
            ("traffic_in", "traffic_out", "residents_in", "residents_out")]  # fmt: skip
    return Scenario(
        name="twin", title="Nine cities", origin="XA", host="XB", start=START, trigger=TRIGGER, places=tuple(places),
        routes=tuple(routes), groups=(Group("all", 1.0, "invented", known_on=START),),
        rules=(EntryRule("XB", START, "invented", stay_days=365, known_on=START),), priors=tuple(none),
    )  # fmt: skip


def _place(name: str, kind: PlaceKind, country: str, lat: float, lon: float, **more: object) -> Place:
    return Place(name, kind, country, 40.0 + lat, 60.0 + lon, "invented", known_on=START, **more)  # type: ignore[arg-type]


def _km(a: Place, b: Place) -> float:
    return 1.3 * math.hypot((a.lat - b.lat) * 111.0, (a.lon - b.lon) * 85.0)


@dataclass(frozen=True)
class World:
    """What really happened in a hidden world, by day."""

    structure: str
    entries: Array  # (crossings, days)
    present: Array  # (cities, days)


def hidden_world(number: int) -> World:
    """The world of that number: its structure by turns, its quantities from the scenario's priors."""
    declared = scenario()
    drawn = draw_parameters(declared, days=DAYS, replicates=1, seed=900_000 + number)
    return _Life(declared, drawn, STRUCTURES[number % len(STRUCTURES)], np.random.default_rng(number)).run()


class _Life:
    """A simulator unlike the engine: people move in cohorts of a day, by multinomial draws of NumPy."""

    def __init__(self, declared: Scenario, drawn: Parameters, structure: str, chance: np.random.Generator) -> None:
        self.declared, self.structure, self.chance = declared, structure, chance
        self.value = lambda name: float(drawn.value(name)[0])
        self.origins, self.gates, self.cities = (
            declared.of_kind(kind) for kind in (PlaceKind.ORIGIN, PlaceKind.CROSSING, PlaceKind.CITY)
        )
        self.km = {(r.start, r.end): r.km for r in declared.routes}

    def run(self) -> World:
        entries = self._entries()
        arrivals = np.zeros((len(self.cities), DAYS + 40), dtype=np.int64)
        present = np.zeros((len(self.cities), DAYS + 40))
        ends = self._stays()
        inner = self.value("inner_share")
        for day in range(DAYS):
            for at, gate in enumerate(self.gates):
                by_city = self.chance.multinomial(entries[at, day], self._city_shares(gate))
                for city, people in enumerate(by_city):
                    arrivals[city, day + self._days(gate, self.cities[city])] += people
            for city in range(len(self.cities)):
                leaving = self.chance.multinomial(arrivals[city, day], ends)
                left = np.cumsum(leaving)[: DAYS + 40 - day]
                present[city, day:] += arrivals[city, day] - left
                again = self.chance.binomial(leaving[:DAYS], inner)
                shares = np.array([c.population for c in self.cities], dtype=float)
                shares[city] = 0.0
                for later in np.flatnonzero(again[: DAYS - day]):
                    to = self.chance.multinomial(again[later], shares / shares.sum())
                    arrivals[:, day + later + 1] += to
        return World(self.structure, entries.astype(float), present[:, :DAYS])

    def _entries(self) -> NDArray[np.int64]:
        first = (TRIGGER - START).days
        entries = np.zeros((len(self.gates), DAYS + 10), dtype=np.int64)
        shock = self.value("shock_sd") * self.chance.normal(size=DAYS)
        for origin in self.origins:
            pool = int(self.value("pool_share") * float(origin.population or 0.0))
            for day in range(first, DAYS):
                hazard = self._hazard(day - first) * math.exp(shock[day])
                going = int(self.chance.binomial(pool, 1.0 - math.exp(-hazard)))
                pool -= going
                for at, people in enumerate(self.chance.multinomial(going, self._gate_shares(origin))):
                    entries[at, day + self._days(origin, self.gates[at])] += people
        return self._in_trains(entries)[:, :DAYS] if self.structure == "batches" else entries[:, :DAYS]

    def _hazard(self, x: int) -> float:
        name = f"[{TRIGGER.isoformat()}]"
        peak, rise, decay = (self.value(f"{n}{name}") for n in ("hazard", "rise", "decay"))

        def pulse(x: int) -> float:
            if x < 0:
                return 0.0
            floor = self.value("floor")
            return (x + 1) / (rise + 1) if x <= rise else floor + (1 - floor) * math.exp(-(x - rise) / decay)

        return peak * (pulse(x) + pulse(x - 12) if self.structure == "two pulses" else pulse(x))

    def _in_trains(self, entries: NDArray[np.int64]) -> NDArray[np.int64]:
        trains = np.zeros_like(entries)
        for gate in range(len(entries)):
            waiting = 0
            for day in range(entries.shape[1]):
                waiting += int(entries[gate, day])
                if day % 2 == 0:
                    trains[gate, day] = waiting // 400 * 400
                    waiting -= int(trains[gate, day])
        return trains

    def _gate_shares(self, origin: Place) -> Array:
        km = np.array([self.km[origin.name, gate.name] for gate in self.gates])
        if self.structure == "nearest":
            return np.asarray(km == km.min(), dtype=float) / np.sum(km == km.min())
        pull = np.exp([self.value(f"crossing_pull[{gate.name}]") for gate in self.gates])
        weight = pull * (km + 50.0) ** -self.value("distance_power")
        return np.asarray(weight / weight.sum())

    def _city_shares(self, gate: Place) -> Array:
        km = np.array([self.km[gate.name, city.name] for city in self.cities])
        pull = np.array(
            [float(c.population or 0.0) * math.exp(self.value(f"city_pull[{c.name}]")) for c in self.cities]
        )
        weight = pull * (km + 50.0) ** -self.value("distance_power")
        if self.structure == "nearest":
            weight[np.argsort(km)[4:]] = 0.0
        return np.asarray(weight / weight.sum())

    def _days(self, a: Place, b: Place) -> int:
        return int(self.km[a.name, b.name] / self.value("speed"))

    def _stays(self) -> Array:
        """The chance of a stay of 0, 1, 2 … days, and at the end the chance of staying beyond."""
        days = np.arange(1, DAYS + 1)
        moving, hazard = self.value("transit_share"), self.value("leave_new")
        passing = 1.0 - np.exp(-days / self.value("transit_days"))
        if self.structure == "weibull":  # the same mean, shape 0.6
            scale = 1.0 / hazard / math.gamma(1.0 + 1.0 / 0.6)
            settling = 1.0 - np.exp(-((days / scale) ** 0.6))
        else:
            settling = 1.0 - np.exp(-hazard * days)
        gone = np.diff(np.concatenate([[0.0], moving * passing + (1.0 - moving) * settling]))
        chances = np.zeros(DAYS + 40)
        chances[1 : DAYS + 1] = gone
        chances[-1] = 1.0 - gone.sum()
        return chances


def claims_about(world: World, number: int) -> tuple[Claim, ...]:
    """What offices say: a third of the places, every other day, 20 % off, three days late."""
    chance = np.random.default_rng(50_000 + number)
    said: list[Claim] = []
    gate = int(chance.integers(len(GATES)))
    cities = chance.choice(len(CITIES), size=len(CITIES) // 3, replace=False)
    first = (TRIGGER - START).days
    for day in range(first + 2, TODAY - DELAY + 1, 2):
        said.append(_claim("entries", GATES[gate][0], world.entries[gate, day], day, chance))
        said += [_claim("present", CITIES[city][0], world.present[city, day], day, chance) for city in cities]
    return tuple(said)


def _claim(measure: str, place: str, true: float, day: int, chance: np.random.Generator) -> Claim:
    stated = float(np.round(true * math.exp(NOISE * chance.normal())))
    then = START + timedelta(days=day)
    return Claim(
        measure, stated, "people", Passage("invented"), status=Status.ESTIMATED, origin="XA", country="XB",
        place=place, period_start=then if measure == "entries" else None, period_end=then, speaker=f"{place} office",
        published=then + timedelta(days=DELAY),
    )  # fmt: skip
