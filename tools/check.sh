#!/bin/sh
# Checks the rules of the sources: format, imports, rooms, unsafe code, sizes. It prints each place that breaks a rule.
# The status is 1 where there is one. CHECK_ROOT names another source tree; the test of this script uses it.
set -eu
cd "${CHECK_ROOT:-$(dirname "$0")/..}"
broken=0
complain() {
  echo "check: $*"
  broken=1
}

# Imports: a module may import only the modules listed here. They are the arrows of docs/architecture.md.
allowed() {
  case "$1" in
    Net) echo "COpenBLAS CVectorMath CTable CZip CZlib CSpawn Glibc Synchronization" ;;
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
for c_module in CEdit CProcess COpenBLAS CVectorMath CTable CZip CZlib CSpawn; do
  count=$(grep -rlE "^import $c_module\$" Sources --include='*.swift' | wc -l)
  [ "$count" -le 1 ] || complain "$c_module is imported by $count files; one wraps it"
done

# Unsafe code: Net may have it only in Kernels and in the wrappers of files.
for file in $(grep -rlE '\bunsafe [a-z]|UnsafeMutable|UnsafePointer|UnsafeBuffer' Sources/Net --include='*.swift'); do
  case "$file" in
    Sources/Net/Kernels/* | Sources/Net/Data/Files/*) ;;
    *) complain "$file is unsafe outside Kernels and the wrappers of files" ;;
  esac
done

# Sizes: no Swift file may be longer than 500 lines.
verdict=$(find Sources -name '*.swift' -exec awk 'END { if (NR > 500) print FILENAME " has " NR " lines, over 500" }' {} \;)
if [ -n "$verdict" ]; then complain "$verdict"; fi

# Rooms: the folders of Interp may use each other only as tools/rooms.txt says. The compiler's index tells who uses whom.
if [ -z "${CHECK_ROOT:-}" ]; then
  log=$(mktemp)
  if swift build >"$log" 2>&1; then python3 tools/rooms.py --quiet || broken=1; else cat "$log"; complain "it does not build"; fi
  rm -f "$log"
fi

if [ -z "${CHECK_ROOT:-}" ]; then swift format lint --strict --recursive Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources Fuzzing/Package.swift Fuzzing/Sources || broken=1; fi
if [ "$broken" -eq 0 ]; then echo "check: all rules hold"; fi
exit "$broken"
