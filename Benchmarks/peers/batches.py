"""batches.py BACKEND PRECISION STEPS: prints the seconds for one step on a batch of 64 of 4,096 examples, 784-128-10, as JSON.

The backend is PyTorch in eager mode, or JAX under jit, with the code that a user would write: a new permutation for each time through the data, and
plain gradient descent. PRECISION is double or single."""
import json
import os
import sys
import time

import numpy as np

THREADS = int(os.environ.get("NNSHELL_THREADS", "1"))
EXAMPLES, BATCH, ALPHA = 4096, 64, 0.01


def problem(dtype):
    rng = np.random.RandomState(1)
    X = rng.randn(EXAMPLES, 784).astype(dtype)
    Y = np.eye(10, dtype=dtype)[rng.randint(10, size=EXAMPLES)]
    W = [(rng.randn(before, after) * 0.01).astype(dtype) for before, after in ((784, 128), (128, 10))]
    return X, Y, W, [np.zeros(after, dtype) for after in (128, 10)]


def batches(steps):
    """The examples of each step."""
    done = 0
    while True:
        order = np.random.permutation(EXAMPLES)
        for start in range(0, EXAMPLES, BATCH):
            if done == steps:
                return
            done += 1
            yield order[start:start + BATCH]


def torch_run(dtype):
    import torch

    torch.set_num_threads(THREADS)
    X, Y, W, b = problem(dtype)
    X, Y = torch.from_numpy(X), torch.from_numpy(Y)
    W, b = [torch.from_numpy(w).requires_grad_() for w in W], [torch.from_numpy(v).requires_grad_() for v in b]
    optimizer = torch.optim.SGD(W + b, lr=ALPHA)

    def train(steps):
        for chosen in batches(steps):
            index = torch.from_numpy(chosen)
            x, y = X[index], Y[index]
            z = torch.tanh(x @ W[0] + b[0]) @ W[1] + b[1]
            loss = torch.nn.functional.binary_cross_entropy_with_logits(z, y, reduction="sum") / BATCH
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

    return train


def jax_run(dtype):
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", dtype == "float64")
    X, Y, W, b = problem(dtype)
    X, Y = jnp.asarray(X), jnp.asarray(Y)
    parameters = [(jnp.asarray(w), jnp.asarray(v)) for w, v in zip(W, b)]

    def cost_of(parameters, x, y):
        z = jnp.tanh(x @ parameters[0][0] + parameters[0][1]) @ parameters[1][0] + parameters[1][1]
        return jnp.sum(jnp.maximum(z, 0) - z * y + jnp.log1p(jnp.exp(-jnp.abs(z)))) / BATCH

    @jax.jit
    def step(parameters, X, Y, chosen):
        gradients = jax.grad(cost_of)(parameters, X[chosen], Y[chosen])
        return jax.tree.map(lambda value, gradient: value - ALPHA * gradient, parameters, gradients)

    def train(steps):
        nonlocal parameters
        for chosen in batches(steps):
            parameters = step(parameters, X, Y, chosen)
        jax.block_until_ready(parameters)

    return train


def main():
    backend, precision, steps = sys.argv[1], sys.argv[2], int(sys.argv[3])
    train = {"torch": torch_run, "jax": jax_run}[backend]({"double": "float64", "single": "float32"}[precision])
    train(max(2, min(steps // 10, 100)))
    begin = time.perf_counter()
    train(steps)
    print(json.dumps({"seconds": (time.perf_counter() - begin) / steps}))


main()
