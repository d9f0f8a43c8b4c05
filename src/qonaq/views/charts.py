"""The fans and the map of a view."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from qonaq.engine.program_network import great_circle_km
from qonaq.inference.likelihood import from_scale, meaning_of
from qonaq.inference.posterior import Posterior
from qonaq.measures import DISPLACED, Kind, measure_named
from qonaq.model.claims import Claim
from qonaq.model.places import PlaceKind
from qonaq.views.evidence import period_words, value_words, who
from qonaq.views.outlook import HIGH, LEVELS, LOW, MIDDLE, Outlook, Values
from qonaq.views.sources import Sources
from qonaq.views.view import Fan, Map, MapFlow, MapPlace, Point
from qonaq.views.words import Words

DAYS_BEFORE = 10  # days shown before the reference date at least, where the run has them
DAYS_AHEAD = 28  # DESIGN section 9: the forecast is shown for 28 days
CITIES_WITH_FANS = 4
LEAST_FLOW = 20.0  # people a day below which no line is drawn
NEAR = 50.0  # km within which distance does not matter
ROUNDS = 20  # of proportional fitting: the margins then hold to a hundredth


@dataclass(frozen=True)
class Asked:
    """A fan to draw."""

    key: str
    measure: str
    group: str | None = None
    place: str | None = None
    capacity: str | None = None  # a measure whose median today is drawn as a line


COUNTRY = (
    Asked("entries", "entries"),
    Asked("exits", "exits"),
    Asked("fleeing", "entries", group="displaced"),
    Asked("present", "present"),
    Asked("beds_occupied", "beds_occupied", capacity="beds"),
    Asked("unsheltered", "unsheltered"),
    Asked("registration_backlog", "registration_backlog"),
    Asked("registrations", "registrations"),
)


def fans_of(outlook: Outlook, posterior: Posterior, sources: Sources, words: Words) -> tuple[Fan, ...]:
    """The country's fans, then the people present in the cities where most are expected."""
    ahead = min(outlook.now + DAYS_AHEAD, len(outlook.dates) - 1)
    cities = [p.name for p in outlook.scenario.of_kind(PlaceKind.CITY) if p.country == outlook.scenario.host]
    size = {city: float(np.median(outlook.series("present", place=city)[:, ahead])) for city in cities}
    largest = sorted(cities, key=lambda city: -size[city])[:CITIES_WITH_FANS]
    asked = (*COUNTRY, *(Asked(f"present-{k}", "present", place=city) for k, city in enumerate(largest)))
    known = [one for one in asked if outlook.known(one.measure, place=one.place, group=one.group)]
    return tuple(_fan(one, outlook, posterior, sources, words) for one in known)


def _fan(asked: Asked, outlook: Outlook, posterior: Posterior, sources: Sources, words: Words) -> Fan:
    first = max(0, min((outlook.scenario.trigger - outlook.dates[0]).days - 3, outlook.now - DAYS_BEFORE))
    last = min(outlook.now + DAYS_AHEAD, len(outlook.dates) - 1)
    values = outlook.series(asked.measure, place=asked.place, group=asked.group)[:, first : last + 1]
    capacity = None
    if asked.capacity is not None:
        capacity = float(np.median(outlook.at(asked.capacity, 0, place=asked.place)))
    title = words(f"fan.{asked.key.split('-')[0]}", place=words.place(asked.place))
    points = tuple(_points(asked, posterior, outlook, sources, words)) if asked.group is None else ()
    return Fan(
        key=asked.key,
        title=words("fan.place", place=words.place(asked.place)) if asked.place else title,
        unit=measure_named(asked.measure).units[0],
        days=outlook.dates[first : last + 1],
        levels=LEVELS,
        values=tuple(tuple(float(v) for v in row) for row in np.quantile(values, LEVELS, axis=0)),
        today=outlook.today,
        points=points,
        note=words.get(f"fan.{asked.key.split('-')[0]}.note", ""),
        moved=outlook.moved(asked.measure, place=asked.place) if asked.group is None else None,
        capacity=capacity,
        sources=tuple(dict.fromkeys(point.source for point in points)),
    )


def _points(asked: Asked, posterior: Posterior, outlook: Outlook, sources: Sources, words: Words) -> list[Point]:
    """The claims about this figure: a flow's total as the mean by day of its period, on its last day."""
    points = []
    for fit in posterior.claims:
        claim = fit.observation.said
        if not isinstance(claim, Claim) or claim.measure != asked.measure or claim.place != asked.place:
            continue
        if claim.country != outlook.scenario.host or claim.group is not None or claim.period_end is None:
            continue
        days = 1
        if claim.kind is Kind.FLOW and claim.period_start is not None:
            days = (claim.period_end - claim.period_start).days + 1
        low, high = stated_range(claim)
        said = f"{value_words(claim, words)}, {period_words(claim, words)}"
        cited = sources.cite_claim(claim, words)
        office = who(claim, words)
        points.append(Point(claim.period_end, claim.value / days, low / days, high / days, office, cited, said))
    return points


