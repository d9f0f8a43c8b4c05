# ruff: noqa: E501  (a pattern is kept on one line)
"""Claims that count people, families, vehicles or trips."""

from __future__ import annotations

import re
from dataclasses import replace

from qonaq.evidence.asides import in_brackets, into_rooms, is_aside
from qonaq.evidence.focus import placed_by
from qonaq.evidence.frames import FARTHEST, Frame, frame_of
from qonaq.evidence.going_on import (
    LIST_COST,
    UNITS,
    WITHOUT_NOUN,
    goes_on_a_list,
    in_other_words,
    is_compared,
    of_a_nation,
    segment_of,
    stands_corrected,
    taken_over,
    where_of_label,
)
from qonaq.evidence.labels import name_of
from qonaq.evidence.levels import border_topic
from qonaq.evidence.lodging import bed_class_of
from qonaq.evidence.notes import BEFORE, BOTH_WAYS
from qonaq.evidence.passing import Passing
from qonaq.evidence.periods import Stretch, period_of
from qonaq.evidence.places import (
    Where,
    labelled,
    points_back,
    points_to_city,
    unknown_label,
    where_of,
)
from qonaq.evidence.quantities import Quantity
from qonaq.evidence.sentence import Sentence
from qonaq.evidence.settled import settled
from qonaq.evidence.speakers import speaker_of
from qonaq.evidence.status import status_of
from qonaq.evidence.uncounted import counts_nobody, is_carried
from qonaq.evidence.vocabulary import Cue
from qonaq.measures import DISPLACED, MEASURES, Kind, Qualifier
from qonaq.model.claims import Claim, Passage

OUTWARD = frozenset(("exits", "departures", "onward", "returns", "turned_back"))
BARE_REACH = 8.0  # cost within which a cue may claim a number without a noun
QUEUE_TOPIC = 5  # sentences within which cars without a verb stand in the queue spoken of
BORDER_TOWN = 100_000  # people: who come over a border into a smaller town have entered, and will go on
OWN_VERB = 3.0  # cost within which a verb before "N of them" is its own
BARE_LEAST = 10  # people: a smaller number without a noun counts something else

_BOTH_WAYS = re.compile(r"\b(?:both|either|two) (?:directions?|ways)|обе(?:их)? сторон|обоих направлени|оба направлени")
_PRICE = re.compile(r"\b(?:prices?|costs?|rents?|fares?|fees?)\b|(?<!\w)(?:цен|стоимост|стоит|аренд|плат)[а-я]*")


_SMALL_WORD = 100  # a smaller number in words, without a noun, counts something else


def count_claim(sentence: Sentence, quantity: Quantity, passing: Passing) -> tuple[Claim, Stretch] | None:
    """The claim that a counting quantity makes, with its period, or None where it makes none."""
    if (
        not quantity.counts
        or quantity.subgroup
        or quantity.number.value < 1
        or quantity.number.value != int(quantity.number.value)
    ):
        return None
    number = quantity.number
    if quantity.unit == "bare" and number.worded and not number.scaled and number.value < _SMALL_WORD:
        return None
    if is_aside(sentence, quantity) or counts_nobody(sentence, quantity) or sentence.words.endswith("?"):
        return None
    if quantity.before and is_compared(sentence, quantity, passing):
        return _inherited(sentence, quantity, passing)
    if in_other_words(sentence, quantity, passing):
        return _inherited(sentence, quantity, passing)
    if passing.said_in == passing.number and stands_corrected(sentence, quantity):
        return _inherited(sentence, quantity, passing)
    frame = _frame(sentence, quantity, passing)
    if frame is not None and _of_the_same_papers(quantity, passing, frame):
        return _inherited(sentence, quantity, passing)
    if (frame is None or frame.cost > LIST_COST) and goes_on_a_list(sentence, quantity, passing):
        return _inherited(sentence, quantity, passing)
    if frame is None and quantity.refugees and not quantity.partitive:
        frame = next((Frame("present", cue, FARTHEST) for cue in sentence.cues if cue.tag in ("host", "present")), None)
    if quantity.partitive and frame is None and of_a_nation(sentence, quantity, passing):
        return _inherited(sentence, quantity, passing)
    if frame is not None and frame.measure == "":
        return None
    if quantity.soft and (frame is None or not _moves(sentence, quantity, frame)):
        return None
    if frame is None:
        return _inherited(sentence, quantity, passing)
    return _framed(sentence, quantity, passing, frame)


_OF_PAPERS = frozenset(("applications", "asylum_applications", "permits", "registrations"))


def _of_the_same_papers(quantity: Quantity, passing: Passing, frame: Frame) -> bool:
    """Whether a bare number goes on with papers: expects 150,000 claims this year after receiving 118,000 in 2022."""
    last = passing.claim if passing.said_in == passing.number else None
    papers = last is not None and last.measure in _OF_PAPERS
    return papers and quantity.unit == "bare" and frame.cue.tag in ("receive", "took", "same")


_MOVES = frozenset(
    ("evacuated", "entries", "exits", "fled", "returns", "turned_back", "onward", "arrivals", "departures")
)
_SOFT_REACH = 4.0  # cost within which a verb of movement makes a count of men or residents


