"""Needs by hand: thirty lines of a plan worked out on paper, and what must hold for any forecast."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planning.invented import SCENARIO, forecast_of, key, rising
from qonaq.errors import InternalError, SettingError
from qonaq.io.standards import read_standards
from qonaq.measures import DISPLACED
from qonaq.planning.items import ITEMS, quantity
from qonaq.planning.needs import needs_of
from qonaq.planning.standards import entered

STANDARDS = read_standards()

# Ash: 1,200 people are there, of them 400 in families; 130 without shelter, 70 improvised, 300 in a centre: 500 in
# reception, 200 without a bed. 180 wait at the gate. 60 apply a day, nobody waits yet.
NUMBERS = {
    key("present", "Ash"): 1200.0,
    key("present", "Ash", group="families"): 400.0,
    key("present", "Ash", group="singles"): 800.0,
    key("unsheltered", "Ash"): 130.0,
    key("beds_occupied", "Ash", group=DISPLACED, bed_class="improvised"): 70.0,
    key("beds_occupied", "Ash", group=DISPLACED, bed_class="collective"): 300.0,
    key("beds_free", "Ash", bed_class="collective"): 20.0,
    key("queueing", "Gate"): 150.0,
    key("stranded", "Gate"): 30.0,
    key("applications", "Ash"): 60.0,
    key("desks", "Ash"): 2.0,
}
FORECAST = forecast_of(NUMBERS)

# item, phase, climate, quantity, low, high: people of the item times or over the standard, worked by hand.
BY_HAND = [
    ("beds", "emergency", "cold", 1200, 1200, 1200),
    ("beds to open", "emergency", "cold", 200, 200, 200),
    ("beds, collective", "emergency", "cold", 300, 300, 300),
    ("covered space", "emergency", "cold", 2250, 2250, 2750),  # 500 × 4.5; to 5.5
    ("covered space", "emergency", "warm", 1750, 1750, 1750),  # 500 × 3.5
    ("water", "emergency", "cold", 9678, 8334, 15385),  # 500·15/0.775; 500·15/0.9; 500·20/0.65
    ("water", "later", "cold", 12904, 11112, 15385),  # 500·20/0.775; /0.9; /0.65
    ("taps", "emergency", "cold", 2, 2, 2),  # 500/250
    ("taps", "later", "cold", 5, 5, 5),  # 500/100
    ("latrines", "emergency", "cold", 10, 10, 10),  # 500/50
    ("latrines", "later", "cold", 25, 25, 25),  # 500/20
    ("showers", "emergency", "cold", 10, 10, 10),
    ("showers", "later", "cold", 25, 25, 25),
    ("soap", "emergency", "cold", 125, 125, 125),  # 500 × 0.25
    ("refuse bins", "emergency", "cold", 10, 10, 10),  # 500/50
    ("hygiene promoters", "emergency", "cold", 1, 1, 1),  # 500/500
    ("food", "emergency", "cold", 1_050_000, 1_050_000, 1_050_000),  # 500 × 2,100
    ("cereal", "emergency", "cold", 200, 200, 210),  # 500 × 0.40; to 0.42
    ("pulses", "emergency", "cold", 25, 25, 30),
    ("oil", "emergency", "cold", 13, 13, 15),  # 12.5 rounded up
    ("salt", "emergency", "cold", 3, 3, 3),  # 2.5 rounded up
    ("health staff", "emergency", "cold", 3, 3, 3),  # 1,200 × 23/10,000 = 2.76
    ("community health workers", "emergency", "cold", 2, 2, 2),  # 1,200/1,000
    ("hospital beds", "emergency", "cold", 3, 3, 3),  # 1,200 × 18/10,000 = 2.16
    ("blankets", "emergency", "cold", 500, 500, 500),
    ("buckets", "emergency", "cold", 100, 100, 100),  # 500/5
    ("mosquito nets", "emergency", "warm", 200, 200, 200),  # two for five
    ("school places", "emergency", "cold", 145, 130, 160),  # 400 × 0.5 × 0.722; × 0.65; × 0.80
    ("centre staff", "emergency", "cold", 10, 7, 17),  # 500/50; /80; /30
    # 60 a day for 30 days with a week's grace: 60·30/37 = 48.6 a day; over 12, 28 and 8.33 a desk
    ("registration desks", "emergency", "cold", 5, 2, 6),
    ("registration staff", "emergency", "cold", 8, 2, 12),  # 5 × 1.5; 2 × 1; 6 × 2
]


@pytest.mark.parametrize(("item", "phase", "climate", "at_risk", "low", "high"), BY_HAND)
def test_line_worked_by_hand(item: str, phase: str, climate: str, at_risk: int, low: int, high: int) -> None:
    row = needs_of(FORECAST, STANDARDS, phase=phase, climate=climate).of(item, "Ash")
    assert row is not None
    assert (row.quantity, row.low, row.high) == (at_risk, low, high)


@pytest.mark.parametrize(
    ("item", "at_risk", "low", "high"),
    [("water at crossings", 540, 450, 540), ("latrines at crossings", 4, 4, 4), ("buses", 4, 4, 9)],
)
def test_line_of_a_crossing_worked_by_hand(item: str, at_risk: int, low: int, high: int) -> None:
    row = needs_of(FORECAST, STANDARDS).of(item, "Gate")  # 180 people: × 3 and 2.5; /50; /45, /50 and /20
    assert row is not None
    assert (row.quantity, row.low, row.high) == (at_risk, low, high)


def test_quantiles_of_the_peak_are_those_of_the_replicates() -> None:
    """101 runs whose peaks are 0, 10, …, 1000: the 90 % quantile is 900, the interval 100 to 900."""
    peaks = np.arange(101)[:, None] * 10.0 * np.ones((1, 40))
    row = needs_of(forecast_of({key("present", "Ash"): peaks}, replicates=101), STANDARDS).of("beds", "Ash")
    assert row is not None
    assert (row.quantity, row.low, row.high) == (900, 100, 900)
    half = needs_of(forecast_of({key("present", "Ash"): peaks}, replicates=101), STANDARDS, risk=0.5).of("beds", "Ash")
    assert half is not None
    assert half.quantity == 500


def test_the_date_is_the_day_of_the_peak_and_none_beyond_the_horizon() -> None:
    hill = np.concatenate([np.arange(25.0), np.arange(15.0)[::-1]])[None, :] * np.ones((20, 1))
    at_peak = needs_of(forecast_of({key("present", "Ash"): hill}), STANDARDS).of("beds", "Ash")
    rising_still = needs_of(forecast_of({key("present", "Ash"): rising(start=1, per_day=1)}), STANDARDS).of(
        "beds", "Ash"
    )
    assert at_peak is not None
    assert rising_still is not None
    assert at_peak.date == date(2030, 1, 25)  # day 24, counted from 1 January as day 0
    assert rising_still.date is None


def test_the_past_is_not_planned_for() -> None:
    past = np.where(np.arange(40) <= 9, 1000.0, 10.0)[None, :] * np.ones((20, 1))
    row = needs_of(forecast_of({key("present", "Ash"): past}), STANDARDS).of("beds", "Ash")
    assert row is not None
    assert row.quantity == 10


def test_the_country_is_the_peak_of_the_sum_not_the_sum_of_the_peaks() -> None:
    early = np.where(np.arange(40) < 20, 100.0, 0.0)[None, :] * np.ones((20, 1))
    late = np.where(np.arange(40) < 20, 0.0, 100.0)[None, :] * np.ones((20, 1))
    needs = needs_of(forecast_of({key("present", "Ash"): early, key("present", "Birch"): late}), STANDARDS)
    country = needs.of("beds")
    assert country is not None
    assert country.quantity == 100


def test_more_arrivals_never_need_less() -> None:
    """Every quantity grows with the people, on common luck."""
    rng = np.random.default_rng(3)
    shape = rng.gamma(2.0, 1.0, size=(50, 40))
    totals = []
    for people in (50.0, 100.0, 400.0):
        numbers = {key(measure, "Ash"): people * shape for measure in ("present", "unsheltered", "applications")} | {
            key("queueing", "Gate"): people * shape
        }
        rows = needs_of(forecast_of(numbers, replicates=50), STANDARDS).rows
        totals.append({(row.item, row.place): row.quantity for row in rows})
    for less, more in itertools.pairwise(totals):
        assert all(more[name] >= number for name, number in less.items())


def test_every_line_cites_a_standard_with_its_source() -> None:
    rows = needs_of(FORECAST, STANDARDS).rows
    assert len(rows) > 50
    for row in rows:
        assert row.standard.strip()
        assert row.source.strip()
        assert row.low <= row.quantity <= row.high
        assert row.grade in ("verified", "to verify")


def test_places_without_people_have_no_line() -> None:
    assert not [row for row in needs_of(FORECAST, STANDARDS).rows if row.place == "Birch"]


def test_gaps_follow_what_exists_and_what_the_user_says_exists() -> None:
    needs = needs_of(FORECAST, STANDARDS, stock={("latrines", "Ash"): 4})
    gaps = {item: needs.of(item, "Ash") for item in ("latrines", "beds, collective", "registration desks", "showers")}
    assert gaps["latrines"] is not None
    assert gaps["latrines"].gap == 6
    assert gaps["beds, collective"] is not None
    assert gaps["beds, collective"].gap == 0  # 300 of 320
    assert gaps["registration desks"] is not None
    assert gaps["registration desks"].gap == 3  # 5, and 2 are there
    assert gaps["showers"] is not None
    assert gaps["showers"].gap is None


def test_people_are_split_by_age_where_a_share_is_known() -> None:
    people = {(row.group, row.age): row.quantity for row in needs_of(FORECAST, STANDARDS).people}
    assert people == {("singles", "all ages"): 800, ("families", "under 18"): 200, ("families", "18 and over"): 200}


def test_without_a_share_of_children_the_plan_says_so() -> None:
    groups = tuple(replace(group, children=0.0) for group in SCENARIO.groups)
    needs = needs_of(forecast_of(NUMBERS, scenario=replace(SCENARIO, groups=groups)), STANDARDS)
    assert needs.of("school places", "Ash") is None
    assert any("school places cannot be planned" in caution for caution in needs.cautions)


def test_the_users_own_standard_is_used_and_marked() -> None:
    row = needs_of(FORECAST, entered(STANDARDS, {"latrine": 10.0})).of("latrines", "Ash")
    assert row is not None
    assert (row.quantity, row.grade) == (50, "entered by the user")


def test_all_wrong_settings_are_named_at_once() -> None:
    with pytest.raises(SettingError) as caught:
        needs_of(FORECAST, STANDARDS, risk=1.0, climate="wet", phase="soon", stock={("latrine", "Asch"): -1})
    where = [mistake.where for mistake in caught.value.mistakes]
    assert where == ["risk", "climate", "phase", "stock, item", "stock of latrine, place", "stock of latrine"]


def test_a_forecast_that_ends_on_its_reference_date_is_refused() -> None:
    with pytest.raises(SettingError, match="Forecast beyond the reference date"):
        needs_of(forecast_of(NUMBERS, days=10), STANDARDS)


def test_an_unknown_way_is_our_own_mistake() -> None:
    with pytest.raises(InternalError, match="no way 'half'"):
        quantity("half", 1, 1)


def test_every_item_appears_where_all_kinds_of_people_are() -> None:
    everybody = {
        **{key(m, "Ash"): 30_000.0 for m in ("present", "unsheltered", "applications")},
        **{key("present", "Ash", group=g): 30_000.0 for g in ("families", "singles")},
        **{
            key("beds_occupied", "Ash", group=DISPLACED, bed_class=c): 100.0
            for c in ("host", "hotel", "hostel", "rental", "collective")
        },
        key("queueing", "Gate"): 100.0,
    }
    found = {row.item for row in needs_of(forecast_of(everybody), STANDARDS, climate="warm").rows}
    assert found == {item.name for item in ITEMS} | {"registration desks", "registration staff"}
