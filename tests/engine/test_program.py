"""What a program refuses, and what it makes of events, rules and levers."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from engine.worlds import SOURCE, START, day_of, place, prior, route, small
from qonaq.engine import compile_program, draw_parameters, simulate
from qonaq.engine.program_schedule import FINAL, RENEWABLE
from qonaq.errors import ScenarioError, SettingError
from qonaq.model.events import Event
from qonaq.model.laws import Fixed
from qonaq.model.people import Group
from qonaq.model.policies import AS_IT_IS, Lever, Policy
from qonaq.model.rules import EntryRule
from qonaq.model.scenario import Prior


def compiled(scenario=None, *levers, days=30):
    return compile_program(scenario or small(), days=days, policy=Policy("test", levers))


def first_ends(program):
    """(g, a): the first day on which a stay that began on day a ends."""
    return program.world.ends.argmax(axis=0)


def mistakes_of(scenario, *levers, days=30):
    with pytest.raises(ScenarioError) as caught:
        compiled(scenario, *levers, days=days)
    return [str(mistake) for mistake in caught.value.mistakes]


def test_all_mistakes_are_named_at_once_before_anything_runs():
    places = list(small().places)
    places[2] = replace(places[2], lanes=math.nan)
    places[5] = replace(places[5], population=-5.0)
    broken = small(
        places=(*places, place("Northtown", "city", "BB", 1.0, 1.0)),
        routes=(*small().routes, route("Gate A", "Nowhere", 10.0), route("Gate B", "Rivertown", -3.0)),
        groups=(Group("all", 1.4, SOURCE),),
        events=(Event("close", START, SOURCE, target="Gate Z"), Event("flood", START, SOURCE)),
        rules=(EntryRule("XX", START, SOURCE, groups=("nobody",), stay_days=0),),
        priors=(prior("hazzard", 1.0), prior("stock", 1.0, "Rivertown", "tent")),
    )
    found = "\n".join(mistakes_of(broken, Lever("add_lanes", START, "Gate A"), days=0))
    for words in (
        "days: found 0; allowed: 1 to 3650",
        "places.csv row 3 (Gate A), lanes: found nan; allowed: 0 or more",
        "places.csv row 6 (Rivertown), population: found -5.0",
        "places.csv: found 'Northtown' 2 times",
        "routes.csv row 11: found 'Nowhere'",
        "routes.csv row 12 (Gate B to Rivertown), km: found -3.0",
        "groups, share: found 1.4; allowed: 0 to 1",
        "events row 1 (close), target: found 'Gate Z'",
        "Did you mean 'Gate",
        "events row 2, what: found 'flood'",
        "rules row 1, country: found 'XX'",
        "rules row 1, groups: found 'nobody'",
        "rules row 1, stay_days: found 0; allowed: 1 to 3650",
        "priors row 1, parameter: found 'hazzard'",
        "Did you mean 'hazard'?",
        "priors row 2 (stock), target: found 'tent'",
        "policies (test), add_lanes, amount: found None; allowed: 0 to inf lanes",
    ):
        assert words in found, words


def test_a_network_in_pieces_is_named():
    lost = small(places=(*small().places, place("Island", "origin", "AA", 1.0, 1.0, population=5.0)))
    assert "no way from 'Island' to any crossing" in mistakes_of(lost)[0]
    blind = small(routes=tuple(r for r in small().routes if r.start != "Gate B"))
    assert "'Gate B' leads to no city" in mistakes_of(blind)[0]
    none = small(routes=tuple(r for r in small().routes if r.end not in ("Gate A", "Gate B")))
    assert "no crossing into BB can be reached" in mistakes_of(none)[0]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"groups": ()}, "groups: found none"),
        ({"groups": (Group("a", 0.5, SOURCE), Group("a", 0.5, SOURCE))}, "groups: found 'a' 2 times"),
        ({"groups": (Group("a", 0.8, SOURCE), Group("b", 0.8, SOURCE))}, "1.6 together"),
        ({"routes": (*small().routes, small().routes[0])}, "by road 2 times"),
        ({"routes": (*small().routes, route("Gate A", "Gate A", 1.0))}, "'Gate A' to itself"),
        ({"routes": (*small().routes, route("Gate A", "Capital", 1.0, speed=0.0))}, "speed: found 0"),
        ({"events": (Event("trigger", START, SOURCE, strength=-1.0),)}, "strength: found -1.0"),
        ({"priors": (prior("pool_share", 0.1, "Northtown"),)}, "target: found Northtown; allowed: no target"),
        ({"places": small().places[1:3]}, "found no city"),
    ],
)
def test_single_mistakes(change, words):
    assert any(words in mistake for mistake in mistakes_of(small(**change)))


def test_an_origin_needs_its_population_and_desks_their_hours():
    places = list(small().places)
    places[0] = replace(places[0], population=None)
    places[6] = replace(places[6], desk_hours=0.0)
    found = mistakes_of(small(places=tuple(places)))
    assert any("(Northtown), population: found blank" in mistake for mistake in found)
    assert any("(Capital), desk_hours: found 0" in mistake for mistake in found)


@pytest.mark.parametrize(
    ("lever", "words"),
    [
        (Lever("fly", START), "found 'fly'"),
        (Lever("add_desks", START, "Gate A", 1.0), "target: found 'Gate A'"),
        (Lever("add_desks", START, None, 1.0), "target: found none"),
        (Lever("close", START, "Gate A", 5.0), "amount: found 5.0; allowed: no amount"),
        (Lever("open_beds", START, "Capital", 5.0), "bed_class: found none"),
        (Lever("open_beds", START, "Capital", 5.0, bed_class="tent"), "bed_class: found 'tent'"),
        (Lever("add_desks", START, "Capital", 5.0, bed_class="hotel"), "bed_class: found 'hotel'; allowed: nothing"),
        (Lever("transport", START, "Capital", 5.0), "to: found none"),
        (Lever("close", START, group="tourists"), "group: found 'tourists'"),
        (Lever("add_desks", START, "Capital", 1.0, group="passport"), "group: found 'passport'; allowed: no group"),
        (Lever("close", START, end=START - timedelta(days=1)), "end: found 2030-02-28"),
    ],
)
def test_levers_with_mistakes(lever, words):
    assert any(words in mistake for mistake in mistakes_of(small(), lever))


def test_addresses_that_would_be_used_twice_are_refused():
    assert "days" in mistakes_of(small(), days=20_000)[0]


def test_a_place_nobody_can_reach_changes_nothing():
    ghost = (place("Ghost Gate", "crossing", "BB", 1.0, 1.0), place("Ghost City", "city", "BB", 1.0, 1.0))
    there = small(places=(*small().places, *ghost))
    one, two = (simulate(s, days=30, replicates=3, seed=5) for s in (small(), there))
    assert two.program.network.unreachable == ("Ghost Gate", "Ghost City")
    assert np.array_equal(one.counts, two.counts)
    with pytest.raises(SettingError, match="Ghost City"):
        two.series("present", place="Ghost City")


def test_stays_longer_from_entry_shorter_from_the_change():
    """30 days; from day 5 on 90; from day 10 on 20: by hand."""
    rules = (
        EntryRule("BB", START, SOURCE, stay_days=30),
        EntryRule("BB", day_of(5), SOURCE, stay_days=90),
        EntryRule("BB", day_of(10), SOURCE, stay_days=20),
    )
    first = first_ends(compiled(small(rules=rules), days=60))
    assert (first[0, 0], first[0, 7], first[0, 10], first[0, 12]) == (30, 30, 30, 32)
    assert not compiled(small(rules=()), days=10).world.ends.any()


def test_a_renewed_stay_ends_anew_and_a_cap_ends_it_for_good():
    """30 days, renewed again and again; a cap of 45 days from day 10 on: on day 55 for who was there before."""
    rules = (EntryRule("BB", START, SOURCE, stay_days=30),)
    free = compiled(small(rules=rules), days=100).world.ends
    assert {day: int(free[day, 0, 4]) for day in np.flatnonzero(free[:, 0, 4])} == {
        34: RENEWABLE,
        64: RENEWABLE,
        94: RENEWABLE,
    }
    capped = compiled(small(rules=rules), Lever("cap_stay", day_of(10), None, 45.0), days=100).world.ends
    assert {day: int(capped[day, 0, 4]) for day in np.flatnonzero(capped[:, 0, 4])} == {34: RENEWABLE, 55: FINAL}
    assert {day: int(capped[day, 0, 20]) for day in np.flatnonzero(capped[:, 0, 20])} == {50: RENEWABLE, 65: FINAL}
    once = (EntryRule("BB", START, SOURCE, stay_days=30, renewable=False),)
    assert np.flatnonzero(compiled(small(rules=once), days=100).world.ends[:, 0, 4]).tolist() == [34]


def test_a_cap_beyond_the_stay_never_lengthens_it_and_never_forces_out_fewer():
    """A cap of 90 days on a stay of 30 that may be renewed changes nobody's first 90 days."""
    rules = (EntryRule("BB", START, SOURCE, stay_days=30),)
    cap = Policy("cap", (Lever("cap_stay", day_of(5), None, 90.0),))
    free, capped = (simulate(small(rules=rules), days=130, replicates=20, seed=4, policy=p) for p in (AS_IT_IS, cap))
    assert np.array_equal(free.counts[:, :, :90], capped.counts[:, :, :90])
    forced = [run.counts[:, run.slots.forced :][:, : len(run.program.groups), 90:].sum() for run in (free, capped)]
    assert forced[1] > forced[0]


