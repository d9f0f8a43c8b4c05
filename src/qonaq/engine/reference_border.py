"""The slow twin, from home to the host country: setting out, queues, entry, the choice of a city."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from qonaq.engine.reference_state import Ints, Twin

NOTHING = 1e-200  # a weight below this counts as none
Chosen = dict[tuple[int, int], int]  # place and days of travel → people


def count_beds(twin: Twin) -> None:
    world, day = twin.program.world, twin.day
    stock = twin.rates.beds.copy()
    for city, growth in enumerate(world.host_growth[day]):
        stock[city, 0] = math.floor(int(stock[city, 0]) * float(growth) + 0.5)
    twin.today["stock"] = stock + world.opened[day]
    twin.today["beds"] = np.maximum(0, twin.today["stock"] - twin.rates.taken)


def find_room(twin: Twin) -> None:
    beds, stock = twin.today["beds"], twin.today["stock"]
    taken = twin.rooms[:, :, :-1].sum(axis=1)
    floor, room = float(twin.rates.room_floor), []
    for city in range(len(stock)):
        free, total = int(np.maximum(0, beds[city] - taken[city]).sum()), int(stock[city].sum())
        share = free / total if total > 0 else 0.0
        room.append(floor + (1.0 - floor) * min(1.0, share))
    twin.today["room"] = room


def find_appeal(twin: Twin) -> None:
    rates, appeal = twin.rates, []
    for gate, country in enumerate(twin.program.world.gate_country):
        behind = float(rates.behind[gate])
        if country == 0:
            behind = 0.0
            for city, room in enumerate(twin.today["room"]):
                behind += float(rates.city_term[gate, city]) * room
        appeal.append(math.exp(-float(rates.wait_aversion) * twin.news[gate]) * behind ** float(rates.pull_power))
    twin.today["appeal"] = appeal


def gates_of(twin: Twin, country: int) -> list[int]:
    return [int(gate) for gate in twin.program.world.country_gates[country] if gate >= 0]


def _value(twin: Twin, origin: int, gate: int, group: int) -> float:
    """What a gate is worth to people of an origin and group today, before its size."""
    if not twin.program.world.admits[twin.day, gate, group]:
        return 0.0
    value = float(twin.rates.access[origin, gate]) * twin.today["appeal"][gate]
    return value if value > NOTHING else 0.0


def set_out(twin: Twin) -> None:
    world, day = twin.program.world, twin.day
    groups = range(len(twin.gone))
    for first in groups:
        alike = [group for group in groups if world.kin[day, group] == first]
        if not alike:
            continue
        labels, chosen = [0] * len(twin.gone), Chosen()
        for origin in range(len(twin.pool)):
            if twin.rates.leave[day, origin] == 0.0:
                continue
            going = _leave(twin, origin, first, alike, labels)
            for gate, many in going.items():
                days = int(twin.rates.reach_days[origin, gate])
                chosen[gate, days] = chosen.get((gate, days), 0) + many
        label(twin, "departures", first, labels, chosen, twin.to_gate, world.gate_at)


def _leave(twin: Twin, origin: int, first: int, alike: list[int], labels: list[int]) -> dict[int, int]:
    """People of alike groups leave an origin; by gate."""
    world, day, at = twin.program.world, twin.day, twin.program.world.origin_at[origin]
    countries = range(len(twin.program.countries))
    best = [max(_value(twin, origin, gate, first) for gate in gates_of(twin, country)) for country in countries]
    weights = [float(twin.rates.country_pull[country]) * best[country] for country in countries]
    if sum(weights) <= 0.0:
        return {}
    leaving = 0
    for group in alike:
        if twin.pool[origin, group] > 0 and world.exits_open[day, origin, group]:
            chance = float(twin.rates.leave[day, origin])
            going = twin.luck.binomial(twin.pool[origin, group], chance, "departures", day, at, group, 0)
            twin.pool[origin, group] -= going
            twin.book["departures"][origin] += going
            twin.book["departures_by_group"][group] += going
            labels[group] += going
            leaving += going
    by_gate: dict[int, int] = {}
    for country, many in enumerate(twin.luck.spread(leaving, weights, "country", day, at, first, 0)):
        gates = gates_of(twin, country)
        if many:
            split = twin.luck.spread(
                many, _gate_weights(twin, origin, gates, first), "crossing", day, at, first, country * 2
            )
            by_gate |= {gate: people for gate, people in zip(gates, split, strict=True) if people}
    return by_gate


def _gate_weights(twin: Twin, origin: int, gates: list[int], group: int) -> list[float]:
    world = twin.program.world
    weights, told = [], 0.0
    total = 0.0
    for gate in gates:
        weight = 0.0
        if _value(twin, origin, gate, group) > 0.0:
            weight = float(world.size[gate]) * float(twin.rates.access[origin, gate]) * twin.today["appeal"][gate]
        total += weight
        weights.append(weight)
        if weight > 0.0:
            told += float(world.advised[twin.day, gate])
    if told == 0.0:
        return weights
    advised = [float(world.advised[twin.day, gate]) for gate in gates]
    return [(1.0 - told) * (w / total) + a if w > 0.0 else 0.0 for w, a in zip(weights, advised, strict=True)]


def label(
    twin: Twin, process: str, first: int, labels: list[int], chosen: Chosen, ring: dict[int, Ints], places: Ints
) -> None:
    """Groups are dealt to people who chose alike; they set out."""
    left = list(labels)
    for place, days in sorted(chosen):
        item = (1 + days) * len(left)
        dealt = twin.luck.deal(left, chosen[place, days], process, twin.day, places[place], first, item)
        left = [before - now for before, now in zip(left, dealt, strict=True)]
        twin.on_the_way(ring, twin.day + days)[place] += np.array(dealt)


def _other_way(twin: Twin, gate: int, group: int) -> int | None:
    world = twin.program.world
    ways = [int(other) for other in world.neighbours[gate] if world.admits[twin.day, other, group]]
    return ways[0] if ways else None


def _quicker_way(twin: Twin, gate: int, group: int) -> tuple[int | None, float]:
    world = twin.program.world
    best: tuple[int | None, float] = (None, 0.0)
    for other in map(int, world.neighbours[gate]):
        if world.gate_country[other] == world.gate_country[gate] and world.admits[twin.day, other, group]:
            hours = twin.news[gate] - twin.news[other] - float(twin.rates.hop_hours[gate, other])
            if hours > best[1]:
                best = (other, hours)
    return best


def join_queues(twin: Twin) -> None:
    world, day, luck = twin.program.world, twin.day, twin.luck
    today = twin.to_gate.pop(day, np.zeros_like(twin.stuck))
    for gate in range(len(twin.stuck)):
        at = world.gate_at[gate]
        twin.queues[gate].setdefault(day, [0] * (len(twin.gone) + 2))
        for group in range(len(twin.gone)):
            home = luck.binomial(twin.stuck[gate, group], float(twin.rates.give_up), "turned", day, at, group, 0)
            twin.gone[group] += home
            twin.book["gave_up"][gate] += home
            coming = int(today[gate, group]) + int(twin.stuck[gate, group]) - home
            twin.stuck[gate, group] = 0
            if world.admits[day, gate, group]:
                _join(twin, gate, group, coming)
                continue
            for kinds in twin.queues[gate].values():
                coming, kinds[group] = coming + kinds[group], 0
            other = _other_way(twin, gate, group)
            if world.open[day, gate]:
                twin.book["turned_back"][gate] += coming
                twin.book["turned_by_group"][group] += coming if world.gate_country[gate] == 0 else 0
            if other is not None:
                _turn(twin, gate, other, group, coming)
            elif world.open[day, gate]:
                twin.gone[group] += coming
            else:
                twin.stuck[gate, group] = coming


def _join(twin: Twin, gate: int, group: int, coming: int) -> None:
    other, saved = _quicker_way(twin, gate, group)
    if other is not None and coming:
        chance = 1.0 - math.exp(-float(twin.rates.wait_aversion) * saved)
        at = twin.program.world.gate_at[gate]
        turning = twin.luck.binomial(coming, chance, "diverted", twin.day, at, group, 0)
        _turn(twin, gate, other, group, turning)
        coming -= turning
    twin.queues[gate][twin.day][group] += coming


def _turn(twin: Twin, gate: int, other: int, group: int, many: int) -> None:
    day = twin.day + int(twin.rates.hop_days[gate, other])
    twin.on_the_way(twin.to_gate, day)[other, group] += many
    twin.book["diverted"][gate] += many


def join_traffic(twin: Twin) -> None:
    world, day, rates, luck = twin.program.world, twin.day, twin.rates, twin.luck
    guests, residents = len(twin.gone), len(twin.gone) + 1
    week = float(world.week[day])
    for gate, queue in enumerate(twin.queues):
        at = world.gate_at[gate]
        calm = week * (1.0 - float(rates.traffic_fall) * (1.0 - math.exp(-twin.news[gate] / 24.0)))
        for kind, goes in ((guests, world.visits[day, gate]), (residents, world.open[day, gate])):
            if not goes:
                for kinds in queue.values():
                    kinds[kind] = 0
        if world.visits[day, gate] and rates.traffic_in[gate] > 0:
            queue[day][guests] = luck.poisson(float(rates.traffic_in[gate]) * calm, "traffic_in", day, at, 0, 0)
        if world.open[day, gate] and rates.residents_in[gate] > 0:
            queue[day][residents] = luck.poisson(float(rates.residents_in[gate]) * calm, "traffic_in", day, at, 1, 0)
        if world.open[day, gate] and rates.residents_out[gate] > 0:
            out = luck.poisson(float(rates.residents_out[gate]) * week, "traffic_out", day, at, 1, 0)
            twin.book["exits"][gate, 2] += out


def pass_gates(twin: Twin) -> None:
    world, day = twin.program.world, twin.day
    for gate, queue in enumerate(twin.queues):
        most = float(world.capacity[day, gate]) * float(twin.rates.capacity[gate]) if world.open[day, gate] else 0.0
        served = _serve(twin, gate, math.floor(most))
        twin.today["served"][gate] = served
        twin.book["entries"][gate] += np.array(served)
        for group, many in enumerate(served[:-2]):
            if world.gate_country[gate] == 0:
                twin.clock[group][day] = twin.clock[group].get(day, 0) + many
            else:
                twin.gone[group] += many
        twin.visitors[int(world.gate_country[gate])] += served[-2]
        displaced = sum(sum(kinds[:-2]) for kinds in queue.values())
        guests, residents = sum(kinds[-2] for kinds in queue.values()), sum(kinds[-1] for kinds in queue.values())
        stranded = int(twin.stuck[gate].sum())
        ahead = displaced + guests + residents + (stranded if most < 1.0 else 0)
        twin.wait[gate] = _wait(ahead, most, float(world.hours[day, gate]), twin.wait[gate])
        twin.news[gate] += (twin.wait[gate] - twin.news[gate]) * float(twin.rates.wait_news)
        twin.book["queueing"][gate] = (displaced, guests, residents)
        twin.book["stranded"][gate] = stranded
        twin.levels["wait"][gate] = twin.wait[gate]


def _serve(twin: Twin, gate: int, capacity: int) -> list[int]:
    """Oldest cohorts first; the one that capacity cuts is drawn at random from all kinds of people in it."""
    queue = twin.queues[gate]
    served, left = [0] * (len(twin.gone) + 2), capacity
    for joined in sorted(queue):
        waiting = queue[joined]
        going = waiting if sum(waiting) <= left else None
        if going is None:
            place, item = twin.program.world.gate_at[gate], joined * len(served)
            going = twin.luck.deal(waiting, left, "queue_split", twin.day, place, 0, item)
        queue[joined] = [before - now for before, now in zip(waiting, going, strict=True)]
        served = [before + now for before, now in zip(served, going, strict=True)]
        left -= sum(going)
        if sum(queue[joined]):
            break
        if joined < twin.day:
            del queue[joined]
    return served


def _wait(people: int, capacity: float, hours: float, before: float) -> float:
    if capacity < 1.0:
        return before + 24.0 if people > 0 else 0.0
    needed = people * hours / capacity
    return needed + math.floor(needed / hours) * (24.0 - hours)


def choose_cities(twin: Twin) -> None:
    world, day, rates = twin.program.world, twin.day, twin.rates
    labels, chosen = [0] * len(twin.gone), Chosen()
    for gate in gates_of(twin, 0):
        entering = [int(many) for many in twin.today["served"][gate][:-2]]
        labels = [before + now for before, now in zip(labels, entering, strict=True)]
        weights = [float(term) * room for term, room in zip(rates.city_term[gate], twin.today["room"], strict=True)]
        for city, many in enumerate(twin.luck.spread(sum(entering), weights, "city", day, world.gate_at[gate], 0, 0)):
            key = (city, int(rates.city_days[gate, city]))
            if many:
                chosen[key] = chosen.get(key, 0) + many
    label(twin, "city", 0, labels, chosen, twin.to_city, world.city_at)


def visitors_go(twin: Twin) -> None:
    for country in range(len(twin.visitors)):
        at = twin.program.world.gate_at[gates_of(twin, country)[0]]
        going = twin.luck.binomial(
            twin.visitors[country], float(twin.rates.visitor_leave), "visitors", twin.day, at, 0, 0
        )
        twin.visitors[country] -= going
        send_out(twin, country, going, len(twin.gone), 1)


def send_out(twin: Twin, country: int, going: int, kind: int, column: int) -> None:
    """People leave a country through its gates, as its ordinary traffic does."""
    gates = gates_of(twin, country)
    shares = [float(twin.program.world.traffic_share[gate]) for gate in gates]
    at = twin.program.world.gate_at[gates[0]]
    for gate, many in zip(gates, twin.luck.spread(going, shares, "traffic_out", twin.day, at, kind, 2), strict=True):
        twin.book["exits"][gate, column] += many


BORDER_STEPS: dict[str, Callable[[Twin], None]] = {
    step.__name__: step
    for step in (
        count_beds,
        find_room,
        find_appeal,
        set_out,
        join_queues,
        join_traffic,
        pass_gates,
        choose_cities,
        visitors_go,
    )
}
