"""Parameters of each replicate turned into the probabilities, weights and stocks that the kernels read.

Everything here that does not depend on the state of a run is computed once, so that the kernels and their slow
twin start from the same bits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qonaq.engine.program import Program
from qonaq.engine.program_checks import trigger_name, triggers
from qonaq.engine.program_network import Ways
from qonaq.engine.program_parameters import Parameters, beds_published, trigger_day
from qonaq.model.parameters import BEDS_PER_THOUSAND, CITY_POPULATION, DIASPORA, FAMILY_WISH
from qonaq.model.places import BED_CLASSES, Place

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DAYS_IN_MONTH = 30.4375
YEAR_MEMORY = 365.0 / 3.0  # days: 95 % of a year's response is there after a year


class Rates(NamedTuple):
    """One row a replicate (r). Letters as in `World`; m country, e country elsewhere."""

    pool: Ints  # (r, i, g) people at risk before the first day
    leave: Floats  # (r, t, i) chance that somebody at risk leaves on the day: 1 − exp(−λ)
    access: Floats  # (r, i, c) exp(crossing pull) / (km + δ)^β, 0 where nobody goes
    reach_days: Ints  # (r, i, c) days from origin to gate
    country_pull: Floats  # (r, m) exp(country pull)
    city_term: Floats  # (r, c, j) pull of a city as seen from a gate
    city_days: Ints  # (r, c, j)
    behind: Floats  # (r, c) what lies behind a foreign gate
    pull_power: Floats  # (r) α
    room_floor: Floats  # (r)
    wait_aversion: Floats  # (r) φ
    wait_news: Floats  # (r) weight of today's wait in the smoothed wait
    hop_days: Ints  # (r, c, c) days from gate to gate, at least 1
    hop_hours: Floats  # (r, c, c)
    visitors: Floats  # (r, m) expected ordinary visitors in the country on the first day
    traffic_in: Floats  # (r, c) people a day
    traffic_fall: Floats  # (r)
    visitor_leave: Floats  # (r) chance that an ordinary visitor leaves on a day
    residents_in: Floats  # (r, c) people a day
    residents_out: Floats  # (r, c)
    capacity: Floats  # (r, c) factor
    give_up: Floats  # (r) chance that a stranded person goes home on a day
    transit_share: Floats  # (r)
    hazard: Floats  # (r, 3) hazard of leaving a city in transit, new, settled
    settle: Floats  # (r) hazard of settling
    push: Floats  # (r) extra hazard of those without shelter
    inner_share: Floats  # (r)
    return_share: Floats  # (r)
    inner_term: Floats  # (r, j, j) weight of moving from a city to another
    inner_days: Ints  # (r, j, j)
    onward_term: Floats  # (r, e)
    renew_share: Floats  # (r)
    overstay_share: Floats  # (r)
    beds: Ints  # (r, j, k) beds before any are opened
    taken: Ints  # (r, j, k) beds taken by others
    wish: Floats  # (r, g, k) weight of a class at choice
    host_share: Floats  # (r)
    spot_strength: Floats  # (r)
    spot_threshold: Floats  # (r)
    elasticity: Floats  # (r)
    turnover: Floats  # (r) share of contracts a day
    year_news: Floats  # (r) share of a year's response that comes on a day
    apply_share: Floats  # (r)
    apply_leave: Floats  # (r) chance that an intending applicant applies on a day
    per_minute: Floats  # (r, j) people served by a published or estimated desk in a minute
    come_again: Floats  # (r)


def rates_of(program: Program, parameters: Parameters) -> Rates:
    """The rates of every replicate of `parameters` (which must cover the program's days)."""
    get = parameters.value
    parts = {
        **_leaving(program, parameters),
        **_choosing(program, parameters),
        **_border(program, parameters),
        **_cities(parameters),
        **_shelter(program, parameters),
        "apply_share": get("apply_share"),
        "apply_leave": _chance(1.0 / get("apply_days")),
        "per_minute": _stack(parameters, "desks", [city.name for city in program.network.cities])
        * ((1.0 - get("no_show")) / get("minutes_per_case"))[:, None],
        "come_again": get("come_again"),
    }
    return Rates(**{name: np.ascontiguousarray(value) for name, value in parts.items()})


def _chance(hazard: Floats) -> Floats:
    """1 − exp(−hazard)."""
    return np.asarray(-np.expm1(-hazard), dtype=np.float64)


def _stack(parameters: Parameters, name: str, targets: list[str]) -> Floats:
    """(r, targets) of a parameter that varies over places."""
    columns = [parameters.value(f"{name}[{target}]") for target in targets]
    return np.column_stack(columns) if columns else np.empty((parameters.replicates, 0))


def _days_of(ways: Ways, speed: Floats) -> Ints:
    """(r, start, end): whole days on a way, rounded to the nearest: ⌊km / v + days at own speeds + ½⌋."""
    days = ways.free_km[None, :, :] / speed[:, None, None] + ways.fixed_days[None, :, :]
    return np.floor(days + 0.5).astype(np.int64)


def _leaving(program: Program, parameters: Parameters) -> dict[str, NDArray[np.generic]]:
    """Pools, and the chance of leaving by day (DESIGN 5.2).

    λ[i,t] = exp(z[t]) · Σ_events A · strength · shape(t − t₀)
        z[t] = ρ·z[t−1] + σ·√(1 − ρ²)·shock[t],  ρ = exp(−1/memory)
    """
    get, days = parameters.value, program.days
    origins, scenario = program.network.origins, program.scenario
    population = np.array([place.population for place in origins], dtype=np.float64)
    shares = np.array([group.share for group in scenario.groups])
    shares = shares / shares.sum()
    at_risk = np.minimum(get("pool_share"), 1.0)[:, None, None] * population[None, :, None] * shares[None, None, :]
    rho = np.exp(-1.0 / get("shock_memory"))
    spread = get("shock_sd") * np.sqrt(1.0 - rho * rho)
    z = np.zeros((parameters.replicates, days))
    for day in range(days):
        name = f"shock[{program.day(day).isoformat()}]"
        if name in parameters.known:
            z[:, day] = (rho * z[:, day - 1] if day else 0.0) + spread * get(name)
    hazard = np.zeros((parameters.replicates, days, len(origins)))
    for at in range(len(triggers(scenario))):
        curve, touched = _curve(program, parameters, at)
        hazard[:, :, touched] += curve[:, :, None]
    return {
        "pool": np.floor(at_risk + 0.5).astype(np.int64),
        "leave": _chance(np.exp(z)[:, :, None] * hazard),
    }


def _curve(program: Program, parameters: Parameters, at: int) -> tuple[Floats, NDArray[np.intp]]:
    """(r, t) hazard after a trigger, and the origins that it touches.

    shape(x) = (x + 1)/(rise + 1) up to the peak at x = rise, then floor + (1 − floor)·exp(−(x − rise)/decay).
    From the day of a relief on, what there is falls by exp(−x/decay).
    """
    scenario, name, row = program.scenario, trigger_name(program.scenario, at), triggers(program.scenario)[at]
    get = parameters.value
    rise, decay = get(f"rise[{name}]")[:, None], get(f"decay[{name}]")[:, None]
    floor = get("floor")[:, None]
    x = np.arange(program.days, dtype=np.float64)[None, :] - (trigger_day(scenario, at) - program.start).days
    climb = np.minimum(1.0, (x + 1.0) / (rise + 1.0))
    fall = floor + (1.0 - floor) * np.exp(-np.maximum(0.0, x - rise) / decay)
    curve = np.where(x >= 0, get(f"hazard[{name}]")[:, None] * climb * fall, 0.0)
    target = None if row < 0 else scenario.events[row].target
    if row >= 0:
        curve = curve * scenario.events[row].strength
    for event in scenario.events:
        if event.what == "relief" and event.target in (None, target):
            after = np.arange(program.days, dtype=np.float64)[None, :] - (event.day - program.start).days
            curve = curve * np.where(after >= 0, np.exp(-(np.maximum(0.0, after) + 1.0) / decay), 1.0)
    origins = program.network.origins
    touched = [i for i, place in enumerate(origins) if target in (None, place.name, *place.aliases, place.country)]
    return curve, np.array(touched, dtype=np.intp)


def _choosing(program: Program, parameters: Parameters) -> dict[str, NDArray[np.generic]]:
    """Weights of gates, countries and cities (DESIGN 5.3)."""
    get, network = parameters.value, program.network
    power, offset, speed = get("distance_power"), get("distance_offset"), get("speed")
    language = get("language_pull")
    near = _nearness(power, offset)
    considered = np.less_equal(network.to_gate.km[None, :, :], get("horizon")[:, None, None])
    gate_pull = np.exp(_stack(parameters, "crossing_pull", [gate.name for gate in network.gates]))
    city_pull = np.exp(_stack(parameters, "city_pull", [city.name for city in network.cities]))
    people = np.stack([_pull(city, language, CITY_POPULATION) for city in network.cities], axis=1)
    host_people = sum(city.population or CITY_POPULATION for city in network.cities)
    there = (
        np.stack([_pull(place, language, host_people) for place in network.elsewhere], axis=1)
        if (network.elsewhere)
        else np.empty((parameters.replicates, 0))
    )
    behind = (there[:, None, :] * near(network.to_elsewhere.km)).sum(axis=2)
    blank = np.asarray(~np.isfinite(network.to_elsewhere.km).any(axis=1))
    default = (host_people * (1.0 + language * DIASPORA))[:, None] * near(np.zeros(1))
    onward = np.exp(_stack(parameters, "country_pull", [p.country for p in _reached_onward(program)]))
    terms = np.zeros((parameters.replicates, len(network.elsewhere)))
    terms[:, np.isfinite(network.onward_km)] = onward
    stay = (people * city_pull)[:, None, :] * near(network.between_cities)
    stay[:, np.arange(len(network.cities)), np.arange(len(network.cities))] = 0.0
    hours = network.between_gates[None, :, :] / (speed[:, None, None] / 24.0)
    return {
        "access": np.where(considered, near(network.to_gate.km) * gate_pull[:, None, :], 0.0),
        "reach_days": _days_of(network.to_gate, speed),
        "country_pull": np.exp(_stack(parameters, "country_pull", list(program.countries))),
        "city_term": (people * city_pull)[:, None, :] * near(network.to_city.km),
        "city_days": _days_of(network.to_city, speed),
        "behind": np.where(blank[None, :], default, behind),
        "pull_power": get("pull_power"),
        "room_floor": get("room_floor"),
        "wait_aversion": get("wait_aversion"),
        "wait_news": _chance(1.0 / get("wait_memory")),
        "hop_hours": hours,
        "hop_days": np.maximum(1, np.floor(hours / 24.0 + 0.5)).astype(np.int64),
        "inner_term": stay,
        "inner_days": np.floor(network.between_cities[None] / speed[:, None, None] + 0.5).astype(np.int64),
        "onward_term": terms * near(network.onward_km),
    }


def _reached_onward(program: Program) -> list[Place]:
    network = program.network
    return [place for place, km in zip(network.elsewhere, network.onward_km, strict=True) if np.isfinite(km)]


def _nearness(power: Floats, offset: Floats) -> Callable[[Floats], Floats]:
    """(km + δ)^−β for each replicate, 0 where there is no way."""

    def near(km: Floats) -> Floats:
        shape = (len(power), *(1,) * km.ndim)
        weight = (np.where(np.isfinite(km), km, 0.0)[None] + offset.reshape(shape)) ** -power.reshape(shape)
        return np.where(np.isfinite(km)[None], weight, 0.0)

    return near


def _pull(place: Place, language: Floats, otherwise: float) -> Floats:
    """Residents, those who speak the arrivals' language counted more."""
    residents = otherwise if place.population is None else place.population
    speakers = DIASPORA if place.diaspora is None else place.diaspora
    return max(1.0, residents) * (1.0 + language * speakers)


def _border(program: Program, parameters: Parameters) -> dict[str, NDArray[np.generic]]:
    """Ordinary traffic, capacities and giving up (DESIGN 5.1 and 5.5)."""
    get, world = parameters.value, program.world
    countries, share = list(program.countries), world.traffic_share[None, :]
    host = np.array([[country == 0 for country in world.gate_country]])
    dwell = get("visitor_days")
    return {
        "visitors": _stack(parameters, "traffic_out", countries) * dwell[:, None],
        "traffic_in": _stack(parameters, "traffic_in", countries)[:, world.gate_country] * share,
        "traffic_fall": get("traffic_fall"),
        "visitor_leave": np.minimum(1.0, 1.0 / np.maximum(1.0, dwell)),
        "residents_in": np.where(host, get(f"residents_in[{countries[0]}]")[:, None] * share, 0.0),
        "residents_out": np.where(host, get(f"residents_out[{countries[0]}]")[:, None] * share, 0.0),
        "capacity": _stack(parameters, "capacity", [gate.name for gate in program.network.gates]),
        "give_up": _chance(get("give_up")),
    }


def _cities(parameters: Parameters) -> dict[str, NDArray[np.generic]]:
    """Intent, dwell and leaving (DESIGN 5.7 and 5.11)."""
    get = parameters.value
    return {
        "transit_share": get("transit_share"),
        "hazard": np.column_stack([1.0 / get("transit_days"), get("leave_new"), get("leave_settled")]),
        "settle": 1.0 / get("settle_days"),
        "push": get("shelter_push"),
        "inner_share": get("inner_share"),
        "return_share": get("return_share"),
        "renew_share": get("renew_share"),
        "overstay_share": get("overstay_share"),
    }


def estimated_beds(city: Place, bed_class: str) -> float:
    """Beds as published, or as many per thousand residents as is usual."""
    published = beds_published(city, bed_class)
    if published is not None:
        return published
    residents = CITY_POPULATION if city.population is None else city.population
    return BEDS_PER_THOUSAND[bed_class] * residents / 1000.0


def beds_of(program: Program, parameters: Parameters) -> tuple[Ints, Ints]:
    """(r, j, k): beds before any are opened, and those of them that others have taken."""
    cities = program.network.cities
    declared = np.array([[estimated_beds(city, name) for name in BED_CLASSES] for city in cities])
    targets = [f"{city.name},{name}" for city in cities for name in BED_CLASSES]
    factor = _stack(parameters, "stock", targets).reshape(parameters.replicates, len(cities), len(BED_CLASSES))
    beds = np.floor(declared[None] * factor + 0.5)
    taken = np.floor(beds * np.minimum(_stack(parameters, "taken", list(BED_CLASSES)), 1.0)[:, None, :] + 0.5)
    return beds.astype(np.int64), taken.astype(np.int64)


def _shelter(program: Program, parameters: Parameters) -> dict[str, NDArray[np.generic]]:
    """Beds, those taken by others, and the weight of each class (DESIGN 5.8 and 5.9)."""
    get, groups = parameters.value, program.scenario.groups
    beds, taken = beds_of(program, parameters)
    appeal = _stack(parameters, "preference", list(BED_CLASSES))
    appeal = appeal - get("price_aversion")[:, None] * _stack(parameters, "price", list(BED_CLASSES))
    family = np.array([[FAMILY_WISH[n] if g.household == "family" else 0.0 for n in BED_CLASSES] for g in groups])
    wish = np.exp(appeal[:, None, :] + family[None])
    wish[:, :, BED_CLASSES.index("host")] = 0.0
    return {
        "beds": beds,
        "taken": taken,
        "wish": wish,
        "host_share": get("host_share"),
        "spot_strength": get("spot_strength"),
        "spot_threshold": get("spot_threshold"),
        "elasticity": get("contract_elasticity"),
        "turnover": _chance(get("turnover") / DAYS_IN_MONTH),
        "year_news": np.full(parameters.replicates, 1.0 - np.exp(-1.0 / YEAR_MEMORY)),
    }
