"""Mistakes that the studio shows are told in the reader's language: a scan of the modules that make them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import qonaq
from qonaq.io.words import languages, read_words

ROOMS = Path(qonaq.__file__).parent
# Modules whose mistakes stand in a form, and what in them is no text for a person.
TELLING = {
    "io/scenario_check.py": r"^$",
    "io/scenario_check_rules.py": r"^city and class$",
    "web/actions.py": r"^report-|^--",
    "web/policies.py": r"^city and class$",
    "web/scenarios.py": r"^A scenario of the list\.$",
}


def texts(path: Path) -> Iterator[str]:
    """Every text of several words, gaps filled with a number; documentation left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        text = ""
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        if " " in text and len(re.findall(r"[A-Za-z]{2,}", text)) > 1:
            yield text


@pytest.mark.parametrize("language", [name for name in languages() if name != "en"])
@pytest.mark.parametrize("module", TELLING)
def test_mistakes_of_a_form_are_in_the_catalogue(module: str, language: str) -> None:
    """A text that is changed or added there is missed here: add it to data/words under a key `wrong.…`."""
    words = read_words(language)
    found = [text for text in texts(ROOMS / module) if not re.search(TELLING[module], text)]
    assert found
    assert [text for text in found if words.mistake(text) == text] == []


def test_a_mistake_is_told_with_its_place_in_the_reader_s_language() -> None:
    words = read_words("ru")
    assert words.mistake("routes.csv row 7, km") == "routes.csv, строка 7, km"
    assert words.mistake("no route from 'Oral'") == "нет пути из «Oral»"
    assert words.mistake("two plans are being made already") == "уже составляются два плана"
    assert words.mistake("a page without text") == "страница без текста"
