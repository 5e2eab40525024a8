#!/bin/sh
# Runs the tests under the sanitizers: tools/sanitize.sh [address] [thread] [threads] [undefined]. Without a name it runs all but `threads`.
#   address    every test of Net and Interp with the address sanitizer
#   thread     the same tests with the thread sanitizer
#   threads    only the tests that share work among threads, with the thread sanitizer
#   undefined  the tests of Net with the undefined-behaviour sanitizer, which watches the C kernels (swiftc offers it for C alone)
# The builds are in .build/address, .build/thread and .build/undefined. The script prints how long each took. The status is 1 where one failed.
set -eu
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# Without this line a test hangs after a crash, because it waits for a backtrace.
export SWIFT_BACKTRACE=enable=no
broken=0

# run NAME FILTER OPTION…: builds with the options and runs the tests that match the filter.
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
  # A sanitizer's report is a failure even where the tests passed.
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
    # The allocator may return null, because the shell itself refuses sizes that are too large. The search for leaks at the end is off.
    address) ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1 run address '^(NetTests|InterpTests)\.' --sanitize address -Xswiftc -use-ld=lld ;;
    # hostileText is skipped: it nests to the limit of the stack, and this sanitizer makes each stack frame larger.
    thread)
      SKIP='--skip hostileText' TSAN_OPTIONS=suppressions=$PWD/Tests/thread-sanitizer.txt run thread '^(NetTests|InterpTests)\.' --sanitize thread ;;
    threads) NNSHELL_THREADS=3 TSAN_OPTIONS=suppressions=$PWD/Tests/thread-sanitizer.txt run thread '(WorkersTests|CrewTests|SameBitsTests|DifferenceTests|CompareTests)' --sanitize thread ;;
    undefined) run undefined '^NetTests\.' -Xcc -fsanitize=undefined -Xcc -fsanitize-trap=undefined ;;
    *) echo "sanitize: there is no $which; address thread threads undefined" >&2; exit 2 ;;
  esac
done
exit "$broken"
