"""How well reports are read: claims against annotated reports, in English and Russian.

A claim is right where its measure and its value are annotated; it is false where its value stands in no annotated fact
of the report. Country, place, unit and period are asked of the claims that are right. A claim that says of itself that
it was denied states no figure and is not scored.

    python verification/evaluate_reading.py SHARED [--misses]
"""

from __future__ import annotations

import argparse
import json
import math
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from qonaq.evidence.extract import extract
from qonaq.evidence.gazetteer import Gazetteer
from qonaq.evidence.names import fold
from qonaq.evidence.report import read_plain
from qonaq.io.gazetteer import open_gazetteer
from qonaq.measures import Status
from qonaq.model.claims import Claim, Reading

READS = ("reports/gold.jsonl", "reports/measures.json", "reports/text/*.txt")
LANGUAGES = ("en", "ru")
PEOPLE_UNITS = frozenset(("people", "families", "trips", "vehicles"))
Fact = dict[str, Any]


@dataclass
class Tally:
    """What was right, false and missed, and the questions asked of what was right."""

    right: int = 0
    false: int = 0
    facts: int = 0
    asked: dict[str, list[bool]] = field(default_factory=dict)
    misses: list[str] = field(default_factory=list)

    def ask(self, question: str, good: bool, words: str) -> None:
        self.asked.setdefault(question, []).append(good)
        if not good:
            self.misses.append(f"{question}: {words}")

    def share(self, question: str) -> float | None:
        answers = self.asked.get(question, [])
        return sum(answers) / len(answers) if answers else None


