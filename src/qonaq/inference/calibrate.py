"""Fit the simulation to what was said: `calibrate` turns a scenario and its evidence into a `Posterior`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from qonaq.engine import Ensemble, Parameters, Workers, draw_parameters, simulate
from qonaq.errors import Mistake, SettingError
from qonaq.inference.diagnose import cautions_of, diagnose
from qonaq.inference.fit import Fitted, Progress, bias_size, fit, last_day_of
from qonaq.inference.likelihood import Array, people_in
from qonaq.inference.observation import (
    DAY,
    LeftOut,
    Observation,
    Observed,
    Outcomes,
    Said,
    simulated,
    simulated_on_scale,
)
from qonaq.inference.observe import observe
from qonaq.inference.posterior import Band, ClaimFit, Posterior, band, share_removed
from qonaq.model.claims import Claim
from qonaq.model.scenario import Scenario

REPLICATES = 1000
FEWEST = 50  # below this, chance correlations drown the real ones (see `smoother`)


def calibrate(
    scenario: Scenario,
    evidence: Said | Sequence[Claim],
    *,
    as_of: date,
    replicates: int = REPLICATES,
    seed: int = 0,
    ahead: int = 0,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> Posterior:
    """Weigh the evidence known on `as_of` and return what to believe.

    `ahead` days after `as_of` are simulated with the last step of the fit, so that a forecast of so many need not
    simulate the known days again; no number depends on it.

    A claim published later cannot enter: `observe` takes claims through one gate. The scenario's own evidence takes
    part only where it is given here. Raises SettingError where `as_of` lies before the simulated time or there are
    too few replicates.
    """
    _check(scenario, as_of, replicates, ahead)
    days = (as_of - scenario.start) // DAY + 1
    prior = draw_parameters(scenario, days=days, replicates=replicates, seed=seed)

    def run(scores: Array, further: int = 0) -> Ensemble:
        return simulate(
            scenario,
            days=days + further,
            replicates=replicates,
            seed=seed,
            parameters=prior.with_scores(scores),
            workers=workers or Workers(),
        )

    def run_on(scores: Array) -> Ensemble:
        return run(scores, ahead)

    first = run(prior.scores)
    claims, signals = (evidence, ()) if isinstance(evidence, Sequence) else (evidence.claims, evidence.signals)
    observed = askable(first, observe(scenario, claims, signals, as_of=as_of))
    fitted = fit(run, prior.scores, observed.observations, seed=seed, first=first, onward=run_on, progress=progress)
    return _posterior(scenario, as_of, seed, prior, observed, fitted, first)


def askable(outcomes: Ensemble, observed: Observed) -> Observed:
    """Only what this simulation can be asked; the rest is left out with the simulation's own reason."""
    kept: list[Observation] = []
    left: list[LeftOut] = []
    for one in observed.observations:
        try:
            values = simulated_on_scale(outcomes, one)
        except SettingError as error:
            left.append(LeftOut(one.said, str(error)))
            continue
        if not np.all(np.isfinite(values)):
            left.append(LeftOut(one.said, "the simulation gives no number for it"))
        elif isinstance(one.said, Claim) and one.said.value > 0.0 and not values.any():
            left.append(LeftOut(one.said, "the simulation gives 0 in every member: it cannot be brought nearer"))
        else:
            kept.append(one)
    return Observed(tuple(kept), (*observed.left_out, *left))


def _check(scenario: Scenario, as_of: date, replicates: int, ahead: int) -> None:
    mistakes = []
    if as_of < scenario.start:
        do = "Choose a later day, or let the scenario start earlier."
        mistakes.append(Mistake("as of", str(as_of), f"{scenario.start} or later", do))
    if replicates < FEWEST:
        do = "Ask for more replicates: with fewer, chance passes for evidence."
        mistakes.append(Mistake("replicates", str(replicates), f"{FEWEST} or more", do))
    if ahead < 0:
        mistakes.append(Mistake("ahead", str(ahead), "0 or more days", "Say how many days after the reference date."))
    if mistakes:
        raise SettingError(mistakes)


def _posterior(
    scenario: Scenario,
    as_of: date,
    seed: int,
    prior: Parameters,
    observed: Observed,
    fitted: Fitted[Ensemble],
    first: Ensemble,
) -> Posterior:
    last = fitted.outcomes
    fits = tuple(_claim_fit(one, fitted, column, first, last) for column, one in enumerate(observed.observations))
    moved = {
        name: share_removed(prior.scores[:, column], fitted.engine[:, column])
        for column, name in enumerate(prior.names)
    }
    diagnostics = diagnose(prior, fitted, observed)
    posterior = Posterior(
        scenario=scenario,
        as_of=as_of,
        seed=seed,
        parameters=prior.select(fitted.kept).with_scores(fitted.engine),
        prior=prior,
        claims=fits,
        left_out=observed.left_out,
        moved=moved,
        source_bias=source_bias(fitted, observed.observations),
        diagnostics=diagnostics,
        offsets={
            name.removeprefix("model[").removesuffix("]"): fitted.own[:, column]
            for column, name in enumerate(fitted.names)
            if name.startswith("model[")
        },
        ensemble=last,
        prior_ensemble=first,
    )
    return replace(posterior, cautions=cautions_of(posterior))


def _claim_fit(one: Observation, fitted: Fitted[Ensemble], column: int, first: Outcomes, last: Outcomes) -> ClaimFit:
    misfit = fitted.smoothed.misfit[:, column]
    before, after = (
        last_day_of(one, dict(zip(fitted.names, own.T, strict=True))) for own in (fitted.own_prior, fitted.own)
    )
    return ClaimFit(
        observation=one,
        stated=one.said.value * people_in(one.said.unit)[0] if isinstance(one.said, Claim) else None,
        prior=band(simulated(first, one, before)),
        posterior=band(simulated(last, one, after)),
        sigmas=float(-np.mean(misfit) / np.hypot(np.std(misfit), one.sd)),
        inflation=float(fitted.smoothed.inflation[column]),
    )


def source_bias(fitted: Fitted[Ensemble], observations: Sequence[Observation]) -> dict[str, Band]:
    """By which factor each source overstates where it is least sure: exp(bias), 1.05 says 5 % too much."""
    sizes: dict[str, float] = {}
    for one in observations:
        if bias_size(one) > 0.0:
            sizes[f"bias[{one.source}]"] = max(bias_size(one), sizes.get(f"bias[{one.source}]", 0.0))
    return {
        name.removeprefix("bias[").removesuffix("]"): band(np.exp(sizes[name] * fitted.own[:, column]))
        for column, name in enumerate(fitted.names)
        if name in sizes
    }
