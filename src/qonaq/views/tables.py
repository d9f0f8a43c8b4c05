"""The tables of a view: cities sorted by what needs action first, evidence with its passages, assumptions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from qonaq.inference.posterior import ClaimFit, Posterior
from qonaq.measures import MEASURES, Kind, Qualifier
from qonaq.model.claims import Claim, Evidence, Statement
from qonaq.model.laws import Fixed
from qonaq.model.places import PlaceKind
from qonaq.planning.capacity import EVERY_CLASS, CapacityOut
from qonaq.views.numbers import day_text, plain
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
        name,
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
    chance = f"{round(100 * out.probability)} %"
    beds = words(f"class.{out.bed_class}")
    low, middle, high = (out.quantiles.get(level) for level in (0.1, 0.5, 0.9))
    if middle is None:
        return words("full.unlikely", beds=beds, chance=chance)

    def text(day: date | None) -> str:
        return words("full.later") if day is None else day_text(day, words.language)

    return words("full.by", beds=beds, day=text(middle), low=text(low), high=text(high), chance=chance)


def evidence_table(posterior: Posterior, evidence: Evidence, sources: Sources, words: Words) -> Table:
    """Every claim and signal: what was said, by whom, with its passage, and what the fitted model says of the same."""
    book = _Book(evidence, sources)
    rows = [_used(fit, book, words) for fit in posterior.claims]
    for left in posterior.left_out:
        said = left.said
        told, cited = book.of(said)
        rows.append((_what(said, words), _value(said, cited, words), _who(told), told.passage.quote, None, left.reason))
    columns = (
        Column("what", words("evidence.what")),
        Column("said", words("evidence.said")),
        Column("who", words("evidence.who")),
        Column("passage", words("evidence.passage")),
        Column("model", words("evidence.model")),
        Column("use", words("evidence.use")),
    )
    return Table("evidence-table", words("evidence.title"), columns, tuple(rows), words("evidence.note"))


class _Book:
    """Everybody who says a thing: a report's own passage is shown before a packaged paraphrase of the same figure."""

    def __init__(self, evidence: Evidence, sources: Sources) -> None:
        self._evidence, self._sources = evidence, sources

    def of(self, said: Claim | Statement) -> tuple[Claim | Statement, tuple[str, ...]]:
        """Whose words are shown, and the keys of all who say so."""
        if isinstance(said, Statement):
            return said, ()
        everybody = sorted(self._evidence.sources_of(said), key=lambda claim: claim.passage.end <= claim.passage.start)
        return everybody[0], tuple(dict.fromkeys(self._sources.cite_claim(claim) for claim in everybody))


def _used(fit: ClaimFit, book: _Book, words: Words) -> tuple[Cell, ...]:
    said = fit.observation.said
    told, cited = book.of(said)
    low, middle, high = fit.posterior
    model = Number(middle, low, high, MEASURES[fit.observation.measure].units[0])
    use = words("evidence.fits") if abs(fit.sigmas) < 2 else words("evidence.strains", sigmas=f"{abs(fit.sigmas):.1f}")
    if fit.inflation > 1.05:
        use = words("evidence.contradicts", times=f"{fit.inflation:.1f}")
    return (_what(said, words), _value(said, cited, words), _who(told), told.passage.quote, model, use)


def _what(said: Claim | Statement, words: Words) -> str:
    if isinstance(said, Statement):
        name = words.get(f"what.{said.what}", said.what.replace("_", " "))
        return ", ".join(part for part in (name, said.place or said.country) if part)
    name = words.get(f"measure.{said.measure}", said.measure.replace("_", " "))
    return ", ".join(part for part in (name, said.place or said.country, period_words(said, words)) if part)


def period_words(claim: Claim, words: Words) -> str:
    """21–27 Sep, or 27 Sep for a stock, with a mark where an end was inferred."""
    if claim.period_end is None:
        return words("period.rate") if claim.per else ""
    end = day_text(claim.period_end, words.language)
    text = end
    if claim.kind is Kind.FLOW and claim.period_start and claim.period_start != claim.period_end:
        text = f"{day_text(claim.period_start, words.language)} – {end}"
    return text + (f" {words('period.inferred')}" if claim.inferred else "")


def _value(said: Claim | Statement, cited: tuple[str, ...], words: Words) -> Cell:
    """The value as it was said: with its qualifier in words, and the interval where a range was said."""
    if isinstance(said, Statement):
        return words("evidence.signal")
    if said.qualifier in (Qualifier.EXACT, Qualifier.RANGE) or said.value_high is not None:
        low = said.value if said.value_high is not None else None
        return Number(said.value, low, said.value_high, said.unit, cited, reported=True)
    amount = plain(said.value, said.unit, words.language, reported=True)
    return f"{words(f'qualifier.{said.qualifier.value}')} {amount}"


def _who(said: Claim | Statement) -> str:
    return ", ".join(dict.fromkeys(name for name in (said.speaker, said.medium) if name))


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
        meaning = words.get(f"parameter.{base}", PARAMETERS[base].meaning)
        label = f"{meaning} ({target.rstrip(']')})" if target else meaning
        moved = f"{round(100 * posterior.moved.get(name, 0.0))} %"
        rows.append((label, _spread(before.value(name), PARAMETERS[base].unit, cited),
                     _spread(after.value(name), PARAMETERS[base].unit, cited), moved))  # fmt: skip
    rows.sort(key=lambda row: -float(str(row[3]).split()[0]))
    columns = tuple(Column(key, words(f"assumption.{key}")) for key in ("what", "before", "now", "moved"))
    return Table("assumptions-table", words("assumption.title"), columns, tuple(rows), words("assumption.note"))


def prior_key(parameter: str, target: Sequence[str]) -> str:
    return f"{parameter}[{','.join(target)}]" if target else parameter


def _spread(values: np.ndarray, unit: str, cited: str) -> Number:
    low, middle, high = (float(v) for v in np.quantile(values, (0.1, 0.5, 0.9)))
    return Number(middle, low, high, unit, (cited,))
