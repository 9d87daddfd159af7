# Python 3.11+, make and git are enough: every command sets up what it needs and skips what is there already.

VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8000
MO := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))

.PHONY: help run test lint bench messages
.DEFAULT_GOAL := help

help:
	@echo "make run       serve the portal with demo data on http://127.0.0.1:$(PORT)  (PORT=, DATABASE_URL=, DEBUG=1)"
	@echo "make test      every test, on SQLite and PostgreSQL, and in a browser where there is one"
	@echo "make lint      formatting, lint, types, architecture, pending migrations, translations"
	@echo "make bench     timings of the pages and actions that must be quick"
	@echo "make messages  collect and compile the translations"

# The demo is served as a station would serve it. DEBUG=1 is for whoever changes the code: tracebacks in the browser,
# static files as they lie, a server that starts anew when a file changes.
DEBUGS := $(filter-out 0,$(DEBUG))
SERVER := $(if $(DEBUGS),manage.py runserver 127.0.0.1:$(PORT),-m gunicorn portal.wsgi --bind 127.0.0.1:$(PORT) --threads 8 --no-control-socket --log-level warning)

run: $(VENV)/.installed $(MO) $(if $(DEBUGS),,var/static/staticfiles.json) | var/secret-key
	@$(PY) manage.py migrate --noinput --verbosity 0
	@$(PY) manage.py seed_demo --stage busy --if-empty
	@$(PY) -m tools.welcome http://127.0.0.1:$(PORT)
	@exec $(PY) -m tools.serve $(SERVER)

test: $(VENV)/.installed-dev $(MO)
	@$(PY) -m tools.run_tests $(TESTS)

lint: export TESTING := 1
lint: $(VENV)/.installed-dev $(MO)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	find templates -name '*.html' -exec $(VENV)/bin/djade --target-version 5.2 --check {} +
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-cache
	$(PY) manage.py check --fail-level ERROR
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) -m tools.check_translations
	$(PY) -m tools.generate_docs --check

bench: $(VENV)/.installed-dev $(MO)
	@$(PY) -m tools.bench

messages: $(VENV)/.installed
	@command -v xgettext >/dev/null || { echo "make messages: xgettext is missing; install the package gettext."; exit 1; }
	TESTING=1 $(PY) manage.py makemessages --locale en --no-wrap --add-location file --ignore '.venv/*' --ignore 'var/*' --ignore 'tests/*' --ignore 'tools/*' --ignore 'docs/*'
	@$(PY) -m tools.tidy_messages locale/en/LC_MESSAGES/django.po
	@$(MAKE) --no-print-directory compiled

.PHONY: compiled
compiled: $(MO)

# Django's compilemessages needs gettext on the machine; Babel does not.
%.mo: %.po $(VENV)/.installed
	@$(VENV)/bin/pybabel --quiet compile --input-file $< --output-file $@

# Commands beside the server read the same key (portal/settings.py), so they all know the same pick-up codes.
var/secret-key: | $(VENV)/.installed
	@$(PY) -m tools.secret_key $@

# Packed once, and again when one of them changes. Pages that others bring and we do not show would take a minute more.
var/static/staticfiles.json: $(shell find static -type f) $(VENV)/.installed | var/secret-key
	@$(PY) manage.py collectstatic --noinput --clear --ignore redoc --ignore rest_framework --verbosity 0

# What is installed changes only when the lists do.
$(VENV)/.installed: requirements.txt | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: $(wildcard requirements-*.txt) $(VENV)/.installed
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

$(PY):
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "Setting up $(VENV) (once)."; \
	    $$python -m venv $(VENV) && exit 0; \
	    rm -rf $(VENV); echo "$$python cannot make a virtual environment (on Debian: install python3-venv)."; exit 1; \
	  fi; \
	done; echo "Python 3.11 or newer is needed."; exit 1
