"""Of which country and place a figure speaks: into, from, in, at; and who comes from where."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from qonaq.evidence.gazetteer import Mention
from qonaq.evidence.quantities import Quantity
from qonaq.evidence.sentence import Sentence
from qonaq.evidence.vocabulary import Cue

_FILLER = (
    r"(?:(?:the|a|an|its|their|neighbou?ring|nearby|northern|southern|eastern|western|central|capital|city|town|region|province|state|republic|district|country|"
    r"remote|border|port|island|side|parts?|areas?|north|south|east|west|of|соседн[а-я]+|приграничн[а-я]+|столиц[а-я]+|город[а-я]*|г\.|област[а-я]+|регион[а-я]*|"
    r"территори[а-я]+|республик[а-я]+|район[а-я]*|провинци[а-я]+|север[а-я]*|юг[а-я]*|восток[а-я]*|запад[а-я]*|сосед[а-я]+) )*"
)
_INTO = re.compile(
    rf"(?:\b(?:into|to|in|inside|at|across|through|throughout|within|around|near|reach(?:ed|ing)?|via|towards?)|(?<!\w)(?:в|во|на|по|через|под|у)) {_FILLER}$"
)
_FROM = re.compile(
    rf"(?:\b(?:from|out of|fled|fleeing|flee|escap(?:ed|ing)|outside|leaving)|(?<!\w)(?:из|изо|с|со)) {_FILLER}$"
)
_FOR = re.compile(rf"\bfor {_FILLER}$")
_LEFT = re.compile(
    rf"(?:\b(?:left|leave|leaving|leaves|departed|exited|quit)|покин[а-я]+|покида[а-я]+|оставил[а-я]*) {_FILLER}$"
)
_ENTERED = re.compile(rf"(?:\b(?:enter(?:ed|ing|s)?|visited|reach(?:ed|ing)?)|посети[а-я]+) {_FILLER}$")
_BORDER = re.compile(
    rf"(?:\b(?:border|borders|frontier)s? (?:with|of|between) {_FILLER}|границ[а-я]+ (?:с|со|между)? ?{_FILLER}|\b(?:between|and|между|и) {_FILLER})$"
)
_SIDE = re.compile(r"^[- ]?(?:\w+ )?(?:side|сторон[а-я]+)")
_OFFICE = re.compile(
    r"^(?:'s)? ?(?:\w+ ){0,2}?(?:minist|authorit|government|official|border guard|police|president|prime|interior|consul|immigration|migration|statist|service|committee|"
    r"министр|мвд|погранич|прави|власт|президент|премьер|миграцион|служб|департамент)"
)
_OFFICE_OF = re.compile(
    r"(?:ministry|minister|government|authorities|agency|office|service|guards?|police|president|council|мвд|министерств\w+|правительств\w+|власт\w+|министр\w*|внутренних дел|службы?|комитет\w*) (?:of )?(?:the )?$"
)
_WINDOW = 60  # characters before a name that may hold its preposition


@dataclass(frozen=True, slots=True)
class Role:
    """What a name does in its sentence: into, from, left, entered, border, side, office, group, other."""

    mention: Mention
    role: str


@dataclass(frozen=True, slots=True)
class Scene:
    """Who moves where in a report as a whole, for sentences that do not say."""

    host: str | None = None
    origin: str | None = None


def roles_of(sentence: Sentence) -> tuple[Role, ...]:
    """The role of every name in a sentence."""
    return tuple(Role(mention, _role(sentence, mention)) for mention in sentence.mentions)


def _role(sentence: Sentence, mention: Mention) -> str:
    left = sentence.norm[max(sentence.start, mention.start - _WINDOW) : mention.start].lstrip("\"'( ")
    left = left.rstrip("\"'«(")
    after = sentence.norm[mention.end : mention.end + 40]
    if _OFFICE.match(after) or _OFFICE_OF.search(left):
        return "office"
    if mention.kind == "nationality":
        return "side" if _SIDE.match(after) else "group"
    if any(q.number.first <= sentence.at(mention.start) < q.last for q in sentence.quantities):
        return "group"
    for name, pattern in (
        ("left", _LEFT),
        ("from", _FROM),
        ("entered", _ENTERED),
        ("border", _BORDER),
        ("into", _INTO),
        ("for", _FOR),
    ):
        if pattern.search(left):
            return name
    if after.startswith("'s border") or after.startswith(" border"):
        return "border"
    return "other"


_HOSTING = ("into", "entered")


def scene_of(sentences: Sequence[Sentence], published_in: str | None = None) -> Scene:
    """The country that people come to and the one that they come from, over a whole report."""
    hosts: Counter[str] = Counter()
    origins: Counter[str] = Counter()
    for sentence in sentences:
        weight = 2 if sentence.role == "headline" else 1
        for quantity in sentence.quantities:
            if quantity.nation and quantity.counts:
                origins[quantity.nation] += 3
        for role in roles_of(sentence):
            country = role.mention.country
            if country is None:
                continue
            if role.role in _HOSTING or role.role == "office":
                hosts[country] += 2 * weight
            elif role.role in ("from",):
                origins[country] += 2 * weight
            elif role.role == "group":
                origins[country] += weight
            elif role.mention.kind != "nationality":
                hosts[country] += weight
    origin = _most(origins, hosts)
    for country in (origin,) if origin else ():
        hosts.pop(country, None)
    return Scene(host=_most(hosts), origin=origin)


def _most(counts: Counter[str], against: Counter[str] | None = None) -> str | None:
    """The commonest, unless it is plainly more often on the other side."""
    for country, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if against is None or against[country] <= 2 * count:
            return country
    return None


def _distance(sentence: Sentence, mention: Mention, quantity: Quantity, cue: Cue | None) -> float:
    """How far a name is from a figure: nearer to its verb counts most, another number between them parts them."""
    places = [(quantity.start, quantity.end)] + ([(cue.start, cue.end)] if cue is not None else [])
    gaps = [max(start - mention.end, mention.start - end, 0) for start, end in places]
    left, right = min(mention.start, quantity.start), max(mention.end, quantity.end)
    parted = sum(
        1
        for other in sentence.quantities
        if other is not quantity and other.counts and left < other.start and other.end < right
    )
    return min(gaps) + 60.0 * parted + (40.0 if ";" in sentence.norm[left:right] else 0.0)


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a figure."""

    country: str | None = None
    place: str | None = None
    alias: str | None = None
    kind: str | None = None  # city, region, crossing
    destination: str | None = None  # the country that people left for
    source: str | None = None  # the country that people left


