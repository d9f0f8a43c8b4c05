"""In the host country: permitted stays that end, moving on, going home, going to another city."""
# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import math

from qonaq.engine.kernels.border import send_out
from qonaq.engine.kernels.compiled import kernel
from qonaq.engine.kernels.dealing import binomial, deal, spread
from qonaq.engine.kernels.leaving import share_labels
from qonaq.engine.program_schedule import RENEWABLE
from qonaq.engine.streams import PROCESSES

EXPIRY, STAY, DWELL, INTENT = PROCESSES["expiry"], PROCESSES["stay"], PROCESSES["dwell"], PROCESSES["intent"]
ONWARD, RETURNS, TRAVEL = PROCESSES["onward"], PROCESSES["returns"], PROCESSES["travel"]
REGISTRATION = PROCESSES["registration"]


@kernel
def end_stays(
    t, seed, number, place, ends, admits, gates, share, renew_share, overstay_share, clock, people, expelled, weight,
    drawn, book, entries_row, exits_row, renewed_row, expired_row, forced_row,
):  # fmt: skip
    """Stays that end today, X = clock[g, a] for every day of entry a on which `ends` says so:

        renewed ~ Binomial(X, r) where it may be, by an exit and an entry that day; the day of first entry is kept
        overstay ~ Binomial(X − renewed, o), the rest leave

    clock (g, 1 + a), overstays first (changed); expelled (g) people who must leave a city today (written)
    """
    groups, phases = clock.shape[0], people.shape[2]
    for g in range(groups):
        many = 0
        gate_open = 0.0
        while many < gates.shape[0] and gates[many] >= 0:
            weight[many] = share[gates[many]] if admits[gates[many], g] else 0.0
            gate_open += weight[many]
            many += 1
        ending, renewed, staying = 0, 0, 0
        for day in range(t):
            over = clock[g, 1 + day] if ends[g, day] > 0 else 0
            if over == 0:
                continue
            again = 0
            if ends[g, day] == RENEWABLE and gate_open > 0.0:
                again = binomial(over, renew_share, seed, number, STAY, t, place, g, 2 + 2 * day)
            staying += binomial(over - again, overstay_share, seed, number, STAY, t, place, g, 3 + 2 * day)
            clock[g, 1 + day] = again
            ending += over
            renewed += again
        expelled[g] = 0
        if ending == 0:
            continue
        if renewed > 0:
            spread(renewed, weight[:many], drawn[:many], seed, number, STAY, t, place, g, 0)
            for n in range(many):
                book[entries_row + gates[n] * (groups + 2) + g, t] += drawn[n]
                book[exits_row + gates[n] * 3, t] += drawn[n]
        in_cities = 0
        for j in range(people.shape[0]):
            for phase in range(phases):
                in_cities += people[j, g, phase]
        leaving = min(ending - renewed - staying, in_cities)
        clock[g, 0] += ending - renewed - leaving
        expelled[g] = leaving
        book[expired_row + g, t] += ending
        book[renewed_row + g, t] += renewed
        book[forced_row + g, t] += leaving


@kernel
def expel(
    t, seed, number, place, at, expelled, people, left, share, gone, cells, given, book, returns_row, onward_row, home,
    abroad,
):  # fmt: skip
    """Those who must leave are taken at random from all cities and phases: one multivariate hypergeometric draw.

    home, abroad  (g) people who leave for the origin and for third countries (changed)
    """
    cities, groups, phases = people.shape
    for g in range(groups):
        if expelled[g] == 0:
            continue
        for j in range(cities):
            for phase in range(phases):
                cells[j * phases + phase] = people[j, g, phase]
        many = cities * phases
        deal(cells[:many], expelled[g], given, seed, number, EXPIRY, t, place, g, 0)
        for j in range(cities):
            out = 0
            for phase in range(phases):
                people[j, g, phase] = cells[j * phases + phase]
                out += given[j * phases + phase]
            left[j, g] += out
            back = binomial(out, share, seed, number, RETURNS, t, at[j], g, 1)
            home[g] += back
            abroad[g] += out - back
            gone[g] += out
            book[returns_row + j * groups + g, t] += back
            book[onward_row + j * groups + g, t] += out - back


@kernel
def leave_phases(t, seed, number, place, g, people, hazard, settle, extra):
    """How many of a city's people of a group leave it today; newcomers may settle.

        transit, settled: Binomial(N, 1 − exp(−h))   new: leave or settle ~ Bin(N, 1 − exp(−h − s)), leave h/(h + s)

    people  (phase) (changed)      extra  hazard added by a lack of shelter, 1/day
    """
    total = 0
    for phase in (0, 2):  # transit, settled
        out = binomial(people[phase], 1.0 - math.exp(-(hazard[phase] + extra)), seed, number, DWELL, t, place, g, phase)
        people[phase] -= out
        total += out
    h = hazard[1] + extra
    changing = binomial(people[1], 1.0 - math.exp(-(h + settle)), seed, number, DWELL, t, place, g, 1)
    out = binomial(changing, h / (h + settle), seed, number, DWELL, t, place, g, 3)
    people[1] -= changing
    people[2] += changing - out
    return total + out


