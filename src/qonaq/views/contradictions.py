"""Figures that contradict each other, side by side with their sources, and how far each source lies from the fit."""

from __future__ import annotations

from qonaq.inference.posterior import Posterior
from qonaq.model.claims import Evidence
from qonaq.views.evidence import value_words, what_said, who
from qonaq.views.sources import Sources
from qonaq.views.view import Cell, Column, Number, Table
from qonaq.views.words import Words


def contradictions_table(evidence: Evidence, posterior: Posterior, sources: Sources, words: Words) -> Table:
    """A row for each pair of claims that cannot both be right, then the bias that the fit finds in each source."""
    rows: list[tuple[Cell, ...]] = []
    for one in evidence.contradictions:
        claims = list(one.claims)
        amounts = " · ".join(f"{value_words(claim, words)} ({who(claim, words) or '—'})" for claim in claims)
        cited = tuple(sources.cite_claim(claim, words) for claim in claims)
        low, high = min(c.value for c in claims), max(c.value for c in claims)
        spread = Number((low + high) / 2, low, high, claims[0].unit, cited, reported=True)
        rows.append((what_said(claims[0], words), amounts, spread))
    for source, (low, middle, high) in sorted(posterior.source_bias.items()):
        if low > 1.0 or high < 1.0:
            factor = Number(middle - 1.0, low - 1.0, high - 1.0, "share")
            rows.append((words.said(source), words("contradictions.bias"), factor))
    columns = tuple(Column(key, words(f"contradictions.{key}")) for key in ("what", "said", "spread"))
    return Table(
        "contradictions-table", words("contradictions.title"), columns, tuple(rows), words("contradictions.note")
    )
