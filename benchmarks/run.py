"""What a user waits for, measured as whole processes: `make bench` prints one JSON object.

Each command runs once to warm up and then three times; the median is told. These machines are shared: trust ratios.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from studio import main as measured_studio

RUNS = 3
ROOT = Path(__file__).resolve().parents[1]
QONAQ = [sys.executable, "-m", "qonaq"]


def timed(command: list[str], *, runs: int = RUNS, warm: bool = True) -> dict[str, float]:
    """Median wall seconds and peak memory (MiB) of a command."""
    seconds, peak = [], 0.0
    for k in range(runs + warm):
        began = perf_counter()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        if os.waitstatus_to_exitcode(status) != 0:
            raise SystemExit(f"{' '.join(command)} failed")
        if k >= warm:
            seconds.append(perf_counter() - began)
            peak = max(peak, usage.ru_maxrss / 1024)
    return {"seconds": round(median(seconds), 3), "runs": runs, "peak_mib": round(peak)}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        plan = [*QONAQ, "plan", "--scenario", "kazakhstan-2022", "--out", f"{folder}/run", "--json", "--quiet"]
        cases = {
            "help": timed([*QONAQ, "--help"]),
            "read the packaged reports": timed([*QONAQ, "read", *_reports(), "--json"]),
            "plan, 1,000 fitted courses": timed(plan),
        }
        studio = measured_studio(Path(folder) / "run")
        stages = json.loads((Path(folder) / "run" / "plan.json").read_text(encoding="utf-8"))["stages"]
    bench = subprocess.run([*QONAQ, "bench", "--json", "--quiet"], capture_output=True, text=True, check=True)
    whole = {
        "processes": cases,
        "stages of the last plan": stages,
        "studio": studio,
        "engine": json.loads(bench.stdout),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "own_peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    print(json.dumps(whole, ensure_ascii=False, indent=1))


def _reports() -> list[str]:
    folder = ROOT / "src" / "qonaq" / "scenarios" / "kazakhstan-2022" / "reports"
    return [str(path) for path in sorted(folder.glob("*.txt"))]


if __name__ == "__main__":
    main()
