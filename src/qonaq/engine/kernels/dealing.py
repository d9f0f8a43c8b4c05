"""Many cells at once: people taken from cells without replacement, people spread over cells by weights.

Both are exact. A few people are drawn one by one, many by a chain over the cells: which is faster depends on how
many there are, the law does not.
"""
# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

from qonaq.engine.kernels.compiled import kernel_of
from qonaq.engine.streams import binomial as one_binomial
from qonaq.engine.streams import hypergeometric, multinomial, pair
from qonaq.engine.streams import poisson as one_poisson

FEW_DEALT = 4  # people per cell that is not empty, up to which they are dealt one by one
FEW_SPREAD = 2  # people per cell with a weight, up to which they are spread one by one
NOBODY = 1e300  # a mark beyond every weight
MOST_SINGLE = 1024  # draws that one address has room for, and some


ADDRESS = "int64, int64, int64, int64, int64, int64, int64"  # seed, replicate, process, day, place, group, item


@kernel_of(f"int64(int64, float64, {ADDRESS})")
def binomial(many, chance, seed, number, process, t, place, group, item):
    """`streams.binomial`, compiled once for all kernels."""
    return one_binomial(many, chance, seed, number, process, t, place, group, item)


@kernel_of(f"int64(float64, {ADDRESS})")
def poisson(mean, seed, number, process, t, place, group, item):
    """`streams.poisson`, compiled once for all kernels."""
    return one_poisson(mean, seed, number, process, t, place, group, item)


@kernel_of(f"void(int64[::1], int64, int64, int64[::1], {ADDRESS})")
def deal_singly(cells, rest, going, out, seed, number, process, t, place, group, item):
    """One after the other: who is at place ⌊U · rest⌋ of those who are left, cell after cell, is taken.

    rest  people in all cells     `out` holds the running sums of what is left while people are drawn: no step branches
    """
    size = cells.shape[0]
    reach = 0
    for cell in range(size):
        reach += cells[cell]
        out[cell] = reach
    other = 0.0
    for draw in range(going):
        mark = other
        if draw % 2 == 0:
            mark, other = pair(seed, number, process, t, place, group, item, draw // 2)
        at = int(mark * (rest - draw))
        for cell in range(size):
            out[cell] -= at < out[cell]
    before = 0
    for cell in range(size):
        reach = out[cell]
        out[cell] = cells[cell] - (reach - before)
        cells[cell] = reach - before
        before = reach


@kernel_of(f"void(int64[::1], int64, int64[::1], {ADDRESS})")
def deal(cells, going, out, seed, number, process, t, place, group, item):
    """`going` people are taken at random from the cells, without replacement.

        out ~ multivariate hypergeometric(cells, going)

    cells  people in each cell (changed: less those who are taken)      out  people taken (written)
    """
    size, rest, filled = cells.shape[0], 0, 0
    for cell in range(size):
        out[cell] = 0
        rest += cells[cell]
        if cells[cell] > 0:
            filled += 1
    if going >= rest:
        for cell in range(size):
            out[cell] = cells[cell]
            cells[cell] = 0
        return
    if going <= min(FEW_DEALT * filled, MOST_SINGLE):
        deal_singly(cells, rest, going, out, seed, number, process, t, place, group, item)
        return
    left = going
    for cell in range(size):
        if left == 0:
            return
        if cells[cell] > 0:
            rest -= cells[cell]
            taken = left
            if rest > 0:
                taken = hypergeometric(cells[cell], rest, left, seed, number, process, t, place, group, item + cell)
            cells[cell] -= taken
            out[cell] = taken
            left -= taken


@kernel_of(f"void(int64, float64[::1], int64[::1], {ADDRESS})")
def spread(many, weights, out, seed, number, process, t, place, group, item):
    """`many` people choose cells independently: out ~ Multinomial(many, w / Σw). Σw must be above 0. out (written).

    A few choose one by one, four at a time: who draws U goes to the first cell at which the running sum passes U · Σw.
    `out` counts how many stop at a cell or before it, until the end: no step branches.
    """
    size = weights.shape[0]
    total = 0.0
    last, open_to = 0, 0
    for cell in range(size):
        out[cell] = 0
        total += weights[cell]
        if weights[cell] > 0.0:
            last = cell
            open_to += 1
    if many > min(FEW_SPREAD * open_to, MOST_SINGLE):
        multinomial(many, weights, out, seed, number, process, t, place, group, item)
        return
    for draw in range(0, many, 4):
        first, second = pair(seed, number, process, t, place, group, item, draw // 2)
        third, fourth = NOBODY, NOBODY
        if draw + 2 < many:
            third, fourth = pair(seed, number, process, t, place, group, item, draw // 2 + 1)
        first, second, third, fourth = first * total, second * total, third * total, fourth * total
        if draw + 1 >= many:
            second = NOBODY
        if draw + 3 >= many:
            fourth = NOBODY
        reach = 0.0
        for cell in range(last):
            reach += weights[cell]
            out[cell] += (first < reach) + (second < reach) + (third < reach) + (fourth < reach)
    out[last] = many
    for cell in range(last, 0, -1):
        out[cell] -= out[cell - 1]
