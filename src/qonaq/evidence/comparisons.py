"""What figures say of one another: later totals of a count, contradictions, and gross beside net and stock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations, islice

from qonaq.evidence.agreement import SAID, bounds, compatible, one_office, same_figures, same_thing, thing_of
from qonaq.measures import Kind, Status
from qonaq.model.claims import Balance, Claim, Contradiction, Superseded

SHOWN = 6  # values that a remark lists


def later_totals(claims: Sequence[Claim]) -> tuple[Superseded, ...]:
    """Each total with the next one of the same count: same thing, same first day, a later last day."""
    counts: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        if claim.kind is Kind.FLOW and claim.period_start and claim.period_end and claim.status in SAID:
            counts.setdefault((*thing_of(claim), claim.period_start), []).append(claim)
    found: list[Superseded] = []
    for totals in counts.values():
        ordered = sorted(totals, key=lambda claim: (claim.period_end or date.max, claim.value, claim.source or ""))
        for at, one in enumerate(ordered):
            if one.period_end == one.period_start:
                continue  # a day is no total
            later = (other for other in islice(ordered, at + 1, None) if _goes_on(one, other))
            found.extend(Superseded(one, other, "later total") for other in islice(later, 1))
    return tuple(found)


def _goes_on(one: Claim, other: Claim) -> bool:
    """A later total of the same count, which cannot have shrunk."""
    if one.period_end == other.period_end or not same_thing(one, other):
        return False
    return bounds(other)[1] >= bounds(one)[0]


def contradictions(claims: Sequence[Claim]) -> tuple[tuple[Contradiction, ...], list[str]]:
    """Sets of figures of one thing and period that cannot all be right, and what is said of those in one report.

    A report that gives two values in the same words of the same office mostly speaks of two things that reading does
    not tell apart: that is no contradiction of sources, but it is said.
    """
    found: list[Contradiction] = []
    remarks: list[str] = []
    taken: set[int] = set()
    for at, others in enumerate(same_figures(claims)):
        group = [at, *(other for other in others if other not in taken)]
        if at in taken or len(group) == 1:
            continue
        members = [claims[k] for k in group]
        clashes = [pair for pair in combinations(members, 2) if not compatible(*pair)]
        if not clashes:
            continue
        taken.update(group)
        if any(_rivals(*pair) for pair in clashes):
            found.append(Contradiction(tuple(members)))
        else:
            values = ", ".join(f"{claim.value:,.10g}" for claim in members[:SHOWN]) + ", …" * (len(members) > SHOWN)
            remarks.append(
                f"{members[0].source}: {values} for {members[0].measure} of one place and period are not told apart"
            )
    return (*found, *_denials(claims)), remarks


def _rivals(one: Claim, other: Claim) -> bool:
    """Said by two reports, or by two offices in one."""
    if one.source != other.source or one.source is None:
        return True
    return one.speaker is not None and other.speaker is not None and not one_office(one, other)


def _denials(claims: Sequence[Claim]) -> list[Contradiction]:
    """A figure that one report states and another denies."""
    denied = [claim for claim in claims if claim.status is Status.DENIED]
    said = [claim for claim in claims if denied and claim.status in SAID]
    return [
        Contradiction((one, other))
        for one in denied
        for other in said
        if same_thing(one, other) and bounds(one)[0] <= other.value <= bounds(one)[1]
    ]


def balances(claims: Sequence[Claim]) -> tuple[Balance, ...]:
    """Entries less exits wherever both are stated for one country and period, beside net and present where stated."""
    said = [c for c in claims if c.status in SAID and c.per is None and c.period_end is not None]
    by_span: dict[tuple[object, ...], list[Claim]] = {}
    for claim in said:
        if claim.measure in ("exits", "net_entries", "present"):
            by_span.setdefault(_span(claim, claim.measure), []).append(claim)
    found: list[Balance] = []
    for entries in (claim for claim in said if claim.measure == "entries"):
        exits, nets, stocks = (
            _alike(entries, by_span.get(_span(entries, measure), ())) for measure in ("exits", "net_entries", "present")
        )
        beside: Sequence[Claim | None] = [*nets, *stocks] or [None]
        found.extend(Balance(entries, one, stated) for one in exits for stated in beside)
    return tuple(found)


def _span(claim: Claim, measure: str) -> tuple[object, ...]:
    """Place, people and period of a claim; a number of people present has no first day."""
    start = None if measure == "present" else claim.period_start
    return (measure, claim.unit, claim.place, claim.bed_class, claim.group, start, claim.period_end)


def _alike(entries: Claim, others: Iterable[Claim]) -> list[Claim]:
    """Those whose country and origin do not part them from the entries."""

    def agree(one: str | None, other: str | None) -> bool:
        return one is None or other is None or one == other

    return [c for c in others if agree(c.country, entries.country) and agree(c.origin, entries.origin)]
