"""Times that a text states, resolved against a Wednesday: 28 September 2022."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qonaq.evidence.dates import whens_in
from qonaq.evidence.days import Today, When, day_of, month_number
from qonaq.evidence.words import normal

PUBLISHED = date(2022, 9, 28)


def read(text: str, language: str = "en", prior: When | None = None) -> list[tuple[str, str | None, str | None]]:
    norm = normal(text)
    found = whens_in(norm, 0, len(norm), language=language, today=Today(PUBLISHED, prior))
    return [(when.role, when.first and when.first.isoformat(), when.last and when.last.isoformat()) for when in found]


@pytest.mark.parametrize(
    ("text", "role", "first", "last"),
    [
        ("since September 21", "since", "2022-09-21", None),
        ("on Tuesday", "day", "2022-09-27", "2022-09-27"),
        ("on Wednesday", "day", "2022-09-28", "2022-09-28"),
        ("last Wednesday", "day", "2022-09-21", "2022-09-21"),
        ("the past week", "period", "2022-09-22", "2022-09-28"),
        ("last week", "period", "2022-09-19", "2022-09-25"),
        ("this week", "period", "2022-09-26", "2022-09-28"),
        ("in five days", "period", "2022-09-24", "2022-09-28"),
        ("in the last 72 hours", "period", "2022-09-26", "2022-09-28"),
        ("yesterday", "day", "2022-09-27", "2022-09-27"),
        ("the day before yesterday", "day", "2022-09-26", "2022-09-26"),
        ("four or five days ago", "period", "2022-09-23", "2022-09-24"),
        ("between September 17 and 26", "period", "2022-09-17", "2022-09-26"),
        ("from December 28 to January 3", "period", "2021-12-28", "2022-01-03"),
        ("in August", "period", "2022-08-01", "2022-08-31"),
        ("in September", "period", "2022-09-01", "2022-09-28"),
        ("at the end of July", "until", None, "2022-07-31"),
        ("in the first two weeks of July", "period", "2022-07-01", "2022-07-14"),
        ("first half of the year", "period", "2022-01-01", "2022-06-30"),
        ("in the second quarter of 2021", "period", "2021-04-01", "2021-06-30"),
        ("so far this year", "period", "2022-01-01", "2022-09-28"),
        ("last year", "period", "2021-01-01", "2021-12-31"),
        ("in 2020", "period", "2020-01-01", "2020-12-31"),
        ("by 14 September", "until", None, "2022-09-14"),
        ("as of 14 September 2022", "until", None, "2022-09-14"),
        ("since the weekend", "since", "2022-09-24", None),
        ("over the weekend", "period", "2022-09-24", "2022-09-25"),
        ("on the 14th", "day", "2022-09-14", "2022-09-14"),
        ("2022-09-12", "day", "2022-09-12", "2022-09-12"),
        ("next month", "future", None, None),
        ("per day", "rate", None, None),
    ],
)
def test_english_times(text, role, first, last) -> None:
    assert read(text) == [(role, first, last)]


@pytest.mark.parametrize(
    ("text", "role", "first", "last"),
    [
        ("с 21 сентября", "since", "2022-09-21", None),
        ("за сутки", "period", "2022-09-28", "2022-09-28"),
        ("на этой неделе", "period", "2022-09-26", "2022-09-28"),
        ("на прошлой неделе", "period", "2022-09-19", "2022-09-25"),
        ("за последнюю неделю", "period", "2022-09-22", "2022-09-28"),
        ("за последние пять дней", "period", "2022-09-24", "2022-09-28"),
        ("позавчера", "day", "2022-09-26", "2022-09-26"),
        ("во вторник", "day", "2022-09-27", "2022-09-27"),
        ("с 22 по 27 сентября", "period", "2022-09-22", "2022-09-27"),
        ("с января по июнь", "period", "2022-01-01", "2022-06-30"),
        ("за три дня", "period", "2022-09-26", "2022-09-28"),
        ("в августе", "period", "2022-08-01", "2022-08-31"),
        ("к концу августа", "until", None, "2022-08-31"),
        ("летом", "period", "2022-06-01", "2022-08-31"),
        ("в III квартале 2021 года", "period", "2021-07-01", "2021-09-30"),
        ("с начала года", "period", "2022-01-01", "2022-09-28"),
        ("к 5 сентября", "until", None, "2022-09-05"),
        ("по состоянию на 3 сентября 2022 года", "until", None, "2022-09-03"),
        ("21.09.2022", "day", "2022-09-21", "2022-09-21"),
        ("с понедельника", "since", "2022-09-26", None),
        ("две недели назад", "ago", None, "2022-09-14"),
        ("в ближайшие дни", "future", None, None),
        ("ежедневно", "rate", None, None),
    ],
)
def test_russian_times(text, role, first, last) -> None:
    assert read(text, "ru")[-1:] == [(role, first, last)]


def test_the_day_before_a_span_of_24_hours_overlaps_it() -> None:
    prior = When(0, 0, "period", date(2022, 9, 26), date(2022, 9, 27))
    assert read("in the 24 hours before that", prior=prior) == [("period", "2022-09-25", "2022-09-26")]


def test_may_is_a_month_only_beside_a_day_or_a_preposition() -> None:
    assert read("they may come") == []
    assert read("in May") == [("period", "2022-05-01", "2022-05-31")]


def test_a_text_without_a_day_resolves_nothing_relative() -> None:
    found = whens_in("yesterday", 0, 9, language="en", today=Today(None))
    assert [(when.role, when.first) for when in found] == [("unknown", None)]


def test_days_that_no_calendar_has_are_no_days() -> None:
    assert day_of(2023, 2, 29) is None
    assert read("on February 30") == [("unknown", None, None)]


def test_months_are_told_by_their_stems() -> None:
    assert [month_number(word) for word in ("may", "мая", "марта", "sept.", "rain")] == [5, 5, 3, 9, 0]


@given(st.text(max_size=300), st.sampled_from(["en", "ru"]))
def test_any_text_gives_times_within_it(text, language) -> None:
    norm = normal(text)
    for when in whens_in(norm, 0, len(norm), language=language, today=Today(PUBLISHED)):
        assert 0 <= when.start < when.end <= len(norm)
        assert when.first is None or when.last is None or when.first <= when.last
