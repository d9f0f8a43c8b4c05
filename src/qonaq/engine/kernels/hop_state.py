"""The arrays of the movement rule of Flee: the network, the days, the rule's numbers, and the state of a replicate."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Net(NamedTuple):
    """What does not change from day to day. Places are numbered from 0; links follow them, then their shut twins."""

    links: NDArray[np.int64]  # [link]: from, to, length (micro-km), speed (micro-km a day)
    walk: NDArray[np.float64]  # [link] share on foot, each day
    first_path: NDArray[np.int64]  # options of place u are first_path[u] … first_path[u + 1] − 1
    paths: NDArray[np.int64]  # [path]: its end, the link that starts it, the route left after that link (0 none)
    reach: NDArray[np.float64]  # [path]: (softening + km)^distance_power, weight by closeness of end and start
    routes: NDArray[np.int64]  # [route]: its end, the route left after its next place, its next place
    between: NDArray[np.int64]  # [place, place]: the link from one to the other, −1 none
    first_limit: NDArray[np.int64]  # limits of place u are first_limit[u] … first_limit[u + 1] − 1
    limits: NDArray[np.int64]  # distances moved today (micro-km) below which some further stop leaves time to go on


class Days(NamedTuple):
    """What holds on each day, after its conflicts and closures."""

    newcomers: NDArray[np.int64]  # [day, place] people; [day, 0] the total where it is shared out by weight
    spawn_weight: NDArray[np.float64]  # [day, place] a head of population
    places: NDArray[np.float64]  # [day, place]: score, leave (1/day), capacity (people, below 1 none), camp, town
    shut: NDArray[np.bool_]  # [day, link] closes on this day
    regime: NDArray[np.int64]  # [day] which row of the two tables below holds
    link_open: NDArray[np.bool_]  # [regime, link]
    path_open: NDArray[np.bool_]  # [regime, path]


class Rule(NamedTuple):
    """The numbers of the rule."""

    speed: int  # micro-km a day
    walk: int  # micro-km a day
    buffer: float
    capacity_scaling: float
    weight_softening: float
    weight_power: float
    pruning: float
    on_foot: bool
    short_stints: bool
    carry: bool  # kilometres left over at a stop are travelled on the next link
    best_only: bool  # one path an end, and no regard to room (Flee's fixed routes)
    population_power: float
    population_base: float
    population_scale: float
    take: bool  # newcomers leave the population
    rate_mode: int  # 0 totals shared by weight, 1 by place, 2 share of the population, 3 Poisson by place


class Now(NamedTuple):
    """One replicate on one day: the day's part of `Days`, and the state that changes."""

    places: NDArray[np.float64]
    link_open: NDArray[np.bool_]
    path_open: NDArray[np.bool_]
    tables: NDArray[np.int64]  # cohorts, see HERE … STOP
    counts: NDArray[np.int64]  # [row, place]: see OCCUPIED …
    weights: NDArray[np.float64]  # by path, cumulative within a place
    cuts: NDArray[np.float64]  # the part of a half-day before each round, ascending, from 0 to 1
    clock: NDArray[np.int64]  # seed, replicate, day, serial number of the draw, stamp of the weights


FROM, TO, LENGTH, SPEED = 0, 1, 2, 3  # columns of links
END, STEP_LINK, REST = 0, 1, 2  # columns of paths; routes have END, LEFT, NEXT_PLACE
LEFT, NEXT_PLACE = 1, 2
SCORE, CHANCE, CAPACITY, CAMP, TOWN = 0, 1, 2, 3, 4  # columns of places
# tables: start of the day, its end, on links, a part of these, at a stop
HERE, LATER, GOING, WAVE, STOP = 0, 1, 2, 3, 4
OCCUPIED, POPULATION, ARRIVED, ARRIVED_BEFORE, WEIGHED = 0, 1, 2, 3, 4  # rows of counts
DAY, SERIAL, STAMP = 2, 3, 4
