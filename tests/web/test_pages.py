"""Every page of the studio opens, has its data at the same address, and says what is wrong where something is."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from qonaq.io.ledger import claims_of
from qonaq.io.report_texts import Line
from qonaq.web.app import create_app
from qonaq.web.marks import marked
from qonaq.web.shown import PAGES
from store_of_runs import RUN

HTML = {"accept": "text/html"}


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_and_has_its_data_at_the_same_address(studio: TestClient, page: str) -> None:
    shown = studio.get(f"/runs/{RUN}/{page}", headers=HTML)
    assert shown.status_code == 200, shown.text
    assert shown.headers["content-type"].startswith("text/html")
    assert isinstance(studio.get(f"/runs/{RUN}/{page}.json").json(), dict)
    rows = list(csv.reader(io.StringIO(studio.get(f"/runs/{RUN}/{page}.csv").text)))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}


@pytest.mark.parametrize("address", ["/", "/runs"])
def test_start_and_runs_list_the_run(studio: TestClient, address: str) -> None:
    assert f"/runs/{RUN}/situation" in studio.get(address, headers=HTML).text


def test_the_list_of_runs_is_data_too(studio: TestClient) -> None:
    assert studio.get("/runs.json").json()[0]["name"] == RUN
    assert studio.get("/runs.csv").text.splitlines()[1].startswith(f"{RUN},")


def test_an_empty_store_says_that_there_is_no_run(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path), base_url="http://127.0.0.1") as studio:
        assert "No run yet." in studio.get("/runs", headers=HTML).text


@pytest.mark.parametrize(
    "address",
    ["/runs/nothing/plan", "/runs/first/nothing", "/runs/first/nothing.json", "/runs/first/files/view.json",
     "/runs/nothing/plan.json", "/jobs/0123456789abcdef", "/jobs/x", "/nowhere", "/assets/x.js"],
)  # fmt: skip
def test_what_is_not_there_is_404_with_mistakes(studio: TestClient, address: str) -> None:
    answer = studio.get(address)
    assert answer.status_code == 404
    assert set(answer.json()["mistakes"][0]) == {"where", "found", "allowed", "do"}
    page = studio.get(address, headers=HTML)
    assert page.status_code == 404
    if not address.endswith(".json"):
        assert "This cannot be used yet" in page.text


def test_a_number_in_a_cell_becomes_value_interval_and_unit(studio: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(studio.get(f"/runs/{RUN}/situation.csv").text)))
    oral = rows[0]
    assert (oral["present"], oral["present_low"], oral["present_high"], oral["present_unit"]) == (
        "4200.0", "2100.0", "8000.0", "people",
    )  # fmt: skip


@pytest.mark.parametrize("address", [f"/runs/{RUN}/plan.csv", f"/runs/{RUN}/files/plan.csv"])
def test_cells_that_look_like_formulas_are_harmless_and_numbers_stay(studio: TestClient, address: str) -> None:
    rows = list(csv.DictReader(io.StringIO(studio.get(address).text)))
    assert [row["item"] for row in rows] == ["beds", "'=1+1"]
    assert rows[0]["quantity"] == "-3"


@pytest.mark.parametrize("name", ["page.html", "plan.pdf", "plan.json", "forecast.csv", "provenance.json"])
def test_files_of_a_run_can_be_taken_away(studio: TestClient, name: str) -> None:
    answer = studio.get(f"/runs/{RUN}/files/{name}")
    assert answer.status_code == 200
    assert f"{RUN}-{name}" in answer.headers["content-disposition"]


def test_a_report_is_shown_as_text_with_its_claims_and_without_byline_or_furniture(studio: TestClient) -> None:
    shown = studio.get(f"/runs/{RUN}/evidence", headers=HTML).text
    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;alert(1)" in shown
    assert "Made Upname" not in shown
    assert "Subscribe" not in shown
    assert "<mark>" in shown


def test_every_highlight_leads_to_a_claim_of_the_page(studio: TestClient, store: Path) -> None:
    shown = studio.get(f"/runs/{RUN}/evidence", headers=HTML).text
    claims = claims_of(store / RUN)
    assert len(claims) >= 2
    for claim in claims:
        assert f'href="#{claim["id"]}"' in shown
        assert f'id="{claim["id"]}"' in shown


def test_marks_keep_every_letter_and_the_first_of_two_overlapping_passages() -> None:
    lines = (Line(10, "body", "abcdefghij"),)
    claims = [
        {"id": "one", "start": 12, "quote": "cde"},
        {"id": "two", "start": 13, "quote": "defg"},
        {"id": "of another report", "start": 17, "quote": "xyz"},
        {"id": "of no report", "start": 0, "quote": "hij"},
    ]
    (line,) = marked(lines, claims)
    assert "".join(piece.text for piece in line.pieces) == "abcdefghij"
    assert [(piece.text, piece.claim) for piece in line.pieces] == [("ab", None), ("cde", "one"), ("fghij", None)]


def test_the_language_is_chosen_for_the_browser(studio: TestClient) -> None:
    key = form_key(studio)
    answer = studio.post("/language", data={"form_key": key, "lang": "ru", "back": "/runs"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/runs")
    assert '<html lang="ru">' in studio.get("/runs", headers=HTML).text
    assert studio.post("/language", data={"form_key": key, "lang": "xx"}).status_code == 400


def test_every_operation_documents_its_answers(studio: TestClient) -> None:
    paths = studio.get("/openapi.json").json()["paths"]
    assert "/runs/{run}/{page}.json" in paths
    for address, operations in paths.items():
        for verb, operation in operations.items():
            assert "422" not in operation["responses"], (verb, address)
            assert operation["summary"]
    assert "404" in paths["/runs/{run}/{page}.json"]["get"]["responses"]


def form_key(studio: TestClient) -> str:
    shown = studio.get("/", headers=HTML).text
    return shown.split('name="form_key" value="')[1].split('"')[0]


def test_answers_are_valid_json_without_infinities(studio: TestClient) -> None:
    for page in PAGES:
        json.loads(studio.get(f"/runs/{RUN}/{page}.json").text, parse_constant=pytest.fail)
