"""Dated facts become events and rules, options become policies; what is denied or known already changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from qonaq.evidence.apply import DESKS_ADDED, LEAD_DAYS, apply_facts
from qonaq.measures import Status
from qonaq.model.claims import Claim, Passage, Statement
from qonaq.model.events import Event
from qonaq.model.people import Group
from qonaq.model.places import Place, PlaceKind, Route
from qonaq.model.policies import Lever, Policy
from qonaq.model.rules import EntryRule
from qonaq.model.scenario import Scenario

TRIGGER = date(2022, 9, 21)
TODAY = date(2022, 9, 28)


@dataclass(frozen=True)
class Said:
    events: tuple[Statement, ...] = ()
    options: tuple[Statement, ...] = ()
    claims: tuple[Claim, ...] = ()


def scenario() -> Scenario:
    def place(name: str, kind: PlaceKind, country: str, **more: object) -> Place:
        return Place(name, kind, country, 50.0, 50.0, "test", **more)  # type: ignore[arg-type]

    return Scenario(
        name="small",
        title="Small",
        origin="RU",
        host="KZ",
        start=date(2022, 9, 14),
        trigger=TRIGGER,
        places=(
            place("Samara", PlaceKind.ORIGIN, "RU", population=3e6),
            place("Syrym", PlaceKind.CROSSING, "KZ", aliases=("Сырым",)),
            place("Oral", PlaceKind.CITY, "KZ", population=3e5),
            place("Astana", PlaceKind.CITY, "KZ", population=1e6, region="Akmola"),
        ),
        routes=(Route("Samara", "Syrym", 250.0, "test"), Route("Syrym", "Oral", 70.0, "test")),
        groups=(Group("with passport", 0.6, "test"), Group("with card", 0.4, "test", document="identity card")),
        rules=(EntryRule("KZ", date(2022, 1, 1), "test", stay_days=30),),
        events=(Event("trigger", TRIGGER, "test"),),
    )


def said(what: str, quote: str = "so it is said", **more: object) -> Statement:
    return Statement(what, Passage(quote), **more)  # type: ignore[arg-type]


def test_option_to_close_becomes_a_policy_and_no_event() -> None:
    option = said("close_border", "the country could close its borders", country="KZ", medium="a paper")
    result = apply_facts(scenario(), Said(options=(option,)), reference_date=TODAY)
    assert [policy.name for policy in result.policies] == ["close-border"]
    assert result.events == scenario().events
    policy = result.policies[0]
    assert policy.levers[0].lever == "close"
    assert policy.levers[0].target == "KZ"
    assert policy.levers[0].start == TODAY + timedelta(days=LEAD_DAYS)
    assert policy.assumption
    assert policy.known_on == TODAY
    assert "a paper" in policy.source
    assert "could close its borders" in policy.source


@pytest.mark.parametrize(
    "quote", ["Russians without a passport", "россиян без загранпаспорта", "those with no passport"]
)
def test_cap_for_people_without_a_passport_touches_only_them(quote: str) -> None:
    result = apply_facts(scenario(), Said(options=(said("cap_stay", quote, days=90),)), reference_date=TODAY)
    (policy,) = result.policies
    assert policy.name == "cap-stay-90"
    assert [(lever.group, lever.amount) for lever in policy.levers] == [("with card", 90.0)]


def test_cap_for_everybody_names_no_group() -> None:
    result = apply_facts(scenario(), Said(options=(said("cap_stay", "a shorter stay", days=60),)), reference_date=TODAY)
    assert [(p.name, p.levers[0].group) for p in result.policies] == [("cap-stay-60", None)]


def test_denied_option_is_no_policy() -> None:
    option = said("close_border", "no plan to close", status=Status.DENIED)
    assert apply_facts(scenario(), Said(options=(option,)), reference_date=TODAY) == scenario()


def test_option_of_another_country_is_no_policy() -> None:
    option = said("close_border", "Finland may close", country="FI")
    assert apply_facts(scenario(), Said(options=(option,)), reference_date=TODAY) == scenario()


def test_ten_reports_of_one_option_make_one_policy() -> None:
    options = tuple(said("close_border", f"paper {n}") for n in range(10))
    assert len(apply_facts(scenario(), Said(options=options), reference_date=TODAY).policies) == 1


def test_closed_crossing_becomes_an_event_under_its_own_name() -> None:
    fact = said("crossing_closed", "Сырым закрыт", country="KZ", place="Сырым", date=date(2022, 9, 27))
    events = apply_facts(scenario(), Said(events=(fact,)), reference_date=TODAY).events
    assert [(event.what, event.target, event.day) for event in events[1:]] == [("close", "Syrym", date(2022, 9, 27))]


def test_closed_border_of_the_country_closes_every_crossing() -> None:
    fact = said("crossing_closed", "the border is closed", country="KZ", date=date(2022, 9, 27))
    assert apply_facts(scenario(), Said(events=(fact,)), reference_date=TODAY).events[-1].target == "KZ"


@pytest.mark.parametrize(
    "change", [{"date": None}, {"status": Status.PROPOSED}, {"country": "MN"}, {"place": "Nowhere"}]
)
def test_closing_without_a_day_a_fact_or_a_known_place_is_no_event(change: dict[str, object]) -> None:
    fact = replace(said("crossing_closed", country="KZ", date=date(2022, 9, 27)), **change)  # type: ignore[arg-type]
    assert apply_facts(scenario(), Said(events=(fact,)), reference_date=TODAY) == scenario()


def test_report_of_the_known_call_up_is_no_second_trigger() -> None:
    near = said("mobilisation", "a call-up", date=TRIGGER + timedelta(days=7))
    assert apply_facts(scenario(), Said(events=(near,)), reference_date=TODAY) == scenario()


def test_second_call_up_is_a_second_trigger() -> None:
    later = said("mobilisation", "another call-up", date=TRIGGER + timedelta(days=60))
    events = apply_facts(scenario(), Said(events=(later,)), reference_date=TODAY).events
    assert [event.what for event in events] == ["trigger", "trigger"]


def test_rule_in_force_is_taken_where_it_is_new() -> None:
    known = said("visa_free_entry", "no visa is needed", country="KZ")
    assert apply_facts(scenario(), Said(events=(known,)), reference_date=TODAY) == scenario()
    new = said("stay_rule", "ninety days", country="KZ", days=90, date=date(2022, 10, 1), status=Status.ENACTED)
    rules = apply_facts(scenario(), Said(events=(new,)), reference_date=TODAY).rules
    assert [(rule.start, rule.stay_days) for rule in rules[1:]] == [(date(2022, 10, 1), 90)]


def test_restricted_exit_acts_only_when_it_is_law() -> None:
    fact = said("exit_restricted", "men may not leave", date=date(2022, 9, 27), status=Status.ENACTED)
    assert apply_facts(scenario(), Said(events=(fact,)), reference_date=TODAY).events[-1].target == "RU"
    reported = replace(fact, status=Status.REPORTED)
    assert apply_facts(scenario(), Said(events=(reported,)), reference_date=TODAY) == scenario()


def test_passport_requirement_closes_the_border_to_those_without() -> None:
    (policy,) = apply_facts(scenario(), Said(options=(said("require_passport"),)), reference_date=TODAY).policies
    assert [(lever.lever, lever.group) for lever in policy.levers] == [("close", "with card")]


def test_desks_without_a_place_go_where_newcomers_arrive() -> None:
    (policy,) = apply_facts(scenario(), Said(options=(said("add_desks"),)), reference_date=TODAY).policies
    assert [(lever.target, lever.amount) for lever in policy.levers] == [("Oral", float(DESKS_ADDED))]


@pytest.mark.parametrize(
    ("what", "name", "lever"),
    [
        ("open_border", "open-border", "open"),
        ("extend_stay", "extend-stay-180", "extend_stay"),
        ("open_beds", "more-beds", "open_beds"),
        ("rent_cap", "rent-cap", "rent_cap"),
    ],
)
def test_every_kind_of_option_has_its_policy(what: str, name: str, lever: str) -> None:
    (policy,) = apply_facts(scenario(), Said(options=(said(what),)), reference_date=TODAY).policies
    assert (policy.name, policy.levers[0].lever) == (name, lever)


def test_crossing_that_could_close_is_a_policy_of_its_own() -> None:
    (policy,) = apply_facts(
        scenario(), Said(options=(said("close_border", place="Syrym"),)), reference_date=TODAY
    ).policies
    assert (policy.name, policy.levers[0].target) == ("close-syrym", "Syrym")


def test_without_a_reference_date_options_follow_the_newest_day_stated() -> None:
    evidence = Said(events=(said("assurance", date=date(2022, 10, 5)),), options=(said("close_border"),))
    (policy,) = apply_facts(scenario(), evidence).policies
    assert policy.levers[0].start == date(2022, 10, 5) + timedelta(days=LEAD_DAYS)


def test_without_a_reference_date_options_follow_the_newest_publication() -> None:
    claim = Claim("entries", 98000.0, "people", Passage("98,000"), published=TODAY)
    evidence = Said(options=(said("close_border", date=TRIGGER),), claims=(claim,))
    (policy,) = apply_facts(scenario(), evidence).policies
    assert policy.levers[0].start == TODAY + timedelta(days=LEAD_DAYS)


def test_policy_of_the_past_begins_from_now_on() -> None:
    beds = Lever("open_beds", date(2022, 9, 25), "Oral", 300.0, "collective", end=date(2022, 10, 5))
    later = Lever("add_desks", date(2022, 9, 27), "Oral", 3.0)
    given = replace(scenario(), policies=(Policy("more", (beds, later), source="test"),))
    (policy,) = apply_facts(given, Said(), reference_date=TODAY).policies
    shift = TODAY + timedelta(days=LEAD_DAYS) - date(2022, 9, 25)
    assert [(lever.start, lever.end) for lever in policy.levers] == [
        (date(2022, 9, 25) + shift, date(2022, 10, 5) + shift),
        (date(2022, 9, 27) + shift, None),
    ]
    assert policy.source == "test; begins 2022-10-01 instead of 2022-09-25"


def test_policy_of_the_future_begins_when_it_was_to_begin() -> None:
    given = replace(scenario(), policies=(Policy("more", (Lever("add_desks", date(2022, 9, 29), "Oral", 3.0),)),))
    assert apply_facts(given, Said(), reference_date=TODAY) == given


def test_nothing_that_was_given_is_changed() -> None:
    given = scenario()
    apply_facts(given, Said(options=(said("close_border"),)), reference_date=TODAY)
    assert given == scenario()


def test_beds_in_a_region_are_opened_in_its_cities() -> None:
    option = said("open_beds", "dormitories in Akmola", place="Akmola")
    (policy,) = apply_facts(scenario(), Said(options=(option,)), reference_date=TODAY).policies
    assert [lever.target for lever in policy.levers] == ["Astana"]
