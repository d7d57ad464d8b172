# Everything a person needs: `make demo`, then `make serve`. `make help` lists the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# A stamp a Python version: another PYTHON makes the environment anew.
VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
RUN := $(VENV)/installed-$(VERSION)
TEST := $(VENV)/installed-$(VERSION)-test
COGGED := README.md docs/commands.md docs/extraction.md docs/questions.md docs/export.md docs/plots.md
MINUTES ?= 10
ARTICLES ?= 10000 30000 100000
FOLDER ?= bench-scale
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet install --constraint constraints.txt

.PHONY: help install demo serve test test-wordpress test-cluster fuzz audit wacz reliability bench bench-extraction bench-scale check docs constraints clean

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 18

install: $(RUN) ## make .venv with neo-archive in it

demo: $(RUN) ## try everything once, on a small newspaper of its own
	@$(BIN)/neo-archive demo

serve: $(RUN) ## open the archive in Datasette
	@$(BIN)/neo-archive serve

test: export PYTHONDONTWRITEBYTECODE =# else each of the thousand processes of the tests compiles what it imports
test: check ## install what the tests need, and run all of them, a file on each core
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

test-wordpress: $(TEST) ## crawl a real WordPress, which this installs and starts (Debian, as root)
	$(BIN)/python -m pytest tests/wordpress

test-cluster: $(TEST) ## crawl from several hosts, made of network namespaces, with a Redis that this installs (Debian, as root)
	$(BIN)/python -m pytest tests/cluster

fuzz: $(TEST) ## look for pages that break the reading, for ten minutes: MINUTES=60 for an hour
	@$(PIP) --editable '.[fuzz]'
	$(BIN)/python -m tests.fuzz --minutes $(MINUTES)

audit: $(RUN) ## ask PyPI which of the dependencies have known weaknesses (needs the network)
	@test -e $(VENV)/audit/bin/pip-audit || $(BIN)/python -m venv $(VENV)/audit
	@$(VENV)/audit/bin/python -m pip --disable-pip-version-check --quiet --quiet install 'pip-audit>=2.9,<3'
	$(VENV)/audit/bin/pip-audit --strict --requirement constraints.txt --no-deps --disable-pip

wacz: $(RUN) ## install what makes WACZ files, in an environment of its own
	@test -e $(VENV)/wacz/bin/python || $(BIN)/python -m venv $(VENV)/wacz
	@$(VENV)/wacz/bin/python -m pip --disable-pip-version-check --quiet --quiet install 'wacz==0.6.0'

reliability: $(TEST) ## go through every attack and fault of docs/reliability.md, and write what was measured into it
	$(BIN)/python -m bench.reliability

bench: $(RUN) ## measure crashes, large archives, queues, pace, translations, search, questions, plots, pages, exports, strangers, checks (100 minutes; see docs/performance.md)
	@$(BIN)/python -m bench.crash
	@$(BIN)/python -m bench.nothing_new
	@$(BIN)/python -m bench.pending
	@$(BIN)/python -m bench.crawl
	@$(BIN)/python -m bench.crawl --small
	@$(BIN)/python -m bench.memory
	@$(BIN)/python -m bench.rebuild
	@$(BIN)/python -m bench.translations
	@$(BIN)/python -m bench.search
	@$(BIN)/python -m bench.reuse
	@$(BIN)/python -m bench.questions
	@$(BIN)/python -m bench.plots
	@$(BIN)/python -m bench.pages
	@$(BIN)/python -m bench.exports
	@$(BIN)/python -m bench.strangers
	@$(BIN)/python -m bench.check --articles 100000
	@$(BIN)/python -m bench.cluster

bench-extraction: $(RUN) ## score extraction beside other systems, on the real pages in ../shared (see docs/extraction.md)
	@$(BIN)/python -m bench.extraction
	@$(BIN)/python -m bench.reading

bench-scale: $(RUN) ## grow one archive, and measure everything at each size: ARTICLES="10000 30000" FOLDER=bench-scale (see docs/scale.md)
	@for articles in $(ARTICLES); do $(BIN)/python -m bench.scale --articles $$articles --folder $(FOLDER) || exit 1; done
	@$(BIN)/python -m bench.scale --folder $(FOLDER) --table
	@$(BIN)/python -m bench.scale.frontier

check: $(TEST) ## style, types and the help texts in the documentation
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m cogapp --check $(COGGED)

docs: $(TEST) ## write the help texts into the documentation
	$(BIN)/python -m cogapp -r $(COGGED)

constraints: $(TEST) ## write the installed versions to constraints.txt
	$(BIN)/python -m pip freeze --all --exclude-editable --exclude pip > constraints.txt

clean: ## remove the environment; archives and exports stay
	rm -rf $(VENV)

$(RUN): pyproject.toml constraints.txt
	@test -n "$(VERSION)" || { echo "$(PYTHON) does not run; name a Python of 3.11 to 3.13: make PYTHON=python3.12"; exit 1; }
	@test -e $(VENV)/bin/python$(VERSION) || rm -rf $(VENV)
	@test -e $(BIN)/python || { echo "making $(VENV) with $(PYTHON) $(VERSION)"; $(PYTHON) -m venv $(VENV); }
	@echo "installing neo-archive (a minute on a first run)"
	@$(PIP) --editable .
	@touch $@

$(TEST): $(RUN)
	@echo "installing what the tests need"
	@$(PIP) --editable '.[test]'
	@touch $@
