"""The slow twin, in the host country: permitted stays, moving on, beds, rents, registration."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from qonaq.engine.program_schedule import RENEWABLE
from qonaq.engine.reference_border import Chosen, gates_of, label, send_out
from qonaq.engine.reference_state import Twin
from qonaq.model.places import BED_CLASSES

HOST, RENTAL, IMPROVISED = BED_CLASSES.index("host"), BED_CLASSES.index("rental"), BED_CLASSES.index("improvised")
MOST_LET = 2.0  # a shortage beyond this moves asking rents no further
OUTSIDE = len(BED_CLASSES)
ROUNDS = 8


def end_stays(twin: Twin) -> None:
    world, day, luck = twin.program.world, twin.day, twin.luck
    gates = gates_of(twin, 0)
    at = world.gate_at[0]
    for group, clock in enumerate(twin.clock):
        shares = [float(world.traffic_share[gate]) if world.admits[day, gate, group] else 0.0 for gate in gates]
        ending = renewed = staying = 0
        for entry in [entry for entry in clock if entry < day and world.ends[day, group, entry]]:
            over, again = clock.pop(entry), 0
            if world.ends[day, group, entry] == RENEWABLE and sum(shares) > 0.0:
                again = luck.binomial(over, float(twin.rates.renew_share), "stay", day, at, group, 2 + 2 * entry)
                clock[entry] = again
            share = float(twin.rates.overstay_share)
            staying += luck.binomial(over - again, share, "stay", day, at, group, 3 + 2 * entry)
            ending, renewed = ending + over, renewed + again
        for gate, many in zip(gates, luck.spread(renewed, shares, "stay", day, at, group, 0), strict=True):
            twin.book["entries"][gate, group] += many
            twin.book["exits"][gate, 0] += many
        leaving = min(ending - renewed - staying, int(twin.people[:, group].sum()))
        twin.over[group] += ending - renewed - leaving
        twin.book["expired"][group], twin.book["renewed"][group] = ending, renewed
        twin.book["forced"][group] = twin.today["expelled"][group] = leaving


def bring(twin: Twin) -> None:
    world, day, luck = twin.program.world, twin.day, twin.luck
    for start, end in np.argwhere(world.seats[day] > 0):
        waiting = [int(many) for many in twin.rooms[start, :, OUTSIDE]]
        at = world.city_at[start]
        going = luck.deal(
            waiting, min(int(world.seats[day, start, end]), sum(waiting)), "travel", day, at, 1 + int(end), 0
        )
        arrival = twin.on_the_way(twin.to_city, day + int(twin.rates.inner_days[start, end]))
        for group, many in enumerate(going):
            twin.rooms[start, group, OUTSIDE] -= many
            arrival[end, group] += many
            twin.book["inner"][start, group] += many
            phases = [int(people) for people in twin.people[start, group]]
            dealt = luck.deal(phases, many, "travel", day, at, 1 + int(end), (1 + group) * 16)
            twin.people[start, group] -= np.array(dealt)
        if sum(going):
            stages = [int(people) for people in twin.desk[start]]
            twin.desk[start] -= np.array(luck.deal(stages, sum(going), "registration", day, at, 1 + int(end), 16))


def expel(twin: Twin) -> None:
    world, day, luck = twin.program.world, twin.day, twin.luck
    for group, leaving in enumerate(twin.today["expelled"]):
        cells = [int(many) for city in twin.people[:, group] for many in city]
        dealt = np.array(luck.deal(cells, leaving, "expiry", day, world.gate_at[0], group, 0)).reshape(-1, 3)
        twin.people[:, group] -= dealt
        for city, out in enumerate(dealt.sum(axis=1)):
            at = world.city_at[city]
            home = luck.binomial(int(out), float(twin.rates.return_share), "returns", day, at, group, 1)
            _gone(twin, city, group, home, int(out) - home)
            twin.today["left"][city, group] += out


def _gone(twin: Twin, city: int, group: int, home: int, abroad: int) -> None:
    twin.today["home"][group] += home
    twin.today["abroad"][group] += abroad
    twin.gone[group] += home + abroad
    twin.book["returns"][city, group] += home
    twin.book["onward"][city, group] += abroad


def _leave_phases(twin: Twin, city: int, group: int, extra: float) -> int:
    luck, day, at = twin.luck, twin.day, twin.program.world.city_at[city]
    people, settle = twin.people[city, group], float(twin.rates.settle)
    transit, new, settled = (float(hazard) + extra for hazard in twin.rates.hazard)
    out_transit = luck.binomial(people[0], 1.0 - math.exp(-transit), "dwell", day, at, group, 0)
    changing = luck.binomial(people[1], 1.0 - math.exp(-(new + settle)), "dwell", day, at, group, 1)
    out_settled = luck.binomial(people[2], 1.0 - math.exp(-settled), "dwell", day, at, group, 2)
    out_new = luck.binomial(changing, new / (new + settle), "dwell", day, at, group, 3)
    twin.people[city, group] -= np.array((out_transit, changing, out_settled - (changing - out_new)))
    return out_transit + out_new + out_settled


def move_on(twin: Twin) -> None:
    world, day, rates, luck = twin.program.world, twin.day, twin.rates, twin.luck
    cities, labels = len(twin.desk), [0] * len(twin.gone)
    chosen = Chosen()
    for city in range(cities):
        at, moving = world.city_at[city], 0
        for group in range(len(labels)):
            here = int(twin.people[city, group].sum())
            if here == 0:
                continue
            out = _leave_phases(twin, city, group, float(rates.push) * (int(twin.rooms[city, group, OUTSIDE]) / here))
            inner = luck.binomial(out, float(rates.inner_share), "onward", day, at, group, 0) if cities > 1 else 0
            home = luck.binomial(out - inner, float(rates.return_share), "returns", day, at, group, 0)
            _gone(twin, city, group, home, out - inner - home)
            twin.today["left"][city, group] += out
            twin.book["inner"][city, group] += inner
            labels[group] += inner
            moving += inner
        weights = [float(term) * room for term, room in zip(rates.inner_term[city], twin.today["room"], strict=True)]
        for other, many in enumerate(luck.spread(moving, weights, "travel", day, at, 0, 0)):
            key = (other, int(rates.inner_days[city, other]))
            if many:
                chosen[key] = chosen.get(key, 0) + many
    label(twin, "onward", 0, labels, chosen, twin.to_city, world.city_at)


def leave_country(twin: Twin) -> None:
    day, luck, at = twin.day, twin.luck, twin.program.world.gate_at[0]
    terms = [float(term) for term in twin.rates.onward_term]
    for group, clock in enumerate(twin.clock):
        home, abroad = twin.today["home"][group], twin.today["abroad"][group]
        send_out(twin, 0, home, group, 0)
        stopped = home + abroad - twin.today["expelled"][group]
        cells = [twin.over[group], *(clock.get(entry, 0) for entry in range(day + 1))]
        dealt = luck.deal(cells, stopped, "expiry", day, at, group, 4096)
        twin.over[group] -= dealt[0]
        for entry, many in enumerate(dealt[1:]):
            clock[entry] = clock.get(entry, 0) - many
        if sum(terms) > 0.0:
            twin.book["sent_on"] += np.array(luck.spread(abroad, terms, "onward", day, at, group, 4096), dtype=np.int64)


def arrive(twin: Twin) -> None:
    today = twin.to_city.pop(twin.day, np.zeros_like(twin.today["arrived"]))
    for city in range(len(today)):
        at = twin.program.world.city_at[city]
        for group, many in enumerate(map(int, today[city])):
            passing = twin.luck.binomial(many, float(twin.rates.transit_share), "intent", twin.day, at, group, 0)
            twin.people[city, group] += np.array((passing, many - passing, 0))
            twin.today["stayers"][city] += many - passing
    twin.today["arrived"] = today
    twin.book["arrivals"] += today


def house(twin: Twin) -> None:
    for city in range(len(twin.rooms)):
        at = twin.program.world.city_at[city]
        for group in range(len(twin.gone)):
            cells, leaving = [int(many) for many in twin.rooms[city, group]], int(twin.today["left"][city, group])
            dealt = twin.luck.deal(cells, leaving, "accommodation", twin.day, at, 3, 8192 + 16 * group)
            twin.rooms[city, group] -= np.array(dealt)
        _clear_beds(twin, city)
        _seek_beds(twin, city)
    twin.book["occupied"] = twin.rooms[:, :, :OUTSIDE].sum(axis=1)
    twin.book["unsheltered"] = twin.rooms[:, :, OUTSIDE].copy()


def _clear_beds(twin: Twin, city: int) -> None:
    rooms, at = twin.rooms[city], twin.program.world.city_at[city]
    for kind in range(OUTSIDE):
        cells = [int(many) for many in rooms[:, kind]]
        allowed = 0 if kind == IMPROVISED else int(twin.today["beds"][city, kind])
        over = max(0, sum(cells) - allowed)
        out = np.array(twin.luck.deal(cells, over, "accommodation", twin.day, at, 1, 64 * kind))
        rooms[:, kind] -= out
        rooms[:, OUTSIDE] += out


def _let_in(twin: Twin, city: int, kind: int, item: int, wanting: list[int], free: list[int]) -> None:
    at = twin.program.world.city_at[city]
    placed = twin.luck.deal(wanting, min(free[kind], sum(wanting)), "accommodation", twin.day, at, 2, item)
    twin.rooms[city, :, kind] += np.array(placed)
    twin.rooms[city, :, OUTSIDE] -= np.array(placed)
    free[kind] -= sum(placed)


def _seek_beds(twin: Twin, city: int) -> None:
    rooms, arrived, at = twin.rooms[city], twin.today["arrived"][city], twin.program.world.city_at[city]
    day, luck, groups = twin.day, twin.luck, range(len(twin.gone))
    free = [int(twin.today["beds"][city, kind] - rooms[:, kind].sum()) for kind in range(OUTSIDE)]
    share = float(twin.rates.host_share)
    hosted = [luck.binomial(int(arrived[group]), share, "accommodation", day, at, group, 8000) for group in groups]
    rooms[:, OUTSIDE] += arrived
    _let_in(twin, city, HOST, 4096, hosted, free)
    free[HOST] = 0
    for turn in range(ROUNDS):
        if not sum(free) or not rooms[:, OUTSIDE].sum():
            return
        asked = []
        for group in groups:
            odds = [float(wish) * float(many) for wish, many in zip(twin.rates.wish[group], free, strict=True)]
            many = int(rooms[group, OUTSIDE]) if sum(odds) > 0.0 else 0
            asked.append(luck.spread(many, odds, "accommodation", day, at, 16 + group, turn))
        for kind in range(OUTSIDE):
            wanting = [asked[group][kind] for group in groups]
            _let_in(twin, city, kind, (turn * OUTSIDE + kind) * len(groups), wanting, free)


def move_rents(twin: Twin) -> None:
    rates, day = twin.rates, twin.day
    for city in range(len(twin.rooms)):
        let, stock = int(rates.taken[city, RENTAL]), int(twin.today["stock"][city, RENTAL])
        ours = int(twin.rooms[city, :, RENTAL].sum())
        unmet = int(twin.rooms[city, :, OUTSIDE].sum() + twin.rooms[city, :, IMPROVISED].sum())
        used = min((let + ours + unmet) / stock, MOST_LET) if stock > 0 else 0.0
        spot = 0.0
        if used > float(rates.spot_threshold):
            rise = float(rates.spot_strength) * math.log(used / float(rates.spot_threshold))
            spot = min(float(twin.program.world.rent_cap[day, city]), rise)
        added = ours / let if let > 0 else 0.0
        twin.by_renters[city] += (float(rates.elasticity) * added - twin.by_renters[city]) * float(rates.year_news)
        twin.by_spot[city] += (spot - twin.by_spot[city]) * float(rates.turnover)
        twin.levels["spot"][city] = spot
        twin.levels["contract"][city] = max(twin.by_renters[city], twin.by_spot[city])


def register(twin: Twin) -> None:
    world, day, rates, luck = twin.program.world, twin.day, twin.rates, twin.luck
    for city, desk in enumerate(twin.desk):
        at, stages = world.city_at[city], [int(many) for many in desk]
        leaving = int(twin.today["left"][city].sum())
        none, willing, waiting, done = (
            before - out
            for before, out in zip(stages, luck.deal(stages, leaving, "registration", day, at, 0, 16), strict=True)
        )
        new, stayers = int(twin.today["arrived"][city].sum()), twin.today["stayers"][city]
        minutes = float(world.desk_minutes[day, city])
        joining = luck.binomial(stayers, float(rates.apply_share), "registration", day, at, 0, 0) if minutes > 0 else 0
        applying = luck.binomial(willing, float(rates.apply_leave), "registration", day, at, 0, 1)
        slots = math.floor(minutes * float(rates.per_minute[city]))
        visits = min(waiting + applying, slots)
        again = luck.binomial(visits, float(rates.come_again), "registration", day, at, 0, 2)
        issued = visits - again
        desk[:] = (none + new - joining, willing + joining - applying, waiting + applying - issued, done + issued)
        twin.book["applications"][city], twin.book["registrations"][city] = applying, issued
        twin.book["backlog"][city] = desk[2]
        twin.levels["desk_wait"][city] = int(desk[2]) / max(1, slots)
    twin.book["overstaying"] = np.array(twin.over, dtype=np.int64)


CITY_STEPS: dict[str, Callable[[Twin], None]] = {
    step.__name__: step
    for step in (
        end_stays,
        bring,
        expel,
        move_on,
        leave_country,
        arrive,
        house,
        move_rents,
        register,
    )
}
