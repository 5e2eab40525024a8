"""Compares what `export` writes with the programs that read it: python peers.py NNSHELL [--part PART …] [--seeds N] [--update]

networks   50 random networks, of depth 1 to 5, with every activation and loss and with and without a penalty: their gradients are those of torch.autograd, and
           the outputs of their exports in onnxruntime, PyTorch and NumPy are those of `predict`
figures    what onnxruntime and PyTorch make of four exports, and the bytes of these, are as Tests/InterpTests/Figures/exports.json has them; --update writes it
sigmoid    the sigmoid of a graph keeps its relative accuracy from -745 to 745
lessons    each lesson as a program of NumPy makes its session again, or is refused with the statement that no program can have
training   the training goes on in PyTorch with the costs of nnshell: in one process, after a restart, and in two and three processes
document   the commands of docs/models.md that need PyTorch or onnxruntime print what stands there
sklearn    a network of scikit-learn and its graph by skl2onnx give here what they give there, and a graph of nnshell gives it back
latex      LaTeX makes pages of the equations of seven networks
oldest     onnxruntime 1.16.3 of November 2023 gives the outputs of graphs in both precisions
netron     Netron, run by node, finds in a graph the names, shapes, nodes and notes that onnx finds there"""
import argparse
import glob
import importlib.util
import json
import os
import random
import re
import shutil
import subprocess
import sys
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
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
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


def module(path):
    """A program as a module, without its session."""
    specification = importlib.util.spec_from_file_location("exported", path)
    made = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(made)
    return made


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


def torch_model(names, stored):
    """The network of a file of safetensors, with these activations."""
    modules = []
    for place, name in enumerate(names):
        outputs, inputs = stored[f"{2 * place}.weight"].shape
        modules += [torch.nn.Linear(inputs, outputs), MODULES[name]]
    model = torch.nn.Sequential(*modules)
    model.load_state_dict(stored)
    return model


def torch_cost(model, x, y, loss, penalty):
    """J of the notes, with an example in each row."""
    if loss == "mse":
        cost = ((model(x) - y) ** 2).sum() / 2
    elif loss == "categorical":
        cost = -(y * torch.log_softmax(model[:-1](x), 1)).sum()
    else:
        cost = torch.nn.functional.binary_cross_entropy_with_logits(model[:-1](x), y, reduction="sum")
    return (cost + penalty / 2 * sum((layer.weight**2).sum() for layer in model if isinstance(layer, torch.nn.Linear))) / len(x)


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
        "train 3 alpha=0.1", "forward", "backward", f"export A{depth} a.csv", "export X x.csv", "export n.onnx", "export s.onnx precision=single", "export n.safetensors", "export n.py", "export n.torch.py",
        *[f"export {part}{layer} {part}{layer}.csv" for layer in range(1, depth + 1) for part in ("W", "b", "dW", "db")], "export J J.csv",
    ])
    rows = (raw if scaled else X).T
    A = table(folder, "a.csv").T
    check_onnx(os.path.join(folder, "n.onnx"), rows, A, "onnx double, outputs", 1e-13)
    check_onnx(os.path.join(folder, "s.onnx"), rows, A, "onnx single, outputs", 2e-4)
    close("program of NumPy, outputs", A.T, module(os.path.join(folder, "n.py")).predict(rows.T), 1e-13)
    close("program of PyTorch, J", table(folder, "J.csv"), [[module(os.path.join(folder, "n.torch.py")).Training().cost()]], 1e-12)
    stored = safetensors.torch.load_file(os.path.join(folder, "n.safetensors"))
    model = torch_model(names, stored)
    for layer in range(1, depth + 1):
        close("safetensors, parameters", table(folder, f"W{layer}.csv"), stored[f"{2 * layer - 2}.weight"].numpy(), 0)
        close("safetensors, parameters", table(folder, f"b{layer}.csv")[:, 0], stored[f"{2 * layer - 2}.bias"].numpy(), 0)
    x, y = torch.tensor(table(folder, "x.csv").T.copy()), torch.tensor(Y.T.copy())
    cost = torch_cost(model, x, y, loss, penalty)
    cost.backward()
    close("torch, outputs", A, model(x).detach().numpy(), 1e-12)
    close("torch, J", table(folder, "J.csv"), [[cost.item()]], 1e-12)
    largest = max(np.abs(table(folder, f"{part}{layer}.csv")).max() for part in ("dW", "db") for layer in range(1, depth + 1))
    for layer in range(1, depth + 1):
        linear = model[2 * layer - 2]
        for part, theirs in (("dW", linear.weight.grad.numpy()), ("db", linear.bias.grad.numpy()[:, None])):
            ours = table(folder, f"{part}{layer}.csv")
            close("torch.autograd, gradients", np.append(ours, largest), np.append(theirs, largest), 1e-12)


