"""The page is one file that opens offline, escapes what reports say, and shows numbers with interval and source."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from qonaq.errors import InternalError, SettingError
from qonaq.io.page import draw, page_html
from qonaq.io.printed import plan_pdf
from qonaq.io.words import languages, read_words
from qonaq.views.view import Number
from worlds_of_views import small_view


@pytest.fixture(scope="module")
def page() -> str:
    view, words = small_view(), read_words("en")
    return page_html(view, words, draw(view, words))


class Addresses(HTMLParser):
    """Every address that a browser would fetch, and every id and inner link."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.ids: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("src", "srcset", "data", "poster") or (name == "href" and tag == "link"):
                self.fetched.append(value or "")
            if name == "id" and value:
                self.ids.add(value)
            if name == "href" and tag == "a":
                self.links.append(value or "")


def test_page_fetches_nothing(page: str) -> None:
    parser = Addresses()
    parser.feed(page)
    assert parser.fetched == []
    assert "@import" not in page
    assert not re.search(r"url\((?!['\"]?data:)", page)


def test_page_escapes_what_a_report_says(page: str) -> None:
    assert "<b>people</b>" not in page
    assert "&lt;b&gt;people&lt;/b&gt;" in page


def test_page_links_only_to_web_addresses(page: str) -> None:
    parser = Addresses()
    parser.feed(page)
    assert all(link.startswith(("#", "https://", "http://")) for link in parser.links)
    assert {link[1:] for link in parser.links if link.startswith("#")} <= parser.ids


def test_hostile_title_cannot_break_out_of_the_page() -> None:
    hostile = "</title><script>alert(1)</script>"
    view, words = replace(small_view(), title=hostile, answer=(hostile,)), read_words("en")
    drawn = page_html(view, words, draw(view, words))
    assert "<script>alert(1)" not in drawn
    assert drawn.count("<script>") == 1


def test_numbers_stand_with_interval_and_source(page: str) -> None:
    cell = re.search(r'<td class="n">\s*(<a class="fig"[^>]*>4,200</a>.*?)</td>', page, re.S)
    assert cell is not None
    assert 'href="#s1"' in cell.group(1)
    assert 'data-iv="2,100–8,000"' in cell.group(1)  # told at the pointer and to the keyboard
    assert '<span class="iv">2,100–8,000</span>' in cell.group(1)  # and printed


def test_first_screen_answers_four_questions_with_interval_and_source(page: str) -> None:
    panels = re.findall(r'<section class="panel" id="brief-(\w+)">(.*?)</section>', page, re.S)
    assert [key for key, _ in panels] == ["happened", "coming", "runs_out", "tonight"]
    assert all(page.index(f"brief-{key}") < page.index('id="map"') for key, _ in panels)
    figures = re.findall(r'<a class="fig" href="#s\d" data-src="s\d[^"]*"', "".join(text for _, text in panels))
    assert len(figures) == 4
    assert "3,000–9,000" in panels[1][1]


def test_figures_of_one_thing_stand_under_one_heading(page: str) -> None:
    table = re.search(r'<table id="evidence">.*?</table>', page, re.S)
    assert table is not None
    heads = re.findall(r'<tr class="group"><th[^>]*>(.*?)</th>', table.group(), re.S)
    assert heads == ['Entries, Kazakhstan <span class="tag">these disagree</span>', "Single figures"]
    assert table.group().count("<tbody>") == 2


def test_comparisons_show_people_before_cost(page: str) -> None:
    headings = re.findall(r'<h3 class="layer">(.*?)</h3>', page)
    assert headings == ["What happens to people", "The host community", "Cost"]


def test_every_language_has_the_same_texts_with_the_same_gaps() -> None:
    def gaps(lang: str) -> dict[str, set[str]]:
        return {key: set(re.findall(r"{(\w+)", text)) for key, text in read_words(lang).texts.items()}

    assert len(languages()) >= 2
    assert all(gaps(lang).keys() == gaps("en").keys() for lang in languages())
    wrong = [(lang, key) for lang in languages() for key, found in gaps(lang).items() if not found <= gaps("en")[key]]
    assert wrong == []


def test_unknown_language_is_named() -> None:
    with pytest.raises(SettingError, match="--lang"):
        read_words("xx")


def test_a_missing_text_is_our_mistake() -> None:
    with pytest.raises(InternalError, match=r"no text 'page\.nothing'"):
        read_words("en")("page.nothing")


def test_printed_plan_is_a_pdf_that_repeats_to_the_byte() -> None:
    view, words = small_view(), read_words("en")
    drawings = draw(view, words)
    first = plan_pdf(view, words, drawings)
    assert first[:5] == b"%PDF-"
    assert first == plan_pdf(view, words, drawings)


def test_number_without_value_is_a_dash_not_a_zero() -> None:
    view, words = small_view(), read_words("en")
    table = replace(view.cities, rows=(("Oral", Number(None), None),))
    drawn = page_html(replace(view, cities=table), words, draw(view, words))
    assert '<span class="fig">—</span>' in drawn


def test_few_people_stand_nowhere_in_the_page_not_even_for_the_pointer() -> None:
    """Simulated counts of 1 to 9 are shown as <10, and what the pointer is told does not tell them apart."""
    view, words = small_view(), read_words("en")
    few = tuple((3.0, 1.0, 8.0) for _ in view.map.days)
    places = tuple(replace(place, people=few) if place.people else place for place in view.map.places)
    fan = replace(
        view.fans[1], unit="people", values=tuple(tuple(4.0 for _ in row) for row in view.fans[1].values), points=()
    )
    seen = replace(view, map=replace(view.map, places=places), fans=(fan,))
    drawn = page_html(seen, words, draw(seen, words))
    told = re.findall(r'data-people="([^"]*)"', drawn) + re.findall(r'data-values="([^"]*)"', drawn)
    counts = {part for text in told for triple in text.split(" ") if "/" in triple for part in triple.split("/")}
    assert counts == {"5"}


def test_what_must_be_known_first_stands_above_the_answer() -> None:
    view, words = small_view(), read_words("en")
    assert 'class="warning"' not in page_html(view, words, draw(view, words))
    warned = replace(view, warning="The model does not follow the figures.")
    drawn = page_html(warned, words, draw(warned, words))
    assert drawn.index("does not follow the figures") < drawn.index('id="answer"')
