"""The whole story in a real browser: paste, watch, question, correct, compare, print; and what axe says of each page.

Screenshots of every page are kept in artifacts/. Needs Chromium at /usr/bin/chromium (`make browser`).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qonaq.web.app import create_app
from store_of_runs import REPORT, RUN

pytestmark = pytest.mark.browser

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
ARTIFACTS = Path(__file__).resolve().parents[2] / "artifacts"
FEW = 60  # fitted courses: enough to go through every step
WIDTHS = (360, 1280, 1920)
MOST_BYTES = 2 * 1024**2  # a page
PATIENCE = 420_000  # milliseconds for a plan on a busy machine
ADDRESSES = {
    "start": "/", "runs": "/runs", "scenarios": "/scenarios", "scenario": "/scenarios/armenia-2023",
    "against": f"/runs/{RUN}/against/{RUN}",
    **{page: f"/runs/{RUN}/{page}" for page in ("situation", "forecast", "compare", "plan", "evidence")},
}  # fmt: skip


@pytest.fixture(scope="module")
def address(store_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The studio as it is served, on a free port of the loopback address."""
    import shutil
    import socket

    import uvicorn

    folder = Path(shutil.copytree(store_once, tmp_path_factory.mktemp("served") / "store"))
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()  # who comes before the studio is up waits for it
    app = create_app(folder, replicates=FEW)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(20)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    if not CHROMIUM.is_file():
        pytest.skip(f"SKIPPED: no browser at {CHROMIUM} (make browser)")
    from playwright.sync_api import sync_playwright

    ARTIFACTS.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any, address: str) -> Iterator[Any]:
    """A page that notes what it complains of and every request that would leave the machine."""
    found = chromium.new_page(viewport={"width": 1280, "height": 900})
    found.complaints, found.strangers = [], []
    found.on("console", lambda m: found.complaints.append(m.text) if m.type in ("error", "warning") else None)
    found.on("pageerror", lambda error: found.complaints.append(str(error)))
    found.on("request", lambda r: None if r.url.startswith((address, "data:")) else found.strangers.append(r.url))
    yield found
    assert found.strangers == []
    found.close()


