"""What may be published about people who were counted: no small numbers, and no table that looks personal.

Counts of 1 to 9 are suppressed, and so are other cells until no suppressed one follows from the totals. What is left
is rounded to fives, row and total each on its own, so that the difference of two published tables does not give a
small count away either. The threshold can be raised, never lowered. Simulated numbers are not counts of people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonaq.errors import InputError, Mistake, SettingError

THRESHOLD = 10  # counts below are small
BASE = 5  # published numbers are multiples of it
MANY = float(2**40)  # more people than there are: no upper bound
TOTAL = "total"

# Words of columns that describe a person, English and Russian. `name` alone is the name of a place in our own files.
PERSONAL_WORDS = (
    "first_name", "last_name", "full_name", "surname", "patronymic", "person_id", "person_name", "applicant_name",
    "passport", "document_number", "id_number", "phone", "mobile", "email", "e_mail", "iin", "birth", "dob",
    "home_address", "ethnicity", "ethnic", "religion", "signature", "photo", "fingerprint", "gps", "device", "imei",
    "ip_address", "фамилия", "имя", "отчество", "фио", "паспорт", "телефон", "почта", "иин", "рождения", "этнос",
    "религия", "вероисповедание",
)  # fmt: skip
# Values that belong to one person: an address for mail, a telephone number, a number of twelve digits, a passport.
_PERSONAL_VALUES = {
    "an e-mail address": re.compile(r"^[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}$"),
    "a telephone number": re.compile(r"^\+\d[\d\s()-]{8,17}\d$"),
    "a number of twelve digits, such as an identification number": re.compile(r"^\d{12}$"),
    "a passport number": re.compile(r"^[A-ZА-Я]{1,2}\s?\d{7,8}$"),
}


@dataclass(frozen=True)
class Counts:
    """Observed people by place and group."""

    places: tuple[str, ...]
    groups: tuple[str, ...]
    people: NDArray[np.int64]  # (places, groups)

    def __post_init__(self) -> None:
        if self.people.shape != (len(self.places), len(self.groups)) or (self.people < 0).any():
            raise SettingError(
                Mistake(
                    "table of counts",
                    f"shape {self.people.shape}, least {self.people.min(initial=0)}",
                    f"({len(self.places)}, {len(self.groups)}) counts of 0 or more",
                    "Give one count for each place and group.",
                )
            )


@dataclass(frozen=True)
class Published:
    """The table as it may go out: a number, or None where it is suppressed; the last place and group are `total`."""

    places: tuple[str, ...]
    groups: tuple[str, ...]
    numbers: tuple[tuple[int | None, ...], ...]
    threshold: int = THRESHOLD

    def number(self, place: str, group: str) -> int | None:
        return self.numbers[self.places.index(place)][self.groups.index(group)]

    @property
    def note(self) -> str:
        return (
            f"Counts of 1 to {self.threshold - 1} and what would reveal them are suppressed; "
            f"numbers are rounded to {BASE}, totals on their own."
        )


def publish(counts: Counts, *, threshold: int = THRESHOLD, earlier: Published | None = None) -> Published:
    """The counts with small ones suppressed, others suppressed to protect them, and the rest rounded.

    earlier   the last table that went out: the difference to it must not give a small count away either, and its
              places and groups may not be dropped, since the totals would then say what was in them
    """
    _check(counts, threshold, earlier)
    places, groups = (*counts.places, TOTAL), (*counts.groups, TOTAL)
    table = with_totals(counts.people)
    hidden = (table > 0) & (table < threshold)
    while True:
        hidden = protected(table, hidden)
        told = _told(table, hidden, threshold, places, groups, earlier)
        if not told.any():
            break
        hidden = _hide_more(hidden, told)
    return Published(places, groups, _numbers(table, hidden), threshold)


def _check(counts: Counts, threshold: int, earlier: Published | None) -> None:
    found: list[Mistake] = []
    if threshold < THRESHOLD:
        allowed = f"{THRESHOLD} or more"
        found.append(Mistake("threshold", str(threshold), allowed, "The threshold can only be raised."))
    if earlier is not None:
        dropped = [name for name in earlier.places if name not in (*counts.places, TOTAL)]
        dropped += [name for name in earlier.groups if name not in (*counts.groups, TOTAL)]
        found += [
            Mistake("table of counts", f"without {name}", "all places and groups of the last table", "Keep the row.")
            for name in dropped
        ]
    if found:
        raise SettingError(found)


def _numbers(table: NDArray[np.int64], hidden: NDArray[np.bool_]) -> tuple[tuple[int | None, ...], ...]:
    return tuple(
        tuple(None if hide else round_to_base(int(count)) for count, hide in zip(counts, row, strict=True))
        for counts, row in zip(table, hidden, strict=True)
    )


def _hide_more(hidden: NDArray[np.bool_], told: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Hide what tells: the cell, then the totals of its row and column, then the row and column as a whole."""
    wider = hidden.copy()
    for i, j in np.argwhere(told):
        for cells in ((i, j), (i, -1), (-1, j), (i, slice(None)), (slice(None), j), (slice(None), slice(None))):
            if not wider[cells].all():
                wider[cells] = True
                break
    return wider


def _told(
    table: NDArray[np.int64],
    hidden: NDArray[np.bool_],
    threshold: int,
    places: tuple[str, ...],
    groups: tuple[str, ...],
    earlier: Published | None,
) -> NDArray[np.bool_]:
    """Cells whose small count, or small change since the last table, a reader could work out."""
    low, high = reader_bounds(_numbers(table, hidden), threshold=threshold)
    told = np.asarray((table > 0) & (table < threshold) & (low == high))
    if earlier is not None:
        before_low, before_high = reader_bounds(earlier.numbers, threshold=earlier.threshold)
        rows = [places.index(name) for name in earlier.places]
        columns = [groups.index(name) for name in earlier.groups]
        at = np.ix_(rows, columns)
        least, most = np.maximum(0, low[at] - before_high), high[at] - before_low
        told[at] |= (least == most) & (least > 0) & (least < threshold)
    return told


