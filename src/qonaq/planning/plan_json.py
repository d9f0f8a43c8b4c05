"""The plan as JSON, by the contract: the promised keys, and more beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from qonaq.planning.budget import Budget, Money
from qonaq.planning.capacity import CapacityOut
from qonaq.planning.compare import Comparison
from qonaq.planning.needs import Need, Needs
from qonaq.planning.placement import Placement
from qonaq.planning.plan import Plan


def plan_as_json(
    plan: Plan, *, run: str | None = None, seconds: float | None = None, claims: Sequence[Any] | None = None
) -> dict[str, Any]:
    """The object of `plan.json`; run, seconds and claims are the caller's, and left out where None."""
    comparison = plan.comparison
    given = {"run": run, "seconds": seconds, "claims": claims}
    return {
        **{key: value for key, value in given.items() if value is not None},
        "reference_date": plan.reference_date.isoformat(),
        "policies": [policy.name for policy in comparison.policies],
        "needs": [_need(row) for row in plan.needs.rows],
        "capacity_out": [_capacity_out(row) for row in plan.capacity_out],
        "cautions": list(plan.cautions),
        "horizon_end": plan.horizon_end.isoformat(),
        "country": plan.host,
        "risk": plan.needs.risk,
        "phase": plan.needs.phase,
        "climate": plan.needs.climate,
        "situation": [_plain(asdict(row)) for row in plan.situation],
        "people": [asdict(row) for row in plan.needs.people],
        "objectives": [asdict(row) for row in plan.objectives],
        "triggers": [asdict(row) for row in plan.triggers],
        "actions": [_plain(asdict(row)) for row in plan.actions],
        "placement": _placement(plan.placement),
        "comparison": _comparison(comparison),
        "budget": _budget(plan.budget),
        "next_figures": [asdict(row) for row in plan.next_figures],
        "monitoring": [
            dict(zip(("indicator", "how_often", "who_counts"), row, strict=True)) for row in plan.monitoring
        ],
        "coordination": [{"role": role, "who": None} for role in plan.coordination],
        "courses": dict(zip(("shown", "compared"), plan.courses, strict=True)),
    }


def _need(row: Need) -> dict[str, Any]:
    return {**_plain(asdict(row)), "gap": row.gap}


def _capacity_out(row: CapacityOut) -> dict[str, Any]:
    return {
        "place": row.place,
        "class": row.bed_class,
        "probability": row.probability,
        "quantiles": {f"{level:g}": _day(day) for level, day in row.quantiles.items()},
        "beds": row.beds,
        "shifts": [asdict(shift) for shift in row.shifts],
    }


def _placement(placement: Placement) -> dict[str, Any]:
    return {
        "feasible": placement.feasible,
        "beds": [
            {"place": place, "class": bed_class, "by_period": list(numbers)}
            for (place, bed_class), numbers in placement.beds.items()
        ],
        "period_days": list(placement.period_days),
        "desks": dict(placement.desks),
        "moved": [{"place": place, "to": to, "people": people} for (place, to), people in placement.moved.items()],
        "unsheltered_nights": placement.unsheltered_nights,
        "unsheltered_nights_without": placement.unsheltered_before,
        "cost": placement.cost,
        "binding": [asdict(row) for row in placement.binding],
        "conflicts": [asdict(row) for row in placement.conflicts],
        "assumptions": list(dict.fromkeys(row.source for row in placement.openings)),
    }


def _comparison(comparison: Comparison) -> dict[str, Any]:
    return {
        "objective": {**asdict(comparison.objective)},
        "differences": [{**asdict(row), "words": row.words} for row in comparison.differences],
        "costs": {name: _money(money) for name, money in comparison.costs.items()},
        "regrets": [asdict(row) for row in comparison.regrets],
        "ranking": list(comparison.ranking),
        "notes": {name: list(notes) for name, notes in comparison.notes.items()},
        "replicates": comparison.replicates,
    }


def comparison_as_json(comparison: Comparison) -> dict[str, Any]:
    """What `qonaq compare --json` prints."""
    return {"policies": [policy.name for policy in comparison.policies], **_comparison(comparison)}


def needs_as_json(needs: Needs, *, place: str | None = None) -> dict[str, Any]:
    """What `qonaq needs --json` prints."""
    return {
        "reference_date": needs.reference_date.isoformat(),
        "horizon_end": needs.horizon_end.isoformat(),
        "risk": needs.risk,
        "phase": needs.phase,
        "climate": needs.climate,
        "needs": [_need(row) for row in needs.rows if place in (None, row.place)],
        "people": [asdict(row) for row in needs.people],
        "cautions": list(needs.cautions),
    }


def _budget(budget: Budget) -> dict[str, Any]:
    return {
        "lines": [
            {
                "item": line.item,
                "unit": line.unit,
                "quantity": line.quantity,
                "low": line.low,
                "high": line.high,
                "price": None if line.price is None else line.price.value,
                "price_id": line.price_id,
                "cost_low": None if line.cost is None else line.cost[0],
                "cost_high": None if line.cost is None else line.cost[1],
                "currency": line.currency,
                "source": line.source,
            }
            for line in budget.lines
        ],
        "total": _money(budget.total),
        "ceiling": budget.ceiling,
    }


def _money(money: Money) -> dict[str, Any]:
    return {**asdict(money), "missing": list(money.missing)}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {key: _day(value) if isinstance(value, date) else value for key, value in row.items()}


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
