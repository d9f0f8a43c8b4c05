"""The ledger keeps every report, claim and decision, only grows, and survives a kill in the middle of a write."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from qonaq.errors import EvidenceError
from qonaq.evidence.decisions import Decision
from qonaq.evidence.reconcile import reconcile
from qonaq.io.ledger import LEDGER, add_reports, claims_of, decide, decisions_of, new_ledger
from qonaq.io.reading_json import claim_as_json
from qonaq.model.claims import Claim, Passage, claim_id

NOON = datetime(2022, 9, 28, 12, tzinfo=UTC)
ONE = Claim(
    "entries",
    98_000,
    "people",
    Passage("98,000 came", 5, 16),
    country="KZ",
    period_end=date(2022, 9, 27),
    source="a.txt",
)
TWO = Claim("exits", 64_000, "people", Passage("64,000 left", 20, 31), country="KZ", source="a.txt")


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run folder with two claims and their ledger."""
    (tmp_path / "plan.json").write_text(json.dumps({"claims": [claim_as_json(ONE)]}), encoding="utf-8")
    (tmp_path / LEDGER).write_bytes(new_ledger([ONE, TWO], digests={"a.txt": "0" * 64}))
    return tmp_path


def test_decisions_are_kept_in_order_with_reason_and_time(run: Path) -> None:
    decide(run, claim_id(ONE), "accept", "the ministry's own page says so", at=NOON)
    decide(run, claim_id(TWO), "correct", "a digit was lost", at=NOON, value=64_234)
    decide(run, claim_id(ONE), "reject", "withdrawn", at=NOON)
    assert decisions_of(run) == (
        Decision(claim_id(ONE), "accept", "the ministry's own page says so", NOON),
        Decision(claim_id(TWO), "correct", "a digit was lost", NOON, 64_234),
        Decision(claim_id(ONE), "reject", "withdrawn", NOON),
    )


def test_decisions_change_the_evidence(run: Path) -> None:
    decide(run, claim_id(ONE), "reject", "withdrawn", at=NOON)
    decide(run, claim_id(TWO), "correct", "a digit was lost", at=NOON, value=64_234)
    found = reconcile([], known=[ONE, TWO], decisions=decisions_of(run))
    assert [claim.value for claim in found.claims] == [64_234]


def test_run_without_a_ledger_gets_one_from_its_plan(run: Path) -> None:
    (run / LEDGER).unlink()
    assert decisions_of(run) == ()
    decide(run, claim_id(ONE), "accept", "seen by phone", at=NOON)
    assert [claim["id"] for claim in claims_of(run)] == [claim_id(ONE)]


def test_new_run_goes_on_from_the_decisions_of_the_old(run: Path, tmp_path: Path) -> None:
    decide(run, claim_id(ONE), "accept", "seen", at=NOON)
    decide(run, claim_id(TWO), "reject", "gone", at=NOON)
    (run / LEDGER).write_bytes(new_ledger([ONE], digests={}, decisions=decisions_of(run)))
    assert [decision.claim for decision in decisions_of(run)] == [claim_id(ONE)]


def test_all_mistakes_of_a_decision_at_once(run: Path) -> None:
    with pytest.raises(EvidenceError) as error:
        decide(run, "nothing", "agree", " ", at=NOON, value=float("nan"))
    found = {mistake.where: mistake for mistake in error.value.mistakes}
    assert set(found) == {"decision", "CLAIM", "--why", "--value"}
    assert found["decision"].allowed == "accept, correct, reject"
    assert "qonaq evidence list RUN" in found["CLAIM"].allowed
    assert found["--why"].do == "Say why, for whoever reads it next."
    assert decisions_of(run) == ()


@pytest.mark.parametrize(("verb", "value"), [("correct", None), ("accept", 5.0), ("reject", 5.0)])
def test_value_belongs_to_a_correction(run: Path, verb: str, value: float | None) -> None:
    with pytest.raises(EvidenceError, match="a value with `correct`, none with `accept` and `reject`"):
        decide(run, claim_id(ONE), verb, "because of this", at=NOON, value=value)


def test_value_beyond_any_count_is_refused(run: Path) -> None:
    with pytest.raises(EvidenceError, match="a number below 1e12"):
        decide(run, claim_id(ONE), "correct", "because of this", at=NOON, value=1e13)


def test_folders_that_are_no_run(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="no such folder"):
        decide(tmp_path / "none", "x", "accept", "why not", at=NOON)
    with pytest.raises(EvidenceError, match=r"no plan\.json with claims"):
        decide(tmp_path, "x", "accept", "why not", at=NOON)
    (tmp_path / LEDGER).write_bytes(b"no ledger at all, but long enough to be looked at" * 50)
    with pytest.raises(EvidenceError, match="an evidence ledger"):
        decide(tmp_path, "x", "accept", "why not", at=NOON)


@pytest.mark.parametrize("table", ["report", "claim", "decision"])
def test_ledger_only_grows(run: Path, table: str) -> None:
    decide(run, claim_id(ONE), "accept", "seen", at=NOON)
    with closing(sqlite3.connect(run / LEDGER)) as ledger:
        for words in (f"DELETE FROM {table}", f"UPDATE {table} SET rowid = rowid + 1"):
            with pytest.raises(sqlite3.DatabaseError, match="the ledger only grows"):
                ledger.execute(words)


def test_same_report_twice_is_kept_once(run: Path) -> None:
    add_reports(run, [ONE, TWO], digests={"a.txt": "0" * 64})
    with closing(sqlite3.connect(run / LEDGER)) as ledger:
        assert ledger.execute("SELECT count(*) FROM report").fetchone() == (1,)
        assert ledger.execute("SELECT count(*) FROM claim").fetchone() == (2,)


DIES = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
from qonaq.io.ledger import add_reports
from qonaq.model.claims import Claim, Passage

def claims():
    for number in range(5000):
        yield Claim("entries", float(number), "people", Passage(f"{number} came"), source="b.txt")
    os.kill(os.getpid(), signal.SIGKILL)

add_reports(Path(sys.argv[1]), claims(), digests={"b.txt": "1" * 64})
"""


def test_kill_in_the_middle_of_a_write_leaves_the_ledger_as_it_was(run: Path) -> None:
    decide(run, claim_id(ONE), "accept", "seen", at=NOON)
    child = subprocess.run([sys.executable, "-c", DIES, str(run)], check=False, capture_output=True)
    assert child.returncode == -signal.SIGKILL, child.stderr.decode()
    with closing(sqlite3.connect(run / LEDGER)) as ledger:
        assert ledger.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert ledger.execute("SELECT file FROM report").fetchall() == [("a.txt",)]
        assert ledger.execute("SELECT count(*) FROM claim").fetchone() == (2,)
    assert [decision.verb for decision in decisions_of(run)] == ["accept"]
    decide(run, claim_id(TWO), "accept", "seen too", at=NOON)
    assert len(decisions_of(run)) == 2
