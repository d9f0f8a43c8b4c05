"""How numbers and dates are written for people: simulated ones to two figures, always with their interval."""

from __future__ import annotations

import math
from datetime import date
from typing import Literal

from babel.dates import format_date, format_interval, format_skeleton
from babel.numbers import format_compact_decimal, format_decimal

from qonaq.views.view import Number

SHARES = {"share"}
DECIMAL_UNITS = {"hours", "days"}
SMALL = 10  # people: smaller counts are not shown
MANY = 1e6  # simulated numbers from here on are written in words: 1.6 million
PERCENT = "\u00a0%"  # never alone on a line


def two_figures(value: float) -> float:
    """The value to two significant figures, as simulated numbers are shown.

    >>> two_figures(98431.0)
    98000.0
    """
    if value == 0 or not math.isfinite(value):
        return value
    digits = 1 - math.floor(math.log10(abs(value)))
    return round(value, digits)


def plain(value: float, unit: str, language: str, *, reported: bool = False) -> str:
    """One value in the reader's language, without its unit."""
    if unit in SHARES:
        percent = value * 100
        shown = percent if reported else two_figures(percent)
        return format_decimal(round(shown, 1), locale=language) + PERCENT
    shown = value if reported else two_figures(value)
    if not reported and abs(shown) >= MANY:
        kind: Literal["long", "short"] = "long" if language == "en" else "short"
        text = format_compact_decimal(shown, format_type=kind, locale=language, fraction_digits=1)
        return str(text).replace(" ", "\u00a0")
    if unit == "people" and not reported and 0 < round(shown) < SMALL:
        return f"<{SMALL}"  # few people are never counted one by one where anybody can see it
    digits = 1 if abs(shown) < 10 and unit in DECIMAL_UNITS else 0
    return format_decimal(round(shown, digits), locale=language)


def interval(number: Number, language: str) -> str:
    """The interval of a number, 5,100–15,000, or nothing where it has none."""
    if number.value is None or number.low is None or number.high is None:
        return ""
    low, high = (plain(v, number.unit, language, reported=number.reported) for v in (number.low, number.high))
    if low == high == plain(number.value, number.unit, language, reported=number.reported):
        return ""
    ending = high.rpartition("\u00a0")[2]  # a percent sign or a word such as million, said once
    if ending and not ending[-1].isdigit() and low.endswith(f"\u00a0{ending}"):
        low = low.removesuffix(f"\u00a0{ending}")
    return f"{low}–{high}"


def shown(number: Number, language: str) -> str:
    """The number as it is shown, with how it was said: over 13,000."""
    if number.value is None:
        return "—"
    text = plain(number.value, number.unit, language, reported=number.reported)
    return f"{number.prefix} {text}" if number.prefix else text


def with_interval(number: Number, language: str, *, unit_word: str = "") -> str:
    """The number with its interval: 9,400 (5,100–15,000) beds."""
    if number.value is None:
        return "—"
    text, between = shown(number, language), interval(number, language)
    return f"{text} ({between}) {unit_word}".rstrip() if between else f"{text} {unit_word}".rstrip()


def percent(share: float, language: str = "en") -> str:
    """A share as whole percents: 72 %."""
    return format_decimal(round(100 * share), locale=language) + PERCENT


def days_text(first: date, last: date, language: str) -> str:
    """21–27 Sep, or 28 Sep – 3 Oct."""
    if language != "en":
        return str(format_interval(first, last, "MMMd", locale=language))
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day_text(last, language)}"
    return f"{day_text(first, language)} – {day_text(last, language)}"


def day_text(day: date, language: str, *, year: bool = False) -> str:
    """28 Sep, or 28 Sep 2022."""
    if language == "en":
        return str(format_date(day, "d MMM y" if year else "d MMM", locale=language))
    return str(format_skeleton("yMMMd" if year else "MMMd", day, locale=language))
