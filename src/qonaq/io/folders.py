"""Writes a folder whole or not at all: a run that dies leaves the earlier one as it was."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp

from qonaq.errors import Mistake, SettingError

EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2): the two names change places in one step
AT_HERE = -100  # AT_FDCWD: names are relative to the working folder


def write_folder(target: Path, contents: Mapping[str, bytes], *, mark: str) -> None:
    """Writes `contents` (file name → bytes) as the folder `target`, replacing an earlier one with the same `mark`.

    `mark` is a file that every folder of this kind holds: a folder without it is somebody else's and is refused.
    """
    refuse_foreign(target, mark=mark)
    target = target.absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        for name, data in contents.items():
            file = fresh / name
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
        fresh.chmod(0o755)
        _put_in_place(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def refuse_foreign(target: Path, *, mark: str) -> None:
    """A SettingError where `target` is there already and is not a folder of ours."""
    if not target.exists() or (target.is_dir() and ((target / mark).is_file() or not any(target.iterdir()))):
        return
    what = "a folder with other files" if target.is_dir() else "a file"
    raise SettingError(
        Mistake("--out", f"{what} at {target}", f"a new name, or a folder that holds {mark}", "Choose another folder.")
    )


def _put_in_place(fresh: Path, target: Path) -> None:
    """`fresh` becomes `target`; an earlier target takes its name, to be removed by the caller."""
    if not target.exists():
        fresh.rename(target)
    elif not _exchange(fresh, target):
        aside = target.with_name(f".{target.name}.earlier")
        shutil.rmtree(aside, ignore_errors=True)
        target.rename(aside)
        fresh.rename(target)
        shutil.rmtree(aside, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchanges two names in one step where the system can (Linux); False where it cannot."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    return bool(rename(AT_HERE, os.fsencode(one), AT_HERE, os.fsencode(other), EXCHANGE) == 0)
