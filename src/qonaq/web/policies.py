"""A policy made from a form: its fields come from the levers' own table, and every mistake is told at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from qonaq.errors import Mistake, SettingError, unknown_name
from qonaq.model.places import BED_CLASSES
from qonaq.model.policies import LEVERS, Lever, LeverKind, Policy
from qonaq.views.view import View

MOST_LEVERS = 4  # of one policy made here; a file may have more
FIELDS = ("lever", "target", "amount", "bed_class", "to", "start", "end")


@dataclass(frozen=True)
class Places:
    """What levers may act on, as a run knows it."""

    crossings: tuple[str, ...]
    cities: tuple[str, ...]
    countries: tuple[str, ...]


def places_of(view: View, *, origin: str | None) -> Places:
    """The places of a run's map."""
    named = {kind: tuple(p.name for p in view.map.places if p.kind == kind) for kind in ("crossing", "city")}
    countries = tuple(code for code in (view.map.host, origin) if code)
    return Places(named["crossing"], named["city"], countries)


def policy_of(form: Mapping[str, Any], places: Places, *, known: Sequence[str]) -> Policy:
    """The policy in a form with the fields title, why, and lever-1, target-1, …; a SettingError with every mistake."""
    mistakes: list[Mistake] = []
    title, why = str(form.get("title", "")).strip(), str(form.get("why", "")).strip()
    name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40]
    if not name:
        do = "Give it a name, such as more-beds-in-oral."
        mistakes.append(Mistake("name of the policy", f"'{title}'", "latin letters and digits", do))
    if name in known:
        mistakes.append(Mistake("name of the policy", f"'{name}'", "a name that is not taken", "Choose another."))
    if not why:
        mistakes.append(Mistake("source", "nothing", "who proposed it, or why", "Say it in a few words."))
    levers = []
    for number in range(1, MOST_LEVERS + 1):
        values = {field: str(form.get(f"{field}-{number}", "")).strip() for field in FIELDS}
        if values["lever"]:
            levers.append(_lever(values, number, places, mistakes))
    if not levers:
        mistakes.append(Mistake("lever 1", "nothing", ", ".join(LEVERS), "Choose what is done."))
    if mistakes:
        raise SettingError(mistakes)
    return Policy(name=name, title=title, source=why, levers=tuple(lever for lever in levers if lever is not None))


def _lever(values: Mapping[str, str], number: int, places: Places, mistakes: list[Mistake]) -> Lever | None:
    """One lever of the form, or None with its mistakes added (changed)."""
    kind = LEVERS.get(values["lever"])
    if kind is None:
        mistakes.append(unknown_name(f"lever {number}", values["lever"], tuple(LEVERS)))
        return None
    before = len(mistakes)
    target = _target(kind, values["target"], number, places, mistakes)
    amount = _amount(kind, values["amount"], number, mistakes)
    start = _day(values["start"], f"lever {number}, first day", mistakes, required=True)
    end = _day(values["end"], f"lever {number}, last day", mistakes, required=False)
    if kind.target == "city and class" and values["bed_class"] not in BED_CLASSES:
        mistakes.append(unknown_name(f"lever {number}, kind of beds", values["bed_class"], BED_CLASSES))
    if kind.name == "transport" and values["to"] not in places.cities:
        mistakes.append(unknown_name(f"lever {number}, to", values["to"], places.cities))
    if start and end and end < start:
        mistakes.append(Mistake(f"lever {number}, last day", str(end), f"{start} or later", "Put the days in order."))
    if len(mistakes) > before or start is None:
        return None
    bed_class = values["bed_class"] if kind.target == "city and class" else None
    to = values["to"] if kind.name == "transport" else None
    return Lever(kind.name, start, target=target, amount=amount, bed_class=bed_class, to=to, end=end)


def targets_of(kind: LeverKind, places: Places) -> tuple[str, ...]:
    """What a lever may act on."""
    found: tuple[str, ...] = ()
    if "crossing" in kind.target:
        found += places.crossings
    if "city" in kind.target:
        found += places.cities
    if "country" in kind.target:
        found += places.countries
    return found


def _target(kind: LeverKind, given: str, number: int, places: Places, mistakes: list[Mistake]) -> str:
    allowed = targets_of(kind, places)
    if given not in allowed:
        mistakes.append(unknown_name(f"lever {number}, on what", given, allowed))
    return given


def _amount(kind: LeverKind, given: str, number: int, mistakes: list[Mistake]) -> float | None:
    """The amount in the lever's unit; none where the lever takes none."""
    where = f"lever {number}, how much"
    if not kind.unit:
        if given:
            mistakes.append(Mistake(where, f"'{given}'", f"nothing: {kind.meaning}", "Leave it empty."))
        return None
    allowed = f"a number ({kind.unit}) from {kind.low:g}" + (f" to {kind.high:g}" if kind.high < 1e12 else "")
    try:
        value = float(given.replace(",", "").replace(" ", ""))
    except ValueError:
        mistakes.append(Mistake(where, f"'{given}'", allowed, "Write a number."))
        return None
    if not kind.low <= value <= min(kind.high, 1e9):
        mistakes.append(Mistake(where, f"{value:g}", allowed, "Choose one within the range."))
    return value


def _day(given: str, where: str, mistakes: list[Mistake], *, required: bool) -> date | None:
    if not given and not required:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        mistakes.append(Mistake(where, f"'{given}'", "a day as 2022-10-01", "Choose a day."))
        return None
