# Two commands matter: `make run` and `make test`. Each does all the set-up it needs; the second time it takes seconds.
BIN := .venv/bin
export EVALUACION_DATA ?= $(CURDIR)/var

.PHONY: run test drill setup setup-test check lint types floors pictures benchmarks messages clean

run: setup
	@$(BIN)/evaluacion demo
	@$(BIN)/evaluacion serve

test: setup-test
	$(BIN)/pytest -n auto --dist loadgroup

drill: setup-test
	$(BIN)/pytest -m drill

setup:
	@sh scripts/setup.sh run

setup-test:
	@sh scripts/setup.sh test

check: setup-test lint types floors
	$(BIN)/pytest -n auto --dist loadgroup

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --lint --quiet

types:
	$(BIN)/mypy evaluacion

floors:
	$(BIN)/lint-imports

pictures: setup-test
	$(BIN)/python docs/pictures/make_pictures.py

benchmarks: setup-test
	@for script in benchmarks/[a-z]*.py; do echo "== $$script"; $(BIN)/python $$script; done

# Spanish texts are their own msgids; those of errors are found by the names of the errors.
MESSAGE_WORDS := --no-default-keywords -k _ -k gettext -k lazy_gettext -k ngettext:1,2 -k sentence \
	-k NotFound -k Forbidden -k Invalid -k Conflict -k Unavailable -k TextTooLong

messages: setup-test
	$(BIN)/pybabel -q extract -F babel.cfg $(MESSAGE_WORDS) --no-location -o evaluacion/locale/messages.pot .
	$(BIN)/pybabel -q update -i evaluacion/locale/messages.pot -d evaluacion/locale -l en -w 120 \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	@rm evaluacion/locale/messages.pot
	$(BIN)/pybabel compile -d evaluacion/locale --statistics

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
