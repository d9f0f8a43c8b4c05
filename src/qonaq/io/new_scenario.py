"""A usable scenario for any two countries, from the packaged gazetteer and outlines, without a network.

Where nobody published a number it takes a stated assumption: `assumption` is true in every row made here, each says
from what it was estimated, and the cautions name what a user should look up first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from qonaq.errors import Mistake, SettingError
from qonaq.evidence.gazetteer import Gazetteer, Place0
from qonaq.io.countries import Country, border_points, outline_points, read_countries
from qonaq.io.globe import Point, km_between
from qonaq.io.named_places import NamedPlace
from qonaq.model.events import Event
from qonaq.model.laws import Law, LogNormal, Share
from qonaq.model.parameters import DETOUR
from qonaq.model.people import Group
from qonaq.model.places import Mode, Place, PlaceKind, Route
from qonaq.model.policies import Lever, Policy
from qonaq.model.rules import EntryRule
from qonaq.model.scenario import Prior, Scenario

DAYS_BEFORE = 7  # days of ordinary life before the trigger
LARGE_ORIGINS, NEAR_ORIGINS = 12, 5  # cities of the origin: the largest, and the nearest to the host
LARGE_HOSTS, NEAR_HOSTS = 6, 6  # likewise of the host
NEAR_POPULATION = 30_000  # people: smaller cities are not counted as near ones
CROSSINGS = 6  # crossings into the host
OTHER_COUNTRIES, WAYS_OUT = 4, 3  # neighbours that people choose instead, and countries they move on to
SMALL_TOWN = 2_000  # residents of a named place whose size the gazetteer does not know
APART = 40.0  # km between two crossings
AIRPORTS = 2
FLIGHT_SPEED = 4000.0  # km/day: a flight and its waiting take about a day
AIRPORT_LANES, AIRPORT_PEOPLE = 3.0, 35.0  # windows, people/hour: about a dozen flights a day
COLD_ABOVE = 38.0  # degrees of latitude: north or south of it shelter is planned for the cold
HELP_AFTER = 10  # days from the trigger to the first day of the policies
BEDS, DESKS = 500.0, 10.0  # of a policy, in a city
HELPED = 5  # cities
GEONAMES = "GeoNames through the packaged gazetteer (CC BY 4.0)"
ROAD = f"assumption: great circle between the two positions times {DETOUR:g}"


def new_scenario(
    origin: str, host: str, trigger: date, gazetteer: Gazetteer, named: Sequence[NamedPlace] = ()
) -> Scenario:
    """A scenario of people who leave `origin` for `host` from the day of the trigger on.

    named  crossings and cities that it must have: those of which reports speak
    Countries by alpha-2 or alpha-3 code or name. Raises SettingError with every mistake.
    """
    leaving, planning = _two_countries(origin, host, gazetteer)
    atlas = _atlas(trigger - timedelta(days=DAYS_BEFORE), gazetteer)
    border = border_points(leaving.code, planning.code)
    toward = border or outline_points(planning.code)
    origins = atlas.origins(leaving, toward)
    cities = atlas.cities(planning, border or outline_points(leaving.code), named)
    gates = atlas.crossings(origins, cities, border, named) if border else atlas.far_gates(origins, cities, planning)
    others = atlas.elsewhere(leaving, planning)
    other_gates = [atlas.other_gate(origins, place) for place in others if place.country in leaving.neighbours]
    places = atlas.distinct([*origins, *gates, *other_gates, *cities, *others])
    return Scenario(
        name=f"{leaving.code}-{planning.code}-{trigger:%Y-%m}".lower(),
        title=f"People arriving in {planning.name} from {leaving.name}, {trigger:%B %Y}",
        origin=leaving.code,
        host=planning.code,
        start=atlas.start,
        trigger=trigger,
        places=places,
        routes=_routes(places, planning.code, atlas.start),
        groups=_groups(atlas.start),
        rules=(_rule(planning, atlas.start),),
        events=(Event("trigger", trigger, "the day given when the scenario was made", known_on=atlas.start),),
        priors=_priors(atlas.start),
        policies=_policies(places, trigger, atlas.start),
        currency=planning.currency or "USD",
        climate="cold" if abs(cities[0].lat) >= COLD_ABOVE else "warm",
        source=f"Made from the packaged gazetteer: cities of {GEONAMES}, borders of Natural Earth",
        cautions=_cautions(leaving, planning, touching=bool(border)),
    )


def _two_countries(origin: str, host: str, gazetteer: Gazetteer) -> tuple[Country, Country]:
    """The two countries, or every reason why they cannot be used."""
    table = read_countries()
    mistakes: list[Mistake] = []
    codes = [gazetteer.country_code(name) for name in (origin, host)]
    for option, name, code in zip(("--from", "--to"), (origin, host), codes, strict=True):
        allowed, do = "a country by its code or name, as KZ, KAZ or Kazakhstan", "Check the spelling."
        if code is None or code not in table:
            mistakes.append(Mistake(option, f"'{name}'", allowed, do))
        elif not any(place.kind == "city" and place.country == code for place in gazetteer.places):
            do = "Write the scenario folder by hand: docs/scenario.md shows how."
            mistakes.append(Mistake(option, f"'{name}'", "a country with a city of 15,000 people or more", do))
    if codes[0] is not None and codes[0] == codes[1]:
        do = "Name the country that people leave and the one that plans."
        mistakes.append(Mistake("--to", f"'{host}', the origin itself", "another country", do))
    if mistakes:
        raise SettingError(mistakes)
    return table[str(codes[0])], table[str(codes[1])]


@dataclass(frozen=True)
class _Atlas:
    """The gazetteer's cities by country, and the places of a scenario that can be made from them."""

    start: date
    spots: Mapping[str, Sequence[Place0]]  # country → its cities

    def _cities(self, country: str) -> list[Place]:
        """The cities of a country, the largest first."""
        spots = sorted(self.spots[country], key=lambda spot: -spot.population)
        return [
            replace(self.place(s.name, PlaceKind.CITY, country, s.lat, s.lon, GEONAMES), population=float(s.population))
            for s in spots
            if s.lat is not None and s.lon is not None
        ]

    def place(self, name: str, kind: PlaceKind, country: str, lat: float, lon: float, source: str) -> Place:
        return Place(name, kind, country, lat, lon, source, known_on=self.start, assumption=True)

    def origins(self, country: Country, toward: Sequence[Point]) -> list[Place]:
        """Cities of the origin, each standing for the people who live nearest to it."""
        every = self._cities(country.code)
        chosen = _large_and_near(every, toward, LARGE_ORIGINS, NEAR_ORIGINS)
        nearest = km_between(_points(every), _points(chosen)).argmin(axis=1)
        around = dict.fromkeys((place.name for place in chosen), 0.0)
        for city, centre in zip(every, nearest, strict=True):
            around[chosen[centre].name] += city.population or 0.0
        factor = max(country.population, 1) / max(sum(around.values()), 1.0)
        source = f"{GEONAMES}; residents: assumption, the country's people shared out by the cities nearest to this one"
        return [
            replace(place, kind=PlaceKind.ORIGIN, population=float(round(around[place.name] * factor)), source=source)
            for place in chosen
        ]

    def cities(self, country: Country, toward: Sequence[Point], named: Sequence[NamedPlace]) -> list[Place]:
        """Host cities, the largest first: those named, the largest of the country and the nearest to the origin."""
        source = f"{GEONAMES}; beds, rents and desks are estimated from the residents"
        chosen = {
            city.name: city for city in _large_and_near(self._cities(country.code), toward, LARGE_HOSTS, NEAR_HOSTS)
        }
        for spot in named:
            if not spot.crossing and spot.name not in chosen:
                place = self.place(spot.name, PlaceKind.CITY, country.code, spot.lat, spot.lon, source)
                chosen[spot.name] = replace(place, population=float(max(spot.population, SMALL_TOWN)))
        by_size = sorted(chosen.values(), key=lambda city: -(city.population or 0.0))
        return [replace(place, source=source) for place in by_size]

    def crossings(
        self, origins: Sequence[Place], cities: Sequence[Place], border: Sequence[Point], named: Sequence[NamedPlace]
    ) -> list[Place]:
        """The crossings that are named; then where the ways between large and near cities meet the border, apart."""
        pairs = sorted(
            ((_attraction(start, end), start, end) for start in origins for end in cities), key=lambda pair: -pair[0]
        )
        source = "assumption: where the border meets the way between the two cities; lanes and speed unknown"
        told = f"named in a report; position: {GEONAMES}; lanes and speed unknown"
        found = [
            replace(
                self.place(spot.name, PlaceKind.CROSSING, cities[0].country, spot.lat, spot.lon, told),
                mode=Mode.ROAD,
                from_country=origins[0].country,
            )
            for spot in named
            if spot.crossing
        ]
        for _, start, end in pairs[: 10 * CROSSINGS]:
            if len(found) >= CROSSINGS:
                break
            point = _on_the_way(start, border, end)
            gate = self.place(f"{start.name}–{end.name}", PlaceKind.CROSSING, end.country, *point, source)
            if not found or km_between([point], _points(found)).min() >= APART:
                found.append(replace(gate, mode=Mode.ROAD, from_country=start.country))
        return [replace(gate, traffic_share=round(1.0 / len(found), 4)) for gate in found]

    def far_gates(self, origins: Sequence[Place], cities: Sequence[Place], country: Country) -> list[Place]:
        """The ways into a country that the origin does not touch: its largest airports, and overland or by sea."""
        source = "assumption: about a dozen flights a day; position of the city"
        flights = [
            replace(
                self.place(f"{city.name} airport", PlaceKind.CROSSING, city.country, city.lat, city.lon, source),
                mode=Mode.AIR,
                from_country=origins[0].country,
                lanes=AIRPORT_LANES,
                people_per_lane_hour=AIRPORT_PEOPLE,
                traffic_share=0.3,
            )
            for city in cities[:AIRPORTS]
        ]
        largest = max(origins, key=lambda place: place.population or 0.0)
        nearest = _on_the_way(largest, outline_points(country.code), cities[0])
        source = "assumption: all ways overland and by sea as one, where the outline lies nearest to the origin"
        name = f"{country.name} overland or by sea"
        land = self.place(name, PlaceKind.CROSSING, country.code, *nearest, source)
        return [*flights, replace(land, mode=Mode.ROAD, from_country=largest.country, traffic_share=0.4)]

    def elsewhere(self, leaving: Country, planning: Country) -> list[Place]:
        """Neighbours that people choose instead, and countries that they move on to from the host."""
        table = read_countries()
        capital = self._capital(planning)
        instead = self._nearest(leaving.neighbours, {planning.code}, self._capital(leaving), OTHER_COUNTRIES)
        onward = self._nearest(planning.neighbours, {leaving.code, *instead}, capital, WAYS_OUT)
        source = f"{GEONAMES}, the capital; the country's residents stand for what draws people there"
        return [
            replace(
                self.place(table[code].name, PlaceKind.ELSEWHERE, code, spot.lat, spot.lon, source),
                population=float(table[code].population),
            )
            for code in (*instead, *onward)
            for spot in (self._capital(table[code]),)
        ]

    def _nearest(self, codes: Iterable[str], without: set[str], centre: Place, count: int) -> list[str]:
        table = read_countries()
        known = [self._capital(table[code]) for code in codes if code in self.spots and code not in without]
        return [place.country for place in _near(centre, known, count)]

    def _capital(self, country: Country) -> Place:
        cities = self._cities(country.code)
        return next((city for city in cities if city.name == country.capital), cities[0])

    def other_gate(self, origins: Sequence[Place], place: Place) -> Place:
        """The border that leads to a country that people choose instead: all its crossings as one."""
        start = max(origins, key=lambda origin: _attraction(origin, place))
        point = _on_the_way(start, border_points(start.country, place.country), place)
        source = "assumption: all crossings into the country as one, on the way from the nearest large city"
        gate = self.place(f"{place.name} border", PlaceKind.CROSSING, place.country, *point, source)
        return replace(gate, mode=Mode.ROAD, from_country=start.country, traffic_share=1.0)

    def distinct(self, places: Sequence[Place]) -> tuple[Place, ...]:
        """The places with a name of its own each: a second bearer gets its country, then a number."""
        taken: set[str] = set()
        named = []
        for place in places:
            tries = [place.name, f"{place.name} ({place.country})"]
            tries += [f"{place.name} ({place.country} {n})" for n in range(2, len(places) + 2)]
            name = next(text for text in tries if text not in taken)
            taken.add(name)
            named.append(replace(place, name=name))
        return tuple(named)


