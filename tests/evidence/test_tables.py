"""Tables of situation reports become claims: by names of columns, by HXL tags, by rows of indicators."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qonaq.errors import ReportError
from qonaq.evidence.cells import day_in, number_in
from qonaq.evidence.columns import column_named, column_tagged
from qonaq.evidence.tables import Sheet, reading_of_tables, table_text
from qonaq.io.gazetteer import open_gazetteer
from qonaq.measures import MEASURES, Qualifier, Status
from qonaq.model.claims import Claim, Reading

DAY = date(2022, 9, 27)


def read(*rows: str, name: str = "") -> Reading:
    sheet = Sheet(name, tuple(tuple(cell.strip() for cell in row.split(";")) for row in rows))
    return reading_of_tables([sheet], file="table.csv", gazetteer=open_gazetteer())


def figures(reading: Reading) -> list[tuple[str, float, str | None]]:
    return [(claim.measure, claim.value, claim.place or claim.country) for claim in reading.claims]


def only(reading: Reading) -> Claim:
    (claim,) = reading.claims
    return claim


def test_column_a_measure_row_a_city() -> None:
    reading = read("City; Date; New arrivals; Departures; Beds free", "Uralsk; 2022-09-27; 1,250; 400; 10")
    assert figures(reading) == [("arrivals", 1250, "Oral"), ("exits", 400, "Oral"), ("beds_free", 10, "Oral")]
    assert {(c.alias, c.country, c.period_end) for c in reading.claims} == {("Uralsk", "KZ", DAY)}


def test_arrivals_at_crossings_are_entries() -> None:
    assert figures(read("Crossing; Date; Arrivals", "Medyka; 2022-03-03; 25 000")) == [("entries", 25_000, "Medyka")]


def test_flow_of_a_day_has_a_start_and_a_stock_has_none() -> None:
    reading = read("Place; Date; Entries; Refugees present", "Adré; 27.04.2023; 100; 5000")
    assert [(c.period_start, c.period_end) for c in reading.claims] == [
        (date(2023, 4, 27), date(2023, 4, 27)),
        (None, date(2023, 4, 27)),
    ]


def test_cumulative_column_has_no_start() -> None:
    claim = only(read("Date; Cumulative entries", "2022-09-27; 98000"))
    assert (claim.period_start, claim.period_end) == (None, DAY)


def test_russian_columns_and_numbers() -> None:
    reading = read("Город; Дата; Въехало; Выехало; Заполняемость, %", "Костанай; 27.09.2022; 2,5 тыс.; 1 100; 95")
    assert figures(reading) == [
        ("entries", 2500, "Kostanay"),
        ("exits", 1100, "Kostanay"),
        ("occupancy", 0.95, "Kostanay"),
    ]
    assert reading.language == "ru"


def test_rows_of_indicators() -> None:
    reading = read(
        "indicator; value; unit; country; period_start; period_end; source",
        "Entries; 98000; people; Kazakhstan; 2022-09-21; 2022-09-27; interior ministry",
        "Rent increase; 34%; ; KZ; ; 2022-09-27; a letting site",
        "Average rent; 150000; KZT/month; KZ; ; 2022-09-27;",
    )
    assert [(c.measure, c.value, c.unit) for c in reading.claims] == [
        ("entries", 98_000, "people"),
        ("rent_change", 0.34, "share"),
        ("rent_level", 150_000, "KZT/month"),
    ]
    assert reading.claims[0].speaker == "interior ministry"
    assert reading.claims[0].period_start == date(2022, 9, 21)


def test_rent_without_a_currency_is_not_read() -> None:
    reading = read("City; Date; Rent", "Oral; 2022-09-27; 150000")
    assert reading.claims == ()
    assert "'150000' is no number of rent_level" in reading.cautions[0]


def test_hxl_tags_come_before_names() -> None:
    reading = read(
        "Pays; Point; Jour; Personnes; Places",
        "#country+asylum+code; #loc+name; #date+reported; #affected+ind+refugees+out; #capacity+beds+occupied",
        "MDA; Palanca; 2022-03-03; 9,871; 40",
    )
    assert figures(reading) == [("exits", 9871, "Palanca"), ("beds_occupied", 40, "Palanca")]
    assert {c.country for c in reading.claims} == {"MD"}


@pytest.mark.parametrize(
    ("tag", "measure"),
    [
        ("#affected+ind+refugees+in", "entries"),
        ("#affected+ind+refugees+net", "net_entries"),
        ("#affected+ind+refugees+stock", "present"),
        ("#affected+refugees", "present"),
        ("#capacity+beds+num", "beds"),
        ("#capacity + beds + free", "beds_free"),
    ],
)
def test_hxl_measures(tag: str, measure: str) -> None:
    column = column_tagged(tag)
    assert column is not None
    assert column.measure == measure


@pytest.mark.parametrize("tag", ["#affected+ind+refugees+f", "#affected+children", "#affected+age_5_12", "#inneed+ind"])
def test_hxl_parts_of_the_people_are_not_the_figure(tag: str) -> None:
    assert column_tagged(tag) is None


def test_households_are_families() -> None:
    assert only(read("Place; Date; Displaced households", "Adré; 2023-04-27; 1200")).unit == "families"


def test_days_across() -> None:
    reading = read("Entries by day;;", "Country; 2022-09-26; 2022-09-27", "KZ; 100; 200", "Georgia; 50; ")
    assert [(c.value, c.country, c.period_start) for c in reading.claims] == [
        (100, "KZ", date(2022, 9, 26)),
        (200, "KZ", DAY),
        (50, "GE", date(2022, 9, 26)),
    ]


def test_total_row_is_of_no_single_place() -> None:
    reading = read("City; Date; Refugees present", "Oral; 2022-09-27; 10", "Total; 2022-09-27; 30")
    assert [c.place for c in reading.claims] == ["Oral", None]


def test_planned_figures_are_forecasts() -> None:
    assert only(read("City; Date; Planned beds", "Oral; 2022-09-27; 300")).status is Status.FORECAST


def test_women_and_children_are_not_the_whole() -> None:
    assert figures(read("City; Date; Entries; Children among entries", "Oral; 2022-09-27; 10; 4")) == [
        ("entries", 10, "Oral")
    ]


def test_what_is_no_number_is_said() -> None:
    reading = read("City; Date; Entries", "Oral; 2022-09-27; many", "Aktobe; 2022-09-27; n/a")
    assert reading.claims == ()
    assert reading.cautions == ("table.csv, row 2: 'many' is no number of entries; not read",)


def test_table_without_measures_is_said() -> None:
    assert "no column names a measure" in read("date; value", "2022-09-27; 5").cautions[0]


def test_day_of_publication_is_taken_from_the_newest_row_and_said() -> None:
    reading = read("City; Date; Entries", "Oral; 2022-09-26; 1", "Oral; 2022-09-27; 2")
    assert reading.published == DAY
    assert "no day of publication" in reading.cautions[0]


@pytest.mark.parametrize("header", ["Full name", "Passport No", "Телефон", "ФИО", "Date of birth", "ИИН", "e-mail"])
def test_table_that_looks_personal_is_refused(header: str) -> None:
    with pytest.raises(ReportError, match="columns that look personal") as error:
        read(f"City; {header}; Entries", "Oral; x; 1")
    assert "no names, documents or telephones" in str(error.value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("98000", (98_000, None, Qualifier.EXACT)),
        ("98,000", (98_000, None, Qualifier.EXACT)),
        ("98.000", (98_000, None, Qualifier.EXACT)),
        ("98\u00a0000", (98_000, None, Qualifier.EXACT)),
        ("98'000", (98_000, None, Qualifier.EXACT)),
        ("1.234,5", (1234.5, None, Qualifier.EXACT)),
        ("1,234.5", (1234.5, None, Qualifier.EXACT)),
        ("12,5", (12.5, None, Qualifier.EXACT)),
        ("0.250", (0.25, None, Qualifier.EXACT)),
        ("-34", (-34, None, Qualifier.EXACT)),
        ("98 тыс.", (98_000, None, Qualifier.EXACT)),
        ("1.7 mln", (1_700_000, None, Qualifier.EXACT)),
        ("over 500", (500, None, Qualifier.OVER)),
        ("500+", (500, None, Qualifier.OVER)),
        ("до 300", (300, None, Qualifier.UP_TO)),
        ("~800", (800, None, Qualifier.ABOUT)),
        ("5–7 тыс.", (5000, 7000, Qualifier.RANGE)),
        ("12 %", (12, None, Qualifier.EXACT)),
    ],
)
def test_numbers(text: str, value: tuple[float, float | None, Qualifier]) -> None:
    assert number_in(text) == value


@pytest.mark.parametrize(
    "text", ["", "many", "2022-09-27", "12 and 13", "7-5", "1,2,3", "٩٨", "Infinity", "nan", "1e9"]
)
def test_what_is_no_number(text: str) -> None:
    assert number_in(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022-09-27", DAY),
        ("27.09.2022", DAY),
        ("27/09/2022", DAY),
        ("09/27/2022", DAY),
        ("27 September 2022", DAY),
        ("Sep 27, 2022", DAY),
        ("27 сентября 2022", DAY),
        ("44831", DAY),
        ("2022-09-27 10:00", DAY),
        ("03/04/2022", None),  # April or March: nothing doubtful
        ("2022-13-01", None),
        ("31.02.2022", None),
        ("soon", None),
        (None, None),
    ],
)
def test_days(text: str | None, day: date | None) -> None:
    assert day_in(text) == day


def test_every_measure_that_a_name_gives_is_in_the_vocabulary() -> None:
    names = ("Turned back", "Net entries", "Asylum applications", "Pending applications", "Queueing people", "Stranded")
    names += ("Wait (days)", "Waiting time, hours", "Residence permits", "Desks open", "Sleeping rough", "Returns")
    for name in names:
        column = column_named(name)
        assert column is not None
        assert column.measure in MEASURES


@given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=5), max_size=6))
def test_any_table_gives_true_offsets(rows: list[list[str]]) -> None:
    sheet = Sheet("", tuple(tuple(" ".join(cell.split()) for cell in row) for row in rows))
    text = table_text([sheet])
    try:
        reading = reading_of_tables([sheet], file="t.csv", gazetteer=open_gazetteer())
    except ReportError:
        return
    assert all(text[c.passage.start : c.passage.end] == c.passage.quote for c in reading.claims)
