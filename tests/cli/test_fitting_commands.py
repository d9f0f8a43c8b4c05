"""What `qonaq calibrate` and `qonaq forecast` print: every claim with how far it is off, days with quantiles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inference.small_crisis import CRISIS, MEMBERS, TODAY, day, said
from qonaq.cli.calibrate import as_json, calibrate
from qonaq.cli.forecast import forecast as forecast_command
from qonaq.inference.calibrate import calibrate as fit
from qonaq.inference.forecast import forecast
from qonaq.io import fitting

CLAIMS = (said("entries", 40_017.0), said("entries", 3_001.0, place="Atlantis"))


@pytest.fixture(scope="module")
def posterior():
    return fit(CRISIS, CLAIMS, as_of=TODAY, replicates=MEMBERS, seed=3)


@pytest.fixture(autouse=True)
def a_run(monkeypatch, posterior):
    monkeypatch.setattr(fitting, "fit_again", lambda _run, progress=None: posterior)
    monkeypatch.setattr(
        fitting, "forecast_again", lambda _run, days=None, progress=None: forecast(posterior, days=7, horizon_days=7)
    )


def test_a_fit_as_json_has_every_claim_and_every_reason(posterior, capsys):
    calibrate(Path("run"), json=True, quiet=True)
    told = json.loads(capsys.readouterr().out)
    assert told == json.loads(json.dumps(as_json(posterior)))
    assert told["claims"][0]["stated"] == 40_017.0
    assert told["claims"][0]["after"]["low"] < told["claims"][0]["after"]["high"]
    assert "Atlantis" in told["left_out"][0]["reason"]
    assert set(told["diagnostics"]) >= {"figures", "signals", "chi_square", "largest_shift", "most_shifted"}


def test_a_fit_is_shown_as_a_table_and_cautions_go_to_the_person(capsys):
    calibrate(Path("run"))
    told = capsys.readouterr()
    assert "40,000" in told.out
    assert "left out: entries Atlantis" in told.out
    assert "Only 1 figure entered the fit" in told.err


def test_a_forecast_as_json_has_23_quantiles_a_day(capsys):
    forecast_command(Path("run"), measure="present", place="Capital", group=None, days=None, json=True, quiet=True)
    told = json.loads(capsys.readouterr().out)
    assert [row["date"] for row in told["days"]] == [day(n).isoformat() for n in range(1, 8)]
    assert len(told["days"][0]["quantiles"]) == 23
    assert 0.0 <= told["moved"] <= 1.0


def test_a_forecast_is_shown_by_day_with_what_it_rests_on(capsys):
    forecast_command(Path("run"), measure="entries", place=None, group=None, days=None)
    told = capsys.readouterr()
    assert told.out.count("\n") == 2 + 7 + 1
    assert "of the prior variance" in told.out
