# make run    a server on this machine, with a practice commune at the first start
# make test   everything that is checked before a change is kept

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Settings of pip on this machine must not change what is installed: hashes decide.
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: run setup assets test test-slow lint format messages bench pictures clean

run: setup
	@$(BIN)/python -m shopkit.web.assets > /dev/null
	@$(BIN)/python -m shopkit upgrade
	@$(BIN)/python -m shopkit demo --first
	@exec $(BIN)/python -m shopkit serve

setup: $(VENV)/.run-stamp

assets: setup
	@$(BIN)/python -m shopkit.web.assets

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)

# An environment for tests holds all that running needs, so it is left as it is.
$(VENV)/.run-stamp: requirements.lock pyproject.toml | $(BIN)/python
	@if [ -e $(VENV)/.test-stamp ] && [ $(VENV)/.test-stamp -nt requirements-test.lock ]; then \
	  touch $@; \
	else \
	  $(PIP) install --quiet --require-hashes -r requirements.lock && touch $@; \
	fi

$(VENV)/.test-stamp: requirements-test.lock | $(BIN)/python
	$(PIP) install --quiet --require-hashes -r requirements-test.lock
	@touch $@

test: $(VENV)/.test-stamp
	@$(BIN)/python -m tests.run $(STEPS)

test-slow: $(VENV)/.test-stamp
	@$(BIN)/python -m tests.run slow

lint: $(VENV)/.test-stamp
	@$(BIN)/python -m tests.run format lint types order

format: $(VENV)/.test-stamp
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix-only --quiet .

# Every sentence of code and templates into the English catalogue; what is new stands there empty.
ENGLISH := shopkit/translations/en/LC_MESSAGES/messages.po
messages: $(VENV)/.test-stamp
	@mkdir -p build
	@$(BIN)/pybabel -q extract -F shopkit/translations/babel.cfg -k lazy -k lazy_gettext -k ngettext:1,2 \
	  --no-location --sort-output --omit-header -o build/messages.pot .
	@sed '/^$$/q' $(ENGLISH) > build/head.po
	@$(BIN)/pybabel -q update -i build/messages.pot -o $(ENGLISH) -l en --no-fuzzy-matching \
	  --ignore-obsolete --omit-header
	@cat build/head.po $(ENGLISH) > build/en.po && mv build/en.po $(ENGLISH)

# The fuzzer has no figure to show; it runs by hand.
bench: $(VENV)/.test-stamp
	@$(PIP) install --quiet --require-hashes -r requirements-bench.lock
	@for figure in $(basename $(notdir $(filter-out %/fuzz_payloads.py,$(wildcard benchmarks/[a-z]*.py)))); do \
	  echo "== $$figure"; $(BIN)/python -m benchmarks.$$figure || exit 1; \
	done

# The screens that the README and docs/ show, taken anew from a house of their own.
pictures: $(VENV)/.test-stamp assets
	@$(BIN)/python -m tests.journeys.pictures

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
