"""Planning standards: how much a person needs, each number with its source, edition and grade.

A standard without a source cannot be made. Where no public number exists the row is *to be entered*: it has no
value until the user gives one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from qonaq.errors import Mistake, SettingError, unknown_name

PHASES = ("emergency", "later")
CLIMATES = ("cold", "warm")
ANY = "any"
VERIFIED, TO_VERIFY, TO_BE_ENTERED, ENTERED = "verified", "to verify", "to be entered", "entered by the user"
GRADES = (VERIFIED, TO_VERIFY, TO_BE_ENTERED)


@dataclass(frozen=True)
class Standard:
    """A row of `standards.csv`: a value with its range, the phase and climate it is for, and who says so."""

    id: str
    value: float | None
    unit: str
    source: str
    edition: str
    grade: str  # verified | to verify | to be entered | entered by the user
    low: float | None = None
    high: float | None = None
    phase: str = ANY
    climate: str = ANY
    meaning: str = ""
    where: str = field(default="standard", compare=False)

    def __post_init__(self) -> None:
        found = mistakes_in(self)
        if found:
            raise SettingError(found)

    @property
    def lowest(self) -> float:
        return self.number if self.low is None else self.low

    @property
    def highest(self) -> float:
        return self.number if self.high is None else self.high

    @property
    def number(self) -> float:
        """The value; a SettingError where it still has to be entered."""
        if self.value is None:
            raise SettingError(
                Mistake(f"standard {self.id}", "no value", f"a number in {self.unit}", "Enter your own number for it.")
            )
        return self.value

    @property
    def words(self) -> str:
        """The standard as a line of the plan cites it."""
        return f"{self.id} {self.number:g} {self.unit}" if self.value is not None else f"{self.id}: {TO_BE_ENTERED}"

    @property
    def citation(self) -> str:
        return f"{self.source} ({self.edition}; {self.grade})"


def mistakes_in(standard: Standard) -> list[Mistake]:
    """What is wrong with a row, all at once."""
    where = f"{standard.where} {standard.id}" if standard.id else standard.where
    found: list[Mistake] = []

    def wrong(what: str, value: object, allowed: str, do: str) -> None:
        found.append(Mistake(f"{where}, {what}", repr(value), allowed, do))

    if not standard.id:
        wrong("id", standard.id, "a short name", "Give the standard a name.")
    if not standard.source.strip():
        wrong("source", standard.source, "who says so, with an address", "A standard without a source is not used.")
    if not standard.unit.strip():
        wrong("unit", standard.unit, "a unit such as people/latrine", "Give the unit.")
    if standard.grade not in (*GRADES, ENTERED):
        wrong("grade", standard.grade, ", ".join(GRADES), "Say how sure the number is.")
    if standard.phase not in (*PHASES, ANY):
        wrong("phase", standard.phase, ", ".join((*PHASES, ANY)), "Correct the phase.")
    if standard.climate not in (*CLIMATES, ANY):
        wrong("climate", standard.climate, ", ".join((*CLIMATES, ANY)), "Correct the climate.")
    if (standard.value is None) != (standard.grade == TO_BE_ENTERED):
        wrong("value", standard.value, f"a number, or blank with the grade '{TO_BE_ENTERED}'", "Make the two agree.")
    if standard.value is not None and not 0 < standard.lowest <= standard.value <= standard.highest < float("inf"):
        numbers = (standard.low, standard.value, standard.high)
        wrong("low, value, high", numbers, "0 < low ≤ value ≤ high", "Correct the range.")
    return found


@dataclass(frozen=True)
class Standards:
    """All rows; one is found by its id, and by phase and climate where it depends on them."""

    rows: tuple[Standard, ...]

    def __post_init__(self) -> None:
        seen: set[tuple[str, str, str]] = set()
        twice = [row for row in self.rows if _key(row) in seen or seen.add(_key(row))]  # type: ignore[func-returns-value]
        if twice:
            raise SettingError(
                Mistake(f"standard {row.id}", f"{row.phase}, {row.climate} twice", "one row each", "Keep one of them.")
                for row in twice
            )

    def ids(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.id for row in self.rows))

    def has(self, name: str, *, phase: str, climate: str) -> bool:
        return any(_fits(row, name, phase, climate) for row in self.rows)

    def find(self, name: str, *, phase: str, climate: str) -> Standard:
        """The row for this phase and climate; the one that says more comes first."""
        check_setting("phase", phase, PHASES)
        check_setting("climate", climate, CLIMATES)
        fitting = [row for row in self.rows if _fits(row, name, phase, climate)]
        if not fitting:
            raise SettingError(unknown_name(f"standard ({phase}, {climate})", name, self.ids()))
        return max(fitting, key=lambda row: (row.phase != ANY) + (row.climate != ANY))


def entered(standards: Standards, numbers: Mapping[str, float], *, by: str = "the user") -> Standards:
    """The standards with the user's own numbers put in, every phase and climate of an id alike.

    >>> entered(Standards((Standard("soap", 0.25, "kg", "UNHCR", "2001", "verified"),)), {"soap": 0.5}).rows[0].number
    0.5
    """
    unknown = [unknown_name("entered number", name, standards.ids()) for name in numbers if name not in standards.ids()]
    wrong = [
        Mistake(f"entered number {name}", repr(number), "a number above 0", "Correct the number.")
        for name, number in numbers.items()
        if not 0 < number < float("inf")
    ]
    if unknown or wrong:
        raise SettingError([*unknown, *wrong])
    return Standards(
        tuple(
            replace(row, value=numbers[row.id], low=None, high=None, source=f"entered by {by}", grade=ENTERED)
            if row.id in numbers
            else row
            for row in standards.rows
        )
    )


def check_setting(where: str, found: str, allowed: tuple[str, ...]) -> None:
    """Refuse a word that is not among those allowed."""
    if found not in allowed:
        raise SettingError(unknown_name(where, found, allowed))


def _key(row: Standard) -> tuple[str, str, str]:
    return row.id, row.phase, row.climate


def _fits(row: Standard, name: str, phase: str, climate: str) -> bool:
    return row.id == name and row.phase in (phase, ANY) and row.climate in (climate, ANY)