FIGURES = os.path.join(ROOT, "Tests", "InterpTests", "Figures", "exports.json")
TABLE = "size,age,plan\n1,4,gold\n2,6,free\n3,4,silver\n6,2,free\n3,4,gold\n"
# Statements, activations, loss and penalty. The parameters have few binary digits, so that every machine writes the same files.
EXPORTED = [
    ("X = [0.5, -1, 2; 1, 3, -0.5]; Y = [1, 0, 1]; init 2 3:tanh 1:sigmoid seed=2 scale=1", "tanh sigmoid", "cross_entropy", 0.5),
    ("data d.csv y=plan standardize=yes; init 2 4:leaky_relu 3:sigmoid 3:softmax seed=3 scale=1", "leaky_relu sigmoid softmax", "categorical", 0),
    ("data d.csv y=age x=size normalize=yes; init 1 4:relu 2:linear 1:linear seed=4 scale=1", "relu linear linear", "mse", 0.25),
    ("X = [0.5, -1, 2; 1, 3, -0.5]; Y = [1, 0, 0.5; 0.25, 1, 0]; init 2 3:sigmoid 2:tanh seed=5 scale=1 loss=mse", "sigmoid tanh", "mse", 0),
]


def digest(path):
    """The 64-bit FNV-1a of a file, in hexadecimal digits."""
    value = 0xCBF29CE484222325
    with open(path, "rb") as file:
        for byte in file.read():
            value = (value ^ byte) * 0x100000001B3 % 2**64
    return f"{value:x}"


def figures(arguments, folder):
    """What onnxruntime and PyTorch make of a few exports is what Tests/InterpTests/Figures/exports.json says. --update writes it."""
    made = []
    for setup, activations, loss, penalty in EXPORTED:
        names = activations.split()
        with open(os.path.join(folder, "d.csv"), "w") as file:
            file.write(TABLE)
        exact = "; ".join(f"W{layer} = 0.75 * (W{layer} > 0) - 0.5 * (W{layer} < 0.5) - 0.375 * (W{layer} < -1); b{layer} = 0.25 * (randn({rows}, 1) > 0) - 0.125" for layer, rows in enumerate(re.findall(r"(\d+):", setup), 1))
        setup += f"; lambda = {penalty}; {exact}; forward; backward"
        raw = "X" if "data" not in setup else "(X * Xscale + Xmean)"
        run(arguments, folder, [setup, f"export {raw} x.csv", "export X scaled.csv", "export Y y.csv", "export n.onnx", "export s.onnx precision=single", "export n.safetensors"])
        x, scaled, y = (table(folder, name).T.copy() for name in ("x.csv", "scaled.csv", "y.csv"))
        model = torch_model(names, safetensors.torch.load_file(os.path.join(folder, "n.safetensors")))
        cost = torch_cost(model, torch.tensor(scaled), torch.tensor(y), loss, penalty)
        cost.backward()
        linear = [layer for layer in model if isinstance(layer, torch.nn.Linear)]
        arrays = {
            "double": session(os.path.join(folder, "n.onnx")).run(None, {"x": x})[0].T, "single": session(os.path.join(folder, "s.onnx")).run(None, {"x": x.astype(np.float32)})[0].T,
            "torch": model(torch.tensor(scaled)).T.detach(), "J": [cost.item()],
            **{f"dW{layer}": module.weight.grad for layer, module in enumerate(linear, 1)}, **{f"db{layer}": module.bias.grad for layer, module in enumerate(linear, 1)},
        }
        texts = {name: [repr(float(number)) for number in np.ravel(array)] for name, array in arrays.items()}
        made.append({"statements": setup, "files": {name: digest(os.path.join(folder, name)) for name in ("n.onnx", "s.onnx", "n.safetensors")}, **texts})
    wanted = {"made by": f"make test-peers, part figures, with onnxruntime {onnxruntime.__version__} and torch {str(torch.__version__).split('+')[0]}", "table": TABLE, "networks": made}
    if arguments.update:
        with open(FIGURES, "w") as file:
            file.write(json.dumps(wanted, indent=1) + "\n")
    with open(FIGURES) as file:
        written = json.load(file)

    def fixed(figures):
        return {**figures, "networks": [{name: network[name] for name in ("statements", "files")} for network in figures["networks"]]}

    # The files name the version of nnshell, so a new version needs new figures too.
    assert fixed(wanted) == fixed(written), "the statements or files of the figures are others now; --part figures --update makes the figures again"
    for ours, theirs in zip(made, written["networks"], strict=True):
        assert ours.keys() == theirs.keys()
        for name in ours.keys() - {"statements", "files"}:
            close("committed figures", ours[name], theirs[name], 1e-6 if name == "single" else 1e-13)


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


