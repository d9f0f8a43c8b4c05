"""The columns of a scenario's tables, made from the model's own fields: name, type, unit and allowed range.

A field of a dataclass in `model/` is a column of a CSV file and a key of a YAML file. One reader of text serves
both, so a number, a date or a name is refused for the same reasons and in the same words wherever it stands.
"""

from __future__ import annotations

import math
import re
import types
from dataclasses import MISSING, Field, dataclass, fields
from datetime import date
from enum import Enum, StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

from qonaq.errors import Mistake, nearest
from qonaq.io.countries import country_code, read_countries

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
LONGEST_TEXT = 2_000  # characters of one cell
BETWEEN_NAMES = "; "  # several names in one cell

# Columns whose very presence says that a table is about persons: such a table is refused (DESIGN, section 7).
PERSONAL = re.compile(
    r"(first|last|full|sur|family|given)[ _-]?name|person|passport[ _-]?(no|number)|document[ _-]?(no|number)|phone|"
    r"e-?mail|birth|religion|ethnic|nationality_of_person|address_of",
    re.IGNORECASE,
)


class Kind(StrEnum):
    """How the text of a cell is read."""

    TEXT = "text"
    COUNTRY = "country"
    NUMBER = "number"
    WHOLE = "whole number"
    YES_NO = "true or false"
    DAY = "day"
    NAMES = "names"
    CHOICE = "choice"


@dataclass(frozen=True)
class Column:
    """A column of a table or a key of a mapping: what it is called and what may stand in it."""

    name: str
    kind: Kind
    required: bool = False
    choices: tuple[str, ...] = ()
    low: float = -math.inf
    high: float = math.inf
    unit: str = ""
    meaning: str = ""
    default: Any = None
    choice_type: type[StrEnum] | None = None

    @property
    def allowed(self) -> str:
        """What may stand here, in words."""
        words = {
            Kind.TEXT: "text",
            Kind.COUNTRY: "a country by its ISO 3166-1 code or its English name, as KZ",
            Kind.NUMBER: "a number",
            Kind.WHOLE: "a whole number",
            Kind.YES_NO: "true or false",
            Kind.DAY: f"a day as 2022-09-21, from {FIRST_DAY} to {LAST_DAY}",
            Kind.NAMES: "names with semicolons between them",
            Kind.CHOICE: ", ".join(self.choices),
        }[self.kind]
        unit = f" ({self.unit})" if self.unit not in ("", "1", "share") else ""
        if self.unit == "share":
            words = "a share"
        bounds = ""
        if math.isfinite(self.low) and math.isfinite(self.high):
            bounds = f" from {self.low:g} to {self.high:g}"
        elif math.isfinite(self.low):
            bounds = f", at least {self.low:g}"
        blank = "" if self.required else ", or nothing"
        return f"{words}{unit}{bounds}{blank}"


def columns_of(noun: type, *, skip: frozenset[str] = frozenset()) -> tuple[Column, ...]:
    """The columns that the fields of a dataclass make, in their order."""
    hints = get_type_hints(noun)
    return tuple(_column(row, hints[row.name]) for row in fields(noun) if row.name not in skip)


def _column(row: Field[Any], hint: Any) -> Column:
    """One field as a column; the kind follows from the type, the range from the metadata."""
    plain, optional = _without_none(hint)
    about = row.metadata
    has_default = row.default is not MISSING or row.default_factory is not MISSING
    choice_type = plain if isinstance(plain, type) and issubclass(plain, StrEnum) else None
    return Column(
        name=row.name,
        kind=_kind(row.name, plain),
        required=not optional and not has_default,
        choices=tuple(member.value for member in choice_type) if choice_type else (),
        low=float(about.get("low", -math.inf)),
        high=float(about.get("high", math.inf)),
        unit=str(about.get("unit", "")),
        meaning=str(about.get("meaning", "")),
        default=row.default if row.default is not MISSING else None,
        choice_type=choice_type,
    )


def _without_none(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) in (Union, types.UnionType):
        rest = [part for part in get_args(hint) if part is not type(None)]
        return rest[0], len(rest) < len(get_args(hint))
    return hint, False


def _kind(name: str, plain: Any) -> Kind:
    if name in ("country", "from_country", "origin", "host") and plain is str:
        return Kind.COUNTRY
    if get_origin(plain) is tuple:
        return Kind.NAMES
    if isinstance(plain, type) and issubclass(plain, Enum):
        return Kind.CHOICE
    return {str: Kind.TEXT, float: Kind.NUMBER, int: Kind.WHOLE, bool: Kind.YES_NO, date: Kind.DAY}[plain]


