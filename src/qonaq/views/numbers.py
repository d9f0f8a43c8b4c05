"""How numbers and dates are written for people: simulated ones to two figures, always with their interval."""

from __future__ import annotations

import math
from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal

from qonaq.views.view import Number

SHARES = {"share"}
DECIMAL_UNITS = {"hours", "days"}


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
        return format_decimal(round(shown, 1), locale=language) + " %"
    shown = value if reported else two_figures(value)
    digits = 1 if abs(shown) < 10 and unit in DECIMAL_UNITS else 0
    return format_decimal(round(shown, digits), locale=language)


def with_interval(number: Number, language: str, *, unit_word: str = "") -> str:
    """The number with its interval: 9,400 (5,100–15,000) beds."""
    if number.value is None:
        return "—"
    text = plain(number.value, number.unit, language, reported=number.reported)
    if number.low is not None and number.high is not None:
        low = plain(number.low, number.unit, language, reported=number.reported)
        high = plain(number.high, number.unit, language, reported=number.reported)
        if low != high or low != text:
            text += f" ({low}–{high})"
    return f"{text} {unit_word}".rstrip()


def day_text(day: date, language: str, *, year: bool = False) -> str:
    """28 Sep, or 28 Sep 2022."""
    pattern = {"en": "d MMM", "ru": "d MMM"}.get(language, "d MMM")
    return format_date(day, pattern + (" y" if year else ""), locale=language)
