"""A scenario folder is read as it was written, and every mistake in it is told at once, with its place."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qonaq.engine.program_checks import BY_GROUP, NEEDS_TARGET
from qonaq.engine.program_checks import check as check_for_engine
from qonaq.errors import Mistake, ScenarioError, SettingError
from qonaq.io.scenario import check_scenario, packaged_names, read_scenario
from qonaq.io.scenario_check_rules import FOR_GROUPS, TARGET_OPTIONAL
from qonaq.io.scenario_docs import column_tables
from qonaq.io.scenario_schema import scenario_schema
from qonaq.io.scenario_write import write_scenario
from qonaq.model.laws import LogNormal
from qonaq.model.places import Mode, PlaceKind
from qonaq.model.policies import AS_IT_IS, LEVERS
from scenario_folders import FILES, write


def told(folder: Path) -> list[tuple[str, str]]:
    """Where each mistake is and what was found."""
    return [(mistake.where, mistake.found) for mistake in check_scenario(folder)]


def only(folder: Path) -> Mistake:
    """The one mistake of a folder."""
    mistakes = check_scenario(folder)
    assert len(mistakes) == 1, [str(mistake) for mistake in mistakes]
    return mistakes[0]


def test_small_folder_is_read_as_it_was_written(tmp_path: Path) -> None:
    scenario = read_scenario(write(tmp_path / "small"))
    assert (scenario.name, scenario.origin, scenario.host) == ("small", "RU", "KZ")
    assert scenario.trigger == date(2022, 9, 21)
    syrym = scenario.place("Mashtakovo")
    assert syrym is not None
    assert (syrym.name, syrym.kind, syrym.lanes, syrym.assumption) == ("Syrym", PlaceKind.CROSSING, 6.0, True)
    assert [(route.start, route.end, route.mode) for route in scenario.routes] == [
        ("Samara", "Syrym", Mode.ROAD),
        ("Syrym", "Oral", Mode.ROAD),  # written under an alias
        ("Oral", "Kyrgyzstan", Mode.AIR),
    ]
    assert scenario.priors[0].law == LogNormal(10000, 9000, 12000)
    assert scenario.rules[0].stay_days == 30
    assert scenario.policies[0].levers[0].amount == 300
    rent = scenario.evidence[1]
    assert (rent.place, rent.alias, rent.published) == ("Oral", "Уральск", date(2022, 9, 26))
    assert scenario.evidence[0].passage.quote == "some 98 thousand came"


@pytest.mark.parametrize("name", ["KAZ", "Kazakhstan", "kazakhstan"])
def test_country_may_be_named_by_its_long_code_or_name(name: str, tmp_path: Path) -> None:
    assert read_scenario(write(tmp_path / "small", scenario=("host: KZ", f"host: {name}"))).host == "KZ"


def test_policies_and_evidence_may_be_left_out(tmp_path: Path) -> None:
    scenario = read_scenario(write(tmp_path / "small", without=("policies.yaml", "evidence.csv")))
    assert scenario.policies == ()
    assert scenario.evidence == ()


@pytest.mark.parametrize("name", packaged_names())
def test_packaged_scenario_has_no_mistake_and_survives_writing(name: str, tmp_path: Path) -> None:
    assert check_scenario(name) == ()
    scenario = read_scenario(name)
    write_scenario(scenario, tmp_path / "copy")
    assert read_scenario(tmp_path / "copy") == scenario
    assert check_scenario(scenario) == ()


def test_nine_mistakes_are_told_at_once(tmp_path: Path) -> None:
    folder = write(tmp_path / "nine")
    texts = {name: (folder / name).read_text(encoding="utf-8") for name in FILES}
    texts["scenario.yaml"] = (
        texts["scenario.yaml"]
        .replace("climate: cold\n", "")
        .replace("host: KZ", "hots: KZ\nhost: KZ")  # 1 an unknown key
        .replace("share: 0.7", "share: 0.5")  # 2 shares that do not sum to 1
        .replace("stay_days: 30", "stay_days: thirty")  # 3 a word for a number
        .replace("parameter: traffic_in", "parameter: trafic_in")  # 4 a name that is not there
    )
    texts["places.csv"] = texts["places.csv"].replace("53.2,50.1", "153.2,50.1")  # 5 out of range
    texts["routes.csv"] = texts["routes.csv"].replace("Oral,Kyrgyzstan,2500", "Oral,Kirgizstan,NaN")  # 6 NaN
    texts["policies.yaml"] = texts["policies.yaml"].replace("open_beds", "open_bed")  # 7 an unknown lever
    texts["evidence.csv"] = texts["evidence.csv"].replace(",entries,", ",entires,")  # 8 an unknown measure
    texts["evidence.csv"] = (
        texts["evidence.csv"].replace(",2022-09-26\n", ",26.09.2022\n").replace("2022-09-26,https", "2022-9-26,https")
    )  # 9 a date in another order
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    places = " | ".join(where for where, _ in told(folder))
    for where in (
        "scenario.yaml line 4",
        "groups[1].share",
        "rules[1].stay_days",
        "priors[1].parameter",
        "places.csv row 2, lat",
        "routes.csv row 4, km",
        "policies.yaml line 6, policies[1].levers[1].lever",
        "evidence.csv row 2, measure",
        "evidence.csv row 3, published",
    ):
        assert where in places, (where, places)
    with pytest.raises(ScenarioError) as caught:
        read_scenario(folder)
    assert len(caught.value.mistakes) == len(told(folder)) == 9


@pytest.mark.parametrize(
    ("changed", "where", "found", "do"),
    [
        ({"places": ("population", "popluation")}, "places.csv row 1", "'popluation'", "Did you mean 'population'?"),
        ({"places": ("population", "phone number")}, "places.csv row 1", "'phone number'", "persons are refused"),
        ({"places": ("Syrym,crossing", "Syrym,crosing")}, "places.csv row 3, kind", "'crosing'", "'crossing'"),
        ({"places": ("3000000", "3 000 000")}, "places.csv row 2, population", "'3 000 000'", "12500"),
        ({"places": ("3000000", "inf")}, "places.csv row 2, population", "'inf'", "12500"),
        ({"places": ("3000000", "1e999")}, "places.csv row 2, population", "1e999", "Correct the number."),
        ({"places": (",true,Сырым", ",yes,Сырым")}, "places.csv row 3, assumption", "'yes'", "Write true."),
        ({"places": ("Сырым; Mash", "Сырым; ; Mash")}, "row 3, aliases", "'Сырым; ; Mashtakovo'", "semicolon"),
        ({"places": ("city,KZ", "city,kz")}, "places.csv row 4, country", "'kz'", "Write KZ."),
        ({"places": ("50.1,test", "50.1,")}, "places.csv row 2, source", "nothing", "Say where the numbers"),
        ({"places": ("2022-09-20,false,Самара", "2022-02-30,false,Самара")}, "known_on", "'2022-02-30'", "year-"),
        ({"places": ("Oral,city", "Syrym,city")}, "places.csv row 4, name", "'Syrym' again", "Keep one row"),
        ({"places": ("Uralsk", "Самара")}, "places.csv row 4, aliases", "'Самара' again", "'Samara' already has it"),
        ({"places": ("city,KZ", "city,KG")}, "places.csv row 4, country", "'KG' of a city", "elsewhere"),
        ({"places": (",3000000,", ",,")}, "places.csv row 2, population", "nothing", "residents"),
        ({"places": (",330000,", ",,")}, "places.csv row 4, population", "no beds", "beds are estimated"),
        ({"places": (",,RU,6", ",,KZ,6")}, "places.csv row 3, from_country", "'KZ' on both sides", "host side"),
        ({"routes": ("Oral,Kyrgyzstan", "Oral,Kirgizstan")}, "routes.csv row 4, end", "'Kirgizstan'", "'Kyrgyzstan'"),
        ({"routes": ("70,test", "-70,test")}, "routes.csv row 3, km", "-70", "Correct the number."),
        ({"routes": ("70,test", "0,test")}, "routes.csv row 3, km", "0", "length of the way"),
        ({"routes": ("Oral,Kyrgyzstan", "Oral,Oral")}, "row 4, end", "'Oral', the start itself", "Correct one"),
        ({"routes": (",road,", ",rod,")}, "routes.csv row 2, mode", "'rod'", "'road'"),
        ({"routes": ("2500,test", "2500,test,x")}, "routes.csv row 4", "9 cells", "double quotes"),
        ({"scenario": ("name: alone, share: 0.7", "name: alone, share: '0.7'")}, "share", "the text '0.7'", "quotes"),
        ({"scenario": ("share: 0.7", "share: 70")}, "groups[1].share", "70", "did you mean 0.7?"),
        ({"scenario": ("name: family", "name: alone")}, "groups[1].name", "'alone' twice", "Rename"),
        ({"scenario": ("trigger: 2022-09-21", "trigger: 2022-09-22")}, "events", "no trigger on", "Add {what"),
        ({"scenario": ("start: 2022-09-14", "start: 2022-09-24")}, "start", "with the trigger on", "week or so"),
        ({"scenario": ("currency: KZT", "currency: tenge")}, "currency", "'tenge'", "ISO 4217"),
        ({"scenario": ("title: A small scenario\n", "")}, "scenario.yaml line 1", "no 'title'", "Add title."),
        ({"scenario": ("kind: lognormal", "kind: lognorml")}, "priors[1].law", "'lognorml'", "'lognormal'"),
        ({"scenario": ("low: 9000", "low: 99000")}, "priors[1].law, law lognormal", "99000", "90 % interval"),
        ({"scenario": ("target: [KZ]", "target: [KK]")}, "priors[1].target", "'KK'", "allowed names"),
        ({"scenario": ("target: [KZ]", "target: [KZ, RU]")}, "priors[1].target", "[KZ, RU]", "too much"),
        ({"scenario": ("what: trigger", "what: triger")}, "events[1].what", "'triger'", "'trigger'"),
        ({"scenario": ("country: KZ, start", "country: XX, start")}, "rules[1].country", "'XX'", "allowed names"),
        ({"scenario": ("country: KZ, start", "country: Kazahstan, start")}, "country", "'Kazahstan'", "'Kazakhstan'"),
        ({"scenario": ("country: KZ, start", "country: TM, start")}, "rules[1].country", "'TM'", "allowed names"),
        ({"scenario": ("stay_days: 30", "stay_days: 30, groups: [alon]")}, "rules[1].groups", "'alon'", "'alone'"),
        ({"scenario": ("stay_days: 30", "stay_days: 30.5")}, "rules[1].stay_days", "30.5", "whole number"),
        ({"scenario": ("groups:", "groups: 3\nother:")}, "scenario.yaml", "'other'", ""),
        ({"policies": ("target: Oral", "target: Orel")}, "levers[1].target", "'Orel'", "'Oral'"),
        ({"policies": ("amount: 300, ", "")}, "levers[1].amount", "nothing", "beds opened"),
        ({"policies": ("amount: 300", "amount: -300")}, "levers[1].amount", "-300", "Correct the amount."),
        ({"policies": ("bed_class: collective, ", "")}, "levers[1].bed_class", "nothing", "Choose one."),
        ({"policies": ("start: 2022-10-01", "start: 2022-10-01, end: 2022-09-01")}, "end", "before", "Exchange"),
        ({"policies": ("start: 2022-10-01", "start: 2022-10-01, group: al")}, "group", "'al'", "allowed names"),
        ({"policies": ("start: 2022-10-01", "start: 2022-10-01, group: alone")}, "group", "'alone'", "on everybody"),
        ({"policies": ("lever: open_beds, target: Oral", "lever: open_beds")}, "target", "nothing", "Say on which"),
        ({"policies": ("{lever: open_beds, target: Oral", "{lever: cap_stay, target: KG")}, "target", "'KG'", ""),
        ({"policies": ("{lever: open_beds", "{lever: transport")}, "levers[1].to", "nothing", "Choose one."),
        ({"policies": ("collective,", "collective, to: Oral,")}, "levers[1].to", "'Oral'", "Leave it out"),
        ({"policies": ("open_beds, target: Oral", "transport, target: Oral, to: Orel")}, "].to", "'Orel'", "'Oral'"),
        ({"policies": ("name: more-beds", "name: as-it-is")}, "policies[1].name", "'as-it-is'", "always compared"),
        ({"policies": ("name: more-beds", "name: More beds")}, "policies[1].name", "'More beds'", "Rename"),
        ({"policies": ("policies:", "polices:")}, "policies.yaml line 1", "polices", "under the key policies"),
        ({"evidence": (",people,", ",persons,")}, "evidence.csv row 2, unit", "'persons'", "allowed names"),
        ({"evidence": (",Уральск,", ",Уральскк,")}, "evidence.csv row 3, place", "'Уральскк'", "'Уральск'"),
        ({"evidence": ("KZ,,2022-09-21", "KZ,,2022-09-29")}, "row 2, period_start", "2022-09-29 to", "Exchange"),
        ({"evidence": ("about,KZ,,", "about,TM,,")}, "evidence.csv row 2, country", "'TM'", "allowed names"),
        ({"evidence": ("2022-09-27,https", ",https")}, "evidence.csv row 2, published", "nothing", "Fill it in."),
    ],
)  # fmt: skip
def test_mistake_says_where_and_what_to_do(
    changed: dict[str, tuple[str, str]], where: str, found: str, do: str, tmp_path: Path
) -> None:
    mistakes = check_scenario(write(tmp_path / "small", **changed))
    matching = [m for m in mistakes if where in m.where and found in m.found and do in m.do]
    assert matching, [str(mistake) for mistake in mistakes]
    assert matching[0].allowed


def test_desks_without_hours_are_told(tmp_path: Path) -> None:
    header, *rows = FILES["places.csv"].splitlines()
    desks = [row + (",3,0" if ",city," in row else ",,") for row in rows]
    folder = write(tmp_path / "small")
    (folder / "places.csv").write_text("\n".join([f"{header},desks,desk_hours", *desks, ""]), encoding="utf-8")
    assert [where for where, _ in told(folder)] == ["places.csv row 4, desk_hours"]


def test_checks_and_engine_agree_on_what_a_lever_needs() -> None:
    assert frozenset(LEVERS) - NEEDS_TARGET == TARGET_OPTIONAL
    assert FOR_GROUPS == BY_GROUP


@pytest.mark.parametrize("name", packaged_names())
def test_engine_finds_nothing_that_the_check_does_not(name: str) -> None:
    scenario = read_scenario(name)
    for policy in (AS_IT_IS, *scenario.policies):
        assert check_for_engine(scenario, days=60, policy=policy) == []


def test_place_that_nobody_can_reach_is_told(tmp_path: Path) -> None:
    mistake = only(write(tmp_path / "small", routes=("Oral,Kyrgyzstan,2500,test,2022-09-20,false,air,4000\n", "")))
    assert mistake.found == "no route to 'Kyrgyzstan'"
    assert mistake.where == "places.csv row 5"


def test_route_against_the_direction_of_flight_is_told(tmp_path: Path) -> None:
    found = told(write(tmp_path / "small", routes=("Oral,Kyrgyzstan", "Kyrgyzstan,Oral")))
    assert ("routes.csv row 4, end", "a route from elsewhere 'Kyrgyzstan' to city 'Oral'") in found


def test_crossing_into_another_country_than_its_end_is_told(tmp_path: Path) -> None:
    found = told(write(tmp_path / "small", routes=("Oral,Kyrgyzstan", "Syrym,Kyrgyzstan")))
    assert ("routes.csv row 4, end", "'Syrym' leads into KZ, 'Kyrgyzstan' is in KG") in found


def test_same_route_twice_is_told(tmp_path: Path) -> None:
    row = "Samara,Syrym,250,test,2022-09-20,true,road,\n"
    mistake = only(write(tmp_path / "small", routes=(row, row + row)))
    assert (mistake.where, mistake.found) == ("routes.csv row 3", "'Samara' to 'Syrym' by road again")


def test_same_route_under_an_alias_is_told(tmp_path: Path) -> None:
    row = "Samara,Syrym,250,test,2022-09-20,true,road,\n"
    mistake = only(write(tmp_path / "small", routes=(row, row + row.replace("Syrym", "Mashtakovo"))))
    assert (mistake.where, mistake.found) == ("routes.csv row 3", "'Samara' to 'Mashtakovo' by road again")


AWKWARD = (
    "yes",
    "12",
    "null",
    "- a dash",
    'a "quote": and # a hash',
    "жаңа – new\u2028line",
    "{brace",
    "2022-09-21",
    "@at",
    "%",
)


@pytest.mark.parametrize("text", AWKWARD)
def test_any_text_survives_writing_and_reading(text: str, tmp_path: Path) -> None:
    scenario = read_scenario(write(tmp_path / "small"))
    places = (replace(scenario.places[0], source=text, region=text), *scenario.places[1:])
    groups = (replace(scenario.groups[0], source=text), *scenario.groups[1:])
    changed = replace(scenario, title=text, source=text, cautions=(text, text), notes={"k": text}, places=places)
    changed = replace(changed, groups=groups)
    write_scenario(changed, tmp_path / "copy")
    assert read_scenario(tmp_path / "copy") == changed


def test_two_rules_for_the_same_people_from_one_day_are_told(tmp_path: Path) -> None:
    rule = "  - {country: KZ, start: 2022-01-01, stay_days: 30, source: test}\n"
    second = "  - {country: KZ, start: 2022-01-01, groups: [alone], admits: false, source: test}\n"
    mistake = only(write(tmp_path / "small", scenario=(rule, rule + second)))
    assert mistake.found == "a second rule of KZ from 2022-01-01 for alone"


def test_two_priors_of_one_day_are_told_and_the_later_known_one_holds(tmp_path: Path) -> None:
    prior = "    source: test\n    known_on: 2022-09-20\n"
    again = (
        prior + "  - {parameter: traffic_in, target: [KZ], law: {kind: fixed, at: 7}, source: test, known_on: DAY}\n"
    )
    mistake = only(write(tmp_path / "same", scenario=(prior, again.replace("DAY", "2022-09-20"))))
    assert mistake.found == "a second prior of traffic_in"
    earlier = read_scenario(write(tmp_path / "earlier", scenario=(prior, again.replace("DAY", "2022-08-01"))))
    assert [row.known_on for row in earlier.priors] == [date(2022, 8, 1), date(2022, 9, 20)]


def test_share_of_ordinary_traffic_beyond_the_whole_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path / "small", places=("from_country,lanes", "from_country,traffic_share"))
    text = (
        (folder / "places.csv")
        .read_text(encoding="utf-8")
        .replace(",RU,6\n", ",RU,0.8\nTaskala,crossing,KZ,51.1,50,t,,,,,,RU,0.7\n")
    )
    (folder / "places.csv").write_text(text, encoding="utf-8")
    assert ("places.csv, traffic_share of KZ", "shares that sum to 1.5") in told(folder)


@pytest.mark.parametrize("name", ["scenario.yaml", "places.csv", "routes.csv"])
def test_file_that_is_missing_is_told(name: str, tmp_path: Path) -> None:
    mistake = only(write(tmp_path / "small", without=(name,)))
    assert (mistake.where, mistake.found) == (name, "no such file")


def test_folder_of_something_else_is_one_mistake(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    (tmp_path / "photo.jpg").write_text("x")
    assert only(tmp_path).found == "a folder without a scenario"


def test_misspelt_file_is_not_left_unread(tmp_path: Path) -> None:
    folder = write(tmp_path / "small", without=("evidence.csv",))
    (folder / "evidense.csv").write_text(FILES["evidence.csv"], encoding="utf-8")
    mistake = only(folder)
    assert (mistake.where, mistake.found) == ("evidense.csv", "an unknown file")
    assert "'evidence.csv'" in mistake.do


def test_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "small", without=("places.csv",))
    (tmp_path / "outside.csv").write_text(FILES["places.csv"], encoding="utf-8")
    (folder / "places.csv").symlink_to(tmp_path / "outside.csv")
    assert only(folder).found == "a link that leads out of the folder"


def test_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    folder = write(tmp_path / "small", without=("places.csv",))
    os.mkfifo(folder / "places.csv")
    assert only(folder).found == "no regular file"


def test_binary_and_foreign_encodings_are_told(tmp_path: Path) -> None:
    folder = write(tmp_path / "small")
    (folder / "evidence.csv").write_bytes(b"published\0source")
    assert ("evidence.csv", "binary data") in told(folder)
    (folder / "evidence.csv").write_bytes("published,source\nУральск".encode("cp1251"))
    assert ("evidence.csv line 2", "a byte that is not UTF-8 (0xd3)") in told(folder)


def test_file_beyond_the_limit_is_not_read(tmp_path: Path) -> None:
    folder = write(tmp_path / "small")
    with (folder / "scenario.yaml").open("ab") as file:
        file.truncate(1_000_001)
    assert only(folder).found == "1,000,001 bytes"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("title: &a x\nsource: *a\n", "an anchor or alias (& or *)"),
        ("title: !!python/object:os.system x\n", "the tag 'tag:yaml.org,2002:python/object:os.system'"),
        ("title: x\ntitle: y\n", "the key 'title' twice"),
        ("---\ntitle: x\n---\ntitle: y\n", "a second document"),
        ("title: [[[[[[[[[[[[[[x]]]]]]]]]]]]]]\n", "too many levels"),
        ("title: x: y\n", "mapping values are not allowed here"),
        ("? [a, b]\n: x\n", "a list or mapping as key"),
        ("- title\n", "no mapping"),
        ("title: {a: b}\n", "a list or mapping"),
        ("notes: [a]\n", "no mapping"),
        ("groups: 5\n", "no list"),
        ("cautions: ['']\n", "no name"),
        ('title: "a\\tb"\n', "a control character"),
        (f"title: {'x' * 3000}\n", "3,000 characters"),
    ],
)
def test_yaml_that_is_not_plain_data_is_told(text: str, found: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "small")
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    assert found in [mistake.found for mistake in check_scenario(folder)]


def test_a_thousand_levels_of_brackets_end_in_a_mistake(tmp_path: Path) -> None:
    folder = write(tmp_path / "small")
    (folder / "scenario.yaml").write_text("[" * 100_000, encoding="utf-8")
    assert "too many levels" in [mistake.found for mistake in check_scenario(folder)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "nothing"),
        ("name;kind;country\n", "semicolons"),
        ("name,name,kind\n", "'name' twice"),
        ('name,kind\n"open,x\n', "unexpected end of data"),
    ],
)
def test_table_without_a_sound_shape_is_told(text: str, found: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "small")
    (folder / "places.csv").write_text(text, encoding="utf-8")
    assert found in [mistake.found for mistake in check_scenario(folder)]


def test_more_mistakes_than_anybody_reads_are_counted(tmp_path: Path) -> None:
    folder = write(tmp_path / "small")
    with (folder / "routes.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"Samara,Nowhere{n},x,,,,,\n" for n in range(400))
    mistakes = check_scenario(folder)
    assert len(mistakes) == 501
    assert "more mistakes" in mistakes[-1].found


def test_unknown_name_lists_the_packaged_ones() -> None:
    with pytest.raises(ScenarioError, match="Did you mean 'kazakhstan-2022'"):
        read_scenario("kazahstan-2022")


def test_file_instead_of_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert only(tmp_path / "file").found == "a file"


def test_writing_over_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("x")
    with pytest.raises(SettingError):
        write_scenario(read_scenario("kazakhstan-2022"), tmp_path / "mine")


def test_scenario_that_is_there_is_kept_unless_told_otherwise(tmp_path: Path) -> None:
    scenario = read_scenario(write(tmp_path / "small"))
    with pytest.raises(SettingError, match="a scenario at"):
        write_scenario(scenario, tmp_path / "small")
    assert (tmp_path / "small" / "scenario.yaml").read_text(encoding="utf-8") == FILES["scenario.yaml"]
    write_scenario(scenario, tmp_path / "small", replace=True)
    assert read_scenario(tmp_path / "small") == scenario


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(FILES)), at=st.floats(0, 1), text=st.text(max_size=12))
def test_no_text_makes_anything_but_mistakes(name: str, at: float, text: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "spoilt")
    whole = FILES[name]
    cut = int(at * len(whole))
    (folder / name).write_text(whole[:cut] + text + whole[cut + 3 :], encoding="utf-8", errors="replace")
    for mistake in check_scenario(folder):
        assert mistake.where
        assert mistake.do


def test_schema_in_the_documentation_is_the_one_that_reads() -> None:
    kept = Path(__file__).resolve().parents[2] / "docs" / "contracts" / "scenario.schema.json"
    assert json.loads(kept.read_text(encoding="utf-8")) == scenario_schema()


def test_packaged_scenario_fits_its_schema() -> None:
    from ruamel.yaml import YAML

    from qonaq.io.scenario import PACKAGED

    text = (PACKAGED / "kazakhstan-2022" / "scenario.yaml").read_text(encoding="utf-8")
    data = json.loads(json.dumps(YAML(typ="safe").load(text), default=str))
    jsonschema.validate(data, scenario_schema())
    data["groups"][0]["shar"] = 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, scenario_schema())


def test_documentation_shows_the_columns_that_are_read() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "scenario.md").read_text(encoding="utf-8")
    for name, table in column_tables().items():
        assert table in text, f"the table of {name} in docs/scenario.md is not what io/scenario_docs.py makes"
