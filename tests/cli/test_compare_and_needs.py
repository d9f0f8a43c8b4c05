"""`qonaq compare` and `qonaq needs`: one stage of a run again, for a person and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

import qonaq.io.again
from planning.invented import forecast_of, key
from qonaq.cli.compare import compare
from qonaq.cli.needs import needs
from qonaq.errors import SettingError

FORECAST = forecast_of(
    {key("unsheltered", "Ash"): 120.0, key("present", "Ash"): 500.0, key("arrivals", "Ash"): 50.0},
    policies={"beds": {key("unsheltered", "Ash"): 20.0}},
)


@pytest.fixture(autouse=True)
def _run(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run folder that was fitted already: fitting it again is tested with `qonaq plan`."""
    found = SimpleNamespace(forecast=FORECAST, settings=SimpleNamespace(entered={"cost_bed_night": 3000.0}))
    monkeypatch.setattr(qonaq.io.again, "run_again", lambda folder, compared=None, progress=None: found)


def said(command: object, *arguments: str) -> str:
    import typer

    app = typer.Typer()
    app.command()(command)  # type: ignore[type-var]
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_compare_speaks_of_people_first(tmp_path: Path) -> None:
    text = said(compare, str(tmp_path))
    assert text.index("1. beds") < text.index("2. as-it-is")
    assert "3,000 fewer nights without a bed" in text  # 100 people, 30 nights


def test_compare_is_json_alone(tmp_path: Path) -> None:
    found = json.loads(said(compare, str(tmp_path), "--json", "--objective", "unsheltered_nights"))
    assert found["policies"] == ["as-it-is", "beds"]
    assert found["ranking"] == ["beds", "as-it-is"]
    assert found["objective"]["name"] == "unsheltered_nights"


def test_an_objective_that_counts_arrivals_is_refused_before_anything_runs(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="unsheltered_nights"):
        said(compare, str(tmp_path), "--objective", "arrivals")


def test_needs_prints_lines_with_standards(tmp_path: Path) -> None:
    text = said(needs, str(tmp_path), "--place", "Ash")
    assert "latrines or toilets" in text
    assert "latrine 50 people/latrine" in text


def test_needs_takes_the_users_numbers_and_another_phase(tmp_path: Path) -> None:
    found = json.loads(said(needs, str(tmp_path), "--json", "--phase", "later", "--set", "latrine=10"))
    row = next(row for row in found["needs"] if row["item"] == "latrines" and row["place"] == "Ash")
    assert (row["quantity"], row["grade"]) == (12, "entered by the user")
    assert found["phase"] == "later"


def test_needs_refuses_what_is_no_number(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="Write it such as cost_latrine=450000"):
        said(needs, str(tmp_path), "--set", "latrine", "--set", "tap=many")
