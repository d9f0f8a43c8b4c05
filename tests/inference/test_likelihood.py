"""What a stated number means: each word, each trailing zero, each impossible value."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad

from inference.toy_crisis import claim
from laws.threshold import deviations
from qonaq.errors import EvidenceError
from qonaq.inference.likelihood import Meaning, from_scale, meaning_of, rounding_step, to_scale
from qonaq.inference.smoother import normals
from qonaq.measures import MEASURES, Qualifier, Status

WORDS = {
    "exact": Meaning(8.0, 0.05),
    "over": Meaning(8.0, 0.05, above=0.1),
    "up to": Meaning(8.0, 0.05, below=0.4),
    "range": Meaning(8.0, 0.05, half=0.3),
}


@pytest.mark.parametrize("value", [0.0, 3.0, 250.0, 98_000.0])
@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_every_scale_can_be_undone(measure, value):
    if measure == "rent_level" and value == 0.0:
        pytest.skip("a rent of 0 is no rent")
    assert from_scale(measure, to_scale(measure, value)) == pytest.approx(value, rel=1e-9, abs=1e-9)


def test_equal_shares_are_equal_distances_on_the_scale_of_counts():
    # asinh(x / 2c) → ln(x / c): the step from 50,000 to 55,000 is ln 1.1
    assert float(to_scale("entries", 55_000) - to_scale("entries", 50_000)) == pytest.approx(np.log(1.1), rel=1e-6)


def test_a_net_flow_may_be_negative():
    assert float(to_scale("net_entries", -500.0)) == -float(to_scale("net_entries", 500.0))


@pytest.mark.parametrize("word", WORDS)
def test_density_of_a_stated_number_is_normalised(word):
    # p(stated | true) integrates to 1 over the stated number, which is the integral over true − stated
    meaning = WORDS[word]
    total, _ = quad(lambda y: float(np.exp(meaning.log_density(y))), 4.0, 12.0, points=[7.7, 8.0, 8.3], limit=400)
    assert total == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize("word", WORDS)
def test_density_is_the_law_of_shift_plus_error(word):
    # Law: y − middle = shift(ζ) + sd·e with ζ, e standard normal. Sample: 20,000. Means of three bumps are compared.
    meaning = WORDS[word]
    draws = normals(7, process="observation", rows=20_000, labels=["meant", "error"])
    sample = meaning.middle + meaning.shift(draws[:, 0]) + meaning.sd * draws[:, 1]
    for centre in (7.8, 8.0, 8.15):
        bump = np.exp(-0.5 * ((sample - centre) / 0.1) ** 2)
        truth, _ = quad(
            lambda y, c=centre: float(np.exp(meaning.log_density(y) - 0.5 * ((y - c) / 0.1) ** 2)), 5.0, 11.0, limit=400
        )
        assert abs(bump.mean() - truth) < deviations(3) * bump.std() / np.sqrt(len(bump))


def test_a_density_that_forgets_the_hedge_is_rejected():
    # The mutant of the test above: "over" read as "exact".
    draws = normals(7, process="observation", rows=20_000, labels=["meant", "error"])
    over, exact = WORDS["over"], WORDS["exact"]
    sample = over.middle + over.shift(draws[:, 0]) + over.sd * draws[:, 1]
    bump = np.exp(-0.5 * ((sample - 8.15) / 0.1) ** 2)
    wrong, _ = quad(lambda y: float(np.exp(exact.log_density(y) - 0.5 * ((y - 8.15) / 0.1) ** 2)), 5.0, 11.0, limit=400)
    assert abs(bump.mean() - wrong) > deviations(3) * bump.std() / np.sqrt(len(bump))


def test_density_stays_finite_far_from_the_range():
    assert np.all(np.isfinite(WORDS["range"].log_density(np.array([-30.0, 6.0, 8.0, 10.0, 60.0]))))


@pytest.mark.parametrize(
    ("value", "step"), [(64_234, 1.0), (98_000, 1000.0), (40_000, 4800.0), (100_000, 12_000.0), (7, 1.0), (0.34, 0.0)]
)
def test_trailing_zeros_say_how_a_number_was_rounded(value, step):
    assert rounding_step(value) == step


def test_a_rounder_number_is_a_vaguer_one():
    sds = [meaning_of(claim("entries", value)).sd for value in (98_234, 98_000, 100_000)]
    assert sds == sorted(sds)
    assert sds[0] < sds[2]


def test_about_is_vaguer_than_exact_on_both_sides():
    exact, about = (meaning_of(claim("entries", 98_234, qualifier=q)) for q in (Qualifier.EXACT, Qualifier.ABOUT))
    assert about.sd > exact.sd
    assert not about.hedged


def test_over_widens_only_upwards_and_under_only_downwards():
    about, over, under = (
        meaning_of(claim("entries", 98_234, qualifier=q)) for q in (Qualifier.ABOUT, Qualifier.OVER, Qualifier.UNDER)
    )
    truth = about.middle + np.array([-0.2, 0.2])
    assert over.log_density(truth)[1] > about.log_density(truth)[1]
    assert over.log_density(truth)[0] <= about.log_density(truth)[0] + np.log(2.0)
    assert np.all(over.shift(np.array([-2.0, 0.0, 2.0])) >= 0.0)
    assert np.all(under.shift(np.array([-2.0, 0.0, 2.0])) <= 0.0)


def test_a_range_is_flat_between_its_ends():
    meaning = meaning_of(claim("entries", 20_011, value_high=40_013, qualifier=Qualifier.RANGE))
    inside = meaning.log_density(to_scale("entries", np.array([25_000.0, 28_000.0, 32_000.0])))
    assert np.ptp(inside) < 0.01
    assert float(meaning.log_density(to_scale("entries", 60_000.0))) < inside.min() - 5.0


def test_a_reported_wait_is_the_worst_of_the_day():
    waited = meaning_of(claim("border_wait", 12.0, unit="hours", qualifier=Qualifier.OVER))
    assert waited.below > 0.0
    assert waited.above == 0.0
    shorter, longer = waited.log_density(to_scale("border_wait", np.array([6.0, 24.0])))
    assert shorter > longer


def test_an_estimate_is_vaguer_than_a_count():
    assert meaning_of(claim("entries", 5003, status=Status.ESTIMATED)).sd > 2 * meaning_of(claim("entries", 5003)).sd


def test_families_are_several_people_each_and_less_certain():
    people, families = meaning_of(claim("present", 100_001)), meaning_of(claim("present", 100_001, unit="families"))
    assert families.middle - people.middle == pytest.approx(np.log(2.7), rel=1e-3)
    assert families.sd > people.sd


@pytest.mark.parametrize(
    ("measure", "value", "high", "words"),
    [
        ("entries", -5.0, None, "found -5; allowed: 0 or more"),
        ("entries", float("nan"), None, "allowed: a number"),
        ("occupancy", 95.0, None, "a share, about 0 to 1"),
        ("rent_change", -1.2, None, "rents cannot fall by more than all"),
        ("entries", 900.0, 100.0, "found 900 to 100; allowed: a range from low to high"),
    ],
)
def test_an_impossible_value_is_refused_in_words(measure, value, high, words):
    with pytest.raises(EvidenceError, match="Correct the figure in the evidence") as caught:
        meaning_of(claim(measure, value, value_high=high))
    assert words in str(caught.value)
