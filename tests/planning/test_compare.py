"""Policies by what they do to people: paired, harm first, and no way to prefer fewer arrivals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from planning.invented import InventedForecast, forecast_of, key, rising
from qonaq.errors import SettingError
from qonaq.io.standards import read_standards
from qonaq.measures import MEASURES, RESIDENTS
from qonaq.model.policies import LEVERS, Lever, Policy
from qonaq.planning.compare import ASYLUM_NOTE, SHIFTS_NOTE, STAY_NOTE, UNCLEAR_NOTE, compare, is_clear
from qonaq.planning.indicators import HARMS, HOSTS, INDICATORS, OBJECTIVES, PEOPLE

BASE = {
    key("unsheltered", "Ash"): rising(start=0, per_day=10, spread=50).clip(0),
    key("queueing", "Gate"): 100.0,
    key("entries", "Gate"): 1000.0,
    key("present", "Ash"): 5000.0,
}


def with_levers(forecast: Any, **levers: tuple[Lever, ...]) -> Any:
    ensembles = {
        name: replace(outcomes, policy=Policy(name, levers.get(name.replace("-", "_"), ())))
        for name, outcomes in forecast.ensembles.items()
    }
    return InventedForecast(ensembles)


def test_a_null_policy_changes_nothing() -> None:
    comparison = compare(forecast_of(BASE, policies={"nothing": {}}))
    for row in comparison.differences:
        assert (row.mean, row.low, row.high, row.chance_less, row.chance_more) == (0, 0, 0, 0, 0)


def test_differences_are_paired_run_by_run() -> None:
    """The runs differ by hundreds; the policy takes away exactly 5 a day in each, for 30 days."""
    fewer = {key("unsheltered", "Ash"): BASE[key("unsheltered", "Ash")] - 5.0}
    row = compare(forecast_of(BASE, policies={"beds": fewer})).of("beds", "unsheltered_nights")
    assert (row.mean, row.median, row.low, row.high) == (-150, -150, -150, -150)
    assert (row.chance_less, row.chance_more) == (1.0, 0.0)
    assert row.words == "150 fewer nights without a bed"


def test_people_come_first_then_the_host_community() -> None:
    whom = [row.whom for row in compare(forecast_of(BASE, policies={"a": {}})).differences]
    assert whom == sorted(whom, key=[PEOPLE, HOSTS].index)
    names = [row.indicator for row in compare(forecast_of(BASE, policies={"a": {}})).differences]
    assert names[:5] == ["kept_out", "stay_lost", "stranded_days", "turned_back", "unsheltered_nights"]


def test_hours_waited_are_people_waiting_times_a_day() -> None:
    row = compare(forecast_of(BASE, policies={"lanes": {key("queueing", "Gate"): 40.0}})).of("lanes", "hours_waited")
    assert row.base == 100 * 24 * 30
    assert row.mean == -60 * 24 * 30


def test_rents_are_weighted_by_residents() -> None:
    changed = {key("rent_change", "Ash"): 0.2}
    row = compare(forecast_of(BASE, policies={"more": changed})).of("more", "rent_rise")
    assert row.mean == pytest.approx(0.1)  # two cities of equal size
    assert row.words == "10% higher: rise of asking rents, mean of cities"


def test_a_closure_carries_the_note_and_is_ranked_after_what_it_harms() -> None:
    """It empties the city of arrivals and beds, and strands people: it must not come out first."""
    closed = {
        key("unsheltered", "Ash"): 0.0,
        key("entries", "Gate"): 0.0,
        key("present", "Ash"): 100.0,
        key("turned_back", "Gate"): 50.0,
        key("stranded", "Gate"): 10.0,
    }
    forecast = with_levers(
        forecast_of(BASE, policies={"close": closed}), close=(Lever("close", date(2030, 1, 11), "XH"),)
    )
    for objective in OBJECTIVES:
        comparison = compare(forecast, objective=objective)
        assert ASYLUM_NOTE in comparison.notes["close"]
        assert SHIFTS_NOTE in comparison.notes["close"]
        assert comparison.ranking[-1] == "close"


def test_a_shorter_stay_carries_its_note() -> None:
    forecast = with_levers(
        forecast_of(BASE, policies={"cap": {}}), cap=(Lever("cap_stay", date(2030, 1, 11), "XH", 30.0),)
    )
    assert compare(forecast).notes["cap"] == (STAY_NOTE, UNCLEAR_NOTE)


def test_no_objective_counts_arrivals() -> None:
    counted = {"entries", "net_entries", "arrivals", "departures", "present", "asylum_applications", "exits", "returns"}
    assert counted <= set(MEASURES)
    assert not counted & HARMS
    assert {row.measure for row in INDICATORS.values() if row.lost is None} <= HARMS
    assert {name for name, row in INDICATORS.items() if row.lost is not None} == {
        "kept_out",
        "stay_lost",
        "trips_lost",
    }
    assert {name for objective in OBJECTIVES.values() for name in objective.weights} <= set(INDICATORS)
    assert all(weight > 0 for objective in OBJECTIVES.values() for weight in objective.weights.values())


@pytest.mark.parametrize("name", ["fewest arrivals", "fewest_arrivals", "entries", "arrivals", "present", "deterrence"])
def test_a_forbidden_objective_cannot_be_named(name: str) -> None:
    with pytest.raises(SettingError, match="objective"):
        compare(forecast_of(BASE, policies={"a": {}}), objective=name)


@pytest.mark.parametrize("objective", list(OBJECTIVES))
def test_keeping_people_out_is_never_a_gain(objective: str) -> None:
    """Halving the entries of fleeing people, and with them the nights, queues and rents: harm, and ranked last."""
    entered = key("arrivals", "Ash")
    base = {**BASE, entered: 800.0, key("rent_change", "Ash"): 0.4}
    fewer = {
        entered: 400.0,
        key("unsheltered", "Ash"): 0.0,
        key("queueing", "Gate"): 0.0,
        key("rent_change", "Ash"): 0.0,
    }
    comparison = compare(forecast_of(base, policies={"fewer": fewer}), objective=objective)
    row = comparison.of("fewer", "kept_out")
    assert (row.mean, row.base, row.words) == (400 * 30, 0, "12,000 more people who no longer get in")
    assert comparison.ranking == ("as-it-is", "fewer")
    assert [row.policy for row in comparison.regrets] == ["as-it-is"]  # and it is no yardstick for others
    assert SHIFTS_NOTE in comparison.notes["fewer"]


def test_cutting_stays_short_is_counted_in_days_lost() -> None:
    """Ten more leave on the first day ahead, and ten fewer ten days later: a hundred person-days."""
    leave = np.zeros((20, 40))
    earlier = leave.copy()
    leave[:, 20], earlier[:, 10] = 10, 10
    here = key("returns", "Ash")
    comparison = compare(forecast_of({here: leave}, policies={"cap": {here: earlier}}))
    assert comparison.of("cap", "stay_lost").mean == 100
    other = compare(forecast_of({here: earlier}, policies={"later": {here: leave}}))
    assert other.of("later", "stay_lost").mean == 0


def test_a_change_that_is_not_material_does_not_move_a_policy_to_the_end() -> None:
    entered = key("arrivals", "Ash")
    one_less = compare(forecast_of({**BASE, entered: 1000.0}, policies={"beds": {entered: 999.0}}))
    fifty_less = compare(forecast_of({**BASE, entered: 1000.0}, policies={"beds": {entered: 950.0}}))
    assert one_less.notes["beds"] == ()
    assert fifty_less.notes["beds"] == (SHIFTS_NOTE,)


@pytest.mark.parametrize(
    ("differences", "least", "clear"),
    [
        (np.full(20, 5.0), 4.0, True),
        (np.full(20, 5.0), 6.0, False),  # not material
        (np.full(20, -5.0), 4.0, True),
        (np.repeat([-10.0, 100.0], [4, 16]), 4.0, False),  # 20 % of the runs say the opposite
        (np.repeat([-10.0, 100.0], [1, 19]), 4.0, True),  # 5 % of them do
        (np.repeat([0.0, 10.0], [12, 8]), 4.0, True),  # helps in four runs of ten, and never harms
        (np.repeat([0.0, 1000.0], [19, 1]), 4.0, False),  # one run of twenty
        (np.repeat([10.0, -1000.0], [17, 3]), 4.0, False),  # a mean on the other side of its own interval
        (np.zeros(20), 0.0, False),
    ],
)
def test_a_difference_is_clear_if_it_is_material_and_more_than_luck(
    differences: np.ndarray, least: float, clear: bool
) -> None:
    assert is_clear(differences, least) is clear
    assert is_clear(-differences, least) is clear


def test_a_difference_within_luck_is_not_worded_as_harm() -> None:
    """30,000 come; in each run the policy lets 100 more or 120 fewer in: ten a run on average, and no clear change."""
    entered, turn = key("arrivals", "Ash"), np.zeros((20, 40))
    turn[::2, 20], turn[1::2, 20] = 100.0, -120.0
    row = compare(forecast_of({entered: 1000.0}, policies={"beds": {entered: 1000.0 + turn}})).of("beds", "kept_out")
    assert not row.clear
    assert row.words == ("no clear change: people who no longer get in (mean 10 more, 80 %: 100 fewer to 120 more)")


def test_a_policy_within_luck_of_things_as_they_are_says_that_its_place_says_little() -> None:
    here = key("unsheltered", "Ash")
    swing = np.where(np.arange(20)[:, None] % 2, 60.0, 41.0) * np.ones((20, 40))
    compared = compare(forecast_of({here: 50.0}, policies={"luck": {here: swing}, "half": {here: 25.0}}))
    assert compared.notes["luck"] == (UNCLEAR_NOTE,)
    assert compared.notes["half"] == ()
    assert compared.of("half", "unsheltered_nights").words == "750 fewer nights without a bed"


def test_letting_more_people_in_is_less_harm() -> None:
    entered = key("arrivals", "Ash")
    comparison = compare(forecast_of({entered: 100.0}, policies={"open": {entered: 150.0}}))
    assert comparison.of("open", "kept_out").mean == -50 * 30
    assert comparison.ranking[0] == "open"


def test_moves_between_cities_are_not_arrivals_from_abroad() -> None:
    """A policy that makes 20 people a day move from Birch to Ash keeps nobody out and lets nobody in."""
    abroad = {key("onward", None): 0.0}  # of the country: only those who leave it
    base = {key("arrivals", "Ash"): 100.0, **abroad}
    moved = {key("arrivals", "Ash"): 120.0, key("onward", "Birch"): 20.0}
    assert compare(forecast_of(base, policies={"move": moved})).of("move", "kept_out").mean == 0


def test_residents_crossings_that_do_not_take_place_are_counted() -> None:
    trips = {key(measure, "Gate", group=RESIDENTS): 60.0 for measure in ("entries", "exits")}
    comparison = compare(forecast_of(trips, policies={"close": dict.fromkeys(trips, 0.0)}))
    assert comparison.of("close", "trips_lost").mean == 2 * 60 * 30


def test_regret_is_against_the_best_policy_of_each_run() -> None:
    """Policy a is best in the first half of the runs by 30 nights, b in the other half by 60."""
    first = np.arange(20)[:, None] < 10
    a = np.where(first, 0.0, 2.0) * np.ones((20, 40))
    b = np.where(first, 1.0, 0.0) * np.ones((20, 40))
    here = key("unsheltered", "Ash")
    forecast = forecast_of({here: 5.0}, policies={"a": {here: a}, "b": {here: b}})
    regrets = {row.policy: row for row in compare(forecast, objective="unsheltered_nights").regrets}
    assert (regrets["a"].mean, regrets["b"].mean, regrets["as-it-is"].mean) == (30, 15, 150)
    assert (regrets["a"].chance_best, regrets["b"].chance_best) == (0.5, 0.5)


def test_costs_are_recomputed_from_levers_days_and_prices() -> None:
    """50 beds from 11 January to 9 February: 30 nights at 2,000 to 30,000 tenge."""
    lever = Lever("open_beds", date(2030, 1, 11), "Ash", 50.0, "collective")
    desks = Lever("add_desks", date(2030, 1, 11), "Ash", 2.0)
    forecast = with_levers(forecast_of(BASE, policies={"open": {}}), open=(lever, desks))
    cost = compare(forecast, standards=read_standards()).costs["open"]
    assert (cost.low, cost.high, cost.currency) == (50 * 30 * 2_000, 50 * 30 * 30_000, "KZT")
    assert cost.missing == ("cost_desk_day",)
    assert compare(forecast).costs["open"].missing == ("cost_bed_night", "cost_desk_day")


def test_levers_with_a_cost_name_their_price() -> None:
    start = date(2030, 1, 11)
    levers = tuple(Lever(name, start, "Ash", 1.0) for name in LEVERS)
    forecast = with_levers(forecast_of(BASE, policies={"all": {}}), all=levers)
    assert set(compare(forecast).costs["all"].missing) == {
        "cost_bed_night",
        "cost_desk_day",
        "cost_bus_day",
        "cost_staff_day",
    }


def test_a_comparison_that_was_not_made_is_named() -> None:
    comparison = compare(forecast_of(BASE, policies={"a": {}}))
    with pytest.raises(SettingError, match="Compare this policy first"):
        comparison.of("b", "turned_back")


def test_one_run_is_not_enough() -> None:
    with pytest.raises(SettingError, match="Differences need several runs"):
        compare(forecast_of(BASE, policies={"a": {}}), replicates=1)


def test_without_as_it_is_there_is_nothing_to_compare_with() -> None:
    forecast = forecast_of(BASE, policies={"a": {}})
    only = InventedForecast({"a": forecast.ensembles["a"]})
    with pytest.raises(SettingError, match="'as-it-is' among them"):
        compare(only)
