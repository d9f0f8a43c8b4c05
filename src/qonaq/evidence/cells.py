"""What a single cell of a table says: a number as people write it, a day, a unit."""

from __future__ import annotations

import re
from datetime import date, timedelta

from qonaq.measures import MEASURES, Qualifier

_BLANKS = "\u00a0\u202f\u2009\u2007 "
_SCALES = (
    (re.compile(r"(?:thousand|тыс(?:\.|яч\w*)?|k)$", re.IGNORECASE), 1e3),
    (re.compile(r"(?:million|mln|млн\.?|миллион\w*|m)$", re.IGNORECASE), 1e6),
)
_QUALIFIERS = (
    (
        re.compile(r"^(?:~|≈|about|around|approx\w*\.?|c\.|ca\.?|около|порядка|примерно)\s*", re.IGNORECASE),
        Qualifier.ABOUT,
    ),
    (re.compile(r"^(?:>=?|≥|over|more than|at least|свыше|более|больше|не менее)\s*", re.IGNORECASE), Qualifier.OVER),
    (re.compile(r"^(?:<|under|less than|fewer than|менее|меньше)\s*", re.IGNORECASE), Qualifier.UNDER),
    (re.compile(r"^(?:<=|≤|up to|до)\s*", re.IGNORECASE), Qualifier.UP_TO),
)
_UNIT_AFTER = re.compile(
    r"\s*(?:%|€|\$|₸|usd|eur|kzt|rub|people|persons|beds|чел(?:\.|овек)?|мест|тг|тенге)\.?$", re.IGNORECASE
)
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([,.' ])\d{3})(?:\1\d{3})*(?:[.,]\d+)?")
_RANGE = re.compile(r"(?<=\d)\s*[–—-]\s*(?=\d)")


def number_in(text: str) -> tuple[float, float | None, Qualifier] | None:
    """Value, upper value of a range and qualifier of a cell that holds one number, else None.

    >>> number_in("98 000"), number_in("over 1.7 mln"), number_in("5-7 тыс."), number_in("12 %")
    ((98000.0, None, <Qualifier.EXACT: 'exact'>), (1700000.0, None, <Qualifier.OVER: 'over'>), \
(5000.0, 7000.0, <Qualifier.RANGE: 'range'>), (12.0, None, <Qualifier.EXACT: 'exact'>))
    """
    left = text.strip().translate({ord(blank): " " for blank in _BLANKS}).replace("−", "-")
    qualifier = Qualifier.EXACT
    for pattern, meaning in _QUALIFIERS:
        match = pattern.match(left)
        if match:
            qualifier, left = meaning, left[match.end() :]
            break
    left = _UNIT_AFTER.sub("", left)
    if left.endswith("+"):
        qualifier, left = Qualifier.OVER, left[:-1]
    scale = 1.0
    for pattern, factor in _SCALES:
        match = pattern.search(left)
        if match and match.start() > 0:
            scale, left = factor, left[: match.start()]
            break
    ends = _RANGE.split(left.strip())
    values = [_plain(end) for end in ends]
    if len(values) == 2 and values[0] is not None and values[1] is not None and values[0] < values[1]:
        return values[0] * scale, values[1] * scale, Qualifier.RANGE
    if len(values) == 1 and values[0] is not None:
        return values[0] * scale, None, qualifier
    return None


def _plain(text: str) -> float | None:
    """A number without words: 98,000 and 98.000 and 98 000 are ninety-eight thousand, 12,5 is twelve and a half."""
    text = text.strip()
    if not text.isascii() or len(text) > 30:
        return None
    grouped = _GROUPED.fullmatch(text)
    if grouped and not (grouped.group(1) == "." and text.lstrip("+-").startswith("0")):
        mark = grouped.group(1)
        whole = text.replace(mark, "")
        return float(whole.replace(",", "."))
    text = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    return float(text) if _PLAIN.fullmatch(text) else None


def unit_of(
    measure: str, text: str, *, named: str | None, unit: str | None, currency: str | None
) -> tuple[str | None, float]:
    """The unit of a cell and the factor that brings it there: shares come as per cent, rents need a currency.

    `named`: the unit that the column's name states; `unit` and `currency`: what further columns of the row say.
    """
    units = MEASURES[measure].units
    stated = (unit or "").strip().lower()
    if units[0] == "share":
        percent = "%" in text or "%" in stated or stated in ("percent", "per cent", "процент") or _beyond_share(text)
        return "share", 0.01 if percent else 1.0
    if units[0] == "money/month":
        money = (currency or _currency_in(f"{text} {unit or ''}") or "").upper()
        per = "day" if re.search(r"day|night|сут|день|ноч", stated) else "month"
        return (f"{money}/{per}", 1.0) if money else (None, 1.0)
    if named in units:
        return named, 1.0
    return (stated if stated in units else units[0]), 1.0


def _beyond_share(text: str) -> bool:
    """A share above 1 without a sign can only be per cent (three times dearer is written as 200 %)."""
    number = number_in(text)
    return number is not None and abs(number[0]) > 1.0


_CURRENCIES = (
    ("kzt|тенге|тг|₸", "KZT"),
    ("usd|\\$", "USD"),
    ("eur|€", "EUR"),
    ("rub|руб|₽", "RUB"),
    ("pln|zł", "PLN"),
    ("uah|грн", "UAH"),
    ("try|₺", "TRY"),
    ("gel|₾", "GEL"),
    ("amd|֏", "AMD"),
)


def _currency_in(text: str) -> str | None:
    return next((code for words, code in _CURRENCIES if re.search(words, text, re.IGNORECASE)), None)


_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_RUSSIAN_MONTHS = ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_MONTHS = {name: month for names in (_ENGLISH_MONTHS, _RUSSIAN_MONTHS) for month, name in enumerate(names, start=1)}
_MONTHS["май"] = 5
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d\d)(?!\d)")
_WORDS = re.compile(
    r"(\d{1,2})[\s-]+([a-zа-я]{3})[a-zа-я]*\.?,?[\s-]+(\d{4})|([a-z]{3})[a-z]*\.?\s+(\d{1,2}),?\s+(\d{4})",
    re.IGNORECASE,
)
_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL = re.compile(r"4\d{4}(?:\.0)?")  # serial days from 2009 to 2036


def day_in(text: str | None) -> date | None:
    """The day in a cell: ISO, day first with points, a month in words, or a spreadsheet's serial day.

    A day and a month that might change places (03/04/2022) are no date here: nothing doubtful is read.
    """
    if not text:
        return None
    if match := _ISO.search(text):
        return _date(*(int(part) for part in match.groups()))
    if match := _DAY_FIRST.search(text):
        first, second, year = map(int, match.groups())
        year += 2000 if year < 100 else 0
        if second > 12:
            return _date(year, first, second)
        doubtful = "/" in match.group() and first <= 12 and first != second
        return None if doubtful else _date(year, second, first)
    if match := _WORDS.search(text):
        number, word, in_year, other, other_number, other_year = match.groups()
        month = _MONTHS.get((word or other).lower())
        return _date(int(in_year or other_year), month, int(number or other_number)) if month else None
    if _EXCEL.fullmatch(text.strip()):
        return _EXCEL_EPOCH + timedelta(days=int(float(text)))
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
