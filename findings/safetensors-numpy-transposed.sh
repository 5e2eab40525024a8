#!/bin/sh
# safetensors 0.8.0: safetensors.numpy.save_file writes a transposed array with its numbers in the wrong places, without an error. The file has the
# shape of the transpose and the order of the original, so [[1, 4], [2, 5], [3, 6]] comes back as [[1, 2], [3, 4], [5, 6]]. It hits who brings a
# dense layer to PyTorch: scikit-learn and Keras have inputs × units, PyTorch has units × inputs, so one saves W.T. Version 0.7.0 writes it right.
# The documentation asks for arrays that are "contiguous and dense", but a transpose is contiguous (in the order of Fortran), and safetensors.torch
# raises an error for one.
# https://github.com/safetensors/safetensors/issues/825
# nnshell cannot see it in a file, as the shapes fit. It writes weights row by row: Tests/Peers/peers.py (networks) compares each one in PyTorch.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
pip() { python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --target "$@"; }
pip "$folder/0.7.0" safetensors==0.7.0 numpy==2.4.6
pip "$folder/0.8.0" safetensors==0.8.0 numpy==2.4.6
for version in 0.7.0 0.8.0; do
  PYTHONPATH="$folder/$version" python3 - "$version" "$folder/net.safetensors" <<'PYTHON'
import sys
import numpy as np
import safetensors
from safetensors.numpy import load_file, save_file
version, path = sys.argv[1:]
assert safetensors.__version__ == version
W = np.array([[1.0, 2, 3], [4, 5, 6]])
save_file({"transposed": W.T, "copied": np.ascontiguousarray(W.T)}, path)
loaded = load_file(path)
for name, array in loaded.items():
    print(version, name, array.tolist(), "should be", W.T.tolist())
assert (loaded["copied"] == W.T).all()
right = version == "0.7.0"
assert (loaded["transposed"] == (W.T if right else W.reshape(3, 2))).all()
PYTHON
done
