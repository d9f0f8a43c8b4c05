"""The files of a scenario folder as text, each cell and key with the place where it stands.

Nothing is trusted: sizes are limited, links that lead out of the folder are refused, YAML may hold neither tags
nor anchors, and nothing in a file is ever run or constructed. Every value stays text until a column reads it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qonaq.errors import Mistake, nearest

LARGEST_FILE = 20_000_000  # bytes; the packaged scenarios have about 100,000
LARGEST_YAML = 1_000_000  # bytes; YAML is for settings, series belong in CSV
MOST_ROWS = 100_000
DEEPEST = 12  # levels of nesting in a YAML file
FILES = ("scenario.yaml", "places.csv", "routes.csv", "policies.yaml", "evidence.csv")
NEEDED = ("scenario.yaml", "places.csv", "routes.csv")
ALSO_ALLOWED = ("README.md", "reports")


@dataclass(frozen=True)
class Cell:
    """A piece of text and where it stands; `quoted` where YAML marks it as text."""

    text: str
    where: str
    quoted: bool = False


@dataclass(frozen=True)
class Listing:
    """A YAML list: its items in order."""

    items: tuple[Node, ...]
    where: str


@dataclass(frozen=True)
class Mapping:
    """A YAML mapping: its keys with the places where they stand."""

    entries: dict[str, Node]
    where: str
    keys_at: dict[str, str]


Node = Cell | Listing | Mapping


def folder_mistakes(folder: Path) -> list[Mistake]:
    """What is wrong with the folder itself: files that are missing, unknown, too large, or links that lead out."""
    if not folder.is_dir():
        found = "a file" if folder.exists() else "nothing"
        return [Mistake(str(folder), found, "a scenario folder", "Give the folder that holds scenario.yaml.")]
    if not any((folder / name).exists() for name in FILES):
        do = "Give the folder that holds scenario.yaml, or make one with: qonaq new"
        return [Mistake(str(folder), "a folder without a scenario", f"a folder with {', '.join(NEEDED)}", do)]
    mistakes = [
        Mistake(name, "no such file", f"a folder with {', '.join(NEEDED)}", f"Add {name} to {folder}.")
        for name in NEEDED
        if not (folder / name).exists()
    ]
    allowed = FILES + ALSO_ALLOWED
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.name not in allowed:
            do = f"{nearest(path.name, allowed)} Rename it or take it out, so that it is not left unread."
            mistakes.append(Mistake(path.name, "an unknown file", ", ".join(allowed), do))
        elif path.name in FILES:
            mistakes.extend(_file_mistakes(path, folder))
    return mistakes


def _file_mistakes(path: Path, folder: Path) -> list[Mistake]:
    name = path.name
    if not path.resolve().is_relative_to(folder.resolve()):
        return [Mistake(name, "a link that leads out of the folder", "a file of the folder", "Copy the file itself.")]
    if not path.is_file():
        return [Mistake(name, "no regular file", "a file", "Replace it by a file.")]
    limit = LARGEST_YAML if name.endswith(".yaml") else LARGEST_FILE
    size = path.stat().st_size
    if size > limit:
        return [Mistake(name, f"{size:,} bytes", f"at most {limit:,} bytes", "Leave out what is not needed.")]
    return []


def text_of_file(path: Path) -> str | Mistake:
    """The text of a file in UTF-8, or the mistake that keeps it from being read."""
    data = path.read_bytes()
    if b"\0" in data:
        return Mistake(path.name, "binary data", "text in UTF-8", "Save the file as text in UTF-8.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"a byte that is not UTF-8 (0x{data[error.start]:02x})"
        return Mistake(f"{path.name} line {line}", found, "text in UTF-8", "Save the file as UTF-8.")


def read_table(path: Path) -> tuple[list[tuple[int, dict[str, str]]], list[str], list[Mistake]]:
    """The rows of a CSV file as (row number, cells by column), its columns, and what is wrong with its shape.

    Rows are numbered as a spreadsheet does: the header is row 1.
    """
    text = text_of_file(path)
    if isinstance(text, Mistake):
        return [], [], [text]
    lines = iter(csv.reader(io.StringIO(text, newline=""), strict=True))
    rows: list[tuple[int, dict[str, str]]] = []
    mistakes: list[Mistake] = []
    header: list[str] = []
    try:
        header = [name.strip() for name in next(lines, [])]
        mistakes.extend(_header_mistakes(path.name, header))
        for number, cells in enumerate(lines, start=2):
            if number > MOST_ROWS + 1:
                found = f"more than {MOST_ROWS:,} rows"
                mistakes.append(Mistake(path.name, found, f"at most {MOST_ROWS:,}", "Leave out what is not needed."))
                break
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                where, allowed = f"{path.name} row {number}", f"{len(header)} cells, as in the header"
                do = "Put text that holds commas in double quotes, and leave a cell empty rather than out."
                mistakes.append(Mistake(where, f"{len(cells)} cells", allowed, do))
                continue
            rows.append((number, dict(zip(header, cells, strict=True))))
    except csv.Error as error:
        where = f"{path.name} row {len(rows) + 2}"
        mistakes.append(Mistake(where, str(error), "cells with commas between them", "Close the quotes of this row."))
    return rows, header, mistakes


def _header_mistakes(name: str, header: list[str]) -> Iterator[Mistake]:
    if not header:
        yield Mistake(f"{name} row 1", "nothing", "the names of the columns", "Write the header line.")
    elif len(header) == 1 and ";" in header[0]:
        yield Mistake(f"{name} row 1", "semicolons", "commas between the columns", "Save the table with commas.")
    for column in sorted({column for column in header if header.count(column) > 1}):
        found = f"'{column}' twice" if column else "columns without a name"
        yield Mistake(f"{name} row 1", found, "every column once", "Remove or name the column.")


def read_yaml(path: Path) -> tuple[Node | None, list[Mistake]]:
    """The tree of a YAML file with the line of every key and value, and what is wrong with its shape."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    text = text_of_file(path)
    if isinstance(text, Mistake):
        return None, [text]
    builder = _Builder(path.name)
    try:
        return builder.build(YAML(typ="safe", pure=True).parse(text)), builder.mistakes
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}" if mark is not None else ""
        problem = str(getattr(error, "problem", None) or "text that is no YAML").splitlines()[0]
        do = "Check the indentation, the colons and the quotes of this line and the one before it."
        return None, [*builder.mistakes, Mistake(f"{path.name}{line}", problem, "YAML", do)]
    except _TooDeepError as deep:
        do = "Lay the file out as docs/scenario.md shows."
        return None, [Mistake(f"{path.name} line {deep.line}", "too many levels", f"at most {DEEPEST}", do)]


