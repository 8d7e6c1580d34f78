# Two commands matter: `make run` and `make test`. Each does all the set-up it needs; the second time it takes seconds.
BIN := .venv/bin
export EVALUACION_DATA ?= $(CURDIR)/var

.PHONY: run test drill setup setup-test check lint types floors pictures benchmarks clean

run: setup
	@$(BIN)/evaluacion demo
	@$(BIN)/evaluacion serve

test: setup-test
	$(BIN)/pytest -n auto --dist loadgroup

drill: setup-test
	$(BIN)/pytest -m drill -o addopts="-ra --strict-markers --strict-config --import-mode=importlib"

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

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
