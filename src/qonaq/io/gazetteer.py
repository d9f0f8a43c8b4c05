"""Opens the packaged tables of place names. They are read once; nothing is downloaded."""

from __future__ import annotations

import csv
import gzip
import io
from functools import cache
from importlib.resources import files

from qonaq.evidence.gazetteer import Gazetteer, Place0
from qonaq.model.places import PlaceKind
from qonaq.model.scenario import Scenario

FOLDER = files("qonaq") / "data" / "gazetteer"


def _rows(name: str) -> list[list[str]]:
    """The rows of a packaged table, without its header."""
    text = gzip.decompress((FOLDER / name).read_bytes()).decode("utf-8")
    return list(csv.reader(io.StringIO(text)))[1:]


@cache
def open_gazetteer() -> Gazetteer:
    """The packaged gazetteer: countries, regions and cities of 15,000 people and more, worldwide."""
    countries: dict[str, str] = {}
    codes: dict[str, str] = {}
    names: dict[str, str] = {}
    for code, alpha3, name, _, _, _, _, _, _, keys, others in _rows("countries.csv.gz"):
        names[code] = name
        countries.update(dict.fromkeys(keys.split(";"), code))
        for key in (code.lower(), alpha3.lower(), *others.split(";")):
            codes.setdefault(key, code)
    codes.pop("", None)
    places, positions, capitals = _places()
    words = _rows("ordinary.csv.gz")
    return Gazetteer(
        places=places,
        keys=positions,
        nationalities={word: code for code, words in _rows("nationalities.csv.gz") for word in words.split(";")},
        countries=countries,
        codes=codes,
        country_names=names,
        ordinary=frozenset(key for key, kind in words if kind == "word"),
        given=frozenset(key for key, kind in words if kind == "given"),
        capitals=frozenset(capitals),
    )


def _places() -> tuple[list[Place0], dict[str, int | tuple[int, ...]], set[int]]:
    """Cities by falling population, then regions; the positions of the bearers of every key; which are capitals."""
    places: list[Place0] = []
    positions: dict[str, int | tuple[int, ...]] = {}
    capitals: set[int] = set()

    def enter(keys: str) -> None:
        at = len(places) - 1
        for key in keys.split(";"):
            before = positions.setdefault(key, at)
            if before != at:
                positions[key] = (*before, at) if isinstance(before, tuple) else (before, at)

    for name, country, lat, lon, people, capital, keys in _rows("cities.csv.gz"):
        if capital == "1":
            capitals.add(len(places))
        places.append(Place0(name, "city", country, int(people), float(lat), float(lon)))
        enter(keys)
    for name, country, keys in _rows("regions.csv.gz"):
        places.append(Place0(name, "region", country))
        enter(keys)
    return places, positions, capitals


def gazetteer_of(scenario: Scenario) -> Gazetteer:
    """The packaged gazetteer with a scenario's own places and aliases before all others."""
    kinds = {PlaceKind.CROSSING: "crossing", PlaceKind.CITY: "city"}
    own = ((p.name, kinds[p.kind], p.country, p.aliases) for p in scenario.places if p.kind in kinds)
    return open_gazetteer().with_places(own)
