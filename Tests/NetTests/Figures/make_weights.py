"""Makes the files of networks in the folder Weights, and weights.json with what they hold: python3 make_weights.py

python3 make_weights.py --random 200 FOLDER makes random networks there. NNSHELL_TEST_WEIGHTS=FOLDER makes the tests read them.
The files were made with torch 2.15.0, onnx 1.23.2, onnxruntime 1.32.0, onnxscript 0.7.2, skl2onnx 1.20.0, scikit-learn 1.9.1, safetensors 0.8.0,
Keras 3.15.1 with torch, numpy 2.4.6, scipy 1.17.1, h5py 3.16.0 and Octave 7.3.0. A number in weights.json is the 16 digits of its bits as a double."""
import json
import os
import shutil
import subprocess
import sys
import warnings

os.environ["KERAS_BACKEND"] = "torch"
warnings.filterwarnings("ignore")
import h5py
import numpy as np
import onnx
import onnxruntime
import safetensors.numpy
import safetensors.torch
import scipy.io
import torch
from onnx import TensorProto, helper, numpy_helper
from skl2onnx import to_onnx
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.neural_network import MLPClassifier, MLPRegressor
from torch import nn

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "Weights")
EXPECTED = {}
RNG = np.random.default_rng(7)


def path(name):
    return os.path.join(FOLDER, name)


def bits(array):
    return [format(int(v), "016x") for v in np.ascontiguousarray(array).astype(np.float64).ravel().view(np.uint64)]


def matrix(array):
    array = np.atleast_2d(np.asarray(array))
    return {"shape": list(array.shape), "bits": bits(array)}


def inputs(n, dtype=np.float64):
    """Five examples in rows. Their numbers are the same in float32."""
    return RNG.normal(size=(5, n)).astype(np.float32).astype(dtype)


def apply(name, z):
    match name:
        case "sigmoid":
            return 1 / (1 + np.exp(-z))
        case "tanh":
            return np.tanh(z)
        case "relu":
            return np.maximum(z, 0)
        case "leaky_relu":
            return np.where(z > 0, z, SLOPE * z)
        case "linear":
            return z
        case "softmax":
            e = np.exp(z - z.max(axis=1, keepdims=True))
            return e / e.sum(axis=1, keepdims=True)


SLOPE = 0.25


def expect(name, layers, activations, x, y, tolerance, **more):
    """Notes what a file holds: W (units, inputs) and b of each layer as the file has them, and outputs y for the examples x, both in rows."""
    if more.get("options") and not more.get("layout") and len(layers) == 1 and layers[0][1] is None:
        # A single matrix fits in both ways.
        more["guessed"] = True
    EXPECTED[name] = {
        "W": [matrix(W) for W, b in layers],
        "b": [bits(np.zeros(len(W)) if b is None else b) for W, b in layers],
        "withoutBias": [i + 1 for i, (W, b) in enumerate(layers) if b is None],
        "activations": activations,
        "x": matrix(np.asarray(x, np.float64).T),
        "y": matrix(np.asarray(y, np.float64).T),
        "tolerance": tolerance,
        **more,
    }


def random_layers(sizes, dtype=np.float64, bias=True):
    return [
        (RNG.normal(size=(b, a)).astype(np.float32).astype(dtype) if dtype != np.float64 else RNG.normal(size=(b, a)), RNG.normal(size=b).astype(dtype) if bias else None)
        for a, b in zip(sizes, sizes[1:])
    ]


def numpy_outputs(layers, activations, x):
    a = np.asarray(x, np.float64)
    for (W, b), g in zip(layers, activations):
        a = apply(g, a @ np.asarray(W, np.float64).T + (0 if b is None else np.asarray(b, np.float64)))
    return a


def run_onnx(name, x):
    session = onnxruntime.InferenceSession(path(name), providers=["CPUExecutionProvider"])
    outputs = session.run(None, {session.get_inputs()[0].name: x})
    return outputs


