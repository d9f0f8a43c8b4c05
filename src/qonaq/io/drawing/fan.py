"""A fan chart: the median, bands of 50, 80 and 95 %, reported figures on top, and the line where today ends."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date

from qonaq.io.drawing.svg import INK, MUTED, PAPER, PEOPLE, RULE, SHORTAGE, document, element, path, title, words
from qonaq.views.numbers import SMALL, day_text, plain
from qonaq.views.view import Fan, Point

WIDTH, HEIGHT = 440.0, 250.0
LEFT, RIGHT, TOP, BOTTOM = 54.0, 14.0, 16.0, 30.0
BANDS = ((0.025, 0.975, 0), (0.1, 0.9, 1), (0.25, 0.75, 2))  # low level, high level, shade


def nice_ticks(top: float, most: int = 4) -> list[float]:
    """Round tick values from 0 to at least `top`: steps of 1, 2 or 5 times a power of ten."""
    if top <= 0:
        return [0.0, 1.0]
    rough = top / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1.0, 2.0, 2.5, 5.0, 10.0) if factor * power >= rough)
    return [step * k for k in range(math.ceil(top / step - 1e-9) + 1)]


def draw_fan(fan: Fan, language: str, *, today_word: str, capacity_word: str) -> str:
    """The SVG of a fan. Levels that the fan lacks are left out of the bands."""
    ticks = nice_ticks(_reach(fan))
    top = ticks[-1]
    span = max((fan.days[-1] - fan.days[0]).days, 1)

    def x(day: date) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (day - fan.days[0]).days / span

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * min(value, top) / top

    parts = [_grid(fan, ticks, y, language), *_bands(fan, x, y), _days(fan, x, language)]
    middle = fan.values[fan.levels.index(0.5)]
    parts.append(element("path", d=path((x(d), y(v)) for d, v in zip(fan.days, middle, strict=True)), fill="none",
                         stroke=PEOPLE[4], stroke_width=2))  # fmt: skip
    if fan.capacity is not None and fan.capacity <= top:
        parts += _capacity(fan.capacity, y, f"{capacity_word} {plain(fan.capacity, fan.unit, language)}")
    parts += _today(fan.today, x, today_word)
    parts += [_point(point, x, y, fan, language) for point in fan.points if fan.days[0] <= point.day <= fan.days[-1]]
    last = plain(middle[-1], fan.unit, language)
    parts.append(words(WIDTH - RIGHT, y(middle[-1]) - 7, last, text_anchor="end", font_size=12, font_weight=600,
                       fill=PEOPLE[4], paint_order="stroke", stroke=PAPER, stroke_width=3))  # fmt: skip
    cursor = element("line", x1=LEFT, x2=LEFT, y1=TOP - 4, y2=HEIGHT - BOTTOM, stroke=MUTED, stroke_width=1,
                     visibility="hidden", class_="cursor")  # fmt: skip
    data = {"data_left": LEFT, "data_right": WIDTH - RIGHT, **_by_day(fan, language)}
    return document(WIDTH, HEIGHT, "".join([*parts, cursor]), label=fan.title, class_="fan", tabindex=0, **data)


def _by_day(fan: Fan, language: str) -> dict[str, object]:
    """What the page tells of each day: the median and its 80 % interval."""
    ends = [fan.values[fan.levels.index(level)] for level in (0.5, 0.1, 0.9) if level in fan.levels]
    return {
        "data_days": "|".join(day_text(day, language) for day in fan.days),
        "data_values": " ".join(
            "/".join(_kept(value, fan.unit) for value in three) for three in zip(*ends, strict=True)
        ),
        "data_unit": fan.unit,
        "data_today": max(0, (fan.today - fan.days[0]).days),
    }


def _kept(value: float, unit: str) -> str:
    """A value for the page's script; few people are not told apart."""
    return "5" if unit == "people" and 0.5 <= value < SMALL else f"{value:.5g}"


