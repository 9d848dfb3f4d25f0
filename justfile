# The recipes of this project; `just` lists them.

python := ".venv/bin/python"

_default:
    @just --list

# An editable installation with everything to develop
install:
    python3 -m venv .venv
    {{ python }} -m pip install -c constraints.txt -e ".[dev]"

# All tests, with the coverage gate
test *arguments:
    {{ python }} -m pytest -n auto --cov {{ arguments }}

# Lint and format, as a check
lint:
    {{ python }} -m ruff check .
    {{ python }} -m ruff format --check .

# Lint and format, mending what can be mended
fix:
    {{ python }} -m ruff check --fix .
    {{ python }} -m ruff format .

# Types
types:
    {{ python }} -m mypy

# The pages that are made from the code, then the site
docs:
    {{ python }} docs/make_cli.py
    {{ python }} docs/make_tables.py
    {{ python }} -m mkdocs build --strict

# Time, memory and false alerts on clean parties: just bench --store STORE --data DATA
bench *arguments:
    {{ python }} benchmarks/screen_clean.py {{ arguments }}

# What a stranger does: fresh environment, installation, every check
ci:
    .ci/run

# Pin every dependency anew (needs uv)
constraints:
    echo "# Every dependency at the version that was tested. Made by: just constraints" > constraints.txt
    uv pip compile --universal --python-version 3.11 --extra dev pyproject.toml --no-header --no-annotate --quiet >> constraints.txt
