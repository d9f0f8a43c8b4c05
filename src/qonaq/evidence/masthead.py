# ruff: noqa: E501  (a pattern is kept on one line)
"""What a page says about itself: the day and hour of publication, with its zone, and the medium."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qonaq.evidence.dates import first_full_date
from qonaq.evidence.days import day_of, month_number
from qonaq.evidence.furniture import Line
from qonaq.evidence.words import normal


@dataclass(frozen=True)
class Masthead:
    """The day, the hour as written, the medium, and where the lines of a machine's header end."""

    published: date | None
    published_time: str | None
    medium: str | None
    credit: str | None
    header_end: int


_HEADER = re.compile(r"(?i)^(url|link|date|published|updated|source|title|дата|источник|опубликовано)\s*:\s*(.*)$")
_SAID = re.compile(r"(?i)\b(?:published|posted|updated|date|опубликован[оа]?|дата|обновлено)\b")
_CLOCK = re.compile(
    r"(?<![\d:])([01]?\d|2[0-3]):([0-5]\d)(?::\d\d)?(?:\s?([AaPp])\.?[Mm]\b\.?)?(?:\s*\(?((?:UTC|GMT)\s?(?:[+-]\s?\d{1,2}(?::?\d\d)?)?|[A-Z]{3,4}\b|[+-]\d\d:?\d\d))?"
)
_HOST = re.compile(r"(?i)^https?://(?:www\.|m\.|amp\.|archive\.|e\.)?([^/\s:]+)")
_PATH_DATE = re.compile(r"/(20\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:/|-|\b)")
_CREDIT = re.compile(
    r"(?:Copyright\s*)?©\s*(?:20\d\d\s*)?([A-ZА-Я][\w.&'’ -]{2,40}?)(?:\s*(?:Ltd|Inc|LLC|All rights|Все права)\b|[|.,]|$)|/(TASS|ТАСС|Reuters|AFP|AP)/"
)
_DATELINE = re.compile(r"^[A-ZА-Я][\w'’ .-]{1,30}, ([A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [а-я]{3,9})\b")
HEADER_LINES = 15  # within which a line that is mostly a date is the date line
_SHORT = 80  # characters of a date line


def masthead_of(lines: Sequence[Line]) -> Masthead:
    """What the first and the last lines of a page say about it."""
    fields: dict[str, str] = {}
    header_end = 0
    for line in lines[:6]:
        found = _HEADER.match(line.text)
        if not found:
            break
        fields.setdefault(found.group(1).lower(), found.group(2).strip())
        header_end = line.end
    address = next((value for value in fields.values() if _HOST.match(value)), "")
    host = _HOST.match(address)
    published, clock = _date_line(fields, lines, address)
    return Masthead(published, clock, host.group(1).lower() if host else None, _credit(lines), header_end)


def _date_line(fields: dict[str, str], lines: Sequence[Line], address: str) -> tuple[date | None, str | None]:
    """The day of publication by the surest sign there is, and the hour where one stands with that day."""
    stated = next(
        (fields[key] for key in ("date", "published", "дата", "опубликовано", "updated") if key in fields), None
    )
    day = first_full_date(normal(stated)) if stated else None
    clock = _clock(stated) if stated else None
    short = [line for line in lines if len(line.text) <= _SHORT and any(char.isdigit() for char in line.text)]
    top = [line for line in short if line.number <= HEADER_LINES + lines[0].number and not _HEADER.match(line.text)]
    dated = [line for line in top if _SAID.search(line.text)] + top + short[-6:]
    for line in dated:
        found = first_full_date(normal(line.text))
        if found is None or (day is not None and found != day):
            continue
        if len(line.text) > 45 and not _SAID.search(line.text) and not _mostly_date(line.text):
            continue
        return found, clock or _clock(line.text)
    if day is None:
        in_path = _PATH_DATE.search(address)
        if in_path:
            day = day_of(int(in_path.group(1)), int(in_path.group(2)), int(in_path.group(3)))
    return day, clock


def _mostly_date(text: str) -> bool:
    """Whether a line holds little else than a date, an hour and a name."""
    words = re.findall(r"[^\W\d_]{3,}", text)
    return len(words) <= 6 and any(month_number(word.lower()) for word in words)


def _clock(text: str) -> str | None:
    """The hour with its zone on a 24-hour clock.

    >>> _clock("Published on Sep 28, 2022 05:49 PM IST")
    '17:49 IST'
    """
    found = _CLOCK.search(text)
    if not found:
        return None
    hour = int(found.group(1))
    if found.group(3):
        hour = hour % 12 + (12 if found.group(3).lower() == "p" else 0)
    zone = (found.group(4) or "").replace(" ", "")
    return f"{hour:02d}:{found.group(2)}" + (f" {zone}" if zone else "")


def _credit(lines: Sequence[Line]) -> str | None:
    """The medium that a page credits in its copyright line or its dateline."""
    for line in lines:
        if len(line.text) <= 200 or line.number <= HEADER_LINES:
            found = _CREDIT.search(line.text[:200])
            if found and "|" not in line.text:
                return (found.group(1) or found.group(2)).strip()
    return None