class _TooDeepError(RecursionError):
    """A tree deeper than any scenario needs."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(line)


class _Builder:
    """Turns the events of a YAML reader into a tree, and collects what a scenario may not hold."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.mistakes: list[Mistake] = []

    def build(self, events: Iterator[Any]) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                documents += 1
                if documents == 2:
                    self._refuse(event, "a second document", "one document", "Remove the line with ---.")
            elif kind in ("ScalarEvent", "SequenceStartEvent", "MappingStartEvent", "AliasEvent"):
                node = self._node(event, events, "", 0)
                root = node if documents == 1 else root
        return root

    def _node(self, event: Any, events: Iterator[Any], path: str, depth: int) -> Node:
        line = event.start_mark.line + 1
        if depth > DEEPEST:
            raise _TooDeepError(line)
        kind = type(event).__name__
        where = f"{self.name} line {line}" + (f", {path}" if path else "")
        if kind == "AliasEvent" or getattr(event, "anchor", None):
            self._refuse(
                event, "an anchor or alias (& or *)", "plain values", "Write the value out where it is needed."
            )
        if getattr(event, "tag", None):
            self._refuse(event, f"the tag '{event.tag}'", "values without tags", "Remove the tag.")
        if kind == "SequenceStartEvent":
            return self._listing(events, where, path, depth)
        if kind == "MappingStartEvent":
            return self._mapping(events, where, path, depth)
        quoted = getattr(event, "style", None) is not None
        return Cell(str(getattr(event, "value", "")), where, quoted)

    def _listing(self, events: Iterator[Any], where: str, path: str, depth: int) -> Listing:
        items: list[Node] = []
        for event in events:
            if type(event).__name__ == "SequenceEndEvent":
                break
            items.append(self._node(event, events, f"{path}[{len(items) + 1}]", depth + 1))
        return Listing(tuple(items), where)

    def _mapping(self, events: Iterator[Any], where: str, path: str, depth: int) -> Mapping:
        entries: dict[str, Node] = {}
        keys_at: dict[str, str] = {}
        for event in events:
            if type(event).__name__ == "MappingEndEvent":
                break
            key = self._node(event, events, path, depth + 1)
            if not isinstance(key, Cell):
                self._refuse(event, "a list or mapping as key", "a name as key", "Write a name before the colon.")
                key = Cell("", where)
            if key.text in entries:
                self._refuse(event, f"the key '{key.text}' twice", "every key once", "Remove one of the two.")
            below = f"{path}.{key.text}" if path else key.text
            entries[key.text] = self._node(next(events), events, below, depth + 1)
            keys_at[key.text] = f"{self.name} line {event.start_mark.line + 1}"
        return Mapping(entries, where, keys_at)

    def _refuse(self, event: Any, found: str, allowed: str, do: str) -> None:
        self.mistakes.append(Mistake(f"{self.name} line {event.start_mark.line + 1}", found, allowed, do))
