"""Places by the names of the reader's language, where the scenario knows such a name among a place's aliases."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from qonaq.model.places import Place, PlaceKind

LETTERS = {
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
}
LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh sch _ y _ e yu ya".replace("_", "").split(" "),
        strict=True,
    )
)
ALIKE = 0.5  # how far a name must sound like a part of another to stand for it


def names_in(language: str, places: Iterable[Place]) -> dict[str, str]:
    """The names of places in a language; a place without one is left out and keeps the scenario's own name."""
    letters = LETTERS.get(language)
    if letters is None:
        return {}
    named = {place.name: _name(place, frozenset(letters)) for place in places}
    return {name: own for name, own in named.items() if own}


def _name(place: Place, letters: frozenset[str]) -> str:
    known = [alias for alias in place.aliases if _written(alias, letters)]
    if not known:
        return ""
    if " and " in place.name:
        return ", ".join(dict.fromkeys(max(known, key=lambda a: _alike(a, part)) for part in place.name.split(" and ")))
    parts = place.name.split("–")
    if len(parts) == 1 and place.kind is not PlaceKind.ORIGIN:
        return known[0]
    found = [max(known, key=lambda alias: _alike(alias, part)) for part in parts]
    return "–".join(found) if all(_alike(a, p) >= ALIKE for a, p in zip(found, parts, strict=True)) else ""


def _written(alias: str, letters: frozenset[str]) -> bool:
    """Whether a name is written in these letters alone."""
    own = [letter for letter in alias.lower() if letter.isalpha()]
    return bool(own) and all(letter in letters for letter in own)


def _alike(cyrillic: str, latin: str) -> float:
    """How far a name sounds like another, from 0 to 1."""
    sounded = "".join(LATIN.get(letter, letter) for letter in cyrillic.lower())
    return SequenceMatcher(None, sounded, latin.lower()).ratio()
