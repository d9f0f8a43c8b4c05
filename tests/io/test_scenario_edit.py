"""A scenario as a form: what was not changed keeps its bytes; mistakes are told at once and nothing is written."""

from __future__ import annotations

import difflib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from qonaq.io.scenario import packaged_names, read_scenario, scenario_folder
from qonaq.io.scenario_edit import check, keep, sheets_of, stamp_of
from qonaq.io.scenario_yaml import Sheet, yaml_sheets, yaml_texts

NAMES = ("kazakhstan-2022", "armenia-2023")


def changed(sheets: tuple[Sheet, ...], table: str, row: int, **cells: str) -> tuple[Sheet, ...]:
    """The tables with some cells of a row changed."""

    def put(sheet: Sheet) -> Sheet:
        columns = [column.name for column in sheet.columns]
        rows = [list(cells) for cells in sheet.rows]
        for column, text in cells.items():
            rows[row][columns.index(column)] = text
        return replace(sheet, rows=tuple(tuple(row) for row in rows))

    return tuple(put(sheet) if sheet.name == table else sheet for sheet in sheets)


def without(sheets: tuple[Sheet, ...], name: str, row: int) -> tuple[Sheet, ...]:
    def cut(sheet: Sheet) -> Sheet:
        rows, was = list(sheet.rows), list(sheet.was)
        del rows[row], was[row]
        return replace(sheet, rows=tuple(rows), was=tuple(was))

    return tuple(cut(sheet) if sheet.name == name else sheet for sheet in sheets)


def with_row(sheets: tuple[Sheet, ...], table: str, **cells: str) -> tuple[Sheet, ...]:
    def add(sheet: Sheet) -> Sheet:
        row = tuple(cells.get(column.name, "") for column in sheet.columns)
        return replace(sheet, rows=(*sheet.rows, row), was=(*sheet.was, None))

    return tuple(add(sheet) if sheet.name == table else sheet for sheet in sheets)


def lines_changed(before: str, after: str) -> list[str]:
    found = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in found if not line.startswith(("---", "+++", "@@"))]


def folder_of(name: str, tmp_path: Path) -> Path:
    return Path(shutil.copytree(scenario_folder(name), tmp_path / name))


@pytest.mark.parametrize("name", NAMES)
def test_a_form_without_a_change_keeps_every_byte(name: str, tmp_path: Path) -> None:
    source = scenario_folder(name)
    assert keep(Path(name), sheets_of(Path(name)), tmp_path / name) == ()
    for file in ("scenario.yaml", "policies.yaml", "places.csv", "routes.csv", "evidence.csv"):
        assert (tmp_path / name / file).read_bytes() == (source / file).read_bytes()
    assert stamp_of(tmp_path / name) == stamp_of(source)


@pytest.mark.parametrize("name", NAMES)
def test_a_changed_cell_changes_its_line_alone(name: str) -> None:
    folder = scenario_folder(name)
    texts = yaml_texts(folder, changed(sheets_of(Path(name)), "priors", 0, median="0.013"))
    assert list(texts) == ["scenario.yaml"]
    lines = lines_changed((folder / "scenario.yaml").read_text(), texts["scenario.yaml"].decode())
    assert len(lines) == 2
    assert "median: 0.013" in lines[1]


def test_comments_of_the_file_stay(tmp_path: Path) -> None:
    folder = folder_of("kazakhstan-2022", tmp_path)
    path = folder / "scenario.yaml"
    text = path.read_text().replace("groups:\n", "groups:  # who comes\n  # counted by the ministry\n")
    path.write_text(text.replace("    household: single\n", "    household: single  # by hand\n", 1))
    sheets = changed(sheets_of(folder), "groups", 0, children="0.1")
    assert keep(folder, sheets, folder) == ()
    kept = path.read_text()
    for comment in ("# who comes", "# counted by the ministry", "# by hand", "# Priors replace the defaults"):
        assert comment in kept
    assert read_scenario(folder).groups[0].children == 0.1


def test_rows_are_added_and_removed(tmp_path: Path) -> None:
    folder = folder_of("armenia-2023", tmp_path)
    before = read_scenario(folder)
    sheets = without(sheets_of(folder), "events", 2)
    sheets = with_row(sheets, "events", what="close", day="2023-10-02", target="Hakari bridge–Kornidzor",
                      source="the government said so", known_on="2023-10-01", assumption="false")  # fmt: skip
    assert keep(folder, sheets, folder) == ()
    after = read_scenario(folder)
    assert after.events[:-1] == before.events[:-1]
    assert (after.events[-1].what, after.events[-1].day.isoformat()) == ("close", "2023-10-02")


