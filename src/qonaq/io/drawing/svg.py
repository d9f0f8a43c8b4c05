"""The few SVG elements that our drawings use, with every text escaped, and the two colour scales.

People are shown in blues, shortage in oranges: both safe for colour-blind readers and distinct in grey print.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

PEOPLE = ("#dbe8f2", "#b3cfe3", "#7fadcf", "#3f7fae", "#14507f")  # light to dark
SHORTAGE = ("#fde3cf", "#fbbf8d", "#f08c3c", "#cf5c0a", "#8f3c00")
INK, MUTED, RULE, PAPER = "#1d2733", "#5b6876", "#cfd6dd", "#ffffff"
FONT = "system-ui, 'Source Sans Pro', 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"


def number(value: float) -> str:
    """A coordinate to a tenth of a unit, without trailing zeros."""
    return f"{value:.1f}".removesuffix(".0")


def element(name: str, content: str = "", **attributes: object) -> str:
    """An element; `class_` stands for class, underscores for hyphens, and None leaves an attribute out."""
    shown = []
    for key, value in attributes.items():
        if value is None:
            continue
        text = number(value) if isinstance(value, float) else str(value)
        shown.append(f'{key.rstrip("_").replace("_", "-")}="{escape(text, quote=True)}"')
    start = " ".join((name, *shown))
    return f"<{start}>{content}</{name}>" if content else f"<{start}/>"


def words(x: float, y: float, text: str, **attributes: object) -> str:
    """A piece of text."""
    return element("text", escape(text), x=float(x), y=float(y), **attributes)


def title(text: str) -> str:
    """What a pointer or a screen reader is told about the parent element."""
    return f"<title>{escape(text)}</title>"


def path(points: Iterable[Sequence[float]], *, closed: bool = False) -> str:
    """The `d` of a polyline through points."""
    drawn = "L".join(f"{number(x)},{number(y)}" for x, y in points)
    return (f"M{drawn}" + ("Z" if closed else "")) if drawn else ""


def document(width: float, height: float, content: str, *, label: str, class_: str, **attributes: object) -> str:
    """A whole drawing that scales with the page and says what it shows."""
    return element(
        "svg",
        content,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        role="group",  # its points and places are reached one by one
        aria_label=label,
        class_=class_,
        font_family=FONT,
        **attributes,
    )
