"""When two figures are about the same thing, and between which bounds a figure lies as it was said."""

from __future__ import annotations

import math

from qonaq.measures import Qualifier, Status
from qonaq.model.claims import Claim

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
    return (
        one.measure == other.measure
        and one.unit == other.unit
        and one.place == other.place
        and one.bed_class == other.bed_class
        and one.group == other.group
        and _agree(one.country, other.country)
        and _agree(one.origin, other.origin)
    )


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
