"""Where a run comes from, as PROV-JSON (W3C PROV): reports, scenario and program, and what was made from them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qonaq.io.run_folder import digest, read_provenance

MADE = ("plan.json", "plan.csv", "forecast.csv", "evidence.csv", "page.html", "plan.pdf")
PREFIX = {"qonaq": "urn:qonaq:", "prov": "http://www.w3.org/ns/prov#"}


def as_prov(run: Path) -> Mapping[str, bytes]:
    """One activity (the run), the entities that it used and made, and the program as its agent."""
    record = read_provenance(run)
    activity, agent = "qonaq:run", "qonaq:program"
    scenario = "qonaq:scenario"
    used = {f"qonaq:report/{entry['file']}": {"prov:label": entry["file"], "qonaq:sha256": entry["sha256"]}
            for entry in record["reports"]}  # fmt: skip
    made = {f"qonaq:made/{name}": {"prov:label": name, "qonaq:sha256": digest(run / name)} for name in MADE}
    document: dict[str, Any] = {
        "prefix": PREFIX,
        "entity": {**used, scenario: {"prov:label": record["scenario"]}, **made},
        "activity": {
            activity: {"qonaq:reference_date": record["reference_date"], "qonaq:seed": record["seed"],
                       "qonaq:replicates": record["replicates"]}
        },
        "agent": {agent: {"prov:type": "prov:SoftwareAgent", "prov:label": f"qonaq {record['qonaq']}"}},
        "used": {f"_:u{k}": {"prov:activity": activity, "prov:entity": e} for k, e in enumerate([*used, scenario])},
        "wasGeneratedBy": {f"_:g{k}": {"prov:entity": name, "prov:activity": activity} for k, name in enumerate(made)},
        "wasAssociatedWith": {"_:a0": {"prov:activity": activity, "prov:agent": agent}},
    }  # fmt: skip
    return {"provenance.json": (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()}
