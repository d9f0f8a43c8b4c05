# ruff: noqa: E501  (passages are kept whole)
"""A page taken apart: its day, medium and language, its own sentences, and none of its furniture."""

from __future__ import annotations

from datetime import date

import pytest

from qonaq.evidence.language import language_of
from qonaq.evidence.report import read_plain, report_of_text
from qonaq.evidence.words import normal, sentences_of

PAGE = """Home / World / Region

Thousands cross the river after fighting spreads

Published on May 17, 2023 06:40 AM GMT

Share
Sign in
A ferry with families lands near the reception site.(Reuters)
By Jane Example

Some 9,300 people have crossed the river since Monday, the interior ministry said. Most of them are
waiting near the bank.

Read more: Five things to know
+ 4 more
Juba 31C
Related stories
The stadium was opened with 40,000 guests and a great many songs for everyone in town.
Copyright © River Media Ltd. All rights reserved.
"""


def body(text: str) -> list[str]:
    report = read_plain(text, file="page.txt")
    return [report.text[span.start : span.end] for span in report.body if span.role == "body"]


def test_a_page_gives_its_sentences_and_not_its_furniture() -> None:
    kept = body(PAGE)
    assert len(kept) == 1
    assert kept[0].startswith("Some 9,300 people")
    assert kept[0].endswith("near the bank.")


def test_a_page_gives_its_day_hour_medium_and_headline() -> None:
    report = read_plain(PAGE, file="page.txt")
    assert report.published == date(2023, 5, 17)
    assert report.published_time == "06:40 GMT"
    assert report.medium == "River Media"
    assert report.title == "Thousands cross the river after fighting spreads"
    assert report.language == "en"


def test_a_caption_is_kept_as_a_caption() -> None:
    report = read_plain(PAGE, file="page.txt")
    assert [span.role for span in report.body] == ["headline", "caption", "body"]


def test_header_lines_give_day_and_medium() -> None:
    text = "URL: https://www.example.org/2020/01/02/a-story\nDATE: 2020-01-05\n\nPeople have come over the border in large numbers."
    report = read_plain(text, file="a.txt")
    assert (report.published, report.medium) == (date(2020, 1, 5), "example.org")


def test_the_day_in_an_address_is_the_last_resort() -> None:
    report = read_plain(
        "URL: https://example.org/2020/01/02/a\n\nPeople have come over the border in numbers.", file="a.txt"
    )
    assert report.published == date(2020, 1, 2)


def test_what_a_reader_knows_comes_before_what_the_text_says() -> None:
    report = report_of_text(PAGE, file="a.html", published=date(2023, 5, 18), medium="river.example", title="Given")
    assert (report.published, report.medium, report.title) == (date(2023, 5, 18), "river.example", "Given")


def test_an_empty_text_has_no_body() -> None:
    report = read_plain("", file="empty.txt")
    assert (report.body, report.published, report.language) == ((), None, "und")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The ministry said that people had come over the border.", "en"),
        ("No fewer than 2,300 people entered.", "en"),
        ("Люди стоят в очереди на границе.", "ru"),
        ("Люди стоять у черзі на кордоні вже третій день, повідомили волонтери.", "uk"),
        ("Шекарада кезекте тұрған адамдар көп, деп хабарлады министрлік.", "kk"),
        ("Miles de personas han llegado desde el lunes a la frontera, según el gobierno.", "es"),
        ("Des milliers de personnes sont arrivées depuis lundi selon le gouvernement.", "fr"),
        ("Tausende Menschen sind seit Montag über die Grenze nach Süden gekommen.", "de"),
        ("12345", "und"),
    ],
)
def test_the_language_is_told_by_letters_and_small_words(text, language) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("At 10 a.m. on Friday 3.5 million tenge were paid. Then they left.", 2),
        ("Приехали 98 тыс. человек. Уехали 5 тыс. человек.", 2),
        ("The U.N. Refugee Agency came. Mr. Smith left.", 2),
        ("One. Two! Three? Four…", 4),
    ],
)
def test_abbreviations_do_not_end_a_sentence(text, count) -> None:
    assert len(sentences_of(text, normal(text), 0, len(text))) == count


def test_the_normal_form_keeps_every_offset() -> None:
    text = "İstanbul’da 98\u00a0000 «гостей» — Ещё\u200f"
    assert len(normal(text)) == len(text)


def test_key_figures_and_bullets_are_read_though_they_are_no_sentences() -> None:
    text = "KEY FIGURES\n118,400 new arrivals since 15 April\n• left 9,100\n1668 views\n5 comments\nThe next update will follow on 27 June."
    kept = body(text)
    assert "118,400 new arrivals since 15 April" in kept
    assert "• left 9,100" in kept
    assert "5 comments" not in kept
    assert "1668 views" not in kept


def test_a_headline_is_the_longest_line_before_the_text_that_is_no_menu() -> None:
    report = read_plain("Home\nThe river has brought many people north\nSome 900 people have come this week.", file="a")
    assert report.title == "The river has brought many people north"
