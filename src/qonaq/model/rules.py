"""What the law of a country says: who may enter and for how long, from a day on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class EntryRule:
    """From `start` on, the country admits these groups and grants them days of stay."""

    country: str
    start: date
    source: str
    groups: tuple[str, ...] = ()  # empty: every group
    admits: bool = True
    stay_days: int | None = field(
        default=None, metadata={"unit": "days", "meaning": "permitted stay", "low": 1, "high": 3650}
    )
    renewable: bool = True  # by leaving and coming back
    assumption: bool = False
    known_on: date | None = None
