"""Passages of our own, one construction each, and imitated reports of other crises: all is read, and nothing else."""

from __future__ import annotations

import json
import math
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qonaq.evidence.extract import Finder, extract
from qonaq.evidence.gazetteer import Gazetteer
from qonaq.evidence.report import read_plain
from qonaq.io.gazetteer import open_gazetteer
from qonaq.model.claims import Claim, Reading

HERE = Path(__file__).resolve().parent
Row = dict[str, Any]


def rows_of(name: str) -> list[Row]:
    """The passages of a data file beside this one."""
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def reading_of(row: Row, gazetteer: Finder) -> Reading:
    """What is read from the passage of a row."""
    text = f"DATE: {row['published']}\n\n{row['text']}" if row.get("published") else row["text"]
    return extract(read_plain(text, file=row["id"]), gazetteer)


def matches(claim: Claim, wanted: Row) -> bool:
    """Whether a claim has the measure and the value that a row wants."""
    if claim.measure != wanted["measure"] or not math.isclose(claim.value, wanted["value"], rel_tol=1e-6):
        return False
    high = wanted.get("high")
    return (high is None) == (claim.value_high is None) and (
        high is None or math.isclose(claim.value_high or 0.0, high, rel_tol=1e-6)
    )


def wrong_in(claim: Claim, wanted: Row) -> list[str]:
    """What a claim with the right value has wrong."""
    found = {
        "country": claim.country,
        "place": claim.place,
        "origin": claim.origin,
        "unit": claim.unit,
        "status": str(claim.status),
        "qualifier": str(claim.qualifier),
        "per": claim.per,
        "start": claim.period_start,
        "speaker": claim.speaker,
        "group": claim.group,
    }
    wrong = []
    for key, value in found.items():
        if key in wanted and str(value) != str(wanted[key]):
            wrong.append(f"{key} {value}, not {wanted[key]}")
    if "status" not in wanted and str(claim.status) not in ("reported",):
        wrong.append(f"status {claim.status}, not reported")
    if "end" in wanted:
        end = date.fromisoformat(wanted["end"])
        if claim.period_end is None or abs((claim.period_end - end).days) > int(claim.inferred):
            wrong.append(f"end {claim.period_end}, not {end}")
    return wrong


def faults(row: Row, reading: Reading) -> tuple[list[str], list[str], list[str]]:
    """What was missed, what was read that is not said, and what is wrong in what was found."""
    left = list(reading.claims)
    missed, wrong = [], []
    for wanted in row.get("claims", []):
        claim = next((claim for claim in left if matches(claim, wanted)), None)
        if claim is None:
            missed.append(f"{row['id']}: missed {wanted['measure']} {wanted['value']}")
            continue
        left.remove(claim)
        wrong.extend(f"{row['id']}: {claim.measure} {claim.value}: {fault}" for fault in wrong_in(claim, wanted))
    false = [
        f"{row['id']}: false {claim.measure} {claim.value:g} {claim.unit} '{claim.passage.quote}'"
        for claim in left
        if "before the change" not in claim.notes  # said of an earlier time, which a row need not name
    ]
    for kind in ("events", "options", "signals"):
        if kind in row:
            words = {statement.what for statement in getattr(reading, kind)}
            missed.extend(f"{row['id']}: missed {what}" for what in row[kind] if what not in words)
            if row.get("only"):
                false.extend(f"{row['id']}: false {what}" for what in words if what not in row[kind])
    return missed, false, wrong


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.mark.parametrize("row", rows_of("passages.jsonl"), ids=lambda row: row["id"])
def test_a_construction_is_read_and_nothing_else(row, gazetteer) -> None:
    missed, false, wrong = faults(row, reading_of(row, gazetteer))
    assert missed + false + wrong == []


def test_there_are_enough_constructions_in_both_languages() -> None:
    rows = rows_of("passages.jsonl")
    assert len(rows) >= 200
    assert min(sum(row["lang"] == language for row in rows) for language in ("en", "ru")) >= 80


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("held_out.jsonl", 0.95),
        ("fresh.jsonl", 0.95),
        ("third.jsonl", 0.95),
        ("fourth.jsonl", 0.95),
        ("fifth.jsonl", 0.95),
    ],
)
def test_reports_of_other_crises_are_read(name, least, gazetteer) -> None:
    """Precision and recall of quantity and measure, over passages of several sentences."""
    wanted = missed = false = 0
    words = []
    for row in rows_of(name):
        lost, extra, _ = faults(row, reading_of(row, gazetteer))
        wanted, missed, false = wanted + len(row["claims"]), missed + len(lost), false + len(extra)
        words += lost + extra
    assert (wanted - missed) / wanted >= least, words
    assert (wanted - missed) / (wanted - missed + false) >= least, words


def test_status_is_right_in_at_least_95_percent(gazetteer) -> None:
    rows = [row for row in rows_of("passages.jsonl") if row["id"].startswith("status-")]
    wrong = sum(bool(faults(row, reading_of(row, gazetteer))[2]) for row in rows)
    assert len(rows) >= 25
    assert wrong <= 0.05 * len(rows)


def test_a_passage_of_another_number_would_be_noticed(gazetteer) -> None:
    """The check can fail: a row that asks for another value is a miss and leaves a false claim."""
    row = dict(rows_of("passages.jsonl")[0])
    row["claims"] = [{"measure": "entries", "value": row["claims"][0]["value"] + 1}]
    missed, false, _ = faults(row, reading_of(row, gazetteer))
    assert len(missed) == 1
    assert len(false) == 1