def read_text(column: Column, text: str, where: str) -> Any:
    """The value that a text means in a column, or the mistake. Blank means the default."""
    text = text.strip()
    if len(text) > LONGEST_TEXT:
        return Mistake(where, f"{len(text):,} characters", f"at most {LONGEST_TEXT:,}", "Shorten it.")
    if not text:
        if column.required:
            return Mistake(where, "nothing", column.allowed, _fill(column))
        return () if column.kind is Kind.NAMES else column.default
    return _READERS[column.kind](column, text, where)


def _fill(column: Column) -> str:
    if column.name == "source":
        return "Say where the numbers of this row are from, or what they are assumed from."
    return "Fill it in."


def _number(column: Column, text: str, where: str) -> float | Mistake:
    if not NUMBER.fullmatch(text):
        advice = "Write it without spaces, commas or units, with a point for decimals, as 12500 or 0.3."
        return Mistake(where, f"'{text}'", column.allowed, advice)
    value = float(text)
    if not column.low <= value <= column.high or not math.isfinite(value):
        percent = column.unit == "share" and 1 < value <= 100
        advice = f"A share is a fraction: did you mean {value / 100:g}?" if percent else "Correct the number."
        return Mistake(where, text, column.allowed, advice)
    return value


def _whole(column: Column, text: str, where: str) -> int | Mistake:
    value = _number(column, text, where)
    if isinstance(value, Mistake):
        return value
    if value != int(value):
        return Mistake(where, text, column.allowed, "Round it to a whole number.")
    return int(value)


def _yes_no(column: Column, text: str, where: str) -> bool | Mistake:
    if text not in ("true", "false"):
        meant = {"yes": "true", "1": "true", "y": "true", "no": "false", "0": "false", "n": "false"}.get(text.lower())
        advice = (
            f"Write {meant or text.lower()}." if meant or text.lower() in ("true", "false") else "Write one of the two."
        )
        return Mistake(where, f"'{text}'", column.allowed, advice)
    return text == "true"


def _day(column: Column, text: str, where: str) -> date | Mistake:
    try:
        day = date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        return Mistake(where, f"'{text}'", column.allowed, "Write the day as year-month-day.")
    return day


def _names(column: Column, text: str, where: str) -> tuple[str, ...] | Mistake:
    names = tuple(name.strip() for name in text.split(";"))
    if "" in names:
        return Mistake(where, f"'{text}'", column.allowed, "Remove the semicolon that has no name beside it.")
    return names


def _choice(column: Column, text: str, where: str) -> str | Mistake:
    if text not in column.choices:
        return Mistake(where, f"'{text}'", column.allowed, nearest(text, column.choices))
    return text if column.choice_type is None else column.choice_type(text)


def _country(column: Column, text: str, where: str) -> str | Mistake:
    code = country_code(text)
    if code is None:
        names = tuple(country.name for country in read_countries().values())
        advice = f"Write {text.upper()}." if text.upper() in read_countries() else nearest(text, names)
        return Mistake(where, f"'{text}'", column.allowed, advice)
    return code


def _text(column: Column, text: str, where: str) -> str | Mistake:
    if any(ord(letter) < 32 for letter in text):
        return Mistake(where, "a control character", column.allowed, "Remove line breaks and tabs.")
    return text


_READERS = {
    Kind.TEXT: _text,
    Kind.COUNTRY: _country,
    Kind.NUMBER: _number,
    Kind.WHOLE: _whole,
    Kind.YES_NO: _yes_no,
    Kind.DAY: _day,
    Kind.NAMES: _names,
    Kind.CHOICE: _choice,
}


def unknown_column(where: str, found: str, allowed: tuple[str, ...]) -> Mistake:
    """The mistake of a column or key that the model does not have; one about persons is refused as such."""
    if PERSONAL.search(found):
        do = "Remove it: tables about persons are refused. Qonaq works with counts of people, never with persons."
        return Mistake(where, f"'{found}'", ", ".join(allowed), do)
    return Mistake(where, f"'{found}'", ", ".join(allowed), nearest(found, allowed))


def text_of(value: Any) -> str:
    """The text from which `read_text` makes this value again."""
    if value is None or value == ():
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return BETWEEN_NAMES.join(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)
