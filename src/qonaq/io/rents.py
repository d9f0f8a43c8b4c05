"""Read the table of rent episodes that ships with the program."""

from __future__ import annotations

import csv
import io
from importlib import resources

from qonaq.planning.rents import Episode


def read_rent_episodes() -> tuple[Episode, ...]:
    """The episodes of `data/rent_episodes.csv`, in the order of the file."""
    text = resources.files("qonaq").joinpath("data", "rent_episodes.csv").read_text(encoding="utf-8")
    return tuple(
        Episode(
            id=row["id"],
            regime=row["regime"],
            place=row["place"],
            pressure=float(row["pressure"]),
            rise=float(row["rise"]),
            source=row["source"],
            assumption=row["assumption"] == "true",
        )
        for row in csv.DictReader(io.StringIO(text))
    )
