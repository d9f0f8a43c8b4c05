"""What each policy would change, as dots with whiskers: people first, then the host community, then cost."""

from __future__ import annotations

from qonaq.planning.compare import Comparison, Difference
from qonaq.planning.indicators import INDICATORS
from qonaq.views.outlook import Outlook
from qonaq.views.sources import MODEL, Sources
from qonaq.views.view import Dot, Dots, Number
from qonaq.views.words import Words


def comparisons_of(comparison: Comparison, outlook: Outlook, sources: Sources, words: Words) -> tuple[Dots, ...]:
    """One drawing for each indicator in which some policy differs, in the comparison's own order, then cost."""
    by_indicator: dict[str, list[Difference]] = {}
    for row in comparison.differences:
        by_indicator.setdefault(row.indicator, []).append(row)
    cited = sources.cite(MODEL, words("source.paired", count=comparison.replicates))
    drawn = []
    for indicator, rows in by_indicator.items():
        if all(row.low == row.high == 0 for row in rows):
            continue
        first = rows[0]
        named = words.get(f"indicator.{indicator}", words.said(first.title))
        title = named[:1].upper() + named[1:]
        base = outlook.number(INDICATORS[indicator].count(outlook.compared, outlook.ahead), first.unit, (cited,))
        dots = tuple(Dot(row.policy, row.mean, row.low, row.high, row.clear) for row in rows)
        drawn.append(Dots(indicator, title, first.unit, first.whom, dots, base))
    return (*drawn, *_cost(comparison, words))


def _cost(comparison: Comparison, words: Words) -> tuple[Dots, ...]:
    """Costs of the levers where every price is known; a policy without prices is named in the note."""
    known = {name: money for name, money in comparison.costs.items() if not money.missing}
    dots = tuple(
        Dot(name, (money.low + money.high) / 2, money.low, money.high)
        for name, money in known.items()
        if money.high > 0
    )
    missing = sorted(name for name, money in comparison.costs.items() if money.missing)
    note = words("cost.missing", policies=", ".join(policy_words(name, words) for name in missing)) if missing else ""
    if not dots:
        return ()
    currency = next(iter(known.values())).currency
    return (
        Dots("cost", words("cost.title", currency=currency), currency, "cost", dots, Number(0.0, unit=currency), note),
    )


def comparison_note(comparison: Comparison, words: Words) -> str:
    """How the comparison was made, and what has to be said of which policy (a closure: asylum), a line each."""
    whom: dict[str, list[str]] = {}
    for name, notes in comparison.notes.items():
        for note in notes:
            whom.setdefault(note, []).append(policy_words(name, words))
    own = (f"{', '.join(names)}: {words.said(note)}" for note, names in whom.items())
    lines = [words("compare.how", count=comparison.replicates), *(line[:1].upper() + line[1:] for line in own)]
    unpriced = sorted(name for name, money in comparison.costs.items() if money.missing)
    if unpriced:
        lines.append(words("cost.missing", policies=", ".join(policy_words(name, words) for name in unpriced)))
    return "\n".join(lines)


def policy_words(name: str, words: Words) -> str:
    """The name of a policy in the reader's language, where it has one."""
    told = words.said(name)
    return words.get(f"policy.{name}", name.replace("-", " ") if told == name else told)