def _atlas(start: date, gazetteer: Gazetteer) -> _Atlas:
    spots: dict[str, list[Place0]] = {}
    for spot in gazetteer.places:
        if spot.kind == "city":
            spots.setdefault(spot.country, []).append(spot)
    return _Atlas(start, spots)


def _large_and_near(cities: Sequence[Place], toward: Sequence[Point], large: int, near: int) -> list[Place]:
    """Of cities sorted by size, the largest and those nearest to a line, no name twice."""
    candidates = [city for city in cities if (city.population or 0.0) >= NEAR_POPULATION] or list(cities)
    away = km_between(_points(candidates), toward).min(axis=1) if toward else [0.0] * len(candidates)
    by_distance = [city for _, city in sorted(zip(away, candidates, strict=True), key=lambda pair: pair[0])]
    chosen = {city.name: city for city in (*cities[:large], *by_distance[:near])}
    return sorted(chosen.values(), key=lambda city: -(city.population or 0.0))


def _points(places: Sequence[Place]) -> list[Point]:
    return [(place.lat, place.lon) for place in places]


def _km(start: Place, end: Place) -> float:
    return float(km_between(_points([start]), _points([end]))[0, 0])


def _on_the_way(start: Place, points: Sequence[Point], end: Place) -> Point:
    """The point by which the way from a start to an end is shortest; the end itself where there is none."""
    if not points:
        return end.lat, end.lon
    km = km_between(_points([start, end]), points).sum(axis=0)
    return points[int(km.argmin())]


