"""The map: origins, crossings with queues, cities with beds taken against beds, flows as widths.

Nothing below the city or the crossing is drawn. Each mark carries its numbers by day in `data-` attributes, so
that the page can show another day without asking anybody.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qonaq.io.drawing.labels import Label, place_labels
from qonaq.io.drawing.svg import INK, MUTED, PAPER, PEOPLE, RULE, SHORTAGE, document, element, path, title, words
from qonaq.views.numbers import SMALL
from qonaq.views.view import Map, MapFlow, MapPlace

WIDTH, MARGIN = 960.0, 26.0
LARGEST = 26.0  # radius of the largest mark
THIN = 0.04  # of the widest flow: what is thinner hides more than it shows (as in page.js)
LAND, HOST, WATER = "#f3f1ec", "#fbf7e9", "#e9eff4"

Outlines = Mapping[str, Sequence[Sequence[Sequence[float]]]]


@dataclass(frozen=True)
class Projection:
    """Plate carrée with the middle latitude true to scale: x = k·cos φ₀·(λ − λ₀), y = k·(φ₁ − φ)."""

    west: float
    north: float
    scale: float
    squeeze: float
    height: float

    def __call__(self, lat: float, lon: float) -> tuple[float, float]:
        return MARGIN + (lon - self.west) * self.squeeze * self.scale, MARGIN + (self.north - lat) * self.scale


def projection_of(places: Sequence[MapPlace], most_height: float = 560.0) -> Projection:
    """The projection that shows these places, at the page's width and at most that height."""
    lats, lons = [p.lat for p in places], [p.lon for p in places]
    south, north, west, east = min(lats) - 1.2, max(lats) + 1.2, min(lons) - 1.5, max(lons) + 1.5
    squeeze = math.cos(math.radians((south + north) / 2))
    wide = (WIDTH - 2 * MARGIN) / ((east - west) * squeeze)
    scale = min(wide, (most_height - 2 * MARGIN) / (north - south))
    spare = (WIDTH - 2 * MARGIN) / (squeeze * scale) - (east - west)  # the frame is as wide as the page
    return Projection(west - spare / 2, north, scale, squeeze, (north - south) * scale + 2 * MARGIN)


def draw_map(view: Map, outlines: Outlines, *, day: int, explain: Callable[[MapPlace], str], told: str = "map") -> str:
    """The SVG of the map on one day (an index into `view.days`)."""
    shown = [p for p in view.places if p.kind in ("city", "crossing")]
    frame = projection_of(shown)
    inside = [p for p in view.places if _within(frame(p.lat, p.lon), frame.height)]
    where = {p.name: frame(p.lat, p.lon) for p in inside}
    most = max([median for p in shown for median, _, _ in p.people] + [1.0])
    widest = max([v for f in view.flows for v in f.people] + [1.0])
    parts = [element("rect", x=0, y=0, width=WIDTH, height=frame.height, fill=WATER)]
    parts += [_land(code, rings, frame, view.host) for code, rings in outlines.items()]
    parts += [_flow(f, where, widest, day) for f in view.flows if f.start in where and f.end in where]
    order = sorted(inside, key=lambda p: ("elsewhere", "origin", "city", "crossing").index(p.kind))
    parts += [_mark(p, where[p.name], most, day, explain(p)) for p in order]
    wanted = [_label(p, where[p.name], most, day) for p in sorted(inside, key=_weight(day), reverse=True)]
    for label in place_labels(wanted, WIDTH, frame.height):
        style = {"font_size": label.size, "fill": label.colour, "class_": f"name {label.rank}"}
        halo = {"paint_order": "stroke", "stroke": PAPER, "stroke_width": 3, "stroke_linejoin": "round"}
        parts.append(words(label.x, label.y, label.text, **style, **halo))
    return document(WIDTH, frame.height, "".join(parts), label=told, class_="map")


def radius(people: float, most: float) -> float:
    """Area in proportion to people, never so small that it cannot be seen."""
    return 3.0 + (LARGEST - 3.0) * math.sqrt(max(people, 0.0) / most)


def _within(point: tuple[float, float], height: float) -> bool:
    return 4 <= point[0] <= WIDTH - 4 and 4 <= point[1] <= height - 4


def _land(code: str, rings: Sequence[Sequence[Sequence[float]]], frame: Projection, host: str) -> str:
    drawn = []
    for ring in rings:
        points = [frame(lat, lon) for lon, lat in ring]
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        if max(xs) < 0 or min(xs) > WIDTH or max(ys) < 0 or min(ys) > frame.height:
            continue
        drawn.append(path(_clipped(points, frame.height), closed=True))
    if not drawn:
        return ""
    fill = HOST if code == host else LAND
    return element("path", d="".join(drawn), fill=fill, stroke=RULE if code != host else MUTED, stroke_width=0.9)