# The statements of lessons that no program has, and those whose lesson makes no network in the end.
REFUSED = r"(goto|back|redo|freeze) in Python|data in a block|patience= in a block|draws random numbers|there is no network yet"


def lessons(arguments, folder):
    """Each lesson as a program of NumPy."""
    scripts = os.path.join(ROOT, "scripts")
    made, refused, costs = 0, 0, 0
    for lesson in sorted(glob.glob(os.path.join(scripts, "[0-9]*.nns"))):
        program = os.path.join(folder, "lesson.py")
        with open(lesson) as file:
            text = file.read() + f"\nexport {program}\n"
        # Lessons show errors on purpose, so -k goes on after them.
        result = subprocess.run([arguments.nnshell, "-k", "-"], input=text, text=True, capture_output=True, cwd=scripts)
        if not os.path.exists(program):
            assert re.search(REFUSED, result.stderr.split("error:")[-1]), (lesson, result.stderr[-400:])
            refused += 1
            continue
        ran = subprocess.run([sys.executable, program], text=True, capture_output=True)
        assert ran.returncode == 0, (lesson, ran.stderr[-400:])
        made, costs = made + 1, costs + sum(line.startswith("step ") for line in ran.stdout.splitlines())
        os.remove(program)
    assert made > 3 * refused, (made, refused)
    print(f"peers: {made} lessons as programs of NumPy compared {costs} costs; {refused} lessons were refused by a statement that no program can have")


TRAINING = [
    ("init 2 4:tanh 1:sigmoid seed=2; train 5 alpha=1.2", "alpha=1.2"),
    ("init 2 4:tanh 1:sigmoid seed=2; train 9 alpha=1.2 batch=64", "alpha=1.2 batch=64"),
    ("data blobs m=103 classes=3; init 2 6:leaky_relu 4:tanh 3:softmax seed=2 weights=he; lambda = 0.7; keep1 = 0.6; optimizer adam; train 9 batch=20 decay=0.2 interval=3 clip=0.4 alpha=0.05",
     "alpha=0.05 batch=20 decay=0.2 interval=3 clip=0.4"),
    ("data moons split=0.8 standardize=yes; init 2 5:relu 1:sigmoid seed=3 weights=xavier; lambda = 0.3; optimizer momentum; train 9 alpha=0.3", "alpha=0.3"),
    ("init 2 5:sigmoid 1:tanh seed=3 weights=xavier loss=mse; lambda = 0.3; optimizer momentum form=classic nesterov=yes; train 9 alpha=0.03 clip=1", "alpha=0.03 clip=1"),
    ("init 2 5:sigmoid 1:tanh seed=3 weights=xavier loss=mse; optimizer momentum nesterov=yes beta=0.7; keep1 = 0.8; train 9 alpha=0.03", "alpha=0.03"),
    ("data spirals classes=3 m=50; init 2 5:sigmoid 3:softmax seed=3 weights=xavier loss=mse; optimizer rmsprop; train 9 alpha=0.03 batch=13 shuffle=no", "alpha=0.03 batch=13 shuffle=no"),
    # The last batch has one example, so two of three processes have none.
    ("data xor m=49; init 2 3:tanh 1:sigmoid seed=1; train 3 batch=16 alpha=0.5", "batch=16 alpha=0.5"),
    ("init 2 400:tanh 40:tanh 1:sigmoid seed=2 weights=xavier; train 3 optimizer=adam alpha=0.01", "optimizer=adam alpha=0.01"),
]


