"""Read a Flee instance folder as it is: `input_csv`, `source_data`, `simsetting.yml`.

    instance, findings = read_flee(folder)

Everything unknown, misspelt, misplaced or short is a finding, all at once; what can still be run is run. Only a folder
without places, routes or a period cannot be.
"""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import Any

from qonaq.engine.flee_instance import FleeInstance, FleeRoute
from qonaq.errors import Mistake, ScenarioError
from qonaq.io.flee_cells import Notes, is_comment, read_rows
from qonaq.io.flee_records import (
    note_conflicts,
    read_corrections,
    read_days,
    read_food_crisis,
    read_layout,
    read_period,
)
from qonaq.io.flee_settings import Settings, check_keys, load_settings, rules_of
from qonaq.io.flee_tables import read_closures, read_places, read_routes

READ = ("locations.csv", "routes.csv", "closures.csv", "conflicts.csv", "sim_period.csv")
ALSO_READ = (
    "registration_corrections.csv",
    "flood_level.csv",
    "region_attributes_IPC.csv",
    "major_routes.csv",
    "agents.csv",
)
MOST_DAYS = 16_384  # days that an address of the random stream can hold


def read_flee(folder: Path) -> tuple[FleeInstance, tuple[Mistake, ...]]:
    """An instance folder and its findings; a ScenarioError, with every reason, where nothing can be run.

    >>> instance, findings = read_flee(Path("flee/mali2012"))  # doctest: +SKIP
    """
    notes = Notes()
    tables, source = folder / "input_csv", folder / "source_data"
    _check_folder(folder, tables, source)
    settings = _settings(folder, notes)
    rules = rules_of(settings)
    start, days = read_period(tables / "sim_period.csv", notes)
    places = read_places(tables / "locations.csv", _demographic_values(tables, notes), notes)
    routes = read_routes(tables / "routes.csv", places, notes)
    if start is None or days is None or not places or days > MOST_DAYS:
        raise ScenarioError([*_fatal(start is not None, days, bool(places)), *notes.findings])
    names = [place.name for place in places]
    closures = read_closures(tables / "closures.csv", places, notes, days=days)
    floods = rules.flood_rules
    conflicts = {} if floods else read_days(tables / "conflicts.csv", names, "place", notes, days=days)
    if not floods:
        note_conflicts(conflicts, places, notes)
    counts = read_layout(source, places, start, notes)
    content: dict[str, Any] = {
        "corrections": read_corrections(tables / "registration_corrections.csv", counts, start, notes),
        "food_crisis": _optional(read_food_crisis, tables / "region_attributes_IPC.csv", places, notes),
        "flood_levels": read_days(tables / "flood_level.csv", names, "place", notes, days=days) if floods else {},
        "major_routes": _major_routes(tables / "major_routes.csv", names, notes) if rules.fixed_routes else (),
        "agents": _agents(tables / "agents.csv", settings, names, notes),
    }
    _check_network(names, routes, notes)
    _check_other_files(folder, tables, notes)
    instance = FleeInstance(
        name=folder.resolve().name, start=start, days=days, places=places, routes=routes, closures=closures,
        conflicts=conflicts, counts=counts or {"total": ((),)}, rules=rules, **content,
    )  # fmt: skip
    _check_sense(instance, notes)
    return instance, tuple(notes.findings)


def _check_folder(folder: Path, tables: Path, source: Path) -> None:
    """Nothing can be read where the folder or its two parts are missing."""
    needed = [folder, tables, source, *(tables / name for name in READ), source / "data_layout.csv"]
    missing = [path for path in needed if not path.exists()]
    if missing:
        raise ScenarioError(
            Mistake(
                where=str(path),
                found="nothing",
                allowed="a Flee instance: input_csv with its tables, source_data with data_layout.csv",
                do="Give the folder that holds input_csv, source_data and simsetting.yml.",
            )
            for path in missing
        )


def _fatal(has_start: bool, days: int | None, has_places: bool) -> list[Mistake]:
    """Why the instance cannot be run at all."""
    reasons = []
    if not has_start:
        reasons.append(Mistake("sim_period.csv", "no first day", "StartDate,YYYY-MM-DD", "Add the row."))
    if days is None:
        reasons.append(Mistake("sim_period.csv", "no length", "Length,days above 0", "Add the row."))
    elif days > MOST_DAYS:
        reasons.append(Mistake("sim_period.csv", f"{days:,} days", f"1 to {MOST_DAYS:,}", "Shorten the period."))
    if not has_places:
        reasons.append(Mistake("locations.csv", "no place", "at least one", "Add the places."))
    return reasons


def _settings(folder: Path, notes: Notes) -> Settings:
    path = folder / "simsetting.yml"
    if not path.is_file():
        notes.add(
            "simsetting.yml", "no file", "the settings of the instance", "Flee stops here; all its defaults are used."
        )
        return Settings({}, path.name, notes.note)
    settings = Settings(load_settings(path.read_text(encoding="utf-8"), path.name, notes.note), path.name, notes.note)
    check_keys(settings)
    return settings


def _optional(read: Any, path: Path, *arguments: Any) -> Any:
    return read(path, *arguments) if path.is_file() else {}


