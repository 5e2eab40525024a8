"""Makes compare.json: runs of a small network with two learning rates and five seeds, and their statistics: python3 make_compare.py

NumPy draws the weights with its legacy generator, makes the steps with the formulas of the notes, and computes mean and deviation (ddof=1). The list `plain`
has numbers on which a formula with Σx² - n·mean² would lose all digits. A number is the shortest text that reads back to the same double."""
import json
import os
import sys

import numpy as np

print(np.__version__, file=sys.stderr)
X = np.array([[-2.0, -1.0, -0.5, 0.3, 1.2, 2.1], [1.0, -1.5, 0.4, -0.2, 0.9, -1.1]])
Y = np.array([[0.0, 0.0, 1.0, 0.0, 1.0, 1.0]])
m = X.shape[1]


def text(numbers):
    return [repr(float(number)) for number in numbers]


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def run(alpha, seed):
    random = np.random.RandomState(seed)
    W1, b1 = random.randn(3, 2) * 0.5, np.zeros((3, 1))
    W2, b2 = random.randn(1, 3) * 0.5, np.zeros((1, 1))
    for _ in range(40):
        A1 = np.tanh(W1 @ X + b1)
        A2 = sigmoid(W2 @ A1 + b2)
        dZ2 = A2 - Y
        dZ1 = (W2.T @ dZ2) * (1 - A1**2)
        W2, b2 = W2 - alpha * dZ2 @ A1.T / m, b2 - alpha * dZ2.sum(axis=1, keepdims=True) / m
        W1, b1 = W1 - alpha * dZ1 @ X.T / m, b1 - alpha * dZ1.sum(axis=1, keepdims=True) / m
    A2 = sigmoid(W2 @ np.tanh(W1 @ X + b1) + b2)
    return -np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)), np.mean((A2 > 0.5) == Y)


rows = []
for alpha in [0.05, 0.4]:
    J, accuracy = np.array([run(alpha, seed) for seed in range(3, 8)]).T
    rows.append(
        {
            "alpha": repr(alpha), "J": text(J), "accuracy": text(accuracy), "mean": repr(float(np.mean(J))), "deviation": repr(float(np.std(J, ddof=1))),
            "accuracyMean": repr(float(np.mean(accuracy))), "accuracyDeviation": repr(float(np.std(accuracy, ddof=1)))
        })
random = np.random.RandomState(1)
plain = []
for numbers in [random.randn(7), 1e9 + random.rand(12), random.rand(2) * 1e-9, np.ones(4) * 0.1]:
    plain.append({"numbers": text(numbers), "mean": repr(float(np.mean(numbers))), "deviation": repr(float(np.std(numbers, ddof=1)))})
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "compare.json")
with open(path, "w") as file:
    json.dump({"rows": rows, "plain": plain}, file, indent=1)
    file.write("\n")
