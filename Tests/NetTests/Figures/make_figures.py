"""Makes the figures that the tests compare with, by NumPy, scikit-learn and mpmath: python3 make_figures.py > figures.json

A number is written as the shortest text that reads back to the same double."""
import base64
import io
import json
import sys

import mpmath
import numpy as np
from sklearn.datasets import make_blobs, make_circles, make_moons

mpmath.mp.prec = 200


def flat(array):
    return [repr(float(v)) for v in np.asarray(array, dtype=float).ravel()]


def hash64(array):
    """A hash like FNV over the 64-bit patterns, the same as in NetFigures.swift."""
    h = 1469598103934665603
    for word in np.asarray(array, dtype=np.float64).view(np.uint64).tolist():
        h = ((h ^ word) * 1099511628211) & 0xFFFFFFFFFFFFFFFF
    return str(h)


def generator():
    rows = []
    for seed in range(100):
        rows.append({
            "seed": seed,
            "randn": hash64(np.random.RandomState(seed).randn(10000)),
            "rand": hash64(np.random.RandomState(seed).rand(10000)),
            "permutation": hash64(np.random.RandomState(seed).permutation(10000).astype(float)),
        })
    mixed = np.random.RandomState(7)
    values = [mixed.randn(), mixed.rand(), mixed.randn(), mixed.randn()] + list(mixed.permutation(5)) + list(mixed.randn(3)) + [mixed.rand()]
    last = np.random.RandomState(4294967295)
    return {"streams": rows, "mixed": flat(values), "largestSeed": flat(last.randn(4))}


def flower():
    rng = np.random.RandomState(1)
    X, Y = [], []
    for j in range(2):
        t = np.linspace(j * 3.12, (j + 1) * 3.12, 200) + rng.randn(200) * 0.2
        r = 4 * np.sin(4 * t) + rng.randn(200) * 0.2
        X.append(np.c_[r * np.sin(t), r * np.cos(t)])
        Y += [j] * 200
    return np.concatenate(X).T, np.array(Y, dtype=float).reshape(1, -1)


def sets():
    X, Y = flower()
    result = {"flower": {"X": flat(X), "Y": flat(Y)}}
    for name, make in [
        ("moons", lambda m, noise, seed: make_moons(m, noise=noise, random_state=seed)),
        ("circles", lambda m, noise, seed: make_circles(m, noise=noise, random_state=seed)),
    ]:
        for noise in (None, 0.15):
            X, y = make(11, noise, 3)
            result[f"{name} {noise or 0}"] = {"X": flat(X.T), "Y": flat(y)}
    X, y = make_circles(11, noise=0.3, factor=0.5, random_state=3)
    result["circles factor"] = {"X": flat(X.T), "Y": flat(y)}
    for classes, deviation in ((2, 1.0), (3, 0.5)):
        X, y = make_blobs(11, centers=classes, cluster_std=deviation, random_state=5)
        Y = y if classes == 2 else np.eye(classes)[y].T
        result[f"blobs {classes}"] = {"X": flat(X.T), "Y": flat(Y)}
    return result


# --- networks, in plain NumPy --------------------------------------------------------------------------------------

SLOPE = 0.01


def activate(name, z):
    if name == "sigmoid":
        return 1 / (1 + np.exp(-z))
    if name == "tanh":
        return np.tanh(z)
    if name == "relu":
        return np.maximum(z, 0)
    if name == "leaky_relu":
        return np.where(z > 0, z, SLOPE * z)
    if name == "softmax":
        e = np.exp(z - z.max(axis=0, keepdims=True))
        return e / e.sum(axis=0, keepdims=True)
    return z


def through(name, z, dA):
    """dZ from dA."""
    a = activate(name, z)
    if name == "sigmoid":
        return dA * a * (1 - a)
    if name == "tanh":
        return dA * (1 - a ** 2)
    if name == "relu":
        return dA * (z > 0)
    if name == "leaky_relu":
        return dA * np.where(z > 0, 1, SLOPE)
    if name == "softmax":
        return a * (dA - (dA * a).sum(axis=0, keepdims=True))
    return dA


