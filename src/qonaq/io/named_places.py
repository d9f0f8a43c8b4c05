"""The places that reports name, with where they lie: what a scenario made from the gazetteer must have.

A figure of a crossing or a city can inform a forecast only where the scenario has that crossing or city.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qonaq.evidence.gazetteer import POST, Gazetteer
from qonaq.io.countries import border_points
from qonaq.io.globe import km_between
from qonaq.model.claims import Reading

AT_THE_BORDER = frozenset({"entries", "exits", "queueing", "border_wait", "turned_back", "stranded", "departures"})
BORDER_WORDS = frozenset({"border_queues", "crossing_opened", "crossing_closed"})
NEAR_BORDER = 60.0  # km: a town farther from the border is no crossing, whatever is counted there
MOST = 12  # of each kind, those named most often first: a report can name hundreds


@dataclass(frozen=True)
class NamedPlace:
    """A place of the origin or the host that a report speaks of."""

    name: str
    lat: float  # degrees
    lon: float  # degrees
    population: int  # people; 0 where unknown
    crossing: bool  # people are counted there as they pass the border; else a host city


def named_places(readings: Sequence[Reading], origin: str, host: str, gazetteer: Gazetteer) -> tuple[NamedPlace, ...]:
    """Crossings between two countries and cities of the host that the reports name, the most frequent first."""
    border = border_points(origin, host)
    count: Counter[NamedPlace] = Counter()
    for name, country, passing in _spoken_of(readings):
        if country not in (origin, host):
            continue
        spot = next((p for p in gazetteer.resolve(name, countries=(host, origin)) if p.lat is not None), None)
        if spot is None or spot.lat is None or spot.lon is None or spot.country not in (origin, host):
            continue
        near = bool(border) and float(km_between([(spot.lat, spot.lon)], border).min()) <= NEAR_BORDER
        if passing and near:
            count[NamedPlace(name, spot.lat, spot.lon, spot.population, True)] += 1
        elif country == host == spot.country and spot.kind != POST:
            count[NamedPlace(spot.name, spot.lat, spot.lon, spot.population, False)] += 1
    ranked = [place for place, _ in count.most_common()]
    return tuple(place for kind in (True, False) for place in [p for p in ranked if p.crossing is kind][:MOST])


def _spoken_of(readings: Sequence[Reading]) -> Iterator[tuple[str, str | None, bool]]:
    """Every place of a claim or a statement with its country, and whether it is spoken of as a crossing."""
    for reading in readings:
        for claim in reading.claims:
            if claim.place is not None:
                yield claim.place, claim.country, claim.measure in AT_THE_BORDER
        for said in (*reading.signals, *reading.events, *reading.options):
            if said.place is not None:
                yield said.place, said.country, said.what in BORDER_WORDS
