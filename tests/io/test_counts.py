"""Observed people by place and group, as they may go out: what `qonaq export --to counts` writes."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from cli.commands_run import run as run_command
from qonaq.errors import SettingError
from qonaq.io.exporting.counts import COLUMNS, SUPPRESSED, counts_table
from qonaq.io.exporting.formats import export_run
from qonaq.io.scenario_rows import CLAIM_COLUMNS
from store_of_runs import RUN, write_store

NAMES = [column.name for column in CLAIM_COLUMNS]


def evidence(folder: Path, *counts: tuple[str, str, int], day: str = "2030-03-10", **more: str) -> Path:
    """A run folder whose evidence holds these counts of people present by place and group."""
    folder.mkdir(exist_ok=True)
    with (folder / "evidence.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, NAMES)
        writer.writeheader()
        for place, group, people in counts:
            row = dict.fromkeys(NAMES, "") | {
                "measure": "present", "country": "BB", "value": str(people), "unit": "people", "status": "reported",
                "place": place, "group": group, "period_end": day, "published": day,
            }  # fmt: skip
            writer.writerow(row | more)
    return folder


def numbers(table: bytes) -> dict[tuple[str, str], str]:
    rows = list(csv.DictReader(io.StringIO(table.decode())))
    assert all(tuple(row) == COLUMNS for row in rows)
    return {(row["place"], row["group"]): row["people"] for row in rows}


COUNTS = (("Ash", "families", 7), ("Ash", "singles", 213), ("Birch", "families", 84), ("Birch", "singles", 391),
          ("Cedar", "families", 52), ("Cedar", "singles", 66))  # fmt: skip


def test_a_small_count_goes_out_neither_itself_nor_by_subtraction(tmp_path: Path) -> None:
    found = numbers(counts_table(evidence(tmp_path / "run", *COUNTS)))
    assert found["Ash", "families"] == SUPPRESSED
    assert sum(people == SUPPRESSED for (place, _), people in found.items() if place == "Ash") > 1
    assert sum(people == SUPPRESSED for (_, group), people in found.items() if group == "families") > 1
    assert all(people == SUPPRESSED or int(people) % 5 == 0 for people in found.values())


def test_what_nobody_counted_is_blank_and_not_nought(tmp_path: Path) -> None:
    found = numbers(counts_table(evidence(tmp_path / "run", ("Ash", "families", 100), ("Birch", "singles", 200))))
    assert (found["Ash", "families"], found["Ash", "singles"], found["Birch", "families"]) == ("100", "", "")


def test_the_newest_count_stands_and_people_are_not_counted_twice(tmp_path: Path) -> None:
    run = evidence(tmp_path / "run", ("Ash", "families", 100), ("Ash", "singles", 60), ("Ash", "", 160),
                   ("Ash", "singles", 80))  # fmt: skip
    assert numbers(counts_table(run))["total", "total"] == "180"


@pytest.mark.parametrize(
    "other", [{"unit": "beds"}, {"status": "proposed"}, {"status": "forecast"}, {"per": "day"}, {"place": ""}]
)
def test_only_reported_counts_of_people_at_places_go_out(tmp_path: Path, other: dict[str, str]) -> None:
    run = evidence(tmp_path / "run", ("Ash", "", 100), **other)
    assert numbers(counts_table(run)) == {}


def test_the_next_table_does_not_tell_one_person_more(tmp_path: Path) -> None:
    """One more single in Ash: the two tables together leave more than one number for it."""
    first = counts_table(evidence(tmp_path / "one", ("Ash", "singles", 102), ("Birch", "singles", 391)))
    later = evidence(tmp_path / "two", ("Ash", "singles", 103), ("Birch", "singles", 391), day="2030-03-11")
    blind, seeing = numbers(counts_table(later)), numbers(counts_table(later, earlier=first))
    assert (numbers(first)["Ash", "singles"], blind["Ash", "singles"]) == ("100", "105")
    assert seeing.keys() == blind.keys()
    for cell, people in seeing.items():
        before = numbers(first)[cell]
        if SUPPRESSED not in (people, before):  # r is r ± 2: a change of 5 is one of 1 to 9
            assert abs(int(people) - int(before)) in (0, 5)


def test_a_place_of_the_last_table_cannot_be_dropped(tmp_path: Path) -> None:
    first = counts_table(evidence(tmp_path / "one", *COUNTS))
    later = evidence(tmp_path / "two", *COUNTS[:4])
    with pytest.raises(SettingError, match="without Cedar"):
        counts_table(later, earlier=first)


def test_the_command_takes_what_stands_there_as_the_last_table(tmp_path: Path) -> None:
    run = write_store(tmp_path / "store") / RUN
    evidence(run, *COUNTS)
    out = tmp_path / "public" / "counts.csv"
    answer = run_command("export", run, "--to", "counts", "--out", out, "--json")
    assert answer.code == 0
    assert "suppressed" in answer.json["meaning"]
    evidence(run, *COUNTS[:4])
    again = run_command("export", run, "--to", "counts", "--out", out, "--json")
    assert again.code == 2
    assert "without Cedar" in again.err + again.out
    assert numbers(out.read_bytes())["Cedar", "singles"] != ""  # and the last table is still there


def test_somebody_elses_file_is_not_taken_for_the_last_table(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="was not made by qonaq export"):
        counts_table(evidence(tmp_path / "run", *COUNTS), earlier=b"place,people\nAsh,3\n")


def test_counts_have_no_language(tmp_path: Path) -> None:
    run = write_store(tmp_path / "store") / RUN
    with pytest.raises(SettingError, match="Leave --lang out"):
        export_run(run, "counts", language="ru")
