"""Reading a report: every figure with its passage, its period, its place, and how surely it is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Protocol

from qonaq.evidence.concern import concerns_arrivals
from qonaq.evidence.counts import count_claim
from qonaq.evidence.days import Today, When
from qonaq.evidence.focus import moved
from qonaq.evidence.frames import topic_of
from qonaq.evidence.gazetteer import Mention
from qonaq.evidence.kept import without_echoes
from qonaq.evidence.language import READ
from qonaq.evidence.level_claims import for_each_place, level_claim, shared_out
from qonaq.evidence.levels import (
    LODGING,
    border_topic,
    compares_again,
    level_of,
    office_topic,
    price_of_time,
    rent_allowed,
    rent_topic,
    waiting_topic,
)
from qonaq.evidence.passing import Passing
from qonaq.evidence.periods import EVENT, Clock, is_statement
from qonaq.evidence.places import PLACES
from qonaq.evidence.reference_day import reference_day
from qonaq.evidence.rents import multiples_in
from qonaq.evidence.report import Report
from qonaq.evidence.roles import roles_of
from qonaq.evidence.scenes import scene_of
from qonaq.evidence.sentence import Sentence, sentence_of
from qonaq.evidence.sites import listed_in, sites_in
from qonaq.evidence.speakers import speaker_of
from qonaq.evidence.statements import statements_in
from qonaq.evidence.status import CORRECTED
from qonaq.evidence.text_tables import Table, claims_of_tables, tables_in
from qonaq.evidence.topics import Topics
from qonaq.evidence.vocabulary import VOCABULARIES
from qonaq.evidence.words import normal, sentences_of
from qonaq.measures import Status
from qonaq.model.claims import Claim, Reading

UNREAD = "This report is in a language that is not read ({language}); nothing was extracted from it."
NO_ARRIVALS = "This report tells of other news, not of people who flee or cross a border; nothing was extracted."
UNDATED = "The report states no day of publication; days that it names without a year could not be placed."


class Finder(Protocol):
    """A gazetteer: it finds the names of places in a text."""

    def capital_of(self, country: str | None) -> str | None: ...

    def find(self, text: str, *, countries: Sequence[str] = ()) -> tuple[Mention, ...]: ...


def extract(report: Report, gazetteer: Finder) -> Reading:
    """All that a report says: claims with their passages, events, options and signals."""
    cautions = () if report.published is not None else (UNDATED,)
    if report.language not in READ:
        caution = UNREAD.format(language=report.language)
        return Reading(report.file, report.language, report.published, cautions=(caution,))
    tables, mentions = tables_in(report.text), _named(report, gazetteer)
    sentences = _sentences(report, mentions, tables)
    if not concerns_arrivals(sentences):
        return Reading(report.file, report.language, report.published, cautions=(*cautions, NO_ARRIVALS))
    scene = scene_of(sentences, _above(report, mentions))
    scene = replace(scene, capital=gazetteer.capital_of(scene.host))
    passing = Passing(report=report, scene=scene, clock=_clock(report, sentences))
    claims: list[Claim] = []
    said = 0
    for number, sentence in enumerate(sentences):
        if sentence.role == "caption":
            continue
        passing = replace(passing, number=number, paragraph=sentence.paragraph)
        found, passing = _read(sentence, passing)
        if claims and CORRECTED.match(sentence.words):
            claims = [replace(c, status=Status.DENIED) if c.passage.start >= said else c for c in claims]
        said = sentence.start
        claims.extend(found)
    claims.extend(claims_of_tables(report, tables, mentions, scene))
    events, options, signals = statements_in(sentences, scene, report)
    return Reading(
        report.file, report.language, report.published, without_echoes(claims), events, options, signals, cautions
    )


def _sentences(report: Report, mentions: Sequence[Mention], tables: Sequence[Table]) -> tuple[Sentence, ...]:
    """The sentences of the report's own lines, with all that is found in them; rows of tables are none."""
    norm = normal(report.text)
    vocabulary = VOCABULARIES[report.language]
    found: list[Sentence] = []
    prior: When | None = None
    for paragraph, span in enumerate(report.body):
        if any(table.start <= span.start < table.end for table in tables):
            continue
        for bounds in sentences_of(report.text, norm, span.start, span.end):
            sentence = sentence_of(
                report.text,
                norm,
                bounds,
                vocabulary=vocabulary,
                mentions=mentions,
                today=Today(report.published, prior),
                role=span.role,
                paragraph=paragraph,
                opens=bounds[0] == span.start,
            )
            found.append(sentence)
            for when in sentence.whens:
                if when.role in ("day", "period") and when.first is not None and not is_statement(sentence, when):
                    prior = when
    return tuple(found)


def _named(report: Report, gazetteer: Finder) -> tuple[Mention, ...]:
    """Every name of the report: those that the gazetteer knows, and those that the text itself calls places."""
    return listed_in(report.text, sites_in(report.text, _mentions(report, gazetteer)))


_NEAR_TOP = 1500  # characters


