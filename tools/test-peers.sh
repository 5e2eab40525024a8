#!/bin/sh
# Compares what `export` writes with onnxruntime, PyTorch and the other programs that read it. It takes the options of Tests/Peers/peers.py.
set -eu
cd "$(dirname "$0")/.."
python=$(tools/peers.sh)
tools/build.sh
exec "$python" Tests/Peers/peers.py .build/release/nnshell "$@"
