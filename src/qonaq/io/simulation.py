"""A scenario simulated from its priors, as figures by day: for researchers, without any report."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from qonaq.engine import Ensemble, Workers, simulate
from qonaq.errors import SettingError, unknown_name
from qonaq.io.folders import write_folder
from qonaq.io.scenario import read_scenario
from qonaq.measures import MEASURES
from qonaq.model.places import PlaceKind
from qonaq.model.policies import AS_IT_IS, Policy
from qonaq.model.scenario import Scenario

MARK = "simulation.json"
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Simulation:
    """An ensemble with what it was made from."""

    scenario: Scenario
    ensemble: Ensemble
    policy: Policy
    seed: int
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """What `qonaq simulate --json` prints: totals and last values with their 90 % interval."""
        last = self.ensemble.dates[-1]
        return {
            "scenario": self.scenario.name,
            "policy": self.policy.name,
            "seed": self.seed,
            "replicates": self.ensemble.replicates,
            "days": len(self.ensemble.dates),
            "seconds": round(self.seconds, 3),
            "date": last.isoformat(),
            "figures": {name: self._summary(name) for name in self.measures()},
        }

    def measures(self) -> list[str]:
        """The measures that the run can give for the whole country."""
        return [name for name in MEASURES if name in set(self.ensemble.measures())]

    def _summary(self, measure: str) -> dict[str, Any]:
        values = np.asarray(self.ensemble.figure(measure), dtype=np.float64)
        low, middle, high = np.quantile(values, (0.05, 0.5, 0.95))
        return {"median": float(middle), "low": float(low), "high": float(high), "unit": MEASURES[measure].units[0]}

    def lines(self) -> list[str]:
        """A short account for a person: median and 90 % interval of each figure."""
        shown = self.as_json()
        head = f"{self.scenario.name}, {self.policy.name}: {shown['replicates']} courses of {shown['days']} days"
        told = f"  to {shown['date']}: flows as totals, stocks and levels at the end; median (90 % interval)"
        rows = [
            f"  {name.replace('_', ' '):22}{row['median']:>12,.4g} ({row['low']:,.4g}–{row['high']:,.4g}) {row['unit']}"
            for name, row in shown["figures"].items()
        ]
        return [f"{head} in {shown['seconds']} s", told, *rows]


def simulate_scenario(
    name: str,
    *,
    days: int,
    replicates: int,
    policy: str = AS_IT_IS.name,
    seed: int = 1,
    cluster: str | None = None,
    progress: Progress | None = None,
) -> Simulation:
    """Simulates a packaged scenario or a folder under one of its policies."""
    scenario = read_scenario(name)
    policies = {AS_IT_IS.name: AS_IT_IS} | {one.name: one for one in scenario.policies}
    if policy not in policies:
        raise SettingError(unknown_name("--policy", policy, tuple(policies)))
    began = perf_counter()
    workers = Workers() if cluster is None else Workers(cluster=cluster)
    tell = None if progress is None else (lambda done, total: progress("simulate", done, total))
    ensemble = simulate(
        scenario, days=days, replicates=replicates, seed=seed, policy=policies[policy], workers=workers, progress=tell
    )
    return Simulation(scenario, ensemble, policies[policy], seed, perf_counter() - began)


def write_simulation(result: Simulation, target: Path) -> None:
    """figures.csv: quantiles by measure, place and day; simulation.json: what it was made from."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("measure", "place", "date", *(f"q{level:g}" for level in LEVELS)))
    cities = [p.name for p in result.scenario.of_kind(PlaceKind.CITY) if p.country == result.scenario.host]
    for measure in result.measures():
        for place in (None, *cities):
            try:
                series = np.asarray(result.ensemble.series(measure, place=place), dtype=np.float64)
            except SettingError:
                continue  # this measure is not of a city
            values = np.quantile(series, LEVELS, axis=0)
            for k, day in enumerate(result.ensemble.dates):
                writer.writerow((measure, place or "", day.isoformat(), *(f"{v:.6g}" for v in values[:, k])))
    contents = {
        "figures.csv": text.getvalue().encode(),
        MARK: (json.dumps(result.as_json(), ensure_ascii=False, indent=1) + "\n").encode(),
    }
    write_folder(target, contents, mark=MARK)
