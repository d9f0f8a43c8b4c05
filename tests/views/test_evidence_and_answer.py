"""What was said stands under one heading a thing, contradictions first; what must be known first is said."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest

from qonaq.inference.observe import LeftOut
from qonaq.inference.posterior import Posterior
from qonaq.io.words import read_words
from qonaq.measures import Qualifier
from qonaq.model.claims import Claim, Contradiction, Evidence, Passage, Stated
from qonaq.planning.capacity import CapacityOut
from qonaq.views.answer import warning_of
from qonaq.views.evidence import evidence_table, value_words, what_said
from qonaq.views.sources import Sources
from qonaq.views.tables import full_words
from qonaq.views.view import Number

ENGLISH, RUSSIAN = read_words("en"), read_words("ru")
DAY = date(2022, 9, 27)


def claim(value: float, quote: str, **more: Any) -> Claim:
    given = {"country": "KZ", "period_start": date(2022, 9, 21), "period_end": DAY, "speaker": "interior ministry"}
    return Claim("entries", value, "people", Passage(quote, 1, 9), **{**given, **more})


def posterior(*claims: Claim, misfit: float = 1.0) -> Posterior:
    """What a table of evidence asks of a fit: here every claim was left out of it."""
    left = tuple(LeftOut(one, "its day is not known") for one in claims)
    found = SimpleNamespace(claims=(), left_out=left, diagnostics=SimpleNamespace(chi_square=misfit))
    return cast(Posterior, found)


def test_claims_of_one_thing_stand_under_one_heading_and_the_disputed_first() -> None:
    one, other = claim(98_000, "98,000 came"), claim(40_000, "40,000 came", medium="a wire")
    alone = claim(3, "three", place="Oral", country=None)
    same = (claim(700, "seven hundred", country="GE"), claim(900, "nine hundred", country="GE"))
    evidence = Evidence(contradictions=(Contradiction((one, other)),))
    table = evidence_table(posterior(*same, alone, one, other), evidence, Sources(), ENGLISH)
    assert [(group.title, group.rows, bool(group.tag)) for group in table.groups] == [
        ("Entries, Kazakhstan", 2, True), ("Entries, Georgia", 2, False), ("Single figures and signals", 1, False),
    ]  # fmt: skip
    assert sum(group.rows for group in table.groups) == len(table.rows) == 5
    assert [row[3] for row in table.rows] == ["98,000 came", "40,000 came", "seven hundred", "nine hundred", "three"]
    assert table.rows[0][0] == "21–27 Sep"
    assert table.rows[4][0] == "Entries, Oral, 21–27 Sep"


def test_a_figure_that_several_repeat_stands_once_with_all_its_sources() -> None:
    said = claim(98_000, "98,000 came")
    again = claim(98_000, "98,000, they say", speaker=None, medium="a wire")
    evidence = Evidence(stated=(Stated(said, (said, again)),))
    (row,) = evidence_table(posterior(said), evidence, Sources(), ENGLISH).rows
    assert row[2] == "interior ministry, and 1 more source says the same"
    number = row[1]
    assert isinstance(number, Number)
    assert len(number.sources) == 2
    (row,) = evidence_table(posterior(said), evidence, Sources(), RUSSIAN).rows
    assert row[2] == "министерство внутренних дел; то же сообщает ещё 1 источник"
    assert row[5] == "день неизвестен"


def test_values_are_said_as_they_were_said() -> None:
    assert value_words(claim(13_000, "q", qualifier=Qualifier.OVER), ENGLISH) == "over 13,000 people"
    assert (
        value_words(claim(9_000, "q", value_high=12_000, qualifier=Qualifier.RANGE), ENGLISH) == "9,000–12,000 people"
    )
    assert what_said(claim(1, "q"), RUSSIAN) == "Въезды, Казахстан, 21–27 сент."


@pytest.mark.parametrize(("misfit", "warned"), [(0.8, False), (4.0, False), (4.1, True), (float("nan"), False)])
def test_a_model_that_does_not_follow_the_figures_is_named_before_the_answer(misfit: float, warned: bool) -> None:
    assert bool(warning_of(posterior(misfit=misfit), ENGLISH)) is warned


def out(low: date | None, middle: date | None, high: date | None) -> CapacityOut:
    days = {0.1: low, 0.5: middle, 0.9: high}
    return CapacityOut(place="Oral", bed_class="hotel", probability=0.72, quantiles=days, beds=100.0)


def test_the_day_on_which_beds_run_out_is_said_as_shortly_as_it_can_be() -> None:
    first, day, last = date(2022, 9, 30), date(2022, 10, 3), date(2022, 10, 9)
    assert full_words(out(first, day, last), ENGLISH) == "Hotel beds: 3 Oct (30 Sep – 9 Oct), 72\u00a0%"
    assert full_words(out(first, day, None), ENGLISH) == "Hotel beds: 3 Oct (from 30 Sep on), 72\u00a0%"
    assert full_words(out(day, day, day), ENGLISH) == "Hotel beds: 3 Oct, 72\u00a0%"
    assert full_words(out(day, None, None), ENGLISH) == "not likely (Hotel beds: 72\u00a0%)"
    assert full_words(None, ENGLISH) == "no beds known"
