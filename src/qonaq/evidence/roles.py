# ruff: noqa: E501  (a pattern is kept on one line)
"""What the names of a sentence do in it: into, from, left, through, at the border, an office's, a people's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from qonaq.evidence.gazetteer import Mention
from qonaq.evidence.sentence import Sentence

_FILLER = (
    r"(?:(?:the|a|an|its|their|neighbou?ring|nearby|northern|southern|eastern|western|north-east|central|capital|city|town|region|province|state|republic|district|country|"
    r"remote|border|port|island|coast|streets?|outskirts|suburbs?|vicinity|side|parts?|areas?|north|south|east|west|of|соседн[а-я]+|приграничн[а-я]+|столиц[а-я]+|город[а-я]*|г\.|област[а-я]+|регион[а-я]*|"
    r"территори[а-я]+|республик[а-я]+|район[а-я]*|провинци[а-я]+|север[а-я]*|юг[а-я]*|восток[а-я]*|запад[а-я]*|сосед[а-я]+) )*"
)
_PATTERNS = (
    ("bound", rf"(?:\b(?:on (?:their|its|the) way (?:on )?to|en route to|bound for|head(?:ed|ing|s) (?:on )?(?:to|for)|hop(?:e|es|ing) to reach)|по пути в|направля[а-я]+ в|держа[а-я]+ путь в) {_FILLER}$"),
    ("left", rf"(?:\b(?:left|leave|leaving|leaves|departed|exited|quit)|покин[а-я]+|покида[а-я]+|оставил[а-я]*) {_FILLER}$"),
    ("border", rf"(?:\b(?:border|borders|frontier)s? (?:with|of|between) {_FILLER}|границ[а-я]+ (?:[а-я]+ )?(?:с |со |между )?{_FILLER}|\b(?:between|между) {_FILLER}(?:[\w-]+ (?:and|и) {_FILLER})?)$"),
    ("from", rf"(?:\bfrom the (?:direction|side) of|со стороны|\b(?:from|out of|fled|fleeing|flee|escap(?:ed|ing)|outside)|(?<!\w)(?:из|изо|с|со)) {_FILLER}$"),
    ("entered", rf"(?:\b(?:enter(?:ed|ing|s)?|visited|reach(?:ed|ing)?)|посети[а-я]+) {_FILLER}$"),
    ("through", rf"(?:\b(?:through|via|at|near|across)|(?<!\w)(?:через|под|у|по)) {_FILLER}$"),
    ("into", rf"(?:\b(?:into|to|in|inside|throughout|within|around|towards?|on)|(?<!\w)(?:в|во|на|до)) {_FILLER}$"),
    ("for", rf"\bfor {_FILLER}$"),
)  # fmt: skip
_ROLES = tuple((name, re.compile(pattern)) for name, pattern in _PATTERNS)
_SIDE = re.compile(r"^[- ]?(?:\w+ )?(?:side|сторон[а-я]+)")
_LAND = re.compile(
    r"^ (?:islands?|coast|city|cities|town|capital|border|territory|soil|shores?|province|region|district|village|port)\b"
)
_OFFICE = re.compile(
    r"^(?:'s)? ?(?:\w+ ){0,2}?(?:minist|authorit|government|official|border guard|border police|police|president|prime|interior|consul|immigration|migration|statist|service|committee|commission|agenc|board|council|security|defen|foreign|health|labou?r|emergenc|army|embassy|spokes|relief|"
    r"министр|мвд|погранич|прави|власт|президент|премьер|миграцион|служб|департамент)"
)
_OFFICE_OF = re.compile(
    r"(?:ministry|minister|government|authorities|agency|office|service|guards?|police|president|council|consulate|affairs|мвд|министерств\w+|правительств\w+|власт\w+|министр\w*|внутренних дел|службы?|комитет\w*|губернатор\w*|мэр\w*|аким\w*|глав\w+|governor|mayor|prefect|embassy|посольств\w*|консульств\w*) (?:of |in )?(?:the )?$"
)
_SAYS = re.compile(
    r"^,? (?:(?:itself|also|now|has|had) )?(?:says|said|claims|claimed|insists|insisted|puts|announced|reported|estimates|denies|denied|называ|заявля|заявил|сообща|сообщил|говорит|утвержда|отрица|оценива)"
)
_WINDOW = 60  # characters before a name that may hold its preposition
_DATELINE = re.compile(r"^[\w'’ .-]{2,40}(?:, [\w .]{2,30})?(?: \([^)]{2,20}\))? ?(?:--|–|—|:|/|\()")


@dataclass(frozen=True, slots=True)
class Role:
    """A name and what it does: bound, into, entered, through, from, left, border, side, for, office, group, dateline, other."""

    mention: Mention
    role: str


@lru_cache(maxsize=1024)
def roles_of(sentence: Sentence) -> tuple[Role, ...]:
    """The role of every name in a sentence."""
    return tuple(Role(mention, _role(sentence, mention)) for mention in sentence.mentions)


def _role(sentence: Sentence, mention: Mention) -> str:
    left = sentence.norm[max(sentence.start, mention.start - _WINDOW) : mention.start].rstrip("\"'")
    after = sentence.norm[mention.end : mention.end + 40]
    if _dateline(sentence, mention):
        return "dateline"
    if _OFFICE.match(after) or _OFFICE_OF.search(left) or _SAYS.match(after):
        return "office"
    if mention.kind == "nationality" and not _LAND.match(after):
        return "side" if _SIDE.match(after) else "group"
    if any(q.number.first <= sentence.at(mention.start) < q.last for q in sentence.quantities):
        return "group"
    if after.startswith(("'s border", " border")):
        return "border"
    shared = _shared(sentence, mention)
    return shared if shared is not None else _by_preposition(left)


_JOINED = re.compile(r"(?: \((?:[\w-]+, )*|, | and | и |, and | или | or )(?:the )?$")


def _shared(sentence: Sentence, mention: Mention) -> str | None:
    """The role of the name before, where this one is joined to it: from Lviv and Odesa; со стороны Молдовы (Албица)."""
    before = [other for other in sentence.mentions if other.end <= mention.start]
    if (
        not before
        or before[-1].kind == "nationality"
        or not _JOINED.fullmatch(sentence.norm, before[-1].end, mention.start)
    ):
        return None
    role = _by_preposition(
        sentence.norm[max(sentence.start, before[-1].start - _WINDOW) : before[-1].start].rstrip("\"'")
    )
    return role if role in ("from", "into", "through") else None


@lru_cache(maxsize=16384)
def _by_preposition(left: str) -> str:
    return next((name for name, pattern in _ROLES if pattern.search(left)), "other")


def _dateline(sentence: Sentence, mention: Mention) -> bool:
    """Whether the name opens the sentence as a dateline: GENEVA, September 22 (UNHCR) –; Almaty: Russians ..."""
    if mention.start - sentence.start > 35 or not sentence.opens:
        return False
    head = sentence.text[sentence.start : mention.end]
    if head.isupper() and re.match(
        r"^[,. ]{0,2}(?:--|–|—|-|:|/|\(|, ?\w)", sentence.text[mention.end : mention.end + 6]
    ):
        return True
    return mention.start == sentence.start and bool(
        re.match(r"^(?:, [A-Z][\w ]{2,25})?:", sentence.text[mention.end : mention.end + 30])
    )
