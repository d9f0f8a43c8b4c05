"""A Flee instance compiled into arrays by day, for the kernel: everything that is certain is computed here, once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonaq.engine import flee_days
from qonaq.engine.flee_counts import newcomers, observed
from qonaq.engine.flee_instance import FleeInstance
from qonaq.engine.flee_paths import MICRO, Links, all_paths, kind_of, links_of, net_of
from qonaq.engine.kernels.hop_days import BY_PLACE, POISSON, SHARE_OF_POPULATION, SHARED
from qonaq.engine.kernels.hop_state import Days, Net, Rule

MODES = {"counts": SHARED, "constant": BY_PLACE, "pop_ratio": SHARE_OF_POPULATION, "poisson": POISSON}


@dataclass(frozen=True)
class FleeProgram:
    """What the kernel runs. People are in agents: `hasten` people each."""

    instance: FleeInstance
    net: Net
    days: Days
    rule: Rule
    population: NDArray[np.int64]
    start: NDArray[np.int64]  # agents placed before the first day
    camps: tuple[int, ...]  # places whose counts are reported
    counted: NDArray[np.int64]  # [day, camp] agents observed


def compile_flee(instance: FleeInstance, *, people_factor: float = 1.0, native: bool = False) -> FleeProgram:
    """All arrays of an instance; `native` leaves out what in Flee is accident (see docs/flee.md)."""
    rules = instance.rules
    links = links_of(instance, native=native)
    paths = all_paths(instance, links, native=native)
    net, links_on_path = net_of(instance, links, paths, native=native)
    counted = observed(instance, people_factor=people_factor)
    by_counts = rules.spawn_mode == "counts"
    first_day = {name: int(values[0]) for name, values in counted.items()} if by_counts else {}
    new = newcomers(instance, counted) if by_counts else np.zeros(instance.days, np.int64)
    size = sizes(instance, people_factor)
    camp_now = np.array([kind_of(place) == "camp" for place in instance.places])
    capacity = capacities(instance, size, first_day, counted, native=native)
    population = np.where(camp_now, 0, size)
    days = _days(instance, links, links_on_path, new, population, capacity, people_factor, native=native)
    camps = reported(instance, links)
    return FleeProgram(
        instance=instance,
        net=net,
        days=days,
        rule=_rule(instance, native=native),
        population=population.astype(np.int64),
        start=_start(instance, camps, counted, people_factor),
        camps=camps,
        counted=_observed_in_camps(instance, camps, counted, first_day),
    )


def reported(instance: FleeInstance, links: Links) -> tuple[int, ...]:
    """The camps of the first day, or all places where floods drive the flight."""
    camp = flee_days.ground_of(instance, links).camp
    everywhere = instance.rules.spawn_mode.startswith("flood")
    return tuple(i for i in range(len(instance.places)) if everywhere or camp[i])


def sizes(instance: FleeInstance, people_factor: float) -> NDArray[np.int64]:
    """Population or capacity of each place in whole agents."""
    return np.array([int(place.people * people_factor) // instance.rules.hasten for place in instance.places], np.int64)


def capacities(
    instance: FleeInstance,
    size: NDArray[np.int64],
    first_day: dict[str, int],
    counted: dict[str, NDArray[np.int64]],
    *,
    native: bool,
) -> NDArray[np.float64]:
    """Capacity by day and place in agents, −1 where there is none.

    Flee subtracts the people of the first day from the capacity although they stand in the camp too. Under our own
    rules the capacity of a camp is known only once its count has fallen: it is then the highest count so far.
    Capacities in the files are mostly the peak of the whole record, which nobody knew before.
    """
    places = instance.places
    out = np.full((instance.days, len(places)), -1.0)
    for i, place in enumerate(places):
        if kind_of(place) != "camp":
            continue
        if native and place.name in counted:
            seen = np.maximum.accumulate(counted[place.name])
            grew = np.diff(counted[place.name], prepend=counted[place.name][0])
            out[:, i] = np.where(np.logical_or.accumulate(grew < 0), seen, -1.0)
            continue
        out[:, i] = size[i]
        rules = instance.rules
        if rules.insert_day0 and size[i] > 0 and not native:
            out[:, i] -= first_day.get(place.name, 0)
    for i, place in enumerate(places):
        daily = int(place.attributes.get("capacity_per_day") or 0)
        if daily > 0 and not native:
            out[:, i] += daily * np.arange(1, instance.days + 1)
    return out


def _start(
    instance: FleeInstance, camps: tuple[int, ...], counted: dict[str, NDArray[np.int64]], people_factor: float
) -> NDArray[np.int64]:
    """Agents who are there before the first day: counted ones, displaced ones of the file, rows of agents.csv."""
    rules = instance.rules
    start = np.zeros(len(instance.places), np.int64)
    for i in camps:
        place = instance.places[i]
        if rules.empty_camps_on_day0:
            continue
        if rules.insert_day0 and place.name in counted:
            start[i] += counted[place.name][0]
        start[i] += int(int(place.attributes.get("initial_idps") or 0) * people_factor)
    for i, place in enumerate(instance.places):
        start[i] += int(instance.agents.get(place.name, 0) * people_factor)
    return start


def _observed_in_camps(
    instance: FleeInstance, camps: tuple[int, ...], counted: dict[str, NDArray[np.int64]], first_day: dict[str, int]
) -> NDArray[np.int64]:
    """Agents observed by day and camp; those of the first day are left out where camps start empty."""
    out = np.zeros((instance.days, len(camps)), np.int64)
    for column, i in enumerate(camps):
        name = instance.places[i].name
        if name in counted:
            out[:, column] = counted[name]
            if instance.rules.empty_camps_on_day0:
                out[:, column] -= first_day.get(name, 0)
    return out


def _rule(instance: FleeInstance, *, native: bool) -> Rule:
    rules = instance.rules
    mode = rules.spawn_mode.removeprefix("flood ")
    dynamic = rules.take_from_population
    return Rule(
        speed=round(rules.max_move_speed * MICRO),
        walk=round(rules.max_walk_speed * MICRO),
        buffer=rules.capacity_buffer,
        capacity_scaling=rules.capacity_scaling,
        weight_softening=rules.weight_softening,
        weight_power=rules.weight_power,
        pruning=1.0 if rules.fixed_routes else rules.pruning_threshold,
        on_foot=rules.start_on_foot,
        short_stints=rules.avoid_short_stints,
        carry=native,
        best_only=rules.fixed_routes,
        population_power=rules.pop_power_for_loc_weight if rules.use_pop_for_loc_weight else 0.0,
        population_base=rules.movechance_pop_base,
        population_scale=rules.movechance_pop_scale_factor if dynamic else 0.0,
        take=rules.take_from_population,
        rate_mode=MODES[mode],
    )


def _days(
    instance: FleeInstance,
    links: Links,
    links_on_path: list[tuple[int, ...]],
    new: NDArray[np.int64],
    population: NDArray[np.int64],
    capacity: NDArray[np.float64],
    people_factor: float,
    *,
    native: bool,
) -> Days:
    """The tables of all days, by living through them once."""
    days, places = instance.days, len(instance.places)
    ground = flee_days.ground_of(instance, links)
    outside = flee_days.outside_of(instance)
    touched = [flee_days.pairs_of(c, instance, links, native=native) for c in instance.closures]
    shape = (days, places)
    score, leave, weight, rate = np.ones(shape), np.zeros(shape), np.zeros(shape), np.zeros(shape)
    camp, town = np.zeros(shape, bool), np.zeros(shape, bool)
    shut, is_open = np.zeros((days, len(links.start)), bool), np.ones((days, len(links.start)), bool)
    last_weight = flee_days.spawn_weights(ground, instance, outside, 0)
    for day in range(days):
        changed = flee_days.change_conflicts(ground, instance, day, native=native)
        rate[day] = _rates(instance, ground, outside, day, people_factor)
        if changed or native:
            last_weight = flee_days.spawn_weights(ground, instance, outside, day)
        weight[day] = last_weight
        shut[day] = flee_days.close_and_open(ground, instance, touched, day, native=native)
        last_weight = flee_days.spawn_weights(ground, instance, outside, day)
        score[day] = flee_days.scores(ground, instance, outside, day)
        size = np.maximum(population, capacity[day])
        leave[day] = flee_days.chances(ground, instance, outside, day, size)
        camp[day], town[day], is_open[day] = ground.camp, ground.town, ground.is_open
    regime, rows = regimes(is_open)
    by_counts = instance.rules.spawn_mode == "counts"
    return Days(
        newcomers=new[:, None] if by_counts else rate.astype(np.int64),
        spawn_weight=weight if by_counts else rate,
        places=np.stack([score, leave, capacity * instance.rules.capacity_scaling, camp, town], axis=-1),
        shut=shut,
        regime=regime,
        link_open=rows,
        path_open=open_paths(rows, links_on_path),
    )


def _rates(
    instance: FleeInstance,
    ground: flee_days.Ground,
    outside: flee_days.Outside,
    day: int,
    people_factor: float,
) -> NDArray[np.float64]:
    """Newcomers by place that conflicts or floods drive today: agents, or a share of the population."""
    rules = instance.rules
    if rules.spawn_mode == "counts":
        return np.zeros(len(instance.places))
    agents = 1.0 if rules.spawn_mode.endswith("pop_ratio") else people_factor
    if rules.spawn_mode.startswith("flood"):
        levels = outside.flood[day]
        rate = [flee_days.interpolated(rules.displaced_per_day, x) if x > 0 else 0.0 for x in levels]
        return np.array(rate) * agents
    return np.where(ground.conflict > 0.0, rules.displaced_per_day[0] * ground.conflict, 0.0) * agents


def regimes(is_open: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Which distinct state of all links holds on each day, and those states."""
    rows, regime = np.unique(is_open, axis=0, return_inverse=True)
    return regime.reshape(-1).astype(np.int64), rows


def open_paths(rows: NDArray[np.bool_], links_on_path: list[tuple[int, ...]]) -> NDArray[np.bool_]:
    """A path is open where all its links are."""
    if not links_on_path:
        return np.zeros((len(rows), 0), bool)
    flat = np.concatenate([np.array(path, np.int64) for path in links_on_path])
    starts = np.cumsum([0] + [len(path) for path in links_on_path[:-1]])
    return np.stack([np.logical_and.reduceat(row[flat], starts) for row in rows])
