"""The forecast as model-output of a hubverse hub: one file a reference date, in the hub's own columns."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from qonaq.io.run_folder import read_plan

MODEL = "qonaq-network"  # <team>-<model>


def as_hubverse(run: Path) -> Mapping[str, bytes]:
    """model-output/qonaq-network/<reference date>-qonaq-network.csv (hubverse schemas v6)."""
    day = read_plan(run)["reference_date"]
    return {f"model-output/{MODEL}/{day}-{MODEL}.csv": (run / "forecast.csv").read_bytes()}
