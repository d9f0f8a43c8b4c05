"""The main job as a user runs it: the contract, the run folder, and what is said of input that cannot be used."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from cli.commands_run import Ran, breaches, run
from qonaq.errors import SettingError
from qonaq.io.job import Settings

SMALL = ("--replicates", "100", "--quiet")
FILES = {"evidence.csv", "forecast.csv", "plan.json", "plan.csv", "page.html", "plan.pdf", "provenance.json"}
LEVELS = {"0.01", "0.025", *(f"{0.05 * k:g}" for k in range(1, 20)), "0.975", "0.99"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("runs") / "kazakhstan"


@pytest.fixture(scope="module")
def planned(folder: Path) -> Ran:
    return run("plan", "--scenario", "kazakhstan-2022", "--out", folder, "--json", *SMALL)


@pytest.mark.slow
def test_plan_keeps_its_contract(planned: Ran, folder: Path) -> None:
    assert planned.code == 0, planned.err
    assert breaches("plan", planned.json) == []
    assert planned.json["reference_date"] == "2022-09-28"
    assert json.loads((folder / "plan.json").read_text(encoding="utf-8")) == planned.json


@pytest.mark.slow
def test_run_folder_is_whole(planned: Ran, folder: Path) -> None:
    assert planned.code == 0
    assert {path.name for path in folder.iterdir() if path.is_file()} >= FILES


@pytest.mark.slow
def test_options_of_the_reports_are_compared_by_themselves(planned: Ran) -> None:
    policies = planned.json["policies"]
    assert policies[0] == "as-it-is"
    assert {"more-beds", "more-desks"} <= set(policies)
    assert any("close" in name for name in policies)
    assert any("stay" in name for name in policies)


@pytest.mark.slow
def test_forecast_is_in_hub_columns_with_ordered_quantiles(planned: Ran, folder: Path) -> None:
    assert planned.code == 0
    with (folder / "forecast.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == [
        "reference_date", "target", "horizon", "target_end_date", "location", "output_type", "output_type_id", "value",
    ]  # fmt: skip
    assert {row["output_type_id"] for row in rows} == LEVELS
    assert {int(row["horizon"]) for row in rows} == set(range(1, 29))
    task: dict[tuple[str, str, str], list[tuple[float, float]]] = {}
    for row in rows:
        key = (row["target"], row["location"], row["horizon"])
        task.setdefault(key, []).append((float(row["output_type_id"]), float(row["value"])))
    for pairs in task.values():
        values = [value for _, value in sorted(pairs)]
        assert values == sorted(values)
        assert len(values) == 23


@pytest.mark.slow
def test_every_need_has_interval_standard_and_source(planned: Ran) -> None:
    assert planned.json["needs"]
    for need in planned.json["needs"]:
        assert need["low"] <= need["high"]
        assert need["standard"]
        assert need["source"]


@pytest.mark.slow
def test_the_same_seed_gives_the_same_plan(planned: Ran, tmp_path: Path) -> None:
    again = run("plan", "--scenario", "kazakhstan-2022", "--out", tmp_path / "again", "--json", *SMALL)
    one, other = planned.json, again.json
    for plan in (one, other):
        for key in ("run", "seconds", "stages"):
            plan.pop(key)
    assert one == other


def test_nothing_to_read_says_what_to_give() -> None:
    ran = run("plan")
    assert ran.code == 2
    assert "Name a report" in ran.err
    assert "Traceback" not in ran.err


def test_all_unreadable_reports_are_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "folder").mkdir()
    names = ("empty.txt", "binary.txt", "folder", "absent.txt")
    ran = run("plan", *(tmp_path / name for name in names), "--json")
    assert ran.code == 2
    assert "Traceback" not in ran.err
    where = " ".join(mistake["where"] for mistake in ran.json["mistakes"])
    assert all(name in where for name in names)


def test_wrong_settings_are_named(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("Published on Sep 28, 2022\n\nThe ministry said 98,000 Russians had entered Kazakhstan.")
    assert "YYYY-MM-DD" in run("plan", report, "--as-of", "28.9.2022").err
    assert "--lang" in run("plan", report, "--lang", "tlh").err
    unknown = run("plan", report, "--scenario", "kazakstan-2022")
    assert unknown.code == 2
    assert "kazakhstan-2022" in unknown.err


def test_a_report_without_a_date_asks_for_one(tmp_path: Path) -> None:
    report = tmp_path / "undated.txt"
    report.write_text("The interior ministry said that 98,000 Russians had entered Kazakhstan.")
    ran = run("plan", report)
    assert ran.code == 2
    assert "--as-of" in ran.err


def test_a_report_of_no_country_asks_for_a_scenario(tmp_path: Path) -> None:
    report = tmp_path / "nowhere.txt"
    report.write_text("Published on Sep 28, 2022\n\nMany people went somewhere, and it rained for the whole week.")
    ran = run("plan", report)
    assert ran.code == 2
    assert "--scenario" in ran.err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Etwa 5000 Menschen sind am 3. Mai aus dem Sudan in den Tschad geflohen.", "language: de"),
        ("The weather was fine in the hills. Nobody was asked about it.", "no figure of arrivals or reception"),
        ("About 5,000 people crossed into Ruritania from Freedonia.", "figures of no country that is known"),
    ],
)
def test_reports_that_say_too_little_are_named_with_the_reason(text: str, told: str, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(text, encoding="utf-8")
    for settings in ((), ("--as-of", "2023-05-04")):
        ran = run("plan", report, *settings, "--out", tmp_path / "run")
        assert ran.code == 2
        assert "report.txt" in ran.err
        assert told in ran.err


def test_somebody_elses_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("mine")
    ran = run("plan", "--scenario", "kazakhstan-2022", "--out", tmp_path / "thesis", *SMALL)
    assert ran.code == 2
    assert [path.name for path in (tmp_path / "thesis").iterdir()] == ["chapter.txt"]


def test_version_and_help_are_there() -> None:
    assert run("--version").out.startswith("qonaq ")
    shown = run("--help").out
    assert "plan" in shown
    assert "backtest" in shown


@pytest.mark.parametrize("budget", [0.0, -5.0, float("nan"), float("inf")])
def test_a_budget_of_nothing_is_refused_before_anything_is_read(budget: float) -> None:
    with pytest.raises(SettingError, match="allowed: above 0, or none"):
        Settings(budget=budget)
