#!/bin/sh
# Opens pages that `export` wrote in a headless Chromium and compares their numbers with those of nnshell. It takes the options of Tests/Page/page.py.
set -eu
cd "$(dirname "$0")/.."
tools/setup.sh chromium-headless-shell python3
tools/build.sh
exec python3 Tests/Page/page.py .build/release/nnshell "$@"
