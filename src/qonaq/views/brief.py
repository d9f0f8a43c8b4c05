"""The first screen: what happened, how many are expected by when, where it runs out and when, what to do tonight."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from qonaq.inference.posterior import Posterior
from qonaq.measures import Kind
from qonaq.model.claims import Claim, Evidence
from qonaq.planning.capacity import EVERY_CLASS, CapacityOut
from qonaq.planning.needs import Need
from qonaq.planning.plan import Action, Plan
from qonaq.views.answer import urgency
from qonaq.views.evidence import period_words, value_words, who
from qonaq.views.numbers import day_text, interval, percent, plain
from qonaq.views.outlook import Outlook
from qonaq.views.sources import MODEL, Sources
from qonaq.views.view import Fact, Number, Panel
from qonaq.views.words import Words

SOON, LATER = 7, 28  # days ahead
MOST_CITIES, MOST_DESKS, MOST_STEPS, MOST_NAMED = 3, 2, 4, 3
TONIGHT = 1  # days after the reference date by which tonight's decisions fall due
EVEN = 0.5


def brief_of(
    outlook: Outlook, posterior: Posterior, evidence: Evidence, plan: Plan, sources: Sources, words: Words
) -> tuple[Panel, ...]:
    """Four panels; one that would be empty says so in its note."""
    model = (sources.cite(MODEL, words("source.forecast")),)
    happened = (*_said(outlook, posterior, evidence, sources, words), _present(outlook, model, words))
    panels = (
        Panel("happened", words("brief.happened"), happened),
        Panel("coming", words("brief.coming"), tuple(_coming(outlook, model, words)), words("brief.coming_note")),
        Panel("runs_out", words("brief.runs_out"), tuple(_runs_out(plan, outlook.today, model, words))),
        Panel("tonight", words("brief.tonight"), tuple(_tonight(plan, outlook.today, sources, words))),
    )
    return tuple(panel if panel.facts else _empty(panel, words) for panel in panels)


def _empty(panel: Panel, words: Words) -> Panel:
    return Panel(panel.key, panel.title, (), words(f"brief.{panel.key}_empty"))


def _said(outlook: Outlook, posterior: Posterior, evidence: Evidence, sources: Sources, words: Words) -> list[Fact]:
    """The trigger, and the newest national figures that were reported, with all who say so."""
    scenario = outlook.scenario
    triggers = [e for e in scenario.events if e.what == "trigger" and e.day <= outlook.today]
    first = min(triggers, key=lambda event: event.day, default=None)
    facts = []
    if first is not None:
        cited: tuple[str, ...] = (sources.cite("statement", first.source),)
        text = words("brief.trigger", country=words.country(scenario.origin))
        facts.append(Fact(text, day_text(first.day, words.language, year=True), sources=cited))
    for measure in ("entries", "exits"):
        claim = _newest(measure, scenario.host, posterior)
        if claim is not None:
            everybody = sorted(evidence.sources_of(claim), key=lambda one: one.passage.end <= one.passage.start)
            cited = tuple(dict.fromkeys(sources.cite_claim(one, words) for one in everybody))
            text = words(f"brief.{measure}", period=period_words(claim, words))
            facts.append(Fact(text, value_words(claim, words), who(everybody[0], words), cited))
    return facts


def _present(outlook: Outlook, model: tuple[str, ...], words: Words) -> Fact:
    """How many are there now, as the model sees it."""
    now = outlook.number(outlook.at("present", 0), "people", model, outlook.moved("present", days_ahead=0))
    day = day_text(outlook.today, words.language)
    return Fact(words("brief.present", day=day, country=words.country(outlook.scenario.host)), now)


def _newest(measure: str, host: str, posterior: Posterior) -> Claim | None:
    """The reported figure of the country that ends last; of those, the one of most days, and of an office."""
    said = [fit.observation.said for fit in posterior.claims]
    found = [
        claim
        for claim in said
        if isinstance(claim, Claim)
        and claim.measure == measure
        and claim.kind is Kind.FLOW
        and claim.country == host
        and claim.place is None
        and claim.group is None
        and claim.period_start is not None
        and claim.period_end is not None
    ]

    def rank(claim: Claim) -> tuple[object, ...]:
        first = claim.period_start or date.max
        return claim.period_end, -first.toordinal(), claim.speaker is not None, claim.passage.end > 0

    return max(found, key=rank, default=None)


def _coming(outlook: Outlook, model: tuple[str, ...], words: Words) -> list[Fact]:
    """People who flee and enter in a week and in four, how many are there then, and the worst night without beds."""
    language = words.language
    facts = [
        Fact(
            words("brief.enter", days=days, day=day_text(outlook.today + timedelta(days=days), language)),
            outlook.number(outlook.coming(days), "people", model, outlook.moved("entries")),
        )
        for days in (SOON, LATER)
    ]
    there = outlook.number(outlook.at("present", LATER), "people", model, outlook.moved("present", days_ahead=LATER))
    day = day_text(outlook.today + timedelta(days=LATER), language)
    facts.append(Fact(words("brief.then", day=day), there))
    ahead = outlook.series("unsheltered")[:, outlook.now + 1 : outlook.now + 1 + LATER]
    if ahead.size and outlook.known("unsheltered"):
        worst = int(np.argmax(np.median(ahead, axis=0)))
        night = day_text(outlook.today + timedelta(days=1 + worst), language)
        without = outlook.number(ahead[:, worst], "people", model, outlook.moved("unsheltered"))
        facts.append(Fact(words("brief.unsheltered", day=night), without))
    return facts


def _runs_out(plan: Plan, today: date, model: tuple[str, ...], words: Words) -> list[Fact]:
    """The class of beds that runs out first in each of the most pressing cities, then the cities short of desks."""
    likely = [r for r in plan.capacity_out if r.bed_class != EVERY_CLASS and r.quantiles[EVEN] is not None]
    first: dict[str, CapacityOut] = {}
    for row in sorted(likely, key=urgency):
        first.setdefault(row.place, row)
    facts = [
        Fact(
            f"{words.place(row.place)}: {words(f'class.{row.bed_class}').lower()}",
            _day(row.quantiles[EVEN], today, words),
            _span(row, today, words),
            model,
        )
        for row in list(first.values())[:MOST_CITIES]
    ]
    short = [n for n in plan.needs.rows if n.item == "registration desks" and n.place is not None and (n.gap or 0) > 0]
    short.sort(key=lambda need: -(need.gap or 0.0))
    return [*facts, *(_desks(need, model, words) for need in short[:MOST_DESKS])]


def _desks(need: Need, model: tuple[str, ...], words: Words) -> Fact:
    """How many desks a city lacks at the stated risk, with what is needed and its interval."""
    needed = Number(need.quantity, need.low, need.high, "count", model)
    amount = f"{plain(need.quantity, 'count', words.language)} ({interval(needed, words.language)})"
    by = "" if need.date is None else words("answer.by", day=day_text(need.date, words.language))
    text = words("brief.desks", place=words.place(need.place))
    missing = words("brief.missing", count=plain(need.gap or 0.0, "count", words.language))
    return Fact(text, missing, words("brief.needed", amount=amount, by=by), model)


def _span(row: CapacityOut, today: date, words: Words) -> str:
    """Between which days beds run out in 80 % of the courses, open where many never do, and the chance."""
    low, high = row.quantiles.get(0.1), row.quantiles.get(0.9)
    chance = percent(row.probability, words.language)
    if low is None:
        return words("brief.chance", chance=chance)
    now = low <= today + timedelta(days=1)
    if high is None:
        key = "brief.from_now" if now else "brief.from"
        return words(key, low=_day(low, today, words), chance=chance)
    if high <= today + timedelta(days=1):
        return words("brief.chance", chance=chance)
    if now:
        return words("brief.until", high=_day(high, today, words), chance=chance)
    return words("brief.between", low=_day(low, today, words), high=_day(high, today, words), chance=chance)


def _day(day: date | None, today: date, words: Words) -> str:
    assert day is not None
    return words("brief.now") if day <= today + timedelta(days=1) else day_text(day, words.language)


def _tonight(plan: Plan, today: date, sources: Sources, words: Words) -> list[Fact]:
    """The decisions that are due by tomorrow: what, how much, and where most of it."""
    due: dict[tuple[str, date, date], list[Action]] = {}
    for action in plan.actions:
        if action.decide_by <= today + timedelta(days=TONIGHT):
            due.setdefault((action.what, action.decide_by, action.by), []).append(action)
    rows = sorted(due.items(), key=lambda row: (-_weight(row[0][0]), row[0][1]))
    return [_step(key, actions, sources, words) for key, actions in rows[:MOST_STEPS]]


def _weight(what: str) -> int:
    """Beds before desks before transport."""
    return 2 if what.startswith("open") else 1 if what == "add desks" else 0


def _step(key: tuple[str, date, date], actions: Sequence[Action], sources: Sources, words: Words) -> Fact:
    what, _, by = key
    total = sum(action.quantity for action in actions)
    by_place: dict[str, float] = {}
    for action in actions:
        by_place[action.place] = by_place.get(action.place, 0.0) + action.quantity
    largest = sorted(by_place.items(), key=lambda row: -row[1])
    named = ", ".join(
        f"{words.place(place)} {plain(number, 'count', words.language)}" for place, number in largest[:MOST_NAMED]
    )
    rest = len(largest) - MOST_NAMED
    note = named if rest <= 0 else words("brief.and_more", named=named, count=rest)
    cited = tuple(dict.fromkeys(sources.cite(MODEL, words.said(action.source)) for action in actions[:1]))
    told = words.get(f"action.{what}", words.said(what))
    text = f"{told[:1].upper()}{told[1:]} {words('answer.by', day=day_text(by, words.language))}"
    return Fact(text, Number(total, unit="count", sources=cited), note, cited)
