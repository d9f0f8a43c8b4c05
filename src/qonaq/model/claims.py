"""What was said: figures, events, options and signals, each with the passage that says it.

A claim is what a report states, not what is so. Claims are made by reading reports (`evidence`) or come with
a scenario (`evidence.csv`); calibration weighs them (`inference`). Nothing here names a person: a speaker is
an office, a medium is a publisher.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from qonaq.measures import MEASURES, Figure, Kind, Period, Qualifier, Status


@dataclass(frozen=True)
class Passage:
    """Where in a text something stands: text[start:end] == quote, in Unicode code points."""

    quote: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Claim:
    """A figure that somebody stated, with its value, its certainty and its passage."""

    measure: str
    value: float
    unit: str
    passage: Passage
    value_high: float | None = None  # the upper end of a range
    qualifier: Qualifier = Qualifier.EXACT
    status: Status = Status.REPORTED
    group: str | None = None
    origin: str | None = None  # ISO alpha-2 of the people's country of origin
    country: str | None = None  # ISO alpha-2 of the country the figure is about
    place: str | None = None  # canonical name
    alias: str | None = None  # the name that the report used
    period_start: date | None = None
    period_end: date | None = None
    inferred: bool = False  # an end of the period was inferred, not stated
    per: str | None = None  # "day" for a rate without a date
    speaker: str | None = None  # an office
    medium: str | None = None  # who published it
    published: date | None = None
    source: str | None = None  # file or address
    notes: tuple[str, ...] = ()
    bed_class: str | None = None  # the class of accommodation that the figure is about; None: all classes

    @property
    def kind(self) -> Kind:
        return MEASURES[self.measure].kind

    @property
    def figure(self) -> Figure | None:
        """The figure that the claim is about, or None where its period is not known."""
        if self.period_end is None:
            return None
        start = self.period_start if self.kind is Kind.FLOW else None
        return Figure(self.measure, Period(self.period_end, start), self.country, self.place, self.group)


@dataclass(frozen=True)
class Statement:
    """An event, a rule, an option or a signal that a report states without a number of ours."""

    what: str  # a word of WHAT below
    passage: Passage
    country: str | None = None
    place: str | None = None
    date: date | None = None
    status: Status = Status.REPORTED
    days: int | None = None  # the days of a stay, where the passage states them
    group: str | None = None
    speaker: str | None = None
    medium: str | None = None


# The words of `Statement.what`: a closed list. `kind` says in which list of a reading each may stand.
WHAT: dict[str, tuple[str, str]] = {
    "mobilisation": ("event", "a call-up, an order or an attack that makes people leave"),
    "crossing_opened": ("event", "a crossing or a border was opened"),
    "crossing_closed": ("event", "a crossing or a border was closed"),
    "exit_restricted": ("event", "the origin restricts or closes its exit"),
    "border_stays_open": ("event", "an authority says that the border stays open"),
    "visa_free_entry": ("event", "a rule in force: entry without a visa"),
    "entry_rule": ("event", "a rule of entry in force"),
    "stay_rule": ("event", "a rule of permitted stay in force"),
    "registration_open": ("event", "an office registers people or issues identification numbers"),
    "registration_rule": ("event", "a rule of registration in force"),
    "shelter_opened": ("event", "a centre, a camp or beds were opened"),
    "assurance": ("event", "an authority commits itself to care and safety"),
    "headquarters": ("event", "an authority sets up staff or services for arrivals"),
    "close_border": ("option", "closing a border or a crossing is considered, proposed or possible"),
    "open_border": ("option", "opening a border or a crossing is considered, proposed or possible"),
    "cap_stay": ("option", "a shorter permitted stay is considered, proposed or possible"),
    "extend_stay": ("option", "a longer permitted stay is considered, proposed or possible"),
    "require_passport": ("option", "a document requirement is considered, proposed or possible"),
    "open_beds": ("option", "opening shelter is considered, proposed or possible"),
    "add_desks": ("option", "more registration capacity is considered, proposed or possible"),
    "rent_cap": ("option", "a limit on rents is considered, proposed or possible"),
    "hotels_full": ("signal", "hotels are full"),
    "hostels_full": ("signal", "hostels are full"),
    "beds_scarce": ("signal", "accommodation is hard to find"),
    "rents_up": ("signal", "rents have risen"),
    "border_queues": ("signal", "queues stand at a crossing"),
    "registration_queues": ("signal", "queues stand at registration offices"),
    "inflow_rising": ("signal", "more people arrive than before"),
    "inflow_falling": ("signal", "fewer people arrive than before"),
    "transport_full": ("signal", "trains, flights or buses are full or dear"),
    "improvised_shelter": ("signal", "people sleep in improvised places"),
}


@dataclass(frozen=True)
class Reading:
    """All that one report says, as data."""

    file: str
    language: str
    published: date | None
    claims: tuple[Claim, ...] = ()
    events: tuple[Statement, ...] = ()
    options: tuple[Statement, ...] = ()
    signals: tuple[Statement, ...] = ()
    cautions: tuple[str, ...] = field(default=())
