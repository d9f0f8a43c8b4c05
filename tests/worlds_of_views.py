"""A small view with made-up numbers, to test how views are drawn and written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from qonaq.views.view import (
    Column,
    Dot,
    Dots,
    Fact,
    Fan,
    Group,
    Map,
    MapFlow,
    MapPlace,
    Number,
    Panel,
    Point,
    Source,
    Table,
    View,
)  # fmt: skip

START = date(2022, 9, 14)
TODAY = date(2022, 9, 28)
DAYS = tuple(START + timedelta(k) for k in range(43))
LEVELS = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)


def bump(size: float, spread: float) -> tuple[tuple[float, ...], ...]:
    rows = []
    for level in LEVELS:
        row = []
        for k in range(43):
            middle = size * (0.3 + (k > 7) * (k - 7) / 9 * 2.718281828 ** (1 - max(k - 7, 0) / 9))
            row.append(middle * (1 + spread * (level - 0.5) * 2 * min(max(k - 10, 1) / 12, 2.0)))
        rows.append(tuple(max(v, 0.0) for v in row))
    return tuple(rows)


def small_fan(key: str = "entries", size: float = 10000.0) -> Fan:
    point = Point(date(2022, 9, 27), size * 1.4, size * 1.2, size * 1.5, "interior ministry", "s1")
    return Fan(key, "Entries by nationals of the origin, a day", "people", DAYS, LEVELS, bump(size, 0.4), TODAY,
               (point,), "All border passages, ordinary traffic included.", 0.63, size * 1.2, ("s1",))  # fmt: skip


def small_map() -> Map:
    cities = (("Oral", 51.23, 51.37, 4000), ("Aktobe", 50.28, 57.17, 5200), ("Almaty", 43.25, 76.95, 9000),
              ("Astana", 51.17, 71.43, 7000), ("Pavlodar", 52.3, 76.95, 3000))  # fmt: skip
    places = [
        MapPlace(name, "city", lat, lon, tuple((size * k / 42, size * k / 50, size * k / 30) for k in range(43)),
                 tuple(min(1.0, k / 30) for k in range(43)), size * 1.1, size * 60, ("s2",))
        for name, lat, lon, size in cities
    ]  # fmt: skip
    queue = tuple((900.0 * (k > 7), 300.0 * (k > 7), 1900.0 * (k > 7)) for k in range(43))
    places.append(MapPlace("Mashtakovo–Syrym", "crossing", 51.9, 51.2, queue, (), None, None, ("s1",)))
    places.append(MapPlace("Samara", "origin", 53.2, 50.15, population=3_100_000))
    flow = MapFlow("Mashtakovo–Syrym", "Oral", tuple(100.0 * k for k in range(43)))
    return Map(DAYS, TODAY, "KZ", tuple(places), (flow, MapFlow("Samara", "Mashtakovo–Syrym", flow.people)), "A note.")


def small_table(key: str) -> Table:
    columns = (
        Column("place", "Place"),
        Column("present", "Present now", "people"),
        Column("day", "Full by", "shortage"),
    )
    rows = (
        ("Oral", Number(4200, 2100, 8000, sources=("s1",)), "3 Oct"),
        ("Aktobe", Number(None, sources=("s2",)), None),
    )
    return Table(key, f"Table of {key}", columns, rows, "A note under the table.")


def small_brief() -> tuple[Panel, ...]:
    return (
        Panel("happened", "What happened", (Fact("People began to leave", "21 Sep 2022", "a wire", ("s1",)),)),
        Panel("coming", "How many", (Fact("In 7 days", Number(6000, 3000, 9000, sources=("s3",))),), "Who flee."),
        Panel("runs_out", "Where it runs out", (Fact("Oral: hotel beds", "3 Oct", "chance 80 %", ("s3",)),)),
        Panel("tonight", "Tonight", (Fact("Open centres", Number(500, unit="count", sources=("s3",)), "Oral 500"),)),
    )


def grouped_table() -> Table:
    """Two rows under one heading that disagree: the headings cover the rows."""
    groups = (Group("Entries, Kazakhstan", 1, "these disagree"), Group("Single figures", 1))
    return replace(small_table("evidence"), groups=groups)


def small_view() -> View:
    dots = tuple(
        Dots(key, f"Nights without a bed ({layer})", "people", layer,
             (Dot("close-border", 120, 40, 300), Dot("more-beds", -900, -1500, -200), Dot("cap-stay-90", 0, -20, 25)),
             Number(3000, 1000, 9000, sources=("s3",)))
        for key, layer in (("unsheltered", "people"), ("rent", "host community"), ("cost", "cost"))
    )  # fmt: skip
    sources = (
        Source(
            "s1",
            "report",
            "interior ministry",
            "98,000 <b>people</b> had come",
            "a wire",
            TODAY,
            "https://example.org/a",
        ),
        Source("s2", "assumption", "beds by population", "", "", None, "javascript:alert(1)"),
        Source("s3", "model", "Qonaq's simulation"),
    )
    return View(
        "People arriving in Kazakhstan from Russia", "Reception plan for 28 Sep 2022", "en", TODAY,
        ("About 24,000 (11,000–42,000) people are present and 38,000 more are coming.", "Beds run out first in Oral."),
        ("Reference date 28 September 2022",), small_map(),
        (small_fan(), small_fan("present", 30000.0), small_fan("beds", 9000.0)), small_table("cities"), dots,
        "Closing a border does not end the right to seek asylum.", (small_table("needs"), small_table("gaps")),
        "The next figure worth a call: exits by crossing.", grouped_table(), small_table("contradictions"),
        small_table("assumptions"), ("What the model does not know.",), ("Back-tests of this kind.",), sources,
        small_brief(),
    )  # fmt: skip
