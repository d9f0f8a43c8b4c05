"""The plan's own tables: objectives, needs with standards, gaps, dated actions, triggers, budget, monitoring."""

from __future__ import annotations

import re
from collections.abc import Iterable

from babel.numbers import format_decimal

from qonaq.planning.budget import BudgetLine
from qonaq.planning.needs import Need
from qonaq.planning.plan import Plan
from qonaq.planning.standards import VERIFIED
from qonaq.planning.triggers import Trigger
from qonaq.views.numbers import day_text, percent, plain
from qonaq.views.sources import MODEL, Sources
from qonaq.views.view import Cell, Column, Number, Table
from qonaq.views.words import Words

MOST_GAPS = 24
STANDARD = re.compile(r"\w+ (?P<value>\d+(?:\.\d+)?) (?P<unit>.+)")  # latrine 50 people/latrine


def plan_tables(plan: Plan, sources: Sources, words: Words) -> tuple[Table, ...]:
    """The tables in the order of the printed plan."""
    tables = (
        _objectives(plan, words),
        _needs(plan, sources, words),
        _gaps(plan, sources, words),
        _actions(plan, sources, words),
        _triggers(plan.triggers, words),
        _budget(plan, sources, words),
        _monitoring(plan, words),
    )
    return tuple(table for table in tables if table.rows)


def _columns(name: str, keys: Iterable[str], words: Words, **scales: str) -> tuple[Column, ...]:
    return tuple(Column(key, words(f"{name}.{key}"), scales.get(key, "")) for key in keys)


def _objectives(plan: Plan, words: Words) -> Table:
    rows = tuple(
        (words.said(row.text), words.said(row.indicator), _target(row.target, words)) for row in plan.objectives
    )
    return Table(
        "objectives", words("objectives.title"), _columns("objectives", ("text", "indicator", "target"), words), rows
    )


def _target(text: str, words: Words) -> str:
    """A target that is a standard, without the standard's key."""
    return standard_words(text, words) if STANDARD.fullmatch(text) else words.said(text)


def _cited(need: Need, sources: Sources, words: Words) -> str:
    grade = words.get(f"grade.{need.grade}", need.grade)
    return sources.cite("standard", f"{standard_words(need.standard, words)} ({grade})", address=need.source)


def _needs(plan: Plan, sources: Sources, words: Words) -> Table:
    """The whole country's needs, at the stated risk."""
    rows: list[tuple[Cell, ...]] = []
    for need in plan.needs.rows:
        if need.place is not None:
            continue
        cited = _cited(need, sources, words)
        amount = Number(need.quantity, need.low, need.high, "count", (cited,))
        grade = "" if need.grade == VERIFIED else f" ({words.get(f'grade.{need.grade}', need.grade)})"
        peak = words("needs.rising") if need.date is None else day_text(need.date, words.language)
        standard = standard_words(need.standard, words) + grade
        rows.append((item_words(need.item, need.title, words), amount, words.unit(need.unit), peak, standard))
    note = words(
        "needs.note",
        risk=percent(plan.needs.risk, words.language),
        phase=words.get(f"phase.{plan.needs.phase}", plan.needs.phase),
        climate=words.get(f"climate.{plan.needs.climate}", plan.needs.climate),
    )
    columns = _columns("needs", ("item", "amount", "unit", "peak", "standard"), words)
    return Table("needs", words("needs.title"), columns, tuple(rows), note)


def standard_words(standard: str, words: Words) -> str:
    """The values and units of standards, without their keys: "15 litres a person and day"."""
    return "; ".join(_standard(part, words) for part in standard.split("; "))


def _standard(part: str, words: Words) -> str:
    found = STANDARD.fullmatch(part)
    if found is None:
        return words.said(part)
    value, unit = float(found["value"]), found["unit"]
    if unit == "share":
        return plain(value, unit, words.language, reported=True)
    digits = 0 if value >= 100 else 3  # 434.783 people are 435
    return f"{format_decimal(round(value, digits), locale=words.language)} {words.unit(unit)}"


