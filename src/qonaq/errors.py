"""What can go wrong, said so that a planner can put it right.

    QonaqError
    ├── InputError          something the user gave cannot be used: all mistakes at once (exit code 2)
    │   ├── ReportError     a report, page, PDF or table that cannot be read
    │   ├── ScenarioError   a scenario folder with mistakes
    │   ├── SettingError    an option, name or number given to a verb
    │   └── EvidenceError   claims, series or ledgers that cannot be used
    └── InternalError       our own mistake, with the state in which it happened (exit code 1)

The library never prints and never exits: the command line and the studio turn these into words and codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True)
class Mistake:
    """One mistake: where it is, what was found, what is allowed, and what to do."""

    where: str
    found: str
    allowed: str
    do: str

    def __str__(self) -> str:
        return f"{self.where}: found {self.found}; allowed: {self.allowed}. {self.do}"


class QonaqError(Exception):
    """The root of every error that Qonaq raises on purpose."""


class InputError(QonaqError):
    """Something the user gave cannot be used; `mistakes` holds every reason at once."""

    def __init__(self, mistakes: Mistake | Iterable[Mistake]) -> None:
        self.mistakes: tuple[Mistake, ...] = (mistakes,) if isinstance(mistakes, Mistake) else tuple(mistakes)
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


class ReportError(InputError):
    """A report, page, PDF or table that cannot be read."""


class ScenarioError(InputError):
    """A scenario with mistakes."""


class SettingError(InputError):
    """An option, a name or a number given to a verb that it does not understand."""


class EvidenceError(InputError):
    """Claims, series or ledgers that cannot be used."""


class InternalError(QonaqError):
    """Our own mistake: an inconsistency that must never become a wrong number."""


def nearest(found: str, allowed: Sequence[str]) -> str:
    """Advice that offers the nearest allowed name, for the `do` of a mistake.

    >>> nearest("Ural'sk", ["Uralsk", "Aktobe"])
    "Did you mean 'Uralsk'?"
    """
    matches = get_close_matches(found, list(allowed), n=1, cutoff=0.6)
    return f"Did you mean '{matches[0]}'?" if matches else "Use one of the allowed names."


def unknown_name(where: str, found: str, allowed: Sequence[str]) -> Mistake:
    """The mistake of a name that is not among those allowed."""
    listed = ", ".join(allowed) if len(allowed) <= 40 else ", ".join(allowed[:40]) + ", …"
    return Mistake(where=where, found=f"'{found}'", allowed=listed or "nothing here", do=nearest(found, allowed))
