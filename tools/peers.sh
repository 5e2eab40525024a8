#!/bin/sh
# Makes the Python environment .build/peers with the packages of Tests/Peers/requirements.txt, and prints the path of its Python.
# PyTorch without CUDA is smaller: set PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu.
set -eu
cd "$(dirname "$0")/.."
tools/setup.sh python3-venv nodejs
place=.build/peers
wanted="$(cat Tests/Peers/requirements.txt; python3 --version)"
if [ "$(cat "$place/made" 2>/dev/null || true)" != "$wanted" ]; then
  rm -rf "$place"
  echo "nnshell: installing the peers, NumPy, PyTorch and others (some minutes the first time)" >&2
  mkdir -p .build
  python3 -m venv "$place"
  "$place/bin/python" -m pip install --quiet --disable-pip-version-check -r Tests/Peers/requirements.txt >&2
  echo "$wanted" >"$place/made"
fi
echo "$PWD/$place/bin/python"
