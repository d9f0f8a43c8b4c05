"""When two figures are about the same thing, and between which bounds a figure lies as it was said."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import islice

from qonaq.measures import Kind, Qualifier, Status
from qonaq.model.claims import Claim

A_DAY = timedelta(days=1)
MOST_COMPARED = 100  # figures of one thing and day that are compared with each other; real ones have a handful
SAID = (Status.REPORTED, Status.ESTIMATED, Status.ENACTED)  # said of what is or was
# How far the truth may lie from a figure that is said with a word: assumptions, wide on purpose.
ABOUT = 0.10  # "about 10,000" agrees with 9,000 to 11,000
BEYOND = 0.50  # "over 10,000" agrees with up to 15,000
ROUNDED = 0.025  # 200,000 is not 190,000, whatever its zeros say
ESTIMATED = 0.10  # an estimate without such a word


def same_thing(one: Claim, other: Claim) -> bool:
    """Of the same measure, unit, place, people and class; what one of them leaves unsaid does not part them.

    A place does: a figure without one is about the whole country.
    """
    agree = _agree(one.country, other.country) and _agree(one.origin, other.origin)
    return agree and thing_of(one)[:-1] == thing_of(other)[:-1]


def thing_of(claim: Claim) -> tuple[object, ...]:
    """What two claims must share to be of one thing, and at the end whether they are a rate."""
    return (claim.measure, claim.unit, claim.place, claim.bed_class, claim.group, claim.per)


def one_office(one: Claim, other: Claim) -> bool:
    """Whether both were said by the same office."""
    return one.speaker is not None and other.speaker is not None and one.speaker.casefold() == other.speaker.casefold()


def same_figures(claims: Sequence[Claim]) -> list[list[int]]:
    """For each claim those of the same thing over the same period, whatever their value; each pair once.

    Flows need the same first day; a last day that was inferred may be a day off. Each is compared with the next
    MOST_COMPARED at most: a table of thousands of figures of one thing and day has a column that was not understood.
    """
    buckets: dict[tuple[object, ...], list[int]] = {}
    for at, claim in enumerate(claims):
        flow = claim.kind is Kind.FLOW
        if claim.period_end is None or claim.status not in SAID or (flow and not claim.period_start and not claim.per):
            continue
        buckets.setdefault((*thing_of(claim), claim.period_start if flow else None), []).append(at)
    found: list[list[int]] = [[] for _ in claims]
    for bucket in buckets.values():
        ordered = sorted(bucket, key=lambda at: (claims[at].period_end or date.max, at))
        for first, i in enumerate(ordered):
            for j in islice(ordered, first + 1, first + 1 + MOST_COMPARED):
                apart = (claims[j].period_end or date.max) - (claims[i].period_end or date.max)
                if apart > A_DAY:
                    break
                if same_thing(claims[i], claims[j]) and (not apart or claims[i].inferred or claims[j].inferred):
                    found[i].append(j)
    return found


def _agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def bounds(claim: Claim) -> tuple[float, float]:
    """The least and the largest value that the figure, as it was said and rounded, allows.

    rounding: ± half of the last digit that is not a zero; 98,000 stands for 97,500 to 98,500
    """
    low, high = claim.value, claim.value if claim.value_high is None else claim.value_high
    half_low, half_high = _half_unit(low), _half_unit(high)
    low, high = low - half_low, high + half_high
    slack = ESTIMATED if claim.status is Status.ESTIMATED else 0.0
    if claim.qualifier is Qualifier.ABOUT:
        slack = max(slack, ABOUT)
    low, high = min(low, claim.value * (1 - slack)), max(high, (claim.value_high or claim.value) * (1 + slack))
    if claim.qualifier is Qualifier.OVER:
        low, high = claim.value, high * (1 + BEYOND)
    if claim.qualifier in (Qualifier.UNDER, Qualifier.UP_TO):
        low = low / (1 + BEYOND)
    return (low, high) if low <= high else (high, low)


def _half_unit(value: float) -> float:
    """Half of the unit of the last digit that is not zero; of numbers with decimals, half of the last decimal."""
    if value == 0 or not math.isfinite(value):
        return 0.0
    digits = f"{abs(value):.12g}"
    if "e" in digits:
        return abs(value) * ROUNDED
    if "." in digits:
        return 0.5 * 10.0 ** -len(digits.split(".")[1])
    zeros = len(digits) - len(digits.rstrip("0"))
    return min(0.5 * 10.0**zeros, ROUNDED * abs(value)) if zeros else 0.0  # said to the last person: exact


def compatible(one: Claim, other: Claim) -> bool:
    """Whether one truth can lie within the bounds of both."""
    (low, high), (other_low, other_high) = bounds(one), bounds(other)
    return low <= other_high and other_low <= high
