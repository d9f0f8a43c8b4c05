"""What a signal without a number says of a simulation: hotels are full, queues stand, more come than yesterday.

The bands are our judgement of what reporters call full, dear or long; they are wide on purpose. One signal of each kind
and place counts, the newest: ten papers that say so are not ten measurements.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from qonaq.inference.likelihood import Meaning, to_scale
from qonaq.inference.observation import DAY, LeftOut, Observation, Observed, where
from qonaq.measures import MEASURES, Kind, Status
from qonaq.model.claims import Statement
from qonaq.model.scenario import Scenario

FACTS = (Status.REPORTED, Status.ESTIMATED, Status.ENACTED)
NATIONWIDE = 3.0  # a signal without a place speaks of some places, not of the country's mean: this much wider
LATELY = 3  # days that "more come than before" compares with as many days before


@dataclass(frozen=True)
class Says:
    """A measure, perhaps of a class of beds, and its level on the measure's scale; of a flow, by how much it rose."""

    measure: str
    meaning: Meaning
    bed_class: str | None = None


def _level(measure: str, value: float, sd: float) -> Says:
    return Says(measure, Meaning(float(to_scale(measure, value)), sd))


SIGNALS: dict[str, Says] = {
    "hotels_full": Says("occupancy", Meaning(0.95, 0.05), "hotel"),
    "hostels_full": Says("occupancy", Meaning(0.95, 0.05), "hostel"),
    "beds_scarce": Says("occupancy", Meaning(0.90, 0.10)),
    "rents_up": _level("rent_change", 0.2, 0.20),
    "border_queues": _level("border_wait", 6.0, 0.9),
    "registration_queues": _level("registration_wait", 3.0, 0.9),
    # More than before, by how much is open, half as many again or so: the word says the side, and that only mostly.
    "inflow_rising": Says("entries", Meaning(0.0, 0.15, above=0.4)),
    "inflow_falling": Says("entries", Meaning(0.0, 0.15, below=0.4)),
    # Some dozens sleep in a hall or a mosque, or some hundreds: of fewer nobody would tell.
    "improvised_shelter": Says("beds_occupied", Meaning(float(to_scale("beds_occupied", 100.0)), 1.2), "improvised"),
}
# What says nothing of a figure of ours, and why.
SILENT = {"transport_full": "seats on trains, buses and flights are not in the model"}


def observed_signals(scenario: Scenario, signals: Sequence[Statement], *, as_of: date) -> Observed:
    """What the signals of that day or an earlier one say; each that says nothing is left out with the reason."""
    found = [_signal(scenario, signal) for signal in _latest(signals, as_of)]
    return Observed(
        tuple(one for one in found if isinstance(one, Observation)),
        tuple(one for one in found if isinstance(one, LeftOut)),
    )


def _latest(signals: Sequence[Statement], as_of: date) -> list[Statement]:
    """The newest signal of each kind and place, of those that speak of that day or an earlier one, or of no day."""
    newest: dict[tuple[str, str, str], Statement] = {}
    for signal in sorted(signals, key=lambda s: (str(s.date or ""), s.passage.quote, s.passage.start)):
        if signal.date is None or signal.date <= as_of:
            newest[(signal.what, str(signal.country), str(signal.place))] = signal
    return [newest[key] for key in sorted(newest)]


def _signal(scenario: Scenario, signal: Statement) -> Observation | LeftOut:
    reason = _unusable(scenario, signal)
    if reason is not None:
        return LeftOut(signal, reason)
    says, day = SIGNALS[signal.what], signal.date
    assert day is not None
    resolved = where(scenario, says.measure, signal.place)
    if isinstance(resolved, str):
        return LeftOut(signal, resolved)
    measure, places = resolved
    flow = MEASURES[measure].kind is Kind.FLOW
    if flow:
        day -= DAY  # the day on which it is told is not over
        if day - (2 * LATELY - 1) * DAY < scenario.start:
            return LeftOut(signal, f"it compares with days before the simulated time ({scenario.start})")
    wide = NATIONWIDE if places == (None,) and not flow else 1.0
    return Observation(
        label=f"{signal.what}|{signal.country}|{signal.place}|{signal.date}",
        said=signal,
        measure=measure,
        places=places,
        country=None,
        group=None,
        start=day - (LATELY - 1) * DAY if flow else None,
        end=day,
        meaning=replace(says.meaning, sd=wide * says.meaning.sd),
        source=None,
        bed_class=says.bed_class,
        against=LATELY if flow else 0,
    )


def _unusable(scenario: Scenario, signal: Statement) -> str | None:
    """Why the signal cannot be observed, or None."""
    if signal.status not in FACTS:
        return f"it is {signal.status}, not a fact"
    if signal.what in SILENT:
        return f"it is shown and weighs nothing: {SILENT[signal.what]}"
    if signal.what not in SIGNALS:
        return "a signal that says no level; it is shown and weighs nothing"
    if signal.country not in (None, scenario.host):
        return f"it speaks of {signal.country}"
    if signal.date is None:
        return "its day is not known"
    if signal.date < scenario.start:
        return f"it begins before the simulated time ({scenario.start})"
    return None
