"""How each measure of the vocabulary is read off what a run wrote down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from qonaq.errors import Mistake, SettingError, unknown_name
from qonaq.measures import DISPLACED, RESIDENTS
from qonaq.model.places import BED_CLASSES, Place, PlaceKind

if TYPE_CHECKING:
    from qonaq.engine.ensemble import Ensemble

Numbers = NDArray[Any]


@dataclass(frozen=True)
class Question:
    """A measure, of a place or a country, for a group, in a class of beds."""

    measure: str
    place: str | None
    country: str | None
    group: str | None
    bed_class: str | None


def _block(e: Ensemble, name: str, *shape: int) -> Numbers:
    """The rows of a block as (r, *shape, t)."""
    first = getattr(e.slots, name)
    size = int(np.prod(shape))
    return e.counts[:, first : first + size].reshape(e.replicates, *shape, e.days)


def _total(e: Ensemble, name: str, width: int, rows: Sequence[int], columns: Sequence[int]) -> Numbers:
    """(r, t): the sum over rows and columns of a block whose rows have `width` columns."""
    first = getattr(e.slots, name)
    total = np.zeros((e.replicates, e.days), dtype=np.int64)
    for row in rows:
        for column in columns:
            total += e.counts[:, first + row * width + column]
    return total


def _plain(q: Question, *, group: bool = False, bed_class: bool = False) -> None:
    """Refuse what the measure cannot be asked for."""
    if q.group is not None and not group:
        raise SettingError(Mistake(f"{q.measure}, group", f"'{q.group}'", "no group", "Leave the group out."))
    if q.bed_class is not None and not bed_class:
        raise SettingError(Mistake(f"{q.measure}, class", f"'{q.bed_class}'", "no class", "Leave the class out."))


def _whole(q: Question, allowed: str) -> None:
    """Refuse a place where single groups are counted only for the whole."""
    if q.place is not None:
        do = "Leave out the place or the group."
        raise SettingError(Mistake(f"{q.measure} of a group, place", f"'{q.place}'", allowed, do))


def _groups(e: Ensemble, q: Question, *, ordinary: bool = False) -> list[int]:
    """Columns of the groups asked for; with `ordinary`, no group means every national of the origin."""
    names = e.program.groups
    if q.group is None:
        return list(range(len(names) + (1 if ordinary else 0)))
    if q.group == DISPLACED:
        return list(range(len(names)))
    if q.group == RESIDENTS and ordinary:
        return [len(names) + 1]
    if q.group in names:
        return [names.index(q.group)]
    raise SettingError(unknown_name(f"{q.measure}, group", q.group, (DISPLACED, *names, *([RESIDENTS] * ordinary))))


def _named(q: Question, places: Sequence[Place]) -> list[int]:
    """Indices of the place asked for (by name, alias or region), or of all."""
    if q.place is None:
        return list(range(len(places)))
    found = [at for at, place in enumerate(places) if q.place in (place.name, *place.aliases)]
    found = found or [at for at, place in enumerate(places) if q.place == place.region]
    if not found:
        raise SettingError(unknown_name(f"{q.measure}, place", q.place, [place.name for place in places]))
    return found


def _country(e: Ensemble, q: Question) -> str:
    country = q.country or e.scenario.host
    if country not in e.program.countries:
        raise SettingError(unknown_name(f"{q.measure}, country", country, e.program.countries))
    return country


def _host_only(e: Ensemble, q: Question) -> None:
    if q.country not in (None, e.scenario.host):
        raise SettingError(unknown_name(f"{q.measure}, country", str(q.country), (e.scenario.host,)))


def _cities(e: Ensemble, q: Question) -> list[int]:
    _host_only(e, q)
    return _named(q, e.program.network.cities)


def _gates(e: Ensemble, q: Question, *, either_side: bool = False) -> list[int]:
    gates = e.program.network.gates
    if q.place is not None:
        direct = [p for p in e.program.network.elsewhere if q.place in (p.name, *p.aliases) and p not in gates]
        if direct:
            return [at for at, gate in enumerate(gates) if gate.country == direct[0].country]
        return _named(q, gates)
    if either_side and q.country not in (None, *e.program.countries):
        found = [at for at, gate in enumerate(gates) if gate.from_country == q.country]
        if found:
            return [at for at in found if gates[at].country == e.scenario.host] or found
    country = _country(e, q)
    return [at for at, gate in enumerate(gates) if gate.country == country]


def _departures(e: Ensemble, q: Question) -> Numbers:
    _plain(q, group=True)
    if q.country not in (None, e.scenario.origin, e.scenario.host):
        raise SettingError(unknown_name("departures, country", str(q.country), (e.scenario.origin,)))
    origins, groups = _named(q, e.program.network.origins), _groups(e, q)
    if len(groups) == len(e.program.groups):
        return _total(e, "departures", 1, origins, [0])
    _whole(q, "the whole origin")
    return _total(e, "departures_by_group", 1, groups, [0])


def _entries(e: Ensemble, q: Question) -> Numbers:
    _plain(q, group=True)
    return _total(e, "entries", len(e.program.groups) + 2, _gates(e, q), _groups(e, q, ordinary=True))


def _exits(e: Ensemble, q: Question) -> Numbers:
    """Over the gates; of the whole host country also those who go on to third countries."""
    _plain(q, group=True)
    groups, own = _groups(e, q, ordinary=True), len(e.program.groups)
    cities = range(len(e.program.network.cities))
    if q.group in e.program.groups:
        _whole(q, "the whole host country")
        _host_only(e, q)
        by_city = _total(e, "returns", own, cities, groups) + _total(e, "onward", own, cities, groups)
        return np.asarray(by_city + _total(e, "renewed", 1, groups, [0]))
    columns = {None: [0, 1], DISPLACED: [0], RESIDENTS: [2]}[q.group]
    total = _total(e, "exits", 3, _gates(e, q), columns)
    if q.place is None and 0 in columns and _country(e, q) == e.scenario.host:
        total = total + _total(e, "onward", own, cities, range(own))
    return total


def _net_entries(e: Ensemble, q: Question) -> Numbers:
    return _entries(e, q) - _exits(e, q)


def _city_flow(*names: str) -> Callable[[Ensemble, Question], Numbers]:
    def flow(e: Ensemble, q: Question) -> Numbers:
        _plain(q, group=True)
        cities, groups = _cities(e, q), _groups(e, q)
        blocks = [_total(e, name, len(e.program.groups), cities, groups) for name in names]
        return np.asarray(np.sum(blocks, axis=0))

    return flow


def _onward(e: Ensemble, q: Question) -> Numbers:
    """From a city: to other cities and to third countries; from the country: to third countries; to one of them."""
    elsewhere = [at for at, p in enumerate(e.program.network.elsewhere) if q.place in (p.name, *p.aliases)]
    if q.place is not None and elsewhere:
        _plain(q)
        return _total(e, "sent_on", 1, elsewhere, [0])
    return _city_flow("onward", "inner")(e, q) if q.place is not None else _city_flow("onward")(e, q)


def _turned_back(e: Ensemble, q: Question) -> Numbers:
    _plain(q, group=True)
    groups = _groups(e, q)
    if len(groups) == len(e.program.groups):
        return _total(e, "turned_back", 1, _gates(e, q), [0])
    _whole(q, "the whole host country")
    _host_only(e, q)
    return _total(e, "turned_by_group", 1, groups, [0])


def _city_count(name: str) -> Callable[[Ensemble, Question], Numbers]:
    def count(e: Ensemble, q: Question) -> Numbers:
        _plain(q)
        return _total(e, name, 1, _cities(e, q), [0])

    return count


def _present(e: Ensemble, q: Question) -> Numbers:
    """Flows in less flows out since the first day; of the country also those on the way to a city."""
    _plain(q, group=True)
    _host_only(e, q)
    if q.place is None:
        displaced = q if q.group is not None else Question(q.measure, None, q.country, DISPLACED, None)
        return np.cumsum(_net_entries(e, displaced), axis=1)
    groups = len(e.program.groups)
    rows, columns = _cities(e, q), _groups(e, q)
    net = _total(e, "arrivals", groups, rows, columns)
    for name in ("inner", "returns", "onward"):
        net -= _total(e, name, groups, rows, columns)
    return np.cumsum(net, axis=1)


def _queueing(e: Ensemble, q: Question) -> Numbers:
    _plain(q, group=True)
    columns = {None: [0], DISPLACED: [0], RESIDENTS: [2]}
    if q.group not in columns:
        raise SettingError(unknown_name("queueing, group", str(q.group), (DISPLACED, RESIDENTS)))
    return _total(e, "queueing", 3, _gates(e, q, either_side=True), columns[q.group])


def _stranded(e: Ensemble, q: Question) -> Numbers:
    _plain(q)
    return _total(e, "stranded", 1, _gates(e, q, either_side=True), [0])


def _unsheltered(e: Ensemble, q: Question) -> Numbers:
    _plain(q, group=True)
    return _total(e, "unsheltered", len(e.program.groups), _cities(e, q), _groups(e, q))


def _overstaying(e: Ensemble, q: Question) -> Numbers:
    _plain(q, group=True)
    _host_only(e, q)
    _whole(q, "the whole host country")
    return _total(e, "overstaying", len(e.program.groups), [0], _groups(e, q))


def _classes(q: Question) -> list[int]:
    if q.bed_class is None:
        return list(range(len(BED_CLASSES)))
    if q.bed_class not in BED_CLASSES:
        raise SettingError(unknown_name(f"{q.measure}, class", q.bed_class, BED_CLASSES))
    return [BED_CLASSES.index(q.bed_class)]


def _beds(e: Ensemble, q: Question) -> Numbers:
    _plain(q, bed_class=True)
    cities, classes = _cities(e, q), _classes(q)
    total = np.zeros((e.replicates, e.days), dtype=np.int64)
    for j in cities:
        for k in classes:
            base = np.broadcast_to(e.beds[:, j, k, None], total.shape)
            if k == 0:
                base = np.floor(base * e.program.world.host_growth[None, :, j] + 0.5).astype(np.int64)
            total += base + e.program.world.opened[None, :, j, k]
    return total


def _beds_occupied(e: Ensemble, q: Question) -> Numbers:
    """By others and by the displaced; group="displaced" leaves the others out."""
    _plain(q, group=True, bed_class=True)
    cities, classes = _cities(e, q), _classes(q)
    ours = _total(e, "occupied", len(BED_CLASSES), cities, classes)
    if q.group == DISPLACED:
        return ours
    _plain(q, bed_class=True)
    others = e.taken[:, cities][:, :, classes].sum(axis=(1, 2))
    return np.asarray(ours + others[:, None])


def _without_group(q: Question) -> Question:
    _plain(q, bed_class=True)
    return q


def _beds_free(e: Ensemble, q: Question) -> Numbers:
    return np.asarray(np.maximum(0, _beds(e, _without_group(q)) - _beds_occupied(e, q)))


def _occupancy(e: Ensemble, q: Question) -> Numbers:
    beds = _beds(e, _without_group(q))
    return np.asarray(_beds_occupied(e, q) / np.maximum(1, beds), dtype=np.float64)


def _desks(e: Ensemble, q: Question) -> Numbers:
    _plain(q)
    cities = _cities(e, q)
    factor = np.stack([e.parameters.value(f"desks[{e.program.network.cities[j].name}]") for j in cities], axis=1)
    desks = np.floor(factor[:, None, :] * e.program.schedule.desks[None][:, :, cities] + 0.5)
    return np.asarray(desks.sum(axis=2))


def _level(e: Ensemble, name: str, rows: Sequence[int], weights: Numbers) -> Numbers:
    """(r, t): the mean of some rows of a level, weighted (r, rows, t); equal weights where all are 0."""
    first = getattr(e.level_slots, name)
    values = e.levels[:, [first + row for row in rows]].astype(np.float64)
    if len(rows) == 1:
        return np.asarray(values[:, 0])
    total = weights.sum(axis=1, keepdims=True)
    share = np.where(total > 0, weights / np.maximum(total, 1e-300), 1.0 / len(rows))
    return np.asarray((values * share).sum(axis=1))


def _border_wait(e: Ensemble, q: Question) -> Numbers:
    """At a gate; of a country the mean over its gates, weighted by those who pass."""
    _plain(q)
    gates = _gates(e, q)
    passing = _block(e, "entries", len(e.program.network.gates), len(e.program.groups) + 2)
    return _level(e, "wait", gates, passing[:, gates].sum(axis=2).astype(np.float64))


def _registration_wait(e: Ensemble, q: Question) -> Numbers:
    _plain(q)
    cities = _cities(e, q)
    return _level(e, "desk_wait", cities, _block(e, "backlog", len(e.program.network.cities))[:, cities].astype(float))


def _rent_change(e: Ensemble, q: Question) -> Numbers:
    """Asking rents; of the country the mean over cities, weighted by rental stock."""
    _plain(q)
    cities = _cities(e, q)
    stock = e.beds[:, cities, BED_CLASSES.index("rental")][:, :, None].astype(np.float64)
    return np.expm1(_level(e, "spot", cities, np.broadcast_to(stock, (*stock.shape[:2], e.days))))


def _rent_level(e: Ensemble, q: Question) -> Numbers:
    cities = [j for j in _cities(e, q) if e.program.network.cities[j].rent is not None]
    if q.place is None or not cities:
        known = [city.name for city in e.program.network.cities if city.rent is not None]
        found = f"'{q.place}'" if q.place else "no place"
        raise SettingError(Mistake("rent_level, place", found, ", ".join(known) or "nothing here", "Name one of them."))
    rent = float(e.program.network.cities[cities[0]].rent or 0.0)
    return rent * (1.0 + _rent_change(e, q))


MEASURABLE: dict[str, Callable[[Ensemble, Question], Numbers]] = {
    "departures": _departures,
    "entries": _entries,
    "exits": _exits,
    "net_entries": _net_entries,
    "arrivals": _city_flow("arrivals"),
    "onward": _onward,
    "returns": _city_flow("returns"),
    "turned_back": _turned_back,
    "applications": _city_count("applications"),
    "registrations": _city_count("registrations"),
    "present": _present,
    "queueing": _queueing,
    "stranded": _stranded,
    "unsheltered": _unsheltered,
    "registration_backlog": _city_count("backlog"),
    "overstaying": _overstaying,
    "beds": _beds,
    "beds_occupied": _beds_occupied,
    "beds_free": _beds_free,
    "desks": _desks,
    "occupancy": _occupancy,
    "rent_change": _rent_change,
    "rent_level": _rent_level,
    "border_wait": _border_wait,
    "registration_wait": _registration_wait,
}


# Prices differ by city: a mean over cities would be nobody's rent.
LOCAL_ONLY = frozenset({"rent_level"})


def measurable_places(e: Ensemble) -> dict[PlaceKind, tuple[str, ...]]:
    """The places that a run can be asked for, by kind."""
    network = e.program.network
    rows = (
        (PlaceKind.ORIGIN, network.origins),
        (PlaceKind.CROSSING, network.gates),
        (PlaceKind.CITY, network.cities),
        (PlaceKind.ELSEWHERE, network.elsewhere),
    )
    return {kind: tuple(place.name for place in places) for kind, places in rows}
