"""The one table of uncertain quantities: meaning, unit, what it varies over, and what is believed beforehand.

A scenario's `priors` replace these defaults by name (and by target: an event, a country, a crossing, a city, a
class of beds). The engine draws one score per quantity and replicate; calibration moves the scores.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from qonaq.model.laws import Fixed, Law, LogNormal, Normal, Share

ASSUMPTION = "assumption"

# What a parameter may vary over. The words of a target, in this order, stand in brackets: stock[Oral,hotel].
PER: dict[str, str] = {
    "": "one number for the whole scenario",
    "event": "one for each event that makes people leave",
    "day": "one for each day from the first trigger on",
    "country": "one for each country that people choose",
    "host": "one for the host country",
    "crossing": "one for each crossing",
    "city": "one for each host city",
    "class": "one for each class of accommodation",
    "city and class": "one for each class of accommodation in each host city",
}


@dataclass(frozen=True)
class Parameter:
    """A row of the table: an uncertain quantity and what is believed of it unless a scenario says otherwise."""

    name: str
    unit: str
    meaning: str
    law: Law
    source: str = ASSUMPTION
    per: str = ""  # a word of PER
    published: Law | None = None  # the law where the scenario publishes the number that this one multiplies
    by_class: Mapping[str, Law] = field(default_factory=dict)  # laws of single classes of accommodation

    def default(self, *, bed_class: str | None = None, is_published: bool = False) -> Law:
        """The law before a scenario's priors."""
        if bed_class is not None and bed_class in self.by_class:
            return self.by_class[bed_class]
        return self.published if is_published and self.published is not None else self.law


def _leaving() -> tuple[Parameter, ...]:
    return (
        Parameter(
            "pool_share", "share", "people at risk of leaving, of an origin's population", LogNormal(0.01, 0.002, 0.08)
        ),
        Parameter(
            "hazard", "1/day", "departure hazard at the peak after a trigger", LogNormal(0.10, 0.03, 0.30), per="event"
        ),
        Parameter("rise", "days", "days from a trigger to the peak of departures", LogNormal(2, 0.5, 7), per="event"),
        Parameter(
            "decay", "days", "days in which the hazard falls to 37 % of its excess", LogNormal(12, 4, 40), per="event"
        ),
        Parameter("floor", "share", "hazard that stays after the decay, of the peak", Share(0.10, 0.02, 0.30)),
        Parameter(
            "shock_sd", "1", "standard deviation of the daily log-hazard around its curve", LogNormal(0.15, 0.05, 0.4)
        ),
        Parameter("shock_memory", "days", "days in which a shock fades to 37 %", LogNormal(4, 2, 10)),
        Parameter(
            "shock", "1", "the day's own push to the log-hazard, in standard deviations", Normal(0, 1), per="day"
        ),
    )


def _choosing() -> tuple[Parameter, ...]:
    return (
        Parameter("pull_power", "1", "power on what lies behind a crossing (α)", LogNormal(1.0, 0.5, 2.0)),
        Parameter("distance_power", "1", "power on distance (β)", LogNormal(1.0, 0.5, 2.0)),
        Parameter("distance_offset", "km", "distance added to every way (δ)", Fixed(50.0)),
        Parameter(
            "language_pull", "1", "extra pull of residents who speak the arrivals' language", LogNormal(2, 0.5, 8)
        ),
        Parameter("room_floor", "share", "pull that a full city keeps (relatives)", Share(0.2, 0.08, 0.4)),
        Parameter(
            "wait_aversion", "1/hour", "share of choice lost per hour of expected wait (φ)", LogNormal(0.03, 0.01, 0.08)
        ),
        Parameter("wait_memory", "days", "days over which travellers' news of a wait is smoothed", Fixed(3.0)),
        Parameter("horizon", "km", "longest way to a border that people consider", Fixed(6000.0)),
        Parameter("country_pull", "1", "log-effect of a country's own appeal", Normal(0, 0.7), per="country"),
        Parameter("crossing_pull", "1", "log-effect of a crossing's own appeal", Normal(0, 0.5), per="crossing"),
        Parameter("city_pull", "1", "log-effect of a city's own appeal", Normal(0, 0.5), per="city"),
        Parameter("speed", "km/day", "distance that people travel in a day", LogNormal(600, 350, 1000)),
    )


