"""Twin experiments: 50 hidden worlds that live by other rules than our model, a third of their places counted with 20 %
noise and three days late. Error is the mean absolute error of city stocks on the day of the forecast and three days
later, over all cities, fitted against the free run (the prior without any figure).
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
from twin_worlds import CITIES, DAYS, START, TODAY, claims_about, hidden_world, scenario

from qonaq.engine import Ensemble, simulate
from qonaq.inference.calibrate import calibrate

READS: tuple[str, ...] = ()
WORLDS, MEMBERS = 50, 500
NOW = START + timedelta(days=TODAY)
DAYS_SCORED = (TODAY, DAYS - 1)  # the day of the forecast, and three days later


def stocks(ensemble: Ensemble) -> np.ndarray:
    """(members, cities, days scored)"""
    series = [ensemble.series("present", place=name)[:, DAYS_SCORED] for name, *_ in CITIES]
    return np.asarray(series, dtype=float).transpose(1, 0, 2)


def one_world(number: int) -> tuple[str, float, float, float]:
    """Structure; errors of the fitted and of the free run; share of stocks inside the fitted 90 % interval."""
    world, declared = hidden_world(number), scenario()
    posterior = calibrate(declared, claims_about(world, number), as_of=NOW, replicates=MEMBERS, seed=number)
    fitted = stocks(simulate(declared, days=DAYS, replicates=MEMBERS, seed=number, parameters=posterior.parameters))
    free = stocks(simulate(declared, days=DAYS, replicates=MEMBERS, seed=number))
    truth = world.present[:, DAYS_SCORED]
    low, high = np.quantile(fitted, (0.05, 0.95), axis=0)
    errors = [float(np.abs(np.median(run, axis=0) - truth).mean()) for run in (fitted, free)]
    return world.structure, errors[0], errors[1], float(np.mean((low <= truth) & (truth <= high)))


def evaluate(_shared: Path, worlds: int = WORLDS) -> dict[str, dict[str, Any]]:
    rows = [one_world(number) for number in range(worlds)]
    by_structure: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for structure, *numbers in rows:
        by_structure[structure].append((numbers[0], numbers[1], numbers[2]))
    for structure, found in by_structure.items():
        fitted, free, covered = np.array(found).T
        print(f"  {structure:<12} error {np.mean(fitted / free):.2f} of the free run's, covers {covered.mean():.2f}")
    fitted, free, covered = np.array([row[1:] for row in rows]).T
    return {
        "error of city stocks, of the free run's": {
            "value": float(fitted.sum() / free.sum()),
            "better": "lower",
            "goal": 0.5,
        },
        "the same, median world": {"value": float(np.median(fitted / free)), "better": "lower", "goal": 0.5},
        "truths inside the 90 % interval": {"value": float(covered.mean()), "better": "inside", "goal": [0.85, 0.95]},
    }


if __name__ == "__main__":
    import sys

    print(evaluate(Path(), int(sys.argv[1]) if len(sys.argv) > 1 else WORLDS))
