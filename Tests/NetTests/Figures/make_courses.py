"""Writes courses.json: 50 steps of training as the course writes them, in plain NumPy loops: python3 make_courses.py

NumPy 2.4.6 wrote the committed file. Each case has its settings, the parameters and averages after 50 steps, J of all examples with all units after
them, and the next number of the random generator. X, Y and the first parameters follow from the seed: randn in the order X, Y, W1, b1, W2, b2 …"""
import json
import pathlib

import numpy as np

STEPS = 50
G = {
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2),
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "relu": (lambda z: np.maximum(0, z), lambda z: (z > 0) * 1.0),
    "leaky_relu": (lambda z: np.where(z > 0, z, 0.01 * z), lambda z: np.where(z > 0, 1.0, 0.01)),
    "linear": (lambda z: z, np.ones_like),
}


def forward(X, parameters, activations, masks=None, keeps=None):
    As, Zs = [X], []
    for l, ((W, b), name) in enumerate(zip(parameters, activations)):
        Zs.append(W @ As[-1] + b)
        A = G[name][0](Zs[-1])
        if masks is not None and masks[l] is not None:
            A = A * masks[l] / keeps[l]
        As.append(A)
    return Zs, As


def cost(A, Y, loss, parameters, lambd):
    m = Y.shape[1]
    mean = np.sum((A - Y) ** 2) / (2 * m) if loss == "mse" else -1 / m * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    return mean + lambd / (2 * m) * sum(np.sum(np.square(W)) for W, _ in parameters)


def update(w, g, v, s, k, alpha, optimizer):
    """One parameter after step number k, with its averages."""
    name, o = optimizer["name"], optimizer
    if name == "sgd":
        return w - alpha * g, v, s
    if name == "momentum":
        beta = o["beta"]
        if o["form"] == "classic":
            v = beta * v + g
            d = g + beta * v if o["nesterov"] else v
        else:
            v = beta * v + (1 - beta) * g
            d = beta * v + (1 - beta) * g if o["nesterov"] else v
        return w - alpha * d, v, s
    if name == "rmsprop":
        s = o["beta"] * s + (1 - o["beta"]) * g ** 2
        return w - alpha * g / (np.sqrt(s) + o["epsilon"]), v, s
    v = o["beta1"] * v + (1 - o["beta1"]) * g
    s = o["beta2"] * s + (1 - o["beta2"]) * g ** 2
    v_corrected, s_corrected = v / (1 - o["beta1"] ** k), s / (1 - o["beta2"] ** k)
    return w - alpha * v_corrected / (np.sqrt(s_corrected) + o["epsilon"]), v, s