def _attraction(start: Place, end: Place) -> float:
    """How much moves between two places: √(people·people) / (km + 50)²."""
    people: float = ((start.population or 1.0) * (end.population or 1.0)) ** 0.5
    return people / (_km(start, end) + 50.0) ** 2


def _routes(places: Sequence[Place], host: str, known_on: date) -> tuple[Route, ...]:
    """Ways from every origin to its nearest crossings, on to cities, between cities, and out."""
    by_kind = {kind: [place for place in places if place.kind is kind] for kind in PlaceKind}
    origins, cities = by_kind[PlaceKind.ORIGIN], by_kind[PlaceKind.CITY]
    own = [gate for gate in by_kind[PlaceKind.CROSSING] if gate.country == host]
    other = [gate for gate in by_kind[PlaceKind.CROSSING] if gate.country != host]
    entered = {gate.country for gate in other}
    pairs: list[tuple[Place, Place]] = []
    for origin in origins:
        pairs += [(origin, gate) for gate in (*_near(origin, own, CROSSINGS), *other)]
    for gate in own:
        pairs += [(_near(gate, origins, 1)[0], gate)]
        pairs += [(gate, city) for city in _near(gate, cities, 3)]
    for city in cities:
        pairs += [(_near(city, own, 1)[0], city)]
        pairs += [(city, cities[0]), *((city, next_one) for next_one in _near(city, cities, 3))]
    for place in by_kind[PlaceKind.ELSEWHERE]:
        pairs += [(gate, place) for gate in other if gate.country == place.country]
        if place.country not in entered:
            pairs += [(city, place) for city in _near(place, cities, 2)]
    return tuple(_route(start, end, known_on) for start, end in dict.fromkeys(pairs) if start.name != end.name)


