"""Compares what `export` writes with the programs that read it: python peers.py NNSHELL [--seeds N]

50 random networks, of depth 1 to 5, with every activation and loss and with and without a penalty: their gradients are those of torch.autograd, and the
outputs of their exports in onnxruntime and PyTorch are those of `predict`."""
import argparse
import json
import os
import random
import subprocess
import tempfile
import warnings

warnings.filterwarnings("ignore")
import numpy as np
import onnx
import onnxruntime
import safetensors
import safetensors.torch
import torch

torch.set_default_dtype(torch.float64)
HIDDEN = ["tanh", "sigmoid", "relu", "leaky_relu", "linear"]
OUTPUTS = [("sigmoid", "cross_entropy"), ("softmax", "categorical"), ("linear", "mse"), ("sigmoid", "mse"), ("tanh", "mse"), ("relu", "mse"), ("leaky_relu", "mse"), ("softmax", "mse")]
MODULES = {"tanh": torch.nn.Tanh(), "sigmoid": torch.nn.Sigmoid(), "relu": torch.nn.ReLU(), "leaky_relu": torch.nn.LeakyReLU(0.01), "linear": torch.nn.Identity(), "softmax": torch.nn.Softmax(dim=1)}
comparisons = {}


def close(kind, ours, theirs, tolerance):
    """Compares two arrays by their largest entry."""
    ours, theirs = np.asarray(ours, dtype=float), np.asarray(theirs, dtype=float)
    assert ours.shape == theirs.shape, (kind, ours.shape, theirs.shape)
    largest = max(np.abs(ours).max(), 1e-300)
    difference = np.abs(ours - theirs).max() / largest
    assert difference <= tolerance, f"{kind}: {difference} > {tolerance}"
    count, worst = comparisons.get(kind, (0, 0.0))
    comparisons[kind] = (count + ours.size, max(worst, difference))


def run(arguments, folder, statements):
    result = subprocess.run([arguments.nnshell, "-"], input="\n".join(statements) + "\n", text=True, capture_output=True, cwd=folder)
    assert result.returncode == 0, result.stderr


def table(folder, name):
    return np.loadtxt(os.path.join(folder, name), delimiter=",", ndmin=2)


def session(path):
    return onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])


def check_onnx(path, rows, outputs, kind, tolerance):
    """The model is valid, and computes these outputs from rows in the data's own units."""
    onnx.checker.check_model(path, full_check=True)
    model = session(path)
    (name, shape), = [(value.name, value.shape) for value in model.get_inputs()]
    assert name == "x" and shape == ["m", rows.shape[1]] and model.get_outputs()[0].name == "y", (name, shape)
    dtype = np.float32 if "float)" in model.get_inputs()[0].type else np.float64
    close(kind, outputs, model.run(None, {"x": np.ascontiguousarray(rows, dtype=dtype)})[0], tolerance)


