"""A reading as the contract writes it (`qonaq read --json`): one JSON object a report."""

from __future__ import annotations

from datetime import date
from typing import Any

from qonaq.errors import InputError
from qonaq.model.claims import Claim, Reading, Statement, claim_id


def reading_as_json(reading: Reading) -> dict[str, Any]:
    """The object of one report."""
    return {
        "file": reading.file,
        "published": _day(reading.published),
        "language": reading.language,
        "claims": [claim_as_json(claim) for claim in reading.claims],
        "events": [statement_as_json(statement) for statement in reading.events],
        "options": [statement_as_json(statement) for statement in reading.options],
        "signals": [statement_as_json(statement) for statement in reading.signals],
        "cautions": list(reading.cautions),
    }


def claim_as_json(claim: Claim) -> dict[str, Any]:
    """A claim with all its keys; null where nothing is stated."""
    return {
        "id": claim_id(claim),
        "measure": claim.measure,
        "kind": claim.kind.value,
        "value": _number(claim.value),
        "value_high": None if claim.value_high is None else _number(claim.value_high),
        "unit": claim.unit,
        "qualifier": claim.qualifier.value,
        "status": claim.status.value,
        "group": claim.group,
        "origin": claim.origin,
        "country": claim.country,
        "place": claim.place,
        "alias": claim.alias,
        "period_start": _day(claim.period_start),
        "period_end": _day(claim.period_end),
        "inferred": claim.inferred,
        "per": claim.per,
        "speaker": claim.speaker,
        "medium": claim.medium,
        "quote": claim.passage.quote,
        "start": claim.passage.start,
        "end": claim.passage.end,
        "bed_class": claim.bed_class,
        "notes": list(claim.notes),
    }


def statement_as_json(statement: Statement) -> dict[str, Any]:
    """An event, an option or a signal with all its keys."""
    return {
        "what": statement.what,
        "country": statement.country,
        "place": statement.place,
        "date": _day(statement.date),
        "status": statement.status.value,
        "days": statement.days,
        "group": statement.group,
        "speaker": statement.speaker,
        "medium": statement.medium,
        "quote": statement.passage.quote,
        "start": statement.passage.start,
        "end": statement.passage.end,
    }


def unreadable_as_json(file: str, error: InputError) -> dict[str, Any]:
    """What is printed in the place of a report that cannot be read."""
    return {"file": file, "error": str(error)}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _number(value: float) -> float | int:
    """Whole numbers without a point."""
    return int(value) if value == int(value) else value
