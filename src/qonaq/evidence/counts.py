# ruff: noqa: E501  (a pattern is kept on one line)
"""Claims that count people, families, vehicles or trips."""

from __future__ import annotations

import re
from dataclasses import replace

from qonaq.evidence.asides import in_brackets, into_rooms, is_aside
from qonaq.evidence.frames import Frame, frame_of
from qonaq.evidence.focus import placed_by
from qonaq.evidence.labels import Label, in_latin, label_of, name_of
from qonaq.evidence.levels import border_topic
from qonaq.evidence.lodging import bed_class_of
from qonaq.evidence.passing import Passing
from qonaq.evidence.periods import Stretch, period_of
from qonaq.evidence.places import (
    Where,
    labelled_country,
    points_back,
    points_to_city,
    unknown_label,
    where_of,
    labelled,
)
from qonaq.evidence.quantities import Quantity
from qonaq.evidence.roles import roles_of
from qonaq.evidence.sentence import Sentence
from qonaq.evidence.speakers import speaker_of
from qonaq.evidence.status import status_of
from qonaq.evidence.vocabulary import Cue
from qonaq.measures import DISPLACED, MEASURES, Kind, Qualifier
from qonaq.model.claims import Claim, Passage

OUTWARD = frozenset(("exits", "departures", "onward", "returns", "turned_back"))
BARE_REACH = 8.0  # cost within which a cue may claim a number without a noun
QUEUE_TOPIC = 5  # sentences within which cars without a verb stand in the queue spoken of
OWN_VERB = 3.0  # cost within which a verb before "N of them" is its own
BARE_LEAST = 10  # people: a smaller number without a noun counts something else
_OWN_COUNTRY = re.compile(
    r"\b(?:their|the) (?:own )?(?:country of origin|homeland|home country|native)|\btheir (?:own )?country|(?<!\w)(?:родину|свою страну|страну исхода)"
)
_BOTH_WAYS = re.compile(r"\b(?:both|either|two) (?:directions?|ways)|обе(?:их)? сторон|обоих направлени|оба направлени")
_PRICE = re.compile(r"\b(?:prices?|costs?|rents?|fares?|fees?)\b|(?<!\w)(?:цен|стоимост|стоит|аренд|плат)[а-я]*")
_COPULA = re.compile(
    r"\b(?:it (?:was|may|might|could|is|stood|had)|there were|the (?:number|figure|total|count)|numbers?|this (?:was|is)|figures?)\b|составил[а-я]*|составля[а-я]+|был[оа]?\b|числ[оа]\b|достиг[а-я]*|–|насчит|набрал[а-я]+|таких\b|речь (?:шла|идет) о"
)
_BROUGHT = re.compile(
    r"(?:\b(?:brought|saw|added|logged|recorded)|(?<!\w)(?:принес(?:ло|ла)?|зафиксировали|зафиксировано|отмечен[оа]?|рекорд|пик|сейчас|теперь|now)(?: рекорд)?) ?(?:–|:)? ?(?:only |just |barely |some |about |nearly |лишь |только |всего |около |почти )*$"
)
_NOW = re.compile(r"(?<!\w)(?:сейчас|теперь|now|currently)(?!\w)")
_ANAPHORA = re.compile(
    r"should have (?:read|been) $|следует читать:? $|\b(?:the|that|this|its|their) (?:figure|number|total|count|tally)\b(?! of)(?: \w+){0,2},? (?:was|is|at|had|has|stood|to)\b|(?<!\w)(?:эт[аоу]|сама) (?:цифр|числ)[а-я]*|(?<!\w)цифр[аыу]\b"
)
_WITHOUT_NOUN = ("bare", "people")
_SMALL_WORD = 100  # a smaller number in words, without a noun, counts something else
_UNITS = {
    "people": "people",
    "bare": "people",
    "families": "families",
    "vehicles": "vehicles",
    "trips": "trips",
    "files": "people",
}


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
    if is_aside(sentence, quantity) or sentence.words.endswith("?"):
        return None
    if quantity.before and _goes_with(sentence, quantity, passing):
        return _inherited(sentence, quantity, passing)
    if _in_other_words(sentence, quantity, passing):
        return _inherited(sentence, quantity, passing)
    frame = _frame(sentence, quantity, passing)
    if (frame is None or frame.cost > LIST_COST) and _goes_on(sentence, quantity, passing):
        return _inherited(sentence, quantity, passing)
    if frame is not None and frame.measure == "":
        return None
    if quantity.soft and (frame is None or not _moves(sentence, quantity, frame)):
        return None
    if frame is None:
        return None if quantity.whole else _inherited(sentence, quantity, passing)
    return _framed(sentence, quantity, passing, frame)


