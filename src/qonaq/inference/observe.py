"""From claims to what they observe of a simulation: the observation model's first half.

Each usable claim becomes an `Observation`: which simulated figure it speaks of, what its number means, which source's
bias it carries, and whether its last day is in doubt; signals are read in `signals`. What cannot be used is not dropped
in silence: it is `LeftOut`, with the reason. The order of the evidence never matters: observations are sorted by what
they say.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from qonaq.errors import EvidenceError
from qonaq.inference.likelihood import meaning_of
from qonaq.inference.observation import (
    DAY,
    OTHER_WAY,
    LeftOut,
    Observation,
    Observed,
    foreign_country,
    where,
)
from qonaq.inference.signals import observed_signals
from qonaq.inference.standing import standing_of
from qonaq.measures import MEASURES, Kind, Status
from qonaq.model.claims import Claim, Statement
from qonaq.model.scenario import Scenario

FACTS = (Status.REPORTED, Status.ESTIMATED, Status.ENACTED)
UNDATED = 0.25  # a total without a first day is taken to be since the trigger; it may be since a little before or after
# Who counts people who flee, and words that say so: then ordinary travellers are not in the figure.
FLED = re.compile(
    r"\b(?:fled|flee(?:s|ing)?|refugees?|displaced|asylum|unhcr|iom)\b|бежен|бежал|убежищ|увкб", re.IGNORECASE
)
MIXED = ("entries", "exits", "net_entries")
# What the reading of reports notes of a claim.
BOTH_WAYS, BEFORE = "both directions", "before the change"


def known_claims(claims: Sequence[Claim], as_of: date) -> tuple[Claim, ...]:
    """The claims that were public on that day: the one gate through which claims enter inference."""
    return tuple(claim for claim in claims if claim.published is not None and claim.published <= as_of)


def observe(scenario: Scenario, claims: Sequence[Claim], signals: Sequence[Statement] = (), *, as_of: date) -> Observed:
    """What the claims and signals known on a day let us observe of a simulation of the scenario."""
    left: list[LeftOut] = []
    seen: list[Observation] = []
    for claim in sorted(known_claims(claims, as_of), key=_order):
        outcome = _observation(scenario, claim, as_of)
        if isinstance(outcome, LeftOut):
            left.append(outcome)
        else:
            seen.append(outcome)
    seen, again = _once_each(seen)
    seen = _by_telling(seen)
    told = observed_signals(scenario, signals, as_of=as_of)
    return Observed(_labelled([*seen, *told.observations]), (*left, *again, *told.left_out))


def _order(claim: Claim) -> tuple[str, ...]:
    return (
        *(str(part) for part in (claim.published, claim.measure, claim.country, claim.place, claim.group)),
        str(claim.bed_class),
        *(str(part) for part in (claim.period_start, claim.period_end, claim.speaker, claim.medium)),
        f"{claim.value:020.6f}",
        str(claim.value_high),
        claim.qualifier,
        str(claim.source),
        claim.passage.quote,
        f"{claim.passage.start:012d}",
    )


def _observation(scenario: Scenario, claim: Claim, as_of: date) -> Observation | LeftOut:
    about = _before_the_change(scenario, claim)
    if isinstance(about, str):
        return LeftOut(claim, about)
    undated = about.kind is Kind.FLOW and about.period_start is None and about.per != "day"
    if undated and about.period_end is not None and scenario.trigger <= about.period_end:
        about = replace(about, period_start=scenario.trigger)
    reason = _unusable(scenario, about, as_of)
    resolved = where(scenario, claim.measure, claim.place)
    if reason is not None or isinstance(resolved, str):
        return LeftOut(claim, reason or str(resolved))
    measure, places = resolved
    try:
        meaning = meaning_of(about, measure=measure)
    except EvidenceError as error:
        return LeftOut(claim, str(error))
    flow, end = about.kind is Kind.FLOW, about.period_end
    assert end is not None
    start = (about.period_start or end) if flow else None
    source = claim.speaker or claim.medium or claim.source or "unnamed source"
    figure = (claim.measure, claim.country, claim.place, claim.group, claim.bed_class, start, end)
    return Observation(
        label="|".join(str(part) for part in (*figure, source, claim.published)),
        said=claim,
        measure=measure,
        places=places,
        country=None if places != (None,) or claim.country == scenario.host else claim.country,
        group=_whom(claim, measure),
        start=start,
        end=end,
        meaning=replace(meaning, sd=math.hypot(meaning.sd, UNDATED)) if undated else meaning,
        source=source,
        standing=standing_of(claim),
        bed_class=claim.bed_class,
        per_day=claim.per == "day",
        edge=flow and BEFORE not in claim.notes and (claim.inferred or claim.published == end),
        foreign=foreign_country(scenario, claim.country, places),
        both_ways=BOTH_WAYS in claim.notes and measure in OTHER_WAY,
    )


def _whom(claim: Claim, measure: str) -> str | None:
    """The group that a claim is about; passages of a border are of everybody unless it says that these people fled."""
    said = f"{claim.passage.quote} {claim.speaker or ''}"
    return "displaced" if claim.group is None and measure in MIXED and FLED.search(said) else claim.group


def _before_the_change(scenario: Scenario, claim: Claim) -> Claim | str:
    """A claim that speaks of the time before the crisis, with the days it speaks of; any other as it is.

    "Usually a thousand a day" is the mean of the days before the trigger, "rents were 80,000" the level on the last of
    them, whenever that is said. A number of people who came in some time before has no days: that is the reason given.
    """
    if BEFORE not in claim.notes:
        return claim
    last = scenario.trigger - DAY
    if last < scenario.start:
        return f"it speaks of the time before the change, which lies before the simulated time ({scenario.start})"
    if claim.kind is not Kind.FLOW:
        return replace(claim, period_end=min(claim.period_end or last, last))
    if claim.per == "day":
        return replace(claim, period_start=scenario.start, period_end=last)
    return "it speaks of the time before the change and does not say of which days"


def _unusable(scenario: Scenario, claim: Claim, as_of: date) -> str | None:
    """Why the claim cannot be observed, or None."""
    if claim.status not in FACTS:
        return f"it is {claim.status}, not a fact"
    if claim.origin is not None and claim.origin != scenario.origin:
        return f"it speaks of people from {claim.origin}"
    if claim.period_end is None:
        return "its day is not known"
    if claim.period_end > as_of:
        return f"it speaks of days after {as_of}"
    if claim.kind is Kind.FLOW and claim.period_start is None and claim.per != "day":
        return "its first day is not known"
    first = claim.period_start if claim.kind is Kind.FLOW and claim.period_start else claim.period_end
    if first < scenario.start:
        return f"it begins before the simulated time ({scenario.start})"
    units = MEASURES[claim.measure].units
    if claim.measure == "rent_level":
        units = (f"{scenario.currency}/month",)
    if claim.unit not in units:
        return f"its unit '{claim.unit}' is not one of {', '.join(units)}"
    if claim.place is None and claim.country not in (None, scenario.host, *(p.country for p in scenario.places)):
        return f"the scenario has no place in {claim.country}"
    return None


def _once_each(seen: Sequence[Observation]) -> tuple[list[Observation], list[LeftOut]]:
    """Count a figure once where it is repeated word for word, and only the last where its source revised it."""
    kept: dict[tuple[object, ...], Observation] = {}
    left: list[LeftOut] = []
    for one in seen:
        said = one.said
        assert isinstance(said, Claim)
        whom = (one.measure, one.places, one.country, one.group, one.bed_class)
        figure = (*whom, one.start, one.end, one.per_day, one.both_ways)
        repeated = (*figure, said.value, said.value_high)
        if repeated in kept:
            left.append(LeftOut(said, f"it repeats what {kept[repeated].source} said"))
            continue
        for key, other in list(kept.items()):
            same_source = other.source == one.source and key[: len(figure)] == figure
            if same_source and _published(other) < _published(one):
                left.append(LeftOut(other.said, f"{one.source} revised it on {_published(one)}"))
                del kept[key]
        kept[repeated] = one
    return list(kept.values()), left


def _by_telling(seen: Sequence[Observation]) -> list[Observation]:
    """What a source says at noon and again at night was counted until two hours: told apart by size."""
    tellings: dict[tuple[object, ...], int] = {}
    told: list[Observation] = []
    for one in sorted(seen, key=lambda o: o.meaning.middle):
        key = (one.until, one.measure, one.places, one.country, one.group, one.bed_class, one.start, one.per_day)
        told.append(replace(one, telling=tellings.get(key, 0)))
        tellings[key] = tellings.get(key, 0) + 1
    return told


def _published(observation: Observation) -> date:
    said = observation.said
    assert isinstance(said, Claim)
    assert said.published is not None
    return said.published


def _labelled(seen: Sequence[Observation]) -> tuple[Observation, ...]:
    """Sorted, with a number added where two claims would share an address."""
    counts: dict[str, int] = {}
    named: list[Observation] = []
    for one in sorted(seen, key=lambda o: o.label):
        count = counts[one.label] = counts.get(one.label, 0) + 1
        named.append(one if count == 1 else replace(one, label=f"{one.label}|{count}"))
    return tuple(named)
