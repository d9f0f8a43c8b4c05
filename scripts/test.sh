#!/bin/sh
# Everything that CI runs: lint, format, types, tests, and the tests of the numerics once more without the compiler.
# Usage: sh scripts/test.sh .venv/bin
set -eu
bin=${1:-.venv/bin}
"$bin/ruff" check src tests scripts verification benchmarks
"$bin/ruff" format --check src tests scripts verification benchmarks
"$bin/mypy"
"$bin/pytest"
NUMBA_DISABLE_JIT=1 "$bin/pytest" -m "interpreted" tests/engine tests/laws
