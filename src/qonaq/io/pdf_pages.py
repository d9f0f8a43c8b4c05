"""The text of a PDF, page by page, within limits of pages, time and size."""

from __future__ import annotations

import io
import logging
import re
import struct
import zlib
from dataclasses import dataclass
from datetime import date
from time import monotonic

from qonaq.errors import Mistake, ReportError

MOST_PAGES = 300  # situation reports have up to 60; what follows is not read, and said so
MOST_SECONDS = 30.0
MOST_CHARACTERS = 2_000_000
# What parsers of hostile files raise; anything else is our own mistake.
FAILURES = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RecursionError,
    NotImplementedError,
    OSError,
    EOFError,
    MemoryError,
    struct.error,
    zlib.error,
)
logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what goes wrong is said in an error or a caution


@dataclass(frozen=True)
class Pages:
    """The pages' texts joined by a blank line."""

    text: str
    title: str | None = None
    published: date | None = None
    cautions: tuple[str, ...] = ()


def read_pdf(data: bytes, *, file: str) -> Pages:
    """The text; ReportError where the file is broken, locked or has none."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReportError(_refusal(file, "a PDF that asks for a password", "Save it without a password."))
        total = len(reader.pages)
    except (PyPdfError, *FAILURES) as error:
        raise ReportError(_refusal(file, f"a broken PDF ({type(error).__name__})", "Download it again.")) from None
    texts: list[str] = []
    cautions: list[str] = []
    begun = monotonic()
    for number in range(min(total, MOST_PAGES)):
        if monotonic() - begun > MOST_SECONDS or sum(map(len, texts)) > MOST_CHARACTERS:
            break
        try:
            texts.append(reader.pages[number].extract_text().strip())
        except (PyPdfError, *FAILURES) as error:
            texts.append("")
            cautions.append(f"page {number + 1} cannot be read ({type(error).__name__})")
    if len(texts) < total:
        cautions.append(f"only the first {len(texts)} of {total} pages were read")
    text = "\n\n".join(page for page in texts if page).encode("utf-8", "replace").decode("utf-8")
    if not text.strip():
        raise ReportError(
            _refusal(file, "a PDF without text (pictures of pages)", "Run text recognition over it first.")
        )
    title, published = _told(reader)
    return Pages(text=text, title=title, published=published, cautions=tuple(cautions))


def _told(reader: object) -> tuple[str | None, date | None]:
    """The title and the day of making that the file tells of itself; not its author, who is a person."""
    from pypdf.errors import PyPdfError

    try:
        told = getattr(reader, "metadata", None) or {}
        title, made = told.get("/Title"), told.get("/CreationDate")
    except (PyPdfError, *FAILURES):
        return None, None
    match = re.match(r"D:(\d{4})(\d\d)(\d\d)", str(made or ""))
    try:
        published = date(*map(int, match.groups())) if match else None
    except ValueError:
        published = None
    return (str(title).strip() or None) if title else None, published


def _refusal(file: str, found: str, do: str) -> Mistake:
    return Mistake(file, found, "a PDF with text in it", do)