_MOVES = frozenset(
    ("evacuated", "entries", "exits", "fled", "returns", "turned_back", "onward", "arrivals", "departures")
)
_SOFT_REACH = 4.0  # cost within which a verb of movement makes a count of men or residents


def _moves(sentence: Sentence, quantity: Quantity, frame: Frame) -> bool:
    """Whether men or residents are those who moved, and not a part of a number before or a town's inhabitants."""
    before = any(other.counts and other.end <= quantity.start for other in sentence.quantities)
    return frame.measure in _MOVES and frame.cost <= _SOFT_REACH and not before and not quantity.partitive


_UP_FROM = re.compile(
    r"\W*(?:(?:that|this|it)(?: is|'s| was)? )?(?:up|down|against|compared|more than|fewer than)\b|\W*(?:это )?(?:против|на фоне|больше|меньше)"
)
_OTHER_WORDS = re.compile(r"^ ?\((?:about |around |some |nearly |over |around |около |почти |примерно )*$")


def _in_other_words(sentence: Sentence, quantity: Quantity, passing: Passing) -> bool:
    """Whether brackets give the figure before them in another unit: 103,412 people (26,880 households)."""
    last = passing.quantity
    if last is None or passing.said_in != passing.number or last.unit == quantity.unit or quantity.unit == "bare":
        return False
    return 0 < quantity.start - last.end < 16 and bool(_OTHER_WORDS.match(sentence.norm[last.end : quantity.start]))


def _goes_on(sentence: Sentence, quantity: Quantity, passing: Passing) -> bool:
    """Whether a number stands in a list of names that goes on with the measure of a figure before."""
    label = name_of(sentence, quantity)
    near = passing.claim is not None and passing.number - passing.said_in <= LIST_REACH
    return near and label is not None and not label.after and _lists(sentence) and quantity.unit in _WITHOUT_NOUN


def _goes_with(sentence: Sentence, quantity: Quantity, passing: Passing) -> bool:
    """Whether what a number is compared with is the figure before it in the sentence."""
    if passing.claim is None or quantity.unit not in ("bare", *_UNITS):
        return False
    up_from = passing.number - passing.said_in == 1 and _UP_FROM.match(sentence.words) is not None
    return passing.said_in == passing.number or up_from


def _frame(sentence: Sentence, quantity: Quantity, passing: Passing) -> Frame | None:
    """The frame of a quantity, where its verb is near enough to claim it."""
    frame = frame_of(sentence, quantity)
    bare = quantity.unit == "bare"
    if frame is None:
        near = passing.number - passing.border_in <= QUEUE_TOPIC or border_topic(sentence.words)
        queued = quantity.unit == "vehicles" and near
        return Frame("queueing", _cue_at(quantity), 0.0) if queued else None
    if bare and (frame.cost > BARE_REACH or quantity.number.value < BARE_LEAST):
        return None
    if bare and quantity.partitive and frame.cue.end <= quantity.start and frame.cost > OWN_VERB:
        return None
    return frame


def _framed(sentence: Sentence, quantity: Quantity, passing: Passing, frame: Frame) -> tuple[Claim, Stretch] | None:
    where = labelled(where_of(sentence, quantity, frame.cue, outward=frame.measure in OUTWARD), sentence, quantity)
    measure, country = _settled(sentence, quantity, passing, frame, where)
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
    to_city = not part and (where.kind == "city" or (where.kind is None and points_to_city(sentence)))
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
    notes = ("both directions",) if measure in ("entries", "exits") and _BOTH_WAYS.search(sentence.words) else ()
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
    unit = _UNITS[quantity.unit]
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


