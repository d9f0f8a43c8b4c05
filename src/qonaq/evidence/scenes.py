# ruff: noqa: E501  (a pattern is kept on one line)
"""Who moves where in a report as a whole: the country that people come to, and the one that they come from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qonaq.evidence.gazetteer import Mention
from qonaq.evidence.roles import Role, roles_of
from qonaq.evidence.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Scene:
    """Who moves where in a report as a whole, for sentences that do not say."""

    host: str | None = None
    origin: str | None = None
    place: Mention | None = None  # the one city or region of the host that the report speaks of
    capital: str | None = None  # of the host
    homeward: bool = False  # it tells of people who go back: the country that they come to is their own


# Where reporters sit who write of other countries.
OFFICES_OF_THE_WORLD = frozenset(
    ("Geneva", "New York", "New York City", "Brussels", "Washington", "London", "Vienna", "Nairobi", "Paris")
)
_BORDER_AFTER = re.compile(
    r"^ (?:border|side|authorit|territor|polic|government|границ|сторон|власт|территор|полици|погран|мвд|правительств)"
)
_NOT_SO = re.compile(
    r"\bnot (?:announced|planned|agreed|said|going)|\b(?:no basis|denied|denies|rumou?r)|(?<!\w)(?:опроверг|слух|фейк)"
)
OFTEN = 3  # times that a place is named that a report is about
HOMEWARD = 3  # sentences of return that make a report one of returns …
TWICE = 2  # … where they are this many times as many as those of arrival


def scene_of(sentences: Sequence[Sentence], above: Iterable[Mention] = ()) -> Scene:
    """The countries of a report; `above` are the names that stand above its body: an office, a dateline."""
    hosts: Counter[str] = Counter()
    origins: Counter[str] = Counter()
    above = tuple(above)
    for mention in above:
        if mention.country and mention.kind != "nationality" and mention.name not in OFFICES_OF_THE_WORLD:
            hosts[mention.country] += 2
    backward = [sentence for sentence in sentences if any(cue.tag == "return" for cue in sentence.cues)]
    for sentence in sentences:
        if sentence in backward or _NOT_SO.search(sentence.words):
            continue  # in returns the roles are the other way round
        for quantity in sentence.quantities:
            if quantity.nation and quantity.counts and not quantity.partitive:
                origins[quantity.nation] += 3
        for role in roles_of(sentence):
            _weigh(sentence, role, hosts, origins)
    arriving = sum(
        any(cue.tag in ("enter", "fled", "receive") for cue in s.cues) for s in sentences if s not in backward
    )
    counted = sum(any(quantity.counts for quantity in s.quantities) for s in backward)
    if counted >= HOMEWARD and len(backward) >= TWICE * arriving:
        home = _home(backward) or _most(hosts)
        if home is not None:
            return Scene(host=home, place=_one_place(sentences, home, above), homeward=True)
    origin = _most(origins, hosts)
    if origin is not None:
        hosts.pop(origin, None)
    host = _most(hosts) or origin  # people who flee within their own country
    return Scene(host=host, origin=origin, place=_one_place(sentences, host, above))


def _weigh(sentence: Sentence, role: Role, hosts: Counter[str], origins: Counter[str]) -> None:
    """Add what one name says of the host and the origin (both changed)."""
    country, name = role.mention.country, role.role
    if country is None or name == "border":
        return
    tags = {cue.tag for cue in sentence.cues}
    weight = 2 if sentence.role == "headline" else 1
    both = {other.role for other in roles_of(sentence)}
    if "fled" in tags and "for" in both and name in ("for", "from", "left"):
        (hosts if name == "for" else origins)[country] += 8  # thousands flee Lebanon for Syria
    elif name == "dateline":
        hosts[country] += 0 if role.mention.name in OFFICES_OF_THE_WORLD else 2
    elif "exit" in tags and "enter" not in tags and name in ("into", "for"):
        return  # where people went on to
    elif name in ("into", "entered", "office", "through"):
        hosts[country] += 2 * weight
    elif name in ("from", "left") and "exit" in tags and not tags & {"enter", "fled", "departures"}:
        return  # the country that is left may be a host
    elif name == "from":
        origins[country] += 2 * weight
    elif name == "group" and _people(sentence, role.mention):
        origins[country] += weight
    elif role.mention.kind != "nationality" or name == "side" or _its_border(sentence, role.mention):
        hosts[country] += weight


def _home(sentences: Sequence[Sentence]) -> str | None:
    """The country whose people go back."""
    people: Counter[str] = Counter()
    for sentence in sentences:
        people.update(q.nation for q in sentence.quantities if q.nation and q.counts)
        people.update(
            r.mention.country
            for r in roles_of(sentence)
            if r.mention.country
            and (r.role in ("into", "entered") or (r.role == "group" and _people(sentence, r.mention)))
        )
    return _most(people)


def _its_border(sentence: Sentence, mention: Mention) -> bool:
    """Whether a nationality word speaks of a country's border or its authorities: молдавскую границу."""
    return _BORDER_AFTER.match(sentence.norm[mention.end : mention.end + 16]) is not None


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


def _one_place(sentences: Sequence[Sentence], host: str | None, above: Iterable[Mention] = ()) -> Mention | None:
    """The city or region of the host that the report is about: named on top, alone, or far more often than others."""
    headline = [m for s in sentences if s.role == "headline" for m in s.mentions]
    body = {m.name for s in sentences for m in s.mentions}
    top = [m for m in (*above, *headline) if m.kind in ("city", "region") and m.country == host and m.name in body]
    if top and len({mention.name for mention in top}) == 1:
        return top[0]
    named = [
        role.mention
        for sentence in sentences
        for role in roles_of(sentence)
        if role.mention.kind in ("city", "region") and role.mention.country == host and role.role != "office"
    ]
    ranked = Counter(mention.name for mention in named).most_common(2)
    if not ranked or (len(ranked) > 1 and (ranked[0][1] < OFTEN or ranked[0][1] < TWICE * ranked[1][1])):
        return None
    return next(mention for mention in named if mention.name == ranked[0][0])


def _most(counts: Counter[str], against: Counter[str] | None = None) -> str | None:
    """The commonest, unless it is plainly more often on the other side."""
    for country, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if against is None or against[country] <= 2 * count:
            return country
    return None
