"""Simulation-based calibration on the real engine: hidden worlds of the Kazakhstan case, fitted from claims like its own.

For each world one draw of the prior is run as the truth; every observation of the packaged evidence gets the number
that officials would have stated in that world (bias, rounding, hedges as the observation model says); the fit must
then place the truth anywhere among its members with equal chance. Covers: share of truths inside the 90 % interval;
band: whether every figure's rank histogram stays inside its 95 % simultaneous band.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from qonaq.engine import Ensemble, draw_parameters, simulate
from qonaq.inference.calibrate import askable
from qonaq.inference.fit import bias_size, fit
from qonaq.inference.likelihood import to_scale
from qonaq.inference.observe import Observation, observe, simulated
from qonaq.io.scenario import read_scenario
from qonaq.model.scenario import Scenario, as_of

READS: tuple[str, ...] = ()
AS_OF = date(2022, 9, 28)
WORLDS, MEMBERS, AHEAD, BINS = 200, 400, 28, 10
Array = NDArray[np.float64]


def figures(scenario: Scenario) -> list[tuple[str, dict[str, Any]]]:
    """What is asked of each world: flows and stocks of the country today and ahead, and of some cities."""
    since, later = date(2022, 9, 21), AS_OF + timedelta(days=AHEAD)
    week = AS_OF + timedelta(days=7)
    return [
        ("entries", {"start": since, "end": week}),
        ("entries", {"start": since, "end": later}),
        ("exits", {"start": since, "end": week}),
        ("exits", {"start": since, "end": later}),
        ("present", {"end": AS_OF}),
        ("present", {"end": later}),
        *(("present", {"place": city, "end": week}) for city in ("Oral", "Almaty", "Kostanay", "Aktau")),
        ("registrations", {"start": since, "end": later}),
        ("registration_backlog", {"end": week}),
    ]


def stated_in(truth: Ensemble, world: int, seen: tuple[Observation, ...]) -> tuple[Observation, ...]:
    """The observations with the numbers that would have been stated in a world (a replicate of `truth`)."""
    chance = np.random.default_rng(world)
    bias = {source: chance.normal() for source in sorted({one.source or "" for one in seen})}
    offset = {where: np.array(chance.normal()) for where in sorted({one.where for one in seen})}
    told = []
    for one in seen:
        last_day = np.full(truth.replicates, chance.random())
        y = float(to_scale(one.measure, simulated(truth, one, last_day))[world])
        shift = float(one.meaning.shift(np.array([chance.normal()]))[0]) if one.meaning.hedged else 0.0
        bias_now = bias_size(one) * bias[one.source] if one.source else 0.0
        middle = y + bias_now + float(one.discrepancy.offset(offset[one.where])) - shift - one.sd * chance.normal()
        told.append(replace(one, meaning=replace(one.meaning, middle=middle)))
    return tuple(told)


def ranks(worlds: int = WORLDS, members: int = MEMBERS) -> tuple[list[str], Array]:
    """(worlds, figures): share of fitted members below the truth."""
    scenario = as_of(read_scenario("kazakhstan-2022"), AS_OF)
    days = (AS_OF - scenario.start).days + 1
    longer = days + AHEAD
    truth = simulate(scenario, days=longer, replicates=worlds, seed=77_777)
    prior = draw_parameters(scenario, days=days, replicates=members, seed=1)

    def run(scores: Array, until: int = days) -> Ensemble:
        return simulate(scenario, days=until, replicates=members, seed=1, parameters=prior.with_scores(scores))

    first = run(prior.scores)
    seen = askable(first, observe(scenario, scenario.evidence, as_of=AS_OF)).observations
    asked = figures(scenario)
    table = np.empty((worlds, len(asked)))
    for world in range(worlds):
        fitted = fit(run, prior.scores, stated_in(truth, world, seen), seed=1, first=first)
        outcome = run(fitted.engine, longer)
        for column, (measure, where) in enumerate(asked):
            values, true = outcome.figure(measure, **where), truth.figure(measure, **where)[world]
            table[world, column] = np.mean(values < true) + 0.5 * np.mean(values == true)
    return [f"{measure} {where.get('place', '')} to {where['end']}" for measure, where in asked], table


def inside_band(column: Array, comparisons: int) -> bool:
    """Whether every bar of a rank histogram lies in its 95 % band, all bars of all figures together."""
    counts = np.histogram(column, bins=BINS, range=(0.0, 1.0))[0]
    level = 0.05 / (BINS * comparisons)
    low, high = binom.ppf((level / 2, 1 - level / 2), len(column), 1.0 / BINS)
    return bool(np.all((counts >= low) & (counts <= high)))


def evaluate(_shared: Path) -> dict[str, dict[str, Any]]:
    names, table = ranks()
    covered = np.mean((table > 0.05) & (table < 0.95), axis=0)
    for name, share, column in zip(names, covered, table.T, strict=True):
        print(f"  {name:<44} {share:5.2f} {np.histogram(column, bins=BINS, range=(0, 1))[0]}")
    band = np.mean([inside_band(column, len(names)) for column in table.T])
    return {
        "sbc_covers_90": {"value": float(covered.mean()), "better": "inside", "goal": [0.85, 0.95]},
        "sbc_covers_90_worst_figure": {"value": float(covered.min()), "better": "higher", "goal": 0.85},
        "sbc_figures_inside_band": {"value": float(band), "better": "higher", "goal": 1.0},
    }


if __name__ == "__main__":
    print(evaluate(Path()))
