"""Writes the pages that are made from the code's own facts, or says which of them are out of date.

    python scripts/make_model_card.py [--check]

docs/model-card.md   what the model is, what it counts, what it assumes, what it may be asked
docs/standards.md    every planning standard with its source and grade
docs/ethics.md       the ethical matrix: for whom, which risk, what the code does about it, which test holds it
docs/evaluation.md   the evaluation matrix: what is measured, on what, how good it must be and how good it is
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from qonaq.io.rents import read_rent_episodes
from qonaq.io.standards import read_standards
from qonaq.measures import MEASURES
from qonaq.model.laws import Fixed, Law, LogNormal, Normal, Share
from qonaq.model.parameters import ASSUMPTION, PARAMETERS, PER
from qonaq.model.places import BED_CLASSES
from qonaq.model.policies import LEVERS
from qonaq.planning.disclosure import BASE, PERSONAL_WORDS, THRESHOLD
from qonaq.planning.indicators import INDICATORS, OBJECTIVES
from qonaq.planning.items import DRIVERS, ITEMS

ROOT = Path(__file__).resolve().parents[1]
RECORD = ROOT / "docs" / "record.json"
MADE = "<!-- Made by scripts/make_model_card.py from the code: change the code, not this page. -->"

# Principle, for whom, the risk, what the code does about it, and the test that holds it (file, name).
ETHICS: tuple[tuple[str, str, str, str, str, str], ...] = (
    (
        "prevention of harm",
        "people who flee",
        "the tool is used to keep people out",
        "no objective counts arrivals; who is kept out is the first harm of every comparison; such policies rank last",
        "tests/planning/test_compare.py",
        "test_keeping_people_out_is_never_a_gain",
    ),
    (
        "prevention of harm",
        "people who flee",
        "a closure looks like a relief",
        "every closure carries the note on asylum and non-refoulement, and its harm comes first",
        "tests/planning/test_compare.py",
        "test_a_closure_carries_the_note_and_is_ranked_after_what_it_harms",
    ),
    (
        "prevention of harm",
        "people who flee",
        "a shorter stay looks like fewer people without a bed",
        "days of stay lost are counted as harm",
        "tests/planning/test_compare.py",
        "test_cutting_stays_short_is_counted_in_days_lost",
    ),
    (
        "prevention of harm",
        "people who flee",
        "small numbers betray who somebody is",
        f"observed counts of 1 to {THRESHOLD - 1} are suppressed, with what would reveal them; the rest is "
        f"rounded to {BASE}",
        "tests/planning/test_disclosure.py",
        "test_ten_thousand_pairs_of_published_tables_give_no_small_count_and_no_small_change_away",
    ),
    (
        "prevention of harm",
        "people who flee",
        "two tables, harmless alone, betray somebody together",
        "observed counts go out by `qonaq export --to counts`, each table made to fit the one published before",
        "tests/io/test_counts.py",
        "test_a_place_of_the_last_table_cannot_be_dropped",
    ),
    (
        "autonomy",
        "people who flee",
        "data about persons enter",
        f"tables with personal columns ({len(PERSONAL_WORDS)} words) or cells are refused",
        "tests/planning/test_disclosure.py",
        "test_columns_that_look_personal_are_refused",
    ),
    (
        "fairness",
        "host community",
        "residents pay unseen",
        "rents, residents' waits and their crossings lost stand in every comparison",
        "tests/planning/test_compare.py",
        "test_residents_crossings_that_do_not_take_place_are_counted",
    ),
    (
        "fairness",
        "people who flee",
        "children and families are planned for as single adults",
        "people by age where a share is known, and a caution where none is",
        "tests/planning/test_needs.py",
        "test_people_are_split_by_age_where_a_share_is_known",
    ),
    (
        "explicability",
        "planners",
        "a number without a source is believed",
        "every line of a plan cites a standard with source, edition and grade",
        "tests/planning/test_needs.py",
        "test_every_line_cites_a_standard_with_its_source",
    ),
    (
        "explicability",
        "planners",
        "a price or ratio is invented",
        "a standard without a source is refused; what nobody published is to be entered",
        "tests/planning/test_standards.py",
        "test_a_standard_without_a_source_is_refused",
    ),
    (
        "autonomy",
        "planners",
        "the optimiser decides",
        "it names the limits that bind and those that conflict, and by how much",
        "tests/planning/test_placement.py",
        "test_an_infeasible_plan_says_which_limit_and_by_how_much",
    ),
)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown; bars inside cells would break it."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(str(cell).replace("|", "/") for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def law_words(law: Law) -> str:
    """A law as a reader takes it: median and 90 % interval."""
    match law:
        case Fixed(at):
            return f"{at:g}"
        case Normal(mean, sd):
            return f"{mean:g} ± {sd:g} (standard deviation)"
        case LogNormal(median, low, high) | Share(median, low, high):
            return f"{median:g} ({low:g} to {high:g})"


def model_card() -> str:
    """What the model is, counts, assumes and may be asked."""
    assumed = sum(row.source == ASSUMPTION for row in PARAMETERS.values())
    return "\n\n".join(
        [
            "# Model card",
            MADE,
            "**What it is.** A simulation of how people move through origins, crossings and host cities after a dated "
            "trigger: people are counted by state and day and never listed; uncertain quantities are drawn from "
            "the laws "
            "below and fitted to cited figures; forecasts and comparisons are distributions over fitted courses "
            "of events.",
            "**What it is for**, and what it is not for: [INTENDED_USE.md](../INTENDED_USE.md). "
            "**How good it is**: [evaluation.md](evaluation.md). **Risks and what is done**: [ethics.md](ethics.md).",
            "**What it does not know.** Who anybody is; informal crossings; what people will decide "
            "who have not been asked; wars, weather and politics after the reference date, except as events "
            "that are given; "
            "anything below the city, the crossing and the day.",
            f"## What it counts: {len(MEASURES)} measures",
            table(
                ("measure", "kind", "unit", "meaning"),
                ((row.name, row.kind, row.units[0], row.meaning) for row in MEASURES.values()),
            ),
            f"## What it assumes: {len(PARAMETERS)} uncertain quantities",
            f"Median and 90 % interval before any figure is seen. {assumed} rest on an assumption of this "
            f"project and are "
            "shown as such; a scenario's own priors, with sources, replace them. A forecast figure of which evidence "
            "removed less than 20 % of the prior variance is labelled an assumption.",
            table(
                ("quantity", "unit", "before any figure", "one for", "meaning", "source"),
                (
                    (row.name, row.unit, law_words(row.law), row.per or "scenario", row.meaning, row.source)
                    for row in PARAMETERS.values()
                ),
            ),
            "Varying over: " + "; ".join(f"*{name or 'scenario'}*: {words}" for name, words in PER.items()) + ".",
            f"## What it may be asked: {len(LEVERS)} levers",
            table(("lever", "on", "unit", "meaning"), ((r.name, r.target, r.unit, r.meaning) for r in LEVERS.values())),
            "## What policies are judged by",
            "Less is better for all of these; there is no indicator and no objective that counts fewer arrivals "
            "as a gain.",
            table(
                ("indicator", "for", "unit", "weight in the objective *harm*"),
                (
                    (row.title, row.whom, row.unit, f"{OBJECTIVES['harm'].weights.get(name, 0):g}")
                    for name, row in INDICATORS.items()
                ),
            ),
            f"Objectives that can be named: {', '.join(OBJECTIVES)}.",
            f"Classes of accommodation: {', '.join(BED_CLASSES)}.",
            "## Rents: the episodes behind the two regimes",
            table(
                ("episode", "regime", "people added per resident or renter", "rise", "source"),
                (
                    (
                        row.place,
                        row.regime,
                        f"{row.pressure:g}{' (estimate)' if row.assumption else ''}",
                        f"{row.rise:+.0%}",
                        row.source,
                    )
                    for row in read_rent_episodes()
                ),
            ),
        ]
    )


def standards_page() -> str:
    """Every standard, and the items that use it."""
    users: dict[str, list[str]] = {}
    for item in ITEMS:
        users.setdefault(item.standard, []).append(item.name)
    rows = (
        (
            row.id,
            "to be entered" if row.value is None else f"{row.value:g}",
            "" if row.value is None or row.lowest == row.highest else f"{row.lowest:g} to {row.highest:g}",
            row.unit,
            row.phase,
            row.climate,
            row.meaning,
            ", ".join(users.get(row.id, ())),
            f"{row.source} ({row.edition})",
            row.grade,
        )
        for row in read_standards().rows
    )
    head = ("id", "value", "range", "unit", "phase", "climate", "meaning", "items", "source (edition)", "grade")
    return "\n\n".join(
        [
            "# Planning standards",
            MADE,
            "The rows of `src/qonaq/data/standards.csv`. *Verified*: read in the source. *To verify*: shown so "
            "beside every "
            "line that rests on it. *To be entered*: no public number was found; give yours with "
            "`qonaq needs RUN --set id=number`, or a table of your own with `--standards FILE`.",
            table(head, rows),
            "## Whom each need follows",
            table(("people", "at", "meaning"), ((name, row.at, row.meaning) for name, row in DRIVERS.items())),
        ]
    )


def ethics_page() -> str:
    """The ethical matrix; a row whose test is not there stops the page."""
    missing = [f"{file}: {test}" for *_, file, test in ETHICS if f"def {test}(" not in (ROOT / file).read_text("utf-8")]
    if missing:
        raise SystemExit("docs/ethics.md cites tests that are not there: " + "; ".join(missing))
    return "\n\n".join(
        [
            "# Ethical matrix",
            MADE,
            "Principles of the EU's expert group on AI as applied to migration tools "
            "(https://www.mdpi.com/2076-0760/12/2/53); "
            "the form follows OCHA's peer review framework for predictive analytics. Every row names the test "
            "that holds it.",
            table(
                ("principle", "for whom", "risk", "what is done", "held by"),
                ((*row[:4], f"`{row[5]}` in `{row[4]}`") for row in ETHICS),
            ),
        ]
    )


def evaluation_page() -> str:
    """The evaluation matrix, from docs/record.json where it is there."""
    record = json.loads(RECORD.read_text(encoding="utf-8"))["parts"] if RECORD.is_file() else {}
    rows = [
        (part, figure, _number(row["value"]), _goal(row), {True: "met", False: "missed"}.get(row.get("met"), ""))
        for part, entry in record.items()
        for figure, row in entry["figures"].items()
    ]
    parts = sorted(path.stem.removeprefix("evaluate_") for path in (ROOT / "verification").glob("evaluate_*.py"))
    programmes = []
    for part in parts:
        first = (ROOT / "verification" / f"evaluate_{part}.py").read_text(encoding="utf-8").split('"""')[1]
        programmes.append((part, " ".join(first.split("\n\n")[0].split())))
    return "\n\n".join(
        [
            "# Evaluation matrix",
            MADE,
            "`make evaluate SHARED=DIR` scores everything below against known truth and writes the record, "
            "misses included.",
            "## What is evaluated",
            table(("part", "on what, and how"), programmes),
            "## The record",
            table(("part", "figure", "value", "goal", ""), rows) if rows else "No record has been written yet.",
        ]
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}"


def _goal(row: dict[str, Any]) -> str:
    goal = row.get("goal")
    if goal is None:
        return ""
    if row["better"] == "inside":
        return f"{goal[0]:g} to {goal[1]:g}"
    return f"{'at most' if row['better'] == 'lower' else 'at least'} {goal:g}"


PAGES = {
    "model-card.md": model_card,
    "standards.md": standards_page,
    "ethics.md": ethics_page,
    "evaluation.md": evaluation_page,
}


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or with --check say which differ."""
    stale = []
    for name, make in PAGES.items():
        path, text = ROOT / "docs" / name, make() + "\n"
        if "--check" in arguments:
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"out of date: {', '.join(stale)}; run scripts/make_model_card.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
