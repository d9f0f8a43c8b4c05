"""Distances on the globe between many points at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

EARTH_KM = 6371.0088  # mean radius of the Earth (IUGG)
Point = tuple[float, float]  # latitude, longitude in degrees


def km_between(starts: Sequence[Point], ends: Sequence[Point]) -> NDArray[np.float64]:
    """Great-circle distances (starts, ends) in km.

    d = 2·R·asin √( sin²(Δφ/2) + cos φ₁·cos φ₂·sin²(Δλ/2) )        φ latitude, λ longitude
    """
    a = np.radians(np.asarray(starts, dtype=np.float64).reshape(-1, 2))[:, None, :]
    b = np.radians(np.asarray(ends, dtype=np.float64).reshape(-1, 2))[None, :, :]
    half = np.sin((b[..., 0] - a[..., 0]) / 2) ** 2
    half = half + np.cos(a[..., 0]) * np.cos(b[..., 0]) * np.sin((b[..., 1] - a[..., 1]) / 2) ** 2
    return np.asarray(2.0 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, half))))
