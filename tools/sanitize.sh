#!/bin/sh
# The tests under the sanitizers: tools/sanitize.sh [address] [thread] [threads] [undefined], all but `threads` unless told.
#   address    every test of Net and Interp with the address sanitizer
#   thread     the same with the thread sanitizer
#   threads    with it those alone that share work among threads
#   undefined  the C kernels with the undefined-behaviour sanitizer (swiftc offers it for C alone)
# Each builds in a folder of its own, .build/NAME. Says how long each took; status 1 where one failed.
set -eu
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# Without this a crash waits for a backtrace for ever.
export SWIFT_BACKTRACE=enable=no
broken=0

# run NAME FILTER OPTION…: builds with the options, runs the tests that fit.
run() {
  name=$1
  filter=$2
  shift 2
  start=$(date +%s)
  if ! swift build --build-tests --scratch-path ".build/$name" "$@" >"$log" 2>&1; then
    cat "$log"
    broken=1
    return
  fi
  built=$(date +%s)
  # shellcheck disable=SC2086 # SKIP is an option and its value
  if swift test --skip-build --scratch-path ".build/$name" "$@" --filter "$filter" ${SKIP:-} >"$log" 2>&1; then outcome=passed; else outcome=FAILED; fi
  # A report that did not end the run is a failure too.
  if grep -qE 'ERROR: AddressSanitizer|WARNING: ThreadSanitizer|runtime error:' "$log"; then outcome=FAILED; fi
  if [ "$outcome" = FAILED ]; then
    broken=1
    grep -E '^(✘|↩)|ERROR: AddressSanitizer|WARNING: ThreadSanitizer|SUMMARY|runtime error:|error:' "$log" | sort | uniq -c | head -n 60 || true
  fi
  echo "$name: $outcome, built in $((built - start)) s, ran in $(($(date +%s) - built)) s; $(grep -E 'Test run with' "$log" | tail -n 1 || true)"
}

[ $# -gt 0 ] || set -- address thread undefined
for which in "$@"; do
  case "$which" in
    # Overcommitted sizes are refused by the shell, not by the allocator; leaks are looked for by growth, not at the end.
    address) ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1 run address '^(NetTests|InterpTests)\.' --sanitize address -Xswiftc -use-ld=lld ;;
    # hostileText nests as deeply as a stack allows; under this sanitizer each frame takes more of it.
    thread)
      SKIP='--skip hostileText' TSAN_OPTIONS=suppressions=$PWD/Tests/thread-sanitizer.txt run thread '^(NetTests|InterpTests)\.' --sanitize thread ;;
    threads) NNSHELL_THREADS=3 TSAN_OPTIONS=suppressions=$PWD/Tests/thread-sanitizer.txt run thread '(WorkersTests|SameBitsTests)' --sanitize thread ;;
    undefined) run undefined '^NetTests\.' -Xcc -fsanitize=undefined -Xcc -fsanitize-trap=undefined ;;
    *) echo "sanitize: there is no $which; address thread threads undefined" >&2; exit 2 ;;
  esac
done
exit "$broken"