def _above(report: Report, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The names that stand above the body and in no line of a machine's header: an office, a city with the day."""
    end = min(report.body[0].start if report.body else 0, _NEAR_TOP)
    return tuple(m for m in mentions if report.text.find("\n\n", 0, m.start) >= 0 and m.end <= end)


_STRETCH = 100_000  # characters: a longer report is searched for names piece by piece


def _mentions(report: Report, gazetteer: Finder) -> tuple[Mention, ...]:
    if not report.body:
        return ()
    start, end = report.body[0].start, report.body[-1].end
    if start <= _NEAR_TOP:
        start = max(0, report.text.find("\n\n", 0, start))  # behind a machine's header, whose address holds names too
    if end - start <= _STRETCH:
        pieces = [(start, end)]
    else:
        pieces = [(span.start, span.end) for span in report.body]
    found = []
    for left, right in pieces:
        for mention in gazetteer.find(report.text[left:right]):
            if not mention.ambiguous:
                found.append(replace(mention, start=mention.start + left, end=mention.end + left))
    return tuple(found)


LODGING_REACH = 3  # sentences for which places are still beds
OFFICE_REACH = 3  # sentences for which windows and days are still those of an office
BORDER_REACH = 4  # sentences for which hours of waiting are still those at the border spoken of
MORNING = 12  # the hour before which a report speaks of the day before


def _clock(report: Report, sentences: Sequence[Sentence]) -> Clock:
    """The report's day, the end that it means where it states none, and the day of the event that it speaks of."""
    end = report.published
    if end is not None and report.published_time is not None and int(report.published_time[:2]) < MORNING:
        end -= timedelta(days=1)
    end = reference_day(report) or end
    event = None
    for sentence in sentences:
        if EVENT.search(sentence.words):
            days = [
                when.first
                for when in sentence.whens
                if when.role in ("day", "since") and when.first is not None and not is_statement(sentence, when)
            ]
            if days and (event is None or min(days) < event):
                event = min(days)
    return Clock(published=report.published, end=end, event=event)


def _read(sentence: Sentence, passing: Passing) -> tuple[list[Claim], Passing]:
    """The claims of one sentence, and what is kept in mind after it."""
    words = sentence.words
    first = sentence.mentions[0] if sentence.mentions else None
    opens = first is not None and first.start == sentence.start and first.kind == "country"
    if opens and first is not None and first.country != passing.scene.origin:
        passing = replace(passing, host=first.country, host_in=passing.number)
    rent = rent_topic(words)
    if not sentence.quantities and not rent:
        return [], _after(sentence, (), passing, rent=rent)
    near_rent = passing.number - passing.level_in <= 3 and passing.rent_in == passing.level_in and rent_allowed(words)
    near_rent = near_rent or (passing.number - passing.rent_in == 1 and price_of_time(words) and rent_allowed(words))
    border = border_topic(words) or passing.number - passing.border_in <= BORDER_REACH
    topics = Topics(
        rent=rent or near_rent,
        border=border,
        sheltered=passing.number - passing.lodging_in <= LODGING_REACH,
        office=passing.number - passing.office_in <= OFFICE_REACH or office_topic(words),
        waiting=passing.number - passing.waiting_in <= OFFICE_REACH,
    )
    claims: list[Claim] = []
    for quantity in sentence.quantities:
        beds = passing.level is not None and passing.level.unit == "beds"
        again = passing.number - passing.level_in == 1 and (beds or compares_again(words))
        last = passing.level if passing.number == passing.level_in or again else None
        levels = level_of(sentence, quantity, replace(topics, last=last, price=passing.price_near))
        if levels:
            claims.extend(
                level_claim(sentence, quantity.start, quantity.end, level, quantity, passing) for level in levels
            )
            level, now = levels[-1], passing.number
            passing = replace(passing, level=level, level_in=now)
            if level.measure in ("rent_change", "rent_level"):
                passing = replace(passing, rent_in=now)
            if level.measure == "rent_level":
                passing = replace(passing, price=level, price_in=now)
            continue
        made = count_claim(sentence, quantity, passing)
        if made is None:
            continue
        claim, stretch = made
        claims.append(claim)
        if quantity.before:
            continue  # the figure that it is compared with is the one that goes on
        passing = replace(
            passing,
            claim=claim,
            quantity=quantity,
            said_in=passing.number,
            stretch=stretch,
            speaker=claim.speaker or passing.speaker,
        )
        if claim.country and claim.measure not in ("departures", "queueing"):
            passing = replace(passing, host=claim.country, host_in=passing.number)
    if rent:
        for level, start, end in multiples_in(sentence):
            claims.append(level_claim(sentence, start, end, level, None, passing))
    claims = for_each_place(sentence, shared_out(sentence, claims))
    return claims, _after(sentence, claims, passing, rent=rent)


def _after(sentence: Sentence, claims: Sequence[Claim], passing: Passing, *, rent: bool) -> Passing:
    """What is kept in mind when a sentence has been read."""
    kept: dict[str, Any] = {}
    topic = None if claims else topic_of(sentence.cues)
    if topic is not None:
        kept |= {"topic": topic, "topic_in": passing.number}
    for name, spoken_of in (
        ("rent_in", rent),
        ("border_in", border_topic(sentence.words)),
        ("office_in", office_topic(sentence.words)),
        ("waiting_in", waiting_topic(sentence.words)),
        ("lodging_in", LODGING.search(sentence.words)),
    ):
        if spoken_of:
            kept[name] = passing.number
    if sentence.mentions:
        named = [
            role.mention
            for role in roles_of(sentence)
            if role.mention.kind in PLACES and role.role in ("into", "entered", "other", "through")
        ]
        if named:
            kept["place"] = named[-1]
        kept["focus"] = moved(passing.focus, sentence, passing.number)
    speaker = speaker_of(sentence, sentence.start, passing.speaker)
    if speaker is not None:
        kept["speaker"] = speaker
    return replace(passing, **kept) if kept else passing
