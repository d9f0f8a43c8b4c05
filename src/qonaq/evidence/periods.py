"""The period of a figure: which of the times that a sentence names belong to it, and what is inferred where none does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from qonaq.evidence.days import When
from qonaq.evidence.quantities import Quantity
from qonaq.evidence.sentence import Sentence
from qonaq.evidence.vocabulary import Cue
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
    r"(?:\bthan (?:in|on|a|at|during|the)?|compared (?:with|to)|against|(?:up|down) from|versus|unlike|чем(?: в| на| за)?|по сравнению с|против|относительно|точк[а-я]+ отсчета|разниц[а-я]+ с|сравнили) ?(?:the |that )?$"
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
        if other is not quantity and other.counts and left <= other.start < right:
            cost += 3.0
    return cost


RATE_REACH = 6.5  # cost within which "per day" belongs to a figure


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


def period_of(
    sentence: Sentence, quantity: Quantity, cue: Cue | None, *, kind: Kind, clock: Clock, before: Stretch | None
) -> Stretch:
    """The period of a figure in its sentence; `before` is that of the figure before it in the passage."""
    said = [when for when in sentence.whens if is_statement(sentence, when)]
    meant = [_begun(sentence, when) for when in sentence.whens if when not in said and not compared(sentence, when)]
    others = sorted(meant, key=lambda when: _cost(sentence, quantity, when))
    opened, used = _opened(sentence, quantity, others)
    others = [when for when in others if when is not used]
    rate = next((when for when in others if when.role == "rate" and _cost(sentence, quantity, when) < RATE_REACH), None)
    per = rate.per if rate is not None and kind is Kind.FLOW else None
    ahead = any(when.role == "future" and _cost(sentence, quantity, when) < 6.0 for when in others)
    main = _main(sentence, quantity, others, before)
    since = next((when for when in others if when.role == "since"), None)
    until = next((when for when in others if when.role == "until"), None)
    if (
        main is not None
        and until is not None
        and _cost(sentence, quantity, until) + 1.0 < _cost(sentence, quantity, main)
    ):
        main = None
    end = (
        max(
            (
                when.last
                for when in said
                if when.last is not None and (clock.published is None or when.last <= clock.published)
            ),
            default=None,
        )
        or clock.end
    )
    shared = any(when.role == "same" for when in others) or (quantity.partitive and main is None and since is None)
    if shared and before is not None and before.last is not None and main is None:
        return Stretch(before.first if kind is Kind.FLOW else None, before.last, before.inferred, per, stated=True)
    begun = next((when for when in others if when.role == "first"), None)
    if begun is not None and clock.event is not None:
        return Stretch(clock.event, clock.event + timedelta(days=begun.days - 1), True, per, stated=True)
    if (
        main is not None
        and (since is None or _cost(sentence, quantity, main) <= _cost(sentence, quantity, since))
        and not (opened and main.inferred)
    ):
        return _shaped(main.first, main.last, main.inferred, per, kind, ahead)
    if opened or since is not None:
        first = used.first if used is not None else since.first if since is not None and not opened else None
        last = until.last if until is not None else end
        if first is not None and last is not None and first > last:
            return (
                Stretch(ahead=True, per=per)
                if clock.published and first > clock.published
                else Stretch(first if kind is Kind.FLOW else None, first, True, per, stated=True)
            )
        return _shaped(first, last, until is None or until.inferred, per, kind, ahead)
    if until is not None:
        return _shaped(None, until.last, until.inferred, per, kind, ahead)
    if per is not None:
        return Stretch(per=per)
    if ahead:
        return Stretch(ahead=True)
    ago = next((when for when in others if when.role == "ago"), None)
    if ago is not None:
        return _shaped(ago.first, ago.last, True, per, kind, ahead)
    return Stretch(None, end, end is not None, None)


def _shaped(first: date | None, last: date | None, inferred: bool, per: str | None, kind: Kind, ahead: bool) -> Stretch:
    """A stretch as its kind has it: stocks and levels have no start."""
    return Stretch(first if kind is Kind.FLOW else None, last, inferred, per, ahead=ahead, stated=True)


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


def _main(sentence: Sentence, quantity: Quantity, whens: Sequence[When], before: Stretch | None) -> When | None:
    """The nearest stated day or period; a stated one in apposition to an inferred one comes first."""
    periods = [when for when in whens if when.role in ("day", "period") and _cost(sentence, quantity, when) < 14.0]
    if not periods:
        return None
    nearest = periods[0]
    if nearest.inferred:
        for other in periods[1:]:
            gap = sentence.norm[min(nearest.end, other.end) : max(nearest.start, other.start)]
            if not other.inferred and len(gap) <= 4 and gap.strip(" ,(–:") == "":
                return other
    return nearest
