"""The evidence ledger of a run: every report, claim and decision of the analyst with its reason, in one SQLite file.

Nothing in it is ever changed or deleted, only added. Each addition is one transaction: a run that is killed in the
middle of one leaves the ledger as it was before.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from qonaq.errors import EvidenceError, Mistake, nearest, unknown_name
from qonaq.evidence.decisions import VERBS, Decision
from qonaq.io.reading_json import claim_as_json
from qonaq.model.claims import Claim

LEDGER = "ledger.sqlite"
SHORTEST_REASON = 3  # characters
PATIENCE = 10.0  # seconds to wait for another writer
_TABLES = """
CREATE TABLE report (sha256 TEXT NOT NULL, file TEXT NOT NULL, PRIMARY KEY (sha256, file)) STRICT;
CREATE TABLE claim (id TEXT PRIMARY KEY, source TEXT, stated TEXT NOT NULL) STRICT;
CREATE TABLE decision (
    number INTEGER PRIMARY KEY,
    claim TEXT NOT NULL REFERENCES claim (id),
    verb TEXT NOT NULL CHECK (verb IN ('accept', 'correct', 'reject')),
    value REAL,
    why TEXT NOT NULL,
    at TEXT NOT NULL,
    CHECK ((verb = 'correct') = (value IS NOT NULL))
) STRICT;
CREATE TRIGGER report_stays BEFORE UPDATE ON report BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER report_kept BEFORE DELETE ON report BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER claim_stays BEFORE UPDATE ON claim BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER claim_kept BEFORE DELETE ON claim BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER decision_stays BEFORE UPDATE ON decision BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER decision_kept BEFORE DELETE ON decision BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
"""


def new_ledger(claims: Iterable[Claim], *, digests: Mapping[str, str], decisions: Sequence[Decision] = ()) -> bytes:
    """A whole ledger as the bytes of its file: for a run folder that is written in one piece.

    `digests`: file → SHA-256 of every report. `decisions`: those of an earlier run that this one goes on from.
    """
    with closing(sqlite3.connect(":memory:")) as ledger:
        ledger.executescript(_TABLES)
        with ledger:
            _add_reports(ledger, digests)
            _add_claims(ledger, (claim_as_json(claim) for claim in claims))
            known = {row[0] for row in ledger.execute("SELECT id FROM claim")}
            for decision in decisions:
                if decision.claim in known:
                    _add_decision(ledger, decision)
        return bytes(ledger.serialize())


def decide(run: Path, claim: str, verb: str, why: str, *, at: datetime, value: float | None = None) -> Decision:
    """Keep the analyst's word on a claim; EvidenceError with every mistake at once."""
    decision = Decision(claim=claim, verb=verb, why=why.strip(), at=at, value=value)
    with _opened(run) as ledger:
        known = {row[0]: row[1] for row in ledger.execute("SELECT id, stated FROM claim")}
        mistakes = _mistakes(decision, known)
        if mistakes:
            raise EvidenceError(mistakes)
        with ledger:
            _add_decision(ledger, decision)
    return decision


def add_reports(run: Path, claims: Iterable[Claim], *, digests: Mapping[str, str]) -> None:
    """Further reports and their claims, all of them or, if this is cut short, none."""
    with _opened(run) as ledger, ledger:
        _add_reports(ledger, digests)
        _add_claims(ledger, (claim_as_json(claim) for claim in claims))


def decisions_of(run: Path) -> tuple[Decision, ...]:
    """Every decision in the order in which it was taken; none where nobody has decided anything."""
    if not (run / LEDGER).is_file():
        return ()
    with _opened(run) as ledger:
        rows = ledger.execute("SELECT claim, verb, why, at, value FROM decision ORDER BY number").fetchall()
    return tuple(replace(Decision(*row), at=datetime.fromisoformat(row[3])) for row in rows)


