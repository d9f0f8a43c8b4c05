"""Numbers as people write them, in both languages; and text that only looks like a number."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qonaq.evidence.numbers import Number, digits_value, numbers_in
from qonaq.evidence.words import normal, tokens_of


def read(text: str) -> list[tuple[float, float | None]]:
    norm = normal(text)
    return [(number.value, number.high) for number in numbers_in(tokens_of(norm, 0, len(norm)), ())]


@pytest.mark.parametrize(
    ("text", "value", "high"),
    [
        ("41,700 people", 41_700, None),
        ("41 700 человек", 41_700, None),
        ("41\u00a0700 человек", 41_700, None),
        ("41.700 Personen", 41_700, None),
        ("41'700 people", 41_700, None),
        ("41 thousand", 41_000, None),
        ("41-thousand", 41_000, None),
        ("41 тыс. человек", 41_000, None),
        ("41k people", 41_000, None),
        ("2.3 m people", 2_300_000, None),
        ("2,3 млн человек", 2_300_000, None),
        ("2.345 million", 2_345_000, None),
        ("a hundred thousand", 100_000, None),
        ("half a million", 500_000, None),
        ("a quarter of a million", 250_000, None),
        ("three and a half thousand", 3_500, None),
        ("три с половиной тысячи", 3_500, None),
        ("полторы тысячи", 1_500, None),
        ("полмиллиона", 500_000, None),
        ("two hundred and fifty", 250, None),
        ("двадцать пять тысяч триста", 25_300, None),
        ("больше тысячи мест", 1_000, None),
        ("two to three times", 2, 3),
        ("в 3-4 раза", 3, 4),
        ("7–8 thousand", 7_000, 8_000),
        ("от 5 до 7 тысяч", 5_000, 7_000),
        ("between 150 and 200", 150, 200),
        ("40%-50%", 40, 50),
        ("hundreds of thousands", None, None),
        ("десятки тысяч", None, None),
        ("сотни тысяч", None, None),
    ],
)
def test_a_number_is_read_as_written(text, value, high) -> None:
    assert read(text) == ([] if value is None else [(value, high)])


def test_a_sign_is_kept() -> None:
    norm = normal("Oral (-32%), Aktobe (+8%)")
    assert [number.sign for number in numbers_in(tokens_of(norm, 0, len(norm)), ())] == [-1, 1]


def test_a_point_before_a_scale_word_is_decimal_and_else_parts_thousands() -> None:
    assert digits_value("1.500", scaled=True) == 1.5
    assert digits_value("1.500", scaled=False) == 1500.0


def test_a_falling_pair_is_no_range() -> None:
    assert read("from 500 to 200") == [(500, None), (200, None)]


@given(st.integers(min_value=1, max_value=10**9))
def test_a_whole_number_survives_every_way_of_parting_its_thousands(value) -> None:
    grouped = f"{value:,}"
    for written in (
        grouped,
        grouped.replace(",", " "),
        grouped.replace(",", "."),
        grouped.replace(",", "'"),
        str(value),
    ):
        assert read(f"{written} people") == [(value, None)]


@given(st.text(max_size=200))
def test_any_text_gives_numbers_in_order(text) -> None:
    norm = normal(text)
    tokens = tokens_of(norm, 0, len(norm))
    found: tuple[Number, ...] = numbers_in(tokens, ())
    assert all(one.last <= other.first or one.first < other.first for one, other in pairwise(found))
    assert all(0 <= number.first < number.last <= len(tokens) for number in found)
    assert all(number.high is None or number.high > number.value for number in found)
