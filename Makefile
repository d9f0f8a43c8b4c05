# One command makes the environment, one runs the main job, one runs everything that CI runs.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.made
EXTRAS := --extra cluster --extra evaluate --extra arrow --extra xarray --extra russian

.PHONY: env plan test fast types browser bench evaluate lock format clean

env: $(STAMP)

$(STAMP): dev.lock pyproject.toml scripts/make_env.sh
	PYTHON=$(PYTHON) sh scripts/make_env.sh $(VENV)
	touch $(STAMP)

plan: env
	$(BIN)/qonaq plan --scenario kazakhstan-2022 --out runs/kazakhstan-2022

test: env
	sh scripts/test.sh $(BIN)

fast: env
	$(BIN)/pytest -m "not slow and not browser"

browser: env
	sh scripts/browser.sh

bench: env
	$(BIN)/python benchmarks/run.py

evaluate: env
	$(BIN)/python verification/evaluate.py $(SHARED)

lock:
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header -o core.lock
	$(BIN)/uv pip compile pyproject.toml --group dev $(EXTRAS) --universal --python-version 3.11 --generate-hashes --no-header -o dev.lock

format: env
	$(BIN)/ruff check --fix src tests scripts verification benchmarks
	$(BIN)/ruff format src tests scripts verification benchmarks

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache
