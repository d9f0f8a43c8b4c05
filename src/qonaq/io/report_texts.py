"""The words of a report that the studio shows: its headline and body, line by line, never menus or bylines.

They are taken out of the report where it is read, in the child process, and kept in the run folder: the server never
parses a report, which is hostile input.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from qonaq.io.readers import open_report, report_in

TEXTS = "reports.json"
SHOWN = ("headline", "body")  # roles of a line; captions and furniture are left out


@dataclass(frozen=True)
class Line:
    """A line of a report: where it begins in the text that offsets refer to, what it is, what it says."""

    start: int
    role: str
    text: str


def texts_as_json(reports: Mapping[str, Path]) -> bytes:
    """reports.json of a run folder: kept name → [start, role, text] of every line that is shown."""
    return json.dumps({name: _lines(path) for name, path in reports.items()}, ensure_ascii=False).encode()


def _lines(path: Path) -> list[tuple[int, str, str]]:
    opened = open_report(path)
    if opened.sheets:
        return [(0, "body", opened.text)]
    report = report_in(opened)
    return [(s.start, s.role, report.text[s.start : s.end]) for s in report.body if s.role in SHOWN]


def read_texts(run: Path) -> dict[str, tuple[Line, ...]]:
    """The lines of every report of a run, by the name under which the run keeps it."""
    path = run / TEXTS
    if not path.is_file():
        return {}
    kept = json.loads(path.read_text(encoding="utf-8"))
    return {name: tuple(Line(*line) for line in lines) for name, lines in kept.items()}
