#!/bin/sh
# Compares what `export` writes with onnxruntime, PyTorch and the other programs that read it. It takes the options of Tests/Peers/peers.py.
set -eu
cd "$(dirname "$0")/.."
python=$(tools/peers.sh)
# Only the part latex needs LaTeX, which is large.
case " $* " in *" --part latex "*) tools/setup.sh texlive-latex-base ;; *" --part "*) ;; *) tools/setup.sh texlive-latex-base ;; esac
tools/build.sh
exec "$python" Tests/Peers/peers.py .build/release/nnshell "$@"
