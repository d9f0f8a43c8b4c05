"""Opens tables: CSV with any delimiter, and XLSX within limits of size, sheets, rows and columns."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time
from itertools import islice
from time import monotonic

from qonaq.errors import Mistake, ReportError
from qonaq.evidence.tables import Sheet
from qonaq.io.pdf_pages import FAILURES

MOST_ROWS = 20_000  # in all sheets together
MOST_COLUMNS = 200
MOST_SHEETS = 30
MOST_UNPACKED = 200_000_000  # bytes
MOST_TIMES = 200  # an entry that unpacks to more than this many times its size is a bomb; spreadsheets have 5 to 40
MOST_SECONDS = 30.0
DELIMITERS = ",;\t|"


def is_table(data: bytes, name: str) -> bool:
    """A spreadsheet by its bytes, or a text table by its name."""
    return is_xlsx(data) or name.lower().endswith((".csv", ".tsv", ".tab"))


def is_xlsx(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04") and b"xl/" in data


def read_csv(text: str, *, file: str) -> tuple[Sheet, ...]:
    """The one table of a CSV text."""
    lines = [line for line in text[:20_000].splitlines()[:30] if line.strip()]
    if not lines:
        raise ReportError(_refusal(file, "an empty table", "a header and at least one row"))
    delimiter = max(DELIMITERS, key=lambda mark: (_steadiness(lines, mark), -DELIMITERS.index(mark)))
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        kept = _rows(rows, file)
    except csv.Error as error:
        raise ReportError(_refusal(file, f"a broken table ({error})", "CSV with one row a line")) from None
    return (Sheet("", kept),)


def _steadiness(lines: list[str], mark: str) -> int:
    """How many lines have the same number, above none, of a delimiter as most of them have."""
    counts = [line.count(mark) for line in lines]
    usual = max(set(counts), key=counts.count)
    return counts.count(usual) if usual else 0


def read_xlsx(data: bytes, *, file: str) -> tuple[Sheet, ...]:
    """The sheets of a workbook, values as last computed; ReportError for bombs and broken files."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    _defuse(data, file)
    sheets: list[Sheet] = []
    begun = monotonic()
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        left = MOST_ROWS
        for sheet in book.worksheets[:MOST_SHEETS]:
            rows = _rows(
                (
                    tuple(_written(value) for value in row)
                    for row in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
                ),
                file,
                most=left,
                until=begun + MOST_SECONDS,
            )
            left -= len(rows)
            if rows:
                sheets.append(Sheet(sheet.title, rows))
    except (InvalidFileException, zipfile.BadZipFile, SyntaxError, *FAILURES) as error:
        raise ReportError(_refusal(file, f"a broken spreadsheet ({type(error).__name__})", "XLSX")) from None
    if not sheets:
        raise ReportError(_refusal(file, "a workbook without rows", "a header and at least one row"))
    return tuple(sheets)


def _defuse(data: bytes, file: str) -> None:
    """Refuse an archive that unpacks to far more than it holds, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, *FAILURES) as error:
        raise ReportError(_refusal(file, f"a broken archive ({type(error).__name__})", "XLSX")) from None
    total = sum(entry.file_size for entry in entries)
    swollen = any(e.file_size > 1_000_000 and e.file_size > MOST_TIMES * max(e.compress_size, 1) for e in entries)
    if total > MOST_UNPACKED or swollen or len(entries) > 2000:
        found = f"an archive of {len(data):,} bytes that unpacks to {total:,}"
        raise ReportError(_refusal(file, found, f"at most {MOST_UNPACKED:,} bytes and {MOST_TIMES} times its size"))


def _rows(
    rows: Iterable[Iterable[str]], file: str, *, most: int = MOST_ROWS, until: float | None = None
) -> tuple[tuple[str, ...], ...]:
    """The rows that hold something, in one line a cell."""
    kept: list[tuple[str, ...]] = []
    for row in rows:
        if until is not None and monotonic() > until:
            raise ReportError(_refusal(file, f"a sheet that takes over {MOST_SECONDS:.0f} seconds to read", "a table"))
        cells = tuple(" ".join(cell.split()) for cell in islice(row, MOST_COLUMNS))
        if not any(cells):
            continue
        if len(kept) >= most:
            raise ReportError(_refusal(file, f"over {MOST_ROWS:,} rows", f"at most {MOST_ROWS:,} rows"))
        last = max(at for at, cell in enumerate(cells) if cell)
        kept.append(cells[: last + 1])
    return tuple(kept)


def _written(value: object) -> str:
    """A cell as a person would write it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _refusal(file: str, found: str, allowed: str) -> Mistake:
    return Mistake(file, found, allowed, "Save the table that you mean as CSV in UTF-8.")
