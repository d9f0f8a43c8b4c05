"""The lists of a scenario's YAML files as tables of cells, and back; comments and layout of the files stay as they are.

A cell that was not changed is not touched. A list within a row stands in one cell, its names with semicolons between
them; the law of a prior and the levers of a policy have columns and rows of their own.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from qonaq.io.scenario import HEAD_COLUMNS
from qonaq.io.scenario_columns import DAY, NUMBER, Column, Kind, columns_of, text_of
from qonaq.io.scenario_rows import (
    EVENT_COLUMNS,
    GROUP_COLUMNS,
    LAW,
    LEVER_COLUMNS,
    LEVER_LIST,
    POLICY_COLUMNS,
    PRIOR_COLUMNS,
    RULE_COLUMNS,
    with_choices,
)
from qonaq.model.laws import LAWS
from qonaq.model.parameters import PARAMETERS

SCENARIO, POLICIES = "scenario.yaml", "policies.yaml"
LAW_NUMBERS = tuple(dict.fromkeys(column.name for law in LAWS.values() for column in columns_of(law)))
OF_POLICY = Column("policy", Kind.TEXT, required=True, meaning="the policy that the lever belongs to")
LONGEST_LINE = 4096  # lines are never broken anew


@dataclass(frozen=True)
class Sheet:
    """A table of a scenario as text: its columns, its rows, and which row of the file each was (None: a new one)."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    was: tuple[int | None, ...] = ()

    def cell(self, row: int, column: str) -> str:
        """The text of a cell."""
        names = [one.name for one in self.columns]
        return self.rows[row][names.index(column)]


def _prior_columns() -> tuple[Column, ...]:
    plain = [column for column in PRIOR_COLUMNS if column is not LAW]
    numbers = [
        Column(name, Kind.NUMBER, meaning="a number of the law, in the parameter's unit") for name in LAW_NUMBERS
    ]
    law = Column("law", Kind.CHOICE, required=True, choices=tuple(LAWS))
    named = with_choices(plain, {"parameter": tuple(PARAMETERS)})
    first = [column for column in named if column.name in ("parameter", "target")]
    return (*first, law, *numbers, *(column for column in named if column not in first))


# Table → the file it stands in, and its columns; head is a single row, levers are rows of policies.
TABLES: Mapping[str, tuple[str, tuple[Column, ...]]] = {
    "head": (SCENARIO, tuple(column for column in HEAD_COLUMNS if column.kind is not Kind.NAMES)),
    "groups": (SCENARIO, GROUP_COLUMNS),
    "rules": (SCENARIO, RULE_COLUMNS),
    "events": (SCENARIO, EVENT_COLUMNS),
    "priors": (SCENARIO, _prior_columns()),
    "policies": (POLICIES, tuple(column for column in POLICY_COLUMNS if column is not LEVER_LIST)),
    "levers": (POLICIES, (OF_POLICY, *LEVER_COLUMNS)),
}


def yaml_sheets(folder: Path) -> tuple[Sheet, ...]:
    """The YAML lists of a scenario folder as tables; none where a file cannot be read."""
    trees = {name: _tree(folder / name) for name in (SCENARIO, POLICIES)}
    if any(tree is None for tree in trees.values()):
        return ()
    return tuple(_sheet(name, list(_rows(name, trees[file])), columns) for name, (file, columns) in TABLES.items())


def _sheet(name: str, rows: Sequence[Mapping[str, Any]], columns: tuple[Column, ...]) -> Sheet:
    cells = tuple(tuple(_cell(row, column.name) for column in columns) for row in rows)
    return Sheet(name, columns, cells, tuple(range(len(rows))))


def _rows(name: str, tree: Any) -> Iterator[Mapping[str, Any]]:
    """The rows of a table as mappings that hold what the file holds."""
    if name == "head":
        yield tree
    elif name == "levers":
        for policy in _listed(tree, "policies"):
            for lever in _listed(policy, "levers"):
                yield {"policy": policy.get("name", ""), **lever}
    else:
        yield from _listed(tree, name)


def _listed(tree: Mapping[str, Any], key: str) -> list[Any]:
    """The mappings of a list; what else stands there is left to the checker."""
    found = tree.get(key)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def _cell(row: Mapping[str, Any], column: str) -> str:
    law = row.get("law")
    if column == "law":
        return str(law.get("kind", "")) if isinstance(law, dict) else ""
    if column in LAW_NUMBERS:
        return _text(law.get(column)) if isinstance(law, dict) else ""
    return _text(row.get(column))


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return text_of(tuple(str(part) for part in value))
    if isinstance(value, bool) or value is None or isinstance(value, date):
        return text_of(value)
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def yaml_texts(folder: Path, sheets: Sequence[Sheet]) -> dict[str, bytes]:
    """The YAML files of a folder with the cells of these tables put in; a file without a change keeps its bytes."""
    given = {sheet.name: sheet for sheet in sheets if sheet.name in TABLES}
    before = {sheet.name: sheet for sheet in yaml_sheets(folder)}
    texts: dict[str, bytes] = {}
    for file in (SCENARIO, POLICIES):
        own = [name for name in given if TABLES[name][0] == file]
        if all(given[name] == before.get(name) for name in own):
            continue
        tree = _tree(folder / file)
        levers = [lever for policy in _listed(tree, "policies") for lever in _listed(policy, "levers")]
        for name in own:
            if name == "head":
                _put_row(tree, given[name], 0, before[name], 0)
            elif name != "levers":
                _put_rows(tree, name, given[name], before[name])
        if "levers" in own:
            _put_levers(tree, levers, given, before)
        texts[file] = _written(tree)
    return texts


