"""`qonaq read` and `qonaq evidence`: the contract of their JSON, and their exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from qonaq.cli.evidence import app as evidence_app
from qonaq.cli.read import read
from qonaq.io.ledger import decisions_of
from qonaq.io.reading_json import claim_as_json
from qonaq.model.claims import Claim, Passage, claim_id

REPORT = (
    "DATE: 2022-09-28\n\nSome 98,000 people have entered Kazakhstan from Russia since September 21, the ministry said. "
    "Hotels in Uralsk are full. The government could close the border.\n"
)
CLAIM_KEYS = {
    "measure", "kind", "value", "value_high", "unit", "qualifier", "status", "group", "origin", "country", "place",
    "alias", "period_start", "period_end", "inferred", "speaker", "medium", "quote", "start", "end",
}  # fmt: skip
STATEMENT_KEYS = {"what", "country", "place", "date", "status", "quote", "start", "end"}

app = typer.Typer()
app.command()(read)
runner = CliRunner()


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8", newline="")
    return path


def test_json_has_the_keys_of_the_contract(report: Path) -> None:
    result = runner.invoke(app, [str(report), "--json"])
    assert result.exit_code == 0
    (line,) = result.stdout.splitlines()
    found = json.loads(line)
    assert {"file", "published", "language", "claims", "events", "options", "signals"} <= set(found)
    assert found["file"] == str(report)
    assert found["published"] == "2022-09-28"
    assert found["claims"]
    assert found["signals"]
    assert found["options"]
    assert all(set(claim) >= CLAIM_KEYS for claim in found["claims"])
    statements = found["events"] + found["options"] + found["signals"]
    assert all(set(statement) >= STATEMENT_KEYS for statement in statements)
    assert all(REPORT[one["start"] : one["end"]] == one["quote"] for one in (*found["claims"], *statements))


def test_the_figure_is_read(report: Path) -> None:
    found = json.loads(runner.invoke(app, [str(report), "--json"]).stdout)
    (claim,) = (claim for claim in found["claims"] if claim["measure"] == "entries")
    assert (claim["value"], claim["unit"], claim["country"], claim["origin"]) == (98_000, "people", "KZ", "RU")
    assert claim["period_start"] == "2022-09-21"


def test_unreadable_file_is_told_and_the_rest_is_read(report: Path, tmp_path: Path) -> None:
    missing = tmp_path / "none.txt"
    result = runner.invoke(app, [str(missing), str(report), "--json"])
    assert result.exit_code == 2
    first, second = (json.loads(line) for line in result.stdout.splitlines())
    assert set(first) == {"file", "error"}
    assert "no such file" in first["error"]
    assert second["claims"]


def test_text_is_printed_to_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes("Строка\r\nline\n\n".encode())
    assert runner.invoke(app, [str(path), "--text"]).stdout_bytes == path.read_bytes()


def test_person_sees_figure_place_and_passage(report: Path) -> None:
    shown = runner.invoke(app, [str(report)]).stdout
    assert "98,000 people" in shown
    assert "hotels_full" in shown
    assert "Hotels in Uralsk are full" in shown


def test_report_without_figures_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("The museum of the town has a new roof, and the choir sings on Sunday.", encoding="utf-8")
    result = runner.invoke(app, [str(path), "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["claims"] == []


def test_address_is_refused_without_fetch() -> None:
    result = runner.invoke(app, ["https://example.org/report", "--json"])
    assert result.exit_code == 2
    assert "the network is not touched unasked" in json.loads(result.stdout)["error"]


def test_private_address_is_refused_with_fetch() -> None:
    result = runner.invoke(app, ["http://127.0.0.1/report", "--json", "--fetch"])
    assert result.exit_code == 2
    assert "the private address 127.0.0.1" in json.loads(result.stdout)["error"]


@pytest.fixture
def run(tmp_path: Path) -> Path:
    claim = Claim("entries", 98_000, "people", Passage("98,000 came"), country="KZ", source="a.txt")
    (tmp_path / "plan.json").write_text(json.dumps({"claims": [claim_as_json(claim)]}), encoding="utf-8")
    return tmp_path


CLAIM = claim_id(Claim("entries", 98_000, "people", Passage("98,000 came"), country="KZ", source="a.txt"))


def test_analyst_decides_and_the_list_shows_it(run: Path) -> None:
    assert runner.invoke(evidence_app, ["accept", str(run), CLAIM, "--why", "seen on the page"]).exit_code == 0
    corrected = ["correct", str(run), CLAIM, "--value", "89000", "--why", "digits were exchanged", "--json"]
    result = runner.invoke(evidence_app, corrected)
    assert json.loads(result.stdout)["value"] == 89_000
    assert [decision.verb for decision in decisions_of(run)] == ["accept", "correct"]
    (listed,) = json.loads(runner.invoke(evidence_app, ["list", str(run), "--json"]).stdout)
    assert (listed["id"], listed["decision"]["verb"]) == (CLAIM, "correct")
    shown = runner.invoke(evidence_app, ["list", str(run)]).stdout
    assert "corrected to 89,000" in shown
    assert "digits were exchanged" in shown


def test_rejection_without_a_known_claim_is_an_input_error(run: Path) -> None:
    result = runner.invoke(evidence_app, ["reject", str(run), "unknown", "--why", "wrong"])
    assert "one of the run's claims" in str(result.exception)
