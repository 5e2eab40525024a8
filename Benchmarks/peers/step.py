"""step.py BACKEND SIZES HIDDEN OUTPUT EXAMPLES STEPS: prints the seconds for one step of training (forward, backward, update, J) as JSON.
The backend is NumPy, JAX under jit, or PyTorch in eager mode, with the code that a user would write. It has double precision, and the data
and parameters of Sources/Step. `step.py flower` prints the flower set and the parameters of 2-4-1, for fused.c."""
import json
import os
import sys
import time

import numpy as np

THREADS = int(os.environ.get("NNSHELL_THREADS", "1"))


def flower():
    rng = np.random.RandomState(1)
    parts, labels = [], []
    for j in range(2):
        t = np.linspace(j * 3.12, (j + 1) * 3.12, 200) + rng.randn(200) * 0.2
        r = 4 * np.sin(4 * t) + rng.randn(200) * 0.2
        parts.append(np.c_[r * np.sin(t), r * np.cos(t)])
        labels += [j] * 200
    return np.ascontiguousarray(np.concatenate(parts).T), np.array(labels, dtype=float).reshape(1, -1)


def problem(sizes, examples):
    if sizes == [2, 4, 1] and examples == 400:
        X, Y = flower()
    else:
        X = np.random.RandomState(1).randn(sizes[0], examples)
        Y = np.zeros((sizes[-1], examples))
        for example in range(examples):
            Y[example % sizes[-1], example] = 1 if sizes[-1] > 1 else example // 2 % 2
    rng = np.random.RandomState(2)
    W = [rng.randn(after, before) * 0.01 for before, after in zip(sizes, sizes[1:])]
    b = [np.zeros((after, 1)) for after in sizes[1:]]
    return X, Y, W, b


def numpy_run(X, Y, W, b, alpha):
    m, depth = X.shape[1], len(W)

    def forward():
        A = [X]
        for W_l, b_l in zip(W[:-1], b[:-1]):
            A.append(np.tanh(W_l @ A[-1] + b_l))
        Z = W[-1] @ A[-1] + b[-1]
        A.append(1 / (1 + np.exp(-Z)))
        return A, Z

    def cost_of(Z):
        return np.sum(np.maximum(Z, 0) - Z * Y + np.log1p(np.exp(-np.abs(Z)))) / m

    def train(steps):
        for _ in range(steps):
            A, Z = forward()
            cost_of(Z)
            dZ = A[-1] - Y
            gradients = []
            for l in reversed(range(depth)):
                gradients.append((dZ @ A[l].T / m, np.sum(dZ, axis=1, keepdims=True) / m))
                if l > 0:
                    dZ = (W[l].T @ dZ) * (1 - A[l] * A[l])
            for l, (dW, db) in zip(reversed(range(depth)), gradients):
                W[l] -= alpha * dW
                b[l] -= alpha * db
        return float(cost_of(forward()[1]))

    return train


def jax_run(X, Y, W, b, alpha):
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    X, Y = jnp.asarray(X), jnp.asarray(Y)
    parameters = [(jnp.asarray(W_l), jnp.asarray(b_l)) for W_l, b_l in zip(W, b)]

    def cost_of(parameters):
        A = X
        for W_l, b_l in parameters[:-1]:
            A = jnp.tanh(W_l @ A + b_l)
        Z = parameters[-1][0] @ A + parameters[-1][1]
        return jnp.sum(jnp.maximum(Z, 0) - Z * Y + jnp.log1p(jnp.exp(-jnp.abs(Z)))) / X.shape[1]

    @jax.jit
    def step(parameters):
        cost, gradients = jax.value_and_grad(cost_of)(parameters)
        return cost, jax.tree.map(lambda value, gradient: value - alpha * gradient, parameters, gradients)

    def train(steps):
        nonlocal parameters
        for _ in range(steps):
            _, parameters = step(parameters)
        return float(cost_of(parameters))

    return train


def torch_run(X, Y, W, b, alpha):
    import torch

    torch.set_num_threads(THREADS)
    X, Y = torch.from_numpy(X), torch.from_numpy(Y)
    W = [torch.from_numpy(W_l).requires_grad_() for W_l in W]
    b = [torch.from_numpy(b_l).requires_grad_() for b_l in b]

    def cost_of():
        A = X
        for W_l, b_l in zip(W[:-1], b[:-1]):
            A = torch.tanh(W_l @ A + b_l)
        Z = W[-1] @ A + b[-1]
        return torch.nn.functional.binary_cross_entropy_with_logits(Z, Y, reduction="sum") / X.shape[1]

    optimizer = torch.optim.SGD(W + b, lr=alpha)

    def train(steps):
        for _ in range(steps):
            optimizer.zero_grad()
            cost_of().backward()
            optimizer.step()
        return cost_of().item()

    return train


def main():
    if sys.argv[1] == "flower":
        X, Y, W, _ = problem([2, 4, 1], 400)
        for values in (X, Y, *W):
            print(*[repr(float(value)) for value in values.ravel()])
        return
    backend, sizes, hidden, output, examples, steps = sys.argv[1], [int(n) for n in sys.argv[2].split("-")], *sys.argv[3:5], *map(int, sys.argv[5:7])
    if (hidden, output) != ("tanh", "sigmoid"):
        sys.exit("step.py: tanh and sigmoid only")
    run = {"numpy": numpy_run, "jax": jax_run, "torch": torch_run}[backend]
    train = run(*problem(sizes, examples), 1.2 if sizes == [2, 4, 1] else 0.1)
    warming = max(2, min(steps // 10, 100))
    train(warming)
    begin = time.perf_counter()
    train(steps)
    seconds = (time.perf_counter() - begin) / steps
    # Sources/Step makes two more steps too.
    print(json.dumps({"seconds": seconds, "cost": train(2), "steps": warming + steps + 2}))


main()