# ---- arrays with names


def arrays(name, layers, activations, form, **more):
    """Writes arrays in one of the forms, and notes what NumPy computes from them."""
    named = {}
    for i, (W, b) in enumerate(layers):
        match form:
            case "course":
                named[f"W{i + 1}"] = W
                if b is not None:
                    named[f"b{i + 1}"] = b.reshape(-1, 1)
            case "flat":
                named[f"W{i + 1}"] = W
                if b is not None:
                    named[f"b{i + 1}"] = b
            case "keras":
                suffix = "" if i == 0 else f"_{i}"
                named[f"dense{suffix}/kernel"] = W.T
                if b is not None:
                    named[f"dense{suffix}/bias"] = b
            case "sklearn":
                named[f"coefs_{i}"] = W.T
                if b is not None:
                    named[f"intercepts_{i}"] = b
            case "torch":
                named[f"net.{2 * i}.weight"] = W
                if b is not None:
                    named[f"net.{2 * i}.bias"] = b
    order = list(named)
    RNG.shuffle(order)
    named = {key: np.ascontiguousarray(named[key]) for key in order}
    if name.endswith(".npz"):
        np.savez(path(name), **named)
    elif name.endswith(".mat"):
        scipy.io.savemat(path(name), named)
        with open(path(name), "r+b") as file:
            file.write(b"MATLAB 5.0 MAT-file, made by make_weights.py".ljust(116))
    elif name.endswith(".h5"):
        with h5py.File(path(name), "w") as file:
            for key, value in named.items():
                file[key] = value
    elif name.endswith(".safetensors"):
        safetensors.numpy.save_file(named, path(name))
    x = inputs(layers[0][0].shape[1])
    expect(name, layers, activations, x, numpy_outputs(layers, activations, x), 1e-14, options=True, **more)


def torch_arrays(name, layers, activations, dtype):
    tensors = {}
    for i, (W, b) in enumerate(layers):
        tensors[f"model.{2 * i}.weight"] = torch.tensor(W).to(dtype)
        if b is not None:
            tensors[f"model.{2 * i}.bias"] = torch.tensor(b).to(dtype)
    safetensors.torch.save_file(tensors, path(name), metadata={"format": "pt", "note": "é \"quoted\" \\ 😀"})
    stored = [(tensors[f"model.{2 * i}.weight"].double().numpy(), None if b is None else tensors[f"model.{2 * i}.bias"].double().numpy()) for i, (W, b) in enumerate(layers)]
    x = inputs(layers[0][0].shape[1])
    expect(name, stored, activations, x, numpy_outputs(stored, activations, x), 1e-14, options=True)


def octave(name, layers, activations):
    text = "".join(f"W{i + 1}=[{';'.join(','.join(repr(float(v)) for v in row) for row in W)}];b{i + 1}=[{';'.join(repr(float(v)) for v in b)}];" for i, (W, b) in enumerate(layers))
    subprocess.run(["octave", "--no-gui", "--quiet", "--eval", text + f"save('-text','{path(name)}')"], check=True)
    with open(path(name)) as file:
        lines = file.read().split("\n")
    with open(path(name), "w") as file:
        file.write("\n".join(["# Created by Octave 7.3.0"] + lines[1:]))
    x = inputs(layers[0][0].shape[1])
    expect(name, layers, activations, x, numpy_outputs(layers, activations, x), 1e-14, options=True)


# ---- ONNX


def torch_network(layers, activations, dtype):
    modules = []
    for (W, b), g in zip(layers, activations):
        linear = nn.Linear(W.shape[1], W.shape[0], bias=b is not None, dtype=dtype)
        with torch.no_grad():
            linear.weight.copy_(torch.tensor(W))
            if b is not None:
                linear.bias.copy_(torch.tensor(b))
        modules.append(linear)
        kinds = {"sigmoid": nn.Sigmoid(), "tanh": nn.Tanh(), "relu": nn.ReLU(), "leaky_relu": nn.LeakyReLU(SLOPE), "softmax": nn.Softmax(dim=1), "linear": nn.Identity()}
        modules.append(kinds[g])
        if g != "softmax":
            modules.append(nn.Dropout(0.3))
    return nn.Sequential(nn.Flatten(), *modules).eval()


