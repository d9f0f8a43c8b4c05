"""The kernels and the slow twin, written apart, agree to the last bit on scenarios of any small shape."""

from __future__ import annotations

import ast
import inspect

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from engine.worlds import DAYS, small, worlds
from qonaq.engine import reference, reference_border, reference_cities, reference_state
from qonaq.engine.kernels import day
from qonaq.engine.order import ORDER
from qonaq.engine.program import compile_program
from qonaq.engine.program_parameters import draw_parameters
from qonaq.engine.program_rates import rates_of
from qonaq.engine.reference import STEPS, run_reference
from qonaq.engine.simulate import simulate
from qonaq.engine.workers import Workers
from qonaq.errors import InternalError
from qonaq.model.policies import AS_IT_IS, Lever, Policy


def differing(scenario, policy, days, replicates=2, seed=7):
    ensemble = simulate(
        scenario, days=days, replicates=replicates, seed=seed, policy=policy, workers=Workers(count=1, chunk=replicates)
    )
    parameters = ensemble.parameters
    counts, levels = run_reference(
        ensemble.program, rates_of(ensemble.program, parameters), parameters.numbers, seed=seed
    )
    return np.argwhere(counts != ensemble.counts), np.argwhere(levels != ensemble.levels), counts


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(worlds())
def test_kernels_and_twin_agree_to_the_last_bit(world):
    counts, levels, _ = differing(*world, days=DAYS)
    assert counts.tolist() == []
    assert levels.tolist() == []


@pytest.mark.parametrize("seed", range(3))
def test_transport_on_the_day_on_which_stays_end_loses_nobody(seed):
    """Who was brought to the road that morning cannot be expelled from a city that evening."""
    world = small()
    host = next(p.name for p in world.places if p.kind.value == "city" and p.country == world.host)
    other = next(p.name for p in world.places if p.kind.value == "city" and p.country == world.host and p.name != host)
    start = world.start
    levers = (
        Lever("cap_stay", start=start, target=world.host, amount=1.0),
        Lever("transport", start=start, target=host, to=other, amount=100_000.0),
    )
    counts, levels, _ = differing(world, Policy("both", levers), days=25, seed=seed)
    assert counts.tolist() == []
    assert levels.tolist() == []


def test_they_agree_where_much_happens():
    counts, levels, written = differing(small(), AS_IT_IS, days=40)
    assert written.sum() > 10_000
    assert counts.tolist() == []
    assert levels.tolist() == []


def test_the_twin_imports_nothing_from_the_kernels():
    for module in (reference, reference_border, reference_cities, reference_state):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.ImportFrom):
                assert "kernels" not in (node.module or "")


def test_table_kernels_and_twin_keep_one_order():
    """The kernels' day calls exactly the steps of the table, in its order; the twin has a function for each."""
    table = [step.name for step in ORDER]
    assert list(STEPS) == table or set(STEPS) == set(table)
    body = ast.parse(inspect.getsource(getattr(day.run_day, "py_func", day.run_day))).body[0]
    called = [
        node.value.func.id
        for node in body.body  # type: ignore[attr-defined]
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name)
    ]
    assert called == table


def test_people_lost_stop_the_twin(monkeypatch):
    program = compile_program(small(), days=12, policy=AS_IT_IS)
    parameters = draw_parameters(small(), days=12, replicates=1, seed=1)

    def forgetful(twin):
        twin.gone[0] += 1

    monkeypatch.setitem(STEPS, "move_rents", forgetful)
    with pytest.raises(InternalError, match="the slow twin lost people on 2030-03-01, replicate 0"):
        run_reference(program, rates_of(program, parameters), parameters.numbers, seed=1)
