"""Cohorts follow the law of persons: theory where there is one, a simulator of persons, and runs of Flee itself."""

from __future__ import annotations

import csv
import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from scipy import stats

from engine.flee_cases import instance, place
from laws.threshold import deviations, discrete_p, limit
from qonaq.engine.flee import relative_difference, run_flee
from qonaq.engine.flee_instance import FleeInstance, FleeRules
from qonaq.io.flee import read_flee


def persons() -> ModuleType:
    """The simulator of persons, which is no part of the package."""
    path = Path(__file__).resolve().parents[2] / "verification" / "flee_persons.py"
    spec = importlib.util.spec_from_file_location("flee_persons", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["flee_persons"] = module
    spec.loader.exec_module(module)
    return module


CAMP = place("Camp", "camp", 0, "away")


def leavers(chance: float, day: int) -> np.ndarray[Any, Any]:
    """People in the camp after some days, of 500 in a town that they leave with a chance; 400 replicates."""
    rules = FleeRules(default_movechance=chance, camp_movechance=0.0, insert_day0=False)
    town = place("Town", "town")
    made = instance([town, CAMP], [("Town", "Camp", 100.0)], days=day + 1, agents={"Town": 500}, rules=rules)
    return run_flee(made, seed=1, replicates=400).camps[:, day, 0]


@pytest.mark.parametrize("day", [0, 3])
def test_stays_in_a_town_are_geometric(day: int) -> None:
    """Law: Binomial(N, 1 − (1 − p)^(t + 1)). Sample: 400 runs of 500 people. A chance 2 % off, or a day off, fails."""
    sample = leavers(0.3, day)
    assert discrete_p(sample, stats.binom(500, 1.0 - 0.7 ** (day + 1))) > limit()
    assert discrete_p(sample, stats.binom(500, 1.0 - 0.7 ** (day + 2))) < limit()
    assert discrete_p(leavers(0.34, day), stats.binom(500, 1.0 - 0.7 ** (day + 1))) < limit()


def test_choices_are_multinomial_in_score_over_distance() -> None:
    """Law: each camp Binomial(N, w/Σw), w = score/(10 + km). Mutant: the distance without its softening."""
    camps = [place(f"Camp {km}", "camp", 0, "away") for km in (90, 190, 340)]
    rules = FleeRules(camp_movechance=0.0, foreign_weight=2.0)
    war = place("War", "conflict_zone", 100)
    routes = [("War", camp.name, float(camp.name.split()[1])) for camp in camps]
    made = instance([war, *camps], routes, days=1, agents={"War": 2_000}, rules=rules)
    sample = run_flee(made, seed=2, replicates=400).camps[:, 0]
    for softening, holds in ((10.0, True), (0.0, False)):
        weights = np.array([2.0 / (softening + km) for km in (90, 190, 340)])
        for column, share in enumerate(weights / weights.sum()):
            p = discrete_p(sample[:, column], stats.binom(2_000, share))
            if holds:
                assert p > limit(3)
            elif column == 0:
                assert p < limit()


def valley(rules: FleeRules, *, shift: int = 0) -> FleeInstance:
    """Two wars, a town, a hub, two camps of which one fills; `shift` days later for the mutant."""
    places = [
        place("War", "conflict_zone", 3_000), place("Siege", "conflict_zone", 1_000), place("Town", "town"),
        place("Hub", "forwarding_hub", 0, "away"), place("Small", "camp", 70, "away"),
        place("Wide", "camp", 5_000, "away"),
    ]  # fmt: skip
    routes = [
        ("War", "Town", 130.0), ("Siege", "Town", 60.0), ("War", "Siege", 110.0), ("Town", "Hub", 170.0),
        ("Hub", "Small", 50.0), ("Hub", "Wide", 420.0), ("Town", "Wide", 300.0),
    ]  # fmt: skip
    small = [(0, 0.0), (0 + shift, 0.0), (24 + shift, 90.0)]
    wide = [(0, 20.0), (0 + shift, 20.0), (24 + shift, 330.0)]
    return instance(places, routes, days=24, counts={"Small": small, "Wide": wide}, rules=rules)


RULES = {
    "short sight": FleeRules(conflict_weight=0.25),
    "long sight": FleeRules(conflict_weight=0.25, awareness_level=3),
    "short stints": FleeRules(avoid_short_stints=True, default_movechance=0.5, distance_power=0.75),
    "on foot": FleeRules(start_on_foot=True, awareness_level=2, avoid_short_stints=True),
}
RUNS = 40


def worst(ours: Any, theirs: Any) -> float:
    """The greatest gap of means over places and every fourth day, in standard errors of both samples."""
    gap = ours.mean(axis=0) - theirs.mean(axis=0)
    error = np.sqrt(ours.var(axis=0, ddof=1) / len(ours) + theirs.var(axis=0, ddof=1) / len(theirs)) + 1e-9
    close = np.abs(gap) < 0.2  # people: counts that hardly ever differ have no standard error to speak of
    return float(np.where(close, 0.0, np.abs(gap) / error)[3::4].max())


@pytest.mark.parametrize("name", RULES)
def test_cohorts_and_persons_have_the_same_law(name: str) -> None:
    """Law: the same mean in every place on every fourth day, with a small camp that fills. 40 runs of persons, 400 of
    cohorts; 36 comparisons. Mutant: everybody comes one day later."""
    generator = np.random.default_rng(2022)
    walk = persons().walk
    theirs = np.stack([walk(valley(RULES[name]), generator) for _ in range(RUNS)])
    ours = run_flee(valley(RULES[name]), seed=6, replicates=10 * RUNS).standing
    allowed = deviations(36)
    assert worst(ours, theirs) < allowed
    late = run_flee(valley(RULES[name], shift=1), seed=6, replicates=10 * RUNS).standing
    assert worst(late, theirs) > allowed


def flee_runs(folder: Path, pattern: str) -> tuple[Any, Any]:
    """Simulated and observed agents of Flee's own output files: [run, day, camp], [day, camp]."""
    runs, data = [], None
    for path in sorted(folder.glob(pattern)):
        rows = list(csv.reader(path.open(encoding="utf-8")))
        columns = [i for i, name in enumerate(rows[0]) if name.endswith(" sim")]
        runs.append([[int(float(row[i])) for i in columns] for row in rows[1:]])
        data = np.array([[int(float(row[i + 1])) for i in columns] for row in rows[1:]])
    return np.array(runs), data


CASES = [
    ("mali2012", 10, "hasten10-?.csv", {}, 0.317, 0.01),
    ("mali2012", 10, "hasten10-awareness3.csv", {"awareness_level": 3}, 0.226, 0.01),
    ("burundi2015", 20, "hasten20-?.csv", {}, 0.466, 0.02),
    ("car2013", 100, "hasten100-?.csv", {}, 0.372, 0.02),
]


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize(("case", "hasten", "files", "rules", "error", "within"), CASES)
def test_counts_follow_flee_itself(
    shared: Path, case: str, hasten: int, files: str, rules: dict[str, Any], error: float, within: float
) -> None:
    """With s the deviation of 20 runs of ours and m of Flee's: means within 4·s·√(1/20 + 1/m), on every tenth day and
    for every camp, 1 in 100 excepted. Where all our runs agree to an agent, one agent is allowed."""
    read, _ = read_flee(shared / "flee" / case)
    made = read.replaced(rules=replace(read.rules, hasten=hasten, **rules))
    result = run_flee(made, seed=11, replicates=20)
    theirs, data = flee_runs(shared / "flee" / case / "reference", files)
    assert (result.program.counted == data).all()
    allowed = 4.0 * result.camps.std(axis=0, ddof=1) * np.sqrt(1 / 20 + 1 / len(theirs))
    gap = np.abs(result.camps.mean(axis=0) - theirs.mean(axis=0))
    assert (gap > np.maximum(allowed, 1.0))[::10].mean() <= 0.01
    assert abs(result.rescaled_difference.mean() - error) <= within
    assert abs(relative_difference(theirs, data, rescaled=True).mean() - error) <= within
    mutant = run_flee(made.replaced(rules=replace(made.rules, max_move_speed=made.rules.max_move_speed * 0.5)), seed=11,
                      replicates=20)  # fmt: skip
    gap = np.abs(mutant.camps.mean(axis=0) - theirs.mean(axis=0))
    assert (gap > np.maximum(allowed, 1.0))[::10].mean() > 0.01
