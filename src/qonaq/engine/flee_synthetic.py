"""A made-up Flee instance of the size of Ukraine 2022, for timing: 37 places, 42 two-way routes, 554 days.

Nothing in it is chance or real: places stand on a grid, conflicts spread from east to west, and the counts of the
camps follow a curve that rises, peaks and falls back. The total is 23.6 million people, as in the real instance.
"""

from __future__ import annotations

import math
from datetime import date

from qonaq.engine.flee_instance import FleeInstance, FleePlace, FleeRoute, FleeRules, Table

PLACES, ROUTES, DAYS, PEOPLE = 37, 42, 554, 23_600_000
CAMPS = 9
COLUMNS = 7
CONFLICTS = 16


def ukraine_size(*, people: int = PEOPLE) -> FleeInstance:
    """The instance; `people` is how many are counted in the camps in the end."""
    towns = [_town(number) for number in range(PLACES - CAMPS)]
    camps = [
        FleePlace(
            f"camp {number}", "abroad", f"country {number % 5}", 20.0, 48.0 + number, "camp", _limit(number, people)
        )
        for number in range(CAMPS)
    ]
    return FleeInstance(
        name="ukraine-size",
        start=date(2022, 2, 24),
        days=DAYS,
        places=(*towns, *camps),
        routes=tuple(_routes()),
        closures=(),
        conflicts={town.name: _intensity(number) for number, town in enumerate(towns[:CONFLICTS])},
        counts={"total": ((),), **{camp.name: (_curve(number, people),) for number, camp in enumerate(camps)}},
        rules=FleeRules(conflict_weight=0.25, awareness_level=1),
    )


def _town(number: int) -> FleePlace:
    kind = "conflict_zone" if number < CONFLICTS else "town"
    size = 150_000 + 110_000 * (number * 5 % 11)
    return FleePlace(f"town {number}", "region", "home", 38.0 - number % COLUMNS, 46.0 + number // COLUMNS, kind, size)


def _share(number: int) -> float:
    return (number + 2) / sum(range(2, CAMPS + 2))


def _limit(number: int, people: int) -> int:
    """Capacity: nine tenths of the camps can take all who are counted there, every fourth fills up."""
    return int(people * _share(number) * (0.8 if number % 4 == 1 else 1.3))


def _curve(number: int, people: int) -> Table:
    """Counts every fifth day: a fast rise, then a slow one, with a ripple that goes up and down."""
    points = []
    for day in range(0, DAYS + 5, 5):
        risen = 0.7 * (1.0 - math.exp(-day / 25.0)) + 0.3 * day / DAYS
        ripple = 1.0 + 0.01 * math.sin(day / 9.0 + number)
        points.append((day, float(int(people * _share(number) * risen * ripple))))
    return tuple(points)


def _intensity(number: int) -> tuple[float, ...]:
    """A conflict that begins a week later for every place further west, and ends in the last third."""
    begins, ends = 7 * number, DAYS - 60 - 5 * number
    return tuple(1.0 if number < 2 or begins <= day < ends else 0.0 for day in range(DAYS))


def _routes() -> list[FleeRoute]:
    """Rows and columns of the grid of towns, then each camp to a town of the last rows; 42 in all."""
    towns = PLACES - CAMPS
    pairs = [(n, n + 1) for n in range(towns - 1) if n % COLUMNS != COLUMNS - 1]
    pairs += [(n, n + COLUMNS) for n in range(0, towns - COLUMNS, 2)]
    pairs = pairs[: ROUTES - CAMPS]
    routes = [FleeRoute(f"town {a}", f"town {b}", 95.0 + 30.0 * ((a * 3 + b) % 7)) for a, b in pairs]
    routes += [FleeRoute(f"town {towns - 1 - n * 2}", f"camp {n}", 110.0 + 25.0 * n) for n in range(CAMPS)]
    return routes
