"""A scenario from the gazetteer can be used for any two countries, and says what it assumes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from qonaq.engine.program_parameters import draw_parameters
from qonaq.errors import SettingError
from qonaq.evidence.gazetteer import Gazetteer
from qonaq.io.countries import border_points, read_countries
from qonaq.io.gazetteer import open_gazetteer
from qonaq.io.globe import EARTH_KM, km_between
from qonaq.io.new_scenario import new_scenario
from qonaq.io.scenario import check_scenario, read_scenario
from qonaq.io.scenario_write import write_scenario
from qonaq.model.places import Mode, PlaceKind
from qonaq.model.scenario import as_of

DAY = date(2022, 9, 21)
PAIRS = ["RU GE", "AM GE", "AZ AM", "UA PL", "UA DE", "SD TD", "VE CO", "SY TR", "MM BD", "RU KZ", "RU RS", "VA IT"]
PAIRS += ["ER DJ", "CN SG", "CU US", "LS ZA", "HT DO"]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.mark.parametrize("pair", PAIRS)
def test_any_pair_makes_a_scenario_without_mistakes_that_the_engine_takes(pair: str, gazetteer: Gazetteer) -> None:
    origin, host = pair.split()
    made = new_scenario(origin, host, DAY, gazetteer)
    assert check_scenario(made) == ()
    assert draw_parameters(as_of(made, DAY), days=30, replicates=2, seed=1).replicates == 2
    assert {place.country for place in made.of_kind(PlaceKind.ORIGIN)} == {origin}
    assert {place.country for place in made.of_kind(PlaceKind.CITY)} == {host}


def test_every_row_is_marked_as_an_assumption_and_says_from_what(gazetteer: Gazetteer) -> None:
    made = new_scenario("RU", "GE", DAY, gazetteer)
    for row in (*made.places, *made.routes, *made.groups, *made.rules, *made.priors, *made.policies):
        assert row.assumption
        assert row.source
        assert row.known_on == made.start
    assert any("gazetteer" in caution for caution in made.cautions)
    assert any("rule of entry" in caution for caution in made.cautions)


def test_origins_stand_for_all_residents_of_the_country(gazetteer: Gazetteer) -> None:
    made = new_scenario("UA", "PL", DAY, gazetteer)
    people = sum(place.population or 0 for place in made.of_kind(PlaceKind.ORIGIN))
    assert people == pytest.approx(read_countries()["UA"].population, rel=1e-4)


def test_neighbours_are_entered_over_points_of_their_common_border(gazetteer: Gazetteer) -> None:
    made = new_scenario("RU", "GE", DAY, gazetteer)
    crossings = [place for place in made.of_kind(PlaceKind.CROSSING) if place.country == "GE"]
    border = set(border_points("RU", "GE"))
    assert crossings
    assert all((place.lat, place.lon) in border for place in crossings)
    apart = km_between([(p.lat, p.lon) for p in crossings], [(p.lat, p.lon) for p in crossings])
    assert apart[~np.eye(len(crossings), dtype=bool)].min() >= 40.0


def test_countries_that_do_not_touch_are_entered_by_air_and_overland(gazetteer: Gazetteer) -> None:
    made = new_scenario("RU", "RS", DAY, gazetteer)
    crossings = [place for place in made.of_kind(PlaceKind.CROSSING) if place.country == "RS"]
    assert [place.mode for place in crossings] == [Mode.AIR, Mode.AIR, Mode.ROAD]
    assert any("no common border" in caution for caution in made.cautions)


def test_other_neighbours_compete(gazetteer: Gazetteer) -> None:
    made = new_scenario("SY", "TR", DAY, gazetteer)
    assert {"LB", "JO", "IQ"} <= {place.country for place in made.of_kind(PlaceKind.CROSSING)}


@pytest.mark.parametrize("names", [("RUS", "GEO"), ("Russia", "Georgia"), ("Россия", "Грузия")])
def test_countries_are_understood_by_code_and_name(names: tuple[str, str], gazetteer: Gazetteer) -> None:
    made = new_scenario(*names, DAY, gazetteer)
    assert (made.origin, made.host, made.name) == ("RU", "GE", "ru-ge-2022-09")
    assert made.title == "People arriving in Georgia from Russia, September 2022"


@pytest.mark.parametrize(
    ("origin", "host", "where", "words"),
    [
        ("Atlantis", "GE", "--from", "'Atlantis'"),
        ("RU", "XX", "--to", "'XX'"),
        ("RU", "Russia", "--to", "the origin itself"),
        ("RU", "BV", "--to", "a city of 15,000 people"),
    ],
)
def test_country_that_cannot_be_used_is_told(
    origin: str, host: str, where: str, words: str, gazetteer: Gazetteer
) -> None:
    with pytest.raises(SettingError) as caught:
        new_scenario(origin, host, DAY, gazetteer)
    assert caught.value.mistakes[0].where == where
    assert words in str(caught.value)


def test_folder_of_a_new_scenario_reads_as_it_was_made(tmp_path: Path, gazetteer: Gazetteer) -> None:
    made = new_scenario("SD", "TD", DAY, gazetteer)
    write_scenario(made, tmp_path / "sd-td")
    assert read_scenario(tmp_path / "sd-td") == made


def test_quarter_of_the_equator_is_a_quarter_of_the_globe() -> None:
    km = km_between([(0.0, 0.0), (90.0, 0.0)], [(0.0, 90.0), (0.0, 0.0)])
    quarter = np.pi / 2 * EARTH_KM
    np.testing.assert_allclose(km, [[quarter, 0.0], [quarter, quarter]], atol=1e-6)