def claims_of(run: Path) -> tuple[dict[str, Any], ...]:
    """Every claim of the ledger as the contract writes it, with its id."""
    with _opened(run) as ledger:
        return tuple(json.loads(row[0]) for row in ledger.execute("SELECT stated FROM claim ORDER BY rowid"))


def _mistakes(decision: Decision, known: Mapping[str, str]) -> list[Mistake]:
    mistakes: list[Mistake] = []
    if decision.verb not in VERBS:
        mistakes.append(unknown_name("decision", decision.verb, VERBS))
    if decision.claim not in known:
        listed = "one of the run's claims; `qonaq evidence list RUN` shows them"
        mistakes.append(Mistake("CLAIM", f"'{decision.claim}'", listed, nearest(decision.claim, list(known))))
    if len(decision.why) < SHORTEST_REASON:
        mistakes.append(
            Mistake("--why", f"'{decision.why}'", "a reason in words", "Say why, for whoever reads it next.")
        )
    if (decision.verb == "correct") != (decision.value is not None):
        found = "no value" if decision.value is None else f"the value {decision.value:g}"
        allowed = "a value with `correct`, none with `accept` and `reject`"
        mistakes.append(Mistake("--value", found, allowed, "Give the right value with --value, or leave it out."))
    if decision.value is not None and not (abs(decision.value) < 1e12):
        mistakes.append(
            Mistake("--value", f"{decision.value}", "a number below 1e12", "Give the value in the claim's unit.")
        )
    return mistakes


@contextmanager
def _opened(run: Path) -> Iterator[sqlite3.Connection]:
    """The ledger of a run; one is made from the run's claims where there is none yet."""
    path = run / LEDGER
    if not run.is_dir():
        raise EvidenceError(Mistake(str(run), "no such folder", "the folder of a run", "Check the path."))
    try:
        if not path.is_file():
            _make(run, path)
        with closing(sqlite3.connect(path, timeout=PATIENCE)) as ledger:
            ledger.execute("PRAGMA journal_mode = WAL")
            ledger.execute("PRAGMA synchronous = FULL")
            ledger.execute("PRAGMA foreign_keys = ON")
            yield ledger
    except sqlite3.Error as error:
        do = "Check that the folder may be written and the file is whole."
        raise EvidenceError(Mistake(str(path), f"{error}", "an evidence ledger", do)) from None


def _make(run: Path, path: Path) -> None:
    """A ledger from the claims of plan.json, put in place in one step."""
    plan = run / "plan.json"
    try:
        claims = json.loads(plan.read_text(encoding="utf-8"))["claims"]
        given = [claim for claim in claims if "id" in claim]
    except (OSError, ValueError, KeyError, TypeError):
        do = "Name the folder that `qonaq plan` has written."
        raise EvidenceError(Mistake(str(run), "no plan.json with claims", "the folder of a run", do)) from None
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    with closing(sqlite3.connect(fresh)) as ledger:
        ledger.executescript(_TABLES)
        with ledger:
            _add_claims(ledger, given)
    fresh.replace(path)


def _add_reports(ledger: sqlite3.Connection, digests: Mapping[str, str]) -> None:
    ledger.executemany(
        "INSERT OR IGNORE INTO report (sha256, file) VALUES (?, ?)",
        ((digest, file) for file, digest in digests.items()),
    )


def _add_claims(ledger: sqlite3.Connection, claims: Iterable[Mapping[str, Any]]) -> None:
    ledger.executemany(
        "INSERT OR IGNORE INTO claim (id, source, stated) VALUES (?, ?, ?)",
        ((claim["id"], claim.get("source"), json.dumps(claim, ensure_ascii=False)) for claim in claims),
    )


def _add_decision(ledger: sqlite3.Connection, decision: Decision) -> None:
    ledger.execute(
        "INSERT INTO decision (claim, verb, value, why, at) VALUES (?, ?, ?, ?, ?)",
        (decision.claim, decision.verb, decision.value, decision.why, decision.at.isoformat()),
    )
