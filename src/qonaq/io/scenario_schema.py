"""The JSON Schema of a scenario folder, made from the same columns that read it, so that the two cannot part."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from qonaq.io.scenario import HEAD_COLUMNS
from qonaq.io.scenario_columns import Column, Kind, columns_of
from qonaq.io.scenario_rows import (
    CLAIM_COLUMNS,
    EVENT_COLUMNS,
    GROUP_COLUMNS,
    LAW,
    LEVER_COLUMNS,
    LEVER_LIST,
    PLACE_COLUMNS,
    POLICY_COLUMNS,
    PRIOR_COLUMNS,
    ROUTE_COLUMNS,
    RULE_COLUMNS,
)
from qonaq.model.laws import LAWS
from qonaq.model.parameters import PARAMETERS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
LISTS = {"groups": GROUP_COLUMNS, "rules": RULE_COLUMNS, "events": EVENT_COLUMNS, "priors": PRIOR_COLUMNS}


def scenario_schema() -> dict[str, Any]:
    """The schema of scenario.yaml; the rows of the other files are among its definitions."""
    head = _mapping(HEAD_COLUMNS)
    head["properties"] |= {name: {"type": "array", "items": {"$ref": f"#/$defs/{name}"}} for name in LISTS}
    head["properties"]["notes"] = {"type": "object", "additionalProperties": {"type": "string"}}
    rows = {name: _mapping(columns) for name, columns in LISTS.items()}
    rows["priors"]["properties"]["parameter"] = {"enum": list(PARAMETERS)}
    return {
        "$schema": DIALECT,
        "title": "A Qonaq scenario: scenario.yaml",
        "description": "Units, ranges and meanings are those of docs/scenario.md. Other files: see $defs.",
        **head,
        "$defs": {
            **rows,
            "law": {"oneOf": [_law(kind) for kind in LAWS]},
            "lever": _mapping(LEVER_COLUMNS),
            "policies.yaml": {
                "type": "object",
                "properties": {"policies": {"type": "array", "items": _mapping(POLICY_COLUMNS)}},
                "required": ["policies"],
                "additionalProperties": False,
            },
            "row of places.csv": _mapping(PLACE_COLUMNS),
            "row of routes.csv": _mapping(ROUTE_COLUMNS),
            "row of evidence.csv": _mapping(CLAIM_COLUMNS),
        },
    }


def _mapping(columns: Iterable[Column]) -> dict[str, Any]:
    columns = tuple(columns)
    return {
        "type": "object",
        "properties": {column.name: _value(column) for column in columns},
        "required": [column.name for column in columns if column.required],
        "additionalProperties": False,
    }


def _value(column: Column) -> dict[str, Any]:
    """What may stand in a column, with its meaning and unit as the description."""
    if column is LAW:
        return {"$ref": "#/$defs/law"}
    if column is LEVER_LIST:
        return {"type": "array", "items": {"$ref": "#/$defs/lever"}}
    shapes: dict[Kind, dict[str, Any]] = {
        Kind.TEXT: {"type": "string"},
        Kind.COUNTRY: {"type": "string", "minLength": 2},
        Kind.NUMBER: {"type": "number"},
        Kind.WHOLE: {"type": "integer"},
        Kind.YES_NO: {"type": "boolean"},
        Kind.DAY: {"type": "string", "format": "date"},
        Kind.NAMES: {"type": "array", "items": {"type": "string"}},
        Kind.CHOICE: {"enum": list(column.choices)},
    }
    shape = shapes[column.kind]
    if math.isfinite(column.low):
        shape["minimum"] = column.low
    if math.isfinite(column.high):
        shape["maximum"] = column.high
    about = " · ".join(part for part in (column.meaning, column.unit) if part)
    return {**shape, "description": about} if about else shape


def _law(kind: str) -> dict[str, Any]:
    law = _mapping(columns_of(LAWS[kind]))
    law["properties"] = {"kind": {"const": kind}, **law["properties"]}
    law["required"] = ["kind", *law["required"]]
    return law
