# ruff: noqa: E501  (a pattern is kept on one line)
"""The period of a figure: which of the times that a sentence names belong to it, and what is inferred where none does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from qonaq.evidence.days import When
from qonaq.evidence.quantities import Quantity
from qonaq.evidence.sentence import Sentence
from qonaq.measures import Kind


@dataclass(frozen=True, slots=True)
class Stretch:
    """The period of a claim as the contracts say it."""

    first: date | None = None
    last: date | None = None
    inferred: bool = False
    per: str | None = None
    ahead: bool = False  # the period lies in the future
    stated: bool = False  # the sentence itself says when


@dataclass(frozen=True, slots=True)
class Clock:
    """What a report as a whole says of time: its day, its default end, and the day of the event that began it all."""

    published: date | None
    end: date | None  # the end that is meant where none is stated
    event: date | None = None


_SAY = (
    r"(?:said|says?|told|tells|reported|reports|stated|added|tweeted|noted|confirmed|wrote|writes|explained|published|released|gave (?:data|figures)|briefing|"
    r"сообщ[а-я]+|заяв[а-я]+|рассказ[а-я]+|пиш[а-я]+|передает|отмет[а-я]+|сказал[а-я]*|уточн[а-я]+|добавил[а-я]*|написал[а-я]*|по данным)"
)
_SAID_BEFORE = re.compile(rf"\b{_SAY}(?: (?!that |что )[^\s,;.]+){{0,4}},? $")
_SAID_AFTER = re.compile(rf"^,? ?(?:(?!that |что )[^\s,;.\d]+ ){{0,5}}{_SAY}\b(?! ?that the| по )")
_DATED = re.compile(r"^\W*[a-zа-я' .-]{2,40}, $")
_AND = re.compile(r"(?<!\w)(?:and|but|while|и|а|но)(?!\w)")
_COMPARED = re.compile(
    r"(?:\bthan (?:in|on|a|at|during|the)?|compared (?:with|to)|against|(?:up|down) from|versus|unlike|чем(?: в| на| за)?|по сравнению с|против|относительно|точк[а-я]+ отсчета|разниц[а-я]+ с|сравнили|(?:times|twice|double|triple|half|percent of|% of) (?:the |its |their |last )?(?:price|level|rate|rent|figure|number)s?|that of|those of) ?(?:the |that )?$"
)
_BEGAN = re.compile(r"\b(?:began|begun|started|starts|beginning|launched)(?: on)? $|(?:начал[а-я]*|стартовал[а-я]*) $")
_OF_OTHERS = re.compile(r"\b(?:who|whom)\b|(?<!\w)(?:которые|кто|приехавших|прибывших|въехавших)(?!\w)")
EVENT = re.compile(
    r"mobili[sz]ation|call-up|invasion|invaded|war (?:began|broke|started)|fighting (?:began|broke|erupted|started)|conflict (?:began|broke|erupted)|offensive|coup|earthquake|attack|clashes|"
    r"crisis (?:began|started)|мобилизац|вторжени|боев[а-я]+ действи|наступлени|начал[а-я]+ войн|землетрясени|столкновени|обострени|переворот"
)


def is_statement(sentence: Sentence, when: When) -> bool:
    """Whether a day says when something was said, not when it happened."""
    if when.role != "day":
        return False
    left = sentence.norm[max(sentence.start, when.start - 60) : when.start]
    right = sentence.norm[when.end : min(sentence.end, when.end + 70)]
    if _SAID_BEFORE.search(left):
        return True
    if (
        when.start - sentence.start < 45
        and _DATED.match(sentence.norm[sentence.start : when.start])
        and right.lstrip()[:1] in ("(", ".", "/", "–", "-", ":")
    ):
        return True
    begins = sentence.norm[sentence.start : when.start].strip(" \"'(–-") == "" or left.rstrip().endswith(
        (",", "–", ";")
    )
    return begins and bool(_SAID_AFTER.search(right))


def _cost(sentence: Sentence, quantity: Quantity, when: When) -> float:
    """How far a time is from a figure."""
    left, right = (quantity.end, when.start) if when.start >= quantity.end else (when.end, quantity.start)
    between = sentence.norm[left:right] if left < right else ""
    cost = 0.3 * between.count(" ") + 1.0 * between.count(",") + 3.0 * between.count(";")
    cost += 0.6 * (between.count("(") + between.count(")")) + 1.5 * len(_AND.findall(between))
    cost += 0.2 if when.start >= quantity.end else 0.0
    if when.end <= quantity.start and _OF_OTHERS.search(
        sentence.norm[max(sentence.start, when.start - 40) : when.start]
    ):
        cost += 20.0  # it belongs to those others
    for other in sentence.quantities:
        if other is not quantity and other.counts and not other.before and left <= other.start < right:
            cost += 3.0
    return cost


RATE_REACH = 6.5  # cost within which "per day" belongs to a figure
MAIN_REACH = 14.0  # cost within which a day or period does


def compared(sentence: Sentence, when: When) -> bool:
    """Whether a time is only what a figure is compared with: 29 % higher than in January."""
    return bool(_COMPARED.search(sentence.norm[max(sentence.start, when.start - 30) : when.start])) or bool(
        re.match(r"than |чем |по сравнению", sentence.norm[when.start : when.start + 14])
    )


def _begun(sentence: Sentence, when: When) -> When:
    """A day on which something began opens a period: registration began on 25 April."""
    if when.role == "day" and _BEGAN.search(sentence.norm[max(sentence.start, when.start - 14) : when.start]):
        return replace(when, role="since", last=None)
    return when


_CLAUSE_REACH = 45  # characters between a number that is compared with and its time


def _goes_with(sentence: Sentence, quantity: Quantity, when: When) -> bool:
    """Whether a time belongs to a number that is only compared with: against 4,100 the day before."""
    left, right = (quantity.end, when.start) if when.start >= quantity.end else (when.end, quantity.start)
    if right - left > _CLAUSE_REACH or any(mark in sentence.norm[left:right] for mark in ",;"):
        return False
    return not any(left <= other.start < right for other in sentence.quantities if other is not quantity)


_THEN = re.compile(r"(?<!\w)(?:then|that day|at that time|тогда|в тот день)(?!\w)")
_NOW = re.compile(r"(?<!\w)(?:now|currently|at present|сейчас|теперь|ныне)(?!\w)")
_BREAK = re.compile(r"[,;]")


def _of_the_next(sentence: Sentence, quantity: Quantity, when: When) -> bool:
    """Whether a time behind a comma goes with the figure beside it there: about four hours; on Friday up to eight."""
    if when.start < quantity.end or not _BREAK.search(sentence.norm, quantity.end, when.start):
        return False
    for other in sentence.quantities:
        if other is quantity or other.unit in ("other", "share") or other.start < quantity.end:
            continue
        left, right = (other.end, when.start) if other.start < when.start else (when.end, other.start)
        if right - left <= _CLAUSE_REACH and not _BREAK.search(sentence.norm, left, right):
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Times:
    """What a sentence says of the time of one figure, nearest first in every field."""

    main: When | None  # a day or a period that has both ends
    since: date | None
    opened: bool  # a word such as "since" stands there, with or without its day
    until: When | None
    begun: When | None  # the first days after an event
    ago: When | None
    shared: bool  # the period of the figure before
    per: str | None
    ahead: bool
    ahead_to: date | None  # the day up to which it lies ahead
    end: date | None  # the end that is meant where none is stated: the day of the statement, else the report's


def _meant(sentence: Sentence, quantity: Quantity, said: Sequence[When]) -> list[When]:
    """The times that may be those of a figure: not of a statement, of a comparison, or of the figure beside."""
    rivals = [other for other in sentence.quantities if other.before and other is not quantity]
    meant = [
        _begun(sentence, when)
        for when in sentence.whens
        if when not in said
        and (not compared(sentence, when) or quantity.before)
        and not any(_goes_with(sentence, other, when) for other in rivals)
        and not _of_the_next(sentence, quantity, when)
    ]
    if _THEN.search(sentence.norm, max(sentence.start, quantity.start - 30), quantity.start):
        meant = [*meant, *(when for when in sentence.whens if compared(sentence, when) and when.end <= quantity.start)]
    clause = sentence.norm.rfind(",", sentence.start, quantity.start)
    if clause >= 0 and _NOW.search(sentence.norm, clause, quantity.start):
        meant = [when for when in meant if when.end > clause]  # let for 250 in August, now 600
    if quantity.before:
        meant = [when for when in meant if _goes_with(sentence, quantity, when)]
    return meant


def _times(sentence: Sentence, quantity: Quantity, kind: Kind, clock: Clock) -> _Times:
    said = [when for when in sentence.whens if is_statement(sentence, when)]
    meant = _meant(sentence, quantity, said)
    cost = {id(when): _cost(sentence, quantity, when) for when in meant}
    others = sorted(meant, key=lambda when: cost[id(when)])
    opened, used = _opened(sentence, quantity, others)
    others = [when for when in others if when is not used]

    def nearest(role: str, within: float = 99.0) -> When | None:
        return next((when for when in others if when.role == role and cost[id(when)] < within), None)

    rate, since, until = nearest("rate", RATE_REACH), nearest("since"), nearest("until")
    main = _main(sentence, [when for when in others if when.role in ("day", "period") and cost[id(when)] < MAIN_REACH])
    future = nearest("future", 8.0)
    late = until is not None and until.last is not None and clock.published is not None and until.last > clock.published
    ago = nearest("ago")
    if main is not None and ago is not None and cost[id(ago)] + 0.5 < cost[id(main)]:
        main = None
    if main is not None and future is not None and cost[id(future)] < cost[id(main)]:
        main = None
    if main is not None and until is not None and cost[id(until)] + 1.0 < cost[id(main)]:
        main = None
    if (
        main is not None
        and since is not None
        and main.first
        and since.first
        and main.last
        and main.first <= since.first <= main.last
    ):
        main, since = replace(main, first=since.first), None
    if main is not None and ((opened and main.inferred) or (since is not None and cost[id(since)] < cost[id(main)])):
        main = None
    spoken = [
        day.last for day in said if day.last is not None and (clock.published is None or day.last <= clock.published)
    ]
    return _Times(
        main=main,
        since=used.first if used is not None else since.first if since is not None and not opened else None,
        opened=opened or since is not None,
        until=until,
        begun=nearest("first"),
        ago=nearest("ago"),
        shared=nearest("same") is not None or (quantity.partitive and main is None and since is None),
        per=rate.per if rate is not None and kind is Kind.FLOW else None,
        ahead=late or nearest("future", 6.0) is not None,
        ahead_to=future.last if future is not None else None,
        end=max(spoken, default=clock.end),
    )


def period_of(sentence: Sentence, quantity: Quantity, *, kind: Kind, clock: Clock, before: Stretch | None) -> Stretch:
    """The period of a figure in its sentence; `before` is that of the figure before it in the passage."""
    times = _times(sentence, quantity, kind, clock)
    flow = kind is Kind.FLOW
    if quantity.before and times.main is None and times.until is None and times.ago is None:
        return Stretch(per=times.per)  # some time before, and not said when
    if times.shared and before is not None and before.last is not None and times.main is None:
        return Stretch(before.first if flow else None, before.last, before.inferred, times.per, stated=True)
    if times.begun is not None and clock.event is not None:
        last = clock.event + timedelta(days=times.begun.days - 1)
        return Stretch(clock.event if flow else None, last, True, times.per, stated=True)
    if times.main is not None:
        main = times.main
        runs_on = main.inferred and main.last == clock.published
        if runs_on and clock.end is not None and main.first is not None and main.first <= clock.end:
            main = replace(main, last=clock.end)  # it ends when the report's data do
        return _shaped(main.first, main.last, main.inferred, times, flow)
    if times.opened:
        return _since(times, clock, flow)
    if times.ahead and times.ahead_to is not None and times.per is None:
        return Stretch(None, times.ahead_to, True, ahead=True)
    if times.until is not None:
        return _shaped(None, times.until.last, times.until.inferred, times, flow)
    if times.per is not None:
        return Stretch(per=times.per)
    if times.ahead:
        return Stretch(ahead=True)
    if times.ago is not None:
        return _shaped(times.ago.first, times.ago.last, True, times, flow)
    return Stretch(None, times.end, times.end is not None)


def _since(times: _Times, clock: Clock, flow: bool) -> Stretch:
    """A period that a word such as "since" opens: its end is stated by another, else meant."""
    first, last = times.since, times.until.last if times.until is not None else times.end
    if first is not None and last is not None and first > last:
        if clock.published is not None and first > clock.published:
            return Stretch(ahead=True, per=times.per)
        return Stretch(first if flow else None, first, True, times.per, stated=True)
    return _shaped(first, last, times.until is None or times.until.inferred, times, flow)


def _shaped(first: date | None, last: date | None, inferred: bool, times: _Times, flow: bool) -> Stretch:
    """A stretch as its kind has it: stocks and levels have no start."""
    return Stretch(first if flow else None, last, inferred, times.per, ahead=times.ahead, stated=True)


def _opened(sentence: Sentence, quantity: Quantity, whens: Sequence[When]) -> tuple[bool, When | None]:
    """Whether a word such as "since" opens the period, and the day that it leads to: since X's September 21 announcement."""
    for start, end in sentence.openers:
        if any(when.start <= start < when.end for when in whens) or quantity.start <= start < quantity.end:
            continue
        parted = any(
            other is not quantity
            and other.counts
            and min(quantity.start, start) < other.start < max(quantity.start, start)
            for other in sentence.quantities
        )
        following = [
            when for when in whens if when.start >= end and when.role in ("day", "since") and when.first is not None
        ]
        day = min(following, key=lambda when: when.start, default=None)
        if day is not None and (
            day.start - end > 110 or any(q.counts and end < q.start < day.start for q in sentence.quantities)
        ):
            day = None
        if not parted or day is not None:
            return True, day
    return False, None


def _main(sentence: Sentence, periods: Sequence[When]) -> When | None:
    """The nearest stated day or period; a stated one in apposition to an inferred one comes first."""
    if not periods:
        return None
    nearest = periods[0]
    if nearest.inferred:
        for other in periods[1:]:
            gap = sentence.norm[min(nearest.end, other.end) : max(nearest.start, other.start)]
            if not other.inferred and len(gap) <= 4 and gap.strip(" ,(–:") == "":
                return other
    return nearest
