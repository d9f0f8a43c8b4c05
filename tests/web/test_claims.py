"""Claims of one thing stand together; those that repeat or contradict one another are marked."""

from __future__ import annotations

from typing import Any

from qonaq.web.claims import gathered


def claim(value: float, end: str, **more: Any) -> dict[str, Any]:
    stated = {
        "id": f"{value}-{end}-{len(more)}", "measure": "entries", "value": value, "value_high": None, "unit": "people",
        "qualifier": "exact", "status": "reported", "group": None, "origin": "RU", "country": "KZ", "place": None,
        "period_start": "2022-09-21", "period_end": end, "inferred": False, "per": None, "quote": "q",
        "bed_class": None,
    }  # fmt: skip
    return stated | more


def test_claims_of_one_thing_stand_together_the_disputed_first() -> None:
    exits = claim(64_234, "2022-09-27", measure="exits")
    claims = [exits, claim(98_000, "2022-09-27"), claim(98_000, "2022-09-27", quote="again"),
              claim(60_321, "2022-09-27", quote="less"), claim(20_000, "2022-09-23")]  # fmt: skip
    groups = gathered(claims)
    assert [(group.measure, group.country, group.disagrees) for group in groups] == [
        ("entries", "KZ", True), ("exits", "KZ", False),
    ]  # fmt: skip
    assert [(row.claim["value"], row.relation) for row in groups[0].rows] == [
        (20_000, ""), (98_000, "disagrees"), (98_000, "disagrees"), (60_321, "disagrees"),
    ]  # fmt: skip


def test_a_repeated_figure_is_marked_and_no_claim_is_lost() -> None:
    claims = [
        claim(98_000, "2022-09-27"),
        claim(98_000, "2022-09-27", quote="again"),
        claim(5, "2022-09-27", place="Oral"),
    ]
    groups = gathered(claims)
    assert [row.relation for row in groups[0].rows] == ["", "repeats"]
    assert sum(len(group.rows) for group in groups) == len(claims)
    assert gathered([]) == ()
