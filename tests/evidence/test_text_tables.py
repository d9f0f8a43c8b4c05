"""Tables that stand in a text: rows of names or days and numbers, with what stands above them."""

from __future__ import annotations

from datetime import date

import pytest

from qonaq.evidence.extract import extract
from qonaq.evidence.gazetteer import Gazetteer
from qonaq.evidence.report import read_plain
from qonaq.evidence.text_tables import tables_in
from qonaq.io.gazetteer import open_gazetteer
from qonaq.model.claims import Claim


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def claims_of(text: str, gazetteer: Gazetteer) -> list[Claim]:
    """The claims of a text published on 22 June 2023; every passage is a stretch of it."""
    whole = f"DATE: 2023-06-22\n\n{text}"
    claims = extract(read_plain(whole, file="a"), gazetteer).claims
    assert all(whole[c.passage.start : c.passage.end] == c.passage.quote for c in claims)
    return list(claims)


STOCKS = """Fighting has driven many refugees from Sudan into Chad, the agency says in its update.

Site / Refugees present on 20 June
Kounoungou    78 300
Gaga    21 150
Total    99 450
"""


def test_a_column_of_stocks_is_of_the_place_and_day_that_stand_beside_it(gazetteer) -> None:
    found = {(c.measure, c.value, c.place, c.period_end) for c in claims_of(STOCKS, gazetteer)}
    assert ("present", 78300.0, "Kounoungou", date(2023, 6, 20)) in found
    assert ("present", 21150.0, "Gaga", date(2023, 6, 20)) in found
    assert ("present", 99450.0, None, date(2023, 6, 20)) in found


FLOWS = """Arrivals of refugees from Sudan by crossing, the border police say.

Daily arrivals by crossing
Date | Adré | Tine | Total
12 June | 1,210 | 305 | 1,515
13 June | 1,844 | n/a | 1,844
"""


def test_columns_of_places_take_their_measure_from_what_stands_above(gazetteer) -> None:
    found = {(c.value, c.place, c.period_start, c.period_end) for c in claims_of(FLOWS, gazetteer)}
    assert (1210.0, "Adré", date(2023, 6, 12), date(2023, 6, 12)) in found
    assert (305.0, "Tine", date(2023, 6, 12), date(2023, 6, 12)) in found
    assert (1515.0, None, date(2023, 6, 12), date(2023, 6, 12)) in found
    assert (1844.0, "Adré", date(2023, 6, 13), date(2023, 6, 13)) in found


def test_shares_changes_and_the_rest_are_no_figures_of_a_table(gazetteer) -> None:
    text = (
        "Refugees from Burkina Faso in the north.\n\nRefugees by department, 14 June\n"
        "Department | Persons | Change since May\nBouna | 17 655 | +903\nDoropo | 14 020 | +1 122\n"
        "Other | 6 626 | +200\n"
    )
    assert {c.value for c in claims_of(text, gazetteer)} == {17655.0, 14020.0}


def test_a_table_of_something_else_says_nothing(gazetteer) -> None:
    text = "Refugees have fled to Chad.\n\nPrice list\nItem | Francs\nMillet | 1 250\nSorghum | 1 100\n"
    assert claims_of(text, gazetteer) == []


@pytest.mark.parametrize("text", ["", "a | 1", "Moved on | 5\n", "1 | 2\n3 | 4\n", "a  b\nc  d\n"])
def test_what_is_no_table_is_left_to_the_sentences(text) -> None:
    assert tables_in(text) == ()


def test_long_rows_and_many_rows_take_time_in_proportion() -> None:
    row = "Adré | 1 200\n"
    table = tables_in("Refugees\nSite | People\n" + row * 500)[0]
    assert len(table.rows) == 500