def torch_onnx(name, layers, activations, dtype, dynamo, isStripped=True):
    network = torch_network(layers, activations, dtype)
    x = torch.tensor(inputs(layers[0][0].shape[1])).to(dtype)
    if dynamo:
        torch.onnx.export(network, (x,), path(name), dynamo=True, verbose=False)
    else:
        torch.onnx.export(network, (x,), path(name), dynamo=False, input_names=["x"], dynamic_axes={"x": {0: "m"}})
    if isStripped:
        strip(path(name))
    linears = [m for m in network if isinstance(m, nn.Linear)]
    stored = [(l.weight.detach().double().numpy(), None if l.bias is None else l.bias.detach().double().numpy()) for l in linears]
    y = run_onnx(name, x.numpy())[0] if dtype != torch.bfloat16 else numpy_outputs(stored, activations, x.double().numpy())
    expect(name, stored, activations, x.double().numpy(), y, 1e-13 if dtype in (torch.float64, torch.bfloat16) else 3e-6)


def skl(name, model, x, outputs, options=None, classes=None, dtype=np.float32):
    """Exports a model of scikit-learn. `outputs` chooses P(1) or all columns from what onnxruntime gives."""
    write_model(name, to_onnx(model, x[:1].astype(dtype), options={id(model): options} if options else None))
    if hasattr(model, "coefs_"):
        layers = [(W.T.astype(dtype), b.astype(dtype)) for W, b in zip(model.coefs_, model.intercepts_)]
        hidden = {"identity": "linear", "logistic": "sigmoid"}.get(model.activation, model.activation)
        last = {"identity": "linear", "logistic": "sigmoid"}.get(model.out_activation_, model.out_activation_)
        activations = [hidden] * (len(layers) - 1) + [last]
    else:
        W = np.atleast_2d(model.coef_).astype(np.float32)
        layers = [(W, np.broadcast_to(np.atleast_1d(model.intercept_), len(W)).astype(np.float32))]
        activations = ["linear"] if isinstance(model, LinearRegression) else ["sigmoid" if len(W) == 1 else "softmax"]
    found = run_onnx(name, x[:5].astype(dtype))
    found = found[-1]
    if isinstance(found, list):
        found = np.array([[row[key] for key in row] for row in found])
    y = outputs(np.asarray(found).reshape(5, -1))
    expect(name, layers, activations, x[:5].astype(dtype), y, 1e-13 if dtype == np.float64 else 3e-6, classes=classes or [])


def write_model(name, model):
    onnx.save(model, path(name))


def graph(name, nodes, constants, x, ir=10, opset=21, kind=TensorProto.FLOAT, external=None):
    """Writes a graph with the input x and the output y."""
    model = helper.make_model(
        helper.make_graph(
            nodes, "g", [helper.make_tensor_value_info("x", kind, ["m", x.shape[1]])], [helper.make_tensor_value_info("y", kind, ["m", "n"])], constants
        ),
        ir_version=ir,
        opset_imports=[helper.make_opsetid("", opset)],
    )
    onnx.checker.check_model(model)
    if external:
        onnx.save(model, path(name), save_as_external_data=True, size_threshold=0, location=external)
    else:
        onnx.save(model, path(name))
    return run_onnx(name, x)[0]


OPERATORS = {"sigmoid": "Sigmoid", "tanh": "Tanh", "relu": "Relu", "leaky_relu": "LeakyRelu", "softmax": "Softmax"}


