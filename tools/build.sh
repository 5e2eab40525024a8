#!/bin/sh
# Builds .build/release/nnshell with the Swift runtime inside, and its helper nnshell-arrays, which reads files of MATLAB and HDF5.
# It does nothing where both programs are newer than all their sources. With --tests it also builds the tests and the program Fuzz.
set -eu
cd "$(dirname "$0")/.."
programs="nnshell nnshell-arrays"
is_new() {
  for program in $programs; do
    if [ ! -x ".build/release/$program" ] || [ -n "$(find Package.swift Sources -newer ".build/release/$program" -print -quit)" ]; then return 1; fi
  done
}
# Builds each program that is named. The release build has a folder of its own, so that it and a debug build can run at the same time.
build() {
  for program; do
    if ! swift build -c release --static-swift-stdlib --scratch-path .build/programs --product "$program" >"$log" 2>&1; then
      cat "$log" >&2
      return 1
    fi
    # Without this link, the programs of a plain `swift build -c release` would be started.
    ln -sfn programs/release .build/release
    # The linker does not write a program that is unchanged. Without `touch` the next start would build again.
    touch ".build/release/$program"
  done
}
log=$(mktemp)
tests=$(mktemp)
trap 'rm -f "$log" "$tests"' EXIT
if [ "${1:-}" = --tests ]; then
  # The release build needs one core nearly all the time and takes longest, so it goes first. The build of the tests uses what is left.
  nice swift build --build-tests >"$tests" 2>&1 &
  build $programs Fuzz || { wait; exit 1; }
  wait "$!" || { cat "$tests" >&2; exit 1; }
elif ! is_new; then
  echo "nnshell: building (some minutes the first time)" >&2
  build $programs
fi
