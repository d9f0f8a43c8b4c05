"""Figures of a run: every measure by name, whole counts, periods, places, and what a run cannot give."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.worlds import day_of, small
from qonaq.engine import Workers, simulate
from qonaq.engine.ensemble_measures import MEASURABLE
from qonaq.errors import InternalError, SettingError
from qonaq.measures import MEASURES, Kind
from qonaq.model.places import PlaceKind
from qonaq.model.policies import Lever, Policy

DAYS = 40


@pytest.fixture(scope="module")
def run():
    return simulate(small(), days=DAYS, replicates=12, seed=4)


def test_every_measure_has_its_shape_and_type(run):
    for name in run.measures():
        values = run.series(name)
        assert values.shape == (12, DAYS), name
        assert values.dtype == (np.float64 if MEASURES[name].kind is Kind.LEVEL else np.int64), name
        assert np.isfinite(values).all(), name
    assert set(MEASURES) - set(MEASURABLE) == {"permits", "asylum_applications"}


def test_flows_are_summed_over_the_period_stocks_taken_at_its_end(run):
    entries, present = run.series("entries"), run.series("present")
    start, end = day_of(5), day_of(9)
    assert np.array_equal(run.figure("entries", start=start, end=end), entries[:, 5:10].sum(axis=1))
    assert np.array_equal(run.figure("present", start=start, end=end), present[:, 9])
    assert np.array_equal(run.figure("entries"), entries.sum(axis=1))


def test_parts_make_the_whole(run):
    for measure, kind in (
        ("entries", PlaceKind.CROSSING),
        ("arrivals", PlaceKind.CITY),
        ("unsheltered", PlaceKind.CITY),
    ):
        names = run.places()[kind]
        parts = sum(run.series(measure, place=name) for name in names if name != "Gate C")
        assert np.array_equal(parts, run.series(measure))
    groups = [g.name for g in run.scenario.groups]
    for measure in ("departures", "entries", "exits", "turned_back", "present", "overstaying"):
        parts = sum(run.series(measure, group=name) for name in groups)
        assert np.array_equal(parts, run.series(measure, group="displaced")), measure


def test_stocks_follow_from_flows(run):
    """Present is what entered less what left; in the cities it is a little less: some are on the way."""
    displaced = {"group": "displaced"}
    net = np.cumsum(run.series("entries", **displaced) - run.series("exits", **displaced), axis=1)
    assert np.array_equal(run.series("present"), net)
    in_cities = sum(run.series("present", place=name) for name in run.places()[PlaceKind.CITY])
    assert (in_cities <= net).all()
    assert (in_cities >= 0).all()
    beds = run.series("beds_occupied", group="displaced") + run.series("unsheltered")
    assert np.array_equal(beds, in_cities)


def test_nobody_appears_from_nowhere(run):
    """Departures so far are at least what entered here and elsewhere."""
    entered = run.series("entries", group="displaced") + run.series("entries", country="CC", group="displaced")
    renewed = run.series("exits", group="displaced") - run.series("returns") - run.series("onward")
    left = np.cumsum(run.series("departures"), axis=1)
    assert (np.cumsum(entered - renewed, axis=1) <= left).all()


def test_a_closed_crossing_passes_nobody_and_strands_or_turns():
    policy = Policy("shut", (Lever("close", day_of(8)),))
    shut = simulate(small(), days=DAYS, replicates=6, seed=4, policy=policy)
    assert shut.series("entries", group="displaced")[:, 8:].sum() == 0
    assert shut.series("entries")[:, 8:].sum() == 0
    only = small(
        places=tuple(p for p in small().places if p.country != "CC"),
        routes=tuple(r for r in small().routes if "Gate C" not in (r.start, r.end) and r.end != "Seeland"),
    )
    stranded = simulate(only, days=DAYS, replicates=6, seed=4, policy=policy)
    assert stranded.series("stranded")[:, 8].sum() > 0
    assert stranded.series("departures")[:, 8:].sum() == 0


def test_a_group_that_is_refused_is_turned_back():
    policy = Policy("papers", (Lever("close", day_of(8), group="no passport"),))
    run = simulate(small(), days=DAYS, replicates=6, seed=4, policy=policy)
    assert run.figure("turned_back", group="no passport").sum() > 0
    assert run.figure("turned_back", group="passport").sum() == 0
    assert run.series("entries", group="no passport")[:, 8:].sum() == 0
    assert run.series("entries", group="passport")[:, 8:].sum() > 0


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ({"measure": "entrys"}, "Did you mean 'entries'?"),
        ({"measure": "permits"}, "found 'permits'"),
        ({"measure": "entries", "place": "Capital"}, "allowed: Gate A, Gate B, Gate C"),
        ({"measure": "present", "place": "Rivertwon"}, "Did you mean 'Rivertown'?"),
        ({"measure": "present", "country": "CC"}, "allowed: BB"),
        ({"measure": "entries", "country": "ZZ"}, "allowed: BB, CC"),
        ({"measure": "entries", "group": "tourists"}, "allowed: displaced, passport"),
        ({"measure": "beds", "bed_class": "tent"}, "allowed: host, hotel"),
        ({"measure": "border_wait", "group": "passport"}, "allowed: no group"),
        ({"measure": "entries", "bed_class": "hotel"}, "allowed: no class"),
        ({"measure": "overstaying", "place": "Capital"}, "Leave out the place or the group"),
        ({"measure": "exits", "place": "Gate A", "group": "passport"}, "Leave out the place or the group"),
        ({"measure": "queueing", "group": "passport"}, "allowed: displaced, residents"),
        ({"measure": "rent_level"}, "allowed: Rivertown"),
        ({"measure": "departures", "country": "ZZ"}, "allowed: AA"),
    ],
)
def test_what_a_run_cannot_give_is_said(run, question, words):
    with pytest.raises(SettingError) as caught:
        run.series(**question)
    assert words in str(caught.value)


def test_days_outside_the_run_are_refused(run):
    with pytest.raises(SettingError, match="end: found 2030-05-01; allowed: 2030-03-01 to 2030-04-09"):
        run.figure("entries", end=day_of(61))
    with pytest.raises(SettingError, match="start: found 2030-02-27"):
        run.figure("entries", start=day_of(-2))
    with pytest.raises(SettingError, match="period"):
        run.figure("entries", start=day_of(5), end=day_of(2))


def test_a_queue_belongs_to_the_side_where_people_wait():
    places = tuple(replace(p, from_country="AA") if p.name == "Gate A" else p for p in small().places)
    run = simulate(small(places=places), days=20, replicates=3, seed=1)
    assert np.array_equal(run.series("queueing", country="AA"), run.series("queueing", place="Gate A"))


def test_selection_keeps_order_and_luck(run):
    some = run.select([7, 2, 2])
    assert np.array_equal(some.figure("entries"), run.figure("entries")[[7, 2, 2]])
    alone = simulate(small(), days=DAYS, replicates=3, seed=4, parameters=run.parameters.select([7, 2, 2]))
    assert np.array_equal(alone.counts, some.counts)
    with pytest.raises(SettingError, match="allowed: 0 to 11"):
        run.select([12])


def test_quantiles_rise(run):
    low, middle, high = run.quantiles("present", [0.1, 0.5, 0.9])
    assert (low <= middle).all()
    assert (middle <= high).all()


def test_settings_out_of_range():
    with pytest.raises(SettingError) as caught:
        simulate(small(), days=5, replicates=0, seed=-1)
    assert [mistake.where for mistake in caught.value.mistakes] == ["replicates", "seed"]
    drawn = simulate(small(), days=5, replicates=2, seed=1).parameters
    with pytest.raises(SettingError, match="parameters: found 2 replicates; allowed: 3 replicates"):
        simulate(small(), days=5, replicates=3, seed=1, parameters=drawn)


def test_lost_people_are_an_internal_error(monkeypatch):
    """A kernel that reports trouble never becomes a wrong number."""
    from qonaq.engine import simulate as module  # the verb shadows its module in the package

    def troubled(seed, numbers, first, w, q, s, x, at, lat, counts, levels, trouble):
        trouble[:] = (1, 0, 3)

    import sys

    monkeypatch.setattr(sys.modules["qonaq.engine.simulate"], "run", troubled)
    with pytest.raises(InternalError, match="do not add up: replicate 0, day 2030-03-04, seed 9, state"):
        module(small(), days=5, replicates=1, seed=9, workers=Workers(count=1))