def _border() -> tuple[Parameter, ...]:
    traffic = LogNormal(1000, 200, 5000)
    return (
        Parameter(
            "traffic_in", "people/day", "nationals of the origin who enter in ordinary times", traffic, per="country"
        ),
        Parameter(
            "traffic_out", "people/day", "nationals of the origin who go home in ordinary times", traffic, per="country"
        ),
        Parameter("traffic_fall", "share", "ordinary traffic that a long queue keeps away", Share(0.4, 0.1, 0.8)),
        Parameter("visitor_days", "days", "stay of an ordinary visitor", LogNormal(5, 2, 12)),
        Parameter("residents_in", "people/day", "residents of the host country who come home", traffic, per="host"),
        Parameter("residents_out", "people/day", "residents of the host country who leave", traffic, per="host"),
        Parameter(
            "capacity",
            "1",
            "factor on a crossing's declared or estimated capacity",
            LogNormal(1, 0.5, 2),
            per="crossing",
            published=LogNormal(1, 0.7, 1.4),
        ),
        Parameter("give_up", "1/day", "stranded people who go home", LogNormal(0.15, 0.05, 0.4)),
    )


def _staying() -> tuple[Parameter, ...]:
    return (
        Parameter(
            "transit_share",
            "share",
            "people who reach a city only to move on",
            Share(0.45, 0.2, 0.7),
            "Uralsk, September 2022: people stay 1-2 days and move on (informburo.kz); wide around it",
        ),
        Parameter(
            "transit_days",
            "days",
            "stay of those in transit",
            LogNormal(2, 1, 5),
            "Uralsk, September 2022: 1-2 days (informburo.kz)",
        ),
        Parameter("settle_days", "days", "days until a newcomer has settled", LogNormal(14, 7, 30)),
        Parameter("leave_new", "1/day", "hazard of leaving a city before settling", LogNormal(0.05, 0.02, 0.12)),
        Parameter("leave_settled", "1/day", "hazard of leaving a city once settled", LogNormal(0.01, 0.003, 0.03)),
        Parameter("inner_share", "share", "leavers who go to another city of the host country", Share(0.3, 0.1, 0.6)),
        Parameter(
            "return_share", "share", "leavers of the country who go home; the rest go onward", Share(0.35, 0.1, 0.7)
        ),
        Parameter(
            "shelter_push",
            "1/day",
            "extra hazard of leaving a city for those without shelter",
            LogNormal(0.3, 0.1, 0.8),
        ),
        Parameter(
            "renew_share", "share", "people who renew an ending stay by leaving and coming back", Share(0.5, 0.2, 0.8)
        ),
        Parameter("overstay_share", "share", "people who overstay, of those who do not renew", Share(0.3, 0.1, 0.6)),
    )


def _sheltering() -> tuple[Parameter, ...]:
    taken: dict[str, Law] = {
        "host": Fixed(0.0),
        "hotel": Share(0.55, 0.35, 0.75),
        "hostel": Share(0.5, 0.3, 0.7),
        "rental": Share(0.9, 0.82, 0.95),
        "collective": Share(0.1, 0.02, 0.3),
        "improvised": Fixed(0.0),
    }
    wish: dict[str, Law] = {
        "hotel": Normal(0.5, 0.5),
        "hostel": Normal(0.5, 0.5),
        "rental": Normal(0.5, 0.5),
        "collective": Normal(-1.0, 0.5),
        "improvised": Normal(-3.0, 0.5),
    }
    price: dict[str, Law] = {
        "hotel": Fixed(3.0),
        "hostel": Fixed(1.0),
        "rental": Fixed(1.5),
        "collective": Fixed(0.0),
        "improvised": Fixed(0.0),
    }
    return (
        Parameter(
            "stock",
            "1",
            "factor on published or estimated beds",
            LogNormal(1, 0.4, 2.5),
            per="city and class",
            published=LogNormal(1, 0.9, 1.1),
        ),
        Parameter("taken", "share", "beds taken by others", Share(0.5, 0.2, 0.8), per="class", by_class=taken),
        Parameter(
            "preference", "1", "log-appeal of a class at equal price", Normal(0, 0.5), per="class", by_class=wish
        ),
        Parameter("price", "1", "price of a night, of a hostel bed's", Fixed(1.0), per="class", by_class=price),
        Parameter("price_aversion", "1", "log-appeal lost per unit of price", LogNormal(0.4, 0.2, 0.8)),
        Parameter(
            "host_share", "share", "people with relatives or hosts who would take them in", Share(0.2, 0.08, 0.4)
        ),
    )


