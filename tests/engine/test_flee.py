"""The movement rule of Flee on networks whose outcome is known."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import fields
from typing import Any

import numpy as np
import pytest

from engine.flee_cases import instance, place, valley
from laws.threshold import deviations
from qonaq.engine import flee as flee_engine
from qonaq.engine.flee import relative_difference, run_flee
from qonaq.engine.flee_instance import FleeClosure, FleeInstance, FleeRules
from qonaq.engine.flee_synthetic import ukraine_size
from qonaq.engine.kernels.hop import GRID, alike, overnight, room, with_travel
from qonaq.engine.kernels.hop_days import PEOPLE_LOST
from qonaq.engine.workers import Workers
from qonaq.errors import InternalError, SettingError

WAR = place("War", "conflict_zone", 1_000)
CAMP = place("Camp", "camp", 0, "away")


def plain(kernel: Any) -> Any:
    """The Python function of a kernel, which takes any object."""
    return getattr(kernel, "py_func", kernel)


def standing(made: FleeInstance, name: str, **how: Any) -> list[int]:
    """People standing in a place after each day of one replicate."""
    result = run_flee(made, seed=3, replicates=1, **how)
    return result.standing[0, :, [p.name for p in made.places].index(name)].tolist()


@pytest.mark.parametrize(("km", "day"), [(359.0, 0), (360.0, 1), (361.0, 1), (720.0, 2), (1.0, 0)])
def test_a_leg_ends_when_more_than_its_length_was_travelled(km: float, day: int) -> None:
    made = instance([WAR, CAMP], [("War", "Camp", km)], days=4, agents={"War": 10})
    assert standing(made, "Camp") == [0] * day + [10] * (4 - day)


def test_kilometres_left_over_are_lost_in_flee_and_carried_natively() -> None:
    """200 and 200 km at 360 a day: Flee gives the second leg a full day's travel, our own rules the other 160 km."""
    hub = place("Hub", "forwarding_hub")
    made = instance([WAR, hub, CAMP], [("War", "Hub", 200.0), ("Hub", "Camp", 200.0)], days=3, agents={"War": 100_000})
    onward = 1.0 / (1.0 + made.rules.conflict_weight)  # the others turn back at the hub, where the war counts less
    deviation = (onward * (1.0 - onward) / 100_000) ** 0.5
    assert abs(standing(made, "Camp")[0] / 100_000 - onward) < deviations() * deviation
    assert standing(made, "Camp", native=True)[0] == 0
    assert standing(made, "Camp", native=True)[1] > 0


def test_first_trip_on_foot_takes_its_days() -> None:
    rules = FleeRules(start_on_foot=True)
    made = instance([WAR, CAMP], [("War", "Camp", 100.0)], days=5, agents={"War": 7}, rules=rules)
    assert standing(made, "Camp") == [0, 0, 7, 7, 7]  # 35, 70, 105 km


def test_closed_border_passes_nobody_until_it_opens() -> None:
    closure = FleeClosure("country", "home", "away", 0, 5)
    made = instance([WAR, CAMP], [("War", "Camp", 100.0)], days=8, agents={"War": 50}, closures=(closure,))
    assert standing(made, "Camp") == [0, 0, 0, 0, 0, 50, 50, 50]


def test_who_is_on_a_link_that_closes_comes_back_to_its_start() -> None:
    closure = FleeClosure("country", "home", "away", 1, -1)
    made = instance([WAR, CAMP], [("War", "Camp", 500.0)], days=4, agents={"War": 9}, closures=(closure,))
    assert standing(made, "Camp") == [0] * 4
    assert standing(made, "War") == [0, 9, 9, 9]


def test_link_closure_has_no_effect_in_flee_and_works_natively() -> None:
    closure = FleeClosure("link", "War", "Camp", 0, 3)
    made = instance([WAR, CAMP], [("War", "Camp", 100.0)], days=5, agents={"War": 9}, closures=(closure,))
    assert standing(made, "Camp") == [9] * 5
    assert standing(made, "Camp", native=True) == [0, 0, 0, 9, 9]


def test_overlapping_closures_hold_until_the_last_opens_natively() -> None:
    closures = (FleeClosure("link", "War", "Camp", 0, 2), FleeClosure("country", "home", "away", 1, 4))
    made = instance([WAR, CAMP], [("War", "Camp", 100.0)], days=6, agents={"War": 9}, closures=closures)
    assert standing(made, "Camp", native=True) == [0, 0, 0, 0, 9, 9]


def test_a_full_camp_turns_everybody_away() -> None:
    full = place("Camp", "camp", 100, "away")
    rules = FleeRules(camp_movechance=0.0, insert_day0=False)
    made = instance([WAR, full], [("War", "Camp", 500.0)], days=6, agents={"War": 30, "Camp": 96}, rules=rules)
    assert standing(made, "War") == [30] * 6
    fits = instance([WAR, full], [("War", "Camp", 500.0)], days=6, agents={"War": 30, "Camp": 94}, rules=rules)
    assert standing(fits, "Camp")[-1] == 124  # all thirty saw room on the first day


