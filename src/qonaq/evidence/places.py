# ruff: noqa: E501  (a pattern is kept on one line)
"""Of which country and place a figure speaks, as its own sentence says it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qonaq.evidence.gazetteer import Mention
from qonaq.evidence.labels import in_latin, name_of
from qonaq.evidence.quantities import Quantity
from qonaq.evidence.roles import Role, roles_of
from qonaq.evidence.sentence import Sentence
from qonaq.evidence.vocabulary import Cue


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a figure."""

    country: str | None = None
    place: str | None = None
    alias: str | None = None
    kind: str | None = None  # city, region, crossing
    through: bool = False  # the place was passed, not reached
    destinations: int = 0  # how many countries the verb's own words lead to
    from_town: bool = False  # what the verb's own words come from is a town or region
    destination: str | None = None  # the country that the verb's own words lead to
    population: int = 0  # people of the place, where it is a city
    source: str | None = None  # the country that the verb's own words come from


PLACES = ("city", "region", "crossing")
_FAR = 140.0  # distance beyond which a place is not the figure's
_OWN_REACH = 25  # characters behind a figure beyond which a name that another figure parts from it is not its own
_OBJECT = 60  # characters behind a verb within which its own destination stands


def distance(sentence: Sentence, mention: Mention, quantity: Quantity, cue: Cue | None) -> float:
    """How far a name is from a figure and its verb; commas and other numbers part them."""
    spans = [(quantity.start, quantity.end)] + ([(cue.start, cue.end)] if cue is not None else [])
    nearest = min(spans, key=lambda span: max(span[0] - mention.end, mention.start - span[1], 0))
    gap = max(nearest[0] - mention.end, mention.start - nearest[1], 0)
    left, right = min(mention.end, nearest[1]), max(mention.start, nearest[0])
    between = sentence.norm[left:right]
    parted = sum(
        1 for other in sentence.quantities if other is not quantity and left <= other.start and other.end <= right
    )
    return gap + 60.0 * parted + 20.0 * between.count(",") + 45.0 * between.count(";")


def where_of(sentence: Sentence, quantity: Quantity, cue: Cue | None, *, outward: bool) -> Where:
    """What the sentence itself says of the place; `outward` for exits, where the country is the one that is left."""
    roles = [role for role in roles_of(sentence) if role.role not in ("group", "dateline")]
    if cue is not None and any(
        other is not quantity
        and other.counts
        and min(cue.end, quantity.end) <= other.start < max(cue.start, quantity.start)
        for other in sentence.quantities
    ):
        cue = None  # a verb shared with another figure says nothing of this one's place
    roles = [
        role
        for role in roles
        if not _of_a_condition(sentence, role.mention, quantity)
        and not _of_others(sentence, role.mention, cue)
        and not _of_the_next(sentence, role.mention, quantity)
    ]
    roles = [
        role
        for role in roles
        if not (role.mention.start - quantity.end > _OWN_REACH and _parted(sentence, role.mention, quantity))
    ]
    ranked = sorted(roles, key=lambda role: distance(sentence, role.mention, quantity, cue))
    wanted = ("left", "from", "border") if outward else ("entered", "into", "through", "side")
    country = _subject(roles, cue, quantity) if cue is not None and cue.tag in ("deport", "receive", "host") else None
    country = country or _first(ranked, wanted) or (None if outward else _subject(roles, cue, quantity))
    country = country or (None if outward else _opening(sentence, roles, quantity))
    place = _place(sentence, ranked, quantity, cue, outward=outward)
    mention = place.mention if place is not None else None
    if mention is not None and mention.country is not None and not outward:
        stated = next((role for role in ranked if role.role in wanted and role.mention.country == country), None)
        if stated is None or distance(sentence, mention, quantity, cue) <= distance(
            sentence, stated.mention, quantity, cue
        ):
            country = mention.country
        elif mention.country != country:
            mention, place = None, None  # the place of another figure
    source, leads = _own(sentence, roles, cue, quantity)
    return Where(
        country=country,
        place=mention.name if mention else None,
        alias=mention.alias if mention else None,
        kind=mention.kind if mention else None,
        population=mention.population if mention else 0,
        through=place is not None and place.role == "through",
        destination=leads[0] if leads else None,
        destinations=len(set(leads)),
        from_town=any(
            r.role in ("left", "from") and r.mention.kind in ("city", "region") and r.mention.country == source
            for r in roles
        ),
        source=source,
    )


