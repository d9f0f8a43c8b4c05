"""Everything odd in a Flee folder is a finding, all at once; the folder is run all the same."""

from __future__ import annotations

import json as json_module
from pathlib import Path
from typing import Any

import pytest

from qonaq.cli.flee import flee
from qonaq.engine.flee import run_flee
from qonaq.errors import ScenarioError, SettingError
from qonaq.io.flee import read_flee

SOUND = {
    "input_csv/locations.csv": (
        "#name,region,country,gps_x,gps_y,location_type,conflict_date,pop/cap\n"
        "Aksu,North,Home,50,40,conflict_zone,0,60000\n"
        "Bora,North,Home,51,41,town,,9000\n"
        "Fort,East,Away,52,42,camp,,900\n"
        "Gora,East,Away,53,43,camp,,4000\n"
    ),
    "input_csv/routes.csv": (
        "#name1,name2,distance,forced_redirection\nAksu,Bora,120,0\nBora,Fort,200,0\nBora,Gora,310.5,\n"
    ),
    "input_csv/closures.csv": "#closure_type,name1,name2,closure_start,closure_end\ncountry,Home,Away,2,4\n",
    "input_csv/conflicts.csv": "#Day,Aksu,Bora\n" + "".join(f"{day},1,0\n" for day in range(10)),
    "input_csv/sim_period.csv": "StartDate,2022-09-21\nLength,10\n",
    "input_csv/registration_corrections.csv": "Fort,2022-09-26,normalize\n",
    "source_data/data_layout.csv": "total,refugees.csv\nFort,fort.csv\nGora,gora.csv\n",
    "source_data/refugees.csv": "2022-09-21,0\n2022-10-01,700\n",
    "source_data/fort.csv": "Date,Count\n2022-09-21,10\n2022-09-26,100\n2022-10-01,300\n",
    "source_data/gora.csv": "2022-09-21,0\n2022-10-01,400\n",
    "simsetting.yml": "move_rules:\n  max_move_speed: 360.0\n  conflict_weight: 0.25\noptimisations:\n  hasten: 1\n",
}
# The correction of the registration lifts the 10 people of the first day to 100; by the last day, the tenth, the counts
# have risen to 100 + 4/5 · 200 and to 9/10 · 400.
PEOPLE = 260 + 360
L, R, C, W, D, S = (
    "input_csv/locations.csv", "input_csv/routes.csv", "input_csv/closures.csv", "input_csv/conflicts.csv",
    "source_data/data_layout.csv", "simsetting.yml",
)  # fmt: skip


def write(folder: Path, **changes: tuple[str, str]) -> Path:
    """A sound folder; `changes` are (file, text) that replace a file."""
    for name, text in {**SOUND, **dict(changes.values())}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_a_sound_folder_has_no_finding(tmp_path: Path) -> None:
    instance, findings = read_flee(write(tmp_path))
    assert findings == ()
    assert (len(instance.places), len(instance.routes), instance.days) == (4, 3, 10)
    assert run_flee(instance, seed=1, replicates=1).people == PEOPLE


