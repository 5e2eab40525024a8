"""Makes tables and array files as people's tools write them, and says what X and Y are.

    python3 make_tables.py                      writes tables.json: 60 small tables with their X and Y, for TableFigureTests
    python3 make_tables.py NNSHELL [N [SEED]]   makes N files of each kind and compares what the program reads with X and Y, bit for bit; a filled gap within
                                                4 eps of the largest value of its column

A table is made as a data frame, written by pandas, polars, NumPy or the csv module, and read again by pandas with the options told. The
program is told nothing but what it cannot guess. The arrays are those that were written. pandas 3.1.1, polars 2.1.0, NumPy 2.4.6, SciPy 1.17.1 and
h5py 3.16.0 made the committed file."""
import base64
import csv
import gzip
import io
import json
import os
import random
import subprocess
import sys
import tempfile

import h5py
import numpy as np
import pandas as pd
import polars as pl
import scipy.io

HERE = os.path.dirname(os.path.abspath(__file__))
MISSING = ["", "NA", "N/A", "nan", "NaN", "null", "NULL", "None", "?", "-"]


def bits(array):
    return [format(int(v), "016x") for v in np.ascontiguousarray(array, dtype=np.float64).ravel().view(np.uint64)]


class Case:
    """A file, the options of data, and what X and Y are: one example a column."""

    def __init__(self, name, content, options, X, Y, classes=None, features=None, filled=()):
        self.name, self.content, self.options = name, content, options
        # Means and medians are computed in another order than NumPy's. They may differ by a few rounding errors of the largest known value.
        self.filled = filled
        self.X, self.Y = np.atleast_2d(X), None if Y is None else np.atleast_2d(Y)
        self.classes, self.features = classes, features

    def settle(self, X):
        """Takes the filled values of the program where they are near enough."""
        for row, gaps, largest in self.filled:
            near = np.abs(X[row] - self.X[row]) <= 4 * np.finfo(float).eps * largest
            self.X[row] = np.where(gaps & near, X[row], self.X[row])

    def as_json(self):
        return {
            "name": self.name, "bytes": base64.b64encode(self.content).decode(), "options": self.options,
            "X": {"shape": list(self.X.shape), "bits": bits(self.X)}, "Y": {"shape": list(self.Y.shape), "bits": bits(self.Y)},
            "classes": self.classes, "features": self.features}


def targets(values):
    """Y and the classes, by the rule of text tables: words, or two different numbers, are classes."""
    values = np.asarray(values)
    if values.dtype.kind in "fiub" and len(set(values.tolist())) != 2:
        return values.astype(np.float64)[None, :], None
    kinds = sorted(set(values.tolist()))
    if values.dtype.kind in "fiub":
        names = [str(int(k)) if float(k).is_integer() else repr(float(k)) for k in kinds]
    else:
        names = [str(k) for k in kinds]
    rows = np.array([[float(v == k) for v in values.tolist()] for k in kinds])
    return (rows[1:] if len(kinds) == 2 else rows), names


def numbers(r, m):
    kind = r.randrange(7)
    if kind == 0:
        return np.array([r.gauss(0, 10 ** r.randrange(-3, 4)) for _ in range(m)])
    if kind == 1:
        return np.array([round(r.uniform(-100, 100), r.randrange(0, 6)) for _ in range(m)])
    if kind == 2:
        return np.array([r.randrange(-5, 200) for _ in range(m)])
    if kind == 3:
        return np.array([r.randrange(-2 ** 60, 2 ** 60) for _ in range(m)])
    if kind == 4:
        return np.array([r.choice([-1, 1]) * r.random() * 10.0 ** r.randrange(-300, 300) for _ in range(m)])
    if kind == 5:
        return np.array([float(np.float32(r.gauss(0, 1))) for _ in range(m)])
    return np.array([r.choice([0.1, 0.5, 1.5, -0.0, 5e-324, 1.7976931348623157e308, 1e22, 1e23]) + 0.0 for _ in range(m)])


