"""Rents: every episode predicted from the others, against "no change" and one elasticity for all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qonaq.io.rents import read_rent_episodes
from qonaq.planning.rents import leave_one_out, mean_score

READS: tuple[str, ...] = ()


def evaluate(_shared: Path) -> dict[str, dict[str, Any]]:
    rows = leave_one_out(read_rent_episodes())
    ours = mean_score(rows, lambda row: row.ours)
    rivals = {"no change": lambda row: row.no_change, "one elasticity": lambda row: row.one_elasticity}
    figures: dict[str, dict[str, Any]] = {
        f"Interval score of episodes left out, ratio to {name}": {
            "value": ours / mean_score(rows, rival), "better": "lower", "goal": 1.0
        }
        for name, rival in rivals.items()
    }  # fmt: skip
    most = max(row.ours[2] for row in rows if row.episode.rise == 0)
    figures["Unchanged cities: highest upper end of the interval"] = {"value": most, "better": "lower", "goal": 0.10}
    return figures


if __name__ == "__main__":
    print(evaluate(Path()))