def annotated(shared: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """Every annotated report with its text."""
    folder = shared / "reports"
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        with (folder / "text" / gold["file"]).open(encoding="utf-8", newline="") as file:
            yield gold, file.read()


def our_value(fact: Fact, value: float) -> float:
    """An annotated value in our units: percents as shares, "two times" as an increase of 1."""
    if fact["unit"] == "percent":
        return value / 100
    return value - 1 if fact["unit"] == "times" else float(value)


def same(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-9)


def is_right(claim: Claim, fact: Fact, measures: dict[str, Any]) -> bool:
    """Whether a claim states an annotated fact: its measure, its value and, where both have one, its upper value."""
    ours = measures.get(fact["measure"]) or []
    if claim.measure not in ([ours] if isinstance(ours, str) else ours) or not same(
        claim.value, our_value(fact, fact["value"])
    ):
        return False
    high = fact.get("value_hi")
    return high is None or claim.value_high is None or same(claim.value_high, our_value(fact, high))


def stands_anywhere(claim: Claim, facts: list[Fact]) -> bool:
    """Whether the claim's value stands in any annotated fact of the report."""
    values = [
        our_value(f, f[key]) for f in facts for key in ("value", "value_hi") if isinstance(f.get(key), int | float)
    ]
    return any(same(claim.value, value) for value in values)


def unit_of(fact: Fact) -> str:
    unit = str(fact["unit"]).removesuffix("/day").removesuffix("/year").removesuffix("/month")
    return {"percent": "share", "times": "share", "KZT": fact["unit"]}.get(unit, unit)


LIKE = 0.7  # share of letters in common that one name has in two alphabets: Korchova, Korczowa


def alike(ours: str, theirs: str) -> bool:
    """Whether two spellings are of one name: they begin alike and share most letters."""
    return ours[:1] == theirs[:1] and SequenceMatcher(None, ours, theirs).ratio() >= LIKE


def is_place(names: set[str], wanted: str, gazetteer: Gazetteer) -> bool:
    """Whether a place is the annotated one (or one of several), in whatever spelling: Herāt, Ulan Bator, Сирет."""
    for one in re.split(r" ?[;,] ?", wanted):
        known = {place.name for place in gazetteer.resolve(one)}
        for name in names:
            ours, theirs = fold(name), fold(one)
            if ours in theirs or theirs in ours or name in known:
                return True
            if any(alike(ours, word) for word in (theirs, *theirs.split())):
                return True
    return False


def ask_of(tally: Tally, claim: Claim, fact: Fact, gazetteer: Gazetteer) -> None:
    """Country, place, unit and period of a claim that is right."""
    words = f"{claim.source}: '{claim.passage.quote}'"
    country = gazetteer.country_code(fact.get("country") or "")
    if country is not None:
        tally.ask("country", claim.country == country, f"{words} {claim.country}, not {country}")
    if fact.get("place"):
        names = {name for name in (claim.place, claim.alias) if name}
        tally.ask("place", is_place(names, fact["place"], gazetteer), f"{words} {names}, not {fact['place']}")
    tally.ask("unit", claim.unit == unit_of(fact), f"{words} {claim.unit}, not {unit_of(fact)}")
    if fact.get("as_of_end") and claim.per is None:
        end = date.fromisoformat(fact["as_of_end"])
        gap = None if claim.period_end is None else abs((claim.period_end - end).days)
        tally.ask("period end", gap is not None and gap <= claim.inferred, f"{words} {claim.period_end}, not {end}")


def score(reading: Reading, gold: dict[str, Any], measures: dict[str, Any], gazetteer: Gazetteer, tally: Tally) -> None:
    """Add one report to a tally."""
    facts = [fact for fact in gold["facts"] if measures.get(fact["measure"])]
    open_claims = [claim for claim in reading.claims if claim.status is not Status.DENIED]
    tally.facts += len(facts)
    for fact in facts:
        found = next((claim for claim in open_claims if is_right(claim, fact, measures)), None)
        if found is None:
            tally.misses.append(f"missed: {gold['file']}: {fact['measure']} {fact['value']} '{fact['quote']}'")
            continue
        open_claims.remove(found)
        tally.right += 1
        ask_of(tally, found, fact, gazetteer)
    for claim in open_claims:
        if not stands_anywhere(claim, gold["facts"]):
            tally.false += 1
            tally.misses.append(f"false: {gold['file']}: {claim.measure} {claim.value} '{claim.passage.quote}'")


def tallied(shared: Path) -> tuple[Tally, int, int]:
    """The tally of all reports; claims of people in reports without any; wrong offsets."""
    measures = json.loads((shared / "reports" / "measures.json").read_text(encoding="utf-8"))
    gazetteer = open_gazetteer()
    tally, unwanted, wrong = Tally(), 0, 0
    for gold, text in annotated(shared):
        reading = extract(read_plain(text, file=gold["file"]), gazetteer)
        passages = [item.passage for item in (*reading.claims, *reading.events, *reading.options, *reading.signals)]
        wrong += sum(text[passage.start : passage.end] != passage.quote for passage in passages)
        if gold["set"] == "negative":
            unwanted += sum(claim.unit in PEOPLE_UNITS for claim in reading.claims)
        if gold["lang"] in LANGUAGES:
            score(reading, gold, measures, gazetteer, tally)
    return tally, unwanted, wrong


def reports_a_second(shared: Path, *, characters: int = 3000, reports: int = 60) -> float:
    """Reports of 3,000 characters read in a second, once everything is loaded: annotated texts strung together."""
    gazetteer = open_gazetteer()
    texts = ["\n".join(text.splitlines()[3:]) for gold, text in annotated(shared) if gold["lang"] in LANGUAGES]
    whole = "DATE: 2022-09-28\n\n" + "\n".join(texts)
    pieces = ["DATE: 2022-09-28\n\n" + whole[at : at + characters] for at in range(20, len(whole) - characters, 997)][
        :reports
    ]
    for piece in pieces[:5]:
        extract(read_plain(piece, file="warm"), gazetteer)
    begun = time.process_time()
    for piece in pieces:
        extract(read_plain(piece, file="timed"), gazetteer)
    return len(pieces) / (time.process_time() - begun)


def evaluate(shared: Path) -> dict[str, dict[str, Any]]:
    """The figures of this part of the record."""
    tally, unwanted, wrong = tallied(shared)
    precision = tally.right / max(1, tally.right + tally.false)
    recall = tally.right / max(1, tally.facts)

    def figure(value: float | None, goal: float | None = None, better: str = "higher") -> dict[str, Any]:
        return {"value": None if value is None else round(value, 4), "better": better, "goal": goal}

    return {
        "facts scored": figure(tally.facts),
        "quantity and measure, precision": figure(precision),
        "quantity and measure, recall": figure(recall),
        "quantity and measure, F1": figure(2 * precision * recall / max(1e-9, precision + recall), 0.88),
        "country": figure(tally.share("country"), 0.95),
        "place": figure(tally.share("place")),
        "unit": figure(tally.share("unit")),
        "period end": figure(tally.share("period end"), 0.85),
        "claims of people in reports without any": figure(unwanted, 0.0, "lower"),
        "offsets that are wrong": figure(wrong, 0.0, "lower"),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Scores the reading of annotated reports.")
    parser.add_argument("shared", type=Path)
    parser.add_argument("--misses", action="store_true", help="print every miss")
    chosen = parser.parse_args()
    for name, content in evaluate(chosen.shared).items():
        print(f"{name}: {content['value']}" + (f" (goal {content['goal']})" if content["goal"] is not None else ""))
    print(f"reports of 3,000 characters a second: {reports_a_second(chosen.shared):.0f}")
    if chosen.misses:
        print("\n".join(tallied(chosen.shared)[0].misses))


if __name__ == "__main__":
    main()
