#!/bin/sh
# Builds .build/release/nnshell with the Swift runtime inside, and its helper nnshell-arrays, which reads files of MATLAB and HDF5.
# It does nothing where both programs are newer than all their sources.
set -eu
cd "$(dirname "$0")/.."
programs="nnshell nnshell-arrays"
is_new() {
  for program in $programs; do
    if [ ! -x ".build/release/$program" ] || [ -n "$(find Package.swift Sources -newer ".build/release/$program" -print -quit)" ]; then return 1; fi
  done
}
if is_new; then exit 0; fi
echo "nnshell: building (a minute or two the first time)" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for program in $programs; do
  if ! swift build -c release --static-swift-stdlib --product "$program" >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
  fi
  # The linker does not write a program that is unchanged. Without `touch` the next start would build again.
  touch ".build/release/$program"
done
