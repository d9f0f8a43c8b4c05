"""The answer in three sentences, each number with its interval: how many, where and when it runs out, what to open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from babel.numbers import format_decimal

from qonaq.inference.posterior import ClaimFit, Posterior
from qonaq.model.claims import Claim
from qonaq.planning.capacity import EVERY_CLASS, CapacityOut
from qonaq.planning.needs import Need, Needs
from qonaq.views.evidence import value_words
from qonaq.views.numbers import day_text, percent, with_interval
from qonaq.views.outlook import Outlook
from qonaq.views.view import Number
from qonaq.views.words import Words

DAYS = 28
EVEN = 0.5
MISFIT = 4.0  # mean squared misfit: figures lie two of their standard errors off, on average
MOST_CITIES = 3  # named with their classes in the answer
MANY_CLASSES = 3  # full at once: named together


def answer_of(outlook: Outlook, needs: Needs, capacity: Sequence[CapacityOut], words: Words) -> tuple[str, ...]:
    """Three sentences that a head of office reads first."""
    language = words.language
    present = outlook.number(outlook.at("present", 0), "people")
    coming = outlook.number(outlook.coming(DAYS), "people")
    how_many = words(
        "answer.people",
        country=words.country(outlook.scenario.host),
        present=with_interval(present, language),
        coming=with_interval(coming, language),
        day=day_text(outlook.today, language),
        days=DAYS,
    )
    return how_many, _runs_out(outlook.today, capacity, words), _open(needs, words)


def _runs_out(today: date, capacity: Sequence[CapacityOut], words: Words) -> str:
    """Where beds of a class run out first, with day, interval and chance, then where next."""
    classes = [row for row in capacity if row.bed_class != EVERY_CLASS]
    if not classes:
        return words("answer.no_beds_known")
    likely = sorted((row for row in classes if row.quantiles[EVEN] is not None), key=urgency)
    if not likely:
        highest = max(classes, key=lambda row: row.probability)
        what = words(f"class.{highest.bed_class}")
        chance = percent(highest.probability, words.language)
        return words("answer.not_full", beds=what, place=words.place(highest.place), chance=chance)
    first = likely[0]
    day = first.quantiles[EVEN]
    assert day is not None
    if day <= today + timedelta(days=1):
        full = [row for row in likely if (row.quantiles[EVEN] or date.max) <= today + timedelta(days=1)]
        return _full_already(full, likely[len(full) :], words)
    others = [f"{words(f'class.{row.bed_class}')} {words('answer.in')} {words.place(row.place)}" for row in likely[1:4]]
    sentence = words(
        "answer.full",
        beds=words(f"class.{first.bed_class}"),
        place=words.place(first.place),
        day=day_text(day, words.language),
        low=_day(first.quantiles.get(0.1), words),
        high=_day(first.quantiles.get(0.9), words),
        chance=percent(first.probability, words.language),
    )
    return sentence + (" " + words("answer.then", places=", ".join(others)) if others else "")


def _full_already(full: Sequence[CapacityOut], later: Sequence[CapacityOut], words: Words) -> str:
    """Which classes are full by tomorrow in more than half of the courses, by city, and where next."""
    by_city: dict[str, list[CapacityOut]] = {}
    for row in sorted(full, key=lambda row: -row.probability):
        by_city.setdefault(row.place, []).append(row)
    cities = [_full_city(place, rows, words) for place, rows in list(by_city.items())[:MOST_CITIES]]
    sentence = words("answer.full_already", cities="; ".join(cities))
    rest = sorted(set(by_city) - set(list(by_city)[:MOST_CITIES]))
    if rest:
        sentence += " " + words("answer.full_too", places=", ".join(words.place(place) for place in rest))
    fresh = [row for row in later if row.place not in by_city]
    if fresh:
        day = fresh[0].quantiles[EVEN]
        assert day is not None
        sentence += " " + words(
            "answer.full_next", place=words.place(fresh[0].place), day=day_text(day, words.language)
        )
    return sentence


def _full_city(place: str, rows: Sequence[CapacityOut], words: Words) -> str:
    """A city with the classes of beds that are full there; where they are many, without a list."""
    chance = percent(max(row.probability for row in rows), words.language)
    if len(rows) >= MANY_CLASSES:
        return words("answer.full_most", place=words.place(place), chance=chance)
    beds = ", ".join(words(f"class.{row.bed_class}").lower() for row in rows)
    return words("answer.full_city", place=words.place(place), beds=beds, chance=chance)


def urgency(row: CapacityOut) -> tuple[date, float]:
    """The earliest median day first, then the surest."""
    return row.quantiles[EVEN] or date.max, -row.probability


def _open(needs: Needs, words: Words) -> str:
    """What to open by when, at the stated risk: beds and desks for the country."""
    beds, desks = needs.of("beds to open"), needs.of("registration desks")
    parts = [part for need, key in ((beds, "beds"), (desks, "desks")) if (part := _amount(need, key, words))]
    if not parts:
        return words("answer.nothing_to_open")
    day = next((need.date for need in (beds, desks) if need is not None and need.date is not None), None)
    by = words("answer.by", day=day_text(day, words.language)) if day else words("answer.still_rising")
    return words("answer.open", what=words("answer.and").join(parts), by=by, risk=percent(needs.risk, words.language))


def _amount(need: Need | None, key: str, words: Words) -> str:
    if need is None:
        return ""
    number = Number(need.quantity, need.low, need.high, need.unit)
    return words(f"answer.{key}", amount=with_interval(number, words.language))


def warning_of(posterior: Posterior, words: Words) -> str:
    """What must be said before the answer: that the model does not follow the figures that were reported."""
    misfit = posterior.diagnostics.chi_square
    if not misfit > MISFIT:
        return ""
    return words("answer.misfit", chi=format_decimal(round(misfit, 1), locale=words.language))


def as_of_lines(posterior: Posterior, words: Words) -> tuple[str, ...]:
    """What the plan stands on: the day, how many figures, which of them moved the belief most, how well they fit."""
    found = posterior.diagnostics
    lines = [
        words("asof.day", day=day_text(posterior.as_of, words.language, year=True)),
        words("asof.figures", figures=found.figures, signals=found.signals, left=len(posterior.left_out)),
    ]
    strongest = _strongest(posterior.claims)
    if strongest is not None:
        said = strongest.observation.said
        assert isinstance(said, Claim)
        where = words.place(said.place) or words.country(said.country)
        told = words.office(said.speaker) if said.speaker else said.medium or "—"
        name, amount = words.measure(said.measure), value_words(said, words)
        lines.append(words("asof.strongest", measure=name, amount=amount, place=where, who=told))
    chi = format_decimal(round(found.chi_square, 1), locale=words.language)
    lines.append(words("asof.fit", chi=chi))
    return tuple(lines)


def _strongest(claims: Sequence[ClaimFit]) -> ClaimFit | None:
    """The claim whose own figure was narrowed most: the ratio of the 90 % bands before and after."""

    def narrowed(fit: ClaimFit) -> float:
        before, after = fit.prior[2] - fit.prior[0], fit.posterior[2] - fit.posterior[0]
        return before / after if after > 0 else 0.0

    figures = [fit for fit in claims if isinstance(fit.observation.said, Claim)]
    return max(figures, key=narrowed, default=None)


def _day(day: date | None, words: Words) -> str:
    return words("full.later") if day is None else day_text(day, words.language)
