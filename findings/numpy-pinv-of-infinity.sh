#!/bin/sh
# NumPy 2.3.4: functions that use singular values treat NaN and infinity in different ways, which is surprising. For a matrix with a NaN,
# norm(A, 2), svd, cond, matrix_rank and pinv raise LinAlgError. For the same matrix with an infinity in place of the NaN, no error is raised. The
# singular values and the norm are NaN, the rank is 0, and the pseudo-inverse is a matrix of zeros, which looks like a result.
# https://numpy.org/doc/2.3/reference/generated/numpy.linalg.pinv.html
# nnshell's norms of order 2, -2 and 'nuc' are NaN in both cases: SingularNormTests.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --target "$folder" numpy==2.3.4
PYTHONPATH="$folder" python3 - <<'PYTHON'
import numpy as np
assert np.__version__ == "2.3.4"
calls = {
    "norm": lambda A: np.linalg.norm(A, 2), "svd": lambda A: np.linalg.svd(A, compute_uv=False), "rank": np.linalg.matrix_rank, "pinv": np.linalg.pinv,
    "cond": np.linalg.cond,
}
for name, call in calls.items():
    print(name, "of infinity:", str(call(np.array([[np.inf, 1], [1, 1]]))).replace("\n", ""))
    try:
        call(np.array([[np.nan, 1], [1, 1]]))
        raise SystemExit("no error for NaN")
    except np.linalg.LinAlgError as error:
        print(name, "of NaN:", error)
infinite = np.array([[1, 2, 3], [4, np.inf, 6], [7, 8, 9]], float)
assert np.isnan(np.linalg.norm(infinite, 2)) and np.linalg.matrix_rank(infinite) == 0
assert (np.linalg.pinv(infinite) == 0).all()
assert np.isinf(np.linalg.cond(infinite))
PYTHON
