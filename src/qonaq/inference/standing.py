"""How much a stated number is worth: who counts, who says, who has heard.

An office that stamps every passport knows the national total to a few per cent; a mayor knows what the town sees; a
traveller knows one queue. Three classes, each with a *bias* (one latent factor for all that a source says) and an
*error* of each figure, as shares of the value:

    count      an office's count of what it handles one by one, for the whole country          bias 3 %, error 2 %
    statement  an office's figure of anything else                                             bias 7 %, error 5 %
    hearsay    travellers, volunteers, papers that name no office                              bias 15 %, error 10 %

Where the sizes are from: Daily totals of border guards were later revised by 2 % in the middle (the national series of
Ukraine 2022), which is the error of a count; what it leaves open, by design, is who is counted (transit, minors, those
who crossed twice), for which 3 % is our judgement. Two official totals of one month in Kazakhstan 2022 that were counts
of different things differed by 20 %, a 1.6-sigma event for two statements. Hearsay is twice a statement: judgement.

A town sees those who register, ask for help or sleep where it runs the house: on the fourth day 9 % of those who had
come to Armenia in 2023 were in state accommodation, ten days later 38 %. So a *counted* number of people in a place is
a number of at least so many (`UNSEEN`); an estimate says that it has made up for that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qonaq.measures import Qualifier, Status
from qonaq.model.claims import Claim


@dataclass(frozen=True)
class Standing:
    """Error sizes of a class of claims, as shares of the value."""

    name: str
    bias: float  # of all that the source says
    error: float  # of each figure


COUNT = Standing("count", 0.03, 0.02)
STATEMENT = Standing("statement", 0.07, 0.05)
HEARSAY = Standing("hearsay", 0.15, 0.10)

# What offices handle one by one, so that a national figure of it is a count. Stocks are not: they are differences.
HANDLED = (
    "entries",
    "exits",
    "net_entries",
    "turned_back",
    "applications",
    "registrations",
    "permits",
    "asylum_applications",
)
WITNESS = re.compile(
    r"travell?er|eye-?witness|volunteer|resident|driver|local media|очевид|волонт|путешеств|жител", re.I
)
# People in a place who are counted only where somebody meets them.
SEEN_IN_PART = ("arrivals", "onward", "returns", "present", "unsheltered")
UNSEEN = 0.7  # of a half-normal on the log scale: the truth is 1.6 times the count in the middle, 4 times at most or so


def standing_of(claim: Claim) -> Standing:
    """Who counts, who says, who has heard."""
    if claim.speaker is None or WITNESS.search(claim.speaker):
        return HEARSAY
    return standing_asked(claim.measure, whole=claim.place is None and claim.status is not Status.ESTIMATED)


def standing_asked(measure: str, *, whole: bool) -> Standing:
    """What an office's figure of a measure is worth: of the whole country, or of a place in it."""
    return COUNT if whole and measure in HANDLED else STATEMENT


def unseen(claim: Claim, measure: str) -> float:
    """How much larger the truth may be than a count of people in a place: scale of a half-normal, 0 where all are seen.

    measure     what the claim is taken to observe: what "entered" a city arrived there
    """
    sayable = claim.qualifier in (Qualifier.EXACT, Qualifier.ABOUT, Qualifier.OVER) and claim.value_high is None
    counted = sayable and claim.status is not Status.ESTIMATED and claim.place is not None
    return UNSEEN if counted and measure in SEEN_IN_PART else 0.0
