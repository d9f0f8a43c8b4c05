"""Simulation-based calibration on the real engine: hidden worlds drawn from the prior, fitted from officials' words.

One draw of the prior is run as the truth; offices state figures of it with bias, rounding, hedges and the model's own
error, as the observation model says; the fit must then place the truth anywhere among its members with equal chance.
Covers: share of truths inside the 90 % interval; band: whether every figure's rank histogram stays inside its 95 %
simultaneous band. Two cases: nine cities, and Kazakhstan 2022 with its own evidence (fewer worlds).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import twin_worlds
from numpy.typing import NDArray
from scipy.stats import binom

from qonaq.engine import Ensemble, draw_parameters, simulate
from qonaq.inference.calibrate import askable
from qonaq.inference.fit import bias_size, fit, offset_of
from qonaq.inference.observation import Observation, simulated_on_scale
from qonaq.inference.observe import observe
from qonaq.io.scenario import read_scenario
from qonaq.measures import MEASURES, Kind, Qualifier
from qonaq.model.claims import Claim, Passage
from qonaq.model.scenario import Scenario, as_of

READS: tuple[str, ...] = ()
MEMBERS, AHEAD, BINS = 500, 28, 10
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """A scenario, what is stated of it, and what is asked of it."""

    name: str
    scenario: Scenario
    claims: tuple[Claim, ...]
    as_of: date
    since: date
    cities: tuple[str, ...]
    worlds: int

    def asked(self) -> list[tuple[str, dict[str, Any]]]:
        """Flows and stocks of the country ahead, and of some cities."""
        week, later = self.as_of + timedelta(days=7), self.as_of + timedelta(days=AHEAD)
        return [
            ("entries", {"start": self.since, "end": week}),
            ("entries", {"start": self.since, "end": later}),
            ("exits", {"start": self.since, "end": later}),
            ("present", {"end": self.as_of}),
            ("present", {"end": later}),
            *(("present", {"place": city, "end": week}) for city in self.cities),
            ("registrations", {"start": self.since, "end": later}),
            ("registration_backlog", {"end": week}),
        ]


def nine_cities(worlds: int = 200) -> Case:
    """The small crisis of the twin experiments, with claims of every kind about its country, towns and crossings."""
    first, today = twin_worlds.TRIGGER, twin_worlds.TRIGGER + timedelta(days=10)
    q = Qualifier

    def said(measure: str, place: str | None, days: int, word: Qualifier, who: str, **more: Any) -> Claim:
        end = today - timedelta(days=days)
        flow = MEASURES[measure].kind is Kind.FLOW
        return Claim(
            measure, 10_007.0, MEASURES[measure].units[0], Passage("invented"), qualifier=word, country="XB",
            place=place, period_start=first if flow else None, period_end=end, published=today, speaker=who, **more,
        )  # fmt: skip

    claims = (
        said("entries", None, 4, q.ABOUT, "ministry"), said("entries", None, 1, q.EXACT, "ministry"),
        said("entries", None, 0, q.OVER, "agency", inferred=True), said("exits", None, 1, q.EXACT, "ministry"),
        said("entries", "North gate", 1, q.OVER, "border guard"), said("entries", "South gate", 2, q.ABOUT, "governor"),
        said("border_wait", "Middle gate", 1, q.ABOUT, "travellers"), said("arrivals", "Ash", 1, q.EXACT, "city hall"),
        said("present", "Dogwood", 1, q.RANGE, "mayor", value_high=20_011.0),
        said("present", "Gum", 1, q.UP_TO, "mayor of Gum"),
        said("present", "Elm", 2, q.OVER, "volunteers"), said("registrations", None, 1, q.EXACT, "registry"),
        replace(said("occupancy", "Hazel", 1, q.EXACT, "hotels", bed_class="hotel"), value=0.9),
        replace(said("rent_change", "Birch", 1, q.UP_TO, "listings"), value=0.3),
    )  # fmt: skip
    cities = ("Ash", "Dogwood", "Cedar", "Hazel")
    return Case("nine cities", twin_worlds.scenario(), claims, today, first, cities, worlds)


def kazakhstan(worlds: int = 20) -> Case:
    """The packaged case with its own evidence, as far as it was published by 28 September."""
    today = date(2022, 9, 28)
    scenario = as_of(read_scenario("kazakhstan-2022"), today)
    cities = ("Oral", "Almaty", "Kostanay", "Astana")
    return Case("Kazakhstan 2022", scenario, scenario.evidence, today, date(2022, 9, 21), cities, worlds)


def stated_in(truth: Ensemble, world: int, seen: tuple[Observation, ...]) -> tuple[Observation, ...]:
    """The observations with the numbers that would have been stated in a world (a replicate of `truth`)."""
    chance = np.random.default_rng(world)
    bias = {source: chance.normal() for source in sorted({one.source or "" for one in seen})}
    offset = {name: np.array(chance.normal()) for name in sorted({n for one in seen for n in (one.family, one.where)})}
    counted = {until: chance.random() for until in sorted({one.until for one in seen})}
    told = []
    for one in seen:
        last_day = np.full(truth.replicates, counted[one.until])
        y = float(simulated_on_scale(truth, one, last_day)[world])
        shift = float(one.meaning.shift(np.array([chance.normal()]))[0]) if one.meaning.hedged else 0.0
        bias_now = bias_size(one) * bias[one.source] if one.source else 0.0
        off = float(offset_of(one, offset[one.family], offset[one.where]))
        middle = y + bias_now + off - shift - one.sd * chance.normal()
        told.append(replace(one, meaning=replace(one.meaning, middle=middle)))
    return tuple(told)


def ranks(case: Case, members: int = MEMBERS) -> Array:
    """(worlds, figures): share of fitted members below the truth."""
    scenario, asked = case.scenario, case.asked()
    days = (case.as_of - scenario.start).days + 1
    truth = simulate(scenario, days=days + AHEAD, replicates=case.worlds, seed=77_777)
    prior = draw_parameters(scenario, days=days, replicates=members, seed=1)

    def run(scores: Array) -> Ensemble:
        return simulate(scenario, days=days, replicates=members, seed=1, parameters=prior.with_scores(scores))

    first = run(prior.scores)
    seen = askable(first, observe(scenario, case.claims, as_of=case.as_of)).observations
    table = np.empty((case.worlds, len(asked)))
    for world in range(case.worlds):
        fitted = fit(run, prior.scores, stated_in(truth, world, seen), seed=world, first=first)
        parameters = prior.select(fitted.kept).with_scores(fitted.engine)
        outcome = simulate(scenario, days=days + AHEAD, replicates=members, seed=1, parameters=parameters)
        for column, (measure, where) in enumerate(asked):
            values, true = outcome.figure(measure, **where), truth.figure(measure, **where)[world]
            table[world, column] = np.mean(values < true) + 0.5 * np.mean(values == true)
    return table


def inside_band(column: Array, comparisons: int) -> bool:
    """Whether every bar of a rank histogram lies in its 95 % band, all bars of all figures together."""
    counts = np.histogram(column, bins=BINS, range=(0.0, 1.0))[0]
    level = 0.05 / (BINS * comparisons)
    low, high = binom.ppf((level / 2, 1 - level / 2), len(column), 1.0 / BINS)
    return bool(np.all((counts >= low) & (counts <= high)))


def evaluate(_shared: Path, cases: Sequence[Case] | None = None) -> dict[str, dict[str, Any]]:
    figures: dict[str, dict[str, Any]] = {}
    for case in cases or (nine_cities(), kazakhstan()):
        table = ranks(case)
        covered = np.mean((table > 0.05) & (table < 0.95), axis=0)
        print(f"{case.name}, {case.worlds} worlds", flush=True)
        for (measure, where), share, column in zip(case.asked(), covered, table.T, strict=True):
            name = f"{measure} {where.get('place', '')} to {where['end']}"
            print(f"  {name:<44} {share:5.2f} {np.histogram(column, bins=BINS, range=(0, 1))[0]}")
        band = np.mean([inside_band(column, table.shape[1]) for column in table.T])
        name = f"{case.name}: "
        figures[name + "worlds"] = _figure(case.worlds, "higher", None)
        figures[name + "truths inside the 90 % interval"] = _figure(covered.mean(), "inside", [0.85, 0.95])
        figures[name + "the same, worst figure"] = _figure(covered.min(), "higher", 0.85)
        figures[name + "figures inside the 95 % band"] = _figure(band, "higher", 1.0)
    return figures


def _figure(value: float, better: str, goal: Any) -> dict[str, Any]:
    return {"value": float(value), "better": better, "goal": goal}


if __name__ == "__main__":
    import sys

    found = [nine_cities(int(sys.argv[1]))] if len(sys.argv) > 1 else None
    found = [*found, kazakhstan(int(sys.argv[2]))] if found and len(sys.argv) > 2 else found
    for figure, content in evaluate(Path(), found).items():
        print(f"{figure}: {content['value']:.3f}")
