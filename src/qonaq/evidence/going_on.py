# ruff: noqa: E501  (a pattern is kept on one line)
"""Numbers that go on with the figure before them: on the 14th it was 2,794; 92,864 in Cúcuta; в июле – 485 000 человек."""

from __future__ import annotations

import re

from qonaq.evidence.labels import Label, in_latin, label_of, name_of
from qonaq.evidence.noun_phrases import PRESENT_VERB
from qonaq.evidence.passing import Passing
from qonaq.evidence.places import Where, unknown_label, where_of
from qonaq.evidence.quantities import Quantity
from qonaq.evidence.roles import roles_of
from qonaq.evidence.sentence import Sentence
from qonaq.measures import Kind

_COPULA = re.compile(
    r"\b(?:it (?:was|may|might|could|is|stood|had)|there were|\bhad(?= (?:about |some |only |nearly )?\d)|the (?:number|figure|total|count)|numbers?|this (?:was|is)|figures?)\b|составил[а-я]*|составля[а-я]+|был[оа]?\b|числ[оа]\b|достиг[а-я]*|–|насчит|набрал[а-я]+|таких\b|речь (?:шла|идет) о"
)
_BROUGHT = re.compile(
    r"(?:\b(?:brought|saw|added|logged|recorded)|(?<!\w)(?:принес(?:ло|ла)?|зафиксировали|зафиксировано|отмечен[оа]?|рекорд|пик|сейчас|теперь|now)(?: рекорд)?) ?(?:–|:)? ?(?:only |just |barely |some |about |nearly |лишь |только |всего |около |почти )*$"
)
_NOW = re.compile(r"(?<!\w)(?:сейчас|теперь|now|currently)(?!\w)")
_ANAPHORA = re.compile(
    r"\b(?:mention(?:ed|s)?|sp(?:oke|eaks?) of|put it at|talks? of) (?:a |about |some |up to )*$|should have (?:read|been) $|следует читать:? $|\b(?:the|that|this|its|their) (?:figure|number|total|count|tally)\b(?! of)(?: \w+){0,2},? (?:was|is|at|had|has|stood|to)\b|(?<!\w)(?:эт[аоу]|сама) (?:цифр|числ)[а-я]*|(?<!\w)цифр[аыу]\b"
)
WITHOUT_NOUN = ("bare", "people")
UNITS = {
    "people": "people",
    "bare": "people",
    "families": "families",
    "vehicles": "vehicles",
    "trips": "trips",
    "files": "people",
}


def of_a_nation(sentence: Sentence, quantity: Quantity, passing: Passing) -> bool:
    """Whether a part of the figure before is that of one people: из которых 8 415 – граждане Украины."""
    if passing.claim is None or passing.said_in != passing.number:
        return False
    return any(m.kind == "nationality" and 0 <= m.start - quantity.end <= 4 for m in sentence.mentions)


_CORRECTED = re.compile(r"(?:should have (?:read|been)|следует читать:?) $")


