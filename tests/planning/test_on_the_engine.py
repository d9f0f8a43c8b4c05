"""Planning on the real engine: a small invented crisis, run as it is and under policies with the same luck."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pytest

from engine.worlds import START, prior, small
from qonaq.engine import Ensemble, draw_parameters, simulate
from qonaq.io.standards import read_standards
from qonaq.model.policies import AS_IT_IS, Lever, Policy
from qonaq.model.scenario import Scenario
from qonaq.planning.compare import ASYLUM_NOTE, compare
from qonaq.planning.indicators import INDICATORS
from qonaq.planning.needs import needs_of
from qonaq.planning.plan import plan_reception
from qonaq.planning.plan_json import plan_as_json

STANDARDS = read_standards()
NOW, DAYS = START + timedelta(days=8), 40
FIRST = NOW + timedelta(days=1)
POLICIES = (
    AS_IT_IS,
    Policy("nothing", (Lever("open_beds", FIRST, "Rivertown", 0.0, "collective"),)),
    Policy("beds", (Lever("open_beds", FIRST, "Rivertown", 20_000.0, "collective"),)),
    Policy("desks", tuple(Lever("add_desks", FIRST, city, 100.0) for city in ("Rivertown", "Capital"))),
    Policy("close", (Lever("close", FIRST, "BB"),)),
)


@dataclass(frozen=True)
class Outlook:
    reference_date: date
    ensembles: dict[str, Ensemble]

    @property
    def shown(self) -> Ensemble:
        return self.ensembles["as-it-is"]


def scenario_of(pool: float) -> Scenario:
    """So many people at risk, and offices that take half a day for a case."""
    return small(priors=(prior("pool_share", pool), prior("minutes_per_case", 240.0)))


def outlook_of(pool: float = 0.02) -> Outlook:
    scenario = scenario_of(pool)
    return Outlook(
        NOW, {each.name: simulate(scenario, days=DAYS, replicates=60, seed=3, policy=each) for each in POLICIES}
    )


@pytest.fixture(scope="module")
def outlook() -> Outlook:
    return outlook_of()


def test_every_indicator_can_be_asked_of_the_engine(outlook: Outlook) -> None:
    ahead = slice(9, DAYS)
    base = outlook.ensembles["as-it-is"]
    for row in INDICATORS.values():
        assert row.count(base, ahead).shape == (60,)
        if row.lost is not None:
            assert not row.lost(base, base, ahead).any()


def test_a_null_lever_changes_nothing(outlook: Outlook) -> None:
    rows = [row for row in compare(outlook).differences if row.policy == "nothing"]
    assert all((row.mean, row.low, row.high) == (0, 0, 0) for row in rows)


def test_policies_do_what_they_are_for(outlook: Outlook) -> None:
    comparison = compare(outlook)
    assert comparison.of("beds", "unsheltered_nights").mean < 0
    assert comparison.of("desks", "registration_days").mean < 0
    assert comparison.of("close", "kept_out").chance_more > 0.9
    assert comparison.of("close", "trips_lost").mean > 0
    assert ASYLUM_NOTE in comparison.notes["close"]
    assert comparison.ranking[-1] == "close"


def test_pairing_cuts_the_variance_of_a_difference_at_least_twice() -> None:
    """Over eight lucks for the same parameters: beds less as it is, with common and with different luck."""
    scenario = scenario_of(0.02)
    beds = Policy("some-beds", (Lever("open_beds", FIRST, "Rivertown", 100.0, "collective"),))
    drawn = draw_parameters(scenario, days=DAYS, replicates=30, seed=3)

    def nights(policy: Policy, seed: int) -> np.ndarray:
        run = simulate(scenario, days=DAYS, replicates=30, seed=seed, parameters=drawn, policy=policy)
        return INDICATORS["unsheltered_nights"].count(run, slice(9, DAYS))

    base, with_beds = (np.stack([nights(policy, seed) for seed in range(8)]) for policy in (AS_IT_IS, beds))
    common = (with_beds - base).var(axis=0).mean()
    different = (with_beds - np.roll(base, 1, axis=0)).var(axis=0).mean()
    assert different >= 2 * common


def test_more_people_never_need_less_in_expectation() -> None:
    less, more = (needs_of(outlook_of(pool), STANDARDS) for pool in (0.01, 0.03))
    for item in ("beds", "beds to open", "water", "latrines"):
        before, after = less.of(item), more.of(item)
        assert after is not None
        assert before is None or after.quantity >= before.quantity


def test_the_whole_plan_is_made_and_is_json(outlook: Outlook) -> None:
    needs = needs_of(outlook, STANDARDS)
    plan = plan_reception(needs, outlook, compare(outlook, standards=STANDARDS), standards=STANDARDS)
    found = json.loads(json.dumps(plan_as_json(plan), allow_nan=False))
    assert {"needs", "capacity_out", "policies", "cautions", "actions", "triggers"} <= set(found)
    places = {row["place"] for row in found["needs"]}
    assert {None, "Rivertown", "Capital"} <= places
    for row in found["capacity_out"]:
        dates = [day for day in row["quantiles"].values() if day is not None]
        assert dates == sorted(dates)
        assert 0 <= row["probability"] <= 1


def test_needs_do_not_depend_on_other_policies(outlook: Outlook) -> None:
    alone = replace(outlook, ensembles={"as-it-is": outlook.ensembles["as-it-is"]})
    assert needs_of(alone, STANDARDS) == needs_of(outlook, STANDARDS)