def _reach(fan: Fan) -> float:
    """The height of the chart: the widest band, unless its edge lies far beyond the 80 % band (it is then cut)."""
    widest = max(max(row) for row in fan.values)
    likely = max(fan.values[fan.levels.index(0.9)] if 0.9 in fan.levels else fan.values[-1])
    shown = min(widest, 2.5 * likely) if likely > 0 else widest
    capacity = fan.capacity if fan.capacity and fan.capacity < 2 * shown else 0.0
    return max([shown, capacity, *(p.high for p in fan.points), 1.0])


Scale = Callable[[float], float]
DayScale = Callable[[date], float]


def _grid(fan: Fan, ticks: list[float], y: Scale, language: str) -> str:
    lines = []
    for tick in ticks:
        lines.append(element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y(tick), y2=y(tick), stroke=RULE, stroke_width=0.7))
        text = plain(tick, fan.unit, language, reported=True)
        lines.append(words(LEFT - 6, y(tick) + 4, text, text_anchor="end", font_size=11, fill=MUTED))
    return "".join(lines)


def _bands(fan: Fan, x: DayScale, y: Scale) -> list[str]:
    drawn = []
    for low, high, shade in BANDS:
        if low not in fan.levels or high not in fan.levels:
            continue
        below, above = fan.values[fan.levels.index(low)], fan.values[fan.levels.index(high)]
        edge = [(x(d), y(v)) for d, v in zip(fan.days, above, strict=True)]
        edge += [(x(d), y(v)) for d, v in reversed(list(zip(fan.days, below, strict=True)))]
        drawn.append(element("path", d=path(edge, closed=True), fill=PEOPLE[shade], stroke="none"))
    return drawn


def _days(fan: Fan, x: DayScale, language: str) -> str:
    span = (fan.days[-1] - fan.days[0]).days
    step = next((s for s in (1, 2, 7, 14, 28, 56) if span / s <= 6), 112)
    shown = [day for day in fan.days if (day - fan.today).days % step == 0]
    labels = []
    for day in shown:
        place = min(max(x(day), LEFT + 12), WIDTH - RIGHT - 14)
        labels.append(
            words(place, HEIGHT - 10, day_text(day, language), text_anchor="middle", font_size=11, fill=MUTED)
        )
    return "".join(labels)


def _today(today: date, x: DayScale, word: str) -> list[str]:
    if not word:
        return []
    line = element("line", x1=x(today), x2=x(today), y1=TOP - 4, y2=HEIGHT - BOTTOM, stroke=INK, stroke_width=1,
                   stroke_dasharray="3 3")  # fmt: skip
    return [line, words(x(today) + 4, TOP + 4, word, font_size=11, fill=INK)]


def _capacity(capacity: float, y: Scale, text: str) -> list[str]:
    line = element(
        "line", x1=LEFT, x2=WIDTH - RIGHT, y1=y(capacity), y2=y(capacity), stroke=SHORTAGE[3], stroke_width=1.4
    )
    label = words(WIDTH - RIGHT, y(capacity) - 4, text, text_anchor="end", font_size=11, fill=SHORTAGE[3],
                  paint_order="stroke", stroke=PAPER, stroke_width=3)  # fmt: skip
    return [line, label]


def _point(point: Point, x: DayScale, y: Scale, fan: Fan, language: str) -> str:
    where = x(point.day)
    whisker = element("line", x1=where, x2=where, y1=y(point.low), y2=y(point.high), stroke=INK, stroke_width=1.2)
    amount = point.told or plain(point.value, fan.unit, language, reported=True)
    told = f"{point.label}: {amount} ({day_text(point.day, language)})"
    mark = element("circle", title(told), cx=where, cy=y(point.value), r=4, fill=PAPER, stroke=INK, stroke_width=1.6)
    return element("a", whisker + mark, href=f"#{point.source}")
