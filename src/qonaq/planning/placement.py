"""What to open where and when: beds, desks and seats, placed by an optimiser over the runs of the forecast.

A mixed-integer programme (HiGHS through SciPy). Indices: i, j cities; o an opening (city and class); p periods;
s sampled runs, all equally likely. Decided before the future is known: x[o,p] beds open in period p, z[i] desks
added. Decided in each run: f[i,j,p,s] people moved, w[i,p,s] of them to beds that are free already, u[i,p,s] people
left without a bed, q[i,p,s] applicants waiting.

    first least   mean over s of Σ days[p]·(u[i,p,s] + ω·q[i,p,s])          then least   Σ cost
    where   u[i,p,s] ≥ d[i,p,s] − Σ x[o,p] − Σ f[i,j,p,s] + Σ f[j,i,p,s] − w[i,p,s]
            q[i,p,s] ≥ q[i,p−1,s] + a[i,p,s] − μ·days[p]·(desks[i] + z[i])
            x[o,p] ≤ most[o], 0 before it can be open, and never closed again
            w[i,p,s] ≤ free beds, and ≤ Σ f[j,i,p,s]
            Σ f[i,·,p,s] ≤ seats[i]·days so far,    Σ cost ≤ budget,    Σ z ≤ teams

To the first goal a ten-thousandth of the harm is added for the cost of all that could be opened, so that a budget
which is more than enough is not spent; where it is all spent, the second step leaves what is opened as it is.

What lies beyond the stated risk is not planned for: d and a are cut at their quantile of that risk.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from qonaq.planning.budget import price_of
from qonaq.planning.capacity import PROPER_CLASSES
from qonaq.planning.face import Numbers, Outcomes, Outlook, as_it_is, cities, days_ahead
from qonaq.planning.items import people_by_day
from qonaq.planning.needs import Needs
from qonaq.planning.openings import Demand, Desks, Limits, Opening, check_placement
from qonaq.planning.programme import Programme, build
from qonaq.planning.registration import cases_per_desk_day
from qonaq.planning.solver import Binding, Conflict, binding, conflicts, solve
from qonaq.planning.standards import Standards

RUNS = 20  # sampled runs: enough for a plan within a few per cent of the hindsight optimum, and fast (tests)
BREAKS = (7, 14, 28)  # days at which periods end, beside the days on which openings become possible
NEIGHBOURS = 3  # nearest cities to which people can be brought
STEP = 10  # beds of a centre come by tens
FEWEST_MOVED = 1.0  # people, less those who go the other way
EARTH_KM = 6371.0


@dataclass(frozen=True)
class Placement:
    """The chosen openings by period, desks and seats; or the conflict if there is no such choice."""

    beds: Mapping[tuple[str, str], tuple[int, ...]]  # (place, class) → beds open in each period
    desks: Mapping[str, int]  # desks added
    moved: Mapping[tuple[str, str], float]  # people moved, expected, in the busiest period and net
    unsheltered_nights: float  # expected, with the plan
    unsheltered_before: float  # expected, without it
    cost: float
    period_days: tuple[int, ...] = ()
    binding: tuple[Binding, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    openings: tuple[Opening, ...] = ()

    @property
    def feasible(self) -> bool:
        return not self.conflicts

    def opened_on(self, place: str, bed_class: str) -> list[tuple[int, int]]:
        """When how many beds are added: (days after the reference date, beds)."""
        starts = np.concatenate([[0], np.cumsum(self.period_days)])[:-1]
        numbers = self.beds.get((place, bed_class), ())
        steps = zip(starts.tolist(), np.diff([0, *numbers]).tolist(), strict=False)
        return [(int(day) + 1, int(more)) for day, more in steps if more > 0]


def place_beds_and_desks(
    demand: Demand, openings: Sequence[Opening], *, desks: Desks | None = None, limits: Limits | None = None
) -> Placement:
    """The plan that leaves the fewest nights without a bed within the limits, and the limits that bind.

    Where the limits cannot all hold, the placement is empty and names which conflict, and by how much.
    """
    limits = limits or Limits()
    check_placement(demand, openings, desks=desks, limits=limits)
    programme = build(demand, openings, desks, limits)
    found = solve(programme)
    if found is None:
        nothing = Placement({}, {}, {}, demand.nights, demand.nights, 0.0, demand.period_days)
        return replace(nothing, conflicts=conflicts(programme), openings=tuple(openings))
    return _placement(demand, openings, programme, found)


def _placement(demand: Demand, openings: Sequence[Opening], programme: Programme, x: Numbers) -> Placement:
    layout = programme.layout
    beds = {
        (row.place, row.bed_class): tuple(
            round(x[layout.x(number, period)]) * row.step for period in range(layout.periods)
        )
        for number, row in enumerate(openings)
    }
    desks = {name: round(x[layout.z(number)]) for number, name in enumerate(demand.places)}
    moved = x[layout.decided : layout.first_u].reshape(len(layout.pairs), layout.periods, layout.runs).mean(axis=2)
    names = demand.places
    busiest = {(names[i], names[j]): float(moved[k].max()) for k, (i, j) in enumerate(layout.pairs)}
    net = {pair: number - busiest.get(pair[::-1], 0.0) for pair, number in busiest.items()}
    without = x[layout.first_u : layout.first_q].reshape(demand.beds.shape).mean(axis=2)
    return Placement(
        beds={key: numbers for key, numbers in beds.items() if any(numbers)},
        desks={name: number for name, number in desks.items() if number},
        moved={pair: number for pair, number in net.items() if number >= FEWEST_MOVED},
        unsheltered_nights=float(np.sum(without * np.array(demand.period_days))),
        unsheltered_before=demand.nights,
        cost=float(programme.money @ x),
        period_days=demand.period_days,
        binding=binding(programme, x),
        openings=tuple(openings),
    )


def demand_of(forecast: Outlook, *, risk: float, openings: Sequence[Opening], runs: int = RUNS) -> Demand:
    """The forecast's people without a bed and applications, by city, period and sampled run.

    Runs are sampled at even steps of their nights without a bed, so that few of them stand for all.
    """
    outcomes = as_it_is(forecast)
    ahead = days_ahead(outcomes, forecast.reference_date)
    names = cities(outcomes)
    beds = np.stack([people_by_day("without bed", outcomes, name)[:, ahead] for name in names])
    applications = np.stack([outcomes.series("applications", place=name)[:, ahead] for name in names])
    backlog = np.stack([outcomes.series("registration_backlog", place=name)[:, ahead.start - 1] for name in names])
    order = np.argsort(beds.sum(axis=(0, 2)), kind="stable")
    count = min(runs, len(order))
    chosen = order[((np.arange(count) + 0.5) / count * len(order)).astype(int)]
    periods = period_days(ahead.stop - ahead.start, openings)
    edges = np.concatenate([[0], np.cumsum(periods)])
    spans = [slice(start, end) for start, end in itertools.pairwise(edges)]
    peaks = np.stack([beds[:, :, span].max(axis=2) for span in spans], axis=1)
    sums = np.stack([applications[:, :, span].sum(axis=2) for span in spans], axis=1)
    free = _free_beds(outcomes, names, ahead, chosen)
    return Demand(
        places=names,
        period_days=periods,
        beds=_cut(peaks, risk)[..., chosen],
        applications=_cut(sums, risk)[..., chosen],
        backlog=backlog[:, chosen],
        spare=np.stack([free[:, :, span].min(axis=2) for span in spans], axis=1),
    )


def _free_beds(outcomes: Outcomes, names: Sequence[str], ahead: slice, runs: NDArray[np.int64]) -> Numbers:
    """Beds free in hotels, hostels, flats and centres; not those of relatives, who cannot be assigned."""
    return np.stack(
        [
            np.sum(
                [
                    np.maximum(0, outcomes.series("beds_free", place=name, bed_class=each)[runs][:, ahead])
                    for each in PROPER_CLASSES
                    if each != "host"
                ],
                axis=0,
                dtype=float,
            )
            for name in names
        ]
    )


def period_days(days: int, openings: Sequence[Opening]) -> tuple[int, ...]:
    """Lengths of the periods: they end at BREAKS, and where an opening becomes possible."""
    edges = {0, days, *BREAKS, *(math.ceil(row.days_to_open) for row in openings)}
    kept = sorted(edge for edge in edges if edge <= days)
    return tuple(end - start for start, end in itertools.pairwise(kept))


def default_openings(outcomes: Outcomes, standards: Standards, *, phase: str, climate: str) -> tuple[Opening, ...]:
    """Centres that each host city could open if nobody has said more: a stated assumption with its source."""
    share = standards.find("centre_share", phase=phase, climate=climate)
    days = standards.find("days_to_open", phase=phase, climate=climate)
    price = price_of(standards, "cost_bed_night", currency=outcomes.scenario.currency, phase=phase, climate=climate)
    openings = []
    for name in cities(outcomes):
        place = outcomes.scenario.place(name)
        residents = place.population if place is not None and place.population else 0.0
        most = int(share.number * residents) // STEP * STEP
        if most:
            cost = price.number if price is not None else 0.0
            source = f"{share.words}: {share.citation}"
            openings.append(Opening(name, "collective", most, days.number, cost, STEP, source))
    return tuple(openings)


def default_desks(outcomes: Outcomes, needs: Needs, standards: Standards, *, day: int) -> Desks:
    """Desks that exist, what one serves, and how many each city could add."""
    minutes, hours, residents = (
        standards.find(name, phase=needs.phase, climate=needs.climate)
        for name in ("registration_minutes", "productive_hours", "residents_per_desk")
    )
    price = price_of(standards, "cost_desk_day", currency=outcomes.scenario.currency)
    names = cities(outcomes)
    population = {place.name: place.population or 0.0 for place in outcomes.scenario.places}
    return Desks(
        existing={name: float(np.median(outcomes.series("desks", place=name)[:, day])) for name in names},
        per_desk_day=cases_per_desk_day(hours=hours.number, minutes=minutes.number),
        most={name: math.ceil(population[name] / residents.number) for name in names},
        price=price.number if price is not None else 0.0,
    )


def default_limits(
    outcomes: Outcomes, standards: Standards, *, budget: float | None, phase: str, climate: str
) -> Limits:
    """The budget, and buses to the nearest cities."""
    seats = standards.find("bus_seats", phase=phase, climate=climate).number
    buses = standards.find("buses_per_city", phase=phase, climate=climate).number
    names = cities(outcomes)
    where = {place.name: (place.lat, place.lon) for place in outcomes.scenario.places}
    reach = {
        name: tuple(
            sorted((each for each in names if each != name), key=lambda each: _km(where[name], where[each]))[
                :NEIGHBOURS
            ]
        )
        for name in names
    }
    return Limits(budget=budget, seats=dict.fromkeys(names, seats * buses), reach=reach)


def _km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance (haversine)."""
    phi, psi = math.radians(a[0]), math.radians(b[0])
    turn = math.radians(b[1] - a[1])
    h = math.sin((psi - phi) / 2) ** 2 + math.cos(phi) * math.cos(psi) * math.sin(turn / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(h))


def _cut(values: NDArray[np.float64], risk: float) -> Numbers:
    """Values cut at their quantile of the stated risk, along the runs."""
    return np.minimum(values, np.quantile(values, risk, axis=-1, keepdims=True))
