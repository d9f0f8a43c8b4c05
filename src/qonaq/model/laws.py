"""How uncertain a number is: the few laws that a prior may follow, each as a function of a standard normal score.

A prior turns a score z ~ Normal(0, 1) into a value, x = law.value(z). Calibration moves the scores, never the
values, so every fitted value stays inside what the law allows.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonaq.errors import Mistake, SettingError

Z90 = 1.6448536269514722  # standard normal quantile at 0.95: a 90 % interval is ±Z90


@dataclass(frozen=True)
class Fixed:
    """A number that is known or agreed."""

    at: float

    def value(self, z: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.full_like(z, self.at)


@dataclass(frozen=True)
class Normal:
    """x = mean + sd·z."""

    mean: float
    sd: float

    def value(self, z: NDArray[np.float64]) -> NDArray[np.float64]:
        return self.mean + self.sd * z


@dataclass(frozen=True)
class LogNormal:
    """A positive number by its median and its 90 % interval: x = median·exp(s·z), s on each side from its own bound."""

    median: float
    low: float
    high: float

    def __post_init__(self) -> None:
        if not 0 < self.low <= self.median <= self.high:
            _refuse("lognormal", (self.low, self.median, self.high), "0 < low ≤ median ≤ high")

    def value(self, z: NDArray[np.float64]) -> NDArray[np.float64]:
        below = math.log(self.median / self.low) / Z90
        above = math.log(self.high / self.median) / Z90
        return self.median * np.exp(np.where(z < 0, below, above) * z)


@dataclass(frozen=True)
class Share:
    """A share between 0 and 1 by its median and 90 % interval: logit x = logit median + s·z, s by side."""

    median: float
    low: float
    high: float

    def __post_init__(self) -> None:
        if not 0 < self.low <= self.median <= self.high < 1:
            _refuse("share", (self.low, self.median, self.high), "0 < low ≤ median ≤ high < 1")

    def value(self, z: NDArray[np.float64]) -> NDArray[np.float64]:
        middle = _logit(self.median)
        below = (middle - _logit(self.low)) / Z90
        above = (_logit(self.high) - middle) / Z90
        return 1.0 / (1.0 + np.exp(-(middle + np.where(z < 0, below, above) * z)))


Law = Fixed | Normal | LogNormal | Share

LAWS: dict[str, type[Fixed] | type[Normal] | type[LogNormal] | type[Share]] = {
    "fixed": Fixed,
    "normal": Normal,
    "lognormal": LogNormal,
    "share": Share,
}


def _logit(x: float) -> float:
    return math.log(x / (1.0 - x))


def _refuse(law: str, found: tuple[float, ...], allowed: str) -> None:
    raise SettingError(Mistake(f"law {law}", str(found), allowed, "Correct the median or its 90 % interval."))
