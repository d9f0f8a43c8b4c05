"""Scenarios as files: the bytes of a scenario folder, such that reading them gives the same scenario again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from qonaq.errors import Mistake, SettingError
from qonaq.io.folders import write_folder
from qonaq.io.scenario_columns import Column, text_of
from qonaq.io.scenario_rows import CLAIM_COLUMNS, PLACE_COLUMNS, ROUTE_COLUMNS
from qonaq.model.claims import Claim
from qonaq.model.laws import LAWS, Law
from qonaq.model.scenario import Scenario

HEAD = "# A scenario for Qonaq. Keys, units and laws: docs/scenario.md. Check it with: qonaq check FOLDER\n"
POLICY_HEAD = "# What could be done, compared with things as they are. Reports add the options that they name.\n"
HEAD_KEYS = ("name", "title", "origin", "host", "start", "trigger", "currency", "climate", "source")


def scenario_files(scenario: Scenario) -> dict[str, bytes]:
    """The files of a scenario folder: file name → bytes."""
    head: dict[str, Any] = {key: _plain(getattr(scenario, key)) for key in HEAD_KEYS if getattr(scenario, key) != ""}
    for name in ("groups", "rules", "events", "priors"):
        head[name] = [_plain(row) for row in getattr(scenario, name)]
    head["cautions"] = list(scenario.cautions)
    head["notes"] = dict(scenario.notes)
    head = {key: value for key, value in head.items() if value not in ([], {})}
    texts = {
        "scenario.yaml": HEAD + _yaml(head),
        "places.csv": _table(PLACE_COLUMNS, (_cells(place, PLACE_COLUMNS) for place in scenario.places)),
        "routes.csv": _table(ROUTE_COLUMNS, (_cells(route, ROUTE_COLUMNS) for route in scenario.routes)),
        "policies.yaml": POLICY_HEAD + _yaml({"policies": [_plain(policy) for policy in scenario.policies]}),
        "evidence.csv": _table(CLAIM_COLUMNS, (claim_row(claim) for claim in scenario.evidence)),
    }
    return {name: text.encode("utf-8") for name, text in texts.items()}


def write_scenario(scenario: Scenario, folder: Path, *, replace: bool = False) -> None:
    """Write a scenario folder, whole or not at all.

    A scenario that is there already is replaced only where `replace` says so: somebody may have worked on it.
    """
    if not replace and (folder / "scenario.yaml").exists():
        do = "Choose another folder, or remove that one if it is not needed."
        raise SettingError(Mistake("--out", f"a scenario at {folder}", "a folder without a scenario", do))
    write_folder(folder, scenario_files(scenario), mark="scenario.yaml")


def claim_row(claim: Claim) -> dict[str, str]:
    """A claim as a row of `evidence.csv`: column → text."""
    return {**_cells(claim, CLAIM_COLUMNS), "quote": claim.passage.quote}


def _cells(noun: Any, columns: Sequence[Column]) -> dict[str, str]:
    return {column.name: text_of(getattr(noun, column.name)) for column in columns if hasattr(noun, column.name)}


def _table(columns: Sequence[Column], rows: Iterable[Mapping[str, str]]) -> str:
    """A CSV text; columns that no row fills are left out, except those that must be there."""
    kept = list(rows)
    names = [column.name for column in columns if column.required or any(row.get(column.name) for row in kept)]
    text = io.StringIO()
    table = csv.DictWriter(text, names, extrasaction="ignore", lineterminator="\n")
    table.writeheader()
    table.writerows(kept)
    return text.getvalue()


def _plain(value: Any) -> Any:
    """A noun as what YAML holds: mappings, lists, texts, numbers, days; what equals its default is left out."""
    if type(value) in LAWS.values():
        return _law(value)
    if is_dataclass(value) and not isinstance(value, type | Claim):
        shown = ((row.name, getattr(value, row.name), row.default) for row in fields(value))
        return {name: _plain(part) for name, part, default in shown if part != default and part not in (None, ())}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value if isinstance(value, date | bool | int | float) or value is None else str(value)


def _law(law: Law) -> Any:
    from ruamel.yaml.comments import CommentedMap

    kind = next(name for name, maker in LAWS.items() if type(law) is maker)
    mapping = CommentedMap({"kind": kind, **{row.name: _plain(getattr(law, row.name)) for row in fields(law)}})
    mapping.fa.set_flow_style()
    return mapping


def _yaml(value: Any) -> str:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = 120
    yaml.representer.ignore_aliases = lambda _data: True  # no anchors: the reader refuses them
    yaml.indent(mapping=2, sequence=4, offset=2)
    text = io.StringIO()
    yaml.dump(value, text)
    return text.getvalue()
