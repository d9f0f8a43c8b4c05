"""Opens the packaged table of countries, and finds where two of them touch on the packaged outlines."""

from __future__ import annotations

import csv
import gzip
import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from qonaq.io.outlines import read_outlines


@dataclass(frozen=True)
class Country:
    """A country as GeoNames and CLDR have it."""

    code: str  # ISO 3166-1 alpha-2
    alpha3: str
    name: str
    capital: str
    population: int  # people
    currency: str  # ISO 4217
    neighbours: tuple[str, ...]  # alpha-2


@cache
def read_countries() -> dict[str, Country]:
    """Every country by its alpha-2 code."""
    packed = (files("qonaq") / "data" / "gazetteer" / "countries.csv.gz").read_bytes()
    rows = csv.DictReader(io.StringIO(gzip.decompress(packed).decode("utf-8")))
    return {
        row["country"]: Country(
            code=row["country"],
            alpha3=row["alpha3"],
            name=row["name"],
            capital=row["capital"],
            population=int(row["population"] or 0),
            currency=row["currency"],
            neighbours=tuple(filter(None, row["neighbours"].split(","))),
        )
        for row in rows
    }


def country_code(text: str) -> str | None:
    """The alpha-2 code that an alpha-2 or alpha-3 code or an English name in a table stands for; None if unknown."""
    table = read_countries()
    if text in table:
        return text
    key = text.casefold()
    return next((c.code for c in table.values() if key in (c.alpha3.casefold(), c.name.casefold())), None)


@cache
def outline_points(country: str) -> tuple[tuple[float, float], ...]:
    """Latitude and longitude of the points of a country's outline."""
    return tuple((float(point[1]), float(point[0])) for ring in read_outlines().get(country, []) for point in ring)


@cache
def border_points(one: str, other: str) -> tuple[tuple[float, float], ...]:
    """Latitude and longitude of the points that the outlines of two countries share; none where they do not touch."""
    return tuple(sorted(set(outline_points(one)) & set(outline_points(other))))
