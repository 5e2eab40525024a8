#!/bin/sh
# Draws the pictures of README.md from the session that it prints: its lines at the prompt run, and then plot writes the files.
set -eu
cd "$(dirname "$0")/.."
statements=$(mktemp)
trap 'rm -f "$statements"' EXIT
# The equation that does not hold is an error, and the session goes on after it.
sed -n 's/^nn> //p' README.md >"$statements"
cat >>"$statements" <<'END'
goto main
plot boundary to=docs/pictures/boundary.svg size=640x420
plot J main slower to=docs/pictures/cost.svg size=640x420
plot network to=docs/pictures/network.svg size=640x420
END
.build/release/nnshell --keep-going <"$statements" >/dev/null 2>&1 || [ $? -eq 1 ]
ls docs/pictures/boundary.svg docs/pictures/cost.svg docs/pictures/network.svg >/dev/null