def stands_corrected(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a number takes the place of the one before: it should have read 68,300."""
    return _CORRECTED.search(sentence.norm, max(sentence.start, quantity.start - 25), quantity.start) is not None


_UP_FROM = re.compile(
    r"\W*(?:(?:that|this|it)(?: is|'s| was)? )?(?:(?:slightly|a little|far|many|somewhat|even) )*(?:up|down|against|compared|more than|fewer than)\b|\W*(?:это )?(?:(?:чуть|немного|почти|вдвое|заметно|гораздо) )*(?:против|на фоне|больше|меньше)"
)
_OTHER_WORDS = re.compile(
    r"^,? ?(?:\(|grouped in |comprising |representing |making up |or |in |from )(?:about |around |some |nearly |over |around |около |почти |примерно )*$"
)


def in_other_words(sentence: Sentence, quantity: Quantity, passing: Passing) -> bool:
    """Whether brackets give the figure before them in another unit: 103,412 people (26,880 households)."""
    last = passing.quantity
    if last is None or passing.said_in != passing.number or last.unit == quantity.unit or quantity.unit == "bare":
        return False
    return 0 < quantity.start - last.end < 16 and bool(_OTHER_WORDS.match(sentence.norm[last.end : quantity.start]))


def goes_on_a_list(sentence: Sentence, quantity: Quantity, passing: Passing) -> bool:
    """Whether a number stands in a list of names that goes on with the measure of a figure before."""
    label = name_of(sentence, quantity)
    near = passing.claim is not None and passing.number - passing.said_in <= LIST_REACH
    return near and label is not None and not label.after and _lists(sentence) and quantity.unit in WITHOUT_NOUN


def is_compared(sentence: Sentence, quantity: Quantity, passing: Passing) -> bool:
    """Whether what a number is compared with is the figure before it in the sentence."""
    if passing.claim is None or quantity.unit not in ("bare", *UNITS):
        return False
    up_from = passing.number - passing.said_in == 1 and _UP_FROM.match(sentence.words) is not None
    return passing.said_in == passing.number or up_from


CLOSE = 0.06  # a figure given again lies within this share of its rounder version
LIST_REACH = 4  # sentences and lines within which a list goes on with the measure of a figure
LIST_COST = 3.0  # cost beyond which a verb yields to the list that a number stands in
LIST_LINE = 90  # characters of a line that holds a name and its figure


def taken_over(sentence: Sentence, quantity: Quantity, passing: Passing, label: Label | None) -> str | None:
    """The measure of the figure before, where a day, a name or a word such as "it was" says that the count goes on."""
    last, (start, end) = passing.claim, segment_of(sentence, quantity)
    timed = any(
        when.role in ("day", "period", "first", "ago", "same") and start <= when.start < end for when in sentence.whens
    ) or any(start <= opener < quantity.start for opener, _ in sentence.openers)
    named = label is not None or any(
        mention.kind in ("city", "region", "crossing") and start <= mention.start < end for mention in sentence.mentions
    )
    copula = bool(_COPULA.search(sentence.norm, start, quantity.start))
    since = passing.number - passing.said_in
    if quantity.whole:  # of the 1,630,903: the figure before, given exactly
        again = (
            last is not None and since <= LIST_REACH and abs(quantity.number.value - last.value) <= CLOSE * last.value
        )
        return last.measure if again and last is not None else None
    if last is not None and quantity.before and is_compared(sentence, quantity, passing):
        return last.measure
    brought = (
        last is not None
        and last.kind is Kind.FLOW
        and since <= LIST_REACH
        and _BROUGHT.search(sentence.norm, start, quantity.start)
    )
    if last is not None and brought and (timed or _NOW.search(sentence.norm, start, quantity.start)):
        return last.measure
    own_verb = quantity.last < len(sentence.tokens) and PRESENT_VERB.fullmatch(sentence.tokens[quantity.last].text)
    if last is not None and since == 0 and own_verb and (label is None or label.after) and not quantity.before:
        return None  # ещё 400 ждут парома
    if last is not None and since == 0:
        goes_on = (
            quantity.before
            or in_other_words(sentence, quantity, passing)
            or of_a_nation(sentence, quantity, passing)
            or _ANAPHORA.search(sentence.norm, start, quantity.start)
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


def where_of_label(sentence: Sentence, quantity: Quantity, passing: Passing, label: Label | None) -> Where:
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
    start, end = segment_of(sentence, quantity)
    if any(m.kind in ("city", "region", "crossing") and start <= m.start < end for m in sentence.mentions):
        return where_of(sentence, quantity, None, outward=False)
    lands = [
        role.mention.country
        for role in roles_of(sentence)
        if role.mention.kind == "country"
        and role.role in ("into", "entered")
        and start <= role.mention.start < quantity.start
    ]
    if lands:
        return Where(country=lands[-1])  # in Hungary the figure is 33,000
    if last is None or passing.said_in != passing.number:
        return Where()
    if last.measure == "arrivals" or quantity.before:
        return Where(country=last.country, place=last.place, alias=last.alias)
    return Where(country=None if unknown_label(sentence, quantity) else last.country)


def segment_of(sentence: Sentence, quantity: Quantity) -> tuple[int, int]:
    """The stretch between the counts before and after a quantity."""
    before = [other.end for other in sentence.quantities if other.counts and other.end <= quantity.start]
    after = [other.start for other in sentence.quantities if other.counts and other.start >= quantity.end]
    end = after[0] if after else sentence.end
    cut = min((at for mark in (",", ";") if (at := sentence.norm.find(mark, quantity.end, end)) >= 0), default=end)
    return (before[-1] if before else sentence.start), (cut if after else end)