K = "input_csv/registration_corrections.csv"
GORA = "Gora,East,Away,53,43,camp,,4000\n"
DRIVEN = "spawn_rules:\n  conflict_driven_spawning:\n    spawn_mode: often\noptimisations:"
ODD = [
    (S, "max_move_speed", "max_mov_speed", "'max_mov_speed'", "Did you mean 'max_move_speed'?"),
    (S, "move_rules:", "move_rules:\n  take_from_population: true", "It belongs in spawn_rules", "Flee ignores it"),
    (S, "move_rules:", "moverules:", "'moverules'", "Did you mean 'move_rules'?"),
    (S, "360.0", "fast", "'fast'", "a number"),
    (S, "360.0", "-5", "-5", "above 0"),
    (S, "conflict_weight: 0.25", 'avoid_short_stints: "False"', "'False'", "true or false"),
    (S, "conflict_weight: 0.25", "default_movechance: 1.4", "1.4", "0 to 1 a day"),
    (S, "conflict_weight: 0.25", "awareness_level: 0", "found 0", "Nobody ever moves"),
    (S, "conflict_weight: 0.25", "awareness_level: -1", "found -1", "Flee treats it as 1"),
    (S, "conflict_weight: 0.25", "harvest_months: [6]", "[6]", "does not carry out harvests"),
    (S, "conflict_weight: 0.25", "MatchCampReligion: true", "True", "does not carry out the demographic rules"),
    (S, "conflict_weight: 0.25", "two_system_decision_making: true", "True", "It has no effect"),
    (S, "conflict_weight: 0.25", "max_move_speed: 10", "duplicate key", "Flee takes the last one"),
    (S, "optimisations:", "optimisations: 7\nx:", "'x'", "log_levels"),
    (S, "move_rules:", "move_rules: [", "simsetting.yml", "All defaults are used"),
    (S, "optimisations:", DRIVEN, "'often'", "pop_ratio"),
    (L, "region,country", "country,region", "column 2: found 'country'", "Its place is column 3"),
    (L, "pop/cap\n", "pop/cap,capacity_a_day\n", "'capacity_a_day'", "Did you mean 'capacity_per_day'?"),
    (L, ",60000", ',"60,000"', "'60,000'", "read as 60000"),
    (L, ",900\n", ",nan\n", "'nan'", "a whole number"),
    (L, "Bora,North", "Bora ,North", "'Bora '", "does not strip names"),
    (L, "town", "hamlet", "'hamlet'", "Everybody leaves it at once"),
    (L, "conflict_zone,0", "conflict_zone,", "found nothing", "read as day 0"),
    (L, ",camp,,4000", ",camp,", "7 cells", "read as empty"),
    (L, "#name", "name", "a header without #", "taken as the header"),
    (L, GORA, GORA + "Far,E,Away,1,1,town,,5\n", "no way from the rest", "Far"),
    (L, GORA, GORA + "Gora,E,Away,1,1,camp,,5\n", "'Gora' 2 times", "each name once"),
    (R, "Aksu,Bora", "Aksu,Bra", "unknown place 'Bra'", "Did you mean 'Bora'?"),
    (R, "120", "-120", "'-120'", "The route is left out"),
    (R, "120", "far", "'far'", "The route is left out"),
    (R, "200,0", "200,1", "found 1", "doubles its weight"),
    (R, "200,0", "200,2", "found 2", "It has no effect"),
    (R, "Bora,Fort,200,0\n", "Bora,Fort,200,0\nFort,Bora,200,0\n", "again, as in row 3", "its weight is doubled"),
    (R, "Aksu,Bora,120,0\n", "Aksu,Bora,120,0\nAksu,Aksu,3,0\n", "a route from 'Aksu' to itself", "left out"),
    (R, "distance,forced", "forced_redirection,distance", "Its place is column 4", "by position"),
    (C, "country,Home", "land,Home", "'land'", "Flee ignores the row"),
    (C, "Home,Away", "Home,Awey", "unknown country 'Awey'", "Did you mean 'Away'?"),
    (C, "country,Home,Away", "link,Bora,Fort", "It has no effect in Flee", "--native closes the link"),
    (C, "country,Home,Away", "location,Bora,Fort", "a second name 'Fort'", "the whole of Bora"),
    (C, "country,Home,Away", "camp,Fert,", "applies it to the first place", "Did you mean 'Fort'?"),
    (C, "2,4", "12,14", "found 12", "It never closes"),
    (C, "2,4", "4,2", "found 2", "opens before it closes"),
    (C, "country,Home,Away,2,4", "country,Home,Away", "3 cells", "The row is left out"),
    (W, "#Day,Aksu,Bora", "#Day,Aksu,Boro", "unknown place 'Boro'", "Did you mean 'Bora'?"),
    (W, "#Day,Aksu,Bora", "#Day,Aksu,", "an empty name", "Flee stops if it holds values"),
    (W, "9,1,0\n", "", "9 rows", "the last row holds on"),
    (W, "3,1,0", "3,0.4,0", "changes between two intensities above 0", "--native follows them"),
    (W, "3,1,0", "4,1,0", "day '4'", "does not read the day"),
    (W, "3,1,0", "3,x,0", "'x'", "a number"),
    (D, "total,refugees.csv\n", "", "'Fort'", "total first"),
    (D, "Gora,gora.csv", "Gorra,gora.csv", "unknown place 'Gorra'", "added to those who flee"),
    (D, "Gora,gora.csv\n", "", "no row for the camp 'Gora'", "counted as 0 people"),
    (D, "gora.csv", "gore.csv", "file 'gore.csv' is missing", "Did you mean 'gora.csv'?"),
    ("source_data/gora.csv", "2022-10-01,400", "1 Oct,400", "'1 Oct'", "the row is left out"),
    ("source_data/gora.csv", "2022-10-01,400", "2022-10-01,many", "'many'", "a whole number"),
    ("source_data/gora.csv", "2022-10-01,400", "2022-09-20,400", "2022-09-20 after a row", "in the order of the file"),
    (K, "2022-09-26", "2022-09-27", "no count of Fort on that date", "no effect"),
    (K, "Fort", "Fart", "unknown name 'Fart'", "Did you mean 'Fort'?"),
    ("input_csv/sim_period.csv", "Length,10\n", "Length,10\nEnd,3\n", "'End'", "StartDate, Length"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "found", "do"), ODD)
