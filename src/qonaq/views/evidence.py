"""What was said, and what the fitted model says of the same: claims of one thing under one heading.

Figures that contradict each other stand in one group, marked; a figure that several repeat stands once, with all who
say so; a figure that stands alone is in the last group.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from babel.numbers import format_decimal

from qonaq.inference.posterior import ClaimFit, Posterior
from qonaq.measures import MEASURES, Kind, Qualifier
from qonaq.model.claims import Claim, Evidence, Statement
from qonaq.views.numbers import day_text, days_text, interval, plain
from qonaq.views.sources import Sources
from qonaq.views.view import Cell, Column, Group, Number, Table
from qonaq.views.words import Words

Said = Claim | Statement
Row = tuple[Said, tuple[Cell, ...]]
COLUMNS = ("what", "said", "who", "passage", "model", "use")


def evidence_table(posterior: Posterior, evidence: Evidence, sources: Sources, words: Words) -> Table:
    """Every claim and signal with its passage, and what the fitted model says of the same, grouped by what it is of."""
    book = _Book(evidence, sources, words)
    rows: list[Row] = [(fit.observation.said, book.used(fit)) for fit in posterior.claims]
    rows += [(left.said, book.row(left.said, None, words.said(left.reason))) for left in posterior.left_out]
    groups, ordered = _grouped(rows, evidence, words)
    columns = tuple(Column(key, words(f"evidence.{key}"), own=key == "passage") for key in COLUMNS)
    return Table("evidence-table", words("evidence.title"), columns, ordered, words("evidence.note"), groups)


def _grouped(
    rows: Sequence[Row], evidence: Evidence, words: Words
) -> tuple[tuple[Group, ...], tuple[tuple[Cell, ...], ...]]:
    """The groups and their rows: those that disagree first, then the largest; single figures come last."""
    by_thing: dict[tuple[str, str], list[Row]] = {}
    for said, cells in rows:
        by_thing.setdefault((_name(said, words), _where(said, words)), []).append((said, cells))
    disputed = {id_of(claim) for one in evidence.contradictions for claim in one.claims}
    several = [(thing, found) for thing, found in by_thing.items() if len(found) > 1]
    marked = [(any(id_of(said) in disputed for said, _ in found), thing, found) for thing, found in several]
    marked.sort(key=lambda one: (not one[0], -len(one[2]), one[1]))
    groups: list[Group] = []
    ordered: list[tuple[Cell, ...]] = []
    for contradicts, thing, found in marked:
        tag = words("evidence.disagree") if contradicts else ""
        title = ", ".join(part for part in thing if part)
        groups.append(Group(title[:1].upper() + title[1:], len(found), tag))
        ordered += [(_when(said, words) or cells[0], *cells[1:]) for said, cells in sorted(found, key=_day)]
    alone = [found[0] for found in by_thing.values() if len(found) == 1]
    if alone:
        groups.append(Group(words("evidence.alone"), len(alone)))
        ordered += [cells for _, cells in alone]
    return tuple(groups), tuple(ordered)


def id_of(said: Said) -> tuple[object, ...]:
    """What tells two claims apart where one was made anew with other notes."""
    if isinstance(said, Statement):
        return said.what, said.country, said.place, said.date
    return said.measure, said.country, said.place, said.period_start, said.period_end, said.value, said.unit


def _day(row: Row) -> tuple[date, date]:
    said = row[0]
    if isinstance(said, Statement):
        return said.date or date.max, date.max
    return said.period_end or date.max, said.period_start or date.max


class _Book:
    """Everybody who says a thing: a report's own passage is shown before a packaged paraphrase of the same figure."""

    def __init__(self, evidence: Evidence, sources: Sources, words: Words) -> None:
        self._evidence, self._sources, self._words = evidence, sources, words

    def used(self, fit: ClaimFit) -> tuple[Cell, ...]:
        """A row of a claim that entered the fit."""
        words = self._words
        low, middle, high = fit.posterior
        model = Number(middle, low, high, MEASURES[fit.observation.measure].units[0])
        use = words("evidence.fits")
        if abs(fit.sigmas) >= 2:
            use = words("evidence.strains", sigmas=_decimal(fit.sigmas, words))
        if fit.inflation > 1.05:
            use = words("evidence.contradicts", times=_decimal(fit.inflation, words))
        return self.row(fit.observation.said, model, use)

    def row(self, said: Said, model: Cell, use: str) -> tuple[Cell, ...]:
        """What it is about, what was said, who said it, in which words, the model's own figure, and its use."""
        words = self._words
        everybody = self._everybody(said)
        cited = tuple(dict.fromkeys(self._sources.cite_claim(c, words) for c in everybody if isinstance(c, Claim)))
        told = everybody[0]
        speakers = who(told, words)
        if len(everybody) > 1:
            speakers = words("evidence.repeated", who=speakers, count=len(everybody) - 1)
        return what_said(said, words), _value(said, cited, words), speakers, told.passage.quote, model, use

    def _everybody(self, said: Said) -> Sequence[Said]:
        if isinstance(said, Statement):
            return (said,)
        return sorted(self._evidence.sources_of(said), key=lambda claim: claim.passage.end <= claim.passage.start)


