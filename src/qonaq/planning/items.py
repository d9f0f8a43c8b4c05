"""What a reception needs, item by item: who it is for, by which standard, in which unit.

Each item names the people it follows (a row of `DRIVERS`), the standard that turns people into things, and how:

    each     quantity = people × value                   one for every person
    one for  quantity = people ÷ value                   one for so many people
    lossy    quantity = people × value ÷ (1 − losses)    more is produced than arrives
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from qonaq.errors import InternalError
from qonaq.measures import DISPLACED
from qonaq.model.places import BED_CLASSES
from qonaq.planning.face import Numbers, Outcomes, cities, crossings
from qonaq.planning.standards import Standard

CITY, CROSSING = "city", "crossing"
LOSSES = "water_losses"


@dataclass(frozen=True)
class Driver:
    """People whom needs follow, by day: who they are, where they are, and how a run counts them."""

    meaning: str
    at: str  # city | crossing
    count: Callable[[Outcomes, str], Numbers]  # (replicates, days)


@dataclass(frozen=True)
class Item:
    """A thing, a service or a post that people need."""

    name: str
    title: str
    sector: str
    driver: str  # a name of DRIVERS
    standard: str
    unit: str
    how: str = "each"
    whole: bool = True  # counted in whole pieces, rounded up
    from_share: float = 0.0  # a place gets a row only from this share of one facility on


def _of(measure: str, **more: str) -> Callable[[Outcomes, str], Numbers]:
    def count(outcomes: Outcomes, place: str) -> Numbers:
        return np.asarray(outcomes.series(measure, place=place, **more), dtype=float)

    return count


def _sum(*counts: Callable[[Outcomes, str], Numbers]) -> Callable[[Outcomes, str], Numbers]:
    def count(outcomes: Outcomes, place: str) -> Numbers:
        return np.asarray(np.sum([each(outcomes, place) for each in counts], axis=0), dtype=float)

    return count


def _taken(bed_class: str) -> Callable[[Outcomes, str], Numbers]:
    """Beds of a class that the displaced take; other guests need nothing from this plan."""
    return _of("beds_occupied", bed_class=bed_class, group=DISPLACED)


def _children(outcomes: Outcomes, place: str) -> Numbers:
    """Σ over groups: people present × share of children of the group."""
    children = np.zeros((outcomes.replicates, len(outcomes.dates)))
    for group in outcomes.scenario.groups:
        if group.children:
            children += group.children * outcomes.series("present", place=place, group=group.name)
    return children


_SHELTERED = _sum(*(_taken(name) for name in ("collective", "improvised")))

DRIVERS: dict[str, Driver] = {
    "present": Driver("displaced people who are there", CITY, _of("present")),
    "without bed": Driver(
        "people without shelter or in improvised places",
        CITY,
        _sum(_of("unsheltered"), _taken("improvised")),
    ),
    "in reception": Driver(
        "people without shelter, in improvised places or in collective centres",
        CITY,
        _sum(_of("unsheltered"), _SHELTERED),
    ),
    "children": Driver("children under 18 who are there", CITY, _children),
    "waiting": Driver(
        "people who wait at the crossing or cannot go on", CROSSING, _sum(_of("queueing"), _of("stranded"))
    ),
    **{
        f"in {name} beds": Driver(f"displaced people in {name} beds", CITY, _taken(name))
        for name in BED_CLASSES
        if name != "improvised"
    },
}

_RECEPTION = "in reception"

ITEMS: tuple[Item, ...] = (
    Item("beds", "beds of every class", "shelter", "present", "bed", "beds"),
    Item("beds to open", "beds to open for people without one", "shelter", "without bed", "bed", "beds"),
    *(
        Item(f"beds, {name}", f"beds, {name}", "shelter", f"in {name} beds", "bed", "beds")
        for name in BED_CLASSES
        if name != "improvised"
    ),
    Item("covered space", "covered living space", "shelter", _RECEPTION, "covered_space", "m2"),
    Item(
        "water", "water produced, losses included", "water and sanitation", _RECEPTION, "water", "litres/day", "lossy"
    ),
    Item("water at crossings", "drinking water", "water and sanitation", "waiting", "water_waiting", "litres/day"),
    Item("taps", "taps", "water and sanitation", _RECEPTION, "tap", "taps", "one for"),
    Item("latrines", "latrines or toilets", "water and sanitation", _RECEPTION, "latrine", "latrines", "one for"),
    Item("latrines at crossings", "latrines", "water and sanitation", "waiting", "latrine", "latrines", "one for"),
    Item("showers", "showers", "water and sanitation", _RECEPTION, "shower", "showers", "one for"),
    Item("soap", "soap", "water and sanitation", _RECEPTION, "soap", "kg/month"),
    Item("refuse bins", "refuse bins", "water and sanitation", _RECEPTION, "refuse_bin", "bins", "one for"),
    Item(
        "hygiene promoters",
        "hygiene promoters",
        "water and sanitation",
        _RECEPTION,
        "hygiene_promoter",
        "staff",
        "one for",
        from_share=0.5,
    ),
    Item("food", "food energy", "food", _RECEPTION, "energy", "kcal/day"),
    Item("cereal", "cereal", "food", _RECEPTION, "ration_cereal", "kg/day"),
    Item("pulses", "pulses", "food", _RECEPTION, "ration_pulses", "kg/day"),
    Item("oil", "oil", "food", _RECEPTION, "ration_oil", "kg/day"),
    Item("blended food", "fortified blended food", "food", _RECEPTION, "ration_blended", "kg/day"),
    Item("salt", "iodised salt", "food", _RECEPTION, "ration_salt", "kg/day"),
    Item(
        "health facilities",
        "health facilities, own or extended",
        "health",
        "present",
        "health_facility",
        "facilities",
        "one for",
        from_share=0.5,
    ),
    Item(
        "health staff",
        "skilled health workers",
        "health",
        "present",
        "health_staff",
        "staff",
        "one for",
        from_share=0.5,
    ),
    Item(
        "community health workers",
        "community health workers",
        "health",
        "present",
        "health_worker",
        "staff",
        "one for",
        from_share=0.5,
    ),
    Item("hospital beds", "hospital beds", "health", "present", "inpatient_bed", "beds", "one for", from_share=0.5),
    Item("blankets", "blankets", "household goods", _RECEPTION, "blanket", "pieces"),
    Item("sleeping mats", "sleeping mats", "household goods", _RECEPTION, "mat", "pieces"),
    Item("buckets", "buckets", "household goods", _RECEPTION, "bucket", "pieces", "one for"),
    Item("jerry cans", "jerry cans", "household goods", _RECEPTION, "jerry_can", "pieces", "one for"),
    Item("solar lamps", "solar lamps", "household goods", _RECEPTION, "solar_lamp", "pieces", "one for"),
    Item("mosquito nets", "mosquito nets", "household goods", _RECEPTION, "mosquito_net", "pieces", "one for"),
    Item("school places", "school places, 5 to 17 years", "education", "children", "school_age", "places"),
    Item("centre staff", "staff of collective centres", "staff", _RECEPTION, "centre_staff", "staff", "one for"),
    Item("buses", "buses from the crossing, one trip", "transport", "waiting", "bus_seats", "buses", "one for"),
)


def quantity(how: str, people: float, value: float, *, losses: float = 0.0) -> float:
    """People into things, by the three ways of the table above.

    >>> quantity("one for", 120, 50)
    2.4
    """
    if how == "each":
        return people * value
    if how == "one for":
        return people / value
    if how == "lossy":
        return people * value / (1.0 - losses)
    raise InternalError(f"no way '{how}' to turn people into things")


def bounds(how: str, standard: Standard) -> tuple[float, float]:
    """The values of a standard that ask for least and for most."""
    return (standard.highest, standard.lowest) if how == "one for" else (standard.lowest, standard.highest)


def people_by_day(driver: str, outcomes: Outcomes, place: str | None) -> Numbers:
    """People whom a need follows, (replicates, days); without a place, the whole host country together."""
    count = DRIVERS[driver].count
    if place is not None:
        return count(outcomes, place)
    total = np.zeros((outcomes.replicates, len(outcomes.dates)))
    for name in cities(outcomes) if DRIVERS[driver].at == CITY else crossings(outcomes):
        total += count(outcomes, name)
    return total
