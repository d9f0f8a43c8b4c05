"""A value of rents, beds or waits, and what a passage speaks of when its numbers do not say."""

from __future__ import annotations

from dataclasses import dataclass

from qonaq.measures import Qualifier


@dataclass(frozen=True, slots=True)
class Level:
    """A value of ours, worked out from a quantity: +34 % is 0.34, three times dearer is 2.0."""

    measure: str
    value: float
    unit: str
    high: float | None = None
    qualifier: Qualifier | None = None
    before: bool = False  # the value before a change
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topics:
    """What a passage speaks of, for numbers whose own words do not say."""

    rent: bool = False
    border: bool = False
    sheltered: bool = False  # shelters were named shortly before
    office: bool = False  # a registration office was
    waiting: bool = False  # waiting at one was
    last: Level | None = None  # the level before in the passage
    price: Level | None = None  # the last rent
