"""What a reader keeps in mind from sentence to sentence while it reads a report."""

from __future__ import annotations

from dataclasses import dataclass, field

from qonaq.evidence.focus import Focus
from qonaq.evidence.gazetteer import Mention
from qonaq.evidence.periods import Clock, Stretch
from qonaq.evidence.quantities import Quantity
from qonaq.evidence.report import Report
from qonaq.evidence.scenes import Scene
from qonaq.evidence.topics import Level
from qonaq.model.claims import Claim

PRICE_REACH = 2  # sentences for which a bare number may still be a rent


@dataclass(frozen=True, slots=True)
class Passing:
    """The state between two figures; every step makes a new one."""

    report: Report
    scene: Scene
    clock: Clock
    number: int = 0  # of the sentence
    paragraph: int = 0
    speaker: str | None = None
    claim: Claim | None = None  # the last count
    quantity: Quantity | None = None  # its quantity
    said_in: int = -9  # the sentence of the last count
    stretch: Stretch | None = None  # its period
    topic: str | None = None  # the movement that the last sentence without figures spoke of
    topic_in: int = -9
    host_in: int = -9  # the sentence in which that country was named
    host: str | None = None  # the country of the last count that named one
    level: Level | None = None  # the last rent figure
    level_in: int = -9
    rent_in: int = -9  # the last sentence that spoke of rents
    border_in: int = -9
    place: Mention | None = None  # the last city, region or crossing that was named as a place
    focus: Focus = field(default_factory=Focus)  # the places that the passage is about
    lodging_in: int = -9
    office_in: int = -9
    waiting_in: int = -9
    price: Level | None = None  # the last rent
    price_in: int = -9

    @property
    def price_near(self) -> Level | None:
        """The last rent, while the passage may still be on rents."""
        return self.price if self.number - self.price_in <= PRICE_REACH else None