def _gaps(plan: Plan, sources: Sources, words: Words) -> Table:
    """What is missing by city, the largest first; where nobody said what exists, it is to be entered."""
    local = [
        need
        for need in plan.needs.rows
        if need.place is not None and need.item in ("beds to open", "registration desks")
    ]
    local.sort(key=lambda need: (need.item, -need.quantity))
    rows: list[tuple[Cell, ...]] = []
    for need in local[:MOST_GAPS]:
        cited = (_cited(need, sources, words),)
        exists: Cell = (
            words("gaps.enter") if need.existing is None else Number(need.existing, unit="count", sources=cited)
        )
        amount = Number(need.quantity, need.low, need.high, "count", cited)
        missing: Cell = words("gaps.enter") if need.gap is None else Number(need.gap, unit="count", sources=cited)
        day = words("needs.rising") if need.date is None else day_text(need.date, words.language)
        item = item_words(need.item, need.title, words)
        rows.append((words.place(need.place), item, amount, exists, missing, day))
    keys = ("place", "item", "amount", "exists", "missing", "peak")
    return Table(
        "gaps", words("gaps.title"), _columns("gaps", keys, words, missing="shortage"), tuple(rows), words("gaps.note")
    )


def _actions(plan: Plan, sources: Sources, words: Words) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for action in plan.actions:
        where = words.place(action.place) + ("" if action.to is None else f" → {words.place(action.to)}")
        cited = sources.cite(MODEL, words.said(action.source))
        cost: Cell = (
            words("budget.enter") if action.cost is None else Number(action.cost, unit=plan.currency, sources=(cited,))
        )
        amount = Number(action.quantity, unit="count", sources=(cited,))
        rows.append(
            (
                words.get(f"action.{action.what}", words.said(action.what)),
                where,
                amount,
                day_text(action.by, words.language),
                day_text(action.decide_by, words.language),
                cost,
            )
        )
    binding = "; ".join(
        words(
            "actions.binds",
            limit=words.said(row.limit),
            value=plain(row.value, "count", words.language),
            unit=words.unit(row.unit),
        )
        for row in plan.placement.binding[:4]
    )
    note = words("actions.note", before=plain(plan.placement.unsheltered_before, "count", words.language),
                 after=plain(plan.placement.unsheltered_nights, "count", words.language))  # fmt: skip
    keys = ("what", "where", "amount", "by", "decide", "cost")
    return Table(
        "actions", words("actions.title"), _columns("actions", keys, words), tuple(rows), f"{note} {binding}".strip()
    )


def _triggers(triggers: tuple[Trigger, ...], words: Words) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            words.said(t.indicator),
            words.place(t.place) or words("whole_country"),
            f"{plain(t.threshold, t.unit, words.language)} {words.unit(t.unit)}".strip(),
            percent(t.chance, words.language),
            words.said(t.action),
        )
        for t in triggers
    ]
    keys = ("indicator", "where", "threshold", "chance", "action")
    return Table(
        "triggers", words("triggers.title"), _columns("triggers", keys, words), tuple(rows), words("triggers.note")
    )


def _budget(plan: Plan, sources: Sources, words: Words) -> Table:
    rows = [_budget_line(line, sources, words) for line in plan.budget.lines]
    total = plan.budget.total
    rows.append(
        (words("budget.total"), None, Number((total.low + total.high) / 2, total.low, total.high, total.currency), "")
    )
    missing = ", ".join(words.get(f"price.{name}", name) for name in total.missing)
    note = words("budget.missing", names=missing) if missing else ""
    keys = ("item", "quantity", "cost", "source")
    return Table(
        "budget", words("budget.title", currency=total.currency), _columns("budget", keys, words), tuple(rows), note
    )


def _budget_line(line: BudgetLine, sources: Sources, words: Words) -> tuple[Cell, ...]:
    item = item_words(line.item, line.item, words)
    priced = "" if line.price is None else line.source
    cited = sources.cite(
        "standard", words("budget.price", item=item) if priced else words.said(line.source), address=priced
    )
    quantity = Number(line.quantity, line.low, line.high, "count", (cited,))
    cost: Cell = words("budget.enter")
    if line.cost is not None:
        low, high = line.cost
        cost = Number((low + high) / 2, low, high, line.currency, (cited,))
    unit = words.unit(line.unit)
    if line.price is not None:
        ends = [plain(v, line.currency, words.language, reported=True) for v in (line.price.lowest, line.price.highest)]
        unit = f"{unit}, {'–'.join(dict.fromkeys(ends))} {words.unit(line.currency)}"
    return (item, quantity, cost, unit)


def item_words(item: str, title: str, words: Words) -> str:
    """An item of the plan in the reader's language."""
    text = words.get(f"item.{item}", words.said(title))
    return text[:1].upper() + text[1:]


def _monitoring(plan: Plan, words: Words) -> Table:
    keys = ("indicator", "how_often", "who")
    rows = tuple(tuple(words.said(cell) for cell in row) for row in plan.monitoring)
    return Table("monitoring", words("monitoring.title"), _columns("monitoring", keys, words), rows, "")
