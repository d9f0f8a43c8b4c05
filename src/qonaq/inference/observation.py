"""What is observed of a simulation: the nouns of the observation model, and the simulated figure each speaks of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from qonaq.inference.discrepancy import Discrepancy, discrepancy_of
from qonaq.inference.likelihood import Array, Meaning, to_scale
from qonaq.inference.standing import STATEMENT, Standing
from qonaq.measures import MEASURES, Kind
from qonaq.model.claims import Claim, Statement
from qonaq.model.places import PlaceKind
from qonaq.model.scenario import Scenario

DAY = timedelta(days=1)
BORDER = ("entries", "exits", "net_entries", "turned_back", "queueing", "border_wait", "stranded")
# A city has no border: what is said to have entered or left it arrived there or moved on.
OF_A_CITY = {"entries": "arrivals", "exits": "onward"}
OTHER_WAY = {"entries": "exits", "exits": "entries"}


@dataclass(frozen=True)
class Observation:
    """One claim or signal as something observed of a simulation."""

    label: str  # what it speaks of and who says so, without its value: the address of its chance
    said: Claim | Statement
    measure: str
    places: tuple[str | None, ...]  # figures are added up over these; (None,) is the whole country
    country: str | None
    group: str | None
    start: date | None
    end: date
    meaning: Meaning
    source: str | None  # whose bias it carries; None for a signal
    standing: Standing = STATEMENT  # how large that bias may be
    bed_class: str | None = None
    per_day: bool = False
    edge: bool = False  # how much of the last day is counted is in doubt
    foreign: str | None = None  # the other country than the host that it is of
    telling: int = 0  # which figure it is, by size, of those that the source gave on one day for the same days
    both_ways: bool = False  # entries and exits were counted together
    against: int = 0  # days: the figure is set against the one so many days earlier (their difference on the scale)

    @property
    def where(self) -> str:
        """The measure and place in words: those that share the model's own offset. Abroad it is the country's."""
        place = self.foreign or "+".join(name for name in self.places if name) or self.country or "host"
        return f"{self.measure} {self.bed_class + ' ' if self.bed_class else ''}{place}"

    @property
    def until(self) -> str:
        """Who said it when, and until which day: figures told together were counted until the same hour."""
        published = self.said.published if isinstance(self.said, Claim) else None
        return f"{self.source} {published} {self.end} {self.telling}"

    @property
    def family(self) -> str:
        """The measure in words, at home or abroad: those that share the model's common offset."""
        return f"{self.measure} {'abroad' if self.foreign else 'of places'}"

    @property
    def discrepancy(self) -> Discrepancy:
        """How far the model itself may be off here."""
        return discrepancy_of(self.measure, whole=self.places == (None,), foreign=self.foreign is not None)

    @property
    def sd(self) -> float:
        """Standard deviation of what is left once bias, meaning and shared offset are known."""
        return math.hypot(self.meaning.sd, self.discrepancy.own)


@dataclass(frozen=True)
class LeftOut:
    """A claim or signal that does not enter the fit, and why."""

    said: Claim | Statement
    reason: str

    @property
    def name(self) -> str:
        """What it speaks of, in words."""
        said = self.said
        if isinstance(said, Statement):
            return " ".join(str(part) for part in (said.what, said.place or said.country, said.date) if part)
        place = said.place or said.country
        return " ".join(str(part) for part in (said.measure, place, f"{said.value:g}", said.period_end) if part)


@dataclass(frozen=True)
class Observed:
    """All that the evidence lets us observe, in an order that does not depend on how it was given."""

    observations: tuple[Observation, ...]
    left_out: tuple[LeftOut, ...]


class Said(Protocol):
    """What fitting asks of reconciled evidence."""

    @property
    def claims(self) -> Sequence[Claim]: ...

    @property
    def signals(self) -> Sequence[Statement]: ...


def foreign_country(scenario: Scenario, country: str | None, places: Sequence[str | None]) -> str | None:
    """The country outside the host in which a place lies, or the country where none is named (queues: of crossings)."""
    named: list[str | None] = [place.country for place in scenario.places if place.name in places]
    return next((one for one in (named or [country]) if one not in (None, scenario.host)), None)


def where(scenario: Scenario, measure: str, name: str | None) -> tuple[str, tuple[str | None, ...]] | str:
    """The simulated measure and places that a place's name stands for, or the reason why none does."""
    if name is None:
        return measure, (None,)
    place = scenario.place(name)
    if place is not None and not (place.kind is PlaceKind.CITY and measure in BORDER):
        return measure, (place.name,)
    region = name if place is None else place.region
    kind = PlaceKind.CROSSING if measure in BORDER else PlaceKind.CITY
    inside = tuple(p.name for p in scenario.of_kind(kind) if region is not None and p.region == region)
    if inside:
        return measure, inside
    if place is not None and measure in OF_A_CITY:
        return OF_A_CITY[measure], (place.name,)
    return f"the scenario has no place or region '{name}' with {measure}"


class Outcomes(Protocol):
    """What observing asks of a simulated ensemble."""

    def figure(
        self,
        measure: str,
        *,
        place: str | None = None,
        country: str | None = None,
        group: str | None = None,
        start: date | None = None,
        end: date | None = None,
        bed_class: str | None = None,
    ) -> NDArray[Any]:
        """(replicates,)"""
        ...

    def select(self, replicates: NDArray[np.int64]) -> Self:
        """The same of some replicates, in that order."""
        ...


def simulated(outcomes: Outcomes, one: Observation, last_day: Array | float = 1.0) -> Array:
    """The simulated true figure that an observation speaks of, for each member, in the measure's own unit.

    Where entries and exits were counted together it is their sum.

    last_day    how much of the period's last day was counted, 0 to 1 (members); the rest of a single day's count
                is then the day before's
    """

    def total(start: date | None, end: date) -> Array:
        figures = [
            outcomes.figure(
                measure,
                place=place,
                country=one.country,
                group=one.group,
                start=start,
                end=end,
                bed_class=one.bed_class,
            )
            for measure in ((one.measure, OTHER_WAY[one.measure]) if one.both_ways else (one.measure,))
            for place in one.places
        ]
        added = np.sum(np.asarray(figures, dtype=np.float64), axis=0)
        return np.asarray(added if MEASURES[one.measure].kind is not Kind.LEVEL else added / len(figures))

    if one.start is None:
        return total(None, one.end)
    days = (one.end - one.start) // DAY + 1
    counted: Array | float = 1.0 if not one.edge else last_day
    if days == 1:
        figure = total(one.end, one.end)
        if one.edge:
            figure = counted * figure + (1.0 - counted) * total(one.end - DAY, one.end - DAY)
        return figure
    figure = total(one.start, one.end)
    if one.edge:
        figure = figure - (1.0 - counted) * total(one.end, one.end)
    return figure / (days - 1.0 + counted) if one.per_day else figure


def simulated_on_scale(outcomes: Outcomes, one: Observation, last_day: Array | float = 1.0) -> Array:
    """The same on the scale where errors are alike; of a comparison, by how much it is above the earlier figure."""
    y = to_scale(one.measure, simulated(outcomes, one, last_day))
    if one.against == 0:
        return y
    gap = one.against * DAY
    before = replace(one, start=None if one.start is None else one.start - gap, end=one.end - gap)
    return np.asarray(y - to_scale(one.measure, simulated(outcomes, before)))
