"""Figures by city as a CSV with HXL tags (HXL 1.1): a row of tags under the header.

The core list has no tag for arrivals, so people present are `#affected +ind +refugees` with our attribute `+stock`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from qonaq.io.view_json import view_of_json
from qonaq.views.view import MapPlace, View

COLUMNS = (
    ("Country", "#country +asylum +code +v_iso2"),
    ("City", "#loc +name"),
    ("Latitude", "#geo +lat"),
    ("Longitude", "#geo +lon"),
    ("Date", "#date +occurred"),
    ("People present", "#affected +ind +refugees +stock"),
    ("People present, low", "#affected +ind +refugees +stock +low"),
    ("People present, high", "#affected +ind +refugees +stock +high"),
    ("Beds", "#capacity +beds +num"),
    ("Beds occupied, share", "#capacity +beds +occupied +share"),
    ("Source", "#meta +source"),
)


def as_hxl(run: Path) -> Mapping[str, bytes]:
    """One row a city and day."""
    view = view_of_json((run / "view.json").read_bytes())
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([title for title, _ in COLUMNS])
    writer.writerow([tag for _, tag in COLUMNS])
    for place in view.map.places:
        if place.kind == "city" and place.people:
            writer.writerows(_row(view, place, k, day) for k, day in enumerate(view.map.days))
    return {"figures.csv": text.getvalue().encode()}


def _row(view: View, place: MapPlace, k: int, day: date) -> list[object]:
    median, low, high = (round(v) for v in place.people[k])
    beds = "" if place.beds is None else round(place.beds)
    taken = f"{place.taken[k]:.3f}" if place.taken else ""
    source = f"Qonaq simulation as of {view.reference_date}, 80 % interval"
    return [view.map.host, place.name, place.lat, place.lon, day.isoformat(), median, low, high, beds, taken, source]
