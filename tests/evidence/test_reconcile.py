"""Copies are one figure, updates supersede, contradictions stay visible, gross and net are checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qonaq.evidence.agreement import bounds, compatible
from qonaq.evidence.decisions import Decision
from qonaq.evidence.reconcile import reconcile
from qonaq.measures import Qualifier, Status
from qonaq.model.claims import Claim, Evidence, Passage, Reading, Statement, claim_id

SEP = {day: date(2022, 9, day) for day in range(1, 31)}


def claim(value: float, measure: str = "entries", **more: object) -> Claim:
    start, end = more.pop("start", SEP[21]), more.pop("end", SEP[27])
    base = Claim(measure, value, "people", Passage(f"{value:,.0f} people", 10, 20), country="KZ", origin="RU")
    return replace(base, period_start=start, period_end=end, **more)


def reading(file: str, *claims: Claim, published: date = SEP[27], **more: object) -> Reading:
    return Reading(file=file, language="en", published=published, claims=claims, **more)


def evidence(*claims: Claim) -> Evidence:
    return reconcile([reading(f"{n}.txt", one, published=one.published or SEP[27]) for n, one in enumerate(claims)])


def test_ten_copies_of_a_figure_are_one_claim_with_ten_sources() -> None:
    found = evidence(*(claim(98_000) for _ in range(10)))
    assert len(found.claims) == 1
    assert len(found.stated[0].sources) == 10
    assert {one.source for one in found.sources_of(found.claims[0])} == {f"{n}.txt" for n in range(10)}


def test_copy_that_leaves_origin_and_country_unsaid_is_the_same_figure() -> None:
    assert len(evidence(claim(98_000), claim(98_000, origin=None), claim(98_000, country=None)).claims) == 1


def test_late_copy_of_a_total_keeps_the_day_of_the_first() -> None:
    late = claim(64_234, measure="exits", end=date(2022, 10, 20), inferred=True, published=date(2022, 10, 20))
    found = evidence(late, claim(64_234, measure="exits", published=SEP[27]))
    assert [one.period_end for one in found.claims] == [SEP[27]]


@pytest.mark.parametrize(
    "other",
    [
        claim(98_000, measure="exits"),
        claim(98_000, place="Oral"),
        claim(98_000, country="GE"),
        claim(98_000, end=SEP[28]),
        claim(98_000, start=SEP[22]),
        claim(98_000, group="residents"),
        claim(98_001),
    ],
)
def test_figures_that_differ_in_anything_said_are_two(other: Claim) -> None:
    assert len(evidence(claim(98_000), other).claims) == 2


def test_round_daily_figures_of_different_days_are_not_copies() -> None:
    days = [claim(10_000, start=SEP[day], end=SEP[day]) for day in (22, 23, 24)]
    assert len(evidence(*days).claims) == 3


def test_later_total_supersedes_the_earlier_of_the_same_count_and_both_stay() -> None:
    found = evidence(claim(98_000), claim(110_000, end=SEP[28]), claim(120_000, end=SEP[30]))
    assert [(one.earlier.value, one.later.value, one.why) for one in found.superseded] == [
        (98_000, 110_000, "later total"),
        (110_000, 120_000, "later total"),
    ]
    assert [one.value for one in found.claims] == [98_000, 110_000, 120_000]


def test_figure_said_anew_by_the_same_office_takes_the_place_of_the_old() -> None:
    first = claim(98_000, speaker="interior ministry", published=SEP[27])
    second = claim(97_400, speaker="interior ministry", published=SEP[28])
    found = evidence(first, second)
    assert [one.value for one in found.claims] == [97_400]
    assert [(one.earlier.value, one.later.value, one.why) for one in found.superseded] == [(98_000, 97_400, "revised")]
    assert found.contradictions == ()


def test_contradiction_of_two_offices_stays_with_both_and_both_go_on() -> None:
    found = evidence(claim(200_000, speaker="ministry"), claim(190_000, speaker="border service"))
    (one,) = found.contradictions
    assert {c.value for c in one.claims} == {200_000, 190_000}
    assert one.spread == pytest.approx(200 / 190)
    assert {c.value for c in found.claims} == {200_000, 190_000}


def test_three_values_for_one_thing_are_one_contradiction() -> None:
    found = evidence(*(claim(value, measure="desks", unit="desks", start=None) for value in (22, 30, 51)))
    assert [sorted(c.value for c in one.claims) for one in found.contradictions] == [[22, 30, 51]]


def test_two_values_of_one_report_are_no_contradiction_but_said() -> None:
    found = reconcile([reading("a.txt", claim(78_300), claim(395_100))])
    assert found.contradictions == ()
    assert found.cautions == ("a.txt: 78,300, 395,100 for entries of one place and period are not told apart",)
    assert len(found.claims) == 2


def test_two_offices_in_one_report_can_contradict_each_other() -> None:
    offices = (claim(78_300, speaker="ministry"), claim(395_100, speaker="border service"))
    assert len(reconcile([reading("a.txt", *offices)]).contradictions) == 1


def test_smaller_total_of_a_later_day_supersedes_nothing() -> None:
    assert evidence(claim(1_660_000), claim(260_000, end=SEP[28])).superseded == ()


def test_copy_without_a_first_day_is_known_by_its_digits() -> None:
    later = claim(64_234, start=None, end=date(2022, 10, 7), inferred=True)
    assert len(evidence(claim(64_234), later).claims) == 1
    rounded = [claim(60_000), claim(60_000, start=None, end=date(2022, 10, 7), inferred=True)]
    assert len(evidence(*rounded).claims) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (claim(100_000, qualifier=Qualifier.UNDER), claim(98_000)),
        (claim(98_000, qualifier=Qualifier.OVER), claim(99_500)),
        (claim(98_000), claim(98_230)),
        (claim(5_000, value_high=7_000, qualifier=Qualifier.RANGE), claim(6_400)),
        (claim(10_000, qualifier=Qualifier.ABOUT), claim(10_900)),
    ],
)
def test_rounding_and_words_are_no_contradiction(one: Claim, other: Claim) -> None:
    assert compatible(one, other)
    assert evidence(one, other).contradictions == ()


def test_bounds_of_a_rounded_figure() -> None:
    assert bounds(claim(98_000)) == (97_500, 98_500)
    assert bounds(claim(64_234)) == (64_234, 64_234)
    assert bounds(claim(200_000)) == (195_000, 205_000)


def test_denied_figure_contradicts_the_same_one_said() -> None:
    found = evidence(claim(300_000), claim(300_000, status=Status.DENIED))
    assert len(found.claims) == 2
    assert [{c.status for c in one.claims} for one in found.contradictions] == [{Status.DENIED, Status.REPORTED}]


def test_forecast_is_no_copy_of_what_was_reported() -> None:
    found = evidence(claim(300_000), claim(300_000, status=Status.FORECAST))
    assert len(found.claims) == 2
    assert found.contradictions == ()


def test_gross_less_exits_is_shown_beside_the_stated_net() -> None:
    found = evidence(claim(98_000), claim(64_000, measure="exits"), claim(40_000, measure="net_entries"))
    (balance,) = found.balances
    assert balance.net == 34_000
    assert balance.difference == 6_000


def test_gross_less_exits_is_shown_beside_the_people_present() -> None:
    found = evidence(claim(98_000), claim(64_000, measure="exits"), claim(36_000, measure="present", start=None))
    assert [balance.difference for balance in found.balances] == [2_000]


def test_gross_and_exits_alone_give_a_net_without_a_difference() -> None:
    (balance,) = evidence(claim(98_000), claim(64_000, measure="exits")).balances
    assert (balance.net, balance.difference) == (34_000, None)


def test_entries_and_exits_of_different_periods_are_not_balanced() -> None:
    assert evidence(claim(98_000), claim(64_000, measure="exits", end=SEP[26])).balances == ()


def test_known_claims_and_new_reports_meet() -> None:
    known = claim(98_000, source="https://example.org/a", published=SEP[27])
    found = reconcile([reading("today.txt", claim(98_000))], known=[known])
    assert len(found.claims) == 1
    assert {one.source for one in found.stated[0].sources} == {"https://example.org/a", "today.txt"}


def test_statements_are_kept_once() -> None:
    full = Statement("hotels_full", Passage("Hotels are full"), country="KZ")
    other = replace(full, place="Oral")
    read = [reading("a.txt", signals=(full,)), reading("b.txt", signals=(full, other), events=(), cautions=("one",))]
    found = reconcile(read)
    assert [(one.what, one.place) for one in found.signals] == [("hotels_full", None), ("hotels_full", "Oral")]
    assert found.cautions == ("one",)


def test_option_is_no_event_after_reconciling() -> None:
    option = Statement("close_border", Passage("could close"), country="KZ", status=Status.PROPOSED)
    found = reconcile([reading("a.txt", options=(option,))])
    assert (found.events, found.options) == ((), (option,))


def decision(one: Claim, verb: str, value: float | None = None, hour: int = 9) -> Decision:
    return Decision(claim_id(one), verb, "because", datetime(2022, 9, 28, hour, tzinfo=UTC), value)


def test_rejected_figure_is_gone_and_said_whichever_copy_was_named() -> None:
    copies = [claim(98_000, source=f"{name}.txt") for name in "ab"]
    for named in copies:
        found = reconcile([], known=copies, decisions=[decision(named, "reject")])
        assert found.claims == ()
        assert found.cautions == ("entries 98,000 was rejected by the analyst: because",)


def test_corrected_figure_has_its_new_value_and_its_old_id() -> None:
    one = claim(98_000, source="a.txt")
    found = reconcile([], known=[one], decisions=[decision(one, "correct", 89_000)])
    assert [c.value for c in found.claims] == [89_000]
    assert found.stated[0].id == claim_id(one)
    assert found.stated[0].note == "corrected by the analyst from 98,000: because"


def test_latest_decision_counts() -> None:
    one = claim(98_000, source="a.txt")
    both = [decision(one, "accept", hour=10), decision(one, "reject", hour=9)]
    assert [s.note for s in reconcile([], known=[one], decisions=both).stated] == ["accepted by the analyst: because"]


def test_decision_on_a_claim_that_is_gone_is_said() -> None:
    found = reconcile([], decisions=[decision(claim(1_000), "accept")])
    assert "which no report states any more" in found.cautions[0]


def test_order_of_reports_changes_nothing() -> None:
    claims = [claim(98_000), claim(98_000, inferred=True, end=SEP[28]), claim(90_000, speaker="mayor")]
    readings = [reading(f"{n}.txt", one) for n, one in enumerate(claims)]
    results = {tuple(s.id for s in reconcile(order).stated) for order in permutations(readings)}
    assert len(results) == 1


def test_thousands_of_values_of_one_thing_are_said_in_few_words() -> None:
    found = reconcile([reading("table.csv", *(claim(float(n), "present", start=None) for n in range(1, 2001)))])
    assert len(found.claims) == 2000
    assert all("not told apart" in caution and len(caution) < 200 for caution in found.cautions)
    assert len(found.cautions) < 50


amounts = st.integers(1, 10**7).map(float)
measures = st.sampled_from(["entries", "exits", "net_entries", "present"])
days = st.sampled_from([None, SEP[21], SEP[22], SEP[27], SEP[28]])


@given(st.lists(st.tuples(amounts, measures, days, days, st.booleans()), max_size=12))
def test_no_statement_is_lost(rows: list[tuple[float, str, date | None, date | None, bool]]) -> None:
    claims = [
        claim(value, measure, start=start, end=end, inferred=flag, source=f"{n}.txt")
        for n, (value, measure, start, end, flag) in enumerate(rows)
        if start is None or end is None or start <= end
    ]
    found = reconcile([], known=claims)
    sources = [one.source for stated in found.stated for one in stated.sources]
    revised = [one.earlier.source for one in found.superseded if one.why == "revised"]
    assert sorted([*sources, *revised]) == sorted(one.source for one in claims)


def test_people_of_both_directions_are_said_and_weighed_nowhere() -> None:
    found = evidence(claim(31_000, notes=("both directions",)), claim(8_314))
    assert [one.value for one in found.claims] == [8_314]
    assert any("31,000 crossed in both directions together; this is no count of entries" in c for c in found.cautions)


def test_what_a_figure_is_compared_with_contradicts_nothing() -> None:
    before = claim(2_900, start=None, end=None, notes=("before the change",))
    assert evidence(claim(4_100), before).contradictions == ()