def keras_graph(name, layers, activations, dtype=np.float32, typed=False, external=None, leaky_by_max=False):
    """A graph as tf2onnx writes it for Keras: MatMul, Add and the activation, with weights (inputs, units)."""
    nodes, constants, last = [], [], "x"

    def constant(key, array):
        array = np.ascontiguousarray(array, dtype)
        if typed:
            constants.append(helper.make_tensor(key, helper.np_dtype_to_tensor_dtype(array.dtype), array.shape, array.ravel().tolist()))
        else:
            constants.append(numpy_helper.from_array(array, key))

    for i, ((W, b), g) in enumerate(zip(layers, activations)):
        constant(f"dense_{i}/kernel:0", W.T)
        nodes.append(helper.make_node("MatMul", [last, f"dense_{i}/kernel:0"], [f"product{i}"], f"dense_{i}/MatMul"))
        last = f"product{i}"
        if b is not None:
            constant(f"dense_{i}/bias:0", b)
            # Either operand may come first.
            nodes.append(helper.make_node("Add", [last, f"dense_{i}/bias:0"][:: 1 if i % 2 else -1], [f"sum{i}"], f"dense_{i}/BiasAdd"))
            last = f"sum{i}"
        if g == "leaky_relu" and leaky_by_max:
            constant(f"slope{i}", np.array(SLOPE))
            nodes.append(helper.make_node("Mul", [f"slope{i}", last], [f"left{i}"], f"mul{i}"))
            nodes.append(helper.make_node("Max", [last, f"left{i}"], [f"a{i}"], f"max{i}"))
            last = f"a{i}"
        elif g != "linear":
            more = {"alpha": SLOPE} if g == "leaky_relu" else {}
            nodes.append(helper.make_node(OPERATORS[g], [last], [f"a{i}"], f"dense_{i}/{OPERATORS[g]}", **more))
            last = f"a{i}"
    nodes.append(helper.make_node("Identity", [last], ["y"], "out"))
    x = inputs(layers[0][0].shape[1], dtype)
    kind = TensorProto.DOUBLE if dtype == np.float64 else TensorProto.FLOAT
    y = graph(name, nodes, constants, x, kind=kind, external=external)
    stored = [(np.asarray(W, dtype), None if b is None else np.asarray(b, dtype)) for W, b in layers]
    expect(name, stored, activations, x, y, 1e-13 if dtype == np.float64 else 3e-6)


def keras_model(layers, activations):
    import keras

    model = keras.Sequential([keras.Input((layers[0][0].shape[1],)), *[keras.layers.Dense(len(W), activation=g, name=f"dense{'_' + str(i) if i else ''}") for i, ((W, b), g) in enumerate(zip(layers, activations))]])
    for layer, (W, b) in zip(model.layers, layers):
        layer.set_weights([W.T, b])
    return model


def keras_files():
    """The two files that Keras itself writes: model.save_weights, and model.export with the format ONNX."""
    layers, activations = random_layers([3, 5, 2], np.float32), ["tanh", "softmax"]
    model, x = keras_model(layers, activations), inputs(3, np.float32)
    model.save_weights(path("keras.weights.h5"))
    y = model.predict(x, verbose=0)
    expect("keras.weights.h5", layers, activations, x, y, 3e-6, options=True)
    model.export(path("keras-torch.onnx"), format="onnx", verbose=False)
    strip(path("keras-torch.onnx"))
    expect("keras-torch.onnx", layers, activations, x, y, 3e-6)


def strip(name):
    """Removes the stack traces, since they name folders of the machine, and the empty file beside the model."""
    model = onnx.load(name)
    for node in model.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    del model.graph.metadata_props[:]
    onnx.save(model, name)
    if os.path.exists(name + ".data"):
        os.remove(name + ".data")


