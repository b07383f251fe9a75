#!/usr/bin/env bash
# Everything that needs no test run. Runs every check, then says which failed. `make check` starts it.
set -uo pipefail
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"
failed=()

check() { # NAME COMMAND...
  echo "== $1"
  "${@:2}" || failed+=("$1")
}

# An installation's settings: .env.example with its blanks filled, so that the example is kept true.
production() {
  env --unset=LOCAL --unset=DEBUG --unset=DEMO_TODAY bash -c 'set -a; . ./.env.example; SECRET_KEY=$0; "$@"' \
    "$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" "$@"
}

check "ruff" ruff check --quiet
check "ruff format" ruff format --check --quiet
check "mypy" mypy .
check "import-linter" lint-imports
check "djlint" djlint --lint --quiet templates
check "migrations" python manage.py makemigrations --check --dry-run
check "deploy" production python manage.py check --deploy --fail-level=WARNING

if ((${#failed[@]})); then
  printf 'Failed: %s\n' "${failed[*]}" >&2
  exit 1
fi
echo "All checks passed."
