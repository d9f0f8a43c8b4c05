"""Opens the packaged tables of place names. They are read once; nothing is downloaded."""

from __future__ import annotations

import csv
import gc
import gzip
import io
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import overload

from qonaq.evidence.gazetteer import POST, Gazetteer, Place0
from qonaq.model.places import PlaceKind
from qonaq.model.scenario import Scenario

FOLDER = files("qonaq") / "data" / "gazetteer"


class PlaceTable(Sequence[Place0]):
    """Places kept as lines (name, country, kind, latitude, longitude, people) and made when they are asked for."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, at: int) -> Place0: ...

    @overload
    def __getitem__(self, at: slice) -> PlaceTable: ...

    def __getitem__(self, at: int | slice) -> Place0 | PlaceTable:
        if isinstance(at, slice):
            return PlaceTable(self._lines[at])
        name, country, kind, lat, lon, people = self._lines[at].split("\t")
        return Place0(name, kind, country, int(people), float(lat) if lat else None, float(lon) if lon else None)


def _rows(name: str) -> list[list[str]]:
    """The rows of a packaged table, without its header."""
    text = gzip.decompress((FOLDER / name).read_bytes()).decode("utf-8")
    return list(csv.reader(io.StringIO(text)))[1:]


def _lines(name: str) -> list[str]:
    """The lines of a packaged text."""
    return gzip.decompress((FOLDER / name).read_bytes()).decode("utf-8").split("\n")[:-1]


@cache
def open_gazetteer() -> Gazetteer:
    """The packaged gazetteer: countries, regions, cities of 15,000 people and more, and small places near borders."""
    countries: dict[str, str] = {}
    codes: dict[str, str] = {}
    names: dict[str, str] = {}
    neighbours: dict[str, frozenset[str]] = {}
    capitals: dict[str, str] = {}
    for code, alpha3, name, _, capital, _, _, _, beside, keys, others in _rows("countries.csv.gz"):
        names[code], capitals[code] = name, capital
        neighbours[code] = frozenset(beside.split(",")) - {""}
        countries.update(dict.fromkeys(keys.split(";"), code))
        for key in (code.lower(), alpha3.lower(), *others.split(";")):
            codes.setdefault(key, code)
    codes.pop("", None)
    words = _rows("ordinary.csv.gz")
    gazetteer = Gazetteer(
        places=PlaceTable(_lines("places.tsv.gz")),
        keys=dict(zip(_lines("names.txt.gz"), _lines("bearers.txt.gz"), strict=True)),
        nationalities={word: code for code, words in _rows("nationalities.csv.gz") for word in words.split(";")},
        countries=countries,
        codes=codes,
        country_names=names,
        neighbours=neighbours,
        capitals=capitals,
        ordinary=frozenset(key for key, kind in words if kind == "word"),
        given=frozenset(key for key, kind in words if kind == "given"),
    )
    gazetteer = gazetteer.with_posts(_packaged_crossings())
    gc.freeze()  # the tables stay for good: the collector need not walk through them again and again
    return gazetteer


def _packaged_crossings() -> Iterator[tuple[Place0, list[str]]]:
    """The crossings in the packaged scenarios, whose mistakes others look for, and their aliases."""
    for folder in sorted((files("qonaq") / "scenarios").iterdir(), key=lambda entry: entry.name):
        table = folder / "places.csv"
        if table.is_file():
            for row in csv.DictReader(io.StringIO(table.read_text(encoding="utf-8"))):
                if row["kind"] == "crossing":
                    post = Place0(row["name"], POST, row["country"], lat=float(row["lat"]), lon=float(row["lon"]))
                    yield post, [a.strip() for a in (row["aliases"] or "").split(";") if a.strip()]


def gazetteer_of(scenario: Scenario) -> Gazetteer:
    """The packaged gazetteer with a scenario's own places and aliases before all others."""
    kinds = {PlaceKind.CROSSING: "crossing", PlaceKind.CITY: "city"}
    own = ((p.name, kinds[p.kind], p.country, p.aliases) for p in scenario.places if p.kind in kinds)
    return open_gazetteer().with_places(own)
