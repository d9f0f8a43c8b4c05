"""What was counted, by camp and day, and how many people start their flight because of it.

Flee works in agents: a count is divided by `hasten`, tables of one camp are summed step by step, corrected for a change
of registration, and read between their dates by straight lines, cut to whole agents.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from qonaq.engine.flee_instance import FleeInstance, Table

Points = NDArray[np.float64]  # rows of (day, agents)


def scaled(table: Table, share: float) -> Points:
    """A table in agents: `share` agents a person."""
    return np.array([(day, value * share) for day, value in table], float).reshape(-1, 2)


def added(first: Points, second: Points) -> Points:
    """The sum of two tables of one camp, as Flee adds them: by steps, ending where the second ends."""
    rows: list[tuple[float, float]] = []
    at, last = 0, 0.0
    for day, value in second:
        while day > first[at, 0]:
            rows.append((first[at, 0], last + first[at, 1]))
            if at == len(first) - 1:
                break
            at += 1
        if day == first[at, 0]:
            rows.append((day, value + first[at, 1]))
            at = min(at + 1, len(first) - 1)
            last = value
        elif day < first[at, 0]:
            rows.append((day, value + first[at, 1]))
            last = value
    return np.array(rows, float).reshape(-1, 2)


def corrected(points: Points, day: int) -> Points:
    """Counts before a correction of the registration, scaled so that the step on that day disappears.

    Without effect where the day is before the start, not in the table, its first row, or after fewer than one agent.
    """
    points = points.copy()
    if day < 0:
        return points
    for row in range(1, len(points)):
        if int(points[row, 0]) == day and points[row - 1, 1] >= 1:
            points[:row, 1] *= points[row, 1] / points[row - 1, 1]
    return points


def by_day(points: Points, days: int) -> NDArray[np.int64]:
    """Whole agents on each day: straight lines between dates, constant before the first and after the last."""
    if len(points) == 0:
        return np.zeros(days, np.int64)
    day = np.arange(days, dtype=float)
    later = 1 + np.searchsorted(np.maximum.accumulate(points[1:, 0]), day, side="right")
    after = np.minimum(later, len(points) - 1)
    before = np.maximum(after - 1, 0)
    width = np.where(points[after, 0] > points[before, 0], points[after, 0] - points[before, 0], 1.0)
    share = (day - points[before, 0]) / width
    value = points[before, 1] + share * (points[after, 1] - points[before, 1])
    value = np.where(later >= len(points), points[-1, 1], value)
    value = np.where(day <= points[0, 0], points[0, 1], value)
    whole: NDArray[np.int64] = np.trunc(value).astype(np.int64)
    return whole


def tables_of(instance: FleeInstance, *, people_factor: float = 1.0) -> dict[str, Points]:
    """Every counted name with its table in agents, summed and corrected."""
    share = people_factor / instance.rules.hasten
    tables = {}
    for name, files in instance.counts.items():
        whole, *others = [scaled(table, share) for table in files]
        for other in others:
            whole = added(whole, other)
        for corrected_name, day in instance.corrections:
            if corrected_name == name:
                whole = corrected(whole, day)
        tables[name] = whole
    return tables


def observed(instance: FleeInstance, *, people_factor: float = 1.0) -> dict[str, NDArray[np.int64]]:
    """Agents counted, by name and day, before those of day 0 are left out."""
    return {
        name: by_day(points, instance.days) for name, points in tables_of(instance, people_factor=people_factor).items()
    }


def newcomers(instance: FleeInstance, counted: dict[str, NDArray[np.int64]]) -> NDArray[np.int64]:
    """New agents by day: the rise of the counts, less the fall that is still to be made up.

    new[t] = max(0, Δ[t] − debt)        debt ← max(0, debt − Δ[t])
    """
    rules = instance.rules
    names = list(counted)
    if rules.sum_from_camps:
        total = np.sum([counted[name] for name in names[1:]], axis=0, dtype=np.int64)
        on_first_day = int(sum(counted[name][0] for name in names))
    else:
        total = counted["total"]
        on_first_day = int(total[0])
    change = np.diff(np.broadcast_to(total, (instance.days,)), prepend=0)
    change[0] = 0 if rules.insert_day0 or rules.empty_camps_on_day0 else on_first_day
    new = np.zeros(instance.days, np.int64)
    debt = 0
    for day in range(instance.days):
        step = int(change[day]) - debt
        debt = max(0, -step)
        new[day] = max(0, step)
    return new
