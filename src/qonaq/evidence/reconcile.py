"""What all reports say together: copies become one figure with many sources, updates supersede, contradictions stay.

Nothing is averaged. Two statements are one figure where they give the same value for the same thing in periods that
cannot be told apart. A figure said anew by the same office supersedes its older value; a later total of the same count
is linked to the earlier one, and both hold for their own day. Values that cannot all be right are shown side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from qonaq.evidence.agreement import SAID, one_office, same_figures, same_thing, thing_of
from qonaq.evidence.comparisons import balances, contradictions, later_totals
from qonaq.evidence.decisions import Decision, decided
from qonaq.evidence.notes import BEFORE, BOTH_WAYS
from qonaq.measures import Kind
from qonaq.model.claims import Claim, Evidence, Reading, Stated, Statement, Superseded

# A total that is repeated to the last digit is a copy, even if a later report leaves its day unsaid.
COPIED_WITHIN = timedelta(days=45)
# Days by which a period's end may differ where it was inferred from the day of publication.
INFERRED_WITHIN = timedelta(days=2)
UNSAID_WITHIN = timedelta(days=14)
ROUND = 2  # figures with fewer significant digits are too common to be copies over weeks


def reconcile(
    readings: Iterable[Reading], known: Sequence[Claim] = (), *, decisions: Sequence[Decision] = ()
) -> Evidence:
    """The evidence in these readings and in claims that are known already (a scenario's `evidence.csv`).

    `decisions` are the analyst's: a rejected figure is gone, a corrected one has its new value; both are said.
    """
    readings = tuple(readings)
    said = [claim for reading in readings for claim in sourced(reading)]
    claims = [*known, *(claim for claim in said if BOTH_WAYS not in claim.notes)]
    groups = _copies(sorted(claims, key=_order))
    stated, remarks = decided([Stated(group[0], tuple(group)) for group in groups], decisions)
    stated, revised = _revised(stated)
    kept = [one.claim for one in stated]
    found, untold = contradictions([claim for claim in kept if claim.period_end or BEFORE not in claim.notes])
    remarks = [*remarks, *(_of_both_ways(claim) for claim in said if BOTH_WAYS in claim.notes)]
    return Evidence(
        stated=tuple(sorted(stated, key=lambda one: _order(one.claim))),
        superseded=(*revised, *later_totals(kept)),
        contradictions=found,
        balances=balances(kept),
        events=_distinct(s for reading in readings for s in reading.events),
        options=_distinct(s for reading in readings for s in reading.options),
        signals=_distinct(s for reading in readings for s in dated_signals(reading)),
        cautions=tuple(dict.fromkeys((*(c for reading in readings for c in reading.cautions), *remarks, *untold))),
    )


def _of_both_ways(claim: Claim) -> str:
    """Those who came and those who left in one number are no entries: said, and weighed nowhere."""
    return f"{claim.source}: {claim.value:,.10g} crossed in both directions together; this is no count of entries"


def sourced(reading: Reading) -> tuple[Claim, ...]:
    """A reading's claims, each with the file and the day of its report."""
    return tuple(
        replace(claim, source=claim.source or reading.file, published=claim.published or reading.published)
        for claim in reading.claims
    )


def dated_signals(reading: Reading) -> tuple[Statement, ...]:
    """A reading's signals; what is so on no stated day is so on the day of the report."""
    return tuple(replace(signal, date=signal.date or reading.published) for signal in reading.signals)


def _order(claim: Claim) -> tuple[object, ...]:
    """By period, then by thing and amount; of equals, the surest, the earliest and the best sourced first."""
    return (
        claim.period_end or date.max,
        claim.measure,
        claim.country or "",
        claim.place or "",
        claim.value,
        claim.inferred,
        claim.published or date.max,
        claim.speaker is None,
        claim.source or "",
        claim.passage.start,
    )


def _copies(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Groups of statements of one figure, the first of each standing for it; claims come in the order of `_order`."""
    groups: list[list[Claim]] = []
    by_value: dict[tuple[object, ...], list[int]] = {}
    for claim in claims:
        alike = by_value.setdefault((*thing_of(claim), claim.value, claim.value_high), [])
        known = next((at for at in _recent(alike, groups, claim) if _is_copy(groups[at][0], claim)), None)
        if known is not None:
            groups[known].append(claim)
        else:
            alike.append(len(groups))
            groups.append([claim])
    return [sorted(group, key=_surest) for group in groups]


def _recent(alike: Sequence[int], groups: Sequence[Sequence[Claim]], claim: Claim) -> Iterator[int]:
    """The groups, latest first, that ended no longer before than a copy may come after."""
    for at in reversed(alike):
        ended = groups[at][0].period_end
        if ended and claim.period_end and claim.period_end - ended > COPIED_WITHIN:
            return
        yield at


def _surest(claim: Claim) -> tuple[object, ...]:
    return (
        claim.inferred,
        claim.period_start is None,
        claim.published or date.max,
        claim.speaker is None,
        _order(claim),
    )


def _is_copy(one: Claim, other: Claim) -> bool:
    """The same value of the same thing, in periods that cannot be told apart."""
    if not same_thing(one, other) or (one.status in SAID) != (other.status in SAID):
        return False
    if one.period_start is not None and other.period_start is not None and one.period_start != other.period_start:
        return False
    if one.period_end == other.period_end:
        return True
    if one.period_end is None or other.period_end is None:
        return one.source == other.source or _digits(one.value) >= ROUND
    apart = abs(one.period_end - other.period_end)
    later = max(one, other, key=lambda claim: claim.period_end or date.min)
    if not later.inferred and not (one.inferred and apart <= INFERRED_WITHIN):
        return False
    if apart <= INFERRED_WITHIN:
        return True
    if one.kind is not Kind.FLOW or one.per is not None:
        return False
    if one.period_start is None or other.period_start is None:  # a copy that left the first day unsaid
        return _digits(one.value) > ROUND and apart <= UNSAID_WITHIN
    return _digits(one.value) >= ROUND and apart <= COPIED_WITHIN


def _digits(value: float) -> int:
    """Significant digits of a whole number, as it was written: 98,000 has two."""
    return len(f"{value:.10g}".replace(".", "").replace("-", "").strip("0").split("e")[0])


def _revised(stated: Sequence[Stated]) -> tuple[list[Stated], tuple[Superseded, ...]]:
    """Figures that the same office said anew, later, for the same thing and period, make way for the newer ones."""
    gone: dict[int, Superseded] = {}
    claims = [one.claim for one in stated]
    for i, others in enumerate(same_figures(claims)):
        for j in others:
            one, other = claims[i], claims[j]
            first, last = one.published, other.published
            if not one_office(one, other) or one.value == other.value or None in (first, last) or first == last:
                continue
            earlier, later, at = (one, other, i) if (first or date.min) < (last or date.min) else (other, one, j)
            gone[at] = Superseded(earlier, later, "revised")
    return [one for at, one in enumerate(stated) if at not in gone], tuple(gone.values())


def _distinct(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Each event, option or signal once; the first that names a day, a place and an office stands for it."""
    best: dict[tuple[object, ...], Statement] = {}
    for one in statements:
        key = (one.what, one.country, one.place, one.status, one.days, one.group, one.date)
        known = best.get(key)
        if known is None or (known.speaker is None and one.speaker is not None):
            best[key] = one
    return tuple(best.values())
