"""From claims and signals to what they observe of a simulation: the observation model's first half.

Each usable claim becomes an `Observation`: which simulated figure it speaks of, what its number means, which source's
bias it carries, and whether its last day is in doubt. What cannot be used is not dropped in silence: it is `LeftOut`,
with the reason. The order of the evidence never matters: observations are sorted by what they say.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from qonaq.errors import EvidenceError
from qonaq.inference.discrepancy import Discrepancy, discrepancy_of
from qonaq.inference.likelihood import Array, Meaning, meaning_of, to_scale
from qonaq.measures import MEASURES, Kind, Status
from qonaq.model.claims import Claim, Statement
from qonaq.model.places import PlaceKind
from qonaq.model.scenario import Scenario

DAY = timedelta(days=1)
BORDER = ("entries", "exits", "net_entries", "turned_back", "queueing", "border_wait", "stranded")
FACTS = (Status.REPORTED, Status.ESTIMATED, Status.ENACTED)
# A city has no border: what is said to have entered or left it arrived there or moved on.
OF_A_CITY = {"entries": "arrivals", "exits": "onward"}

# What a signal without a number says of a level: measure, class of beds, and the level on the measure's scale.
# The bands are our judgement of what reporters call full, dear or long; they are wide on purpose.
SIGNALS: dict[str, tuple[str, str | None, Meaning]] = {
    "hotels_full": ("occupancy", "hotel", Meaning(0.95, 0.05)),
    "hostels_full": ("occupancy", "hostel", Meaning(0.95, 0.05)),
    "rents_up": ("rent_change", None, Meaning(float(to_scale("rent_change", 0.2)), 0.20)),
    "border_queues": ("border_wait", None, Meaning(float(to_scale("border_wait", 6.0)), 0.9)),
    "registration_queues": ("registration_wait", None, Meaning(float(to_scale("registration_wait", 3.0)), 0.9)),
}
NATIONWIDE = 3.0  # a signal without a place speaks of some places, not of the country's mean: this much wider


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
    bed_class: str | None = None
    per_day: bool = False
    edge: bool = False  # how much of the last day is counted is in doubt
    foreign: bool = False  # of another country than the host

    @property
    def where(self) -> str:
        """The measure and place in words: those that share the model's own offset."""
        place = "+".join(name for name in self.places if name) or self.country or "host"
        return f"{self.measure} {self.bed_class + ' ' if self.bed_class else ''}{place}"

    @property
    def discrepancy(self) -> Discrepancy:
        """How far the model itself may be off here."""
        return discrepancy_of(self.measure, whole=self.places == (None,), foreign=self.foreign)

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


def known_claims(claims: Sequence[Claim], as_of: date) -> tuple[Claim, ...]:
    """The claims that were public on that day: the one gate through which claims enter inference."""
    return tuple(claim for claim in claims if claim.published is not None and claim.published <= as_of)


def known_signals(signals: Sequence[Statement], as_of: date) -> tuple[Statement, ...]:
    """The signals that speak of that day or an earlier one."""
    return tuple(signal for signal in signals if signal.date is not None and signal.date <= as_of)


def observe(scenario: Scenario, claims: Sequence[Claim], signals: Sequence[Statement] = (), *, as_of: date) -> Observed:
    """What the claims and signals known on a day let us observe of a simulation of the scenario."""
    left: list[LeftOut] = []
    seen: list[Observation] = []
    for claim in sorted(known_claims(claims, as_of), key=_order):
        outcome = _observation(scenario, claim, as_of)
        if isinstance(outcome, LeftOut):
            left.append(outcome)
        else:
            seen.append(outcome)
    seen, again = _once_each(seen)
    for signal in _latest(known_signals(signals, as_of)):
        outcome = _signal(scenario, signal)
        if isinstance(outcome, LeftOut):
            left.append(outcome)
        else:
            seen.append(outcome)
    return Observed(_labelled(seen), (*left, *again))


def _order(claim: Claim) -> tuple[str, ...]:
    return (
        *(str(part) for part in (claim.published, claim.measure, claim.country, claim.place, claim.group)),
        str(claim.bed_class),
        *(str(part) for part in (claim.period_start, claim.period_end, claim.speaker, claim.medium)),
        f"{claim.value:020.6f}",
        str(claim.value_high),
        claim.qualifier,
        str(claim.source),
        claim.passage.quote,
        f"{claim.passage.start:012d}",
    )


def _observation(scenario: Scenario, claim: Claim, as_of: date) -> Observation | LeftOut:
    reason = _unusable(scenario, claim, as_of)
    if reason is not None:
        return LeftOut(claim, reason)
    try:
        meaning = meaning_of(claim)
    except EvidenceError as error:
        return LeftOut(claim, str(error))
    resolved = where(scenario, claim.measure, claim.place)
    if isinstance(resolved, str):
        return LeftOut(claim, resolved)
    measure, places = resolved
    flow = claim.kind is Kind.FLOW
    end = claim.period_end
    assert end is not None
    start = (claim.period_start or end) if flow else None
    source = claim.speaker or claim.medium or claim.source or "unnamed source"
    figure = (claim.measure, claim.country, claim.place, claim.group, claim.bed_class, start, end)
    return Observation(
        label="|".join(str(part) for part in (*figure, source, claim.published)),
        said=claim,
        measure=measure,
        places=places,
        country=None if places != (None,) or claim.country == scenario.host else claim.country,
        group=claim.group,
        start=start,
        end=end,
        meaning=meaning,
        source=source,
        bed_class=claim.bed_class,
        per_day=claim.per == "day",
        edge=flow and (claim.inferred or claim.published == end),
        foreign=is_foreign(scenario, claim.country, places),
    )


