"""Who counts, who says, who has heard: how much a stated number is worth by what it is."""

from __future__ import annotations

import numpy as np
import pytest

from inference.toy_crisis import claim
from qonaq.inference.likelihood import counting_sd, meaning_of, to_scale
from qonaq.inference.standing import COUNT, HEARSAY, STATEMENT, UNSEEN, standing_of, unseen
from qonaq.measures import Qualifier, Status


@pytest.mark.parametrize(
    ("measure", "more", "standing"),
    [
        ("entries", {}, COUNT),
        ("registrations", {"speaker": "digital ministry"}, COUNT),
        ("entries", {"qualifier": Qualifier.ABOUT}, COUNT),
        ("entries", {"status": Status.ESTIMATED}, STATEMENT),
        ("entries", {"place": "Gate"}, STATEMENT),
        ("present", {}, STATEMENT),
        ("entries", {"speaker": None, "medium": "a paper"}, HEARSAY),
        ("entries", {"speaker": "travellers"}, HEARSAY),
        ("entries", {"speaker": "Eyewitnesses"}, HEARSAY),
        ("entries", {"speaker": "волонтеры"}, HEARSAY),
    ],
)
def test_the_class_of_a_claim_is_by_who_says_what(measure, more, standing):
    assert standing_of(claim(measure, 5003, **more)) is standing


def test_a_count_errs_less_than_a_statement_and_a_statement_less_than_hearsay():
    assert COUNT.bias < STATEMENT.bias < HEARSAY.bias
    sds = [
        meaning_of(claim("entries", 98_234, **more)).sd for more in ({}, {"place": "Gate"}, {"speaker": "travellers"})
    ]
    assert sds == pytest.approx([0.02, 0.05, 0.10], rel=0.01)
    assert counting_sd("entries", whole=True) == pytest.approx(np.hypot(0.03, 0.02))
    assert counting_sd("entries", whole=False) == pytest.approx(np.hypot(0.07, 0.05))
    assert counting_sd("occupancy", whole=False) == 0.03


@pytest.mark.parametrize(
    ("more", "scale"),
    [
        ({"place": "Aral"}, UNSEEN),
        ({"place": "Aral", "qualifier": Qualifier.OVER}, UNSEEN),
        ({"place": "Aral", "status": Status.ESTIMATED}, 0.0),
        ({"place": "Aral", "qualifier": Qualifier.UP_TO}, 0.0),
        ({}, 0.0),
    ],
)
def test_people_counted_in_a_place_are_at_least_so_many(more, scale):
    told = claim("present", 894, **more)
    assert unseen(told, "present") == scale
    if scale:
        fewer, more_people = meaning_of(told).log_density(to_scale("present", np.array([894 / 2.0, 894 * 2.0])))
        assert more_people > fewer + 10.0


def test_what_entered_a_city_arrived_there_and_is_seen_in_part_but_a_crossing_sees_all():
    told = claim("entries", 894, place="Aral")
    assert meaning_of(told, measure="arrivals").above == UNSEEN
    assert meaning_of(told).above == 0.0
