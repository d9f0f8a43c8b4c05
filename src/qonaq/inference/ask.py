"""Questions to the model about given figures: what would it have said from what was published by a day?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from qonaq.engine import Ensemble, Workers, simulate
from qonaq.errors import Mistake, SettingError, unknown_name
from qonaq.inference.calibrate import REPLICATES, calibrate
from qonaq.inference.fit import Progress, offset_of
from qonaq.inference.likelihood import Array, Meaning, counting_sd, from_scale, to_scale
from qonaq.inference.observation import DAY, Observation, foreign_country, simulated, where
from qonaq.inference.posterior import Posterior
from qonaq.inference.scores import LEVELS
from qonaq.inference.smoother import normals
from qonaq.measures import MEASURES, Kind
from qonaq.model.claims import Claim, Passage
from qonaq.model.scenario import Scenario
from qonaq.model.scenario import as_of as known_on

COLUMNS = ("measure", "country", "place", "period_start", "period_end")
Row = Mapping[str, str | None]


def ask_scenario(
    scenario: Scenario,
    rows: Sequence[Row],
    *,
    as_of: date,
    replicates: int = REPLICATES,
    seed: int = 0,
    country_code: Callable[[str], str | None] = str.upper,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Quantiles of published figures, from what was known on `as_of`: the contract of `backtest --ask`.

    rows            one mapping a row, with the keys of COLUMNS; all mistakes are raised at once (SettingError)
    country_code    from a country's name or code to its two letters, None where there is no such country

    The quantiles are of the figure as an office will publish it: its bias and counting error and the model's own error
    are in them.
    """
    known = known_on(scenario, as_of)
    asked = read_rows(known, rows, country_code=country_code)
    posterior = calibrate(
        known, known.evidence, as_of=as_of, replicates=replicates, seed=seed, workers=workers, progress=progress
    )
    last = max([as_of, *(one.end for one in asked)])
    days = (last - known.start) // DAY + 1
    ensemble = simulate(
        known,
        days=days,
        replicates=replicates,
        seed=seed,
        parameters=posterior.parameters,
        workers=workers or Workers(),
    )
    answers = _answers(ensemble, asked, posterior)
    return {
        "as_of": as_of.isoformat(),
        "figures": [
            {**{key: row.get(key) or None for key in COLUMNS}, "quantiles": _by_level(values)}
            for row, values in zip(rows, answers, strict=True)
        ],
        "cautions": list(posterior.cautions),
    }


def read_rows(
    scenario: Scenario, rows: Sequence[Row], *, country_code: Callable[[str], str | None] = str.upper
) -> tuple[Observation, ...]:
    """The asked figures as things to observe of a simulation; a SettingError with every mistake of every row."""
    mistakes: list[Mistake] = []
    asked: list[Observation] = []
    if not rows:
        mistakes.append(Mistake("figures", "no row", "one row for each figure", f"Give {', '.join(COLUMNS)}."))
    for number, row in enumerate(rows, start=1):
        found = _read_row(scenario, row, f"figures row {number}", country_code)
        if isinstance(found, list):
            mistakes += found
        else:
            asked.append(found)
    if mistakes:
        raise SettingError(mistakes)
    return tuple(asked)


