"""Reads a report of any kind that people send: text, saved page, PDF, table; says what is wrong where it cannot.

Nothing here touches the network; `io.fetching` does, and only when told to.
"""

from __future__ import annotations

import stat
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from qonaq.errors import Mistake, ReportError
from qonaq.evidence.gazetteer import Gazetteer
from qonaq.evidence.report import Report, report_of_text
from qonaq.evidence.tables import Sheet, reading_of_tables, table_text
from qonaq.io.decoding import decode
from qonaq.io.html_pages import is_html, read_html
from qonaq.io.pdf_pages import read_pdf
from qonaq.io.sheets import is_table, is_xlsx, read_csv, read_xlsx
from qonaq.model.claims import Reading

LARGEST = 50_000_000  # bytes
LONGEST = 2_000_000  # characters of text; the longest situation reports have 200,000


@dataclass(frozen=True)
class Opened:
    """A file taken apart: the text that offsets refer to, its tables if it is one, and what its metadata say."""

    file: str
    text: str
    sheets: tuple[Sheet, ...] = ()
    title: str | None = None
    published: date | None = None  # as the metadata tell
    dated_by_file: bool = False  # that day is when the file was made, not when the report came out
    medium: str | None = None
    cautions: tuple[str, ...] = ()


def open_report(path: Path) -> Opened:
    """The file taken apart; ReportError where it cannot be read."""
    return open_bytes(_bytes_of(path), file=path.name, where=str(path))


def open_bytes(data: bytes, *, file: str, where: str | None = None) -> Opened:
    """The same for bytes that are already here (an upload, a fetched page)."""
    where = where or file
    if len(data) > LARGEST:
        raise ReportError(
            _refusal(where, f"{len(data):,} bytes", f"at most {LARGEST:,} bytes", "Give the part you need.")
        )
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise ReportError(_refusal(where, "an empty file", "a report with text", "Check that it was saved whole."))
    if data.lstrip()[:5] == b"%PDF-":
        pages = read_pdf(data, file=where)
        opened = Opened(file, pages.text, title=pages.title, published=pages.published, cautions=pages.cautions)
        opened = replace(opened, dated_by_file=pages.published is not None)
    elif is_xlsx(data):
        sheets = read_xlsx(data, file=where)
        opened = Opened(file, table_text(sheets), sheets=sheets)
    elif data.startswith(b"PK\x03\x04"):
        found = "a Word document" if b"word/" in data else "an archive"
        raise ReportError(_refusal(where, found, "text, HTML, PDF, CSV or XLSX", "Save it as PDF or plain text."))
    elif is_html(data, file) and b"\x00" not in data[:1000]:
        opened = _page(data, file, where)
    else:
        opened = _plain(data, file, where)
    if len(opened.text) > LONGEST:
        found, allowed = f"{len(opened.text):,} characters of text", f"at most {LONGEST:,} characters"
        raise ReportError(_refusal(where, found, allowed, "Give the part you need."))
    return opened


def _page(data: bytes, file: str, where: str) -> Opened:
    page = read_html(data, file=where)
    return Opened(file, page.text, title=page.title, published=page.published, medium=page.medium)


def _plain(data: bytes, file: str, where: str) -> Opened:
    """A text or a text table; a page in two-byte letters is known only once it is decoded."""
    decoded = decode(data, file=where)
    if decoded.encoding.startswith(("utf-16", "utf-32")) and is_html(decoded.text[:2000].encode(), file):
        return _page(decoded.text.encode("utf-8", "replace"), file, where)
    cautions = (f"{file}: {decoded.caution}",) if decoded.caution else ()
    if is_table(data, file):
        sheets = read_csv(decoded.text.removeprefix("\ufeff"), file=where)
        return Opened(file, table_text(sheets), sheets=sheets, cautions=cautions)
    return Opened(file, decoded.text, cautions=cautions)


def read_report(path: Path) -> Report:
    """The report in a file, without its furniture; ReportError where it cannot be read."""
    return report_in(open_report(path))


def report_in(opened: Opened) -> Report:
    """The report in a file taken apart: the day that its text states comes before the day its metadata tell."""
    report = report_of_text(opened.text, file=opened.file, medium=opened.medium, title=opened.title)
    return report if report.published is not None else replace(report, published=opened.published)


def text_of(path: Path) -> str:
    """The text that offsets refer to: the file's own, or what was taken out of a page, a PDF or a table."""
    return open_report(path).text


def reading_of(path: Path, gazetteer: Gazetteer) -> Reading:
    """All that a file says: claims, events, options and signals of a report, or the claims of a table."""
    return reading_in(open_report(path), gazetteer)


def reading_in(opened: Opened, gazetteer: Gazetteer) -> Reading:
    """The same for a file taken apart."""
    from qonaq.evidence.extract import extract

    if opened.sheets:
        reading = reading_of_tables(opened.sheets, file=opened.file, gazetteer=gazetteer, published=opened.published)
        return replace(reading, cautions=(*opened.cautions, *reading.cautions))
    report = report_in(opened)
    reading = extract(report, gazetteer)
    cautions = (*opened.cautions, *reading.cautions)
    if opened.published is not None and report.published == opened.published and opened.dated_by_file:
        cautions = (*cautions, f"{opened.file}: the day of publication is that on which the file was made")
    return replace(reading, cautions=cautions)


def _bytes_of(path: Path) -> bytes:
    """The file's bytes; ReportError where there are none to have, or far too many."""
    try:
        told = path.stat()
        if stat.S_ISDIR(told.st_mode):
            raise ReportError(_refusal(str(path), "a folder", "a file", "Name the files in it."))
        if not stat.S_ISREG(told.st_mode):
            raise ReportError(_refusal(str(path), "no ordinary file", "a file", "Copy it to a file first."))
        if told.st_size > LARGEST:
            found, allowed = f"{told.st_size:,} bytes", f"at most {LARGEST:,} bytes"
            raise ReportError(_refusal(str(path), found, allowed, "Give the part you need."))
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        raise ReportError(_refusal(str(path), "no such file", "a file", "Check the path.")) from None
    except PermissionError:
        raise ReportError(_refusal(str(path), "a file that may not be read", "a readable file", "Allow it.")) from None
    except (OSError, ValueError) as error:  # names too long, names with a zero byte, broken disks
        raise ReportError(_refusal(str(path), f"{error}", "a readable file", "Check the path.")) from None


def _refusal(where: str, found: str, allowed: str, do: str) -> Mistake:
    return Mistake(where=where, found=found, allowed=allowed, do=do)
