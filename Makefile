# Every target sets up what it needs first (scripts/setup.py, which skips what is unchanged).
PYTHON ?= python3
PORT ?= 8000
export PORT

BIN := .venv/bin
TOO_OLD := "Python 3.11 or newer is needed, this is %s: name one, as in make demo PYTHON=python3.11"
SETUP := $(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit($(TOO_OLD) % sys.version.split()[0])' && \
  $(PYTHON) scripts/setup.py

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo demo-reset test check lock pictures samples bench bench-api bench-import bench-packs schemathesis mutants clean

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 24

setup: ## Packages, front end and local settings; what every other target starts with
	@$(SETUP)

setup-dev: ## The same for development: adds what tests and checks need
	@$(SETUP) --dev

demo: setup ## Run the tracker with five real plans at http://127.0.0.1:8000 (PORT=), until Ctrl-C
	@$(BIN)/python -m scripts.demo

demo-reset: setup ## The same, after deleting the demo's data
	@$(BIN)/python -m scripts.demo --reset

test: ## All tests on a real PostgreSQL (the embedded one, or DATABASE_URL's)
	@$(SETUP) --dev --browser
	@$(BIN)/python -m pytest --numprocesses=2 $(ARGS)

check: setup-dev ## Lint, format, types, layers, templates, migrations, production settings
	@scripts/check.sh

lock: setup-dev ## Lock the requirements again, after a change of pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --python-version=3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --output-file requirements.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version=3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --group dev --output-file requirements-dev.txt

pictures: setup-dev ## Make the README's pictures from the demo
	@$(BIN)/python -m scripts.pictures

samples: setup-dev ## Make the sample files of fixtures/samples anew
	@$(BIN)/python -m scripts.samples

bench-import: setup-dev ## How well and how fast plans are read from files, against careful readings and a naive baseline
	@$(BIN)/python -m benchmarks.bench_import

bench-packs: setup-dev ## How long a pack takes and how it grows, against the same words set in the naive way (ARGS=--quick)
	@$(BIN)/python -m benchmarks.bench_packs $(ARGS)

bench-api: setup-dev ## A batch of updates through the API against single ones, with the same history
	@$(BIN)/python -m pytest benchmarks/bench_api_writes.py -q -s

schemathesis: setup-dev ## Ask a live server 100 examples of each operation and phase that its OpenAPI document allows
	@SCHEMATHESIS_EXAMPLES=100 $(BIN)/python -m pytest tests/live/test_openapi.py -q

mutants: setup-dev ## Break each permission rule in turn and see that the tests notice
	@$(BIN)/python -m scripts.mutate_permissions $(ARGS)

bench: setup-dev ## List the benchmarks
	@ls benchmarks

clean: ## Delete what was built or installed; the demo's data stay (make demo-reset)
	rm -rf .venv node_modules build test-results .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
