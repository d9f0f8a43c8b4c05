"""Registration offices: how long people wait for a number, and how many desks keep that wait short.

Below capacity chance decides, and Erlang's formulas say how long people wait; above capacity a backlog grows,
and water in a tank is the right picture (Green, Kolesar and Whitt 2007). Letters of the formulas:

    λ  applications a day      μ  cases that one desk serves in a day      s  desks      a = λ/μ  offered load, in desks
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from qonaq.errors import Mistake, SettingError

MINUTES_PER_HOUR = 60.0
_STEPS = 4096  # of the midpoint rule for a mean number in service: error below 1e-6 of the answer


def cases_per_desk_day(*, hours: float, minutes: float) -> float:
    """Cases that a desk serves in a day: μ = 60·hours / minutes.

    >>> cases_per_desk_day(hours=6, minutes=30)
    12.0
    """
    _positive({"hours a desk works in a day": hours, "minutes per case": minutes})
    return MINUTES_PER_HOUR * hours / minutes


def visits(applications: float, *, no_show: float = 0.0, returning: float = 0.0) -> float:
    """Cases that come to a desk: λ' = λ·(1 − no-shows)·(1 + returning customers)."""
    _shares({"no-shows": no_show, "returning customers": returning})
    return applications * (1.0 - no_show) * (1.0 + returning)


def erlang_b(servers: int, load: float) -> float:
    """Chance that all servers are busy when nobody can wait: B(0) = 1, B(k) = a·B(k−1) / (k + a·B(k−1))."""
    blocked = 1.0
    for k in range(1, servers + 1):
        blocked = load * blocked / (k + load * blocked)
    return blocked


def erlang_c(servers: int, load: float) -> float:
    """Chance that somebody has to wait (Erlang C): C = B / (1 − ρ·(1 − B)), ρ = a/s < 1.

    >>> erlang_c(2, 1.0)
    0.3333333333333333
    """
    _stable(servers, load)
    blocked = erlang_b(servers, load)
    return blocked / (1.0 - load / servers * (1.0 - blocked))


def mean_wait(servers: int, load: float) -> float:
    """Mean wait before service, in service times: W = C / (s − a)."""
    return erlang_c(servers, load) / (servers - load)


def servers_for_wait(load: float, *, wait: float) -> int:
    """The fewest servers with a mean wait of at most `wait` service times."""
    _positive({"offered load": load, "wait": wait})
    servers = math.floor(load) + 1
    while mean_wait(servers, load) > wait:
        servers += 1
    return servers


def square_root_staffing(load: float, *, chance_of_waiting: float, peakedness: float = 1.0) -> int:
    """s = a + β·√(a·z): β from Halfin and Whitt's chance of waiting [1 + β·Φ(β)/φ(β)]⁻¹; z over 1 for batches."""
    _positive({"offered load": load, "peakedness": peakedness})
    if not 0 < chance_of_waiting < 1:
        raise SettingError(
            Mistake("chance of waiting", str(chance_of_waiting), "between 0 and 1", "Correct the share.")
        )
    low, high = 0.0, 10.0
    for _ in range(60):  # bisection: 2⁻⁶⁰ of the bracket is below the rounding of doubles
        middle = (low + high) / 2.0
        low, high = (middle, high) if _halfin_whitt(middle) > chance_of_waiting else (low, middle)
    return math.ceil(load + high * math.sqrt(load * peakedness))


def _halfin_whitt(beta: float) -> float:
    below = 0.5 * math.erfc(-beta / math.sqrt(2.0))
    density = math.exp(-0.5 * beta * beta) / math.sqrt(2.0 * math.pi)
    return 1.0 / (1.0 + beta * below / density)


def offered_load(rate: Callable[[float], float], survival: Callable[[float], float], *, at: float) -> float:
    """Mean number in service with a desk for everybody (M/G/∞): m(t) = ∫₀ᵗ λ(t − x)·P(S > x) dx, empty at 0."""
    step = at / _STEPS
    return step * sum(rate(at - (k + 0.5) * step) * survival((k + 0.5) * step) for k in range(_STEPS))


