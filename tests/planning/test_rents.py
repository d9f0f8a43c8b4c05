"""Two regimes of rents, fitted to episodes, predict an episode that was left out better than the rivals."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from qonaq.errors import SettingError
from qonaq.io.rents import read_rent_episodes
from qonaq.planning.rents import (
    CONTRACT,
    SPOT,
    Episode,
    fit,
    interval_score,
    leave_one_out,
    mean_score,
    predict,
    response,
)

EPISODES = read_rent_episodes()
LEFT_OUT = leave_one_out(EPISODES)


def test_left_out_episodes_are_predicted_better_than_by_no_change_and_by_one_elasticity() -> None:
    ours = mean_score(LEFT_OUT, lambda row: row.ours)
    assert ours < mean_score(LEFT_OUT, lambda row: row.no_change)
    assert ours < mean_score(LEFT_OUT, lambda row: row.one_elasticity)


@pytest.mark.parametrize("regime", [SPOT, CONTRACT])
def test_each_regime_alone_beats_no_change(regime: str) -> None:
    rows = [row for row in LEFT_OUT if row.episode.regime == regime]
    assert mean_score(rows, lambda row: row.ours) < mean_score(rows, lambda row: row.no_change)


def test_cities_are_ranked_rightly() -> None:
    """Of two cities whose rises differ by more than a tenth, the one that rose more was predicted to rise more."""
    rows = [row for row in LEFT_OUT if row.episode.regime == SPOT]
    for one, other in itertools.combinations(rows, 2):
        if abs(one.episode.rise - other.episode.rise) > 0.1:
            assert (one.ours[1] > other.ours[1]) == (one.episode.rise > other.episode.rise)


def test_the_four_unchanged_cities_stay_below_ten_per_cent() -> None:
    rows = [row for row in LEFT_OUT if row.episode.regime == SPOT and row.episode.rise == 0]
    assert len(rows) == 4
    assert all(row.ours[2] <= 0.10 for row in rows)


def test_asking_rents_stay_while_flats_are_empty_and_stop_at_twice_the_stock() -> None:
    """k·x = 0.02 leaves u = 0.94 below u* = 0.95; k·x = 5 stops at u = 2, so the rise is (2/0.95)ᵃ − 1."""
    a = np.array([[0.5, 10.0]])
    assert response(SPOT, a, 0.002).tolist() == [0.0]
    assert response(SPOT, a, 0.5)[0] == pytest.approx(0.5 * math.log(2 / 0.95))


def test_contract_rents_follow_people_one_to_one_at_elasticity_one() -> None:
    assert response(CONTRACT, np.array([[1.0, 0.0]]), 0.09).tolist() == [0.09]


def test_a_fit_finds_the_strength_that_made_the_data() -> None:
    made = [
        Episode(f"made-{x}", SPOT, "P", x, math.expm1(0.8 * math.log(min(0.92 + 20 * x, 2) / 0.95)), "made")
        for x in (0.005, 0.01, 0.02, 0.03, 0.05, 0.08)
    ]
    fitted = fit(made, SPOT)
    assert fitted.quantile(0.05) <= 0.8 * 1.06
    assert fitted.quantile(0.95) >= 0.8 * 0.94
    assert fitted.mean(1) == pytest.approx(20, rel=0.25)


def test_quantiles_of_a_prediction_are_in_order() -> None:
    fitted = fit(EPISODES, SPOT)
    numbers = [predict(fitted, 0.003, level) for level in (0.05, 0.25, 0.5, 0.75, 0.95)]
    assert numbers == sorted(numbers)


def test_the_interval_score_is_the_width_and_ten_times_the_miss() -> None:
    """At 80 % the miss counts 2/0.2 = 10 times."""
    band = (math.expm1(0.1), math.expm1(0.2), math.expm1(0.3))
    assert interval_score(band, math.expm1(0.2)) == pytest.approx(0.2)
    assert interval_score(band, math.expm1(0.35)) == pytest.approx(0.2 + 10 * 0.05)
    assert interval_score(band, math.expm1(0.0)) == pytest.approx(0.2 + 10 * 0.1)


def test_an_episode_with_mistakes_names_them_all() -> None:
    with pytest.raises(SettingError) as caught:
        Episode("x", "daily", "P", -1.0, -2.0, " ")
    assert len(caught.value.mistakes) == 4
