#!/bin/sh
# Everything that CI runs: lint, format, types and tests (among them those that run the numerics without the compiler).
# Usage: sh scripts/test.sh .venv/bin
set -eu
bin=${1:-.venv/bin}
"$bin/ruff" check src tests scripts verification benchmarks
"$bin/ruff" format --check src tests scripts verification benchmarks
"$bin/mypy"
"$bin/qonaq" warm --quiet
"$bin/pytest"
