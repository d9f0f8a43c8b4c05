"""The day on which beds run out, on 500 simulated crises with known truth.

A class that never fills within the horizon has the value "never", after every date, and most forecasts give it some
chance; so coverage is that of the randomised probability transform u = P(day < true) + v·P(day = true), v uniform: 80 %
of the u lie between 0.1 and 0.9 if the forecast is honest. Which classes are counted is for the forecast alone to say:
those that fill with a chance of at least 10 %, and are full already with one of at most 90 %. To leave out those that
truly are full already would be to ask with knowledge that the forecast does not have: no true day would lie early.
The error of the median and the Brier score are of classes that are not full on the day of the plan, for which there is
a day to tell; the error where the class fills and the median is a date. Persistence: the last three days' growth goes
on.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from crises import CITIES, DAYS, TODAY, crisis

from qonaq.model.policies import AS_IT_IS
from qonaq.planning.capacity import EVERY_CLASS, FULL_AT, NEVER, PROPER_CLASSES, first_full_day

READS: tuple[str, ...] = ()
CRISES = 500
BY = (3, 7, 14)  # days ahead at which "full by then" is scored
GROWTH_DAYS = 3
LIKELY = 0.1  # chance of filling from which a forecast is counted
CERTAIN = 0.9  # chance of being full already up to which it is
AHEAD = slice(TODAY + 1, DAYS)


def beds_and_taken(run: Any, place: str, bed_class: str) -> tuple[np.ndarray, np.ndarray]:
    classes = PROPER_CLASSES if bed_class == EVERY_CLASS else (bed_class,)
    beds = sum(run.series("beds", place=place, bed_class=name) for name in classes)
    taken = sum(run.series("beds_occupied", place=place, bed_class=name) for name in classes)
    return np.asarray(beds), np.asarray(taken)


def persistent(beds: np.ndarray, taken: np.ndarray) -> float:
    """Day ahead (0 = first) on which the class fills if the last days' mean growth goes on; inf if it does not."""
    growth = (taken[0, TODAY] - taken[0, TODAY - GROWTH_DAYS]) / GROWTH_DAYS
    room = FULL_AT * beds[0, TODAY] - taken[0, TODAY]
    return float(np.ceil(room / growth) - 1) if growth > 0 else np.inf


def scored(number: int) -> list[dict[str, float]]:
    """One row for each city and class."""
    found = crisis(number, with_policies=False)
    truth, ours = found.truth[AS_IT_IS.name], found.outlook.ensembles[AS_IT_IS.name]
    chance = np.random.default_rng(80_000 + number)
    rows = []
    for place, *_ in CITIES:
        for bed_class in (*PROPER_CLASSES, EVERY_CLASS):
            beds, taken = beds_and_taken(truth, place, bed_class)
            true = int(first_full_day(beds[:, AHEAD], taken[:, AHEAD])[0])
            our_beds, our_taken = beds_and_taken(ours, place, bed_class)
            first = np.sort(first_full_day(our_beds[:, AHEAD], our_taken[:, AHEAD]))
            middle = float(first[(len(first) + 1) // 2 - 1])
            u = np.mean(first < true) + float(chance.random()) * np.mean(first == true)
            row = {
                "full": float(taken[0, TODAY] >= FULL_AT * beds[0, TODAY]),
                "true": float(true),
                "middle": middle,
                "u": float(u),
                "fills": float(np.mean(first < NEVER)),
                "at once": float(np.mean(first == 0)),
            }
            naive = persistent(beds, taken)
            for day in BY:
                full = float(true < day)
                row[f"ours {day}"] = (float(np.mean(first < day)) - full) ** 2
                row[f"naive {day}"] = (float(naive < day) - full) ** 2
            rows.append(row)
    return rows


def evaluate(_shared: Path, crises: int = CRISES) -> dict[str, dict[str, Any]]:
    return figures_of([row for number in range(crises) for row in scored(number)])


def figures_of(rows: list[dict[str, float]]) -> dict[str, dict[str, Any]]:
    """Coverage, error and skill over the classes of all crises."""
    asked = [row for row in rows if row["fills"] >= LIKELY and row["at once"] <= CERTAIN]
    inside = [0.1 <= row["u"] <= 0.9 for row in asked]
    rows = [row for row in rows if not row["full"]]
    fills = [row for row in rows if row["true"] < NEVER]
    dated = [abs(row["middle"] - row["true"]) for row in fills if row["middle"] < NEVER]
    ours, naive = (float(np.mean([row[f"{who} {day}"] for row in rows for day in BY])) for who in ("ours", "naive"))
    print(f"  {len(asked)} asked; {len(rows)} not full, of which {len(fills)} fill and {len(dated)} have a median day")
    print(f"  Brier {ours:.4f}, naive {naive:.4f}")
    return {
        "80 % intervals of the day hold": {"value": float(np.mean(inside)), "better": "inside", "goal": [0.75, 0.85]},
        "Median error of the median day, days": {"value": float(np.median(dated)), "better": "lower", "goal": 2.0},
        "Full within 3, 7 and 14 days: Brier skill against persistence": {
            "value": 1.0 - ours / naive,
            "better": "higher",
            "goal": 0.3,
        },
    }


if __name__ == "__main__":
    import sys

    print(evaluate(Path(), int(sys.argv[1]) if len(sys.argv) > 1 else CRISES))
