"""Movement from place to place by free choice at each stop: the rule of Flee, for cohorts instead of persons.

A day has two halves. First everybody who stands somewhere decides; then everybody on a link travels, and who arrives
with time left decides again. Within a half the occupancy of camps changes with every arrival; it is followed in
rounds, each with a part of every cohort, cut where a camp passes the line at which travellers turn away.
"""

from __future__ import annotations

import math
from typing import Any

from qonaq.engine import streams
from qonaq.engine.kernels.cohorts import (
    COUNT,
    FIRST_TRIP,
    KM,
    LATELY,
    MOVED,
    PLACE,
    ROUTE,
    TAG,
    add,
    clear,
    kernel,
    size,
)
from qonaq.engine.kernels.hop_state import (
    ARRIVED,
    CAMP,
    CAPACITY,
    CHANCE,
    DAY,
    END,
    FROM,
    GOING,
    LATER,
    LEFT,
    LENGTH,
    NEXT_PLACE,
    OCCUPIED,
    POPULATION,
    REST,
    SCORE,
    SERIAL,
    SPEED,
    STAMP,
    STEP_LINK,
    STOP,
    TO,
    TOWN,
    WAVE,
    WEIGHED,
)

SPAWN = streams.PROCESSES["flee_spawn"]
LEAVE = streams.PROCESSES["flee_leave"]
CHOOSE = streams.PROCESSES["flee_route"]
WALK = streams.PROCESSES["flee_walk"]

GRID = 64  # steps of `lately`, the travel of the last days in days of full speed
MOST_HOPS = 1_000  # stops a day; Flee itself ends with an error at about this depth
FEW = 3  # fewer people than a third of the options choose one by one
MOST_ROUNDS = 16
STEP = 0.1  # a round may fill this share of the range in which a camp turns from attractive to full


@kernel
def draw(n: int, p: float, process: int, place: int, clock: Any) -> Any:
    """Binomial(n, p) at an address that no other draw of the day has: a serial number is its item and group."""
    if n == 0 or p <= 0.0:
        return 0
    if p >= 1.0:
        return n
    serial = clock[SERIAL]
    clock[SERIAL] += 1
    return streams.binomial(n, p, clock[0], clock[1], process, clock[DAY], place, serial >> 20, serial & 0xFFFFF)


@kernel
def room(people: int, capacity: float, buffer: float) -> float:
    """1 up to `buffer` of the capacity, then falling to 0 at capacity; a capacity below 1 is no limit."""
    if capacity < 1.0 or people <= buffer * capacity:
        return 1.0
    if people >= capacity:
        return 0.0
    return 1.0 - (people - buffer * capacity) / (capacity * (1.0 - buffer))


@kernel
def weigh(place: int, net: Any, rule: Any, now: Any) -> None:
    """Weights of all options at a place, cumulative (now.weights written).

    w = [(softening + score · closeness) / (softening_km + km)^power · room]^weight_power
    """
    first, end = net.first_path[place], net.first_path[place + 1]
    most = 0.0
    for path in range(first, end):
        weight = 0.0
        if now.path_open[path]:
            goal = net.paths[path, END]
            score = now.places[goal, SCORE]
            base = score * net.reach[path, 1]
            if rule.population_power != 0.0 and now.places[goal, CAMP] == 0.0:
                base *= math.pow(max(1.0, float(now.counts[POPULATION, goal])), rule.population_power)
            if rule.best_only:
                weight = math.pow((rule.weight_softening + score) / net.reach[path, 0], rule.weight_power) * base
            else:
                free = room(now.counts[OCCUPIED, goal], now.places[goal, CAPACITY], rule.buffer)
                weight = (rule.weight_softening + base) / net.reach[path, 0] * free
                if rule.weight_power != 1.0:
                    weight = math.pow(weight, rule.weight_power)
        now.weights[path] = weight
        most = max(most, weight)
    if rule.best_only:
        keep_best(first, end, net.paths, now.weights)
    accumulate(first, end, most, rule.pruning, now.path_open, now.weights)


@kernel
def keep_best(first: int, end: int, paths: Any, weights: Any) -> None:
    """Of several paths to one end only the heaviest keeps its weight, the first of equals (weights changed)."""
    for path in range(first, end):
        for rival in range(first, path):
            if paths[rival, END] == paths[path, END]:
                if weights[path] > weights[rival]:
                    weights[rival] = 0.0
                else:
                    weights[path] = 0.0


@kernel
def accumulate(first: int, end: int, most: float, pruning: float, is_open: Any, weights: Any) -> None:
    """Weights become cumulative (changed). Where all are 0, all open options are equal."""
    least = most / pruning if pruning >= 1.001 else 0.0
    total = 0.0
    for path in range(first, end):
        if most > 0.0:
            if weights[path] >= least:
                total += weights[path]
        elif is_open[path]:
            total += 1.0
        weights[path] = total


