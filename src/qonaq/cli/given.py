"""Turns what was typed into values, with a mistake that says what is allowed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from qonaq.errors import Mistake, SettingError


def day_of(text: str | None, where: str) -> date | None:
    """A date as YYYY-MM-DD, or None where nothing was given."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SettingError(
            Mistake(where, f"'{text}'", "a date as YYYY-MM-DD", "Write the day like 2022-09-28.")
        ) from None


def default_run(scenario: str, day: date, *, beside: Path | None = None) -> Path:
    """Where a run goes if nobody says: runs/<scenario>-<reference date>, never over the run that it updates."""
    first = Path("runs") / f"{scenario}-{day.isoformat()}"
    target, count = first, 2
    while beside is not None and target.exists():
        target, count = first.with_name(f"{first.name}-{count}"), count + 1
    return target
