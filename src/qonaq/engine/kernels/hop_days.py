"""The days of one replicate of a Flee instance: closures, newcomers, decisions, travel, and the count of every place."""

from __future__ import annotations

import math
from typing import Any

from qonaq.engine import streams
from qonaq.engine.kernels.cohorts import (
    COUNT,
    FIRST_TRIP,
    KM,
    PLACE,
    TAG,
    add,
    clear,
    kernel,
    overflowed,
    pour,
    size,
)
from qonaq.engine.kernels.hop import (
    ARRIVED,
    ARRIVED_BEFORE,
    CAPACITY,
    CHANCE,
    DAY,
    GOING,
    HERE,
    LATER,
    LENGTH,
    MARGIN,
    MOST_ROUNDS,
    OCCUPIED,
    POPULATION,
    ROUNDS_AT_LINE,
    SERIAL,
    SPAWN,
    SPEED,
    STEP,
    TO,
    Now,
    decide_all,
    draw,
    travel_all,
)

DONE, NO_ROOM, PEOPLE_LOST = 0, 1, 2
SHARED, BY_PLACE, SHARE_OF_POPULATION, POISSON = 0, 1, 2, 3


@kernel
def newcomers_of(place: int, left: int, rest: float, days: Any, rule: Any, now: Any) -> int:
    """How many people start their flight at a place today.

    By weight:  n ~ Binomial(left, w/rest), w = population · weight, so that all places together are multinomial.
    By rate:    ⌊rate · population⌋, or Poisson(rate), or the number given.
    """
    clock = now.clock
    day = clock[DAY]
    rate = days.spawn_weight[day, place]
    if rule.rate_mode == SHARED:
        weight = rate * now.counts[POPULATION, place]
        return draw(left, weight / rest, SPAWN, place, clock) if weight > 0.0 and rest > 0.0 else 0
    if rule.rate_mode == SHARE_OF_POPULATION:
        return int(rate * now.counts[POPULATION, place])
    if rule.rate_mode == POISSON:
        serial = clock[SERIAL]
        clock[SERIAL] += 1
        return streams.poisson(rate, clock[0], clock[1], SPAWN, day, place, serial >> 20, serial & 0xFFFFF)
    return days.newcomers[day, place]


@kernel
def spawn(days: Any, rule: Any, now: Any) -> int:
    """Newcomers of the day appear at their places; returns how many (now changed)."""
    day = now.clock[DAY]
    places = now.places.shape[0]
    rest, last = 0.0, -1
    for place in range(places):
        weight = days.spawn_weight[day, place] * now.counts[POPULATION, place]
        if weight > 0.0:
            rest += weight
            last = place
    left = days.newcomers[day, 0] if rule.rate_mode == SHARED else 0
    came = 0
    tag = FIRST_TRIP if rule.on_foot else 0
    for place in range(places):
        before = now.counts[POPULATION, place]
        n = left if rule.rate_mode == SHARED and place == last else newcomers_of(place, left, rest, days, rule, now)
        if rule.rate_mode == SHARED:
            left -= n
            rest -= days.spawn_weight[day, place] * before
        if rule.take:
            now.counts[POPULATION, place] = max(0, before - n)
        now.counts[OCCUPIED, place] += n
        add(now.tables, HERE, place, 0, 0, tag, n)
        came += n
    return came


@kernel
def shut_links(net: Any, days: Any, rule: Any, now: Any) -> None:
    """Who is on a link that closes today will come back to its start; with carried kilometres, by the way they went."""
    day = now.clock[DAY]
    places, links = now.places.shape[0], net.links.shape[0]
    any_shut = False
    for link in range(links):
        any_shut = any_shut or days.shut[day, link]
    if not any_shut:
        return
    tables = now.tables
    for row in range(size(tables, HERE)):
        place, km, n = tables[HERE, row, PLACE], tables[HERE, row, KM], tables[HERE, row, COUNT]
        if places <= place < places + links and days.shut[day, place - places]:
            km = net.links[place - places, LENGTH] - km if rule.carry else km
            place += links
        add(tables, LATER, place, km, 0, tables[HERE, row, TAG], n)
    clear(tables, HERE)
    pour(tables, LATER, HERE)


