"""What was said: figures, events, options and signals, each with the passage that says it.

A claim is what a report states, not what is so. Claims are made by reading reports (`evidence`) or come with
a scenario (`evidence.csv`); calibration weighs them (`inference`). Nothing here names a person: a speaker is
an office, a medium is a publisher.
"""

from __future__ import annotations

import hashlib
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


def claim_id(claim: Claim) -> str:
    """A short name of a claim that is the same on every machine: by what, where, when, how much, and who says so.

    >>> claim_id(Claim("entries", 98000, "people", Passage("98,000 came"), country="KZ"))
    'bda4dbaed5'
    """
    said = (claim.measure, claim.group, claim.origin, claim.country, claim.place, claim.bed_class, claim.per)
    when = (claim.period_start, claim.period_end)
    amount = (float(claim.value), None if claim.value_high is None else float(claim.value_high), claim.unit)
    how = (claim.status.value, claim.source, claim.passage.start, claim.passage.quote)
    text = "\x1f".join("" if part is None else str(part) for part in (*said, *when, *amount, *how))
    return hashlib.sha256(text.encode()).hexdigest()[:10]


@dataclass(frozen=True)
class Stated:
    """One figure with everybody who states it: ten copies of a figure are one claim with ten sources."""

    claim: Claim
    sources: tuple[Claim, ...]  # every statement of it, the one that is kept first
    note: str | None = None  # what an analyst decided of it

    @property
    def id(self) -> str:
        """The id of the statement that stands for the others, before any correction."""
        return claim_id(self.sources[0])


@dataclass(frozen=True)
class Superseded:
    """An earlier figure and the later one that takes its place."""

    earlier: Claim
    later: Claim
    why: str  # "revised": the same figure, said anew · "later total": the same count, further on


@dataclass(frozen=True)
class Contradiction:
    """Figures of one thing in one period that cannot all be right; all of them go to the observation model."""

    claims: tuple[Claim, ...]

    @property
    def spread(self) -> float:
        """The largest over the smallest value."""
        values = [claim.value for claim in self.claims]
        return max(values) / min(values) if min(values) > 0 else float("inf")


@dataclass(frozen=True)
class Balance:
    """Entries less exits of one country and period, beside the net or the number present that somebody stated."""

    entries: Claim
    exits: Claim
    stated: Claim | None = None  # net_entries or present; None where only the difference is known

    @property
    def net(self) -> float:
        """people"""
        return self.entries.value - self.exits.value

    @property
    def difference(self) -> float | None:
        """Stated less entries less exits (people)."""
        return None if self.stated is None else self.stated.value - self.net


@dataclass(frozen=True)
class Evidence:
    """What all reports together say: each figure once, nothing averaged away."""

    stated: tuple[Stated, ...] = ()
    superseded: tuple[Superseded, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    balances: tuple[Balance, ...] = ()
    events: tuple[Statement, ...] = ()
    options: tuple[Statement, ...] = ()
    signals: tuple[Statement, ...] = ()
    cautions: tuple[str, ...] = ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Each figure once, in the order of its period."""
        return tuple(stated.claim for stated in self.stated)

    def sources_of(self, claim: Claim) -> tuple[Claim, ...]:
        """Everybody who states this figure."""
        return next((stated.sources for stated in self.stated if stated.claim == claim), (claim,))
