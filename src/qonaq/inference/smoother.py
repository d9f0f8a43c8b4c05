"""From what could be to what the figures allow: an ensemble smoother with multiple data assimilation.

Knows nothing of crises. Members are rows of standard normal scores z (members × unknowns); `misfit(z)` gives for
each member how far its simulated figures lie from the stated ones (members × figures, 0 is perfect). With error
variances R and step lengths a_1 … a_n, Σ 1/a = 1 (Emerick and Reynolds 2013):

    z ← z + C_zr (C_rr + a·R)⁻¹ (−r + √a·R^½·ε)           ε ~ Normal(0, 1), one for each member and figure

which is exact for linear figures. C_zr is *localised* (see `localised`): what m members could show by chance is taken
out, so that a figure moves only what it depends on. A figure that contradicts all others is not dropped:
its error grows until it is CONTRADICTED sigmas off (so its pull is bounded), and it is reported.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve, solve
from scipy.optimize import brentq
from scipy.special import gammaincinv

from qonaq.engine import streams
from qonaq.engine.kernels.scores import fill_scores

Array = NDArray[np.float64]
Misfit = Callable[[Array], Array]

LENGTHS = (6.0, 3.0, 2.0)  # 1/6 + 1/3 + 1/2 = 1: careful first, where figures are least linear
CHANCE = 2.0  # standard errors of a correlation that is 0
ROUNDS = 4  # in which the drivers of a figure are looked for
CREDIBLE = 0.9  # of the members of a linear world, in which the steps are exact, are as near to all figures as this
NEAREST = 0.1  # of the members show how near this model can come to the figures at all
FEWEST_KEPT = 0.25  # share of members that must remain in effect, however far the others are
CONTRADICTED = 3.0  # sigmas beyond which a figure's error is taken to be larger than it says


@dataclass(frozen=True)
class Smoothed:
    """Posterior members, how far their figures lie from the stated ones, and how each figure's error grew."""

    scores: Array  # (members, unknowns)
    misfit: Array  # (members, figures)
    prior_misfit: Array
    inflation: Array  # (figures,) factor on each error sd, 1 where the figure agrees with the rest


def normals(seed: int, *, process: str, rows: int, labels: Sequence[str], day: int = 0) -> Array:
    """Standard normals (rows, labels), addressed by the label's own name: another label changes none of them."""
    seen: dict[int, int] = {}
    addresses = np.zeros((len(labels), 5), dtype=np.int64)  # process, day, place, group, item
    for column, label in enumerate(labels):
        place = zlib.crc32(label.encode()) % streams.PLACES
        item = seen.get(place, 0)
        seen[place] = item + 1
        addresses[column] = streams.PROCESSES[process], day, place, 0, item
    table = np.empty((rows, len(labels)))
    fill_scores(table, addresses, np.arange(rows, dtype=np.int64), seed)
    return table


def smooth(
    scores: Array,
    misfit: Misfit,
    *,
    sd: Array,
    labels: Sequence[str],
    seed: int,
    lengths: Sequence[float] = LENGTHS,
    progress: Callable[[int, int], None] | None = None,
) -> Smoothed:
    """Move the members until they are draws from the posterior.

    scores    (members, unknowns) standard normal draws of the prior
    misfit    called once for the prior and once after every step
    sd        (figures,) standard deviation of each figure's error on its scale
    labels    (figures,) a name for each, which addresses its chance
    """
    z = scores
    r = first = misfit(z)
    for step, length in enumerate(lengths):
        if progress is not None:
            progress(step, len(lengths))
        growth = _contradiction(r, sd)
        noise = normals(seed, process="smoother", rows=z.shape[0], labels=labels, day=step)
        z = _step(z, r, sd * growth, length, noise - noise.mean(axis=0))
        r = misfit(z)
    return Smoothed(z, r, first, _contradiction(r, sd))


