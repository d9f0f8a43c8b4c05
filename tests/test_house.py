"""The house keeps its floors: who may import whom, how long a file and a function may be, where numba, threads,
randomness, files and clocks may be. Each rule is shown to catch a breach (`test_a_breach_is_caught`)."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "qonaq"
FLOORS = {
    "errors": 0, "measures": 1, "model": 2, "evidence": 3, "engine": 3, "inference": 4,
    "planning": 5, "views": 6, "io": 7, "web": 8, "cli": 9, "__main__": 10,
}  # fmt: skip
FORBIDDEN_NAMES = {"utils", "util", "common", "helpers", "base", "misc", "manager"}
MOST_LINES, MOST_FUNCTION_LINES = 400, 60
# Below io nobody opens files, prints, or reads a clock or the environment.
OUTSIDE_WORLD = {
    "os",
    "sys",
    "time",
    "pathlib",
    "io",
    "tempfile",
    "shutil",
    "subprocess",
    "socket",
    "sqlite3",
    "duckdb",
}
CLOCKS = {"date.today", "datetime.now", "datetime.utcnow", "datetime.date.today", "datetime.datetime.now"}
COMPILED = ("qonaq.engine.kernels", "qonaq.engine.streams", "qonaq.engine.masses")
THREADS = {"threading", "multiprocessing", "concurrent", "distributed", "dask", "asyncio"}
SOURCES = sorted(SOURCE.rglob("*.py"))


def room_of(path: Path) -> str:
    parts = path.relative_to(SOURCE).parts
    return parts[0].removesuffix(".py") if len(parts) == 1 else parts[0]


def name_of(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def running(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node but those under `if TYPE_CHECKING:`, which no program runs."""
    yield tree
    for child in ast.iter_child_nodes(tree):
        if not (isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"):
            yield from running(child)


def imported(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every module that a source imports, with its line."""
    for node in running(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno


def floor_breaches(name: str, room: str, tree: ast.AST) -> list[str]:
    breaches = []
    for module, line in imported(tree):
        if module == "qonaq" and room != "__init__":
            breaches.append(f"{name}:{line} imports the package root")
        if not module.startswith("qonaq."):
            continue
        other = module.split(".")[1]
        if room == "__init__" or other == room:
            continue
        if FLOORS[other] >= FLOORS[room]:
            breaches.append(f"{name}:{line} ({room}) imports {module}: imports only go down")
    return breaches


def world_breaches(name: str, room: str, tree: ast.AST) -> list[str]:
    breaches = []
    lower = room in FLOORS and FLOORS[room] < FLOORS["io"]
    engine_edge = name in {"qonaq.engine.workers"}
    for module, line in imported(tree):
        top = module.split(".")[0]
        if lower and top in OUTSIDE_WORLD and not engine_edge:
            breaches.append(f"{name}:{line} reaches the outside world through {module}")
        if lower and top in THREADS and not engine_edge:
            breaches.append(f"{name}:{line} starts threads or processes through {module}")
        if top == "numba" and not name.startswith(COMPILED):
            breaches.append(f"{name}:{line} imports numba outside the kernels")
        if top == "random":
            breaches.append(f"{name}:{line} imports random")
    for node in ast.walk(tree):
        if (
            lower
            and isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"open", "print", "input"}
        ):
            breaches.append(f"{name}:{node.lineno} calls {node.func.id}()")
        if lower and isinstance(node, ast.Attribute) and ast.unparse(node) in CLOCKS:
            breaches.append(f"{name}:{node.lineno} reads a clock")
    return breaches


def size_breaches(name: str, text: str, tree: ast.AST) -> list[str]:
    breaches = []
    lines = text.count("\n") + 1
    if lines > MOST_LINES:
        breaches.append(f"{name} has {lines} lines; at most {MOST_LINES}")
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            length = node.end_lineno - node.lineno + 1
            if length > MOST_FUNCTION_LINES:
                breaches.append(f"{name}:{node.lineno} {node.name} has {length} lines; at most {MOST_FUNCTION_LINES}")
    return breaches


def cycles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Import cycles between modules (Tarjan's strongly connected components of more than one module)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in graph.get(node, set()):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            component = []
            while True:
                member = stack.pop()
                component.append(member)
                if member == node:
                    break
            if len(component) > 1:
                found.append(sorted(component))

    for node in list(graph):
        if node not in index:
            visit(node)
    return found


def parsed(path: Path) -> tuple[str, str, str, ast.AST]:
    text = path.read_text(encoding="utf-8")
    return name_of(path), room_of(path), text, ast.parse(text)


def test_imports_only_go_down() -> None:
    assert [b for path in SOURCES for n, r, _, t in [parsed(path)] for b in floor_breaches(n, r, t)] == []


def test_nothing_below_io_touches_the_outside_world() -> None:
    assert [b for path in SOURCES for n, r, _, t in [parsed(path)] for b in world_breaches(n, r, t)] == []


def test_files_and_functions_stay_short() -> None:
    assert [b for path in SOURCES for n, _, x, t in [parsed(path)] for b in size_breaches(n, x, t)] == []


def test_no_import_cycles() -> None:
    names = {name_of(path) for path in SOURCES}
    graph = {}
    for path in SOURCES:
        name, _, _, tree = parsed(path)
        graph[name] = {module for module, _ in imported(tree) if module in names and module != name}
    assert cycles(graph) == []


def test_no_module_has_an_empty_name() -> None:
    assert [str(p) for p in SOURCES if p.stem in FORBIDDEN_NAMES] == []


def test_a_breach_is_caught() -> None:
    tree = ast.parse(
        "from datetime import date\ndate.today()\nimport time\nfrom qonaq.io import x\nimport qonaq\n"
        "import threading\nimport numba\nprint(1)\n"
    )
    assert len(floor_breaches("qonaq.model.x", "model", tree)) == 2
    assert len(world_breaches("qonaq.model.x", "model", tree)) == 5
    long = "def f():\n" + "    pass\n" * 60
    assert len(size_breaches("x", long, ast.parse(long))) == 1
    assert cycles({"a": {"b"}, "b": {"a"}, "c": set()}) == [["a", "b"]]


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("SKIPPED: not a git checkout, so the tracked files are not known")
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def test_tracked_files_name_no_registry_host_and_no_path_of_a_machine() -> None:
    hosts = re.compile(
        r"(pypi\.(org|python)|files\.python"
        + r"hosted|registry\.npm"
        + r"js|deb\.deb"
        + r"ian\.org)|/wo"
        + r"rk/|/ho"
        + r"me/[a-z]"
    )
    found = []
    for path in tracked_files():
        if path.suffix in {".parquet", ".png", ".gz", ".npz", ".pdf"} or path.name == "test_house.py":
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{path.relative_to(ROOT)}: {match.group(0)}" for match in hosts.finditer(text)]
    assert found == []
