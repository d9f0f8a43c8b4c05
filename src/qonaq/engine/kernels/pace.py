"""How fast this machine draws: bare binomials, nothing else. The limit against which the engine is measured."""
# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

from numba import njit

from qonaq.engine.streams import binomial


@njit(cache=True, nogil=True)
def draw_many(many, people, chance):
    """`many` binomial draws at different addresses; returns their sum."""
    total = 0
    for draw in range(many):
        total += binomial(people, chance, 1, draw, 0, 0, 0, 0, 0)
    return total
