"""What it costs, as a range: quantities of the plan times cited prices.

Where no public price exists the line is *to be entered* and adds nothing to the total, which then says that it is
incomplete. Money is never converted: a line is priced in the scenario's currency or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from qonaq.model.policies import Lever, Policy
from qonaq.planning.face import Outcomes, Outlook, as_it_is, days_ahead
from qonaq.planning.items import ITEMS, LOSSES, bounds, people_by_day, quantity
from qonaq.planning.needs import HIGH, LOW, Needs
from qonaq.planning.standards import TO_BE_ENTERED, Standard, Standards

WORDS_NO_PRICE = "no public price in this currency: to be entered"


@dataclass(frozen=True)
class Money:
    """A sum as a range; `missing` names the prices that have to be entered before it is whole."""

    low: float
    high: float
    currency: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class BudgetLine:
    """A line: so many units at a price from low to high."""

    item: str
    unit: str
    quantity: float  # at the stated risk
    low: float  # 80 % interval of the quantity
    high: float
    price: Standard | None  # None: to be entered
    currency: str
    price_id: str

    @property
    def cost(self) -> tuple[float, float] | None:
        """From the low quantity at the low price to the high quantity at the high price."""
        return None if self.price is None else (self.low * self.price.lowest, self.high * self.price.highest)

    @property
    def source(self) -> str:
        return WORDS_NO_PRICE if self.price is None else self.price.citation


@dataclass(frozen=True)
class Budget:
    """All lines and their total."""

    lines: tuple[BudgetLine, ...]
    total: Money
    ceiling: float | None = None
    cautions: tuple[str, ...] = field(default=())


# Budget line, unit, what it counts, price, divisor. Person-days of people, or an item used day by day.
_BY_DAY = (
    ("places in reception", "bed-nights", "in reception", "cost_bed_night", 1.0),
    ("food", "person-days", "in reception", "cost_food_day", 1.0),
    ("water", "m3", "water", "cost_water_m3", 1000.0),
    ("centre staff", "staff-days", "centre staff", "cost_staff_day", 1.0),
    ("health staff", "staff-days", "health staff", "cost_health_day", 1.0),
    ("buses", "bus-days", "buses", "cost_bus_day", 1.0),
    ("schooling", "pupil-months", "school places", "cost_school_month", 30.0),
)
# Things bought once, for the peak.
_ONCE = (
    ("latrines", "latrines", "latrines", "cost_latrine"),
    ("showers", "showers", "showers", "cost_shower"),
    ("household goods", "kits", "blankets", "cost_kit"),
)


def price_of(
    standards: Standards | None, name: str, *, currency: str, phase: str = "emergency", climate: str = "cold"
) -> Standard | None:
    """The price in this currency, else the one that the user entered for the plain name, else None."""
    if standards is None:
        return None
    for each in (f"{name}_{currency}", name):
        if standards.has(each, phase=phase, climate=climate):
            found = standards.find(each, phase=phase, climate=climate)
            if found.grade != TO_BE_ENTERED:
                return found
    return None


def budget_of(needs: Needs, forecast: Outlook, standards: Standards, *, ceiling: float | None = None) -> Budget:
    """The budget of the needs, from the day after the reference date to the horizon."""
    outcomes = as_it_is(forecast)
    ahead = days_ahead(outcomes, forecast.reference_date)
    days = ahead.stop - ahead.start
    currency = outcomes.scenario.currency
    lines: list[BudgetLine] = []

    def add(item: str, unit: str, numbers: Sequence[float], price: str) -> None:
        at_risk, low, high = numbers
        if at_risk > 0:
            found = price_of(standards, price, currency=currency, phase=needs.phase, climate=needs.climate)
            lines.append(BudgetLine(item, unit, at_risk, low, high, found, currency, price))

    for item, unit, counted, price, divisor in _BY_DAY:
        numbers = _by_day(counted, outcomes, ahead, standards, needs)
        add(item, unit, [number / divisor for number in numbers], price)
    for item, unit, need, price in _ONCE:
        add(item, unit, _summed(needs, need), price)
    add("registration desks", "desk-days", [n * days for n in _summed(needs, "registration desks")], "cost_desk_day")
    total = total_of(lines, currency)
    return Budget(tuple(lines), total, ceiling, _cautions(total, ceiling))


def total_of(lines: Sequence[BudgetLine], currency: str) -> Money:
    """Σ of the priced lines; the others are named as missing."""
    priced = [line.cost for line in lines if line.cost is not None]
    missing = tuple(dict.fromkeys(line.price_id for line in lines if line.cost is None))
    return Money(sum(low for low, _ in priced), sum(high for _, high in priced), currency, missing)


def policy_cost(policy: Policy, standards: Standards | None, *, first: date, last: date, currency: str) -> Money:
    """What a policy's levers cost from `first` to `last`, where prices are known."""
    low = high = 0.0
    missing: list[str] = []
    for lever in policy.levers:
        price_id, units = _lever_units(lever, first=first, last=last)
        if price_id is None:
            continue
        price = price_of(standards, price_id, currency=currency)
        if price is None:
            missing.append(price_id)
        else:
            low, high = low + units * price.lowest, high + units * price.highest
    return Money(low, high, currency, tuple(dict.fromkeys(missing)))


