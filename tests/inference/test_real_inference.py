"""What must not pass for inference, on the real engine: a number moves what depends on it, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inference.small_crisis import CRISIS, TODAY, said
from qonaq.inference.calibrate import calibrate
from qonaq.measures import Qualifier, Status

MEMBERS = 400
COUNT = said("entries", 40_017.0)
TOWN = said("present", 6_007.0, place="Rivertown", speaker="city hall", status=Status.ESTIMATED)
# Nothing that is said here depends on these, nor they on it.
APART = ("no_show", "turnover", "contract_elasticity", "minutes_per_case", "come_again", "desks", "spot_strength")


def fitted(*claims):
    return calibrate(CRISIS, claims, as_of=TODAY, replicates=MEMBERS, seed=5)


def figure(posterior, measure, place=None):
    return posterior.ensemble.figure(measure, place=place, start=COUNT.period_start, end=COUNT.period_end)


@pytest.fixture(scope="module")
def counted():
    return fitted(COUNT)


@pytest.fixture(scope="module")
def with_town():
    return fitted(COUNT, TOWN)


def test_the_one_number_changed_moves_what_depends_on_it(counted):
    more = fitted(replace(COUNT, value=60_013.0))
    for measure in ("entries", "arrivals", "present"):
        grew = np.log(np.median(figure(more, measure)) / np.median(figure(counted, measure)))
        assert grew > 0.5 * np.log(60_013 / 40_017), measure


def test_the_one_number_changed_moves_nothing_else(counted):
    more = fitted(replace(COUNT, value=60_013.0))
    names = counted.parameters.names
    apart = [column for column, name in enumerate(names) if name.partition("[")[0] in APART]
    assert len(apart) >= 5
    shift = np.abs(more.parameters.scores.mean(axis=0) - counted.parameters.scores.mean(axis=0))
    assert shift[apart].mean() < 0.08  # what chance leaves between two fits of 400 members
    assert shift[names.index("pool_share")] > 0.3


def test_about_widened_to_over_widens_the_interval_on_one_side():
    about, over = (fitted(replace(COUNT, value=40_000.0, qualifier=q)) for q in (Qualifier.ABOUT, Qualifier.OVER))
    low, high = (
        np.log(np.quantile(figure(over, "entries"), q) / np.quantile(figure(about, "entries"), q)) for q in (0.1, 0.9)
    )
    assert high > 0.04
    assert low < 0.7 * high


def test_a_figure_for_one_town_leaves_the_total_where_the_count_puts_it(counted, with_town):
    before, after = (np.median(figure(one, "present", "Rivertown")) for one in (counted, with_town))
    assert abs(after - 6_007) < 0.8 * abs(before - 6_007)
    assert np.median(figure(with_town, "entries")) == pytest.approx(np.median(figure(counted, "entries")), rel=0.08)


def test_a_figure_for_one_town_moves_another_only_as_far_as_totals_are_coherent(counted, with_town):
    # Beside a count of the country, a town's figure tells the others next to nothing of their own size.
    moved = {
        town: np.log(np.median(figure(with_town, "present", town)) / np.median(figure(counted, "present", town)))
        for town in ("Rivertown", "Capital")
    }
    spread = np.std(np.log(np.maximum(figure(counted, "present", "Capital"), 1.0)))
    assert abs(moved["Capital"]) < 0.5 * spread


def test_evidence_in_another_order_is_the_same_evidence(with_town):
    assert np.array_equal(fitted(TOWN, COUNT).parameters.scores, with_town.parameters.scores)
