"""Each figure once: an echo or a rounder version of a figure that the same report gives exactly is left out."""

from __future__ import annotations

from collections.abc import Sequence

from qonaq.measures import Qualifier
from qonaq.model.claims import Claim

CLOSE = 0.06  # a rounder figure lies within this share of the exact one


def without_echoes(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims in their order, each figure once."""
    kept: list[Claim] = []
    for i, claim in enumerate(claims):
        rivals = [
            other
            for j, other in enumerate(claims)
            if j != i and _echoes(claim, other) and not (_echoes(other, claim) and _prefer(claim, other, i, j))
        ]
        if not rivals:
            kept.append(claim)
    return tuple(kept)


def _echoes(one: Claim, other: Claim) -> bool:
    """Whether `one` says no more than `other`."""
    if (one.measure, one.unit, one.status) != (other.measure, other.unit, other.status) or one.per != other.per:
        return False
    if one.place is not None and other.place is not None and one.place != other.place:
        return False
    if one.country is not None and other.country is not None and one.country != other.country:
        return False
    if (one.value, one.value_high) == (other.value, other.value_high):
        return _same_time(one, other)
    if one.value_high is not None or other.value_high is not None or one.qualifier is Qualifier.EXACT:
        return False
    return (
        _same_time(one, other)
        and abs(one.value - other.value) <= CLOSE * abs(other.value)
        and _digits(one.value) < _digits(other.value)
    )


def _same_time(one: Claim, other: Claim) -> bool:
    """Whether the periods may be the same: an inferred one fits any."""
    if one.period_end is None or other.period_end is None or one.inferred or other.inferred:
        return True
    return abs((one.period_end - other.period_end).days) <= 1


def _digits(value: float) -> int:
    return len(str(int(abs(value))).rstrip("0"))


def _rank(claim: Claim) -> tuple[bool, bool, bool]:
    return (
        claim.period_end is not None and not claim.inferred,
        claim.period_start is not None,
        claim.place is not None,
    )


def _prefer(one: Claim, other: Claim, i: int, j: int) -> bool:
    """Of two equal claims the one that says more, else the first."""
    return (_rank(one), -i) > (_rank(other), -j)
