"""A small crisis is fitted from officials' words: intervals cover, and only what depends on a number moves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inference.toy_crisis import NAMES, SCENARIO, claim, day, prior, run
from laws.threshold import deviations
from qonaq.inference import discrepancy
from qonaq.inference.discrepancy import LOCAL, TOTAL, Discrepancy, heavy
from qonaq.inference.fit import fit, misfit_of, own_names
from qonaq.inference.likelihood import from_scale, meaning_of, to_scale
from qonaq.inference.observe import observe
from qonaq.inference.standing import standing_of
from qonaq.measures import Qualifier, Status

MEMBERS, WORLDS = 300, 80
Q = Qualifier
SAID = (  # measure, place, first day, last day, word, who
    ("entries", None, 0, 4, Q.EXACT, "ministry"),
    ("entries", None, 0, 7, Q.ABOUT, "ministry"),
    ("entries", None, 8, 8, Q.OVER, "paper"),
    ("arrivals", "Aral", 0, 6, Q.RANGE, "city hall"),
    ("entries", None, 3, 8, Q.OVER, "paper"),
    ("arrivals", "Balqash", 2, 8, Q.UNDER, "city hall"),
    ("entries", None, 7, 7, Q.UP_TO, "paper"),
)
ASKED = (("entries", None, 0, 8), ("entries", None, 11, 11), ("present", "Aral", 0, 11), ("present", "Balqash", 0, 11))


def stated(truth, measure, place, first, last, word, who, bias, chance):
    """A claim as the observation model says officials make them, and as the model itself may be off there."""
    y = float(to_scale(measure, truth.figure(measure, place=place, start=day(first), end=day(last)))[0])
    told = claim(
        measure, 5003.0, place=place, speaker=who, qualifier=word, value_high=7003.0 if word is Q.RANGE else None
    )
    law = meaning_of(told)
    shift = float(law.shift(np.array([chance.normal()]))[0]) if law.hedged else 0.0
    off = TOTAL if place is None else LOCAL
    sd = np.hypot(law.sd, off.own)
    wide = off.common * heavy(np.array(bias[measure])) + off.shared * heavy(np.array(bias[place]))
    m = y + standing_of(told).bias * bias[who] + float(wide) - shift - sd * chance.normal()
    value = float(from_scale(measure, np.array(m - law.half)))
    high = float(from_scale(measure, np.array(m + law.half))) if law.half else None
    period = {"period_start": day(first), "period_end": day(last)}
    return claim(measure, value, value_high=high, place=place, qualifier=word, speaker=who, **period)


def ranks_of_truth(world, change=lambda one: one):
    """Where the truth of a world lies among the members fitted to its claims, for what is asked and six unknowns."""
    chance = np.random.default_rng(world)
    hidden = chance.normal(size=(1, len(NAMES)))
    truth = run(hidden, luck_seed=10_000 + world)
    bias = {
        name: chance.normal()
        for name in ("ministry", "paper", "city hall", None, "Aral", "Balqash", "arrivals", "entries")
    }
    claims = [stated(truth, *said, bias, chance) for said in SAID]
    observations = tuple(change(one) for one in observe(SCENARIO, claims, as_of=day(11)).observations)
    assert len(observations) == len(SAID)
    fitted = fit(run, prior(world, MEMBERS), observations, seed=world)
    outcome = run(fitted.engine)
    ranks = []
    for measure, place, first, last in ASKED:
        values, true = (w.figure(measure, place=place, start=day(first), end=day(last)) for w in (outcome, truth))
        ranks.append(float((values < true[0]).mean()))
    return [*ranks, *(fitted.engine < hidden).mean(axis=0)[:6]]


def outside(ranks):
    """How many standard errors the share of truths outside the 90 % intervals lies from 10 %.

    Law: Binomial(worlds x figures, 0.1); figures of one world are not independent, so variance is taken twice.
    """
    share = np.mean((ranks < 0.05) | (ranks > 0.95))
    return (share - 0.1) / np.sqrt(2.0 * 0.1 * 0.9 / ranks.size)


def test_ninety_percent_intervals_cover_ninety_percent_of_hidden_worlds():
    ranks = np.array([ranks_of_truth(world) for world in range(WORLDS)])
    assert abs(outside(ranks)) < deviations()


def test_a_likelihood_that_believes_every_digit_is_rejected(monkeypatch):
    # The mutant of the test above: hedges read as exact, errors a quarter of what they are, and the model infallible.
    monkeypatch.setattr(discrepancy, "LOCAL", Discrepancy(0.0, 0.0, 0.0))
    monkeypatch.setattr(discrepancy, "TOTAL", Discrepancy(0.0, 0.0, 0.0))

    def believe(one):
        return replace(one, meaning=replace(one.meaning, sd=one.meaning.sd / 4.0, above=0.0, below=0.0, half=0.0))

    ranks = np.array([ranks_of_truth(world, believe) for world in range(WORLDS // 2)])
    assert outside(ranks) > deviations()


def posterior(*claims):
    observations = observe(SCENARIO, claims, as_of=day(11)).observations
    return run(fit(run, prior(5, 1000), observations, seed=5).engine)


def total(outcome, place=None):
    return outcome.figure("present", place=place, end=day(10))


def test_about_widened_to_over_widens_the_interval_on_one_side():
    exact, over = (posterior(claim("entries", 40_017, qualifier=q)) for q in (Q.EXACT, Q.OVER))
    low, high = (np.log(np.quantile(total(over), q) / np.quantile(total(exact), q)) for q in (0.05, 0.95))
    assert high > 0.08
    assert low < 0.6 * high


def test_one_number_changed_moves_what_depends_on_it_and_nothing_else():
    told = {"place": "Aral", "speaker": "city hall", "status": Status.ESTIMATED}
    base = claim("entries", 40_017), claim("arrivals", 20_011, **told)
    more = base[0], replace(base[1], value=30_019)
    before, after = posterior(*base), posterior(*more)
    moved = np.log(np.median(total(after, "Aral")) / np.median(total(before, "Aral")))
    assert moved > 0.15  # ln 1.5 = 0.41, less what the prior, the total and the model's own error hold back
    assert abs(np.log(np.median(total(after)) / np.median(total(before)))) < 0.06


def test_a_figure_for_one_city_moves_the_other_only_as_far_as_totals_are_coherent():
    loose = posterior(claim("arrivals", 30_019, place="Aral", status=Status.ESTIMATED))
    free = run(prior(5, 1000))
    # Without a total, Aral's figure says how many came in all: Balqash rises with it.
    assert np.median(total(loose, "Balqash")) > 1.2 * np.median(total(free, "Balqash"))
    # With an exact total, what Aral gains Balqash loses: the sum stays.
    ministry = claim("entries", 40_017)
    tight = posterior(ministry, claim("arrivals", 30_019, place="Aral", speaker="city hall", status=Status.ESTIMATED))
    alone = posterior(ministry)
    gain = np.median(total(tight, "Aral")) - np.median(total(alone, "Aral"))
    loss = np.median(total(alone, "Balqash")) - np.median(total(tight, "Balqash"))
    assert gain > 3000
    assert loss == pytest.approx(gain, rel=0.5)


def test_the_order_of_claims_does_not_change_a_bit():
    claims = claim("entries", 40_017), claim("arrivals", 20_011, place="Aral"), claim("entries", 52_013, speaker="b")
    assert np.array_equal(posterior(*claims).entries, posterior(*claims[::-1]).entries)


def test_contradicting_sources_are_both_moved_towards_their_middle():
    claims = claim("entries", 40_017, speaker="a"), claim("entries", 48_017, speaker="b")
    observations = observe(SCENARIO, claims, as_of=day(11)).observations
    fitted = fit(run, prior(5, 1000), observations, seed=5)
    biases = dict(zip(fitted.names, fitted.own.mean(axis=0), strict=True))
    assert biases["bias[a]"] < -0.2
    assert biases["bias[b]"] > 0.2


def test_our_own_unknowns_are_a_bias_a_meaning_and_an_edge():
    claims = (
        claim("entries", 40_017, speaker="a", qualifier=Q.OVER),
        claim("entries", 48_017, speaker="a", inferred=True, period_end=day(9)),
    )
    observations = observe(SCENARIO, claims, as_of=day(11)).observations
    names = own_names(observations)
    assert [name.split("[")[0] for name in names] == ["bias", "meant", "edge"]
    perfect = misfit_of(run(np.zeros((2, len(NAMES)))), observations, names, np.zeros((2, 3)))
    assert perfect.shape == (2, 2)


def test_a_national_count_holds_against_any_number_of_partial_figures():
    # Ten city counts and estimates that all say three times as many: the count of the office that counts stays.
    count = claim("entries", 40_017)
    places = [
        claim("arrivals", value, place=place, speaker=f"mayor {n}", status=Status.ESTIMATED)
        for n in range(5)
        for place, value in (("Aral", 80_021 + 2003 * n), ("Balqash", 50_023 + 1009 * n))
    ]
    alone, with_places = posterior(count), posterior(count, *places)
    assert np.median(total(posterior(*places))) > 1.5 * np.median(total(alone))
    assert np.median(total(with_places)) == pytest.approx(np.median(total(alone)), rel=0.10)


def test_what_travellers_say_moves_less_than_what_an_office_says():
    free = np.median(total(run(prior(5, 1000))))
    office, heard = (
        np.log(np.median(total(posterior(claim("entries", 3 * free, speaker=who)))) / free)
        for who in ("ministry", "travellers")
    )
    assert 0.0 < heard < office


def test_places_share_one_offset_of_the_model_and_have_one_each():
    claims = [claim("arrivals", 9_001, place=place, speaker=who) for place in ("Aral", "Balqash") for who in ("a", "b")]
    observations = observe(SCENARIO, claims, as_of=day(11)).observations
    names = own_names(observations)
    assert [n for n in names if n.startswith("model")] == [
        "model[arrivals Aral]",
        "model[arrivals Balqash]",
        "model[arrivals of places]",
    ]
    # One sigma of the common offset moves all four misfits alike; that of Aral moves its own two.
    scores = np.zeros((3, len(names)))
    scores[1, names.index("model[arrivals of places]")] = 1.0
    scores[2, names.index("model[arrivals Aral]")] = 1.0
    same = run(prior(5, 1)).select([0, 0, 0])
    zero, common, aral = misfit_of(same, observations, names, scores)
    assert np.allclose(common - zero, LOCAL.common * heavy(np.array(1.0)))
    here = [one.places == ("Aral",) for one in observations]
    assert np.allclose(aral - zero, np.where(here, LOCAL.shared * heavy(np.array(1.0)), 0.0))


def test_figures_told_together_were_counted_until_the_same_hour():
    told = {"period_end": day(9), "published": day(9), "inferred": True}
    together = claim("entries", 40_017, **told), claim("exits", 10_007, **told)
    observations = observe(SCENARIO, together, as_of=day(11)).observations
    edges = [name for name in own_names(observations) if name.startswith("edge")]
    assert len(edges) == 1
    apart = claim("entries", 40_017, **told), claim("exits", 10_007, **(told | {"speaker": "border guard"}))
    assert len([n for n in own_names(observe(SCENARIO, apart, as_of=day(11)).observations) if "edge" in n]) == 2


def test_two_totals_of_one_day_were_counted_until_two_hours():
    told = {"period_end": day(9), "published": day(9)}
    twice = claim("entries", 40_017, **told), claim("entries", 43_019, **told)
    noon, night = sorted(observe(SCENARIO, twice, as_of=day(11)).observations, key=lambda one: one.said.value)
    assert (noon.telling, night.telling) == (0, 1)
    assert noon.until != night.until
