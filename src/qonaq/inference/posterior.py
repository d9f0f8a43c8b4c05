"""What we believe after weighing the figures, and how well the figures fit: the result of calibration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from qonaq.engine import Ensemble, Parameters
from qonaq.inference.likelihood import Array
from qonaq.inference.observation import LeftOut, Observation
from qonaq.model.scenario import Scenario

Band = tuple[float, float, float]  # 5 %, median, 95 %
ASSUMPTION = 0.20  # a share of prior variance removed below this: the figure rests on its prior


@dataclass(frozen=True)
class ClaimFit:
    """One claim beside what the model says of the same figure, before and after the fit."""

    observation: Observation
    stated: float | None  # in the measure's unit; None for a signal
    prior: Band  # simulated true figure, as far as a doubtful last day was counted, in the measure's unit
    posterior: Band
    sigmas: float  # how far the stated number lies from the posterior, in sigmas of posterior and error together
    inflation: float  # how much its error had to grow because it contradicts the others; 1 where it does not


@dataclass(frozen=True)
class Diagnostics:
    """Whether the fit can be trusted."""

    figures: int
    signals: int
    chi_square: float  # mean squared misfit in error sds: about 1 or less where figures agree with the model
    members: int  # different members that remain: others could not be brought near the figures, and are copies of these
    free_directions: float  # directions in which members still differ; about the number of unknowns before the fit
    narrowest: float  # smallest posterior sd of any parameter, in prior sds: near 0 is a collapse
    largest_shift: float  # largest move of a parameter's mean, in prior sds
    most_shifted: str


@dataclass(frozen=True)
class Posterior:
    """Members that agree with the evidence, and the account of how they came to."""

    scenario: Scenario
    as_of: date
    seed: int
    parameters: Parameters
    prior: Parameters
    claims: tuple[ClaimFit, ...]
    left_out: tuple[LeftOut, ...]
    moved: Mapping[str, float]  # parameter -> share of its prior variance that the evidence removed
    source_bias: Mapping[str, Band]  # source -> factor by which it overstates (1.05: says 5 % too much)
    diagnostics: Diagnostics
    # the model's own offset (`discrepancy`) where claims spoke of it: measure, or measure and place -> fitted scores
    offsets: Mapping[str, Array] = field(default_factory=dict, compare=False, repr=False)
    cautions: tuple[str, ...] = ()
    ensemble: Ensemble | None = field(
        default=None, compare=False, repr=False
    )  # start … as_of and `ahead` days, as fitted
    prior_ensemble: Ensemble | None = field(default=None, compare=False, repr=False)

    @property
    def replicates(self) -> int:
        return int(self.parameters.scores.shape[0])


def band(values: Array) -> Band:
    """5 %, 50 % and 95 % of the members."""
    low, middle, high = np.quantile(values, (0.05, 0.5, 0.95))
    return float(low), float(middle), float(high)


def share_removed(prior: Array, posterior: Array) -> float:
    """Share of the prior's variance that is gone, 0 to 1: 1 − var(posterior) / var(prior)."""
    before, after = float(np.var(prior)), float(np.var(posterior))
    return 0.0 if before <= 0.0 else max(0.0, 1.0 - after / before)
