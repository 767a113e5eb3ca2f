# make demo   a filled portal on http://127.0.0.1:8000
# make test   everything that is checked
PYTHON ?= python3
VENV ?= .venv
PY = $(VENV)/bin/python
PORT ?= 8000
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# CI runs the part on PostgreSQL on its newest Python, so that it takes its time once.
POSTGRES_VENV ?= $(VENV)
SUITE ?= not browser
SAME_ON_ANY_DATABASE = --ignore tests/queries --ignore tests/isolation
SAME_ON_ANY_PYTHON = --ignore tests/acceptance --ignore tests/isolation \
	--ignore tests/architecture/test_upgrade.py

.PHONY: demo test compat lint types architecture unit postgres browser bench shots messages clean tools

demo: $(VENV)/.example
	@$(PY) scripts/demo.py --port $(PORT)

test: lint types architecture unit
	@echo "All checks passed."

lint: $(VENV)/.test
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/djlint --quiet --lint govportal_wagtail example_project
	$(PY) scripts/check_messages.py

types: $(VENV)/.test
	$(VENV)/bin/mypy

architecture: $(VENV)/.test
	$(VENV)/bin/lint-imports

# The whole suite with browser journeys on SQLite; then on PostgreSQL what asks the database, but for
# counts of queries, who may see what, and files that send it nothing of their own.
unit: $(VENV)/.test tools
	$(PY) scripts/run_tests.py sqlite -m "not browser"
	$(PY) scripts/run_tests.py sqlite -m browser
	$(POSTGRES_VENV)/bin/python scripts/run_tests.py postgres-only -m "django_db and not browser" $(SAME_ON_ANY_DATABASE)

# All that asks a database, on PostgreSQL.
postgres: $(VENV)/.test
	$(POSTGRES_VENV)/bin/python scripts/run_tests.py postgres -m "django_db and not browser"

# The suite on another interpreter, without what would cost most and tell nothing of the interpreter:
# imports of whole registers, migrations of old data, counts of queries, who may see what:
# make compat PYTHON=python3.13 VENV=.venv-3.13
compat: $(VENV)/.test tools
	$(PY) scripts/run_tests.py sqlite -m "$(SUITE)" $(SAME_ON_ANY_DATABASE) $(SAME_ON_ANY_PYTHON)

browser: $(VENV)/.test tools
	$(PY) scripts/run_tests.py sqlite -m browser

bench: $(VENV)/.test
	$(PY) benchmarks/run.py

shots: $(VENV)/.test tools
	$(PY) scripts/shots.py

messages: $(VENV)/.test tools
	$(PY) scripts/make_messages.py

tools:
	@sh scripts/install_tools.sh

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name one with make PYTHON=...")'
	@$(PYTHON) -m venv $(VENV) || { echo "The venv module is missing; on Debian: apt-get install python3-venv"; exit 1; }
	@$(PY) -m pip install --quiet --upgrade "pip>=25.1"

$(VENV)/.example: $(VENV)/bin/python pyproject.toml
	@echo "Installing the portal ..."
	@$(PY) -m pip install --quiet --editable . --group example
	@touch $@

$(VENV)/.test: $(VENV)/bin/python pyproject.toml
	@echo "Installing the portal and its tests ..."
	@$(PY) -m pip install --quiet --editable . --group test
	@touch $@ $(VENV)/.example

clean:
	rm -rf $(VENV) .venv-* var build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
