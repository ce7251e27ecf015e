# Everything that is run from a checkout. `make demo` and `make test` do their own set-up and are quick the next time.
#
#   PYTHON=...     the Python to use, 3.11 or newer; found if not given
#   SERVERS=none   leave out the tests that need real mail servers
#   ARGS=...       more for pytest, such as ARGS=tests/app

MAKEFLAGS += --no-print-directory
VENV := .venv
# Always by the interpreter: the first line of an installed script breaks in a folder with a long or odd name.
PY := $(VENV)/bin/python
PYTHONS := $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3)
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --no-input

.PHONY: help demo open test bench lint lock fuzz bombs servers clean

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile

demo: $(VENV)/.demo ## run mailcheck on two invented mailboxes: no account, no network
	@$(PY) -m mailcheck demo

open: $(VENV)/.demo ## the same as a page in your browser
	@$(PY) -m mailcheck open --demo

test: $(VENV)/.dev servers ## run every test
	$(if $(filter none,$(SERVERS)),MAILCHECK_SERVERS=none )$(PY) -m pytest --numprocesses 4 --dist loadfile $(ARGS)

bench: $(VENV)/.dev servers ## how fast it reads beside other programs; ARGS="--reach", or "--messages 5000 --rtt 40 --mbit 20 --server cyrus"
	$(PY) -m tests.bench.speed $(ARGS)

lint: $(VENV)/.dev ## check style, types and imports
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	$(PY) $(VENV)/bin/lint-imports

lock: $(VENV)/.dev ## write down every package by version and digest (requirements.txt), and the page about it
	$(PY) -m uv pip compile pyproject.toml --quiet --generate-hashes --universal --python-version 3.11 \
		--no-header --no-emit-index-url --output-file requirements.txt $(ARGS)
	$(PY) docs/generate.py

fuzz: $(VENV)/.fuzz ## feed damaged documents to the judge (ARGS="--seconds 3600"; Linux)
	@nice $(PY) -m tests.bench.fuzz $(ARGS)

bombs: $(VENV)/.dev ## judge documents made to do harm, and tell what each took (Linux)
	@$(PY) -m tests.bench.bombs $(ARGS)

.PHONY: nightly kills

nightly: $(VENV)/.dev servers ## what a check costs that finds nothing new (ARGS="--server cyrus --rtt 40")
	$(PY) -m tests.bench.nightly $(ARGS)

kills: $(VENV)/.dev servers ## kill -9 at random moments of a scan (ARGS="--kills 100")
	$(PY) -m tests.bench.kills $(ARGS)

servers: $(VENV)/.dev
	@$(if $(filter none,$(SERVERS)),true,.ci/servers $(PY))

clean: ## remove the virtual environment and every cache
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage

$(PY):
	@for python in $(PYTHONS); do \
		if $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
			echo "Setting up a virtual environment in $(VENV) ..."; \
			exec $$python -m venv --clear $(VENV); \
		fi; \
	done; \
	echo "mailcheck needs Python 3.11 or newer with venv (Debian: apt-get install python3-venv)." >&2; \
	echo "If you have one, name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3" >&2; \
	exit 1

$(VENV)/.demo: pyproject.toml | $(PY)
	@echo "Installing mailcheck and what it needs; once, about a minute ..."
	@$(PIP) --editable '.[demo]'
	@touch $@

$(VENV)/.dev: pyproject.toml | $(PY)
	@echo "Installing mailcheck, what it needs and what its tests need; once, about a minute ..."
	@$(PIP) --editable '.[dev]'
	@touch $(VENV)/.demo $@

$(VENV)/.fuzz: $(VENV)/.dev
	@$(PIP) --editable '.[fuzz]'
	@touch $@
