#!/bin/sh
# Shows that random sessions find defects. It builds the program with twenty-two small defects (Tests/Fuzz/planted-defects.patch), switches on
# one defect at a time, and prints how many statements ran until an oracle saw it. The status is 1 where a defect stayed hidden for LIMIT
# sessions (800 by default). DEFECTS="21 22" tries only these.
set -eu
cd "$(dirname "$0")/.."
limit=${LIMIT:-800}
log=$(mktemp)
tree=${PLANTED_TREE:-$(mktemp -d)}
trap 'rm -f "$log"; [ -n "${PLANTED_TREE:-}" ] || rm -rf "$tree"' EXIT
tools/build.sh Fuzz
if [ ! -x "$tree/.build/release/nnshell" ]; then
  echo "nnshell: building the program with defects (some minutes)" >&2
  # The copy has the files of the working tree, so changes that are not committed count.
  git ls-files -z Package.swift Sources Tests | xargs -0 tar -cf - | tar -xf - -C "$tree"
  patch -s -p1 -d "$tree" <Tests/Fuzz/planted-defects.patch
  (cd "$tree" && swift build -c release --static-swift-stdlib --product nnshell) >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
fi
found=0
missed=0
for defect in ${DEFECTS:-$(seq 22)}; do
  .build/release/Fuzz --defect "$defect" --program "$tree/.build/release/nnshell" --seed "$defect" --sessions "$limit" --seconds 600 --failures 1 --no-shrink \
    --no-table >"$log" 2>&1 || true
  if line=$(grep '^== ' "$log"); then
    found=$((found + 1))
    echo "defect $defect: $(echo "$line" | head -n 1 | sed 's/^== //')"
  else
    missed=$((missed + 1))
    echo "defect $defect: not found, $(tail -n 1 "$log")"
  fi
done
echo "$found of $((found + missed)) defects found"
[ "$missed" -eq 0 ]
