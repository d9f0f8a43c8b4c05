"""New runs from old ones: policies from the levers' table, the same once more, two side by side, scenarios edited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from qonaq.errors import ScenarioError, SettingError
from qonaq.io.jobs import Jobs
from qonaq.io.policy_files import merged, policies_as_yaml, read_policies
from qonaq.io.scenario import packaged_names, read_scenario
from qonaq.io.scenario_edit import sheets_of
from qonaq.model.policies import LEVERS, Lever, Policy
from qonaq.web.actions import settings_of
from qonaq.web.against import beside
from qonaq.web.policies import Places, policy_of, targets_of
from store_of_runs import PROVENANCE, RUN, capacity_out

HTML = {"accept": "text/html"}
PLACES = Places(crossings=("Syrym",), cities=("Oral", "Aktobe"), countries=("KZ",))
GOOD = {
    "title": "Tents in Oral", "why": "the city proposed it", "lever-1": "open_beds", "target-1": "Oral",
    "amount-1": "1,500", "bed_class-1": "collective", "start-1": "2022-10-01",
}  # fmt: skip


class Noted(Jobs):
    """Notes what would be started and starts nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.noted: list[tuple[Path, list[str]]] = []

    def start(self, name: str, folder: Path, run: str, arguments: Sequence[str], *, target: Path | None = None) -> None:  # type: ignore[override]
        self.noted.append((folder, list(arguments)))


@pytest.fixture
def jobs(studio: TestClient) -> Noted:
    studio.app.state.jobs = Noted()  # type: ignore[attr-defined]
    return studio.app.state.jobs  # type: ignore[attr-defined,no-any-return]


def post(studio: TestClient, address: str, **form: str) -> int:
    key = studio.get("/", headers=HTML).text.split('name="form_key" value="')[1].split('"')[0]
    return studio.post(address, data={"form_key": key, **form}, follow_redirects=False).status_code


def test_a_policy_is_made_of_the_levers_in_the_form() -> None:
    policy = policy_of(GOOD, PLACES, known=["as-it-is"])
    lever = Lever("open_beds", date(2022, 10, 1), target="Oral", amount=1500.0, bed_class="collective")
    assert policy == Policy(
        "tents-in-oral", (lever,), title="Tents in Oral", source="the city proposed it"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"title": "!!"}, "latin letters"), ({"title": "As it is"}, "a name that is not taken"), ({"why": ""}, "source"),
     ({"lever-1": ""}, "lever 1: found nothing"), ({"lever-1": "open_bed"}, "Did you mean 'open_beds'"),
     ({"target-1": "Syrym"}, "lever 1, on what"), ({"amount-1": "many"}, r"a number \(beds\)"),
     ({"amount-1": "-3"}, "from 0"), ({"bed_class-1": "tent"}, "kind of beds"), ({"start-1": ""}, "first day"),
     ({"end-1": "2022-09-30"}, "2022-10-01 or later"), ({"lever-1": "close", "target-1": "KZ"}, "Leave it empty"),
     ({"lever-1": "transport"}, "lever 1, to")],
)  # fmt: skip
def test_what_is_wrong_with_a_policy_is_said(changed: dict[str, str], words: str) -> None:
    with pytest.raises(SettingError, match=words):
        policy_of({**GOOD, **changed}, PLACES, known=["as-it-is"])


def test_all_mistakes_of_a_policy_are_told_at_once() -> None:
    form = {"title": "", "why": "", "lever-1": "add_hours", "target-1": "Oral", "amount-1": "25", "start-1": "soon"}
    with pytest.raises(SettingError) as error:
        policy_of(form, PLACES, known=[])
    assert len(error.value.mistakes) == 5


@pytest.mark.parametrize("name", LEVERS)
def test_every_lever_has_something_to_act_on(name: str) -> None:
    assert targets_of(LEVERS[name], PLACES)


def test_a_policy_file_is_read_as_it_was_written_and_checked_against_the_scenario(tmp_path: Path) -> None:
    scenario = read_scenario("kazakhstan-2022")
    file = tmp_path / "policies.yaml"
    policy = policy_of(GOOD, PLACES, known=[])
    file.write_text(policies_as_yaml([policy]), encoding="utf-8")
    assert read_policies(file, scenario) == (policy,)
    other = Policy("other", policy.levers, source="test")
    file.write_text(merged(file, other), encoding="utf-8")
    assert [one.name for one in read_policies(file, scenario)] == ["tents-in-oral", "other"]
    file.write_text(policies_as_yaml([scenario.policies[0]]), encoding="utf-8")
    with pytest.raises(ScenarioError, match=scenario.policies[0].name):
        read_policies(file, scenario)
    with pytest.raises(ScenarioError, match="no file at"):
        read_policies(tmp_path / "none.yaml", scenario)


