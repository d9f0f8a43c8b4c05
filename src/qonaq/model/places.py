"""Where people come from, pass and arrive: places and the routes between them.

Every field carries its unit; columns of `places.csv` and `routes.csv`, web forms and error messages are made
from these fields. A blank number means "not published": the engine then estimates it from a prior that the
page marks as an assumption.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


def quantity(unit: str, meaning: str, *, low: float = 0.0, high: float = float("inf")) -> Any:
    """An optional number with its unit, meaning and allowed range in the field's metadata."""
    return field(default=None, metadata={"unit": unit, "meaning": meaning, "low": low, "high": high})


class PlaceKind(StrEnum):
    ORIGIN = "origin"  # where people set out
    CROSSING = "crossing"  # a service point on a border; `country` is the host side
    CITY = "city"  # a host city
    ELSEWHERE = "elsewhere"  # a country people choose instead, or a way out of the host country


class Mode(StrEnum):
    ROAD = "road"
    RAIL = "rail"
    AIR = "air"


@dataclass(frozen=True)
class Place:
    """A row of `places.csv`."""

    name: str
    kind: PlaceKind
    country: str  # ISO 3166-1 alpha-2; of a crossing: the host side
    lat: float = field(metadata={"unit": "degrees", "meaning": "latitude", "low": -90, "high": 90})
    lon: float = field(metadata={"unit": "degrees", "meaning": "longitude", "low": -180, "high": 180})
    source: str  # where the numbers of this row are from
    known_on: date | None = None  # the day from which the row was public; None never enters an as-of run
    assumption: bool = False  # True where the source is an estimate of ours
    aliases: tuple[str, ...] = ()
    region: str | None = None
    population: float | None = quantity("people", "people who live there")
    diaspora: float | None = quantity("share", "share of the residents who speak the arrivals' language", high=1.0)
    mode: Mode | None = None  # of a crossing
    from_country: str | None = None  # of a crossing: the side that people come from
    lanes: float | None = quantity("lanes", "lanes or windows that serve people who enter")
    people_per_lane_hour: float | None = quantity("people/hour", "people served by a lane in an hour")
    open_hours: float | None = quantity("hours", "hours a day that the crossing is open", high=24.0)
    traffic_share: float | None = quantity("share", "share of the border's ordinary traffic", high=1.0)
    host_beds: float | None = quantity("beds", "places with relatives and hosts")
    hotel_beds: float | None = quantity("beds", "beds in hotels")
    hostel_beds: float | None = quantity("beds", "beds in hostels")
    rental_beds: float | None = quantity("beds", "beds in dwellings to let")
    collective_beds: float | None = quantity("beds", "beds in collective centres")
    improvised_beds: float | None = quantity("beds", "places in improvised shelter")
    rent: float | None = quantity("money/month", "asking rent of a one-room flat before the shock")
    desks: float | None = quantity("desks", "registration desks")
    desk_hours: float | None = quantity("hours", "hours a day that a desk works", high=24.0)


@dataclass(frozen=True)
class Route:
    """A row of `routes.csv`: a way that people can take, in the direction of flight."""

    start: str
    end: str
    km: float = field(metadata={"unit": "km", "meaning": "length by road, rail or air", "low": 0})
    source: str
    known_on: date | None = None
    assumption: bool = False
    mode: Mode = Mode.ROAD
    speed: float | None = quantity("km/day", "speed on this route where it differs from the general one")


# Classes of accommodation, in no order of preference: choice follows price, means and room (`engine`).
BED_CLASSES: tuple[str, ...] = ("host", "hotel", "hostel", "rental", "collective", "improvised")
