"""Standard normal scores of the uncertain quantities, each at its own address."""
# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

from qonaq.engine.kernels.compiled import kernel
from qonaq.engine.streams import normal


@kernel
def fill_scores(scores, addresses, numbers, seed):
    """scores[r, n] = Normal(0, 1) at (seed, replicate, process, day, place, group, item) of the quantity n.

    scores     (replicates, names) (written)
    addresses  (names, 5) process, day, place, group, item
    numbers    (replicates) the number of each replicate
    """
    for row in range(scores.shape[0]):
        for name in range(scores.shape[1]):
            process, day, place, group, item = addresses[name]
            scores[row, name] = normal(seed, numbers[row], process, day, place, group, item)