def test_a_new_policy_leads_to_a_new_run_of_the_same_inputs(studio: TestClient, store: Path, jobs: Noted) -> None:
    form = {**GOOD, "target-1": "Oral"}
    assert post(studio, f"/runs/{RUN}/policies", **form) == 303
    ((folder, arguments),) = jobs.noted
    assert arguments[:3] == ["plan", "--same", str(store / RUN)]
    assert arguments[3:5] == ["--policies", "policies.yaml"]
    assert "tents-in-oral" in (folder / "policies.yaml").read_text(encoding="utf-8")
    assert post(studio, f"/runs/{RUN}/policies", **{**form, "amount-1": "x"}) == 400


def test_once_more_and_anew_keep_the_settings_of_the_run(studio: TestClient, store: Path, jobs: Noted) -> None:
    assert post(studio, f"/runs/{RUN}/same") == 303
    assert post(studio, f"/runs/{RUN}/again") == 303
    same, again = (arguments for _, arguments in jobs.noted)
    assert same[:3] == ["plan", "--same", str(store / RUN)]
    assert again[:3] == ["plan", "--update", str(store / RUN)]
    assert {"--seed=7", "--replicates=300", "--as-of=2022-09-28", "--risk=0.9", "--lang=en"} <= set(again)
    assert settings_of(store / RUN) == list(again[3:-2])
    assert PROVENANCE["seed"] == 7


def test_a_run_beside_itself_is_the_same_and_beside_another_differs() -> None:
    need = {"item": "beds", "place": None, "unit": "beds", "quantity": 100.0, "low": 50.0, "high": 120.0}
    plan = {"reference_date": "2022-09-28", "needs": [need], "capacity_out": capacity_out(), "answer": ["a"]}
    assert beside(plan, plan).same
    more = {**plan, "needs": [{**need, "quantity": 300.0, "low": 200.0, "high": 400.0}]}
    both = beside(plan, more)
    assert not both.same
    assert both.needs[0].difference == 200.0
    assert both.needs[0].apart
    assert beside(plan, {**plan, "needs": []}).needs[0].other is None


def test_two_runs_side_by_side_are_a_page_and_data(studio: TestClient) -> None:
    address = f"/runs/{RUN}/against/{RUN}"
    assert "Every number of the two runs is the same" in studio.get(address, headers=HTML).text
    assert studio.get(f"{address}.json").json()["same"] is True
    assert studio.get(f"{address}.csv").text.startswith("item,place,unit,one,")
    assert studio.get(f"/runs/{RUN}/against/none").status_code == 404
    chosen = studio.get(f"/against?one={RUN}&other={RUN}", follow_redirects=False)
    assert chosen.headers["location"] == address


@pytest.mark.parametrize("to", ["csv", "xlsx", "hxl", "hubverse", "geojson", "prov", "pdf"])
def test_every_export_is_a_button_that_answers(studio: TestClient, to: str) -> None:
    answer = studio.get(f"/runs/{RUN}/export/{to}")
    assert answer.status_code == 200
    assert f"{RUN}-{to}" in answer.headers["content-disposition"]
    assert studio.get(f"/runs/{RUN}/export/docx").status_code == 404


@pytest.mark.parametrize("name", packaged_names())
def test_every_packaged_scenario_opens_as_a_form_and_as_data(studio: TestClient, name: str) -> None:
    page = studio.get(f"/scenarios/{name}", headers=HTML)
    assert page.status_code == 200
    assert len(page.content) < 2 * 1024**2
    places = studio.get(f"/scenarios/{name}.json").json()["places"]
    assert len(places) == len(read_scenario(name).places)
    assert studio.get(f"/scenarios/{name}.csv").text.count("\n") == len(places) + 1
    assert studio.get("/scenarios/atlantis").status_code == 404


def cells_of(name: str) -> dict[str, str]:
    """A scenario as its form sends it back."""
    sheets = sheets_of(Path(name))
    cells = {
        f"{sheet.name}-{k}-{column.name}": cell
        for sheet in sheets
        for k, row in enumerate(sheet.rows, start=1)
        for column, cell in zip(sheet.columns, row, strict=True)
    }
    return cells | {f"{s.name}-{k + 1}-was": str(was) for s in sheets for k, was in enumerate(s.was)}


def test_a_scenario_sent_back_unchanged_is_the_same_scenario_in_the_store(studio: TestClient, store: Path) -> None:
    assert post(studio, "/scenarios/armenia-2023", **cells_of("armenia-2023")) == 303
    assert read_scenario(store / "scenarios" / "armenia-2023") == read_scenario("armenia-2023")
    assert "in the store" in studio.get("/scenarios", headers=HTML).text


