"""The days of one replicate of a Flee instance: closures, newcomers, decisions, travel, and who is where."""

from __future__ import annotations

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
    MOST_ROUNDS,
    SPAWN,
    STEP,
    decide,
    draw,
    travel_all,
)
from qonaq.engine.kernels.hop_state import (
    ARRIVED,
    ARRIVED_BEFORE,
    CAPACITY,
    DAY,
    GOING,
    HERE,
    LATER,
    LENGTH,
    OCCUPIED,
    POPULATION,
    SERIAL,
    SPEED,
    STAMP,
    TO,
    Now,
)

DONE, NO_ROOM, PEOPLE_LOST = 0, 1, 2
SHARED, BY_PLACE, SHARE_OF_POPULATION, POISSON = 0, 1, 2, 3


@kernel
def newcomers_of(place: int, left: int, rest: float, days: Any, rule: Any, now: Any) -> Any:
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
def spawn(days: Any, rule: Any, now: Any) -> Any:
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
def line_of(place: int, rule: Any, now: Any) -> Any:
    """People in a camp above which travellers turn away: room is below ½."""
    return now.places[place, CAPACITY] * (1.0 + rule.buffer) / 2.0


@kernel
def limited(place: int, least: float, most: float, rule: Any, now: Any) -> Any:
    """Whether a place's room may differ from 1 and from 0 while it has from `least` to `most` people."""
    capacity = now.places[place, CAPACITY]
    return capacity >= 1.0 and most > rule.buffer * capacity and least < capacity


@kernel
def cut_at(share: float, rounds: int, cuts: Any) -> Any:
    """One more cut of the half-day, in its order; returns the number of rounds (cuts changed)."""
    if rounds == MOST_ROUNDS or not 0.0 < share < 1.0:
        return rounds
    at = rounds
    while cuts[at - 1] > share:
        cuts[at] = cuts[at - 1]
        at -= 1
    cuts[at] = share
    cuts[rounds + 1] = 1.0
    return rounds + 1


@kernel
def cut_evenly(change: float, place: int, rounds: int, rule: Any, now: Any) -> Any:
    """Cuts so close that a camp changes by at most STEP of the range in which its room falls from 1 to 0."""
    span = max(1.0, (1.0 - rule.buffer) * now.places[place, CAPACITY])
    parts = min(MOST_ROUNDS, 1 + int(change / (STEP * span)))
    for part in range(1, parts):
        rounds = cut_at(part / parts, rounds, now.cuts)
    return rounds


@kernel
def decide_all(net: Any, rule: Any, now: Any) -> None:
    """The first half of the day: everybody who stands somewhere decides, people in camps first.

    Flee asks people in the order in which they began to flee, and those in camps are mostly the earliest: the others
    see the room that they leave.
    """
    for camps_now in (True, False):
        now.clock[STAMP] += 1
        for row in range(size(now.tables, HERE)):
            place, km = now.tables[HERE, row, PLACE], now.tables[HERE, row, KM]
            tag, n = now.tables[HERE, row, TAG], now.tables[HERE, row, COUNT]
            if place >= now.places.shape[0]:
                if camps_now:
                    add(now.tables, GOING, place, km, 0, tag, n)
            elif (now.places[place, CAPACITY] >= 1.0) == camps_now:
                decide(place, n, tag, 0, False, net, rule, now, GOING)
    clear(now.tables, HERE)


@kernel
def cuts_of_travel(net: Any, rule: Any, now: Any) -> Any:
    """Cuts of the second half of the day at which camps pass their line; returns the number of rounds.

    Expected arrivals are those due today, or as many as yesterday if that is more (they come by several hops).
    """
    places, links = now.places.shape[0], net.links.shape[0]
    for place in range(places):
        now.counts[ARRIVED_BEFORE, place] = now.counts[ARRIVED, place]
        now.counts[ARRIVED, place] = 0
    for row in range(size(now.tables, GOING)):
        link = now.tables[GOING, row, PLACE] - places
        if link < links and now.tables[GOING, row, KM] + net.links[link, SPEED] >= net.links[link, LENGTH]:
            now.counts[ARRIVED, net.links[link, TO]] += now.tables[GOING, row, COUNT]
    now.cuts[0], now.cuts[1] = 0.0, 1.0
    rounds = 1
    for place in range(places):
        due, before, people = now.counts[ARRIVED, place], now.counts[ARRIVED_BEFORE, place], now.counts[OCCUPIED, place]
        now.counts[ARRIVED, place] = 0
        coming = max(due, before)
        if coming > 0 and limited(place, people, people + 1.5 * coming, rule, now):
            rounds = cut_evenly(coming, place, rounds, rule, now)
            line = line_of(place, rule, now)
            if people <= line < people + 1.5 * coming:
                rounds = cut_at((line - people) / coming, rounds, now.cuts)
                rounds = cut_at((line - people) / max(due, 1), rounds, now.cuts)
    return rounds


@kernel
def one_day(net: Any, days: Any, rule: Any, now: Any) -> Any:
    """Closures, newcomers, decisions, travel; returns how many newcomers there were."""
    now.clock[SERIAL] = 0
    shut_links(net, days, rule, now)
    came = spawn(days, rule, now)
    decide_all(net, rule, now)
    travel_all(cuts_of_travel(net, rule, now), net, rule, now)
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
                    now.cuts, now.clock)  # fmt: skip
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
