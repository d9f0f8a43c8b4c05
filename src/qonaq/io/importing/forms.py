"""The forms in which others publish counts of displaced people: their own column names, and what a row says.

HDX HAPI (refugees endpoint), UNHCR Refugee Data Finder (population endpoint), IOM DTM (displacement by admin area).
An empty count means that it was not collected; it is never read as zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from qonaq.errors import Mistake
from qonaq.io.countries import country_code

NOT_COLLECTED = ("", "-", "null", "NA", "None")
ALL = ("all", "total", "")
Row = Mapping[str, str]


@dataclass(frozen=True)
class Count:
    """One count of a table: people of an origin who are in a country, or a place of it, at the end of a day."""

    key: tuple[str, ...]  # counts with the same key are parts of one figure
    part: str  # which part: refugees, asylum seekers …
    people: int
    country: str
    day: date
    origin: str | None = None
    place: str | None = None


@dataclass(frozen=True)
class Form:
    """A form: what must be there to know it, what else it has, and how a row is read."""

    title: str
    needed: tuple[str, ...]
    known: tuple[str, ...]
    read: Callable[[Row, str], Iterable[Count | Mistake]]


def whole(text: str, where: str) -> int | Mistake | None:
    """A count as it is written; None where it was not collected."""
    plain = text.strip()
    if plain in NOT_COLLECTED:
        return None
    digits = plain.replace(",", "").replace(" ", "").removesuffix(".0")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 10:
        return Mistake(where, f"'{plain[:60]}'", "a whole number of people, or nothing", "Correct the count.")
    return int(digits)


def country(text: str, where: str) -> str | Mistake:
    found = country_code(text.strip())
    if found is None:
        allowed = "a country by its ISO 3166-1 code or its English name"
        return Mistake(where, f"'{text.strip()[:60]}'", allowed, "Correct the code.")
    return found


def day(text: str, where: str) -> date | Mistake:
    """A day, written alone or with a time after it."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return Mistake(where, f"'{text.strip()[:60]}'", "a day as 2022-09-28", "Correct the day.")


def _hapi(row: Row, where: str) -> Iterable[Count | Mistake]:
    """A row of HAPI: totals only; rows by sex or age are parts of them."""
    if row.get("gender", "").lower() not in ALL or row.get("age_range", "").lower() not in ALL:
        return
    people = whole(row["population"], f"{where}, population")
    origin = country(row["origin_location_code"], f"{where}, origin_location_code")
    host = country(row["asylum_location_code"], f"{where}, asylum_location_code")
    end = day(row["reference_period_end"], f"{where}, reference_period_end")
    yield from _count(people, host, end, row["population_group"].strip(), origin=origin)


PARTS = (
    "refugees",
    "asylum_seekers",
    "oip",
)  # of the people who came from another country; stateless are counted apart


def _unhcr(row: Row, where: str) -> Iterable[Count | Mistake]:
    """A row of the Refugee Data Finder: stocks at the end of a year, in parts."""
    year = row["year"].strip()
    end = day(f"{year}-12-31", f"{where}, year")
    origin = country(row["coo_iso"], f"{where}, coo_iso")
    host = country(row["coa_iso"], f"{where}, coa_iso")
    for part in PARTS:
        if part in row:
            yield from _count(whole(row[part], f"{where}, {part}"), host, end, part, origin=origin)


def _dtm(row: Row, where: str) -> Iterable[Count | Mistake]:
    """A row of DTM: people displaced within a country, by the finest area that the row names."""
    host = country(row["admin0Pcode"] or row["admin0Name"], f"{where}, admin0Pcode")
    end = day(row["reportingDate"], f"{where}, reportingDate")
    places = (row.get("admin2Name", "").strip(), row.get("admin1Name", "").strip())
    people = whole(row["numPresentIdpInd"], f"{where}, numPresentIdpInd")
    yield from _count(people, host, end, "internally displaced", place=next(filter(None, places), None))


def _count(
    people: int | Mistake | None, host: str | Mistake, end: date | Mistake, part: str, *,
    origin: str | Mistake | None = None, place: str | None = None,
) -> Iterable[Count | Mistake]:  # fmt: skip
    """The count, or what is wrong with it; nothing where it was not collected."""
    wrong = [value for value in (people, host, end, origin) if isinstance(value, Mistake)]
    if wrong:
        yield from wrong
    elif isinstance(people, int) and isinstance(host, str) and isinstance(end, date):
        assert not isinstance(origin, Mistake)
        yield Count((origin or "", host, place or "", end.isoformat()), part, people, host, end, origin, place)


FORMS: dict[str, Form] = {
    "hapi": Form(
        "HDX HAPI, refugees",
        ("origin_location_code", "asylum_location_code", "population_group", "population", "reference_period_end"),
        ("reference_period_start", "gender", "age_range", "min_age", "max_age", "resource_hdx_id", "dataset_hdx_id",
         "dataset_hdx_stub", "origin_location_name", "asylum_location_name", "origin_has_hrp", "origin_in_gho",
         "asylum_has_hrp", "asylum_in_gho", "warning", "error"),
        _hapi,
    ),
    "unhcr": Form(
        "UNHCR Refugee Data Finder, population",
        ("year", "coo_iso", "coa_iso", "refugees", "asylum_seekers"),
        ("coo", "coa", "coo_id", "coa_id", "coo_name", "coa_name", "oip", "idps", "returned_refugees",
         "returned_idps", "stateless", "ooc", "hst"),
        _unhcr,
    ),
    "dtm": Form(
        "IOM DTM, displacement by area",
        ("admin0Name", "admin0Pcode", "numPresentIdpInd", "reportingDate"),
        ("id", "operation", "admin1Name", "admin1Pcode", "admin2Name", "admin2Pcode", "adminLevel", "roundNumber",
         "yearReportingDate", "monthReportingDate", "displacementReason", "numberMales", "numberFemales",
         "idpOriginAdmin1Name", "idpOriginAdmin1Pcode", "assessmentType", "operationStatus"),
        _dtm,
    ),
}  # fmt: skip
