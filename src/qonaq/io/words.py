"""Opens the catalogues of texts: one JSON file a language, all with the same keys and the same gaps to fill."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files

from qonaq.errors import SettingError, unknown_name
from qonaq.views.words import Words

ENGLISH = "en"  # the language in which the other rooms speak


def languages() -> tuple[str, ...]:
    """The languages that have a catalogue."""
    folder = files("qonaq") / "data" / "words"
    return tuple(sorted(entry.name.removesuffix(".json") for entry in folder.iterdir() if entry.name.endswith(".json")))


@lru_cache(maxsize=8)
def read_words(language: str) -> Words:
    """The catalogue of a language; a SettingError that lists the languages otherwise."""
    if language not in languages():
        raise SettingError(unknown_name("--lang", language, languages()))
    return Words(language, _texts(language), _texts(ENGLISH))


def _texts(language: str) -> dict[str, str]:
    text = (files("qonaq") / "data" / "words" / f"{language}.json").read_text(encoding="utf-8")
    found: dict[str, str] = json.loads(text)
    return found
