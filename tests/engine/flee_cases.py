"""Small Flee instances for tests, made in code."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from qonaq.engine.flee_instance import FleeInstance, FleePlace, FleeRoute, FleeRules

START = date(2022, 9, 21)


def place(name: str, kind: str, people: int = 0, country: str = "home", **more: Any) -> FleePlace:
    return FleePlace(name, "region", country, 50.0, 40.0, kind, people, **more)


def instance(
    places: list[FleePlace],
    routes: list[tuple[str, str, float]],
    *,
    days: int = 20,
    agents: dict[str, int] | None = None,
    counts: dict[str, list[tuple[int, float]]] | None = None,
    rules: FleeRules | None = None,
    **more: Any,
) -> FleeInstance:
    """An instance whose people are there from the start, or come as the counts rise."""
    camps = [p.name for p in places if p.is_camp]
    tables = counts or {name: [(0, 0.0)] for name in camps}
    return FleeInstance(
        name="small",
        start=START,
        days=days,
        places=tuple(places),
        routes=tuple(FleeRoute(*route) for route in routes),
        closures=more.pop("closures", ()),
        conflicts=more.pop("conflicts", {}),
        counts={"total": ((),), **{name: (tuple(table),) for name, table in tables.items()}},
        rules=rules or FleeRules(),
        agents=agents or {},
        **more,
    )


def valley(**changes: Any) -> FleeInstance:
    """A conflict, two towns, a hub, three camps of which one is small: enough for every rule to matter."""
    places = [
        place("Aksu", "conflict_zone", 60_000),
        place("Bora", "conflict_zone", 20_000),
        place("Chon", "town", 9_000),
        place("Dala", "town", 15_000),
        place("Emba", "forwarding_hub", 0, "away"),
        place("Fort", "camp", 700, "away"),
        place("Gora", "camp", 9_000, "away"),
        place("Hasar", "idpcamp", 4_000),
    ]
    routes = [
        ("Aksu", "Chon", 120.0), ("Aksu", "Dala", 310.0), ("Bora", "Chon", 80.0), ("Chon", "Dala", 65.0),
        ("Dala", "Emba", 190.0), ("Emba", "Fort", 45.0), ("Emba", "Gora", 410.0), ("Chon", "Hasar", 150.0),
        ("Dala", "Gora", 520.0),
    ]  # fmt: skip
    counts = {
        "Fort": [(0, 50.0), (40, 900.0)],
        "Gora": [(0, 0.0), (40, 2_400.0)],
        "Hasar": [(0, 100.0), (20, 900.0), (40, 700.0)],
    }
    made = instance(places, routes, days=40, counts=counts, conflicts={"Bora": (0.0,) * 6 + (0.7,) * 34})
    rules = changes.pop("rules", {})
    return replace(made, rules=replace(made.rules, **rules), **changes)
