"""What is coming: the fitted members run on, as things are and under each policy.

Every member keeps its luck: the days that were fitted are simulated again exactly as they were, the days after follow
from them, and under every policy the same members meet the same days. So a forecast starts from the fitted state and
policies are compared in pairs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from qonaq.engine import Ensemble, Parameters, Workers, simulate
from qonaq.errors import Mistake, SettingError, unknown_name
from qonaq.inference.fit import Progress
from qonaq.inference.grounds import Grounds, grounds_of, is_stated
from qonaq.inference.likelihood import Array, to_scale
from qonaq.inference.posterior import Posterior, share_removed
from qonaq.inference.scores import LEVELS
from qonaq.measures import Figure
from qonaq.model.policies import AS_IT_IS, Policy

DAY = timedelta(days=1)
PAIRED = 250  # replicates under each policy; paired differences need far fewer than forecasts (docs: comparison)
PRIOR = 250  # replicates of the prior that say how much evidence moved a figure


@dataclass(frozen=True)
class EventDate:
    """When something happens: how probably within the horizon, and when if it does."""

    probability: float
    quantiles: Mapping[str, date | None]  # "0.1", "0.5", "0.9" -> day, None beyond the horizon


@dataclass(frozen=True)
class Forecast:
    """Sample paths of everything: all members over the days shown, fewer to the horizon under each policy."""

    posterior: Posterior
    days: int  # days shown
    horizon_days: int  # days simulated after the reference date under each policy
    shown: Ensemble  # every member as it is, to the last day shown
    ensembles: Mapping[str, Ensemble]  # as it is and under each policy, the same members to the horizon
    prior: Ensemble = field(repr=False)  # the same days, before any figure was seen
    cautions: tuple[str, ...] = ()
    _found: dict[tuple[str | None, ...], Grounds] = field(default_factory=dict, compare=False, repr=False)

    @property
    def reference_date(self) -> date:
        return self.posterior.as_of

    @property
    def dates(self) -> tuple[date, ...]:
        """The days shown: from the day after the reference date."""
        return tuple(self.reference_date + (day + 1) * DAY for day in range(self.days))

    def paths(
        self,
        measure: str,
        *,
        place: str | None = None,
        country: str | None = None,
        group: str | None = None,
        bed_class: str | None = None,
        policy: str = AS_IT_IS.name,
        days: int | None = None,
    ) -> Array:
        """(replicates, days) of the days after the reference date, as joint sample paths.

        As it is and within the days shown: every member; else the members that were compared.
        Raises EvidenceError where nothing that is known touches the measure and place.
        """
        many = days or self.days
        far = policy != AS_IT_IS.name or many > self.days
        if far and policy not in self.ensembles:
            raise SettingError(unknown_name("policy", policy, tuple(self.ensembles)))
        self.grounds(measure, place=place, country=country, group=group, bed_class=bed_class).require()
        first = (self.reference_date - self.posterior.scenario.start) // DAY + 1
        ensemble = self.ensembles[policy] if far else self.shown
        series = ensemble.series(measure, place=place, country=country, group=group, bed_class=bed_class)
        return np.asarray(series[:, first : first + many], dtype=np.float64)

    def quantiles(
        self,
        measure: str,
        *,
        place: str | None = None,
        country: str | None = None,
        group: str | None = None,
        bed_class: str | None = None,
        policy: str = AS_IT_IS.name,
    ) -> Array:
        """(23, days): the hub quantiles of each day shown."""
        paths = self.paths(measure, place=place, country=country, group=group, bed_class=bed_class, policy=policy)
        return np.asarray(np.quantile(paths, LEVELS, axis=0))

    def today(
        self,
        measure: str,
        *,
        place: str | None = None,
        country: str | None = None,
        group: str | None = None,
        bed_class: str | None = None,
    ) -> Array:
        """(23,) quantiles of the reference date itself: a flow of that day, a stock or level at its end."""
        self.grounds(measure, place=place, country=country, group=group, bed_class=bed_class).require()
        return np.asarray(
            np.quantile(
                self.shown.figure(
                    measure,
                    place=place,
                    country=country,
                    group=group,
                    bed_class=bed_class,
                    start=self.reference_date,
                    end=self.reference_date,
                ),
                LEVELS,
            )
        )

    def moved(self, figure: Figure, *, bed_class: str | None = None) -> float:
        """Share of the prior variance of a figure that the evidence removed; below 0.20 it is an assumption."""

        def values(ensemble: Ensemble) -> Array:
            value = ensemble.figure(
                figure.measure,
                place=figure.place,
                country=figure.country,
                group=figure.group,
                start=figure.period.start,
                end=figure.period.end,
                bed_class=bed_class,
            )
            return to_scale(figure.measure, value)

        return share_removed(values(self.prior), values(self.shown))

    def grounds(
        self,
        measure: str,
        *,
        place: str | None = None,
        country: str | None = None,
        group: str | None = None,
        bed_class: str | None = None,
    ) -> Grounds:
        """What a forecast of this measure and place rests on."""
        question = (measure, place, country, group, bed_class)
        if question not in self._found:
            last = self.reference_date + self.days * DAY

            def values(ensemble: Ensemble) -> Array:
                value = ensemble.figure(
                    measure, place=place, country=country, group=group, start=last, end=last, bed_class=bed_class
                )
                return to_scale(measure, value)

            self._found[question] = grounds_of(
                self.posterior,
                f"{measure} of {place or country or 'the host country'}",
                values(self.prior),
                self.prior.parameters,
                values(self.shown),
                stated=is_stated(self.posterior, measure, place=place, country=country),
            )
        return self._found[question]

    def peak_passed(self, measure: str, *, place: str | None = None, country: str | None = None) -> EventDate:
        """The day of the largest three-day mean, from the first simulated day to the last."""
        runs = self.ensembles.get(AS_IT_IS.name, self.shown)
        series = runs.series(measure, place=place, country=country).astype(np.float64)
        smooth = np.apply_along_axis(np.convolve, 1, series, np.full(3, 1.0 / 3.0), "same")
        return self.event_date(np.arange(series.shape[1]) >= np.argmax(smooth, axis=1)[:, None])

    def event_date(self, happened: Array) -> EventDate:
        """The distribution of the first day on which `happened` (replicates, days from the first) is true."""
        return event_date(np.asarray(happened, dtype=bool), self.posterior.scenario.start)


def event_date(happened: Array, first: date) -> EventDate:
    """First true day of each member: its probability, and quantiles over all members (None where it never comes)."""
    ever = happened.any(axis=1)
    days = np.where(ever, happened.argmax(axis=1), np.iinfo(np.int32).max)
    found: dict[str, date | None] = {}
    for level in (0.1, 0.5, 0.9):
        day = int(np.quantile(days, level, method="inverted_cdf"))
        found[f"{level:g}"] = first + day * DAY if day < happened.shape[1] else None
    return EventDate(float(ever.mean()), found)


def forecast(
    posterior: Posterior,
    *,
    days: int = 28,
    horizon_days: int = 90,
    policies: Sequence[Policy] = (AS_IT_IS,),
    seed: int | None = None,
    policy_replicates: int = PAIRED,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> Forecast:
    """Run the posterior on: every replicate over the days shown, `policy_replicates` of them to the horizon.

    The first `policy_replicates` meet the same luck as it is and under each policy: compared in pairs. Without any
    policy nothing runs beyond the days shown.
    A seed other than the posterior's gives the past another luck than the one that was fitted.
    """
    _check(days, horizon_days, policies)
    seed = posterior.seed if seed is None else seed
    named = ({AS_IT_IS.name: AS_IT_IS} if policies else {}) | {policy.name: policy for policy in policies}
    known = (posterior.as_of - posterior.scenario.start) // DAY + 1
    few = min(policy_replicates, posterior.replicates)
    done = 0

    def run(length: int, replicates: int, policy: Policy, parameters: Parameters | None) -> Ensemble:
        nonlocal done
        if progress is not None:
            progress(done, len(named) + 2)
        done += 1
        return simulate(
            posterior.scenario,
            days=length,
            replicates=replicates,
            seed=seed,
            parameters=parameters,
            policy=policy,
            workers=workers or Workers(),
        )

    fitted = posterior.ensemble
    if fitted is not None and seed == posterior.seed and len(fitted.dates) == known + days:
        shown = fitted  # the fit ran on to the last day shown already
    else:
        shown = run(known + days, posterior.replicates, AS_IT_IS, posterior.parameters)
    paired = posterior.parameters.select(range(few))
    ensembles = {name: run(known + horizon_days, few, policy, paired) for name, policy in named.items()}
    prior = run(known + days, min(PRIOR, posterior.replicates), AS_IT_IS, None)
    return Forecast(posterior, days, horizon_days, shown, ensembles, prior, posterior.cautions)


def _check(days: int, horizon_days: int, policies: Sequence[Policy]) -> None:
    mistakes = []
    if not 1 <= days <= horizon_days:
        do = "Show fewer days, or forecast further."
        mistakes.append(Mistake("days", str(days), f"1 to {horizon_days} (the horizon)", do))
    names = [policy.name for policy in policies]
    doubled = sorted({name for name in names if names.count(name) > 1})
    mistakes += [Mistake("policies", f"'{n}' twice", "each name once", "Give one another name.") for n in doubled]
    if mistakes:
        raise SettingError(mistakes)