@kernel
def set_off(place: int, link: int, rest: int, goal: int, tag: int, moved: int, n: int, rule: Any, now: Any,
            onto: int) -> bool:  # fmt: skip
    """n people take a link, unless their goal is a camp with room below ½; says whether they went."""
    if link < 0 or not now.link_open[link]:
        return False
    free = room(now.counts[OCCUPIED, goal], now.places[goal, CAPACITY], rule.buffer)
    if now.places[goal, CAMP] > 0.0 and free < 0.5:
        return False
    now.counts[OCCUPIED, place] -= n
    kept = (rest << ROUTE) | (tag & (FIRST_TRIP | LATELY))
    add(now.tables, onto, now.places.shape[0] + link, 0, moved, kept, n)
    return True


@kernel
def with_travel(tag: int, km: int, rule: Any) -> Any:
    """The tag after travelling so far today: lately ← lately + km/speed, to the nearest 1/64."""
    if not rule.short_stints:
        return tag
    lately = (tag & LATELY) + (2 * GRID * km + rule.speed) // (2 * rule.speed)
    return (tag & ~LATELY) | min(lately, LATELY)


@kernel
def overnight(tag: int) -> Any:
    """The tag of the next morning: lately ← lately/2, to the nearest 1/64, halves downward."""
    return (tag & ~LATELY) | ((tag & LATELY) >> 1)


@kernel
def choose_singly(place: int, n: int, tag: int, moved: int, net: Any, rule: Any, now: Any, onto: int) -> Any:
    """The same law as `choose` for few people and many options: each looks up one uniform in the weights."""
    first, end = net.first_path[place], net.first_path[place + 1]
    total = now.weights[end - 1]
    clock = now.clock
    stay = 0
    for _ in range(n):
        serial = clock[SERIAL]
        clock[SERIAL] += 1
        mark = total * streams.uniform(clock[0], clock[1], CHOOSE, clock[DAY], place, serial >> 20, serial & 0xFFFFF, 0)
        low, high = first, end - 1
        while low < high:
            middle = (low + high) // 2
            if now.weights[middle] > mark:
                high = middle
            else:
                low = middle + 1
        if not set_off(place, net.paths[low, STEP_LINK], net.paths[low, REST], net.paths[low, END], tag, moved, 1,
                       rule, now, onto):  # fmt: skip
            stay += 1
    return stay


@kernel
def choose(place: int, n: int, tag: int, moved: int, net: Any, rule: Any, now: Any, onto: int) -> Any:
    """n people without a route choose one and set off; returns how many stay because their choice is full.

    (n_1, n_2, …) ~ Multinomial(n, w)
    """
    first, end = net.first_path[place], net.first_path[place + 1]
    if now.counts[WEIGHED, place] != now.clock[STAMP]:
        weigh(place, net, rule, now)
        now.counts[WEIGHED, place] = now.clock[STAMP]
    total = now.weights[end - 1] if end > first else 0.0
    if total <= 0.0:
        return n
    if n * FEW < end - first:
        return choose_singly(place, n, tag, moved, net, rule, now, onto)
    left, stay, before = n, 0, 0.0
    for path in range(first, end):
        if left == 0:
            break
        weight = now.weights[path] - before
        if weight <= 0.0:
            continue
        took = draw(left, weight / (total - before), CHOOSE, place, now.clock)
        before = now.weights[path]
        if before >= total:
            took = left
        left -= took
        if took > 0 and not set_off(place, net.paths[path, STEP_LINK], net.paths[path, REST], net.paths[path, END],
                                    tag, moved, took, rule, now, onto):  # fmt: skip
            stay += took
    return stay + left


@kernel
def decide(place: int, n: int, tag: int, moved: int, forced: bool, net: Any, rule: Any, now: Any, onto: int) -> None:
    """n people at a place go on with their route, or leave with the place's chance, or stay (now changed)."""
    route = tag >> ROUTE
    stay = n
    if route > 0:
        link = net.between[place, net.routes[route, NEXT_PLACE]]
        if set_off(place, link, net.routes[route, LEFT], net.routes[route, END], tag, moved, n, rule, now, onto):
            stay = 0
    else:
        chance = now.places[place, CHANCE]
        if forced and now.places[place, TOWN] > 0.0:
            chance = 1.0
        elif rule.population_scale != 0.0:
            size = max(float(now.counts[POPULATION, place]), now.places[place, CAPACITY] / rule.capacity_scaling)
            chance *= math.pow(max(size, 0.0) / rule.population_base, rule.population_scale)
        leave = draw(n, min(chance, 1.0), LEAVE, place, now.clock)
        stay = n - leave
        if leave > 0:
            stay += choose(place, leave, tag, moved, net, rule, now, onto)
    if stay > 0:
        add(now.tables, LATER, place, 0, 0, overnight(tag & (FIRST_TRIP | LATELY)), stay)


