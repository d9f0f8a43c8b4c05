"""Scores everything that can be scored against known truth, and writes docs/record.json and docs/record.md.

    python verification/evaluate.py SHARED [--only PART ...] [--accept-worse WHY]

A part is a file evaluate_NAME.py here with READS (patterns of the files under SHARED that it reads) and
evaluate(shared) -> {figure: {"value", "better": "lower" | "higher" | "inside", "goal"}}. The record carries digests of
what was read. A figure that became worse stops the record from being written, unless a reason is given; it is
recorded then.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

HERE = Path(__file__).resolve().parent
RECORD = HERE.parent / "docs" / "record.json"
PAGE = RECORD.with_suffix(".md")
# A figure may differ by this much between machines without being called worse.
SLACK = 0.005


def part_files() -> dict[str, Path]:
    """The parts that are there, by name."""
    return {path.stem.removeprefix("evaluate_"): path for path in sorted(HERE.glob("evaluate_*.py"))}


def load(name: str, path: Path) -> ModuleType:
    """A part as a module; parts may import their neighbours in this folder."""
    if str(HERE) not in sys.path:
        sys.path.insert(0, str(HERE))
    spec = importlib.util.spec_from_file_location(f"evaluate_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def digests(shared: Path, patterns: tuple[str, ...]) -> dict[str, str]:
    """SHA-256 of every file that a part reads."""
    files = sorted({path for pattern in patterns for path in shared.glob(pattern) if path.is_file()})
    return {str(p.relative_to(shared)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def is_met(figure: dict[str, Any]) -> bool | None:
    """Whether a figure reaches its goal; None where it has none."""
    value, goal = figure["value"], figure.get("goal")
    if goal is None or value is None:
        return None
    if figure["better"] == "inside":
        return bool(goal[0] <= value <= goal[1])
    return bool(value <= goal if figure["better"] == "lower" else value >= goal)


def worse_than(now: dict[str, Any], before: dict[str, Any]) -> bool:
    """Whether a figure is worse than it was: further from its goal, or on the wrong side of what it was."""
    new, old = now["value"], before["value"]
    if old is None:
        return False
    if new is None:
        return True
    if now["better"] == "inside":
        low, high = now["goal"]
        return max(low - new, new - high, 0.0) > max(low - old, old - high, 0.0) + SLACK
    return bool(new > old + SLACK if now["better"] == "lower" else new < old - SLACK)


def fallen(now: dict[str, Any], before: dict[str, Any]) -> list[str]:
    """A sentence for every figure that became worse or is no longer there."""
    lines = []
    for part, content in before.get("parts", {}).items():
        if part not in now["parts"]:
            continue
        for name, old in content["figures"].items():
            new = now["parts"][part]["figures"].get(name)
            if new is None:
                lines.append(f"{part}: '{name}' is no longer scored")
            elif worse_than(new, old):
                lines.append(f"{part}: '{name}' was {_shown(old['value'])}, is {_shown(new['value'])}")
    return lines


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}".rstrip("0").rstrip(".")


def _goal(figure: dict[str, Any]) -> str:
    goal = figure.get("goal")
    if goal is None:
        return ""
    if figure["better"] == "inside":
        return f"{_shown(goal[0])} to {_shown(goal[1])}"
    return f"{'at most' if figure['better'] == 'lower' else 'at least'} {_shown(goal)}"


def page(record: dict[str, Any]) -> str:
    """The record as a page: every figure, its goal, and whether it is reached."""
    lines = [
        "# The record",
        "",
        "Written by `make evaluate`; the data behind it is in `record.json`. Misses are included.",
    ]
    for note in record.get("accepted", []):
        lines += ["", f"Accepted although worse: {note}"]
    for part, content in record["parts"].items():
        lines += [
            "",
            f"## {part.capitalize()}",
            "",
            content["about"],
            "",
            "| figure | value | goal | |",
            "|---|---|---|---|",
        ]
        for name, figure in content["figures"].items():
            mark = {True: "reached", False: "**missed**", None: ""}[figure["met"]]
            lines.append(f"| {name} | {_shown(figure['value'])} | {_goal(figure)} | {mark} |")
    return "\n".join(lines) + "\n"


def run(shared: Path, only: list[str] | None) -> dict[str, Any]:
    """Every part that was asked for, scored."""
    parts: dict[str, Any] = {}
    for name, path in part_files().items():
        if only and name not in only:
            continue
        print(f"{name} …", file=sys.stderr, flush=True)
        module = load(name, path)
        figures = module.evaluate(shared)
        parts[name] = {
            "about": " ".join((module.__doc__ or "").split("\n\n")[0].split()),
            "read": digests(shared, module.READS),
            "figures": {key: {**figure, "met": is_met(figure)} for key, figure in figures.items()},
        }
    return {"parts": parts}


def main() -> int:
    """Score, compare with the record, write it where nothing became worse."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("shared", type=Path, help="folder of evaluation material")
    parser.add_argument("--only", nargs="*", choices=list(part_files()), help="these parts only")
    parser.add_argument("--accept-worse", metavar="WHY", help="write the record although a figure became worse")
    given = parser.parse_args()
    if not given.shared.is_dir():
        print(f"{given.shared}: no such folder. Usage: make evaluate SHARED=DIR", file=sys.stderr)
        return 2
    now = run(given.shared, given.only)
    before = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
    worse = fallen(now, before)
    for line in worse:
        print(f"WORSE  {line}", file=sys.stderr)
    if worse and not given.accept_worse:
        print("The record was not written. Mend it, or say why with --accept-worse WHY.", file=sys.stderr)
        return 1
    reasons = [*before.get("accepted", []), *([f"{given.accept_worse} ({'; '.join(worse)})"] if worse else [])]
    parts = {**before.get("parts", {}), **now["parts"]}
    record = {"parts": {name: parts[name] for name in sorted(parts)}, "accepted": reasons}
    RECORD.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    PAGE.write_text(page(record), encoding="utf-8")
    print(page(record))
    return 0


if __name__ == "__main__":
    sys.exit(main())
