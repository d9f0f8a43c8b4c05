"""Whether a fit can be trusted, in numbers and in sentences that travel with the result."""

from __future__ import annotations

import numpy as np

from qonaq.engine import Ensemble, Parameters
from qonaq.inference.fit import Fitted
from qonaq.inference.likelihood import Array
from qonaq.inference.observation import Observed
from qonaq.inference.posterior import ASSUMPTION, ClaimFit, Diagnostics, Posterior
from qonaq.model.claims import Claim

FEW = 3  # with fewer figures than this the forecast rests on its priors
FAR = 2.5  # prior sds: a parameter whose mean moved further contradicts its prior
MANY = 0.5  # of the members should differ: where fewer do, the figures fit this scenario in a narrow corner only
COLLAPSED = 0.05  # prior sds: narrower than this is more than a few figures can teach
SHOWN = 4  # contradictions named in a caution of their own
OFF = 2.5  # sigmas: a claim further off than this is worth a look


def diagnose(prior: Parameters, fitted: Fitted[Ensemble], observed: Observed) -> Diagnostics:
    """Fit, effective size, collapse and shift of a calibration."""
    claims = sum(isinstance(one.said, Claim) for one in observed.observations)
    sd = np.array([one.sd for one in observed.observations]) * fitted.smoothed.inflation
    scaled = fitted.smoothed.misfit.mean(axis=0) / sd if sd.size else np.zeros(0)
    free = prior.scores.std(axis=0) > 0.0
    spread = fitted.engine.std(axis=0)[free]
    shift = np.abs(fitted.engine.mean(axis=0) - prior.scores.mean(axis=0))
    most = int(np.argmax(shift)) if shift.size else 0
    return Diagnostics(
        figures=claims,
        signals=len(observed.observations) - claims,
        chi_square=float(np.mean(scaled**2)) if scaled.size else 0.0,
        members=len(np.unique(fitted.kept)),
        free_directions=free_directions(fitted.engine),
        narrowest=float(spread.min()) if spread.size else 1.0,
        largest_shift=float(shift.max()) if shift.size else 0.0,
        most_shifted=prior.names[most] if shift.size else "",
    )


def free_directions(scores: Array) -> float:
    """In how many directions the members still differ: (Σλ)² / Σλ² of the eigenvalues of their covariance.

    As many as there are unknowns before the fit; near 1 where all members lie along a line.
    """
    centred = scores - scores.mean(axis=0)
    total = float(np.sum(centred**2))
    square = float(np.sum((centred.T @ centred) ** 2))
    return 0.0 if square == 0.0 else total**2 / square


def cautions_of(posterior: Posterior) -> tuple[str, ...]:
    """What a reader must know before trusting the numbers, most important first."""
    found = posterior.diagnostics
    said: list[str] = []
    if found.figures == 0:
        said.append(
            "No figure entered the fit: every number below rests on priors. What would help most: how many "
            "people entered and left the country, with dates."
        )
    elif found.figures < FEW:
        said.append(
            f"Only {found.figures} figure{'s' if found.figures > 1 else ''} entered the fit: the forecast rests "
            "mostly on priors."
        )
    said += _contradictions(posterior)
    if found.largest_shift > FAR:
        said.append(
            f"The figures pull '{found.most_shifted}' {found.largest_shift:.1f} standard deviations away from its "
            "prior: the prior or the model's structure may be wrong there."
        )
    if found.members < MANY * posterior.replicates:
        said.append(
            f"Only {found.members} of {posterior.replicates} members could be brought near the figures; the others are "
            "copies of these: intervals are rougher."
        )
    if found.narrowest < COLLAPSED:
        said.append("The fit narrowed a parameter almost to a point: intervals may be too narrow.")
    assumed = sum(1 for share in posterior.moved.values() if share < ASSUMPTION)
    if posterior.moved:
        said.append(
            f"{assumed} of {len(posterior.moved)} uncertain quantities lost less than a fifth of their prior "
            "variance: they are assumptions, not findings."
        )
    if posterior.left_out:
        said.append(f"{len(posterior.left_out)} statements could not enter the fit; each is listed with its reason.")
    return tuple(said)


def _contradictions(posterior: Posterior) -> list[str]:
    """The claims that lie furthest off, and how many more there are."""
    off = [fit for fit in posterior.claims if abs(fit.sigmas) > OFF]
    off.sort(key=lambda fit: (-abs(fit.sigmas), fit.observation.label))
    said = [_off(fit) for fit in off[:SHOWN]]
    if len(off) > SHOWN:
        said.append(f"{len(off) - SHOWN} more figures lie over {OFF:g} sigmas off; the evidence shows each.")
    return said


def _off(fit: ClaimFit) -> str:
    one = fit.observation
    place = one.places[0] or one.country or "the country"
    side = "above" if fit.sigmas > 0 else "below"
    return (
        f"{one.source or 'A signal'} on {one.measure} of {place} to {one.end} lies {abs(fit.sigmas):.1f} sigmas {side} "
        f"what the other figures and the model allow."
    )
