"""Turns a template and what it asks for into a page of the studio."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from qonaq.io.outlines import read_outlines
from qonaq.io.page import draw, page_context, page_environment
from qonaq.io.store import Store
from qonaq.io.words import languages, read_words
from qonaq.views.numbers import day_text, interval, plain
from qonaq.views.view import Number
from qonaq.views.words import Words

TEMPLATES = ("start.html.j2", "runs.html.j2", *(f"{page}.html.j2" for page in ("situation", "evidence", "plan")))
PAGES = ("situation", "forecast", "compare", "plan", "evidence")


class Shown:
    """The templates and words of the studio."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._templates = page_environment()
        self._run = lru_cache(maxsize=8)(self._run_context)

    def warm(self) -> None:
        """Opens what every page needs, so that the first visitor does not wait for it."""
        for language in languages():
            day_text(date(2000, 1, 1), read_words(language).language, year=True)
            plain(1e6, "people", language)
            read_words(language).said("warm")
        for name in TEMPLATES:
            self._templates.get_template(name)
        read_outlines()

    def words(self, request: Request) -> Words:
        """The texts in the language that this browser chose."""
        language = request.cookies.get("qonaq_lang", self._language)
        return read_words(language if language in languages() else self._language)

    def page(self, request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """A page of the studio."""
        words = self.words(request)

        def number(value: float, unit: str = "") -> str:
            return plain(value, unit, words.language)

        def said(value: float, unit: str) -> str:
            return plain(value, unit, words.language, reported=True)

        def between(three: tuple[float, float, float]) -> str:
            return interval(Number(*three), words.language)

        def iso_day(text: str | None) -> str:
            return "" if text is None else day_text(date.fromisoformat(text), words.language, year=True)

        text = self._templates.get_template(template).render(
            {"w": words, "language": words.language, "languages": languages(), "pages": PAGES,
             "form_key": request.state.form_key, "number": number, "said": said, "between": between, "iso_day": iso_day,
             "path": request.url.path, **values}
        )  # fmt: skip
        return HTMLResponse(text, status)

    def run_page(self, request: Request, template: str, name: str, **values: Any) -> HTMLResponse:
        """A page about a run, with the blocks of the written page."""
        store: Store = request.app.state.store
        stamp = (store.run(name) / "view.json").stat().st_mtime_ns
        words = self.words(request)
        context = self._run(store, name, words.language, stamp)
        named = words.naming({place.name: place.label for place in context["view"].map.places if place.label})
        return self.page(request, template, run=name, **{**context, **values, "w": named})

    def _run_context(self, store: Store, name: str, language: str, _stamp: int) -> dict[str, Any]:
        view = store.view(name, language)
        words = read_words(view.language)
        context = page_context(view, words, draw(view, words))
        context.pop("w")
        return context


def wants_json(request: Request) -> bool:
    """Whether the reader asked for data: by the ending of the address or by what it accepts."""
    accepted = request.headers.get("accept", "")
    return request.url.path.endswith((".json", ".csv")) or "text/html" not in accepted
