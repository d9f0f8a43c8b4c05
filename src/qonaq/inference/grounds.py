"""What a forecast rests on: figures, sourced priors, or nothing (then it is refused rather than drawn)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qonaq.engine import Parameters, Unknown
from qonaq.errors import EvidenceError, Mistake
from qonaq.inference.likelihood import Array
from qonaq.inference.posterior import ASSUMPTION, Posterior, share_removed
from qonaq.model.parameters import ASSUMPTION as UNSOURCED
from qonaq.model.scenario import Scenario

TOUCHED = 0.05  # a share of variance below this is chance with a few hundred members
DRIVES = 0.02  # share of a figure's prior variance that a parameter explains alone: then it drives the figure


@dataclass(frozen=True)
class Grounds:
    """The reasons for which a figure may be forecast."""

    figure: str
    moved: float  # share of prior variance that evidence removed
    sourced: tuple[str, ...]  # parameters that drive it and whose prior has a source
    assumed: tuple[str, ...]  # parameters that drive it and whose prior is an assumption
    stated: bool = False  # whether a figure about the same measure and place entered the fit

    @property
    def is_assumption(self) -> bool:
        return self.moved < ASSUMPTION

    def require(self) -> None:
        """Raise EvidenceError where neither a figure nor a sourced prior touches this."""
        if self.stated or self.moved >= TOUCHED or self.sourced or not self.assumed:
            return
        needed = ", ".join(self.assumed[:5])
        raise EvidenceError(
            Mistake(
                self.figure,
                "no figure and no sourced prior that touches it",
                "a forecast that something known supports",
                f"Add a figure about it, or a prior with a source for one of: {needed}.",
            )
        )


def is_stated(posterior: Posterior, measure: str, *, place: str | None, country: str | None) -> bool:
    """Whether a claim about the measure and place entered the fit, whatever its days."""
    home = posterior.scenario.host
    asked = (measure, (place,), country if place is None and country != home else None)
    fitted = (fit.observation for fit in posterior.claims if fit.stated is not None)
    return any((one.measure, one.places, one.country) == asked for one in fitted)


def grounds_of(
    posterior: Posterior, figure: str, before: Array, parameters: Parameters, after: Array, *, stated: bool = False
) -> Grounds:
    """What drives a figure (`before`: its prior members, drawn with `parameters`) and how far evidence moved it."""
    strength = _strength(parameters.scores, before)
    order = np.argsort(-strength)
    drivers = [parameters.unknowns[index] for index in order if strength[index] > DRIVES + 4.0 / len(before)]
    known = tuple(one.name for one in drivers if is_sourced(posterior.scenario, one))
    assumed = tuple(one.name for one in drivers if one.name not in known)
    return Grounds(figure, share_removed(before, after), known, assumed, stated)


def is_sourced(scenario: Scenario, unknown: Unknown) -> bool:
    """Whether what is believed of a quantity comes from somewhere, and is not an assumption."""
    if not unknown.is_prior:
        return unknown.source != UNSOURCED
    base = unknown.name.partition("[")[0]
    return any(p.parameter == base and p.source == unknown.source and not p.assumption for p in scenario.priors)


def _strength(scores: Array, values: Array) -> Array:
    """Squared correlation of each parameter's score with the values."""
    dz, dy = scores - scores.mean(axis=0), values - values.mean()
    square = (dz.T @ dy) ** 2
    size = np.sum(dz**2, axis=0) * np.sum(dy**2)
    return np.asarray(np.divide(square, size, out=np.zeros_like(square), where=size > 0.0))
