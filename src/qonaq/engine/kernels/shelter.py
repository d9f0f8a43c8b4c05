"""Where people sleep, what rents do, and registration."""

from __future__ import annotations

import math

from numba import njit

from qonaq.engine.kernels.staying import REGISTRATION, take_from_stages
from qonaq.engine.streams import PROCESSES, binomial, hypergeometric, multinomial

BEDS = PROCESSES["accommodation"]
HOST, RENTAL, IMPROVISED = 0, 3, 5  # places in model.places.BED_CLASSES
ROUNDS = 8  # each round places everybody or fills a class, and there are fewer classes


@njit(cache=True, nogil=True)
def count_beds(opened, growth, base, taken, beds, stock):  # type: ignore[no-untyped-def]
    """Beds of the day: those there were (with hosts, times the day's growth), and those opened. beds, stock (j, k) (written)."""
    for j in range(base.shape[0]):
        for k in range(base.shape[1]):
            many = base[j, k]
            if k == HOST:
                many = int(math.floor(many * growth[j] + 0.5))
            stock[j, k] = many + opened[j, k]
            beds[j, k] = max(0, stock[j, k] - taken[j, k])


@njit(cache=True, nogil=True)
def give_back(t, seed, number, place, g, going, rooms, outside):  # type: ignore[no-untyped-def]
    """Who leaves a city frees a bed: a hypergeometric draw over classes and those outside. rooms (k, g), outside (g) (changed)."""
    rest = outside[g]
    for k in range(rooms.shape[0]):
        rest += rooms[k, g]
    for k in range(rooms.shape[0]):
        if going == 0:
            return
        if rooms[k, g] == 0:
            continue
        rest -= rooms[k, g]
        taken = hypergeometric(rooms[k, g], rest, going, seed, number, BEDS, t, place, g, k)
        rooms[k, g] -= taken
        going -= taken
    outside[g] -= going


@njit(cache=True, nogil=True)
def share_out(t, seed, number, place, item, free, wanting, given):  # type: ignore[no-untyped-def]
    """Places go to those who want them at random: a multivariate hypergeometric draw. wanting (g), given (g) (written)."""
    rest = 0
    for g in range(wanting.shape[0]):
        rest += wanting[g]
    left = min(free, rest)
    for g in range(wanting.shape[0]):
        rest -= wanting[g]
        given[g] = 0
        if left > 0:
            given[g] = hypergeometric(wanting[g], rest, left, seed, number, BEDS, t, place, g, item)
            left -= given[g]


@njit(cache=True, nogil=True)
def seek_beds(t, seed, number, place, beds, rooms, outside, arrived, wish, host_share, asked, weight, given):  # type: ignore[no-untyped-def]
    """Everybody without a bed seeks one; nobody waits in a fixed order of classes.

        those who have hosts ~ Binomial(new, η) stay with them while places last
        the others, and those in improvised places ~ Multinomial(wish_gk · free_k), round after round until all have one

    rooms (k, g), outside (g) people (changed)    beds (k) not taken by others    arrived (g)    wish (g, k)
    """
    classes, groups = rooms.shape
    for k in range(classes):
        taken = 0
        for g in range(groups):
            taken += rooms[k, g]
        if k == IMPROVISED or taken > beds[k]:
            over = taken if k == IMPROVISED else taken - beds[k]
            share_out(t, seed, number, place, 16 + k, over, rooms[k], given)
            for g in range(groups):
                rooms[k, g] -= given[g]
                outside[g] += given[g]
    seeking, hosted = 0, beds[HOST]
    for g in range(groups):
        hosted -= rooms[HOST, g]
        asked[g, HOST] = binomial(arrived[g], host_share, seed, number, BEDS, t, place, g, 32) if arrived[g] > 0 else 0
    share_out(t, seed, number, place, 33, hosted, asked[:, HOST], given)
    for g in range(groups):
        rooms[HOST, g] += given[g]
        outside[g] += arrived[g] - given[g]
        seeking += outside[g]
    for turn in range(ROUNDS):
        if seeking == 0:
            break
        room = 0
        for k in range(1, classes):
            free = beds[k]
            for g in range(groups):
                free -= rooms[k, g]
            weight[k] = float(free)
            room += free
        if room == 0:
            break
        ask_for_beds(t, seed, number, place, turn, outside, wish, asked, weight)
        seeking = 0
        for k in range(1, classes):
            share_out(t, seed, number, place, 64 + 16 * turn + k, int(weight[k]), asked[:, k], given)
            for g in range(groups):
                rooms[k, g] += given[g]
                outside[g] -= given[g]
        for g in range(groups):
            seeking += outside[g]


