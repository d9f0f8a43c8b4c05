"""Where every shown number comes from: one numbered list, filled while the view is made."""

from __future__ import annotations

from datetime import date

from qonaq.model.claims import Claim
from qonaq.views.view import Source
from qonaq.views.words import Words

MODEL = "model"


class Sources:
    """A list of sources without repeats; `cite` returns the key under which a source stands."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str, str, str], Source] = {}

    def cite(
        self,
        kind: str,
        title: str,
        *,
        passage: str = "",
        medium: str = "",
        published: date | None = None,
        address: str = "",
    ) -> str:
        """The key of a source, which is added where it is new."""
        row = (kind, title, passage, address)
        if row not in self._rows:
            key = f"s{len(self._rows) + 1}"
            self._rows[row] = Source(key, kind, title, passage, medium, published, address)
        return self._rows[row].key

    def cite_claim(self, claim: Claim, words: Words) -> str:
        """The key of a claim: a passage of a report, or a statement that came with the scenario."""
        packaged = claim.passage.end <= claim.passage.start
        office = words.office(claim.speaker) if claim.speaker else None
        who = ", ".join(dict.fromkeys(name for name in (office, claim.medium) if name))
        return self.cite(
            "statement" if packaged else "report",
            who or (claim.source or ""),
            passage=claim.passage.quote,
            medium=claim.medium or "",
            published=claim.published,
            address=claim.source or "",
        )

    def listed(self) -> tuple[Source, ...]:
        """All sources, in the order in which they were first cited."""
        return tuple(self._rows.values())
