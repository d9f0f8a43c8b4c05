"""The plan's own tables: objectives, needs with standards, gaps, dated actions, triggers, budget, monitoring."""

from __future__ import annotations

from collections.abc import Iterable

from qonaq.planning.budget import BudgetLine
from qonaq.planning.needs import Need
from qonaq.planning.plan import Plan
from qonaq.planning.standards import VERIFIED
from qonaq.planning.triggers import Trigger
from qonaq.views.numbers import day_text, plain
from qonaq.views.sources import MODEL, Sources
from qonaq.views.view import Cell, Column, Number, Table
from qonaq.views.words import Words

MOST_GAPS = 24


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
    rows = tuple((row.text, row.indicator, _target(row.target)) for row in plan.objectives)
    return Table(
        "objectives", words("objectives.title"), _columns("objectives", ("text", "indicator", "target"), words), rows
    )


def _target(text: str) -> str:
    """A target that is a standard, without the standard's key."""
    return without_id(text) if "_" in text.partition(" ")[0] or "/" in text else text


def _cited(need: Need, sources: Sources) -> str:
    return sources.cite("standard", f"{need.standard} ({need.grade})", address=need.source)


def _needs(plan: Plan, sources: Sources, words: Words) -> Table:
    """The whole country's needs, at the stated risk."""
    rows: list[tuple[Cell, ...]] = []
    for need in plan.needs.rows:
        if need.place is not None:
            continue
        cited = _cited(need, sources)
        amount = Number(need.quantity, need.low, need.high, "count", (cited,))
        grade = "" if need.grade == VERIFIED else f" ({words.get(f'grade.{need.grade}', need.grade)})"
        peak = words("needs.rising") if need.date is None else day_text(need.date, words.language)
        rows.append(
            (words.get(f"item.{need.item}", need.title), amount, need.unit, peak, without_id(need.standard) + grade)
        )
    note = words(
        "needs.note", risk=f"{round(100 * plan.needs.risk)} %", phase=plan.needs.phase, climate=plan.needs.climate
    )
    columns = _columns("needs", ("item", "amount", "unit", "peak", "standard"), words)
    return Table("needs", words("needs.title"), columns, tuple(rows), note)


def without_id(standard: str) -> str:
    """The value and unit of a standard, without its key: "15 litres/person/day"."""
    return "; ".join(part.partition(" ")[2] or part for part in standard.split("; "))


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
        cited = (_cited(need, sources),)
        exists: Cell = (
            words("gaps.enter") if need.existing is None else Number(need.existing, unit="count", sources=cited)
        )
        amount = Number(need.quantity, need.low, need.high, "count", cited)
        missing: Cell = words("gaps.enter") if need.gap is None else Number(need.gap, unit="count", sources=cited)
        day = words("needs.rising") if need.date is None else day_text(need.date, words.language)
        rows.append((need.place or "", words.get(f"item.{need.item}", need.title), amount, exists, missing, day))
    keys = ("place", "item", "amount", "exists", "missing", "peak")
    return Table(
        "gaps", words("gaps.title"), _columns("gaps", keys, words, missing="shortage"), tuple(rows), words("gaps.note")
    )


def _actions(plan: Plan, sources: Sources, words: Words) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for action in plan.actions:
        where = action.place if action.to is None else f"{action.place} → {action.to}"
        cited = sources.cite(MODEL, action.source)
        cost: Cell = (
            words("budget.enter") if action.cost is None else Number(action.cost, unit=plan.currency, sources=(cited,))
        )
        amount = Number(action.quantity, unit="count", sources=(cited,))
        rows.append(
            (
                words.get(f"action.{action.what}", action.what),
                where,
                amount,
                day_text(action.by, words.language),
                day_text(action.decide_by, words.language),
                cost,
            )
        )
    binding = "; ".join(
        words("actions.binds", limit=row.limit, value=plain(row.value, "count", words.language), unit=row.unit)
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
            t.indicator,
            t.place or words("whole_country"),
            f"{plain(t.threshold, t.unit, words.language)} {_unit(t.unit)}".strip(),
            f"{round(100 * t.chance)} %",
            t.action,
        )
        for t in triggers
    ]
    keys = ("indicator", "where", "threshold", "chance", "action")
    return Table(
        "triggers", words("triggers.title"), _columns("triggers", keys, words), tuple(rows), words("triggers.note")
    )


def _unit(unit: str) -> str:
    return "" if unit == "share" else unit


def _budget(plan: Plan, sources: Sources, words: Words) -> Table:
    rows = [_budget_line(line, sources, words) for line in plan.budget.lines]
    total = plan.budget.total
    rows.append(
        (words("budget.total"), None, Number((total.low + total.high) / 2, total.low, total.high, total.currency), "")
    )
    note = words("budget.missing", names=", ".join(total.missing)) if total.missing else ""
    keys = ("item", "quantity", "cost", "source")
    return Table(
        "budget", words("budget.title", currency=total.currency), _columns("budget", keys, words), tuple(rows), note
    )


def _budget_line(line: BudgetLine, sources: Sources, words: Words) -> tuple[Cell, ...]:
    cited = sources.cite("standard", line.source)
    quantity = Number(line.quantity, line.low, line.high, "count", (cited,))
    cost: Cell = words("budget.enter")
    if line.cost is not None:
        low, high = line.cost
        cost = Number((low + high) / 2, low, high, line.currency, (cited,))
    return (words.get(f"item.{line.item}", line.item), quantity, cost, f"{line.unit}; {line.source}")


def _monitoring(plan: Plan, words: Words) -> Table:
    keys = ("indicator", "how_often", "who")
    return Table("monitoring", words("monitoring.title"), _columns("monitoring", keys, words), plan.monitoring, "")