def forms():
    """One graph with every other form that is read: constants that are turned, cast and reshaped, Gemm with factors, 16 bits."""
    (W1, b1), (W2, b2), (W3, b3) = random_layers([3, 4, 5, 2], np.float32)
    half, brain = W2.astype(np.float16), W3.astype(np.float32).view(np.uint32) >> 16
    nodes = [
        helper.make_node("Flatten", ["x"], ["flat"], "flatten", axis=1),
        helper.make_node("Reshape", ["flat", "shape"], ["rows"], "reshape"),
        helper.make_node("Constant", [], ["W1"], "constant", value=numpy_helper.from_array(W1)),
        helper.make_node("Transpose", ["W1"], ["W1t"], "transpose", perm=[1, 0]),
        helper.make_node("Gemm", ["rows", "W1t", "b1"], ["z1"], "gemm", alpha=0.5, beta=2.0),
        helper.make_node("Tanh", ["z1"], ["a1"], "tanh"),
        helper.make_node("Dropout", ["a1", "ratio", "training"], ["d1"], "dropout"),
        helper.make_node("Cast", ["half"], ["W2"], "cast half", to=TensorProto.FLOAT),
        helper.make_node("Gemm", ["d1", "W2", "b2"], ["z2"], "second", transB=1),
        helper.make_node("Relu", ["z2"], ["a2"], "relu"),
        helper.make_node("Cast", ["brain"], ["W3"], "cast brain", to=TensorProto.FLOAT),
        helper.make_node("Gemm", ["a2", "W3"], ["p3"], "third", transB=1),
        helper.make_node("Reshape", ["b3", "row"], ["b3row"], "bias"),
        helper.make_node("Add", ["p3", "b3row"], ["z3"], "add"),
        helper.make_node("Cast", ["z3"], ["y3"], "cast", to=TensorProto.FLOAT),
        helper.make_node("Sigmoid", ["y3"], ["y"], "sigmoid"),
        # Nothing reads the shape, so it does not matter.
        helper.make_node("Shape", ["x"], ["sizes"], "sizes"),
    ]
    constants = [
        numpy_helper.from_array(np.array([-1, 3], np.int64), "shape"),
        numpy_helper.from_array(b1.reshape(1, 4), "b1"),
        numpy_helper.from_array(np.array(0.5, np.float32), "ratio"),
        numpy_helper.from_array(np.array(False), "training"),
        # The bits of 16-bit numbers stand in a list of integers.
        TensorProto(name="half", data_type=TensorProto.FLOAT16, dims=half.shape, int32_data=half.view(np.uint16).ravel().astype(np.int32).tolist()),
        TensorProto(name="brain", data_type=TensorProto.BFLOAT16, dims=brain.shape, raw_data=brain.astype("<u2").tobytes()),
        numpy_helper.from_array(b2, "b2"),
        numpy_helper.from_array(b3, "b3"),
        numpy_helper.from_array(np.array([1, -1], np.int64), "row"),
    ]
    x = inputs(3, np.float32)
    y = graph("forms.onnx", nodes, constants, x)
    stored = [(0.5 * W1.astype(np.float64), 2 * b1.astype(np.float64)), (half, b2), ((brain.astype(np.uint32) << 16).view(np.float32), b3)]
    expect("forms.onnx", stored, ["tanh", "relu", "sigmoid"], x, y, 3e-6)


