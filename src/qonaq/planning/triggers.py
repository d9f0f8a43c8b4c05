"""Triggers for action: which indicator, passing which threshold, calls for which step, and how likely that is.

A threshold is set so that the step is finished in time: beds that take four days to open are called for at the
occupancy which, in nine runs of ten, still leaves four days until the class is full.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonaq.planning.capacity import FULL_AT, NEVER, PROPER_CLASSES, first_full_day
from qonaq.planning.face import Numbers, Outcomes, Outlook, as_it_is, cities, crossings, days_ahead
from qonaq.planning.standards import Standards

SURPRISE = 0.9  # a day above this quantile of its forecast is a surprise that calls for a new plan
RARE = 0.1  # its chance
UNLIKELY = 0.1  # a class that fills in fewer runs than this gets no trigger
MOST_CROSSINGS = 5  # crossings with a trigger: those where most people wait
LEAST_OCCUPANCY = 0.5  # a threshold below half full would call for action on any day
CALM_DAYS = 14.0  # days without anybody unsheltered before centres close (a stated judgement)


@dataclass(frozen=True)
class Trigger:
    """When this passes that, do so."""

    indicator: str
    place: str | None
    threshold: float
    unit: str
    action: str
    chance: float  # share of the runs in which it is passed before the horizon
    reason: str


def triggers_of(forecast: Outlook, standards: Standards, *, phase: str, climate: str) -> tuple[Trigger, ...]:
    """All triggers of a plan, the likeliest first within each kind."""
    outcomes = as_it_is(forecast)
    ahead = days_ahead(outcomes, forecast.reference_date)
    lead = math.ceil(standards.find("days_to_open", phase=phase, climate=climate).number)
    wait = standards.find("registration_wait", phase=phase, climate=climate).number
    rows = [
        *_beds(outcomes, ahead, lead),
        *_desks(outcomes, ahead, wait),
        *_crossings(outcomes, ahead),
        *_entries(outcomes, ahead),
    ]
    rows.append(
        Trigger(
            "days without anybody unsheltered",
            None,
            CALM_DAYS,
            "days",
            "close centres one by one, the dearest first, after a place is found for everybody in them",
            _calm(outcomes, ahead),
            "stated judgement of this project",
        )
    )
    return tuple(rows)


def _beds(outcomes: Outcomes, ahead: slice, lead: int) -> list[Trigger]:
    """One for each city: the class that is likeliest to fill and is not full already in most of the runs."""
    rows = []
    for place in cities(outcomes):
        found = [_class_trigger(outcomes, ahead, place, name, lead) for name in PROPER_CLASSES]
        likely = [row for row in found if row is not None]
        if likely:
            rows.append(max(likely, key=lambda row: row.chance))
    return sorted(rows, key=lambda row: -row.chance)


def _class_trigger(outcomes: Outcomes, ahead: slice, place: str, name: str, lead: int) -> Trigger | None:
    beds = np.asarray(outcomes.series("beds", place=place, bed_class=name)[:, ahead])
    taken = np.asarray(outcomes.series("beds_occupied", place=place, bed_class=name)[:, ahead])
    first = first_full_day(beds, taken)
    chance = float(np.mean(first != NEVER))
    if chance < UNLIKELY or float(np.mean(first == 0)) > 0.5:
        return None
    return Trigger(
        indicator=f"share of beds taken, {name}",
        place=place,
        threshold=_occupancy(beds, taken, first, lead),
        unit="share",
        action=f"open a collective centre in {place}",
        chance=chance,
        reason=f"leaves {lead} days until it is full in nine runs of ten",
    )


def _occupancy(beds: Numbers, taken: Numbers, first: NDArray[np.int64], lead: int) -> float:
    """The 10 % quantile of the occupancy `lead` days before the class is full, between half and full."""
    runs = np.flatnonzero(first != NEVER)
    day = np.maximum(0, first[runs].astype(int) - lead)
    shares = taken[runs, day] / np.maximum(1, beds[runs, day])
    low = float(np.quantile(shares, 1.0 - SURPRISE))
    return math.floor(100 * min(FULL_AT, max(LEAST_OCCUPANCY, low))) / 100


def _desks(outcomes: Outcomes, ahead: slice, wait: float) -> list[Trigger]:
    rows = []
    for place in cities(outcomes):
        waits = np.asarray(outcomes.series("registration_wait", place=place)[:, ahead])
        chance = float(np.mean((waits > wait).any(axis=1)))
        if chance >= UNLIKELY:
            reason = "the standard for a number's wait"
            rows.append(
                Trigger("wait for a number", place, wait, "days", f"add desks or hours in {place}", chance, reason)
            )
    return sorted(rows, key=lambda row: -row.chance)


def _crossings(outcomes: Outcomes, ahead: slice) -> list[Trigger]:
    """At the crossings where most people wait: care for them, and capacity."""
    action = "bring water, toilets and buses to the crossing; ask for more lanes or hours"
    reason = "above the peak of nine runs of ten"
    rows = []
    for place in crossings(outcomes):
        waiting = np.asarray(outcomes.series("queueing", place=place)[:, ahead], dtype=float)
        usual = float(math.ceil(np.quantile(waiting.max(axis=1), SURPRISE)))
        if usual >= 1:
            rows.append(Trigger("people who wait", place, usual, "people", action, RARE, reason))
    return sorted(rows, key=lambda row: -row.threshold)[:MOST_CROSSINGS]


def _entries(outcomes: Outcomes, ahead: slice) -> list[Trigger]:
    entries = np.asarray(outcomes.series("entries")[:, ahead], dtype=float)
    usual = float(np.quantile(entries.max(axis=1), SURPRISE))
    if usual < 1:
        return []
    action = "run the plan again with the newest reports: the crisis has left its forecast"
    reason = "above the busiest day of nine runs of ten"
    return [Trigger("entries in a day", None, float(math.ceil(usual)), "people", action, RARE, reason)]


def _calm(outcomes: Outcomes, ahead: slice) -> float:
    """Share of the runs that end with so many days without anybody unsheltered."""
    days = int(CALM_DAYS)
    nobody = np.asarray(outcomes.series("unsheltered")[:, ahead]) == 0
    return float(np.mean(nobody[:, -days:].all(axis=1))) if nobody.shape[1] >= days else 0.0
