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
    unchanged = [row.ours[2] for row in rows if row.episode.rise == 0]
    return {
        "Interval score of episodes left out, ratio to no change": {
            "value": ours / mean_score(rows, lambda row: row.no_change), "better": "lower", "goal": 1.0
        },
        "Interval score of episodes left out, ratio to one elasticity": {
            "value": ours / mean_score(rows, lambda row: row.one_elasticity), "better": "lower", "goal": 1.0
        },
        "Unchanged cities: highest upper end of the interval": {"value": max(unchanged), "better": "lower", "goal": 0.10},
    }  # fmt: skip


if __name__ == "__main__":
    print(evaluate(Path()))
