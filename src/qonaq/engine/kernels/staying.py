"""In the host country: permitted stays that end, moving on, going home, going to another city."""

from __future__ import annotations

import math

from numba import njit

from qonaq.engine.kernels.border import send_out
from qonaq.engine.streams import PROCESSES, binomial, hypergeometric, multinomial

EXPIRY, STAY, DWELL, INTENT = PROCESSES["expiry"], PROCESSES["stay"], PROCESSES["dwell"], PROCESSES["intent"]
ONWARD, RETURNS, TRAVEL = PROCESSES["onward"], PROCESSES["returns"], PROCESSES["travel"]


@njit(cache=True, nogil=True)
def end_stays(
    t, seed, number, place, due, renewable, admits, gates, share, renew_share, overstay_share, clock, over, people,
    expelled, weight, drawn, book, entries_row, exits_row, renewed_row, expired_row, forced_row,
):  # type: ignore[no-untyped-def]  # fmt: skip
    """Stays that end today: X = Σ clock[g, a] over days of entry a with due[g, a] = t.

        renewed ~ Binomial(X, r) by an exit and an entry on the day, overstay ~ Binomial(X − renewed, o), the rest must leave

    clock (g, a), over (g) (changed); expelled (g) people who must leave a city today (written)
    """
    groups, phases = clock.shape[0], people.shape[1]
    for g in range(groups):
        ending = 0
        for day in range(t):
            if due[g, day] == t:
                ending += clock[g, day]
                clock[g, day] = 0
        expelled[g] = 0
        if ending == 0:
            continue
        book[expired_row + g, t] += ending
        many = 0
        gate_open = 0.0
        while many < gates.shape[0] and gates[many] >= 0:
            weight[many] = share[gates[many]] if admits[gates[many], g] else 0.0
            gate_open += weight[many]
            many += 1
        renewed = 0
        if renewable[g] and gate_open > 0.0:
            renewed = binomial(ending, renew_share, seed, number, STAY, t, place, g, 0)
        if renewed > 0:
            multinomial(renewed, weight[:many], drawn[:many], seed, number, STAY, t, place, g, 1)
            for n in range(many):
                book[entries_row + gates[n] * (groups + 2) + g, t] += drawn[n]
                book[exits_row + gates[n] * (groups + 2) + g, t] += drawn[n]
            clock[g, t] += renewed
            book[renewed_row + g, t] += renewed
        staying = binomial(ending - renewed, overstay_share, seed, number, STAY, t, place, g, 2)
        leaving = ending - renewed - staying
        in_cities = 0
        for j in range(people.shape[0]):
            for phase in range(phases):
                in_cities += people[j, phase, g]
        if leaving > in_cities:
            staying += leaving - in_cities
            leaving = in_cities
        over[g] += staying
        expelled[g] = leaving
        book[forced_row + g, t] += leaving


@njit(cache=True, nogil=True)
def expel(t, seed, number, at, expelled, people, left, share, gone, book, returns_row, onward_row, home, abroad):  # type: ignore[no-untyped-def]
    """Those who must leave are taken at random from all cities and phases: one hypergeometric draw for each.

    home, abroad  (g) people who leave for the origin and for third countries (changed)
    """
    cities, phases, groups = people.shape
    for g in range(groups):
        must = expelled[g]
        if must == 0:
            continue
        rest = 0
        for j in range(cities):
            for phase in range(phases):
                rest += people[j, phase, g]
        for j in range(cities):
            out = 0
            for phase in range(phases):
                here = people[j, phase, g]
                rest -= here
                taken = hypergeometric(here, rest, must, seed, number, EXPIRY, t, at[j], g, phase)
                people[j, phase, g] -= taken
                must -= taken
                out += taken
            left[j, g] += out
            back = binomial(out, share, seed, number, RETURNS, t, at[j], g, 1)
            home[g] += back
            abroad[g] += out - back
            gone[g] += out
            book[returns_row + j * groups + g, t] += back
            book[onward_row + j * groups + g, t] += out - back


@njit(cache=True, nogil=True)
def leave_phases(t, seed, number, place, g, people, hazard, settle, extra):  # type: ignore[no-untyped-def]
    """How many of a city's people of a group leave it today; newcomers may settle.

        transit, settled: Binomial(N, 1 − exp(−h))     new: leave or settle, Binomial(N, 1 − exp(−h − s)), leave at h/(h + s)

    people  (phase, g) (changed)      extra  hazard added by a lack of shelter, 1/day
    """
    total = 0
    for phase in range(2):  # transit, settled
        row = 2 * phase
        h = hazard[row] + extra
        out = binomial(people[row, g], 1.0 - math.exp(-h), seed, number, DWELL, t, place, g, row)
        people[row, g] -= out
        total += out
    h = hazard[1] + extra
    changing = binomial(people[1, g], 1.0 - math.exp(-(h + settle)), seed, number, DWELL, t, place, g, 1)
    out = binomial(changing, h / (h + settle), seed, number, DWELL, t, place, g, 3) if changing > 0 else 0
    people[1, g] -= changing
    people[2, g] += changing - out
    return total + out