@kernel
def move_on(
    t, seed, number, at, people, rooms, hazard, settle, push, inner_share, return_share, inner_term, inner_days,
    room, road, left, gone, home, abroad, totals, given, sent, weight, drawn, book, inner_row, returns_row, onward_row,
):  # fmt: skip
    """People leave cities: to another city of the country, home, or onward to a third country.

        inner ~ Binomial(out, ι), home ~ Binomial(out − inner, ρ), the rest onward
        city of the inner ones ~ Multinomial(pull_k · ρ_k / (km_jk + δ)^β), labels of groups dealt afterwards

    people (j, g, phase), road (j, day, g), left (j, g) people who leave a city (changed)
    """
    cities, groups, phases = people.shape
    for j in range(cities):
        moving = 0
        for g in range(groups):
            here = 0
            for phase in range(phases):
                here += people[j, g, phase]
            if here == 0:
                continue
            extra = push * (rooms[j, g, rooms.shape[2] - 1] / here)
            out = leave_phases(t, seed, number, at[j], g, people[j, g], hazard, settle, extra)
            if out == 0:
                continue
            left[j, g] += out
            inner = 0
            if cities > 1:
                inner = binomial(out, inner_share, seed, number, ONWARD, t, at[j], g, 0)
            totals[g] += inner
            moving += inner
            back = binomial(out - inner, return_share, seed, number, RETURNS, t, at[j], g, 0)
            home[g] += back
            abroad[g] += out - inner - back
            gone[g] += out - inner
            book[inner_row + j * groups + g, t] += inner
            book[returns_row + j * groups + g, t] += back
            book[onward_row + j * groups + g, t] += out - inner - back
        if moving > 0:
            for k in range(cities):
                weight[k] = inner_term[j, k] * room[k]
            spread(moving, weight[:cities], drawn[:cities], seed, number, TRAVEL, t, at[j], 0, 0)
            for k in range(cities):
                sent[k, inner_days[j, k]] += drawn[k]
    share_labels(t, seed, number, ONWARD, 0, at, totals, sent, road, given)


@kernel
def leave_country(
    t, seed, number, place, home, abroad, expelled, gates, share, onward_term, clock, weight, drawn, given, book,
    exits_row, sent_row,
):  # fmt: skip
    """Book the way out: those who go home by the gates' ordinary traffic, those who go onward by country.

        onward country ~ Multinomial(exp(κ_e) / (km_e + δ)^β)
        day of entry ~ multivariate hypergeometric over clock[g], all who are in the country (overstays included)

    The clocks of the expelled have stopped already. clock (g, 1 + a), overstays first (changed)
    """
    groups, countries = home.shape[0], onward_term.shape[0]
    reach = 0.0
    for e in range(countries):
        reach += onward_term[e]
    for g in range(groups):
        send_out(t, seed, number, place, gates, share, home[g], weight, drawn, g, 0, book, exits_row)
        stopped = home[g] + abroad[g] - expelled[g]
        if stopped > 0:
            deal(clock[g, : t + 2], stopped, given, seed, number, EXPIRY, t, place, g, 4096)
        if abroad[g] > 0 and reach > 0.0:
            spread(abroad[g], onward_term, drawn[:countries], seed, number, ONWARD, t, place, g, 4096)
            for e in range(countries):
                book[sent_row + e, t] += drawn[e]


@kernel
def arrive(t, seed, number, at, road, people, transit_share, arrived, stayers, book, row):
    """People reach their city: in transit ~ Binomial(n, τ), the others are new.

    arrived (j, g), stayers (j) (written)
    """
    cities, length, groups = road.shape
    for j in range(cities):
        stayers[j] = 0
        for g in range(groups):
            many = road[j, t % length, g]
            road[j, t % length, g] = 0
            arrived[j, g] = many
            if many == 0:
                continue
            passing = binomial(many, transit_share, seed, number, INTENT, t, at[j], g, 0)
            people[j, g, 0] += passing
            people[j, g, 1] += many - passing
            stayers[j] += many - passing
            book[row + j * groups + g, t] += many


@kernel
def bring(t, seed, number, at, seats, rooms, people, desk, road, inner_days, cells, given, book, inner_row):
    """Transport takes people without shelter to another city: min(seats, unsheltered), groups and phases at random.

    rooms (j, g, class), people (j, g, phase), desk (j, stage), road (j, day, g) (changed)
    """
    cities, groups = people.shape[:2]
    length, outside = road.shape[1], rooms.shape[2] - 1
    for j in range(cities):
        for k in range(cities):
            if seats[j, k] == 0:
                continue
            waiting = 0
            for g in range(groups):
                cells[g] = rooms[j, g, outside]
                waiting += cells[g]
            going = min(seats[j, k], waiting)
            if going == 0:
                continue
            deal(cells[:groups], going, given, seed, number, TRAVEL, t, at[j], 1 + k, 0)
            for g in range(groups):
                taken = given[g]
                rooms[j, g, outside] -= taken
                road[k, (t + inner_days[j, k]) % length, g] += taken
                book[inner_row + j * groups + g, t] += taken
                deal(people[j, g], taken, cells, seed, number, TRAVEL, t, at[j], 1 + k, (1 + g) * 16)
            deal(desk[j], going, cells, seed, number, REGISTRATION, t, at[j], 1 + k, 16)
