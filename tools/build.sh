#!/bin/sh
# Builds .build/release/nnshell with the Swift runtime inside. It does nothing where the program is newer than all its sources.
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
# The linker does not write a program that is unchanged. Without `touch` the next start would build again.
touch "$binary"