def _settled(
    sentence: Sentence, quantity: Quantity, passing: Passing, frame: Frame, where: Where
) -> tuple[str | None, str | None]:
    """The measure and the country, once it is known who left what for where."""
    measure = frame.measure
    origin = quantity.nation or passing.scene.origin
    fallback = _fallback(sentence, quantity, passing, origin)
    country = labelled_country(sentence, quantity)
    if country is not None and country != origin and measure not in ("fled", "departures", "queueing"):
        return measure, country
    if (
        measure in ("fled", "exits")
        and where.from_town
        and where.source == origin
        and where.destination in (None, origin)
    ):
        return None, None  # from one town to another of the same country
    if measure == "evacuated":
        return _evacuated(quantity, where, origin, fallback)
    if measure == "fled" and where.source is not None and where.destinations > 1:
        return "departures", where.source
    if measure == "fled":
        if where.destination is not None and where.destination != origin:
            return "entries", where.destination
        left_home = frame.cue.tag == "departures" and quantity.nation is not None
        if where.country not in (None, origin, where.source) and not left_home:
            return "entries", where.country
        if where.source is not None or left_home or _OWN_COUNTRY.search(sentence.words):
            return "departures", where.source or origin
        return None, None
    if measure == "returns":
        if passing.scene.homeward:
            return measure, passing.scene.host
        home = where.destination or origin
        hosts = [
            where.source,
            where.country,
            *(role.mention.country for role in roles_of(sentence) if role.role in ("from", "into")),
            fallback,
        ]
        return measure, next((host for host in hosts if host is not None and host != home), fallback)
    if measure == "exits":
        if _OWN_COUNTRY.search(sentence.norm, frame.cue.start, min(sentence.end, frame.cue.end + 40)):
            return "departures", origin
        if where.source is not None and where.source == origin:
            return ("entries", where.destination) if where.destination not in (None, origin) else ("departures", origin)
        if where.destination not in (None, origin) and where.destination == (passing.host or passing.scene.host):
            return "entries", where.destination
        stated = where.country if where.country != origin else None
        return "exits", where.source or stated or fallback
    if measure in ("turned_back", "onward"):
        source = where.source if where.source != origin else None
        return measure, source or (where.country if measure == "turned_back" else None) or fallback
    if measure in ("queueing",):
        return measure, _queue_side(sentence, passing, where, fallback)
    if where.country is not None and (where.country != quantity.nation or where.place is not None):
        return measure, where.country
    return measure, fallback


def _evacuated(
    quantity: Quantity, where: Where, origin: str | None, fallback: str | None
) -> tuple[str | None, str | None]:
    """People brought to safety: entries where another country took them, else departures from where they lived."""
    home = where.source or (where.country if where.country is not None else origin) or fallback
    if where.destination is not None and where.destination != (where.source or quantity.nation or origin):
        return "entries", where.destination
    return "departures", home


def _queue_side(sentence: Sentence, passing: Passing, where: Where, fallback: str | None) -> str | None:
    """The side on which people wait: as said, else that of the country they come from."""
    side = re.search(r"\b(?:on|from) the (\w+) side|с (\w+) стороны|на (\w+) стороне", sentence.words)
    if side:
        named = [m for m in sentence.mentions if sentence.start + side.start() <= m.start < sentence.start + side.end()]
        if named and named[0].country:
            return named[0].country
    return passing.scene.origin or where.country or fallback


BEFORE = "before the change"
LIST_REACH = 4  # sentences and lines within which a list goes on with the measure of a figure
LIST_COST = 3.0  # cost beyond which a verb yields to the list that a number stands in
LIST_LINE = 90  # characters of a line that holds a name and its figure
NEAR = 3  # sentences for which a country named with one figure still holds for the next


def _fallback(sentence: Sentence, quantity: Quantity, passing: Passing, origin: str | None) -> str | None:
    """The host where a figure names none: that of the figure before it, else the office's, else the report's."""
    if unknown_label(sentence, quantity):
        return None
    if passing.claim is not None and passing.said_in == passing.number and passing.host:
        return passing.host
    offices = [role.mention.country for role in roles_of(sentence) if role.role == "office" and role.mention.country]
    if offices and offices[0] != origin:
        return offices[0]
    near = passing.number - passing.host_in <= NEAR
    return (passing.host if near else None) or passing.scene.host or passing.host


def _unit(measure: str, quantity: Quantity, passing: Passing) -> str:
    """The unit of a claim; a number without a noun counts trips where the one before it in the sentence does."""
    if measure == "beds":
        return "beds"
    last = passing.claim if passing.said_in == passing.number else None
    if quantity.unit == "bare" and last is not None and (last.unit == "trips" or quantity.before):
        return last.unit
    return _UNITS[quantity.unit]


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
    rephrased = _in_other_words(sentence, quantity, passing)
    if quantity.unit not in _WITHOUT_NOUN and not (quantity.before and again) and not rephrased:
        return None
    label = name_of(sentence, quantity)
    of_people = label is None or label.after or (label.mention is not None and label.mention.kind == "country")
    if in_brackets(sentence, quantity) and not quantity.before and of_people and not rephrased:
        return None
    measure = _taken_over(sentence, quantity, passing, label)
    if measure is None or _PRICE.search(sentence.norm, *_segment(sentence, quantity)):
        return None
    where = _where_of_label(sentence, quantity, passing, label)
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


