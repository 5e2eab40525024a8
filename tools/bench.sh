#!/bin/sh
# Times nnshell and its peers in pairs and writes the figures to Benchmarks/results. It installs NumPy, pandas and polars, and with --all JAX and PyTorch,
# into Benchmarks/.build/python, in the versions of requirements.txt. Swift's clang builds the peers in C. run.py reads all other options.
set -eu
cd "$(dirname "$0")/.."
tools/setup.sh
tools/build.sh
swift build -c release --static-swift-stdlib --package-path Benchmarks --product Step >&2
peers=Benchmarks/.build/peers
mkdir -p "$peers"
clang=$(dirname "$(readlink -f "$(command -v swift)")")/clang
"$clang" -O3 -mavx2 -mfma Benchmarks/peers/fused.c -o "$peers/fused" -lmvec -lm
"$clang" -O2 Benchmarks/peers/dgemm.c -o "$peers/dgemm" -lopenblas
python=Benchmarks/.build/python
case " $* " in
  *" --all "*) wanted='.' ;;
  *) wanted='^(numpy|pandas|polars)=' ;;
esac
[ -x "$python/bin/pip" ] || python3 -m venv "$python" || { echo "nnshell: the peers need python3-venv: apt-get install python3-venv" >&2; exit 1; }
grep -v '^#' Benchmarks/requirements.txt | grep -E "$wanted" >"$peers/requirements.txt"
"$python/bin/pip" install --quiet --requirement "$peers/requirements.txt" >&2
exec "$python/bin/python3" Benchmarks/run.py "$@"
