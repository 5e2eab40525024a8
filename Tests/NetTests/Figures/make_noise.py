"""Writes noise.json: the noise of the gradients of batches, in plain NumPy loops: python3 make_noise.py

NumPy 2.4.6 wrote the committed file. Each case has X, Y and the parameters of a network with a tanh and a sigmoid layer, the batch size and the seed of
RandomState, which draws the orders of the examples. It gives the norm of the full gradient, the root mean square distance of the gradients of 32
batches to it, and what the covariance of the gradients of single examples predicts for that: sqrt(tr(S)/b * (m-b)/(m-1))."""
import json
import pathlib

import numpy as np

BATCHES = 32


def gradient(X, Y, W1, b1, W2, b2, lambd, m):
    """All gradients of J as one row. m is the number of all examples, which the penalty is divided by."""
    n = X.shape[1]
    A1 = np.tanh(W1 @ X + b1)
    A2 = 1 / (1 + np.exp(-(W2 @ A1 + b2)))
    dZ2 = A2 - Y
    dZ1 = (W2.T @ dZ2) * (1 - A1 ** 2)
    parts = [dZ1 @ X.T / n + lambd / m * W1, dZ1.mean(axis=1), dZ2 @ A1.T / n + lambd / m * W2, dZ2.mean(axis=1)]
    return np.concatenate([p.ravel() for p in parts])


cases = []
for seed, m, batch, lambd, shuffles in [(1, 40, 1, 0, True), (2, 60, 8, 0.7, True), (3, 50, 7, 0, True), (4, 30, 4, 0, False)]:
    rng = np.random.RandomState(100 + seed)
    X = rng.randn(3, m)
    Y = (rng.rand(1, m) > 0.5) * 1.0
    W1, b1, W2, b2 = rng.randn(4, 3), rng.randn(4, 1), rng.randn(1, 4), rng.randn(1, 1)
    whole = gradient(X, Y, W1, b1, W2, b2, lambd, m)
    orders = np.random.RandomState(seed)
    squares, wanted = [], BATCHES if shuffles else min(BATCHES, m // batch)
    while len(squares) < wanted:
        order = orders.permutation(m) if shuffles else np.arange(m)
        for k in range(m // batch):
            chosen = order[k * batch:(k + 1) * batch]
            if len(squares) < wanted:
                squares.append(np.sum((gradient(X[:, chosen], Y[:, chosen], W1, b1, W2, b2, lambd, m) - whole) ** 2))
    single = np.array([gradient(X[:, [i]], Y[:, [i]], W1, b1, W2, b2, lambd, m) for i in range(m)])
    trace = np.sum((single - whole) ** 2) / m
    cases.append({
        "X": X.tolist(), "Y": Y.tolist(), "W1": W1.tolist(), "b1": b1.tolist(), "W2": W2.tolist(), "b2": b2.tolist(), "lambda": lambd, "seed": seed,
        "batch": batch, "shuffles": shuffles, "batches": wanted, "norm": float(np.linalg.norm(whole)), "deviation": float(np.sqrt(np.mean(squares))),
        "expected": float(np.sqrt(trace / batch * (m - batch) / (m - 1)))})
(pathlib.Path(__file__).parent / "noise.json").write_text(json.dumps(cases) + "\n")
