"""Two browsers at once on one store lose nothing; a kill at any moment leaves every finished run readable."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from qonaq.io.ledger import decisions_of
from qonaq.io.scenario import read_scenario
from qonaq.io.store import Store
from qonaq.web.app import create_app
from store_of_runs import RUN

HTML = {"accept": "text/html"}
EACH = 12  # decisions of each browser


def browser(store: Path) -> TestClient:
    """A browser of its own, at a studio of its own over the same store."""
    return TestClient(create_app(store), base_url="http://127.0.0.1", raise_server_exceptions=True)


def form_key(studio: TestClient) -> str:
    return studio.get("/", headers=HTML).text.split('name="form_key" value="')[1].split('"')[0]


def test_decisions_of_two_browsers_at_once_are_all_kept(store: Path) -> None:
    claims = [claim["id"] for claim in browser(store).get(f"/runs/{RUN}/evidence.json").json()["claims"]]

    def decide(who: int) -> list[int]:
        one = browser(store)
        key = form_key(one)
        return [
            one.post(
                f"/runs/{RUN}/claims/{claims[k % len(claims)]}",
                data={"form_key": key, "verb": "accept", "why": f"browser {who} says so, {k}"},
                follow_redirects=False,
            ).status_code
            for k in range(EACH)
        ]

    with ThreadPoolExecutor(2) as both:
        codes = list(both.map(decide, (1, 2)))
    assert codes == [[303] * EACH] * 2
    reasons = {one.why for one in decisions_of(store / RUN)}
    assert reasons == {f"browser {who} says so, {k}" for who in (1, 2) for k in range(EACH)}


def test_two_browsers_never_get_the_same_name_for_a_run(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as both:
        names = list(both.map(lambda _: Store(tmp_path).new_run_name("plan"), range(40)))
    assert len(set(names)) == 40


def test_a_scenario_changed_meanwhile_is_not_overwritten(store: Path) -> None:
    """Both open the form, both change it: the second is told, keeps what it typed, and nothing of the first is lost."""
    address = "/scenarios/armenia-2023"
    first, second = browser(store), browser(store)
    stamps = [
        one.get(address, headers=HTML).text.split('name="stamp" value="')[1].split('"')[0] for one in (first, second)
    ]
    row = next(k for k, place in enumerate(first.get(f"{address}.json").json()["places"]) if place["name"] == "Goris")
    places = first.get(f"{address}.json").json()["places"]
    cells = {f"places-{k + 1}-{name}": text for k, place in enumerate(places) for name, text in place.items()}
    cells |= {f"places-{k + 1}-was": str(k) for k in range(len(places))}

    def keep(one: TestClient, stamp: str, population: str) -> tuple[int, str]:
        form = {**cells, f"places-{row + 1}-population": population, "stamp": stamp, "form_key": form_key(one)}
        answer = one.post(address, data=form, headers=HTML, follow_redirects=False)
        return answer.status_code, answer.text

    assert keep(first, stamps[0], "21000")[0] == 303
    code, page = keep(second, stamps[1], "22000")
    assert code == 409
    assert "somebody else has kept" in page
    assert 'value="22000"' in page
    kept = read_scenario(store / "scenarios" / "armenia-2023")
    assert next(place.population for place in kept.places if place.name == "Goris") == 21000


# Writes runs one after another under two names, each file of a run holding the number of its writing.
WRITER = """
import sys
from pathlib import Path
from qonaq.io.folders import write_folder
store = Path(sys.argv[1])
files = {path.name: path.read_bytes() for path in Path(sys.argv[2]).iterdir() if path.is_file()}
for number in range(10_000):
    told = str(number).encode()
    for name in ("over-and-over", f"new-{number}"):
        write_folder(store / name, {"number.txt": told, **files, "last.txt": told}, mark="provenance.json")
    print(number, flush=True)
"""


@pytest.mark.parametrize("after", [1, 2, 3, 5, 8])
def test_a_kill_at_any_moment_leaves_every_finished_run_readable(store: Path, after: int) -> None:
    arguments = [sys.executable, "-c", WRITER, str(store), str(store / RUN)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for _ in range(after):
            assert child.stdout.readline()
        child.send_signal(signal.SIGKILL)  # in the midst of the next writing
    kept = Store(store)
    names = kept.run_names()
    assert RUN in names
    assert "over-and-over" in names
    assert sum(name.startswith("new-") for name in names) >= after
    for name in names:
        assert kept.view(name).title
        assert kept.plan(name)["reference_date"]
        folder = store / name
        if name != RUN:
            assert (folder / "number.txt").read_text() == (folder / "last.txt").read_text()
            assert {path.name for path in (store / RUN).iterdir() if path.is_file()} <= {
                p.name for p in folder.iterdir()
            }
    listed = browser(store).get("/runs.json").json()
    assert [card["name"] for card in listed] == list(names)
    assert json.dumps(listed)