def committed():
    two = ["tanh", "sigmoid"]
    arrays("course.npz", random_layers([2, 4, 1]), two, "course")
    arrays("flat.npz", random_layers([2, 4, 1]), two, "flat")
    arrays("sklearn.npz", random_layers([3, 5, 4, 2]), ["relu", "relu", "softmax"], "sklearn")
    arrays("keras.h5", random_layers([3, 5, 2]), ["leaky_relu", "softmax"], "keras")
    arrays("course.mat", random_layers([2, 4, 1]), two, "course")
    arrays("many.npz", random_layers([2] + [3] * 11 + [1]), ["tanh"] * 11 + ["linear"], "torch")
    arrays("square.npz", random_layers([3, 3, 3]), ["tanh", "softmax"], "flat", guessed=True)
    arrays("keras-square.safetensors", random_layers([3, 3]), ["sigmoid"], "keras", layout="inputs")
    arrays("course.safetensors", random_layers([2, 4, 1]), two, "course")
    octave("octave.txt", random_layers([2, 3, 1]), two)
    for key, dtype in [("f64", torch.float64), ("f32", torch.float32), ("f16", torch.float16), ("bf16", torch.bfloat16)]:
        torch_arrays(f"torch-{key}.safetensors", random_layers([2, 4, 1], bias=key != "f16"), two, dtype)
    for key, dynamo in [("new", True), ("old", False)]:
        torch_onnx(f"torch-{key}.onnx", random_layers([3, 4, 3, 2]), ["tanh", "leaky_relu", "softmax"], torch.float32, dynamo)
        torch_onnx(f"torch-{key}-f64.onnx", random_layers([3, 4, 1], bias=dynamo), ["relu", "sigmoid"], torch.float64, dynamo)
    torch_onnx("torch-bf16.onnx", random_layers([3, 4, 1]), ["relu", "linear"], torch.bfloat16, True)
    keras_graph("keras.onnx", random_layers([3, 4, 2]), ["relu", "softmax"])
    keras_graph("keras-f64.onnx", random_layers([3, 4, 2]), ["leaky_relu", "linear"], np.float64, leaky_by_max=True)
    keras_graph("typed.onnx", random_layers([3, 4, 2]), ["tanh", "sigmoid"], typed=True)
    keras_graph("typed-f64.onnx", random_layers([3, 4, 2]), ["tanh", "sigmoid"], np.float64, typed=True)
    keras_graph("external.onnx", random_layers([3, 4, 2]), ["tanh", "sigmoid"], external="external.onnx.data")
    forms()
    keras_files()
    X = RNG.normal(size=(60, 3)).astype(np.float32)
    yes, three = (X[:, 0] > 0).astype(int), np.digitize(X[:, 0], [-0.5, 0.5])
    words = np.array(["cat", "dog", "eel"])[three]
    last, every = lambda y: y[:, -1:], lambda y: y

    def fit(model, y):
        return model.fit(X, y)

    skl("mlp-two.onnx", fit(MLPClassifier((4,), activation="tanh", max_iter=5), yes), X, last, classes=["0", "1"])
    skl("mlp-two-f64.onnx", fit(MLPClassifier((4,), activation="logistic", max_iter=5), yes), X, last, {"zipmap": False}, dtype=np.float64)
    skl("mlp-two-plain.onnx", fit(MLPClassifier((4,), activation="relu", max_iter=5), yes), X, last, {"zipmap": False})
    skl("mlp-three.onnx", fit(MLPClassifier((4, 2), max_iter=5), words), X, every, classes=["cat", "dog", "eel"])
    skl("mlp-labels.onnx", fit(MLPClassifier((4,), activation="identity", max_iter=5), np.stack([yes, three > 1], 1).astype(int)), X, lambda y: y[:, 2:], {"zipmap": False})
    skl("mlp-number.onnx", fit(MLPRegressor(hidden_layer_sizes=(4,), max_iter=5), X[:, 0]), X, every)
    skl("mlp-numbers.onnx", fit(MLPRegressor(hidden_layer_sizes=(4,), activation="tanh", max_iter=5), X[:, :2]), X, every)
    skl("logistic-two.onnx", fit(LogisticRegression(), yes), X, last, classes=["0", "1"])
    skl("logistic-three.onnx", fit(LogisticRegression(), words), X, every, {"zipmap": False}, classes=["cat", "dog", "eel"])
    skl("linear.onnx", fit(LinearRegression(), X[:, 0]), X, every)
    skl("linear-two.onnx", fit(LinearRegression(), X[:, :2]), X, every)


