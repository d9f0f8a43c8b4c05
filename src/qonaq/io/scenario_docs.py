"""The tables of docs/scenario.md, made from the columns that read a scenario: names, units, ranges, meanings."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from qonaq.io.scenario import HEAD_COLUMNS
from qonaq.io.scenario_columns import Column
from qonaq.io.scenario_rows import (
    CLAIM_COLUMNS,
    EVENT_COLUMNS,
    GROUP_COLUMNS,
    LEVER_COLUMNS,
    PLACE_COLUMNS,
    POLICY_COLUMNS,
    PRIOR_COLUMNS,
    ROUTE_COLUMNS,
    RULE_COLUMNS,
)
from qonaq.model.events import EVENTS
from qonaq.model.parameters import PARAMETERS, PER
from qonaq.model.policies import LEVERS

MEANINGS: Mapping[str, str] = {
    "name": "the name by which everything else speaks of it",
    "kind": "what it is",
    "source": "where the numbers of this row are from, or what they are assumed from",
    "known_on": "the day from which the row was public; blank: no run with --as-of sees it",
    "assumption": "true where the source is an estimate of ours",
    "aliases": "other names, in any language, with semicolons between them",
    "country": "of a crossing: the side that people enter",
    "from_country": "of a crossing: the side that people come from",
    "region": "what officials count by; claims may name it",
    "mode": "how people travel",
    "published": "the day of publication; --as-of cuts by it",
    "quote": "what was said, in a few words of your own",
    "bed_class": "one class of accommodation",
    "children": "share under 18",
    "renewable": "whether leaving and coming back renews the stay",
    "admits": "false: these people are turned back",
    "strength": "relative strength of a trigger",
    "target": "on what it acts, or for what it holds",
    "law": "{kind: lognormal, median, low, high} · {kind: share, median, low, high} · {kind: normal, mean, sd} · "
    "{kind: fixed, at}; low and high bound the middle 90 %",
    "levers": "what is pulled: see below",
    "inferred": "true where an end of the period is not stated",
    "per": "day: a rate a day",
    "title": "one line, for people",
    "document": "what they hold; rules may ask for a passport",
    "household": "a family wants other accommodation than one person",
    "groups": "whom it concerns; nothing means everybody",
    "group": "whom it concerns; nothing means everybody",
    "parameter": "a name of the table below",
    "amount": "how far the lever is pulled",
    "to": "of transport: the city to which people are brought",
    "what": "a word of the table below",
    "day": "on which it happened",
    "measure": "a name of the table of measures",
    "value": "the number; of a range the lower end",
    "value_high": "the upper end of a range",
    "unit": "as the measure has it; money by its currency, as KZT/month",
    "qualifier": "how exactly it was said",
    "status": "how surely it was said",
    "place": "a place or a region; nothing means the whole country",
    "alias": "the name that was used",
    "period_start": "first day of a count; nothing for a stock or a level",
    "period_end": "last day of a count, or the day of a stock or a level",
    "speaker": "an office, never a person",
    "medium": "who published it",
    "notes": "remarks, with semicolons between them",
    "lever": "a word of the table below",
    "scenario.yaml.name": "small letters, digits and hyphens",
    "scenario.yaml.origin": "the country that people leave",
    "scenario.yaml.host": "the country that plans",
    "scenario.yaml.start": "the first simulated day",
    "scenario.yaml.trigger": "the day on which it began",
    "scenario.yaml.currency": "ISO 4217, of rents and costs",
    "scenario.yaml.climate": "for which shelter is planned",
    "scenario.yaml.source": "what the scenario as a whole stands on",
    "scenario.yaml.cautions": "a list of sentences that the page shows",
    "rules.country": "whose rule it is",
    "rules.start": "first day on which it holds",
    "routes.csv.start": "the place that the way leads from",
    "routes.csv.end": "the place that it leads to",
    "lever.start": "first day",
    "lever.end": "last day; nothing means to the end",
    "evidence.csv.country": "the country that the figure is about",
    "evidence.csv.origin": "the country that the people are from",
}


def column_tables() -> dict[str, str]:
    """Each table of the documentation by its name, in Markdown."""
    columns: dict[str, Sequence[Column]] = {
        "scenario.yaml": HEAD_COLUMNS,
        "groups": GROUP_COLUMNS,
        "rules": RULE_COLUMNS,
        "events": EVENT_COLUMNS,
        "priors": PRIOR_COLUMNS,
        "places.csv": PLACE_COLUMNS,
        "routes.csv": ROUTE_COLUMNS,
        "policies.yaml": POLICY_COLUMNS,
        "lever": LEVER_COLUMNS,
        "evidence.csv": CLAIM_COLUMNS,
    }
    tables = {
        name: _table("column", ("what may stand there", "meaning"), (_row(name, c) for c in cs))
        for name, cs in columns.items()
    }
    words = ((f"`{word}`", (meaning,)) for word, meaning in EVENTS.items())
    tables["kinds of event"] = _table("what", ("meaning",), words)
    levers = ((f"`{row.name}`", (row.target, row.unit, row.meaning)) for row in LEVERS.values())
    tables["kinds of lever"] = _table("lever", ("acts on", "amount in", "meaning"), levers)
    priors = ((f"`{row.name}`", (row.unit, PER[row.per], row.meaning)) for row in PARAMETERS.values())
    tables["parameters"] = _table("parameter", ("unit", "varies", "meaning"), priors)
    return tables


def _row(table: str, column: Column) -> tuple[str, tuple[str, ...]]:
    name = f"**`{column.name}`**" if column.required else f"`{column.name}`"
    bounded = math.isfinite(column.low) or column.choices
    allowed = column.allowed if bounded else column.allowed.split(",")[0].replace(" with semicolons between them", "")
    meaning = column.meaning or MEANINGS.get(f"{table}.{column.name}") or MEANINGS.get(column.name, "")
    return name, (allowed.removesuffix(", or nothing"), meaning)


def _table(first: str, heads: Sequence[str], rows: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    lines = [f"| {first} | {' | '.join(heads)} |", "|" + "---|" * (len(heads) + 1)]
    lines += [f"| {name} | {' | '.join(cell.replace('|', '·') for cell in cells)} |" for name, cells in rows]
    return "\n".join(lines)
