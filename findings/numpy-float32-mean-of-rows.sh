#!/bin/sh
# NumPy 2.3.4: the mean and the deviation of a feature can be wrong where a float32 array has an example in each row. Image and sensor data often
# come like this. With axis=0 NumPy sums row by row in float32, and not by pairs. For a million rows that all have 1000.1, the mean is 1009.99 and
# the deviation is 9.8. So (X - mean) / std is -1.005 for a feature that should be 0. With an example in each column (axis=1), the same numbers give
# the mean 1000.1 and the deviation 0. The notes of numpy.sum say that sums over the slow axis are plain sums. It is surprising that the error is
# 1 % at a million rows, and that a single column alone gives the right result.
# https://numpy.org/doc/2.3/reference/generated/numpy.sum.html
# nnshell reads float32 as doubles, and a feature whose entries are all equal is constant: FloatDataTests.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --target "$folder" numpy==2.3.4
PYTHONPATH="$folder" python3 - <<'PYTHON'
import numpy as np
assert np.__version__ == "2.3.4"
rows = np.full((1_000_000, 2), 1000.1, np.float32)
columns = np.full((2, 1_000_000), 1000.1, np.float32)
mean, deviation = rows.mean(axis=0)[0], rows.std(axis=0)[0]
print("rows:    mean", mean, "deviation", deviation)
print("columns: mean", columns.mean(axis=1)[0], "deviation", columns.std(axis=1)[0])
print("one column alone: deviation", rows[:, :1].copy().std(axis=0)[0])
print("standardised:", (rows[0, 0] - mean) / deviation)
assert 1009 < mean < 1011 and 9 < deviation < 11
assert abs(columns.mean(axis=1)[0] - 1000.1) < 1e-3 and columns.std(axis=1)[0] == 0
assert rows[:, :1].copy().std(axis=0)[0] == 0
assert -1.01 < (rows[0, 0] - mean) / deviation < -0.99
PYTHON
