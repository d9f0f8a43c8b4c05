"""How the studio feels with a run of 1,000 courses: seconds until a page answers, frames a second of the day slider,
bytes of each page. `make bench` prints it; alone: `python benchmarks/studio.py [RUN]`.

Interactive is when the browser has drawn the page and answers a key; the run is made anew where none is given.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

CHROMIUM = Path("/usr/bin/chromium")
QONAQ = [sys.executable, "-m", "qonaq"]
PORT = 8731
PAGES = ("situation", "forecast", "compare", "plan", "evidence")
RUNS = 3
# Moves the slider by one day a frame, as fast as the browser draws, for two seconds.
SLIDE = """() => new Promise((done) => {
  const day = document.getElementById("day"), begun = performance.now(); let frames = 0;
  const step = () => { day.value = frames % (Number(day.max) + 1); day.dispatchEvent(new Event("input")); frames += 1;
    const spent = performance.now() - begun;
    if (spent < 2000) requestAnimationFrame(step); else done(1000 * frames / spent); };
  requestAnimationFrame(step); })"""
BYTES = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .reduce((sum, one) => sum + one.transferSize, 0)"""
READY = "() => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
DRAWN = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"


@contextmanager
def studio(store: Path) -> Iterator[str]:
    """The studio over a store, until the end of the block."""
    address = f"http://127.0.0.1:{PORT}"
    arguments = [*QONAQ, "serve", "--store", str(store), "--port", str(PORT), "--no-open", "--quiet"]
    child = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                urlopen(f"{address}/runs.json").close()
                break
            except URLError:
                if child.poll() is not None:
                    raise SystemExit("the studio did not start") from None
        yield address
    finally:
        child.terminate()
        child.wait()


def measured(store: Path, run: str) -> dict[str, Any]:
    """Every page of a run: seconds until it answers (median; the first visit apart), bytes; frames of the slider."""
    from playwright.sync_api import sync_playwright

    found: dict[str, Any] = {"pages": {}}
    with studio(store) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        for name in PAGES:
            seconds = []
            for _ in range(RUNS + 1):
                page.goto(f"{address}/runs/{run}/{name}", wait_until="load")
                seconds.append(max(page.evaluate(READY), page.evaluate(DRAWN)) / 1000)
            found["pages"][name] = {
                "first_seconds": round(seconds[0], 3), "seconds": round(median(seconds[1:]), 3),
                "bytes": page.evaluate(BYTES),
            }  # fmt: skip
        page.goto(f"{address}/runs/{run}/situation", wait_until="load")
        found["slider_frames_a_second"] = round(page.evaluate(SLIDE), 1)
        offline = store / run / "page.html"
        page.goto(offline.as_uri(), wait_until="load")
        found["page.html"] = {
            "seconds": round(max(page.evaluate(READY), page.evaluate(DRAWN)) / 1000, 3),
            "bytes": offline.stat().st_size, "slider_frames_a_second": round(page.evaluate(SLIDE), 1),
        }  # fmt: skip
        browser.close()
    return found


def main(run: Path | None = None) -> dict[str, Any]:
    """The measurements, of a run that is given or of the packaged case with 1,000 courses."""
    if not CHROMIUM.is_file():
        return {"left out": f"no browser at {CHROMIUM} (make browser)"}
    if run is not None:
        return measured(run.parent, run.name)
    with tempfile.TemporaryDirectory() as folder:
        plan = [*QONAQ, "plan", "--scenario", "kazakhstan-2022", "--out", f"{folder}/run", "--json", "--quiet"]
        subprocess.run(plan, stdout=subprocess.DEVNULL, check=True)
        return measured(Path(folder), "run")


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]).absolute() if len(sys.argv) > 1 else None), indent=1))
