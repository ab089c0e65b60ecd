# `make help` lists the targets. For another interpreter: `make clean`, then `PYTHON=python3.12 make install`.
# `make run` passes on the settings of timdau (TIMDAU_DOCS, TIMDAU_INDEX, TIMDAU_PORT, …).

VENV := .venv
BIN := $(VENV)/bin
COMPILE_LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help install formats run check test bench bench-million mutants format lock upgrade clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(VENV)/.installed ## install timdau and its dependencies into .venv

formats: $(VENV)/.formats ## install what HTML, PDF and RTF files need

run: install ## index the articles in docs_in and serve the search page
	$(BIN)/timdau reindex
	$(BIN)/timdau serve

check: $(VENV)/.developing ## check formatting, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

test: $(VENV)/$(if $(TIMDAU_NO_BROWSER),.developing,.browsing) ## run every test, including those in a browser
	$(BIN)/pytest --numprocesses=auto --maxprocesses=4 --dist=loadfile

bench: $(VENV)/.benching ## compare with tantivy and others on 41,310 articles, into bench/results
	$(BIN)/python -m bench

bench-million: $(VENV)/.benching ## the same on a million articles: an hour, 20 GB
	$(BIN)/python -m bench --million

mutants: $(VENV)/.developing ## put known mistakes into a copy of the code, one by one; its tests must fail (20 minutes)
	$(BIN)/python -m tests.mutants.run

format: $(VENV)/.developing ## format the code and fix what ruff can fix
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(VENV)/.developing ## update the locks after a change in pyproject.toml
	$(COMPILE_LOCK) --output-file requirements.txt
	$(COMPILE_LOCK) --output-file requirements-formats.txt --extra all --constraint requirements.txt
	$(COMPILE_LOCK) --output-file requirements-dev.txt --extra dev --constraint requirements-formats.txt
	$(COMPILE_LOCK) --output-file requirements-bench.txt --extra bench --constraint requirements.txt

upgrade: COMPILE_LOCK += --upgrade
upgrade: lock ## update the locks to the newest releases allowed

clean: ## remove everything that make created, except the index
	rm -rf $(VENV) build dist *.egg-info indexer/engines/arrays/kernel/*.so .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -prune -exec rm -rf {} +

$(VENV)/.installed: requirements.txt pyproject.toml setup.py scripts/install.sh scripts/system.sh $(wildcard indexer/engines/arrays/kernel/*.[ch])
	@scripts/install.sh $(VENV) requirements.txt
	@touch $@

$(VENV)/.formats: $(VENV)/.installed requirements-formats.txt
	$(BIN)/python -m pip install --quiet --requirement requirements-formats.txt
	@touch $@

$(VENV)/.developing: $(VENV)/.installed requirements-dev.txt
	$(BIN)/python -m pip install --quiet --requirement requirements-dev.txt
	@touch $@

$(VENV)/.benching: $(VENV)/.installed requirements-bench.txt
	$(BIN)/python -m pip install --quiet --requirement requirements-bench.txt
	@touch $@

$(VENV)/.browsing: $(VENV)/.developing scripts/browser.sh scripts/system.sh
	@scripts/browser.sh $(VENV)
	@touch $@
