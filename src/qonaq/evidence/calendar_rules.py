"""Months, quarters, halves, seasons and years: calendar periods, cut at publication where they are not over."""

from __future__ import annotations

from dataclasses import replace
from datetime import MAXYEAR, MINYEAR, date

from qonaq.evidence.date_spans import SINCE_WORDS, last_of, span_of, until_published, year_named
from qonaq.evidence.days import NOTHING, Parts, Today, When, count_of, day_of, month_number, whole, year_of


def rule_month(parts: Parts, today: Today) -> When | None:
    month = month_number(parts["month"] or "")
    year = year_of(parts, today, month, 1)
    if year is None or not MINYEAR <= year <= MAXYEAR or not month:
        return None
    pre = parts.get("pre") or ""
    if pre in SINCE_WORDS:
        return replace(NOTHING, role="since", first=date(year, month, 1))
    edge = (parts.get("edge") or "")[:3]
    if edge:
        day = {"end": 0, "clo": 0, "кон": 0, "сер": 15}.get(edge, 5)
        last = date(year, month, day) if day else last_of(year, month)
        if today.published is not None and date(year, month, 1) <= today.published < last:
            last = today.published
        return replace(
            NOTHING,
            role="since" if pre in SINCE_WORDS else "until",
            first=last if pre in SINCE_WORDS else None,
            last=None if pre in SINCE_WORDS else last,
            inferred=True,
        )
    if pre in ("by", "until", "к", "до"):
        return replace(NOTHING, role="until", last=date(year, month, 1), inferred=True)
    if parts.get("part"):
        return replace(
            NOTHING,
            role="ago",
            last=date(year, month, {"early": 5, "mid": 15, "late": 25}[parts["part"] or "mid"]),
            inferred=True,
        )
    return until_published(date(year, month, 1), last_of(year, month), today)


def rule_months(parts: Parts, today: Today) -> When | None:
    month, month2 = month_number(parts["month"] or ""), month_number(parts["month2"] or "")
    year2 = year_of(parts, today, month2, 1)
    if year2 is None or not month or not month2 or not MINYEAR < year2 <= MAXYEAR:
        return None
    year = whole(parts["year1"]) if parts.get("year1") else year2 - (month > month2)
    return until_published(day_of(year, month, 1), last_of(year2, month2), today)


def rule_nmonths(parts: Parts, today: Today) -> When | None:
    year = year_named(parts, today)
    n = count_of(parts["n"])
    return None if year is None or not 1 <= n <= 12 else span_of(date(year, 1, 1), last_of(year, n))


def rule_half(parts: Parts, today: Today) -> When | None:
    year = year_named(parts, today)
    if year is None:
        return None
    if (parts["which"] or "").startswith(("first", "перв")) or parts["which"] == "i":
        return until_published(date(year, 1, 1), date(year, 6, 30), today)
    return until_published(date(year, 7, 1), date(year, 12, 31), today)


_QUARTERS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "перв": 1,
    "втор": 2,
    "трет": 3,
    "четверт": 4,
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
}


def rule_quarter(parts: Parts, today: Today) -> When | None:
    year, which = year_named(parts, today), parts["which"] or ""
    quarter = _QUARTERS.get(which) or whole(which.removeprefix("q"))
    if year is None or not 1 <= quarter <= 4:
        return None
    return until_published(date(year, 3 * quarter - 2, 1), last_of(year, 3 * quarter), today)


def rule_ytd(parts: Parts, today: Today) -> When | None:
    year = year_named(parts, today)
    if year is None:
        return None
    last = date(year, 12, 31) if today.published is None else min(today.published, date(year, 12, 31))
    return span_of(date(year, 1, 1), last, inferred=True)


def rule_year(parts: Parts, today: Today) -> When | None:
    year = year_named(parts, today)
    if year is None:
        return None
    if (parts.get("pre") or "") in ("since", "с"):
        return replace(NOTHING, role="since", first=date(year, 1, 1))
    if (parts.get("pre") or "") in ("by", "к"):
        return replace(NOTHING, role="until", last=date(year, 1, 1), inferred=True)
    return until_published(date(year, 1, 1), date(year, 12, 31), today)


def rule_yearlong(_parts: Parts, today: Today) -> When | None:
    if today.published is None:
        return None
    return span_of(date(today.published.year, 1, 1), today.published, inferred=True)


_SEASONS = {"лет": 6, "осе": 9, "зим": 12, "вес": 3}


def rule_season(parts: Parts, today: Today) -> When | None:
    year, first = year_named(parts, today), _SEASONS[(parts["which"] or "")[:3]]
    if year is None or first == 12 or year >= MAXYEAR:
        return None
    if today.published is not None and date(year, first, 1) > today.published:
        year -= 1
    return until_published(date(year, first, 1), last_of(year, first + 2), today)