def network(arguments, seed, folder):
    rng = random.Random(seed)
    depth, inputs, examples = 1 + seed % 5, rng.randint(1, 6), rng.randint(2, 40)
    output, loss = OUTPUTS[seed % len(OUTPUTS)]
    outputs = rng.randint(2, 4) if output == "softmax" else rng.randint(1, 3)
    hidden = [HIDDEN[(seed + place) % len(HIDDEN)] for place in range(depth - 1)]
    sizes = [rng.randint(1, 8) for _ in hidden] + [outputs]
    names = hidden + [output]
    penalty = rng.choice([0, 0.7])
    numbers = np.random.RandomState(seed)
    X = numbers.randn(inputs, examples)
    if loss == "mse":
        Y = numbers.randn(outputs, examples)
    elif loss == "categorical":
        Y = np.eye(outputs)[:, numbers.randint(0, outputs, examples)]
    else:
        Y = numbers.randint(0, 2, (outputs, examples)).astype(float)
    # In every third session, the data has a scale of its own.
    scaled = seed % 3 == 0
    raw = X * numbers.uniform(0.1, 50, (inputs, 1)) + numbers.uniform(-20, 20, (inputs, 1))
    if seed % 6 == 0 and inputs > 1:
        raw[1] = 4.25
    np.savez(os.path.join(folder, "d.npz"), X=raw if scaled else X, Y=Y)
    layers = " ".join(f"{size}:{name}" for size, name in zip(sizes, names))
    run(arguments, folder, [
        f"data d.npz{' standardize=yes' if scaled else ''}", f"init {inputs} {layers} seed={seed} weights=xavier loss={loss}", f"lambda = {penalty}",
        "train 3 alpha=0.1", "forward", "backward", f"export A{depth} a.csv", "export X x.csv", "export n.onnx", "export s.onnx precision=single", "export n.safetensors",
        *[f"export {part}{layer} {part}{layer}.csv" for layer in range(1, depth + 1) for part in ("W", "b", "dW", "db")], "export J J.csv",
    ])
    rows = (raw if scaled else X).T
    A = table(folder, "a.csv").T
    check_onnx(os.path.join(folder, "n.onnx"), rows, A, "onnx double, outputs", 1e-13)
    check_onnx(os.path.join(folder, "s.onnx"), rows, A, "onnx single, outputs", 2e-4)
    stored = safetensors.torch.load_file(os.path.join(folder, "n.safetensors"))
    modules = []
    for place, name in enumerate(names):
        before = sizes[place - 1] if place else inputs
        modules += [torch.nn.Linear(before, sizes[place]), MODULES[name]]
    model = torch.nn.Sequential(*modules)
    model.load_state_dict(stored)
    for layer in range(1, depth + 1):
        close("safetensors, parameters", table(folder, f"W{layer}.csv"), stored[f"{2 * layer - 2}.weight"].numpy(), 0)
        close("safetensors, parameters", table(folder, f"b{layer}.csv")[:, 0], stored[f"{2 * layer - 2}.bias"].numpy(), 0)
    x, y = torch.tensor(table(folder, "x.csv").T.copy()), torch.tensor(Y.T.copy())
    if loss == "mse":
        cost = ((model(x) - y) ** 2).sum() / (2 * examples)
    elif loss == "categorical":
        cost = -(y * torch.log_softmax(model[:-1](x), 1)).sum() / examples
    else:
        cost = torch.nn.functional.binary_cross_entropy_with_logits(model[:-1](x), y, reduction="sum") / examples
    cost = cost + penalty / (2 * examples) * sum((layer.weight**2).sum() for layer in model if isinstance(layer, torch.nn.Linear))
    cost.backward()
    close("torch, outputs", A, model(x).detach().numpy(), 1e-12)
    close("torch, J", table(folder, "J.csv"), [[cost.item()]], 1e-12)
    largest = max(np.abs(table(folder, f"{part}{layer}.csv")).max() for part in ("dW", "db") for layer in range(1, depth + 1))
    for layer in range(1, depth + 1):
        linear = model[2 * layer - 2]
        for part, theirs in (("dW", linear.weight.grad.numpy()), ("db", linear.bias.grad.numpy()[:, None])):
            ours = table(folder, f"{part}{layer}.csv")
            close("torch.autograd, gradients", np.append(ours, largest), np.append(theirs, largest), 1e-12)


def sigmoid_range(arguments, folder):
    """A sigmoid of z from -745 to 745 keeps its relative accuracy in onnxruntime."""
    z = np.concatenate([np.linspace(-745, 745, 20001), np.linspace(-40, 40, 4001)])
    np.savetxt(os.path.join(folder, "z.csv"), z[None, :], delimiter=",", fmt="%r")
    np.savez(os.path.join(folder, "z.npz"), X=z[None, :], Y=np.zeros((1, len(z))))
    run(arguments, folder, ["data z.npz", "init 1 1:sigmoid weights=zeros", "W1[1,1] = 1", "forward", "export A1 a.csv", "export n.onnx"])
    ours, theirs = table(folder, "a.csv")[0], session(os.path.join(folder, "n.onnx")).run(None, {"x": z[:, None]})[0][:, 0]
    # Below 1e-308 a number has fewer digits, so the last one is what counts there.
    worst = (np.abs(ours - theirs) / np.maximum(np.spacing(ours) / 2.0**-52, 5e-324 / 2.0**-52)).max()
    assert (theirs > 0).all() and worst < 1e-15, worst
    comparisons["onnx sigmoid, relative"] = (len(z), worst)


parser = argparse.ArgumentParser()
parser.add_argument("nnshell")
parser.add_argument("--seeds", type=int, default=50)
arguments = parser.parse_args()
arguments.nnshell = os.path.abspath(arguments.nnshell)
with tempfile.TemporaryDirectory() as folder:
    sigmoid_range(arguments, folder)
for seed in range(arguments.seeds):
    with tempfile.TemporaryDirectory() as folder:
        try:
            network(arguments, seed, folder)
        except AssertionError as error:
            raise SystemExit(f"peers: network {seed}: {error}")
for kind, (count, worst) in sorted(comparisons.items()):
    print(f"peers: {kind}: {count} numbers, largest difference {worst:.2g}")
print(f"peers: {sum(count for count, _ in comparisons.values())} numbers compared")
