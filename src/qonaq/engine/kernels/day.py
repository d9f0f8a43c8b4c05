"""A whole run: the order of the day, for each day, for each replicate of a chunk."""
# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

from qonaq.engine.kernels.border import choose_cities, join_queues, join_traffic, pass_gates, visitors_go
from qonaq.engine.kernels.compiled import kernel
from qonaq.engine.kernels.dealing import poisson
from qonaq.engine.kernels.leaving import find_appeal, find_room, set_out
from qonaq.engine.kernels.shelter import count_beds, house, move_rents, register
from qonaq.engine.kernels.staying import arrive, bring, end_stays, expel, leave_country, move_on
from qonaq.engine.streams import PROCESSES

VISITORS = PROCESSES["visitors"]
IN_ORDER, PEOPLE_LOST, BEDS_LOST, STAGES_LOST, CLOCKS_LOST = 0, 1, 2, 3, 4


@kernel
def reset(seed, number, pool, visitors, country_gates, at, s):
    """The state before the first day: everybody at risk at home, ordinary visitors ~ Poisson(expected)."""
    for array in (s.ring, s.queue, s.road, s.people, s.rooms):
        array[:] = 0
    for array in (s.stuck, s.desk, s.clock):
        array[:] = 0
    for array in (s.head, s.gone, s.start):
        array[:] = 0
    for array in (s.wait, s.news):
        array[:] = 0.0
    s.contract[:] = 0.0
    for i in range(pool.shape[0]):
        for g in range(pool.shape[1]):
            s.pool[i, g] = pool[i, g]
            s.start[g] += pool[i, g]
    for m in range(visitors.shape[0]):
        s.visitors[m] = poisson(visitors[m], seed, number, VISITORS, 0, at[country_gates[m, 0]], 1, 0)


@kernel
def run(seed, numbers, first, w, q, s, x, at, lat, counts, levels, trouble):
    """Run replicates of a chunk from the first day to the last.

    numbers  (r) number of each replicate      w World   q Rates of the chunk   s State   x Scratch
    counts   (r, rows, t), levels (r, rows, t) what is written down (written)
    trouble  (3) kind, replicate, day of the first inconsistency (written); the run stops there
    """
    for r in range(first, numbers.shape[0]):
        reset(seed, numbers[r], q.pool[r], q.visitors[r], w.country_gates, w.gate_at, s)
        for t in range(w.week.shape[0]):
            run_day(t, seed, numbers[r], r, w, q, s, x, at, lat, counts[r], levels[r])
            kind = find_trouble(s, x.totals)
            if kind != IN_ORDER:
                trouble[0], trouble[1], trouble[2] = kind, r, t
                return


