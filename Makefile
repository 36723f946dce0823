PYTHON ?= $(if $(wildcard .venv/bin/python),.venv/bin/python,python3)

.PHONY: check format lint types test live bench catalog docs drawings build

check: format lint types test ## all that CI runs

format:
	$(PYTHON) -m ruff format --check .

lint:
	$(PYTHON) -m ruff check .

types:
	$(PYTHON) -m pyright --pythonpath $(PYTHON)
	$(PYTHON) -m mypy

test:
	$(PYTHON) -m pytest

live: ## needs INVOKEGRAPH_LIVE_URL, and for the oracle INVOKEGRAPH_SERVER_PYTHON
	$(PYTHON) -m pytest -m live -s

bench:
	$(PYTHON) -m pytest -m benchmark -s

catalog: ## regenerate nodes_catalog from its own schema
	$(PYTHON) -m invokegraph.codegen

docs: ## the documentation site, in site/; a warning is an error
	NO_MKDOCS_2_WARNING=1 $(PYTHON) -m mkdocs build --strict

drawings: ## draw the examples' graphs anew
	$(PYTHON) -m tools.drawings

build:
	$(PYTHON) -m build
