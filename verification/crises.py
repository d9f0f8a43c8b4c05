"""Simulated crises with known truth: one draw of what is uncertain and one course of events, seen in noisy counts.

Nine cities with published beds and desks, three crossings with few lanes, and five policies. The truth is the engine's
own course under every policy; what is known of it on the day of the plan are counts of a third of the places and
occupancies of half the cities, late and with error.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
from twin_worlds import CITIES, GATES, START, TRIGGER, scenario

from qonaq.engine import Ensemble, draw_parameters, simulate
from qonaq.inference.calibrate import calibrate
from qonaq.inference.forecast import Forecast, forecast
from qonaq.measures import Status
from qonaq.model.claims import Claim, Passage
from qonaq.model.places import Place, PlaceKind
from qonaq.model.policies import AS_IT_IS, Lever, Policy
from qonaq.model.rules import EntryRule
from qonaq.model.scenario import Scenario

TODAY, HORIZON = 9, 35  # day of the plan, counted from the first day; days simulated after it
DAYS = TODAY + HORIZON + 1
DELAY, NOISE, CENSUS_NOISE = 1, 0.15, 0.03
NOW = START + timedelta(days=TODAY)
MEMBERS = 250
SEED = 40_000_000  # of the hidden courses; those of the plans begin at 0
BEDS_PER_THOUSAND = {"host": 4.0, "hotel": 2.0, "hostel": 0.7, "rental": 4.0, "collective": 0.4, "improvised": 0.5}


@dataclass(frozen=True)
class Crisis:
    """What really happened under each policy, and what a planner makes of the figures."""

    number: int
    truth: dict[str, Ensemble]
    outlook: Forecast


def declared() -> Scenario:
    """The nine cities with beds and desks that are published, and a stay of sixty days."""
    base = scenario()
    return replace(
        base,
        places=tuple(_equipped(place) for place in base.places),
        rules=(EntryRule("XB", START, "invented", stay_days=30, known_on=START),),
    )


def _equipped(place: Place) -> Place:
    if place.kind is PlaceKind.CROSSING:
        return replace(place, lanes=1.0, people_per_lane_hour=60.0, open_hours=24.0)
    if place.kind is not PlaceKind.CITY:
        return place
    thousands = float(place.population or 0.0) / 1000.0
    beds = {f"{name}_beds": math.floor(rate * thousands) for name, rate in BEDS_PER_THOUSAND.items()}
    return replace(place, rent=100.0, desks=math.ceil(thousands / 20.0), desk_hours=8.0, **beds)


def policies() -> tuple[Policy, ...]:
    """Beds, desks, lanes, a closed crossing and a shorter stay, from the day after the plan."""
    first = NOW + timedelta(days=2)

    def each_city(lever: str, amount_per_thousand: float, bed_class: str | None = None) -> tuple[Lever, ...]:
        return tuple(
            Lever(lever, first, name, math.ceil(amount_per_thousand * people / 1000.0), bed_class)
            for name, _, _, people in CITIES
        )

    return (
        Policy("beds", each_city("open_beds", 2.0, "collective")),
        Policy("desks", each_city("add_desks", 0.05)),
        Policy("lanes", tuple(Lever("add_lanes", first, name, 1.0) for name, *_ in GATES)),
        Policy("close-one", (Lever("close", first, GATES[1][0]),)),
        Policy("cap-stay", (Lever("cap_stay", first, "XB", 10.0),)),
    )


def crisis(number: int, *, with_policies: bool) -> Crisis:
    """The hidden course of that number, the figures about it, and the forecast from them."""
    world, chosen = declared(), (AS_IT_IS, *(policies() if with_policies else ()))
    drawn = draw_parameters(world, days=DAYS, replicates=1, seed=SEED + number)
    truth = {
        policy.name: simulate(world, days=DAYS, replicates=1, seed=SEED + number, parameters=drawn, policy=policy)
        for policy in chosen
    }
    said = claims_about(truth[AS_IT_IS.name], number)
    posterior = calibrate(world, said, as_of=NOW, replicates=MEMBERS, seed=number)
    outlook = forecast(posterior, days=28, horizon_days=HORIZON, policies=chosen, policy_replicates=MEMBERS)
    return Crisis(number, truth, outlook)


def claims_about(truth: Ensemble, number: int) -> tuple[Claim, ...]:
    """Entries at one crossing and people in a third of the cities every other day; occupancy of half the cities."""
    chance = np.random.default_rng(60_000 + number)
    gate = GATES[int(chance.integers(len(GATES)))][0]
    names = [name for name, *_ in CITIES]
    counted = chance.choice(names, size=len(names) // 3, replace=False)
    censused = chance.choice(names, size=(len(names) + 1) // 2, replace=False)
    said: list[Claim] = []
    for day in range((TRIGGER - START).days + 2, TODAY - DELAY + 1, 2):
        said.append(_claim(truth, "entries", gate, day, NOISE, chance))
        said += [_claim(truth, "present", str(name), day, NOISE, chance) for name in counted]
    for day in (TODAY - DELAY - 3, TODAY - DELAY):
        said += [_claim(truth, "occupancy", str(name), day, CENSUS_NOISE, chance) for name in censused]
    return tuple(said)


def _claim(truth: Ensemble, measure: str, place: str, day: int, noise: float, chance: np.random.Generator) -> Claim:
    true = float(truth.series(measure, place=place)[0, day])
    stated = true * math.exp(noise * chance.normal())
    then = START + timedelta(days=day)
    return Claim(
        measure,
        min(1.0, stated) if measure == "occupancy" else float(round(stated)),
        "share" if measure == "occupancy" else "people",
        Passage("invented"),
        status=Status.ESTIMATED,
        origin="XA",
        country="XB",
        place=place,
        period_start=then if measure == "entries" else None,
        period_end=then,
        speaker=f"{place} office",
        published=then + timedelta(days=DELAY),
    )
