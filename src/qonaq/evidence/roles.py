# ruff: noqa: E501  (a pattern is kept on one line)
"""What the names of a sentence do in it: into, from, left, through, at the border, an office's, a people's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
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
    ("left", rf"(?:\b(?:left|leave|leaving|leaves|departed|exited|quit)|покин[а-я]+|покида[а-я]+|оставил[а-я]*) {_FILLER}$"),
    ("border", rf"(?:\b(?:border|borders|frontier)s? (?:with|of|between) {_FILLER}|границ[а-я]+ (?:[а-я]+ )?(?:с |со |между )?{_FILLER}|\b(?:between|между) {_FILLER}(?:[\w-]+ (?:and|и) {_FILLER})?)$"),
    ("from", rf"(?:\b(?:from|out of|fled|fleeing|flee|escap(?:ed|ing)|outside)|(?<!\w)(?:из|изо|с|со)) {_FILLER}$"),
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
    r"(?:ministry|minister|government|authorities|agency|office|service|guards?|police|president|council|consulate|affairs|мвд|министерств\w+|правительств\w+|власт\w+|министр\w*|внутренних дел|службы?|комитет\w*) (?:of |in )?(?:the )?$"
)
_WINDOW = 60  # characters before a name that may hold its preposition
_DATELINE = re.compile(r"^[\w'’ .-]{2,40}(?:, [\w .]{2,30})?(?: \([^)]{2,20}\))? ?(?:--|–|—|:|/|\()")


@dataclass(frozen=True, slots=True)
class Role:
    """A name and what it does: into, entered, through, from, left, border, side, for, office, group, dateline, other."""

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
    if _OFFICE.match(after) or _OFFICE_OF.search(left):
        return "office"
    if mention.kind == "nationality" and not _LAND.match(after):
        return "side" if _SIDE.match(after) else "group"
    if any(q.number.first <= sentence.at(mention.start) < q.last for q in sentence.quantities):
        return "group"
    if after.startswith(("'s border", " border")):
        return "border"
    return _by_preposition(left)


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


@dataclass(frozen=True, slots=True)
class Scene:
    """Who moves where in a report as a whole, for sentences that do not say."""

    host: str | None = None
    origin: str | None = None
    place: Mention | None = None  # the one city or region of the host that the report speaks of


def scene_of(sentences: Sequence[Sentence]) -> Scene:
    """The country that people come to and the one that they come from, over a whole report."""
    hosts: Counter[str] = Counter()
    origins: Counter[str] = Counter()
    for sentence in sentences:
        if any(cue.tag == "return" for cue in sentence.cues):
            continue  # there the roles are the other way round
        weight = 2 if sentence.role == "headline" else 1
        for quantity in sentence.quantities:
            if quantity.nation and quantity.counts and not quantity.partitive:
                origins[quantity.nation] += 3
        for role in roles_of(sentence):
            country = role.mention.country
            if country is None or role.role in ("dateline", "border"):
                continue
            outward = any(cue.tag == "exit" for cue in sentence.cues) and not any(
                cue.tag == "enter" for cue in sentence.cues
            )
            if outward and role.role in ("into", "for"):
                continue  # where people went on to
            if role.role in ("into", "entered", "office", "through"):
                hosts[country] += 2 * weight
            elif (
                role.role in ("from", "left")
                and any(cue.tag == "exit" for cue in sentence.cues)
                and not any(cue.tag in ("enter", "fled", "departures") for cue in sentence.cues)
            ):
                continue  # the country that is left may be a host
            elif role.role == "from":
                origins[country] += 2 * weight
            elif role.role == "group" and _people(sentence, role.mention):
                origins[country] += weight
            elif role.mention.kind != "nationality":
                hosts[country] += weight
    origin = _most(origins, hosts)
    if origin is not None:
        hosts.pop(origin, None)
    host = _most(hosts)
    return Scene(host=host, origin=origin, place=_one_place(sentences, host))


_PEOPLE_AFTER = re.compile(
    r"^ (?:citizens?|nationals?|refugees?|people|migrants?|families|men|passport|asylum|arrivals|граждан|беженц|мигрант|семь)"
)


def _people(sentence: Sentence, mention: Mention) -> bool:
    """Whether a nationality word means people (Russians, россияне) and not what is theirs (Kazakh border, казахстанской)."""
    word = sentence.norm[mention.start : mention.end]
    if mention.kind == "country" or _PEOPLE_AFTER.match(sentence.norm[mention.end : mention.end + 16]):
        return True
    return (
        not re.search(r"ск(?:ий|ая|ое|ие|ого|ой|ому|им|их|ую|ом|ими)$", word)
        if not word.isascii()
        else word.endswith(("s", "ese", "ish"))
    )


def _one_place(sentences: Sequence[Sentence], host: str | None) -> Mention | None:
    """The city or region of the host, where the report speaks of one alone."""
    named = [
        role.mention
        for sentence in sentences
        for role in roles_of(sentence)
        if role.mention.kind in ("city", "region") and role.mention.country == host and role.role not in ("office",)
    ]
    return named[0] if named and len({mention.name for mention in named}) == 1 else None


def _most(counts: Counter[str], against: Counter[str] | None = None) -> str | None:
    """The commonest, unless it is plainly more often on the other side."""
    for country, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if against is None or against[country] <= 2 * count:
            return country
    return None
