# Acompanya. `make demo` needs Python 3.11 and nothing else; `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

SYSTEM_PYTHON ?= python3
PYTHON := .venv/bin/python
HOST ?= 127.0.0.1
PORT ?= 8000
ROOMS := config helpdesk remote satisfaction transparency
TYPED := $(ROOMS) deploy manage.py
LANGUAGES := --locale ca --locale es --locale eu --locale gl
TEMPLATES = $(shell find templates -name '*.html')
LOCK := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header
# Extra words for pytest: make test-sqlite ARGS="tests/people -x"
ARGS ?=

.PHONY: help setup demo serve test test-sqlite test-postgres test-browser bench-desk bench-indicators bench-remote drill-chat drill-booking drill-remote drill-publish screenshots check format messages lock

help: ## List what can be made
	@grep -E '^[a-z -]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 42

setup: ## Environment with tests and tools, system packages, translations
	@$(SYSTEM_PYTHON) deploy/bootstrap.py dev

demo: ## Two councils with three months of work, served on http://HOST:PORT (127.0.0.1:8000)
	@$(SYSTEM_PYTHON) deploy/bootstrap.py run
	@exec $(PYTHON) manage.py demo --host $(HOST) --port $(PORT)

serve: ## Serve this installation: pages, sockets and the task worker in one process
	@$(SYSTEM_PYTHON) deploy/bootstrap.py run
	@exec $(PYTHON) manage.py serve --migrate --host $(HOST) --port $(PORT)

test: setup ## All tests: on SQLite, on PostgreSQL with Redis, in a browser
	@$(SYSTEM_PYTHON) deploy/test_runner.py -- $(ARGS)

test-sqlite test-postgres test-browser: test-%: setup ## One part of the tests
	@$(SYSTEM_PYTHON) deploy/test_runner.py $* -- $(ARGS)

drill-chat: setup ## Kill the server under load and count lost, repeated and reordered messages
	@$(PYTHON) -m tests.drills.kill_chat $(ARGS)

drill-booking: setup ## Let 200 people ask for 50 calls at the same moment, on both engines
	@$(PYTHON) -m tests.drills.booking $(ARGS)

drill-publish: setup ## Kill publishing at every point, on both engines: never half a month, never two first revisions (ARGS="--quick")
	@$(PYTHON) -m tests.drills.publish $(ARGS)

drill-remote: setup ## Remote assistance for real: stock ssh, VNC, noVNC in Chromium, two brokers, and all that must be refused (ARGS="--quick")
	@$(PYTHON) -m tests.drills.remote $(ARGS)

screenshots: setup ## Pictures of the key pages for README and guides, in docs/images; ARGS="desk panel" takes only those
	@$(PYTHON) -m tests.browser.screenshots $(ARGS)

bench-remote: setup ## Measure what a broker adds to a straight line: round trip, throughput, memory (ARGS="--quick")
	@$(PYTHON) -m tests.bench.remote $(ARGS)

bench-indicators: setup ## Measure a month among 1,000,000 tickets on both databases, beside bare SQL, and its PDF (ARGS="--quick")
	@$(PYTHON) -m tests.bench.indicators $(ARGS)

bench-desk: setup ## Measure the desk with 100,000 tickets on both databases, beside django-helpdesk (ARGS="--rival" measures that too)
	@$(PYTHON) -m tests.bench.desk $(ARGS)

# Checks look at the code, so they get a secret and a database of their own: none of an installation beside them is touched.
check: export TESTING = true
check: export DATABASE_URL = sqlite://
check: setup ## The gate: lint, format, types, floors, templates, migrations, settings, packages, translations
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy $(TYPED)
	.venv/bin/lint-imports --no-cache
	.venv/bin/djangofmt --check --quiet $(TEMPLATES)
	$(PYTHON) manage.py makemigrations --check --dry-run
	TESTING=false HTTPS=true BEHIND_TLS_PROXY=true SECRET_KEY=$$($(PYTHON) -c "import secrets; print(secrets.token_urlsafe(64))") \
		$(PYTHON) manage.py check --deploy --fail-level WARNING
	.venv/bin/deptry .
	$(PYTHON) -m pytest --quiet -m once tests/project --ignore=tests/project/test_pseudo_locale.py

format: setup ## Rewrite Python and templates in the house's format
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .
	.venv/bin/djangofmt --quiet $(TEMPLATES)

messages: setup ## Bring new texts into the catalogues of translations, then compile them
	$(PYTHON) manage.py makemessages $(LANGUAGES) --add-location file --no-obsolete
	$(PYTHON) deploy/messages.py

lock: ## Resolve pyproject.toml into the two locks (needs the environment)
	$(LOCK) pyproject.toml --output-file requirements.lock
	$(LOCK) pyproject.toml --group dev --constraints requirements.lock --output-file requirements-dev.lock
