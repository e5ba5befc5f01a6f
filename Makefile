# make run   : set up what is needed and start the app
# make test  : set up what the tests need and run them
# make check : format, lint, types and tests
# make soak  : the long counts (kills, fuzzing, random choices in full)
# make bench : speed and memory, printed as one table
# make model : build the model database and say what is wrong with the model data

PYTHON ?= python3
BIN := .venv/bin
FLEXLIB_ADDRESS ?= localhost
FLEXLIB_PORT ?= 8501
SOURCES := app.py pages flexlib tests
# Each session has threads of its own; one heap for all of them keeps 20 sessions within 500 MB.
export MALLOC_ARENA_MAX := 1

.PHONY: run test check soak bench model clean

run: .venv/installed
	$(BIN)/python -m flexlib model check
	$(BIN)/streamlit run app.py --server.address $(FLEXLIB_ADDRESS) --server.port $(FLEXLIB_PORT)

model: .venv/installed
	$(BIN)/python -m flexlib model check

test: .venv/installed-dev
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: .venv/installed-dev
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy flexlib
	$(BIN)/python -m pytest -n 2 --dist loadfile

soak: .venv/installed-dev
	FLEXLIB_SOAK=1 $(BIN)/python -m pytest -m soak

bench: .venv/installed-dev
	$(BIN)/python -m tests.bench

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info build

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "flexlib needs Python 3.11 or newer"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/installed: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/installed-dev: pyproject.toml .venv/installed | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@
