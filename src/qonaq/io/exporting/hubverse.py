"""The forecast as model-output of a hubverse hub: one file a reference date, in the hub's own columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from qonaq.io.run_folder import FORECAST_COLUMNS, read_plan

MODEL = "qonaq-network"  # <team>-<model>
TASK = ("target", "location", "horizon")  # what the quantiles of one distribution share


def as_hubverse(run: Path) -> Mapping[str, bytes]:
    """model-output/qonaq-network/<reference date>-qonaq-network.csv (hubverse schemas v6).

    A hub takes whole distributions: one with a quantile that is not known, such as a share of nothing, is left out.
    """
    day = read_plan(run)["reference_date"]
    with (run / "forecast.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    partial = {_task(row) for row in rows if not row["value"]}
    text = io.StringIO()
    writer = csv.DictWriter(text, FORECAST_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(row for row in rows if _task(row) not in partial)
    return {f"model-output/{MODEL}/{day}-{MODEL}.csv": text.getvalue().encode()}


def _task(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in TASK)
