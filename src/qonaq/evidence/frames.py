# ruff: noqa: E501  (a pattern is kept on one line)
"""Which measure a number counts: the frame that the nearest verb or noun of its clause gives it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qonaq.evidence import english, russian
from qonaq.evidence.levels import LODGING
from qonaq.evidence.noun_phrases import PRESENT_VERB
from qonaq.evidence.quantities import Quantity
from qonaq.evidence.sentence import Sentence
from qonaq.evidence.vocabulary import Cue


@dataclass(frozen=True, slots=True)
class Frame:
    """A measure for a quantity, with the cue that gave it; an empty measure means: no figure of ours."""

    measure: str
    cue: Cue
    cost: float
    unit: str | None = None


# What a cue alone says. Cues that need an object (apply, grant) or a direction (fled) are decided below.
SIMPLE: dict[str, str] = {
    "enter": "entries", "cross": "entries", "exit": "exits", "return": "returns", "deport": "turned_back", "onward": "onward",
    "host": "present", "present": "present", "waitsite": "present", "sheltered": "beds_occupied", "queue": "queueing", "stranded": "stranded",
    "unsheltered": "unsheltered", "net": "net_entries", "overstay": "overstaying", "backlog": "registration_backlog", "register": "registrations",
}  # fmt: skip
OWN = 2.0  # cost within which a cue is the counted noun's own
PAPERS = ("idnum", "asylum", "permit", "citizenship")
FARTHEST = 9.0  # cost beyond which a cue does not reach a number
_WEAK = {
    "fled": 3.0,
    "departures": 3.0,
    "register": 1.0,
    "present": 0.7,
    "waithours": 99.0,
    "no-noreturn": 0.5,
}
_PARTS = {",": 1.5, ";": 5.0, ":": 1.5, "(": 3.0, ")": 1.5, "–": 1.2, ".": 1.5}
_JOINS = frozenset(("and", "while", "but", "whereas", "и", "а", "но"))
_SUBORDINATE = frozenset(
    (
        "where",
        "which",
        "when",
        "because",
        "after",
        "although",
        "где",
        "который",
        "которая",
        "которое",
        "которые",
        "когда",
        "поскольку",
        "хотя",
    )
)
_RELATIVE = frozenset(("who", "which", "that", "которые", "который", "которых", "кто"))
_NOUN_OF_ANOTHER = 4.0  # a cue that is the counted noun of another number
_CAPACITY_REACH = 5  # words between "capacity" and its number
_WHO_CAME = 1.5  # cost of the relative clause behind a noun: home to 87,000 refugees who came
_NEUTRAL = 1.5  # cost of a verb that only counts: a verb of movement comes first
_HEADING = 20  # characters before a cue that heads its line
_SHARED = 8.0  # cost between a verb of papers and its object


def frame_of(sentence: Sentence, quantity: Quantity) -> Frame | None:
    """The frame of a quantity that counts people, vehicles or trips, or None where no cue reaches it."""
    if quantity.noun_cue is not None:
        own = next((cue for cue in sentence.cues if cue.start <= quantity.noun_cue.start < cue.end), None)
        frame = _frame(sentence, quantity, own, 0.0) if own is not None else None
        waiting = next(
            (c for c in sentence.cues if c.tag == "backlog" and cost_between(sentence, quantity, c) <= OWN), None
        )
        if waiting is not None:
            return Frame("registration_backlog", waiting, 0.0)
        return frame if frame is not None else _of_papers(sentence, quantity)
    found = []
    for cue in sentence.cues:
        if quantity.whole and not _in_phrase(sentence, quantity, cue):
            continue
        if any(
            other.whole and other is not quantity and _in_phrase(sentence, other, cue) for other in sentence.quantities
        ):
            continue  # 150,000 of the 270,000 who entered have left
        cost = cost_between(sentence, quantity, cue)
        if cost <= FARTHEST:
            frame = _frame(sentence, quantity, cue, cost)
            if frame is not None:
                found.append(frame)
    return min(found, key=lambda frame: frame.cost, default=None)


APPLICATIONS = re.compile(rf"{english.APPLICATIONS}|{russian.APPLICATIONS}")
_OTHER_PAPERS = re.compile(
    r"\b(?:jobs?|loans?|business\w*|universit\w+|schools?|benefits?|cash|payments?|compensation|relief|crimes?|patents?|mortgages?|divorces?|sim|bank)\b"
    r"|(?<!\w)(?:выплат|утрат|помощ|преступлен|кредит|ипотек|пособи|вакан|компенсаци|правонаруш|розыск|кражах?)[а-я]*"
)


def _of_papers(sentence: Sentence, quantity: Quantity) -> Frame:
    """A number of papers counts no people who came or left, whatever verb stands near: 13,000 applications from people who came."""
    cue = quantity.noun_cue
    assert cue is not None
    noun = sentence.norm[cue.start : cue.end]
    near = sentence.norm[max(sentence.start, quantity.start - 25) : min(sentence.end, cue.end + 35)]
    if any(other.tag.startswith("no-") and 0 <= quantity.start - other.end <= _DIRECTLY for other in sentence.cues):
        return Frame("", cue, 0.0)
    if APPLICATIONS.fullmatch(noun) is None or _OTHER_PAPERS.search(near) is not None:
        return Frame("", cue, 0.0)
    return Frame("asylum_applications" if _FOR_ASYLUM.search(sentence.words) else "applications", cue, 0.0)


_FOR_ASYLUM = re.compile(
    r"\b(?:asylum|refugee (?:unit|office|agency|service|department|board|status))\b|(?<!\w)убежищ[а-я]*|статус[а-я]* беженца"
)
_DIRECTLY = 12  # characters
_CLAUSE_OF_IT = re.compile(r"^,? ?(?:who|that|which|котор[а-я]+|кто)\b[^,;]*$|^ ?$")


def _in_phrase(sentence: Sentence, quantity: Quantity, cue: Cue) -> bool:
    """Whether a cue stands in the noun phrase of a quantity or in the clause that belongs to it: the 12,000 who came."""
    if quantity.start <= cue.start < quantity.end:
        return True
    if any(quantity.end <= other.start < cue.start for other in sentence.cues):
        return False  # the clause has its verb: of the 9,500 who entered have left
    return cue.start >= quantity.end and _CLAUSE_OF_IT.match(sentence.norm[quantity.end : cue.start]) is not None


def cost_between(sentence: Sentence, quantity: Quantity, cue: Cue) -> float:
    """How far a cue is from a number: words, marks and other numbers between them, and on which side it stands."""
    first, last = sentence.at(cue.start), sentence.at(cue.end - 1)
    if last >= quantity.first and first < quantity.last:
        inside = cue.start >= quantity.start
        return 1.5 + _WEAK.get(cue.tag, 0.0) if inside else 0.5
    after = first >= quantity.last
    left, right = (quantity.last, first) if after else (last + 1, quantity.first)
    if not after and _has_own_verb(sentence, quantity, last):
        return _OTHER_CLAUSE + 0.3 * (right - left)
    if not after and _heads(sentence, cue):
        return 2.0 + _WEAK.get(cue.tag, 0.0)  # Queue: on 14 November, after …, 7,000 people
    cost = 0.3 * (right - left) + _WEAK.get(cue.tag, 0.0)
    depth = 0
    for token in sentence.tokens[left:right]:
        if token.text == "(":
            depth += 1
        elif token.text == ")" and depth:
            depth -= 1
        elif token.text in _PARTS and not depth:
            cost += _PARTS[token.text]
        elif token.text in _JOINS:
            cost += 0.7
        elif token.text in _SUBORDINATE:
            cost += 2.0
    for other in sentence.quantities:
        if other is not quantity and not other.before and left <= other.first < right:
            cost += 2.5 if other.counts else 1.0
        if other is not quantity and other.counts and other.start <= cue.start < other.end:
            cost += _NOUN_OF_ANOTHER
    if after:
        relative = any(t.text in _RELATIVE for t in sentence.tokens[quantity.last : first])
        return cost + _modifying(sentence, quantity, first) + (_WHO_CAME if relative else 0.0)
    if any(token.text in _RELATIVE for token in sentence.tokens[max(0, first - 2) : first]):
        cost += 4.0  # a relative clause about others: of those who came to X, 5,000 returned
    if _cyrillic(sentence):
        return cost + 0.3 + _verb_of_another(sentence, quantity, last)
    return cost + 1.2 + _object_of_another(sentence, quantity, last)


_OTHER_CLAUSE = 6.0  # cost of a verb whose clause a comma has closed


def _has_own_verb(sentence: Sentence, quantity: Quantity, last: int) -> bool:
    """Whether a bare number behind a comma has a verb of its own that we do not know: эвакуировали 1 200, ещё 400 ждут парома."""
    if quantity.unit != "bare" or quantity.last >= len(sentence.tokens):
        return False
    verb = sentence.tokens[quantity.last]
    known = any(cue.start <= verb.start < cue.end for cue in sentence.cues if cue.tag != "waithours")
    comma = any(token.text == "," for token in sentence.tokens[last + 1 : quantity.first])
    return comma and not known and PRESENT_VERB.fullmatch(verb.text) is not None


def _heads(sentence: Sentence, cue: Cue) -> bool:
    """Whether a cue is the heading of its line: it opens it, and a colon follows."""
    return cue.start - sentence.start <= _HEADING and sentence.norm[cue.end : cue.end + 1] == ":"


def _modifying(sentence: Sentence, quantity: Quantity, first: int) -> float:
    """A participle behind the noun says who they are, not what was counted: 40,000 Syrians living in X have gone back."""
    word = sentence.tokens[first].text
    beside = first - quantity.last <= 1 and not any(
        t.text in ("are", "were", "is", "was", "been", "be") for t in sentence.tokens[quantity.last : first]
    )
    return 2.5 if beside and (word.endswith(("ing", "щих", "щие", "вших", "вшие"))) else 0.0


_VERB = re.compile(r"[a-z]{3,}(?:s|ed|ing)")


def _object_of_another(sentence: Sentence, quantity: Quantity, last: int) -> float:
    """A verb that we do not know directly before the number takes it: a ferry carries 600 people."""
    at = sentence.at(quantity.start) - 1
    if at <= last or any(cue.start <= sentence.tokens[at].start < cue.end for cue in sentence.cues):
        return 0.0
    word = sentence.tokens[at].text
    return (
        3.0
        if _VERB.fullmatch(word)
        and word not in ("was", "is", "has", "this", "as", "said", "says", "its", "days", "hours", "weeks", "reached")
        else 0.0
    )


_RUSSIAN_VERB = re.compile(r"[а-я]{3,}(?:ла|ло|ли)")
_NO_OTHER = re.compile(
    r"был[ао]?|были|стал[ао]?|стали|состав[а-я]+|достиг[а-я]+|оказал[а-я]+|насчит[а-я]+|превы[а-я]+|около|если|или|ли|сколько|столько|перевал[а-я]+|около|дошл[а-я]+|зарегистр[а-я]+"
)


def _verb_of_another(sentence: Sentence, quantity: Quantity, last: int) -> float:
    """The same in Russian, behind a comma: приняла 222 тысячи, а накормила 162."""
    at = sentence.at(quantity.start) - 1
    if at <= last or any(cue.start <= sentence.tokens[at].start < cue.end for cue in sentence.cues):
        return 0.0
    word = sentence.tokens[at].text
    apart = any(token.text == "," for token in sentence.tokens[last:at])
    return 4.0 if apart and _RUSSIAN_VERB.fullmatch(word) and not _NO_OTHER.fullmatch(word) else 0.0


def _cyrillic(sentence: Sentence) -> bool:
    return any("а" <= char <= "я" for char in sentence.words[:40])


def _frame(sentence: Sentence, quantity: Quantity, cue: Cue, cost: float) -> Frame | None:
    """What the cue says of the quantity; None where it says nothing, an empty measure where it forbids a reading."""
    tag = cue.tag
    if tag.startswith("no-"):
        return Frame("", cue, cost)
    if tag == "capacity":
        return _capacity(sentence, quantity, cue)
    if tag == "host" and sentence.norm.startswith(("home to", "population"), cue.start):
        return Frame("present", cue, cost)
    if tag == "host" and cue.end <= quantity.start and LODGING.search(sentence.norm, sentence.start, cue.start):
        return Frame("beds_occupied", cue, cost)
    if tag == "host" and sentence.norm.startswith(("hold", "house", "is hold", "is hous"), cue.start):
        return None  # a thing that holds, and is no shelter
    if tag == "unsheltered" and _sleeps_in_one(sentence, cue):
        return Frame("beds_occupied", cue, cost)
    if tag in SIMPLE:
        if tag == "register" and quantity.unit in ("vehicles", "trips"):
            return None
        return Frame(SIMPLE[tag], cue, cost)
    if tag == "count":
        return _counted(sentence, quantity, cue, cost)
    if tag == "inshelter":
        beside = (
            0 <= sentence.at(cue.start) - quantity.last <= _BESIDE
            or 0 <= quantity.first - sentence.at(cue.end - 1) <= _BESIDE
        )
        return Frame("beds_occupied", cue, cost + _NEUTRAL) if beside and quantity.unit == "people" else None
    if tag == "evacuated":
        return Frame("evacuated", cue, cost)
    if tag in ("fled", "departures"):
        return Frame("fled", cue, cost)
    if tag == "took":
        country = any(m.kind == "country" and 0 <= cue.start - m.end <= 1 for m in sentence.mentions)
        return Frame("entries", cue, cost) if country and cue.end <= quantity.start else None
    if tag == "receive":
        before = cue.end <= quantity.start
        passive = re.search(
            r"\b(?:were|was|been|are|being) (?:\w+ )?$", sentence.norm[max(sentence.start, cue.start - 20) : cue.start]
        )
        return Frame("entries", cue, cost) if before or passive else None
    if tag in PAPERS:
        return _papers(sentence, quantity, cue, None, cost + 0.5)
    if tag in ("apply", "grant"):
        objects = [
            other
            for other in sentence.cues
            if other.tag in PAPERS or other.tag == "no-passport" or other.tag == "no-account"
        ]
        near = [(abs(sentence.at(other.start) - sentence.at(cue.start)), other) for other in objects]
        near = [pair for pair in near if pair[0] * 0.5 <= _SHARED]
        if not near:
            return None
        _, thing = min(near, key=lambda pair: pair[0])
        return Frame("", cue, cost) if thing.tag.startswith("no-") else _papers(sentence, quantity, thing, cue, cost)
    return None


def _capacity(sentence: Sentence, quantity: Quantity, cue: Cue) -> Frame | None:
    """The beds of a number that follows "capacity" or "room for" in its clause."""
    ahead = sentence.at(quantity.start) - sentence.at(cue.end - 1)
    reach = _CAPACITY_REACH if sentence.norm.startswith(("capacity", "вместим"), cue.start) else 2
    apart = ";" in sentence.norm[cue.end : quantity.start] or _of_another_thing(sentence, quantity)
    fits = 0 < ahead <= reach and quantity.unit in ("people", "bare") and not apart
    return Frame("beds", cue, 0.0) if fits else None


def _of_another_thing(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a bare number is that of what was counted before: 71,000 cattle at wells built for 20,000."""
    before = [other for other in sentence.quantities if other.end <= quantity.start and other.unit == "other"]
    lodging = bool(before) and LODGING.search(sentence.norm, before[-1].end, quantity.start)
    return quantity.unit == "bare" and bool(before) and not lodging


