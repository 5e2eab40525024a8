"""loops.py NAME TURNS: runs the same loops in Python, in a function, and prints {"seconds": …}."""
import json
import sys
import time


def constant(turns):
    for _ in range(turns):
        k = 1
    return k


def sums(turns):
    s = 0.0
    for _ in range(turns):
        s = s + 1.5 * 2
    return s


def layer(turns):
    import numpy as np
    np.random.seed(1)
    X, W1, b1 = np.random.randn(2, 400), np.random.randn(4, 2) * 0.01, np.zeros((4, 1))
    for _ in range(turns):
        Z = W1 @ X + b1
    return Z


def as_json(turns):
    import numpy as np
    import orjson
    np.random.seed(1)
    A = np.random.randn(1000, 1000)
    for _ in range(turns):
        text = orjson.dumps(A, option=orjson.OPT_SERIALIZE_NUMPY)
    return text


run, turns = {"constant": constant, "sums": sums, "layer": layer, "json": as_json}[sys.argv[1]], int(sys.argv[2])
run(1)
begin = time.perf_counter()
run(turns)
print(json.dumps({"seconds": time.perf_counter() - begin}))
