"""Policies side by side: what each does to people, to the host community and to the budget, against "as it is".

Every policy meets the same luck as "as it is", replicate by replicate, so that differences are paired: their
spread is that of the policy's effect and not that of the crisis.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from qonaq.errors import Mistake, SettingError
from qonaq.model.policies import AS_IT_IS, Policy
from qonaq.planning.budget import Money, policy_cost
from qonaq.planning.face import AS_IT_IS_NAME, Numbers, Outcomes, Outlook, days_ahead, read_once
from qonaq.planning.indicators import (
    INDICATORS,
    OBJECTIVES,
    Indicator,
    Objective,
    arrivals_from_abroad,
    objective_named,
)
from qonaq.planning.standards import Standards

LOW, HIGH = 0.1, 0.9
FEWEST_RUNS = 2
BORDER_HARMS = ("kept_out", "stay_lost", "turned_back", "stranded_days")
MATERIAL = 0.01  # a difference is material from this share of what there is as it is, or of the people who come

ASYLUM_NOTE = (
    "A closure does not end the right to seek asylum, nor the ban on sending people back into danger "
    "(Universal Declaration of Human Rights, article 14; Refugee Convention of 1951, article 33). "
    "The people whom it keeps out come first here, as harm, with those turned back, stranded or waiting."
)
STAY_NOTE = "A shorter stay pushes people out or into irregular stay when it ends: look at the days after that."
SHIFTS_NOTE = "It keeps or drives more people out, or strands them, and is therefore ranked after the others."
UNCLEAR_NOTE = "No clear difference from things as they are by this objective: the place in the order says little."


@dataclass(frozen=True)
class Difference:
    """A policy less "as it is", for one indicator, run by run."""

    policy: str
    indicator: str
    title: str
    unit: str
    whom: str
    base: float  # median if nothing is changed
    mean: float  # mean of the paired differences
    median: float
    low: float  # 80 % interval of the paired differences
    high: float
    chance_less: float  # share of the runs with less
    chance_more: float
    share: float | None  # mean difference as a share of the mean if nothing is changed; None where that is 0
    clear: bool  # material, and its 80 % interval does not reach across no difference: see `is_clear`

    @property
    def words(self) -> str:
        """The mean difference as a sentence part, such as "1,200 fewer nights without a bed"."""
        mean = self._amount(self.mean)
        if self.clear:
            return f"{mean}: {self.title}" if self.unit == "share" else f"{mean} {self.title}"
        if mean == self._amount(self.low) == self._amount(self.high) == self._amount(0.0):
            return f"no change: {self.title}"
        between = f"80 %: {self._amount(self.low)} to {self._amount(self.high)}"
        return f"no clear change: {self.title} (mean {mean}, {between})"

    def _amount(self, value: float) -> str:
        shown = f"{abs(value):.0%}" if self.unit == "share" else f"{abs(value):,.0f}"
        if shown in ("0", "0%"):
            return shown
        less, more = ("lower", "higher") if self.unit == "share" else ("fewer", "more")
        return f"{shown} {less if value < 0 else more}"


@dataclass(frozen=True)
class Regret:
    """What choosing this policy costs against the best in each run, in units of the objective.

    Policies that shift harm to people outside are no yardstick and have no regret.
    """

    policy: str
    objective: str
    mean: float
    high: float  # 90 % quantile
    chance_best: float


@dataclass(frozen=True)
class Comparison:
    """All policies against "as it is": differences in the order people, host community; then cost; then regret."""

    objective: Objective
    policies: tuple[Policy, ...]
    differences: tuple[Difference, ...]
    costs: Mapping[str, Money]
    regrets: tuple[Regret, ...]
    ranking: tuple[str, ...]  # least harm first; those that shift harm to the border last
    notes: Mapping[str, tuple[str, ...]]
    replicates: int

    def of(self, policy: str, indicator: str) -> Difference:
        """One difference; a SettingError where there is none."""
        for row in self.differences:
            if (row.policy, row.indicator) == (policy, indicator):
                return row
        known = ", ".join(f"{row.policy}/{row.indicator}" for row in self.differences) or "none"
        raise SettingError(Mistake("comparison", f"{policy}/{indicator}", known, "Compare this policy first."))


def compare(
    forecast: Outlook,
    *,
    replicates: int = 250,
    objective: str = "harm",
    standards: Standards | None = None,
    indicators: Sequence[str] = tuple(INDICATORS),
) -> Comparison:
    """Paired differences of every policy to "as it is", costs, regret and a ranking by the objective.

    replicates   how many runs are compared (those that all policies have, at most this many)
    standards    prices for the cost of the levers; without them, costs are "to be entered"
    """
    chosen = objective_named(objective)
    if replicates < FEWEST_RUNS:
        raise SettingError(Mistake("replicates", str(replicates), "2 or more", "Differences need several runs."))
    forecast = read_once(forecast)
    wanted = tuple(dict.fromkeys((*indicators, *chosen.weights)))
    values = _values(forecast, tuple(objective_named(name).name for name in wanted), replicates)
    base = values[AS_IT_IS_NAME]
    names = [name for name in forecast.ensembles if name != AS_IT_IS_NAME]
    policies = {name: outcomes.policy for name, outcomes in forecast.ensembles.items()}
    as_is = forecast.ensembles[AS_IT_IS_NAME]
    last, currency = as_is.dates[-1], as_is.scenario.currency
    coming = float(arrivals_from_abroad(as_is, days_ahead(as_is, forecast.reference_date)).sum(axis=1).mean())
    differences = tuple(
        _difference(name, indicator, values[name][indicator], base[indicator], coming)
        for name in names
        for indicator in INDICATORS
        if indicator in wanted
    )
    harm = {name: _weighted(chosen, values[name]) for name in forecast.ensembles}
    unclear = {
        name
        for name in names
        if not is_clear(harm[name] - harm[AS_IT_IS_NAME], MATERIAL * abs(float(harm[AS_IT_IS_NAME].mean())))
    }
    notes = {name: _notes(policies[name], differences, coming, unclear=name in unclear) for name in names}
    shifting = {name for name in names if SHIFTS_NOTE in notes[name]}
    return Comparison(
        objective=chosen,
        policies=tuple(policies.values()),
        differences=differences,
        costs={
            name: policy_cost(
                policy, standards, first=forecast.reference_date + timedelta(days=1), last=last, currency=currency
            )
            for name, policy in policies.items()
        },
        regrets=_regrets({name: each for name, each in harm.items() if name not in shifting}, chosen),
        ranking=tuple(sorted(harm, key=lambda name: (name in shifting, harm[name].mean()))),
        notes=notes,
        replicates=len(next(iter(base.values()))),
    )


def _values(forecast: Outlook, indicators: tuple[str, ...], replicates: int) -> dict[str, dict[str, Numbers]]:
    """Every indicator under every policy, on the replicates that all of them have."""
    if AS_IT_IS_NAME not in forecast.ensembles:
        known = ", ".join(forecast.ensembles) or "none"
        raise SettingError(Mistake("policies", known, f"'{AS_IT_IS_NAME}' among them", f"Forecast {AS_IT_IS.title}."))
    base = forecast.ensembles[AS_IT_IS_NAME]
    runs = min(replicates, *(outcomes.replicates for outcomes in forecast.ensembles.values()))
    ahead = days_ahead(base, forecast.reference_date)
    return {
        name: {
            indicator: _value(INDICATORS[indicator], base, outcomes, ahead)[:runs]
            for indicator in indicators
            if indicator in INDICATORS
        }
        for name, outcomes in forecast.ensembles.items()
    }


def _value(indicator: Indicator, base: Outcomes, outcomes: Outcomes, ahead: slice) -> Numbers:
    if indicator.lost is not None:
        return indicator.lost(base, outcomes, ahead)
    return indicator.count(outcomes, ahead)


def is_clear(d: Numbers, least: float) -> bool:
    """Whether paired differences say more than luck: a mean of at least `least`, and 80 % of the runs on its side of 0.

    The interval may touch 0, as where beds or desks can only help and in some runs nobody needs them.
    """
    mean, (low, high) = float(d.mean()), np.quantile(d, (LOW, HIGH))
    one_way = (low >= 0 and high > 0) if mean > 0 else (high <= 0 and low < 0)
    return bool(mean != 0 and abs(mean) >= least and one_way)


def _difference(policy: str, indicator: str, with_policy: Numbers, base: Numbers, coming: float) -> Difference:
    """d[r] = with policy[r] − as it is[r]; the pairs share their luck.

    Material is 1 % of what there is as it is; where there is nothing, a person, day or trip for 1 % of the `coming`
    people; of a share, one in a hundred.
    """
    d = with_policy - base
    row = INDICATORS[indicator]
    low, median, high = (float(np.quantile(d, level)) for level in (LOW, 0.5, HIGH))
    before = float(base.mean())
    return Difference(
        policy=policy,
        indicator=indicator,
        title=row.title,
        unit=row.unit,
        whom=row.whom,
        base=float(np.median(base)),
        mean=float(d.mean()),
        median=median,
        low=low,
        high=high,
        chance_less=float(np.mean(d < 0)),
        chance_more=float(np.mean(d > 0)),
        share=float(d.mean()) / before if before else None,
        clear=is_clear(d, MATERIAL * (1.0 if row.unit == "share" else before or coming)),
    )


def _weighted(objective: Objective, values: Mapping[str, Numbers]) -> Numbers:
    total: Numbers = np.sum([weight * values[name] for name, weight in objective.weights.items()], axis=0)
    return total


def _regrets(harm: Mapping[str, Numbers], objective: Objective) -> tuple[Regret, ...]:
    """Regret of policy p in run r: harm[p, r] − min over policies of harm[·, r]."""
    best = np.min(list(harm.values()), axis=0)
    return tuple(
        Regret(
            policy=name,
            objective=objective.name,
            mean=float((each - best).mean()),
            high=float(np.quantile(each - best, HIGH)),
            chance_best=float(np.mean(each <= best)),
        )
        for name, each in harm.items()
    )


def _notes(policy: Policy, differences: Sequence[Difference], coming: float, *, unclear: bool) -> tuple[str, ...]:
    """What has to be said of a policy; `coming` people reach a city if nothing is changed."""
    levers = {lever.lever for lever in policy.levers}
    notes: list[str] = []
    if levers & {"close", "close_exit"}:
        notes.append(ASYLUM_NOTE)
    if "cap_stay" in levers:
        notes.append(STAY_NOTE)
    own = [row for row in differences if row.policy == policy.name]
    weights = OBJECTIVES["harm"].weights
    grave = MATERIAL * weights["kept_out"] * coming
    if any(
        row.indicator in BORDER_HARMS and row.mean > 0 and weights[row.indicator] * row.mean >= grave for row in own
    ):
        notes.append(SHIFTS_NOTE)
    elif unclear:
        notes.append(UNCLEAR_NOTE)
    return tuple(notes)
