"""The rows of a scenario's files as the model's nouns, with every mistake of every cell and where each stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from qonaq.errors import Mistake, SettingError, nearest
from qonaq.io.scenario_columns import Column, Kind, columns_of, read_text, unknown_column
from qonaq.io.scenario_files import Cell, Listing, Mapping, Node, read_table
from qonaq.measures import MEASURES
from qonaq.model.claims import Claim, Passage
from qonaq.model.events import EVENTS, Event
from qonaq.model.laws import LAWS, Law
from qonaq.model.people import Group
from qonaq.model.places import BED_CLASSES, Place, Route
from qonaq.model.policies import LEVERS, Lever, Policy
from qonaq.model.rules import EntryRule
from qonaq.model.scenario import Prior

Noun = TypeVar("Noun")
DOCUMENTS = ("passport", "identity card", "none")
HOUSEHOLDS = ("single", "family")
CLIMATES = ("cold", "warm")
LAW = Column("law", Kind.TEXT, required=True)  # a mapping, read by `law_of`
LEVER_LIST = Column("levers", Kind.TEXT)  # a list of mappings


@dataclass(frozen=True)
class Located(Generic[Noun]):
    """A noun and where its parts stand in the files."""

    value: Noun
    where: str
    cells: dict[str, str] = field(default_factory=dict)

    def at(self, column: str) -> str:
        """Where a part stands: `routes.csv row 7, km`."""
        return self.cells.get(column, f"{self.where}, {column}")


@dataclass(frozen=True)
class Rows(Generic[Noun]):
    """The rows that could be read, the names of those that could not, and what is wrong with them."""

    good: tuple[Located[Noun], ...] = ()
    broken: frozenset[str] = frozenset()
    mistakes: tuple[Mistake, ...] = ()


def with_choices(columns: Iterable[Column], choices: dict[str, Sequence[str]]) -> tuple[Column, ...]:
    """The columns, those named in `choices` limited to these words."""
    return tuple(
        replace(column, kind=Kind.CHOICE, choices=tuple(choices[column.name])) if column.name in choices else column
        for column in columns
    )


def claim_columns() -> tuple[Column, ...]:
    """The columns of `evidence.csv`: a claim, its passage as `quote`; publication and source must be there."""
    columns = with_choices(columns_of(Claim, skip=frozenset({"passage"})), {"measure": tuple(MEASURES)})
    must = ("published", "source")
    quote = Column("quote", Kind.TEXT, meaning="what was said, in a few words")
    return (*(replace(row, required=True) if row.name in must else row for row in columns), quote)


PLACE_COLUMNS = columns_of(Place)
ROUTE_COLUMNS = columns_of(Route)
CLAIM_COLUMNS = claim_columns()
GROUP_COLUMNS = with_choices(columns_of(Group), {"document": DOCUMENTS, "household": HOUSEHOLDS})
RULE_COLUMNS = columns_of(EntryRule)
EVENT_COLUMNS = with_choices(columns_of(Event), {"what": tuple(EVENTS)})
PRIOR_COLUMNS = (*columns_of(Prior, skip=frozenset({"law"})), LAW)
LEVER_COLUMNS = with_choices(columns_of(Lever), {"lever": tuple(LEVERS), "bed_class": BED_CLASSES})
POLICY_COLUMNS = (
    *(replace(row, required=row.name in ("name", "source")) for row in columns_of(Policy, skip=frozenset({"levers"}))),
    LEVER_LIST,
)


def read_csv_rows(path: Path, columns: Sequence[Column], make: Callable[[dict[str, Any]], Noun]) -> Rows[Noun]:
    """The rows of a table as nouns, with the mistakes of its shape and of every cell."""
    rows, header, shape = read_table(path)
    known = {column.name: column for column in columns}
    mistakes = list(shape)
    first = f"{path.name} row 1"
    mistakes.extend(unknown_column(first, name, tuple(known)) for name in header if name and name not in known)
    if header:
        absent = [column.name for column in columns if column.required and column.name not in header]
        mistakes.extend(Mistake(first, f"no column '{name}'", "every required column", "Add it.") for name in absent)
    good: list[Located[Noun]] = []
    broken: set[str] = set()
    for number, cells in rows:
        where = f"{path.name} row {number}"
        read = {name: read_text(known[name], text, f"{where}, {name}") for name, text in cells.items() if name in known}
        wrong = [value for value in read.values() if isinstance(value, Mistake)]
        mistakes.extend(wrong)
        if wrong or any(column.required and column.name not in read for column in columns):
            broken.add(cells.get("name", "").strip())
        else:
            good.append(Located(make(read), where))
    return Rows(tuple(good), frozenset(broken - {""}), tuple(mistakes))


def make_claim(values: dict[str, Any]) -> Claim:
    """A claim from the cells of `evidence.csv`; its passage has no offsets, since no text of ours holds it."""
    quote = values.pop("quote", None) or ""
    return Claim(passage=Passage(quote), **values)


def read_list(
    node: Node | None, columns: Sequence[Column], make: Callable[[dict[str, Any]], Noun], name: str
) -> Rows[Noun]:
    """The items of a YAML list as nouns; `name` is what the list is called."""
    if node is None or _is_blank(node):
        return Rows()
    if not isinstance(node, Listing):
        return Rows(mistakes=(Mistake(node.where, "no list", f"a list of {name}", "Begin each item with a dash."),))
    good: list[Located[Noun]] = []
    broken: set[str] = set()
    mistakes: list[Mistake] = []
    for item in node.items:
        values, wrong = read_mapping(item, columns)
        mistakes.extend(wrong)
        if wrong:
            broken.add(str(values.get("name", "")))
            continue
        cells = {key: entry.where for key, entry in item.entries.items()} if isinstance(item, Mapping) else {}
        good.append(Located(make(values), item.where, cells))
    return Rows(tuple(good), frozenset(broken - {""}), tuple(mistakes))


def read_mapping(
    node: Node | None, columns: Sequence[Column], *, also: tuple[str, ...] = ()
) -> tuple[dict[str, Any], list[Mistake]]:
    """The values of a YAML mapping by key, and its mistakes: unknown and missing keys, values that do not fit.

    `also` names keys that are read elsewhere, so that they are offered where a key is misspelt.
    """
    known = {column.name: column for column in columns}
    if not isinstance(node, Mapping):
        where = node.where if node is not None else "scenario.yaml"
        return {}, [Mistake(where, "no mapping", f"keys of {', '.join(known)}", "Write key: value, one a line.")]
    values: dict[str, Any] = {}
    mistakes: list[Mistake] = []
    for key, entry in node.entries.items():
        if key not in known:
            mistakes.append(unknown_column(node.keys_at[key], key, (*known, *also)))
            continue
        value = _value(known[key], entry)
        if isinstance(value, list):
            mistakes.extend(value)
        else:
            values[key] = value
    for column in columns:
        if column.required and column.name not in node.entries:
            mistakes.append(Mistake(node.where, f"no '{column.name}'", column.allowed, f"Add {column.name}."))
    return values, mistakes


def _value(column: Column, entry: Node) -> Any:
    """The value of one key, or the list of its mistakes."""
    if column is LAW:
        return law_of(entry)
    if column is LEVER_LIST:
        rows = read_list(entry, LEVER_COLUMNS, lambda values: Lever(**values), "levers")
        return list(rows.mistakes) if rows.mistakes else tuple(row.value for row in rows.good)
    if column.kind is Kind.NAMES and isinstance(entry, Listing):
        return _names(entry)
    if not isinstance(entry, Cell):
        return [Mistake(entry.where, "a list or mapping", column.allowed, "Write a single value.")]
    if entry.quoted and column.kind in (Kind.NUMBER, Kind.WHOLE, Kind.YES_NO) and entry.text:
        return [Mistake(entry.where, f"the text '{entry.text}'", column.allowed, "Remove the quotes.")]
    value = read_text(column, "" if _is_blank(entry) else entry.text, entry.where)
    return [value] if isinstance(value, Mistake) else value


def _names(entry: Listing) -> Any:
    wrong = [item for item in entry.items if not isinstance(item, Cell) or not item.text.strip()]
    if wrong:
        return [Mistake(item.where, "no name", "a list of names", "Write one name an item.") for item in wrong]
    return tuple(item.text.strip() for item in entry.items if isinstance(item, Cell))


def _is_blank(node: Node) -> bool:
    return isinstance(node, Cell) and not node.quoted and node.text in ("", "~", "null")


def law_of(node: Node) -> Law | list[Mistake]:
    """The law of a prior, as `{kind: lognormal, median: 4, low: 2, high: 8}`, or the list of its mistakes."""
    kind = node.entries.get("kind") if isinstance(node, Mapping) else None
    allowed = "; ".join(f"{name} ({', '.join(row.name for row in columns_of(law))})" for name, law in LAWS.items())
    if not isinstance(node, Mapping) or not isinstance(kind, Cell) or kind.text not in LAWS:
        found = f"'{kind.text}'" if isinstance(kind, Cell) else "no kind of law"
        do = nearest(kind.text, tuple(LAWS)) if isinstance(kind, Cell) else "Write {kind: fixed, at: 3} or the like."
        return [Mistake(node.where, found, allowed, do)]
    law = LAWS[kind.text]
    rest = Mapping({key: entry for key, entry in node.entries.items() if key != "kind"}, node.where, node.keys_at)
    values, mistakes = read_mapping(rest, columns_of(law))
    if mistakes:
        return mistakes
    try:
        return law(**values)
    except SettingError as error:
        return [replace(mistake, where=f"{node.where}, {mistake.where}") for mistake in error.mistakes]
