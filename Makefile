# `make build` makes the whole kit into output/; `make test` runs the tests. Both first install what is missing.
# A Python other than python3: make build PYTHON=python3.12

PYTHON ?= python3
INSTALL = $(PYTHON) build_tools/install/bootstrap.py
BIN = .venv/bin
# One file's tests stay in one process, since they share what is costly to make: a built kit, a browser.
PYTEST = $(BIN)/python -m pytest --numprocesses auto --dist loadfile

.PHONY: build check test test-long lint bench lock clean

build:  ## the whole kit, into output/
	@$(INSTALL) build
	@$(BIN)/cpd build

check:  ## what is wrong with the sources; nothing is written
	@$(INSTALL) build
	@$(BIN)/cpd check

test:  ## every test but the long ones
	@$(INSTALL) test
	@$(PYTEST)

test-long:  ## the long ones alone
	@$(INSTALL) test
	@$(PYTEST) -m long --timeout 1800

lint:  ## style, types, and which folder may import which
	@$(INSTALL) lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench:  ## how fast quizzes are read and marked; how long a build takes from nothing, and again with nothing changed
	@$(INSTALL) build
	@$(INSTALL) test
	@$(BIN)/python -m tests.benchmarks.quizzes
	@$(BIN)/python -m tests.benchmarks.handouts
	@rm -rf .cache/bench
	@bash -c 'time $(BIN)/cpd build --out .cache/bench'
	@bash -c 'time $(BIN)/cpd build --out .cache/bench'

lock:  ## the lock files, from pyproject.toml; with the newest versions: make lock UPGRADE=--upgrade
	@$(PYTHON) build_tools/install/lock.py $(UPGRADE)

clean:  ## everything made here but .venv
	rm -rf output .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
