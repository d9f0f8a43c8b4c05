"""What the people who come will need, item by item and place by place, at a stated risk.

A need is planned for the quantile of its *peak* over the days ahead: with a risk of 0.9 the quantity is enough on
every day in nine runs of ten. Its interval is the 80 % interval of that peak, widened by the range of the standard.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from qonaq.errors import Mistake, SettingError, unknown_name
from qonaq.measures import DISPLACED
from qonaq.planning.face import Numbers, Outcomes, Outlook, as_it_is, cities, crossings, days_ahead, read_once
from qonaq.planning.items import CITY, DRIVERS, ITEMS, LOSSES, Item, bounds, people_by_day, quantity
from qonaq.planning.registration import capacity_for_wait, cases_per_desk_day
from qonaq.planning.standards import CLIMATES, PHASES, Standard, Standards, check_setting

LOW, HIGH = 0.1, 0.9  # the 80 % interval
Stock = Mapping[tuple[str, str | None], float]  # (item, place) → what exists, as the user knows it


@dataclass(frozen=True)
class Need:
    """A line of the plan: so much of an item, at a place, by a day, by a standard with its source."""

    item: str
    title: str
    sector: str
    place: str | None  # None: the whole country
    date: date | None  # the day of the peak; None where it lies beyond the horizon
    quantity: float  # at the stated risk
    low: float
    high: float
    unit: str
    standard: str
    source: str
    phase: str
    climate: str
    grade: str
    people: float  # people whom the need follows, at the stated risk
    whom: str
    existing: float | None = None
    note: str = ""

    @property
    def gap(self) -> float | None:
        """What is missing; None where nobody has said what exists."""
        return None if self.existing is None else max(0.0, self.quantity - self.existing)


@dataclass(frozen=True)
class People:
    """People of a group and age, at their peak in the country."""

    group: str
    age: str  # "under 18", "18 and over" or "all ages"
    sex: str  # "not stated" where no share is known
    quantity: float
    low: float
    high: float
    source: str


@dataclass(frozen=True)
class Needs:
    """All lines, with what they assume."""

    rows: tuple[Need, ...]
    people: tuple[People, ...]
    risk: float
    phase: str
    climate: str
    reference_date: date
    horizon_end: date
    cautions: tuple[str, ...] = field(default=())

    def of(self, item: str, place: str | None = None) -> Need | None:
        """The line of an item at a place, or None."""
        return next((row for row in self.rows if row.item == item and row.place == place), None)


@dataclass(frozen=True)
class Peak:
    """The peak over the days ahead: its quantiles over the replicates, and the day on which it stands."""

    at_risk: float
    low: float
    high: float
    day: date | None


def needs_of(
    forecast: Outlook,
    standards: Standards,
    *,
    risk: float = 0.9,
    climate: str | None = None,
    phase: str = "emergency",
    stock: Stock | None = None,
) -> Needs:
    """What is needed if nothing is changed, at the stated risk; places and items without people have no line.

    climate  cold or warm; the scenario's own where None        phase  emergency or later
    stock    what exists already, by item and place (None: the whole country)
    """
    outcomes = as_it_is(read_once(forecast))
    climate = outcomes.scenario.climate if climate is None else climate
    _check(risk=risk, climate=climate, phase=phase, stock=stock or {}, outcomes=outcomes)
    ahead = days_ahead(outcomes, forecast.reference_date)
    dates = tuple(outcomes.dates[ahead])
    rows: list[Need] = []
    for driver in dict.fromkeys(item.driver for item in ITEMS):
        items = [item for item in ITEMS if item.driver == driver]
        for place, people in _people_by_place(driver, outcomes, ahead):
            peak = peak_of(people, dates, risk=risk)
            rows += [
                need
                for item in items
                if (need := _need(item, place, peak, standards, phase=phase, climate=climate)) is not None
            ]
    rows += _desks(outcomes, ahead, standards, risk=risk, phase=phase, climate=climate)
    order = {item.name: number for number, item in enumerate(ITEMS)}
    rows.sort(key=lambda row: (order.get(row.item, len(order)), row.place is not None))
    return Needs(
        rows=tuple(_with_stock(row, outcomes, ahead, stock or {}) for row in rows),
        people=_people_by_group(outcomes, ahead, dates, risk=risk),
        risk=risk,
        phase=phase,
        climate=climate,
        reference_date=forecast.reference_date,
        horizon_end=dates[-1],
        cautions=_cautions(outcomes),
    )


def peak_of(people: Numbers, dates: tuple[date, ...], *, risk: float) -> Peak:
    """Quantiles of the peak over the replicates; the day is the first on which the quantile by day is highest.

    Where that is the last day the peak may lie beyond it, and the day is None.
    """
    peaks = people.max(axis=1)
    by_day = quantile_by_day(people, risk)
    top = int(by_day.argmax())
    at_risk, low, high = (float(np.quantile(peaks, level)) for level in (risk, LOW, HIGH))
    return Peak(at_risk, low, high, None if top == len(dates) - 1 else dates[top])


def quantile_by_day(values: Numbers, level: float) -> Numbers:
    """The order statistic ⌈level·n⌉ of each day; partition, since sorting every day would cost five times as much."""
    position = max(0, math.ceil(level * len(values) - 1e-9) - 1)
    return np.asarray(np.partition(values, position, axis=0)[position])


def _people_by_place(driver: str, outcomes: Outcomes, ahead: slice) -> list[tuple[str | None, Numbers]]:
    """The country first, then each place; the country is the sum of its places in every replicate."""
    names = cities(outcomes) if DRIVERS[driver].at == CITY else crossings(outcomes)
    by_place = [(name, people_by_day(driver, outcomes, name)[:, ahead]) for name in names]
    if not by_place:
        return []
    total = np.sum([people for _, people in by_place], axis=0, dtype=float)
    return [(None, total), *by_place]


def _need(item: Item, place: str | None, peak: Peak, standards: Standards, *, phase: str, climate: str) -> Need | None:
    if not standards.has(item.standard, phase=phase, climate=climate):
        return None  # such as mosquito nets in the cold
    standard = standards.find(item.standard, phase=phase, climate=climate)
    losses = standards.find(LOSSES, phase=phase, climate=climate) if item.how == "lossy" else None
    least, most = bounds(item.how, standard)

    def amount(people: float, value: float, lost: float) -> float:
        exact = quantity(item.how, people, value, losses=lost)
        return float(math.ceil(exact - 1e-9)) if item.whole else exact

    wanted = amount(peak.at_risk, standard.number, losses.number if losses else 0.0)
    if wanted <= 0 or quantity(item.how, peak.at_risk, standard.number) < item.from_share:
        return None
    cited = [standard] if losses is None else [standard, losses]
    return Need(
        item=item.name,
        title=item.title,
        sector=item.sector,
        place=place,
        date=peak.day,
        quantity=wanted,
        low=amount(peak.low, least, losses.lowest if losses else 0.0),
        high=amount(peak.high, most, losses.highest if losses else 0.0),
        unit=item.unit,
        standard="; ".join(row.words for row in cited),
        source="; ".join(row.citation for row in cited),
        phase=standard.phase,
        climate=standard.climate,
        grade=_weakest(cited),
        people=peak.at_risk,
        whom=DRIVERS[item.driver].meaning,
    )


def _desks(
    outcomes: Outcomes, ahead: slice, standards: Standards, *, risk: float, phase: str, climate: str
) -> list[Need]:
    """Registration desks with which nobody waits longer than the standard, and their staff, by city."""
    minutes, hours, wait, staff = (
        standards.find(name, phase=phase, climate=climate)
        for name in ("registration_minutes", "productive_hours", "registration_wait", "registration_staff")
    )
    rates = [
        cases_per_desk_day(hours=hours.highest, minutes=minutes.lowest),
        cases_per_desk_day(hours=hours.number, minutes=minutes.number),
        cases_per_desk_day(hours=hours.lowest, minutes=minutes.highest),
    ]
    rows: list[Need] = []
    for city in cities(outcomes):
        applications = np.asarray(outcomes.series("applications", place=city)[:, ahead], dtype=float)
        backlog = np.asarray(outcomes.series("registration_backlog", place=city)[:, ahead.start - 1], dtype=float)
        if not applications.any() and not backlog.any():
            continue
        capacity = capacity_for_wait(applications, backlog=backlog, wait_days=wait.number)
        low, at_risk, high = (
            math.ceil(float(np.quantile(capacity, level)) / rate - 1e-9)
            for rate, level in zip(rates, (LOW, risk, HIGH), strict=True)
        )
        if at_risk > 0:
            numbers = (at_risk, low, high)
            applicants = float(np.quantile(applications.sum(axis=1) + backlog, risk))
            busiest = peak_of(applications, tuple(outcomes.dates[ahead]), risk=risk).day
            rows += _desk_rows(city, busiest, numbers, applicants, (minutes, hours, wait), staff)
    return rows


def _desk_rows(
    city: str,
    busiest: date | None,
    numbers: tuple[int, ...],
    applicants: float,
    cited: tuple[Standard, ...],
    staff: Standard,
) -> list[Need]:
    at_risk, low, high = numbers
    factors = (staff.number, staff.lowest, staff.highest)
    posts = [math.ceil(number * factor) for number, factor in zip(numbers, factors, strict=True)]
    shared = {"sector": "registration", "place": city, "date": busiest, "phase": "any", "climate": "any"}

    def row(item: str, unit: str, values: list[int], standards: tuple[Standard, ...], note: str) -> Need:
        return Need(
            item=item,
            title=item,
            quantity=float(values[0]),
            low=float(values[1]),
            high=float(values[2]),
            unit=unit,
            standard="; ".join(each.words for each in standards),
            source="; ".join(each.citation for each in standards),
            grade=_weakest(list(standards)),
            people=applicants,
            whom="people who will apply, with those who wait",
            note=note,
            **shared,  # type: ignore[arg-type]
        )

    return [
        row("registration desks", "desks", [at_risk, low, high], cited, "open from the first day ahead to the last"),
        row("registration staff", "staff", posts, (*cited, staff), "on duty together; leave and shifts not included"),
    ]


def _weakest(cited: list[Standard]) -> str:
    """The grade of a line is that of its least sure standard."""
    sure = {"verified": 0, "entered by the user": 1, "to verify": 2}
    return max((row.grade for row in cited), key=lambda grade: sure[grade])


def _with_stock(need: Need, outcomes: Outcomes, ahead: slice, stock: Stock) -> Need:
    """The line with what exists: the user's word first, then what the run itself knows (beds and desks)."""
    known = stock.get((need.item, need.place))
    if known is None and need.place is not None:
        if need.item == "registration desks":
            known = float(np.median(outcomes.series("desks", place=need.place)[:, ahead.start]))
        elif need.item.startswith("beds, "):
            known = _open_to_the_displaced(outcomes, need.place, ahead.start, need.item.removeprefix("beds, "))
    if known is None and need.item == "beds to open":
        known = 0.0  # it counts only those for whom nothing exists
    return replace(need, existing=known)


