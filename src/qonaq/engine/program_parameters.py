"""Uncertain quantities of a scenario: their names, what is believed of each, and one draw of them a replicate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from qonaq.engine.kernels.scores import fill_scores
from qonaq.engine.program_checks import check, trigger_name, triggers
from qonaq.engine.program_network import Network, network_of
from qonaq.engine.streams import PROCESSES, REPLICATES
from qonaq.errors import Mistake, ScenarioError, SettingError
from qonaq.model.laws import Law
from qonaq.model.parameters import PARAMETERS
from qonaq.model.places import BED_CLASSES, Place
from qonaq.model.policies import AS_IT_IS
from qonaq.model.scenario import Scenario


@dataclass(frozen=True)
class Unknown:
    """One uncertain quantity of a scenario: its name, what is believed of it, and its address among the streams."""

    name: str  # "hazard[2022-09-21]", "city_pull[Almaty]", "stock[Oral,hotel]", "shock[2022-09-25]"
    law: Law
    source: str
    is_prior: bool  # a prior of the scenario, not the default of the table
    process: int
    day: int
    place: int
    group: int
    item: int


@dataclass(frozen=True, eq=False)
class Parameters:
    """One draw of every uncertain quantity for each replicate, held as standard normal scores."""

    unknowns: tuple[Unknown, ...]
    scores: NDArray[np.float64]  # (replicates, names)
    numbers: NDArray[np.int64]  # (replicates) the number of each replicate: its address of chance

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(unknown.name for unknown in self.unknowns)

    @property
    def replicates(self) -> int:
        return int(self.scores.shape[0])

    @cached_property
    def values(self) -> NDArray[np.float64]:
        """(replicates, names) in natural units: laws applied to scores."""
        values = np.empty_like(self.scores)
        for at, unknown in enumerate(self.unknowns):
            values[:, at] = unknown.law.value(np.ascontiguousarray(self.scores[:, at]))
        return values

    def value(self, name: str) -> NDArray[np.float64]:
        """(replicates) of one name; a SettingError with the nearest name otherwise."""
        return np.ascontiguousarray(self.values[:, self.at(name)])

    def at(self, name: str) -> int:
        """The column of a name."""
        if name not in self._columns:
            raise SettingError(Mistake("parameter", f"'{name}'", "one of Parameters.names", "Use one of those names."))
        return self._columns[name]

    @cached_property
    def known(self) -> frozenset[str]:
        """The names, for asking whether one is there."""
        return frozenset(self._columns)

    @cached_property
    def _columns(self) -> dict[str, int]:
        return {unknown.name: at for at, unknown in enumerate(self.unknowns)}

    def with_scores(self, scores: NDArray[np.float64]) -> Parameters:
        """The same quantities with other scores; replicates keep their numbers where there are as many."""
        scores = np.ascontiguousarray(scores, dtype=np.float64)
        if scores.ndim != 2 or scores.shape[1] != len(self.unknowns):
            found, allowed = str(scores.shape), f"(replicates, {len(self.unknowns)})"
            raise SettingError(Mistake("scores", found, allowed, "Give one score per replicate and name."))
        if not np.isfinite(scores).all():
            raise SettingError(
                Mistake("scores", "a number that is not finite", "finite numbers", "Correct the scores.")
            )
        numbers = self.numbers if len(scores) == len(self.numbers) else np.arange(len(scores), dtype=np.int64)
        return replace(self, scores=scores, numbers=numbers)

    def select(self, replicates: Sequence[int] | NDArray[np.int64]) -> Parameters:
        """Some of the replicates, each with its own number, so with its own luck."""
        chosen = np.asarray(replicates, dtype=np.int64)
        return replace(self, scores=np.ascontiguousarray(self.scores[chosen]), numbers=self.numbers[chosen])

    def renumbered(self) -> Parameters:
        """The same draws with the replicates numbered 0, 1, …: fresh luck for copies."""
        return replace(self, numbers=np.arange(self.replicates, dtype=np.int64))


def draw_parameters(scenario: Scenario, *, days: int, replicates: int, seed: int) -> Parameters:
    """A draw of every uncertain quantity for each replicate, from the scenario's priors and the defaults.

    A quantity's draw depends only on seed, replicate and its own place, event or day.

    Raises ScenarioError with every mistake, SettingError for a number of replicates out of range.
    """
    mistakes = check(scenario, days=days, policy=AS_IT_IS)
    if mistakes:
        raise ScenarioError(mistakes)
    if not 1 <= replicates <= REPLICATES:
        raise SettingError(Mistake("replicates", str(replicates), f"1 to {REPLICATES}", "Ask for fewer."))
    unknowns = unknowns_of(scenario, days=days)
    numbers = np.arange(replicates, dtype=np.int64)
    return Parameters(unknowns, draw_scores(unknowns, numbers, seed=seed), numbers)


def draw_scores(unknowns: Sequence[Unknown], numbers: NDArray[np.int64], *, seed: int) -> NDArray[np.float64]:
    """(replicates, names) standard normal scores, each at its own address."""
    rows = [(u.process, u.day, u.place, u.group, u.item) for u in unknowns]
    scores = np.empty((len(numbers), len(rows)))
    fill_scores(scores, np.array(rows, dtype=np.int64).reshape(len(rows), 5), numbers, seed)
    return scores


def completed(parameters: Parameters, scenario: Scenario, *, days: int, seed: int) -> Parameters:
    """Parameters for a longer run: days that they do not cover get their own draw, as `draw_parameters` gives it."""
    wanted = unknowns_of(scenario, days=days)
    have = parameters._columns
    missing = [unknown for unknown in wanted if unknown.name not in have]
    strange = [unknown.name for unknown in missing if not unknown.name.startswith("shock[")]
    if strange:
        do = "Draw parameters for this scenario."
        raise SettingError(Mistake("parameters", f"no {', '.join(strange)}", "every quantity of the scenario", do))
    if not missing and len(wanted) == len(parameters.unknowns):
        return parameters
    fresh = dict(zip((u.name for u in missing), draw_scores(missing, parameters.numbers, seed=seed).T, strict=True))
    columns = [parameters.scores[:, have[u.name]] if u.name in have else fresh[u.name] for u in wanted]
    laws = {unknown.name: unknown for unknown in parameters.unknowns}
    kept = tuple(laws.get(unknown.name, unknown) for unknown in wanted)
    return Parameters(kept, np.ascontiguousarray(np.column_stack(columns)), parameters.numbers)


def unknowns_of(scenario: Scenario, *, days: int) -> tuple[Unknown, ...]:
    """Every uncertain quantity of a scenario, in the order of the table, days last."""
    network = network_of(scenario)
    rows: list[Unknown] = []
    for code, (name, parameter) in enumerate(PARAMETERS.items()):
        if parameter.per != "day":
            for target, place, group, published in _targets(scenario, network, parameter.per, name):
                rows.append(_unknown(scenario, name, target, code, place=place, group=group, published=published))
    for day in shock_days(scenario, days):
        target = ((scenario.start + timedelta(days=day)).isoformat(),)
        rows.append(_unknown(scenario, "shock", target, 0, day=day))
    return tuple(rows)


def shock_days(scenario: Scenario, days: int) -> range:
    """Days that have a shock: from the first trigger on."""
    first = min(trigger_day(scenario, at) for at in range(len(triggers(scenario))))
    return range(min(days, max(0, (first - scenario.start).days)), days)


def trigger_day(scenario: Scenario, at: int) -> date:
    row = triggers(scenario)[at]
    return scenario.trigger if row < 0 else scenario.events[row].day


def _unknown(
    scenario: Scenario,
    name: str,
    target: tuple[str, ...],
    item: int,
    *,
    day: int = 0,
    place: int = 0,
    group: int = 0,
    published: bool = False,
) -> Unknown:
    parameter = PARAMETERS[name]
    bed_class = target[-1] if parameter.per == "class" else None
    law, source = parameter.default(bed_class=bed_class, is_published=published), parameter.source
    is_prior = False
    for prior in sorted(scenario.priors, key=lambda prior: len(prior.target)):
        if prior.parameter == name and _canonical(scenario, prior.target) == target[: len(prior.target)]:
            law, source, is_prior = prior.law, prior.source, True
    label = f"{name}[{','.join(target)}]" if target else name
    process = PROCESSES["shock" if name == "shock" else "prior"]
    return Unknown(label, law, source, is_prior, process, day, place, group, item)


def _canonical(scenario: Scenario, target: tuple[str, ...]) -> tuple[str, ...]:
    """A target with aliases replaced by the names of places."""
    places = [scenario.place(word) for word in target]
    return tuple(place.name if place else word for place, word in zip(places, target, strict=True))


Target = tuple[tuple[str, ...], int, int, bool]


def _targets(scenario: Scenario, network: Network, per: str, name: str) -> Iterator[Target]:
    """Target, place and group of the address, and whether the scenario publishes the number."""
    if per == "":
        yield (), 0, 0, False
    elif per == "event":
        for at in range(len(triggers(scenario))):
            yield (trigger_name(scenario, at),), triggers(scenario)[at] + 1, 0, False
    elif per == "class":
        for at, bed_class in enumerate(BED_CLASSES):
            yield (bed_class,), 0, at, False
    elif per in ("country", "host"):
        for country in _choosable(scenario, network) if per == "country" else (scenario.host,):
            first = next(at for at, place in enumerate(scenario.places) if place.country == country)
            yield (country,), first, 0, False
    elif per == "crossing":
        for gate in network.gates:
            yield (gate.name,), network.positions[gate.name], 0, gate.lanes is not None
    elif per == "city":
        for city in network.cities:
            yield (city.name,), network.positions[city.name], 0, name == "desks" and city.desks is not None
    else:
        for city in network.cities:
            for at, bed_class in enumerate(BED_CLASSES):
                published = beds_published(city, bed_class) is not None
                yield (city.name, bed_class), network.positions[city.name], at, published


def beds_published(city: Place, bed_class: str) -> float | None:
    """The beds of a class as the scenario publishes them."""
    beds: float | None = getattr(city, f"{bed_class}_beds")
    return beds


def _choosable(scenario: Scenario, network: Network) -> tuple[str, ...]:
    """Countries that people can choose or be sent on to; the host first."""
    onward = (place.country for place, km in zip(network.elsewhere, network.onward_km, strict=True) if km < np.inf)
    return tuple(dict.fromkeys((scenario.host, *(gate.country for gate in network.gates), *onward)))
