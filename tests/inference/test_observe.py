"""What can be observed, what is left out and why; and that later claims and the order of claims have no say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inference.toy_crisis import SCENARIO, START, claim, day, prior, run
from qonaq.inference.likelihood import to_scale
from qonaq.inference.observation import simulated, simulated_on_scale
from qonaq.inference.observe import known_claims, observe
from qonaq.measures import Status
from qonaq.model.claims import Passage, Statement

TODAY = day(11)


def only(*claims, signals=()):
    return observe(SCENARIO, claims, signals, as_of=TODAY)


def test_a_claim_published_later_cannot_enter():
    early, late, undated = (claim("entries", 5003, published=p) for p in (day(11), day(12), None))
    assert known_claims([early, late, undated], TODAY) == (early,)
    assert [one.said for one in only(early, late, undated).observations] == [early]


def test_the_order_of_evidence_does_not_matter():
    claims = [
        claim("entries", value, place=place, speaker=who)
        for value, place in ((5003, None), (700, "Aral"), (6011, None))
        for who in ("ministry", "city hall")
    ]
    first, second = only(*claims), only(*reversed(claims))
    assert first == second


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status": Status.FORECAST}, "it is forecast, not a fact"),
        ({"status": Status.DENIED}, "it is denied, not a fact"),
        ({"status": Status.PROPOSED}, "it is proposed, not a fact"),
        ({"origin": "UA"}, "it speaks of people from UA"),
        ({"period_end": None}, "its day is not known"),
        ({"period_start": None, "period_end": day(-1)}, "its first day is not known"),
        ({"period_end": day(13)}, "it speaks of days after 2031-03-12"),
        ({"period_start": day(-30)}, "it begins before the simulated time (2031-03-01)"),
        ({"place": "Nowhere"}, "the scenario has no place or region 'Nowhere' with entries"),
        ({"unit": "desks"}, "its unit 'desks' is not one of people, families, trips, vehicles"),
        ({"value": -3.0}, "found -3; allowed: 0 or more"),
        ({"country": "GE"}, "the scenario has no place in GE"),
        ({"measure": "rent_level", "unit": "EUR/month"}, "its unit 'EUR/month' is not one of USD/month"),
    ],
)
def test_what_cannot_be_used_is_listed_with_its_reason(change, reason):
    observed = only(replace(claim("entries", 5003), **change))
    assert observed.observations == ()
    assert reason in observed.left_out[0].reason


def test_a_repeated_figure_counts_once():
    observed = only(claim("entries", 5003), claim("entries", 5003, speaker="another paper"))
    assert len(observed.observations) == 1
    assert "it repeats what" in observed.left_out[0].reason


def test_a_revised_figure_replaces_the_earlier_one_of_the_same_source():
    old, new = claim("entries", 5003, published=day(10)), claim("entries", 5407, published=day(11))
    observed = only(new, old)
    assert [one.said for one in observed.observations] == [new]
    assert observed.left_out[0].said == old
    assert "revised it on 2031-03-12" in observed.left_out[0].reason


def test_contradicting_sources_are_both_kept():
    assert len(only(claim("entries", 5003), claim("entries", 7011, speaker="police")).observations) == 2


def test_a_region_is_the_sum_of_its_crossings_and_a_city_has_arrivals():
    region = only(claim("entries", 5003, place="West")).observations[0]
    assert region.places == ("Gate", "Wicket")
    city = only(claim("entries", 5003, place="Balqash")).observations[0]
    assert (city.measure, city.places) == ("arrivals", ("Balqash",))


def test_a_doubtful_last_day_counts_in_part():
    outcomes = run(prior(3, 5))
    one = only(claim("entries", 5003, inferred=True, period_end=day(6))).observations[0]
    assert one.edge
    whole = outcomes.figure("entries", start=START, end=day(6))
    without = outcomes.figure("entries", start=START, end=day(5))
    assert np.allclose(simulated(outcomes, one, 1.0), whole)
    assert np.allclose(simulated(outcomes, one, 0.0), without)
    single = replace(one, start=day(6), end=day(6))
    assert np.allclose(simulated(outcomes, single, 0.0), outcomes.figure("entries", start=day(5), end=day(5)))


def test_a_figure_published_on_its_own_last_day_leaves_that_day_in_doubt():
    assert only(claim("entries", 5003, period_end=TODAY, published=TODAY)).observations[0].edge
    assert not only(claim("entries", 5003, period_end=day(10), published=TODAY)).observations[0].edge


def test_a_rate_is_the_mean_of_its_days():
    outcomes = run(prior(3, 5))
    one = only(claim("entries", 900, per="day", period_start=day(2), period_end=day(5))).observations[0]
    assert np.allclose(simulated(outcomes, one), outcomes.figure("entries", start=day(2), end=day(5)) / 4.0)


def signal(what, **more):
    return Statement(**({"what": what, "passage": Passage("invented"), "country": "KZ", "date": day(9)} | more))


def test_full_hotels_are_a_high_occupancy():
    one = only(signals=[signal("hotels_full", place="Aral")]).observations[0]
    assert (one.measure, one.bed_class, one.places, one.source) == ("occupancy", "hotel", ("Aral",), None)
    low, high = one.meaning.log_density(np.array([0.6, 0.95]))
    assert high > low + 10.0


def test_a_signal_without_a_place_says_less():
    here = only(signals=[signal("rents_up", place="Aral")]).observations[0]
    nationwide = only(signals=[signal("rents_up")]).observations[0]
    assert nationwide.meaning.sd > here.meaning.sd


def test_ten_papers_that_say_so_are_one_signal():
    signals = [signal("hotels_full", place="Aral", medium=f"paper {n}") for n in range(10)]
    assert len(only(signals=signals).observations) == 1


@pytest.mark.parametrize(
    ("what", "more", "reason"),
    [
        ("transport_full", {}, "it is shown and weighs nothing: seats on trains"),
        ("assurance", {}, "a signal that says no level; it is shown and weighs nothing"),
        ("hotels_full", {"date": None}, "its day is not known"),
        ("inflow_rising", {"date": day(5)}, "it compares with days before the simulated time (2031-03-01)"),
        ("hotels_full", {"status": Status.DENIED}, "it is denied, not a fact"),
        ("hotels_full", {"place": "Nowhere"}, "has no place or region 'Nowhere'"),
    ],
)
def test_signals_that_say_nothing_are_listed_too(what, more, reason):
    observed = only(signals=[signal(what, **more)])
    assert reason in observed.left_out[0].reason


def test_a_signal_from_another_country_or_time_is_listed():
    elsewhere = replace(signal("hotels_full"), country="GE")
    before = replace(signal("hotels_full"), date=day(-5))
    reasons = [only(signals=[s]).left_out[0].reason for s in (elsewhere, before)]
    assert reasons == ["it speaks of GE", "it begins before the simulated time (2031-03-01)"]


@pytest.mark.parametrize(("what", "likelier"), [("inflow_rising", 1), ("inflow_falling", 0)])
def test_more_or_fewer_than_before_compares_three_days_with_the_three_before(what, likelier):
    one = only(signals=[signal(what)]).observations[0]
    assert (one.start, one.end, one.against) == (day(6), day(8), 3)
    outcomes = run(prior(3, 5))
    now, before = (outcomes.figure("entries", start=day(a), end=day(a + 2)) for a in (6, 3))
    assert np.allclose(simulated_on_scale(outcomes, one), to_scale("entries", now) - to_scale("entries", before))
    falling, rising = one.meaning.log_density(np.array([-0.3, 0.3]))
    assert (rising > falling) == bool(likelier)
    assert abs(rising - falling) < 5.0  # a word is no measurement


def test_people_in_improvised_places_are_some_dozens_or_hundreds():
    one = only(signals=[signal("improvised_shelter", place="Aral")]).observations[0]
    assert (one.measure, one.bed_class, one.places) == ("beds_occupied", "improvised", ("Aral",))
    nobody, some, thousands = one.meaning.log_density(to_scale("beds_occupied", np.array([0.0, 100.0, 20_000.0])))
    assert some > nobody + 1.0
    assert some > thousands + 5.0


def test_a_count_of_both_directions_is_the_sum_of_entries_and_exits():
    one = only(claim("entries", 5003, notes=("both directions",))).observations[0]

    class Both:
        def figure(self, measure, **_where):
            return np.array({"entries": [3000.0], "exits": [500.0]}[measure])

    assert one.both_ways
    assert simulated(Both(), one) == [3500.0]
    assert simulated(Both(), only(claim("entries", 5003)).observations[0]) == [3000.0]


LATER = replace(SCENARIO, trigger=day(4))


def test_what_was_before_the_change_is_set_before_the_trigger():
    notes = ("before the change",)
    usual = claim("entries", 900, per="day", period_start=None, period_end=TODAY, notes=notes)
    rent = claim("present", 70, period_start=None, notes=notes)
    seen = observe(LATER, [usual, rent], as_of=TODAY).observations
    days = {one.measure: (one.start, one.end, one.edge) for one in seen}
    assert days == {"entries": (START, day(3), False), "present": (None, day(3), False)}


def test_what_was_before_the_change_is_left_out_where_no_day_is_simulated_or_said():
    notes = ("before the change",)
    early = observe(SCENARIO, [claim("present", 70, notes=notes)], as_of=TODAY).left_out[0].reason
    vague = observe(LATER, [claim("entries", 900, notes=notes)], as_of=TODAY).left_out[0].reason
    assert early == "it speaks of the time before the change, which lies before the simulated time (2031-03-01)"
    assert vague == "it speaks of the time before the change and does not say of which days"


def test_a_total_without_a_first_day_is_since_the_trigger_and_less_sure():
    one = observe(LATER, [claim("entries", 5003, period_start=None)], as_of=TODAY).observations[0]
    dated = observe(LATER, [claim("entries", 5003, period_start=day(4))], as_of=TODAY).observations[0]
    assert one.start == dated.start == day(4)
    assert one.meaning.sd == pytest.approx(np.hypot(dated.meaning.sd, 0.25))


@pytest.mark.parametrize(
    ("quote", "speaker", "group"),
    [
        ("45,000 people fled across the border", "ministry", "displaced"),
        ("45,000 refugees", "ministry", "displaced"),
        ("45 тысяч беженцев", "МЧС", "displaced"),
        ("45,000 have crossed", "UNHCR", "displaced"),
        ("45,000 have crossed", "ministry", None),
    ],
)
def test_who_fled_is_displaced_and_ordinary_travellers_are_not_in_the_figure(quote, speaker, group):
    told = replace(claim("entries", 45_000, speaker=speaker), passage=Passage(quote))
    assert only(told).observations[0].group == group
    assert only(replace(told, measure="present")).observations[0].group is None