def test_the_law_of_a_prior_can_be_another(tmp_path: Path) -> None:
    folder = folder_of("armenia-2023", tmp_path)
    sheets = changed(sheets_of(folder), "priors", 0, law="fixed", at="0.7", median="", low="", high="")
    assert keep(folder, sheets, folder) == ()
    law = read_scenario(folder).priors[0].law
    assert (type(law).__name__, vars(law)["at"]) == ("Fixed", 0.7)


def test_levers_follow_a_policy_that_gets_another_name(tmp_path: Path) -> None:
    folder = folder_of("kazakhstan-2022", tmp_path)
    before = {policy.name: policy.levers for policy in read_scenario(folder).policies}
    sheets = changed(sheets_of(folder), "policies", 0, name="beds-at-the-border")
    sheets = without(sheets, "levers", 4)  # the last of the first policy
    sheets = with_row(sheets, "levers", policy="more-desks", lever="add_desks", target="Semey", amount="5",
                      start="2022-10-02")  # fmt: skip
    assert keep(folder, sheets, folder) == ()
    after = {policy.name: policy.levers for policy in read_scenario(folder).policies}
    assert after["beds-at-the-border"] == before["more-beds"][:-1]
    assert [lever.target for lever in after["more-desks"][len(before["more-desks"]) :]] == ["Semey"]
    assert (folder / "policies.yaml").read_text().startswith("# What could be done")


def test_every_mistake_is_told_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    folder = folder_of("kazakhstan-2022", tmp_path)
    stamp = stamp_of(folder)
    sheets = changed(sheets_of(folder), "groups", 0, share="140")
    sheets = changed(sheets, "priors", 0, median="many")
    sheets = changed(sheets, "levers", 0, amount="-3")
    sheets = changed(sheets, "places", 2, lat="95")
    sheets = changed(sheets, "head", 0, host="Atlantis")
    mistakes = keep(folder, sheets, folder)
    told = " ".join(f"{mistake.where}: {mistake.found};" for mistake in mistakes)
    for part in (
        "groups[1].share",
        "priors[1].law",
        "places.csv row 4, lat",
        "host",
        "'many'",
        "140",
        "95",
        "Atlantis",
    ):
        assert part in told
    assert stamp_of(folder) == stamp
    assert check(folder, sheets) == mistakes


def test_a_file_that_is_no_yaml_has_no_tables(tmp_path: Path) -> None:
    folder = folder_of("armenia-2023", tmp_path)
    (folder / "scenario.yaml").write_text("groups: [unclosed")
    assert yaml_sheets(folder) == ()
    assert [sheet.name for sheet in sheets_of(folder)] == ["places", "routes"]
    assert keep(folder, sheets_of(folder), folder) != ()


def test_all_packaged_scenarios_can_be_edited() -> None:
    assert set(packaged_names()) == set(NAMES)


def test_a_list_that_is_blank_or_absent_is_filled(tmp_path: Path) -> None:
    folder = folder_of("armenia-2023", tmp_path)
    (folder / "policies.yaml").write_text("policies:\n")
    sheets = with_row(sheets_of(folder), "policies", name="tents", source="the province")
    sheets = with_row(sheets, "levers", policy="tents", lever="open_beds", target="Goris", bed_class="collective",
                      amount="500", start="2023-10-01")  # fmt: skip
    assert keep(folder, sheets, folder) == ()
    (policy,) = read_scenario(folder).policies
    assert (policy.name, policy.levers[0].amount) == ("tents", 500.0)


@pytest.mark.parametrize(
    "text", ["policies: none\n", "policies: [1, {name: a}]\n", "policies: [{name: a, levers: 3}]\n"]
)
def test_a_file_that_is_not_laid_out_as_tables_is_left_to_its_author(text: str, tmp_path: Path) -> None:
    folder = folder_of("armenia-2023", tmp_path)
    (folder / "policies.yaml").write_text(text)
    assert yaml_sheets(folder) == ()
    assert check(folder, sheets_of(folder)) != ()
    assert (folder / "policies.yaml").read_text() == text