def _moves(sentence: Sentence, quantity: Quantity, frame: Frame) -> bool:
    """Whether men or residents are those who moved, and not a part of a number before or a town's inhabitants."""
    before = any(other.counts and other.end <= quantity.start for other in sentence.quantities)
    return frame.measure in _MOVES and frame.cost <= _SOFT_REACH and not before and not quantity.partitive


_STAND = re.compile(
    r"(?:\b(?:stand|stood|wait(?:ed|ing)?)|(?<!\w)(?:сто(?:ит|ят|ял[оиа]?)|жд(?:ут|али|ало)|скопил[а-я]+)) (?:about |some |over |nearly |около |более |почти |примерно |порядка |до )*$"
)


def _frame(sentence: Sentence, quantity: Quantity, passing: Passing) -> Frame | None:
    """The frame of a quantity, where its verb is near enough to claim it."""
    if quantity.unit == "vehicles" and _STAND.search(
        sentence.norm, max(sentence.start, quantity.start - 30), quantity.start
    ):
        queue = next((cue for cue in sentence.cues if cue.tag == "queue"), None)
        if queue is not None:
            return Frame("queueing", queue, 0.0)
    frame = frame_of(sentence, quantity)
    bare = quantity.unit == "bare"
    if frame is None:
        near = passing.number - passing.border_in <= QUEUE_TOPIC or border_topic(sentence.words)
        queued = quantity.unit == "vehicles" and near and not is_carried(sentence, quantity)
        return Frame("queueing", _cue_at(quantity), 0.0) if queued else None
    if bare and (frame.cost > BARE_REACH or quantity.number.value < BARE_LEAST):
        return None
    if bare and quantity.partitive and frame.cue.end <= quantity.start and frame.cost > OWN_VERB:
        return None
    return frame


def _framed(sentence: Sentence, quantity: Quantity, passing: Passing, frame: Frame) -> tuple[Claim, Stretch] | None:
    where = labelled(where_of(sentence, quantity, frame.cue, outward=frame.measure in OUTWARD), sentence, quantity)
    measure, country = settled(sentence, quantity, passing, frame, where)
    if measure == "returns" and quantity.unit == "bare" and _is_way_out(sentence, frame):
        measure = "exits"
    if measure is None or not _unit_fits(measure, quantity):
        return None
    if (
        where.place is None
        and passing.place
        and country in (None, passing.place.country)
        and _stays_put(sentence, quantity, passing)
        and passing.place
    ):
        where = replace(where, place=passing.place.name, alias=passing.place.alias, kind=passing.place.kind)
    admitted = sentence.norm.startswith("admit", frame.cue.start)
    last = passing.claim if passing.said_in == passing.number else None
    part = quantity.partitive and last is not None and last.measure == "entries"
    if where.place is None and country in (None, passing.scene.host, where.country):
        set_in = placed_by(passing.focus, passing.scene, sentence, quantity, measure, where, passing.number)
        near = set_in.country in (None, country)
        where = replace(where, place=set_in.place, alias=set_in.alias) if near else where
    small = where.population and where.population < BORDER_TOWN
    to_city = (
        not part
        and not small
        and quantity.noun_cue is None
        and (where.kind == "city" or (where.kind is None and points_to_city(sentence)))
    )
    if (
        measure == "entries"
        and to_city
        and not where.through
        and frame.cue.tag in ("enter", "receive")
        and not admitted
    ):
        measure = "arrivals"
    if measure in ("entries", "arrivals") and into_rooms(sentence):
        return None  # guests of hotels are no count of a border
    notes = (BOTH_WAYS,) if measure in ("entries", "exits") and _BOTH_WAYS.search(sentence.words) else ()
    return _claim(sentence, quantity, passing, frame, measure, where, country, notes)


_BACK = re.compile(
    r"(?:went|gone|going|go|crossed|travell?ed|came|headed|moved) back(?! home)|обратно(?: (?:уехал|выехал)[а-я]*)?|(?:уехал|выехал|поехал)[а-я]* (?:назад|обратно)"
)


def _is_way_out(sentence: Sentence, frame: Frame) -> bool:
    """Whether those who went back are the other half of a border's count: 14,205 came in while 3,871 went back."""
    back = _BACK.fullmatch(sentence.norm, frame.cue.start, frame.cue.end) is not None
    return back and any(cue.tag in ("enter", "cross", "receive") for cue in sentence.cues)


def _stays_put(sentence: Sentence, quantity: Quantity, passing: Passing) -> bool:
    """Whether the place named before still holds: of them, in the town, at the same time; or the report has only one."""
    if passing.place is None:
        return False
    return (
        quantity.partitive
        or points_back(sentence)
        or (passing.number == passing.said_in and passing.claim is not None and passing.claim.place is not None)
    )


