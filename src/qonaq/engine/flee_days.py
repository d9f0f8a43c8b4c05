"""What holds on each day of a Flee instance: kinds of places, conflicts, closures, scores, chances to leave.

Everything here is certain: chance enters only in the kernel. The order of a day is that of Flee: conflicts, newcomers,
closures, scores, movement; so newcomers are shared out by yesterday's weights unless a conflict changed today.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonaq.engine.flee_instance import FleeClosure, FleeInstance
from qonaq.engine.flee_paths import Links, kind_of

QUIET = 0.000001  # a conflict below this intensity is none
CAMP_BELOW = 0.005  # a place that people leave with less chance than this is a camp to Flee


@dataclass
class Ground:
    """The state of all places and links on one day (changed as the days go by)."""

    leave: NDArray[np.float64]
    conflict: NDArray[np.float64]
    since: NDArray[np.int64]
    camp: NDArray[np.bool_]
    idp_camp: NDArray[np.bool_]
    town: NDArray[np.bool_]
    flood_zone: NDArray[np.bool_]
    is_open: NDArray[np.bool_]
    holding: NDArray[np.int64]  # how many closures hold each link shut (our own rules only)


def ground_of(instance: FleeInstance, links: Links) -> Ground:
    """The places as the file declares them."""
    rules, count = instance.rules, len(instance.places)
    kinds = [kind_of(place) for place in instance.places]
    kinds = [
        "town" if k == "conflict" and p.conflict_day > 0 else k for k, p in zip(kinds, instance.places, strict=True)
    ]
    chances = {
        "camp": rules.camp_movechance,
        "conflict": rules.conflict_movechance,
        "flood_zone": rules.default_movechance,
        "town": rules.default_movechance,
    }
    idp = np.array(["idp" in place.kind.lower() for place in instance.places]) & (np.array(kinds) == "camp")
    leave = np.array([chances.get(kind, 1.0) for kind in kinds], float)
    leave[idp] = rules.idpcamp_movechance
    conflict = np.full(count, -1.0)
    for i, place in enumerate(instance.places):
        if kinds[i] == "conflict":
            conflict[i] = float(place.attributes.get("conflict_intensity") or 1.0)
    camp = np.array([kind == "camp" for kind in kinds])
    flood = np.array([kind == "flood_zone" for kind in kinds])
    quiet = (leave < CAMP_BELOW) & ~camp & ~flood
    return Ground(
        leave=leave,
        conflict=conflict,
        since=np.full(count, -1, np.int64),
        camp=camp | quiet,
        idp_camp=idp,
        town=np.array([kind == "town" for kind in kinds]) & ~quiet,
        flood_zone=flood,
        is_open=np.ones(len(links.start), bool),
        holding=np.zeros(len(links.start), np.int64),
    )


def change_conflicts(ground: Ground, instance: FleeInstance, day: int, *, native: bool) -> bool:
    """Conflicts that begin or end today; says whether any did. A mere change of intensity counts only natively."""
    number = {place.name: i for i, place in enumerate(instance.places)}
    changed = False
    for name, intensities in instance.conflicts.items():
        now = intensities[day] if day < len(intensities) else 0.0
        before = intensities[day - 1] if 0 < day <= len(intensities) else 0.0
        place = number.get(name)
        if place is None:
            changed = changed or (now < QUIET <= before)
            continue
        if now > QUIET and (before < QUIET or day == 0):
            ground.leave[place] = instance.rules.conflict_movechance
            ground.conflict[place], ground.town[place], ground.since[place] = now, False, day
            changed = True
        elif now < QUIET <= before:
            ground.leave[place] = instance.rules.default_movechance
            ground.conflict[place], ground.town[place] = -1.0, True
            changed = True
        elif native and now != before:
            ground.conflict[place] = now
            changed = True
    return changed


def pairs_of(closure: FleeClosure, instance: FleeInstance, links: Links, *, native: bool) -> NDArray[np.bool_]:
    """The links that a closure of a country, a place or a route touches.

    Flee compares the names of a route by identity: a closure of kind `link` has no effect, save between names of one
    letter, where it closes the way back only. Under our own rules it closes both ways, and a `location` with a second
    name that is its neighbour means the route between them, as older folders have it.
    """
    start = [instance.places[i] for i in links.start]
    end = [instance.places[i] for i in links.end]
    first, second = closure.first, closure.second
    kind = closure.kind
    if native and kind == "location" and second:
        between = [{one.name, other.name} == {first, second} for one, other in zip(start, end, strict=True)]
        if any(between):
            kind = "link"
    touched = []
    for one, other in zip(start, end, strict=True):
        if kind == "country":
            touched.append({(first, second), (second, first)} & {(one.country, other.country)} != set())
        elif kind == "location":
            touched.append(first in (one.name, other.name))
        elif kind == "link" and native:
            touched.append({one.name, other.name} == {first, second})
        else:
            touched.append(kind == "link" and len(first) == 1 and (one.name, other.name) == (second, first))
    return np.array(touched, bool).reshape(-1)


def close_and_open(
    ground: Ground, instance: FleeInstance, touched: list[NDArray[np.bool_]], day: int, *, native: bool
) -> NDArray[np.bool_]:
    """Today's closures and openings in the order of the file; the links that were open and close today."""
    shut = np.zeros(len(ground.is_open), bool)
    for closure, links in zip(instance.closures, touched, strict=True):
        if day == closure.start:
            if closure.kind in ("camp", "idpcamp"):
                _camp(ground, instance, closure, opened=False, native=native)
            shut |= links & ground.is_open
            ground.is_open[links] = False
            ground.holding[links] += 1
        if day == closure.end:
            if closure.kind in ("camp", "idpcamp"):
                _camp(ground, instance, closure, opened=True, native=native)
            if closure.start <= day:
                ground.holding[links] -= 1
            ground.is_open[links & ((ground.holding <= 0) | (not native))] = True
    return shut


