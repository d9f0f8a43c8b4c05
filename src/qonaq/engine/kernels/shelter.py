"""Where people sleep, what rents do, and registration."""
# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import math

from qonaq.engine.kernels.compiled import kernel
from qonaq.engine.kernels.dealing import binomial, deal, spread
from qonaq.engine.streams import PROCESSES

BEDS, REGISTRATION = PROCESSES["accommodation"], PROCESSES["registration"]
HOST, RENTAL, IMPROVISED = 0, 3, 5  # places in model.places.BED_CLASSES
MOST_LET = 2.0  # a shortage beyond this moves asking rents no further (fitted so in planning/rents.py)
ROUNDS = 8  # each round places everybody or fills a class, and there are fewer classes


@kernel
def count_beds(opened, growth, base, taken, beds, stock):
    """Beds of the day: those there were (with hosts, times the day's growth), and those opened.

    stock (j, k) all beds, beds (j, k) those that others have not taken (written)
    """
    for j in range(base.shape[0]):
        for k in range(base.shape[1]):
            many = base[j, k]
            if k == HOST:
                many = int(math.floor(many * growth[j] + 0.5))
            stock[j, k] = many + opened[j, k]
            beds[j, k] = max(0, stock[j, k] - taken[j, k])


@kernel
def clear_beds(t, seed, number, place, beds, rooms, wanting, given):
    """Improvised places are left every morning; where beds were closed, those too many are drawn at random.

    rooms  (g, k), the last class without shelter (changed)
    """
    groups, outside = rooms.shape[0], rooms.shape[1] - 1
    for k in range(outside):
        taken = 0
        for g in range(groups):
            wanting[k, g] = rooms[g, k]
            taken += rooms[g, k]
        over = taken if k == IMPROVISED else taken - beds[k]
        if over > 0:
            deal(wanting[k], over, given, seed, number, BEDS, t, place, 1, 64 * k)
            for g in range(groups):
                rooms[g, k] -= given[g]
                rooms[g, outside] += given[g]


@kernel
def let_in(t, seed, number, place, item, free, k, rooms, wanting, given):
    """Beds of a class go to those who want them, at random where there are too few. Returns how many are given.

    wanting (g) people who ask for the class (changed)    rooms (g, k) (changed)
    """
    groups, outside = rooms.shape[0], rooms.shape[1] - 1
    asking, placed = 0, 0
    for g in range(groups):
        asking += wanting[g]
    if asking == 0 or free <= 0:
        return 0
    deal(wanting, min(free, asking), given, seed, number, BEDS, t, place, 2, item)
    for g in range(groups):
        rooms[g, k] += given[g]
        rooms[g, outside] -= given[g]
        placed += given[g]
    return placed


@kernel
def ask_for_beds(t, seed, number, place, turn, rooms, wish, wanting, free, odds, drawn):
    """One round of asking: those outside ~ Multinomial(wish_gk · free_k). wanting (k, g) (written)."""
    groups, outside = rooms.shape[0], rooms.shape[1] - 1
    for g in range(groups):
        total = 0.0
        for k in range(outside):
            odds[k] = wish[g, k] * free[k]
            total += odds[k]
            wanting[k, g] = 0
        if rooms[g, outside] > 0 and total > 0.0:
            spread(rooms[g, outside], odds, drawn, seed, number, BEDS, t, place, 16 + g, turn)
            for k in range(outside):
                wanting[k, g] = drawn[k]


@kernel
def seek_beds(t, seed, number, place, beds, rooms, arrived, wish, host_share, wanting, free, odds, drawn, given):
    """Everybody without a bed seeks one; nobody waits in a fixed order of classes.

        those who have hosts ~ Binomial(new, η) stay with them while places last
        the others, and those in improvised places ~ Multinomial(wish_gk · free_k), round after round until all have one

    rooms (g, k), the last class without shelter (changed)    beds (k) not taken by others    arrived (g)    wish (g, k)
    """
    groups, outside = rooms.shape[0], rooms.shape[1] - 1
    clear_beds(t, seed, number, place, beds, rooms, wanting, given)
    seeking, room = 0, 0
    for k in range(outside):
        left = beds[k]
        for g in range(groups):
            left -= rooms[g, k]
        free[k] = float(left)
        room += left if k != HOST else 0
    for g in range(groups):
        wanting[HOST, g] = binomial(arrived[g], host_share, seed, number, BEDS, t, place, g, 8000)
        rooms[g, outside] += arrived[g]
        seeking += rooms[g, outside]
    seeking -= let_in(t, seed, number, place, 4096, int(free[HOST]), HOST, rooms, wanting[HOST], given)
    free[HOST] = 0.0
    for turn in range(ROUNDS):
        if seeking == 0 or room == 0:
            return
        ask_for_beds(t, seed, number, place, turn, rooms, wish, wanting, free, odds, drawn)
        for k in range(outside):
            item = (turn * outside + k) * groups
            placed = let_in(t, seed, number, place, item, int(free[k]), k, rooms, wanting[k], given)
            free[k] -= placed
            room -= placed
            seeking -= placed


