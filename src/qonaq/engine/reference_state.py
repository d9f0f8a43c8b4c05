"""The slow twin's picture of a crisis: who is where, in plain lists and arrays of whole numbers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qonaq.engine import streams
from qonaq.engine.program import Program
from qonaq.engine.program_rates import Rates
from qonaq.model.places import BED_CLASSES

Ints = NDArray[np.int64]
FEW_DEALT, FEW_SPREAD, MOST_SINGLE = 4, 2, 1024  # up to here people are drawn one by one


@dataclass(frozen=True)
class Luck:
    """Draws of one replicate, each named by process, day, place, group and item."""

    seed: int
    number: int

    def _at(self, process: str, day: int, place: int, group: int, item: int) -> tuple[int, ...]:
        return self.seed, self.number, streams.PROCESSES[process], day, int(place), group, item

    def binomial(self, n: int, p: float, process: str, day: int, place: int, group: int, item: int) -> int:
        return int(streams.binomial(int(n), float(p), *self._at(process, day, place, group, item)))

    def poisson(self, mean: float, process: str, day: int, place: int, group: int, item: int) -> int:
        return int(streams.poisson(float(mean), *self._at(process, day, place, group, item)))

    def uniform(self, process: str, day: int, place: int, group: int, item: int, draw: int) -> float:
        seed, number, code, on, where, who, what = self._at(process, day, place, group, item)
        return float(streams.pair(seed, number, code, on, where, who, what, draw // 2)[draw % 2])

    def spread(
        self, n: int, weights: list[float], process: str, day: int, place: int, group: int, item: int
    ) -> list[int]:
        """n people choose among places in proportion to weights."""
        if n > min(FEW_SPREAD * sum(weight > 0 for weight in weights), MOST_SINGLE):
            out = np.zeros(len(weights), dtype=np.int64)
            streams.multinomial(n, np.array(weights), out, *self._at(process, day, place, group, item))
            return [int(many) for many in out]
        chosen = [0] * len(weights)
        total = 0.0
        for weight in weights:
            total += weight
        last = max((at for at, weight in enumerate(weights) if weight > 0), default=0)
        for draw in range(n):
            mark = self.uniform(process, day, place, group, item, draw) * total
            reach = 0.0
            for at, weight in enumerate(weights):
                reach += weight
                if at == last or mark < reach:
                    chosen[at] += 1
                    break
        return chosen

    def deal(self, cells: list[int], n: int, process: str, day: int, place: int, group: int, item: int) -> list[int]:
        """n people are taken from cells at random, without replacement; how many from each."""
        if n >= sum(cells):
            return list(cells)
        left = list(cells)
        if n <= min(FEW_DEALT * sum(many > 0 for many in cells), MOST_SINGLE):
            for draw in range(n):
                mark = int(self.uniform(process, day, place, group, item, draw) * sum(left))
                at = 0
                while mark >= left[at]:
                    mark -= left[at]
                    at += 1
                left[at] -= 1
            return [before - after for before, after in zip(cells, left, strict=True)]
        taken = [0] * len(cells)
        for at, many in enumerate(cells):
            others, wanted = sum(cells[at + 1 :]), n - sum(taken)
            if many and wanted:
                address = self._at(process, day, place, group, item + at)
                taken[at] = int(streams.hypergeometric(many, others, wanted, *address)) if others else wanted
        return taken


@dataclass
class Twin:
    """Where everybody is: pages by day of arrival instead of rings, cohorts by day of joining instead of a table."""

    program: Program
    rates: Rates  # one replicate: the leading axis is gone
    luck: Luck
    pool: Ints
    start: Ints
    visitors: list[int]
    to_gate: dict[int, Ints] = field(default_factory=dict)  # day of arrival → (c, g)
    to_city: dict[int, Ints] = field(default_factory=dict)  # day of arrival → (j, g)
    day: int = -1

    @staticmethod
    def before_the_first_day(program: Program, rates: Rates, luck: Luck) -> Twin:
        world = program.world
        firsts = [int(world.gate_at[gates[0]]) for gates in world.country_gates]
        guests = [luck.poisson(mean, "visitors", 0, at, 1, 0) for mean, at in zip(rates.visitors, firsts, strict=True)]
        twin = Twin(program, rates, luck, rates.pool.copy(), rates.pool.sum(axis=0), guests)
        gates, cities, groups = len(program.network.gates), len(program.network.cities), len(program.groups)
        twin.stuck = np.zeros((gates, groups), dtype=np.int64)
        twin.queues = [{} for _ in range(gates)]
        twin.wait, twin.news = [0.0] * gates, [0.0] * gates
        twin.people = np.zeros((cities, groups, 3), dtype=np.int64)
        twin.rooms = np.zeros((cities, groups, len(BED_CLASSES) + 1), dtype=np.int64)
        twin.desk = np.zeros((cities, 4), dtype=np.int64)
        twin.clock = [{} for _ in range(groups)]
        twin.over, twin.gone = [0] * groups, np.zeros(groups, dtype=np.int64)
        twin.by_renters, twin.by_spot = [0.0] * cities, [0.0] * cities
        return twin

    stuck: Ints = field(init=False)
    queues: list[dict[int, list[int]]] = field(init=False)  # of a gate: day of joining → kinds of people
    wait: list[float] = field(init=False)
    news: list[float] = field(init=False)
    people: Ints = field(init=False)
    rooms: Ints = field(init=False)
    desk: Ints = field(init=False)
    clock: list[dict[int, int]] = field(init=False)  # of a group: day of entry → people in the country
    over: list[int] = field(init=False)
    gone: Ints = field(init=False)
    by_renters: list[float] = field(init=False)
    by_spot: list[float] = field(init=False)
    book: dict[str, Any] = field(init=False)
    levels: dict[str, list[float]] = field(init=False)
    today: dict[str, Any] = field(init=False)

    def begin(self, day: int) -> None:
        """A new page of the book, all zeros."""
        self.day = day
        gates, cities, groups = len(self.stuck), len(self.desk), len(self.gone)
        origins, elsewhere = len(self.pool), len(self.program.network.elsewhere)
        shapes = {
            "departures": (origins,),
            "entries": (gates, groups + 2),
            "exits": (gates, 3),
            "queueing": (gates, 3),
            "occupied": (cities, len(BED_CLASSES)),
            "sent_on": (elsewhere,),
        }
        shapes |= dict.fromkeys(("diverted", "gave_up", "stranded", "turned_back"), (gates,))
        shapes |= dict.fromkeys(("arrivals", "inner", "returns", "onward", "unsheltered"), (cities, groups))
        shapes |= dict.fromkeys(("applications", "registrations", "backlog"), (cities,))
        by_group = ("departures_by_group", "turned_by_group", "overstaying", "renewed", "expired", "forced")
        shapes |= dict.fromkeys(by_group, (groups,))
        self.book = {name: np.zeros(shape, dtype=np.int64) for name, shape in shapes.items()}
        self.levels = {name: [0.0] * cities for name in ("desk_wait", "spot", "contract")} | {"wait": [0.0] * gates}
        self.today = {
            "left": np.zeros((cities, groups), dtype=np.int64),
            "arrived": np.zeros((cities, groups), dtype=np.int64),
            "stayers": [0] * cities,
            "home": [0] * groups,
            "abroad": [0] * groups,
            "expelled": [0] * groups,
            "served": np.zeros((gates, groups + 2), dtype=np.int64),
        }

    def on_the_way(self, ring: dict[int, Ints], day: int) -> Ints:
        """The page of people who arrive on a day."""
        places = len(self.stuck) if ring is self.to_gate else len(self.desk)
        return ring.setdefault(day, np.zeros((places, len(self.gone)), dtype=np.int64))


def count_missing(twin: Twin) -> dict[str, Any]:
    """What does not add up; empty where everybody is somewhere, once."""
    lost: dict[str, Any] = defaultdict(list)
    for group in range(len(twin.gone)):
        inside = int(twin.people[:, group].sum()) + sum(int(page[:, group].sum()) for page in twin.to_city.values())
        queued = sum(kinds[group] for queue in twin.queues for kinds in queue.values())
        under_way = sum(int(page[:, group].sum()) for page in twin.to_gate.values()) + int(twin.stuck[:, group].sum())
        everybody = int(twin.pool[:, group].sum()) + under_way + queued + inside + int(twin.gone[group])
        if everybody != twin.start[group]:
            lost["people"].append((group, everybody, int(twin.start[group])))
        if inside != sum(twin.clock[group].values()) + twin.over[group]:
            lost["clocks"].append(group)
        if (twin.people[:, group].sum(axis=1) != twin.rooms[:, group].sum(axis=1)).any():
            lost["beds"].append(group)
    if (twin.people.sum(axis=(1, 2)) != twin.desk.sum(axis=1)).any():
        lost["stages"].append(twin.desk.tolist())
    return dict(lost)