def is_foreign(scenario: Scenario, country: str | None, places: Sequence[str | None]) -> bool:
    """Whether a place, or the country where none is named, lies outside the host country (queues: of its crossings)."""
    named = [place for place in scenario.places if place.name in places]
    return any(p.country != scenario.host for p in named) if named else country not in (None, scenario.host)


def _unusable(scenario: Scenario, claim: Claim, as_of: date) -> str | None:
    """Why the claim cannot be observed, or None."""
    if claim.status not in FACTS:
        return f"it is {claim.status}, not a fact"
    if claim.origin is not None and claim.origin != scenario.origin:
        return f"it speaks of people from {claim.origin}"
    if claim.period_end is None:
        return "its day is not known"
    if claim.period_end > as_of:
        return f"it speaks of days after {as_of}"
    if claim.kind is Kind.FLOW and claim.period_start is None and claim.per != "day":
        return "its first day is not known"
    first = claim.period_start if claim.kind is Kind.FLOW and claim.period_start else claim.period_end
    if first < scenario.start:
        return f"it begins before the simulated time ({scenario.start})"
    units = MEASURES[claim.measure].units
    if claim.measure == "rent_level":
        units = (f"{scenario.currency}/month",)
    if claim.unit not in units:
        return f"its unit '{claim.unit}' is not one of {', '.join(units)}"
    if claim.place is None and claim.country not in (None, scenario.host, *(p.country for p in scenario.places)):
        return f"the scenario has no place in {claim.country}"
    return None


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


def _once_each(seen: Sequence[Observation]) -> tuple[list[Observation], list[LeftOut]]:
    """Count a figure once where it is repeated word for word, and only the last where its source revised it."""
    kept: dict[tuple[object, ...], Observation] = {}
    left: list[LeftOut] = []
    for one in seen:
        said = one.said
        assert isinstance(said, Claim)
        figure = (one.measure, one.places, one.country, one.group, one.bed_class, one.start, one.end, one.per_day)
        repeated = (*figure, said.value, said.value_high)
        if repeated in kept:
            left.append(LeftOut(said, f"it repeats what {kept[repeated].source} said"))
            continue
        for key, other in list(kept.items()):
            same_source = other.source == one.source and key[: len(figure)] == figure
            if same_source and _published(other) < _published(one):
                left.append(LeftOut(other.said, f"{one.source} revised it on {_published(one)}"))
                del kept[key]
        kept[repeated] = one
    return list(kept.values()), left


def _published(observation: Observation) -> date:
    said = observation.said
    assert isinstance(said, Claim)
    assert said.published is not None
    return said.published


def _latest(signals: Sequence[Statement]) -> list[Statement]:
    """The newest signal of each kind and place: ten papers that say so are not ten measurements."""
    newest: dict[tuple[str, str, str], Statement] = {}
    for signal in sorted(signals, key=lambda s: (str(s.date), s.passage.quote, s.passage.start)):
        newest[(signal.what, str(signal.country), str(signal.place))] = signal
    return [newest[key] for key in sorted(newest)]


def _signal(scenario: Scenario, signal: Statement) -> Observation | LeftOut:
    if signal.status not in FACTS:
        return LeftOut(signal, f"it is {signal.status}, not a fact")
    if signal.what not in SIGNALS:
        return LeftOut(signal, "a signal that says no level; it is shown and weighs nothing")
    if signal.country not in (None, scenario.host):
        return LeftOut(signal, f"it speaks of {signal.country}")
    assert signal.date is not None
    if signal.date < scenario.start:
        return LeftOut(signal, f"it begins before the simulated time ({scenario.start})")
    measure, bed_class, meaning = SIGNALS[signal.what]
    resolved = where(scenario, measure, signal.place)
    if isinstance(resolved, str):
        return LeftOut(signal, resolved)
    if resolved[1] == (None,):
        meaning = replace(meaning, sd=NATIONWIDE * meaning.sd)
    return Observation(
        label=f"{signal.what}|{signal.country}|{signal.place}|{signal.date}",
        said=signal,
        measure=measure,
        places=resolved[1],
        country=None,
        group=None,
        start=None,
        end=signal.date,
        meaning=meaning,
        source=None,
        bed_class=bed_class,
    )


def _labelled(seen: Sequence[Observation]) -> tuple[Observation, ...]:
    """Sorted, with a number added where two claims would share an address."""
    counts: dict[str, int] = {}
    named: list[Observation] = []
    for one in sorted(seen, key=lambda o: o.label):
        count = counts[one.label] = counts.get(one.label, 0) + 1
        named.append(one if count == 1 else replace(one, label=f"{one.label}|{count}"))
    return tuple(named)


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


def simulated(outcomes: Outcomes, one: Observation, last_day: Array | float = 1.0) -> Array:
    """The simulated true figure that an observation speaks of, for each member, in the measure's own unit.

    last_day    how much of the period's last day was counted, 0 to 1 (members); the rest of a single day's count
                is then the day before's
    """

    def total(start: date | None, end: date) -> Array:
        figures = [
            outcomes.figure(
                one.measure,
                place=place,
                country=one.country,
                group=one.group,
                start=start,
                end=end,
                bed_class=one.bed_class,
            )
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
