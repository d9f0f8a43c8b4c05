"""Policies on 200 simulated crises with known truth: are the sign of an effect and the order of two policies right?

A pair is counted where the true difference exceeds 10 % of the true value as it is. Also how much pairing saves: the
variance of a difference with common luck, with independent luck for the same parameters, and with nothing in common.
"""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from crises import DAYS, MEMBERS, NOW, TODAY, crisis, declared, policies

from qonaq.engine import draw_parameters, simulate
from qonaq.model.policies import AS_IT_IS, Policy
from qonaq.planning.compare import compare
from qonaq.planning.indicators import INDICATORS

READS: tuple[str, ...] = ()
CRISES = 200
MATTERS = 0.10  # of the true value as it is
DRAWS, LUCKS = 200, 12
FEWEST = 500.0  # person-days of an indicator below which a crisis has nothing to compare
JUDGED = ("unsheltered_nights", "hours_waited", "registration_days", "overstays")
AHEAD = slice(TODAY + 1, DAYS)


def judged(number: int) -> list[tuple[str, bool]]:
    """For each pair that matters: what it is, and whether the comparison has it right."""
    found = crisis(number, with_policies=True)
    comparison = compare(found.outlook, replicates=MEMBERS)
    rows: list[tuple[str, bool]] = []
    for indicator in JUDGED:
        true = {name: float(INDICATORS[indicator].count(run, AHEAD)[0]) for name, run in found.truth.items()}
        base = true[AS_IT_IS.name]
        if base < FEWEST:
            continue
        ours = {AS_IT_IS.name: 0.0} | {policy.name: comparison.of(policy.name, indicator).mean for policy in policies()}
        for one, other in combinations(true, 2):
            difference = true[one] - true[other]
            if abs(difference) > MATTERS * base:
                kind = "sign" if AS_IT_IS.name in (one, other) else "rank"
                rows.append((f"{kind} {indicator}", (ours[one] - ours[other]) * difference > 0))
    return rows


def savings() -> tuple[float, float]:
    """How many times pairing cuts the variance of a difference in nights without a bed.

    Against independent luck with the same parameters: the variance over luck, for each draw of the parameters, of
    beds − as it is, with common and with different luck. Against independent runs: the variance over everything.
    """
    world, beds = declared(), policies()[0]
    drawn = draw_parameters(world, days=DAYS, replicates=2 * DRAWS, seed=1)
    count = INDICATORS["unsheltered_nights"].count

    def nights(policy: Policy, *, seed: int, first: int = 0) -> np.ndarray:
        chosen = drawn.select(range(first, first + DRAWS))
        run = simulate(world, days=DAYS, replicates=DRAWS, seed=seed, parameters=chosen, policy=policy)
        return count(run, AHEAD)

    base, with_beds = (np.stack([nights(policy, seed=seed) for seed in range(LUCKS)]) for policy in (AS_IT_IS, beds))
    paired, other = with_beds - base, with_beds - np.roll(base, 1, axis=0)
    apart = nights(beds, seed=LUCKS, first=DRAWS) - base[0]
    return float(other.var(axis=0).mean() / paired.var(axis=0).mean()), float(apart.var() / paired[0].var())


def evaluate(_shared: Path, crises: int = CRISES) -> dict[str, dict[str, Any]]:
    return figures_of([row for number in range(crises) for row in judged(number)], savings())


def figures_of(rows: list[tuple[str, bool]], saved: tuple[float, float]) -> dict[str, dict[str, Any]]:
    """Shares of the pairs that are right, and what pairing saves."""
    for kind in sorted({name for name, _ in rows}):
        right = [good for name, good in rows if name == kind]
        print(f"  {kind:<28} {len(right):>5} pairs, {np.mean(right):.3f} right")
    signs = [good for name, good in rows if name.startswith("sign")]
    ranks = [good for name, good in rows if name.startswith("rank")]
    luck, nothing = saved
    return {
        "Sign of a policy's effect right, pairs that differ by more than 10 %": {
            "value": float(np.mean(signs)),
            "better": "higher",
            "goal": 0.95,
        },
        "Order of two policies right, pairs that differ by more than 10 %": {
            "value": float(np.mean(ranks)),
            "better": "higher",
            "goal": 0.95,
        },
        "Variance of a difference: other luck against common luck, times": {
            "value": luck,
            "better": "higher",
            "goal": 2.0,
        },
        "Variance of a difference: independent runs against common luck, times": {
            "value": nothing,
            "better": "higher",
            "goal": 5.0,
        },
    }


if __name__ == "__main__":
    import sys

    print(NOW, evaluate(Path(), int(sys.argv[1]) if len(sys.argv) > 1 else CRISES))
