"""Writes the page: one self-contained file that opens offline, with every text from outside escaped."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import escape

from qonaq.io.drawing.dots import draw_dots
from qonaq.io.drawing.fan import draw_fan
from qonaq.io.drawing.map import draw_map
from qonaq.io.outlines import read_outlines
from qonaq.views.comparison import policy_words
from qonaq.views.numbers import day_text, interval, percent, plain, shown, with_interval
from qonaq.views.view import Cell, Column, Dots, Number, Table, View
from qonaq.views.words import Words

SECTIONS = ("answer", "map", "fans", "cities", "policies", "plan", "evidence", "cautions", "sources")
ASSUMPTION_BELOW = 0.20  # share of prior variance removed by evidence, DESIGN section 5
BAR_STEPS = 20  # lengths of the bars beside numbers, as classes of the style sheet
LAYERS = ("people", "host community", "cost")


@dataclass(frozen=True)
class Drawings:
    """Every drawing of a view, as SVG, for the page and the printed plan."""

    map: str
    fans: tuple[str, ...]
    comparisons: tuple[str, ...]


def draw(view: View, words: Words) -> Drawings:
    """Draws the map, the fans and the comparisons of a view."""
    names = {dot.policy: policy_words(dot.policy, words) for d in view.comparisons for dot in d.dots}
    today = today_index(view)

    def explain(place: object) -> str:
        return str(getattr(place, "label", "") or getattr(place, "name", ""))

    return Drawings(
        map=draw_map(view.map, read_outlines(), day=today, explain=explain, told=words("page.map")),
        fans=tuple(
            draw_fan(fan, view.language, today_word=words("page.today"), capacity_word=words("page.capacity"))
            for fan in view.fans
        ),
        comparisons=tuple(draw_dots(dots, view.language, names) for dots in view.comparisons),
    )


def today_index(view: View) -> int:
    """The position of the reference date among the days of the map."""
    return min(max((view.map.today - view.map.days[0]).days, 0), len(view.map.days) - 1)


def page_html(view: View, words: Words, drawings: Drawings) -> str:
    """The page as HTML."""
    template = page_environment().get_template("page.html.j2")
    return template.render(page_context(view, words, drawings), sections=SECTIONS, css=asset("page.css"))


def page_environment() -> Environment:
    """The templates of the page and of the studio: everything is escaped, a gap in the data is an error."""
    environment = Environment(
        loader=PackageLoader("qonaq", "data/page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests["number_cell"] = lambda value: isinstance(value, Number)
    return environment


def asset(name: str) -> str:
    """The text of a packaged style sheet or script."""
    return (files("qonaq") / "data" / "page" / name).read_text(encoding="utf-8")


def page_context(view: View, words: Words, drawings: Drawings) -> dict[str, Any]:
    """What the blocks of a page ask for: the view, its drawings, and how numbers are written."""
    script = asset("page.js")
    marks = {source.key: k + 1 for k, source in enumerate(view.sources)}
    language = view.language
    return {
        "view": view,
        "w": words,
        "script": script,
        "script_digest": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        "map_svg": drawings.map,
        "map_days": json.dumps([day_text(day, language, year=True) for day in view.map.days], ensure_ascii=False),
        "tip_words": json.dumps({k: words(f"tip.{k}") for k in ("interval", "reported")}, ensure_ascii=False),
        "map_words": json.dumps(
            {k: words(f"map.tip_{k}") for k in ("queue", "people", "taken", "play", "pause", "source")},
            ensure_ascii=False,
        ),
        "today_index": today_index(view),
        "today_text": day_text(view.map.days[today_index(view)], language, year=True),
        "fans": list(zip(view.fans, drawings.fans, strict=True)),
        "layers": _by_layer(view.comparisons, drawings.comparisons),
        "shown": lambda n: shown(n, language),
        "interval": lambda n: interval(n, language),
        "with_interval": lambda n: with_interval(n, language),
        "plain_cell": plain_cell,
        "is_numeric": _is_numeric,
        "bar": lambda value, column: _bar(value, column, view),
        "source_mark": lambda key: marks.get(key, "?"),
        "moved_tag": lambda moved: _moved_tag(moved, words),
        "day_text": lambda day: day_text(day, language, year=True),
        "safe_address": lambda address: urlsplit(address).scheme in ("http", "https"),
    }


def _by_layer(comparisons: tuple[Dots, ...], drawn: tuple[str, ...]) -> list[tuple[str, list[tuple[Dots, str]]]]:
    """The comparisons in the order that care demands: people, then the host community, then cost."""
    pairs = list(zip(comparisons, drawn, strict=True))
    groups = [(layer, [pair for pair in pairs if pair[0].layer == layer]) for layer in LAYERS]
    return [(layer, group) for layer, group in groups if group]


def plain_cell(value: Cell) -> str:
    return "—" if value is None else str(value)


def _is_numeric(table: Table, column: int) -> bool:
    return any(isinstance(row[column], Number) for row in table.rows)


def _bar(value: Number, column: Column, view: View) -> int:
    """The length of the bar beside a number, in twentieths of its column's largest."""
    table = next(t for t in (view.cities, *view.plan) if column in t.columns)
    place = table.columns.index(column)
    cells = [row[place] for row in table.rows]
    largest = max([c.value or 0.0 for c in cells if isinstance(c, Number)] + [1e-9])
    if value.value is None or plain(value.value, value.unit, "en").rstrip("\u00a0%") == "0":
        return 0
    return round(BAR_STEPS * max(value.value, 0.0) / largest)


def _moved_tag(moved: float | None, words: Words) -> str:
    """How much evidence moved a figure; below a fifth it is called what it is, an assumption."""
    if moved is None:
        return ""
    share = percent(max(moved, 0.0), words.language)
    if moved < ASSUMPTION_BELOW:
        return f'<span class="tag">{escape(words("page.assumption", share=share))}</span>'
    return f'<span class="tag fit">{escape(words("page.moved", share=share))}</span>'
