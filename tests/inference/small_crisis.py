"""The engine's small invented crisis with every row known from the start, and claims about it."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta

from engine.worlds import START, TRIGGER, small
from qonaq.model.claims import Claim, Passage
from qonaq.model.scenario import Scenario

TODAY = TRIGGER + timedelta(days=8)
MEMBERS = 200


def known(scenario: Scenario) -> Scenario:
    """Every row public from the first simulated day on."""
    tables = ("places", "routes", "groups", "rules", "events", "priors", "policies")
    return replace(
        scenario, **{name: tuple(replace(row, known_on=START) for row in getattr(scenario, name)) for name in tables}
    )


CRISIS = known(small())


def said(measure: str, value: float, **more: object) -> Claim:
    """A claim about the whole host country, up to yesterday, published today."""
    assert {field.name for field in fields(Claim)} >= set(more)
    given: dict[str, object] = {
        "unit": "people", "passage": Passage("invented"), "country": "BB", "origin": "AA", "period_start": TRIGGER,
        "period_end": TODAY - timedelta(days=1), "published": TODAY, "speaker": "ministry",
    }  # fmt: skip
    return Claim(measure=measure, value=value, **(given | more))


def day(after: int) -> date:
    return TODAY + timedelta(days=after)
