"""The scenario of a run as a Flee instance folder: locations, routes, conflicts, closures, and forecast camp counts.

What Flee has no word for is left out and said so in NOTES.txt: queues, documents, classes of beds, ordinary traffic.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from qonaq.io.run_folder import read_provenance
from qonaq.io.scenario import read_scenario
from qonaq.io.view_json import view_of_json
from qonaq.model.places import Place, PlaceKind
from qonaq.model.scenario import Scenario

KINDS = {PlaceKind.ORIGIN: "conflict_zone", PlaceKind.CROSSING: "forwarding_hub", PlaceKind.CITY: "camp"}
SETTINGS = b"spawn_rules:\n  take_from_population: False\nmove_rules:\n  max_move_speed: 600.0\n"  # km/day
NOTES = (
    "Origins are conflict zones, crossings are forwarding hubs, host cities are camps without a capacity, and\n"
    "other countries are camps as well. Flee has no queues, documents, classes of beds or ordinary traffic: they are\n"
    "left out.\n"
    "The counts in source_data are this run's median forecast of people present, not observations.\n"
)


def as_flee(run: Path) -> Mapping[str, bytes]:
    """input_csv, source_data and simsetting.yml."""
    scenario = read_scenario(read_provenance(run)["scenario_named"] or read_provenance(run)["scenario"])
    view = view_of_json((run / "view.json").read_bytes())
    days = view.map.days
    camps = [p for p in scenario.places if p.kind in (PlaceKind.CITY, PlaceKind.ELSEWHERE)]
    counts = {
        place.name: [median for median, _, _ in place.people] for place in view.map.places if place.kind == "city"
    }
    files = {
        "input_csv/locations.csv": _locations(scenario),
        "input_csv/routes.csv": _routes(scenario),
        "input_csv/conflicts.csv": _conflicts(scenario, days),
        "input_csv/closures.csv": _table(("#closure_type", "name1", "name2", "closure_start", "closure_end"), ()),
        "input_csv/registration_corrections.csv": b"",
        "input_csv/sim_period.csv": _table(("StartDate", days[0].isoformat()), [("Length", len(days))]),
        "source_data/data_layout.csv": _table(
            ("total", "refugees.csv"), [(_name(c), f"{_name(c)}.csv") for c in camps]
        ),
        "simsetting.yml": SETTINGS,
        "NOTES.txt": NOTES.encode(),
    }
    total = [sum(counts.get(c.name, [0.0] * len(days))[k] for c in camps) for k in range(len(days))]
    files["source_data/refugees.csv"] = _series(days, total)
    for camp in camps:
        files[f"source_data/{_name(camp)}.csv"] = _series(days, counts.get(camp.name, [0.0] * len(days)))
    return files


def _name(place: Place) -> str:
    """A name that Flee's files can hold."""
    return re.sub(r"[^\w-]+", "_", place.name).strip("_")


def _locations(scenario: Scenario) -> bytes:
    head = ("#name", "region", "country", "latitude", "longitude", "location_type", "conflict_date", "population")
    rows = [
        (_name(p), p.region or "", p.country, p.lat, p.lon, KINDS.get(p.kind, "camp"),
         0 if p.kind is PlaceKind.ORIGIN else "", round(p.population or 0))
        for p in sorted(scenario.places, key=lambda p: p.kind is not PlaceKind.ORIGIN)
    ]  # fmt: skip
    return _table(head, rows)


def _routes(scenario: Scenario) -> bytes:
    names = {p.name: _name(p) for p in scenario.places}
    rows = [(names[r.start], names[r.end], round(r.km), 0) for r in scenario.routes]
    return _table(("#name1", "name2", "distance", "forced_redirection"), rows)


def _conflicts(scenario: Scenario, days: Sequence[date]) -> bytes:
    """Every origin is a conflict zone from the trigger on."""
    origins = [_name(p) for p in scenario.of_kind(PlaceKind.ORIGIN)]
    rows = [(k, *([int(days[0] + timedelta(days=k) >= scenario.trigger)] * len(origins))) for k in range(len(days))]
    return _table(("#Day", *origins), rows)


def _series(days: Sequence[date], values: Sequence[float]) -> bytes:
    return _table(
        (days[0].isoformat(), round(values[0])),
        [(d.isoformat(), round(v)) for d, v in zip(days[1:], values[1:], strict=True)],
    )


def _table(head: Iterable[object], rows: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue().encode()
