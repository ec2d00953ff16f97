# Everything there is to do with this project, one word each; `make help` lists them.
# All that is needed beforehand is Python 3.11 or newer, pip and make: the rest goes into .venv.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
ARGS ?=
COVERAGE ?=

PY := .venv/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input
# An environment that was copied along with its folder still points at the old one: it is made anew.
HERE := .venv/.made-for-$(shell pwd | cksum | cut -d ' ' -f 1)
CODE := ledger exports tests wsgi.py

export HOST PORT
# Python keeps what it compiled, so that the second start is quick.
unexport PYTHONDONTWRITEBYTECODE PYTHONPATH PYTHONHOME VIRTUAL_ENV

.PHONY: help run test test-postgres test-browser tamper prove bench screenshots lint format lock translations wheel clean

help: ## Say what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: $(HERE)/package ## Serve the ledger with its demonstration on http://127.0.0.1:8000 (HOST=, PORT=)
	@.venv/bin/covenant-ledger demo --if-empty
	@exec env LOG_LEVEL="$${LOG_LEVEL:-warning}" PRODUCTION="$${PRODUCTION:-0}" .venv/bin/gunicorn --config python:ledger.web.server wsgi:app

test: $(HERE)/dev ## Run the tests, but for those of a browser (ARGS="tests/core -k money" for a few, COVERAGE=1 to count the lines they pass)
ifneq ($(ARGS),)
	@$(PY) -m pytest $(ARGS)
else ifeq ($(COVERAGE),)
	@$(PY) -m pytest -n 2 -m "not browser"
else
	@$(PY) -m pytest -n 2 -m "not browser" --cov --cov-report=
	@echo "Every branch of the rules:"
	@$(PY) -m coverage report --include='ledger/core/*' --fail-under=100
	@echo "Everything:"
	@$(PY) -m coverage report --fail-under=95
endif

test-postgres: $(HERE)/dev ## Run the storage and action tests on a PostgreSQL of their own
	@$(PY) -m tests.postgres $(PY) -m pytest -n 2 $(or $(ARGS),tests/storage tests/actions)

test-browser: $(HERE)/dev ## Run only the tests that drive a browser
	@$(PY) -m pytest -n 2 -m browser $(ARGS)

tamper: $(HERE)/dev ## Tamper with copies of the demonstration and see that each change is named (ROUNDS=1000, SEED=0)
	@$(PY) -m tests.actions.random_tampering $(or $(ROUNDS),1000) 100 $(or $(SEED),0)

prove: $(HERE)/dev ## Ask real servers for the last euro, and kill them under writers, on both engines (ROUNDS=20)
	@$(PY) -m tests.prove $(or $(ROUNDS),20)
	@$(PY) -m tests.postgres $(PY) -m tests.prove $(or $(ROUNDS),20)

bench: $(HERE)/dev ## Tell how fast the core is, beside the bare driver and hledger, and what the goals are (long)
	@$(PY) -m tests.bench.posting
	@$(PY) -m tests.bench.bulk
	@$(PY) -m tests.bench.big_trail
	@$(PY) -m tests.bench.volume

screenshots: $(HERE)/dev ## Take the picture in the README anew (needs Chromium)
	@$(PY) -m tests.stories.screenshots

SEMGREP := SEMGREP_SETTINGS_FILE=build/semgrep.yml SEMGREP_LOG_FILE=build/semgrep.log \
	.venv/semgrep/bin/semgrep scan --metrics=off --disable-version-check

lint: $(HERE)/dev $(HERE)/semgrep ## Check style, types and the import rule, and look for holes
	@$(PY) -m ruff check $(CODE)
	@$(PY) -m ruff format --check $(CODE)
	@$(PY) -m mypy
	@.venv/bin/lint-imports --no-logo
	@$(PY) -m bandit --quiet --recursive --configfile pyproject.toml ledger exports wsgi.py
	@mkdir -p build
	@echo "Every rule of .ci/semgrep finds the hole that is planted for it:"
	@PATH="$(CURDIR)/.venv/semgrep/bin:$$PATH" $(SEMGREP) --test --quiet .ci/semgrep
	@PATH="$(CURDIR)/.venv/semgrep/bin:$$PATH" $(SEMGREP) --quiet --error --config .ci/semgrep/rules.yml \
		ledger exports templates wsgi.py
	@echo "And none finds any in the ledger."