@pytest.mark.parametrize("name", ADDRESSES)
def test_page_fits_every_width_weighs_little_and_axe_finds_nothing_serious(page: Any, address: str, name: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    weights: list[int] = []
    page.on("response", lambda answer: weights.append(len(answer.body())) if answer.ok else None)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        weights.clear()
        page.goto(address + ADDRESSES[name])
        page.wait_for_load_state("networkidle")
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{name} is {wider} px wider than {width}"
        assert sum(weights) <= MOST_BYTES
        page.screenshot(path=ARTIFACTS / f"{name}-{width}.png", full_page=name != "scenario")
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    serious = [
        (rule["id"], [node["html"][:160] for node in rule["nodes"]][:3])
        for rule in found.response["violations"]
        if rule["impact"] in ("serious", "critical")
    ]
    assert serious == []
    assert page.complaints == []


def test_the_day_slider_moves_with_the_keyboard_and_keeps_up_with_the_eye(page: Any, address: str) -> None:
    page.goto(f"{address}/runs/{RUN}/situation")
    slider, told = page.locator("#day"), page.locator("#day-told")
    before = told.inner_text()
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert told.inner_text() != before
    spent = page.evaluate(
        """() => { const day = document.getElementById("day"), begun = performance.now();
        for (let k = 0; k < 40; k++)
        { day.value = k; day.dispatchEvent(new Event("input")); document.body.offsetHeight; }
        return (performance.now() - begun) / 40; }"""
    )
    (ARTIFACTS / "slider.txt").write_text(f"{spent:.2f} ms a day of the slider, drawing not counted\n")


def test_everything_is_reached_with_the_keyboard_alone(page: Any, address: str) -> None:
    page.goto(f"{address}/runs/{RUN}/situation")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.goto(f"{address}/runs/{RUN}/situation")
    reached = set()
    for _ in range(90):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id"))
    assert {"Start", "Runs", "Forecast", "Compare", "Plan", "Evidence", "day", "Play"} <= reached


def test_a_number_tells_its_interval_and_source_to_pointer_and_keyboard(page: Any, address: str) -> None:
    page.goto(f"{address}/runs/{RUN}/situation")
    figure, tip = page.locator("#brief-coming a.fig"), page.locator("#tip")
    assert not tip.is_visible()
    figure.hover()
    assert "3,000–9,000" in tip.inner_text()
    page.mouse.move(5, 5)
    assert not tip.is_visible()
    figure.focus()
    assert "Qonaq's simulation" in tip.inner_text()
    assert figure.get_attribute("aria-describedby") == "tip"
    page.keyboard.press("Escape")
    assert not tip.is_visible()


def test_a_fan_tells_the_interval_of_each_day_to_the_keyboard(page: Any, address: str) -> None:
    page.goto(f"{address}/runs/{RUN}/forecast")
    fan, tip = page.locator("svg.fan").first, page.locator("#tip")
    fan.focus()
    assert "28 Sep" in tip.inner_text()
    page.keyboard.press("ArrowRight")
    assert re.search(r"29 Sep\s+[\d,]+ \([\d,]+–[\d,]+\)", tip.inner_text())


def test_a_scenario_is_checked_while_it_is_typed(page: Any, address: str) -> None:
    from playwright.sync_api import expect

    page.goto(f"{address}/scenarios/armenia-2023")
    live = page.locator("#live")
    share = page.locator("[name=groups-1-share]")
    share.fill("7")
    expect(live).to_contain_text("To put right")
    assert share.get_attribute("aria-invalid") == "true"
    assert "groups[1].share" in page.locator("#live-wrong").inner_text()
    page.screenshot(path=ARTIFACTS / "scenario-live.png")
    share.fill("0.85")
    expect(live).to_contain_text("Nothing to put right")
    assert share.get_attribute("aria-invalid") is None
    assert live.is_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Keep the scenario").click()
    page.wait_for_url(re.compile("kept=true"))


def test_the_form_of_a_lever_shows_what_the_lever_takes(page: Any, address: str) -> None:
    page.goto(f"{address}/runs/{RUN}/compare")
    page.select_option("[name=lever-1]", "open_beds")
    assert page.locator("[name=bed_class-1]").is_visible()
    assert not page.locator("[name=to-1]").is_visible()
    page.select_option("[name=lever-1]", "transport")
    assert page.locator("[name=to-1]").is_visible()
    assert not page.locator("[name=bed_class-1]").is_visible()


def test_the_language_is_switched_and_kept(page: Any, address: str) -> None:
    page.goto(f"{address}/runs/{RUN}/plan")
    page.get_by_role("button", name="Русский").click()
    assert page.url.endswith(f"/runs/{RUN}/plan")
    assert page.locator("html").get_attribute("lang") == "ru"
    page.screenshot(path=ARTIFACTS / "plan-ru.png")


@pytest.mark.slow
def test_from_a_pasted_report_to_the_printed_plan(page: Any, address: str) -> None:
    page.goto(address)
    page.fill("#text", REPORT)
    page.get_by_role("button", name="Make the plan").click()
    page.wait_for_url(re.compile("/jobs/"))
    page.screenshot(path=ARTIFACTS / "job.png")
    page.wait_for_url(re.compile(r"/runs/[^/]+/situation"), timeout=PATIENCE)
    run = page.url.split("/")[-2]
    assert page.locator("#answer p").count() >= 3
    page.screenshot(path=ARTIFACTS / "story-situation.png", full_page=True)
    _correct_a_claim(page, address, run)
    page.goto(f"{address}/runs/{run}/compare")
    assert page.locator("#policies figure").count() >= 3
    _add_a_policy(page)
    page.wait_for_url(re.compile(r"/runs/[^/]+/situation"), timeout=PATIENCE)
    again = page.url.split("/")[-2]
    page.goto(f"{address}/runs/{again}/compare")
    assert "tents in oral" in page.locator("#policies").text_content()
    page.goto(f"{address}/runs/{run}/against/{again}")
    page.screenshot(path=ARTIFACTS / "story-against.png", full_page=True)
    printed = page.request.get(f"{address}/runs/{again}/files/plan.pdf")
    assert printed.body()[:5] == b"%PDF-"


def _correct_a_claim(page: Any, address: str, run: str) -> None:
    page.goto(f"{address}/runs/{run}/evidence")
    page.locator("mark").first.click()
    claim = page.locator("ul.claims > li").first
    claim.locator("summary").click()
    claim.locator("select[name=verb]").select_option("correct")
    claim.locator("[name=value]").fill("90,000")
    claim.locator("[name=why]").fill("The ministry corrected it")
    claim.get_by_role("button", name="Keep").click()
    assert "The ministry corrected it" in page.locator("main").inner_text()
    page.screenshot(path=ARTIFACTS / "story-evidence.png")


def _add_a_policy(page: Any) -> None:
    page.fill("[name=title]", "Tents in Oral")
    page.fill("[name=why]", "proposed by a test")
    page.select_option("[name=lever-1]", "open_beds")
    page.select_option("[name=target-1]", "Oral")
    page.fill("[name=amount-1]", "500")
    page.select_option("[name=bed_class-1]", "collective")
    page.get_by_role("button", name="Compare it in a new run").click()
    page.wait_for_url(re.compile("/jobs/"))