def _near(place: Place, others: Sequence[Place], count: int) -> list[Place]:
    return sorted(others, key=lambda other: _km(place, other))[:count]


def _route(start: Place, end: Place, known_on: date) -> Route:
    km = _km(start, end)
    if end.mode is Mode.AIR:
        source = "great circle between the two positions"
        return Route(start.name, end.name, max(1.0, round(km)), source, known_on, True, Mode.AIR, FLIGHT_SPEED)
    return Route(start.name, end.name, max(1.0, round(DETOUR * km)), ROAD, known_on, True)


def _groups(known_on: date) -> tuple[Group, ...]:
    """Four groups by document and household, so that rules on passports and families have somebody to act on."""
    source = "assumption: documents and households of those who leave are not known"
    rows = (("passport-alone", 0.3), ("passport-family", 0.3), ("card-alone", 0.2), ("card-family", 0.2))
    return tuple(
        Group(
            name,
            share,
            source,
            document="passport" if name.startswith("passport") else "identity card",
            household="family" if name.endswith("family") else "single",
            children=0.45 if name.endswith("family") else 0.0,
            assumption=True,
            known_on=known_on,
        )
        for name, share in rows
    )


def _rule(country: Country, start: date) -> EntryRule:
    source = "assumption: the rule of entry is not known; everybody is let in and may stay"
    return EntryRule(country.code, start, source, assumption=True, known_on=start)