def _camp(ground: Ground, instance: FleeInstance, closure: FleeClosure, *, opened: bool, native: bool) -> None:
    """A camp that closes is a town; one that opens is a camp. An unknown name means the first place to Flee."""
    names = [place.name for place in instance.places]
    if closure.first not in names and native:
        return
    place = len(names) - 1 - names[::-1].index(closure.first) if closure.first in names else 0
    rules = instance.rules
    idp = closure.kind == "idpcamp"
    ground.camp[place], ground.town[place] = opened, not opened
    ground.conflict[place], ground.flood_zone[place] = -1.0, False
    if opened:
        ground.leave[place] = rules.idpcamp_movechance if idp else rules.camp_movechance
        ground.idp_camp[place] = ground.idp_camp[place] or idp
    else:
        ground.leave[place] = rules.default_movechance
        ground.idp_camp[place] = False


def interpolated(row: tuple[float, ...], at: float) -> float:
    """The value of a list between its entries; the last one holds beyond the end."""
    if not row:
        return 0.0
    low = min(int(at), len(row) - 1)
    high = min(low + 1, len(row) - 1)
    return row[low] + (at - low) * (row[high] - row[low])


def decay(instance: FleeInstance, days: NDArray[np.int64]) -> NDArray[np.float64]:
    """The weight of a conflict so many days after it began: one element of the list per interval, then the last."""
    steps = instance.rules.conflict_spawn_decay
    if not steps:
        return np.ones(len(days))
    at = np.clip((days / instance.rules.conflict_spawn_decay_interval).astype(int), 0, len(steps) - 1)
    faded: NDArray[np.float64] = np.array(steps, float)[at]
    return faded


@dataclass(frozen=True)
class Outside:
    """Tables from outside the network, by day and place: food crisis (per cent) and flood level."""

    hunger: NDArray[np.float64]
    flood: NDArray[np.float64]


def outside_of(instance: FleeInstance) -> Outside:
    """Food crisis by region, in straight lines between its days, and flood levels by place; 0 where there are none."""
    days, places = instance.days, instance.places
    hunger, flood = np.zeros((days, len(places))), np.zeros((days, len(places)))
    for i, place in enumerate(places):
        table = instance.food_crisis.get(place.region)
        if table:
            at, value = zip(*table, strict=True)
            hunger[:, i] = np.interp(np.arange(days), at, value)
        levels = instance.flood_levels.get(place.name, ())[:days]
        flood[: len(levels), i] = levels
    return Outside(hunger, flood)


def scores(ground: Ground, instance: FleeInstance, outside: Outside, day: int) -> NDArray[np.float64]:
    """How attractive each place is today, before its distance and its room.

    1 · (economic pull) · foreign_weight · camp_weight · conflict_weight^(decay · intensity) · flood weight
    """
    rules, places = instance.rules, instance.places
    home = places[0].country or "unknown"
    foreign = np.array([(place.country or "unknown") != home for place in places])
    score = np.ones(len(places))
    if rules.use_economic_pull:
        pull = [float(p.attributes.get("trade_volume") or 0) + float(p.attributes.get("hdi") or 0) ** 2 for p in places]
        score = np.where(foreign, 1.0 + np.array(pull), score)
    score = np.where(foreign, score * rules.foreign_weight, score)
    if rules.avoid_food_deprived_locations and day > 0:
        score = np.where(foreign, score, score * (1.0 - (outside.hunger[day] / 100.0) ** 2))
    score = np.where(ground.camp, score * rules.camp_weight, score)
    faded = decay(instance, day - ground.since) * np.maximum(ground.conflict, 0.0)
    score = np.where(ground.conflict > 0.0, score * np.array([rules.conflict_weight**f for f in faded]), score)
    if rules.flood_rules:
        weights = np.array([interpolated(rules.flood_loc_weights, level) for level in outside.flood[day]])
        score = np.where(ground.flood_zone, score * weights, score)
        score = np.where(outside.flood[day] > 0, score * weights, score)
    return score


def chances(
    ground: Ground, instance: FleeInstance, outside: Outside, day: int, size: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The chance to leave each place today; `size` is the greater of population and capacity (people)."""
    rules = instance.rules
    chance = ground.leave.copy()
    if rules.movechance_pop_scale_factor != 0.0 and not rules.take_from_population:
        power = rules.movechance_pop_scale_factor
        chance *= [math.pow(max(people, 0.0) / rules.movechance_pop_base, power) for people in size]
    if rules.flee_when_starving:
        chance = outside.hunger[day] / 100.0 + (1.0 - outside.hunger[day] / 100.0) * chance
    if rules.flood_rules:
        flooded = np.array([interpolated(rules.flood_movechances, level) for level in outside.flood[day]])
        chance = np.where(outside.flood[day] > 0, flooded, chance)
    cut: NDArray[np.float64] = np.clip(chance, 0.0, 1.0)
    return cut


def spawn_weights(ground: Ground, instance: FleeInstance, outside: Outside, day: int) -> NDArray[np.float64]:
    """The weight a head of population with which newcomers start from each place: intensity · decay (+ hunger)."""
    rules = instance.rules
    fighting = ground.conflict > 0.0
    weight = np.where(fighting, ground.conflict * decay(instance, day - ground.since), 0.0)
    if rules.starvation_driven_spawning and day > 0:
        hungry = outside.hunger[day] / 100.0
        weight = weight + np.where(fighting | (not rules.conflict_zone_spawning_only), hungry, 0.0)
    return weight
