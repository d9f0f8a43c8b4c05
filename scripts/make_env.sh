#!/bin/sh
# Makes the environment from the lock file, installs Qonaq into it and compiles the kernels once.
# Usage: PYTHON=python3.11 sh scripts/make_env.sh .venv
set -eu
venv=${1:-.venv}
python=${PYTHON:-python3.11}
command -v "$python" >/dev/null 2>&1 || python=python3
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
if "$venv/bin/python" -m pip install --quiet --disable-pip-version-check uv; then
    # hatchling comes with the lock, so the package itself builds without another download
    "$venv/bin/uv" pip sync --quiet --require-hashes --python "$venv/bin/python" dev.lock
    "$venv/bin/uv" pip install --quiet --no-deps --no-build-isolation --editable . --python "$venv/bin/python"
else
    echo "uv cannot be had; installing with pip, which takes a little longer" >&2
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r dev.lock
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
fi
"$venv/bin/qonaq" warm --quiet
