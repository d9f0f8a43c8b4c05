"""A store with one small run in it, made without any simulation, for tests of the studio and the exports."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

from qonaq.evidence.reconcile import sourced
from qonaq.inference.scores import LEVELS
from qonaq.io.gazetteer import open_gazetteer
from qonaq.io.ledger import LEDGER, new_ledger
from qonaq.io.page import draw, page_html
from qonaq.io.printed import plan_pdf
from qonaq.io.readers import reading_of
from qonaq.io.reading_json import claim_as_json
from qonaq.io.report_texts import TEXTS, texts_as_json
from qonaq.io.run_folder import FORECAST_COLUMNS, evidence_csv
from qonaq.io.view_json import view_as_json
from qonaq.io.words import read_words
from worlds_of_views import DAYS, small_view

RUN = "first"
REPORT = """\
Hostels fill up as arrivals go on

By Made Upname
28 September 2022

Some 98,000 Russians have entered Kazakhstan since 21 September, the interior ministry said on Tuesday.
=HYPERLINK("http://example.org") is what one note said, and <script>alert(1)</script> <b>stood</b> in another of them.
The ministry said that 64,234 Russians had left Kazakhstan again in the same days.
Subscribe to our newsletter
"""


def write_store(folder: Path) -> Path:
    """The store with its run; returns the folder."""
    run = folder / RUN
    (run / "reports").mkdir(parents=True)
    report = run / "reports" / "report.txt"
    report.write_text(REPORT, encoding="utf-8")
    reading = reading_of(report, open_gazetteer())
    claims = tuple(sourced(reading))
    view, words = small_view(), read_words("en")
    drawings = draw(view, words)
    plan = {
        "run": RUN, "title": view.title, "reference_date": "2022-09-28", "seconds": 1.0,
        "claims": [claim_as_json(claim) for claim in reading.claims],
        "policies": ["as-it-is", "more-beds"], "answer": list(view.answer), "needs": [], "capacity_out": capacity_out(),
        "cautions": [],
    }  # fmt: skip
    files = {
        "plan.json": json.dumps(plan).encode(),
        "plan.csv": b"item,place,quantity,low,high,unit\nbeds,Oral,-3,-4,5,beds\n=1+1,Oral,1,1,1,beds\n",
        "forecast.csv": forecast_rows(),
        "evidence.csv": evidence_csv(claims),
        "page.html": page_html(view, words, drawings).encode(),
        "plan.pdf": plan_pdf(view, words, drawings),
        "view.json": view_as_json(view),
        LEDGER: new_ledger(claims, digests={"report.txt": "0" * 64}),
        TEXTS: texts_as_json({"report.txt": report}),
        "provenance.json": json.dumps(PROVENANCE).encode(),
    }
    for name, data in files.items():
        (run / name).write_bytes(data)
    return folder


PROVENANCE = {
    "qonaq": "0.1.0", "python": "3.11", "libraries": {}, "scenario": "kazakhstan-2022", "scenario_named": None,
    "reference_date": "2022-09-28", "replicates": 300, "seed": 7, "decisions": 0,
    "reports": [{"file": "report.txt", "sha256": "0" * 64}],
    "settings": {"as_of": None, "only_reports": False, "days": 28, "replicates": 300, "compared": 250, "seed": 7,
                 "risk": 0.9, "budget": None, "language": "en", "entered": {}},
}  # fmt: skip


def capacity_out() -> list[dict[str, object]]:
    days = {"0.1": "2022-09-30", "0.5": "2022-10-03", "0.9": None}
    return [{"place": "Oral", "class": "hotel", "probability": 0.8, "quantiles": days}]


def forecast_rows() -> bytes:
    """Three days of entries and of people present in the country and in Oral, in hubverse columns."""
    lines = [",".join(FORECAST_COLUMNS)]
    for target, location in (("entries", "KZ"), ("present", "KZ"), ("present", "KZ:Oral")):
        for k in (1, 2, 3):
            end = date(2022, 9, 28) + timedelta(days=k)
            head = f"2022-09-28,{target},{k},{end},{location},quantile"
            lines += [f"{head},{level:g},{1000 * k + 500 * level:g}" for level in LEVELS]
    assert DAYS[0] < date(2022, 9, 28)
    return ("\n".join(lines) + "\n").encode()