def _read_row(
    scenario: Scenario, row: Row, at: str, country_code: Callable[[str], str | None]
) -> Observation | list[Mistake]:
    measure, name = (row.get("measure") or "").strip(), (row.get("place") or "").strip() or None
    mistakes: list[Mistake] = []
    if measure not in MEASURES:
        return [unknown_name(f"{at}, measure", measure, tuple(MEASURES))]
    start, end = (_read_day(row, key, at, mistakes) for key in ("period_start", "period_end"))
    flow = MEASURES[measure].kind is Kind.FLOW
    if end is None and not mistakes:
        mistakes.append(Mistake(f"{at}, period_end", "nothing", "a date, YYYY-MM-DD", "Say on which day it ends."))
    if flow and start is None and not mistakes:
        mistakes.append(Mistake(f"{at}, period_start", "nothing", "a date, YYYY-MM-DD", "A flow needs its first day."))
    first = start if flow and start else end
    if first is not None and first < scenario.start:
        do = "Ask from that day on."
        mistakes.append(Mistake(f"{at}, period_start", str(first), f"{scenario.start} or later", do))
    if start is not None and end is not None and start > end:
        do = "Exchange the two dates or correct one."
        mistakes.append(Mistake(f"{at}, period", f"{start} to {end}", "a start on or before the end", do))
    given = (row.get("country") or "").strip()
    country = country_code(given) if given else scenario.host
    known = sorted({place.country for place in scenario.places})
    if country not in known:
        mistakes.append(unknown_name(f"{at}, country", given, known))
    resolved = where(scenario, measure, name)
    if isinstance(resolved, str):
        mistakes.append(unknown_name(f"{at}, place", name or "", _places(scenario)))
    if mistakes or isinstance(resolved, str) or end is None:
        return mistakes
    return Observation(
        label="|".join(str(part) for part in (measure, country, name, start, end)),
        said=Claim(measure, 0.0, MEASURES[measure].units[0], Passage("asked")),
        measure=resolved[0],
        places=resolved[1],
        country=None if country == scenario.host or name is not None else country,
        foreign=foreign_country(scenario, country, resolved[1]),
        group=None,
        start=start if flow else None,
        end=end,
        meaning=Meaning(0.0, 0.0),
        source=None,
    )


def _read_day(row: Row, key: str, at: str, mistakes: list[Mistake]) -> date | None:
    text = (row.get(key) or "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        mistakes.append(Mistake(f"{at}, {key}", f"'{text}'", "a date, YYYY-MM-DD", "Write it like 2022-10-04."))
        return None


def _places(scenario: Scenario) -> tuple[str, ...]:
    regions = sorted({place.region for place in scenario.places if place.region})
    return (*(place.name for place in scenario.places), *regions)


def _answers(ensemble: Ensemble, asked: Sequence[Observation], posterior: Posterior) -> list[Array]:
    """The 23 quantiles of each asked figure; a SettingError with every one that the simulation cannot give."""
    found: list[Array] = []
    mistakes: list[Mistake] = []
    for number, one in enumerate(asked, start=1):
        try:
            values = simulated(ensemble, one)
        except SettingError as error:
            mistakes += [Mistake(f"figures row {number}, {m.where}", m.found, m.allowed, m.do) for m in error.mistakes]
            continue
        found.append(np.quantile(as_published(one, values, posterior), LEVELS))
    if mistakes:
        raise SettingError(mistakes)
    return found


def as_published(one: Observation, values: Array, posterior: Posterior) -> Array:
    """True figures (replicates) as an office will publish them: with its bias, its counting error and our own error.

    Where claims spoke of the same measure and place, the model's offset there is the fitted one.
    """
    luck = normals(
        posterior.seed,
        process="observation",
        rows=len(values),
        labels=[f"{part}|{one.label}" for part in ("published", "model", "claim", "common")],
    )
    counting = counting_sd(one.measure, whole=one.places == (None,))
    y = to_scale(one.measure, values) + counting * luck[:, 0] + one.discrepancy.own * luck[:, 2]
    y = y + offset_of(one, posterior.offsets.get(one.family, luck[:, 3]), posterior.offsets.get(one.where, luck[:, 1]))
    published = from_scale(one.measure, y)
    if one.measure == "occupancy":
        published = np.minimum(published, 1.0)
    may_be_negative = one.measure in ("net_entries", "rent_change")
    return published if may_be_negative else np.maximum(published, 0.0)


def _by_level(values: Array) -> dict[str, float]:
    return {f"{level:g}": float(value) for level, value in zip(LEVELS, values, strict=True)}
