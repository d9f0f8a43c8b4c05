"""The shapes that a stated time can take: a day with the word before it, a period, a period cut at publication."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import MAXYEAR, MINYEAR, date, timedelta

from qonaq.evidence.days import NOTHING, Parts, Today, When, whole

SINCE_WORDS = frozenset("since from starting beginning с со от начиная".split()) | {"starting on", "начиная с"}


UNTIL_WORDS = frozenset("until till through by before к до по на".split()) | {
    "as of", "as at", "up to", "prior to", "по состоянию на", "по данным на", "к утру", "к вечеру",
    "на утро", "на вечер",
    "по итогам",
}  # fmt: skip


def placed(parts: Parts, day: date | None, *, inferred: bool = False) -> When | None:
    """A When of the role that the word before the day gives."""
    if day is None:
        return None
    pre = parts.get("pre") or ""
    if pre in SINCE_WORDS or (parts.get("post") or "").startswith("on"):
        return replace(NOTHING, role="since", first=day, inferred=inferred)
    if pre in ("before", "prior to"):
        return replace(NOTHING, role="until", last=day - timedelta(days=1), inferred=True)
    if pre in UNTIL_WORDS:
        return replace(NOTHING, role="until", last=day, inferred=inferred)
    return replace(NOTHING, role="day", first=day, last=day, inferred=inferred)


def span_of(first: date | None, last: date | None, *, inferred: bool = False) -> When | None:
    if first is None or last is None or first > last:
        return None
    return replace(NOTHING, role="period", first=first, last=last, inferred=inferred)


def last_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def until_published(first: date | None, last: date | None, today: Today) -> When | None:
    """A calendar period, cut at publication where it is not over yet."""
    if first is None or last is None:
        return None
    if today.published is not None and first <= today.published < last:
        return span_of(first, today.published, inferred=True)
    return span_of(first, last)


def year_named(parts: Parts, today: Today) -> int | None:
    if parts.get("year"):
        year = whole(parts["year"])
        return year if MINYEAR <= year <= MAXYEAR else None
    if today.published is None:
        return None
    return today.published.year - ((parts.get("rel") or "").startswith(("last", "the prev", "прошл", "минувш")))