def _put_rows(tree: Any, key: str, sheet: Sheet, before: Sheet) -> None:
    """Changed rows in place, those that are gone removed, new ones at the end (changed)."""
    if tree.get(key) is None:  # the list is not there yet, or blank
        tree[key] = _sequence()
    rows = tree[key]
    for at, was in enumerate(sheet.was):
        if was is None:
            rows.append(_mapping())
            _put_row(rows[-1], sheet, at, None, 0)
        else:
            _put_row(rows[was], sheet, at, before, was)
    for gone in sorted(set(range(len(before.rows))) - set(sheet.was), reverse=True):
        del rows[gone]


def _put_levers(tree: Any, nodes: Sequence[Any], given: Mapping[str, Sheet], before: Mapping[str, Sheet]) -> None:
    """The levers of each policy, in the order of their rows; a lever follows its policy when that gets another name."""
    levers, policies = given["levers"], given.get("policies", before["policies"])
    for at, policy in enumerate(_listed(tree, "policies")):
        was = policies.was[at]
        names = {policies.cell(at, "name")} | ({before["policies"].cell(was, "name")} if was is not None else set())
        own = []
        for row in range(len(levers.rows)):
            if levers.cell(row, "policy") not in names:
                continue
            origin = levers.was[row]
            node = _mapping() if origin is None else nodes[origin]
            _put_row(node, levers, row, None if origin is None else before["levers"], origin or 0)
            own.append(node)
        if own != _listed(policy, "levers") or (own and "levers" not in policy):
            policy["levers"] = _sequence(own)


def _put_row(node: Any, sheet: Sheet, at: int, before: Sheet | None, was: int) -> None:
    """Puts the cells of a row that were changed into its mapping (changed); an empty cell takes its key away."""
    law: dict[str, Any] = {}
    law_changed = False
    for column in sheet.columns:
        text = sheet.cell(at, column.name)
        changed = before is None or text != before.cell(was, column.name)
        if column.name == "law" or column.name in LAW_NUMBERS:
            law_changed |= changed
            law |= {"kind" if column.name == "law" else column.name: _value(column, text)} if text else {}
        elif column is OF_POLICY or not changed:
            continue
        elif text:
            node[column.name] = _value(column, text)
        else:
            node.pop(column.name, None)
    if law_changed:
        node["law"] = _mapping(law, flow=True)


def _value(column: Column, text: str) -> Any:
    """What YAML holds of a cell; what does not fit stays a text, which the checker then refuses by name."""
    if column.kind is Kind.NAMES:
        return _sequence([part.strip() for part in text.split(";")], flow=True)
    if column.kind is Kind.YES_NO and text in ("true", "false"):
        return text == "true"
    if column.kind in (Kind.NUMBER, Kind.WHOLE) and NUMBER.fullmatch(text):
        number = float(text)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number
    if column.kind is Kind.DAY and DAY.fullmatch(text):
        with suppress(ValueError):
            return date.fromisoformat(text)
    return text


def _yaml() -> Any:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = LONGEST_LINE
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.ignore_aliases = lambda _data: True  # no anchors: the reader refuses them
    return yaml


def _tree(path: Path) -> Any:
    """The tree of a file with its comments; None where it cannot be read or is not laid out as tables."""
    from ruamel.yaml.error import YAMLError

    if not path.is_file():
        return _mapping()
    try:
        tree = _yaml().load(path.read_text(encoding="utf-8"))
    except (YAMLError, UnicodeDecodeError):
        return None
    if tree is None:
        return _mapping()
    return tree if isinstance(tree, dict) and all(_is_list(tree.get(name)) for name in TABLES) else None


def _is_list(value: Any) -> bool:
    """Whether a list can stand in a table: every row a mapping, and so the levers of every row; or nothing at all."""
    if value is None:
        return True
    whole = isinstance(value, list) and all(isinstance(row, dict) for row in value)
    return whole and all(_is_list(row.get("levers")) for row in value)


def _written(tree: Any) -> bytes:
    text = io.StringIO()
    _yaml().dump(tree, text)
    return text.getvalue().encode()


def _mapping(content: Mapping[str, Any] | None = None, *, flow: bool = False) -> Any:
    from ruamel.yaml.comments import CommentedMap

    mapping = CommentedMap(content or {})
    if flow:
        mapping.fa.set_flow_style()
    return mapping


def _sequence(content: Sequence[Any] = (), *, flow: bool = False) -> Any:
    from ruamel.yaml.comments import CommentedSeq

    sequence = CommentedSeq(content)
    if flow:
        sequence.fa.set_flow_style()
    return sequence