def training(arguments, folder):
    """The same steps in nnshell and in PyTorch: in one process with a restart, and in two and three processes with parts of unequal size."""
    for setup, options in TRAINING:
        for name in os.listdir(folder):
            os.remove(os.path.join(folder, name))
        run(arguments, folder, [setup, "export n.torch.py", f"trace J to=J.csv", f"train 20 {options}"])
        ours = np.loadtxt(os.path.join(folder, "J.csv"), delimiter=",", skiprows=1)[:, -1]

        def costs(*command):
            result = subprocess.run(command, text=True, capture_output=True, cwd=folder)
            assert result.returncode == 0, (setup, result.stderr[-600:])
            return [float(line.split("J = ")[1]) for line in result.stdout.splitlines() if line.startswith("step ")]

        close("training in one process, J", ours, costs(sys.executable, "n.torch.py", "12") + costs(sys.executable, "n.torch.py", "8"), 1e-10)
        os.remove(os.path.join(folder, "n.torch.checkpoint.pt"))
        launch = [os.path.join(os.path.dirname(sys.executable), "torchrun"), "--nproc-per-node"]
        for name, count in (("two", 2), ("three", 3)):
            close(f"training in {name} processes, J", ours, costs(*launch, str(count), "n.torch.py", "20"), 1e-10)
            os.remove(os.path.join(folder, "n.torch.checkpoint.pt"))
    run(arguments, folder, [TRAINING[0][0], "export n.torch.py precision=single"])
    for name in glob.glob(os.path.join(folder, "*.pt")):
        os.remove(name)
    single = subprocess.run([sys.executable, "n.torch.py", "20"], text=True, capture_output=True, cwd=folder).stdout.splitlines()
    run(arguments, folder, [TRAINING[0][0], "trace J to=J.csv", f"train 20 {TRAINING[0][1]}"])
    ours = np.loadtxt(os.path.join(folder, "J.csv"), delimiter=",", skiprows=1)[:, -1]
    close("training in single precision, J", ours, [float(line.split("J = ")[1]) for line in single], 1e-5)


def sklearn(arguments, folder):
    """A network of scikit-learn comes here as a graph of skl2onnx, and goes back as one of ours."""
    from skl2onnx import to_onnx
    from sklearn.datasets import load_iris
    from sklearn.neural_network import MLPClassifier, MLPRegressor

    X, y = load_iris(return_X_y=True)
    for kind, model in [("classes", MLPClassifier(hidden_layer_sizes=(6, 5), activation="tanh", max_iter=300, random_state=1).fit(X, y)), ("numbers", MLPRegressor(hidden_layer_sizes=(7,), activation="relu", max_iter=300, random_state=1).fit(X[:, :3], X[:, 3]))]:
        rows = X if kind == "classes" else X[:, :3]
        theirs = model.predict_proba(rows) if kind == "classes" else model.predict(rows)[:, None]
        with open(os.path.join(folder, "s.onnx"), "wb") as file:
            file.write(to_onnx(model, rows[:1].astype(np.float64), options={"zipmap": False} if kind == "classes" else None).SerializeToString())
        np.savez(os.path.join(folder, "d.npz"), X=rows.T.copy(), Y=theirs.T.copy())
        run(arguments, folder, ["data d.npz orient=columns", "load s.onnx", "forward", f"export A{len(model.coefs_)} a.csv", "export n.onnx"])
        close("scikit-learn by skl2onnx, outputs", theirs, table(folder, "a.csv").T, 1e-6)
        check_onnx(os.path.join(folder, "n.onnx"), rows, table(folder, "a.csv").T, "scikit-learn and back, outputs", 1e-13)


