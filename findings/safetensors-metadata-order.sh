#!/bin/sh
# safetensors 0.8.0: two files with the same arrays and the same metadata differ in their bytes, even when one process writes both. The pairs of the
# metadata come in a new random order each time. A checksum of such a file says nothing, so a store of models or a test that compares files sees a
# change where there is none. It is surprising because without metadata, or with one pair, the bytes are always the same: the arrays are sorted on
# purpose.
# https://github.com/safetensors/safetensors/issues/584
# nnshell writes its metadata in a fixed order, so an export of one network is the same file each time.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --target "$folder" safetensors==0.8.0 numpy==2.4.6
PYTHONPATH="$folder" python3 - <<'PYTHON'
import numpy as np
import safetensors
from safetensors.numpy import save
assert safetensors.__version__ == "0.8.0"
arrays = {"2.weight": np.zeros((1, 4)), "0.weight": np.zeros((4, 2))}
metadata = {"activations": "tanh sigmoid", "loss": "cross_entropy", "classes": "cat dog", "step": "5", "alpha": "0.1"}
without = {save(arrays) for _ in range(50)}
one = {save(arrays, {"step": "5"}) for _ in range(50)}
five = {save(arrays, metadata) for _ in range(50)}
print(f"of 50 files with equal contents, {len(without)} without metadata, {len(one)} with one pair and {len(five)} with five pairs are different")
for file in sorted(five)[:2]:
    print(file[8 : file.index(b"}") + 1].decode())
assert len(without) == len(one) == 1 and len(five) > 10
assert {len(file) for file in five} == {len(next(iter(five)))}
PYTHON
