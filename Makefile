# Installs, runs and checks the project. Nothing but Python 3.11 or newer and make is needed.
.PHONY: setup run test check bench score lock
.DEFAULT_GOAL := run

VENV ?= .venv
VAR ?= var
export VAR
PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each && break; done)
LETTERS ?= ../shared/letters
PYTEST = $(VENV)/bin/python -m pytest --numprocesses logical --maxprocesses 4 --dist worksteal $(ARGS)
PDFS = $(wildcard $(LETTERS)/pdf/*.pdf)
TEXTS = $(filter-out $(PDFS:$(LETTERS)/pdf/%.pdf=$(LETTERS)/text/%.txt),$(wildcard $(LETTERS)/text/*.txt))

setup: $(VENV)/.installed-dev  ## installs everything, for running and for developing

run: $(VENV)/.installed  ## serves the site; PORT=, VAR=, DEV=1, DATABASE_URL=
	@$(VENV)/bin/python -m imr_site.run

test: $(VENV)/.installed-dev  ## runs all tests, side by side; ARGS= goes to pytest (-n 0: one after the other)
	$(PYTEST)

check: $(VENV)/.installed-dev  ## format, lint, types, import contracts, templates, migrations, deployment, tests
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/djlint --quiet --check --lint templates
	VAR=$(VAR)/test $(VENV)/bin/python manage.py makemigrations --check --dry-run
	VAR=$(VAR)/test HTTPS=1 HSTS_WHOLE_DOMAIN=1 $(VENV)/bin/python manage.py check --deploy --fail-level WARNING
	$(PYTEST)

bench: $(VENV)/.installed-dev  ## measures; the results are ratios
	$(VENV)/bin/python -m benchmarks $(ARGS)

score: $(VENV)/.installed  ## how well the letters in LETTERS= are read; writes nothing
	@$(VENV)/bin/python manage.py parse $(PDFS) $(TEXTS) \
		| $(VENV)/bin/python $(LETTERS)/../score.py /dev/stdin $(LETTERS)/gold

lock: $(VENV)/.installed-dev  ## resolves the versions anew, from the public index alone
	$(COMPILE) --output-file requirements.lock pyproject.toml
	$(COMPILE) --output-file requirements-dev.lock --extra dev --constraint requirements.lock pyproject.toml

COMPILE := env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL -u PIP_INDEX_URL PIP_CONFIG_FILE=/dev/null \
	CUSTOM_COMPILE_COMMAND='make lock' $(VENV)/bin/pip-compile --quiet --upgrade --strip-extras --allow-unsafe \
	--generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links

# A stamp newer than its lock file means that nothing is to be done.
$(VENV)/.installed: requirements.lock
	$(INSTALL)
$(VENV)/.installed-dev: requirements-dev.lock
	$(INSTALL)

define INSTALL
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install it, or name it with PYTHON=/path/to/python"; exit 1; }
	@echo "Installing $< into $(VENV) …"
	@$(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@
endef
