"""product.py ROUNDS: times the product of two 1000 x 1000 matrices with NumPy. Prints the seconds for one as JSON."""
import json
import sys
import time

import numpy as np

rounds = int(sys.argv[1])
np.random.seed(1)
P, Q = np.random.randn(1000, 1000), np.random.randn(1000, 1000)
R = P @ Q
begin = time.perf_counter()
for _ in range(rounds):
    R = P @ Q
print(json.dumps({"seconds": (time.perf_counter() - begin) / rounds}))
