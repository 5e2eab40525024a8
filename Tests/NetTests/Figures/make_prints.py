"""Prints of real tools, with the arrays that they print: python3 make_prints.py. It writes prints-more.json.

It needs numpy 2.4.6, pandas 3.1.1, polars 2.1.0, torch 2.15.0, jax 0.10.2, R 4.2.2 (Rscript) and GNU Octave 7.3.0 (octave-cli).
The name of a print is TOOL-FORM-ARRAY. `float32` in the form means that the values were rounded to single precision first."""
import io
import json
import os
import subprocess
import tempfile

import jax
import jax.numpy as jnp
import numpy as np
import pandas as pd
import polars as pl
import torch

HERE = os.path.dirname(os.path.abspath(__file__))
prints = {}
rng = np.random.RandomState(3)
arrays = {k: np.array(v) for k, v in json.load(open(os.path.join(HERE, "prints/values.json"))).items()}
arrays["W"] = rng.randn(3, 30) * np.exp(rng.randn(3, 30) * 3)
arrays["C"] = rng.randn(5, 1)
arrays["L"] = rng.randn(40, 2)
arrays["B"] = rng.randn(3, 2) * 1e5


def write(form, array, text):
    prints[f"{form}-{array}"] = str(text)


def numpy_prints(k, a):
    write("numpy-dictionary", k, {"loss": 0.5, k: a, "other": np.zeros((2, 2))})
    write("numpy-fstring", k, f"dW1={a!r}")
    write("numpy-two", k, f"first = [[1. 2.]]\n{k} =\n{a}\n")
    write("ipython-session", k, f"In [3]: {k}\nOut[3]: \n{a!r}\n\nIn [4]: ")
    write("json-file", k, json.dumps({"aa": [1, 2], k: a.tolist()}))
    with np.printoptions(precision=3):
        write("numpy-precision3", k, a)
    if a.ndim == 0:
        return
    with np.printoptions(threshold=20):
        write("numpy-summary", k, repr(a))
    text = io.StringIO()
    np.savetxt(text, a, fmt="%.4f", delimiter=",", header="a,b")
    write("numpy-savetxt", k, text.getvalue())
    if 1 in a.shape:
        write("numpy-vector", k, repr(a.ravel()))


def pandas_prints(k, a):
    d = pd.DataFrame(a)
    write("pandas-string", k, d.to_string(index=False))
    write("pandas-csv", k, d.to_csv())
    if a.shape[1] > 1:
        write("pandas-semicolon", k, d.to_csv(sep=";", decimal=",", index=False))
    write("pandas-tab", k, d.to_csv(sep="\t"))
    with pd.option_context("display.max_columns", None, "display.width", 50):
        write("pandas-parts", k, d)
    d.columns = [f"x{i}" for i in range(a.shape[1])]
    d.index = pd.Index([f"u{i}" for i in range(a.shape[0])], name="unit")
    write("pandas-named", k, d)
    if 1 in a.shape:
        write("pandas-series", k, pd.Series(a.ravel()))
        write("pandas-series_float32", k, pd.Series(a.ravel().astype("float32"), name="db1"))


def polars_prints(k, a):
    d = pl.DataFrame(a)
    write("polars-frame", k, d)
    write("polars-float32", k, d.cast(pl.Float32))
    write("polars-csv", k, d.write_csv())
    wide = {"tbl_rows": -1, "tbl_cols": -1, "tbl_width_chars": 4000}
    for form in ["ASCII_FULL", "ASCII_MARKDOWN", "NOTHING"]:
        with pl.Config(tbl_formatting=form, **wide):
            write(f"polars-{form.lower()}", k, d)
    if 1 in a.shape:
        write("polars-series", k, pl.Series(a.ravel()))


def torch_prints(k, a):
    t = torch.tensor(a)
    f = torch.tensor(a.astype("float32"))
    write("torch-dictionary", k, {"aa": torch.zeros(2, 2), k: t})
    write("torch-parameter_float32", k, repr(torch.nn.Parameter(f)))
    write("torch-float32", k, repr(f))
    if a.ndim and a.shape[0] == 1:
        write("torch-vector", k, repr(t[0]))


def jax_prints(k, a):
    jax.config.update("jax_enable_x64", False)
    write("jax-float32", k, repr(jnp.array(a.astype("float32"))))
    jax.config.update("jax_enable_x64", True)
    write("jax-dictionary", k, {k: jnp.array(a)})


for name, array in arrays.items():
    numpy_prints(name, array)
    torch_prints(name, array)
    jax_prints(name, array)
    if array.ndim:
        pandas_prints(name, array)
        polars_prints(name, array)
with tempfile.TemporaryDirectory() as folder:
    for name, array in arrays.items():
        np.savetxt(f"{folder}/{name}.csv", np.atleast_2d(array), fmt="%.17g", delimiter=",")
    subprocess.run(["Rscript", f"{HERE}/make_prints.R", folder], check=True)
    subprocess.run(["octave-cli", "-q", f"{HERE}/make_prints.m", folder], check=True, stderr=subprocess.DEVNULL)
    for file in sorted(f for f in os.listdir(folder) if f.endswith(".txt")):
        prints[file[:-4]] = open(os.path.join(folder, file)).read()
rows = {k: [[repr(x) for x in row] for row in np.atleast_2d(a).tolist()] for k, a in arrays.items()}
with open(os.path.join(HERE, "prints-more.json"), "w") as file:
    json.dump({"arrays": rows, "prints": prints}, file, indent=0, ensure_ascii=False)
