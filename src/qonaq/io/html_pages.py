"""Takes a saved web page apart: text, title, day and publisher; scripts, menus and readers' comments are left out."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import date

from qonaq.errors import Mistake, ReportError

LARGEST_PAGE = 10_000_000  # bytes of HTML; the largest saved news pages have about 3 million
MOST_ELEMENTS = 200_000
DEEPEST = 200  # elements inside one another; real pages stay under 60, and the parser drops what is deeper than 255
_LOOKS_LIKE = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<article[\s>]|<(?:div|p|script)[\s>]", re.I
)
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what goes wrong is said in a ReportError
_UNSEEN = ("script", "style", "noscript", "template", "iframe", "nav", "footer", "form", "svg", "head")


@dataclass(frozen=True)
class Page:
    """What a web page says, and what its metadata say of it."""

    text: str
    title: str | None = None
    published: date | None = None
    medium: str | None = None


def is_html(data: bytes, name: str) -> bool:
    """By its name, or because it begins as pages do."""
    if name.lower().endswith((".html", ".htm", ".xhtml", ".mhtml")):
        return True
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"<") and _LOOKS_LIKE.search(head) is not None


def read_html(data: bytes, *, file: str) -> Page:
    """The page; ReportError where it is too large, too deep or says nothing."""
    import lxml.html
    import trafilatura
    from lxml.etree import LxmlError, ParserError

    if len(data) > LARGEST_PAGE:
        raise ReportError(_refusal(file, f"{len(data):,} bytes of HTML", f"at most {LARGEST_PAGE:,} bytes"))
    try:
        tree = trafilatura.load_html(data)
    except (LxmlError, ParserError, ValueError, RecursionError):
        tree = None
    if tree is None:
        raise ReportError(_refusal(file, "nothing that can be read as a page", "HTML"))
    _guard(tree, file)
    document = trafilatura.bare_extraction(
        tree,
        include_comments=False,
        include_tables=True,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    text = (getattr(document, "text", None) or "").strip()
    if len(text) < 40:  # too short for an article: take all that a reader would see
        tree = lxml.html.fromstring(data)
        for element in list(tree.iter(*_UNSEEN)):
            element.drop_tree()
        lines = (" ".join(line.split()) for line in tree.text_content().splitlines())
        text = "\n".join(line for line in lines if line)
    if not text:
        raise ReportError(_refusal(file, "a page without text", "a page with an article in its HTML"))
    title = getattr(document, "title", None)
    if title and title not in text[: len(title) + 200]:
        text = f"{title}\n\n{text}"
    return Page(text=text, title=title, published=_day(document), medium=_medium(document))


def _guard(tree: object, file: str) -> None:
    """Refuse a tree that only a machine would have made."""
    count, depth = 0, 0
    from lxml.etree import iterwalk

    for event, _ in iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > DEEPEST or count > MOST_ELEMENTS:
            found = f"elements {depth} deep" if depth > DEEPEST else f"over {count - 1:,} elements"
            raise ReportError(_refusal(file, found, f"{DEEPEST} deep, {MOST_ELEMENTS:,} elements"))


def _day(document: object) -> date | None:
    text = getattr(document, "date", None)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _medium(document: object) -> str | None:
    """The publisher; never the author, who is a person."""
    name = getattr(document, "sitename", None) or getattr(document, "hostname", None)
    return str(name) if name else None


def _refusal(file: str, found: str, allowed: str) -> Mistake:
    return Mistake(file, found, allowed, "Save the article alone, or copy its text into a file.")
