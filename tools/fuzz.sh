#!/bin/sh
# Random sessions of the release binary, each looked at by every oracle; what fails is shrunk and printed. Options are those of Tests/Fuzz:
# --seconds N, --seed N, --sessions N … Status 1 where something was found.
set -eu
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! swift build -c release --static-swift-stdlib --product Fuzz >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi
.build/release/Fuzz "$@"
