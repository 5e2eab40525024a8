"""Long streams of NumPy's legacy distributions: python3 make_draws.py > draws.json. Needs numpy (2.2.6 made the file).

A row has the distribution, its parameters, the seed, and a hash of 4,000 draws. The hash is FNV over the 64-bit patterns of
the doubles, the same as in NetFigures.swift. One uniform draw ends each stream. It shows where a distribution drew too often."""
import json

import numpy as np

COUNT = 4000


def hash64(values):
    h = 1469598103934665603
    for word in np.asarray(values, dtype=np.float64).view(np.uint64).tolist():
        h = ((h ^ word) * 1099511628211) & 0xFFFFFFFFFFFFFFFF
    return str(h)


def row(name, parameters, seed, draw):
    state = np.random.RandomState(seed)
    values = np.asarray(draw(state), dtype=float).ravel()
    values = np.append(values, state.random_sample())
    return {"name": name, "parameters": [repr(float(p)) for p in parameters], "seed": seed, "hash": hash64(values)}


rows = []
for seed in list(range(40)) + [4294967295]:
    rows.append(row("exponential", [], seed, lambda s: s.standard_exponential(COUNT)))
# Both methods of the binomial, their border at an expected count of 30, and chances below and above a half.
for n, p in [
    (0, 0.5), (1, 0.5), (1, 0.0), (1, 1.0), (7, 0.1), (7, 0.9), (59, 0.5), (60, 0.5), (61, 0.5), (100, 0.3), (100, 0.30000000000000004), (100, 0.299), (100, 0.31),
    (100, 0.7), (100, 0.69), (1000, 0.029), (1000, 0.5), (1000, 0.9), (10**5, 0.0003), (10**5, 0.00031), (10**6, 0.25), (10**6, 0.75), (10**9, 1e-9), (10**9, 0.4),
    (10**12, 0.5), (10**15, 3.1e-14), (2**53, 0.9), (2**53, 1e-16), (2**53, 1e-14), (5, 1e-300), (12345, 1 - 1e-9)
]:
    for seed in range(5):
        rows.append(row("binomial", [n, p], seed, lambda s: s.binomial(n, p, COUNT)))
for low, high in [
    (0, 1), (0, 2), (0, 3), (-5, 6), (0, 128), (0, 129), (0, 2**31), (0, 2**32 - 1), (0, 2**32), (0, 2**32 + 1), (-(2**31), 2**31), (0, 10**10), (-(2**53), 2**53),
    (-(2**63), 2**63), (0, 2**63), (2**40, 2**41)
]:
    for seed in range(5):
        rows.append(row("whole", [low, high], seed, lambda s: s.randint(low, high, COUNT)))
for weights in [[1.0], [0.5, 0.5], [0.1, 0.0, 0.25, 0.05, 0.6], [0.0, 1.0, 0.0], (np.arange(1, 101) / 5050).tolist(), [1e-300, 1 - 1e-300, 0.0], [0.1] * 10]:
    most = int(np.count_nonzero(weights))
    for seed in range(5):
        rows.append(row("places", weights, seed, lambda s: s.choice(len(weights), COUNT, p=weights)))
        rows.append(row("differentPlaces", weights, seed, lambda s: np.concatenate([s.choice(len(weights), most, False, weights) for _ in range(50)])))

print("[\n" + ",\n".join(json.dumps(r, separators=(",", ":")) for r in rows) + "\n]")
