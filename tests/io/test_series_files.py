"""Series files: what is read, and how every mistake is said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from qonaq.errors import EvidenceError
from qonaq.io.series import read_series


def write(folder: Path, text: str) -> Path:
    path = folder / "border.csv"
    path.write_text(text, encoding="utf-8")
    return path


def mistakes_of(path: Path, *, cumulative: bool = False) -> list[str]:
    with pytest.raises(EvidenceError) as caught:
        read_series(path, cumulative=cumulative)
    return [str(mistake) for mistake in caught.value.mistakes]


def test_daily_numbers_are_read_in_order_of_date(tmp_path: Path) -> None:
    series = read_series(write(tmp_path, "date,value\n2030-01-02,20\n2030-01-01,10\n2030-01-03,30.0\n"))
    assert (series.name, series.first_date, series.values.tolist()) == ("border", date(2030, 1, 1), [10, 20, 30])
    assert series.remarks == ()


def test_a_further_column_is_said_not_to_be_used(tmp_path: Path) -> None:
    series = read_series(write(tmp_path, "\ufeffDate,note,Value\n2030-01-01,x,10\n2030-01-02,,20\n"))
    assert series.values.tolist() == [10, 20]
    assert series.remarks == ("column 'note' is not used",)


def test_all_cell_mistakes_come_at_once(tmp_path: Path) -> None:
    rows = ["2030-01-01,10", "2030-01-02,-5", "2030-01-03,about 300", "03.01.2030,12", "2030-01-05,", "2030-01-06,nan"]
    found = mistakes_of(write(tmp_path, "date,value\n" + "\n".join(rows) + "\n"))
    assert len(found) == 5
    assert found[0].startswith("border.csv row 3, value: found -5; allowed: a number of people, 0 or more.")
    assert "row 4, value: found 'about 300'" in found[1]
    assert "row 5, date: found '03.01.2030'; allowed: 2022-03-05 or 2022-03-05T08:00" in found[2]
    assert "row 6, value: found an empty cell" in found[3]
    assert "row 7, value: found 'nan'" in found[4]


def test_gaps_and_doubled_dates_come_at_once(tmp_path: Path) -> None:
    text = "date,value\n2030-01-01,1\n2030-01-02,2\n2030-01-02,3\n2030-01-04,4\n2030-01-09,5\n"
    found = mistakes_of(write(tmp_path, text))
    assert len(found) == 3
    assert "row 4, date: found 2030-01-02 again (row 3); allowed: every date once" in found[0]
    assert "found no number for 2030-01-03; allowed: every day" in found[1]
    assert "found no number for 2030-01-05 to 2030-01-08" in found[2]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "found columns none; allowed: date, value and perhaps as_of"),
        ("day,vlue\n2030-01-01,1\n", "found columns day, vlue"),
        ("date,value,value\n2030-01-01,1,2\n", "Keep one column value."),
        ("date,value\n", "found no rows"),
    ],
)
def test_an_unusable_header_is_said(tmp_path: Path, text: str, words: str) -> None:
    assert words in mistakes_of(write(tmp_path, text))[0]


def test_files_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    assert "found no such file" in mistakes_of(tmp_path / "none.csv")[0]
    assert "found nothing that can be read" in mistakes_of(tmp_path)[0]
    path = tmp_path / "latin.csv"
    path.write_bytes("date,value\n2030-01-01,1 Größe".encode("latin-1"))
    assert "found bytes that are no UTF-8" in mistakes_of(path)[0]


def test_versions_are_kept_and_the_newest_is_the_truth(tmp_path: Path) -> None:
    rows = ["2030-01-01,10,2030-01-02T09:00+00:00", "2030-01-01,12,2030-01-05", "2030-01-02,20,2030-01-03"]
    series = read_series(write(tmp_path, "date,value,as_of\n" + "\n".join(rows) + "\n"))
    assert series.values.tolist() == [12, 20]
    assert series.known_at(1).tolist() == [10]  # type: ignore[union-attr]
    assert series.known_at(2).tolist() == [10, 20]  # type: ignore[union-attr]


def test_versions_of_some_rows_only_are_refused(tmp_path: Path) -> None:
    found = mistakes_of(write(tmp_path, "date,value,as_of\n2030-01-01,10,2030-01-02\n2030-01-02,20,\n"))
    assert "row 3, as_of: found an empty cell; allowed: a date in every row or in none" in found[0]


def test_totals_become_daily_numbers(tmp_path: Path) -> None:
    series = read_series(write(tmp_path, "date,value\n2030-01-01,10\n2030-01-02,40\n2030-01-03,90\n"), cumulative=True)
    assert (series.first_date, series.values.tolist()) == (date(2030, 1, 1), [10, 30, 50])
    assert series.versions == ()


def test_irregular_totals_are_filled_evenly_and_said_to_be(tmp_path: Path) -> None:
    rows = [
        "2030-01-01,10",
        "2030-01-04,100",
        "2030-01-05T12:00,160",
        "2030-01-05T23:00:00+11:00,160",
        "2030-01-06,200",
    ]
    series = read_series(write(tmp_path, "date,value\n" + "\n".join(rows) + "\n"), cumulative=True)
    # 90 in 3 days; then 60 in half a day; 40 in the day and a half after, a third of them before midnight
    assert series.values.tolist() == pytest.approx([10, 30, 30, 30, 60 + 40 / 3, 40 * 2 / 3])
    assert "days between two totals were filled evenly" in series.remarks
    assert any("row 5: another total of 2030-01-05 holds" in r or "row 4: another" in r for r in series.remarks)
    # days 2 and 3 became known together with day 4, when their total came
    assert [series.known_at(day) is not None for day in (1, 2, 3, 4)] == [True, False, False, True]


def test_a_total_at_an_unknown_hour_gives_way_to_timed_ones(tmp_path: Path) -> None:
    rows = ["2030-01-01,10", "2030-01-02T20:00,80", "2030-01-02,60", "2030-01-03,100"]
    series = read_series(write(tmp_path, "date,value\n" + "\n".join(rows) + "\n"), cumulative=True)
    assert "row 4: a total at an unknown hour, below that of row 3; left out" in series.remarks
    assert series.values.sum() == pytest.approx(100)


def test_falling_totals_and_versions_of_totals_are_refused(tmp_path: Path) -> None:
    found = mistakes_of(write(tmp_path, "date,value\n2030-01-01,90\n2030-01-02,40\n2030-01-03,30\n"), cumulative=True)
    assert len(found) == 2
    assert "row 3, value: found 40 after 90 (row 2); allowed: totals that do not fall" in found[0]
    found = mistakes_of(write(tmp_path, "date,value,as_of\n2030-01-01,90,2030-01-02\n"), cumulative=True)
    assert "allowed: totals without as_of" in found[0]