def loss(name, a, y):
    """J and dA."""
    m = y.shape[1]
    if name == "cross_entropy":
        return -(y * np.log(a) + (1 - y) * np.log(1 - a)).sum() / m, -y / a + (1 - y) / (1 - a)
    if name == "categorical":
        return -(y * np.log(a)).sum() / m, -y / a
    return ((a - y) ** 2).sum() / (2 * m), a - y


def passes(Ws, bs, names, lossname, X, Y):
    As, Zs = [X], []
    for W, b, name in zip(Ws, bs, names):
        Zs.append(W @ As[-1] + b)
        As.append(activate(name, Zs[-1]))
    J, dA = loss(lossname, As[-1], Y)
    dWs, dbs = [None] * len(Ws), [None] * len(Ws)
    for l in reversed(range(len(Ws))):
        dZ = through(names[l], Zs[l], dA)
        dWs[l] = dZ @ As[l].T / X.shape[1]
        dbs[l] = dZ.sum(axis=1, keepdims=True) / X.shape[1]
        dA = Ws[l].T @ dZ
    return J, dWs, dbs


def make_network(seed, sizes, scale):
    rng = np.random.RandomState(seed)
    Ws = [rng.randn(n, before) * scale for before, n in zip(sizes, sizes[1:])]
    return Ws, [np.zeros((n, 1)) for n in sizes[1:]]


def course():
    X, Y = flower()
    Ws, bs = make_network(2, [2, 4, 1], 0.01)
    rows = []
    for step in range(101):
        J, dWs, dbs = passes(Ws, bs, ["tanh", "sigmoid"], "cross_entropy", X, Y)
        if step in (0, 1, 10, 100):
            rows.append({"step": step, "J": repr(float(J)), "W1": flat(Ws[0]), "b1": flat(bs[0]), "W2": flat(Ws[1]), "b2": flat(bs[1]), "dW1": flat(dWs[0]), "dW2": flat(dWs[1])})
        Ws = [W - 1.2 * d for W, d in zip(Ws, dWs)]
        bs = [b - 1.2 * d for b, d in zip(bs, dbs)]
    return rows


def gradients():
    rng = np.random.RandomState(11)
    X = rng.randn(3, 7)
    classes = rng.randint(0, 3, 7)
    binary = rng.randint(0, 2, (3, 7)).astype(float)
    onehot = np.eye(3)[classes].T
    real = rng.randn(3, 7)
    rows = []
    for hidden in ("sigmoid", "tanh", "relu", "leaky_relu", "linear"):
        for output, lossname, Y in (
            ("sigmoid", "cross_entropy", binary), ("softmax", "categorical", onehot), ("linear", "mse", real), ("tanh", "mse", real),
            ("relu", "mse", real), ("leaky_relu", "mse", real), ("sigmoid", "mse", binary), ("softmax", "mse", onehot),
            ("softmax", "cross_entropy", onehot), ("sigmoid", "categorical", onehot),
        ):
            Ws, bs = make_network(4, [3, 5, 4, 3], 0.5)
            bs = [b + 0.1 for b in bs]
            J, dWs, dbs = passes(Ws, bs, [hidden, hidden, output], lossname, X, Y)
            rows.append({"hidden": hidden, "output": output, "loss": lossname, "Y": flat(Y), "J": repr(float(J)),
                         "dW1": flat(dWs[0]), "db1": flat(dbs[0]), "dW2": flat(dWs[1]), "dW3": flat(dWs[2]), "db3": flat(dbs[2])})
    return {"X": flat(X), "cases": rows}


def initial():
    rows = []
    for name in ("small", "he", "xavier", "uniform"):
        rng = np.random.RandomState(3)
        arrays = []
        for n, before in ((4, 3), (2, 4)):
            if name == "small":
                W = rng.randn(n, before) * 0.01
            elif name == "he":
                W = rng.randn(n, before) * np.sqrt(2 / before)
            elif name == "xavier":
                W = rng.randn(n, before) * np.sqrt(1 / before)
            else:
                W = (2 * rng.rand(n, before) - 1) / np.sqrt(before)
            arrays.append(flat(W))
        rows.append({"name": name, "W1": arrays[0], "W2": arrays[1]})
    return rows


