"""A whole plan in Russian: the page, the printed plan and every page of the studio hold no English sentence.

The rule: Latin words may stand only in names (places without a Russian name, media, formats, currencies), in quotes, in
the titles of sources and in the user's own texts. The last three are marked `translate="no"` or stand in <q>.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import html

from qonaq.io.job import Run, Settings, packaged_reports, plan_from_reports
from qonaq.io.page import draw, page_html
from qonaq.io.printed import printed_content
from qonaq.io.run_folder import view_of, write_run
from qonaq.io.words import read_words
from qonaq.web.app import create_app

pytestmark = pytest.mark.slow
SCENARIO = "kazakhstan-2022"
MOST_BYTES = 2 * 1024**2  # of a page; the number of courses does not change it: a page holds quantiles
LATIN = re.compile(r"[A-Za-z][A-Za-z'’.-]*(?:[ ,]+[A-Za-z][A-Za-z'’.-]*)*")
# Names that every page may show: ours, formats, currencies, a symbol of the model's formulas.
OURS = {
    "Qonaq", "KZT", "JSON", "CSV", "PDF", "English", "UNHCR", "ISO", "a", "u", "csv", "parquet", "xlsx", "hxl",
    "hubverse", "geojson", "flee", "prov", "pdf", "page", "HXL", "PROV-JSON", "Flee", "Parquet",
}  # fmt: skip
FILE = re.compile(r"[\w-]+\.(?:txt|csv|json|html|pdf|yaml)|[a-z]+-\d{4}|run")


@pytest.fixture(scope="module")
def run() -> Run:
    settings = Settings(replicates=50, compared=50, language="ru")
    return plan_from_reports(packaged_reports(SCENARIO), scenario=SCENARIO, settings=settings)


@pytest.fixture(scope="module")
def names(run: Run) -> frozenset[str]:
    """Every name in the run: of media, of speakers that are names, of places."""
    claims = [claim for stated in run.evidence.stated for claim in stated.sources]
    found = {name for claim in claims for name in (claim.medium, claim.place) if name}
    found |= {place.name for place in run.scenario.places} | {"krisha.kz", "OLX"}
    words = {word for name in found for word in LATIN.findall(name)}
    return frozenset(part for word in words for part in re.split(r"[ ,]+", word))


def shown_texts(page: str) -> Iterator[str]:
    """Every text that a person sees or hears on a page, without quotes and what is marked as not to be translated."""
    tree = html.fromstring(page)
    for own in tree.xpath('//script|//style|//meta|//q|//*[@translate="no"]|//head/link'):
        own.drop_tree()
    for node in tree.iter():
        if isinstance(node.tag, str):
            texts = [node.text, node.tail, *(node.get(name) for name in ("title", "aria-label", "placeholder", "alt"))]
            yield from (text.strip() for text in texts if text and text.strip())


def foreign(texts: Iterator[str], names: frozenset[str]) -> list[str]:
    """The Latin words that are no names, each with the text in which it stands."""
    found = []
    for text in texts:
        for run_of_words in LATIN.findall(FILE.sub("", text)):
            words = [word for word in re.split(r"[ ,]+", run_of_words) if word not in OURS | names]
            if words:
                found.append(f"{' '.join(words)} in: {text[:90]}")
    return found


def test_the_rule_finds_an_english_sentence() -> None:
    page = (
        '<body><p>Число: open a bed</p><q>left alone</q><i title="told">Qonaq</i><b translate="no">own words</b></body>'
    )
    found = foreign(shown_texts(page), frozenset())
    assert found == ["open bed in: Число: open a bed", "told in: told"]


def test_the_page_is_in_russian(run: Run, names: frozenset[str]) -> None:
    words = read_words("ru")
    view = view_of(run, "ru")
    page = page_html(view, words, draw(view, words))
    assert len(page.encode()) <= MOST_BYTES
    assert foreign(shown_texts(page), names) == []


def test_the_printed_plan_is_in_russian(run: Run, names: frozenset[str]) -> None:
    words = read_words("ru")
    view = view_of(run, "ru")
    quotes = {source.passage for source in view.sources} | {source.address for source in view.sources}
    quotes |= {source.title for source in view.sources if source.kind in ("report", "statement", "assumption")}
    quotes |= {str(row[3]) for row in view.evidence.rows}

    def texts(part: Any, key: str = "") -> Iterator[str]:
        if isinstance(part, dict):
            for name, value in part.items():
                yield from texts(value, name)
        elif isinstance(part, list):
            for value in part:
                yield from texts(value, key)
        elif isinstance(part, str) and key == "svg":
            yield from shown_texts(part)
        elif isinstance(part, str) and key not in ("kind", "language"):
            for quote in sorted(filter(None, quotes), key=len, reverse=True):
                part = part.replace(quote, "")
            yield part

    assert foreign(texts(printed_content(view, words, draw(view, words))), names) == []


ADDRESSES = ("/", "/runs", "/scenarios", f"/scenarios/{SCENARIO}", "/runs/run/against/run",
             *(f"/runs/run/{page}" for page in ("situation", "forecast", "compare", "plan", "evidence")))  # fmt: skip


def test_every_page_of_the_studio_is_in_russian(run: Run, names: frozenset[str], tmp_path: Path) -> None:
    """The run was made in Russian and is shown in Russian; in English it is shown to who asks for English."""
    write_run(run, tmp_path / "run")
    app = create_app(tmp_path, language="ru")
    with TestClient(app, base_url="http://127.0.0.1", headers={"accept": "text/html"}) as studio:
        pages = {address: studio.get(address) for address in ADDRESSES}
        assert [address for address, page in pages.items() if len(page.content) > MOST_BYTES] == []
        found = [(address, foreign(shown_texts(page.text), names)) for address, page in pages.items()]
        assert [words for _, words in found if words] == []
        studio.cookies.set("qonaq_lang", "en")
        english = studio.get("/runs/run/situation").text
        assert "People arriving in Kazakhstan from Russia" in english
        assert not re.search(r"[А-Яа-я]{4,}", re.sub(r"<q.*?</q>|Русский|<li.*?</li>", "", english, flags=re.S))
        plan = studio.get("/runs/run/files/plan.pdf")
        assert plan.headers["content-disposition"].endswith('"run-en-plan.pdf"')
        assert plan.content[:5] == b"%PDF-"
