# `make up` runs the demonstration, `make test` proves it. Needs git, make and python3 3.11 or newer with venv.

PYTHON ?= python3
BIN = .venv/bin
CHROMIUM = $(shell command -v chromium-headless-shell || command -v chromium || command -v chromium-browser || command -v google-chrome)
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet
# settings as the tools read them: a demonstration of their own, so that they need no secrets
TOOLS = env -u DATABASE_URL SERENTAK_DEMO=1 SERENTAK_STATE=$(CURDIR)/build/state

.PHONY: up test check fix bench schema clean venv tools browser

up: venv
	@exec $(BIN)/serentak up --demo

test: check browser
	$(BIN)/serentak build
	$(if $(PG),SERENTAK_POSTGRES=/usr/lib/postgresql/$(PG)/bin )$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

check: tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(TOOLS) $(BIN)/mypy
	$(BIN)/serentak content check
	$(BIN)/python -m tests.house.contracts

fix: tools
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: tools
	$(BIN)/serentak build
	$(BIN)/python -m bench $(ARGS)

# Read the diff before you commit it.
schema: tools
	WRITE_SCHEMA=1 $(BIN)/python -m pytest -p no:xdist tests/test_docs.py -k schema

clean:
	@if [ -x $(BIN)/serentak ]; then $(BIN)/serentak forget; fi
	rm -rf .venv build frontend/node_modules locale/*/LC_MESSAGES/*.mo serentak.egg-info

# The environment, made again only when what it is made from changes.
venv: .venv/base

tools: .venv/dev

.venv/base: requirements/base.txt pyproject.toml
	@command -v git >/dev/null || { echo "git is missing: apt install git make python3 python3-venv" >&2; exit 1; }
	@command -v $(PYTHON) >/dev/null || { echo "python3 is missing: apt install git make python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is older than 3.11: apt install python3.11 python3.11-venv, then: make up PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "python3-venv is missing: apt install python3-venv" >&2; exit 1; }
	@touch .venv.began 2>/dev/null || { echo "no permission to write $(CURDIR): use a checkout of your own" >&2; exit 1; }
	@echo "        Python environment in .venv: once, and when requirements change"
	@date +%s >.venv.began
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@$(PIP) install --require-hashes -r requirements/base.txt
	@$(PIP) install --no-build-isolation --no-deps --no-index --editable .
	@echo "$$(( $$(date +%s) - $$(cat .venv.began) )) s  Python environment" | sed 's/^\([0-9]*\)/  \1.00/' && rm .venv.began
	@touch $@

.venv/dev: .venv/base requirements/dev.txt
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

# Browsers are not fetched: tests drive the distribution's Chromium, best as the shell that draws no window.
browser:
ifeq ($(CHROMIUM),)
	@echo "The browser tests need Chromium; installing Debian's (apt-get install chromium-headless-shell)"
	@if [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium-headless-shell; \
	else echo "run: sudo apt-get install chromium-headless-shell" >&2; exit 1; fi
endif
