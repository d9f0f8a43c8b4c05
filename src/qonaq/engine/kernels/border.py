"""At the border: who joins a queue, who turns to another way, who is served, and how long people wait."""
# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import math

from qonaq.engine.kernels.compiled import kernel
from qonaq.engine.kernels.dealing import binomial, deal, poisson, spread
from qonaq.engine.kernels.leaving import share_labels
from qonaq.engine.streams import PROCESSES

TRAFFIC_IN, TRAFFIC_OUT, VISITORS = PROCESSES["traffic_in"], PROCESSES["traffic_out"], PROCESSES["visitors"]
SPLIT, DIVERTED, TURNED, CITY = PROCESSES["queue_split"], PROCESSES["diverted"], PROCESSES["turned"], PROCESSES["city"]


@kernel
def other_way(c, g, admits, neighbours):
    """The nearest other gate that admits the group today, or −1."""
    for n in range(neighbours.shape[1]):
        other = neighbours[c, n]
        if admits[other, g]:
            return other
    return -1


@kernel
def quicker_way(c, g, admits, neighbours, gate_country, news, hop_hours):
    """The gate of the same country that saves most hours, and the hours: w_c − w_c' − way. (−1, 0) if none does."""
    best, saved = -1, 0.0
    for n in range(neighbours.shape[1]):
        other = neighbours[c, n]
        if hop_hours[c, other] >= news[c]:
            break  # the others are farther still
        if gate_country[other] == gate_country[c] and admits[other, g]:
            hours = news[c] - news[other] - hop_hours[c, other]
            if hours > saved:
                best, saved = other, hours
    return best, saved


@kernel
def take_from_queue(queue, first, t, g):
    """Everybody of a group who waits at a gate since before today leaves its queue; returns how many."""
    total = 0
    for day in range(first, t):
        total += queue[day, g]
        queue[day, g] = 0
    return total


@kernel
def join_queues(
    t, seed, number, at, is_open, admits, gate_country, neighbours, ring, stuck, queue, head, gone, news, give_up,
    aversion, hop_days, hop_hours, book, turned_row, turned_group_row, diverted_row,
    gave_up_row,
):  # fmt: skip
    """People who reach a gate join its queue, turn to another, or are stranded.

        admitted   turn to the quickest gate of the country: Binomial(n, 1 − exp(−φ · hours saved)); the rest join
        refused    turned back; they take the nearest gate that admits them, or go home
        closed     they take the nearest gate that admits them, or are stranded and go home at a daily chance

    ring (c, day, g), stuck (c, g), queue (c, day, g+2), gone (g) people (changed)
    """
    length, groups = ring.shape[1], ring.shape[2]
    for c in range(ring.shape[0]):
        for g in range(groups):
            coming = ring[c, t % length, g]
            ring[c, t % length, g] = 0
            if stuck[c, g] > 0:
                home = binomial(stuck[c, g], give_up, seed, number, TURNED, t, at[c], g, 0)
                gone[g] += home
                book[gave_up_row + c, t] += home
                coming += stuck[c, g] - home
                stuck[c, g] = 0
            if not admits[c, g]:
                coming += take_from_queue(queue[c], head[c], t, g)
            if coming == 0:
                continue
            if admits[c, g]:
                other, saved = quicker_way(c, g, admits, neighbours, gate_country, news, hop_hours)
                turning = 0
                if other >= 0:
                    chance = 1.0 - math.exp(-aversion * saved)
                    turning = binomial(coming, chance, seed, number, DIVERTED, t, at[c], g, 0)
                queue[c, t, g] += coming - turning
            else:
                other = other_way(c, g, admits, neighbours)
                turning = coming if other >= 0 else 0
                if is_open[c]:
                    book[turned_row + c, t] += coming
                    if gate_country[c] == 0:
                        book[turned_group_row + g, t] += coming
                    gone[g] += coming - turning
                else:
                    stuck[c, g] = coming - turning
            if turning > 0:
                ring[other, (t + hop_days[c, other]) % length, g] += turning
                book[diverted_row + c, t] += turning


@kernel
def join_traffic(
    t, seed, number, at, is_open, visits, week, news, fall, traffic_in, residents_in, residents_out, queue, head,
    groups, book, exits_row,
):  # fmt: skip
    """Ordinary travellers join the queues: Poisson(mean · weekday · (1 − fall·(1 − exp(−w/24)))); a closed gate clears.

    Residents who go out do not queue: they are counted as exits. queue (c, day, g+2) people (changed)
    """
    for c in range(at.shape[0]):
        calm = week * (1.0 - fall * (1.0 - math.exp(-news[c] / 24.0)))
        if not visits[c]:
            take_from_queue(queue[c], head[c], t, groups)
        elif traffic_in[c] > 0.0:
            queue[c, t, groups] = poisson(traffic_in[c] * calm, seed, number, TRAFFIC_IN, t, at[c], 0, 0)
        if not is_open[c]:
            take_from_queue(queue[c], head[c], t, groups + 1)
            continue
        if residents_in[c] > 0.0:
            queue[c, t, groups + 1] = poisson(residents_in[c] * calm, seed, number, TRAFFIC_IN, t, at[c], 1, 0)
        if residents_out[c] > 0.0:
            out = poisson(residents_out[c] * week, seed, number, TRAFFIC_OUT, t, at[c], 1, 0)
            book[exits_row + c * 3 + 2, t] += out


