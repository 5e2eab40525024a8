#!/bin/sh
# NumPy 2.3.4, float32 arrays with an example in each row, as image and sensor data come: the mean and the deviation of a feature (axis=0) are
# summed row by row in float32, not by pairs. Of a million rows that all hold 1000.1 the mean comes out as 1009.99 and the deviation as 9.8, so that
# (X - mean) / std makes -1.005 of a feature that should be 0. With an example in each column (axis=1) the same numbers give 1000.1 and 0. That sums over the slow axis are plain is
# in the notes of numpy.sum; that it costs 1 % at a million rows, and that a column taken out by itself is right again, one would not guess.
# https://numpy.org/doc/2.3/reference/generated/numpy.sum.html
# nnshell reads float32 as doubles and takes a feature whose entries are equal for constant: FloatDataTests.
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