def _unit_fits(measure: str, quantity: Quantity) -> bool:
    units = MEASURES[measure].units
    unit = UNITS[quantity.unit]
    if quantity.unit == "vehicles" and quantity.carries and measure not in ("queueing", "stranded"):
        return False  # buses and trains carry those who are counted
    if quantity.unit == "files":
        return measure in ("registration_backlog", "applications", "asylum_applications")
    if measure == "beds":
        return quantity.unit in ("people", "bare")
    if measure in ("beds_occupied",):
        return unit == "people"
    if unit == "vehicles":
        return measure in ("queueing", "entries", "exits", "stranded")
    if unit == "trips":
        return MEASURES[measure].kind is Kind.FLOW
    return unit in units


def _unit(measure: str, quantity: Quantity, passing: Passing) -> str:
    """The unit of a claim; a number without a noun counts trips where the one before it in the sentence does."""
    if measure == "beds":
        return "beds"
    last = passing.claim if passing.said_in == passing.number else None
    if quantity.unit == "bare" and last is not None and (last.unit == "trips" or quantity.before):
        return last.unit
    return UNITS[quantity.unit]


def _claim(
    sentence: Sentence,
    quantity: Quantity,
    passing: Passing,
    frame: Frame,
    measure: str,
    where: Where,
    country: str | None,
    notes: tuple[str, ...],
) -> tuple[Claim, Stretch]:
    kind = MEASURES[measure].kind
    before = passing.stretch if passing.number - passing.said_in <= 1 else None
    stretch = period_of(sentence, quantity, kind=kind, clock=passing.clock, before=before)
    balance = measure == "net_entries" and before is not None and before.last is not None
    if balance and before is not None and not stretch.stated:
        stretch = before  # what is left of the flows just said
    if quantity.before:
        notes = (*notes, BEFORE)
    if quantity.partitive and before is not None and before.last is not None and not stretch.stated:
        stretch = replace(before, first=before.first if kind is Kind.FLOW else None)
    status = status_of(sentence, quantity, frame.cue, ahead=stretch.ahead)
    start, end = _passage(quantity, frame)
    claim = Claim(
        measure=measure,
        value=quantity.number.value,
        unit=_unit(measure, quantity, passing),
        passage=Passage(sentence.text[start:end], start, end),
        value_high=quantity.number.high,
        qualifier=quantity.qualifier,
        status=status,
        group=DISPLACED if quantity.refugees and kind is Kind.FLOW else None,
        origin=quantity.nation or (passing.scene.origin if country != passing.scene.origin else None),
        country=country,
        place=where.place,
        alias=where.alias,
        period_start=stretch.first,
        period_end=stretch.last,
        inferred=stretch.inferred,
        per=stretch.per,
        speaker=speaker_of(sentence, quantity.start, passing.speaker),
        medium=passing.report.medium,
        published=passing.report.published,
        source=passing.report.file,
        bed_class=bed_class_of(measure, sentence.words),
        notes=notes,
    )
    return claim, stretch


def _passage(quantity: Quantity, frame: Frame) -> tuple[int, int]:
    """From the number or its verb, whichever comes first, to the end of the other."""
    return min(quantity.start, frame.cue.start), max(quantity.end, frame.cue.end)


def _inherited(sentence: Sentence, quantity: Quantity, passing: Passing) -> tuple[Claim, Stretch] | None:
    """A number without a verb of its own: on the 14th it was 2,794; 92,864 in Cúcuta; в июле – 485 000 человек."""
    last = passing.claim
    if quantity.unit == "bare" and quantity.number.value < BARE_LEAST:
        return None
    again = last is not None and last.unit == quantity.unit
    rephrased = in_other_words(sentence, quantity, passing)
    if quantity.unit not in WITHOUT_NOUN and not (quantity.before and again) and not rephrased:
        return None
    label = name_of(sentence, quantity)
    of_people = label is None or label.after or (label.mention is not None and label.mention.kind == "country")
    dated = any(
        0 < quantity.start - when.end <= 2 for when in sentence.whens if when.role in ("day", "period", "until")
    )
    if in_brackets(sentence, quantity) and not (quantity.before or rephrased or dated) and of_people:
        return None
    measure = taken_over(sentence, quantity, passing, label)
    if measure is None or _PRICE.search(sentence.norm, *segment_of(sentence, quantity)):
        return None
    where = where_of_label(sentence, quantity, passing, label)
    unsaid = label is None and unknown_label(sentence, quantity)
    known = None if unsaid else (last.country if last is not None else None) or passing.scene.host
    frame = Frame(measure, _cue_at(quantity), 0.0)
    claim, stretch = _claim(sentence, quantity, passing, frame, measure, where, where.country or known, ())
    if claim.origin is None and last is not None:
        claim = replace(claim, origin=last.origin)
    if (
        claim.qualifier is Qualifier.EXACT
        and last is not None
        and not stretch.stated
        and not quantity.before
        and passing.stretch is not None
        and (passing.said_in == passing.number or label is not None)
    ):
        claim = replace(claim, period_start=last.period_start, period_end=last.period_end, inferred=last.inferred)
        stretch = passing.stretch
    return claim, stretch


def _cue_at(quantity: Quantity) -> Cue:
    return Cue("same", quantity.start, quantity.end)