@kernel
def house(
    t, seed, number, at, left, arrived, beds, rooms, wish, host_share, wanting, free, odds, drawn, given, book,
    occupied_row, unsheltered_row,
):  # fmt: skip
    """Accommodation of every city: who left frees a bed at random, then those without one seek.

    rooms  (j, g, k), the last class without shelter (changed)
    """
    cities, groups, outside = rooms.shape[0], rooms.shape[1], rooms.shape[2] - 1
    for j in range(cities):
        for g in range(groups):
            if left[j, g] > 0:
                deal(rooms[j, g], left[j, g], given, seed, number, BEDS, t, at[j], 3, 8192 + 16 * g)
        seek_beds(t, seed, number, at[j], beds[j], rooms[j], arrived[j], wish, host_share, wanting, free, odds, drawn,
                  given)  # fmt: skip
        for k in range(outside):
            taken = 0
            for g in range(groups):
                taken += rooms[j, g, k]
            book[occupied_row + j * outside + k, t] = taken
        for g in range(groups):
            book[unsheltered_row + j * groups + g, t] = rooms[j, g, outside]


@kernel
def move_rents(
    t, stock, taken, rooms, cap, strength, threshold, elasticity, turnover, year_news, contract, levels, spot_row,
    contract_row,
):  # fmt: skip
    """Asking rents answer a shortage at once, contract rents slowly (two regimes).

        asking    ln(S/S₀) = a · max(0, ln(u/u*)), u = (let to others and us + without a proper bed) / rental stock ≤ 2
        contract  ln(R/R₀) = max(e, k):  e ← e + (ε·renters added − e)·y,  k ← k + (ln(S/S₀) − k)·turnover

    contract  (j, 2) e and k (changed)
    """
    for j in range(stock.shape[0]):
        ours, unmet = 0, 0
        for g in range(rooms.shape[1]):
            ours += rooms[j, g, RENTAL]
            unmet += rooms[j, g, rooms.shape[2] - 1] + rooms[j, g, IMPROVISED]
        spot, added = 0.0, 0.0
        if stock[j, RENTAL] > 0:
            used = min((taken[j, RENTAL] + ours + unmet) / stock[j, RENTAL], MOST_LET)
            if used > threshold:
                spot = min(cap[j], strength * math.log(used / threshold))
        if taken[j, RENTAL] > 0:
            added = ours / taken[j, RENTAL]
        contract[j, 0] += (elasticity * added - contract[j, 0]) * year_news
        contract[j, 1] += (spot - contract[j, 1]) * turnover
        levels[spot_row + j, t] = spot
        levels[contract_row + j, t] = max(contract[j, 0], contract[j, 1])


@kernel
def register(
    t, seed, number, at, left, stayers, arrived, minutes, per_minute, apply_share, apply_leave, come_again, desk, given,
    book, levels, applications_row, registrations_row, backlog_row, wait_row,
):  # fmt: skip
    """Registration of every city: stages 0 none, 1 will apply, 2 waits, 3 has the number.

        will apply ~ Binomial(stayers, a)   applies ~ Binomial(·, 1 − exp(−1/days))
        visits = min(waiting, ⌊desk minutes × people/minute⌋), again ~ Binomial(visits, c), the rest get the number
        wait = waiting ÷ people a day

    desk  (j, stage) (changed)
    """
    for j in range(desk.shape[0]):
        out, new = 0, 0
        for g in range(left.shape[1]):
            out += left[j, g]
            new += arrived[j, g]
        if out > 0:
            deal(desk[j], out, given, seed, number, REGISTRATION, t, at[j], 0, 16)
        willing = 0
        if minutes[j] > 0.0:
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