def stated_range(claim: Claim) -> tuple[float, float]:
    """The 80 % interval of the true figure given the words alone, by the same meaning that the fit weighs."""
    meaning = meaning_of(claim)
    reach = 5.0 * (meaning.sd + meaning.above + meaning.below + meaning.half)
    grid = np.linspace(meaning.middle - reach, meaning.middle + reach, 2001)
    density = np.exp(meaning.log_density(grid))
    held = np.cumsum(density) / density.sum()
    ends = from_scale(claim.measure, grid[np.searchsorted(held, (LOW, HIGH))])
    return float(ends[0]), float(ends[1])


def map_of(outlook: Outlook, words: Words) -> Map:
    """Cities with people and beds taken, crossings with queues, by day from a week before the trigger."""
    first = max(0, (outlook.scenario.trigger - outlook.dates[0]).days - 2)
    last = min(outlook.now + DAYS_AHEAD, len(outlook.dates) - 1)
    days = outlook.dates[first : last + 1]
    window = slice(first, last + 1)
    places = [place for p in outlook.scenario.places if (place := _place(p.name, outlook, window, words)) is not None]
    flows = tuple(_flows(outlook, window))
    return Map(days, outlook.today, outlook.scenario.host, tuple(places), flows, words("map.note"))


def _place(name: str, outlook: Outlook, window: slice, words: Words) -> MapPlace | None:
    place = outlook.scenario.place(name)
    assert place is not None
    host = place.country == outlook.scenario.host
    measure = {PlaceKind.CITY: "present", PlaceKind.CROSSING: "queueing"}.get(place.kind)
    plain = MapPlace(place.name, place.kind.value, place.lat, place.lon, population=place.population,
                     label=words.place(name))  # fmt: skip
    if measure is None:
        return plain
    if not host:
        return None
    values = outlook.series(measure, place=name)[:, window]
    low, middle, high = np.quantile(values, (LOW, MIDDLE, HIGH), axis=0)
    people = tuple((float(m), float(a), float(b)) for a, m, b in zip(low, middle, high, strict=True))
    taken: tuple[float, ...] = ()
    beds = None
    if place.kind is PlaceKind.CITY:
        share = np.median(outlook.series("occupancy", place=name)[:, window], axis=0)
        taken = tuple(float(v) if np.isfinite(v) else 0.0 for v in share)
        beds = float(np.median(outlook.at("beds", 0, place=name)))
    return replace(plain, people=people, taken=taken, beds=beds)


def _flows(outlook: Outlook, window: slice) -> list[MapFlow]:
    """People a day from each crossing to each city, as `flows_between` allots them (medians of the replicates)."""
    scenario = outlook.scenario
    gates = [p for p in scenario.of_kind(PlaceKind.CROSSING) if p.country == scenario.host]
    cities = [p for p in scenario.of_kind(PlaceKind.CITY) if p.country == scenario.host]
    entered = [np.median(outlook.series("entries", place=g.name, group=DISPLACED)[:, window], axis=0) for g in gates]
    arrived = [np.median(outlook.series("arrivals", place=c.name)[:, window], axis=0) for c in cities]
    km = np.array([[great_circle_km(gate, city) for city in cities] for gate in gates])
    people = flows_between(np.array(entered), np.array(arrived), km)
    return [
        MapFlow(gate.name, city.name, tuple(float(v) for v in people[c, j]))
        for c, gate in enumerate(gates)
        for j, city in enumerate(cities)
        if people[c, j].max() >= LEAST_FLOW
    ]


def flows_between(entered: Values, arrived: Values, km: Values) -> Values:
    """Who enters at a crossing, allotted to cities so that both margins hold: a doubly constrained gravity model.

        F[c,j,t] = a[c,t]·b[j,t] / (km[c,j] + NEAR),   Σ_j F = entered[c,t],   Σ_c F ∝ arrived[j,t]

    by iterative proportional fitting (Deming and Stephan 1940). For drawing only: the run records both margins.

    entered  (crossings, days)   arrived  (cities, days)   km  (crossings, cities)
    """
    flows = np.repeat(1.0 / (km + NEAR)[:, :, None], entered.shape[1], axis=2)
    share = arrived * (entered.sum(axis=0) / np.maximum(arrived.sum(axis=0), 1e-9))
    for _ in range(ROUNDS):
        flows = flows * (share / np.maximum(flows.sum(axis=0), 1e-12))[None, :, :]
        flows = flows * (entered / np.maximum(flows.sum(axis=1), 1e-12))[:, None, :]
    return np.asarray(flows)
