# Two commands for a new machine: `make app` starts the planner, `make test` checks the house.
# Paths are relative throughout, so that the folder may have spaces in its name.

PYTHON ?= python3
UPGRADE ?=

py := .venv/bin/python
pip := $(py) -m pip --disable-pip-version-check
uv := .venv-lock/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--fork-strategy fewest --generate-hashes --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock" $(UPGRADE)

python_is_recent = $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	{ echo "flapplanner needs Python 3.11 or newer; '$(PYTHON)' is older or missing." \
	"Name another one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }

.PHONY: app test lint bench docs lock clean

app: .venv/runtime.stamp
	$(py) -m streamlit run app.py --server.address 127.0.0.1 --browser.gatherUsageStats false

test: lint
	$(py) -m pytest --hypothesis-profile=ci

lint: .venv/dev.stamp
	$(py) -m ruff check
	$(py) -m ruff format --check
	$(py) -m mypy
	.venv/bin/lint-imports --no-logo

bench: .venv/dev.stamp
	$(py) -m pytest benchmarks --benchmark-columns=median,iqr,max,rounds --benchmark-sort=name

# What the documents say of examples, pedicles, reach and flows, computed anew.
docs: .venv/dev.stamp
	$(py) docs/make_examples.py
	$(py) docs/make_bone.py
	$(py) docs/make_case.py
	$(py) docs/make_pedicles.py
	$(py) docs/make_reach.py
	$(py) docs/make_reference_flows.py
	$(py) docs/make_skin_perfusion.py

# Keeps the pins that still fit; `make lock UPGRADE=--upgrade` takes the newest of everything.
lock: .venv-lock/uv.stamp
	$(uv) --output-file requirements.txt
	$(uv) --group dev --constraint requirements.txt --output-file requirements-dev.txt

clean:
	rm -rf .venv .venv-lock build dist out .benchmarks .hypothesis .import_linter_cache \
		.mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(py):
	@$(python_is_recent)
	$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

.venv/runtime.stamp: requirements.txt pyproject.toml | $(py)
	@echo "Installing what the planner needs; this takes a minute or two."
	$(pip) install --quiet --require-hashes -r requirements.txt
	$(pip) install --quiet --no-deps --editable .
	@echo "Compiling the placement search, once; this takes half a minute."
	$(py) -m flapplanner.geometry
	touch $@

# The dev lock holds the runtime lock, so one installation serves both commands.
.venv/dev.stamp: requirements-dev.txt pyproject.toml | $(py)
	@echo "Installing what the planner and its tests need; this takes a minute or two."
	$(pip) install --quiet --require-hashes -r requirements-dev.txt
	$(pip) install --quiet --no-deps --editable .
	@echo "Compiling the placement search, once; this takes half a minute."
	$(py) -m flapplanner.geometry
	touch .venv/runtime.stamp $@

# uv stays out of the dev lock: a lock that no longer installs can still be renewed.
.venv-lock/uv.stamp: | pyproject.toml
	@$(python_is_recent)
	$(PYTHON) -m venv .venv-lock || { rm -rf .venv-lock; exit 1; }
	.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9'
	touch $@