def where_of(sentence: Sentence, quantity: Quantity, cue: Cue | None, *, outward: bool) -> Where:
    """What the sentence itself says of the place; `outward` for exits, where the country is the one that is left."""
    roles = [role for role in roles_of(sentence) if role.role not in ("group",)]
    ranked = sorted(roles, key=lambda role: _distance(sentence, role.mention, quantity, cue))
    wanted = ("left", "from", "border") if outward else ("entered", "into", "side")
    country = _first(ranked, wanted) or (None if outward else _subject(sentence, roles, cue, quantity))
    source = _first(ranked, ("left", "from"))
    destination = _first(ranked, ("entered", "into", "for"))
    place = _place(sentence, ranked, quantity, cue, outward=outward)
    if place is not None and place.country is not None and not outward:
        if country is None or _distance(sentence, place, quantity, cue) < 80:
            country = place.country
    return Where(
        country=country, place=place.name if place else None, alias=place.alias if place else None, kind=place.kind if place else None,
        destination=destination, source=source,
    )  # fmt: skip


def _first(ranked: Sequence[Role], wanted: Sequence[str]) -> str | None:
    return next((role.mention.country for role in ranked if role.role in wanted and role.mention.country), None)


def _subject(sentence: Sentence, roles: Sequence[Role], cue: Cue | None, quantity: Quantity) -> str | None:
    """The country that does the receiving: Kazakhstan received 98,000."""
    if cue is None or cue.end > quantity.start:
        return None
    before = [
        role
        for role in roles
        if role.role == "other" and role.mention.kind == "country" and role.mention.end <= cue.start
    ]
    return before[-1].mention.country if before else None


def _place(
    sentence: Sentence, ranked: Sequence[Role], quantity: Quantity, cue: Cue | None, *, outward: bool
) -> Mention | None:
    """The city, region or crossing of a figure, where the sentence names one."""
    wanted = ("into", "entered", "left", "from", "other", "border") if outward else ("into", "entered", "other", "side")
    for role in ranked:
        mention = role.mention
        if mention.kind not in ("city", "region", "crossing") or role.role not in wanted:
            continue
        if _distance(sentence, mention, quantity, cue) > 140:
            continue
        if role.role == "other" and not _labels(sentence, mention, quantity):
            continue
        if outward and role.role in ("into", "entered") and mention.kind != "crossing" and mention.start > quantity.end:
            continue  # the place that they left for
        return mention
    return None


_LABEL = re.compile(r"^[ \"')]{0,2}(?:[-–:(]|\W{0,3}$)|^ (?:received|has|had|hosts?|alone|region|province)")


def _labels(sentence: Sentence, mention: Mention, quantity: Quantity) -> bool:
    """Whether a bare name labels a figure: Almaty: 5,000; Петропавловск (-41%); or is the subject of its clause."""
    between = sentence.norm[mention.end : quantity.start]
    if mention.end <= quantity.start and len(between) <= 30:
        return True
    return mention.start == sentence.start or mention.kind == "crossing"
