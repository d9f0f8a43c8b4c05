"""The smoother against its rivals on hidden worlds of the small crisis of tests: coverage, CRPS and simulations used.

    python verification/rivals_of_the_smoother.py [WORLDS]

What came of it: docs/decisions/smoother.md.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from inference.test_fit import ASKED, SAID, stated
from inference.toy_crisis import NAMES, SCENARIO, day, prior, run
from qonaq.inference.fit import misfit_of, own_names
from qonaq.inference.observe import observe
from qonaq.inference.scores import crps_samples
from qonaq.inference.smoother import LENGTHS, normals, smooth

Array = NDArray[np.float64]
Misfit = Callable[[Array], Array]
MEMBERS = 500


def smoother(z: Array, misfit: Misfit, sd: Array, labels: list[str], seed: int) -> tuple[Array, int]:
    return smooth(z, misfit, sd=sd, labels=labels, seed=seed).scores, len(LENGTHS)


def single_step(z: Array, misfit: Misfit, sd: Array, labels: list[str], seed: int) -> tuple[Array, int]:
    return smooth(z, misfit, sd=sd, labels=labels, seed=seed, lengths=(1.0,)).scores, 1


def reweighted(z: Array, misfit: Misfit, sd: Array, _labels: list[str], seed: int) -> tuple[Array, int]:
    """Importance weights on the prior's members: the textbook answer, exact with very many members."""
    chance = np.random.default_rng(seed)
    return z[_resample(-0.5 * np.sum((misfit(z) / sd) ** 2, axis=1), chance)], 1


def tempered(moves: int) -> Callable[[Array, Misfit, Array, list[str], int], tuple[Array, int]]:
    """Tempered sequential Monte Carlo: half the members lost at each temperature, `moves` Crank-Nicolson moves each."""

    def method(z: Array, misfit: Misfit, sd: Array, _labels: list[str], seed: int) -> tuple[Array, int]:
        chance = np.random.default_rng(seed)
        fit = -0.5 * np.sum((misfit(z) / sd) ** 2, axis=1)
        power, runs, reach = 0.0, 1, 0.5
        while power < 1.0:
            power, before = _next_power(fit, power), power
            chosen = _resample((power - before) * fit, chance)
            z, fit = z[chosen], fit[chosen]
            for _ in range(moves):
                new = np.sqrt(1.0 - reach**2) * z + reach * chance.normal(size=z.shape)
                new_fit = -0.5 * np.sum((misfit(new) / sd) ** 2, axis=1)
                runs += 1
                taken = np.log(chance.random(len(z))) < power * (new_fit - fit)
                z, fit = np.where(taken[:, None], new, z), np.where(taken, new_fit, fit)
                reach = float(np.clip(reach * np.exp(taken.mean() - 0.25), 0.02, 0.95))
        return z, runs

    return method


def _next_power(fit: Array, power: float) -> float:
    low, high = power, 1.0
    if _effective((1.0 - power) * fit) >= 0.5 * len(fit):
        return 1.0
    for _ in range(40):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if _effective((middle - power) * fit) >= 0.5 * len(fit) else (low, middle)
    return high


def _effective(log_weights: Array) -> float:
    weights = np.exp(log_weights - log_weights.max())
    return float(weights.sum() ** 2 / np.sum(weights**2))


def _resample(log_weights: Array, chance: np.random.Generator) -> NDArray[np.int64]:
    weights = np.exp(log_weights - log_weights.max())
    edges = np.cumsum(weights) / weights.sum()
    return np.searchsorted(edges, (np.arange(len(edges)) + chance.random()) / len(edges)).clip(max=len(edges) - 1)


METHODS = {
    "smoother, three steps": smoother,
    "smoother, one step": single_step,
    "weights on the prior": reweighted,
    "tempered, 1 move": tempered(1),
    "tempered, 3 moves": tempered(3),
    "tempered, 10 moves": tempered(10),
}


def try_out(name: str, worlds: int) -> str:
    inside, crps, runs = [], [], []
    for world in range(worlds):
        chance = np.random.default_rng(world)
        truth = run(chance.normal(size=(1, len(NAMES))), luck_seed=10_000 + world)
        bias = {name: chance.normal() for name in ("ministry", "paper", "city hall", None, "Aral", "Balqash")}
        seen = observe(SCENARIO, [stated(truth, *said, bias, chance) for said in SAID], as_of=day(11)).observations
        names = own_names(seen)
        width = len(NAMES)
        z = np.hstack([prior(world, MEMBERS), normals(world, process="observation", rows=MEMBERS, labels=names)])

        def misfit(z: Array, seen=seen, names=names, width=width) -> Array:  # type: ignore[no-untyped-def]
            return misfit_of(run(z[:, :width]), seen, names, z[:, width:])

        fitted, used = METHODS[name](z, misfit, np.array([o.sd for o in seen]), [o.label for o in seen], world)
        outcome = run(fitted[:, :width])
        runs.append(used)
        for measure, place, first, last in ASKED:
            values, true = (w.figure(measure, place=place, start=day(first), end=day(last)) for w in (outcome, truth))
            low, high = np.quantile(values, (0.05, 0.95))
            inside.append(low <= true[0] <= high)
            crps.append(float(crps_samples(np.log(values + 1.0), np.log(true[0] + 1.0))))
    return f"{name:<24} {np.mean(inside):8.2f} {np.mean(crps):10.4f} {np.mean(runs):8.1f}"


if __name__ == "__main__":
    print(f"{'method':<24} {'90 % in':>8} {'CRPS (log)':>10} {'runs':>8}")
    for method in METHODS:
        print(try_out(method, int(sys.argv[1]) if len(sys.argv) > 1 else 60))