def backlog_by_day(
    applications: NDArray[np.float64], capacity: NDArray[np.float64], *, start: NDArray[np.float64] | float = 0.0
) -> NDArray[np.float64]:
    """Waiting at the end of each day as in a tank: Q[t] = max(0, Q[t−1] + A[t] − c[t]); the last axis is days."""
    applications, capacity = np.broadcast_arrays(applications, capacity)
    waiting = np.broadcast_to(np.asarray(start, dtype=float), applications.shape[:-1]).copy()
    backlog = np.empty(applications.shape)
    for day in range(applications.shape[-1]):
        waiting = np.maximum(0.0, waiting + applications[..., day] - capacity[..., day])
        backlog[..., day] = waiting
    return backlog


def clearing_time(backlog: float, *, rate: float, capacity: float) -> float:
    """Days until a backlog is gone: Q₀ / (s·μ − λ); infinite where capacity does not pass the applications."""
    return backlog / (capacity - rate) if capacity > rate else math.inf


def capacity_for_wait(
    applications: NDArray[np.float64], *, backlog: NDArray[np.float64] | float = 0.0, wait_days: float
) -> NDArray[np.float64]:
    """The least capacity a day, from the first day on, with which nobody waits longer than `wait_days`.

    The last to come on day t waits Q[t]/c days, so Q[t] ≤ c·w on every day. With A(u, t] the applications after
    day u up to day t, the tank gives Q[t] = max over u ≤ t of A(u, t] − c·(t − u), hence

        c = max over u < t of  A(u, t] / (t − u + w)

    applications  (..., days)   backlog  those who wait already, counted with the first day
    """
    _positive({"wait": wait_days})
    arriving = np.array(applications, dtype=float)
    arriving[..., 0] += backlog
    total = np.concatenate([np.zeros((*arriving.shape[:-1], 1)), np.cumsum(arriving, axis=-1)], axis=-1)
    by_day = np.ascontiguousarray(np.moveaxis(total, -1, 0))  # days first: the maxima below run along memory
    capacity = np.zeros(arriving.shape[:-1])
    for length in range(1, arriving.shape[-1] + 1):
        most = (by_day[length:] - by_day[:-length]).max(axis=0)
        np.maximum(capacity, most / (length + wait_days), out=capacity)
    return capacity


def desks_for_wait(
    applications: NDArray[np.float64],
    *,
    backlog: NDArray[np.float64] | float = 0.0,
    per_desk_day: float,
    wait_days: float,
) -> NDArray[np.int64]:
    """The fewest desks with which nobody waits longer than `wait_days`: s = ⌈c/μ⌉."""
    _positive({"cases a desk and day": per_desk_day})
    capacity = capacity_for_wait(applications, backlog=backlog, wait_days=wait_days)
    return np.ceil(capacity / per_desk_day - 1e-9).astype(np.int64)


def served(*, desks: float, hours: Sequence[float], minutes: float) -> float:
    """People served at busy desks over days with these opening hours: Σ hours · desks · 60 / minutes."""
    _positive({"desks": desks, "minutes per case": minutes})
    return desks * sum(hours) * MINUTES_PER_HOUR / minutes


def _stable(servers: int, load: float) -> None:
    if not 0 < load < servers:
        raise SettingError(
            Mistake(
                "desks",
                f"{servers} for an offered load of {load:g}",
                "more desks than the load",
                "Add desks: below this a backlog grows without end and `backlog_by_day` tells how fast.",
            )
        )


def _positive(numbers: dict[str, float]) -> None:
    found = [
        Mistake(name, f"{number:g}", "a number above 0", "Correct the number.")
        for name, number in numbers.items()
        if not 0 < number < math.inf
    ]
    if found:
        raise SettingError(found)


def _shares(numbers: dict[str, float]) -> None:
    found = [
        Mistake(name, f"{number:g}", "a share from 0 to 1", "Correct the share.")
        for name, number in numbers.items()
        if not 0 <= number <= 1
    ]
    if found:
        raise SettingError(found)
