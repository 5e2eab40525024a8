"""Computes sixteen mistakes in a 2-4-1 network with NumPy and writes mistakes.json. The repository holds that file."""

import json
import os

import numpy as np

rng = np.random.RandomState(2)
W1, b1 = rng.randn(4, 2) * 0.5, np.zeros((4, 1))
W2, b2 = rng.randn(1, 4) * 0.5, np.zeros((1, 1))
X = rng.randn(2, 7)
Y = (X[:1] * X[1:] > 0).astype(float)
m = X.shape[1]


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


Z1 = W1 @ X + b1
A1 = np.tanh(Z1)
Z2 = W2 @ A1 + b2
A2 = sigmoid(Z2)
dZ2 = A2 - Y
dW2 = 1 / m * dZ2 @ A1.T
dA1 = W2.T @ dZ2
dZ1 = dA1 * (1 - A1**2)

alpha = 0.5
W2_early = W2 - alpha * dW2
cases = [
    ("dW-sum-for-mean", "dW2", dZ2 @ A1.T),
    ("dW-transposed", "dW1", 1 / m * X @ dZ1.T),
    ("db-no-keepdims", "db1", 1 / m * np.sum(dZ1, axis=1)),
    ("db-axis", "db1", 1 / m * np.sum(dZ1, axis=0, keepdims=True)),
    ("slope-Z-for-A", "dZ1", dA1 * (1 - Z1**2)),
    ("slope-left-out", "dZ1", dA1),
    ("slope-sigmoid", "dZ1", dA1 * sigmoid(Z1) * (1 - sigmoid(Z1))),
    ("slope-sigmoid-by-value", "dW1", 1 / m * (dA1 * A1 * (1 - A1)) @ X.T),
    ("dZ-swapped", "dZ2", Y - A2),
    ("dZ-swapped", "db2", 1 / m * np.sum(Y - A2, axis=1, keepdims=True)),
    ("dA-W-updated", "dW1", 1 / m * ((W2_early.T @ dZ2) * (1 - A1**2)) @ X.T),
    ("dW-star", "dW2", 1 / m * dZ2 * A1),
    ("J-sign", "J", 1 / m * np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))),
    ("J-no-second-term", "J", -1 / m * np.sum(Y * np.log(A2))),
    ("J-log10", "J", -1 / m * np.sum(Y * np.log10(A2) + (1 - Y) * np.log10(1 - A2))),
    ("A-sigmoid", "A1", sigmoid(Z1)),
]


def numbers(array):
    return [repr(float(value)) for value in np.asarray(array).ravel()]


result = {
    "W1": numbers(W1), "W2": numbers(W2), "X": numbers(X), "Y": numbers(Y), "alpha": repr(alpha),
    "cases": [
        {"id": id, "name": name, "rows": int(np.atleast_2d(value).shape[0]), "value": numbers(value), "printed": str(np.atleast_1d(value))}
        for id, name, value in cases
    ],
}
with open(os.path.join(os.path.dirname(__file__), "mistakes.json"), "w") as file:
    json.dump(result, file, indent=0)
    file.write("\n")