_WHO = re.compile(r"\b(?:who|whom|whose)\b|(?<!\w)(?:котор[а-я]+|кто)(?!\w)")


def _of_others(sentence: Sentence, mention: Mention, cue: Cue | None) -> bool:
    """Whether a name stands in a relative clause that the figure's verb is not part of: people who had lived in Khartoum."""
    found = [
        match.start() for match in _WHO.finditer(sentence.norm, max(sentence.start, mention.start - 45), mention.start)
    ]
    return bool(found) and cue is not None and cue.start < found[-1]


_IF = re.compile(r"\b(?:if|unless|should|in case)\b|(?<!\w)(?:если|когда|пока)(?!\w)")


def _of_a_condition(sentence: Sentence, mention: Mention, quantity: Quantity) -> bool:
    """Whether a name stands in a condition behind the figure: another 30,000, if fighting reaches Sennar."""
    return mention.start > quantity.end and _IF.search(sentence.norm, quantity.end, mention.start) is not None


def _of_the_next(sentence: Sentence, mention: Mention, quantity: Quantity) -> bool:
    """Whether a name behind a comma goes with the figure that follows it: up 18 % in A, in B by 25 %."""
    if mention.start < quantity.end or not set(",;") & set(sentence.norm[quantity.end : mention.start]):
        return False
    after = next((other for other in sentence.quantities if other.start >= mention.end), None)
    return after is not None and not set(",;") & set(sentence.norm[mention.end : after.start])


def _own(
    sentence: Sentence, roles: Sequence[Role], cue: Cue | None, quantity: Quantity
) -> tuple[str | None, list[str]]:
    """Where the verb's own words come from and lead to: left Russia for Georgia; fled from Sudan to Chad."""
    if cue is None:
        return None, []
    end = min(
        [cue.end + _OBJECT, sentence.end]
        + [
            other.start
            for other in sentence.quantities
            if other.counts and other.start > cue.end and other is not quantity
        ]
    )
    after = [
        role
        for role in roles
        if cue.start <= role.mention.start < end and ";" not in sentence.norm[cue.end : role.mention.start]
    ]
    before = [role for role in roles if quantity.end <= role.mention.start < cue.start]
    leads = [role.mention.country for role in after if role.role in ("entered", "into", "for") and role.mention.country]
    leads += [
        role.mention.country
        for role in after
        if leads and role.role == "other" and role.mention.kind == "country" and role.mention.country
    ]
    leads = leads or [
        role.mention.country for role in before if role.role in ("entered", "into", "for") and role.mention.country
    ]
    return _first([*after, *before], ("left", "from")), leads


def _first(ranked: Sequence[Role], wanted: Sequence[str]) -> str | None:
    return next((role.mention.country for role in ranked if role.role in wanted and role.mention.country), None)


def _subject(roles: Sequence[Role], cue: Cue | None, quantity: Quantity) -> str | None:
    """The country that does the receiving: Kazakhstan received 98,000."""
    if cue is None or cue.end > quantity.start:
        return None
    before = [
        role
        for role in roles
        if (role.role == "other" and role.mention.kind == "country" and role.mention.end <= cue.start)
        or (role.role == "office" and cue.tag == "deport" and role.mention.end <= cue.start)
    ]
    return before[-1].mention.country if before else None


_CLAUSE_START = re.compile(r"(?:^|[;:.] |, (?:and|while|but|а|но) )\W*$")


def _opening(sentence: Sentence, roles: Sequence[Role], quantity: Quantity) -> str | None:
    """The country that opens the clause of a figure: Slovakia has issued 98,400 permits."""
    for role in reversed(roles):
        mention = role.mention
        if mention.kind == "country" and role.role == "other" and mention.end <= quantity.start:
            left = sentence.norm[sentence.start : mention.start]
            apart = ";" in sentence.norm[mention.end : quantity.start]
            return None if apart or not _CLAUSE_START.search(left) else mention.country
    return None


