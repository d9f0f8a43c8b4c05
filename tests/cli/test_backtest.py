"""`qonaq backtest SERIES.csv` as a user runs it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from cli.commands_run import breaches, run


@pytest.fixture
def series(tmp_path: Path) -> Path:
    """An invented crisis of 24 days."""
    rng = np.random.default_rng(9)
    shape = 4000.0 * np.exp(-0.5 * ((np.arange(24.0) - 8.0) / 5.0) ** 2) + 200.0
    path = tmp_path / "crossing.csv"
    rows = [f"{date(2030, 1, 1) + timedelta(days=d)},{n}" for d, n in enumerate(rng.poisson(shape))]
    path.write_text("\n".join(["date,value", *rows]) + "\n", encoding="utf-8")
    return path


def test_json_alone_on_stdout_and_it_keeps_its_contract(series: Path) -> None:
    ran = run("backtest", series, "--first-day", "18", "--json")
    assert ran.code == 0, ran.err
    assert breaches("backtest", ran.json) == []
    assert (ran.json["series"], ran.json["origins"]) == ("crossing", 6)
    assert ran.json["models"]["persistence"]["relative_wis"] == 1.0


def test_the_same_seed_gives_the_same_json(series: Path) -> None:
    first, again = (run("backtest", series, "--first-day", "21", "--json").out for _ in range(2))
    assert first == again


def test_the_table_names_every_model_best_first(series: Path) -> None:
    ran = run("backtest", series, "--first-day", "20", "--quiet")
    assert ran.code == 0
    names = ["qonaq", "ETS", "Theta", "ARIMA", "persistence", "drift", "seasonal naive", "damped growth"]
    lines = [line for line in ran.out.splitlines() if any(line.startswith(name) for name in names)]
    assert len(lines) == len(names)
    scores = [
        float(line.replace(",", "").split()[2 if line.startswith(("seasonal", "damped")) else 1]) for line in lines
    ]
    assert scores == sorted(scores)
    assert ran.err == ""


def test_mistakes_of_the_file_end_with_2(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("date,value\n2030-01-01,ten\n2030-01-02,-4\n", encoding="utf-8")
    ran = run("backtest", path, "--json")
    assert ran.code == 2
    assert [mistake["where"] for mistake in ran.json["mistakes"]] == ["bad.csv row 2, value", "bad.csv row 3, value"]


def test_neither_series_nor_scenario_and_options_of_the_other_kind_end_with_2(series: Path) -> None:
    assert "neither series nor scenario" in run("backtest").err
    ran = run("backtest", series, "--as-of", "2030-01-10", "--ask", "figures.csv")
    assert ran.code == 2
    assert ran.err.count("only together with --scenario") == 2