def _open_to_the_displaced(outcomes: Outcomes, place: str, day: int, bed_class: str) -> float:
    """Median of the beds that others do not take."""
    free = outcomes.series("beds_free", place=place, bed_class=bed_class)[:, day]
    taken = outcomes.series("beds_occupied", place=place, bed_class=bed_class, group=DISPLACED)[:, day]
    return float(np.median(free + taken))


def _people_by_group(outcomes: Outcomes, ahead: slice, dates: tuple[date, ...], *, risk: float) -> tuple[People, ...]:
    rows: list[People] = []
    for group in outcomes.scenario.groups:
        present = np.zeros((outcomes.replicates, len(dates)))
        for city in cities(outcomes):
            present += outcomes.series("present", place=city, group=group.name)[:, ahead]
        peak = peak_of(present, dates, risk=risk)
        ages = (
            {"under 18": group.children, "18 and over": 1.0 - group.children} if group.children else {"all ages": 1.0}
        )
        for age, share in ages.items():
            at_risk, low, high = (float(math.ceil(share * number)) for number in (peak.at_risk, peak.low, peak.high))
            rows.append(People(group.name, age, "not stated", at_risk, low, high, group.source))
    return tuple(rows)


def _cautions(outcomes: Outcomes) -> tuple[str, ...]:
    cautions = ["What exists already is known for beds and desks only; other gaps wait for the stock to be entered."]
    if not any(group.children for group in outcomes.scenario.groups):
        cautions.append("No source gives the share of children: school places cannot be planned.")
    cautions.append("No source gives shares by sex or of people with special needs: enter them where they are known.")
    return tuple(cautions)


def _check(*, risk: float, climate: str, phase: str, stock: Stock, outcomes: Outcomes) -> None:
    mistakes: list[Mistake] = []
    if not 0.5 <= risk < 1:
        mistakes.append(Mistake("risk", f"{risk:g}", "0.5 to 0.99", "0.9 plans for nine runs of ten."))
    for where, found, allowed in (("climate", climate, CLIMATES), ("phase", phase, PHASES)):
        try:
            check_setting(where, found, allowed)
        except SettingError as error:
            mistakes.extend(error.mistakes)
    items = (*(item.name for item in ITEMS), "registration desks", "registration staff")
    places = (*cities(outcomes), *crossings(outcomes))
    for (item, place), number in stock.items():
        if item not in items:
            mistakes.append(unknown_name("stock, item", item, items))
        if place is not None and place not in places:
            mistakes.append(unknown_name(f"stock of {item}, place", place, places))
        if not 0 <= number < math.inf:
            mistakes.append(Mistake(f"stock of {item}", f"{number:g}", "0 or more", "Correct the number."))
    if mistakes:
        raise SettingError(mistakes)