def random_networks(count):
    hidden = ["sigmoid", "tanh", "relu", "leaky_relu", "linear"]
    forms = ["course.npz", "flat.npz", "keras.npz", "sklearn.npz", "torch.npz", "course.mat", "keras.h5", "torch.safetensors", "f32", "f16", "bf16", "new", "old", "new64", "old64", "graph", "graph64", "typed", "external", "skl", "skl64"]
    for i in range(count):
        form = forms[i % len(forms)]
        depth = int(RNG.integers(1, 6))
        # All sizes differ from their neighbours' where the names do not tell the layout.
        sizes = [int(v) for v in RNG.permutation(np.arange(2, 9))[: depth + 1]]
        activations = [str(RNG.choice(hidden)) for _ in range(depth - 1)] + [str(RNG.choice(hidden + ["softmax"]))]
        bias = bool(RNG.integers(0, 4))
        layers = random_layers(sizes, bias=bias)
        name = f"{i:03d}-{form}"
        match form:
            case "f32" | "f16" | "bf16":
                torch_arrays(name + ".safetensors", layers, activations, {"f32": torch.float32, "f16": torch.float16, "bf16": torch.bfloat16}[form])
            case "new" | "old" | "new64" | "old64":
                # onnxruntime has no LeakyRelu for doubles.
                activations = ["relu" if g == "leaky_relu" and "64" in form else g for g in activations]
                torch_onnx(name + ".onnx", layers, activations, torch.float64 if "64" in form else torch.float32, "new" in form, isStripped=False)
            case "graph" | "graph64" | "typed" | "external":
                keras_graph(name + ".onnx", layers, activations, np.float64 if "64" in form else np.float32, form == "typed", name + ".data" if form == "external" else None, "64" in form or bool(i % 2))
            case "skl" | "skl64":
                X = RNG.normal(size=(40, sizes[0])).astype(np.float32)
                kind = int(RNG.integers(0, 4))
                activation = str(RNG.choice(["identity", "logistic", "tanh", "relu"]))
                units = tuple(sizes[1:]) or (3,)
                dtype = np.float64 if form == "skl64" else np.float32
                zipmap = {"zipmap": form == "skl" and bool(RNG.integers(0, 2))}
                if kind == 0:
                    model = MLPClassifier(units, activation=activation, max_iter=3).fit(X, X[:, 0] > 0)
                    skl(name + ".onnx", model, X, lambda y: y[:, -1:], {"zipmap": False}, dtype=dtype)
                elif kind == 1:
                    model = MLPClassifier(units, activation=activation, max_iter=3).fit(X, np.digitize(X[:, 0], [-0.5, 0.5]))
                    skl(name + ".onnx", model, X, lambda y: y, zipmap, dtype=dtype, classes=["0", "1", "2"] if zipmap["zipmap"] else [])
                elif kind == 2:
                    model = MLPRegressor(hidden_layer_sizes=units, activation=activation, max_iter=3).fit(X, X[:, 0])
                    skl(name + ".onnx", model, X, lambda y: y, dtype=dtype)
                else:
                    model = LogisticRegression().fit(X, np.digitize(X[:, 0], [-0.5, 0.5]))
                    skl(name + ".onnx", model, X, lambda y: y, {"zipmap": False}, classes=["0", "1", "2"])
            case _:
                kind, ending = form.split(".")
                arrays(f"{name.split('.')[0]}.{ending}", layers, activations, kind, layout="inputs" if kind in ("keras", "sklearn") and not bias else None)


if len(sys.argv) > 1:
    FOLDER = sys.argv[3]
    os.makedirs(FOLDER, exist_ok=True)
    random_networks(int(sys.argv[2]))
    target = os.path.join(FOLDER, "weights.json")
else:
    shutil.rmtree(FOLDER, ignore_errors=True)
    os.makedirs(FOLDER)
    torch.manual_seed(7)
    np.random.seed(7)
    committed()
    target = os.path.join(os.path.dirname(FOLDER), "weights.json")
with open(target, "w") as file:
    json.dump(EXPECTED, file, indent=None, separators=(",", ":"))
    file.write("\n")
