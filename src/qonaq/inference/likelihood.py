"""What a stated number means for the true one: how officials round, hedge and err.

Everything happens on the *scale* of a measure, where errors are alike at every size (shares of a count, not people).
With y the true figure on that scale and m the stated one,

    y = m + shift(ζ) + e          ζ ~ Normal(0, 1),  e ~ Normal(0, sd²)

    exact, about      shift = 0
    over, at least    shift = +above·|N|             the truth lies above, not far: one-sided, half-normal
    under, up to      shift = −below·|N|
    range             shift = half·U, U uniform on −1 … 1, m the middle of the range

`shift` is written as a function of the score ζ so that calibration can move "what was meant" like any other unknown.
`log_density` is the same law with ζ integrated out, in closed form.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import log_ndtr, ndtr, ndtri

from qonaq.errors import EvidenceError, Mistake
from qonaq.inference.standing import STATEMENT, standing_asked, standing_of, unseen
from qonaq.measures import MEASURES, Qualifier, Status
from qonaq.model.claims import Claim

Array = NDArray[np.float64]

# Error sds are shares of the value; bias and error by who says it are in `standing`.
ABOUT_SD = 0.03  # said "about", in addition to a rounding that is then taken as twice as coarse
# "over 40,000" is no finer a number than "about 40,000": it opens one side and does not close the other
VAGUE = (Qualifier.ABOUT, Qualifier.OVER, Qualifier.UNDER, Qualifier.UP_TO)
ESTIMATED_SD = 0.15  # an estimate, not a count
OVER_SCALE = 0.10  # "over 30,000" is said until the next round number is near
UP_TO_SCALE = 0.40  # "up to 34 %" is the largest of several
# People report the worst wait and the longest queue they saw: the day's mean lies below, by up to two thirds or so.
WORST = ("border_wait", "queueing", "registration_wait")
WORST_SCALE = 1.0
HEAP = 0.12  # coarsest rounding step as a share of the value: 100,000 may stand for 94,000 … 106,000
FAMILY = (2.7, 0.15)  # people in a family, and its uncertainty as a share
VEHICLE = (2.5, 0.25)  # people in a vehicle

# The size below which a difference stops being a matter of shares: y = asinh(x / 2c) ≈ ln(x / c) for x ≫ c.
SMALL = {"people": 10.0, "trips": 10.0, "families": 10.0, "vehicles": 10.0, "beds": 10.0, "desks": 1.0}
SMALL_TIME = {"hours": 0.5, "days": 0.5}
SHARE_SD = 0.03  # an occupancy is read off to a few hundredths


def to_scale(measure: str, values: ArrayLike) -> Array:
    """The values of a measure on the scale where its errors are alike.

    Counts and times: asinh(x / 2c), which is a logarithm for large x, 0 at 0, and takes negative nets.
    Rent changes: ln(1 + x). Rents: ln x. Occupancy: x itself.
    """
    x = np.asarray(values, dtype=np.float64)
    unit = MEASURES[measure].units[0]
    if measure == "rent_change":
        return np.log(np.maximum(1.0 + x, 1e-6))
    if measure == "rent_level":
        return np.log(np.maximum(x, 1e-6))
    if unit == "share":
        return x
    return np.arcsinh(x / (2.0 * (SMALL.get(unit) or SMALL_TIME[unit])))


def from_scale(measure: str, scaled: Array) -> Array:
    """The inverse of `to_scale`."""
    unit = MEASURES[measure].units[0]
    if measure == "rent_change":
        return np.exp(scaled) - 1.0
    if measure == "rent_level":
        return np.exp(scaled)
    if unit == "share":
        return np.asarray(scaled, dtype=np.float64)
    return np.sinh(scaled) * 2.0 * (SMALL.get(unit) or SMALL_TIME[unit])


@dataclass(frozen=True)
class Meaning:
    """What one stated number means for the true one, on the measure's scale (see the head of this module)."""

    middle: float
    sd: float
    above: float = 0.0
    below: float = 0.0
    half: float = 0.0
    lowest: float = -math.inf  # what lies between lowest and highest on the scale is possible at all
    highest: float = math.inf

    @property
    def hedged(self) -> bool:
        """Whether the words leave open where the truth lies: then `shift` depends on its score."""
        return max(self.above, self.below, self.half) > 0.0

    def shift(self, score: Array) -> Array:
        """How far the true figure lies from the stated one, as a function of a standard normal score."""
        if self.half > 0.0:
            return np.asarray(self.half * (2.0 * ndtr(score) - 1.0))
        size = ndtri(0.5 + 0.5 * ndtr(np.clip(score, -8.0, 8.0)))
        return np.asarray((self.above - self.below) * size)

    def log_density(self, y: Array | float) -> Array:
        """ln p(stated | true = y), the score integrated out.

        range:      [Φ((δ + half)/sd) − Φ((δ − half)/sd)] / (2·half),   δ = y − middle
        one-sided:  2/ω · φ(δ/ω) · Φ(±δ·a/(ω·sd)),   ω² = sd² + a²      (skew-normal)
        """
        delta = np.asarray(y, dtype=np.float64) - self.middle
        if self.half > 0.0:
            # in the far tail both Φ are nearly 1; the mirror image −|δ| keeps all digits
            far = -np.abs(delta)
            upper, lower = log_ndtr((far + self.half) / self.sd), log_ndtr((far - self.half) / self.sd)
            return np.asarray(upper + np.log1p(-np.exp(lower - upper)) - math.log(2.0 * self.half))
        reach = self.above - self.below
        spread = math.hypot(self.sd, reach)
        normal = -0.5 * (delta / spread) ** 2 - math.log(spread) - 0.5 * math.log(2.0 * math.pi)
        if reach == 0.0:
            return normal
        return np.asarray(math.log(2.0) + normal + log_ndtr(delta * reach / (spread * self.sd)))


