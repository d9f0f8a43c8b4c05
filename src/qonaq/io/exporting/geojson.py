"""Places with their figures as GeoJSON (RFC 7946): points at cities and crossings, nothing finer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qonaq.io.view_json import view_of_json
from qonaq.views.view import MapPlace, View

SHOWN = ("city", "crossing")


def as_geojson(run: Path) -> Mapping[str, bytes]:
    """A feature a place, on the reference date: median and 80 % interval."""
    view = view_of_json((run / "view.json").read_bytes())
    today = min(max((view.map.today - view.map.days[0]).days, 0), len(view.map.days) - 1)
    features = [_feature(view, place, today) for place in view.map.places if place.kind in SHOWN and place.people]
    collection = {"type": "FeatureCollection", "features": features}
    return {"places.geojson": (json.dumps(collection, ensure_ascii=False, indent=1) + "\n").encode()}


def _feature(view: View, place: MapPlace, today: int) -> dict[str, Any]:
    median, low, high = (round(v) for v in place.people[today])
    what = "present" if place.kind == "city" else "queueing"
    properties: dict[str, Any] = {
        "name": place.name,
        "kind": place.kind,
        "country": view.map.host,
        "date": view.map.days[today].isoformat(),
        what: median,
        f"{what}_low": low,
        f"{what}_high": high,
        "interval": 0.8,
        "source": "Qonaq simulation",
    }
    if place.beds is not None:
        properties |= {"beds": round(place.beds), "occupancy": round(place.taken[today], 3) if place.taken else None}
    point = {"type": "Point", "coordinates": [place.lon, place.lat]}
    return {"type": "Feature", "geometry": point, "properties": properties}