def test_levers_act_on_their_days_only():
    program = compiled(
        small(),
        Lever("close", day_of(3), "Gate A", end=day_of(5)),
        Lever("add_lanes", day_of(4), "Gate A", 2.0),
        Lever("open_beds", day_of(2), "Capital", 100.0, bed_class="collective"),
        Lever("add_desks", day_of(6), "Capital", 5.0),
        Lever("cap_stay", day_of(8), None, 2.0, group="no passport"),
        days=12,
    )
    world = program.world
    assert world.open[:, 0].tolist() == [True] * 3 + [False] * 3 + [True] * 6
    assert world.capacity[3, 0] == 4 * 30 * 12
    assert world.capacity[4, 0] == 6 * 30 * 12
    assert world.opened[:, 1, 4].tolist() == [0, 0] + [100] * 10
    assert program.schedule.desks[:, 1].tolist() == [20.0] * 6 + [25.0] * 6
    assert [np.flatnonzero(world.ends[:, group, 9]).tolist() for group in (0, 1)] == [[], [11]]


def test_a_relief_ends_a_trigger():
    quiet = small(events=(Event("trigger", START, SOURCE), Event("relief", day_of(3), SOURCE)))
    loud = small(events=(Event("trigger", START, SOURCE),))
    one, two = (simulate(s, days=40, replicates=20, seed=2).figure("departures").mean() for s in (quiet, loud))
    assert one < 0.8 * two


