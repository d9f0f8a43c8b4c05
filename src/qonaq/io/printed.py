"""Writes the printed plan as PDF: the same view and drawings as the page, in the order of UNHCR's contingency plan."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from qonaq.io.page import Drawings
from qonaq.views.numbers import day_text, interval, shown, with_interval
from qonaq.views.view import Cell, Number, Panel, Source, Table, View
from qonaq.views.words import Words

Part = dict[str, Any]
MOST_SOURCES = 60  # the page holds them all; paper holds those that the plan's tables cite first


def plan_pdf(view: View, words: Words, drawings: Drawings) -> bytes:
    """The plan as PDF bytes; the same view gives the same bytes."""
    import typst
    from font_source_sans_pro import font_directory

    template = (files("qonaq") / "data" / "page" / "plan.typ").read_text(encoding="utf-8")
    with TemporaryDirectory() as folder:
        (Path(folder) / "plan.typ").write_text(template, encoding="utf-8")
        content = json.dumps(printed_content(view, words, drawings), ensure_ascii=False)
        (Path(folder) / "view.json").write_text(content, encoding="utf-8")
        compiled = typst.compile(str(Path(folder) / "plan.typ"), root=folder, font_paths=[font_directory])
    return bytes(compiled)


def printed_content(view: View, words: Words, drawings: Drawings) -> dict[str, Any]:
    """What the template prints, as plain data."""
    return {
        "title": view.title,
        "subtitle": view.subtitle,
        "language": view.language,
        "answer": list(view.answer),
        "as_of": list(view.as_of),
        "warning": view.warning,
        "brief": [_panel(panel, view.language) for panel in view.brief],
        "footer": words("page.footer"),
        "words": {"kicker": words("page.kicker")},
        "sections": [section for section in _sections(view, words, drawings) if section["parts"]],
    }


def _panel(panel: Panel, language: str) -> dict[str, Any]:
    """A panel of the first screen, as the first page of the plan shows it."""
    facts = [{"label": fact.text, "note": fact.note, **_cell(fact.value, language)} for fact in panel.facts]
    return {"title": panel.title, "facts": facts, "note": panel.note}


def _sections(view: View, words: Words, drawings: Drawings) -> Iterable[dict[str, Any]]:
    """Situation and scenario · forecast · cities · policies · needs, gaps, actions, triggers, budget · coordination ·
    monitoring · evidence and cautions."""
    tables = {table.key: table for table in view.plan}
    yield _section(words("print.situation"), _situation(view, drawings))
    yield _section(words("print.forecast"), [_pictures(view.fans, drawings.fans)])
    yield _section(words("print.cities"), [_table(view.cities, view.language)])
    yield _section(words("print.policies"), _policies(view, words, drawings))
    order = ("objectives", "needs", "gaps", "actions", "triggers", "staff", "budget")
    for key in (*order, *(k for k in tables if k not in (*order, "monitoring"))):
        if key in tables:
            yield _section(tables[key].title, [_table(replace(tables[key], title=""), view.language)])
    yield _section(words("print.coordination"), [{"kind": "blank", "height": 35, "text": words("print.blank")}])
    monitoring = [_table(tables["monitoring"], view.language)] if "monitoring" in tables else []
    note = [{"kind": "note", "text": view.next_figure}] if view.next_figure else []
    yield _section(words("print.monitoring"), [*note, *monitoring])
    yield _section(words("page.evidence"), [_table(t, view.language) for t in (view.evidence, view.contradictions)])
    lists = [{"kind": "list", "items": list(items)} for items in (view.cautions, view.record) if items]
    yield _section(words("page.cautions"), lists)
    yield _section(words("page.sources"), [{"kind": "list", "items": _sources(view, words)}])


def _section(title: str, parts: list[Part]) -> dict[str, Any]:
    return {"title": title, "parts": [part for part in parts if part]}


def _situation(view: View, drawings: Drawings) -> list[Part]:
    return [{"kind": "picture", "svg": drawings.map, "told": view.map.note or view.title, "caption": view.map.note}]


def _policies(view: View, words: Words, drawings: Drawings) -> list[Part]:
    parts: list[Part] = (
        [{"kind": "note", "text": view.comparison_note.replace("\n", " ")}] if view.comparison_note else []
    )
    for layer in ("people", "host community", "cost"):
        items = [
            {
                "title": dots.title,
                "svg": svg,
                "caption": words("page.as_it_is_now", amount=with_interval(dots.as_it_is, view.language)),
            }
            for dots, svg in zip(view.comparisons, drawings.comparisons, strict=True)
            if dots.layer == layer
        ]
        if items:
            parts += [{"kind": "heading", "text": words(f"layer.{layer}")}, {"kind": "pictures", "items": items}]
    return parts


def _pictures(fans: Iterable[Any], drawn: Iterable[str]) -> Part:
    items = [{"title": fan.title, "svg": svg, "caption": fan.note} for fan, svg in zip(fans, drawn, strict=True)]
    return {"kind": "pictures", "items": items}


def _table(table: Table, language: str) -> Part:
    rows = [[_cell(cell, language) for cell in row] for row in table.rows]
    numeric = [any(isinstance(row[k], Number) for row in table.rows) for k in range(len(table.columns))]
    widths = [_width([row[k] for row in rows], table.columns[k].label) for k in range(len(table.columns))]
    shown = {
        "title": table.title,
        "columns": [column.label for column in table.columns],
        "rows": rows,
        "numeric": numeric,
        "widths": widths,
        "note": table.note,
    }
    return {"kind": "table", "table": shown}


def _width(cells: list[dict[str, str]], label: str) -> float:
    """A column's share of the width: the mean length of its texts, and room for intervals and the longest word."""
    mean = sum(len(cell["text"]) for cell in cells) / max(len(cells), 1)
    interval = max((len(cell["interval"]) for cell in cells), default=0)
    longest = max((len(word) for cell in cells for word in cell["text"].split()), default=0)
    return min(max(mean, interval * 1.05, len(label) * 0.6, longest * 0.95, 6.0), 38.0)


def _cell(cell: Cell, language: str) -> dict[str, str]:
    if isinstance(cell, Number):
        if cell.value is None:
            return {"text": "—", "interval": ""}
        between = interval(cell, language)
        return {"text": shown(cell, language), "interval": f"({between})" if between else ""}
    return {"text": cell or "—", "interval": ""}


def _sources(view: View, words: Words) -> list[str]:
    listed = [_source(source, words, view.language) for source in view.sources[:MOST_SOURCES]]
    rest = len(view.sources) - len(listed)
    return [*listed, words("print.more_sources", count=rest)] if rest > 0 else listed


def _source(source: Source, words: Words, language: str) -> str:
    text = f"{words(f'source.{source.kind}')}: {source.title}"
    if source.published:
        text += f", {day_text(source.published, language, year=True)}"
    if source.passage:
        text += f" “{source.passage}”"
    return f"{text} {source.address}".rstrip()