@kernel
def rounds_for(place: int, coming: int, going: int, rule: Any, now: Any) -> int:
    """How often the occupancy of a camp must be looked at again while so many people come or go.

    Travellers turn away where room is below ½, so a camp that passes that line within the day needs ROUNDS_AT_LINE;
    else a round may move the camp by STEP of the range in which its room falls from 1 to 0.
    """
    capacity = now.places[place, CAPACITY]
    if capacity < 1.0:
        return 1
    people = now.counts[OCCUPIED, place]
    least, most = people - 1.5 * going - MARGIN, people + 1.5 * coming + MARGIN
    if most <= rule.buffer * capacity or least >= capacity:
        return 1
    line = capacity * (1.0 + rule.buffer) / 2.0
    at_line = (going > 0 and least <= line < people) or (coming > 0 and people <= line < most)
    span = max(1.0, (1.0 - rule.buffer) * capacity)
    rounds = 1 + int(max(coming, going) / (STEP * span))
    return min(MOST_ROUNDS, max(rounds, ROUNDS_AT_LINE if at_line else 1))


@kernel
def rounds_of_decisions(rule: Any, now: Any) -> int:
    rounds = 1
    for place in range(now.places.shape[0]):
        going = math.ceil(now.counts[OCCUPIED, place] * now.places[place, CHANCE])
        rounds = max(rounds, rounds_for(place, 0, going, rule, now))
    return rounds


@kernel
def rounds_of_travel(net: Any, rule: Any, now: Any) -> int:
    """Expected arrivals are those due today, or as many as yesterday if that is more (they come by several hops)."""
    places, links = now.places.shape[0], net.links.shape[0]
    for place in range(places):
        now.counts[ARRIVED_BEFORE, place] = now.counts[ARRIVED, place]
        now.counts[ARRIVED, place] = 0
    for row in range(size(now.tables, GOING)):
        link = now.tables[GOING, row, PLACE] - places
        if link < links and now.tables[GOING, row, KM] + net.links[link, SPEED] >= net.links[link, LENGTH]:
            now.counts[ARRIVED, net.links[link, TO]] += now.tables[GOING, row, COUNT]
    rounds = 1
    for place in range(places):
        coming = max(now.counts[ARRIVED, place], now.counts[ARRIVED_BEFORE, place])
        rounds = max(rounds, rounds_for(place, coming, 0, rule, now))
        now.counts[ARRIVED, place] = 0
    return rounds


@kernel
def one_day(net: Any, days: Any, rule: Any, now: Any) -> int:
    """Closures, newcomers, decisions, travel; returns how many newcomers there were."""
    now.clock[SERIAL] = 0
    shut_links(net, days, rule, now)
    came = spawn(days, rule, now)
    decide_all(rounds_of_decisions(rule, now), net, rule, now)
    travel_all(rounds_of_travel(net, rule, now), net, rule, now)
    clear(now.tables, GOING)
    return came


@kernel
def run(net: Any, days: Any, rule: Any, start: Any, now: Any, standing: Any, total: Any) -> int:
    """All days of a replicate. `start`: people placed before the first day; returns DONE, NO_ROOM or PEOPLE_LOST.

    now       the state before the first day, with empty tables (changed)
    standing  people standing in each place after each day (people, written)
    total     people of the simulation after each day (people, written)
    """
    tables, counts = now.tables, now.counts
    people = 0
    for place in range(start.shape[0]):
        add(tables, HERE, place, 0, 0, FIRST_TRIP if rule.on_foot else 0, start[place])
        counts[OCCUPIED, place] = start[place]
        people += start[place]
    for day in range(standing.shape[0]):
        now.clock[DAY] = day
        regime = days.regime[day]
        today = Now(days.places[day], days.link_open[regime], days.path_open[regime], tables, counts, now.weights,
                    now.clock)  # fmt: skip
        people += one_day(net, days, rule, today)
        found = pour(tables, LATER, HERE)
        least = 0
        for place in range(start.shape[0]):
            standing[day, place] = counts[OCCUPIED, place]
            least = min(least, counts[OCCUPIED, place])
        total[day] = people
        if overflowed(tables):
            return NO_ROOM
        if found != people or least < 0:
            total[day] = found - people
            total[-1] = day
            return PEOPLE_LOST
    return DONE
