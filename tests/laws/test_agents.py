"""Counting people and following them one by one give the same law."""

from __future__ import annotations

import importlib.util
import math
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.worlds import fixed_at_medians, prior, small
from laws.threshold import deviations
from qonaq.engine import compile_program, draw_parameters, simulate
from qonaq.engine.program_rates import Rates, rates_of
from qonaq.model.policies import AS_IT_IS

DAYS, COUNTED, FOLLOWED = 14, 4000, 250
ASKED = {
    "departures": {"measure": "departures"},
    "entries": {"measure": "entries", "group": "displaced"},
    "returns": {"measure": "returns"},
    "onward": {"measure": "onward"},
    "present 0": {"measure": "present", "place": "Rivertown"},
    "present 1": {"measure": "present", "place": "Capital"},
}


def agents():
    path = Path(__file__).resolve().parents[2] / "verification" / "agents.py"
    spec = importlib.util.spec_from_file_location("agents", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["agents"] = module
    spec.loader.exec_module(module)
    return module


def world(transit=0.45):
    """Nothing links people: room for all, no queue, no end of stays."""
    priors = (
        prior("pool_share", 0.00005), prior("hazard", 0.4), prior("capacity", 1e6), prior("room_floor", 1.0),
        prior("traffic_in", 0.0), prior("residents_in", 0.0), prior("transit_share", transit),
    )  # fmt: skip
    return fixed_at_medians(small(rules=(), priors=priors))


@pytest.fixture(scope="module")
def followed():
    scenario = world()
    program = compile_program(scenario, days=DAYS, policy=AS_IT_IS)
    parameters = draw_parameters(scenario, days=DAYS, replicates=1, seed=1)
    flat = parameters.with_scores(np.zeros_like(parameters.scores))  # no daily shocks: every course has one law
    rates = Rates(*(table[0] for table in rates_of(program, flat)))
    chance = np.random.default_rng(8)
    module = agents()
    return [module.simulate_agents(program, rates, days=DAYS, chance=chance) for _ in range(FOLLOWED)]


def counted(scenario):
    drawn = draw_parameters(scenario, days=DAYS, replicates=COUNTED, seed=2)
    run = simulate(
        scenario, days=DAYS, replicates=COUNTED, seed=2, parameters=drawn.with_scores(np.zeros_like(drawn.scores))
    )
    return {name: run.figure(**question) for name, question in ASKED.items()}


def same_law(one, two):
    """Means and variances of each figure agree within chance."""
    for name, sample in two.items():
        other = np.array([course[name] for course in one], float)
        error = math.sqrt(sample.var() / len(sample) + other.var() / len(other))
        if abs(sample.mean() - other.mean()) > deviations(12) * error:
            return False
        spread = math.sqrt(2.0 / (len(other) - 1) + 2.0 / (len(sample) - 1))
        if abs(math.log(other.var() / sample.var())) > deviations(12) * spread:
            return False
    return True


def test_counting_gives_the_law_of_people_one_by_one(followed):
    assert same_law(followed, counted(world()))


def test_another_law_is_rejected(followed):
    assert not same_law(followed, counted(world(transit=0.55)))