@njit(cache=True, nogil=True)
def move_on(
    t, seed, number, at, people, outside, hazard, settle, push, inner_share, return_share, inner_term, inner_days,
    room, road, left, gone, home, abroad, weight, drawn, book, inner_row, returns_row, onward_row,
):  # type: ignore[no-untyped-def]  # fmt: skip
    """People leave cities: to another city of the country, home, or onward to a third country.

        inner ~ Binomial(out, ι), home ~ Binomial(out − inner, ρ), the rest onward
        city of the inner ones ~ Multinomial(pull_k · ρ_k / (km_jk + δ)^β)

    people (j, phase, g), road (j, day, g), left (j, g) people who leave a city (changed)
    """
    cities, phases, groups = people.shape
    length = road.shape[1]
    for j in range(cities):
        reach = 0.0
        for k in range(cities):
            reach += inner_term[j, k]
        for g in range(groups):
            here = 0
            for phase in range(phases):
                here += people[j, phase, g]
            if here == 0:
                continue
            extra = push * (outside[j, g] / here)
            out = leave_phases(t, seed, number, at[j], g, people[j], hazard, settle, extra)
            if out == 0:
                continue
            left[j, g] += out
            inner = 0
            if reach > 0.0:
                inner = binomial(out, inner_share, seed, number, ONWARD, t, at[j], g, 0)
            if inner > 0:
                for k in range(cities):
                    weight[k] = inner_term[j, k] * room[k]
                multinomial(inner, weight[:cities], drawn[:cities], seed, number, TRAVEL, t, at[j], g, 0)
                for k in range(cities):
                    road[k, (t + inner_days[j, k]) % length, g] += drawn[k]
            back = binomial(out - inner, return_share, seed, number, RETURNS, t, at[j], g, 0)
            home[g] += back
            abroad[g] += out - inner - back
            gone[g] += out - inner
            book[inner_row + j * groups + g, t] += inner
            book[returns_row + j * groups + g, t] += back
            book[onward_row + j * groups + g, t] += out - inner - back


@njit(cache=True, nogil=True)
def stop_clocks(t, seed, number, place, g, going, clock, over):  # type: ignore[no-untyped-def]
    """Who leaves the country takes a day of entry along, at random among all who are there (overstays included).

        taken ~ multivariate hypergeometric over over[g] and clock[g, a]

    clock  (a) people by day of entry (changed)      over  (g) (changed)
    """
    rest = over[g]
    for day in range(t + 1):
        rest += clock[day]
    for day in range(t, -1, -1):
        if going == 0:
            return
        if clock[day] == 0:
            continue
        rest -= clock[day]
        taken = hypergeometric(clock[day], rest, going, seed, number, EXPIRY, t, place, g, 16 + day)
        clock[day] -= taken
        going -= taken
    over[g] -= going


@njit(cache=True, nogil=True)
def leave_country(
    t, seed, number, place, home, abroad, expelled, gates, share, onward_term, clock, over, weight, drawn, book, exits_row,
    sent_row,
):  # type: ignore[no-untyped-def]  # fmt: skip
    """Book the way out: those who go home by the gates' ordinary traffic, those who go onward by country.

    The clocks of the expelled have stopped already.

    onward country ~ Multinomial(exp(κ_e) / (km_e + δ)^β)
    """
    groups, countries = home.shape[0], onward_term.shape[0]
    reach = 0.0
    for e in range(countries):
        reach += onward_term[e]
    for g in range(groups):
        send_out(t, seed, number, place, 0, gates, share, home[g], weight, drawn, g, groups, book, exits_row)
        stop_clocks(t, seed, number, place, g, home[g] + abroad[g] - expelled[g], clock[g], over)
        if abroad[g] > 0 and reach > 0.0:
            multinomial(abroad[g], onward_term, drawn[:countries], seed, number, ONWARD, t, place, g, 1)
            for e in range(countries):
                book[sent_row + e, t] += drawn[e]


@njit(cache=True, nogil=True)
def arrive(t, seed, number, at, road, people, transit_share, arrived, stayers, book, row):  # type: ignore[no-untyped-def]
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
            people[j, 0, g] += passing
            people[j, 1, g] += many - passing
            stayers[j] += many - passing
            book[row + j * groups + g, t] += many


@njit(cache=True, nogil=True)
def bring(t, seed, number, at, seats, outside, people, desk, road, inner_days, book, inner_row):  # type: ignore[no-untyped-def]
    """Transport takes people without shelter to another city: min(seats, unsheltered), groups and phases at random.

    outside (j, g), people (j, phase, g), desk (j, stage), road (j, day, g) (changed)
    """
    cities, phases, groups = people.shape
    length = road.shape[1]
    for j in range(cities):
        for k in range(cities):
            if seats[j, k] == 0:
                continue
            rest = 0
            for g in range(groups):
                rest += outside[j, g]
            going = min(seats[j, k], rest)
            staged = going
            for g in range(groups):
                here = outside[j, g]
                rest -= here
                taken = hypergeometric(here, rest, going, seed, number, TRAVEL, t, at[j], g, 1 + k)
                outside[j, g] -= taken
                going -= taken
                road[k, (t + inner_days[j, k]) % length, g] += taken
                book[inner_row + j * groups + g, t] += taken
                left_here = 0
                for phase in range(phases):
                    left_here += people[j, phase, g]
                for phase in range(phases):
                    left_here -= people[j, phase, g]
                    out = hypergeometric(
                        people[j, phase, g], left_here, taken, seed, number, TRAVEL, t, at[j], 64 + g,
                        (1 + k) * phases + phase,
                    )  # fmt: skip
                    people[j, phase, g] -= out
                    taken -= out
            take_from_stages(t, seed, number, at[j], 1 + k, desk[j], staged)


@njit(cache=True, nogil=True)
def take_from_stages(t, seed, number, place, item, desk, going):  # type: ignore[no-untyped-def]
    """Who leaves a city leaves its registration stages at random: a multivariate hypergeometric draw. desk (stage) (changed)."""
    rest = 0
    for stage in range(desk.shape[0]):
        rest += desk[stage]
    for stage in range(desk.shape[0]):
        if going == 0:
            return
        rest -= desk[stage]
        taken = hypergeometric(desk[stage], rest, going, seed, number, REGISTRATION, t, place, stage, 16 + item)
        desk[stage] -= taken
        going -= taken


REGISTRATION = PROCESSES["registration"]
