"""What all reports say together: copies become one figure with many sources, updates supersede, contradictions stay.

Nothing is averaged. Two statements are one figure where they give the same value for the same thing in periods that
cannot be told apart. A figure said anew by the same office supersedes its older value; a later total of the same count
is linked to the earlier one, and both hold for their own day. Values that cannot all be right are shown side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

from qonaq.evidence.agreement import SAID, bounds, compatible, same_thing
from qonaq.evidence.decisions import Decision, decided
from qonaq.measures import Kind
from qonaq.model.claims import Balance, Claim, Contradiction, Evidence, Reading, Stated, Statement, Superseded

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
    claims = [*known, *(claim for reading in readings for claim in sourced(reading))]
    groups = _copies(sorted(claims, key=_order))
    stated, remarks = decided([Stated(group[0], tuple(group)) for group in groups], decisions)
    stated, revised = _revised(stated)
    kept = [one.claim for one in stated]
    contradictions, untold = _contradictions(kept)
    return Evidence(
        stated=tuple(sorted(stated, key=lambda one: _order(one.claim))),
        superseded=(*revised, *_later_totals(kept)),
        contradictions=contradictions,
        balances=_balances(kept),
        events=_distinct(s for reading in readings for s in reading.events),
        options=_distinct(s for reading in readings for s in reading.options),
        signals=_distinct(s for reading in readings for s in reading.signals),
        cautions=tuple(dict.fromkeys((*(c for reading in readings for c in reading.cautions), *remarks, *untold))),
    )


def sourced(reading: Reading) -> tuple[Claim, ...]:
    """A reading's claims, each with the file and the day of its report."""
    return tuple(
        replace(claim, source=claim.source or reading.file, published=claim.published or reading.published)
        for claim in reading.claims
    )


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
    """Groups of statements of one figure; the first of each group stands for it."""
    groups: list[list[Claim]] = []
    by_value: dict[tuple[object, ...], list[int]] = {}
    for claim in claims:
        key = (claim.measure, claim.unit, claim.value, claim.value_high, claim.per)
        for at in by_value.get(key, ()):
            if _is_copy(groups[at][0], claim):
                groups[at].append(claim)
                break
        else:
            by_value.setdefault(key, []).append(len(groups))
            groups.append([claim])
    return [sorted(group, key=_surest) for group in groups]


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
    for (i, one), (j, other) in combinations(enumerate(stated), 2):
        if not _same_figure(one.claim, other.claim):
            continue
        if not _one_office(one.claim, other.claim) or one.claim.value == other.claim.value:
            continue
        first, last = one.claim.published, other.claim.published
        if first is None or last is None or first == last:
            continue
        earlier, later, at = (one, other, i) if first < last else (other, one, j)
        gone[at] = Superseded(earlier.claim, later.claim, "revised")
    return [one for at, one in enumerate(stated) if at not in gone], tuple(gone.values())


def _one_office(one: Claim, other: Claim) -> bool:
    return one.speaker is not None and other.speaker is not None and one.speaker.casefold() == other.speaker.casefold()


def _same_figure(one: Claim, other: Claim) -> bool:
    """The same thing over the same period, whatever the value."""
    if not same_thing(one, other) or one.status not in SAID or other.status not in SAID or one.per != other.per:
        return False
    if one.period_end is None or other.period_end is None:
        return False
    if one.kind is Kind.FLOW and (one.period_start != other.period_start or (one.period_start is None and not one.per)):
        return False
    apart = abs(one.period_end - other.period_end)
    return apart == timedelta(0) or (apart <= timedelta(days=1) and (one.inferred or other.inferred))