def _decimal(value: float, words: Words) -> str:
    return str(format_decimal(round(abs(value), 1), locale=words.language))


def _name(said: Said, words: Words) -> str:
    if isinstance(said, Statement):
        return words.get(f"what.{said.what}", said.what.replace("_", " "))
    return words.measure(said.measure)


def _where(said: Said, words: Words) -> str:
    return words.place(said.place) or words.country(said.country)


def _when(said: Said, words: Words) -> str:
    if isinstance(said, Statement):
        return day_text(said.date, words.language) if said.date else ""
    return period_words(said, words)


def what_said(said: Said, words: Words) -> str:
    """What a claim or signal speaks of: entries, Kazakhstan, 21–27 Sep."""
    when = period_words(said, words) if isinstance(said, Claim) else ""
    text = ", ".join(part for part in (_name(said, words), _where(said, words), when) if part)
    return text[:1].upper() + text[1:]


def period_words(claim: Claim, words: Words) -> str:
    """21–27 Sep, or 27 Sep for a stock, with a mark where an end was inferred."""
    if claim.period_end is None:
        return words("period.rate") if claim.per else ""
    text = day_text(claim.period_end, words.language)
    if claim.kind is Kind.FLOW and claim.period_start and claim.period_start != claim.period_end:
        text = days_text(claim.period_start, claim.period_end, words.language)
    return text + (f" {words('period.inferred')}" if claim.inferred else "")


def _value(said: Said, cited: tuple[str, ...], words: Words) -> Cell:
    """The value as it was said: with its qualifier in words, and the interval where a range was said."""
    if isinstance(said, Statement):
        return words("evidence.signal")
    exact = said.qualifier in (Qualifier.EXACT, Qualifier.RANGE)
    prefix = "" if exact else words(f"qualifier.{said.qualifier.value}")
    low = said.value if said.value_high is not None else None
    return Number(said.value, low, said.value_high, said.unit, cited, reported=True, prefix=prefix)


def value_words(said: Claim, words: Words) -> str:
    """The value with its qualifier and its unit in words: over 13,000 people."""
    amount = plain(said.value, said.unit, words.language, reported=True)
    if said.value_high is not None:
        amount = interval(Number(said.value, said.value, said.value_high, said.unit, reported=True), words.language)
    exact = said.qualifier in (Qualifier.EXACT, Qualifier.RANGE)
    qualifier = "" if exact else words(f"qualifier.{said.qualifier.value}")
    return " ".join(part for part in (qualifier, amount, words.unit(said.unit)) if part)


def who(said: Said, words: Words) -> str:
    """The office and the medium, the office by its name in the reader's language."""
    office = words.office(said.speaker) if said.speaker else None
    return ", ".join(dict.fromkeys(name for name in (office, said.medium) if name))
