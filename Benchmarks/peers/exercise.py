"""The whole course exercise with NumPy: 10,000 steps of 2-4-1 on the flower set. J is printed every 1,000 steps."""
import numpy as np

rng = np.random.RandomState(1)
parts = []
for j in range(2):
    t = np.linspace(j * 3.12, (j + 1) * 3.12, 200) + rng.randn(200) * 0.2
    r = 4 * np.sin(4 * t) + rng.randn(200) * 0.2
    parts.append(np.c_[r * np.sin(t), r * np.cos(t)])
X, Y = np.concatenate(parts).T, np.repeat([[0.0, 1.0]], 200, axis=1)
m = X.shape[1]
np.random.seed(2)
W1, b1 = np.random.randn(4, 2) * 0.01, np.zeros((4, 1))
W2, b2 = np.random.randn(1, 4) * 0.01, np.zeros((1, 1))
for i in range(10_001):
    A1 = np.tanh(W1 @ X + b1)
    A2 = 1 / (1 + np.exp(-(W2 @ A1 + b2)))
    cost = -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m
    if i % 1000 == 0:
        print(f"step {i}: J = {cost:.6f}")
    if i == 10_000:
        break
    dZ2 = A2 - Y
    dW2, db2 = dZ2 @ A1.T / m, np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = (W2.T @ dZ2) * (1 - A1**2)
    dW1, db1 = dZ1 @ X.T / m, np.sum(dZ1, axis=1, keepdims=True) / m
    W1, b1, W2, b2 = W1 - 1.2 * dW1, b1 - 1.2 * db1, W2 - 1.2 * dW2, b2 - 1.2 * db2
