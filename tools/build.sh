#!/bin/sh
# Builds .build/release/nnshell with the Swift runtime inside, and its helper nnshell-arrays, which reads files of MATLAB and HDF5.
# It does nothing where both programs are newer than all their sources. With --tests it also builds the tests and the program Fuzz.
# With the name of a program, as in tools/build.sh Fuzz, it builds this program.
set -eu
cd "$(dirname "$0")/.."
programs="nnshell nnshell-arrays"
# The release build has a folder of its own, so that it and a debug build can run at the same time.
place=.build/programs/release
is_new() {
  for program in $programs; do
    if [ ! -x "$place/$program" ] || [ -n "$(find Package.swift Sources -newer "$place/$program" -print -quit)" ]; then return 1; fi
  done
}
# Builds each program that is named.
build() {
  for program; do
    if ! swift build -c release --static-swift-stdlib --scratch-path .build/programs --product "$program" >"$log" 2>&1; then
      cat "$log" >&2
      return 1
    fi
    # The linker does not write a program that is unchanged. Without `touch` the next start would build again.
    touch "$place/$program" || return 1
  done
}
# A plain `swift build -c release` makes this link too, to programs without the runtime.
if [ "$(readlink .build/release)" != programs/release ]; then
  mkdir -p .build
  ln -sfn programs/release .build/release
fi
log=$(mktemp)
tests=$(mktemp)
trap 'rm -f "$log" "$tests"' EXIT
if [ "${1:-}" = --tests ]; then
  # The release build needs one core nearly all the time and takes longest, so it goes first. The build of the tests uses what is left.
  nice swift build --build-tests >"$tests" 2>&1 &
  build $programs Fuzz || { wait; exit 1; }
  wait "$!" || { cat "$tests" >&2; exit 1; }
elif [ $# -gt 0 ]; then
  build "$@"
elif ! is_new; then
  echo "nnshell: building (some minutes the first time)" >&2
  build $programs
fi
