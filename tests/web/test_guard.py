"""The studio lets nobody in but its own pages: hosts, tokens, forms, sizes, paths, and errors without internals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from qonaq.io.ledger import claims_of, decisions_of
from qonaq.web import guard
from qonaq.web.app import create_app
from qonaq.web.guard import Gate
from store_of_runs import RUN

HTML = {"accept": "text/html"}


def form_key(studio: TestClient) -> str:
    return studio.get("/", headers=HTML).text.split('name="form_key" value="')[1].split('"')[0]


def decide(studio: TestClient, claim: str, *, headers: dict[str, str] | None = None, **form: str) -> int:
    answer = studio.post(f"/runs/{RUN}/claims/{claim}", data=form, headers=headers or {}, follow_redirects=False)
    return answer.status_code


def test_a_form_needs_this_sessions_key(studio: TestClient, store: Path) -> None:
    claim = claims_of(store / RUN)[0]["id"]
    form = {"verb": "reject", "why": "a test says so"}
    assert decide(studio, claim, **form) == 400
    assert decide(studio, claim, form_key="0" * 64, **form) == 400
    assert decide(studio, claim, form_key="ключ", **form) == 400
    assert decisions_of(store / RUN) == ()
    assert decide(studio, claim, form_key=form_key(studio), **form) == 303
    assert [one.verb for one in decisions_of(store / RUN)] == ["reject"]


def test_the_key_of_another_session_does_not_count(studio: TestClient, store: Path) -> None:
    claim = claims_of(store / RUN)[0]["id"]
    stranger = form_key(studio)
    studio.cookies.clear()
    form_key(studio)
    assert decide(studio, claim, form_key=stranger, verb="reject", why="a stranger") == 400


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "http://elsewhere.example"},
     {"origin": "null"}],
)  # fmt: skip
def test_a_form_from_another_site_is_refused_even_with_the_key(
    studio: TestClient, store: Path, headers: dict[str, str]
) -> None:
    claim = claims_of(store / RUN)[0]["id"]
    form = {"form_key": form_key(studio), "verb": "reject", "why": "from elsewhere"}
    assert decide(studio, claim, headers=headers, **form) == 403
    assert decisions_of(store / RUN) == ()


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil.example:80"])
def test_another_name_than_loopback_is_refused(studio: TestClient, host: str) -> None:
    assert studio.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8642", "localhost", "[::1]:8642", "[::1]"])
def test_loopback_names_are_served(studio: TestClient, host: str) -> None:
    assert studio.get("/", headers={"host": host}).status_code == 200


def test_with_a_token_nothing_is_shown_without_it(store: Path) -> None:
    app = create_app(store, gate=Gate(token="secret-of-the-terminal"))
    with TestClient(app, base_url="http://127.0.0.1") as studio:
        assert studio.get("/runs.json").status_code == 401
        assert studio.get("/runs.json?token=wrong").status_code == 401
        assert studio.get("/runs.json?token=%D0%BA").status_code == 401
        entered = studio.get("/?token=secret-of-the-terminal", follow_redirects=False)
        assert (entered.status_code, entered.headers["location"]) == (303, "/")
        assert "httponly" in entered.headers["set-cookie"].lower()
        assert "samesite=strict" in entered.headers["set-cookie"].lower()
        assert studio.get("/runs.json").status_code == 200


def test_a_body_that_says_it_is_too_large_is_refused_unread(studio: TestClient) -> None:
    headers = {"content-length": str(guard.MOST_BYTES + 1)}
    assert studio.post("/plans", content=b"", headers=headers).status_code == 413
    assert studio.post("/plans", content=b"", headers={"content-length": "-5"}).status_code == 413


def test_a_body_that_hides_its_size_is_cut_off(studio: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MOST_BYTES", 100_000)
    pieces = (b"text=" + b"a" * 50_000 for _ in range(5))
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = studio.post("/plans", content=pieces, headers=headers)
    assert answer.status_code == 413
    assert answer.json()["mistakes"][0]["where"] == "request"


@pytest.mark.parametrize(
    "path",
    ["/runs/../../etc/passwd", "/runs/%2e%2e%2fsecret/plan.json", "/runs/first%2f..%2f..%2fsecret/plan",
     "/runs/..%2fsecret/situation", f"/runs/{RUN}/files/..%2f..%2fsecret%2fplan.json", "/assets/..%2f..%2fmodel.py",
     f"/runs/{RUN}/files/ledger.sqlite", "/runs/.jobs/plan", f"/runs/{RUN}%00/plan"],
)  # fmt: skip
def test_no_path_of_a_request_reaches_the_disk(store: Path, path: str) -> None:
    outside = store.parent / "secret"
    outside.mkdir()
    for name in ("plan.json", "provenance.json", "view.json"):
        (outside / name).write_text('{"secret": "told"}', encoding="utf-8")
    with TestClient(create_app(store), base_url="http://127.0.0.1", raise_server_exceptions=False) as studio:
        answer = studio.get(path)
    assert answer.status_code == 404
    assert "told" not in answer.text


def test_every_answer_carries_the_strict_policy(studio: TestClient) -> None:
    for address in ("/", "/runs.json", f"/runs/{RUN}/plan", "/assets/page.css", "/nowhere"):
        headers = studio.get(address, headers=HTML).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"


def test_pages_hold_no_inline_script_style_or_handler(studio: TestClient) -> None:
    for page in ("situation", "forecast", "compare", "plan", "evidence"):
        text = studio.get(f"/runs/{RUN}/{page}", headers=HTML).text
        assert "<style" not in text
        assert "<script>" not in text
        assert " style=" not in text
        assert " onclick=" not in text


def test_our_own_mistake_tells_nothing_of_the_inside(studio: TestClient, store: Path) -> None:
    (store / RUN / "view.json").write_text("{ spoilt", encoding="utf-8")
    answer = studio.get(f"/runs/{RUN}/plan", headers=HTML)
    assert answer.status_code == 500
    assert "Traceback" not in answer.text
    assert str(store) not in answer.text
    assert "the runs are untouched" in answer.text


def test_an_unknown_claim_is_404_and_a_wrong_word_400(studio: TestClient, store: Path) -> None:
    key, claim = form_key(studio), claims_of(store / RUN)[0]["id"]
    assert decide(studio, "0000000000", form_key=key, verb="reject", why="not there") == 404
    assert decide(studio, claim, form_key=key, verb="burn", why="not a verb") == 400
    assert decide(studio, claim, form_key=key, verb="correct", why="no number", value="many") == 400
    assert decide(studio, claim, form_key=key, verb="correct", why="no number", value="nan") == 400
    assert decide(studio, claim, form_key=key, verb="reject", why="") == 400


def test_all_mistakes_of_a_start_form_are_told_at_once(studio: TestClient) -> None:
    form = {"form_key": form_key(studio), "scenario": "atlantis", "as_of": "tomorrow", "lang": "xx"}
    answer = studio.post("/plans", data=form, files={"files": ("a.exe", b"MZ")})
    assert answer.status_code == 400
    assert [one["where"] for one in answer.json()["mistakes"]] == ["scenario", "as-of date", "language", "file a.exe"]


def test_a_start_form_without_anything_is_refused(studio: TestClient, store: Path) -> None:
    answer = studio.post("/plans", data={"form_key": form_key(studio)})
    assert "a pasted report, files, or a packaged case" in json.dumps(answer.json())
    assert [path.name for path in store.iterdir() if not path.name.startswith(".")] == [RUN]


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_no_form_leads_to_another_site(studio: TestClient, back: str) -> None:
    form = {"form_key": form_key(studio), "lang": "en", "back": back}
    assert studio.post("/language", data=form, follow_redirects=False).headers["location"] == "/"


def test_two_browsers_never_get_the_same_name_for_a_run(store: Path) -> None:
    from qonaq.io.store import Store

    one, other = Store(store), Store(store)
    names = [which.new_run_name("plan") for which in (one, other, one)]
    assert names == ["plan", "plan-2", "plan-3"]
    assert one.run_names() == (RUN,)
