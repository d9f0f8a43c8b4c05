"""The commands that make, check and explain a scenario: JSON alone on standard output, exit codes, words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from qonaq.cli.check import check
from qonaq.cli.explain import explain
from qonaq.cli.new import new
from qonaq.engine.order import ORDER
from qonaq.errors import ScenarioError, SettingError
from qonaq.io.scenario import check_scenario
from scenario_folders import write


def run(command: object, *words: str) -> tuple[int, str, BaseException | None]:
    """Exit code, standard output and the error of a command."""
    app = typer.Typer()
    app.command()(command)  # type: ignore[type-var]
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.stdout, result.exception


def test_sound_scenario_is_told_so_in_json() -> None:
    code, out, _ = run(check, "kazakhstan-2022", "--json")
    assert code == 0
    assert json.loads(out) == {"ok": True, "mistakes": [], "cautions": []}


def test_mistakes_are_json_with_exit_code_two(tmp_path: Path) -> None:
    folder = write(tmp_path / "small", routes=("70,test", "-70,test"), places=("53.2,50.1", "153.2,50.1"))
    code, out, _ = run(check, str(folder), "--json")
    told = json.loads(out)
    assert code == 2
    assert told["ok"] is False
    assert [mistake["where"] for mistake in told["mistakes"]] == ["places.csv row 2, lat", "routes.csv row 3, km"]
    assert all(set(mistake) == {"where", "found", "allowed", "do"} for mistake in told["mistakes"])


def test_mistakes_are_raised_for_a_person(tmp_path: Path) -> None:
    _, _, error = run(check, str(write(tmp_path / "small", routes=("70,test", "-70,test"))))
    assert isinstance(error, ScenarioError)


def test_scenario_that_is_not_there_is_one_mistake() -> None:
    code, out, _ = run(check, "kazakstan-2022", "--json")
    assert code == 2
    assert json.loads(out)["mistakes"][0]["do"] == "Did you mean 'kazakhstan-2022'?"


def test_rows_that_no_dated_run_sees_are_a_caution(tmp_path: Path) -> None:
    _, out, _ = run(check, str(write(tmp_path / "small")), "--json")
    assert json.loads(out)["cautions"] == [
        "1 of the groups have no known_on and never enter a run with --as-of, such as qonaq plan.",
        "1 of the rules have no known_on and never enter a run with --as-of, such as qonaq plan.",
        "1 of the events have no known_on and never enter a run with --as-of, such as qonaq plan.",
        "1 of the policies have no known_on and never enter a run with --as-of, such as qonaq plan.",
    ]


def test_explanation_tells_days_and_the_order_of_the_day() -> None:
    code, out, _ = run(explain, "kazakhstan-2022", "--json")
    told = json.loads(out)
    assert code == 0
    assert [step["step"] for step in told["order"]] == [step.name for step in ORDER]
    assert told["contents"]["host cities"] == 13
    assert {"date", "policy", "what", "source", "assumption", "known_on"} == set(told["days"][0])


def test_explanation_for_a_person_names_every_step() -> None:
    _, out, _ = run(explain, "armenia-2023", "--quiet")
    assert "2023-09-24  open (a crossing, or every crossing of a country, opens again): Hakari bridge–Kornidzor" in out
    assert all(f"{step.name}: {step.words}" in out for step in ORDER)


def test_new_folder_can_be_checked(tmp_path: Path) -> None:
    folder = tmp_path / "ru-ge"
    words = ("--from", "RU", "--to", "GE", "--trigger", "2022-09-21", "--out", str(folder), "--json")
    code, out, _ = run(new, *words)
    assert code == 0
    assert json.loads(out)["title"] == "People arriving in Georgia from Russia, September 2022"
    assert check_scenario(folder) == ()


@pytest.mark.parametrize(
    ("words", "where"),
    [
        (("--from", "RU", "--to", "Gorgia", "--trigger", "2022-09-21"), "--to"),
        (("--from", "RU", "--to", "GE", "--trigger", "21.09.2022"), "--trigger"),
    ],
)
def test_countries_and_days_that_are_not_understood_are_told(words: tuple[str, ...], where: str) -> None:
    _, _, error = run(new, *words)
    assert isinstance(error, SettingError)
    assert error.mistakes[0].where == where
