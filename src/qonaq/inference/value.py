"""Which next figure, if somebody telephoned for it, would narrow the forecast most.

With T_j what the plan stands on (people present in each city, in the days shown) and y a figure that could be asked
for, counted with error variance R on its scale, a linear estimate over the members says how much of the spread goes:

    removed(y) = Σ_j cov(T_j, y)² / (var y + R)  /  Σ_j var T_j

`removed_by_refit` is the same, found by really fitting again with the figure added: it checks the estimate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qonaq.errors import SettingError
from qonaq.inference.calibrate import calibrate
from qonaq.inference.discrepancy import discrepancy_of
from qonaq.inference.forecast import Forecast, forecast
from qonaq.inference.likelihood import Array, counting_sd, to_scale
from qonaq.inference.observation import DAY
from qonaq.measures import MEASURES, Figure, Kind, Period
from qonaq.model.claims import Claim, Passage
from qonaq.model.places import PlaceKind

# What somebody could count within a day: measure, where, and class of beds.
COUNTRY = ("entries", "exits", "present", "registration_backlog")
CITY = ("arrivals", "present", "registration_backlog")
CROSSING = ("entries", "border_wait", "queueing")
WEEK = 7 * DAY


@dataclass(frozen=True)
class Worth:
    """A figure that could be asked for, and the share of the forecast's variance that knowing it would remove."""

    figure: Figure
    removed: float
    expected: tuple[float, float, float]  # what the answer will probably be: 5 %, 50 %, 95 %


def targets(outlook: Forecast) -> Array:
    """(replicates, cities · weeks): people present in each host city at the end of each week shown."""
    scenario = outlook.posterior.scenario
    ensemble = outlook.shown
    ends = range(7, outlook.days + 1, 7) if outlook.days >= 7 else (outlook.days,)
    columns = [
        ensemble.figure("present", place=city.name, end=outlook.reference_date + day * DAY)
        for city in scenario.of_kind(PlaceKind.CITY)
        if city.country == scenario.host
        for day in ends
    ]
    return np.asarray(columns, dtype=np.float64).T


def candidates(outlook: Forecast) -> tuple[Figure, ...]:
    """Every figure of the last week (or of today) that an office could give tomorrow."""
    scenario, day = outlook.posterior.scenario, outlook.reference_date
    since = max(scenario.start, day - WEEK + DAY)
    places: list[tuple[str | None, tuple[str, ...]]] = [(None, COUNTRY)]
    for place in scenario.places:
        if place.country == scenario.host and place.kind in (PlaceKind.CITY, PlaceKind.CROSSING):
            places.append((place.name, CITY if place.kind is PlaceKind.CITY else CROSSING))
    return tuple(
        Figure(measure, Period(day, since if MEASURES[measure].kind is Kind.FLOW else None), place=name)
        for name, measures in places
        for measure in measures
    )


def value_of_information(outlook: Forecast, figures: Sequence[Figure] | None = None) -> tuple[Worth, ...]:
    """The figures that could be asked for, most useful first. Figures that the simulation cannot give are left away."""
    goals = targets(outlook)
    goals = goals - goals.mean(axis=0)
    total = float(np.sum(goals**2))
    found: list[Worth] = []
    for figure in candidates(outlook) if figures is None else figures:
        try:
            values = _values(outlook, figure)
        except SettingError:
            continue
        y = to_scale(figure.measure, values)
        y = y - y.mean()
        noise = error_variance(figure) * len(y)
        explained = float(np.sum((goals.T @ y) ** 2)) / (float(np.sum(y**2)) + noise)
        chance = float(np.sum(goals**2)) / len(y)  # what a figure unrelated to the goals explains by chance
        share = max(0.0, explained - chance) / total if total > 0.0 else 0.0
        low, middle, high = np.quantile(values, (0.05, 0.5, 0.95))
        found.append(Worth(figure, share, (float(low), float(middle), float(high))))
    return tuple(sorted(found, key=lambda worth: (-worth.removed, str(worth.figure))))


def error_variance(figure: Figure) -> float:
    """Variance of what a count given over the telephone and the model say differently, on the measure's scale."""
    off = discrepancy_of(figure.measure, whole=figure.place is None, foreign=False)
    return counting_sd(figure.measure, whole=figure.place is None) ** 2 + off.variance


def _values(outlook: Forecast, figure: Figure) -> Array:
    return np.asarray(
        outlook.shown.figure(figure.measure, place=figure.place, start=figure.period.start, end=figure.period.end),
        dtype=np.float64,
    )


def removed_by_refit(
    outlook: Forecast, figure: Figure, claims: Sequence[Claim], *, quantiles: Sequence[float] = (0.1, 0.5, 0.9)
) -> float:
    """The share of variance that really goes when the figure is added, averaged over answers it may have.

    claims    those that the forecast was fitted to
    """
    posterior = outlook.posterior
    before = float(np.sum(np.var(targets(outlook), axis=0)))
    left = []
    for answer in np.quantile(_values(outlook, figure), quantiles):
        added = Claim(
            figure.measure,
            float(answer),
            MEASURES[figure.measure].units[0],
            Passage("asked for"),
            country=posterior.scenario.host,
            place=figure.place,
            period_start=figure.period.start,
            period_end=figure.period.end,
            published=posterior.as_of,
            speaker="asked for",
        )
        again = calibrate(
            posterior.scenario,
            (*claims, added),
            as_of=posterior.as_of,
            replicates=posterior.replicates,
            seed=posterior.seed,
        )
        fresh = forecast(again, days=outlook.days, horizon_days=outlook.days, policies=())
        left.append(float(np.sum(np.var(targets(fresh), axis=0))))
    return 1.0 - float(np.mean(left)) / before