def test_room_is_one_then_falls_to_nothing() -> None:
    assert [room(people, 100.0, 0.9) for people in (0, 90, 100, 120)] == [1.0, 1.0, 0.0, 0.0]
    assert room(95, 100.0, 0.9) == pytest.approx(0.5)
    assert room(10**9, -1.0, 0.9) == room(10**9, 0.0, 0.9) == 1.0


def test_awareness_zero_moves_nobody() -> None:
    made = instance([WAR, CAMP], [("War", "Camp", 9.0)], days=3, agents={"War": 5}, rules=FleeRules(awareness_level=0))
    assert standing(made, "War") == [5, 5, 5]


def test_a_planned_route_is_followed_to_its_end() -> None:
    """Two legs of 300 km: with awareness 2 half choose the camp at once, go on from the town, and stay there."""
    town = place("Town", "town")
    rules = FleeRules(awareness_level=2, default_movechance=0.0, camp_movechance=0.0)
    made = instance(
        [WAR, town, CAMP], [("War", "Town", 300.0), ("Town", "Camp", 300.0)], agents={"War": 10_000}, rules=rules
    )
    expected = (1 / 610) / (1 / 610 + 1 / 310)  # weights 1/(10 + km)
    assert standing(made, "Camp")[-1] / 10_000 == pytest.approx(expected, abs=0.03)


def test_people_are_conserved_every_day() -> None:
    result = run_flee(valley(), seed=1, replicates=3)
    assert (np.diff(result.total, axis=1) >= 0).all()
    assert (result.standing.sum(axis=2) <= result.total).all()  # the others are on links
    assert (result.standing >= 0).all()


def test_lost_people_are_our_own_mistake_with_its_state(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flee_engine, "run", lambda *_: PEOPLE_LOST)
    with pytest.raises(InternalError, match=r"people were lost in replicate 0 of seed 1 on day 0: 0 more than"):
        run_flee(valley(), seed=1, replicates=1)


def test_too_many_states_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flee_engine, "MOST_ROOM", 1)
    with pytest.raises(InternalError, match="a replicate has more than 1 distinct states of people"):
        run_flee(valley(), seed=1, replicates=1)


def test_too_many_paths_are_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qonaq.engine.flee_paths.MOST_PATHS", 5)
    with pytest.raises(SettingError, match="awareness_level: found 1, which gives more than 5 paths"):
        run_flee(valley(), seed=1, replicates=1)


def test_a_small_table_grows_without_changing_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    made = valley(rules={"avoid_short_stints": True})
    whole = run_flee(made, seed=5, replicates=2).standing
    monkeypatch.setattr(flee_engine, "ROOM", 8)
    assert (run_flee(made, seed=5, replicates=2).standing == whole).all()


def test_the_same_numbers_on_one_and_two_threads_and_alone() -> None:
    one = run_flee(valley(), seed=9, replicates=4, workers=Workers(count=1)).standing
    two = run_flee(valley(), seed=9, replicates=4, workers=Workers(count=2)).standing
    assert (one == two).all()
    assert (run_flee(valley(), seed=9, replicates=2).standing == one[:2]).all()
    assert (run_flee(valley(), seed=10, replicates=4).standing != one).any()


def test_a_closure_from_day_20_leaves_the_days_before_identical() -> None:
    before = run_flee(valley(), seed=2, replicates=2).standing
    closed = valley(closures=(FleeClosure("country", "home", "away", 20, 30),))
    after = run_flee(closed, seed=2, replicates=2).standing
    assert (before[:, :20] == after[:, :20]).all()
    assert (before != after).any()


def test_people_factor_multiplies_people() -> None:
    few, many = (run_flee(valley(), seed=1, replicates=1, people_factor=factor).total[0, -1] for factor in (1.0, 100.0))
    assert many == pytest.approx(100 * few, rel=0.01)


CHANGED: dict[str, Any] = {
    "hasten": 7,
    "spawn_mode": "constant",
    "awareness_level": 2,
    "conflict_spawn_decay": (1.0, 0.1),
    "displaced_per_day": (30.0,),
    "conflict_spawn_decay_interval": 3,
    "pruning_threshold": 1.5,
    "flood_movechances": (0.0, 0.9, 0.9),
    "flood_loc_weights": (1.0, 0.1, 0.1),
    "movechance_pop_scale_factor": 0.2,
    "capacity_buffer": 0.3,
    "max_move_speed": 150.0,
    "conflict_movechance": 0.5,
}
NEEDS: dict[str, dict[str, Any]] = {
    "displaced_per_day": {"spawn_mode": "constant", "displaced_per_day": (20.0,)},
    "spawn_mode": {"displaced_per_day": (20.0,)},
    "max_walk_speed": {"start_on_foot": True},
    "home_distance_power": {"stay_close_to_home": True},
    "pop_power_for_loc_weight": {"use_pop_for_loc_weight": True},
    "movechance_pop_base": {"movechance_pop_scale_factor": 0.1},
    "conflict_spawn_decay_interval": {"conflict_spawn_decay": (1.0, 0.1)},
    "conflict_zone_spawning_only": {"starvation_driven_spawning": True},
    "flood_movechances": {"flood_rules": True, "flood_movechances": (0.0, 0.1, 0.1), "flood_loc_weights": (1.0, 1.0)},
    "flood_loc_weights": {"flood_rules": True, "flood_movechances": (0.0, 0.1, 0.1), "flood_loc_weights": (1.0, 1.0)},
    "flood_rules": {"flood_movechances": (0.0, 0.9, 0.9), "flood_loc_weights": (1.0, 0.1)},
    "fixed_routes": {"awareness_level": 3},
}