# --- vector functions ----------------------------------------------------------------------------------------------


def functions():
    """Arguments over the whole range of each function. They include numbers below the smallest normal double, both signs, the borders between
    formulas, and the places where results overflow, underflow or no longer change."""
    rng = np.random.RandomState(0)

    def spread(low, high, count):
        """Random numbers of both signs, whose sizes are uniform on a logarithmic scale."""
        return list(np.exp(rng.uniform(np.log(low), np.log(high), count)) * rng.choice([-1, 1], count))

    def around(*centres):
        """Each number and its two neighbours."""
        return [v for c in centres for v in (np.nextafter(c, -np.inf), c, np.nextafter(c, np.inf))]

    largest = sys.float_info.max
    common = [s * v for v in (
        5e-324, 1e-323, 1.5e-323, 1e-310, 1.1125369292536007e-308, 2.2e-308, 2.2250738585072014e-308, 4.4501477170144028e-308, 1e-300, 1e-20, 5.551115123125783e-17, 1.1102230246251565e-16,
        1e-8, 2.9802322387695312e-08, 1e-3, 0.1, 0.3, 0.34657359027997264, 0.54, 0.55, 0.6931471805599453, 1, 2, 5, 10, 18, 19, 19.061547465398498, 20, 22, 36,
        36.7368005696771, 37, 40, 100, 300, 700, 708, 709, 745, 800, 1e5, 1e300, largest) for s in (1, -1)]
    overflow, normal, last = 709.782712893384, -708.3964185322641, -745.1332191019411
    near = spread(1e-12, 1, 120)
    # The arguments with the largest errors among millions.
    hard = [-265.55084631164954, -2.7851119243798053, 440.75814381906503, 8.9807718083407764, -5.9572305704887221, 9.7612174560343021, -9.7329772872020399,
            4.3839816674916925, -13.76137036114033, 0.016891511730571657, 0.023341050281879383, 0.0034993016410451092, -0.82855439351356241, 0.40415738978307369,
            -0.051482026472754239, -2.7336705866471176, -2.725023287045004, -3.448846941801845, -22.265181719207703]
    inputs = {
        "exp": common + around(overflow, normal, last) + [-708.5, -710.0, -720.25, -740.5] + hard + near + list(rng.uniform(-745, 709, 200)) + list(rng.uniform(-3, 3, 60)),
        "tanh": common + hard + near + list(rng.uniform(-20, 20, 160)) + list(rng.uniform(-1, 1, 100)),
        "sigmoid": common + around(-overflow, normal, last) + [-708.5, -710.0, -720.25, -740.5] + hard + near + list(rng.uniform(-40, 40, 160)) + list(rng.uniform(-745, -40, 60)),
        "log1p": [v for v in common if v > -1] + around(-0.5) + [-0.9, -0.999999, -1 + 1e-15, -1 + 2.0 ** -53] + [v for v in hard if v > -1] + near + list(rng.uniform(-0.99, 1, 120))
        + list(rng.uniform(0, 1e6, 40)) + [abs(v) for v in spread(1, 1e308, 60)],
    }
    formulas = {
        "exp": mpmath.exp, "tanh": mpmath.tanh, "log1p": mpmath.log1p,
        "sigmoid": lambda x: 1 / (1 + mpmath.exp(-x)),
    }

    def value(name, x):
        if name == "exp" and x > overflow:
            return "inf"
        if name in ("exp", "sigmoid") and x < -746:
            return "0.0"
        if name in ("tanh", "sigmoid") and x > 700:
            return "1.0"
        if name == "tanh" and x < -700:
            return "-1.0"
        # 1 + x must keep all digits of x, even where x is 5e-324.
        with mpmath.workprec(1400 if abs(x) < 1e-15 else 200):
            return repr(float(formulas[name](mpmath.mpf(float(x)))))

    return {name: {"x": [repr(float(x)) for x in xs], "y": [value(name, x) for x in xs]} for name, xs in inputs.items()}


