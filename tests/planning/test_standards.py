"""Standards: every number has a source, and what nobody published waits for the user."""

from __future__ import annotations

from pathlib import Path

import pytest

from qonaq.errors import SettingError
from qonaq.io.standards import COLUMNS, read_standards
from qonaq.planning.items import ITEMS
from qonaq.planning.standards import GRADES, Standard, Standards, entered

HEADER = ",".join(COLUMNS)
SHIPPED = read_standards()


def soap(**changed: object) -> Standard:
    row: dict[str, object] = {
        "id": "soap",
        "value": 0.25,
        "unit": "kg",
        "source": "UNHCR",
        "edition": "2001",
        "grade": "verified",
    }
    return Standard(**{**row, **changed})  # type: ignore[arg-type]


def test_every_shipped_standard_has_a_source_an_edition_and_a_grade() -> None:
    assert len(SHIPPED.rows) > 40
    for row in SHIPPED.rows:
        assert row.source.strip()
        assert row.edition.strip()
        assert row.grade in GRADES


def test_every_item_finds_its_standard_in_each_phase() -> None:
    for item in ITEMS:
        for phase in ("emergency", "later"):
            assert any(SHIPPED.has(item.standard, phase=phase, climate=climate) for climate in ("cold", "warm"))


@pytest.mark.parametrize(
    ("name", "phase", "climate", "value"),
    [
        ("water", "emergency", "cold", 15),
        ("water", "later", "cold", 20),
        ("tap", "emergency", "warm", 250),
        ("tap", "later", "warm", 100),
        ("latrine", "emergency", "cold", 50),
        ("latrine", "later", "cold", 20),
        ("shower", "later", "cold", 20),
        ("hygiene_promoter", "emergency", "cold", 500),
        ("hygiene_promoter", "later", "cold", 1000),
        ("covered_space", "emergency", "warm", 3.5),
        ("covered_space", "emergency", "cold", 4.5),
        ("energy", "emergency", "cold", 2100),
        ("soap", "emergency", "cold", 0.25),
        ("health_facility", "later", "cold", 10_000),
    ],
)
def test_values_of_the_published_tables(name: str, phase: str, climate: str, value: float) -> None:
    assert SHIPPED.find(name, phase=phase, climate=climate).value == value


def test_a_standard_without_a_source_is_refused() -> None:
    with pytest.raises(SettingError, match="A standard without a source is not used"):
        soap(source=" ")


def test_all_mistakes_of_a_row_are_named_at_once() -> None:
    with pytest.raises(SettingError) as caught:
        soap(unit="", grade="sure", phase="soon", climate="wet", low=0.5)
    words = " ".join(str(mistake) for mistake in caught.value.mistakes)
    assert len(caught.value.mistakes) == 5
    for expected in ("unit", "grade", "phase", "climate", "0 < low ≤ value ≤ high"):
        assert expected in words


def test_an_id_is_needed() -> None:
    with pytest.raises(SettingError, match="Give the standard a name"):
        soap(id="")


def test_a_value_without_a_number_must_be_to_be_entered() -> None:
    with pytest.raises(SettingError, match="Make the two agree"):
        soap(value=None)
    price = soap(value=None, grade="to be entered")
    with pytest.raises(SettingError, match="Enter your own number"):
        _ = price.number
    assert price.words == "soap: to be entered"


def test_the_users_number_is_accepted_and_marked() -> None:
    rows = entered(SHIPPED, {"cost_latrine": 450_000.0})
    found = rows.find("cost_latrine", phase="emergency", climate="cold")
    assert (found.number, found.grade, found.source) == (450_000.0, "entered by the user", "entered by the user")


def test_unknown_and_impossible_entered_numbers_are_named_together() -> None:
    with pytest.raises(SettingError) as caught:
        entered(SHIPPED, {"cost_latrin": 3.0, "soap": -1.0})
    assert "Did you mean 'cost_latrine'?" in caught.value.mistakes[0].do
    assert caught.value.mistakes[1].allowed == "a number above 0"


def test_a_standard_twice_is_refused() -> None:
    with pytest.raises(SettingError, match="Keep one of them"):
        Standards((soap(), soap()))


def test_an_unknown_standard_offers_the_nearest() -> None:
    with pytest.raises(SettingError, match="Did you mean 'latrine'"):
        SHIPPED.find("latrin", phase="emergency", climate="cold")


def test_an_unknown_phase_is_refused() -> None:
    with pytest.raises(SettingError, match="emergency, later"):
        SHIPPED.find("latrine", phase="late", climate="cold")


def test_a_file_is_read_and_all_its_mistakes_are_named(tmp_path: Path) -> None:
    path = tmp_path / "standards.csv"
    path.write_text(
        f"{HEADER}\nsoap,0.25,,,kg,any,any,soap,,2001,verified\nwater,lots,,,l,any,any,water,W,2018,verified\n",
        encoding="utf-8",
    )
    with pytest.raises(SettingError) as caught:
        read_standards(path)
    assert [mistake.where for mistake in caught.value.mistakes] == [
        "standards.csv row 2 soap, source",
        "standards.csv row 3, value",
    ]


def test_other_columns_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "standards.csv"
    path.write_text("id,value\nsoap,1\n", encoding="utf-8")
    with pytest.raises(SettingError, match="Use exactly these columns"):
        read_standards(path)


def test_a_row_with_too_few_cells_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "standards.csv"
    path.write_text(f"{HEADER}\nsoap,1\n", encoding="utf-8")
    with pytest.raises(SettingError, match="Quote cells that hold a comma"):
        read_standards(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="Name a file that can be read"):
        read_standards(tmp_path / "none.csv")
