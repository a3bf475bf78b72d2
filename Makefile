PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
DEMO   := .demo
# Of the preview; 0: a free one.
PORT   := 8971
# One worker a core; HYPOTHESIS and the fault tests are seeded, so a run repeats.
JOBS   ?= auto

# The demo goes into the sandbox, whatever the environment holds.
unexport GUIDE_URL GUIDE_FLAVOR

.PHONY: demo preview test prove lint types bench screenshots clean

## Publish example_site/ into the sandbox Confluence
demo: $(READY)
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --config-file example_site/mkdocs.yml --site-dir ../$(DEMO)/site
	@echo "Look at it with: make preview"

## Look at what the demo published
preview: $(READY)
	$(BIN)/mkdocs-confluence sandbox --data $(DEMO)/sandbox --port $(PORT)

## Lint, types and tests: what CI runs
test: lint types
	$(BIN)/pytest -n $(JOBS) --dist worksteal

## Everything that takes longer; what is missing on this machine is a failure
prove: lint types
	$(BIN)/pytest -n $(JOBS) --dist worksteal --prove --timeout 3600

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

## Ratios measured in one run
bench: $(READY)
	$(BIN)/python -m tests.bench

## Pictures of the sandbox for README and guide (needs Chromium and chromedriver)
screenshots: $(READY)
	$(BIN)/python tests/screenshots.py example_site/docs/assets/screens

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) $(DEMO) .pytest_cache .mypy_cache .ruff_cache
