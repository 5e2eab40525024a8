"""Writes training.json: gradient descent with the L2 penalty, in plain NumPy loops as the course writes them: python3 make_training.py

NumPy 2.4.6 wrote the committed file. Each case has X, Y and the first parameters, J of each of 50 steps, and the parameters after them."""
import json
import pathlib

import numpy as np

STEPS = 50
G = {
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda z, a: a * (1 - a)),
    "tanh": (np.tanh, lambda z, a: 1 - a ** 2),
    "relu": (lambda z: np.maximum(0, z), lambda z, a: (z > 0) * 1.0),
    "linear": (lambda z: z, lambda z, a: np.ones_like(z)),
}


def cost(A, Y, loss, parameters, lambd):
    m = Y.shape[1]
    if loss == "mse":
        mean = np.sum((A - Y) ** 2) / (2 * m)
    else:
        mean = -1 / m * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    return mean, mean + lambd / (2 * m) * sum(np.sum(np.square(W)) for W, _ in parameters)


def case(seed, sizes, activations, loss, lambd, alpha, m=20):
    rng = np.random.RandomState(seed)
    X = rng.randn(sizes[0], m)
    Y = (rng.rand(sizes[-1], m) > 0.5) * 1.0 if loss == "cross_entropy" else rng.randn(sizes[-1], m)
    parameters = [(rng.randn(n, k) / np.sqrt(k), rng.randn(n, 1) * 0.1) for k, n in zip(sizes, sizes[1:])]
    made = {"sizes": sizes, "activations": activations, "loss": loss, "lambda": lambd, "alpha": alpha, "X": X.tolist(), "Y": Y.tolist(),
            "before": [[W.tolist(), b.tolist()] for W, b in parameters], "losses": [], "costs": []}
    for step in range(STEPS + 1):
        As, Zs = [X], []
        for (W, b), name in zip(parameters, activations):
            Zs.append(W @ As[-1] + b)
            As.append(G[name][0](Zs[-1]))
        mean, J = cost(As[-1], Y, loss, parameters, lambd)
        made["losses"].append(mean)
        made["costs"].append(J)
        if step == STEPS:
            break
        dZ = As[-1] - Y
        gradients = []
        for l in reversed(range(len(parameters))):
            W, b = parameters[l]
            gradients.append((1 / m * dZ @ As[l].T + lambd / m * W, 1 / m * np.sum(dZ, axis=1, keepdims=True)))
            if l > 0:
                dZ = (W.T @ dZ) * G[activations[l - 1]][1](Zs[l - 1], As[l])
        if step == 0:
            made["gradients"] = [[dW.tolist(), db.tolist()] for dW, db in reversed(gradients)]
        parameters = [(W - alpha * dW, b - alpha * db) for (W, b), (dW, db) in zip(parameters, reversed(gradients))]
    made["after"] = [[W.tolist(), b.tolist()] for W, b in parameters]
    return made


cases = [
    case(1, [2, 1], ["sigmoid"], "cross_entropy", 0.7, 0.5),
    case(2, [2, 4, 1], ["tanh", "sigmoid"], "cross_entropy", 0.7, 1.2),
    case(3, [3, 5, 4, 2], ["relu", "tanh", "linear"], "mse", 3.0, 0.05),
    case(4, [3, 4, 3, 2], ["sigmoid", "relu", "sigmoid"], "cross_entropy", 0.01, 0.3),
]
(pathlib.Path(__file__).parent / "training.json").write_text("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
