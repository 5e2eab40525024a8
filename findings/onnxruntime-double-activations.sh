#!/bin/sh
# onnxruntime 1.32.0 on a CPU: activations of a graph in doubles do not have the accuracy of doubles, or do not run at all. Sigmoid is within about
# 2e-16 of the right value, but a small value has few right digits or none: 3 digits for z = -30, and 0 from z = -37 on, where NumPy and PyTorch go
# down to 1e-308. A cross-entropy of such outputs is infinite. Exp and Softmax do keep the relative accuracy of doubles. In single precision Sigmoid
# is twice the right value for z = -17 and 0 from z = -18 on. Elu, Selu, Softplus, Softsign and LeakyRelu have no kernels for doubles, so valid
# graphs are refused at loading with NOT_IMPLEMENTED. It is surprising that this depends on the opset: the same node runs with 16, 17 or 18
# (LeakyRelu) or 18 alone (the others), where the function in the specification stands in for the kernel, and is refused with opset 20, which
# torch.onnx.export(…, dynamo=False) of PyTorch 2.13.0 writes for nn.LeakyReLU in doubles. Where LeakyRelu runs, its slope 0.01 is 0.00999999978, as
# attributes of ONNX are in single precision.
# https://github.com/microsoft/onnxruntime/blob/main/docs/OperatorKernels.md and https://github.com/microsoft/onnxruntime/issues/22557
# nnshell writes sigmoid and leaky_relu in doubles with Exp, Max and other operators: ONNXWriter. Tests/Peers/peers.py (sigmoid) checks the sigmoid
# from -745 to 745.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --target "$folder" onnx==1.23.2 onnxruntime==1.32.0 numpy==2.4.6
PYTHONPATH="$folder" python3 - <<'PYTHON'
from decimal import Decimal
import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper
assert onnxruntime.__version__ == "1.32.0"
onnxruntime.set_default_logger_severity(4)


def session(name, kind=TensorProto.DOUBLE, opset=17):
    """A valid graph of one operator."""
    values = [helper.make_tensor_value_info(value, kind, ["m"]) for value in "xy"]
    graph = helper.make_graph([helper.make_node(name, ["x"], ["y"])], "g", values[:1], values[1:])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    return onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])


def run(name, x, kind=TensorProto.DOUBLE):
    return session(name, kind).run(None, {"x": x})[0]


def errors(theirs, right):
    """The largest absolute and the largest relative error."""
    differences = [abs(Decimal(float(value)) - exact) for value, exact in zip(theirs, right)]
    return float(max(differences)), float(max(difference / exact for difference, exact in zip(differences, right)))


z = np.arange(-45, 5, 0.125)
exponentials = [Decimal(value).exp() for value in z]
right = [1 / (1 + 1 / exponential) for exponential in exponentials]
sigmoid = run("Sigmoid", z)
absolute, relative = errors(sigmoid, right)
print(f"Sigmoid in doubles: absolute error {absolute:.2g}, relative error {relative:.2g}, 0 for z up to {z[sigmoid == 0].max()}")
for value in (-36.0, -30.0, -20.0):
    print(f"  z = {value}: {run('Sigmoid', np.array([value]))[0]:.6g} here, {float(right[list(z).index(value)]):.6g} is right")
assert absolute < 2.3e-16 and relative == 1 and -37 <= z[sigmoid == 0].max() < -36 and (sigmoid[z <= -37] == 0).all()
assert errors(run("Sigmoid", np.array([-30.0])), [right[list(z).index(-30)]])[1] > 5e-4
numpy_relative = errors(1 / (1 + np.exp(-z)), right)[1]
exp_relative = errors(run("Exp", z), exponentials)[1]
total = sum(exponentials)
softmax_relative = errors(run("Softmax", z), [value / total for value in exponentials])[1]
print(f"relative errors: Exp {exp_relative:.2g}, Softmax {softmax_relative:.2g}, the sigmoid of NumPy {numpy_relative:.2g}")
assert max(exp_relative, softmax_relative, numpy_relative) < 1e-15
single = run("Sigmoid", np.array([-17, -18], dtype=np.float32), TensorProto.FLOAT)
print("Sigmoid in single precision of -17 and -18:", single, "- right are", np.array([float((Decimal(value).exp() ** -1 + 1) ** -1) for value in (-17, -18)]))
assert single[0] > 8e-8 and single[1] == 0
for name in ("LeakyRelu", "Elu", "Selu", "Softplus", "Softsign"):
    runs = []
    for opset in range(13, 25):
        try:
            session(name, opset=opset)
            runs.append(opset)
        except Exception as error:
            assert "NOT_IMPLEMENTED" in str(error), error
    print(f"{name} in doubles: loads with opset {runs}, is refused with the others from 13 to 24")
    assert runs == ([16, 17, 18] if name == "LeakyRelu" else [18]), runs
    session(name, TensorProto.FLOAT, 20)
print("LeakyRelu of -1 in doubles:", run("LeakyRelu", np.array([-1.0]))[0])
assert run("LeakyRelu", np.array([-1.0]))[0] == -float(np.float32(0.01))
PYTHON
