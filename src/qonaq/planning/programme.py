"""The mixed-integer programme of `placement`, as named rows over numbered columns.

Columns, block after block: x beds opened (opening, period; in steps), z desks added (city), then for each run
f people moved (pair, period, run), u people without a bed, q applicants waiting and w people brought to beds that are
free already (city, period, run).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonaq.planning.openings import Demand, Desks, Limits, Opening

Numbers = NDArray[np.float64]
BUDGET = "budget"  # the name of its row
TEN_THOUSANDTH = 1e-4  # of the nights without a bed that may be given up to a cheaper plan
WAIT_WEIGHT = 0.1  # a day's wait for a number against a night without a bed, as in the objective "harm"


@dataclass(frozen=True)
class Row:
    """Σ coefficient·column ≤ limit. Rows with a name are limits that somebody could lift."""

    columns: tuple[int, ...]
    coefficients: tuple[float, ...]
    limit: float
    name: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Layout:
    """Which column is what."""

    openings: int
    places: int
    periods: int
    runs: int
    pairs: tuple[tuple[int, int], ...]

    def x(self, opening: int, period: int) -> int:
        return opening * self.periods + period

    def z(self, place: int) -> int:
        return self.openings * self.periods + place

    @property
    def decided(self) -> int:
        """Columns decided before the future is known: the whole numbers."""
        return self.openings * self.periods + self.places

    def f(self, pair: int, period: int, run: int) -> int:
        return self.decided + (pair * self.periods + period) * self.runs + run

    @property
    def first_u(self) -> int:
        return self.decided + len(self.pairs) * self.periods * self.runs

    def u(self, place: int, period: int, run: int) -> int:
        return self.first_u + (place * self.periods + period) * self.runs + run

    @property
    def first_q(self) -> int:
        return self.first_u + self.places * self.periods * self.runs

    def q(self, place: int, period: int, run: int) -> int:
        return self.first_q + (place * self.periods + period) * self.runs + run

    @property
    def first_w(self) -> int:
        return self.first_q + self.places * self.periods * self.runs

    def w(self, place: int, period: int, run: int) -> int:
        return self.first_w + (place * self.periods + period) * self.runs + run

    @property
    def columns(self) -> int:
        return self.first_w + self.places * self.periods * self.runs


@dataclass(frozen=True)
class Programme:
    """What is to be made least, within which rows and bounds."""

    layout: Layout
    rows: tuple[Row, ...]
    harm: Numbers  # nights without a bed, and days waited at their weight
    money: Numbers
    effort: Numbers  # money, and a little for what has no price, so that nothing is opened or moved for nothing
    thrift: float  # harm that a unit of effort may cost: all that can be opened costs a ten-thousandth of the harm
    upper: Numbers


def build(demand: Demand, openings: Sequence[Opening], desks: Desks | None, limits: Limits) -> Programme:
    """The programme of a placement."""
    places, periods, runs = demand.beds.shape
    number_of = {name: number for number, name in enumerate(demand.places)}
    pairs = tuple(
        (number_of[start], number_of[end])
        for start, others in limits.reach.items()
        for end in others
        if limits.seats.get(start) and end != start
    )
    layout = Layout(len(openings), places, periods, runs, pairs)
    rows = [
        *_bed_rows(layout, demand, openings),
        *_opening_rows(layout, demand, openings),
        *_seat_rows(layout, demand, limits),
        *_desk_rows(layout, demand, desks, limits),
        *_limit_rows(layout, demand, openings, desks, limits),
    ]
    effort = _effort(layout, demand, openings, desks)
    most = np.zeros(layout.columns)
    for o, opening in enumerate(openings):
        most[[layout.x(o, p) for p in range(periods)]] = opening.most / opening.step
    return Programme(
        layout=layout,
        rows=tuple(rows),
        harm=_harm(layout, demand, desks),
        money=_money(layout, demand, openings, desks),
        effort=effort,
        thrift=TEN_THOUSANDTH * demand.nights / max(1.0, float(most @ effort)),
        upper=_upper(layout, demand, desks),
    )


def _bed_rows(layout: Layout, demand: Demand, openings: Sequence[Opening]) -> Iterator[Row]:
    """d ≤ u + w + Σ x + Σ f out − Σ f in;  w ≤ Σ f in: only who is brought there takes a bed that is free already."""
    at = [[o for o, opening in enumerate(openings) if opening.place == name] for name in demand.places]
    out = [[k for k, (i, _) in enumerate(layout.pairs) if i == place] for place in range(layout.places)]
    into = [[k for k, (_, j) in enumerate(layout.pairs) if j == place] for place in range(layout.places)]
    for i in range(layout.places):
        for p in range(layout.periods):
            for s in range(layout.runs):
                columns = [layout.u(i, p, s), layout.w(i, p, s), *(layout.x(o, p) for o in at[i])]
                columns += [layout.f(k, p, s) for k in (*out[i], *into[i])]
                values = [
                    -1.0,
                    -1.0,
                    *(-float(openings[o].step) for o in at[i]),
                    *[-1.0] * len(out[i]),
                    *[1.0] * len(into[i]),
                ]
                yield Row(tuple(columns), tuple(values), -float(demand.beds[i, p, s]))
                brought = [layout.f(k, p, s) for k in into[i]]
                yield Row((layout.w(i, p, s), *brought), (1.0, *[-1.0] * len(brought)), 0.0)


def _opening_rows(layout: Layout, demand: Demand, openings: Sequence[Opening]) -> Iterator[Row]:
    """x[o,p] ≤ most[o]; nothing before it can be open; what is open stays open."""
    starts = np.concatenate([[0], np.cumsum(demand.period_days)])[:-1]
    for o, opening in enumerate(openings):
        what = f"{opening.bed_class} beds that can be opened in {opening.place}"
        for p in range(layout.periods):
            if starts[p] < opening.days_to_open:
                name, limit = f"days to open {opening.bed_class} beds in {opening.place}", 0.0
            else:
                name, limit = what, float(opening.most)
            yield Row((layout.x(o, p),), (float(opening.step),), limit, name, "beds")
            if p:
                yield Row((layout.x(o, p - 1), layout.x(o, p)), (1.0, -1.0), 0.0)


def _seat_rows(layout: Layout, demand: Demand, limits: Limits) -> Iterator[Row]:
    """Σ f[i,·,p] ≤ seats[i] · days from the start to the end of p."""
    ends = np.cumsum(demand.period_days)
    for i, name in enumerate(demand.places):
        out = [k for k, (start, _) in enumerate(layout.pairs) if start == i]
        if not out:
            continue
        for p in range(layout.periods):
            for s in range(layout.runs):
                columns = tuple(layout.f(k, p, s) for k in out)
                limit = float(limits.seats[name] * ends[p])
                yield Row(columns, (1.0,) * len(out), limit, f"seats out of {name}", "people")


def _desk_rows(layout: Layout, demand: Demand, desks: Desks | None, limits: Limits) -> Iterator[Row]:
    """q[p−1] + a ≤ q[p] + μ·days·(desks + z);  z ≤ most;  Σ z ≤ teams."""
    if desks is None:
        return
    for i, name in enumerate(demand.places):
        for p, days in enumerate(demand.period_days):
            served = desks.per_desk_day * days
            for s in range(layout.runs):
                columns, values = [layout.q(i, p, s), layout.z(i)], [-1.0, -served]
                arriving = float(demand.applications[i, p, s])
                if p:
                    columns, values = [*columns, layout.q(i, p - 1, s)], [*values, 1.0]
                else:
                    arriving += float(demand.backlog[i, s])
                yield Row(tuple(columns), tuple(values), served * desks.existing.get(name, 0.0) - arriving)
        yield Row((layout.z(i),), (1.0,), float(desks.most.get(name, 0)), f"desks that {name} can add", "desks")
    if limits.teams is not None:
        columns = [layout.z(i) for i in range(layout.places)]
        yield Row(tuple(columns), (1.0,) * len(columns), float(limits.teams), "desk teams", "desks")


def _limit_rows(
    layout: Layout, demand: Demand, openings: Sequence[Opening], desks: Desks | None, limits: Limits
) -> Iterator[Row]:
    """Σ cost ≤ budget;  Σ u ≤ most without a bed, in every period and run."""
    if limits.budget is not None:
        money = _money(layout, demand, openings, desks)
        columns = np.flatnonzero(money)
        yield Row(tuple(columns.tolist()), tuple(money[columns].tolist()), limits.budget, BUDGET, "money")
    if limits.most_unsheltered is not None:
        for p in range(layout.periods):
            for s in range(layout.runs):
                columns = np.array([layout.u(i, p, s) for i in range(layout.places)])
                name = "people left without a bed"
                yield Row(tuple(columns.tolist()), (1.0,) * layout.places, limits.most_unsheltered, name, "people")


def _harm(layout: Layout, demand: Demand, desks: Desks | None) -> Numbers:
    """Expected nights without a bed, and days waited at their weight; u and q at the end of each period."""
    harm = np.zeros(layout.columns)
    days = np.repeat(np.tile(np.array(demand.period_days, dtype=float), layout.places), layout.runs) / layout.runs
    harm[layout.first_u : layout.first_q] = days
    if desks is not None:
        harm[layout.first_q : layout.first_w] = WAIT_WEIGHT * days
    return harm


def _money(layout: Layout, demand: Demand, openings: Sequence[Opening], desks: Desks | None) -> Numbers:
    """Beds cost by night from their period on; desks from the first day to the last."""
    money = np.zeros(layout.columns)
    for o, opening in enumerate(openings):
        for p, days in enumerate(demand.period_days):
            money[layout.x(o, p)] = opening.price * opening.step * days
    if desks is not None:
        money[[layout.z(i) for i in range(layout.places)]] = desks.price * sum(demand.period_days)
    return money


def _effort(layout: Layout, demand: Demand, openings: Sequence[Opening], desks: Desks | None) -> Numbers:
    """Money where there is a price, else 1 for a bed-night or a desk-day; half a bed-night for a person moved."""
    effort = _money(layout, demand, openings, desks)
    prices = [opening.price for opening in openings if opening.price]
    usual = float(np.mean(prices)) if prices else 1.0
    for o, opening in enumerate(openings):
        for p, days in enumerate(demand.period_days):
            effort[layout.x(o, p)] = effort[layout.x(o, p)] or usual * opening.step * days
    for i in range(layout.places):
        effort[layout.z(i)] = effort[layout.z(i)] or usual * sum(demand.period_days)
    nights = np.repeat(np.tile(np.array(demand.period_days, dtype=float), len(layout.pairs)), layout.runs)
    effort[layout.decided : layout.first_u] = 0.5 * usual * nights / layout.runs
    return effort


def _upper(layout: Layout, demand: Demand, desks: Desks | None) -> Numbers:
    upper = np.full(layout.columns, np.inf)
    upper[layout.first_w :] = 0.0 if demand.spare is None else demand.spare.ravel()
    if desks is None:
        upper[[layout.z(i) for i in range(layout.places)]] = 0.0
    return upper