@njit(cache=True, nogil=True)
def ask_for_beds(t, seed, number, place, turn, outside, wish, asked, free):  # type: ignore[no-untyped-def]
    """One round of asking: asked[g] ~ Multinomial(outside_g, wish_gk · free_k). asked (g, k) (written)."""
    groups, classes = asked.shape
    odds = wish.copy()
    for g in range(groups):
        odds[g, HOST] = 0.0
        for k in range(1, classes):
            odds[g, k] = wish[g, k] * free[k]
        multinomial(outside[g], odds[g], asked[g], seed, number, BEDS, t, place, g, 40 + turn)


@njit(cache=True, nogil=True)
def house(
    t, seed, number, at, left, arrived, beds, rooms, outside, wish, host_share, asked, weight, given, book,
    occupied_row, unsheltered_row,
):  # type: ignore[no-untyped-def]  # fmt: skip
    """Accommodation of every city: beds given back by those who left, then the search of those without one."""
    cities, classes, groups = rooms.shape
    for j in range(cities):
        for g in range(groups):
            give_back(t, seed, number, at[j], g, left[j, g], rooms[j], outside[j])
        seek_beds(t, seed, number, at[j], beds[j], rooms[j], outside[j], arrived[j], wish, host_share, asked, weight,
                  given)  # fmt: skip
        for k in range(classes):
            taken = 0
            for g in range(groups):
                taken += rooms[j, k, g]
            book[occupied_row + j * classes + k, t] = taken
        for g in range(groups):
            book[unsheltered_row + j * groups + g, t] = outside[j, g]


@njit(cache=True, nogil=True)
def move_rents(
    t, stock, taken, rooms, outside, cap, strength, threshold, elasticity, turnover, year_news, contract, levels,
    spot_row, contract_row,
):  # type: ignore[no-untyped-def]  # fmt: skip
    """Asking rents answer a shortage at once, contract rents slowly (two regimes).

        asking    ln(S/S₀) = a · max(0, ln(u/u*)), u = (let to others + let to us + without a proper bed) / rental stock
        contract  ln(R/R₀) = max(e, k):  e ← e + (ε·renters added − e)·y,  k ← k + (ln(S/S₀) − k)·turnover

    contract  (j, 2) e and k (changed)
    """
    for j in range(stock.shape[0]):
        ours, unmet = 0, 0
        for g in range(outside.shape[1]):
            ours += rooms[j, RENTAL, g]
            unmet += outside[j, g] + rooms[j, IMPROVISED, g]
        spot, added = 0.0, 0.0
        if stock[j, RENTAL] > 0:
            used = (taken[j, RENTAL] + ours + unmet) / stock[j, RENTAL]
            if used > threshold:
                spot = min(cap[j], strength * math.log(used / threshold))
        if taken[j, RENTAL] > 0:
            added = ours / taken[j, RENTAL]
        contract[j, 0] += (elasticity * added - contract[j, 0]) * year_news
        contract[j, 1] += (spot - contract[j, 1]) * turnover
        levels[spot_row + j, t] = spot
        levels[contract_row + j, t] = max(contract[j, 0], contract[j, 1])


@njit(cache=True, nogil=True)
def register(
    t, seed, number, at, left, stayers, arrived, minutes, per_minute, apply_share, apply_leave, come_again, desk, book,
    levels, applications_row, registrations_row, backlog_row, wait_row,
):  # type: ignore[no-untyped-def]  # fmt: skip
    """Registration of every city: stages 0 none, 1 will apply, 2 waits, 3 has the number.

        will apply ~ Binomial(stayers, a)   applies ~ Binomial(·, 1 − exp(−1/days))
        visits = min(waiting, ⌊desk minutes × people/minute⌋), second visit ~ Binomial(visits, c), the rest get the number
        wait = waiting ÷ people a day

    desk  (j, stage) (changed)
    """
    for j in range(desk.shape[0]):
        out, new = 0, 0
        for g in range(left.shape[1]):
            out += left[j, g]
            new += arrived[j, g]
        take_from_stages(t, seed, number, at[j], 0, desk[j], out)
        willing = 0
        if minutes[j] > 0.0 and stayers[j] > 0:
            willing = binomial(stayers[j], apply_share, seed, number, REGISTRATION, t, at[j], 0, 0)
        applying = binomial(desk[j, 1], apply_leave, seed, number, REGISTRATION, t, at[j], 0, 1)
        desk[j, 0] += new - willing
        desk[j, 1] += willing - applying
        desk[j, 2] += applying
        slots = int(math.floor(minutes[j] * per_minute[j]))
        visits = min(desk[j, 2], slots)
        again = binomial(visits, come_again, seed, number, REGISTRATION, t, at[j], 0, 2)
        desk[j, 2] -= visits - again
        desk[j, 3] += visits - again
        book[applications_row + j, t] += applying
        book[registrations_row + j, t] += visits - again
        book[backlog_row + j, t] = desk[j, 2]
        levels[wait_row + j, t] = desk[j, 2] / max(1, slots)
