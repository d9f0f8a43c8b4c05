"""What an analyst decides of a figure: accept it, correct its value, or reject it, always with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from qonaq.model.claims import Stated, claim_id

VERBS = ("accept", "correct", "reject")


@dataclass(frozen=True)
class Decision:
    """One decision; the latest of a figure counts."""

    claim: str  # its id (model.claims.claim_id)
    verb: str  # a word of VERBS
    why: str
    at: datetime
    value: float | None = None  # of a correction


def decided(stated: Iterable[Stated], decisions: Sequence[Decision]) -> tuple[list[Stated], list[str]]:
    """The figures as the analyst leaves them, and what is to be said of it; a decision holds for every copy."""
    latest = {decision.claim: decision for decision in sorted(decisions, key=lambda one: one.at)}
    kept: list[Stated] = []
    remarks: list[str] = []
    for one in stated:
        ids = {claim_id(claim) for claim in one.sources}
        mine = sorted((latest.pop(known) for known in ids & latest.keys()), key=lambda decision: decision.at)
        if not mine:
            kept.append(one)
            continue
        decision, figure = mine[-1], f"{one.claim.measure} {one.claim.value:,.10g}"
        if decision.verb == "reject":
            remarks.append(f"{figure} was rejected by the analyst: {decision.why}")
            continue
        note = f"{decision.verb}ed by the analyst: {decision.why}"
        claim = one.claim
        if decision.verb == "correct" and decision.value is not None:
            note = f"corrected by the analyst from {claim.value:,.10g}: {decision.why}"
            claim = replace(claim, value=decision.value, value_high=None, notes=(*claim.notes, note))
            remarks.append(f"{figure} was corrected to {decision.value:,.10g} by the analyst: {decision.why}")
        kept.append(Stated(claim, one.sources, note))
    remarks.extend(f"a decision names {name}, which no report states any more" for name in latest)
    return kept, remarks
