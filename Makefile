# Everything a person or a machine does with this project. `make help` lists it.
# Needs git, make and Python 3.11 or later; all else is installed into .venv (to run) and .venv-test (to judge).

PYTHON ?= python3
PORT ?= 8000

RUN := .venv/bin/python
TEST := .venv-test/bin/python

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset course check-course test lint types translations assets notices schemas constraints mutants bench soak pictures clean run-environment test-environment

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "  PYTHON=python3.12 chooses the interpreter, PORT=8001 the demo's port."

demo: run-environment ## install, load the course and serve it on http://127.0.0.1:8000/
	@PORT=$(PORT) $(RUN) -m internship_xblock.demo

demo-reset: run-environment ## clear what was stored in the demo
	@$(RUN) -m internship_xblock.demo reset

course: run-environment ## build the importable course, dist/mentor_course_en.tar.gz and so on: an archive for each language
	@$(RUN) -m internship_xblock.course build

check-course: run-environment ## check the course: olxcleaner and our own rules
	@$(RUN) -m internship_xblock.course check

test: test-environment ## every check there is, a browser included
	@$(TEST) scripts/check.py

lint: test-environment ## style only
	@$(TEST) scripts/check.py lint imports

types: test-environment ## types only
	@$(TEST) scripts/check.py types

translations: test-environment ## collect the words into translations/, bring the catalogues up to date, compile them
	@$(TEST) scripts/translations.py extract update compile

assets: test-environment ## make the script and the stylesheet that a page asks for
	@$(TEST) scripts/assets.py

notices: test-environment ## write docs/notices.md: what is told, to whom and when
	@$(TEST) scripts/notices.py

schemas: test-environment ## write the schemas: of plans that people take along, of units in OLX
	@$(TEST) scripts/schemas.py

constraints: ## pin today's releases: with PYTHON=python3.13 the newest end, with PYTHON=python3.11 the oldest
	@$(PYTHON) scripts/constraints.py

bench: run-environment ## what every view of the story costs, beside a floor; also var/bench.json
	@$(RUN) -m tests.bench

mutants: test-environment ## break the draft keeper on purpose, one way after the other: a test must see each
	@$(TEST) scripts/keeper.py --mutants

soak: test-environment ## hours of it: a server killed 1,000 times, 100,000 requests nobody should send, 1,000 races
	@$(TEST) -m tests.soak kill
	@$(TEST) -m tests.soak fuzz
	@$(TEST) -m tests.soak races
	@$(TEST) -m tests.soak properties

pictures: test-environment ## the pictures of README, taken from the running demo
	@INTERNSHIP_CHROMIUM="$$($(TEST) scripts/browser.py)" $(TEST) scripts/pictures.py

clean: ## remove what can be made again, the demo's state included
	rm -rf .venv .venv-test .venv-oldest tests/keeper/node_modules build dist var *.egg-info .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

run-environment:
	@$(PYTHON) scripts/environment.py demo .venv

test-environment:
	@$(PYTHON) scripts/environment.py test .venv-test