_SLEEP = re.compile(r"ноч(?:у|ев)")
_BESIDE = 3  # words between people and the shelter that they are in
_AT_BORDER = re.compile(
    r"\b(?:at|through|via|across) (?:the )?(?:\w+ ){0,2}?(?:crossing|border|checkpoint|post|gate|bridge)s?\b|(?<!\w)(?:на|через) (?:[а-я]+ ){0,2}?(?:границ|кпп|пункт[а-я]* пропуска|переход)[а-я]*"
)


def _sleeps_in_one(sentence: Sentence, cue: Cue) -> bool:
    """Whether people spend the night in the shelter that the clause speaks of: лагерь …, в нём ночуют."""
    return (
        _SLEEP.match(sentence.norm, cue.start) is not None
        and LODGING.search(sentence.norm, sentence.start, cue.start) is not None
    )


def _counted(sentence: Sentence, quantity: Quantity, cue: Cue, cost: float) -> Frame | None:
    """What a verb counts that only counts: those at a border enter, refugees are there."""
    if quantity.unit == "bare" or cue.end > quantity.start:
        return None
    if _AT_BORDER.search(sentence.norm, quantity.end, min(sentence.end, quantity.end + 40)):
        return Frame("entries", cue, cost + _NEUTRAL)
    return Frame("present", cue, cost + _NEUTRAL) if quantity.refugees else None


