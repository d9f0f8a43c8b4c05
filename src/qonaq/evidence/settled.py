# ruff: noqa: E501  (a pattern is kept on one line)
"""The measure and the country of a count, once it is known who left what for where."""

from __future__ import annotations

import re

from qonaq.evidence.frames import Frame
from qonaq.evidence.passing import Passing
from qonaq.evidence.places import Where, labelled_country, unknown_label
from qonaq.evidence.quantities import Quantity
from qonaq.evidence.roles import roles_of
from qonaq.evidence.sentence import Sentence

_OWN_COUNTRY = re.compile(
    r"\b(?:their|the) (?:own )?(?:country of origin|homeland|home country|native)|\btheir (?:own )?country|(?<!\w)(?:родину|свою страну|страну исхода)"
)


def settled(
    sentence: Sentence, quantity: Quantity, passing: Passing, frame: Frame, where: Where
) -> tuple[str | None, str | None]:
    """The measure and the country, once it is known who left what for where."""
    measure = frame.measure
    origin = quantity.nation or passing.scene.origin
    fallback = _fallback(sentence, quantity, passing, origin)
    country = labelled_country(sentence, quantity)
    if country is not None and country != origin and measure not in LEFT_BEHIND:
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
    if measure == "fled" and _displaced_at_home(sentence, frame, {origin, fallback, where.country, where.destination}):
        return "departures", where.country or origin or fallback
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
            return "entries", passing.scene.host  # who comes home enters the country that the report is about
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


def _displaced_at_home(sentence: Sentence, frame: Frame, countries: set[str | None]) -> bool:
    """Whether people were displaced where they live: the passage speaks of one country only."""
    return len(countries - {None}) <= 1 and sentence.norm.startswith("displaced", frame.cue.start)


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


# Measures whose country is not the one that a name beside the number gives.
LEFT_BEHIND = frozenset(("fled", "departures", "queueing", "onward"))
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
