"""The one vocabulary of the house: measures, periods and figures.

A figure is a measure, of a place, for a group, over a period, with a value and its uncertainty. Reports
state figures, simulations produce them, forecasts are distributions over them, plans compare them with
capacities, pages show them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from qonaq.errors import Mistake, SettingError, unknown_name


class Kind(StrEnum):
    """What a measure's number refers to."""

    FLOW = "flow"  # events counted in a period
    STOCK = "stock"  # people or things at the end of a period
    LEVEL = "level"  # a rate or a price at the end of a period


class Qualifier(StrEnum):
    """How exactly a figure was said."""

    EXACT = "exact"
    ABOUT = "about"
    OVER = "over"
    UNDER = "under"
    UP_TO = "up to"
    RANGE = "range"


class Status(StrEnum):
    """How surely, and of which time, a figure was said."""

    REPORTED = "reported"
    ESTIMATED = "estimated"
    FORECAST = "forecast"
    PROPOSED = "proposed"
    ENACTED = "enacted"
    DENIED = "denied"


@dataclass(frozen=True)
class Measure:
    """A row of the table of measures."""

    name: str
    kind: Kind
    units: tuple[str, ...]  # the first is the unit of simulated figures
    meaning: str


PEOPLE = ("people", "families", "trips", "vehicles")


def _rows() -> tuple[Measure, ...]:
    flow, stock, level = Kind.FLOW, Kind.STOCK, Kind.LEVEL
    return (
        Measure("departures", flow, PEOPLE, "people who set out from the origin"),
        Measure("entries", flow, PEOPLE, "border passages into the country"),
        Measure("exits", flow, PEOPLE, "border passages out of the country"),
        Measure("net_entries", flow, PEOPLE, "entries less exits"),
        Measure("arrivals", flow, PEOPLE, "people who reach a city"),
        Measure("onward", flow, PEOPLE, "people who move on from a city or to a third country"),
        Measure("returns", flow, PEOPLE, "people who go back to the country of origin"),
        Measure("turned_back", flow, PEOPLE, "people refused at a border or sent back from it"),
        Measure("applications", flow, PEOPLE, "applications made for a number, a status or a permit"),
        Measure("registrations", flow, PEOPLE, "numbers or registrations issued"),
        Measure("permits", flow, PEOPLE, "residence permits granted"),
        Measure("asylum_applications", flow, PEOPLE, "applications for asylum"),
        Measure("present", stock, PEOPLE, "displaced people who are there"),
        Measure("queueing", stock, PEOPLE, "people waiting at a crossing, on the side where they wait"),
        Measure("stranded", stock, PEOPLE, "people under way who can neither go on nor turn to another way"),
        Measure("unsheltered", stock, PEOPLE, "people without any accommodation at night"),
        Measure("registration_backlog", stock, PEOPLE, "applicants who wait for their number"),
        Measure("overstaying", stock, PEOPLE, "people present beyond their permitted stay"),
        Measure("beds", stock, ("beds",), "beds that exist in a class of accommodation"),
        Measure("beds_occupied", stock, ("beds", "people"), "beds that are taken"),
        Measure("beds_free", stock, ("beds",), "beds that are free"),
        Measure("desks", stock, ("desks",), "registration desks that are open"),
        Measure("occupancy", level, ("share",), "beds taken as a share of beds"),
        Measure("rent_change", level, ("share",), "change of the asking rent since before the shock"),
        Measure("rent_level", level, ("money/month", "money/day"), "asking rent"),
        Measure("border_wait", level, ("hours",), "hours from joining a crossing's queue to passing it"),
        Measure("registration_wait", level, ("days",), "days from applying to the number"),
    )


MEASURES: dict[str, Measure] = {row.name: row for row in _rows()}

# Nationals of the origin who are fleeing; `None` means every national of the origin (see DESIGN, section 2).
DISPLACED = "displaced"
# People who live in the host country and cross its border: a group of their own.
RESIDENTS = "residents"


def measure_named(name: str, where: str = "measure") -> Measure:
    """The measure of that name; a SettingError with the nearest name otherwise."""
    if name not in MEASURES:
        raise SettingError(unknown_name(where, name, tuple(MEASURES)))
    return MEASURES[name]


@dataclass(frozen=True)
class Period:
    """Days from `start` to `end`, both inclusive; stocks and levels have no start."""

    end: date
    start: date | None = None

    def __post_init__(self) -> None:
        if self.start is not None and self.start > self.end:
            raise SettingError(
                Mistake(
                    where="period",
                    found=f"{self.start} to {self.end}",
                    allowed="a start on or before the end",
                    do="Exchange the two dates or correct one of them.",
                )
            )

    @property
    def days(self) -> int:
        """How many days the period has (1 where it has no start)."""
        return 1 if self.start is None else (self.end - self.start) // timedelta(days=1) + 1


@dataclass(frozen=True)
class Figure:
    """A measure, of a place, for a group, over a period: what is asked for or stated, without its value."""

    measure: str
    period: Period
    country: str | None = None  # ISO 3166-1 alpha-2 of the host side
    place: str | None = None  # canonical name; None means the whole country
    group: str | None = None  # None: every national of the origin for flows, the displaced for stocks

    def __post_init__(self) -> None:
        measure_named(self.measure)
