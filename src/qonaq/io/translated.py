"""A finished run in another language: its page and its printed plan, drawn anew from the view that the run kept."""

from __future__ import annotations

from pathlib import Path

from qonaq.errors import Mistake, SettingError
from qonaq.io.page import draw, page_html
from qonaq.io.printed import plan_pdf
from qonaq.io.run_folder import read_plan
from qonaq.io.view_json import view_of_json
from qonaq.io.words import languages, read_words
from qonaq.views.view import View
from qonaq.views.words import Words


def view_file(run: Path, language: str | None = None) -> Path:
    """Where a run keeps what it shows in a language; in its own where none is named or it kept no other."""
    kept = run / f"view.{language}.json"
    return kept if language in languages() and kept.is_file() else run / "view.json"


def view_in(run: Path, language: str | None = None) -> View:
    """What a run shows, in a language; in the run's own where none is named or the run kept no other."""
    return view_of_json(view_file(run, language).read_bytes())


def page_in(run: Path, language: str | None = None) -> bytes:
    """The page of a run in a language."""
    view, words = _asked(run, language)
    return page_html(view, words, draw(view, words)).encode()


def pdf_in(run: Path, language: str | None = None) -> bytes:
    """The printed plan of a run in a language."""
    view, words = _asked(run, language)
    return plan_pdf(view, words, draw(view, words))


def _asked(run: Path, language: str | None) -> tuple[View, Words]:
    read_plan(run)
    view = view_in(run, language)
    if language is not None and view.language != language:
        read_words(language)
        do = "Make the plan anew, with the same settings: qonaq plan --same RUN"
        raise SettingError(Mistake("--lang", f"'{language}'", f"{view.language}: this run kept no other", do))
    return view, read_words(view.language)
