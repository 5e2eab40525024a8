"""Writes torch.json: the parameters after 50 steps of torch.optim in double, for some cases of courses.json: python3 make_torch.py

PyTorch 2.12.1 wrote the committed file. lambda is weight_decay = lambda/m on the weights alone."""
import json
import pathlib

import numpy as np
import torch

folder = pathlib.Path(__file__).parent
G = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu, "linear": lambda z: z,
     "leaky_relu": lambda z: torch.nn.functional.leaky_relu(z, 0.01)}


def optimizer(rule, groups, alpha):
    if rule["name"] == "rmsprop":
        return torch.optim.RMSprop(groups, lr=alpha, alpha=rule["beta"], eps=rule["epsilon"])
    if rule["name"] == "adam":
        return torch.optim.Adam(groups, lr=alpha, betas=(rule["beta1"], rule["beta2"]), eps=rule["epsilon"])
    return torch.optim.SGD(groups, lr=alpha, momentum=rule.get("beta", 0), nesterov=rule.get("nesterov", False))


made = {}
for case in json.loads((folder / "courses.json").read_text()):
    rule, m = case["optimizer"], case["m"]
    if rule.get("form") == "course" or case["batch"] or min(case["keep"]) < 1 or case["decay"] or case["clip"]:
        continue
    np.random.seed(case["seed"])
    sizes = case["sizes"]
    X, Y = np.random.randn(sizes[0], m), np.random.randn(sizes[-1], m)
    if case["loss"] == "cross_entropy":
        Y = (Y > 0) * 1.0
    layers = [(np.random.randn(n, k) / np.sqrt(k), np.random.randn(n, 1) * 0.1) for k, n in zip(sizes, sizes[1:])]
    layers = [(torch.tensor(W, requires_grad=True), torch.tensor(b, requires_grad=True)) for W, b in layers]
    groups = [{"params": [W for W, _ in layers], "weight_decay": case["lambda"] / m}, {"params": [b for _, b in layers]}]
    rule = optimizer(rule, groups, case["alpha"])
    x, y = torch.tensor(X), torch.tensor(Y)
    for _ in range(50):
        a = x
        for (W, b), name in zip(layers, case["activations"]):
            a = G[name](W @ a + b)
        J = ((a - y) ** 2).sum() / (2 * m) if case["loss"] == "mse" else -(y * a.log() + (1 - y) * (1 - a).log()).sum() / m
        rule.zero_grad()
        J.backward()
        rule.step()
    made[case["seed"]] = [[w.detach().numpy().tolist() for w in layer] for layer in layers]
(folder / "torch.json").write_text(json.dumps(made) + "\n")
print(len(made), "cases")
