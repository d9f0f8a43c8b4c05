# ruff: noqa: E501  (passages are kept whole)
"""What holds of every reading: offsets, places, inheritance of periods, cautions, and time that grows with length."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qonaq.evidence.extract import extract
from qonaq.evidence.gazetteer import Mention
from qonaq.evidence.report import read_plain
from qonaq.io.gazetteer import open_gazetteer
from qonaq.measures import MEASURES
from qonaq.model.claims import WHAT, Reading

PAGE = "DATE: 2023-05-17\n\n"


def read(text: str, head: str = PAGE) -> Reading:
    return extract(read_plain(head + text, file="report.txt"), open_gazetteer())


def passages(reading: Reading) -> list[tuple[str, int, int]]:
    items = (*reading.claims, *reading.events, *reading.options, *reading.signals)
    return [(item.passage.quote, item.passage.start, item.passage.end) for item in items]


WORDS = st.sampled_from(
    """98,000 thousand тысяч 1.7 m million people россиян refugees Russians entered въехали left выехали since с September 21 сентября until % € hotels
    full rents rose by on Tuesday the and , . ; – ( ) "said" Kazakhstan Казахстан Turkey border queue hours wait not will could neither nor respectively
    of them из них \u200f \u00a0 40-50 7–8 N° 10.000.000 1 000 000 два полтора half a""".split()
)


@settings(max_examples=120, deadline=None)
@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_any_run_of_our_own_words_is_read_with_true_offsets(text) -> None:
    whole = PAGE + text
    for quote, start, end in passages(read(text)):
        assert whole[start:end] == quote


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=400))
def test_any_text_whatever_is_read_without_a_fall(text) -> None:
    reading = extract(read_plain(text, file="any"), open_gazetteer())
    for quote, start, end in passages(reading):
        assert text[start:end] == quote


@pytest.mark.parametrize(
    "piece",
    [
        "98,000 people entered ",
        "1 ",
        "1,",
        "(",
        "a ",
        "the border the border ",
        ". ",
        "\n",
        " \n",
        "«",
        "since ",
        "12.12.",
        "queue " * 3,
        "тысяч ",
        "- ",
        '."',
        "…",
    ],
)
def test_a_long_text_of_one_kind_is_read_to_its_end(piece) -> None:
    """A search that took the square of the length would not come to an end within any test run."""
    text = PAGE + (piece * (60_000 // len(piece) + 1))[:60_000]
    for quote, start, end in passages(extract(read_plain(text, file="long"), open_gazetteer())):
        assert text[start:end] == quote


def test_every_claim_has_a_measure_a_unit_and_a_medium_of_its_own() -> None:
    reading = read("Some 9,300 people have crossed into Chad since Monday. Hostels in Adre are 95% full.")
    assert len(reading.claims) == 2
    for claim in reading.claims:
        assert claim.measure in MEASURES
        assert claim.source == "report.txt"
    for statement in (*reading.events, *reading.options, *reading.signals):
        assert statement.what in WHAT


def test_an_end_that_is_not_stated_is_the_day_of_publication_and_said_to_be_inferred() -> None:
    (claim,) = read("Since 3 May 9,300 people have entered Chad.").claims
    assert (claim.period_start, claim.period_end, claim.inferred) == (date(2023, 5, 3), date(2023, 5, 17), True)


def test_a_morning_report_means_the_day_before() -> None:
    head = "Published on May 17, 2023 06:40 AM GMT\n\n"
    (claim,) = read("Since 3 May 9,300 people have entered Chad.", head).claims
    assert claim.period_end == date(2023, 5, 16)


def test_stocks_and_levels_have_no_start() -> None:
    (claim,) = read("Between 3 and 9 May 9,300 refugees were living in Chad.").claims
    assert (claim.measure, claim.period_start, claim.period_end) == ("present", None, date(2023, 5, 9))


def test_a_rate_without_a_date_is_per_day_and_has_no_period() -> None:
    (claim,) = read("Some 9,300 people a day are entering Chad.").claims
    assert (claim.per, claim.period_start, claim.period_end) == ("day", None, None)


def test_an_exact_figure_takes_the_place_of_its_round_headline() -> None:
    reading = read(
        "More than 9,000 people enter Chad from Sudan\n\nSince Monday 9,312 people have entered Chad from Sudan, UNHCR said."
    )
    assert [claim.value for claim in reading.claims] == [9312.0]


def test_people_who_leave_one_country_for_another_enter_that_one() -> None:
    (claim,) = read("Some 9,300 Sudanese have fled from Sudan to Chad.").claims
    assert (claim.measure, claim.country, claim.origin, claim.qualifier) == ("entries", "TD", "SD", "about")


def test_a_speaker_is_an_office_and_never_a_person() -> None:
    (claim,) = read("Interior Minister John Example said that 9,300 people had entered Chad on Monday.").claims
    assert claim.speaker == "Interior Minister"
    assert "Example" not in json.dumps([claim.speaker, claim.medium, claim.place])


def test_a_language_that_is_not_read_gives_nothing_but_says_so() -> None:
    reading = read(
        "Miles de personas han llegado desde el lunes a la frontera, según el gobierno: 98.000 personas entraron."
    )
    assert (reading.language, reading.claims) == ("es", ())
    assert reading.cautions == ("This report is in a language that is not read (es); nothing was extracted from it.",)


def test_a_report_without_a_day_says_so_and_places_no_relative_day() -> None:
    reading = read("Yesterday 9,300 people entered Chad, the ministry said.", head="")
    assert reading.cautions == (
        "The report states no day of publication; days that it names without a year could not be placed.",
    )
    assert [claim.period_end for claim in reading.claims] == [None]


def test_a_figure_that_others_deny_is_marked_as_denied() -> None:
    (claim,) = read("The ministry denied that 9,300 people had entered Chad.").claims
    assert claim.status == "denied"


def test_what_could_happen_is_an_option_and_never_an_event() -> None:
    reading = read("The country could close its borders. It has not announced any plans so far.")
    assert [option.what for option in reading.options] == ["close_border"]
    assert reading.events == ()


def test_a_stay_that_is_proposed_has_its_days_and_its_group() -> None:
    (option,) = read(
        "The ministry proposed to limit the stay of foreigners without a passport to three months."
    ).options
    assert (option.what, option.days, option.group, option.status) == ("cap_stay", 90, "without passport", "proposed")


@pytest.mark.parametrize(
    ("text", "bed_class"),
    [
        ("Hotels in Batumi are 87% full.", "hotel"),
        ("Хостелы Алматы заполнены на 85%.", "hostel"),
        ("Some 900 people are staying in schools and sports halls.", "collective"),
        ("Hotels and hostels in Batumi are 87% full.", None),
        ("Some 900 people entered Georgia and went to hotels in Batumi.", None),
    ],
)
def test_a_figure_of_beds_has_the_one_class_that_its_sentence_names(text, bed_class) -> None:
    assert [claim.bed_class for claim in read(text).claims] in ([bed_class], [])


class Nowhere:
    """A gazetteer that knows no name."""

    def capital_of(self, country) -> None:
        return None

    def find(self, text: str, *, countries=()) -> tuple[Mention, ...]:
        return ()


def test_without_any_place_names_figures_are_still_read() -> None:
    reading = extract(read_plain(PAGE + "Some 9,300 people entered the country on Monday.", file="r"), Nowhere())
    assert [(claim.measure, claim.value, claim.country) for claim in reading.claims] == [("entries", 9300.0, None)]


@pytest.mark.shared
def test_the_first_report_gives_its_figure_its_rules_and_its_options(shared) -> None:
    path = next((shared / "seed").glob("*.txt"))
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    reading = extract(read_plain(text, file=path.name), open_gazetteer())
    (claim,) = reading.claims
    assert (claim.measure, claim.value, claim.country, claim.origin) == ("entries", 98_000.0, "KZ", "RU")
    assert (claim.period_start, claim.period_end, claim.inferred) == (date(2022, 9, 21), date(2022, 9, 28), True)
    assert (claim.status, claim.speaker) == ("reported", "interior ministry")
    assert {"visa_free_entry", "registration_open", "assurance"} <= {event.what for event in reading.events}
    assert {option.what: option.days for option in reading.options} == {"close_border": None, "cap_stay": 90}
    assert {"hotels_full", "hostels_full", "rents_up"} <= {signal.what for signal in reading.signals}
    for quote, start, end in passages(reading):
        assert text[start:end] == quote
