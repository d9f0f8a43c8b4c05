"""A Flee instance as it was declared: places, routes, closures, conflicts, rules and counts.

Flee (Brunel University London) is the open simulator of forced displacement; its instance folders describe real
conflicts. The nouns here hold what such a folder says; `io.flee` reads them, `flee_program` compiles them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Table = tuple[tuple[int, float], ...]  # (day since the start, value) in the order of the file


@dataclass(frozen=True)
class FleePlace:
    """A place of the network; `kind` is the word of the file (town, camp, conflict_zone, forwarding_hub, …)."""

    name: str
    region: str
    country: str
    x: float
    y: float
    kind: str
    people: int = field(metadata={"unit": "people", "meaning": "population, or capacity where it is a camp"})
    conflict_day: int = field(default=0, metadata={"unit": "days"})
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_camp(self) -> bool:
        return "camp" in self.kind.lower()


@dataclass(frozen=True)
class FleeRoute:
    """A two-way route. `redirection` is the number of the file: 1 doubles the route, 2 turns it round (no effect)."""

    start: str
    end: str
    km: float = field(metadata={"unit": "km"})
    redirection: int = 0
    speed: float | None = field(default=None, metadata={"unit": "km/day", "meaning": "max_move_speed of this route"})
    walk_probability: float = field(default=0.0, metadata={"unit": "share of travellers on foot each day"})


@dataclass(frozen=True)
class FleeClosure:
    """One row of closures.csv: what closes on day `start` and opens again on day `end`."""

    kind: str
    first: str
    second: str
    start: int = field(metadata={"unit": "days"})
    end: int = field(metadata={"unit": "days"})


@dataclass(frozen=True)
class FleeRules:
    """Every setting that changes a result, under its name in simsetting.yml; the defaults are Flee's own."""

    max_move_speed: float = field(default=360.0, metadata={"unit": "km/day"})
    max_walk_speed: float = field(default=35.0, metadata={"unit": "km/day"})
    foreign_weight: float = 1.0
    camp_weight: float = 1.0
    conflict_weight: float = 1.0 / 3.16227766017
    conflict_movechance: float = field(default=1.0, metadata={"unit": "1/day"})
    camp_movechance: float = field(default=0.001, metadata={"unit": "1/day"})
    idpcamp_movechance: float = field(default=0.1, metadata={"unit": "1/day"})
    default_movechance: float = field(default=0.3, metadata={"unit": "1/day"})
    awareness_level: int = 1
    capacity_buffer: float = field(default=0.9, metadata={"unit": "share of capacity"})
    capacity_scaling: float = 1.0
    avoid_short_stints: bool = False
    start_on_foot: bool = False
    softening: float = field(default=10.0, metadata={"unit": "km"})
    weight_softening: float = 0.0
    weight_power: float = 1.0
    distance_power: float = 1.0
    stay_close_to_home: bool = False
    home_distance_power: float = 0.5
    use_pop_for_loc_weight: bool = False
    pop_power_for_loc_weight: float = 0.1
    movechance_pop_base: float = field(default=10_000.0, metadata={"unit": "people"})
    movechance_pop_scale_factor: float = 0.0
    pruning_threshold: float = 1.0
    fixed_routes: bool = False
    use_economic_pull: bool = False
    flee_when_starving: bool = False
    avoid_food_deprived_locations: bool = False
    flood_movechances: tuple[float, ...] = ()
    flood_loc_weights: tuple[float, ...] = ()
    flood_rules: bool = False
    take_from_population: bool = False
    insert_day0: bool = True
    empty_camps_on_day0: bool = False
    conflict_zone_spawning_only: bool = True
    sum_from_camps: bool = True
    starvation_driven_spawning: bool = False
    conflict_spawn_decay: tuple[float, ...] = ()
    conflict_spawn_decay_interval: int = field(default=30, metadata={"unit": "days"})
    spawn_mode: str = "counts"  # counts, or constant, pop_ratio, poisson, or the same with "flood " before it
    displaced_per_day: tuple[float, ...] = field(
        default=(), metadata={"unit": "people/day, or share of the population"}
    )
    hasten: int = field(default=1, metadata={"unit": "people an agent"})


@dataclass(frozen=True)
class FleeInstance:
    """A Flee instance folder, read. Everything by name; days are counted from `start`."""

    name: str
    start: date
    days: int
    places: tuple[FleePlace, ...]
    routes: tuple[FleeRoute, ...]
    closures: tuple[FleeClosure, ...]
    conflicts: Mapping[str, tuple[float, ...]]
    counts: Mapping[str, tuple[Table, ...]] = field(
        metadata={"unit": "people", "meaning": "observed, by name as data_layout.csv orders them; files to be summed"}
    )
    rules: FleeRules
    corrections: tuple[tuple[str, int], ...] = ()  # (name, day): registration was corrected on that day
    agents: Mapping[str, int] = field(default_factory=dict)
    food_crisis: Mapping[str, Table] = field(default_factory=dict)
    flood_levels: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    major_routes: tuple[tuple[str, ...], ...] = ()

    def __repr__(self) -> str:
        return f"FleeInstance({self.name!r}, {self.days} days, {len(self.places)} places, {len(self.routes)} routes)"

    def replaced(self, **changes: Any) -> FleeInstance:
        """The same instance with other values."""
        from dataclasses import replace

        return replace(self, **changes)