def _clipped(points: Sequence[tuple[float, float]], height: float) -> list[tuple[float, float]]:
    """The ring cut to a frame somewhat larger than the map (Sutherland–Hodgman, one side after another)."""
    pad = 40.0
    sides: tuple[tuple[int, float, int], ...] = (
        (0, -pad, 1),
        (0, WIDTH + pad, -1),
        (1, -pad, 1),
        (1, height + pad, -1),
    )
    ring = list(points)
    for axis, bound, sign in sides:
        kept: list[tuple[float, float]] = []
        for k, current in enumerate(ring):
            before = ring[k - 1]
            inside, was = sign * (current[axis] - bound) >= 0, sign * (before[axis] - bound) >= 0
            if inside != was:
                share = (bound - before[axis]) / (current[axis] - before[axis])
                kept.append(
                    (before[0] + share * (current[0] - before[0]), before[1] + share * (current[1] - before[1]))
                )
            if inside:
                kept.append(current)
        ring = kept
    return _thinned(ring)


def _thinned(ring: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points closer than a unit to the one before are left out."""
    kept: list[tuple[float, float]] = []
    for point in ring:
        if not kept or abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= 1.2:
            kept.append(point)
    return kept


def _flow(flow: MapFlow, where: Mapping[str, tuple[float, float]], widest: float, day: int) -> str:
    (x1, y1), (x2, y2) = where[flow.start], where[flow.end]
    bend = 0.12
    cx, cy = (x1 + x2) / 2 - (y2 - y1) * bend, (y1 + y2) / 2 + (x2 - x1) * bend
    width = 0.4 + 9.0 * flow.people[day] / widest
    series = " ".join(str(round(v)) for v in flow.people)
    hidden = "hidden" if flow.people[day] < THIN * widest else None
    return element("path", d=f"M{x1:.1f},{y1:.1f}Q{cx:.1f},{cy:.1f} {x2:.1f},{y2:.1f}", fill="none", stroke=PEOPLE[2],
                   stroke_opacity=0.55, stroke_linecap="round", stroke_width=width, class_="flow", data_people=series,
                   data_widest=round(widest), visibility=hidden)  # fmt: skip


def _mark(place: MapPlace, where: tuple[float, float], most: float, day: int, told: str) -> str:
    x, y = where
    if place.kind == "origin":
        return element("g", title(told) + element("rect", x=x - 3, y=y - 3, width=6, height=6, fill=MUTED))
    if place.kind == "elsewhere":
        return element("g", title(told) + element("circle", cx=x, cy=y, r=3, fill=PAPER, stroke=MUTED))
    people = place.people[day][0] if place.people else 0.0
    data = {
        "data_people": " ".join("/".join(_kept(v) for v in triple) for triple in place.people),
        "data_taken": " ".join(f"{v:.2f}" for v in place.taken) or None,
        "data_name": place.label or place.name,
        "data_kind": place.kind,
        "data_beds": None if place.beds is None else round(place.beds),
        "data_most": round(most),
    }
    size = radius(people, most)
    if place.kind == "crossing":
        side = 1.6 * size
        mark = element("rect", x=x - side / 2, y=y - side / 2, width=side, height=side, fill=SHORTAGE[1],
                       stroke=SHORTAGE[3], stroke_width=1.2, transform=f"rotate(45 {x:.1f} {y:.1f})", class_="dot",
                       data_x=x, data_y=y)  # fmt: skip
    else:
        mark = element("circle", cx=x, cy=y, r=size, fill=PEOPLE[3], fill_opacity=0.85, stroke=PAPER, stroke_width=1,
                       class_="dot")  # fmt: skip
        mark += _ring(x, y, size + 3.5, place.taken[day] if place.taken else 0.0)
    return element("g", title(told) + mark, class_=f"place {place.kind}", tabindex=0, **data)


def _kept(people: float) -> str:
    """A count for the page's script; few people are not told apart."""
    return "5" if 0.5 <= people < SMALL else str(round(people))


def _ring(x: float, y: float, size: float, taken: float) -> str:
    """A ring whose orange part is the share of beds taken (a full ring: full)."""
    share = min(max(taken, 0.0), 1.0)
    around = 2 * math.pi * size
    circle: dict[str, Any] = {"cx": x, "cy": y, "r": size, "fill": "none", "stroke_width": 3.2}
    pale = element("circle", **circle, stroke=SHORTAGE[0], class_="ring")
    arc = element("circle", **circle, stroke=SHORTAGE[3], stroke_dasharray=f"{share * around:.1f} {around:.1f}",
                  transform=f"rotate(-90 {x:.1f} {y:.1f})", class_="ring taken")  # fmt: skip
    return pale + arc


def _weight(day: int) -> Callable[[MapPlace], tuple[int, float]]:
    def weight(place: MapPlace) -> tuple[int, float]:
        rank = {"city": 3, "crossing": 2, "elsewhere": 1, "origin": 0}[place.kind]
        return rank, place.people[day][0] if place.people else place.population or 0.0

    return weight


def _label(place: MapPlace, where: tuple[float, float], most: float, day: int) -> Label:
    people = place.people[day][0] if place.people else 0.0
    reach = radius(people, most) + 7 if place.kind == "city" else radius(people, most) + 3
    size, colour = {"city": (15.0, INK), "crossing": (11.0, SHORTAGE[4])}.get(place.kind, (11.0, MUTED))
    shown = place.label or place.name
    name = shown if place.kind != "crossing" else shown.split("–")[-1]
    return Label(
        name, where[0], where[1], reach if place.kind in ("city", "crossing") else 6.0, size, colour, place.kind
    )