def document(arguments, folder):
    """Runs the blocks of docs/models.md as DocumentTests does, and those marked `peers` too. Of numbers, twelve digits are compared."""
    path = os.path.join(ROOT, "docs", "models.md")
    binaries = [os.path.dirname(arguments.nnshell), os.path.dirname(sys.executable)]
    environment = dict(os.environ, PATH=os.pathsep.join(binaries + [os.environ["PATH"]]))
    with open(path) as file:
        parts = file.read().split("```")
    update, checked = os.environ.get("NNSHELL_UPDATE_DOCUMENTS"), 0

    def shell(command, text=None):
        result = subprocess.run(["/bin/sh", "-c", command], input=text, text=True, capture_output=True, cwd=folder, env=environment)
        return result.stdout

    def general(text):
        return re.sub(r"-?\d+\.\d{6,}", lambda number: f"{float(number[0]):.12g}", text)

    for index in range(1, len(parts), 2):
        fence, body = parts[index].split("\n", 1)
        lines = body.splitlines()
        if any(line.startswith("nn> ") for line in lines):
            shell("nnshell -k -", "\n".join(line[4:] for line in lines if line.startswith("nn> ")) + "\n")
        elif "." in fence:
            with open(os.path.join(folder, fence), "w") as file:
                file.write(body)
        elif body.startswith("$ "):
            printed = "".join(f"{line}\n" + shell(line[2:]) for line in lines if line.startswith("$ "))
            if fence == "peers":
                if update:
                    parts[index] = fence + "\n" + printed
                assert update or general(printed) == general(body), f"docs/models.md prints\n{printed}instead of\n{body}"
                checked += 1
    if update:
        with open(path, "w") as file:
            file.write("```".join(parts))
    assert checked > 3
    print(f"peers: {checked} blocks of docs/models.md print what stands there")


OLDEST = """
import sys, numpy, onnxruntime
for name, kind in (("n.onnx", numpy.float64), ("s.onnx", numpy.float32)):
    session = onnxruntime.InferenceSession(name, providers=["CPUExecutionProvider"])
    numpy.savetxt(name + ".csv", session.run(["y"], {"x": numpy.loadtxt("x.csv", delimiter=",", ndmin=2).T.astype(kind)})[0].T, delimiter=",", fmt="%.17g")
"""


def oldest(arguments, folder):
    """Graphs in an onnxruntime of three years ago."""
    packages = os.path.join(folder, "packages")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", packages]
    installed = subprocess.run(pip + ["onnxruntime==1.16.3", "numpy==1.26.4"], text=True, capture_output=True)
    assert installed.returncode == 0, installed.stderr
    for setup in ["data blobs classes=3; init 2 6:tanh 5:sigmoid 4:relu 3:softmax seed=2 weights=xavier", "data moons normalize=yes; init 2 4:leaky_relu 1:sigmoid seed=2"]:
        run(arguments, folder, [setup, "train 9", "forward", "export n.onnx", "export s.onnx precision=single", "export (X * Xscale) x.csv" if "moons" in setup else "export X x.csv", "P = A[L]", "export P a.csv"])
        subprocess.run([sys.executable, "-c", OLDEST], check=True, cwd=folder, env=dict(os.environ, PYTHONPATH=packages))
        close("onnxruntime 1.16.3 double, outputs", table(folder, "a.csv"), table(folder, "n.onnx.csv"), 1e-13)
        close("onnxruntime 1.16.3 single, outputs", table(folder, "a.csv"), table(folder, "s.onnx.csv"), 2e-4)


NETRON = [
    ("init 2 5:tanh 1:sigmoid seed=2", ""),
    ("data d.csv y=plan missing=mean standardize=yes; init 2 4:leaky_relu 3:softmax seed=2", ""),
    ("init 2 5:leaky_relu 4:relu 1:sigmoid seed=2", "precision=single"),
]


def netron(arguments, folder):
    """What Netron reads in three graphs is what onnx reads in them."""
    node = shutil.which("node")
    if not node:
        raise SystemExit("peers: there is no node to run Netron with: apt-get install nodejs")
    sources = os.path.join(folder, "netron")
    shutil.copytree(os.path.dirname(importlib.util.find_spec("netron").origin), sources)
    with open(os.path.join(sources, "package.json"), "w") as file:
        json.dump({"type": "module"}, file)
    with open(os.path.join(folder, "d.csv"), "w") as file:
        file.write("size,age,plan\n1,4,gold\n2,,free\n3,4,silver\n5,2,free\n7,1,gold\n")

    def kind(tensor, shape):
        text = {onnx.TensorProto.DOUBLE: "float64", onnx.TensorProto.FLOAT: "float32"}[tensor]
        return text + (f"[{','.join(map(str, shape))}]" if shape else "")

    def kinds(values):
        types = {value.name: value.type.tensor_type for value in values}
        return {name: kind(type.elem_type, [size.dim_param or size.dim_value for size in type.shape.dim]) for name, type in types.items()}

    count, path = 0, os.path.join(folder, "n.onnx")
    for setup, options in NETRON:
        run(arguments, folder, [setup, "train 3", f"export n.onnx {options}"])
        result = subprocess.run([node, os.path.join(os.path.dirname(os.path.abspath(__file__)), "netron.mjs"), sources, path], text=True, capture_output=True)
        assert result.returncode == 0, (setup, result.stderr)
        model = onnx.load(path)
        wanted = {
            "format": f"ONNX v{model.ir_version}", "producer": f"{model.producer_name} {model.producer_version}", "description": model.doc_string,
            "imports": [f"ai.onnx v{model.opset_import[0].version}"], "metadata": {entry.key: entry.value for entry in model.metadata_props},
            "inputs": kinds(model.graph.input), "outputs": kinds(model.graph.output), "nodes": [step.op_type for step in model.graph.node],
            "initializers": {tensor.name: kind(tensor.data_type, tensor.dims) for tensor in model.graph.initializer},
        }
        found = json.loads(result.stdout)
        for part in wanted.keys() | found.keys():
            assert found.get(part) == wanted.get(part), f"netron: {setup}: {part}: {found.get(part)} is not {wanted.get(part)}"
        count += sum(1 if isinstance(value, str) else len(value) for value in wanted.values())
    print(f"peers: Netron finds in {len(NETRON)} graphs what onnx finds there: {count} names, shapes, nodes and notes")


