"""What a policy changes: paired differences to things as they are, as dots with whiskers."""

from __future__ import annotations

from qonaq.io.drawing.svg import INK, MUTED, PAPER, PEOPLE, RULE, SHORTAGE, document, element, title, words
from qonaq.views.numbers import plain, two_figures
from qonaq.views.view import Dot, Dots

WIDTH, LEFT, RIGHT, TOP, ROW, BOTTOM = 440.0, 16.0, 20.0, 4.0, 36.0, 26.0


def draw_dots(dots: Dots, language: str, names: dict[str, str]) -> str:
    """The SVG of one outcome: a row a policy, zero in the middle of the scale."""
    height = TOP + ROW * len(dots.dots) + BOTTOM
    reach = max([abs(v) for d in dots.dots for v in (d.low, d.high, d.difference)] + [1e-9])
    low = min([0.0] + [min(d.low, d.difference) for d in dots.dots])
    high = max([0.0] + [max(d.high, d.difference) for d in dots.dots])
    low, high = low - 0.06 * reach, high + 0.06 * reach

    def x(value: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (value - low) / (high - low)

    rows = [TOP + ROW * (row + 0.72) for row in range(len(dots.dots))]
    parts = _uprights(x(0), rows, INK, 1.0)
    ends = [two_figures(end * 0.94) for end in (low, high)]
    for tick in [0.0, *(end for end in ends if abs(x(end) - x(0.0)) > 46)]:
        parts += _uprights(x(tick), rows, RULE, 0.7) if tick else []
        anchor = "start" if x(tick) < LEFT + 20 else "end" if x(tick) > WIDTH - RIGHT - 20 else "middle"
        parts.append(words(x(tick), height - 9, _signed(tick, dots.unit, language), text_anchor=anchor, font_size=11,
                           fill=MUTED))  # fmt: skip
    for y, dot in zip(rows, dots.dots, strict=True):
        parts.append(_row(dot, y, x, dots, language, names.get(dot.policy, dot.policy)))
    return document(WIDTH, height, "".join(parts), label=dots.title, class_="dots")


def _uprights(x: float, rows: list[float], colour: str, width: float) -> list[str]:
    """An upright of the scale, drawn beside each row and not through the words above it."""
    return [element("line", x1=x, x2=x, y1=y - 7, y2=y + 9, stroke=colour, stroke_width=width) for y in rows]


def _row(dot: Dot, y: float, x: object, dots: Dots, language: str, name: str) -> str:
    scale = x if callable(x) else float
    worse = dot.difference > 0
    colour = (SHORTAGE[3] if worse else PEOPLE[3]) if dot.clear else MUTED
    amount_told = _with_ends(dot, dots.unit, language)
    told = f"{name}: {amount_told}"
    line = element("line", x1=scale(dot.low), x2=scale(dot.high), y1=y, y2=y, stroke=colour, stroke_width=2.4)
    mark = element("circle", cx=scale(dot.difference), cy=y, r=5, fill=colour, stroke=PAPER, stroke_width=1.2)
    label = words(0, y - 11, _short(name), font_size=12, fill=INK, paint_order="stroke", stroke=PAPER, stroke_width=3)
    amount = words(WIDTH, y - 11, amount_told, text_anchor="end", font_size=11, fill=MUTED,
                   paint_order="stroke", stroke=PAPER, stroke_width=3)  # fmt: skip
    return element("g", title(told) + label + amount + line + mark)


def _short(name: str, most: int = 34) -> str:
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


def _signed(value: float, unit: str, language: str) -> str:
    text = plain(abs(value), unit, language)
    if text.startswith("<") or not any(digit in text for digit in "123456789"):
        return text
    return ("+" if value > 0 else "−") + text


def _with_ends(dot: Dot, unit: str, language: str) -> str:
    """A difference with its interval; one number where both ends are the same."""
    middle, low, high = (_signed(value, unit, language) for value in (dot.difference, dot.low, dot.high))
    return middle if low == middle == high else f"{middle} ({low} … {high})"