def test_parameters_have_names_priors_and_their_own_addresses():
    priors = (
        prior("pool_share", 0.5),
        prior("stock", 3.0, "Capital", "hotel"),
        Prior("stock", Fixed(2.0), SOURCE, ("Capital",)),
    )
    drawn = draw_parameters(small(priors=priors), days=10, replicates=50, seed=3)
    assert {"hazard[2030-03-04]", "city_pull[Capital]", "stock[Rivertown,hotel]", "shock[2030-03-09]"} <= set(
        drawn.names
    )
    assert "shock[2030-03-03]" not in drawn.names
    assert set(drawn.value("stock[Capital,hotel]")) == {3.0}
    assert set(drawn.value("stock[Capital,hostel]")) == {2.0}
    assert abs(drawn.scores.mean()) < 5 / math.sqrt(drawn.scores.size)
    assert np.linalg.matrix_rank(drawn.scores) == min(drawn.scores.shape)


def test_longer_runs_keep_the_draws_of_shorter_ones():
    short, long = (draw_parameters(small(), days=days, replicates=4, seed=3) for days in (10, 40))
    for name in short.names:
        assert np.array_equal(short.value(name), long.value(name)), name
    one = simulate(small(), days=10, replicates=4, seed=3)
    two = simulate(small(), days=40, replicates=4, seed=3, parameters=short)
    assert np.array_equal(one.counts, two.counts[:, :, :10])


def test_scores_of_another_shape_are_refused():
    drawn = draw_parameters(small(), days=10, replicates=4, seed=3)
    with pytest.raises(SettingError, match="one score per replicate and name"):
        drawn.with_scores(np.zeros((4, 3)))
    with pytest.raises(SettingError, match="a number that is not finite"):
        drawn.with_scores(np.full_like(drawn.scores, np.nan))
    with pytest.raises(SettingError, match="Use one of those names"):
        drawn.value("luck")
    with pytest.raises(SettingError, match="replicates: found 0"):
        draw_parameters(small(), days=10, replicates=0, seed=3)
    with pytest.raises(SettingError, match="Draw parameters for this scenario"):
        simulate(
            small(),
            days=10,
            replicates=4,
            seed=1,
            parameters=replace(drawn, unknowns=drawn.unknowns[:5], scores=drawn.scores[:, :5]),
        )
