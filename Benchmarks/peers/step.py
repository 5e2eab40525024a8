"""step.py N: seconds for one step of 2-4-1 on the flower set with NumPy, over N steps, and the cost they end at."""
import json
import sys
import time

import numpy as np


def flower():
    rng = np.random.RandomState(1)
    parts, labels = [], []
    for j in range(2):
        t = np.linspace(j * 3.12, (j + 1) * 3.12, 200) + rng.randn(200) * 0.2
        r = 4 * np.sin(4 * t) + rng.randn(200) * 0.2
        parts.append(np.c_[r * np.sin(t), r * np.cos(t)])
        labels += [j] * 200
    return np.ascontiguousarray(np.concatenate(parts).T), np.array(labels, dtype=float).reshape(1, -1)


def cost_of(Z2, Y):
    return np.mean(np.maximum(Z2, 0) - Z2 * Y + np.log1p(np.exp(-np.abs(Z2))))


def main():
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    X, Y = flower()
    m = X.shape[1]
    rng = np.random.RandomState(2)
    W1, W2 = rng.randn(4, 2) * 0.01, rng.randn(1, 4) * 0.01
    b1, b2 = np.zeros((4, 1)), np.zeros((1, 1))
    begin = time.perf_counter()
    for _ in range(steps):
        A1 = np.tanh(W1 @ X + b1)
        Z2 = W2 @ A1 + b2
        A2 = 1 / (1 + np.exp(-Z2))
        cost = cost_of(Z2, Y)
        dZ2 = A2 - Y
        dW2 = dZ2 @ A1.T / m
        db2 = np.sum(dZ2, axis=1, keepdims=True) / m
        dZ1 = (W2.T @ dZ2) * (1 - A1 * A1)
        dW1 = dZ1 @ X.T / m
        db1 = np.sum(dZ1, axis=1, keepdims=True) / m
        W1 -= 1.2 * dW1
        b1 -= 1.2 * db1
        W2 -= 1.2 * dW2
        b2 -= 1.2 * db2
    seconds = (time.perf_counter() - begin) / steps
    cost = cost_of(W2 @ np.tanh(W1 @ X + b1) + b2, Y)
    print(json.dumps({"seconds": seconds, "cost": float(cost)}))


main()
