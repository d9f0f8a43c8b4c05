"""Questions about given figures: all mistakes at once, quantiles in order, nothing from after the day."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from inference.small_crisis import CRISIS, MEMBERS, TODAY, day, said
from qonaq.cli.backtest_scenario import backtest_scenario
from qonaq.errors import EvidenceError, SettingError
from qonaq.inference.ask import COLUMNS, ask_scenario
from qonaq.inference.likelihood import counting_sd
from qonaq.inference.scores import LEVELS


def row(measure="entries", country="BB", place="", start=TODAY, end=None):
    end = end or day(10)
    return dict(zip(COLUMNS, (measure, country, place, str(start or ""), str(end)), strict=True))


def ask(rows, claims=(), **settings):
    scenario = replace(CRISIS, evidence=tuple(claims))
    return ask_scenario(scenario, rows, as_of=TODAY, **({"replicates": MEMBERS, "seed": 3} | settings))


def test_every_row_gets_its_quantiles_in_the_contracts_form():
    result = ask([row(), row("present", place="Rivertown", start=None)], [said("entries", 40_017.0)])
    assert result["as_of"] == TODAY.isoformat()
    first, second = result["figures"]
    assert (first["measure"], first["country"], first["place"]) == ("entries", "BB", None)
    assert (second["place"], second["period_start"]) == ("Rivertown", None)
    assert list(first["quantiles"]) == [f"{level:g}" for level in LEVELS]
    values = list(first["quantiles"].values())
    assert values == sorted(values)
    json.dumps(result, allow_nan=False)


def test_a_figure_published_later_changes_nothing():
    later = said("entries", 90_011.0, published=day(1))
    assert ask([row()], [later])["figures"] == ask([row()])["figures"]


def test_rows_of_the_scenario_known_later_have_no_part():
    unknown_yet = replace(CRISIS, policies=(), priors=(*CRISIS.priors,), notes={})
    assert unknown_yet.places == CRISIS.places
    blank = replace(CRISIS, places=(*CRISIS.places, replace(CRISIS.places[3], name="Later gate", known_on=day(5))))
    with pytest.raises(SettingError, match="Later gate"):
        ask_scenario(blank, [row(place="Later gate")], as_of=TODAY, replicates=MEMBERS)


def test_a_published_figure_is_wider_than_the_true_one():
    # What an office will say has its bias and counting error on top.
    claims = [said("entries", 40_017.0, speaker=who) for who in ("a", "b", "c")]
    asked = row(start=claims[0].period_start, end=claims[0].period_end)
    quantiles = ask([asked], claims)["figures"][0]["quantiles"]
    assert np.log(quantiles["0.9"] / quantiles["0.1"]) > 2 * 1.28 * counting_sd("entries", whole=True)


def test_all_mistakes_of_all_rows_are_said_at_once():
    rows = [
        row(measure="entrys"),
        row(country="ZZ", place="Atlantis"),
        row(start="soon"),
        row(start=None),
        row(start=day(9), end=day(3)),
        row(start="2001-01-01"),
        dict(zip(COLUMNS, ("present", "BB", "", "", ""), strict=True)),
    ]
    with pytest.raises(SettingError) as caught:
        ask(rows)
    told = {(m.where, m.found) for m in caught.value.mistakes}
    assert ("figures row 1, measure", "'entrys'") in told
    assert "Did you mean 'entries'?" in str(caught.value)
    assert ("figures row 2, country", "'ZZ'") in told
    assert ("figures row 2, place", "'Atlantis'") in told
    assert ("figures row 3, period_start", "'soon'") in told
    assert ("figures row 4, period_start", "nothing") in told
    assert any(where == "figures row 5, period" for where, _ in told)
    assert ("figures row 6, period_start", "2001-01-01") in told
    assert ("figures row 7, period_end", "nothing") in told


def test_no_row_is_a_mistake():
    with pytest.raises(SettingError, match="one row for each figure"):
        ask([])


def test_what_the_simulation_cannot_give_is_said_by_row():
    with pytest.raises(SettingError, match="figures row 1"):
        ask([row("permits")])


@pytest.mark.parametrize(
    ("as_of", "words"), [(None, "--as-of: found nothing"), ("yesterday", "--as-of: found 'yesterday'")]
)
def test_the_command_needs_a_day(as_of, words, tmp_path):
    with pytest.raises(SettingError) as caught:
        backtest_scenario("kazakhstan-2022", as_of=as_of, ask=tmp_path / "x.csv", seed=0, json=True, quiet=True)
    assert words in str(caught.value)


def test_the_command_needs_questions(tmp_path):
    with pytest.raises(SettingError, match="--ask: found nothing"):
        backtest_scenario("kazakhstan-2022", as_of="2022-09-28", ask=None, seed=0, json=True, quiet=True)
    with pytest.raises(EvidenceError, match="a CSV file in UTF-8"):
        backtest_scenario(
            "kazakhstan-2022", as_of="2022-09-28", ask=tmp_path / "none.csv", seed=0, json=True, quiet=True
        )
    short = tmp_path / "short.csv"
    short.write_text("measure,country\nentries,KZ\n", encoding="utf-8")
    with pytest.raises(EvidenceError) as caught:
        backtest_scenario("kazakhstan-2022", as_of="2022-09-28", ask=short, seed=0, json=True, quiet=True)
    assert [m.found for m in caught.value.mistakes] == [
        "no column 'place'", "no column 'period_start'", "no column 'period_end'",
    ]  # fmt: skip