def test_a_changed_and_a_removed_row_are_kept_and_the_packaged_scenario_stays(studio: TestClient, store: Path) -> None:
    cells = cells_of("armenia-2023")
    row = next(key.split("-")[1] for key, cell in cells.items() if cell == "Goris" and key.startswith("places"))
    assert post(studio, "/scenarios/armenia-2023", **{**cells, f"places-{row}-population": "20000"}) == 303
    kept = read_scenario(store / "scenarios" / "armenia-2023")
    assert next(place.population for place in kept.places if place.name == "Goris") == 20000
    assert next(p.population for p in read_scenario("armenia-2023").places if p.name == "Goris") != 20000


def test_every_mistake_of_a_scenario_is_shown_in_its_form_and_nothing_is_written(
    studio: TestClient, store: Path
) -> None:
    cells = cells_of("armenia-2023")
    wrong = {**cells, "places-1-lat": "high up", "places-2-lon": "999", "routes-1-km": "-4", "places-3-kind": "village"}
    key = studio.get("/", headers=HTML).text.split('name="form_key" value="')[1].split('"')[0]
    answer = studio.post("/scenarios/armenia-2023", data={"form_key": key, **wrong}, headers=HTML)
    assert answer.status_code == 400
    for where in ("places.csv row 2, lat", "places.csv row 3, lon", "routes.csv row 2, km", "places.csv row 4, kind"):
        assert f"<strong>{where}</strong>" in answer.text
    assert answer.text.count('aria-invalid="true"') == 4
    assert 'value="high up"' in answer.text
    assert not (store / "scenarios").exists()


def test_a_scenario_form_needs_the_key(studio: TestClient, store: Path) -> None:
    assert studio.post("/scenarios/armenia-2023", data=cells_of("armenia-2023")).status_code == 400
    assert not (store / "scenarios").exists()


def checked(studio: TestClient, **cells: str) -> list[dict[str, str]]:
    key = studio.get("/", headers=HTML).text.split('name="form_key" value="')[1].split('"')[0]
    answer = studio.post("/scenarios/armenia-2023/check", data={"form_key": key, **cells_of("armenia-2023"), **cells})
    assert answer.status_code == 200
    return list(answer.json()["mistakes"])


def test_a_form_is_checked_as_it_is_typed_and_every_mistake_knows_its_field(studio: TestClient, store: Path) -> None:
    assert checked(studio) == []
    wrong = {"priors-1-median": "2", "groups-2-share": "x", "head-1-trigger": "soon", "places-3-lat": "95",
             "levers-8-amount": "-4", "events-1-day": "2023-13-01"}  # fmt: skip
    found = checked(studio, **wrong)
    fields = {one["field"] for one in found}
    assert {"groups-2-share", "head-1-trigger", "places-3-lat", "events-1-day"} <= fields
    assert any(field.startswith("priors-1-") for field in fields)
    assert not (store / "scenarios").exists()


def test_a_lever_of_a_policy_is_placed_in_its_row(studio: TestClient) -> None:
    found = checked(studio, **{"levers-8-amount": "-4"})
    assert [one["field"] for one in found] == ["levers-8-amount"]


def test_mistakes_are_told_in_the_language_of_the_browser(studio: TestClient) -> None:
    studio.cookies.set("qonaq_lang", "ru")
    found = checked(studio, **{"places-3-lat": "95"})
    assert found[0]["where"] == "places.csv, строка 4, lat"
    assert found[0]["allowed"] == "число (градусов) от -90 до 90"
    assert found[0]["do"] == "Исправьте число."


def test_parameters_events_and_policies_are_edited_in_the_form(studio: TestClient, store: Path) -> None:
    cells = cells_of("armenia-2023")
    change = {
        "priors-1-median": "0.8",
        "priors-1-low": "0.6",
        "policies-1-title": "Open 6,500 beds",
        "levers-1-amount": "2000",
    }
    assert post(studio, "/scenarios/armenia-2023", **{**cells, **change, "events-3-remove": "1"}) == 303
    kept, before = read_scenario(store / "scenarios" / "armenia-2023"), read_scenario("armenia-2023")
    assert vars(kept.priors[0].law)["median"] == 0.8
    assert kept.policies[0].title == "Open 6,500 beds"
    assert kept.policies[0].levers[0].amount == 2000
    assert kept.events == before.events[:2]
    text = (store / "scenarios" / "armenia-2023" / "policies.yaml").read_text()
    assert text.startswith("# What could be done")
