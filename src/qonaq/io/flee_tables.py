"""Read the tables of a Flee instance that describe the network: locations.csv, routes.csv and closures.csv."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from qonaq.engine.flee_instance import FleeClosure, FleePlace, FleeRoute
from qonaq.engine.flee_paths import kind_of
from qonaq.errors import nearest
from qonaq.io.flee_cells import Notes, check_name, decimal, split_header, whole

LOCATION_COLUMNS: tuple[tuple[str, ...], ...] = (
    ("name", "location", "city"),
    ("region", "admin1", "province", "state"),
    ("country",),
    ("gps_x", "latitude", "lat", "x", "gps_lat"),
    ("gps_y", "longitude", "lon", "lng", "y", "gps_lon"),
    ("location_type", "type"),
    ("conflict_date", "conflict_day"),
    ("pop/cap", "population", "pop", "capacity", "cap", "population/capacity", "pop_cap"),
)
ROUTE_COLUMNS: tuple[tuple[str, ...], ...] = (
    ("name1", "start", "from", "location1"),
    ("name2", "end", "to", "location2"),
    ("distance", "km", "distance_km", "length", "distance [km]"),
    ("forced_redirection",),
)
CLOSURE_COLUMNS: tuple[tuple[str, ...], ...] = (
    ("closure_type", "type"),
    ("name1",),
    ("name2",),
    ("closure_start", "start", "closure_start_day"),
    ("closure_end", "end", "closure_end_day"),
)
LOCATION_ATTRIBUTES = (
    "initial_idps", "conflict_intensity", "capacity_per_day", "deactivation_probability", "farmer_fraction",
    "trade_volume", "hdi", "flood_level",
)  # fmt: skip
ROUTE_ATTRIBUTES = ("max_move_speed", "walk_probability")
CLOSURES = ("country", "location", "link", "camp", "idpcamp", "remove_forced_redirection")
KINDS = ("camp", "idpcamp", "conflict_zone", "town", "default", "forwarding_hub", "marker", "flood_zone")


def read_places(path: Path, values: Iterable[str], notes: Notes) -> tuple[FleePlace, ...]:
    """locations.csv; `values` are names of demographic values, which may be columns."""
    extra_names, rows = split_header(path, LOCATION_COLUMNS, (*LOCATION_ATTRIBUTES, *values), notes)
    places: list[FleePlace] = []
    for row in rows:
        where = f"{path.name} row {row.line}"
        if len(row.cells) < len(LOCATION_COLUMNS):
            notes.add(
                where,
                f"{len(row.cells)} cells",
                f"{len(LOCATION_COLUMNS)} cells",
                "Flee stops here; the missing cells are read as empty.",
            )
        if len(row.cells) > len(LOCATION_COLUMNS) + len(extra_names):
            notes.add(
                where,
                f"{len(row.cells)} cells",
                f"{len(LOCATION_COLUMNS) + len(extra_names)} cells, as the header has",
                "Cells without a column name are ignored.",
            )
        check_name(row.cell(0), f"{where}, name", notes)
        attributes = dict(zip(extra_names, row.cells[len(LOCATION_COLUMNS) :], strict=False))
        place = FleePlace(
            name=row.cell(0),
            region=row.cell(1),
            country=row.cell(2),
            x=decimal(row.cell(3), f"{where}, gps_x", notes),
            y=decimal(row.cell(4), f"{where}, gps_y", notes),
            kind=row.cell(5),
            people=whole(row.cell(7), f"{where}, pop/cap", notes),
            conflict_day=0,
            attributes=_attributes(attributes, where, notes),
        )
        kind = kind_of(place)
        if kind == "conflict" and not row.cell(6).strip():
            notes.add(f"{where}, conflict_date", "nothing", "a day", "Flee stops here; read as day 0.")
        day = whole(row.cell(6), f"{where}, conflict_date", notes) if kind == "conflict" else 0
        place = FleePlace(**{**vars(place), "conflict_day": day})
        if kind == "unknown":
            notes.add(
                f"{where}, location_type",
                f"'{place.kind}'",
                ", ".join(KINDS),
                f"Everybody leaves it at once. {nearest(place.kind.lower(), KINDS)}",
            )
        if place.people < 0:
            notes.add(f"{where}, pop/cap", str(place.people), "0 or more", "Read as 0.")
            place = FleePlace(**{**vars(place), "people": 0})
        places.append(place)
    names = [place.name for place in places]
    for name in sorted({name for name in names if names.count(name) > 1}):
        notes.add(
            path.name, f"'{name}' {names.count(name)} times", "each name once", "Routes lead to the last of them only."
        )
    return tuple(places)


def _attributes(cells: Mapping[str, str], where: str, notes: Notes) -> dict[str, str]:
    """The attributes that are used, as numbers in text; what is no number is noted and left out."""
    kept = {}
    for name, text in cells.items():
        if name not in LOCATION_ATTRIBUTES or not text.strip():
            continue
        at = f"{where}, {name}"
        is_whole = name in ("initial_idps", "capacity_per_day")
        value: float = whole(text, at, notes) if is_whole else decimal(text, at, notes)
        kept[name] = str(value)
        if name == "deactivation_probability" and value != 0:
            notes.add(
                at, f"'{text}'", "0", "Flee stops with an error where camps_are_sicks is on, and ignores it otherwise."
            )
        if name == "farmer_fraction" and value != 0:
            notes.add(at, f"'{text}'", "0", "It has no effect: Flee never reads who is a farmer.")
    return kept


def read_routes(path: Path, places: Sequence[FleePlace], notes: Notes) -> tuple[FleeRoute, ...]:
    """routes.csv; a route to an unknown place, to itself or of no length above 0 is left out."""
    extra_names, rows = split_header(path, ROUTE_COLUMNS, ROUTE_ATTRIBUTES, notes, optional=1)
    known = [place.name for place in places]
    routes: list[FleeRoute] = []
    seen: dict[frozenset[str], int] = {}
    for row in rows:
        where = f"{path.name} row {row.line}"
        start, end = row.cell(0), row.cell(1)
        if not _ends_known(start, end, known, where, notes):
            continue
        km = decimal(row.cell(2), f"{where}, distance", notes, empty=math.nan)
        if not km > 0.0:
            notes.add(f"{where}, distance", f"'{row.cell(2)}'", "km above 0", "The route is left out.")
            continue
        if len(row.cells) > len(ROUTE_COLUMNS) + len(extra_names):
            notes.add(
                where,
                f"{len(row.cells)} cells",
                f"{len(ROUTE_COLUMNS) + len(extra_names)} cells, as the header has",
                "Cells without a column name are ignored.",
            )
        pair = frozenset((start, end))
        if pair in seen:
            notes.add(
                where,
                f"{start}–{end} again, as in row {seen[pair]}",
                "each route once",
                "Flee counts it as another option: its weight is doubled.",
            )
        seen.setdefault(pair, row.line)
        attributes = dict(zip(extra_names, row.cells[len(ROUTE_COLUMNS) :], strict=False))
        routes.append(
            FleeRoute(
                start, end, km, _redirection(row.cell(3), where, notes), **_route_attributes(attributes, where, notes)
            )
        )
    return tuple(routes)


def _ends_known(start: str, end: str, known: Sequence[str], where: str, notes: Notes) -> bool:
    unknown = [name for name in (start, end) if name not in known]
    for name in unknown:
        notes.add(
            where,
            f"unknown place '{name}'",
            "a name of locations.csv",
            f"Flee stops here; the route is left out. {nearest(name, known)}",
        )
    if start == end and not unknown:
        notes.add(where, f"a route from '{start}' to itself", "two places", "The route is left out.")
    return not unknown and start != end


def _redirection(text: str, where: str, notes: Notes) -> int:
    value = whole(text, f"{where}, forced_redirection", notes)
    at = f"{where}, forced_redirection"
    if value == 1:
        notes.add(at, "1", "0 or empty", "Flee makes the route twice, which doubles its weight; it redirects nobody.")
    elif value == 2:
        notes.add(at, "2", "0 or empty", "It has no effect: Flee redirects nobody.")
    elif value != 0:
        notes.add(at, str(value), "0, 1, 2 or empty", "Read as 0.")
        return 0
    return value


def _route_attributes(cells: Mapping[str, str], where: str, notes: Notes) -> dict[str, float]:
    kept: dict[str, float] = {}
    if cells.get("max_move_speed", "").strip():
        speed = decimal(cells["max_move_speed"], f"{where}, max_move_speed", notes)
        if speed > 0.0:
            kept["speed"] = speed
        else:
            notes.add(
                f"{where}, max_move_speed",
                f"'{cells['max_move_speed']}'",
                "km a day above 0",
                "The general speed is used.",
            )
    if cells.get("walk_probability", "").strip():
        share = decimal(cells["walk_probability"], f"{where}, walk_probability", notes)
        if not 0.0 <= share <= 1.0:
            notes.add(f"{where}, walk_probability", f"'{cells['walk_probability']}'", "0 to 1", "It is cut to these.")
        kept["walk_probability"] = min(max(share, 0.0), 1.0)
    return kept


def read_closures(path: Path, places: Sequence[FleePlace], notes: Notes, *, days: int) -> tuple[FleeClosure, ...]:
    """closures.csv; rows of an unknown kind or without days are left out."""
    _, rows = split_header(path, CLOSURE_COLUMNS, (), notes)
    closures = []
    for row in rows:
        where = f"{path.name} row {row.line}"
        kind = row.cell(0)
        if kind not in CLOSURES:
            notes.add(
                f"{where}, closure_type",
                f"'{kind}'",
                ", ".join(CLOSURES),
                f"Flee ignores the row. {nearest(kind.strip().lower(), CLOSURES)}",
            )
            continue
        if not row.cell(3).strip() or (len(row.cells) < 5 and kind != "remove_forced_redirection"):
            notes.add(where, f"{len(row.cells)} cells", "type, two names, first and last day", "The row is left out.")
            continue
        start = whole(row.cell(3), f"{where}, closure_start", notes, empty=-1)
        end = whole(row.cell(4), f"{where}, closure_end", notes, empty=-1)
        closure = FleeClosure(kind, row.cell(1), row.cell(2), start, end)
        _check_closure(closure, places, where, notes, days=days)
        closures.append(closure)
    return tuple(closures)


def _check_closure(closure: FleeClosure, places: Sequence[FleePlace], where: str, notes: Notes, *, days: int) -> None:
    names = [place.name for place in places]
    countries = sorted({place.country for place in places})
    asked = (
        [closure.first, closure.second]
        if closure.kind in ("country", "link", "remove_forced_redirection")
        else [closure.first]
    )
    allowed = countries if closure.kind == "country" else names
    for name in asked:
        if name not in allowed:
            effect = "It closes nothing."
            if closure.kind in ("camp", "idpcamp"):
                effect = f"Flee applies it to the first place of the file, {names[0] if names else '–'}."
            notes.add(
                where,
                f"unknown {'country' if closure.kind == 'country' else 'place'} '{name}'",
                "a name of locations.csv",
                f"{effect} {nearest(name, allowed)}",
            )
    if closure.kind == "link":
        notes.add(
            where,
            f"a closure of the link {closure.first}–{closure.second}",
            "country, location or camp",
            "It has no effect in Flee (names of more than one letter never match); --native closes the link.",
        )
    if closure.kind == "location" and closure.second.strip():
        notes.add(
            where,
            f"a closure of a location with a second name '{closure.second}'",
            "one name",
            f"Flee closes the whole of {closure.first}; --native closes the link between them where there is one.",
        )
    if closure.kind == "remove_forced_redirection":
        notes.add(
            where, "remove_forced_redirection", "country, location or camp", "It has no effect: Flee redirects nobody."
        )
    elif closure.start < 0 or closure.start >= days:
        notes.add(
            f"{where}, closure_start",
            str(closure.start),
            f"0 to {days - 1}",
            "It never closes; an opening still takes place.",
        )
    if closure.kind != "remove_forced_redirection" and 0 <= closure.end < closure.start:
        notes.add(
            f"{where}, closure_end",
            str(closure.end),
            f"after day {closure.start}, or −1 for never",
            "It opens before it closes, and stays closed.",
        )
