# One command each; every target does its own set-up in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev

.PHONY: demo test coverage lint bench docs clean

$(STAMP): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "riscontro needs Python 3.11 or newer; name one with make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[figures,pdf,print,series,web]"
	touch $(STAMP)

$(DEV_STAMP): $(STAMP) requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt -e ".[bulk,figures,keyring,model,pdf,print,series,web]"
	touch $(DEV_STAMP)

demo: $(STAMP)
	$(BIN)/python -m riscontro run examples/prk-rus/reports --pair PRK:RUS --case build/demo --fresh -o build/demo/out/dossier.html

test: $(DEV_STAMP)
	$(BIN)/python -m pytest -n 2

coverage: $(DEV_STAMP)
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage report

lint: $(DEV_STAMP)
	$(BIN)/ruff format --check src tests bench
	$(BIN)/ruff check src tests bench
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(DEV_STAMP) demo
	$(BIN)/python -m bench.gate

docs: $(DEV_STAMP)
	$(BIN)/python -m riscontro.cli.reference > docs/cli-reference.md

clean:
	rm -rf $(VENV) build
