"""Claims of rents, occupancy, beds and waits, with the places that share a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from qonaq.evidence.focus import placed_by
from qonaq.evidence.labels import shared_names
from qonaq.evidence.lodging import bed_class_of
from qonaq.evidence.notes import BEFORE
from qonaq.evidence.passing import Passing
from qonaq.evidence.periods import period_of
from qonaq.evidence.places import Where, labelled, where_of
from qonaq.evidence.quantities import Quantity
from qonaq.evidence.sentence import Sentence
from qonaq.evidence.speakers import speaker_of
from qonaq.evidence.status import status_of
from qonaq.evidence.topics import Level
from qonaq.measures import MEASURES, Kind, Qualifier
from qonaq.model.claims import Claim, Passage


def level_claim(
    sentence: Sentence, start: int, end: int, level: Level, quantity: Quantity | None, passing: Passing
) -> Claim:
    """The claim of one level at text[start:end]."""
    anchor = quantity or _at(sentence, start, end)
    where = labelled(where_of(sentence, anchor, None, outward=False), sentence, anchor)
    kind = MEASURES[level.measure].kind
    stretch = period_of(sentence, anchor, kind=kind, clock=passing.clock, before=None)
    status = status_of(sentence, anchor, None, ahead=stretch.ahead)
    country = where.country or passing.host or passing.scene.host
    where = placed_by(passing.focus, passing.scene, sentence, anchor, level.measure, where, passing.number)
    country = where.country or country
    if level.measure == "border_wait":
        country = _side(sentence, where, passing)
    qualifier = level.qualifier or (quantity.qualifier if quantity is not None else Qualifier.EXACT)
    return Claim(
        measure=level.measure,
        value=round(level.value, 6),
        unit=level.unit,
        passage=Passage(sentence.text[start:end], start, end),
        value_high=None if level.high is None else round(level.high, 6),
        qualifier=qualifier,
        status=status,
        country=country,
        place=where.place,
        alias=where.alias,
        period_end=None if level.before and not stretch.stated else stretch.last,
        inferred=stretch.inferred and (stretch.stated or not level.before),
        speaker=speaker_of(sentence, start, passing.speaker if passing.said_in >= passing.number - 1 else None),
        medium=passing.report.medium,
        published=passing.report.published,
        source=passing.report.file,
        bed_class=bed_class_of(level.measure, sentence.words),
        notes=level.notes or ((BEFORE,) if quantity is not None and quantity.before else ()),
    )


def _at(sentence: Sentence, start: int, end: int) -> Quantity:
    """A stand-in for a quantity where a single word carries the figure (doubled)."""
    from qonaq.evidence.numbers import Number

    first, last = sentence.at(start), sentence.at(end - 1) + 1
    return Quantity(Number(first, last, 0.0), "times", first, last, start, end)


def _side(sentence: Sentence, where: Where, passing: Passing) -> str | None:
    """The side on which people wait: as said, else that of the country they come from."""
    side = re.search(r"\b(?:on|from) the (\w+) side|со? (\w+) стороны|на (\w+) стороне", sentence.words)
    if side:
        named = [m for m in sentence.mentions if sentence.start + side.start() <= m.start < sentence.start + side.end()]
        if named and named[0].country:
            return named[0].country
    return passing.scene.origin or where.country or passing.scene.host


_JOINED = re.compile(r",? (?:and|и) |, ")


def for_each_place(sentence: Sentence, claims: Sequence[Claim]) -> list[Claim]:
    """A level that two places share is said of both: Pavlodar and Oral (-32 %)."""
    found: list[Claim] = []
    places = [m for m in sentence.mentions if m.kind in ("city", "region")]
    for claim in claims:
        found.append(claim)
        for other, own in pairwise(places):
            between = sentence.norm[own.end : claim.passage.start].strip(" (-–:")
            joined = _JOINED.fullmatch(sentence.norm[other.end : own.start])
            if (
                claim.kind is Kind.LEVEL
                and joined
                and own.name == claim.place
                and own.end <= claim.passage.start
                and between == ""
            ):
                found.append(
                    replace(claim, place=other.name, alias=other.alias, country=other.country or claim.country)
                )
    return found


_RESPECTIVELY = re.compile(r"\brespectively\b|соответственно")


def shared_out(sentence: Sentence, claims: Sequence[Claim]) -> list[Claim]:
    """The claims of a sentence with "respectively" lists resolved: the nth figure belongs to the nth place."""
    if not _RESPECTIVELY.search(sentence.words) or len(claims) < 2:
        return list(claims)
    places = [m for m in sentence.mentions if m.kind in ("city", "region", "crossing", "country")]
    if len(places) != len(claims) or (any(claim.place is not None for claim in claims) and shared_names(sentence)):
        return list(claims)
    return [
        replace(
            claim,
            place=None if place.kind == "country" else place.name,
            alias=None if place.kind == "country" else place.alias,
            country=place.country or claim.country,
        )
        for claim, place in zip(claims, places, strict=True)
    ]