def reader_bounds(
    numbers: Sequence[Sequence[int | None]], *, threshold: int = THRESHOLD
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Between which counts each cell lies, for a reader who knows the rules and adds rows and columns up.

    A published r is r ± 2 and not small; a suppressed cell is at least 1. A cell is at most its total less the least
    of the others, at least its total less the most of the others; a total lies between the sums. Until nothing moves.
    """
    half = BASE // 2
    known = np.array([[-1 if number is None else number for number in row] for row in numbers], dtype=float)
    low = np.where(known < 0, 1.0, np.where(known == 0, 0.0, np.maximum(known - half, threshold)))
    high = np.where(known < 0, MANY, np.where(known == 0, 0.0, known + half))
    while True:
        before = low.sum() + high.sum()
        for view_low, view_high in ((low, high), (low.T, high.T)):
            _tighten(view_low, view_high)
        if low.sum() + high.sum() == before:
            return low, np.where(high >= MANY / 2, np.inf, high)


def _tighten(low: NDArray[np.float64], high: NDArray[np.float64]) -> None:
    """Bounds by the sums of rows (changed)."""
    cells_low, cells_high = low[:, :-1], high[:, :-1]
    least, most = cells_low.sum(axis=1), cells_high.sum(axis=1)
    low[:, -1] = np.maximum(low[:, -1], least)
    high[:, -1] = np.minimum(high[:, -1], most)
    new_low = np.maximum(cells_low, low[:, -1:] - (most[:, None] - cells_high))
    new_high = np.minimum(cells_high, high[:, -1:] - (least[:, None] - cells_low))
    low[:, :-1], high[:, :-1] = new_low, new_high


def round_to_base(count: int, base: int = BASE) -> int:
    """The nearest multiple: r = base·⌊(count + base/2)/base⌋.

    >>> [round_to_base(n) for n in (0, 12, 13, 98)]
    [0, 10, 15, 100]
    """
    return base * ((2 * count + base) // (2 * base))


def with_totals(people: NDArray[np.int64]) -> NDArray[np.int64]:
    """The table with its row totals, column totals and grand total."""
    rows = np.concatenate([people, people.sum(axis=1, keepdims=True)], axis=1)
    return np.asarray(np.concatenate([rows, rows.sum(axis=0, keepdims=True)], axis=0))


def protected(table: NDArray[np.int64], hidden: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The hidden cells of a table with totals, and those that must be hidden with them.

    A hidden cell is safe if it stands on a rectangle of hidden cells around which one person could be moved without
    any of them falling to 0: then at least two tables agree with what is published. Where there is no such rectangle,
    the one that hides fewest people more is added.
    """
    people: list[list[int]] = table.tolist()
    closed: list[list[bool]] = hidden.tolist()
    for i, j in np.argwhere(hidden).tolist():
        best: tuple[int, int, int] | None = None
        for row, column in _rectangles(people, i, j):
            new = [(a, b) for a, b in ((i, column), (row, j), (row, column)) if not closed[a][b]]
            loss = sum(people[a][b] for a, b in new)  # a total weighs by its size, so it goes last
            if best is None or loss < best[0]:
                best = (loss, row, column)
            if not new:
                break
        corners = [(a, j) for a in range(len(people))] + [(i, b) for b in range(len(people[0]))]
        if best is not None:
            corners = [(i, best[2]), (best[1], j), (best[1], best[2])]
        for a, b in corners:
            closed[a][b] = True
    return np.array(closed)


def _rectangles(people: list[list[int]], i: int, j: int) -> Iterator[tuple[int, int]]:
    """Opposite corners of the rectangles through (i, j) around which one person can be moved, some way round.

    A person more in (i, j) is one less in another cell of its row, but one more where that cell is the row's total.
    """
    last_row, last_column = len(people) - 1, len(people[0]) - 1
    one = people[i][j]
    for row in range(last_row + 1):
        for column in range(last_column + 1):
            if row == i or column == j:
                continue
            across = 1 if last_column in (j, column) else -1
            along = 1 if last_row in (i, row) else -1
            others = ((people[i][column], across), (people[row][j], along), (people[row][column], across * along))
            if min(count for count, _ in others) < 1:
                continue
            up = all(count + move >= 1 for count, move in others)
            down = one >= 2 and all(count - move >= 1 for count, move in others)
            if up or down:
                yield row, column


def refuse_personal(columns: Sequence[str], rows: Iterable[Sequence[str]] = (), *, where: str = "table") -> None:
    """Refuse a table whose columns or cells look as if they described a person; all mistakes at once."""
    found = [
        Mistake(f"{where}, column {name}", "a column that describes a person", "counts of people", "Remove the column.")
        for name in columns
        if _is_personal(name)
    ]
    seen: set[tuple[int, str]] = set()
    for row in rows:
        for number, cell in enumerate(row):
            for what, pattern in _PERSONAL_VALUES.items():
                if pattern.match(cell.strip()) and (number, what) not in seen:
                    seen.add((number, what))
                    name = columns[number] if number < len(columns) else str(number + 1)
                    found.append(Mistake(f"{where}, column {name}", what, "counts of people", "Remove the column."))
    if found:
        raise InputError(found)


def _is_personal(column: str) -> bool:
    words = re.sub(r"[\s\-.]+", "_", column.strip().lower())
    return any(re.search(rf"(^|_){re.escape(word)}(s|_|$)", words) for word in PERSONAL_WORDS)
