"""The whole plan on an invented forecast, and its JSON by the contract."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from planning.invented import REFERENCE, SCENARIO, forecast_of, key, rising
from qonaq.errors import SettingError
from qonaq.inference.value import Worth
from qonaq.io.standards import read_standards
from qonaq.measures import Figure, Period
from qonaq.planning.budget import budget_of
from qonaq.planning.compare import compare
from qonaq.planning.face import as_it_is, outcomes_of
from qonaq.planning.needs import needs_of
from qonaq.planning.openings import Opening
from qonaq.planning.placement import default_desks, default_limits, default_openings, demand_of
from qonaq.planning.plan import NextFigure, Plan, next_figures_of, plan_reception
from qonaq.planning.plan_json import comparison_as_json, plan_as_json
from qonaq.planning.standards import entered
from qonaq.planning.triggers import triggers_of

STANDARDS = read_standards()
TAKEN = key("beds_occupied", "Ash", bed_class="hotel")
NUMBERS = {
    key("present", "Ash"): rising(start=100, per_day=20, spread=2),
    key("unsheltered", "Ash"): rising(start=0, per_day=10, spread=2).clip(0),
    key("beds", "Ash", bed_class="hotel"): 100.0,
    TAKEN: np.minimum(100, rising(start=0, per_day=5, spread=1)).clip(0),
    key("applications", "Ash"): 40.0,
    key("registration_wait", "Ash"): 9.0,
    key("entries", "Gate"): 500.0,
    key("queueing", "Gate"): 90.0,
}
FORECAST = forecast_of(NUMBERS, policies={"more": {key("unsheltered", "Ash"): 0.0}})


def plan_of(outlook: Any = FORECAST, **more: Any) -> Plan:
    needs = needs_of(outlook, STANDARDS)
    comparison = compare(outlook, standards=STANDARDS)
    return plan_reception(needs, outlook, comparison, standards=STANDARDS, **more)


PLAN = plan_of()


def test_the_json_has_the_keys_of_the_contract() -> None:
    found = plan_as_json(PLAN, run="runs/x", seconds=1.5, claims=[])
    assert {"run", "reference_date", "seconds", "claims", "policies", "needs", "capacity_out", "cautions"} <= set(found)
    assert found["policies"] == ["as-it-is", "more"]
    for row in found["needs"]:
        assert {"item", "place", "date", "quantity", "low", "high", "unit", "standard", "source"} <= set(row)
        assert row["low"] <= row["quantity"] <= row["high"]
    for row in found["capacity_out"]:
        assert {"place", "class", "probability", "quantiles"} <= set(row)
        assert set(row["quantiles"]) == {"0.1", "0.5", "0.9"}
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_the_comparison_is_json_too() -> None:
    found = comparison_as_json(compare(FORECAST))
    assert json.loads(json.dumps(found, allow_nan=False))["ranking"][0] == "more"


def test_the_same_forecast_gives_the_same_plan() -> None:
    assert plan_as_json(plan_of()) == plan_as_json(PLAN)


def test_actions_come_with_dates_and_are_decided_in_time() -> None:
    opened = [action for action in PLAN.actions if action.what == "open collective beds"]
    assert opened
    for action in opened:
        assert REFERENCE <= action.decide_by <= action.by <= PLAN.horizon_end
        assert (action.by - action.decide_by).days <= 4
        assert action.source


def test_people_without_a_bed_at_the_stated_risk_get_one() -> None:
    assert PLAN.placement.unsheltered_before > 0
    late = sum(numbers[-1] for numbers in PLAN.placement.beds.values())
    assert late >= max(0.0, np.quantile(rising(start=0, per_day=10, spread=2)[:, -1], 0.9)) - 10


def test_a_small_budget_is_named_as_the_limit_that_binds() -> None:
    plan = plan_of(budget=1_000_000.0)
    assert plan.placement.cost <= 1_000_000
    assert "budget" in [row.limit for row in plan.placement.binding]
    assert any("pass the budget" in caution for caution in plan.cautions)


def test_a_budget_of_nothing_is_refused() -> None:
    with pytest.raises(SettingError, match="budget: found 0; allowed: above 0, or none"):
        plan_of(budget=0.0)


def test_the_users_openings_replace_the_assumption() -> None:
    plan = plan_of(openings=[Opening("Birch", "collective", 30, 2, 1500.0, 1, "city hall")])
    assert set(plan.placement.beds) == {("Birch", "collective")}
    assert not any("stated assumption (a share" in caution for caution in plan.cautions)
    assert any("stated assumption (a share" in caution for caution in PLAN.cautions)


def test_the_next_figure_and_the_blank_coordination_are_carried() -> None:
    figure = NextFigure("beds_free", "Ash", 0.4, "beds to open in Ash", "city hall")
    found = plan_as_json(plan_of(next_figures=[figure]))
    assert found["next_figures"][0]["narrows"] == 0.4
    assert all(row["who"] is None for row in found["coordination"])


def test_the_situation_has_today_a_week_and_four_weeks_with_intervals() -> None:
    days = [row.day for row in PLAN.situation if row.measure == "present"]
    assert days == [date(2030, 1, 10), date(2030, 1, 17), date(2030, 2, 7)]
    assert all(row.low <= row.median <= row.high for row in PLAN.situation)


def test_every_action_and_trigger_says_why() -> None:
    assert all(action.why and action.source for action in PLAN.actions)
    assert all(trigger.reason and trigger.action for trigger in PLAN.triggers)


def test_a_bed_trigger_leaves_the_days_that_an_opening_takes() -> None:
    """Beds fill by 5 a day in the middle run; four days before 98 they stand near 80, or a little below."""
    trigger = next(row for row in PLAN.triggers if row.indicator == "share of beds taken, hotel")
    assert trigger.place == "Ash"
    assert 0.74 <= trigger.threshold <= 0.82
    assert trigger.chance == 1.0
    assert "4 days" in trigger.reason


def test_waits_queues_and_entries_have_triggers() -> None:
    found = {
        row.indicator: row.threshold for row in triggers_of(FORECAST, STANDARDS, phase="emergency", climate="cold")
    }
    assert found["wait for a number"] == 7.0
    assert found["people who wait"] == 90.0
    assert found["entries in a day"] == 500.0
    assert "days without anybody unsheltered" in found


def test_the_budget_is_recomputed_line_by_line() -> None:
    """Person-days in reception: Σ over 30 days of 10·day + offset; the quantiles of that sum times the price range."""
    people = rising(start=0, per_day=10, spread=2).clip(0)[:, 10:].sum(axis=1)
    line = next(row for row in PLAN.budget.lines if row.item == "places in reception")
    assert line.quantity == pytest.approx(np.quantile(people, 0.9))
    assert line.cost == (
        pytest.approx(np.quantile(people, 0.1) * 2_000),
        pytest.approx(np.quantile(people, 0.9) * 30_000),
    )
    assert PLAN.budget.total.low == pytest.approx(line.cost[0])
    assert "cost_food_day" in PLAN.budget.total.missing
    assert any("prices are to be entered" in caution for caution in PLAN.cautions)


def test_what_is_used_day_by_day_is_paid_day_by_day() -> None:
    """Water: Σ people in reception × 15 l ÷ 0.775 in m3. Buses: 90 people who wait on each of 30 days, 45 to a bus."""
    people = rising(start=0, per_day=10, spread=2).clip(0)[:, 10:].sum(axis=1)
    lines = {row.item: row for row in PLAN.budget.lines}
    assert lines["water"].quantity == pytest.approx(np.quantile(people, 0.9) * 15 / 0.775 / 1000)
    assert (lines["buses"].quantity, lines["buses"].low, lines["buses"].high) == (60, 54, 135)  # 45, 50 and 20 seats


def test_an_entered_price_enters_the_budget() -> None:
    prices = entered(STANDARDS, {"cost_food_day": 1_000.0})
    needs = needs_of(FORECAST, prices)
    budget = budget_of(needs, FORECAST, prices)
    food = next(row for row in budget.lines if row.item == "food")
    assert food.cost == (food.low * 1_000, food.high * 1_000)
    assert "cost_food_day" not in budget.total.missing


def test_defaults_are_stated_assumptions_with_their_source() -> None:
    outcomes = as_it_is(FORECAST)
    openings = default_openings(outcomes, STANDARDS, phase="emergency", climate="cold")
    assert [(row.place, row.most) for row in openings] == [("Ash", 500), ("Birch", 500)]  # 0.5 % of 100,000
    assert all("Stated assumption" in row.source for row in openings)
    limits = default_limits(outcomes, STANDARDS, budget=None, phase="emergency", climate="cold")
    assert limits.seats == {"Ash": 225.0, "Birch": 225.0}  # five buses of 45
    assert limits.reach == {"Ash": ("Birch",), "Birch": ("Ash",)}
    desks = default_desks(outcomes, needs_of(FORECAST, STANDARDS), STANDARDS, day=10)
    assert (desks.per_desk_day, desks.most) == (12.0, {"Ash": 5, "Birch": 5})


def test_cities_without_residents_or_people_open_nothing() -> None:
    nobody = replace(SCENARIO, places=tuple(replace(place, population=None) for place in SCENARIO.places))
    forecast = forecast_of(NUMBERS, scenario=nobody)
    assert default_openings(as_it_is(forecast), STANDARDS, phase="emergency", climate="cold") == ()


def test_demand_is_cut_at_the_stated_risk() -> None:
    demand = demand_of(FORECAST, risk=0.5, openings=[])
    assert demand.beds[0].max() <= np.quantile(rising(start=0, per_day=10, spread=2)[:, -1], 0.5)
    assert demand.beds.shape == (2, len(demand.period_days), 20)


def test_the_figures_worth_a_call_name_whom_to_ask() -> None:
    day = Period(date(2030, 1, 10))
    worth = [Worth(Figure("present", day, "XH", "Ash"), 0.4, (1, 2, 3)), Worth(Figure("entries", day), 0.0, (1, 2, 3))]
    (found,) = next_figures_of(worth)
    assert (found.measure, found.place, found.narrows, found.ask) == ("present", "Ash", 0.4, "city administration")


def test_an_unknown_policy_is_named() -> None:
    with pytest.raises(SettingError, match="Forecast under this policy first"):
        outcomes_of(FORECAST, "other")


def test_the_situation_is_of_every_member_where_it_is_shown_and_of_the_compared_ones_later() -> None:
    """Shown are 40 courses for ten days with 200 people, compared are 20 to the horizon with 100."""
    compared = forecast_of({key("present", "Ash"): 100.0})
    shown = replace(compared.ensembles["as-it-is"], numbers={key("present", "Ash"): np.array(200.0)}, days=20,
                    replicates=40)  # fmt: skip
    outlook = SimpleNamespace(reference_date=REFERENCE, shown=shown, ensembles=compared.ensembles)
    found = plan_of(outlook)
    present = [(row.day - REFERENCE, row.median) for row in found.situation if row.measure == "present"]
    assert present == [(timedelta(days=0), 200.0), (timedelta(days=7), 200.0), (timedelta(days=28), 100.0)]
    assert plan_as_json(found)["courses"] == {"shown": 40, "compared": 20}
