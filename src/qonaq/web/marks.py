"""A report with its claims highlighted in place: lines of plain text in pieces, some of which belong to a claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qonaq.io.report_texts import Line


@dataclass(frozen=True)
class Piece:
    """A stretch of a line; `claim` is the id of the claim that it states, or None."""

    text: str
    claim: str | None = None


@dataclass(frozen=True)
class MarkedLine:
    """A line of a report in pieces."""

    role: str
    pieces: tuple[Piece, ...]


def marked(lines: Sequence[Line], claims: Sequence[Mapping[str, Any]]) -> tuple[MarkedLine, ...]:
    """The lines in pieces, in order and without loss; where passages overlap, the first one keeps its whole.

    A claim belongs to a line where the line says its quote at its offset: text[start:end] == quote.
    """
    spans = sorted((int(claim["start"] or 0), str(claim["quote"]), str(claim["id"])) for claim in claims)
    return tuple(MarkedLine(line.role, tuple(_pieces(line, spans))) for line in lines)


def _pieces(line: Line, spans: Sequence[tuple[int, str, str]]) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    for start, quote, claim in spans:
        begin = start - line.start
        if not quote or begin < at or not line.text.startswith(quote, begin):
            continue
        if begin > at:
            pieces.append(Piece(line.text[at:begin]))
        at = begin + len(quote)
        pieces.append(Piece(line.text[begin:at], claim))
    if at < len(line.text):
        pieces.append(Piece(line.text[at:]))
    return pieces