def credible(misfit: Array, sd: Array, *, seed: int) -> NDArray[np.int64]:
    """Which members to keep, each at its own place or replaced by another: (members,) row numbers.

    Where figures depend on the unknowns in a strongly curved way (a sum of two ways in, a city full in some members
    and empty in others) the steps leave some members far from figures that a draw of the posterior would meet. With
    c = Σ (misfit/sd)² over the figures and q the CREDIBLE quantile of χ² for as many figures, a member is kept with

        weight = exp(−½·max(0, c − q)·γ)

    and otherwise replaced by one drawn by weight. γ ≤ 1 is as large as leaves FEWEST_KEPT of the members in effect,
    (Σw)²/Σw². Members of a linear world lie within q nine times out of ten, so that little changes there. Where even
    the nearest tenth lie further off than χ² does on average, nothing in this model fits so well, and c is divided by
    how much further: in a world that is built otherwise the few that happen to be least wrong must not stand for all.

    misfit  (members, figures)      sd  (figures,) with what contradiction adds to it
    """
    members = misfit.shape[0]
    everybody = np.arange(members, dtype=np.int64)
    if misfit.shape[1] == 0:
        return everybody
    far = np.sum((misfit / sd) ** 2, axis=1)
    # where even the nearest members are further off than chance allows, the errors are larger than they say
    far /= max(1.0, np.quantile(far, NEAREST) / misfit.shape[1])
    over = np.maximum(0.0, far - 2.0 * gammaincinv(0.5 * misfit.shape[1], CREDIBLE))
    over -= over.min()

    def spare(power: float) -> float:
        weight = np.exp(-0.5 * power * over)
        return float(weight.sum() ** 2 / np.sum(weight**2) - FEWEST_KEPT * members)

    power = 1.0 if spare(1.0) >= 0.0 else brentq(spare, 0.0, 1.0)
    weight = np.exp(-0.5 * power * over)
    chance = [streams.pair(seed, n, streams.PROCESSES["resample"], 0, 0, 0, 0, 0) for n in range(members)]
    stay, other = np.array(chance).T
    reach = np.cumsum(weight) / weight.sum()
    drawn = np.minimum(np.searchsorted(reach, other, side="right"), members - 1)
    return np.where(stay < weight, everybody, drawn).astype(np.int64)


def _step(z: Array, r: Array, sd: Array, length: float, noise: Array) -> Array:
    members = z.shape[0]
    dz, dr = z - z.mean(axis=0), r - r.mean(axis=0)
    cross = localised(dz, dr)
    total = dr.T @ dr / (members - 1) + length * np.diag(sd**2)
    innovation = -r + np.sqrt(length) * sd * noise
    moved: Array = z + cho_solve(cho_factor(total), innovation.T).T @ cross.T
    return moved


def localised(dz: Array, dr: Array) -> Array:
    """The covariance of unknowns with figures, without what chance alone would show.

    A covariance stays whole where the unknown is one of the figure's drivers (`_drivers`), and is otherwise shrunk by
    ρ² ← max(0, ρ² − CHANCE²/m).
    """
    members = dz.shape[0]
    cross = dz.T @ dr
    power = np.outer(np.sum(dz**2, axis=0), np.sum(dr**2, axis=0))
    square = np.divide(cross**2, power, out=np.zeros_like(cross), where=power > 0.0)
    low = np.maximum(square - CHANCE**2 / members, 0.0)
    kept = np.divide(low, square, out=np.zeros_like(square), where=square > 0.0)
    kept[_drivers(dz, dr, cross)] = 1.0
    return np.asarray(cross * kept / (members - 1))


def _drivers(dz: Array, dr: Array, cross: Array) -> NDArray[np.bool_]:
    """(unknowns, figures): which unknowns drive a figure, found in rounds.

    In each round an unknown is added that explains more of what the figure's drivers so far leave unexplained than
    chance would among that many unknowns: |correlation with the rest| > √(2 ln n / m) (Donoho and Johnstone 1994).
    So a small effect is seen once the large ones are accounted for.
    """
    members, unknowns = dz.shape
    gram, total = dz.T @ dz, np.sum(dr**2, axis=0)
    size = np.diag(gram)
    bar = 2.0 * np.log(max(unknowns, 2)) / members
    chosen = np.zeros(cross.shape, dtype=bool)
    for figure in range(cross.shape[1]):
        left, rest = cross[:, figure], float(total[figure])
        for _ in range(ROUNDS):
            if rest <= 0.0:
                break
            square = np.divide(left**2, size * rest, out=np.zeros_like(left), where=size > 0.0)
            new = (square > bar) & ~chosen[:, figure]
            if not new.any():
                break
            chosen[new, figure] = True
            inside = np.flatnonzero(chosen[:, figure])[: members // 4]
            slopes = solve(gram[np.ix_(inside, inside)], cross[inside, figure], assume_a="pos")
            left = cross[:, figure] - gram[:, inside] @ slopes
            rest = float(total[figure] - slopes @ cross[inside, figure])
    return chosen


def _contradiction(r: Array, sd: Array) -> Array:
    """By how much each figure's error must grow so that it is no more than CONTRADICTED sigmas off.

    R ← max(R, r̄² / CONTRADICTED² − var r): what a figure can pull is bounded, however wild it is.
    """
    needed = (r.mean(axis=0) / CONTRADICTED) ** 2 - r.var(axis=0)
    return np.asarray(np.sqrt(np.maximum(needed, sd**2)) / sd)
