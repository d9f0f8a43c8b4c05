"""The columns of a scenario's tables as fields of a form, and the field at which a mistake stands."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from qonaq.errors import Mistake
from qonaq.io.scenario_columns import Column, Kind
from qonaq.io.scenario_yaml import TABLES, Sheet
from qonaq.views.words import Words

WIDE = ("source", "aliases", "name", "start", "end", "title", "groups", "target")  # texts, mostly long ones
INPUTS = {Kind.NUMBER: "number", Kind.WHOLE: "number", Kind.DAY: "date"}
IN_TABLE = re.compile(r"(?P<sheet>\w+)\.csv row (?P<row>\d+), (?P<column>\w+)")
IN_LIST = re.compile(r"(?P<list>\w+)\[(?P<row>\d+)\](?:\.levers\[(?P<lever>\d+)\])?(?:[.,] ?(?P<path>[\w.]+))?")
IN_HEAD = re.compile(r"scenario\.yaml(?: line \d+)?, (?P<column>\w+)")


@dataclass(frozen=True)
class Field:
    """A column as a field of the form: its label, what the browser itself can check, and what is allowed in words."""

    name: str
    label: str
    unit: str
    type: str  # text | number | date | choice
    required: bool
    allowed: str
    choices: tuple[tuple[str, str], ...] = ()  # value and label
    low: str = ""
    high: str = ""
    wide: bool = False


def fields_of(sheet: Sheet, words: Words) -> list[Field]:
    """The fields of a table, in the reader's language."""
    return [_field(sheet.name, column, words) for column in sheet.columns]


def _field(sheet: str, column: Column, words: Words) -> Field:
    unit = words.unit(column.unit) if column.unit != "share" else words("scenario.share")
    told = [allowed_words(column, words), words.said(column.meaning)]
    return Field(
        name=column.name,
        label=words.get(f"column.{sheet}.{column.name}", words.get(f"column.{column.name}", column.name)),
        unit=unit,
        type="choice" if column.kind in (Kind.CHOICE, Kind.YES_NO) else INPUTS.get(column.kind, "text"),
        required=column.required,
        allowed=" · ".join(part for part in told if part),
        choices=_choices(column, words),
        low=f"{column.low:g}" if math.isfinite(column.low) else "",
        high=f"{column.high:g}" if math.isfinite(column.high) else "",
        wide=column.name in WIDE,
    )


def _choices(column: Column, words: Words) -> tuple[tuple[str, str], ...]:
    if column.kind is Kind.YES_NO:
        return ("", ""), ("true", words("choice.true")), ("false", words("choice.false"))
    if column.kind is not Kind.CHOICE:
        return ()
    named = tuple((choice, choice_words(column.name, choice, words)) for choice in column.choices)
    return named if column.required else (("", ""), *named)


def choice_words(column: str, choice: str, words: Words) -> str:
    """A word of a closed list in the reader's language."""
    if column == "parameter":
        return words.quantity(choice, "")
    if column == "bed_class":
        return words(f"class.{choice}")
    return words.get(f"lever.{choice}" if column == "lever" else f"choice.{choice}", choice.replace("_", " "))


def allowed_words(column: Column, words: Words) -> str:
    """What may stand in a column: its kind, its range, and whether it may be left empty."""
    text = words(f"allowed.{'share' if column.unit == 'share' else column.kind.value.replace(' ', '_')}")
    if math.isfinite(column.low) and math.isfinite(column.high):
        text += " " + words("allowed.range", low=f"{column.low:g}", high=f"{column.high:g}")
    elif math.isfinite(column.low):
        text += " " + words("allowed.least", low=f"{column.low:g}")
    return text if column.required else f"{text} {words('allowed.empty')}"


def placed(mistake: Mistake, sheets: Sequence[Sheet]) -> str:
    """The field of the form at which a mistake stands, as table-row-column; "" where it is of no single field."""
    columns = {sheet.name: [column.name for column in sheet.columns] for sheet in sheets}
    found = IN_TABLE.match(mistake.where)
    if found is not None:
        return _known(found["sheet"], int(found["row"]) - 1, found["column"], columns)
    found = IN_LIST.search(mistake.where)
    if found is not None and found["list"] in TABLES:
        column = (found["path"] or "").split(".")[-1]
        if found["lever"] is not None:
            row = _lever_row(int(found["row"]), int(found["lever"]), sheets)
            return _known("levers", row, column or "lever", columns)
        first = columns[found["list"]][0] if found["list"] in columns else ""
        return _known(found["list"], int(found["row"]), column or first, columns)
    found = IN_HEAD.search(mistake.where)
    return "" if found is None else _known("head", 1, found["column"], columns)


def _known(sheet: str, row: int, column: str, columns: dict[str, list[str]]) -> str:
    """The name of the field, where the form has it."""
    return f"{sheet}-{row}-{column}" if column in columns.get(sheet, ()) else ""


def _lever_row(policy: int, lever: int, sheets: Sequence[Sheet]) -> int:
    """The row of the table of levers that holds the n-th lever of the n-th policy, counted from 1."""
    by_name = {sheet.name: sheet for sheet in sheets}
    if policy > len(by_name["policies"].rows):
        return 0
    name = by_name["policies"].cell(policy - 1, "name")
    rows = [k for k in range(len(by_name["levers"].rows)) if by_name["levers"].cell(k, "policy") == name]
    return rows[lever - 1] + 1 if lever <= len(rows) else 0
