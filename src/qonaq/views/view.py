"""What a person is shown, as data only: sentences, numbers with interval and source, tables, fans, dots, a map.

The page, the printed plan, the studio and the exports all draw from one `View`, so that they cannot disagree.
Nothing here knows about HTML, SVG or paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Number:
    """A number as it is shown: never without its interval (or that it was reported) and its sources."""

    value: float | None
    low: float | None = None
    high: float | None = None
    unit: str = "people"
    sources: tuple[str, ...] = ()  # keys of View.sources
    reported: bool = False  # reported numbers are shown as reported, simulated ones to two figures
    moved: float | None = None  # share of the prior variance that evidence removed; below 0.20 it is an assumption
    prefix: str = ""  # how it was said: about, over


Cell = Number | str | None  # days stand in cells as they are read


@dataclass(frozen=True)
class Column:
    """A column of a table; `scale` names the bar drawn beside its numbers, if any."""

    key: str
    label: str
    scale: str = ""  # "" | "people" | "shortage"
    own: bool = False  # texts of others, word for word: they stay in their own language


@dataclass(frozen=True)
class Group:
    """Rows of a table that belong together, under a heading of their own; `tag` marks those that disagree."""

    title: str
    rows: int
    tag: str = ""


@dataclass(frozen=True)
class Table:
    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    groups: tuple[Group, ...] = ()  # in the order of the rows, which they cover; none: the rows stand alone


@dataclass(frozen=True)
class Point:
    """A reported figure on a fan, with its own uncertainty."""

    day: date
    value: float
    low: float
    high: float
    label: str
    source: str
    told: str = ""  # what was said, with its qualifier and period


@dataclass(frozen=True)
class Fan:
    """A forecast by day: quantile levels, with reported points on top and the day where knowledge ends."""

    key: str
    title: str
    unit: str
    days: tuple[date, ...]
    levels: tuple[float, ...]  # ascending, symmetric about 0.5
    values: tuple[tuple[float, ...], ...]  # (levels, days)
    today: date
    points: tuple[Point, ...] = ()
    note: str = ""
    moved: float | None = None
    capacity: float | None = None  # a line to compare with, such as beds
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dot:
    """What a policy changes, against things as they are: a paired difference with its 80 % interval."""

    policy: str
    difference: float
    low: float
    high: float
    clear: bool = True  # material, and more than luck


@dataclass(frozen=True)
class Dots:
    key: str
    title: str
    unit: str
    layer: str  # people | host community | cost
    dots: tuple[Dot, ...]
    as_it_is: Number
    note: str = ""


@dataclass(frozen=True)
class MapPlace:
    """A place on the map with what is there by day: the median and an 80 % interval."""

    name: str
    kind: str  # origin | crossing | city | elsewhere
    lat: float
    lon: float
    people: tuple[tuple[float, float, float], ...] = ()  # by day: median, low, high (queue at a crossing)
    taken: tuple[float, ...] = ()  # by day: share of beds taken
    beds: float | None = None
    population: float | None = None
    sources: tuple[str, ...] = ()
    label: str = ""  # the name in the reader's language; `name` is the scenario's own


@dataclass(frozen=True)
class MapFlow:
    """People a day who pass from one place to another, by day (median)."""

    start: str
    end: str
    people: tuple[float, ...]


@dataclass(frozen=True)
class Map:
    days: tuple[date, ...]
    today: date
    host: str
    places: tuple[MapPlace, ...]
    flows: tuple[MapFlow, ...]
    note: str = ""


@dataclass(frozen=True)
class Source:
    """Where a number comes from: a passage of a report, a packaged statement, a standard, or a named assumption."""

    key: str
    kind: str  # report | statement | standard | assumption | model
    title: str
    passage: str = ""
    medium: str = ""
    published: date | None = None
    address: str = ""


@dataclass(frozen=True)
class Fact:
    """A line of the first screen: what it is about, the number or day, and what belongs to it."""

    text: str
    value: Cell
    note: str = ""
    sources: tuple[str, ...] = ()  # of a value that is a text


@dataclass(frozen=True)
class Panel:
    """One of the questions of the first screen, with its answers."""

    key: str  # happened | coming | runs_out | tonight
    title: str
    facts: tuple[Fact, ...]
    note: str = ""


@dataclass(frozen=True)
class View:
    """Everything on the page, in the order of the page."""

    title: str
    subtitle: str
    language: str
    reference_date: date
    answer: tuple[str, ...]
    as_of: tuple[str, ...]
    map: Map
    fans: tuple[Fan, ...]
    cities: Table
    comparisons: tuple[Dots, ...]
    comparison_note: str
    plan: tuple[Table, ...]  # needs, gaps, actions, triggers, budget
    next_figure: str
    evidence: Table
    contradictions: Table
    assumptions: Table
    cautions: tuple[str, ...]
    record: tuple[str, ...]
    sources: tuple[Source, ...]
    brief: tuple[Panel, ...] = ()
    warning: str = ""  # what a reader must know before the answer
