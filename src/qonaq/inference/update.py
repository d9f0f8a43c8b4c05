"""What changed since yesterday, and which figure changed it.

The change itself is the difference of two full fits. Its parts come from the linear update of yesterday's members by
the figures that are new: with T what is asked, r their misfit before the fit and R their error variances,

    ΔT ≈ Σ_k w_k·(−r̄_k),   w = C_Tr (C_rr + R)⁻¹

so a new figure moves T by how far it surprised times how much it tells. What the parts do not explain (a new day,
revised figures, curvature) is said as the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import solve

from qonaq.inference.calibrate import askable
from qonaq.inference.fit import misfit_of, own_names
from qonaq.inference.forecast import Forecast
from qonaq.inference.likelihood import Array
from qonaq.inference.observation import Observation, Observed, Outcomes
from qonaq.inference.posterior import Band, band
from qonaq.inference.smoother import localised, normals
from qonaq.measures import Figure


@dataclass(frozen=True)
class Cause:
    """A new figure and what it did to the median of a forecast figure, in that figure's unit."""

    observation: Observation
    effect: float


@dataclass(frozen=True)
class Change:
    """A forecast figure yesterday and today, and the new figures behind the difference, strongest first."""

    figure: Figure
    before: Band
    after: Band
    causes: tuple[Cause, ...]
    rest: float  # the part of the change of the mean that no new figure explains


def new_observations(before: Forecast, after: Forecast) -> tuple[Observation, ...]:
    """What entered today's fit and not yesterday's: by what it says, not by where it stands."""
    old = {(fit.observation.label, fit.observation.meaning) for fit in before.posterior.claims}
    fits = after.posterior.claims
    return tuple(fit.observation for fit in fits if (fit.observation.label, fit.observation.meaning) not in old)


def what_changed(before: Forecast, after: Forecast, figures: Sequence[Figure]) -> tuple[Change, ...]:
    """For each figure (of a day that both forecasts reach): its change, and which new figures made it."""
    old, new = before.shown, after.shown
    fresh = askable(old, Observed(new_observations(before, after), ())).observations
    names = own_names(fresh)
    own = normals(before.posterior.seed, process="observation", rows=before.posterior.replicates, labels=names)
    surprise = misfit_of(old, fresh, names, own) if fresh else np.zeros((before.posterior.replicates, 0))
    changes = []
    for figure in figures:
        was, now = (_values(ensemble, figure) for ensemble in (old, new))
        effects = _effects(was, surprise, np.array([one.sd for one in fresh]))
        causes = [Cause(one, float(effect)) for one, effect in zip(fresh, effects, strict=True)]
        causes.sort(key=lambda cause: (-abs(cause.effect), cause.observation.label))
        rest = float(now.mean() - was.mean() - effects.sum())
        changes.append(Change(figure, band(was), band(now), tuple(causes), rest))
    return tuple(changes)


def _values(ensemble: Outcomes, figure: Figure) -> Array:
    value = ensemble.figure(
        figure.measure,
        place=figure.place,
        country=figure.country,
        group=figure.group,
        start=figure.period.start,
        end=figure.period.end,
    )
    return np.asarray(value, dtype=np.float64)


def _effects(goal: Array, misfit: Array, sd: Array) -> Array:
    """(figures,): w_k·(−r̄_k) of the formula above."""
    if misfit.shape[1] == 0:
        return np.zeros(0)
    dt, dr = goal[:, None] - goal.mean(), misfit - misfit.mean(axis=0)
    total = dr.T @ dr / (len(goal) - 1) + np.diag(sd**2)
    weights = solve(total, localised(dt, dr)[0], assume_a="pos")
    return np.asarray(weights * -misfit.mean(axis=0))
