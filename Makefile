# Linli: every task of a developer, and of whoever tries it. `make` alone lists them.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

VENV := .venv
PYTHON := $(VENV)/bin/python
PIP := $(PYTHON) -m pip install --quiet --quiet --disable-pip-version-check --no-input
CATALOGUES := $(wildcard linli/*/locale/*/LC_MESSAGES/django.po)

.PHONY: help
help: ## This list.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# ---- use it

.PHONY: setup
setup: $(VENV)/.installed $(VENV)/.messages ## Virtual environment from the hash-pinned lock, compiled translations.

.PHONY: up
up: setup ## Start the demo: database, policy, web server, worker. Ctrl-C stops all.
	@exec $(VENV)/bin/linli up

# ---- work on it

.PHONY: dev
dev: $(VENV)/.installed-dev $(VENV)/.messages ## What the gates need besides the product.

.PHONY: check
check: dev ## The fast gates only: style, types, architecture.
	@$(PYTHON) -m tools.gates fast

.PHONY: test
test: dev ## Everything CI runs: gates, tests on SQLite and PostgreSQL, browser journeys.
	@$(PYTHON) -m tools.need --install
	@$(PYTHON) -m tools.gates all

.PHONY: bench
bench: dev ## How fast the lists, the import and the report are on a large district.
	@$(PYTHON) -m bench

.PHONY: messages
messages: dev ## Bring the .po files up to date with the texts in code and templates.
	@$(PYTHON) -m tools.messages

.PHONY: mutants
mutants: dev ## Plant known faults one by one and see a test fail for each (tests/mutants.toml).
	@$(PYTHON) -m tools.mutants

.PHONY: query-counts
query-counts: dev ## Record the query counts of list pages anew; review the diff.
	@LINLI_RECORD_QUERY_COUNTS=1 $(PYTHON) -m pytest -q -m query_count tests

.PHONY: format
format: dev ## Format the code as the gates want it.
	@$(VENV)/bin/ruff format .
	@$(VENV)/bin/ruff check --fix .

# The lock files hold names, versions and hashes only; the second may not differ from the first.
.PHONY: lock
lock: dev ## Lock the requirements anew (requirements*.in to requirements*.lock).
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --output-file requirements.lock requirements.in
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --constraint requirements.lock --output-file requirements-dev.lock requirements-dev.in

.PHONY: clean
clean: ## Remove the virtual environment and what tools left. Demo data in var/ stays.
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .results

# ---- how it gets there

$(PYTHON):
	@for name in python3.11 python3.12 python3.13 python3; do \
		command -v $$name >/dev/null 2>&1 || continue; \
		$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		found=$$name; break; \
	done; \
	if [ -z "$$found" ]; then \
		echo 'Linli needs Python 3.11 or newer, and none is on the PATH.' >&2; \
		echo 'On Debian or Ubuntu:  apt-get install -y python3 python3-venv' >&2; \
		exit 1; \
	fi; \
	if ! $$found -c 'import ensurepip' 2>/dev/null; then \
		echo "$$found cannot make virtual environments here (no ensurepip)." >&2; \
		echo 'On Debian or Ubuntu:  apt-get install -y python3-venv' >&2; \
		exit 1; \
	fi; \
	$$found -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(PYTHON)
	@echo 'Installing what Linli runs on (about a minute, only when the lock changed) ...'
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@echo 'Installing what the gates need ...'
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.messages: $(CATALOGUES) $(VENV)/.installed
	@$(PYTHON) -m linli.kernel.messages
	@touch $@
