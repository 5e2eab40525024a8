#!/bin/sh
# Builds .build/release/nnshell with the Swift runtime inside, unless it is newer than everything that it is made from.
set -eu
cd "$(dirname "$0")/.."
binary=.build/release/nnshell
if [ -x "$binary" ] && [ -z "$(find Package.swift Sources -newer "$binary" -print -quit)" ]; then exit 0; fi
echo "nnshell: building (a minute or two the first time)" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! swift build -c release --static-swift-stdlib --product nnshell >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi
# The linker leaves an unchanged binary as it is: without this the next start would build again.
touch "$binary"
