"""A report with its claims highlighted in place: pieces of plain text, some of which belong to a claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Piece:
    """A stretch of a report; `claim` is the id of the claim that it states, or None."""

    text: str
    claim: str | None = None


def marked(text: str, file: str, claims: Sequence[Mapping[str, Any]]) -> tuple[Piece, ...]:
    """The text in pieces, in order and without loss; where passages overlap, the first one keeps its whole."""
    spans = sorted(
        (int(claim["start"]), int(claim["end"]), str(claim["id"]))
        for claim in claims
        if claim.get("source") == file and 0 <= int(claim["start"]) < int(claim["end"]) <= len(text)
    )
    pieces: list[Piece] = []
    at = 0
    for start, end, claim in spans:
        if start < at:
            continue
        if start > at:
            pieces.append(Piece(text[at:start]))
        pieces.append(Piece(text[start:end], claim))
        at = end
    if at < len(text):
        pieces.append(Piece(text[at:]))
    return tuple(pieces)
