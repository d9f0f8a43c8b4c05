"""How far the model itself may be off, however well its parameters are chosen.

Totals at the border are what the model is made for; a single town, another country's border or a queue it describes
only roughly. So a claim about those carries a *discrepancy* in three parts: an unknown offset that is common to all
places (a rule of the model that is wrong is wrong everywhere: twenty cities' rents are not twenty measurements of the
inflow), one for the place (it does not average away with more reports), and a part of its own for each claim. All are
standard deviations on the measure's scale, where 0.25 is about 25 % of a count. Without them a precise figure for one
town would drag the parameters of the whole country (Kennedy and O'Hagan 2001).

Common and shared offsets have a heavy tail (Tukey's h law): where the model misses something altogether, those claims
give way and not the rest. The sizes are our judgement, by how much of the mechanism behind a figure the model has;
none is fitted to a crisis.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

TAIL = 0.2  # h: two sigmas mean three times the size, three sigmas seven times
SCORE = 4.0  # beyond this an offset explains everything and means nothing


@dataclass(frozen=True)
class Discrepancy:
    """Standard deviations of the model's own error, on the scale of a measure."""

    common: float  # one offset for the measure, wherever it is
    shared: float  # one offset for the measure and place
    own: float  # of each claim

    @property
    def variance(self) -> float:
        """Of one claim, were it the only one (without the heavy tail)."""
        return self.common**2 + self.shared**2 + self.own**2


def heavy(score: Array) -> Array:
    """A standard normal score with a heavy tail: ζ·exp(h·ζ²/2), within ±SCORE."""
    held = np.clip(score, -SCORE, SCORE)
    return np.asarray(held * np.exp(0.5 * TAIL * held**2))


BORDER_TOTALS = ("entries", "exits", "net_entries", "departures", "present")
TOTAL = Discrepancy(0.0, 0.0, 0.03)  # the host country's border: what the model is made for
LOCAL = Discrepancy(0.15, 0.25, 0.10)  # a town, a crossing
FOREIGN = Discrepancy(0.50, 0.50, 0.20)  # another country, of which the model knows little but how it pulls
DETAILED: dict[str, Discrepancy] = {
    "applications": Discrepancy(0.30, 0.50, 0.20),  # not only newcomers apply, and some apply twice
    "registrations": Discrepancy(0.25, 0.35, 0.10),
    "registration_backlog": Discrepancy(0.30, 0.40, 0.20),
    "registration_wait": Discrepancy(0.40, 0.50, 0.50),  # appointments, triage, closed offices
    "border_wait": Discrepancy(0.50, 0.60, 0.60),  # a traveller's hours on a bad day, not the mean
    "queueing": Discrepancy(0.50, 0.60, 0.60),
    "stranded": Discrepancy(0.50, 0.60, 0.60),
    "unsheltered": Discrepancy(0.30, 0.50, 0.50),
    "occupancy": Discrepancy(0.03, 0.05, 0.03),
    "rent_change": Discrepancy(
        0.35, 0.35, 0.20
    ),  # which flats, which week, asked or paid; people move rents but loosely
    "rent_level": Discrepancy(0.30, 0.30, 0.10),  # the same, and the rent before the shock is rough
}


def discrepancy_of(measure: str, *, whole: bool, foreign: bool) -> Discrepancy:
    """The model's own error in a measure: of a whole country or a place in it, the host's or another's."""
    if measure in DETAILED:
        return DETAILED[measure]
    if foreign:
        return FOREIGN
    return TOTAL if whole and measure in BORDER_TOTALS else LOCAL
