"""Each figure once: an echo or a rounder version of a figure that the same report gives exactly is left out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from qonaq.measures import Qualifier
from qonaq.model.claims import Claim

MOST = 200  # figures of nearly one value that are compared, so that a text of figures alone takes no square of time
CLOSE = 0.06  # a rounder figure lies within this share of the exact one


def without_echoes(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims in their order, each figure once."""
    first: dict[tuple[object, ...], int] = {}
    for i, claim in enumerate(claims):
        first.setdefault(_said(claim), i)
    alike: dict[tuple[object, ...], list[tuple[float, int]]] = {}
    for i in first.values():
        alike.setdefault(_kind(claims[i]), []).append((claims[i].value, i))
    for bucket in alike.values():
        bucket.sort()
    kept = sorted(first.values())
    return tuple(claims[i] for i in kept if not _has_rival(claims, i, alike[_kind(claims[i])]))


def _said(claim: Claim) -> tuple[object, ...]:
    """All that two copies of one figure have in common."""
    period = (claim.period_start, claim.period_end)
    return (*_kind(claim), claim.value, claim.value_high, claim.qualifier, claim.country, claim.place, period)


def _kind(claim: Claim) -> tuple[object, ...]:
    return (claim.measure, claim.unit, claim.status, claim.per)


def _has_rival(claims: Sequence[Claim], i: int, bucket: Sequence[tuple[float, int]]) -> bool:
    """Whether another claim of nearly the same value says as much and more."""
    claim = claims[i]
    round_figure = claim.qualifier is not Qualifier.EXACT and claim.value_high is None
    reach = CLOSE * abs(claim.value) / (1 - CLOSE) if round_figure else 0.0
    left = bisect_left(bucket, (claim.value - reach, -1))
    right = bisect_right(bucket, (claim.value + reach, len(claims)))
    return any(
        _echoes(claim, claims[j]) and not (_echoes(claims[j], claim) and _prefer(claim, claims[j], i, j))
        for _, j in bucket[left : min(right, left + MOST)]
        if j != i
    )


def _echoes(one: Claim, other: Claim) -> bool:
    """Whether `one` says no more than `other`."""
    if one.place is not None and other.place is not None and one.place != other.place:
        return False
    if one.notes != other.notes:
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
