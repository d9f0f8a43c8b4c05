"""Rents under a sudden arrival: two regimes, fitted to episodes, and how well each predicts an episode left out.

    asking rents in days     ln(S/S₀) = a·max(0, ln(u/u*)),   u = min(u₀ + k·x, 2)
    contract rents in years  ln(R/R₀) = ε·x

    x   people added per resident (spot: entries of the week through the region's own crossings; contract: renters)
    a   strength       u*  share let above which asking rents move       u₀  share let before
    k   people who look for a flat per entry, over rental beds per resident
    ε   elasticity of contract rents, about 1 a year

Who finds no flat moves on within a day or two (Oral, September 2022), so demand counts at most once over the stock:
u stops at 2. Posteriors are sums over a grid of the parameters, so that nothing here is random.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonaq.errors import Mistake, SettingError
from qonaq.model.laws import Z90

Numbers = NDArray[np.float64]
SPOT, CONTRACT = "spot", "contract"
LET_BEFORE = 0.92  # u₀, between the usual 5 and 10 % of flats empty
THRESHOLD = 0.95  # u*
MOST_LET = 2.0
LEVEL = 0.8  # of the intervals that are scored
# Priors, each a median with its 90 % interval: wide, from before the episodes.
STRENGTH = (0.7, 0.1, 5.0)
SEEKERS = (50.0, 5.0, 500.0)  # 1/0.02: twenty rental beds per thousand residents, every entrant looks for one
ELASTICITY = (1.0, 0.4, 2.75)  # Saiz 2003 and 2007
NOISE = np.array([0.03, 0.05, 0.08, 0.12, 0.18, 0.27])  # residual sd of ln rise, equally likely before


@dataclass(frozen=True)
class Episode:
    """A shock and what rents did."""

    id: str
    regime: str  # spot | contract
    place: str
    pressure: float  # x
    rise: float  # S/S₀ − 1 or R/R₀ − 1
    source: str
    assumption: bool = False  # the pressure is an estimate

    def __post_init__(self) -> None:
        found = []
        if self.regime not in (SPOT, CONTRACT):
            found.append(Mistake(f"episode {self.id}, regime", self.regime, f"{SPOT}, {CONTRACT}", "Correct it."))
        if not 0 <= self.pressure < math.inf:
            found.append(Mistake(f"episode {self.id}, pressure", f"{self.pressure:g}", "0 or more", "Correct it."))
        if not -1 < self.rise < math.inf:
            found.append(Mistake(f"episode {self.id}, rise", f"{self.rise:g}", "more than -1", "Correct it."))
        if not self.source.strip():
            found.append(Mistake(f"episode {self.id}, source", "none", "who says so", "Give the source."))
        if found:
            raise SettingError(found)


@dataclass(frozen=True)
class Fit:
    """A posterior over a grid: each row of parameters with its weight and residual sd."""

    regime: str
    parameters: Numbers  # (points, 2): a and k, or ε and nothing
    noise: Numbers  # (points,)
    weights: Numbers  # (points,), sum 1

    def mean(self, number: int = 0) -> float:
        return float(self.weights @ self.parameters[:, number])

    def quantile(self, level: float, number: int = 0) -> float:
        """A quantile of a parameter."""
        order = np.argsort(self.parameters[:, number])
        total = np.cumsum(self.weights[order])
        return float(self.parameters[order, number][min(len(order) - 1, int(np.searchsorted(total, level)))])


@dataclass(frozen=True)
class Prediction:
    """An episode predicted from the others, by each rival: (low, median, high) of the rise."""

    episode: Episode
    ours: tuple[float, float, float]
    no_change: tuple[float, float, float]
    one_elasticity: tuple[float, float, float]


def response(regime: str, parameters: Numbers, x: float) -> Numbers:
    """ln of the rise, for each row of parameters, by the formulas at the top."""
    first = parameters[:, 0]
    if regime == CONTRACT:
        return first * x
    let = np.minimum(LET_BEFORE + parameters[:, 1] * x, MOST_LET)
    return np.asarray(first * np.maximum(0.0, np.log(let / THRESHOLD)))


def fit(episodes: Sequence[Episode], regime: str) -> Fit:
    """The posterior of a regime's parameters from its episodes."""
    parameters, noise, log_prior = _grid(regime)
    weight = log_prior.copy()
    for episode in episodes:
        if episode.regime == regime:
            error = math.log1p(episode.rise) - response(regime, parameters, episode.pressure)
            weight += -0.5 * (error / noise) ** 2 - np.log(noise)
    chance = np.exp(weight - weight.max())
    return Fit(regime, parameters, noise, chance / chance.sum())


