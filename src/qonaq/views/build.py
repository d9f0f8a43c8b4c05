"""Puts a view together: everything on the page, in the order of the page, from what the other rooms found."""

from __future__ import annotations

from collections.abc import Sequence

from qonaq.inference.forecast import Forecast
from qonaq.inference.posterior import Posterior
from qonaq.inference.value import Worth
from qonaq.model.claims import Evidence
from qonaq.planning.compare import Comparison
from qonaq.planning.needs import Needs
from qonaq.planning.plan import Plan
from qonaq.views.answer import answer_of, as_of_lines, warning_of
from qonaq.views.brief import brief_of
from qonaq.views.charts import fans_of, map_of
from qonaq.views.comparison import comparison_note, comparisons_of
from qonaq.views.contradictions import contradictions_table
from qonaq.views.evidence import evidence_table
from qonaq.views.names import names_in
from qonaq.views.numbers import day_text, percent, with_interval
from qonaq.views.outlook import Outlook
from qonaq.views.plan_tables import plan_tables
from qonaq.views.sources import Sources
from qonaq.views.tables import assumptions_table, cities_table
from qonaq.views.view import Number, View
from qonaq.views.words import Words


def view(
    posterior: Posterior,
    forecast: Forecast,
    evidence: Evidence,
    needs: Needs,
    comparison: Comparison,
    plan: Plan,
    worth: Sequence[Worth],
    *,
    words: Words,
    cautions: Sequence[str] = (),
    record: Sequence[str] = (),
    outlook: Outlook | None = None,
    news: Sequence[str] = (),
) -> View:
    """What is shown of a plan, as data only, in the reader's language; `outlook`: one that has looked already;
    `news`: what changed since an earlier run.
    """
    sources = Sources()
    outlook = outlook or Outlook(forecast)
    scenario = outlook.scenario
    words = words.naming(names_in(words.language, scenario.places))
    names = {"origin": words.country(scenario.origin), "host": words.country(scenario.host)}
    brief = brief_of(outlook, posterior, evidence, plan, sources, words)
    answer = answer_of(outlook, needs, plan.capacity_out, words)
    fans = fans_of(outlook, posterior, sources, words)
    cities = cities_table(outlook, plan.capacity_out, sources, words)
    tables = plan_tables(plan, sources, words)
    shown_evidence = evidence_table(posterior, evidence, sources, words)
    assumptions = assumptions_table(posterior, sources, words)
    all_cautions = (*cautions, *posterior.cautions, *evidence.cautions, *plan.cautions)
    return View(
        title=words("title", **names),
        subtitle=words(
            "subtitle", day=day_text(outlook.today, words.language, year=True), scenario=words.said(scenario.title)
        ),
        language=words.language,
        reference_date=outlook.today,
        answer=answer,
        as_of=(*as_of_lines(posterior, words), *news, *record),
        map=map_of(outlook, words),
        fans=fans,
        cities=cities,
        comparisons=comparisons_of(comparison, outlook, sources, words),
        comparison_note=comparison_note(comparison, words),
        plan=tables,
        next_figure=next_figure(worth, scenario.host, words),
        evidence=shown_evidence,
        contradictions=contradictions_table(evidence, posterior, sources, words),
        assumptions=assumptions,
        cautions=tuple(words.said(text) for text in dict.fromkeys(all_cautions)),
        record=(*record, words("record.card")),
        sources=sources.listed(),
        brief=brief,
        warning=warning_of(posterior, words),
    )


def next_figure(worth: Sequence[Worth], host: str, words: Words) -> str:
    """The figure that, if somebody asked for it, would narrow the plan most."""
    if not worth:
        return ""
    best = max(worth, key=lambda one: one.removed)
    figure = best.figure
    low, middle, high = best.expected
    expected = Number(middle, low, high, "count")
    return words(
        "next.figure",
        measure=words.measure(figure.measure),
        place=words.place(figure.place) or words.country(figure.country or host),
        share=percent(best.removed, words.language),
        expected=with_interval(expected, words.language),
    )