format: $(HERE)/dev ## Put the code in the house's style
	@$(PY) -m ruff check --fix-only --quiet $(CODE)
	@$(PY) -m ruff format $(CODE)

COMPILE := $(PY) -m uv pip compile --no-config --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

lock: $(HERE)/dev ## Write the exact versions of all packages down (UPGRADE=1 for the newest)
	@$(COMPILE) --group pyproject.toml:build --output-file requirements.lock pyproject.toml
	@$(COMPILE) --constraint requirements.lock --group pyproject.toml:build --group pyproject.toml:dev \
		--output-file requirements-dev.lock pyproject.toml
	@$(COMPILE) --group pyproject.toml:semgrep --output-file requirements-semgrep.lock

BABEL := $(PY) -m babel.messages.frontend --quiet

translations: $(HERE)/package ## Gather the sentences to translate, and compile the translations
	@mkdir -p build
	@$(BABEL) extract --mapping-file pyproject.toml --keywords N_ --keywords lazy_gettext --no-wrap --sort-output --no-location \
		--omit-header --output-file build/messages.pot ledger exports templates
	@$(BABEL) update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap \
		--input-file build/messages.pot --output-dir ledger/translations
	@$(BABEL) compile --directory ledger/translations

wheel: $(HERE)/package ## Pack the project as a wheel, into dist
	@$(PIP) wheel -qq --no-index --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

clean: ## Remove what was made, the environment included; the database in instance stays
	@rm -rf .venv build dist .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .hypothesis \
		.import_linter_cache *.egg-info
	@find ledger exports tests templates -name __pycache__ -type d -prune -exec rm -rf {} +

# ---- the environment: made once, refreshed when a lock changes --------------------------------------

# The first Python on this machine that is new enough; where its ensurepip was packed apart and is
# missing, its own pip fills the environment.
$(HERE)/python:
	@for python in $(PYTHON) python3.14 python3.13 python3.12 python3.11; do \
		"$$python" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
		python=; \
	done; \
	if [ -z "$$python" ]; then \
		echo "Covenant Ledger needs Python 3.11 or newer, and '$(PYTHON)' here is" \
			"$$($(PYTHON) --version 2>/dev/null || echo missing)." \
			"Install one, or name it: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; exit 1; \
	fi; \
	if ls -d .venv/.made-for-* >/dev/null 2>&1; then rm -rf .venv; fi; \
	if ! $(PIP) --version >/dev/null 2>&1 && ! "$$python" -m venv --clear .venv >/dev/null 2>&1; then \
		"$$python" -m venv --clear --without-pip .venv && \
		"$$python" -m pip --python $(PY) install -qq pip || { \
			rm -rf .venv; \
			echo "Covenant Ledger needs pip, and $$python has none. Install it (python3-pip)." >&2; exit 1; \
		}; \
	fi; \
	mkdir -p $(HERE) && touch $@

# A lock is complete and every file in it carries its hash: two installs a month apart are the same.
$(HERE)/runtime: $(HERE)/python requirements.lock
	@echo "Installing the packages the ledger runs on ..."
	@$(PIP) install -qq --no-deps --require-hashes --requirement requirements.lock
	@touch $@

$(HERE)/package: $(HERE)/runtime pyproject.toml
	@$(PIP) install -qq --no-index --no-deps --no-build-isolation --editable .
	@touch $@

$(HERE)/dev: $(HERE)/package requirements-dev.lock
	@echo "Installing what the tests and linters need ..."
	@$(PIP) install -qq --no-deps --require-hashes --requirement requirements-dev.lock
	@touch $@

# semgrep asks for older packages than the ledger runs on, so it lives apart; only `make lint` needs it.
$(HERE)/semgrep: $(HERE)/python requirements-semgrep.lock
	@echo "Installing semgrep ..."
	@rm -rf .venv/semgrep
	@$(PY) -m venv --without-pip .venv/semgrep
	@$(PIP) --python .venv/semgrep/bin/python install -qq --no-deps --require-hashes --requirement requirements-semgrep.lock
	@touch $@
