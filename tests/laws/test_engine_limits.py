"""Limits and transformations whose answer is known: conservation, rates of 0 and ∞, renamed places, shifted dates."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from engine.worlds import DAYS, day_of, place, prior, route, small, worlds
from laws.threshold import deviations
from qonaq.engine import Workers, compile_program, draw_parameters, simulate
from qonaq.engine.kernels.day import BEDS_LOST, CLOCKS_LOST, IN_ORDER, PEOPLE_LOST, STAGES_LOST, find_trouble, run
from qonaq.engine.kernels.state import new_state
from qonaq.engine.program_rates import rates_of
from qonaq.engine.program_records import slots_of
from qonaq.model.policies import AS_IT_IS, Lever, Policy

ALONE = Workers(count=1)


def run_of(scenario, *, days=30, replicates=6, seed=3, levers=()):
    return simulate(scenario, days=days, replicates=replicates, seed=seed, policy=Policy("p", tuple(levers)))


def with_priors(*priors, **changes):
    return small(priors=tuple(priors), **changes)


# ------------------------------------------------------------------ conservation


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(worlds())
def test_nobody_is_lost_on_any_day(world):
    """The engine itself checks every day, every place and every group; here whatever is drawn must pass."""
    scenario, policy = world
    ensemble = simulate(scenario, days=DAYS, replicates=3, seed=1, policy=policy, workers=ALONE)
    assert (ensemble.counts >= 0).all()


def finished_state():
    program = compile_program(small(), days=12, policy=AS_IT_IS)
    parameters = draw_parameters(small(), days=12, replicates=1, seed=1)
    rates = rates_of(program, parameters)
    state, scratch = new_state(program, rates)
    slots, levels = slots_of(program)
    written = np.zeros((1, slots.rows, 12), np.int32), np.zeros((1, levels.rows, 12), np.float32)
    trouble = np.zeros(3, np.int64)
    run(1, parameters.numbers, 0, program.world, rates, state, scratch, slots, levels, *written, trouble)
    return state, scratch


def test_a_run_ends_in_order():
    state, scratch = finished_state()
    assert find_trouble(state, scratch.totals) == IN_ORDER


@pytest.mark.parametrize(
    ("array", "kind"),
    [
        ("pool", PEOPLE_LOST),
        ("ring", PEOPLE_LOST),
        ("stuck", PEOPLE_LOST),
        ("queue", PEOPLE_LOST),
        ("gone", PEOPLE_LOST),
        ("road", CLOCKS_LOST),
        ("clock", CLOCKS_LOST),
        ("people", BEDS_LOST),
        ("rooms", BEDS_LOST),
        ("desk", STAGES_LOST),
    ],
)
def test_one_person_too_many_is_found_wherever_it_stands(array, kind):
    state, scratch = finished_state()
    one = getattr(state, array)
    one[(-1, -1, 0) if array == "queue" else (-1,) * one.ndim] += 1  # a queue's last column is not at risk
    assert find_trouble(state, scratch.totals) == kind


# ------------------------------------------------------------------ limits


def test_without_hazard_nobody_leaves():
    assert run_of(with_priors(prior("hazard", 0.0))).figure("departures").sum() == 0


def test_an_endless_hazard_empties_the_origins_at_once():
    run = run_of(with_priors(prior("hazard", 1e4), prior("rise", 1e-9)))
    departures = run.series("departures")
    assert (departures[:, 3] > 0).all()
    assert (departures[:, 4:] == 0).all()


def test_without_capacity_nobody_enters_and_with_much_nobody_waits():
    shut = run_of(with_priors(prior("capacity", 0.0)))
    assert shut.figure("entries", group="displaced").sum() == 0
    assert shut.figure("queueing", group="displaced").min() > 0
    wide = run_of(with_priors(prior("capacity", 1e9)))
    assert wide.series("queueing").sum() == 0
    assert wide.series("border_wait").sum() == 0.0


def test_capacity_is_never_passed():
    run = run_of(with_priors(prior("capacity", 1.0), prior("pool_share", 0.3), prior("hazard", 1.0)))
    through = run.series("entries", place="Gate A") + run.series("entries", place="Gate A", group="residents")
    assert through.max() == 4 * 30 * 12


def one_place(people: float, share: float = 1.0):
    return small(
        places=(
            place("Home", "origin", "AA", 50.0, 50.0, population=people),
            place("Gate", "crossing", "BB", 50.0, 51.0),
            place("Town", "city", "BB", 50.0, 52.0, population=1e5),
        ),
        routes=(route("Home", "Gate", 10.0), route("Gate", "Town", 10.0)),
        priors=(prior("pool_share", share),),
        groups=small().groups[:1],
    )


def test_one_person_in_a_line_of_places():
    run = run_of(one_place(1.0), days=60, replicates=60)
    assert set(run.figure("departures").tolist()) <= {0, 1}
    assert (run.figure("arrivals") <= run.figure("entries", group="displaced")).all()
    assert run.series("present").max() == 1


def test_nobody_at_risk_is_no_mistake():
    run = run_of(one_place(0.0))
    assert run.series("present").sum() == run.series("departures").sum() == 0


def test_people_of_a_hundred_million_are_counted():
    run = run_of(one_place(1e8, 0.9), replicates=2, days=40)
    assert run.figure("departures").min() > 1e6


def test_first_departures_follow_the_hazard():
    """E[D on the first day] = P·(1 − exp(−λ)), λ = hazard/(rise + 1) at x = 0, no shock."""
    scenario = replace(
        one_place(200_000.0), priors=(
            prior("pool_share", 1.0), prior("hazard", 0.3), prior("rise", 2.0), prior("shock_sd", 0.0),
        ),
    )  # fmt: skip
    first = run_of(scenario, days=5, replicates=300).series("departures")[:, 3]
    chance = 1 - math.exp(-0.3 / 3.0)
    error = math.sqrt(200_000 * chance * (1 - chance) / 300)
    assert abs(first.mean() - 200_000 * chance) <= deviations() * error


# ------------------------------------------------------------------ transformations


def test_names_do_not_matter():
    def renamed(name):
        return name.replace("town", "ville").replace("Gate", "Post").replace("Capital", "Metropolis")

    other = small(
        places=tuple(replace(p, name=renamed(p.name)) for p in small().places),
        routes=tuple(replace(r, start=renamed(r.start), end=renamed(r.end)) for r in small().routes),
    )
    assert np.array_equal(run_of(small()).counts, run_of(other).counts)


def test_a_shift_of_whole_weeks_does_not_matter():
    weeks = timedelta(days=21)
    other = small(
        start=small().start + weeks,
        trigger=small().trigger + weeks,
        events=tuple(replace(e, day=e.day + weeks) for e in small().events),
        rules=tuple(replace(r, start=r.start + weeks) for r in small().rules),
    )
    assert np.array_equal(run_of(small()).counts, run_of(other).counts)


def split_city():
    """The small world with its capital split into two halves at the same spot."""
    capital = replace(small().places[6], population=600_000.0, hotel_beds=2000.0, desks=10.0)
    halves = (capital, replace(capital, name="Capital West"))
    ways = tuple(replace(r, end="Capital West") for r in small().routes if r.end == "Capital")
    ways += tuple(replace(r, start="Capital West") for r in small().routes if r.start == "Capital")
    return small(places=(*small().places[:6], *halves, *small().places[7:]), routes=(*small().routes, *ways))


KNOWN = (prior("city_pull", 0.0), prior("crossing_pull", 0.0), prior("country_pull", 0.0), prior("capacity", 50.0))


def test_splitting_a_city_attracts_nobody_by_itself():
    whole, parts = (replace(s, priors=(*KNOWN, prior("inner_share", 0.0))) for s in (small(), split_city()))
    one = run_of(whole, replicates=200).figure("entries", group="displaced")
    two = run_of(parts, replicates=200).figure("entries", group="displaced")
    difference = two - one
    assert abs(difference.mean()) <= deviations() * difference.std() / math.sqrt(200) + 1e-3 * one.mean()


def test_splitting_an_origin_changes_no_expectation():
    halves = (replace(small().places[0], population=1e6), replace(small().places[0], name="North B", population=1e6))
    ways = tuple(replace(r, start="North B") for r in small().routes if r.start == "Northtown")
    other = small(places=(*halves, *small().places[1:]), routes=(*small().routes, *ways), priors=KNOWN)
    one = run_of(small(priors=KNOWN), replicates=300).figure("entries", group="displaced")
    two = run_of(other, replicates=300, seed=4).figure("entries", group="displaced")
    error = math.sqrt((one.var() + two.var()) / 300)
    assert abs(one.mean() - two.mean()) <= deviations() * error


def test_two_policies_meet_the_same_luck():
    """Paired by luck, the difference of two policies varies far less than with independent luck."""
    levers = (Lever("open_beds", day_of(5), "Rivertown", 300.0, bed_class="collective"),)
    scenario = small(priors=(*KNOWN, prior("pool_share", 0.05)))
    base = run_of(scenario, replicates=200).figure("unsheltered", end=day_of(20))
    paired = run_of(scenario, replicates=200, levers=levers).figure("unsheltered", end=day_of(20))
    apart = run_of(scenario, replicates=200, levers=levers, seed=99).figure("unsheltered", end=day_of(20))
    assert (paired - base).var() * 2 < (apart - base).var()


def test_more_desks_never_mean_a_longer_backlog():
    scenario = small(priors=(prior("apply_share", 0.9), prior("desks", 0.05)))
    few = run_of(scenario, replicates=50).figure("registration_backlog")
    many = run_of(scenario, replicates=50, levers=(Lever("add_desks", day_of(0), "Rivertown", 10.0),))
    assert (many.figure("registration_backlog") <= few).all()
    assert many.figure("registration_backlog").sum() < few.sum()


def test_the_cliff_of_a_stay_is_there_on_its_day():
    """Stays of 30 days: nobody's stay ends before day 30 after the first entry, and then many do."""
    run = run_of(small(), days=45, replicates=20)
    overstaying = run.series("overstaying")
    first = 3 + 30
    assert overstaying[:, :first].sum() == 0
    assert overstaying[:, first + 5 :].sum() > 0