def _later_totals(claims: Sequence[Claim]) -> tuple[Superseded, ...]:
    """Each total with the next one of the same count: same thing, same first day, a later last day."""
    found: list[Superseded] = []
    totals = [c for c in claims if c.kind is Kind.FLOW and c.period_start and c.period_end and c.status in SAID]
    for one in totals:
        later = [
            other
            for other in totals
            if same_thing(one, other)
            and other.period_start == one.period_start
            and (other.period_end or date.min) > (one.period_end or date.max)
            and (one.period_end or date.max) > (one.period_start or date.max)
            and bounds(other)[1] >= bounds(one)[0]
        ]
        if later:
            found.append(
                Superseded(one, min(later, key=lambda claim: (claim.period_end, _order(claim))), "later total")
            )
    return tuple(found)


def _contradictions(claims: Sequence[Claim]) -> tuple[tuple[Contradiction, ...], list[str]]:
    """Sets of figures of one thing and period that cannot all be right, and what is said of those in one report.

    A report that gives two values in the same words of the same office mostly speaks of two things that reading does
    not tell apart: that is no contradiction of sources, but it is said.
    """
    found: list[Contradiction] = []
    remarks: list[str] = []
    taken: set[int] = set()
    for at, one in enumerate(claims):
        if at in taken:
            continue
        group = [at, *(k for k in range(at + 1, len(claims)) if k not in taken and _same_figure(one, claims[k]))]
        clashes = [(claims[i], claims[k]) for i, k in combinations(group, 2) if not compatible(claims[i], claims[k])]
        if any(_rivals(*pair) for pair in clashes):
            taken.update(group)
            found.append(Contradiction(tuple(claims[k] for k in group)))
        elif clashes:
            taken.update(group)
            values = ", ".join(f"{claims[k].value:,.10g}" for k in group)
            remarks.append(f"{one.source}: {values} for {one.measure} of one place and period are not told apart")
    return (*found, *_denials(claims)), remarks


def _rivals(one: Claim, other: Claim) -> bool:
    """Said by two reports, or by two offices in one."""
    if one.source != other.source or one.source is None:
        return True
    return one.speaker is not None and other.speaker is not None and not _one_office(one, other)


def _denials(claims: Sequence[Claim]) -> list[Contradiction]:
    """A figure that one report states and another denies."""
    denied = [claim for claim in claims if claim.status.value == "denied"]
    said = [claim for claim in claims if claim.status in SAID]
    return [
        Contradiction((one, other))
        for one in denied
        for other in said
        if same_thing(one, other) and bounds(one)[0] <= other.value <= bounds(one)[1]
    ]


def _balances(claims: Sequence[Claim]) -> tuple[Balance, ...]:
    """Entries less exits wherever both are stated for one country and period, beside net and present where stated."""
    found: list[Balance] = []
    said = [claim for claim in claims if claim.status in SAID and claim.per is None and claim.period_end is not None]
    for entries in (claim for claim in said if claim.measure == "entries"):
        for exits in (claim for claim in said if claim.measure == "exits" and _same_span(entries, claim)):
            nets = [c for c in said if c.measure == "net_entries" and _same_span(entries, c)]
            stocks = [c for c in said if c.measure == "present" and _same_span(replace(entries, period_start=None), c)]
            beside: Sequence[Claim | None] = [*nets, *stocks] or [None]
            found.extend(Balance(entries, exits, stated) for stated in beside)
    return tuple(found)


def _same_span(one: Claim, other: Claim) -> bool:
    """Of one country, place, people and period, whatever the measure."""
    alike = replace(other, measure=one.measure)
    start = other.period_start if other.kind is Kind.FLOW else None
    return same_thing(one, alike) and one.period_start == start and one.period_end == other.period_end


def _distinct(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Each event, option or signal once; the first that names a day, a place and an office stands for it."""
    best: dict[tuple[object, ...], Statement] = {}
    for one in statements:
        key = (one.what, one.country, one.place, one.status, one.days, one.group, one.date)
        known = best.get(key)
        if known is None or (known.speaker is None and one.speaker is not None):
            best[key] = one
    return tuple(best.values())
