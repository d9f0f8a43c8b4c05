"""What happened, with its day: triggers that make people leave, crossings that close or open."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

# What an event may be. `target` names a place, a country, or nothing.
EVENTS: dict[str, str] = {
    "trigger": "makes people leave: the departure hazard rises from this day on",
    "relief": "ends a trigger: the departure hazard falls from this day on",
    "close": "a crossing, or every crossing of a country, closes",
    "open": "a crossing, or every crossing of a country, opens again",
    "exit_closed": "the origin closes its exit (acts on departures)",
    "exit_opened": "the origin opens its exit again",
}


@dataclass(frozen=True)
class Event:
    """A dated fact that changes what is so."""

    what: str  # a word of EVENTS
    day: date
    source: str
    target: str | None = None  # a place, a country, or None
    strength: float = field(default=1.0, metadata={"unit": "1", "meaning": "relative strength of a trigger", "low": 0})
    name: str = ""
    assumption: bool = False
    known_on: date | None = None
