"""Setting out: who leaves today, for which country, by which gate."""

from __future__ import annotations

import math

from numba import njit

from qonaq.engine.streams import PROCESSES, binomial, multinomial

DEPARTURES, COUNTRY, CROSSING = PROCESSES["departures"], PROCESSES["country"], PROCESSES["crossing"]
NOTHING = 1e-200  # a weight below this counts as none, so that no product of weights can vanish by rounding


@njit(cache=True, nogil=True)
def find_room(beds, stock, rooms, floor, room):  # type: ignore[no-untyped-def]
    """How much room a city seems to have: ρ_j = floor + (1 − floor) · free beds / beds.

    beds   (j, k) beds not taken by others    stock  (j, k) beds    rooms  (j, k, g) the displaced in them
    room   (j) share (written)
    """
    for j in range(room.shape[0]):
        free, total = 0, 0
        for k in range(beds.shape[1]):
            taken = 0
            for g in range(rooms.shape[2]):
                taken += rooms[j, k, g]
            free += max(0, beds[j, k] - taken)
            total += stock[j, k]
        share = free / total if total > 0 else 0.0
        room[j] = floor + (1.0 - floor) * min(1.0, share)


@njit(cache=True, nogil=True)
def find_appeal(gate_country, city_term, room, behind, news, aversion, power, appeal):  # type: ignore[no-untyped-def]
    """What speaks for a gate whatever one's origin: exp(−φ·w_c) · B_c^α, B_c = Σ_j pull_j · ρ_j / (km_cj + δ)^β.

    appeal  (c) (written)    news  (c) smoothed wait, hours    behind  (c) B of a foreign gate
    """
    for c in range(appeal.shape[0]):
        total = behind[c]
        if gate_country[c] == 0:
            total = 0.0
            for j in range(room.shape[0]):
                total += city_term[c, j] * room[j]
        appeal[c] = math.exp(-aversion * news[c]) * total**power


@njit(cache=True, nogil=True)
def weigh_countries(access, appeal, admits, g, country_gates, pull, weight):  # type: ignore[no-untyped-def]
    """W_m = exp(κ_m) · max_{c in m} access_c · appeal_c over gates that admit the group; returns Σ W.

    The best gate speaks for its country, so that a further gate attracts nobody by itself.
    """
    total = 0.0
    for m in range(country_gates.shape[0]):
        best = 0.0
        for n in range(country_gates.shape[1]):
            c = country_gates[m, n]
            if c < 0:
                break
            if admits[c, g] and access[c] * appeal[c] > max(best, NOTHING):
                best = access[c] * appeal[c]
        weight[m] = pull[m] * best
        total += weight[m]
    return total


@njit(cache=True, nogil=True)
def weigh_gates(gates, access, appeal, admits, g, size, advised, weight):  # type: ignore[no-untyped-def]
    """w_c = size_c · access_c · appeal_c, mixed with advice: (1 − Σa)·w_c/Σw + a_c where a_c of people follow it."""
    total, told = 0.0, 0.0
    for n in range(gates.shape[0]):
        c = gates[n]
        if c < 0:
            break
        weight[n] = 0.0
        if admits[c, g] and access[c] * appeal[c] > NOTHING:
            weight[n] = size[c] * access[c] * appeal[c]
            total += weight[n]
            if weight[n] > 0.0:
                told += advised[c]
    if told > 0.0:
        for n in range(gates.shape[0]):
            c = gates[n]
            if c < 0:
                break
            if weight[n] > 0.0:
                weight[n] = (1.0 - told) * (weight[n] / total) + advised[c]


@njit(cache=True, nogil=True)
def set_out(
    t, seed, number, at, pool, leave, exits_open, admits, access, appeal, size, advised, country_gates, pull,
    reach_days, ring, weight, drawn, chosen, book, row,
):  # type: ignore[no-untyped-def]  # fmt: skip
    """People leave each origin independently of one another, and choose a country, then a gate of it.

        D[i,g] ~ Binomial(P[i,g], p[i]),   by country ~ Multinomial(D, W),   by gate ~ Multinomial(·, w)

    P  pool     (i, g) people at risk (changed)           p  leave  (i) chance of leaving today
    W           `weigh_countries`      w  `weigh_gates`   ring      (c, day, g) people on the way (changed)
    Nobody leaves an origin that lets the group out through no gate that admits it.
    """
    groups, length = pool.shape[1], ring.shape[1]
    countries = country_gates.shape[0]
    for i in range(pool.shape[0]):
        if leave[i] == 0.0:
            continue
        for g in range(groups):
            if pool[i, g] == 0 or not exits_open[i, g]:
                continue
            if weigh_countries(access[i], appeal, admits, g, country_gates, pull, weight) <= 0.0:
                continue
            going = binomial(pool[i, g], leave[i], seed, number, DEPARTURES, t, at[i], g, 0)
            pool[i, g] -= going
            book[row + i * groups + g, t] = going
            multinomial(going, weight[:countries], chosen[:countries], seed, number, COUNTRY, t, at[i], g, 0)
            for m in range(countries):
                if chosen[m] == 0:
                    continue
                gates = 0
                while gates < country_gates.shape[1] and country_gates[m, gates] >= 0:
                    gates += 1
                weigh_gates(country_gates[m], access[i], appeal, admits, g, size, advised, weight)
                multinomial(chosen[m], weight[:gates], drawn[:gates], seed, number, CROSSING, t, at[i], g, m)
                for n in range(gates):
                    c = country_gates[m, n]
                    ring[c, (t + reach_days[i, c]) % length, g] += drawn[n]