def rounding_step(value: float) -> float:
    """The step to which a number was probably rounded: its trailing zeros, but no coarser than HEAP of it.

    >>> rounding_step(98_000), rounding_step(64_234), rounding_step(40_000)
    (1000.0, 1.0, 4800.0)
    """
    size = abs(value)
    if size == 0.0 or size != math.floor(size):
        return 0.0
    step = 1.0
    while size % (step * 10.0) == 0.0:
        step *= 10.0
    return min(step, max(1.0, HEAP * size))


def people_in(unit: str) -> tuple[float, float]:
    """How many people one of that unit is, and the uncertainty of that as a share."""
    return {"families": FAMILY, "vehicles": VEHICLE}.get(unit, (1.0, 0.0))


def meaning_of(claim: Claim, *, measure: str | None = None) -> Meaning:
    """What the claim's words and digits mean for the true figure.

    measure     what it is taken to observe, where that is not the claim's own word (see `observe.where`)

    Raises EvidenceError for a value that no true figure could have.
    """
    factor, factor_sd = people_in(claim.unit)
    low = claim.value * factor
    high = (claim.value if claim.value_high is None else claim.value_high) * factor
    refuse_impossible(claim, low, high)
    m_low, m_high = float(to_scale(claim.measure, low)), float(to_scale(claim.measure, high))
    sd = math.hypot(_error_sd(claim), factor_sd, _rounding_sd(claim, low))
    if claim.measure in WORST:
        return Meaning(m_high, sd, below=max(WORST_SCALE, m_high - m_low))
    if m_high > m_low:
        if claim.qualifier is Qualifier.UP_TO:
            return Meaning(m_high, sd, below=max(UP_TO_SCALE * _unit_size(claim), m_high - m_low))
        return Meaning(0.5 * (m_low + m_high), sd, half=0.5 * (m_high - m_low))
    reach = OVER_SCALE * _unit_size(claim)
    more = unseen(claim, measure or claim.measure)
    if claim.qualifier is Qualifier.OVER:
        return Meaning(m_low, sd, above=max(reach, more))
    if claim.qualifier is Qualifier.UNDER:
        return Meaning(m_low, sd, below=reach)
    if claim.qualifier is Qualifier.UP_TO:
        return Meaning(m_low, sd, below=UP_TO_SCALE * _unit_size(claim))
    return Meaning(m_low, sd, above=more)


def refuse_impossible(claim: Claim, low: float, high: float) -> None:
    """Refuse a value that no true figure of that measure could have, with the reason."""
    may_be_negative = claim.measure in ("net_entries", "rent_change")
    allowed = None
    if not (math.isfinite(low) and math.isfinite(high)):
        allowed = "a number"
    elif low < 0.0 and not may_be_negative:
        allowed = "0 or more"
    elif claim.measure == "rent_change" and low <= -1.0:
        allowed = "more than −1 (rents cannot fall by more than all)"
    elif claim.measure == "occupancy" and low > 1.5:
        allowed = "a share, about 0 to 1"
    elif high < low:
        allowed = "a range from low to high"
    if allowed is not None:
        found = f"{claim.value:g}" if claim.value_high is None else f"{claim.value:g} to {claim.value_high:g}"
        where = f"{claim.measure} of {claim.place or claim.country or 'the host country'}"
        raise EvidenceError(Mistake(where, found, allowed, "Correct the figure in the evidence, or reject the claim."))


def _error_sd(claim: Claim) -> float:
    sd = standing_of(claim).error
    if claim.qualifier in VAGUE:
        sd = math.hypot(sd, ABOUT_SD)
    if claim.status is Status.ESTIMATED:
        sd = math.hypot(sd, ESTIMATED_SD)
    return sd * _unit_size(claim)


def counting_sd(measure: str, *, whole: bool) -> float:
    """Bias and error together of a figure that an office gives of a measure, on its scale."""
    standing = standing_asked(measure, whole=whole)
    return SHARE_SD if measure == "occupancy" else math.hypot(standing.bias, standing.error)


def _unit_size(claim: Claim) -> float:
    """What 'a share of the value' is on the scale: 1 for logarithmic scales, smaller for a share itself."""
    return SHARE_SD / STATEMENT.error if claim.measure == "occupancy" else 1.0


def _rounding_sd(claim: Claim, value: float) -> float:
    """Standard deviation of a uniform rounding error, on the scale: step/√12 wide."""
    step = rounding_step(claim.value) * people_in(claim.unit)[0]
    if step == 0.0:
        return 0.0
    if claim.qualifier in VAGUE:
        step *= 2.0
    middle = float(to_scale(claim.measure, value))
    return float(to_scale(claim.measure, value + step) - middle) / math.sqrt(12.0)
