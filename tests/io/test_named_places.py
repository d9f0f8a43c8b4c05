"""Crossings and cities that reports name enter a scenario from the gazetteer, and nothing else does."""

from __future__ import annotations

from datetime import date

import pytest

from qonaq.evidence.gazetteer import Gazetteer
from qonaq.io.gazetteer import open_gazetteer
from qonaq.io.named_places import MOST, named_places
from qonaq.io.new_scenario import new_scenario
from qonaq.io.scenario import check_scenario, read_scenario
from qonaq.model.claims import Claim, Passage, Reading, Statement
from qonaq.model.places import PlaceKind

DAY = date(2023, 6, 14)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def said(measure: str, place: str, country: str) -> Claim:
    return Claim(measure, 100.0, "people", Passage("100 people"), country=country, place=place)


def names(found, *, crossing):
    return [place.name for place in found if place.crossing is crossing]


def test_a_border_town_is_a_crossing_and_a_far_town_a_city(gazetteer: Gazetteer) -> None:
    claims = (said("entries", "Adré", "TD"), said("present", "Abéché", "TD"), said("entries", "N'Djamena", "TD"))
    signal = Statement("border_queues", Passage("queues"), country="TD", place="Tiné")
    reading = Reading("a.txt", "en", DAY, claims, signals=(signal,))
    found = named_places((reading,), "SD", "TD", gazetteer)
    assert "Adré" in names(found, crossing=True)
    assert names(found, crossing=False) == ["Abéché", "N'Djamena"]


def test_a_crossing_of_a_packaged_scenario_has_its_position_from_there(gazetteer: Gazetteer) -> None:
    reading = Reading("a.txt", "en", DAY, (said("queueing", "Verkhny Lars", "RU"),))
    (found,) = named_places((reading,), "RU", "GE", gazetteer)
    assert found.crossing
    packaged = read_scenario("kazakhstan-2022").place("Verkhny Lars")
    assert (found.lat, found.lon) == (packaged.lat, packaged.lon)


def test_a_crossing_is_no_city_where_beds_are_counted(gazetteer: Gazetteer) -> None:
    reading = Reading("a.txt", "en", DAY, (said("beds", "Verkhny Lars", "GE"),))
    assert named_places((reading,), "RU", "GE", gazetteer) == ()


def test_places_of_other_countries_and_unknown_ones_are_left_out(gazetteer: Gazetteer) -> None:
    claims = (
        said("entries", "Przemyśl", "PL"),
        said("entries", "Nowhere-on-Sea", "TD"),
        said("beds", "Khartoum", "SD"),
    )
    assert named_places((Reading("a.txt", "en", DAY, claims),), "SD", "TD", gazetteer) == ()


def test_only_the_places_named_most_often_enter(gazetteer: Gazetteer) -> None:
    towns = [p for p in gazetteer.places if p.country == "TD" and p.kind in ("city", "town")][: MOST + 8]
    claims = [said("present", towns[0].name, "TD")] * 3 + [said("present", town.name, "TD") for town in towns]
    found = named_places((Reading("a.txt", "en", DAY, tuple(claims)),), "SD", "TD", gazetteer)
    assert len(found) == MOST
    assert found[0].name == towns[0].name


def test_a_scenario_has_what_was_named_and_no_mistake(gazetteer: Gazetteer) -> None:
    claims = (said("entries", "Adré", "TD"), said("present", "Abou Déïa", "TD"))
    named = named_places((Reading("a.txt", "en", DAY, claims),), "SD", "TD", gazetteer)
    made = new_scenario("SD", "TD", DAY, gazetteer, named)
    assert check_scenario(made) == ()
    assert "Adré" in [place.name for place in made.of_kind(PlaceKind.CROSSING)]
    shares = [place.traffic_share for place in made.of_kind(PlaceKind.CROSSING) if place.country == "TD"]
    assert sum(share for share in shares if share) == pytest.approx(1.0, abs=0.01)
    assert "Abou Déïa" in [place.name for place in made.of_kind(PlaceKind.CITY)]