def _taken_over(sentence: Sentence, quantity: Quantity, passing: Passing, label: Label | None) -> str | None:
    """The measure of the figure before, where a day, a name or a word such as "it was" says that the count goes on."""
    last, (start, end) = passing.claim, _segment(sentence, quantity)
    timed = any(
        when.role in ("day", "period", "first", "ago", "same") and start <= when.start < end for when in sentence.whens
    ) or any(start <= opener < quantity.start for opener, _ in sentence.openers)
    named = label is not None or any(
        mention.kind in ("city", "region", "crossing") and start <= mention.start < end for mention in sentence.mentions
    )
    copula = bool(_COPULA.search(sentence.norm, start, quantity.start))
    since = passing.number - passing.said_in
    if last is not None and quantity.before and _goes_with(sentence, quantity, passing):
        return last.measure
    brought = (
        last is not None
        and last.kind is Kind.FLOW
        and since <= LIST_REACH
        and _BROUGHT.search(sentence.norm, start, quantity.start)
    )
    if last is not None and brought and (timed or _NOW.search(sentence.norm, start, quantity.start)):
        return last.measure
    if last is not None and since == 0:
        goes_on = (
            quantity.before
            or _in_other_words(sentence, quantity, passing)
            or timed
            or named
            or (copula and not quantity.partitive)
        )
        return last.measure if goes_on else None
    if last is not None and since <= LIST_REACH and label is not None and not label.after and _lists(sentence):
        return last.measure
    if last is not None and since == 1 and _ANAPHORA.search(sentence.norm, start, quantity.start):
        return last.measure
    if last is not None and since <= 2 and timed and copula:
        return last.measure if last.kind is Kind.FLOW else None
    said = passing.topic is not None and passing.number - passing.topic_in == 1
    return passing.topic if said and timed and quantity.unit == "people" else None


def _lists(sentence: Sentence) -> bool:
    """Whether a sentence or line is a list of names with their figures, or a line with one of them."""
    labels = [label_of(sentence, other) for other in sentence.quantities if other.counts]
    named = sum(label is not None for label in labels)
    return named > 0 and (named > 1 or sentence.end - sentence.start <= LIST_LINE)


def _where_of_label(sentence: Sentence, quantity: Quantity, passing: Passing, label: Label | None) -> Where:
    """The place of a number without a verb: the name that labels it, else that of its own stretch, else the last one."""
    last = passing.claim
    if label is not None and label.mention is not None and label.mention.kind == "country":
        return Where(country=label.mention.country)
    if label is not None:
        mention = label.mention
        if mention is None:
            return Where(
                country=last.country if last is not None else None, place=in_latin(label.name), alias=label.name
            )
        country = mention.country or (last.country if last is not None else None)
        elsewhere = last is not None and last.country is not None and mention.country != last.country
        if elsewhere and last is not None and last.country == passing.scene.host and not label.after:
            return Where(
                country=last.country, place=in_latin(label.name), alias=label.name
            )  # another place of that name
        return Where(country, mention.name, mention.alias, mention.kind)
    start, end = _segment(sentence, quantity)
    if any(m.kind in ("city", "region", "crossing") and start <= m.start < end for m in sentence.mentions):
        return where_of(sentence, quantity, None, outward=False)
    if last is None or passing.said_in != passing.number:
        return Where()
    if last.measure == "arrivals" or quantity.before:
        return Where(country=last.country, place=last.place, alias=last.alias)
    return Where(country=None if unknown_label(sentence, quantity) else last.country)


def _cue_at(quantity: Quantity) -> Cue:
    return Cue("same", quantity.start, quantity.end)


def _segment(sentence: Sentence, quantity: Quantity) -> tuple[int, int]:
    """The stretch between the counts before and after a quantity."""
    before = [other.end for other in sentence.quantities if other.counts and other.end <= quantity.start]
    after = [other.start for other in sentence.quantities if other.counts and other.start >= quantity.end]
    end = after[0] if after else sentence.end
    cut = min((at for mark in (",", ";") if (at := sentence.norm.find(mark, quantity.end, end)) >= 0), default=end)
    return (before[-1] if before else sentence.start), (cut if after else end)
