"""Setting out: who leaves today, for which country, by which gate."""
# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import math

from qonaq.engine.kernels.compiled import kernel
from qonaq.engine.kernels.dealing import binomial, deal, spread
from qonaq.engine.streams import PROCESSES

DEPARTURES, COUNTRY, CROSSING = PROCESSES["departures"], PROCESSES["country"], PROCESSES["crossing"]
NOTHING = 1e-200  # a weight below this counts as none, so that no product of weights can vanish by rounding


@kernel
def find_room(beds, stock, rooms, floor, room):
    """How much room a city seems to have: ρ_j = floor + (1 − floor) · free beds / beds.

    beds   (j, k) beds not taken by others    stock  (j, k) beds    rooms  (j, g, k) the displaced in them
    room   (j) share (written)
    """
    for j in range(room.shape[0]):
        free, total = 0, 0
        for k in range(beds.shape[1]):
            taken = 0
            for g in range(rooms.shape[1]):
                taken += rooms[j, g, k]
            free += max(0, beds[j, k] - taken)
            total += stock[j, k]
        share = free / total if total > 0 else 0.0
        room[j] = floor + (1.0 - floor) * min(1.0, share)


@kernel
def find_appeal(gate_country, city_term, room, behind, news, aversion, power, appeal):
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


@kernel
def weigh_countries(access, appeal, admits, g, country_gates, pull, weight):
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


@kernel
def weigh_gates(gates, access, appeal, admits, g, size, advised, weight):
    """w_c = size_c · access_c · appeal_c, mixed with advice: (1 − Σa)·w_c/Σw + a_c where a_c of people follow it.

    Returns how many gates the country has. weight (written)
    """
    total, told, many = 0.0, 0.0, 0
    for n in range(gates.shape[0]):
        c = gates[n]
        if c < 0:
            break
        many += 1
        weight[n] = 0.0
        if admits[c, g] and access[c] * appeal[c] > NOTHING:
            weight[n] = size[c] * access[c] * appeal[c]
            total += weight[n]
            if weight[n] > 0.0:
                told += advised[c]
    if told > 0.0:
        for n in range(many):
            if weight[n] > 0.0:
                weight[n] = (1.0 - told) * (weight[n] / total) + advised[gates[n]]
    return many


@kernel
def share_labels(t, seed, number, process, member, at, totals, sent, ring, given):
    """Who is of which group, among people who chose alike: labels are dealt at random, without replacement.

        ring[c, t + d, ·] += multivariate hypergeometric(totals, sent[c, d])

    sent    (c, d) people by place and days of travel (changed: emptied)
    totals  (g) people of each group who are to be placed (changed: emptied)
    """
    length, groups = ring.shape[1], ring.shape[2]
    for c in range(sent.shape[0]):
        for d in range(length):
            if sent[c, d] == 0:
                continue
            deal(totals, sent[c, d], given, seed, number, process, t, at[c], member, (1 + d) * groups)
            sent[c, d] = 0
            slot = (t + d) % length
            for g in range(groups):
                ring[c, slot, g] += given[g]


@kernel
def leave_origin(t, seed, number, place, pool, leave, exits_open, kin, member, totals, book, row, group_row):
    """D[g] ~ Binomial(P[g], p) for the alike groups of an origin; returns their sum. pool, totals (g) (changed)."""
    all_going = 0
    for g in range(member, pool.shape[0]):
        if kin[g] == member and pool[g] > 0 and exits_open[g]:
            going = binomial(pool[g], leave, seed, number, DEPARTURES, t, place, g, 0)
            pool[g] -= going
            totals[g] += going
            book[row, t] += going
            book[group_row + g, t] += going
            all_going += going
    return all_going


@kernel
def set_out(
    t, seed, number, at, gate_at, pool, leave, exits_open, admits, kin, access, appeal, size, advised, country_gates,
    pull, reach_days, ring, weight, drawn, chosen, totals, given, sent, book, row, group_row,
):  # fmt: skip
    """People leave each origin independently of one another, and choose a country, then a gate of it.

        D[i,g] ~ Binomial(P[i,g], p[i]),   by country ~ Multinomial(D, W),   by gate ~ Multinomial(·, w)

    P  pool     (i, g) people at risk (changed)           p  leave  (i) chance of leaving today
    W           `weigh_countries`      w  `weigh_gates`   ring      (c, day, g) people on the way (changed)
    Groups that every gate treats alike today choose together; their labels are dealt afterwards (`share_labels`).
    Nobody leaves an origin from which no gate admits the group.
    """
    groups, countries = pool.shape[1], country_gates.shape[0]
    for member in range(groups):
        if kin[member] != member:
            continue
        for i in range(pool.shape[0]):
            if leave[i] == 0.0:
                continue
            if weigh_countries(access[i], appeal, admits, member, country_gates, pull, weight) <= 0.0:
                continue
            going = leave_origin(t, seed, number, at[i], pool[i], leave[i], exits_open[i], kin, member, totals, book,
                                 row + i, group_row)  # fmt: skip
            if going == 0:
                continue
            spread(going, weight[:countries], chosen[:countries], seed, number, COUNTRY, t, at[i], member, 0)
            for m in range(countries):
                if chosen[m] == 0:
                    continue
                if country_gates.shape[1] == 1 or country_gates[m, 1] < 0:  # the country's only gate
                    sent[country_gates[m, 0], reach_days[i, country_gates[m, 0]]] += chosen[m]
                    continue
                gates = weigh_gates(country_gates[m], access[i], appeal, admits, member, size, advised, weight)
                spread(chosen[m], weight[:gates], drawn[:gates], seed, number, CROSSING, t, at[i], member, m * 2)
                for n in range(gates):
                    if drawn[n] > 0:
                        sent[country_gates[m, n], reach_days[i, country_gates[m, n]]] += drawn[n]
        share_labels(t, seed, number, DEPARTURES, member, gate_at, totals, sent, ring, given)