@kernel
def run_day(t, seed, number, r, w, q, s, x, at, lat, book, levels):
    """One day, in the order that `engine/order.py` states."""
    groups, place = s.gone.shape[0], w.gate_at[0]
    x.left[:] = 0
    x.home[:] = 0
    x.abroad[:] = 0
    count_beds(w.opened[t], w.host_growth[t], q.beds[r], q.taken[r], x.beds, x.stock)
    find_room(x.beds, x.stock, s.rooms, q.room_floor[r], x.room)
    find_appeal(w.gate_country, q.city_term[r], x.room, q.behind[r], s.news, q.wait_aversion[r], q.pull_power[r],
                x.appeal)  # fmt: skip
    set_out(t, seed, number, w.origin_at, w.gate_at, s.pool, q.leave[r, t], w.exits_open[t], w.admits[t], w.kin[t],
            q.access[r], x.appeal, w.size, w.advised[t], w.country_gates, q.country_pull[r], q.reach_days[r], s.ring,
            x.weight, x.drawn, x.chosen, x.totals, x.given, x.sent, book, at.departures,
            at.departures_by_group)  # fmt: skip
    join_queues(t, seed, number, w.gate_at, w.open[t], w.admits[t], w.gate_country, w.neighbours, s.ring, s.stuck,
                s.queue, s.head, s.gone, s.news, q.give_up[r], q.wait_aversion[r], q.hop_days[r], q.hop_hours[r], book,
                at.turned_back, at.turned_by_group, at.diverted, at.gave_up)  # fmt: skip
    join_traffic(t, seed, number, w.gate_at, w.open[t], w.visits[t], w.week[t], s.news, q.traffic_fall[r],
                 q.traffic_in[r], q.residents_in[r], q.residents_out[r], s.queue, s.head, groups, book,
                 at.exits)  # fmt: skip
    pass_gates(t, seed, number, w.gate_at, w.open[t], w.capacity[t], q.capacity[r], w.hours[t], q.wait_news[r],
               w.gate_country, s.queue, s.head, s.stuck, s.wait, s.news, x.served, x.given, s.gone, s.visitors, s.clock,
               book, levels, at.entries, at.queueing, at.stranded, lat.wait)  # fmt: skip
    choose_cities(t, seed, number, w.gate_at, w.city_at, w.gate_country, x.served, q.city_term[r], q.city_days[r],
                  x.room, s.road, x.totals, x.given, x.sent, x.weight, x.drawn)  # fmt: skip
    visitors_go(t, seed, number, w.gate_at, w.country_gates, q.visitor_leave[r], w.traffic_share, s.visitors, x.weight,
                x.drawn, groups, book, at.exits)  # fmt: skip
    bring(t, seed, number, w.city_at, w.seats[t], s.rooms, s.people, s.desk, s.road, q.inner_days[r], x.cells, x.given,
          book, at.inner)  # fmt: skip
    end_stays(t, seed, number, place, w.ends[t], w.admits[t], w.country_gates[0], w.traffic_share, q.renew_share[r],
              q.overstay_share[r], s.clock, s.people, x.expelled, x.weight, x.drawn, book, at.entries, at.exits,
              at.renewed, at.expired, at.forced)  # fmt: skip
    expel(t, seed, number, place, w.city_at, x.expelled, s.people, x.left, q.return_share[r], s.gone, x.cells, x.given,
          book, at.returns, at.onward, x.home, x.abroad)  # fmt: skip
    move_on(t, seed, number, w.city_at, s.people, s.rooms, q.hazard[r], q.settle[r], q.push[r], q.inner_share[r],
            q.return_share[r], q.inner_term[r], q.inner_days[r], x.room, s.road, x.left, s.gone, x.home, x.abroad,
            x.totals, x.given, x.sent, x.weight, x.drawn, book, at.inner, at.returns, at.onward)  # fmt: skip
    leave_country(t, seed, number, place, x.home, x.abroad, x.expelled, w.country_gates[0], w.traffic_share,
                  q.onward_term[r], s.clock, x.weight, x.drawn, x.given, book, at.exits, at.sent_on)  # fmt: skip
    arrive(t, seed, number, w.city_at, s.road, s.people, q.transit_share[r], x.arrived, x.stayers, book, at.arrivals)
    house(t, seed, number, w.city_at, x.left, x.arrived, x.beds, s.rooms, q.wish[r], q.host_share[r], x.wanting, x.free,
          x.odds, x.drawn, x.given, book, at.occupied, at.unsheltered)  # fmt: skip
    move_rents(t, x.stock, q.taken[r], s.rooms, w.rent_cap[t], q.spot_strength[r], q.spot_threshold[r],
               q.elasticity[r], q.turnover[r], q.year_news[r], s.contract, levels, lat.spot, lat.contract)  # fmt: skip
    register(t, seed, number, w.city_at, x.left, x.stayers, x.arrived, w.desk_minutes[t], q.per_minute[r],
             q.apply_share[r], q.apply_leave[r], q.come_again[r], s.desk, x.given, book, levels, at.applications,
             at.registrations, at.backlog, lat.desk_wait)  # fmt: skip
    for g in range(groups):
        book[at.overstaying + g, t] = s.clock[g, 0]


@kernel
def find_trouble(s, totals):
    """Conservation: everybody at risk is somewhere, once; the marginals of every city and of the clock agree.

    totals  (g) (changed: left at 0)
    """
    cities, groups, phases = s.people.shape
    for j in range(cities):
        there = 0
        for g in range(groups):
            here, beds = 0, 0
            for phase in range(phases):
                here += s.people[j, g, phase]
            for k in range(s.rooms.shape[2]):
                beds += s.rooms[j, g, k]
            if here != beds:
                return BEDS_LOST
            there += here
            totals[g] += here
        for day in range(s.road.shape[1]):
            for g in range(groups):
                totals[g] += s.road[j, day, g]
        if s.desk[j].sum() != there:
            return STAGES_LOST
    for g in range(groups):
        if s.clock[g].sum() != totals[g]:
            return CLOCKS_LOST
    for c in range(s.head.shape[0]):
        for g in range(groups):
            totals[g] += s.stuck[c, g]
        for day in range(s.ring.shape[1]):
            for g in range(groups):
                totals[g] += s.ring[c, day, g]
        for day in range(s.head[c], s.queue.shape[1]):
            for g in range(groups):
                totals[g] += s.queue[c, day, g]
    kind = IN_ORDER
    for g in range(groups):
        for i in range(s.pool.shape[0]):
            totals[g] += s.pool[i, g]
        if totals[g] + s.gone[g] != s.start[g]:
            kind = PEOPLE_LOST
        totals[g] = 0
    return kind
