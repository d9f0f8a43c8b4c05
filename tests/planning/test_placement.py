"""Where to open what: against brute force and a feasibility check of its own; limits that bind and that conflict."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from qonaq.errors import SettingError
from qonaq.planning.openings import Demand, Desks, Limits, Opening
from qonaq.planning.placement import Placement, period_days, place_beds_and_desks


def demand_of(beds: Any, *, days: tuple[int, ...] = (7,), applications: Any = None, spare: Any = None) -> Demand:
    beds = np.asarray(beds, dtype=float)
    names = tuple("ABCDEFGH"[: beds.shape[0]])
    applications = np.zeros_like(beds) if applications is None else np.asarray(applications, dtype=float)
    backlog = np.zeros((beds.shape[0], beds.shape[2]))
    return Demand(names, days, beds, applications, backlog, None if spare is None else np.asarray(spare, dtype=float))


def opening(place: str, most: int, price: float = 1.0, *, days: float = 0, step: int = 1) -> Opening:
    return Opening(place, "collective", most, days, price, step, "test")


def check(placement: Placement, demand: Demand, openings: list[Opening], limits: Limits) -> None:
    """An independent check that a placement keeps its limits."""
    starts = np.concatenate([[0], np.cumsum(demand.period_days)])[:-1]
    cost = 0.0
    for row in openings:
        beds = np.array(placement.beds.get((row.place, row.bed_class), (0,) * len(demand.period_days)))
        assert (beds <= row.most).all()
        assert (beds % row.step == 0).all()
        assert (np.diff(beds) >= 0).all()
        assert (beds[starts < row.days_to_open] == 0).all()
        cost += float(row.price * (beds * np.array(demand.period_days)).sum())
    assert cost == pytest.approx(placement.cost, abs=1e-6)
    assert limits.budget is None or cost <= limits.budget + 1e-6


def nights_without(demand: Demand, beds: dict[str, tuple[int, ...]]) -> float:
    """Expected nights without a bed where nobody is moved."""
    open_beds = np.array([beds.get(name, (0,) * len(demand.period_days)) for name in demand.places])
    without = np.maximum(0, demand.beds - open_beds[:, :, None]).mean(axis=2)
    return float((without * np.array(demand.period_days)).sum())


@pytest.mark.parametrize("seed", range(12))
def test_brute_force_finds_nothing_better_on_tiny_cases(seed: int) -> None:
    rng = np.random.default_rng(seed)
    demand = demand_of(rng.integers(0, 6, size=(3, 1, 3)))
    openings = [opening(name, int(rng.integers(1, 5)), float(rng.integers(1, 4))) for name in "ABC"]
    limits = Limits(budget=float(rng.integers(10, 80)))
    placement = place_beds_and_desks(demand, openings, limits=limits)
    check(placement, demand, openings, limits)
    best = min(
        nights_without(demand, {row.place: (count,) for row, count in zip(openings, counts, strict=True)})
        for counts in itertools.product(*(range(row.most + 1) for row in openings))
        if sum(7 * row.price * count for row, count in zip(openings, counts, strict=True)) <= limits.budget
    )
    assert placement.unsheltered_nights == pytest.approx(best, rel=3e-3, abs=1e-3)


def test_without_a_budget_everybody_has_a_bed_and_nothing_is_opened_for_nothing() -> None:
    demand = demand_of([[[10.0, 20.0]], [[0.0, 0.0]]])
    placement = place_beds_and_desks(demand, [opening("A", 50), opening("B", 50)])
    assert placement.beds == {("A", "collective"): (20,)}
    assert placement.unsheltered_nights == pytest.approx(0, abs=1e-6)
    assert placement.unsheltered_before == 105


def test_beds_open_when_they_can_and_not_before_they_are_needed() -> None:
    demand = demand_of([[[5.0], [5.0], [30.0]]], days=(4, 10, 20))
    placement = place_beds_and_desks(demand, [opening("A", 50, days=4)])
    assert placement.beds == {("A", "collective"): (0, 5, 30)}
    assert placement.opened_on("A", "collective") == [(5, 5), (15, 25)]


def test_people_are_brought_to_free_beds_before_new_ones_are_opened() -> None:
    demand = demand_of([[[40.0]], [[0.0]]], spare=[[[0.0]], [[30.0]]])
    limits = Limits(seats={"A": 10.0}, reach={"A": ("B",)})
    placement = place_beds_and_desks(demand, [opening("A", 50)], limits=limits)
    assert placement.moved == {("A", "B"): 30.0}
    assert placement.beds == {("A", "collective"): (10,)}


def test_seats_limit_who_can_be_brought() -> None:
    demand = demand_of([[[40.0]], [[0.0]]], spare=[[[0.0]], [[30.0]]])
    placement = place_beds_and_desks(demand, [], limits=Limits(seats={"A": 2.0}, reach={"A": ("B",)}))
    assert placement.moved == {("A", "B"): pytest.approx(14.0, abs=0.01)}  # two a day for seven days
    assert [row.limit for row in placement.binding] == ["seats out of A"]


def test_a_free_bed_is_not_for_those_who_stay_where_they_cannot_pay_it() -> None:
    demand = demand_of([[[40.0]]], spare=[[[30.0]]])
    assert place_beds_and_desks(demand, []).unsheltered_nights == 280


def test_desks_are_added_until_nobody_waits_at_the_end() -> None:
    demand = demand_of([[[0.0]]], applications=[[[700.0]]])
    desks = Desks(existing={"A": 2.0}, per_desk_day=12.0, most={"A": 20})
    placement = place_beds_and_desks(demand, [], desks=desks)
    assert placement.desks == {"A": 7}  # 700 / (7·12) = 8.3, two are there


def test_teams_limit_the_desks_and_are_named() -> None:
    demand = demand_of([[[0.0]], [[0.0]]], applications=[[[700.0]], [[700.0]]])
    desks = Desks(existing={}, per_desk_day=12.0, most={"A": 20, "B": 20})
    placement = place_beds_and_desks(demand, [], desks=desks, limits=Limits(teams=5))
    assert sum(placement.desks.values()) == 5
    assert [row.limit for row in placement.binding] == ["desk teams"]


def test_the_limits_that_bind_are_named_with_what_one_more_would_give() -> None:
    demand = demand_of([[[30.0]]])
    by_beds = place_beds_and_desks(demand, [opening("A", 10)]).binding
    by_money = place_beds_and_desks(demand, [opening("A", 50, 2.0)], limits=Limits(budget=140.0)).binding
    assert [(row.limit, row.value) for row in by_beds] == [("collective beds that can be opened in A", 10.0)]
    assert by_beds[0].worth == pytest.approx(7.0)  # one more bed, seven nights
    assert [(row.limit, row.value) for row in by_money] == [("budget", 140.0)]
    assert by_money[0].worth == pytest.approx(0.5)  # 2 a night


def test_an_infeasible_plan_says_which_limit_and_by_how_much() -> None:
    """30 people must have a bed; money is there for 10 (at 7 nights) and room for 20."""
    demand = demand_of([[[30.0]]])
    limits = Limits(budget=70.0, most_unsheltered=0.0)
    placement = place_beds_and_desks(demand, [opening("A", 20)], limits=limits)
    assert not placement.feasible
    found = {row.limit: (row.short, row.alone) for row in placement.conflicts}
    assert found["people left without a bed"] == (pytest.approx(20.0), True)
    assert "budget" not in found  # more money alone does not open more than 20 beds


def test_limits_that_conflict_only_together_are_named_together() -> None:
    demand = demand_of([[[30.0]]])
    limits = Limits(budget=70.0, most_unsheltered=0.0)
    placement = place_beds_and_desks(demand, [opening("A", 40)], limits=limits)
    found = {row.limit: row.short for row in placement.conflicts if row.alone}
    assert found["budget"] == pytest.approx(140.0)  # 30 beds for 7 nights cost 210


def test_periods_end_at_weeks_and_where_an_opening_becomes_possible() -> None:
    assert period_days(90, []) == (7, 7, 14, 62)
    assert period_days(30, [opening("A", 1, days=4)]) == (4, 3, 7, 14, 2)
    assert period_days(5, []) == (5,)


def test_everything_that_cannot_be_placed_is_named_at_once() -> None:
    demand = demand_of([[[1.0]]])
    rows = [Opening("Z", "collective", 0, -1, -5.0, 0), opening("A", 5), opening("A", 6)]
    desks = Desks(existing={"Q": 1.0}, per_desk_day=0.0, most={}, price=-1)
    limits = Limits(budget=0.0, teams=-1, most_unsheltered=-1, seats={"A": -1.0, "X": 1.0}, reach={"A": ("Y",)})
    with pytest.raises(SettingError) as caught:
        place_beds_and_desks(demand, rows, desks=desks, limits=limits)
    where = [mistake.where for mistake in caught.value.mistakes]
    assert where == [
        "opening Z, collective, place",
        "opening Z, collective, beds",
        "opening Z, collective, price",
        "opening Z, collective, days to open",
        "opening Z, collective, step",
        "opening A, collective",
        "budget",
        "desk teams",
        "most without a bed",
        "seats from A",
        "seats",
        "reach",
        "cases a desk and day",
        "price of a desk and day",
        "desks",
    ]


def test_a_budget_that_is_more_than_enough_is_not_spent() -> None:
    """25 people for 7 nights at 1: three steps of 10 cost 210, whatever the budget."""
    for budget in (210.0, 212.0, 1000.0):
        placement = place_beds_and_desks(
            demand_of([[[25.0]], [[0.0]]]),
            [opening("A", 100, step=10), opening("B", 100, step=10)],
            limits=Limits(budget=budget),
        )
        assert (placement.cost, placement.unsheltered_nights) == (210.0, 0.0)
        assert placement.beds == {("A", "collective"): (30,)}