@kernel
def serve(t, seed, number, place, capacity, queue, head, served, given):
    """A gate serves its queue, oldest day of joining first; returns the oldest day that may still wait.

    Whole cohorts while capacity lasts; the cohort that it cuts is split at random among its kinds of people,
    as if they stood in random order: a multivariate hypergeometric draw.

    capacity  whole people      queue  (day, g+2) (changed)      served  (g+2) (written)
    """
    kinds = queue.shape[1]
    for kind in range(kinds):
        served[kind] = 0
    left = capacity
    for day in range(head, t + 1):
        waiting = 0
        for kind in range(kinds):
            waiting += queue[day, kind]
        if waiting > left:
            if left > 0:
                deal(queue[day], left, given, seed, number, SPLIT, t, place, 0, day * kinds)
                for kind in range(kinds):
                    served[kind] += given[kind]
            return day
        for kind in range(kinds):
            served[kind] += queue[day, kind]
            queue[day, kind] = 0
        left -= waiting
    return t


@kernel
def expected_wait(people, capacity, hours, before):
    """Hours from joining to passing: people ahead ÷ people an open hour, plus the closed hours of whole days.

    Where nobody is served, those who wait have waited a day more than yesterday.
    """
    if capacity < 1.0:
        return before + 24.0 if people > 0 else 0.0
    needed = people * hours / capacity
    return needed + math.floor(needed / hours) * (24.0 - hours)


@kernel
def pass_gates(
    t, seed, number, at, is_open, capacity, factor, hours, news_share, gate_country, queue, head, stuck, wait, news,
    served, given, gone, visitors, clock, book, levels, entries_row, queueing_row, stranded_row, wait_row,
):  # fmt: skip
    """Every gate serves its queue: served = min(waiting, ⌊lanes × people/lane/hour × open hours × factor⌋).

    Who passes a foreign gate has left the system; who passes one of the host's starts a permitted stay.
    """
    groups = gone.shape[0]
    for c in range(at.shape[0]):
        most = capacity[c] * factor[c] if is_open[c] else 0.0
        head[c] = serve(t, seed, number, at[c], int(math.floor(most)), queue[c], head[c], served[c], given)
        for kind in range(groups + 2):
            book[entries_row + c * (groups + 2) + kind, t] += served[c, kind]
        for g in range(groups):
            if gate_country[c] == 0:
                clock[g, 1 + t] += served[c, g]
            else:
                gone[g] += served[c, g]
        visitors[gate_country[c]] += served[c, groups]
        displaced, stranded, guests, residents = 0, 0, 0, 0
        for day in range(head[c], t + 1):
            for g in range(groups):
                displaced += queue[c, day, g]
            guests += queue[c, day, groups]
            residents += queue[c, day, groups + 1]
        for g in range(groups):
            stranded += stuck[c, g]
        ahead = displaced + guests + residents
        if most < 1.0:
            ahead += stranded
        wait[c] = expected_wait(ahead, most, hours[c], wait[c])
        news[c] += (wait[c] - news[c]) * news_share
        book[queueing_row + c * 3, t] = displaced
        book[queueing_row + c * 3 + 1, t] = guests
        book[queueing_row + c * 3 + 2, t] = residents
        book[stranded_row + c, t] = stranded
        levels[wait_row + c, t] = wait[c]


@kernel
def visitors_go(t, seed, number, at, country_gates, leave, share, visitors, weight, drawn, groups, book, exits_row):
    """Ordinary visitors go home after a geometric stay: Binomial(V[m], 1/days), by gate as its traffic."""
    for m in range(visitors.shape[0]):
        if visitors[m] == 0:
            continue
        first = country_gates[m, 0]
        going = binomial(visitors[m], leave, seed, number, VISITORS, t, at[first], 0, 0)
        visitors[m] -= going
        send_out(t, seed, number, at[first], country_gates[m], share, going, weight, drawn, groups, 1, book,
                 exits_row)  # fmt: skip


@kernel
def send_out(t, seed, number, place, gates, share, going, weight, drawn, kind, column, book, exits_row):
    """People leave the country through its gates in proportion to the gates' ordinary traffic; exits are booked."""
    if going == 0:
        return
    many = 0
    while many < gates.shape[0] and gates[many] >= 0:
        weight[many] = share[gates[many]]
        many += 1
    spread(going, weight[:many], drawn[:many], seed, number, TRAFFIC_OUT, t, place, kind, 2)
    for n in range(many):
        book[exits_row + gates[n] * 3 + column, t] += drawn[n]


@kernel
def choose_cities(
    t, seed, number, at, city_at, gate_country, served, city_term, city_days, room, road, totals, given, sent, weight,
    drawn,
):  # fmt: skip
    """Who has entered the host country sets out for a city: Multinomial(n, pull_j · ρ_j / (km_cj + δ)^β).

    The choice is the same for all groups, so that all choose together and labels are dealt afterwards.
    road  (j, day, g) people on the way to a city (changed)
    """
    cities, groups = road.shape[0], road.shape[2]
    for c in range(at.shape[0]):
        if gate_country[c] != 0:
            continue
        entering = 0
        for g in range(groups):
            totals[g] += served[c, g]
            entering += served[c, g]
        if entering == 0:
            continue
        for j in range(cities):
            weight[j] = city_term[c, j] * room[j]
        spread(entering, weight[:cities], drawn[:cities], seed, number, CITY, t, at[c], 0, 0)
        for j in range(cities):
            sent[j, city_days[c, j]] += drawn[j]
    share_labels(t, seed, number, CITY, 0, city_at, totals, sent, road, given)
