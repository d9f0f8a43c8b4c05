"""The rules of dates: what each way of saying a time means, given the day of publication."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import replace
from datetime import MAXYEAR, MINYEAR, date, timedelta

from qonaq.evidence.days import (
    NOTHING,
    Parts,
    Today,
    When,
    count_of,
    day_of,
    month_number,
    unit_days,
    weekday_number,
    whole,
    year_of,
)  # fmt: skip

Rule = Callable[[Parts, Today], When | None]
_SINCE_WORDS = frozenset("since from starting beginning с со от начиная".split()) | {"starting on", "начиная с"}
_UNTIL_WORDS = frozenset("until till through by before к до по на".split()) | {
    "as of", "as at", "up to", "prior to", "по состоянию на", "по данным на", "к утру", "к вечеру",
    "на утро", "на вечер",
    "по итогам",
}  # fmt: skip


def _placed(parts: Parts, day: date | None, *, inferred: bool = False) -> When | None:
    """A When of the role that the word before the day gives."""
    if day is None:
        return None
    pre = parts.get("pre") or ""
    if pre in _SINCE_WORDS or (parts.get("post") or "").startswith("on"):
        return replace(NOTHING, role="since", first=day, inferred=inferred)
    if pre in ("before", "prior to"):
        return replace(NOTHING, role="until", last=day - timedelta(days=1), inferred=True)
    if pre in _UNTIL_WORDS:
        return replace(NOTHING, role="until", last=day, inferred=inferred)
    return replace(NOTHING, role="day", first=day, last=day, inferred=inferred)


def _span(first: date | None, last: date | None, *, inferred: bool = False) -> When | None:
    if first is None or last is None or first > last:
        return None
    return replace(NOTHING, role="period", first=first, last=last, inferred=inferred)


def _rule_span(parts: Parts, today: Today) -> When | None:
    month2 = month_number(parts.get("month2") or parts.get("month") or "")
    month = month_number(parts.get("month") or "") or month2
    year2 = year_of(parts, today, month2, whole(parts["day2"]))
    if year2 is None:
        return None
    year = whole(parts["year1"]) if parts.get("year1") else year2 - (month > month2)
    return _span(day_of(year, month, whole(parts["day"])), day_of(year2, month2, whole(parts["day2"])))


def _rule_spandays(parts: Parts, today: Today) -> When | None:
    prior = today.prior.last if today.prior and today.prior.last else today.published
    if prior is None:
        return None
    return _span(
        day_of(prior.year, prior.month, whole(parts["day"])), day_of(prior.year, prior.month, whole(parts["day2"]))
    )


def _rule_day(parts: Parts, today: Today) -> When | None:
    month, day = month_number(parts["month"] or ""), whole(parts["day"])
    year = year_of(parts, today, month, day)
    return None if year is None else _placed(parts, day_of(year, month, day))


def _rule_iso(parts: Parts, _today: Today) -> When | None:
    return _placed(parts, day_of(whole(parts["year"]), whole(parts["monthno"]), whole(parts["day"])))


def _rule_dayth(parts: Parts, today: Today) -> When | None:
    anchor = today.published
    if anchor is None:
        return None
    day = day_of(anchor.year, anchor.month, whole(parts["day"]))
    if day is None or day > anchor:
        before = anchor.replace(day=1) - timedelta(days=1)
        day = day_of(before.year, before.month, whole(parts["day"]))
    return _placed(parts, day)


def _last_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _until_published(first: date | None, last: date | None, today: Today) -> When | None:
    """A calendar period, cut at publication where it is not over yet."""
    if first is None or last is None:
        return None
    if today.published is not None and first <= today.published < last:
        return _span(first, today.published, inferred=True)
    return _span(first, last)


def _rule_month(parts: Parts, today: Today) -> When | None:
    month = month_number(parts["month"] or "")
    year = year_of(parts, today, month, 1)
    if year is None or not MINYEAR <= year <= MAXYEAR or not month:
        return None
    pre = parts.get("pre") or ""
    if pre in _SINCE_WORDS:
        return replace(NOTHING, role="since", first=date(year, month, 1))
    edge = (parts.get("edge") or "")[:3]
    if edge:
        day = {"end": 0, "clo": 0, "кон": 0, "сер": 15}.get(edge, 5)
        last = date(year, month, day) if day else _last_of(year, month)
        if today.published is not None and date(year, month, 1) <= today.published < last:
            last = today.published
        return replace(
            NOTHING,
            role="since" if pre in _SINCE_WORDS else "until",
            first=last if pre in _SINCE_WORDS else None,
            last=None if pre in _SINCE_WORDS else last,
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
    return _until_published(date(year, month, 1), _last_of(year, month), today)


def _rule_months(parts: Parts, today: Today) -> When | None:
    month, month2 = month_number(parts["month"] or ""), month_number(parts["month2"] or "")
    year2 = year_of(parts, today, month2, 1)
    if year2 is None or not month or not month2 or not MINYEAR < year2 <= MAXYEAR:
        return None
    year = whole(parts["year1"]) if parts.get("year1") else year2 - (month > month2)
    return _until_published(day_of(year, month, 1), _last_of(year2, month2), today)


def _year_named(parts: Parts, today: Today) -> int | None:
    if parts.get("year"):
        year = whole(parts["year"])
        return year if MINYEAR <= year <= MAXYEAR else None
    if today.published is None:
        return None
    return today.published.year - ((parts.get("rel") or "").startswith(("last", "the prev", "прошл", "минувш")))


def _rule_nmonths(parts: Parts, today: Today) -> When | None:
    year = _year_named(parts, today)
    n = count_of(parts["n"])
    return None if year is None or not 1 <= n <= 12 else _span(date(year, 1, 1), _last_of(year, n))


def _rule_half(parts: Parts, today: Today) -> When | None:
    year = _year_named(parts, today)
    if year is None:
        return None
    if (parts["which"] or "").startswith(("first", "перв")) or parts["which"] == "i":
        return _until_published(date(year, 1, 1), date(year, 6, 30), today)
    return _until_published(date(year, 7, 1), date(year, 12, 31), today)


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


def _rule_quarter(parts: Parts, today: Today) -> When | None:
    year, which = _year_named(parts, today), parts["which"] or ""
    quarter = _QUARTERS.get(which) or whole(which.removeprefix("q"))
    if year is None or not 1 <= quarter <= 4:
        return None
    return _until_published(date(year, 3 * quarter - 2, 1), _last_of(year, 3 * quarter), today)


def _rule_ytd(parts: Parts, today: Today) -> When | None:
    year = _year_named(parts, today)
    if year is None:
        return None
    last = date(year, 12, 31) if today.published is None else min(today.published, date(year, 12, 31))
    return _span(date(year, 1, 1), last, inferred=True)


def _rule_year(parts: Parts, today: Today) -> When | None:
    year = _year_named(parts, today)
    if year is None:
        return None
    if (parts.get("pre") or "") in ("since", "с"):
        return replace(NOTHING, role="since", first=date(year, 1, 1))
    if (parts.get("pre") or "") in ("by", "к"):
        return replace(NOTHING, role="until", last=date(year, 1, 1), inferred=True)
    return _until_published(date(year, 1, 1), date(year, 12, 31), today)


def _rule_yearlong(_parts: Parts, today: Today) -> When | None:
    if today.published is None:
        return None
    return _span(date(today.published.year, 1, 1), today.published, inferred=True)


_SEASONS = {"лет": 6, "осе": 9, "зим": 12, "вес": 3}


def _rule_season(parts: Parts, today: Today) -> When | None:
    year, first = _year_named(parts, today), _SEASONS[(parts["which"] or "")[:3]]
    if year is None or first == 12 or year >= MAXYEAR:
        return None
    if today.published is not None and date(year, first, 1) > today.published:
        year -= 1
    return _until_published(date(year, first, 1), _last_of(year, first + 2), today)


def _rule_future(_parts: Parts, _today: Today) -> When | None:
    return replace(NOTHING, role="future")


def _rule_earlier(parts: Parts, today: Today) -> When | None:
    prior = today.prior
    if prior is None or prior.first is None or prior.last is None:
        return replace(NOTHING, role="unknown")
    length = max(unit_days(parts["unit"], count_of(parts.get("n"))), (prior.last - prior.first).days)
    overlaps = prior.first < prior.last and (parts["unit"] or "").startswith("hour")
    last = prior.first if overlaps else prior.first - timedelta(days=1)
    return _span(last - timedelta(days=length - (0 if overlaps else 1)), last, inferred=True)


def _rule_first(parts: Parts, today: Today) -> When | None:
    if parts.get("month"):
        month, days = month_number(parts["month"] or ""), unit_days(parts["unit"], count_of(parts.get("n")))
        year = year_of(parts, today, month, 1)
        first = None if year is None else day_of(year, month, 1)
        return None if first is None or days > 31 else _span(first, first + timedelta(days=days - 1))
    return replace(NOTHING, role="first", days=unit_days(parts["unit"], count_of(parts.get("n"))))


def _rule_same(_parts: Parts, _today: Today) -> When | None:
    return replace(NOTHING, role="same")


def _rule_before_it(_parts: Parts, today: Today) -> When | None:
    if today.prior is None or today.prior.first is None:
        return replace(NOTHING, role="unknown")
    return replace(NOTHING, role="until", last=today.prior.first - timedelta(days=1), inferred=True)


# Units that without a number say only "lately".
_VAGUE_DAYS = ("day", "hour", "year", "день", "дня", "дн", "час", "год", "лет")


def _rule_past(parts: Parts, today: Today) -> When | None:
    if today.published is None:
        return None
    days = unit_days(parts["unit"], count_of(parts.get("n")))
    if days > 4000:
        return None
    if not parts.get("n") and (parts.get("unit") or "").startswith(_VAGUE_DAYS):
        return replace(NOTHING, role="ago", last=today.published, inferred=True)  # in recent days
    return _span(today.published - timedelta(days=days - 1), today.published, inferred=True)


def _rule_ago(parts: Parts, today: Today) -> When | None:
    if today.published is None:
        return None
    near = unit_days(parts["unit"], count_of(parts.get("n")))
    far = unit_days(parts["unit"], count_of(parts.get("n2"))) if parts.get("n2") else near
    if max(near, far) > 4000:
        return None
    first, last = today.published - timedelta(days=max(near, far)), today.published - timedelta(days=min(near, far))
    if parts.get("pre") in ("since", "с"):
        return replace(NOTHING, role="since", first=first, inferred=True)
    if not (parts["unit"] or "").startswith(("day", "день", "дня", "дней", "night", "ноч", "сут")):
        return replace(NOTHING, role="ago", first=None, last=last, inferred=True)
    return _span(first, last, inferred=True)


def _rule_relative(parts: Parts, today: Today) -> When | None:
    if today.published is None:
        return None
    word = parts["word"] or ""
    back = (
        2 if word.startswith(("the day before", "позавчера")) else 1 if word.startswith(("yesterday", "вчера")) else 0
    )
    day = today.published - timedelta(days=back)
    if word in ("overnight", "last night") or "ночью" in word:
        return _span(day - timedelta(days=1), day, inferred=True)
    return _placed(parts, day)


def _rule_weekend(parts: Parts, today: Today) -> When | None:
    if today.published is None:
        return None
    back = (today.published.weekday() - 6) % 7
    sunday = today.published - timedelta(days=back)
    if parts.get("pre") in ("since", "с"):
        return replace(NOTHING, role="since", first=sunday - timedelta(days=1), inferred=True)
    return _span(sunday - timedelta(days=1), sunday)


def _rule_week(parts: Parts, today: Today) -> When | None:
    if today.published is None:
        return None
    last_one = (parts.get("rel") or "").startswith(("last", "the prev", "прошл", "минувш", "прошед"))
    if (parts["unit"] or "").startswith(("month", "месяц")):
        month = today.published.replace(day=1)
        if last_one:
            end = month - timedelta(days=1)
            return _span(end.replace(day=1), end)
        return _span(month, today.published, inferred=True)
    monday = today.published - timedelta(days=today.published.weekday())
    if last_one:
        return _span(monday - timedelta(days=7), monday - timedelta(days=1), inferred=True)
    return _span(monday, today.published, inferred=True)


def _back_to(weekday: int, today: date) -> date:
    """The latest such weekday on or before a day."""
    return today - timedelta(days=(today.weekday() - weekday) % 7)


def _rule_weekdays(parts: Parts, today: Today) -> When | None:
    if today.published is None:
        return None
    last = _back_to(weekday_number(parts["weekday2"] or ""), today.published)
    return _span(_back_to(weekday_number(parts["weekday"] or ""), last), last)


def _rule_weekday(parts: Parts, today: Today) -> When | None:
    if today.published is None:
        return None
    day = _back_to(weekday_number(parts["weekday"] or ""), today.published)
    if (parts.get("last") or "").startswith(("last", "прошл", "минувш")) and day == today.published:
        day -= timedelta(days=7)
    return _placed(parts, day)


def _rule_rate(parts: Parts, _today: Today) -> When | None:
    said = parts.get("unit") or parts.get("adverb") or parts.get("pre") or "day"
    per = "day"
    for name, stems in (
        ("hour", ("hour", "час")),
        ("week", ("week", "недел", "еженед")),
        ("month", ("month", "месяц", "ежемес")),
    ):
        if said.startswith(stems):
            per = name
    return replace(NOTHING, role="rate", per=per)


def _rule_till_now(_parts: Parts, today: Today) -> When | None:
    if today.published is None:
        return None
    return replace(NOTHING, role="until", last=today.published, inferred=True)


RULES: dict[str, Rule] = {
    "span": _rule_span,
    "spandays": _rule_spandays,
    "day": _rule_day,
    "iso": _rule_iso,
    "dayth": _rule_dayth,
    "month": _rule_month,
    "months": _rule_months,
    "nmonths": _rule_nmonths,
    "half": _rule_half,
    "quarter": _rule_quarter,
    "ytd": _rule_ytd,
    "year": _rule_year,
    "yearlong": _rule_yearlong,
    "season": _rule_season,
    "future": _rule_future,
    "earlier": _rule_earlier,
    "first": _rule_first,
    "same": _rule_same,
    "before_it": _rule_before_it,
    "past": _rule_past,
    "ago": _rule_ago,
    "relative": _rule_relative,
    "weekend": _rule_weekend,
    "week": _rule_week,
    "weekdays": _rule_weekdays,
    "weekday": _rule_weekday,
    "rate": _rule_rate,
    "till_now": _rule_till_now,
}
