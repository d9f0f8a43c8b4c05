"""The tables of a view: cities sorted by what needs action first, evidence with its passages, assumptions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from qonaq.inference.posterior import Posterior
from qonaq.model.laws import Fixed
from qonaq.model.places import PlaceKind
from qonaq.planning.capacity import EVERY_CLASS, CapacityOut
from qonaq.views.numbers import day_text, days_text, percent
from qonaq.views.outlook import Outlook
from qonaq.views.sources import MODEL, Sources
from qonaq.views.view import Cell, Column, Number, Table
from qonaq.views.words import Words

AHEAD = (7, 28)


def cities_table(outlook: Outlook, capacity: Sequence[CapacityOut], sources: Sources, words: Words) -> Table:
    """A row a host city: people now, in 7 and in 28 days, beds, the day on which they run out, desks, wait, rent."""
    model = (sources.cite(MODEL, words("source.forecast")),)
    out = {city: min(rows, key=_pressing) for city, rows in _by_city(capacity).items()}
    names = [p.name for p in outlook.scenario.of_kind(PlaceKind.CITY) if p.country == outlook.scenario.host]

    def urgency(name: str) -> tuple[float, float]:
        row = out.get(name)
        unsheltered = float(np.mean(outlook.at("unsheltered", 7, place=name)))
        return (-(row.probability if row else 0.0), -unsheltered)

    rows = tuple(_city_row(name, outlook, out.get(name), model, words) for name in sorted(names, key=urgency))
    columns = (
        Column("place", words("city.place")),
        Column("now", words("city.now"), "people"),
        *(Column(f"in{days}", words("city.in", days=days), "people") for days in AHEAD),
        Column("beds", words("city.beds")),
        Column("unsheltered", words("city.unsheltered"), "shortage"),
        Column("full", words("city.full")),
        Column("desks", words("city.desks")),
        Column("wait", words("city.wait"), "shortage"),
        Column("rent", words("city.rent")),
    )
    return Table("cities-table", words("city.title"), columns, rows, words("city.note"))


def _by_city(capacity: Sequence[CapacityOut]) -> dict[str, list[CapacityOut]]:
    rows: dict[str, list[CapacityOut]] = {}
    for row in capacity:
        if row.bed_class != EVERY_CLASS:
            rows.setdefault(row.place, []).append(row)
    return rows


def _pressing(row: CapacityOut) -> tuple[date, float]:
    """The class that runs out first, or else the one most likely to."""
    return row.quantiles[0.5] or date.max, -row.probability


def _city_row(
    name: str, outlook: Outlook, out: CapacityOut | None, model: tuple[str, ...], words: Words
) -> tuple[Cell, ...]:
    def number(measure: str, days: int, unit: str) -> Number:
        if not outlook.known(measure, place=name):
            return Number(None, unit=unit)
        return outlook.number(outlook.at(measure, days, place=name), unit, model, outlook.moved(measure, place=name))

    return (
        words.place(name),
        number("present", 0, "people"),
        *(number("present", days, "people") for days in AHEAD),
        number("beds", 0, "beds"),
        number("unsheltered", AHEAD[0], "people"),
        full_words(out, words),
        number("desks", 0, "desks"),
        number("registration_wait", AHEAD[0], "days"),
        number("rent_change", AHEAD[0], "share"),
    )


def full_words(out: CapacityOut | None, words: Words) -> str:
    """When beds run out, in words: 3 Oct (30 Sep – 9 Oct), 72 %."""
    if out is None:
        return words("full.unknown")
    chance = percent(out.probability, words.language)
    beds = words(f"class.{out.bed_class}")
    low, middle, high = (out.quantiles.get(level) for level in (0.1, 0.5, 0.9))
    if middle is None:
        return words("full.unlikely", beds=beds, chance=chance)

    told = {"beds": beds, "day": day_text(middle, words.language), "chance": chance}
    if low is None or low == middle == high:
        return words("full.on", **told)
    if high is None:
        return words("full.from", low=day_text(low, words.language), **told)
    return words("full.by", between=days_text(low, high, words.language), **told)


def assumptions_table(posterior: Posterior, sources: Sources, words: Words) -> Table:
    """Every uncertain quantity: what was believed, what is believed now, how far evidence moved it, the source."""
    from qonaq.model.parameters import PARAMETERS

    given = {prior_key(p.parameter, p.target): p for p in posterior.scenario.priors}
    before, after = posterior.prior, posterior.parameters
    rows: list[tuple[Cell, ...]] = []
    for name in after.names:
        base, _, target = name.partition("[")
        if base == "shock" or isinstance(PARAMETERS[base].law, Fixed):
            continue
        prior = given.get(name) or given.get(base)
        source = prior.source if prior else PARAMETERS[base].source
        kind = "assumption" if prior is None or prior.assumption else "statement"
        cited = sources.cite(kind, source) if prior is not None else sources.cite(kind, words("source.default"))
        label = words.quantity(base, target.rstrip("]"))
        moved = percent(posterior.moved.get(name, 0.0), words.language)
        rows.append((label, _spread(before.value(name), PARAMETERS[base].unit, cited),
                     _spread(after.value(name), PARAMETERS[base].unit, cited), moved))  # fmt: skip
    rows.sort(key=lambda row: -float(str(row[3]).split("\u00a0")[0]))
    columns = tuple(Column(key, words(f"assumption.{key}")) for key in ("what", "before", "now", "moved"))
    return Table("assumptions-table", words("assumption.title"), columns, tuple(rows), words("assumption.note"))


def prior_key(parameter: str, target: Sequence[str]) -> str:
    return f"{parameter}[{','.join(target)}]" if target else parameter


def _spread(values: np.ndarray, unit: str, cited: str) -> Number:
    low, middle, high = (float(v) for v in np.quantile(values, (0.1, 0.5, 0.9)))
    return Number(middle, low, high, unit, (cited,))