def _papers(sentence: Sentence, quantity: Quantity, thing: Cue, verb: Cue | None, cost: float) -> Frame | None:
    """Numbers of papers: applied for or given, and which."""
    verbs = {
        cue.tag
        for cue in sentence.cues
        if cue.tag in ("apply", "grant", "receive", "register") and _near(sentence, cue, thing)
    }
    if verb is not None:
        verbs.add(verb.tag)
    given, asked = bool(verbs & {"grant", "receive"}), "apply" in verbs
    if verb is not None:
        also = any(
            cue.tag == "grant" and 0 <= sentence.at(cue.start) - sentence.at(verb.start) <= 5 for cue in sentence.cues
        )
        given, asked = verb.tag == "grant" or also, verb.tag == "apply"
        if quantity.noun_cue is not None and verb.start <= quantity.noun_cue.start < verb.end:
            given, asked = verb.tag == "grant", verb.tag == "apply"
    measure = {
        "idnum": "registrations" if given or not asked else "applications",
        "asylum": "asylum_applications" if asked and not given else "",
        "permit": "applications" if asked and not given else "permits",
        "citizenship": "applications" if asked and not given else "",
    }[thing.tag]
    if not given and not asked and "register" not in verbs and quantity.noun_cue is None:
        return None
    if thing.tag == "idnum" and "register" in verbs:
        measure = "registrations"
    return Frame(measure, verb or thing, cost)


def _near(sentence: Sentence, one: Cue, other: Cue) -> bool:
    return abs(sentence.at(one.start) - sentence.at(other.start)) <= 10


def topic_of(cues: Sequence[Cue]) -> str | None:
    """The one movement that a sentence without figures speaks of, for figures that follow it."""
    measures = {SIMPLE[cue.tag] for cue in cues if cue.tag in ("enter", "exit", "cross", "return")}
    return measures.pop() if len(measures) == 1 else None
