"""The rules of dates: what each way of saying a time means, given the day of publication."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from qonaq.evidence import calendar_rules
from qonaq.evidence.date_spans import last_of, placed, span_of, year_named
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
)

Rule = Callable[[Parts, Today], When | None]


def _rule_span(parts: Parts, today: Today) -> When | None:
    month2 = month_number(parts.get("month2") or parts.get("month") or "")
    month = month_number(parts.get("month") or "") or month2
    year2 = year_of(parts, today, month2, whole(parts["day2"]))
    if year2 is None:
        return None
    year = whole(parts["year1"]) if parts.get("year1") else year2 - (month > month2)
    return span_of(day_of(year, month, whole(parts["day"])), day_of(year2, month2, whole(parts["day2"])))


def _rule_spandays(parts: Parts, today: Today) -> When | None:
    prior = today.prior.last if today.prior and today.prior.last else today.published
    if prior is None:
        return None
    return span_of(
        day_of(prior.year, prior.month, whole(parts["day"])), day_of(prior.year, prior.month, whole(parts["day2"]))
    )


def _rule_day(parts: Parts, today: Today) -> When | None:
    month, day = month_number(parts["month"] or ""), whole(parts["day"])
    year = year_of(parts, today, month, day)
    return None if year is None else placed(parts, day_of(year, month, day))


def _rule_iso(parts: Parts, _today: Today) -> When | None:
    return placed(parts, day_of(whole(parts["year"]), whole(parts["monthno"]), whole(parts["day"])))


def _rule_dayth(parts: Parts, today: Today) -> When | None:
    anchor = today.published
    if anchor is None:
        return None
    day = day_of(anchor.year, anchor.month, whole(parts["day"]))
    if day is None or day > anchor:
        before = anchor.replace(day=1) - timedelta(days=1)
        day = day_of(before.year, before.month, whole(parts["day"]))
    return placed(parts, day)


def _rule_future(parts: Parts, today: Today) -> When | None:
    """A time ahead, with its end where one is said: by year end; over the next six months."""
    day = today.published
    end = (parts.get("end") or ("year" if "end" in parts else ""))[:1]
    last = None
    if day is not None and end:
        week = day + timedelta(days=6 - day.weekday())
        last = {"y": date(day.year, 12, 31), "г": date(day.year, 12, 31), "w": week, "н": week}.get(
            end, last_of(day.year, day.month)
        )
    elif day is not None and (parts.get("fortnight") or parts.get("n")):
        days = 14 if parts.get("fortnight") else unit_days(parts.get("unit"), count_of(parts["n"]))
        last = day + timedelta(days=days) if days < _LONGEST_AHEAD else None
    return replace(NOTHING, role="future", last=last, inferred=True)


_LONGEST_AHEAD = 4000  # days


def _rule_halfmonth(parts: Parts, today: Today) -> When | None:
    """The first or second half of the month that is running, or of the last one where that half is still to come."""
    if today.published is None:
        return None
    day, second = today.published, not (parts["which"] or "").startswith(("first", "перв"))
    if second and day.day < 16:
        day = day.replace(day=1) - timedelta(days=1)
    first = day.replace(day=16 if second else 1)
    return span_of(first, min(today.published, last_of(day.year, day.month) if second else day.replace(day=15)))


def _rule_earlier(parts: Parts, today: Today) -> When | None:
    prior = today.prior
    if prior is None or prior.first is None or prior.last is None:
        return replace(NOTHING, role="unknown")
    length = max(unit_days(parts["unit"], count_of(parts.get("n"))), (prior.last - prior.first).days)
    overlaps = prior.first < prior.last and (parts["unit"] or "").startswith("hour")
    last = prior.first if overlaps else prior.first - timedelta(days=1)
    return span_of(last - timedelta(days=length - (0 if overlaps else 1)), last, inferred=True)


_LONGEST_SHIFTED = 366  # days: nobody compares longer stretches with "the same period" of a year


def _rule_shifted(parts: Parts, today: Today) -> When | None:
    """The same stretch a day, a week, a month or a year before the one last spoken of: a week earlier; накануне."""
    unit = parts.get("unit") or parts.get("unit2") or parts.get("unit3") or "day"
    prior = today.prior
    first, last = (prior.first, prior.last) if prior is not None else (None, None)
    first, last = (first or today.published, last or today.published)
    if first is None or last is None:
        return replace(NOTHING, role="unknown")
    if (last - first).days > _LONGEST_SHIFTED:
        return replace(NOTHING, role="unknown")
    named = year_named(parts, today) if parts.get("year") or parts.get("rel") else None
    if named is not None:
        back = last.year - named
        return span_of(
            day_of(first.year - back, first.month, min(first.day, 28)),
            day_of(last.year - back, last.month, last.day if last.month != 2 else min(last.day, 28)),
            inferred=True,
        )
    days = {"w": 7, "н": 7, "m": 30, "м": 30, "y": 365, "г": 365}.get(unit[:1], 1) if unit != "накануне" else 1
    if parts.get("n"):
        days *= count_of(parts["n"])
    length = (last - first).days + 1
    if days > 7 and length <= 31:
        return replace(NOTHING, role="ago", last=last - timedelta(days=days), inferred=True)
    days = max(days, length)
    return span_of(first - timedelta(days=days), last - timedelta(days=days), inferred=True)


def _rule_first(parts: Parts, today: Today) -> When | None:
    if parts.get("month"):
        month, days = month_number(parts["month"] or ""), unit_days(parts["unit"], count_of(parts.get("n")))
        year = year_of(parts, today, month, 1)
        first = None if year is None else day_of(year, month, 1)
        return None if first is None or days > 31 else span_of(first, first + timedelta(days=days - 1))
    return replace(NOTHING, role="first", days=unit_days(parts["unit"], count_of(parts.get("n"))))


def _rule_same(_parts: Parts, _today: Today) -> When | None:
    return replace(NOTHING, role="same")


def _rule_before_it(_parts: Parts, today: Today) -> When | None:
    if today.prior is None or today.prior.first is None:
        return replace(NOTHING, role="unknown")
    return replace(NOTHING, role="until", last=today.prior.first - timedelta(days=1), inferred=True)


_VAGUE_DAYS = ("day", "hour", "year", "день", "дня", "дн", "час", "год", "лет")


def _rule_past(parts: Parts, today: Today) -> When | None:
    if today.published is None:
        return None
    days = unit_days(parts["unit"], count_of(parts.get("n")))
    if days > 4000:
        return None
    if not parts.get("n") and (parts.get("unit") or "").startswith(_VAGUE_DAYS):
        return replace(NOTHING, role="ago", last=today.published, inferred=True)  # in recent days
    return span_of(today.published - timedelta(days=days - 1), today.published, inferred=True)


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
    return span_of(first, last, inferred=True)


def _rule_relative(parts: Parts, today: Today) -> When | None:
    if today.published is None:
        return None
    word = parts["word"] or ""
    back = (
        2 if word.startswith(("the day before", "позавчера")) else 1 if word.startswith(("yesterday", "вчера")) else 0
    )
    day = today.published - timedelta(days=back)
    if word in ("overnight", "last night") or "ночью" in word:
        return span_of(day - timedelta(days=1), day, inferred=True)
    return placed(parts, day)


def _rule_weekend(parts: Parts, today: Today) -> When | None:
    if today.published is None:
        return None
    back = (today.published.weekday() - 6) % 7
    sunday = today.published - timedelta(days=back)
    if parts.get("pre") in ("since", "с"):
        return replace(NOTHING, role="since", first=sunday - timedelta(days=1), inferred=True)
    return span_of(sunday - timedelta(days=1), sunday)


def _rule_week(parts: Parts, today: Today) -> When | None:
    if today.published is None:
        return None
    last_one = (parts.get("rel") or "").startswith(("last", "the prev", "прошл", "минувш", "прошед"))
    if (parts["unit"] or "").startswith(("month", "месяц")):
        month = today.published.replace(day=1)
        if last_one:
            end = month - timedelta(days=1)
            return span_of(end.replace(day=1), end)
        return span_of(month, today.published, inferred=True)
    monday = today.published - timedelta(days=today.published.weekday())
    if last_one:
        return span_of(monday - timedelta(days=7), monday - timedelta(days=1), inferred=True)
    return span_of(monday, today.published, inferred=True)


def _back_to(weekday: int, today: date) -> date:
    """The latest such weekday on or before a day."""
    return today - timedelta(days=(today.weekday() - weekday) % 7)


def _rule_weekdays(parts: Parts, today: Today) -> When | None:
    if today.published is None:
        return None
    last = _back_to(weekday_number(parts["weekday2"] or ""), today.published)
    return span_of(_back_to(weekday_number(parts["weekday"] or ""), last), last)


def _rule_weekday(parts: Parts, today: Today) -> When | None:
    if today.published is None:
        return None
    day = _back_to(weekday_number(parts["weekday"] or ""), today.published)
    if (parts.get("last") or "").startswith(("last", "прошл", "минувш")) and day == today.published:
        day -= timedelta(days=7)
    return placed(parts, day)


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
    "month": calendar_rules.rule_month,
    "months": calendar_rules.rule_months,
    "nmonths": calendar_rules.rule_nmonths,
    "half": calendar_rules.rule_half,
    "quarter": calendar_rules.rule_quarter,
    "ytd": calendar_rules.rule_ytd,
    "year": calendar_rules.rule_year,
    "yearlong": calendar_rules.rule_yearlong,
    "season": calendar_rules.rule_season,
    "future": _rule_future,
    "halfmonth": _rule_halfmonth,
    "earlier": _rule_earlier,
    "shifted": _rule_shifted,
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
