"""Tables in files: delimiters, workbooks, bombs."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from qonaq.errors import ReportError
from qonaq.io import sheets
from qonaq.io.gazetteer import open_gazetteer
from qonaq.io.readers import open_bytes, reading_of, text_of


def workbook(*rows: tuple[object, ...], name: str = "Situation") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_delimiter_is_found(mark: str) -> None:
    text = mark.join(("City", "Date", "Entries")) + "\n" + mark.join(("Oral", "2022-09-27", "98")) + "\n"
    assert open_bytes(text.encode(), file="a.csv").sheets[0].rows[1] == ("Oral", "2022-09-27", "98")


def test_quoted_cells_keep_their_commas() -> None:
    opened = open_bytes(b'City,Date,Entries\n"Oral, town",2022-09-27,"98,000"\n', file="a.csv")
    assert opened.sheets[0].rows[1] == ("Oral, town", "2022-09-27", "98,000")


def test_workbook_with_days_and_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(("City", "Date", "Entries"), ("Oral", date(2022, 9, 27), 98000.0)))
    assert text_of(path) == "Situation\nCity | Date | Entries\nOral | 2022-09-27 | 98000\n"
    (claim,) = reading_of(path, open_gazetteer()).claims
    assert (claim.value, claim.place, claim.period_end) == (98_000, "Oral", date(2022, 9, 27))
    assert text_of(path)[claim.passage.start : claim.passage.end] == claim.passage.quote


def test_formula_without_a_value_is_left_out() -> None:
    data = workbook(("City", "Entries"), ("Oral", "=1+1"))
    assert open_bytes(data, file="a.xlsx").sheets[0].rows == (("City", "Entries"), ("Oral",))


def test_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 5_000_000)
    with pytest.raises(ReportError, match="that unpacks to 5,000,000"):
        open_bytes(packed.getvalue(), file="a.xlsx")


def test_entries_that_together_are_too_large_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_UNPACKED", 1000)
    with pytest.raises(ReportError, match="at most 1,000 bytes"):
        open_bytes(workbook(("a", 1)), file="a.xlsx")


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    with pytest.raises(ReportError, match="over 3 rows"):
        open_bytes(workbook(*((n, n) for n in range(9))), file="a.xlsx")


def test_sheet_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_SECONDS", -1.0)
    with pytest.raises(ReportError, match="a sheet that takes over -1 seconds to read"):
        open_bytes(workbook(("a", 1), ("b", 2)), file="a.xlsx")


def test_empty_workbook_and_table_are_refused() -> None:
    with pytest.raises(ReportError, match="a workbook without rows"):
        open_bytes(workbook(), file="a.xlsx")
    with pytest.raises(ReportError, match=r"an empty (?:file|table)"):
        open_bytes("\ufeff \n \n".encode(), file="a.csv")


def test_broken_workbook_and_table_are_refused() -> None:
    whole = workbook(("City", "Entries"), ("Oral", 5))
    with pytest.raises(ReportError, match="a broken archive"):
        open_bytes(whole[:200] + b"xl/" + whole[200:400], file="a.xlsx")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
    with pytest.raises(ReportError, match="a broken spreadsheet"):
        open_bytes(packed.getvalue(), file="a.xlsx")
    with pytest.raises(ReportError, match="a broken table"):
        open_bytes(b'a,b\n"' + b"x" * 200_000 + b'",2\n', file="a.csv")


def test_entities_are_not_unfolded() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive, zipfile.ZipFile(io.BytesIO(workbook(("a", 1)))) as whole:
        for entry in whole.infolist():
            archive.writestr(entry.filename, laughs if "sheet1" in entry.filename else whole.read(entry))
    with pytest.raises(ReportError):
        open_bytes(packed.getvalue(), file="a.xlsx")