def _renting_and_registering() -> tuple[Parameter, ...]:
    return (
        Parameter(
            "spot_strength",
            "1",
            "response of asking rents to a shortage (a)",
            LogNormal(0.5, 0.35, 0.8),
            "fitted to the episodes of rent_episodes.csv, each with its source (planning/rents.py)",
        ),
        Parameter("spot_threshold", "share", "share let above which asking rents move (u*)", Share(0.95, 0.93, 0.97)),
        Parameter(
            "contract_elasticity",
            "1",
            "response of contract rents within a year to renters added (ε)",
            LogNormal(1, 0.4, 2.75),
            "Saiz 2003 and 2007 (Miami 1980 and US metropolitan areas, econpapers.repec.org/paper/fipfedpwp/03-12.htm)",
        ),
        Parameter("turnover", "share/month", "contracts renewed in a month", Share(0.05, 0.03, 0.08)),
        Parameter(
            "apply_share",
            "share",
            "stayers who apply for a number",
            Share(0.3, 0.12, 0.6),
            "Aktobe, September 2022: 0.21 of entrants; wide around it",
        ),
        Parameter("apply_days", "days", "days from arriving to applying", LogNormal(4, 2, 8)),
        Parameter(
            "minutes_per_case",
            "minutes",
            "time at a desk for a person",
            LogNormal(12, 3, 30),
            "3-25 minutes (unhcr.org/registration-guidance, chapter 6), 30 in Koszalin 2022 (gk24.pl)",
        ),
        Parameter("no_show", "share", "appointments lost", Share(0.08, 0.02, 0.2)),
        Parameter("come_again", "share", "cases that need a second visit", Share(0.1, 0.03, 0.25)),
        Parameter(
            "desks",
            "1",
            "factor on published or estimated desks",
            LogNormal(1, 0.4, 2.5),
            per="city",
            published=LogNormal(1, 0.8, 1.25),
        ),
    )


def _table() -> Mapping[str, Parameter]:
    rows = (*_leaving(), *_choosing(), *_border(), *_staying(), *_sheltering(), *_renting_and_registering())
    return MappingProxyType({row.name: row for row in rows})


PARAMETERS: Mapping[str, Parameter] = _table()

# Where nobody published a number, these stand in, each times an uncertain factor (`capacity`, `stock`, `desks`).
LANES = 4.0  # assumption: lanes of a crossing
PEOPLE_PER_LANE_HOUR = 40.0  # assumption: people served by a lane in an hour
OPEN_HOURS = 24.0  # assumption: hours a day
BEDS_PER_THOUSAND: Mapping[str, float] = MappingProxyType(
    {"host": 10.0, "hotel": 4.0, "hostel": 1.0, "rental": 20.0, "collective": 0.5, "improvised": 1.0}
)  # assumption: beds per thousand residents
CITY_POPULATION = 100_000.0  # assumption: people, of a host city that publishes none
PEOPLE_PER_DESK = 20_000.0  # assumption: residents served by one registration desk
DESK_HOURS = 8.0  # assumption: hours a day
DIASPORA = 0.2  # assumption: share of residents who speak the arrivals' language
# Ordinary border traffic by weekday, Monday first: a little more before and at weekends (assumption).
WEEKLY_SHAPE = (0.96, 0.94, 0.95, 0.99, 1.10, 1.08, 0.98)
# How much a family's wish for a class differs from a single person's, as a log-effect (assumption).
FAMILY_WISH: Mapping[str, float] = MappingProxyType(
    {"host": 0.0, "hotel": 0.3, "hostel": -0.7, "rental": 0.5, "collective": 0.0, "improvised": -1.0}
)
DETOUR = 1.3  # assumption: length of a way by road, of the great circle, where no route is given
