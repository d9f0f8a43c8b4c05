"""Chance with an address: every draw is named by seed, replicate, process, day, place, group and item.

A draw is looked up, not consumed: a counter-based generator (Philox4x32-10, Salmon and others 2011) turns the
address into random bits. So two policies meet the same luck, one replicate can be replayed alone, and the numbers
do not depend on threads, processes or the order of work. The address fills the key and the four counter words:

    key     the seed, 64 bits
    word 0  replicate                       32 bits
    word 1  process 8 | cell 10 | day 14    cell: which cell of a multinomial, 0 in every other draw
    word 2  place 20  | group 12
    word 3  item 20   | draw 12             draw: which attempt of a rejection sampler

The caller gives all but cell and draw. An address is used twice only if one process asks twice for the same day,
place, group and item; `address_mistakes` says, before anything runs, whether all parts fit into their bits.
The samplers are exact to the rounding of doubles and give the same bits with the compiler and without it.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from qonaq.engine.masses import (
    HALF_LOG_2PI,
    INVERSE,
    INVERSION_END,
    binomial_by_inversion,
    hypergeometric_by_inversion,
    log_rise,
    stirling,
    under_binomial,
    under_hypergeometric,
)
from qonaq.errors import InternalError, Mistake

# Rules that draw. A code is never given anew: renumbering one changes every number that it made.
PROCESSES: dict[str, int] = {
    "departures": 1,
    "country": 2,
    "crossing": 3,
    "city": 4,
    "travel": 5,
    "traffic_in": 6,
    "traffic_out": 7,
    "queue_split": 8,
    "entry": 9,
    "intent": 10,
    "dwell": 11,
    "onward": 12,
    "returns": 13,
    "accommodation": 14,
    "rent": 15,
    "registration": 16,
    "stay": 17,
    "shock": 18,
    "prior": 19,
    "observation": 20,
    "turned": 21,
    "diverted": 22,
    "effect": 23,
    "forecast": 24,
    "expiry": 25,
    "visitors": 26,
    "smoother": 27,
    "resample": 28,
    "flee_spawn": 64,
    "flee_leave": 65,
    "flee_route": 66,
    "flee_walk": 67,
    "flee_place": 68,
    "flee_onward": 69,
    "flee_grid": 70,
    "flee_order": 71,
}

REPLICATES = 1 << 32
DAYS = 1 << 14
CELLS = 1 << 10
PLACES = 1 << 20
GROUPS = 1 << 12
ITEMS = 1 << 20

# Philox4x32: multipliers and key increments of the published generator.
_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_32, _20, _12 = np.uint64(32), np.uint64(20), np.uint64(12)
_NEXT_CELL = np.uint64(1 << 14)
_ULP = 2.0**-52

_SMALL_MEAN = 10.0  # inversion below this mean, rejection above (the range in which Hörmann proves BTRS and PTRS)
_FEW_DRAWN = 16  # hypergeometric: inversion up to here, rejection above (its proof needs 10)
_ROUNDING = 1e-9  # a probability may pass 1 by this much, as a ratio of sums does
_HRUA_WIDTH, _HRUA_MORE = 2.0 * math.sqrt(2.0 / math.e), 3.0 - 2.0 * math.sqrt(3.0 / math.e)


def address_mistakes(*, replicates: int, days: int, places: int, groups: int, items: int) -> list[Mistake]:
    """The parts of an address that do not fit: were they drawn, two draws would share one address."""
    asked = {"replicates": replicates, "days": days, "places": places, "groups": groups, "items": items}
    room = {"replicates": REPLICATES, "days": DAYS, "places": PLACES, "groups": GROUPS, "items": ITEMS}
    return [
        Mistake(
            where=name,
            found=f"{count:,}",
            allowed=f"1 to {room[name]:,}",
            do="More than this would use an address of the random stream twice. Ask for less.",
        )
        for name, count in asked.items()
        if not 1 <= count <= room[name]
    ]


@njit(cache=True, nogil=True)
def _block(k0, k1, c0, c1, c2, c3):  # type: ignore[no-untyped-def]
    """Ten rounds of Philox4x32 on words held in 64 bits, where no product or sum can overflow."""
    for _ in range(10):
        high, low = _M0 * c0, _M1 * c2
        c0, c1, c2, c3 = (low >> _32) ^ c1 ^ k0, low & _LOW, (high >> _32) ^ c3 ^ k1, high & _LOW
        k0, k1 = (k0 + _W0) & _LOW, (k1 + _W1) & _LOW
    return c0, c1, c2, c3


@njit(cache=True, nogil=True)
def philox(key0, key1, c0, c1, c2, c3):  # type: ignore[no-untyped-def]
    """Four random words of 32 bits for a key of two and a counter of four (the low 32 bits of each are used)."""
    a, b, c, d = _block(
        np.uint64(key0 & 0xFFFFFFFF),
        np.uint64(key1 & 0xFFFFFFFF),
        np.uint64(c0 & 0xFFFFFFFF),
        np.uint64(c1 & 0xFFFFFFFF),
        np.uint64(c2 & 0xFFFFFFFF),
        np.uint64(c3 & 0xFFFFFFFF),
    )
    return np.uint32(a), np.uint32(b), np.uint32(c), np.uint32(d)


@njit(cache=True, nogil=True)
def _address(replicate, process, day, place, group, item):  # type: ignore[no-untyped-def]
    """The four words as two numbers of 64 bits, cell and draw 0: cheaper to hand on than seven numbers."""
    upper = (np.uint64(replicate & 0xFFFFFFFF) << _32) | np.uint64((process << 24) | day)
    lower = (np.uint64((place << 12) | group) << _32) | np.uint64(item << 12)
    return upper, lower


@njit(cache=True, nogil=True)
def _pair(key, upper, lower):  # type: ignore[no-untyped-def]
    """Two independent uniforms strictly between 0 and 1: (k + ½) · 2⁻⁵², k of 52 random bits."""
    a, b, c, d = _block(key & _LOW, key >> _32, upper >> _32, upper & _LOW, lower >> _32, lower & _LOW)
    first = (np.float64((a << _20) | (b >> _12)) + 0.5) * _ULP
    second = (np.float64((c << _20) | (d >> _12)) + 0.5) * _ULP
    return first, second


@njit(cache=True, nogil=True)
def uniform(seed, replicate, process, day, place, group, item, draw):  # type: ignore[no-untyped-def]
    """One uniform strictly between 0 and 1; `draw` (0 to 4095) tells several apart at one address."""
    upper, lower = _address(replicate, process, day, place, group, item)
    return _pair(np.uint64(seed), upper, lower + np.uint64(draw))[0]


@njit(cache=True, nogil=True)
def pair(seed, replicate, process, day, place, group, item, draw):  # type: ignore[no-untyped-def]
    """Two independent uniforms strictly between 0 and 1 at the cost of one; the first is `uniform` of that address."""
    upper, lower = _address(replicate, process, day, place, group, item)
    return _pair(np.uint64(seed), upper, lower + np.uint64(draw))


@njit(cache=True, nogil=True)
def normal(seed, replicate, process, day, place, group, item):  # type: ignore[no-untyped-def]
    """One standard Normal: √(−2 ln U₁) · cos(2π U₂) (Box and Muller 1958)."""
    upper, lower = _address(replicate, process, day, place, group, item)
    u, v = _pair(np.uint64(seed), upper, lower)
    return math.sqrt(-2.0 * math.log(u)) * math.cos(2.0 * math.pi * v)


@njit(cache=True, nogil=True)
def _binomial_large(n, p, key, upper, lower):  # type: ignore[no-untyped-def]
    """Rejection BTRS (Hörmann 1993) for n·p ≥ 10 and p ≤ ½, with the pmf taken relative to its mode m."""
    mean = n * p
    spread = math.sqrt(mean * (1.0 - p))
    b = 1.15 + 2.53 * spread
    a = -0.0873 + 0.0248 * b + 0.01 * p
    sure = 0.92 - 4.2 / b
    for draw in range(4096):
        u, v = _pair(key, upper, lower + np.uint64(draw))
        u -= 0.5
        us = 0.5 - abs(u)
        k = np.int64(math.floor((2.0 * a / us + b) * u + mean + 0.5))
        if us >= 0.07 and v <= sure:
            return k
        if k < 0 or k > n:
            continue
        m = np.int64(math.floor((n + 1.0) * p))
        alpha = (2.83 + 5.1 / b) * spread
        if under_binomial(v * alpha / (a / (us * us) + b), k, m, n, p / (1.0 - p)):
            return k
    raise InternalError("a binomial draw was refused 4,096 times")


@njit(cache=True, nogil=True)
def _binomial(n, p, key, upper, lower):  # type: ignore[no-untyped-def]
    if n < 0 or not 0.0 <= p <= 1.0 + _ROUNDING:
        raise InternalError("a binomial draw needs a count of 0 or more and a probability between 0 and 1")
    if n == 0 or p == 0.0:
        return np.int64(0)
    if p >= 1.0:
        return np.int64(n)
    share = p if p <= 0.5 else 1.0 - p
    if n * share < _SMALL_MEAN:
        u = _pair(key, upper, lower)[0]
        k = binomial_by_inversion(n, share, u)
    else:
        k = _binomial_large(n, share, key, upper, lower)
    return np.int64(k) if p <= 0.5 else np.int64(n - k)


@njit(cache=True, nogil=True)
def binomial(n, p, seed, replicate, process, day, place, group, item):  # type: ignore[no-untyped-def]
    """How many of n people do what each does with probability p, independently.

    K ~ Binomial(n, p), exact for n up to 3·10⁹ and every p from 0 to 1.
    """
    upper, lower = _address(replicate, process, day, place, group, item)
    return _binomial(n, p, np.uint64(seed), upper, lower)


@njit(cache=True, nogil=True)
def multinomial(n, weights, out, seed, replicate, process, day, place, group, item):  # type: ignore[no-untyped-def]
    """n people spread over cells in proportion to weights; returns how many could not be placed.

        out ~ Multinomial(n, w / Σw), as a chain: out[k] ~ Binomial(n − Σ_{j<k} out[j], w[k] / Σ_{j≥k} w[j])

    weights  non-negative, any sum (1)   out  people of each cell (people, written)
    Where all weights are 0 nobody is placed and n is returned; otherwise 0. At most 1,024 cells.
    """
    if weights.shape[0] > CELLS:
        raise InternalError("a multinomial draw has more cells than its address has room for")
    rest = 0.0
    last = -1
    for cell in range(weights.shape[0]):
        weight = weights[cell]
        out[cell] = 0
        if not 0.0 <= weight < math.inf:
            raise InternalError("a multinomial draw needs weights that are finite and not below 0")
        if weight > 0.0:
            rest += weight
            last = cell
    left = np.int64(n)
    key = np.uint64(seed)
    upper, lower = _address(replicate, process, day, place, group, item)
    for cell in range(last + 1):
        if left == 0:
            break
        if cell == last:
            placed = left
        else:
            share = min(1.0, weights[cell] / rest)
            placed = _binomial(left, share, key, upper + np.uint64(cell) * _NEXT_CELL, lower)
        out[cell] = placed
        left -= placed
        rest -= weights[cell]
    return left


@njit(cache=True, nogil=True)
def _hypergeometric_large(few, many, drawn, key, upper, lower):  # type: ignore[no-untyped-def]
    """Ratio of uniforms HRUA (Stadlober 1990) for few ≤ many, both of few and drawn above 16, drawn ≤ half of all."""
    size = np.float64(few + many)
    p = few / size
    centre = drawn * p + 0.5
    h = _HRUA_WIDTH * math.sqrt((size - drawn) * drawn * p * (1.0 - p) / (size - 1.0) + 0.5) + _HRUA_MORE
    m = np.int64(math.floor((drawn + 1.0) * ((few + 1.0) / (size + 2.0))))
    top = min(drawn, few)
    for draw in range(4096):
        u, v = _pair(key, upper, lower + np.uint64(draw))
        x = centre + h * (v - 0.5) / u
        if not 0.0 <= x < top + 1.0:
            continue
        k = np.int64(math.floor(x))
        if under_hypergeometric(u * u, k, m, few, many, drawn):
            return k
    raise InternalError("a hypergeometric draw was refused 4,096 times")


@njit(cache=True, nogil=True)
def hypergeometric(good, bad, drawn, seed, replicate, process, day, place, group, item):  # type: ignore[no-untyped-def]
    """How many of `good` are among `drawn` people taken at random from good + bad, without replacement."""
    size = good + bad
    if good < 0 or bad < 0 or drawn < 0 or drawn > size:
        raise InternalError("a hypergeometric draw needs counts of 0 or more and cannot draw more than there are")
    upper, lower = _address(replicate, process, day, place, group, item)
    few, many = min(good, bad), max(good, bad)
    taken = min(drawn, size - drawn)
    if few == 0 or taken == 0:
        k = np.int64(0)
    elif min(few, taken) <= _FEW_DRAWN:  # who is good and who is drawn may be exchanged: the law is the same
        u = _pair(np.uint64(seed), upper, lower)[0]
        k = hypergeometric_by_inversion(min(few, taken), size - min(few, taken), max(few, taken), u)
    else:
        k = np.int64(_hypergeometric_large(few, many, taken, np.uint64(seed), upper, lower))
    if taken != drawn:
        k = few - k
    return np.int64(k) if few == good else np.int64(drawn - k)


@njit(cache=True, nogil=True)
def poisson(mean, seed, replicate, process, day, place, group, item):  # type: ignore[no-untyped-def]
    """How many events happen when `mean` are expected: inversion below 10, PTRS (Hörmann 1993) above."""
    if not 0.0 <= mean < 1e15:
        raise InternalError("a Poisson draw needs a finite mean that is not below 0")
    key = np.uint64(seed)
    upper, lower = _address(replicate, process, day, place, group, item)
    if mean < _SMALL_MEAN:
        u = _pair(key, upper, lower)[0]
        chance = math.exp(-mean)
        k = np.int64(0)
        while u >= chance and k < INVERSION_END:
            u -= chance
            chance *= mean * INVERSE[k]
            k += 1
        return k
    b = 0.931 + 2.53 * math.sqrt(mean)
    a = -0.059 + 0.02483 * b
    scale = 1.1239 + 1.1328 / (b - 3.4)
    sure = 0.9277 - 3.6224 / (b - 2.0)
    m = np.int64(math.floor(mean))
    for draw in range(4096):
        u, v = _pair(key, upper, lower + np.uint64(draw))
        u -= 0.5
        us = 0.5 - abs(u)
        k = np.int64(math.floor((2.0 * a / us + b) * u + mean + 0.43))
        if us >= 0.07 and v <= sure:
            return k
        if k < 0 or (us < 0.013 and v > us):
            continue
        slope = math.log(mean / (m + 1.0))
        top = (m + 1.0 - mean) + (m + 0.5) * slope - 0.5 * math.log(mean) - HALF_LOG_2PI - stirling(m)
        if math.log(v * scale / (a / (us * us) + b)) <= top + (k - m) * (slope + 1.0) - log_rise(k, m):
            return k
    raise InternalError("a Poisson draw was refused 4,096 times")
