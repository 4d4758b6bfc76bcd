# Kiện Toàn: `make demo` shows the whole loop on a sample city, `make serve` opens it, `make test` runs every test.
# Needs make and Python 3.11 with pip; everything else is fetched. ONLY=name narrows bench, FAST=1 leaves out slow tests, N=2 test processes.

UV  := sh tools/uv
RUN := $(UV) run --no-sync
N   ?= 2

.DEFAULT_GOAL := help
.PHONY: help sync assets messages demo serve test cover check fix bench docs

help:            ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 20

sync:            ## Python packages, as uv.lock pins them
	@UV_COMPILE_BYTECODE=1 $(UV) sync --quiet --locked

assets: sync     ## npm packages and the page's CSS, JS and fonts (Node comes from its wheel)
	$(RUN) python tools/assets.py

messages: sync   ## collect the sentences of the interface into the catalogues, check and compile them
	$(RUN) python tools/messages.py

compiled: sync
	@$(RUN) python tools/messages.py --compile

demo: assets compiled   ## a sample city from its workbooks to its report; a second run changes nothing
	$(RUN) kientoan demo

serve: assets compiled  ## the web application on the same data
	$(RUN) kientoan serve

test: assets compiled   ## all tests
	@sh tools/chromium
	$(RUN) pytest -n $(N) $(if $(FAST),-m "not slow") $(ARGS)

cover: assets compiled  ## all tests, measured; what decides and writes is held to every line and branch
	@sh tools/chromium
	$(RUN) pytest -n $(N) --cov=kientoan --cov-branch --cov-fail-under=0 --cov-report=json:var/coverage.json $(ARGS)
	$(RUN) python tools/coverage_rooms.py var/coverage.json

check: sync      ## lint, types, import contracts, templates, catalogues, migrations
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(RUN) python tools/contracts.py
	$(RUN) python tools/templates.py
	$(RUN) python tools/messages.py --check

fix: sync        ## what the tools can mend by themselves
	$(RUN) ruff check --fix .
	$(RUN) ruff format .
	$(RUN) python tools/templates.py --fix

bench: assets compiled  ## measure, print a table, write var/bench.json
	$(RUN) python -m benchmarks $(ONLY)

docs: compiled    ## the documentation, in site/; reference pages are generated from the code
	$(RUN) python tools/reference.py
	NO_MKDOCS_2_WARNING=1 $(RUN) mkdocs build --strict --quiet
