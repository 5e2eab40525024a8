#!/bin/sh
# scikit-learn 1.9.0: Adam of MLPClassifier and MLPRegressor adds epsilon before the bias correction, not after it as in Algorithm 1 of Kingma and Ba,
# which its documentation cites. The step is lr · √(1 - β2^k) / (1 - β1^k) · v / (√s + ε). With the same names and numbers, PyTorch's step is
# lr · v̂ / (√ŝ + ε). The two differ in early steps where gradients are about as small as epsilon: for a gradient of 1e-8, the first step here is
# 0.0307 · lr, and by Algorithm 1 it is 0.5 · lr. For gradients of 1e-6 it is 0.760 · lr and
# 0.990 · lr, and after 1,000 of them the difference is still 0.25 %.
# https://scikit-learn.org/1.9/modules/generated/sklearn.neural_network.MLPClassifier.html
# nnshell's adam is Algorithm 1, as PyTorch's: TorchTests. `docs/details.md` names the difference.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --target "$folder" scikit-learn==1.9.0 numpy==2.4.6
PYTHONPATH="$folder" python3 - <<'PYTHON'
import numpy as np
import sklearn
from sklearn.neural_network import MLPRegressor
from sklearn.neural_network._stochastic_optimizers import AdamOptimizer
assert sklearn.__version__ == "1.9.0"
# This is the class that the network of scikit-learn uses.
network = MLPRegressor(hidden_layer_sizes=(2,), solver="adam").partial_fit(np.zeros((2, 1)), np.zeros(2))
assert type(network._optimizer) is AdamOptimizer


def steps(gradient, count, lr=1.0, beta1=0.9, beta2=0.999, epsilon=1e-8):
    """The last of some steps on equal gradients: scikit-learn's, and that of Algorithm 1."""
    optimizer = AdamOptimizer([np.zeros(1)], learning_rate_init=lr, beta_1=beta1, beta_2=beta2, epsilon=epsilon)
    v = s = 0.0
    for k in range(1, count + 1):
        theirs = optimizer._get_updates([np.array([gradient])])[0][0]
        v, s = beta1 * v + (1 - beta1) * gradient, beta2 * s + (1 - beta2) * gradient**2
    return -theirs, lr * (v / (1 - beta1**count)) / (np.sqrt(s / (1 - beta2**count)) + epsilon)


for gradient, count in ((1.0, 1), (1e-8, 1), (1e-6, 1), (1e-6, 1000)):
    theirs, published = steps(gradient, count)
    print(f"gradient {gradient}, step {count}: {theirs:.6f} here, {published:.6f} by Algorithm 1")
theirs, published = steps(1e-8, 1)
assert abs(theirs - 0.0307) < 1e-4 and abs(published - 0.5) < 1e-12
theirs, published = steps(1e-6, 1000)
assert 0.002 < 1 - theirs / published < 0.003
PYTHON