@kernel
def travel(place: int, km: int, moved: int, tag: int, n: int, speed: int, net: Any, rule: Any, now: Any) -> None:
    """n people on a link go on for the rest of the day (now changed).

    km ← km + v     arrived when km > length; moved today ← moved + v, less what was too much
    """
    places, links = now.places.shape[0], net.links.shape[0]
    shut = place >= places + links
    link = place - places - (links if shut else 0)
    step = max(speed - moved, 0) if rule.carry else speed
    length = net.links[link, LENGTH]
    if km + step < length or (km + step == length and not rule.carry):
        add(now.tables, LATER, place, km + step, 0, overnight(with_travel(tag, step, rule)), n)
        return
    moved += length - km
    tag = with_travel(tag & ~FIRST_TRIP, length - km, rule)
    end = net.links[link, FROM] if shut else net.links[link, TO]
    now.counts[OCCUPIED, end] += n
    now.counts[ARRIVED, end] += n
    if shut or moved >= speed:
        add(now.tables, LATER, end, 0, 0, overnight(tag & LATELY if shut and rule.carry else tag), n)
    else:
        add(now.tables, STOP, end, 0, alike(end, moved, net), tag, n)


@kernel
def alike(place: int, moved: int, net: Any) -> Any:
    """The least distance that leaves the same choices for the rest of the day at a place: people who have it are alike.

    What counts is on which side of each of the place's limits the distance lies; without limits, the distance itself.
    """
    low, high = net.first_limit[place], net.first_limit[place + 1]
    if low == high:
        return moved
    start = low
    while low < high:
        middle = (low + high) // 2
        if net.limits[middle] <= moved:
            low = middle + 1
        else:
            high = middle
    return net.limits[low - 1] if low > start else 0


@kernel
def decide_at_stops(net: Any, rule: Any, now: Any, last: bool) -> None:
    """Who arrived with time left decides again, and is on a link for the next part of the day if they leave."""
    now.clock[STAMP] += 1
    tables = now.tables
    for row in range(size(tables, STOP)):
        place, moved = tables[STOP, row, PLACE], tables[STOP, row, MOVED]
        tag, n = tables[STOP, row, TAG], tables[STOP, row, COUNT]
        if last:
            add(tables, LATER, place, 0, 0, overnight(tag), n)
            continue
        forced = rule.short_stints and (tag & LATELY) < GRID
        decide(place, n, tag, moved, forced, net, rule, now, WAVE)
    clear(tables, STOP)


@kernel
def travel_parts(row: int, net: Any, rule: Any, now: Any) -> None:
    """One cohort of the wave travels, those on foot apart from the others."""
    place, km = now.tables[WAVE, row, PLACE], now.tables[WAVE, row, KM]
    moved, tag, n = now.tables[WAVE, row, MOVED], now.tables[WAVE, row, TAG], now.tables[WAVE, row, COUNT]
    link = (place - now.places.shape[0]) % net.links.shape[0]
    on_foot = rule.on_foot and tag & FIRST_TRIP
    walkers = n if on_foot else draw(n, net.walk[link], WALK, place, now.clock)
    if walkers > 0:
        travel(place, km, moved, tag, walkers, rule.walk, net, rule, now)
    if n > walkers:
        travel(place, km, moved, tag, n - walkers, net.links[link, SPEED], net, rule, now)


@kernel
def travel_all(rounds: int, net: Any, rule: Any, now: Any) -> None:
    """The second half of the day: everybody on a link travels, and hops on while time is left."""
    for turn in range(rounds):
        for row in range(size(now.tables, GOING)):
            part = part_of(now.tables[GOING, row, COUNT], row, turn, now.cuts)
            add(now.tables, WAVE, now.tables[GOING, row, PLACE], now.tables[GOING, row, KM],
                now.tables[GOING, row, MOVED], now.tables[GOING, row, TAG], part)  # fmt: skip
        hops = 0
        while size(now.tables, WAVE) > 0:
            hops += 1
            for row in range(size(now.tables, WAVE)):
                travel_parts(row, net, rule, now)
            clear(now.tables, WAVE)
            decide_at_stops(net, rule, now, hops >= MOST_HOPS)
    clear(now.tables, GOING)


@kernel
def part_of(n: int, which: int, turn: int, cuts: Any) -> Any:
    """The part of a cohort of n that belongs to a round; small cohorts are staggered over the rounds."""
    shift = (which * 0.6180339887) % 1.0
    return math.floor(n * cuts[turn + 1] + shift) - math.floor(n * cuts[turn] + shift)
