#!/bin/sh
# Runs every check whose figures docs/reliability.md gives, in less than 40 minutes. A failure does not stop it.
# The last line says how many checks failed.
set -eu
cd "$(dirname "$0")/.."
tools/setup.sh
tools/build.sh
swift build --build-tests >&2
failed=0
try() {
  echo "== $*"
  "$@" || { failed=$((failed + 1)); echo "failed: $*"; }
}
try python3 Tests/Torture/faults.py
try python3 Tests/Torture/kills.py 200
try python3 Tests/Torture/signals.py 500
try python3 Tests/Torture/interrupts.py 100000000
try python3 Tests/Torture/soak.py 10000000
try tools/fuzz.sh --seconds 240 --seed "$(date +%j)"
try tools/fuzz-files.sh 60
try tools/sanitize.sh threads
echo "$failed failed"
[ "$failed" -eq 0 ]