def test_each_oddity_is_found_and_the_folder_still_runs(
    tmp_path: Path, file: str, old: str, new: str, found: str, do: str
) -> None:
    assert old in SOUND[file]
    instance, findings = read_flee(write(tmp_path, change=(file, SOUND[file].replace(old, new, 1))))
    said = [str(finding) for finding in findings]
    assert any(found in text and do in text for text in said), said
    assert all(finding.where and finding.found and finding.allowed and finding.do for finding in findings)
    run_flee(instance, seed=1, replicates=1)


def test_all_oddities_come_at_once(tmp_path: Path) -> None:
    settings = (S, SOUND[S].replace("max_move_speed", "max_mov_speed"))
    routes = (R, SOUND[R].replace("Aksu,Bora", "Aksu,Bra"))
    table = (W, SOUND[W].replace("9,1,0\n", ""))
    _, findings = read_flee(write(tmp_path, a=settings, b=routes, c=table))
    where = {finding.where.split()[0].rstrip(",") for finding in findings}
    assert where == {"simsetting.yml", "routes.csv", "conflicts.csv"}


def test_unknown_files_are_found(tmp_path: Path) -> None:
    write(tmp_path, change=("input_csv/location_changes.csv", "Fort,town,3\n"))
    (tmp_path / "input_csv" / "notes.txt").write_text("x", encoding="utf-8")
    said = " ".join(str(finding) for finding in read_flee(tmp_path)[1])
    assert "Flee looks for it in the current directory" in said
    assert "a file that Flee does not know" in said


def test_without_settings_the_defaults_hold(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / S).unlink()
    instance, findings = read_flee(tmp_path)
    assert "all its defaults are used" in str(findings[0])
    assert instance.rules.max_move_speed == 360.0


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("input_csv/sim_period.csv", "Length,10\n", "no first day"),
        ("input_csv/sim_period.csv", "StartDate,2022-09-21\n", "no length"),
        ("input_csv/sim_period.csv", "StartDate,2022-09-21\nLength,99999\n", "99,999 days"),
        (L, "#name\n", "no place"),
    ],
)
def test_what_cannot_be_run_at_all_is_refused(tmp_path: Path, file: str, text: str, words: str) -> None:
    with pytest.raises(ScenarioError, match=words):
        read_flee(write(tmp_path, change=(file, text)))


def test_a_folder_that_is_none_is_refused_with_all_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as error:
        read_flee(tmp_path)
    assert len(error.value.mistakes) == 8
    assert "Give the folder that holds input_csv" in str(error.value)


def answer(capsys: pytest.CaptureFixture[str], folder: Path, **options: Any) -> dict[str, Any]:
    flee(folder, **{"seed": 1, "replicates": 2, "people_factor": 1.0, "json": True, **options})
    return dict(json_module.loads(capsys.readouterr().out))


def test_json_has_the_keys_of_the_contract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    value = answer(capsys, write(tmp_path))
    assert list(value) == ["days", "people", "seconds", "ard", "ard_rescaled", "camps", "findings"]
    assert value["days"] == 10
    assert value["people"] == PEOPLE
    assert {name: len(days) for name, days in value["camps"].items()} == {"Fort": 10, "Gora": 10}
    assert value["findings"] == []


def test_camps_are_in_people_whatever_an_agent_stands_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path, change=(S, SOUND[S].replace("hasten: 1", "hasten: 10")))
    value = answer(capsys, folder)
    assert value["people"] == pytest.approx(PEOPLE, abs=20)
    assert value["camps"]["Fort"][0] >= 10


def test_native_says_how_results_differ(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    value = answer(capsys, write(tmp_path), native=True)
    assert set(value["compatible"]) == {"days", "people", "seconds", "ard", "ard_rescaled", "camps"}
    assert value["differences"][0].startswith("Rescaled error ")


def test_strict_refuses_a_folder_with_findings(tmp_path: Path) -> None:
    folder = write(tmp_path, change=(R, SOUND[R].replace("Aksu,Bora", "Aksu,Bra")))
    with pytest.raises(ScenarioError, match="unknown place 'Bra'"):
        flee(folder, seed=1, replicates=1, people_factor=1.0, strict=True)


@pytest.mark.parametrize("factor", [0.0, -1.0, float("nan"), float("inf")])
def test_people_factor_must_be_above_nought(tmp_path: Path, factor: float) -> None:
    with pytest.raises(SettingError, match=r"--people-factor: found .*; allowed: a number above 0"):
        flee(write(tmp_path), seed=1, replicates=1, people_factor=factor)


def test_a_person_reads_the_last_day_by_camp(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path, change=(R, SOUND[R].replace("200,0", "200,1")))
    flee(folder, seed=1, replicates=2, people_factor=1.0)
    printed = capsys.readouterr()
    assert f"10 days, {PEOPLE} people, 2 replicates" in printed.out
    assert "Fort" in printed.out
    assert "1 finding in the folder:" in printed.err
