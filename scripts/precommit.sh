#!/usr/bin/env bash
# The quick checks before a commit: format of the changed files, layers, sizes, listed tests, links, dev build and tests.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

{
  git diff --name-only --diff-filter=d HEAD -- '*.cc' '*.h'
  git ls-files --others --exclude-standard -- '*.cc' '*.h'
} | xargs --no-run-if-empty clang-format --dry-run --Werror
scripts/ci.sh layers sizes listed links dev
