# Everything one does with Badgewijzer, by name. `make` alone lists it.
#
#   make run ARGS="--port 9000"      hand something on to the program
#   make test ARGS="-k claim -x"     or to pytest
#   make run PYTHON=python3.12       use this Python

PYTHON = python3
ARGS =
WORKERS = $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN) + 1 )))
PREPARE = $(PYTHON) -S .ci/prepare
BIN = .venv/bin

.PHONY: help run test check learn bench fire lock clean

help:
	@echo "make run     start the bot, its pages and a sandbox to click through: http://localhost:8000"
	@echo "make test    run every test; those that cannot run here are named with the reason"
	@echo "make check   lint, types, import rules, and the flows and their texts"
	@echo "make learn   learn anew what people mean, after a change in flows/phrases"
	@echo "make bench   measure speed and memory, beside the least that is possible and the usual way"
	@echo "make fire    kill, cut off and starve the program, and see that it keeps its promises (docs/reliability.md)"
	@echo "make lock    write the lock files anew from pyproject.toml (ARGS=--upgrade: newer releases)"
	@echo "make clean   remove what was installed and the caches; var/, with the database, stays"

run:
	@$(PREPARE) runtime
	@$(BIN)/python -m bot run $(ARGS)

# What is compiled is kept, whatever this shell says of that: each worker would compile every test and library anew.
test:
	@$(PREPARE) test
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n $(WORKERS) --maxprocesses 8 --dist loadfile --no-loadscope-reorder -rfEs $(ARGS)

check:
	@$(PREPARE) test
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m bot check

learn:
	@$(PREPARE) test
	@$(BIN)/python -m bot.phrases.learning

bench:
	@$(PREPARE) test
	@$(BIN)/python -m tests.bench $(ARGS)

fire:
	@$(PREPARE) test
	@$(BIN)/python -m tests.fire $(ARGS)

lock:
	@$(PREPARE) lock $(ARGS)

clean:
	rm -rf .venv .venv-tools build dist *.egg-info .coverage .coverage.* .hypothesis
	rm -rf .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find bot flows integrations tests -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
