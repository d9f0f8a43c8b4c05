"""Opens the catalogues of texts: one JSON file a language, all with the same keys and the same gaps to fill."""

from __future__ import annotations

import json
from importlib.resources import files

from qonaq.errors import SettingError, unknown_name
from qonaq.views.words import Words


def languages() -> tuple[str, ...]:
    """The languages that have a catalogue."""
    folder = files("qonaq") / "data" / "words"
    return tuple(sorted(entry.name.removesuffix(".json") for entry in folder.iterdir() if entry.name.endswith(".json")))


def read_words(language: str) -> Words:
    """The catalogue of a language; a SettingError that lists the languages otherwise."""
    if language not in languages():
        raise SettingError(unknown_name("--lang", language, languages()))
    text = (files("qonaq") / "data" / "words" / f"{language}.json").read_text(encoding="utf-8")
    return Words(language, json.loads(text))
