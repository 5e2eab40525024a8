#!/bin/sh
# onnxruntime up to 1.17.3 on a CPU: a dense layer in doubles, Gemm and then Tanh, Relu or Sigmoid, is refused at loading, although it has a kernel
# for each of the two. Its default optimization replaces both with FusedGemm, which it has in single precision only: NOT_IMPLEMENTED. The same graph
# loads with ORT_ENABLE_BASIC, and so does the same layer as MatMul and Add. It is surprising that an optimization makes a valid graph unusable, and
# that two spellings of one layer differ in it. Version 1.18.1 loads them all.
# https://github.com/microsoft/onnxruntime/issues/6320 and https://github.com/microsoft/onnxruntime/pull/19612
# For nnshell it follows that ONNXWriter writes MatMul and Add in doubles. The part `oldest` of Tests/Peers/peers.py loads its graphs in 1.16.3.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
pip() { python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --target "$@"; }
pip "$folder/old" onnx==1.15.0 onnxruntime==1.17.3 numpy==1.26.4
pip "$folder/new" onnx==1.15.0 onnxruntime==1.18.1 numpy==1.26.4
cat >"$folder/layer.py" <<'PYTHON'
import sys
import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnxruntime import GraphOptimizationLevel as Level
assert onnxruntime.__version__ == sys.argv[1]
onnxruntime.set_default_logger_severity(4)
W = np.array([[1.0, -2], [0.5, 3], [2, 2]])


def loads(spelling, activation, dtype=np.float64, level=Level.ORT_ENABLE_ALL):
    """Whether a valid graph of one layer is loaded."""
    stored = W if spelling == "Gemm" else W.T.copy()
    constants = [numpy_helper.from_array(stored.astype(dtype), "W"), numpy_helper.from_array(np.ones(3, dtype), "b")]
    if spelling == "Gemm":
        nodes = [helper.make_node("Gemm", ["x", "W", "b"], ["z"], transB=1)]
    else:
        nodes = [helper.make_node("MatMul", ["x", "W"], ["p"]), helper.make_node("Add", ["p", "b"], ["z"])]
    nodes.append(helper.make_node(activation, ["z"], ["y"]))
    kind = TensorProto.DOUBLE if dtype == np.float64 else TensorProto.FLOAT
    ends = [helper.make_tensor_value_info("x", kind, ["m", 2])], [helper.make_tensor_value_info("y", kind, ["m", 3])]
    model = helper.make_model(helper.make_graph(nodes, "g", *ends, constants), opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = level
    try:
        session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        assert "NOT_IMPLEMENTED" in str(error) and "FusedGemm" in str(error), error
        return False
    assert session.run(None, {"x": np.ones((4, 2), dtype)})[0].shape == (4, 3)
    return True


old = onnxruntime.__version__ == "1.17.3"
for activation in ("Tanh", "Relu", "Sigmoid", "Softmax"):
    made = {
        "Gemm": loads("Gemm", activation),
        "Gemm with basic optimization": loads("Gemm", activation, level=Level.ORT_ENABLE_BASIC),
        "MatMul and Add": loads("MatMul", activation),
        "Gemm in single precision": loads("Gemm", activation, np.float32),
    }
    says = ", ".join(f"{name} {'loads' if loaded else 'is refused'}" for name, loaded in made.items())
    print(f"{onnxruntime.__version__}, {activation}: {says}")
    assert list(made.values()) == [not old or activation == "Softmax", True, True, True], made
PYTHON
PYTHONPATH="$folder/old" python3 "$folder/layer.py" 1.17.3
PYTHONPATH="$folder/new" python3 "$folder/layer.py" 1.18.1
