"""Two runs side by side: their answers, what they need and where beds run out, with the intervals of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SAME_CHANCE = 0.05  # chances nearer than this are shown as alike


@dataclass(frozen=True)
class NeedBeside:
    """One need in two runs, each with its 80 % interval; None where a run does not have it."""

    item: str
    place: str | None
    unit: str
    one: tuple[float, float, float] | None  # quantity, low, high
    other: tuple[float, float, float] | None

    @property
    def difference(self) -> float | None:
        """The other less the one."""
        return None if self.one is None or self.other is None else self.other[0] - self.one[0]

    @property
    def apart(self) -> bool:
        """Whether the two intervals do not meet."""
        if self.one is None or self.other is None:
            return True
        return self.one[2] < self.other[1] or self.other[2] < self.one[1]


@dataclass(frozen=True)
class OutBeside:
    """Where beds run out in two runs: chance, and the day with its interval; None where a run has no such row."""

    place: str
    bed_class: str
    one: tuple[float, str | None, str | None, str | None] | None  # chance, median day, early, late
    other: tuple[float, str | None, str | None, str | None] | None

    @property
    def differs(self) -> bool:
        """Whether the likeliest day is another, or the chance by more than a twentieth."""
        if self.one is None or self.other is None:
            return True
        return self.one[1] != self.other[1] or abs(self.one[0] - self.other[0]) > SAME_CHANCE


@dataclass(frozen=True)
class Beside:
    """Everything that differs or may differ between two runs."""

    answers: tuple[tuple[str, ...], tuple[str, ...]]
    days: tuple[str, str]
    needs: tuple[NeedBeside, ...]
    capacity: tuple[OutBeside, ...]
    same: bool  # every number of the two is the same


def beside(one: Mapping[str, Any], other: Mapping[str, Any]) -> Beside:
    """Two plans (plan.json) beside one another; needs of the whole country before those of places."""
    first, second = _needs(one), _needs(other)
    keys = sorted({**first, **second}, key=lambda key: (key[1] is not None, key[1] or ""))
    needs = tuple(NeedBeside(*key, first.get(key), second.get(key)) for key in keys)
    before, after = _out(one), _out(other)
    capacity = tuple(OutBeside(*key, before.get(key), after.get(key)) for key in {**before, **after})
    answers = tuple(one.get("answer", ())), tuple(other.get("answer", ()))
    days = str(one["reference_date"]), str(other["reference_date"])
    same = first == second and before == after and answers[0] == answers[1]
    return Beside(answers, days, needs, capacity, same)


def _needs(plan: Mapping[str, Any]) -> dict[tuple[str, str | None, str], tuple[float, float, float]]:
    return {(n["item"], n["place"], n["unit"]): (n["quantity"], n["low"], n["high"]) for n in plan["needs"]}


def _out(plan: Mapping[str, Any]) -> dict[tuple[str, str], tuple[float, str | None, str | None, str | None]]:
    found = {}
    for row in plan["capacity_out"]:
        days = row["quantiles"]
        found[row["place"], row["class"]] = (row["probability"], days.get("0.5"), days.get("0.1"), days.get("0.9"))
    return found
