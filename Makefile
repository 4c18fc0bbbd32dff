# Each target sets up .venv by itself when it is not there.
PYTHON ?= python3
BIN = .venv/bin

.PHONY: setup demo test test-slow lint bench tables docs api claims clean

setup: .venv/ready

.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "keras_acts needs Python 3.11 or newer; try make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'
	touch $@

# The other backends, the export formats, pdoc and Jupyter, for what only the slow tests and docs need.
.venv/slow: .venv/ready
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test,backends,export,ray,docs]'
	touch $@

demo: setup
	$(BIN)/keras-acts sweep sweeps/quickstart.toml

test: setup
	$(BIN)/pytest -n auto --dist worksteal

test-slow: .venv/slow
	$(BIN)/pytest -n auto --dist worksteal -m slow

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/slow
	$(BIN)/python -m benchmarks.speed docs/speed.md

tables: setup
	$(BIN)/python -m docs.tables

docs: .venv/slow tables api
	$(BIN)/python -m benchmarks.accuracy
	$(BIN)/python -m benchmarks.formats docs/formats.md
	$(BIN)/python -m benchmarks.doctor docs/doctor.md
	$(BIN)/python -m keras_acts.gallery.page docs
	$(BIN)/python -m docs.notebook examples/choosing.ipynb

api: .venv/slow
	$(BIN)/python -m docs.api site

claims: setup
	$(BIN)/keras-acts claims all --out reports/claims
	$(BIN)/python -m keras_acts.claims.answered reports/claims

clean:
	rm -rf .venv runs build dist
