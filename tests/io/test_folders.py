"""A folder is written whole or not at all, whatever happens in the middle."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from qonaq.errors import SettingError
from qonaq.io.folders import write_folder

MARK = "provenance.json"


def contents(version: int, size: int = 10) -> dict[str, bytes]:
    body = str(version).encode() * size
    return {MARK: b"{}", "plan.json": body, "scenario/places.csv": body}


def read(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_folder_is_written_and_replaced(tmp_path: Path) -> None:
    for version in (1, 2):
        write_folder(tmp_path / "run", contents(version), mark=MARK)
        assert read(tmp_path / "run") == contents(version)
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


def test_somebody_elses_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("mine")
    with pytest.raises(SettingError, match="a folder with other files"):
        write_folder(tmp_path / "thesis", contents(1), mark=MARK)
    (tmp_path / "note").write_text("mine")
    with pytest.raises(SettingError, match="a file at"):
        write_folder(tmp_path / "note", contents(1), mark=MARK)
    assert (tmp_path / "thesis" / "chapter.txt").read_text() == "mine"


def test_a_failure_in_the_middle_leaves_the_earlier_run(tmp_path: Path) -> None:
    write_folder(tmp_path / "run", contents(1), mark=MARK)
    broken = {**contents(2), "bad\0name": b""}
    with pytest.raises(ValueError, match="null"):
        write_folder(tmp_path / "run", broken, mark=MARK)
    assert read(tmp_path / "run") == contents(1)
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


CHILD = """
import sys
from pathlib import Path
from qonaq.io.folders import write_folder
print("ready", flush=True)
version = 2
while True:
    body = str(version % 10).encode() * 200_000
    files = {"provenance.json": b"{}", "plan.json": body, "scenario/places.csv": body}
    write_folder(Path(sys.argv[1]), files, mark="provenance.json")
    print(version, flush=True)
    version += 1
"""


@pytest.mark.parametrize("writes", [0, 1, 3])
def test_a_killed_writer_leaves_one_whole_run(tmp_path: Path, writes: int) -> None:
    target = tmp_path / "run"
    write_folder(target, contents(1, 200_000), mark=MARK)
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(target)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    for _ in range(1 + writes):
        child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    child.wait()
    found = read(target)
    assert set(found) == {MARK, "plan.json", "scenario/places.csv"}
    assert found["plan.json"] == found["scenario/places.csv"]
    assert len(found["plan.json"]) == 200_000