def table(r, index):
    m, n = r.randrange(4, 40), r.randrange(1, 7)
    frame = pd.DataFrame({r.choice(["x%d", "feature %d", "größe%d", "a,b%d", 'q"%d', "-x%d"]) % i: numbers(r, m) for i in range(n)})
    options, truths, hot = [], [], None
    if r.random() < 0.25:
        frame["flag"] = [r.random() < 0.5 for _ in range(m)]
        truths.append("flag")
    if r.random() < 0.15:
        frame["said"] = [r.choice(["yes", "no"]) for _ in range(m)]
        truths.append("said")
    if r.random() < 0.25:
        hot = "plan"
        frame["plan"] = [r.choice(["basic", "gold", "très cher", "a;b", "x y"]) for _ in range(m)]
        options.append("onehot=plan")
    kind = r.randrange(5)
    if kind == 0:
        y = [r.choice([0, 1]) for _ in range(m)]
        y[:2] = [0, 1]
    elif kind == 1:
        y = [r.choice(["no", "yes"]) for _ in range(m)]
        y[:2] = ["no", "yes"]
    elif kind == 2:
        y = [r.choice(["setosa", "versicolor", "virginica, wild"]) for _ in range(m)]
        y[:3] = ["setosa", "versicolor", "virginica, wild"]
    elif kind == 3:
        y = [round(r.uniform(0, 50), 3) for _ in range(m)]
        y[:3] = [0.5, 1.5, 2.5]
    else:
        y = [r.randrange(0, 9) for _ in range(m)]
        y[:3] = [7, 8, 3]
    frame["y"] = y
    names = list(frame.columns)

    # How the table is written.
    style = r.choice(["comma", "semicolon", "tab", "bar", "german", "blanks", "polars", "sepline", "trailing", "savetxt", "nonumeric"])
    if style in ("blanks", "savetxt"):
        # Cells of such tables have no quotes, so only numbers go.
        frame = frame[[c for c in names if c not in truths + [hot]]].copy()
        frame.columns = [f"c{i}" for i in range(len(frame.columns) - 1)] + ["y"]
        options, truths, hot = [], [], None
        if frame["y"].dtype.kind not in "fiu":
            frame["y"] = [i % 2 for i in range(m)]
        names = list(frame.columns)
    elif any(c.startswith("-") for c in names) and r.random() < 0.5:
        frame = frame.rename(columns=lambda c: c.lstrip("-"))
        names = list(frame.columns)
    gaps = None
    if style not in ("savetxt", "blanks") and r.random() < 0.4:
        gaps = r.choice(["drop", "mean", "median"])
        options.append(f"missing={gaps}")
        free = [c for c in names if c not in truths + [hot, "y"]]
        for c in free:
            if r.random() < 0.5:
                # Whole numbers of 60 bits would be rounded when a gap makes the column one of doubles.
                frame[c] = frame[c].astype(np.float64)
                for row in r.sample(range(m), r.randrange(0, max(1, m // 3))):
                    frame.loc[row, c] = np.nan
        if not frame[free].isna().any().any():
            frame.loc[0, free[0]] = np.nan
    index_column = style in ("comma", "semicolon", "tab") and r.random() < 0.4
    separator = {"semicolon": ";", "german": ";", "tab": "\t", "bar": "|", "blanks": " ", "sepline": r.choice([";", "|"])}.get(style, ",")
    decimal = "," if style == "german" else "."
    word = r.choice([w for w in MISSING if w or style != "blanks"])
    encoding = r.choice(["utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16"]) if style != "savetxt" else "utf-8"
    out = io.StringIO()
    if style == "savetxt":
        buffer = io.BytesIO()
        np.savetxt(buffer, frame.to_numpy(dtype=np.float64), delimiter=r.choice([",", " ", "\t", ";"]), header=r.choice(["", ""]), fmt="%.18e")
        text = buffer.getvalue().decode()
        reread = pd.DataFrame(np.loadtxt(io.StringIO(text.replace(",", " ").replace(";", " "))).reshape(m, -1), columns=names)
    else:
        if style == "polars":
            text = pl.from_pandas(frame).write_csv(null_value=word, quote_style=r.choice(["necessary", "non_numeric", "always"]))
        else:
            quoting = csv.QUOTE_NONNUMERIC if style == "nonumeric" else csv.QUOTE_MINIMAL
            frame.to_csv(
                out, sep=separator, decimal=decimal, index=index_column, na_rep=word, quoting=quoting, lineterminator=r.choice(["\n", "\r\n"]),
                float_format=r.choice([None, None, "%.6g", "%.3f", "%.10e"]))
            text = out.getvalue()
            if style == "trailing":
                text = "".join(line + "," + end for line, end in ((l.rstrip("\r\n"), l[len(l.rstrip("\r\n")):]) for l in text.splitlines(True)))
            if style == "sepline":
                text = f"sep={separator}\n" + text
        body = text.split("\n", 1)[1] if style == "sepline" else text
        told = {c: str for c in [hot] if c}
        reread = pd.read_csv(
            io.StringIO(body), sep=separator, decimal=decimal, index_col=0 if index_column else None, na_values=MISSING,
            keep_default_na=True, dtype=told)
        if style == "trailing":
            reread = reread.iloc[:, :-1]
        reread.columns = names
    if style == "comma" and r.random() < 0.3:
        comments = "".join(f"{r.choice('#%')} line {i}, made up\n" for i in range(r.randrange(1, 4)))
        text = comments + text
    content = text.encode(encoding)
    if r.random() < 0.15:
        content = gzip.compress(content, mtime=0)

    # X and Y as pandas has them.
    if gaps == "drop":
        reread = reread.dropna()
        if len(reread) < 2:
            return None
    X, features, filled = [], [], []
    for c in reread.columns[:-1]:
        column = reread[c]
        if c in truths:
            X.append([1.0 if str(v).lower() in ("true", "yes") else 0.0 for v in column])
            features.append(c)
        elif c == hot:
            for k in sorted(set(column)):
                X.append([float(v == k) for v in column])
                features.append(f"{c}={k}")
        else:
            values = column.to_numpy(dtype=np.float64).copy()
            if gaps in ("mean", "median") and np.isnan(values).any():
                known = values[~np.isnan(values)]
                filled.append((len(X), np.isnan(values), np.abs(known).max()))
                values[np.isnan(values)] = (np.mean(known) if gaps == "mean" else np.median(known)) + 0.0
            if not np.isfinite(values).all():
                return None
            X.append(values)
            features.append(c)
    last = reread["y"].to_numpy()
    if last.dtype.kind in "fiub" and len(set(last.tolist())) == 1 or last.dtype.kind not in "fiub" and len(set(last.tolist())) < 2:
        return None
    Y, classes = targets(last)
    return Case(f"t{index}.{r.choice(['csv', 'txt', 'data', 'xls'])}", content, " ".join(options), np.array(X, dtype=np.float64), Y, classes,
                None if style == "savetxt" else features, filled)


def array_targets(Y):
    """The rule of arrays: two different numbers, or few different whole numbers, are classes."""
    Y = np.asarray(Y, dtype=np.float64).ravel()
    kinds = sorted(set(Y.tolist()))
    whole = all(k == int(k) for k in kinds)
    if len(kinds) == 2 or whole and 2 < len(kinds) <= min(100, len(Y) // 2):
        rows = np.array([[float(v == k) for v in Y] for k in kinds])
        return rows[1:] if len(kinds) == 2 else rows
    return Y[None, :]


def arrays(r, index, folder):
    kind = r.choice(["npz", "npz", "npy", "mat4", "mat5", "mat5z", "hdf5", "hdf5z"])
    m = r.randrange(5, 40)
    shape = r.choice([[m, r.randrange(1, 6)], [m, r.randrange(1, 6)], [m, 4, 3], [m, 3, 3, 2]])
    if kind == "mat4" or kind == "npy" and len(shape) == 2 and shape[1] == m:
        shape = [m, 2]
    dtype = r.choice(["f8", "f4", "f2", "i1", "u1", "i4", "u2", "i8", "?", ">f8", ">i4"])
    if kind.startswith("mat"):
        dtype = dtype.replace("f2", "f4").replace("?", "u1").lstrip(">")
    X = (np.array([r.gauss(0, 1) for _ in range(int(np.prod(shape)))]) * 40).reshape(shape)
    X = (np.abs(X) % 100).astype(dtype) if np.dtype(dtype).kind in "u" else X.astype(dtype)
    plain = X.astype(np.float64)
    y = r.choice([
        lambda: np.array([i % 2 for i in range(m)]), lambda: np.array([r.gauss(0, 1) for _ in range(m)]), lambda: np.array([i % 3 + 1 for i in range(m)]),
        lambda: np.array([i % 2 == 0 for i in range(m)])])()
    if kind.startswith("mat"):
        y = y.astype(np.float64)
    Y = y.reshape(r.choice([[m], [m, 1], [1, m]]))
    # The examples lie along the first dimension, or along the last one.
    turned = len(shape) == 2 and r.random() < 0.5
    stored = X.T if turned else X
    if r.random() < 0.5:
        stored = np.asfortranarray(stored)
    other = stored.shape[0] if turned else (stored.shape[1] if len(shape) == 2 else 0)
    unclear = other == m or len(shape) > 2 and m in shape[1:]
    options = ("orient=" + ("columns" if turned else "rows")) if unclear else ""
    names = r.choice([("X", "Y"), ("x", "y"), ("data", "target"), ("features", "labels"), ("train_set_x", "train_set_y"), ("images", "targets")])
    path = os.path.join(folder, f"a{index}." + r.choice(["bin", "npz", "mat", "h5", "data"]))
    put = {names[0]: stored, names[1]: Y}
    if r.random() < 0.4:
        put["notes"] = np.arange(7.0)
    with_y = True
    if kind == "npz":
        with open(path, "wb") as file:
            (np.savez if r.random() < 0.5 else np.savez_compressed)(file, **put)
    elif kind == "npy":
        with open(path, "wb") as file:
            np.save(file, stored)
        with_y = False
        if len(shape) == 2 and turned:
            options = "orient=columns"
        elif options == "" and len(shape) == 2:
            options = r.choice(["", "orient=rows"])
    elif kind.startswith("mat"):
        scipy.io.savemat(path, {k: v for k, v in put.items()}, format="4" if kind == "mat4" else "5", do_compression=kind == "mat5z", appendmat=False)
    else:
        # Debian 12's HDF5 opens no compressed set and no bool that HDF5 2.0 wrote with libver latest.
        old = kind == "hdf5z" or "b" in (stored.dtype.kind, Y.dtype.kind)
        with h5py.File(path, "w", libver="earliest" if old else r.choice(["earliest", "latest"])) as file:
            for k, v in put.items():
                file.create_dataset(k, data=v, **({"compression": "gzip", "chunks": True, "shuffle": r.random() < 0.5} if kind == "hdf5z" else {}))
    with open(path, "rb") as file:
        content = file.read()
    if r.random() < 0.2:
        content = gzip.compress(content, mtime=0)
    flat = plain.reshape(m, -1).T
    return Case(os.path.basename(path), content, options, flat, array_targets(y) if with_y else None)


def read_by_program(program, path, options, with_y):
    lines = ["set report off", f'data "{path}" {options}', "X"] + (["Y"] if with_y else [])
    result = subprocess.run([program, "--json", "-c", "\n".join(lines)], capture_output=True, text=True)
    values = []
    for line in result.stdout.splitlines():
        item = json.loads(line)
        if item.get("value") is not None and item.get("shape") is not None:
            values.append(np.array(item["value"], dtype=np.float64).reshape(item["shape"]))
    return values, result


def compare(program, count, seed):
    wrong = total = 0
    kinds = {}
    with tempfile.TemporaryDirectory() as folder:
        for index in range(count):
            r = random.Random(seed * 1_000_003 + index)
            for make in (lambda: table(r, index), lambda: arrays(r, index, folder)):
                case = make()
                if case is None:
                    continue
                path = os.path.join(folder, case.name)
                with open(path, "wb") as file:
                    file.write(case.content)
                values, result = read_by_program(program, path, case.options, case.Y is not None)
                total += 1
                wanted = [case.X] + ([case.Y] if case.Y is not None else [])
                if values and values[0].shape == case.X.shape:
                    case.settle(values[0])
                good = len(values) == len(wanted) and all(v.shape == w.shape and bits(v) == bits(w) for v, w in zip(values, wanted))
                if not good:
                    wrong += 1
                    keep = os.path.join(tempfile.gettempdir(), "wrong-" + case.name)
                    with open(keep, "wb") as file:
                        file.write(case.content)
                    print(f"{keep} {case.options}: wanted {[w.shape for w in wanted]}, got {[v.shape for v in values]}; {result.stderr.strip()[:600]}")
                os.unlink(path)
    print(f"{total - wrong} of {total} files equal (seed {seed})")
    return wrong == 0


def main():
    if len(sys.argv) > 1:
        count = int(sys.argv[2]) if len(sys.argv) > 2 else 300
        sys.exit(0 if compare(sys.argv[1], count, int(sys.argv[3]) if len(sys.argv) > 3 else 1) else 1)
    cases, index = [], 0
    while len(cases) < 60:
        case = table(random.Random(f"figure {index}"), index)
        index += 1
        if case is not None and len(case.content) < 800 and not case.filled:
            cases.append(case.as_json())
    with open(os.path.join(HERE, "tables.json"), "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")


if __name__ == "__main__":
    main()
