"""A crisis small enough to know everything about: two cities, one border, people who enter and settle by chance.

The same face as the engine's ensemble (`figure`), so that observing and fitting are tested without it.
Unknowns, all with standard normal scores: log of the daily entries, their daily growth, a push for each day, the
share that goes to Aral (the rest goes to Balqash).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from qonaq.errors import Mistake, SettingError
from qonaq.inference.smoother import normals
from qonaq.model.claims import Claim, Passage
from qonaq.model.places import Place, PlaceKind
from qonaq.model.scenario import Scenario

START = date(2031, 3, 1)
DAYS = 12
NAMES = ("size", "growth", "share", *(f"push[{day}]" for day in range(DAYS)))
Array = NDArray[np.float64]


def place(name: str, kind: PlaceKind, region: str | None = None) -> Place:
    return Place(name, kind, "KZ", 50.0, 60.0, "invented", known_on=START, region=region)


SCENARIO = Scenario(
    name="toy",
    title="Two cities",
    origin="RU",
    host="KZ",
    start=START,
    trigger=START,
    places=(
        place("Gate", PlaceKind.CROSSING, "West"),
        place("Wicket", PlaceKind.CROSSING, "West"),
        place("Aral", PlaceKind.CITY, "West"),
        place("Balqash", PlaceKind.CITY, "East"),
    ),
    routes=(),
    groups=(),
)


@dataclass(frozen=True)
class ToyRun:
    """Entries by day into the country, split between two cities; half of them through each gate."""

    entries: Array  # (members, days)
    aral: Array

    def figure(self, measure, *, place=None, country=None, group=None, start=None, end=None, bed_class=None):
        table = {None: self.entries, "Aral": self.aral, "Balqash": self.entries - self.aral}
        table |= {"Gate": 0.5 * self.entries, "Wicket": 0.5 * self.entries}
        if measure not in ("entries", "arrivals", "present") or place not in table or country is not None:
            raise SettingError(Mistake("figure", f"{measure} of {place}", "entries, arrivals, present", "Ask for one."))
        last = (end - START).days
        first = 0 if measure == "present" else (start - START).days
        return table[place][:, max(0, first) : last + 1].sum(axis=1)

    def select(self, replicates):
        return ToyRun(self.entries[replicates], self.aral[replicates])


def run(scores: Array, *, luck_seed: int = 1) -> ToyRun:
    """Entries ~ Poisson-like around exp(level): normal noise of the right size, addressed by member and day."""
    members = scores.shape[0]
    days = np.arange(DAYS)
    push = 0.1 * np.cumsum(scores[:, 3:], axis=1)
    mean = np.exp(np.log(3000.0) + 0.8 * scores[:, :1] + 0.06 * scores[:, 1:2] * days + push)
    luck = normals(luck_seed, process="forecast", rows=members, labels=[f"entries {day}" for day in days])
    entries = np.maximum(0.0, np.round(mean + np.sqrt(mean) * luck))
    share = 1.0 / (1.0 + np.exp(-scores[:, 2:3]))
    split = normals(luck_seed, process="forecast", rows=members, labels=[f"split {day}" for day in days])
    aral = np.clip(np.round(entries * share + np.sqrt(entries * share * (1.0 - share)) * split), 0.0, entries)
    return ToyRun(entries, aral)


def prior(seed: int, members: int) -> Array:
    return normals(seed, process="prior", rows=members, labels=list(NAMES))


def day(index: int) -> date:
    return START + timedelta(days=index)


def claim(measure: str, value: float, **more) -> Claim:
    given = {
        "country": "KZ",
        "period_start": START,
        "period_end": day(DAYS - 2),
        "published": day(DAYS - 1),
        "speaker": "ministry",
        "unit": "people",
    } | more
    return Claim(measure=measure, value=value, passage=Passage("invented"), **given)
