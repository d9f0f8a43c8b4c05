"""How unknowns and claims meet: the vector that is fitted, and how far each member is from each claim.

Unknowns are the scenario's uncertain parameters (daily shocks among them) and four kinds of our own, all with
standard normal scores: the bias of each source, what each hedged number meant, how much of a doubtful last day was
counted, how far the model itself is off in a measure, everywhere and in a place. The misfit of claim k is, on its
measure's scale,

    r = y(z) + bias·z_source + offset(z_common, z_model) − middle − shift(z_meant)

and what remains has the standard deviation of rounding, counting and the model's own error in a single claim
(`likelihood`, `discrepancy`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from qonaq.inference.discrepancy import heavy
from qonaq.inference.likelihood import Array
from qonaq.inference.observation import Observation, Outcomes, simulated_on_scale
from qonaq.inference.smoother import LENGTHS, Smoothed, credible, normals, smooth

Progress = Callable[[int, int], None]
Run = TypeVar("Run", bound=Outcomes)


@dataclass(frozen=True)
class Fitted(Generic[Run]):
    """Scores of the engine's parameters and of our own unknowns, before and after."""

    names: tuple[str, ...]  # of our own unknowns
    engine: Array  # (members, parameters)
    own_prior: Array  # (members, names)
    own: Array
    smoothed: Smoothed
    outcomes: Run  # the run of the fitted scores
    kept: NDArray[np.int64]  # (members,) which member of the smoother stands at each place (`smoother.credible`)


def own_names(observations: Sequence[Observation]) -> tuple[str, ...]:
    """A bias for each source, offsets for each measure and place, a meaning for each hedge, a doubtful edge."""
    biases = sorted({f"bias[{one.source}]" for one in observations if bias_size(one) > 0.0})
    off = [one for one in observations if not one.against]
    offsets = sorted(
        {f"model[{one.family}]" for one in off if one.discrepancy.common > 0.0}
        | {f"model[{one.where}]" for one in off if one.discrepancy.shared > 0.0}
    )
    meant = [f"meant[{one.label}]" for one in observations if one.meaning.hedged]
    edges = sorted({f"edge[{one.until}]" for one in observations if one.edge})
    return (*biases, *offsets, *meant, *edges)


def bias_size(one: Observation) -> float:
    """What a source's bias of one sigma does to the figure on its scale: nothing to a share read off."""
    return 0.0 if one.measure == "occupancy" or one.source is None else one.standing.bias


def offset_of(one: Observation, common: Array, shared: Array) -> Array:
    """How far the model itself is off for an observation, of the scores of its measure and of its place."""
    if one.against:  # the two figures of a comparison are off alike
        return np.zeros_like(shared)
    return one.discrepancy.common * heavy(common) + one.discrepancy.shared * heavy(shared)


def last_day_of(one: Observation, scores: Mapping[str, Array]) -> Array | float:
    """How much of the last day was counted, of the score that says so."""
    return np.asarray(ndtr(scores[f"edge[{one.until}]"])) if one.edge else 1.0


def misfit_of(outcomes: Outcomes, observations: Sequence[Observation], names: Sequence[str], own: Array) -> Array:
    """(members, observations): how far simulated figures lie from the stated ones, on their scales."""
    at = {name: own[:, column] for column, name in enumerate(names)}
    none = np.zeros(own.shape[0])
    table = np.empty((own.shape[0], len(observations)))
    for column, one in enumerate(observations):
        y = simulated_on_scale(outcomes, one, last_day_of(one, at))
        if bias_size(one) > 0.0:
            y = y + bias_size(one) * at[f"bias[{one.source}]"]
        y = y + offset_of(one, at.get(f"model[{one.family}]", none), at.get(f"model[{one.where}]", none))
        if one.meaning.hedged:
            y = y - one.meaning.shift(at[f"meant[{one.label}]"])
        table[:, column] = y - one.meaning.middle
    return table


def fit(
    run: Callable[[Array], Run],
    scores: Array,
    observations: Sequence[Observation],
    *,
    seed: int,
    first: Run | None = None,
    onward: Callable[[Array], Run] | None = None,
    progress: Progress | None = None,
) -> Fitted[Run]:
    """Move the parameters' scores, and our own, until the runs agree with the observations.

    run      simulates the figures that belong to scores (members, parameters)
    first    the run of `scores` themselves, where it is there already
    onward   what simulates the fitted scores instead of `run`, if they are to run on for longer
    """
    names = own_names(observations)
    members, width = scores.shape
    own = normals(seed, process="observation", rows=members, labels=names)
    runs = [] if first is None else [first]
    moves = 0

    def misfit(z: Array) -> Array:
        nonlocal moves
        if z is not start:
            moves += 1
            runs[:] = [(onward or run if moves == len(LENGTHS) else run)(z[:, :width])]
        elif not runs:
            runs[:] = [run(z[:, :width])]
        return misfit_of(runs[0], observations, names, z[:, width:])

    start = np.hstack([scores, own])
    sd = np.array([one.sd for one in observations])
    labels = [one.label for one in observations]
    smoothed = smooth(start, misfit, sd=sd, labels=labels, seed=seed, progress=progress)
    kept = credible(smoothed.misfit, sd * smoothed.inflation, seed=seed)
    smoothed = replace(smoothed, scores=smoothed.scores[kept], misfit=smoothed.misfit[kept])
    outcomes = runs[0].select(kept)
    return Fitted(names, smoothed.scores[:, :width], own, smoothed.scores[:, width:], smoothed, outcomes, kept)
