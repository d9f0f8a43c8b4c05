# ruff: noqa: E501  (a pattern is kept on one line)
"""The place that a passage is about, for figures whose own words name none: shelters, rents and queues are somewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from qonaq.evidence.gazetteer import Mention
from qonaq.evidence.places import PLACES, Where
from qonaq.evidence.quantities import Quantity
from qonaq.evidence.roles import roles_of
from qonaq.evidence.scenes import Scene
from qonaq.evidence.sentence import Sentence

# Measures that are always of some place, also where a report speaks of the whole country.
LOCAL = frozenset(
    ("beds", "beds_occupied", "beds_free", "occupancy", "rent_change", "rent_level", "unsheltered", "desks", "registration_wait", "stranded")
)  # fmt: skip
AT_CROSSINGS = frozenset(("border_wait", "queueing"))
_NATIONAL = re.compile(
    r"\b(?:nation-?wide|country-?wide|across (?:the country|all)|in the (?:whole |entire )?country|the country (?:has|had|can)|national(?:ly)?|all over the country|in all,)\b"
    r"|(?<!\w)(?:по (?:всей )?стране|в стране|по республике|в республике|по всему|общенациональн[а-я]+|в целом по)(?!\w)"
)
_HERE = re.compile(
    r"\b(?:here|there|our (?:station|town|city|post|crossing)|at the (?:crossing|checkpoint|gate|border post|station|post|bridge)|(?:the|this) (?:town|city|crossing|checkpoint|post|station|bridge|settlement|site|camp|centre|center|gate)|the same (?:way|place))\b"
    r"|(?<!\w)(?:здесь|там|сюда|туда|оттуда|отсюда|на (?:этом )?(?:кпп|переходе|пункте|вокзале|посту)|в (?:этом |самом )?(?:городе|лагере|центре|пункте)|в н[еи][ймх]|тем же путем)(?!\w)"
)
_CAPITAL = re.compile(
    r"\b(?:in|around|across) the capital\b(?! of\b)|(?<!\w)(?:в|по) столиц[еу](?!\w)|(?<!\w)столицы(?!\w)"
)
_TOTAL = re.compile(
    r"\b(?:total|totals?|in all|overall|altogether|so far|since|both directions)\b|(?<!\w)(?:всего|итого|в целом|с начала|нараст[а-я]+|обоих направлени[а-я]+)(?!\w)"
)
REACH = 3  # sentences for which a place still holds for what is always of some place
REACH_IN_PARAGRAPH = 5  # the same within a paragraph
REACH_OF_CROSSINGS = 6  # the same for a crossing, for queues and waits
_TOWARDS = re.compile(
    r"\b(?:to|towards?|into|onto|for|from|of|reach(?:ed)?)(?: (?:the|city of))?(?: [\w'-]+,)*(?: [\w'-]+)?(?: (?:and|or))? $"
)
_ROLES = ("into", "entered", "through", "other", "side")


@dataclass(frozen=True, slots=True)
class Focus:
    """The places that were last spoken of, with the sentences that named them."""

    place: Mention | None = None  # a city, region, site or crossing
    place_in: int = -99
    paragraph: int = -99
    crossing: Mention | None = None
    crossing_in: int = -99


def _local(sentence: Sentence, upto: int) -> list[Mention]:
    """The places that a sentence is set in, of those named before an offset."""
    return [
        role.mention
        for role in roles_of(sentence)
        if role.mention.kind in PLACES
        and role.mention.end <= upto
        and not _TOWARDS.search(sentence.norm, max(sentence.start, role.mention.start - 45), role.mention.start)
        and (role.role in _ROLES or (role.role == "office" and role.mention.start == sentence.start))
    ]


def moved(focus: Focus, sentence: Sentence, number: int) -> Focus:
    """The focus when a sentence has been read."""
    named = _local(sentence, sentence.end)
    if named:
        focus = replace(focus, place=named[-1], place_in=number, paragraph=sentence.paragraph)
    crossings = [mention for mention in named if mention.kind == "crossing"]
    return replace(focus, crossing=crossings[-1], crossing_in=number) if crossings else focus


def placed_by(
    focus: Focus, scene: Scene, sentence: Sentence, quantity: Quantity, measure: str, where: Where, number: int
) -> Where:
    """The same with the place that the passage is about, where the figure names none and must have one."""
    if where.place is not None or _NATIONAL.search(sentence.words):
        return where
    if (
        scene.capital
        and where.country in (None, scene.host)
        and _CAPITAL.search(sentence.norm, sentence.start, quantity.start)
    ):
        return replace(where, country=scene.host, place=scene.capital, alias=scene.capital, kind="city")
    chosen = _chosen(focus, scene, sentence, quantity, measure, number)
    if chosen is not None and chosen.country not in (None, scene.host, where.country):
        chosen = scene.place if measure in LOCAL else None
    if chosen is None or (where.country is not None and chosen.country not in (None, where.country)):
        return where
    return replace(
        where, country=where.country or chosen.country, place=chosen.name, alias=chosen.alias, kind=chosen.kind
    )


def _chosen(
    focus: Focus, scene: Scene, sentence: Sentence, quantity: Quantity, measure: str, number: int
) -> Mention | None:
    own = _local(sentence, quantity.start)
    if measure in AT_CROSSINGS:
        crossings = [mention for mention in own if mention.kind == "crossing"] or own
        if crossings:
            return crossings[-1]
        return focus.crossing if number - focus.crossing_in <= REACH_OF_CROSSINGS else None
    here = _HERE.search(sentence.words) is not None
    through = focus.crossing is not None and number - focus.crossing_in == 1 and sentence.paragraph == focus.paragraph
    if measure in ("entries", "exits") and through and not sentence.mentions and not _TOTAL.search(sentence.words):
        return focus.crossing
    if measure not in LOCAL and not here:
        return None
    if own and measure in LOCAL:
        return own[-1]
    if focus.place is not None and (sentence.paragraph == focus.paragraph or number - focus.place_in <= 1):
        return focus.place if number - focus.place_in <= REACH_IN_PARAGRAPH else scene.place
    if scene.place is not None:
        return scene.place
    return focus.place if number - focus.place_in <= REACH else None
