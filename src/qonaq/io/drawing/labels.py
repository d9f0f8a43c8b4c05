"""Names on a map that never overlap: each takes the first free spot around its mark, the important ones first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

WIDTH_OF_LETTER, WIDTH_OF_CYRILLIC = 0.56, 0.64  # of the font size, for a humanist sans serif


@dataclass(frozen=True)
class Label:
    """A name beside a mark at (x, y) that reaches `reach` units around it."""

    text: str
    x: float
    y: float
    reach: float
    size: float
    colour: str
    rank: str


Box = tuple[float, float, float, float]


def place_labels(labels: Sequence[Label], width: float, height: float) -> list[Label]:
    """The labels that find room, moved to their spots; marks are kept free, a name without room is left out."""
    taken: list[Box] = [_around(label) for label in labels]
    placed = []
    for own, label in enumerate(labels):
        for x, y in _spots(label):
            box = (x, y - label.size * 0.8, x + _long(label), y + label.size * 0.25)
            free = all(not _overlap(box, other) for k, other in enumerate(taken) if k != own)
            if free and box[0] >= 2 and box[2] <= width - 2 and box[1] >= 2 and box[3] <= height - 2:
                taken.append(box)
                placed.append(replace(label, x=x, y=y))
                break
    return placed


def _long(label: Label) -> float:
    """How long a name is drawn, at most."""
    latin = all(ord(letter) < 0x250 for letter in label.text)
    return len(label.text) * label.size * (WIDTH_OF_LETTER if latin else WIDTH_OF_CYRILLIC)


def _spots(label: Label) -> list[tuple[float, float]]:
    long = _long(label)
    right, left = label.x + label.reach + 1, label.x - label.reach - long - 1
    middle, above, below = (
        label.y + label.size * 0.32,
        label.y - label.reach - 2,
        label.y + label.reach + label.size * 0.85,
    )
    centre = label.x - long / 2
    return [
        (right, middle), (left, middle), (centre, above), (centre, below),
        (right, above + label.size * 0.5), (right, below - label.size * 0.5),
        (left, above + label.size * 0.5), (left, below - label.size * 0.5),
    ]  # fmt: skip


def _around(label: Label) -> Box:
    return label.x - label.reach, label.y - label.reach, label.x + label.reach, label.y + label.reach


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