_LEVER_PRICES = {"open_beds": "cost_bed_night", "add_desks": "cost_desk_day"}
_HOURS_PER_POST = 8.0
_SEATS_PER_BUS = 45.0  # as standard bus_seats


def _lever_units(lever: Lever, *, first: date, last: date) -> tuple[str | None, float]:
    """The price that a lever pays and how many units of it: amount × days in force."""
    begin, end = max(first, lever.start), min(last, lever.end or last)
    days = max(0, (end - begin) // timedelta(days=1) + 1)
    amount = lever.amount or 0.0
    if lever.lever == "transport":
        return "cost_bus_day", amount / _SEATS_PER_BUS * days
    if lever.lever in _LEVER_PRICES:
        return _LEVER_PRICES[lever.lever], amount * days
    if lever.lever in ("add_lanes", "add_hours", "add_desk_hours"):
        return "cost_staff_day", days * (amount if lever.lever == "add_lanes" else amount / _HOURS_PER_POST)
    return None, 0.0


def _by_day(counted: str, outcomes: Outcomes, ahead: slice, standards: Standards, needs: Needs) -> list[float]:
    """Person-days of some people, or what an item uses day by day: at the stated risk, low and high."""
    item = next((item for item in ITEMS if item.name == counted), None)
    driver = counted if item is None else item.driver
    total = people_by_day(driver, outcomes, None)[:, ahead].sum(axis=1)
    at_risk, low, high = (float(np.quantile(total, level)) for level in (needs.risk, LOW, HIGH))
    if item is None:
        return [at_risk, low, high]
    standard = standards.find(item.standard, phase=needs.phase, climate=needs.climate)
    losses = standards.find(LOSSES, phase=needs.phase, climate=needs.climate)
    least, most = bounds(item.how, standard)
    return [
        quantity(item.how, at_risk, standard.number, losses=losses.number),
        quantity(item.how, low, least, losses=losses.lowest),
        quantity(item.how, high, most, losses=losses.highest),
    ]


def _summed(needs: Needs, item: str) -> list[float]:
    """The country's line, or the sum of the places where there is none."""
    rows = [row for row in needs.rows if row.item == item]
    rows = [row for row in rows if row.place is None] or rows
    return [sum(row.quantity for row in rows), sum(row.low for row in rows), sum(row.high for row in rows)]


def _cautions(total: Money, ceiling: float | None) -> tuple[str, ...]:
    cautions: list[str] = []
    if total.missing:
        cautions.append(f"The budget is incomplete: {len(total.missing)} prices are to be entered.")
    if ceiling is not None and total.high > ceiling:
        cautions.append(f"At the upper end the priced needs pass the budget of {ceiling:,.0f} {total.currency}.")
    return tuple(cautions)