def operators():
    values = [-7.5, -2.0, -0.5, -0.0, 0.0, 0.5, 1.0, 2.0, 3.0, 7.5, float("inf"), float("nan")]
    rows = []
    with np.errstate(all="ignore"):
        for a in values:
            for b in values:
                x, y = np.float64(a), np.float64(b)
                rows.append([repr(float(v)) for v in (a, b, x ** y, x % y, x // y, np.maximum(x, y), np.minimum(x, y))])
    A = np.random.RandomState(9).randn(6, 5)
    N = A.copy()
    N[2, 3] = np.nan
    reductions = []
    for name, call in (("sum", np.sum), ("mean", np.mean), ("var", np.var), ("std", np.std), ("max", np.max), ("min", np.min), ("argmax", lambda a, axis=None: np.argmax(a, axis) + 1), ("argmin", lambda a, axis=None: np.argmin(a, axis) + 1), ("cumsum", np.cumsum)):
        for axis in (None, 0, 1):
            reductions.append({"name": name, "axis": axis, "plain": flat(call(A, axis=axis)), "nan": flat(call(N, axis=axis))})
    return {"pairs": rows, "A": flat(A), "N": flat(N), "reductions": reductions}


def npy(array, **options):
    file = io.BytesIO()
    np.lib.format.write_array(file, array, **options)
    return base64.b64encode(file.getvalue()).decode()


def files():
    A = np.array([[1.5, -2.0, 0.1], [3.0, 1e300, -0.0]])
    whole = np.array([[1, -2, 0], [100, 127, -128]])
    kinds = ["<f8", ">f8", "<f4", ">f4", "<i8", ">i8", "<i4", ">i2", "|i1", "<u4", ">u2", "|u1", "|b1"]
    read = []
    for kind in kinds:
        # The numbers fit their type. 1e300 as float32 or -2 as unsigned would not.
        values = (A if kind[1:] == "f8" else np.array([[1.5, -2.0, 0.25], [3.0, 8.0, -0.0]]) if kind[1:] == "f4" else np.abs(whole) % 128 if kind[1] == "u" else whole).astype(kind)
        for fortran in (False, True):
            array = np.asfortranarray(values) if fortran else values
            read.append({"kind": kind, "fortran": str(fortran), "bytes": npy(array), "shape": list(array.shape), "values": flat(values.astype(float))})
    for shaped in (np.array(7.0), np.arange(4.0), np.zeros((2, 0)), np.zeros((2, 2, 2))):
        read.append({"kind": "<f8", "fortran": "False", "bytes": npy(shaped), "shape": list(shaped.shape), "values": flat(shaped)})
    for version in ((2, 0), (3, 0)):
        read.append({"kind": "<f8", "fortran": "False", "bytes": npy(A, version=version), "shape": [2, 3], "values": flat(A)})
    written = {
        "matrix": npy(A), "number": npy(np.array(2.5)), "column": npy(np.arange(12.0).reshape(12, 1)),
        "texts": npy(np.array(["tanh", "sigmoid", "ŷ"])), "text": npy(np.array("cross_entropy")),
    }
    plain, packed = io.BytesIO(), io.BytesIO()
    np.savez(plain, X=A, Y=np.array([[0.0, 1.0, 1.0]]), note=np.array("text"))
    np.savez_compressed(packed, X=A, Y=np.array([[0.0, 1.0, 1.0]]))
    archives = {"plain": base64.b64encode(plain.getvalue()).decode(), "packed": base64.b64encode(packed.getvalue()).decode()}
    return {"read": read, "written": written, "archives": archives}


json.dump({"generator": generator(), "sets": sets(), "course": course(), "gradients": gradients(), "initial": initial(), "functions": functions(), "operators": operators(), "files": files()}, sys.stdout, indent=0)
