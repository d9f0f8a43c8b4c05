"""What could be done: policies are levers on schedules, compared with things as they are.

There is no lever and no objective that counts fewer arrivals as a success.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class LeverKind:
    """What a lever does, on what it acts, and the unit of its amount."""

    name: str
    target: str  # crossing | country | city | city and class | origin | none
    unit: str  # "" where the lever takes no amount
    meaning: str
    low: float = 0.0
    high: float = float("inf")


LEVERS: dict[str, LeverKind] = {
    row.name: row
    for row in (
        LeverKind("close", "crossing or country", "", "nobody is let in there"),
        LeverKind("open", "crossing or country", "", "it is open again"),
        LeverKind("close_exit", "origin country", "", "the origin lets nobody out"),
        LeverKind("add_hours", "crossing", "hours", "opening hours added", 0, 24),
        LeverKind("add_lanes", "crossing", "lanes", "lanes added"),
        LeverKind("cap_stay", "country", "days", "days after which nobody stays on, also by coming back", 1, 3650),
        LeverKind("extend_stay", "country", "days", "permitted stay of the group from that day", 1, 3650),
        LeverKind("open_beds", "city and class", "beds", "beds opened"),
        LeverKind("add_desks", "city", "desks", "registration desks added"),
        LeverKind("add_desk_hours", "city", "hours", "hours a day added at each desk", 0, 24),
        LeverKind("transport", "city", "people/day", "seats a day offered from a city to the target city"),
        LeverKind("cash_for_hosts", "city", "share", "places with hosts grow by this share", 0, 5),
        LeverKind("rent_cap", "city or country", "share", "asking rents may rise by at most this share", 0, 10),
        LeverKind("point_to", "crossing", "share", "share of travellers who take the advised crossing", 0, 1),
    )
}


@dataclass(frozen=True)
class Lever:
    """One lever pulled: on what, how far, from when to when, for whom."""

    lever: str  # a name of LEVERS
    start: date
    target: str | None = None  # a place or a country
    amount: float | None = None
    bed_class: str | None = None
    to: str | None = None  # of transport: the city people are brought to
    group: str | None = None  # None: every group
    end: date | None = None


@dataclass(frozen=True)
class Policy:
    """A named set of levers; `as-it-is` has none."""

    name: str
    levers: tuple[Lever, ...] = ()
    title: str = ""
    source: str = ""
    assumption: bool = False
    known_on: date | None = None


AS_IT_IS = Policy(name="as-it-is", title="As it is", source="no lever is pulled")
