"""A report as read: its text, the day and the medium, and which stretches of it are the author's own words.

A page copied from the web carries menus, counters, advertisements and links; none of them is evidence. Offsets always
refer to the text that was given.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qonaq.evidence.furniture import article_lines, lines_of
from qonaq.evidence.language import language_of
from qonaq.evidence.masthead import masthead_of


@dataclass(frozen=True)
class Span:
    """A stretch of a text: text[start:end]; `role` is headline, body or caption."""

    start: int
    end: int
    role: str = "body"


@dataclass(frozen=True)
class Report:
    """A text with what is known of it."""

    file: str
    text: str
    published: date | None = None
    published_time: str | None = None  # as written, with its zone: "17:49 IST"
    medium: str | None = None
    language: str = "und"
    title: str | None = None
    body: tuple[Span, ...] = ()


def read_plain(text: str, *, file: str) -> Report:
    """The report in a plain text or in a page as copied from the web, without its furniture.

    >>> page = "DATE: 2022-09-28\\n\\nMenu\\nSome 98,000 people have come since Monday, officials said."
    >>> report = read_plain(page, file="a.txt")
    >>> report.published.isoformat(), report.text[report.body[0].start : report.body[0].end]
    ('2022-09-28', 'Some 98,000 people have come since Monday, officials said.')
    """
    return report_of_text(text, file=file)


def report_of_text(
    text: str, *, file: str, published: date | None = None, medium: str | None = None, title: str | None = None
) -> Report:
    """The same for a text whose day, medium or title a reader already knows (from a page's metadata)."""
    lines = lines_of(text)
    head = masthead_of(lines)
    kept = article_lines(lines, header_end=head.header_end)
    body = tuple(Span(line.start, line.end, line.role) for line in kept)
    language = language_of(" ".join(text[span.start : span.end] for span in body) or text)
    return Report(
        file=file,
        text=text,
        published=published or head.published,
        published_time=head.published_time,
        medium=medium or head.medium or head.credit,
        language=language,
        title=title or next((text[span.start : span.end] for span in body if span.role == "headline"), None),
        body=body,
    )
