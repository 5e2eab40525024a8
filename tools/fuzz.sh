#!/bin/sh
# Runs random sessions of the release build, and every oracle checks each session. A session that fails is made short and printed.
# The options are those of Tests/Fuzz: --seconds N, --seed N, --sessions N … The status is 1 where a session failed.
set -eu
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! swift build -c release --static-swift-stdlib --scratch-path .build/programs --product Fuzz >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi
.build/release/Fuzz "$@"