@pytest.mark.parametrize("name", [field.name for field in fields(FleeRules)])
def test_every_rule_changes_some_number(name: str) -> None:
    hungry = {"region": tuple((day, 30.0) for day in range(0, 41, 10))}
    more: dict[str, Any] = {"food_crisis": hungry, "flood_levels": {"Chon": (1,) * 40, "Dala": (1,) * 40}}
    rich = {"trade_volume": "2", "hdi": "0.5"}
    moved = tuple(
        place(
            p.name, p.kind, p.people // (1 if p.is_camp else 10), p.country, attributes=rich if p.name == "Gora" else {}
        )
        for p in valley().places
    )
    spread = tuple(type(p)(**{**vars(p), "y": 40.0 + i * i / 9}) for i, p in enumerate(moved))
    made = valley(places=spread, rules=NEEDS.get(name, {}), **more)
    value = getattr(made.rules, name)
    other = CHANGED[name] if name in CHANGED else not value if isinstance(value, bool) else value * 1.7 + 0.02
    changed = valley(places=spread, rules={**NEEDS.get(name, {}), name: other}, **more)
    before, after = (run_flee(x, seed=4, replicates=1).standing for x in (made, changed))
    assert (before != after).any()


def test_relative_difference_is_the_mean_over_days() -> None:
    simulated = np.array([[[30, 10], [5, 5], [0, 0]]])
    counted = np.array([[20, 20], [0, 0], [4, 6]])
    assert relative_difference(simulated, counted)[0] == pytest.approx((20 / 40 + 0 + 10 / 10) / 3)
    assert relative_difference(2 * simulated, counted, rescaled=True)[0] == pytest.approx((20 / 40 + 0 + 1) / 3)


def test_recent_travel_stays_within_its_bound_of_the_exact_number() -> None:
    """Grid and exact number travel together: each of h stops a day adds 1/128, halving carries, one more for the night.

    error ← (error + h/128 + 1/64)/2 ≤ (h + 2)/128
    """

    class Rule:
        short_stints, speed = True, 360_000_000

    forward, night = plain(with_travel), plain(overnight)
    draws = np.random.default_rng(7)
    for stops in (1, 4, 9):
        exact, tag, worst = 0.0, 0, 0.0
        for _ in range(3_000):
            for _ in range(stops * int(draws.integers(0, 2))):
                km = float(draws.uniform(0.0, 400.0 / stops))
                exact += km / 360.0
                tag = forward(tag, round(km * 1e6), Rule)
                worst = max(worst, abs(tag / GRID - exact))
            exact, tag = exact / 2.0, night(tag)
            assert abs(tag / GRID - exact) <= (stops + 2) / 128
        assert worst > 1 / 256  # the grid is there


def test_distances_that_leave_the_same_choices_are_alike() -> None:
    class Net:
        first_limit, limits = np.array([0, 3, 3]), np.array([100, 200, 300])

    same = plain(alike)
    assert [same(0, moved, Net) for moved in (0, 99, 100, 250, 300, 900)] == [0, 0, 100, 200, 300, 300]
    assert same(1, 250, Net) == 250


def test_the_made_up_instance_has_the_size_it_says() -> None:
    made = ukraine_size()
    assert (len(made.places), len(made.routes), made.days) == (37, 42, 554)
    assert len({frozenset((route.start, route.end)) for route in made.routes}) == 42
    assert run_flee(made.replaced(days=554), seed=0, replicates=1).people == pytest.approx(23_600_000, rel=0.05)


PRINTED = """
from engine.flee_cases import valley
from qonaq.engine.flee import run_flee
made = valley(rules={"avoid_short_stints": True, "awareness_level": 2, "hasten": 10}, days=12)
for native in (False, True):
    print(run_flee(made, seed=8, replicates=1, native=native).standing.tolist())
"""


def test_the_same_numbers_with_the_compiler_and_without_it() -> None:
    printed = [
        subprocess.run(
            [sys.executable, "-c", PRINTED],
            env=os.environ | {"NUMBA_DISABLE_JIT": off, "PYTHONPATH": "tests"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for off in ("0", "1")
    ]
    assert printed[0]
    assert printed[0] == printed[1]