def _place(
    sentence: Sentence, ranked: Sequence[Role], quantity: Quantity, cue: Cue | None, *, outward: bool
) -> Role | None:
    """The city, region or crossing of a figure, where the sentence names one."""
    wanted = (
        ("into", "entered", "left", "from", "other", "border", "through")
        if outward
        else ("into", "entered", "other", "side", "through")
    )
    for role in ranked:
        mention = role.mention
        if mention.kind not in PLACES or role.role not in wanted or _parted(sentence, mention, quantity):
            continue
        if distance(sentence, mention, quantity, cue) > _FAR:
            continue
        if role.role == "other" and sentence.norm.startswith("'s", mention.end) and mention.start > sentence.start:
            continue  # Moscow's invasion is not in Moscow
        if role.role == "other" and not _labels(
            sentence, mention, quantity, len([r for r in ranked if r.mention.kind in PLACES])
        ):
            continue
        if outward and role.role in ("into", "entered") and mention.kind != "crossing" and mention.start > quantity.end:
            continue  # the place that they left for
        return role
    return None


def _parted(sentence: Sentence, mention: Mention, quantity: Quantity) -> bool:
    """Whether another count stands between a name and a figure that comes before it."""
    return any(
        other is not quantity and other.counts and quantity.end <= other.start and other.end <= mention.start
        for other in sentence.quantities
    )


def _labels(sentence: Sentence, mention: Mention, quantity: Quantity, names: int) -> bool:
    """Whether a bare name labels a figure (Almaty: 5,000; Петропавловск (-41%)) or is the one place of its sentence."""
    between = sentence.norm[mention.end : quantity.start]
    if mention.end <= quantity.start and len(between) <= 30:
        return True
    return mention.start == sentence.start or mention.kind == "crossing" or names == 1


_TIGHT = re.compile(r"^[»\"”]?(?: \([^()]{1,40}\))?\s*(?:[—–:-]|\()")


def labelled(where: Where, sentence: Sentence, quantity: Quantity) -> Where:
    """The same with the name that labels the figure, where one does: Medyka – 33,400."""
    label = name_of(sentence, quantity)
    if label is None or label.after:
        return where
    tight = label.start == quantity.start or _TIGHT.match(sentence.text[label.end : quantity.start])
    mention = label.mention
    if mention is not None and mention.kind in PLACES and label.opens and where.place is None:
        return replace(where, country=mention.country or where.country, place=mention.name, alias=mention.alias)
    if mention is not None and mention.kind in PLACES and (tight or where.place is None):
        return replace(
            where, country=mention.country or where.country, place=mention.name, alias=mention.alias, kind=mention.kind
        )
    if mention is None and tight:
        return replace(where, place=in_latin(label.name), alias=label.name, kind=None)
    return where


_THERE = re.compile(
    r"\b(?:the|this|that) (?:town|city|region|province|district|camp|village|island)\b|(?<!\w)(?:в|этот|эту|на) (?:[а-я]+ )?(?:город[е]?|област[ьи]|регион[е]?|сюда|туда|район[е]?|лагер[ьее])(?![а-я]| [А-Я])"
)


def points_back(sentence: Sentence) -> bool:
    """Whether a sentence speaks of a place named before: in the town, в область."""
    return bool(_THERE.search(sentence.words))


def points_to_city(sentence: Sentence) -> bool:
    """Whether a sentence speaks of a town or city named before."""
    return bool(
        re.search(
            r"\b(?:in|into|to) (?:the|this|that) (?:town|city)\b|(?<!\w)в (?:этот )?город[е]?(?!\w)", sentence.words
        )
    )


_LABEL = re.compile(r"(?:^|[\s(])(?:[Вв]о?|[Tt]o|[Ii]nto|[Ii]n) ([A-ZА-ЯЁ][\w'’-]+)\s*(?:[-–—:]\s*)?$")


def unknown_label(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a name that no gazetteer knows labels a figure: what stands there is not said of the place before it."""
    found = _LABEL.search(sentence.text, max(sentence.start, quantity.start - 40), quantity.start)
    spans = [(m.start, m.end) for m in sentence.mentions] + [(when.start, when.end) for when in sentence.whens]
    return found is not None and not any(start < found.end(1) and found.start(1) < end for start, end in spans)


def labelled_country(sentence: Sentence, quantity: Quantity) -> str | None:
    """The country that stands as a label directly before a figure: Lithuania turned back 281 people and Latvia 54."""
    for mention in sentence.mentions:
        between = sentence.norm[mention.end : quantity.start].strip()
        if mention.kind == "country" and mention.end <= quantity.start and between in ("", ":", "–", "-"):
            return mention.country
    return None
