#!/usr/bin/env bash
# Every check there is. `scripts/ci.sh` runs all stages in order, `scripts/ci.sh STAGE...` only these; stages are
# listed below. The first failure ends it. The last line of a full run is ctest's summary.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# `tidy_tests` is for the hand: it takes as long as all others that only read.
stages=(setup shell format layers sizes listed links tidy asan fuzz bench tsan release dev)
fuzz_seconds=${FUZZ_SECONDS:-20}

sources() {
  find engine config adapters tests \( -name '*.cc' -o -name '*.h' \) | sort
}

# The program alone, and its tests from outside: what the thread sanitizer and optimisation can change of it.
program() {
  cmake --preset "$1" > /dev/null
  cmake --build --preset "$1" --target rebisect
  ctest --preset "$1" -L program
}

# Configures, builds and tests one preset. The scripts have their tests in dev only: no preset changes them.
preset() {
  cmake --preset "$1" > /dev/null
  cmake --build --preset "$1"
  shift
  ctest "$@"
}

stage_setup() { scripts/setup build check; }

stage_shell() {
  find scripts packaging .ci -type f -exec grep -lE '^#!.*\b(ba)?sh$' {} + | sort | xargs shellcheck
}

stage_format() { sources | xargs clang-format --dry-run --Werror; }
stage_layers() { python3 -B scripts/check_layers.py; }
stage_sizes() { python3 -B scripts/check_sizes.py; }
stage_listed() { python3 -B scripts/check_tests_listed.py; }
stage_links() {
  python3 -B scripts/check_links.py
  python3 -B scripts/check_findings.py
}

stage_dev() { preset dev --preset dev; }
stage_asan() { preset asan --preset asan -LE scripts; }
stage_tsan() { program tsan; }
stage_release() { program bench; }  # the same code as release, and built for stage bench

# Does all of scripts/bench on a small history. The figures mean nothing.
stage_bench() {
  local docs=build/bench/bench-docs
  cmake --preset bench > /dev/null
  cmake --build --preset bench --target rebisect commits_read rebisect_benchmarks
  mkdir -p "$docs"
  cp docs/benchmarks.md "$docs"
  scripts/bench --build build/bench --docs "$docs" --data build/bench/bench-data --commits 20000 --runs 1 \
    --engine-time 0.001
}

# The clang preset's compile commands are enough for clang-tidy. Its counts of hidden warnings are left out. The static
# analyzer takes two thirds of the time when it follows every call: TIDY_DEPTH=deep, for the hand.
tidy() {
  local -a depth=(--extra-arg=-Xclang --extra-arg=-analyzer-config --extra-arg=-Xclang
    --extra-arg="mode=${TIDY_DEPTH:-shallow}")
  cmake --preset clang > /dev/null
  find "$@" -name '*.cc' | sort |
    xargs --max-args=1 --max-procs="$(nproc)" clang-tidy --quiet -p build/clang "${depth[@]}" 2>&1 |
    { grep -v ' warnings\? generated\.$' || true; }
}

stage_tidy() { tidy engine config adapters; }
stage_tidy_tests() { tidy tests; }

stage_fuzz() {
  local fuzzer name corpus
  cmake --preset asan > /dev/null
  cmake --build --preset asan
  for fuzzer in build/asan/tests/fuzz/*_fuzz; do
    if [[ ! -x $fuzzer ]]; then continue; fi
    name=$(basename "$fuzzer" _fuzz)
    corpus=build/asan/corpus/$name
    mkdir -p "$corpus"
    echo "== $name, $fuzz_seconds s"
    run_fuzzer "$fuzzer" "$corpus" "tests/fuzz/corpus/$name" "tests/fuzz/$name.dict"
  done
}

# New inputs go to the first directory; the one in the tree and the dictionary, where there are any, are only read.
run_fuzzer() {
  local fuzzer=$1 corpus=$2 seeds=$3 words=$4
  local -a directories=("$corpus") dictionary=()
  local longest=1024
  # The fixed parts of these files are that long.
  case $fuzzer in *commit_graph_file_fuzz | *packed_commits_fuzz) longest=2048 ;; esac
  if [[ -f $words ]]; then dictionary=("-dict=$words"); fi
  if [[ -d $seeds ]]; then directories+=("$seeds"); fi
  # Short call stacks and a short memory of what was freed: half of the time goes into these otherwise.
  if ! ASAN_OPTIONS=malloc_context_size=2:quarantine_size_mb=8 \
    "$fuzzer" -max_total_time="$fuzz_seconds" -max_len="$longest" -timeout=10 -print_final_stats=0 \
    -artifact_prefix=build/asan/ "${dictionary[@]}" "${directories[@]}" > build/asan/last.log 2>&1; then
    tail -50 build/asan/last.log
    return 1
  fi
}

main() {
  local stage known
  if [[ -n ${UPDATE_GOLDEN:-} ]]; then
    echo "scripts/ci.sh: UPDATE_GOLDEN is set; a check must not change what it checks" >&2
    exit 1
  fi
  if [[ $# == 0 ]]; then set -- "${stages[@]}"; fi
  for stage in "$@"; do
    known=" ${stages[*]} tidy_tests "
    if [[ $known != *" $stage "* ]]; then
      echo "scripts/ci.sh: unknown stage $stage; one of: ${stages[*]}" >&2
      exit 1
    fi
  done
  for stage in "$@"; do
    echo "== $stage (after ${SECONDS} s)"
    "stage_$stage"
  done
}

main "$@"