def _demographic_values(tables: Path, notes: Notes) -> list[str]:
    """Values of demographics_*.csv, which may be columns of locations.csv; their rules are not carried out."""
    values = []
    for path in sorted(tables.glob("demographics_*.csv")):
        values += [row.cell(0) for row in read_rows(path, notes)[1:]]
    return values


def _major_routes(path: Path, names: list[str], notes: Notes) -> tuple[tuple[str, ...], ...]:
    routes = []
    for row in read_rows(path, notes) if path.is_file() else []:
        stops = tuple(cell for cell in row.cells if cell)
        unknown = [stop for stop in stops if stop not in names]
        if unknown or is_comment(row):
            notes.add(
                f"{path.name} row {row.line}",
                ", ".join(unknown),
                "names of locations.csv",
                "Flee stops here; the row is left out.",
            )
        else:
            routes.append(stops)
    return tuple(routes)


def _agents(path: Path, settings: Settings, names: list[str], notes: Notes) -> dict[str, int]:
    """agents.csv, a row a person: how many there are at each place. Their attributes are not used."""
    if not settings.truth("spawn_rules", "read_from_agents_csv_file", False):
        return {}
    agents: dict[str, int] = {}
    for row in [row for row in read_rows(path, notes) if not is_comment(row)][1:]:
        if row.cell(0) in names:
            agents[row.cell(0)] = agents.get(row.cell(0), 0) + 1
        else:
            notes.add(
                f"{path.name} row {row.line}",
                f"unknown place '{row.cell(0)}'",
                "a name of locations.csv",
                "The row is left out.",
            )
    return agents


def _check_network(names: list[str], routes: tuple[FleeRoute, ...], notes: Notes) -> None:
    """Places without a route, and a network in pieces."""
    near: dict[str, set[str]] = {name: set() for name in names}
    for route in routes:
        near[route.start].add(route.end)
        near[route.end].add(route.start)
    left = set(names)
    pieces: list[list[str]] = []
    for name in names:
        if name in left:
            piece, waiting = {name}, deque([name])
            while waiting:
                fresh = near[waiting.popleft()] - piece
                piece |= fresh
                waiting.extend(fresh)
            left -= piece
            pieces.append([other for other in names if other in piece])
    pieces.sort(key=len, reverse=True)
    for apart in pieces[1:]:
        if apart:
            found = ", ".join(apart[:5]) + (", …" if len(apart) > 5 else "")
            notes.add(
                "routes.csv",
                f"no way from the rest of the network to {found}",
                "one connected network",
                "Nobody gets there or away. Check names and routes.",
            )


def _check_other_files(folder: Path, tables: Path, notes: Notes) -> None:
    """Files that nobody reads."""
    for path in sorted(tables.iterdir()):
        if path.name in (*READ, *ALSO_READ) or path.name.startswith(("demographics_", ".")):
            continue
        if path.name == "location_changes.csv":
            notes.add(
                f"input_csv/{path.name}",
                "a file",
                "nothing here",
                "Flee looks for it in the current directory and does not find it: no effect.",
            )
        else:
            notes.add(
                f"input_csv/{path.name}",
                "a file that Flee does not know",
                ", ".join((*READ, *ALSO_READ)),
                "It is not read.",
            )
    if not (folder / "simsetting.yml").is_file() and (folder / "simsetting.csv").is_file():
        notes.add("simsetting.csv", "settings of an old version", "simsetting.yml", "It is not read.")


def _check_sense(instance: FleeInstance, notes: Notes) -> None:
    """What reads well and still makes no sense together."""
    rules = instance.rules
    if rules.awareness_level == 0:
        notes.add(
            "simsetting.yml, move_rules.awareness_level",
            "0",
            "1 or more",
            "Nobody ever moves in Flee: its choice at 0 never matches a link.",
        )
    elif rules.awareness_level < 0:
        notes.add(
            "simsetting.yml, move_rules.awareness_level",
            str(rules.awareness_level),
            "1 or more",
            "Flee treats it as 1.",
        )
    if not rules.sum_from_camps and "total" not in instance.counts:
        notes.add("data_layout.csv", "no row 'total'", "total first", "Flee stops here; the camps are summed.")
    needs_food = rules.flee_when_starving or rules.avoid_food_deprived_locations or rules.starvation_driven_spawning
    if needs_food and not instance.food_crisis:
        notes.add(
            "region_attributes_IPC.csv", "no file", "per cent in food crisis by region", "Flee stops here; read as 0."
        )
    if rules.flood_rules and not (rules.flood_movechances and rules.flood_loc_weights):
        notes.add(
            "simsetting.yml, move_rules.flood_rules",
            "no flood_movechances or flood_loc_weights",
            "a list by level each",
            "Flee stops at the first flood; read as 0.",
        )
    lengths = [route.km for route in instance.routes]
    if lengths and max(lengths) / min(rules.max_move_speed, rules.max_walk_speed) > MOST_DAYS:
        notes.add(
            "routes.csv", f"{max(lengths):g} km", "a route that can be travelled", "Nobody arrives within any period."
        )
