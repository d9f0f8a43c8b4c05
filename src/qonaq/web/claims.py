"""Claims gathered by what they are of: those that repeat one another and those that disagree stand together, marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from qonaq.evidence.agreement import compatible, same_figures
from qonaq.measures import Qualifier, Status
from qonaq.model.claims import Claim, Passage

ClaimJson = Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """A claim as the ledger holds it, and how it stands to others of the same thing and period."""

    claim: ClaimJson
    relation: str  # "" | repeats | disagrees


@dataclass(frozen=True)
class Gathered:
    """The claims of one thing: a measure of a place."""

    measure: str
    place: str | None
    country: str | None
    rows: tuple[Told, ...]

    @property
    def disagrees(self) -> bool:
        return any(row.relation == "disagrees" for row in self.rows)


def gathered(claims: Sequence[ClaimJson]) -> tuple[Gathered, ...]:
    """Claims by measure and place, in the order in which each was first told; those that disagree first."""
    relations = _relations([claim_of(claim) for claim in claims])
    groups: dict[tuple[str, str | None, str | None], list[Told]] = {}
    for claim, relation in zip(claims, relations, strict=True):
        key = (claim["measure"], claim["place"], None if claim["place"] else claim["country"])
        groups.setdefault(key, []).append(Told(claim, relation))
    found = [Gathered(*key, tuple(sorted(rows, key=_day))) for key, rows in groups.items()]
    return tuple(sorted(found, key=lambda group: not group.disagrees))


def _day(told: Told) -> tuple[str, str]:
    return told.claim["period_end"] or "9999", told.claim["period_start"] or ""


def _relations(claims: Sequence[Claim]) -> list[str]:
    """For each claim whether one of the same thing and period cannot be right beside it, or says the same earlier."""
    relations = ["" for _ in claims]
    for at, others in enumerate(same_figures(claims)):
        for other in others:
            if not compatible(claims[at], claims[other]):
                relations[at] = relations[other] = "disagrees"
            elif (claims[at].value, claims[at].value_high) == (claims[other].value, claims[other].value_high):
                relations[other] = relations[other] or "repeats"
    return relations


def claim_of(stated: ClaimJson) -> Claim:
    """A claim from its JSON, as far as comparing it with others needs."""
    return Claim(
        measure=stated["measure"],
        value=float(stated["value"]),
        value_high=stated["value_high"],
        unit=stated["unit"],
        passage=Passage(stated["quote"]),
        qualifier=Qualifier(stated["qualifier"]),
        status=Status(stated["status"]),
        group=stated["group"],
        origin=stated["origin"],
        country=stated["country"],
        place=stated["place"],
        period_start=_date(stated["period_start"]),
        period_end=_date(stated["period_end"]),
        inferred=bool(stated["inferred"]),
        per=stated["per"],
        bed_class=stated.get("bed_class"),
    )


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