LATEX = [
    "init 2 4:tanh 1:sigmoid seed=2", "data blobs classes=3; init 2 6:relu 5:leaky_relu 4:sigmoid 3:softmax seed=2; lambda = 0.7; optimizer adam",
    "X = [1, 2, 3]; Y = [2, 4, 6]; init 1 1:linear seed=2; optimizer momentum form=classic nesterov=yes", "init 2 1:sigmoid; optimizer rmsprop",
    "data 'a_b&50%#.csv' y=plan; init 2 3:softmax", "init 2 " + "3:tanh " * 59 + "1:sigmoid seed=2 weights=xavier", "init 2 5:sigmoid 1:tanh seed=3 loss=mse; keep1 = 0.8",
]


def latex(arguments, folder):
    """LaTeX makes pages of the equations, without an error and without a line that is too wide."""
    subprocess.run([os.path.join(ROOT, "tools", "setup.sh"), "texlive-latex-base"], check=True)
    pages = 0
    for number, setup in enumerate(LATEX):
        inner = os.path.join(folder, str(number))
        os.mkdir(inner)
        with open(os.path.join(inner, "a_b&50%#.csv"), "w") as file:
            file.write(TABLE)
        run(arguments, inner, [setup, "train 2", "export net.tex"])
        for _ in range(2):
            result = subprocess.run(["pdflatex", "-halt-on-error", "-interaction=nonstopmode", "net.tex"], text=True, errors="replace", capture_output=True, cwd=inner)
        written = re.search(r"Output written on net\.pdf \((\d+) page", result.stdout)
        assert result.returncode == 0 and written, (setup, result.stdout[-600:])
        faults = [line for line in result.stdout.splitlines() if "Overfull" in line or "Warning" in line]
        assert not faults, (setup, faults)
        pages += int(written[1])
    print(f"peers: LaTeX made {pages} pages of {len(LATEX)} networks, without a warning")


def networks(arguments, folder):
    for seed in range(arguments.seeds):
        with tempfile.TemporaryDirectory() as inner:
            try:
                network(arguments, seed, inner)
            except AssertionError as error:
                raise SystemExit(f"peers: network {seed}: {error}")


PARTS = {
    "networks": networks, "figures": figures, "sigmoid": sigmoid_range, "lessons": lessons, "training": training, "document": document, "sklearn": sklearn, "netron": netron, "latex": latex, "oldest": oldest,
}
parser = argparse.ArgumentParser()
parser.add_argument("nnshell")
parser.add_argument("--seeds", type=int, default=50)
parser.add_argument("--update", action="store_true", help="write Tests/InterpTests/Figures/exports.json")
parser.add_argument("--part", action="append", choices=PARTS)
arguments = parser.parse_args()
arguments.nnshell = os.path.abspath(arguments.nnshell)
for part in arguments.part or PARTS:
    with tempfile.TemporaryDirectory() as folder:
        PARTS[part](arguments, folder)
for kind, (count, worst) in sorted(comparisons.items()):
    print(f"peers: {kind}: {count} numbers, largest difference {worst:.2g}")
print(f"peers: {sum(count for count, _ in comparisons.values())} numbers compared")