def case(seed, sizes, activations, loss, optimizer, alpha, m=20, lambd=0.0, batch=None, shuffle=True, keep=None, decay=0.0, interval=1, clip=None):
    np.random.seed(seed)
    X = np.random.randn(sizes[0], m)
    Y = np.random.randn(sizes[-1], m)
    if loss == "cross_entropy":
        Y = (Y > 0) * 1.0
    parameters = [[np.random.randn(n, k) / np.sqrt(k), np.random.randn(n, 1) * 0.1] for k, n in zip(sizes, sizes[1:])]
    keeps = (keep or [1.0] * (len(activations) - 1)) + [1.0]
    averages = [[[np.zeros_like(w), np.zeros_like(w)] for w in layer] for layer in parameters]
    size = min(batch, m) if batch else m
    per_epoch = -(-m // size) if batch else 1
    order = np.arange(m)
    clipped = 0
    for step in range(STEPS):
        place = step % per_epoch
        if batch and shuffle and place == 0:
            order = np.random.permutation(m)
        examples = order[place * size:(place + 1) * size] if batch else np.arange(m)
        x, y = X[:, examples], Y[:, examples]
        b = x.shape[1]
        masks = [(np.random.rand(n, b) < p) * 1.0 if p < 1 else None for n, p in zip(sizes[1:], keeps)]
        Zs, As = forward(x, parameters, activations, masks, keeps)
        dZ = As[-1] - y
        gradients = [None] * len(parameters)
        for l in reversed(range(len(parameters))):
            W = parameters[l][0]
            gradients[l] = [1 / b * dZ @ As[l].T + lambd / m * W, 1 / b * np.sum(dZ, axis=1, keepdims=True)]
            if l > 0:
                dA = W.T @ dZ
                if masks[l - 1] is not None:
                    dA = dA * masks[l - 1] / keeps[l - 1]
                dZ = dA * G[activations[l - 1]][1](Zs[l - 1])
        if clip:
            norm = np.sqrt(sum(np.sum(g ** 2) for pair in gradients for g in pair))
            clipped += norm > clip
            gradients = [[g * min(1, clip / norm) for g in pair] for pair in gradients]
        epochs = step // per_epoch // interval
        for layer, pair, both in zip(parameters, gradients, averages):
            for i in range(2):
                layer[i], both[i][0], both[i][1] = update(layer[i], pair[i], *both[i], step + 1, alpha / (1 + decay * epochs), optimizer)
    assert not clip or 0 < clipped < STEPS, "the limit must matter in some steps only"
    J = cost(forward(X, parameters, activations)[1][-1], Y, loss, parameters, lambd)
    return {"seed": seed, "sizes": sizes, "activations": activations, "loss": loss, "optimizer": optimizer, "alpha": alpha, "m": m, "lambda": lambd, "batch": batch,
            "shuffle": shuffle, "keep": keeps, "decay": decay, "interval": interval, "clip": clip, "J": J, "next": np.random.rand(),
            "after": [[w.tolist() for w in layer] for layer in parameters],
            "v": [[both[0].tolist() for both in layer] for layer in averages], "s": [[both[1].tolist() for both in layer] for layer in averages]}


def momentum(beta=0.9, form="course", nesterov=False):
    return {"name": "momentum", "beta": beta, "form": form, "nesterov": nesterov}


SGD = {"name": "sgd"}
RMSPROP = {"name": "rmsprop", "beta": 0.9, "epsilon": 1e-8}
ADAM = {"name": "adam", "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
ONE = ([2, 1], ["sigmoid"], "cross_entropy")
TWO = ([2, 4, 1], ["tanh", "sigmoid"], "cross_entropy")
THREE = ([3, 5, 4, 2], ["relu", "tanh", "linear"], "mse")
DEEP = ([3, 6, 5, 2], ["leaky_relu", "sigmoid", "sigmoid"], "cross_entropy")

cases = [
    case(1, *ONE, momentum(), 0.5),
    case(2, *TWO, momentum(0.5, nesterov=True), 1.0),
    case(3, *THREE, momentum(form="classic"), 0.02),
    case(4, *DEEP, momentum(0.8, "classic", True), 0.1, lambd=0.5),
    case(5, *TWO, RMSPROP, 0.01),
    case(6, *THREE, {"name": "rmsprop", "beta": 0.99, "epsilon": 1e-3}, 0.003, lambd=2.0),
    case(7, *ONE, ADAM, 0.05),
    case(8, *THREE, ADAM, 0.01, lambd=0.3),
    case(9, *DEEP, {"name": "adam", "beta1": 0.5, "beta2": 0.9, "epsilon": 1e-4}, 0.02),
    case(24, *DEEP, SGD, 0.2, lambd=0.6),
    # Batches: the last one smaller, of one example, larger than the data, in the order of the columns.
    case(10, *TWO, SGD, 0.5, batch=7),
    case(11, *ONE, momentum(), 0.3, m=23, batch=8, lambd=1.0),
    case(12, *DEEP, ADAM, 0.01, batch=6, lambd=0.7),
    case(13, *TWO, SGD, 0.05, batch=1),
    case(14, *THREE, SGD, 0.05, batch=64),
    case(15, *TWO, RMSPROP, 0.01, batch=7, shuffle=False),
    # Dropout.
    case(16, *TWO, SGD, 0.8, keep=[0.7]),
    case(17, *DEEP, SGD, 0.3, keep=[0.8, 0.5], lambd=0.4),
    case(18, *THREE, ADAM, 0.01, keep=[1.0, 0.6]),
    case(19, *DEEP, momentum(), 0.3, keep=[0.9, 0.75], batch=8),
    # Decay and clipping.
    case(20, *TWO, SGD, 1.5, decay=0.2),
    case(21, *TWO, ADAM, 0.05, batch=7, decay=1.0, interval=3),
    case(22, *THREE, SGD, 0.05, clip=1.0),
    case(23, *DEEP, momentum(), 0.5, batch=9, clip=0.4, keep=[0.8, 1.0], lambd=0.2, decay=0.1),
]
(pathlib.Path(__file__).parent / "courses.json").write_text("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
