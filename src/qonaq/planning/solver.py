"""Solve the programme of `placement`: people first, then money; which limits bind, and which cannot hold together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qonaq.planning.programme import BUDGET, TEN_THOUSANDTH, Programme, Row

Numbers = NDArray[np.float64]
SECONDS = 10.0  # most that one solution may take; the best plan found until then is kept
GAP = 2e-3  # of the optimum, at which a plan is good enough for people
GAP_OF_EFFORT = 1e-2  # and for money, once no more people can be given a bed
SLACK = 1e-6


@dataclass(frozen=True)
class Binding:
    """A limit that holds the plan back, and what one more unit of it would give."""

    limit: str
    unit: str
    value: float  # of the limit
    worth: float  # expected nights without a bed (or their weight in waiting) that one more unit would spare


@dataclass(frozen=True)
class Conflict:
    """A limit that cannot hold together with the others, and by how much it would have to give way."""

    limit: str
    unit: str
    value: float
    short: float
    alone: bool  # giving way on this limit alone is enough


def solve(programme: Programme) -> Numbers | None:
    """Columns with the least harm and, among those, the least effort; None where the limits cannot all hold."""
    goal = programme.harm + programme.thrift * programme.effort
    best = _milp(programme.rows, goal, programme.upper, programme.layout.decided)
    if best is None:
        return None
    columns = np.flatnonzero(programme.harm)
    least = float(programme.harm @ best)
    no_worse = Row(
        tuple(columns.tolist()), tuple(programme.harm[columns].tolist()), least * (1.0 + TEN_THOUSANDTH) + SLACK
    )
    rows, whole = (*programme.rows, no_worse), programme.layout.decided
    if _all_spent(programme, best):  # nothing to save: what is opened stays, and nobody is moved in vain
        opened = np.round(best[:whole])
        cheap = _milp(rows, programme.effort, programme.upper, 0, fixed=opened)
    else:
        cheap = _milp(rows, programme.effort, programme.upper, whole, gap=GAP_OF_EFFORT)
    return best if cheap is None else cheap


def _all_spent(programme: Programme, x: Numbers) -> bool:
    """Whether the budget is spent but for a hundredth."""
    budgets = [row.limit for row in programme.rows if row.name == BUDGET]
    return bool(budgets) and float(programme.money @ x) >= (1.0 - GAP_OF_EFFORT) * budgets[0]


def binding(programme: Programme, x: Numbers) -> tuple[Binding, ...]:
    """Limits without room for one more step, with the harm that one more unit would spare (duals of the relaxation)."""
    from scipy.optimize import linprog

    matrix, limits = _matrix(programme.rows, len(programme.harm))
    bounds = np.column_stack([np.zeros(len(programme.harm)), programme.upper])
    relaxed = linprog(programme.harm, A_ub=matrix, b_ub=limits, bounds=bounds)
    if not relaxed.success:
        return ()
    room = limits - matrix @ x
    found: dict[str, Binding] = {}
    for row, left, worth in zip(programme.rows, room, -relaxed.ineqlin.marginals, strict=True):
        if row.name and left < min(row.coefficients) - SLACK:
            before = found.get(row.name, Binding(row.name, row.unit, row.limit, 0.0))
            value = max(before.value, row.limit)
            found[row.name] = replace(before, value=value, worth=before.worth + float(worth))
    return tuple(sorted((row for row in found.values() if row.worth > SLACK), key=lambda row: -row.worth))


def conflicts(programme: Programme) -> tuple[Conflict, ...]:
    """Which limits cannot hold together: each one that helps alone; else the least shares of all of them together."""
    limits = {row.name: row for row in programme.rows if row.name}
    found = []
    for name, row in limits.items():
        short = _short(programme, (name,))
        if short is not None:
            found.append(Conflict(name, row.unit, _largest(programme, name), short[name], alone=True))
    if found:
        return tuple(sorted(found, key=lambda each: each.short / max(1.0, each.value)))
    together = _short(programme, tuple(limits)) or {}
    return tuple(
        Conflict(name, limits[name].unit, _largest(programme, name), short, alone=False)
        for name, short in together.items()
        if short > SLACK
    )


def _largest(programme: Programme, name: str) -> float:
    return max(row.limit for row in programme.rows if row.name == name)


def _short(programme: Programme, names: tuple[str, ...]) -> dict[str, float] | None:
    """By how much each of these limits must give way at least; in shares of the limit where several do."""
    first = programme.layout.columns
    position = {name: first + number for number, name in enumerate(names)}
    goal = np.zeros(first + len(names))
    for name, column in position.items():
        goal[column] = 1.0 / max(1.0, _largest(programme, name))
    rows = tuple(
        replace(row, columns=(*row.columns, position[row.name]), coefficients=(*row.coefficients, -1.0))
        if row.name in position
        else row
        for row in programme.rows
    )
    upper = np.concatenate([programme.upper, np.full(len(names), np.inf)])
    x = _milp(rows, goal, upper, programme.layout.decided)
    return None if x is None else {name: float(x[column]) for name, column in position.items()}


def _milp(
    rows: tuple[Row, ...],
    goal: Numbers,
    upper: Numbers,
    whole: int,
    *,
    gap: float = GAP,
    fixed: Numbers | None = None,
) -> Numbers | None:
    """The columns with the least goal: the first `whole` of them whole numbers, or the first as `fixed`."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    lower = np.zeros(len(goal))
    if fixed is not None:
        lower[: len(fixed)] = fixed
        upper = np.concatenate([fixed, upper[len(fixed) :]])
    matrix, limits = _matrix(rows, len(goal))
    integrality = np.zeros(len(goal))
    integrality[:whole] = 1
    found = milp(
        goal,
        constraints=LinearConstraint(matrix, -np.inf, limits),
        integrality=integrality,
        bounds=Bounds(lower, upper),
        options={"time_limit": SECONDS, "mip_rel_gap": gap},
    )
    return None if found.x is None else np.asarray(found.x, dtype=float)


def _matrix(rows: tuple[Row, ...], columns: int) -> tuple[Any, Numbers]:
    from scipy.sparse import csr_matrix

    starts = np.concatenate([[0], np.cumsum([len(row.columns) for row in rows])])
    at = np.fromiter((column for row in rows for column in row.columns), int, int(starts[-1]))
    values = np.fromiter((value for row in rows for value in row.coefficients), float, int(starts[-1]))
    return csr_matrix((values, at, starts), shape=(len(rows), columns)), np.array([row.limit for row in rows])