def predict(fitted: Fit, x: float, level: float) -> float:
    """A quantile of the rise at pressure x: a mixture of Normals over the grid, on the scale of ln."""
    kept = fitted.weights > 1e-7
    centres = response(fitted.regime, fitted.parameters, x)[kept]
    weights, noise = fitted.weights[kept], fitted.noise[kept]
    low, high = float((centres - 6 * noise).min()), float((centres + 6 * noise).max())
    for _ in range(60):
        middle = (low + high) / 2
        below = float(weights @ _normal_below((middle - centres) / noise)) / float(weights.sum())
        low, high = (middle, high) if below < level else (low, middle)
    return math.expm1((low + high) / 2)


def leave_one_out(episodes: Sequence[Episode]) -> tuple[Prediction, ...]:
    """Each episode predicted from the others: by the two regimes, by "no change" and by one elasticity for all.

    The rivals' intervals are Normal on the scale of ln, with the root mean square of their own errors on the others.
    """
    rows = []
    for number, episode in enumerate(episodes):
        others = [*episodes[:number], *episodes[number + 1 :]]
        fitted = fit(others, episode.regime)
        ours = tuple(predict(fitted, episode.pressure, level) for level in _levels())
        x = np.array([other.pressure for other in others])
        y = np.log1p([other.rise for other in others])
        elasticity = float(x @ y / (x @ x))
        one = _band(elasticity * episode.pressure, y - elasticity * x)
        rows.append(Prediction(episode, (ours[0], ours[1], ours[2]), _band(0.0, y), one))
    return tuple(rows)


def interval_score(band: tuple[float, float, float], rise: float) -> float:
    """Width plus 2/α times the miss, on the scale of ln (Gneiting and Raftery 2007), α = 1 − level."""
    low, _, high = (math.log1p(max(-0.99, each)) for each in band)
    y = math.log1p(rise)
    return (high - low) + 2.0 / (1.0 - LEVEL) * (max(0.0, low - y) + max(0.0, y - high))


def mean_score(predictions: Sequence[Prediction], rival: Callable[[Prediction], tuple[float, float, float]]) -> float:
    """Mean interval score of a rival over the episodes; less is better."""
    return float(np.mean([interval_score(rival(row), row.episode.rise) for row in predictions]))


def _levels() -> tuple[float, float, float]:
    return (1.0 - LEVEL) / 2, 0.5, (1.0 + LEVEL) / 2


def _band(centre: float, errors: Numbers) -> tuple[float, float, float]:
    reach = 1.2815515655446004 * float(np.sqrt(np.mean(errors**2)))  # standard normal quantile at 0.9
    return math.expm1(centre - reach), math.expm1(centre), math.expm1(centre + reach)


def _grid(regime: str) -> tuple[Numbers, Numbers, Numbers]:
    """Points at even steps of the standard normal score of each prior, so that their weights are Normal."""
    z = np.linspace(-2.6, 2.6, 41)
    if regime == SPOT:
        first, second, noise = np.meshgrid(z, z, NOISE, indexing="ij")
        parameters = np.column_stack([_lognormal(STRENGTH, first.ravel()), _lognormal(SEEKERS, second.ravel())])
        return parameters, noise.ravel(), -0.5 * (first.ravel() ** 2 + second.ravel() ** 2)
    first, noise = np.meshgrid(z, NOISE, indexing="ij")
    parameters = np.column_stack([_lognormal(ELASTICITY, first.ravel()), np.zeros(first.size)])
    return parameters, noise.ravel(), -0.5 * first.ravel() ** 2


def _lognormal(prior: tuple[float, float, float], z: Numbers) -> Numbers:
    median, low, high = prior
    spread = np.where(z < 0, math.log(median / low), math.log(high / median)) / Z90
    return np.asarray(median * np.exp(spread * z))


def _normal_below(z: Numbers) -> Numbers:
    from scipy.special import ndtr

    return np.asarray(ndtr(z))