def _priors(known_on: date) -> tuple[Prior, ...]:
    """How long people stay: between crises in which nearly all did and those in which half moved on within days."""
    source = (
        "assumption: between Armenia 2023, where nearly all who came were there weeks later, and western Kazakhstan "
        "2022, where about half moved on within days"
    )
    laws: dict[str, Law] = {"transit_share": Share(0.15, 0.03, 0.5), "leave_new": LogNormal(0.02, 0.005, 0.07)}
    return tuple(Prior(name, law, source, assumption=True, known_on=known_on) for name, law in laws.items())


def _policies(places: Sequence[Place], trigger: date, known_on: date) -> tuple[Policy, ...]:
    """More beds and more desks in the largest host cities."""
    cities = [place.name for place in places if place.kind is PlaceKind.CITY][:HELPED]
    start = trigger + timedelta(days=HELP_AFTER)
    beds = tuple(Lever("open_beds", start, city, BEDS, "collective") for city in cities)
    desks = tuple(Lever("add_desks", start, city, DESKS) for city in cities)
    where = f"in {len(cities)} cities" if len(cities) > 1 else f"in {cities[0]}"
    source = "assumption: a first step of a size that a city can take"
    return (
        Policy("more-beds", beds, f"Open {BEDS * len(cities):,.0f} collective beds {where}", source, True, known_on),
        Policy(
            "more-desks", desks, f"Add {DESKS * len(cities):.0f} registration desks {where}", source, True, known_on
        ),
    )


def _cautions(leaving: Country, planning: Country, *, touching: bool) -> tuple[str, ...]:
    """What a user should look up first, as sentences for the page."""
    border = (
        f"Crossings between {leaving.name} and {planning.name} are assumed where the border meets the ways between "
        "cities; whether they are open, and how many they let through, is not known."
        if touching
        else f"{leaving.name} and {planning.name} have no common border: airports and one way overland are assumed."
    )
    return (
        f"This scenario was made from a gazetteer, not by somebody who knows {planning.name}: every number in it is an "
        "assumption until it is replaced.",
        f"The rule of entry and stay in {planning.name} is not known; everybody is let in and may stay.",
        border,
        "Beds, desks and rents are estimated from the residents of each city.",
        f"Neighbours of {leaving.name} are taken to be open, each by one crossing.",
        "Ordinary traffic over the border is not known; its prior is wide.",
    )
