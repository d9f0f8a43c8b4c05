"""The reception plan, in the order of UNHCR's contingency plan: situation, triggers, objectives, sectors, budget.

`plan_reception` joins needs, forecast and comparison into one value; `plan_as_json` writes it by the contract.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np

from qonaq.inference.value import Worth
from qonaq.planning.budget import Budget, budget_of
from qonaq.planning.capacity import CapacityOut, capacity_out
from qonaq.planning.compare import Comparison
from qonaq.planning.face import Outcomes, Outlook, as_it_is, days_ahead, read_once
from qonaq.planning.needs import HIGH, LOW, Needs
from qonaq.planning.openings import Limits, Opening
from qonaq.planning.placement import (
    Placement,
    default_desks,
    default_limits,
    default_openings,
    demand_of,
    place_beds_and_desks,
)
from qonaq.planning.standards import Standards
from qonaq.planning.triggers import Trigger, triggers_of

SITUATION = (
    ("present", "people who are there"),
    ("entries", "entries in a day"),
    ("unsheltered", "people without shelter"),
    ("registration_backlog", "applicants who wait for a number"),
    ("stranded", "people stranded on the way"),
)
SITUATION_DAYS = (0, 7, 28)
A_BUSLOAD = 45.0  # people, as standard bus_seats: fewer are not worth a line of the plan


@dataclass(frozen=True)
class Situation:
    """A national figure of the scenario that is planned for, on a day."""

    measure: str
    title: str
    day: date
    median: float
    low: float
    high: float


@dataclass(frozen=True)
class Action:
    """A step of the plan: what, where, how much, by when, decided by when."""

    what: str
    place: str
    to: str | None
    quantity: float
    unit: str
    by: date
    decide_by: date
    cost: float | None  # None: to be entered
    why: str
    source: str


@dataclass(frozen=True)
class NextFigure:
    """A figure that, if somebody asked for it, would narrow the plan."""

    measure: str
    place: str | None
    narrows: float  # share of the interval's width that would go
    of: str  # which number of the plan
    ask: str  # whom


def next_figures_of(worth: Sequence[Worth], *, most: int = 5) -> tuple[NextFigure, ...]:
    """The figures most worth a telephone call, with whom to ask."""
    return tuple(
        NextFigure(row.figure.measure, row.figure.place, row.removed, "people present by city, weekly", _ask(row))
        for row in worth[:most]
        if row.removed > 0
    )


def _ask(row: Worth) -> str:
    offices = {
        "registration_backlog": "service centre",
        "present": "city administration",
        "arrivals": "city administration",
    }
    return offices.get(row.figure.measure, "border service")


@dataclass(frozen=True)
class Objective:
    """What the plan is to reach, and how one would see it."""

    text: str
    indicator: str
    target: str


@dataclass(frozen=True)
class Plan:
    """Everything that `plan.json` promises and the document prints."""

    reference_date: date
    horizon_end: date
    host: str
    currency: str
    needs: Needs
    situation: tuple[Situation, ...]
    objectives: tuple[Objective, ...]
    capacity_out: tuple[CapacityOut, ...]
    triggers: tuple[Trigger, ...]
    placement: Placement
    actions: tuple[Action, ...]
    comparison: Comparison
    budget: Budget
    next_figures: tuple[NextFigure, ...] = ()
    monitoring: tuple[tuple[str, str, str], ...] = ()  # indicator, how often, who counts it
    coordination: tuple[str, ...] = ()  # left blank: to be filled by those who coordinate
    cautions: tuple[str, ...] = field(default=())
    courses: tuple[int, int] = (0, 0)  # simulated courses behind the situation, and behind all else


def plan_reception(
    needs: Needs,
    forecast: Outlook,
    comparison: Comparison,
    *,
    standards: Standards,
    budget: float | None = None,
    openings: Sequence[Opening] | None = None,
    limits: Limits | None = None,
    next_figures: Sequence[NextFigure] = (),
) -> Plan:
    """The plan for these needs: what to open where and when, what calls for it, and what it costs.

    budget     money in the scenario's currency; None for no ceiling
    openings   beds that could be opened; the stated assumption by residents where None
    limits     what else binds; the budget and buses to the nearest cities where None
    """
    out = capacity_out(forecast)
    forecast = read_once(forecast)
    outcomes = as_it_is(forecast)
    ahead = days_ahead(outcomes, forecast.reference_date)
    setting = {"phase": needs.phase, "climate": needs.climate}
    chosen = default_openings(outcomes, standards, **setting) if openings is None else tuple(openings)
    bound = default_limits(outcomes, standards, budget=budget, **setting) if limits is None else limits
    if budget is not None:
        bound = replace(bound, budget=budget)
    desks = default_desks(outcomes, needs, standards, day=ahead.start)
    demand = demand_of(forecast, risk=needs.risk, openings=chosen)
    placement = place_beds_and_desks(demand, chosen, desks=desks, limits=bound)
    money = budget_of(needs, forecast, standards, ceiling=budget)
    return Plan(
        reference_date=forecast.reference_date,
        horizon_end=outcomes.dates[-1],
        host=outcomes.scenario.host,
        currency=outcomes.scenario.currency,
        needs=needs,
        situation=_situation(forecast),
        objectives=_objectives(needs, standards),
        capacity_out=out,
        triggers=triggers_of(forecast, standards, **setting),
        placement=placement,
        actions=_actions(placement, forecast.reference_date, desks.price),
        comparison=comparison,
        budget=money,
        next_figures=tuple(next_figures),
        monitoring=MONITORING,
        coordination=COORDINATION,
        cautions=_cautions(outcomes, needs, placement, money, assumed=openings is None),
        courses=(forecast.shown.replicates, outcomes.replicates),
    )


MONITORING = (
    ("entries and exits by crossing", "daily", "border service"),
    ("beds and beds taken by class, in each city", "daily", "city administration, hotels, hostels and centres"),
    ("people without shelter, counted at night", "daily", "city administration and volunteers"),
    ("applications, numbers issued and the wait", "daily", "service centres"),
    ("asking rents by city", "weekly", "listing portals"),
    ("people whose permitted stay ends within 30 days", "weekly", "migration service"),
    ("water, latrines and showers in each centre against the standard", "weekly", "centre staff"),
)
COORDINATION = (
    "lead authority",
    "city focal points",
    "partners by sector",
    "information management",
    "community voice",
)


def _situation(forecast: Outlook) -> tuple[Situation, ...]:
    """National figures on a few days: of every member where it is shown, later of those that were compared."""
    rows = []
    for measure, title in SITUATION:
        for days in SITUATION_DAYS:
            day = forecast.reference_date + timedelta(days=days)
            runs = next((each for each in (forecast.shown, as_it_is(forecast)) if day <= each.dates[-1]), None)
            if runs is not None:
                values = runs.series(measure)[:, (day - runs.dates[0]) // timedelta(days=1)]
                low, median, high = (float(np.quantile(values, level)) for level in (LOW, 0.5, HIGH))
                rows.append(Situation(measure, title, day, median, low, high))
    return tuple(rows)


def _objectives(needs: Needs, standards: Standards) -> tuple[Objective, ...]:
    def words(name: str) -> str:
        return standards.find(name, phase=needs.phase, climate=needs.climate).words

    return (
        Objective("Everybody who asks for protection can ask for it", "people turned back and stranded", "0"),
        Objective("Nobody sleeps without a bed", "people without shelter at night", "0"),
        Objective("Everybody in reception has safe water and sanitation", "litres a person and day", words("water")),
        Objective("A number is issued in time", "days from application to number", words("registration_wait")),
        Objective("Children go to school", "school places for children of 5 to 17", "every child"),
        Objective("The host community is not worse off", "asking rents; hours that residents wait", "as before"),
    )


def _actions(placement: Placement, reference: date, desk_price: float) -> tuple[Action, ...]:
    """The placement as steps with dates, the earliest first."""
    actions = []
    by_key = {(row.place, row.bed_class): row for row in placement.openings}
    total = sum(placement.period_days)
    for place, bed_class in placement.beds:
        opening = by_key[(place, bed_class)]
        for day, more in placement.opened_on(place, bed_class):
            by = reference + timedelta(days=day)
            cost = opening.price * more * (total - day + 1) if opening.price else None
            why = "people without a bed at the stated risk"
            decide = max(reference, by - timedelta(days=math.ceil(opening.days_to_open)))
            what, number = f"open {bed_class} beds", float(more)
            actions.append(
                Action(what, place, None, number, "beds", by, decide, cost, why, opening.source or "the user's list")
            )
    first = reference + timedelta(days=1)

    def at_once(what: str, place: str, to: str | None, number: float, unit: str, cost: float | None, why: str) -> None:
        actions.append(Action(what, place, to, number, unit, first, reference, cost, why, "placement"))

    for place, number in placement.desks.items():
        cost = desk_price * number * total if desk_price else None
        at_once("add desks", place, None, float(number), "desks", cost, "applications beyond what the desks serve")
    for (place, to), people in placement.moved.items():
        if people < A_BUSLOAD:
            continue
        at_once("offer transport", place, to, float(math.ceil(people)), "people", None, "a bed there, none here")
    return tuple(sorted(actions, key=lambda action: (action.by, -action.quantity)))


def _cautions(
    outcomes: Outcomes, needs: Needs, placement: Placement, money: Budget, *, assumed: bool
) -> tuple[str, ...]:
    cautions = [*outcomes.scenario.cautions, *needs.cautions, *money.cautions]
    if assumed:
        cautions.append("What a city can open is a stated assumption (a share of its residents): enter what is known.")
    cautions += [
        f"No placement holds every limit: {each.limit} {each.value:,.0f} {each.unit} would have to give way "
        f"by {each.short:,.0f}{'' if each.alone else ', together with the others named'}."
        for each in placement.conflicts
    ]
    to_verify = sorted({row.standard.split(" ")[0] for row in needs.rows if row.grade == "to verify"})
    if to_verify:
        cautions.append(f"Standards to verify before use: {', '.join(to_verify)}.")
    cautions.append("For planning reception. Not for decisions about individuals, and not for keeping people out.")
    return tuple(dict.fromkeys(cautions))
