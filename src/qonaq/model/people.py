"""Who the people are, as groups: by documents and household, never one by one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Group:
    """People of an origin who share documents and household type, and so the rules that apply to them."""

    name: str
    share: float = field(metadata={"unit": "share", "meaning": "share of the people at risk", "low": 0, "high": 1})
    source: str
    document: str = "passport"  # passport | identity card | none
    household: str = "single"  # single | family
    children: float = field(default=0.0, metadata={"unit": "share", "meaning": "share under 18", "low": 0, "high": 1})
    assumption: bool = False
    known_on: date | None = None
