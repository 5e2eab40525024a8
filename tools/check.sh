#!/bin/sh
# The rules of the house: format, imports, rooms, unsafe code, sizes. Prints each break; status 1 if there is one.
# CHECK_ROOT names another tree, for the test of this script.
set -eu
cd "${CHECK_ROOT:-$(dirname "$0")/..}"
broken=0
complain() {
  echo "check: $*"
  broken=1
}

# Imports: an arrow of docs/architecture.md is the only way from one module to another.
allowed() {
  case "$1" in
    Net) echo "COpenBLAS CVectorMath CZip CCSV Glibc Synchronization" ;;
    Interp) echo "Net Glibc Synchronization" ;;
    NNShell) echo "Interp CEdit CProcess Glibc Synchronization" ;;
  esac
}
for module in Net Interp NNShell; do
  for found in $(grep -rhoE '^(@[a-z]+ )?import .*' "Sources/$module" --include='*.swift' | awk '{print $NF}' | sed 's/\..*//' | sort -u); do
    case " $(allowed "$module") " in
      *" $found "*) ;;
      *) complain "Sources/$module imports $found" ;;
    esac
  done
done
for c_module in CEdit CProcess COpenBLAS CVectorMath CZip CCSV; do
  count=$(grep -rlE "^import $c_module\$" Sources --include='*.swift' | wc -l)
  [ "$count" -le 1 ] || complain "$c_module is imported by $count files; one wraps it"
done

# Unsafe code: in Net only where arithmetic or a C library needs it.
for file in $(grep -rlE '\bunsafe [a-z]|UnsafeMutable|UnsafePointer|UnsafeBuffer' Sources/Net --include='*.swift'); do
  case "$file" in
    Sources/Net/Kernels/* | Sources/Net/Data/Files/*) ;;
    *) complain "$file is unsafe outside Kernels and the wrappers of files" ;;
  esac
done

# Sizes: none over 500 lines.
verdict=$(find Sources -name '*.swift' -exec awk 'END { if (NR > 500) print FILENAME " has " NR " lines, over 500" }' {} \;)
if [ -n "$verdict" ]; then complain "$verdict"; fi

# Rooms: which folder of Interp uses which, by the index that the compiler writes.
if [ -z "${CHECK_ROOT:-}" ]; then
  log=$(mktemp)
  if swift build >"$log" 2>&1; then python3 tools/rooms.py --quiet || broken=1; else cat "$log"; complain "it does not build"; fi
  rm -f "$log"
fi

if [ -z "${CHECK_ROOT:-}" ]; then swift format lint --strict --recursive Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources Fuzzing/Package.swift Fuzzing/Sources || broken=1; fi
if [ "$broken" -eq 0 ]; then echo "check: all rules hold"; fi
exit "$broken"
