# ruff: noqa: E501  (a pattern is kept on one line)
"""A language's words made ready: compiled once, asked by the grammar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType

from qonaq.evidence import english, russian
from qonaq.evidence.alternatives import alternatives_of, joined
from qonaq.measures import Qualifier


@dataclass(frozen=True, slots=True)
class Cue:
    """A stretch of text that tells what a number near it may count."""

    tag: str
    start: int
    end: int


class Vocabulary:
    """The words of one language."""

    def __init__(self, language: str, words: ModuleType) -> None:
        self.language = language
        self.function: frozenset[str] = words.FUNCTION
        self._cues, self._tags = joined(words.CUES)
        self._kinds = tuple(
            (kind, re.compile(pattern))
            for kind, pattern in (
                ("people", words.PEOPLE), ("soft", words.SOFT), ("subgroup", words.SUBGROUP), ("families", words.FAMILIES), ("files", words.FILES), ("vehicles", words.VEHICLES),
                ("noun-cue", words.NOUN_CUES), ("trips", words.TRIPS), ("beds", words.BEDS), ("places", words.PLACES), ("desks", words.DESKS),
                ("hours", words.HOURS), ("days", words.DAYS), ("weeks", words.WEEKS), ("months", words.MONTHS), ("share", words.SHARE), ("times", words.TIMES),
            )
        )  # fmt: skip
        self._money = tuple((re.compile(pattern), code) for pattern, code in words.MONEY.items())
        self._before, self._said = self._qualifiers(words)
        self._after = tuple(
            (Qualifier(name), re.compile(rf" ?(?:{pattern})(?!\w)")) for name, pattern in words.QUALIFIERS_AFTER
        )
        self._kind_of = lru_cache(maxsize=65536)(self._kind)
        self._currency_of = lru_cache(maxsize=4096)(self._currency)

    def cues_in(self, norm: str, start: int, end: int) -> tuple[Cue, ...]:
        """The cues of norm[start:end] from left to right."""
        return tuple(
            Cue(self._tags[(match.lastindex or 1) - 1], match.start(), match.end())
            for match in self._cues.finditer(norm, start, end)
        )

    def kind(self, word: str) -> str | None:
        """What a word counts: people, families, vehicles, beds, hours, share, times ..., or None."""
        return self._kind_of(word)

    def _kind(self, word: str) -> str | None:
        last = word.rpartition("-")[2]
        for kind, pattern in self._kinds:
            if pattern.fullmatch(word) or (last != word and kind == "people" and pattern.fullmatch(last)):
                return kind
        return None

    def currency(self, word: str) -> str | None:
        """The ISO code of the currency that a word or sign means, or None."""
        return self._currency_of(word)

    def _currency(self, word: str) -> str | None:
        return next((code for pattern, code in self._money if pattern.fullmatch(word)), None)

    def qualifier_before(self, norm: str, at: int) -> tuple[Qualifier, int] | None:
        """The qualifier that ends at `at`, with where it begins."""
        found = self._before.search(norm, max(0, at - 40), at)
        return None if found is None else (self._said[(found.lastindex or 1) - 1], found.start())

    @staticmethod
    def _qualifiers(words: ModuleType) -> tuple[re.Pattern[str], tuple[Qualifier, ...]]:
        """One pattern of all qualifiers; the leftmost that fits is the longest: "no more than" before "more than"."""
        flat = [(Qualifier(name), part) for name, pattern in words.QUALIFIERS for part in alternatives_of(pattern)]
        body = "|".join(f"{part} {words.BETWEEN}$()" for _, part in flat)
        return re.compile(rf"(?<!\w)(?:{body})"), tuple(qualifier for qualifier, _ in flat)

    def qualifier_after(self, norm: str, at: int) -> Qualifier | None:
        """The qualifier that begins at `at`."""
        return next((qualifier for qualifier, pattern in self._after if pattern.match(norm, at)), None)


VOCABULARIES: dict[str, Vocabulary] = {"en": Vocabulary("en", english), "ru": Vocabulary("ru", russian)}
