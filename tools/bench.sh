#!/bin/sh
# Times nnshell against its peers in pairs; figures go to Benchmarks/results. NumPy is installed in a folder of its own.
set -eu
cd "$(dirname "$0")/.."
tools/setup.sh
tools/build.sh
swift build -c release --static-swift-stdlib --package-path Benchmarks --product Step >&2
python=Benchmarks/.build/python
if ! "$python/bin/python3" -c 'import numpy' 2>/dev/null; then
  python3 -m venv "$python" || { echo "nnshell: the peers need python3-venv: apt-get install python3-venv" >&2; exit 1; }
  "$python/bin/pip" install --quiet --requirement Benchmarks/requirements.txt
fi
"$python/bin/python3" Benchmarks/run.py
