"""Chances of whole numbers: masses of the binomial and the hypergeometric law, exact to the rounding of doubles.

Plain mathematics without chance: `streams` compares these with its random marks. Near the mode a ratio of two masses
is a product of ratios of neighbours, which needs no logarithm; elsewhere it is a difference of logarithms without the
loss of digits of ln n!.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

INVERSION_END = 200  # a mean below 10 passes 200 with a chance under 1e-180: only rounding can lead there
INVERSE = 1.0 / np.arange(1.0, INVERSION_END + 1.0)  # 1/(k + 1): a product is several times as fast as a quotient
HALF_LOG_2PI = 0.5 * math.log(2.0 * math.pi)
_SERIES_BELOW = 1e-3
_NEAR = 15  # steps from the mode taken as a product: (3·10⁹)² to this power still fits into a double

# ln k! − [½ ln 2π + (k + ½) ln(k + 1) − (k + 1)] for k = 0 … 9
_STIRLING = tuple(math.lgamma(k + 1.0) - (HALF_LOG_2PI + (k + 0.5) * math.log(k + 1.0) - (k + 1.0)) for k in range(10))


@njit(cache=True, nogil=True)
def stirling(k):  # type: ignore[no-untyped-def]
    """ln k! − [½ ln 2π + (k + ½) ln(k + 1) − (k + 1)], by table or by Stirling's series."""
    if k < 10:
        return _STIRLING[k]
    x = 1.0 / (k + 1.0)
    return (1.0 / 12.0 - (1.0 / 360.0 - x * x / 1260.0) * x * x) * x


@njit(cache=True, nogil=True)
def log_rise(k, m):  # type: ignore[no-untyped-def]
    """ln(k!/m!) − (k − m)(ln(m + 1) − 1), without the loss of digits of a difference of large logarithms."""
    return (k + 0.5) * math.log1p((k - m) / (m + 1.0)) + stirling(k) - stirling(m)


@njit(cache=True, nogil=True)
def log_rest(p):  # type: ignore[no-untyped-def]
    """ln(1 − p), by its series where p is so small that 1 − p would lose digits.

    ln(1 − p) = −p·(1 + p/2 + p²/3 + p³/4 + p⁴/5 + …)
    """
    if p < _SERIES_BELOW:
        return -p * (1.0 + p * (0.5 + p * (1.0 / 3.0 + p * (0.25 + p * 0.2))))
    return math.log(1.0 - p)


@njit(cache=True, nogil=True)
def binomial_by_inversion(n, p, u):  # type: ignore[no-untyped-def]
    """Inversion: the first k at which Σ P(j ≤ k) passes u; P(k+1) = P(k) · (n−k)/(k+1) · p/(1−p)."""
    if u < 1.0 - n * p:
        return 0  # (1 − p)ⁿ ≥ 1 − n·p (Bernoulli): most draws of a small mean end here, without a logarithm
    odds = p / (1.0 - p)
    chance = math.exp(n * log_rest(p))
    k = 0
    while u >= chance and k < n and k < INVERSION_END:
        u -= chance
        chance *= odds * (n - k) * INVERSE[k]
        k += 1
    return k


@njit(cache=True, nogil=True)
def under_binomial(height, k, m, n, odds):  # type: ignore[no-untyped-def]
    """Whether height ≤ P(k)/P(m): by P(i)/P(i−1) = (n − i + 1)/i · odds where k is near m, by logarithms elsewhere."""
    if abs(k - m) <= _NEAR:
        top, bottom = 1.0, 1.0
        for i in range(min(k, m) + 1, max(k, m) + 1):
            top *= (n - i + 1.0) * odds
            bottom *= i
        return height * bottom <= top if k >= m else height * top <= bottom
    slope = math.log(odds * ((n - m + 1.0) / (m + 1.0)))
    return math.log(height) <= (k - m) * slope - log_rise(k, m) - log_rise(n - k, n - m)


@njit(cache=True, nogil=True)
def hypergeometric_by_inversion(few, many, drawn, u):  # type: ignore[no-untyped-def]
    """Inversion for few ≤ drawn and few ≤ 16: the first k at which Σ P(j ≤ k) passes u.

    P(0) = Π_{d<few} (rest − d)/(size − d), rest = size − drawn;  P(k+1) = P(k) · (few−k)(drawn−k)/((k+1)(rest−few+k+1))
    """
    size = few + many
    rest = size - drawn
    if u * size < size - few * drawn:
        return np.int64(0)  # P(0) ≥ 1 − the mean
    top, bottom = 1.0, 1.0
    for d in range(few):
        top *= rest - d
        bottom *= size - d
    chance = top / bottom
    k = np.int64(0)
    while u >= chance and k < few:
        u -= chance
        chance *= (few - k) * (drawn - k) * INVERSE[k] / (rest - few + k + 1.0)
        k += 1
    return k


@njit(cache=True, nogil=True)
def under_hypergeometric(height, k, m, few, many, drawn):  # type: ignore[no-untyped-def]
    """Whether height ≤ P(k)/P(m): by the ratio of neighbours where k is near m, by logarithms elsewhere.

    P(i)/P(i−1) = (few − i + 1)(drawn − i + 1) / (i · (many − drawn + i))
    """
    rest = many - drawn
    if abs(k - m) <= _NEAR:
        top, bottom = 1.0, 1.0
        for i in range(min(k, m) + 1, max(k, m) + 1):
            top *= (few - i + 1.0) * (drawn - i + 1.0)
            bottom *= i * (rest + np.float64(i))
        return height * bottom <= top if k >= m else height * top <= bottom
    slope = math.log((few - m + 1.0) / (m + 1.0) * ((drawn - m + 1.0) / (rest + m + 1.0)))
    bound = (k - m) * slope - log_rise(k, m) - log_rise(few - k, few - m)
    return math.log(height) <= bound - log_rise(drawn - k, drawn - m) - log_rise(rest + k, rest + m)
