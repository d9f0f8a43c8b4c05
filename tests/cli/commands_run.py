"""Runs a command in this process as a user would, and gives its exit code and what it wrote."""

from __future__ import annotations

import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

from jsonschema import Draft202012Validator

from qonaq.cli import main

CONTRACTS = Path(__file__).resolve().parents[2] / "docs" / "contracts"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def run(*arguments: object) -> Ran:
    """`qonaq ARGUMENTS`, in this process."""
    out, err = StringIO(), StringIO()
    code: object = 0
    with patch("sys.argv", ["qonaq", *map(str, arguments)]), redirect_stdout(out), redirect_stderr(err):
        try:
            main()
        except SystemExit as end:
            code = end.code
    return Ran(int(code) if isinstance(code, int) else 0, out.getvalue(), err.getvalue())


@cache
def contract(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((CONTRACTS / f"{name}.schema.json").read_text(encoding="utf-8")))


def breaches(name: str, value: Any) -> list[str]:
    """Where a value breaks a contract."""
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:160]}" for e in contract(name).iter_errors(value)]
