"""Writes expressions with NumPy's results, for NumPyTwinTests: python3 make_numpy_twins.py > numpy_twins.json

It needs numpy. An expression is the same text for NumPy and for the shell. Here NumPy's functions have their plain names. The shell has
the same variables in its session. Only these things differ, and this script converts them:

- argmax and argmin count from 1, and permutation(n) has 1 … n: NumPy's result plus 1;
- sizes may be separate arguments, as in zeros(2, 3), and max and min of two arguments are elementwise;
- a 1-D array of NumPy is a (1, n) row;
- shuffle(v) is a statement. It changes v on both sides and has no result.

A number with a point is a NumPy double here, so that 1.0 / 0.0 is inf. A number without a point is an int, for sizes and axes.

A result is the shape, a colon, and the entries in row order. An entry is T, F, or the shortest text that reads back to the same double.
There are three lists:

- bits [text, result, …]: the doubles must be the same, including the sign of 0. Each statement has a result, except those that seed or shuffle.
- sums [text, largest term, result]: the difference is at most 4 units in the last place of the value or of the largest term of its sum.
  The list is for sums, whose order of addition is free, and for functions that no library rounds exactly.
- errors: NumPy refuses the expression, and the shell must refuse it too.

Some expressions are left out, because they mean something else in the shell: `array ** 0.5` of -inf and -0.0, where NumPy takes the
square root, unlike its function `power` and its single numbers; + and * of truth values, which are 0 and 1 in the shell; joins and norms of order 1
of 1-D arrays, which are rows in the shell. maximum and minimum of 0.0 and -0.0 give the second, as NumPy does on x86.
"""
import ast
import json
import sys
import warnings

import numpy as np  # numpy==2.2.6 made the file

warnings.filterwarnings("ignore")
np.seterr(all="ignore")
inf, nan = np.float64("inf"), np.float64("nan")

# --- operands --------------------------------------------------------------------------------------------------------------

edge = [-inf, -7.5, -3.0, -2.0, -1.0, -0.5, -0.0, 0.0, 1 / 3, 0.5, 1.0, 2.0, 2.5, 7.0, inf, nan]
variables = {
    "edge": np.array([edge]),
    "down": np.array([edge]).T,
    "units": np.array([[-inf, -1e300, -745.5, -100.0, -8.0, -2.5, -1.0, -0.75, -1e-10, -5e-324, -0.0, 0.0, 5e-324, 1e-310, 1e-10, 0.3, 0.5, 1.0, 1.5, 2.0, 2.5, 8.0, 100.0, 709.5, 710.0, 1000.0, 1024.0, 1e5, 1e300, inf, nan]]),
    "mixed": np.array([[1.5, -2.25, 0.1, 3.0], [-0.7, 12.5, 0.3, -4.0], [100.0, 0.2, -0.001, 7.0]]),
    "ties": np.array([[2.0, 5.0, 5.0, -1.0], [5.0, 2.0, 5.0, -1.0], [0.0, -1.0, 5.0, 3.0]]),
    "holes": np.array([[1.0, nan, 3.0, -1.0], [2.0, 0.5, -2.0, nan], [4.0, 0.25, 9.0, 1.0]]),
    "limits": np.array([[1.0, inf, -3.0], [2.0, -inf, inf], [0.5, 8.0, inf]]),
    "signed": np.array([[-0.0, -0.0], [0.0, -0.0], [-3.0, 2.0]]),
    "line": np.array([3.0, -4.0, 0.0, 1.5, -0.25]),
    "row": np.array([[4.0, -1.0, 0.5, 2.0]]),
    "tall": np.array([[2.0], [-3.0], [0.25]]),
    "only": np.array([[-2.5]]),
    "square4": np.array([[2.0, -1.0, 0.0, 3.0], [1.0, 0.5, -2.0, 4.0], [-3.0, 2.0, 1.0, 0.0], [0.25, 1.0, 1.0, -1.0]]),
    "mask": np.array([[True, False, True, True], [False, False, True, True], [False, False, False, False]]),
    "other": np.array([[True, True, False, False], [False, True, False, True], [True, False, False, True]]),
    "empty": np.zeros((1, 0)),
    "flat": np.zeros((0, 3)),
    "halves": np.array([[-3.5, -2.5, -1.5, -0.5, -0.4, -0.0, 0.0, 0.49999999999999994, 0.5, 1.5, 2.5, 3.5, 1e300, inf, -inf, nan]]),
    "prices": np.array([[1.005, 2.675, -1.115, 0.125, 0.375, 1234.5678, -987654.321, 25.0, 35.0, 450.0, 1550.0, 5e-5, 1e17, inf, nan]]),
    "long": np.random.RandomState(8).randn(3, 33),
    "deck": np.arange(1.0, 12.0),
    "cards": np.arange(1.0, 22.0).reshape(7, 3),
    "upright": np.arange(1.0, 7.0).reshape(6, 1),
    "chances": np.array([0.1, 0.0, 0.25, 0.05, 0.6]),
}
start = {name: array.copy() for name, array in variables.items()}

# --- NumPy under plain names -----------------------------------------------------------------------------------------------


def sizes(arguments):
    if len(arguments) == 1 and np.ndim(arguments[0]) > 0:
        arguments = arguments[0]
    return tuple(int(size) for size in arguments)


def made(make):
    return lambda *arguments, **options: make(sizes(arguments), **options)


def extremum(over, between):
    def call(a, b=None, **options):
        return over(a, **options) if b is None else between(a, b)
    return call


def drawn(make):
    return lambda *arguments: make(*sizes(arguments))


def permutation(a):
    result = np.random.permutation(a)
    return result + 1 if np.ndim(a) == 0 else result


names = {name: getattr(np, name) for name in """exp log log1p log2 log10 sqrt abs square sin cos tan maximum minimum sum mean std var dot outer clip where size
    cumsum any all isnan isfinite multiply divide add subtract power squeeze transpose concatenate eye arange linspace round sign allclose array_equal shape""".split()}
names |= {
    "max": extremum(np.max, np.maximum), "min": extremum(np.min, np.minimum), "norm": np.linalg.norm,
    "argmax": lambda *a, **o: np.argmax(*a, **o) + 1, "argmin": lambda *a, **o: np.argmin(*a, **o) + 1,
    "zeros": made(np.zeros), "ones": made(np.ones), "randn": drawn(np.random.randn), "rand": drawn(np.random.rand), "permutation": permutation,
    "reshape": lambda a, *to, **o: np.reshape(a, sizes(to), **o) if to else np.reshape(a, **o),
    "array": np.array, "copy": np.copy, "len": len, "float": float, "int": int, "str": str,
    "np": np, "inf": inf, "nan": nan, "pi": np.pi,
}
names |= {name: getattr(np.random, name) for name in "uniform normal standard_normal random random_sample randint choice shuffle exponential binomial".split()}
names |= variables


class Doubles(ast.NodeTransformer):
    """Turns numbers with a point into NumPy's doubles, which divide by zero as arrays do."""

    def visit_Constant(self, node):
        if not isinstance(node.value, float):
            return node
        return ast.copy_location(ast.Call(ast.Name("double", ast.Load()), [node], []), node)


def value(text):
    tree = ast.fix_missing_locations(Doubles().visit(ast.parse(text, mode="eval")))
    return eval(compile(tree, text, "eval"), dict(names, double=np.float64))


# --- writing ---------------------------------------------------------------------------------------------------------------


def number(v):
    if isinstance(v, (bool, np.bool_)):
        return "T" if v else "F"
    return repr(float(v)).removesuffix(".0")


def result(v):
    array = np.asarray(v)
    assert array.ndim <= 2
    shape = (1, len(array)) if array.ndim == 1 else array.shape
    return " ".join(map(str, shape)) + ":" + " ".join(number(entry) for entry in array.ravel())


def literal(array):
    array = np.atleast_2d(array)
    if array.size == 0:
        return f"zeros({array.shape[0]}, {array.shape[1]})"
    word = {"T": "True", "F": "False"}
    return "[" + "; ".join(", ".join(word.get(number(v), number(v)) for v in line) for line in array) + "]"


cases = {"bits": [], "sums": [], "errors": []}


def results(text):
    found = []
    for statement in text.split("; "):
        if "seed" in statement:
            np.random.seed(int("".join(filter(str.isdigit, statement))))
        elif "shuffle" in statement:
            value(statement)
        else:
            found.append(result(value(statement)))
    return found


def bits(*texts):
    cases["bits"] += [[text] + results(text) for text in texts]


def sums(*texts, terms="0.0"):
    """The entries of the expression `terms` are the terms of the sum."""
    sizes = np.abs(value(terms))
    largest = np.max(sizes[np.isfinite(sizes)], initial=0)
    cases["sums"] += [[text, number(largest)] + results(text) for text in texts]


def error(*texts):
    for text in texts:
        try:
            results(text)
        except Exception:
            cases["errors"].append(text)
            continue
        raise AssertionError(f"NumPy takes {text}")


# --- functions of one number -----------------------------------------------------------------------------------------------

for name in "exp log log1p log2 log10 sin cos tan".split():
    sums(f"{name}(units)", f"{name}(units.T)", f"{name}(only)", f"{name}(0.5)", f"{name}(-0.5)")
    bits(f"{name}(0.0)", f"{name}(-0.0)", f"{name}(inf)", f"{name}(-inf)", f"{name}(nan)", f"{name}(empty)", f"{name}(flat)")
for name in "sqrt abs square sign isnan isfinite".split():
    bits(f"{name}(units)", f"{name}(down)", f"{name}(only)", f"{name}(empty)", f"{name}(flat)", f"{name}(-2.0)", f"{name}(0.0)", f"{name}(-0.0)")
    bits(f"{name}(inf)", f"{name}(-inf)", f"{name}(nan)")
bits("exp(-1e4)", "exp(1e4)", "log2(8.0)", "log2(1024.0)", "log10(1000.0)", "log(1.0)", "log1p(-1.0)", "log(-1.0)", "log1p(-2.0)", "np.exp(mask * 0)", "sign(mask * 1)")
bits("round(halves)", "round(halves.T)", "round(2.5)", "round(-0.2)", "round(empty)", "halves.round()")
for places in (0, 1, 2, 3, 5, 15, 22, 400, -1, -2, -3, -400):
    bits(f"round(prices, {places})", f"round(prices, decimals={places})", f"prices.round({places})", f"round(1234.5678, {places})")
bits("-edge", "-edge.T", "+edge", "-empty", "-(-0.0)", "-0.0", "-2.0 ** 2.0", "~mask", "~(edge > 0.0)", "-mixed ** 2.0")

# --- operators -------------------------------------------------------------------------------------------------------------

shapes = ["mixed", "row", "tall", "only", "2.5", "-0.0"]
for sign in "+ - * / // %".split():
    bits(f"down {sign} edge", f"edge {sign} edge", f"edge {sign} 0.0", f"edge {sign} -0.0", f"edge {sign} inf", f"-inf {sign} edge", f"0.0 {sign} edge")
    bits(*(f"{a} {sign} {b}" for a in shapes for b in shapes))
    bits(f"empty {sign} empty", f"empty {sign} 2.0", f"2.0 {sign} empty", f"flat {sign} flat", f"flat {sign} ones(1, 3)", f"empty {sign} tall", f"mask * 1 {sign} 2.0")
    bits(*(f"{a} {sign} {b}" for a in "7.5 -7.5 0.0 -0.0 inf -inf nan".split() for b in "2.0 -2.0 0.0 -0.0 inf -inf nan".split()))
    error(f"mixed {sign} ties[:, :2]", f"empty {sign} row", f"flat {sign} zeros(2, 3)")
sums("down ** edge", "abs(mixed) ** mixed", "mixed ** 1.5", "2.0 ** mixed", "row ** tall", "tall ** row", "(-8.0) ** (1/3)", "8.0 ** (1/3)")
bits("edge ** 0.0", "edge ** 1.0", "edge ** 2.0", "edge ** 3.0", "edge ** -1.0", "edge ** -2.0", "edge ** inf", "edge ** -inf", "edge ** nan")
bits("1.0 ** edge", "nan ** edge", "inf ** edge", "(-inf) ** edge", "(-1.0) ** edge", "0.0 ** edge", "(-0.0) ** edge", "2.0 ** ties", "(-2.0) ** ties")
bits("0.0 ** 0.0", "(-2.0) ** 3.0", "2.0 ** -1", "(-2.0) ** -2.0", "(-8.0) ** 0.5", "(-0.0) ** -1.0", "(-0.0) ** -2.0", "0.0 ** -1.0", "nan ** 0.0", "1.0 ** nan", "(-1.0) ** inf")
bits("0.5 ** inf", "0.5 ** -inf", "2.0 ** 1024.0", "2.0 ** -1074.0", "2.0 ** -1080.0", "2.0 ** 3.0 ** 2.0", "-2.0 ** 2.0", "(-inf) ** 0.5", "(-0.0) ** 0.5", "(-inf) ** 3.0", "(-inf) ** 2.0")
bits("ties ** 2", "ties ** 3", "ties ** 0", "row ** 2", "empty ** 2.0", "flat ** 2.0", "2.0 ** empty", "square4 ** 2", "(-square4) ** 3")
bits("10.0 % 3.0", "-10.0 % 3.0", "10.0 % -3.0", "5.5 % -2.0", "-5.5 // 2.0", "1.0 // 0.1", "1.0 % 0.1", "0.3 // 0.1", "0.3 % 0.1", "6.0 % -3.0", "-6.0 % 3.0", "5e-324 % -1.0", "-5e-324 // 1.0", "1e300 % 7.0", "1e300 // 7.0", "-5e-324 % 2.0")
bits("mask + mask * 1", "mask * 2.5", "mask - 1.0", "2.0 * mask", "mask / 2.0", "True + 1.5", "True * 3.0", "2.0 - True")
for sign in "== != < <= > >=".split():
    bits(f"down {sign} edge", f"edge {sign} nan", f"nan {sign} edge", f"edge {sign} -0.0", f"ties {sign} 5.0", f"ties {sign} row", f"tall {sign} ties", f"inf {sign} edge")
    bits(f"nan {sign} nan", f"0.0 {sign} -0.0", f"inf {sign} inf", f"-inf {sign} inf", f"1.0 {sign} nan", f"empty {sign} 1.0", f"empty {sign} empty", f"only {sign} -2.5", f"mask {sign} other", f"mask {sign} True")
bits("1.0 < 2.0 < 3.0", "1.0 < nan < 3.0", "mask & other", "mask | other", "mask & ~other", "mask & True", "False | mask", "mask[:1, :] & mask", "mask[:, :1] | mask", "True & False", "True | False", "mask & (mixed > 0.0)", "(edge > 0.0) & (down > 0.0)", "(empty > 0.0) & (empty > 0.0)")
error("mask & mask[:, :2]", "mask | mask[:2, :]")

# --- products --------------------------------------------------------------------------------------------------------------

bits("ties @ square4", "square4 @ square4", "square4 @ square4 @ square4", "row @ square4", "ties @ row.T", "row.T @ row", "only @ only", "only @ ones(1, 3)", "ones(3, 1) @ only", "flat @ ones(3, 2)", "flat.T @ flat", "empty @ empty.T", "empty.T @ empty", "empty @ zeros(0, 2)")
sums("mixed @ mixed.T", terms="mixed ** 2.0 + 0.0")
sums("long @ long.T", terms="abs(long) @ abs(long.T)")
sums("limits @ limits", "holes @ square4", "signed @ signed.T", terms="square4")
sums("dot(mixed, mixed.T)", "np.dot(mixed, mixed.T)", "mixed.dot(mixed.T)", terms="mixed ** 2.0 + 0.0")
bits("dot(ties, square4)", "dot(2.0, mixed)", "dot(mixed, -0.5)", "dot(3.0, 4.0)", "dot(row, row.T)", "dot(row.T, row)", "dot(empty, empty.T)", "dot(empty, 2.0)")
error("mixed @ mixed", "row @ row", "2.0 @ mixed", "mixed @ 2.0", "dot(mixed, mixed)", "dot(row, row)", "empty @ row")
bits("outer(row, tall)", "outer(tall, row)", "outer(line, line)", "outer(edge, edge)", "outer(mixed, only)", "outer(2.0, row)", "outer(2.0, 3.0)", "outer(empty, row)", "outer(row, empty)", "outer(signed, signed)")

# --- two arrays ------------------------------------------------------------------------------------------------------------

for name in "maximum minimum add subtract multiply divide".split():
    bits(f"{name}(down, edge)", f"{name}(mixed, row)", f"{name}(tall, mixed)", f"{name}(tall, row)", f"{name}(mixed, 0.5)", f"{name}(0.5, mixed)", f"{name}(nan, mixed)", f"{name}(2.0, 3.0)", f"{name}(-0.0, 0.0)")
    bits(f"{name}(0.0, -0.0)", f"{name}(only, 2.0)", f"{name}(empty, 1.0)", f"{name}(empty, empty)", f"{name}(flat, ones(1, 3))", f"{name}(nan, 1.0)", f"{name}(1.0, nan)", f"{name}(inf, -inf)")
    error(f"{name}(mixed, ties[:, :2])", f"{name}(mixed)")
sums("power(down, edge)", "power(mixed, 1.5)", "power(abs(mixed), mixed)")
bits("power(edge, 2.0)", "power(edge, 3.0)", "power(edge, 0.5) > 1.0", "power(edge, -1.0)", "power(edge, 0.0)", "power(-0.0, 0.5)", "power(-inf, 0.5)", "power(-8.0, 1/3)", "power(-2.0, 3.0)", "power(2.0, -1.0)", "power(0.0, 0.0)", "power(empty, 2.0)", "power([-0.0, -inf, 4.0], [0.5, 0.5, 0.5])")
bits("max(down, edge)", "min(down, edge)", "max(2.0, 3.0)", "min(tall, row)", "max(mixed, 0.5)", "max(nan, 1.0)", "maximum(mask, other)", "minimum(mask, True)", "max(mask, False)")
bits("clip(edge, -1.0, 1.0)", "clip(edge, 2.0, -1.0)", "clip(edge, -inf, 0.5)", "clip(edge, nan, 1.0)", "clip(edge, 0.0, nan)", "clip(edge, 0.0, 0.0)", "clip(edge, -0.0, 0.0)", "clip(edge, -2.0, -0.0)", "clip(5.0, 0.0, 1.0)", "clip(nan, 0.0, 1.0)")
bits("clip(mixed, row, 3.0)", "clip(mixed, tall, row)", "clip(row, tall, tall + 1.0)", "clip(1.5, row, row + 1.0)", "clip(empty, 0.0, 1.0)", "edge.clip(-1.0, 1.0)", "clip(edge, a_min=-1.0, a_max=1.0)", "edge.clip(min=0.0)", "edge.clip(max=0.0)", "edge.clip(0.0)", "clip(edge, min=-2.0, max=2.0)", "clip(edge, max=1.0, min=0.5)", "clip(edge, -1.0, a_max=2.0)")
error("clip(mixed, ties[:, :2], 1.0)", "clip(mixed, 0.0, ones(2, 2))", "clip(mixed, 0.0, 1.0, min=0.0)")
bits("where(edge > 0.0, edge, 0.0)", "where(edge > 0.0, edge, -edge)", "where(mask, mixed, ties)", "where(mask, row, tall)", "where(mask, 1.0, 0.0)", "where(down > edge, down, edge)", "where(True, mixed, 0.0)", "where(False, mixed, row)", "where(1.0 > 2.0, 3.0, 4.0)", "where(edge, 1.0, -1.0)")
bits("where(mask[:, :1], mixed, row)", "where(tall > 0.0, row, -row)", "where(empty > 0.0, 1.0, 2.0)", "where(empty > 0.0, empty, 2.0)", "where(mask, mask, other)", "where(mask, True, False)", "where(mixed > 1.0, mask, False)", "where(only > 0.0, 1.0, 2.0)", "where(isnan(holes), 0.0, holes)", "where(mask, True, 0.0)")
error("where(mask, ties[:, :2], 0.0)", "where(mask[:2, :], mixed, ties)")
bits("isnan(holes)", "isfinite(limits)", "isnan(nan)", "isfinite(limits).all()", "~isnan(holes)")

# --- reductions ------------------------------------------------------------------------------------------------------------

arrays = ["mixed", "ties", "holes", "limits", "signed", "row", "tall", "only", "empty", "flat"]
axes = [None, "axis=0", "axis=1", "axis=-1", "axis=-2"]
counts = "argmax argmin max min any all".split()
terms = {"sum": "{}", "mean": "{}", "std": "{}", "var": "({0}) ** 2.0", "norm": "{}"}
for name in ["sum", "mean", "std", "var", "norm"] + counts:
    for array in arrays:
        for axis in axes:
            for keeps in (None, "keepdims=True"):
                if axis in ("axis=-1", "axis=-2") and (keeps or array not in ("mixed", "ties", "row")):
                    continue
                text = f"{name}({', '.join(part for part in (array, axis, keeps) if part)})"
                try:
                    value(text)
                except Exception:
                    error(text)
                    continue
                if name in counts:
                    bits(text)
                else:
                    sums(text, terms=terms[name].format(array))
    typed = [f"{name}(mixed, axis=1, keepdims=False)"]
    if name not in ("max", "min", "norm"):
        typed += [f"{name}(mixed, 0)", f"{name}(mixed, 1)", f"{name}(mixed, -1)", f"{name}(mixed, 1, keepdims=True)"]
    if name not in ("argmax", "argmin", "norm"):
        typed += [f"mixed.{name}()", f"mixed.{name}(axis=0)", f"mixed.{name}(axis=1, keepdims=True)"]
    if name in counts:
        bits(*typed)
    else:
        sums(*typed, terms=terms[name].format("mixed"))
    error(f"{name}(mixed, axis=2)", f"{name}(mixed, axis=-3)")
for name in ("sum", "mean", "max", "min", "std", "var"):
    bits(f"{name}(5.0)", f"{name}(-0.0)", f"{name}(signed, axis=(0, 1))")
bits("any(mask, axis=(0, 1))", "sum(ties, axis=(-2, -1), keepdims=True)", "squeeze(only, axis=(0, 1))")
bits("sum(mask)", "sum(mask, axis=0)", "sum(mask, axis=1, keepdims=True)", "sum(edge > 0.0)", "mean(mask)", "mean(mask, axis=1)", "max(mask)", "min(mask)", "max(mask, axis=0)", "min(mask, axis=1, keepdims=True)", "max(mask, axis=1)", "any(mask)", "all(mask, axis=0)")
bits("any(holes)", "all(holes)", "any(signed, axis=0)", "all(nan)", "any(nan)", "any(-0.0)", "all(edge)", "any(zeros(2, 2))", "all(ones(2, 2))", "any(mask, 1)", "all(mask, 0)", "argmax(5.0)", "argmin(nan)", "any(2.0)", "all(0.0)")
bits("argmax(edge)", "argmin(edge)", "argmax(-edge)", "argmax(edge[:, :14])", "argmax(ties)", "argmax([1.0, 3.0, 3.0])", "argmin([2.0, 0.0, -0.0])", "argmax([-0.0, 0.0])", "argmax([nan, nan])", "argmax([-inf, -inf])", "argmax(mask)", "argmax(mask, axis=1)", "argmin(mask, axis=0)", "argmax(inf)", "argmax(long, axis=1)", "argmin(long, axis=0)")
bits("max(edge)", "min(edge)", "max(edge[:, :14])", "min(edge[:, :14])", "max(ties, axis=0)", "max([-inf, -inf])", "max(holes, axis=0)", "min(holes, axis=1)", "max(long)", "min(long, axis=0)", "max(long, axis=1, keepdims=True)")
sums("sum(long)", "sum(long, axis=0)", "sum(long, axis=1)", "mean(long)", "mean(long, axis=1)", "mean(long, axis=1, keepdims=True)", "std(long)", "std(long, axis=0)", "std(long, axis=1, keepdims=True)", terms="sum(abs(long))")
sums("var(long)", "var(long, axis=0)", "var(long, axis=1)", "norm(long)", "norm(long, axis=1)", terms="sum(square(long))")
for ddof in (0, 1, 2, 3, 4, 1.5):
    sums(f"var(mixed, ddof={ddof})", f"var(mixed, axis=0, ddof={ddof})", f"var(mixed, axis=1, ddof={ddof}, keepdims=True)", terms="mixed ** 2.0")
    sums(f"std(mixed, ddof={ddof})", f"mixed.std(axis=1, ddof={ddof})", f"std(tall, ddof={ddof})", f"std(only, ddof={ddof})", terms="mixed")
for array in arrays + ["long"]:
    bits(*(f"cumsum({', '.join(part for part in (array, axis) if part)})" for axis in axes))
bits("cumsum(mixed, 0)", "cumsum(mixed, 1)", "mixed.cumsum()", "mixed.cumsum(axis=1)", "cumsum(5.0)", "cumsum(mask)", "cumsum(mask, axis=1)", "cumsum(-0.0)")
error("cumsum(mixed, axis=2)")

# For norm a row is a vector, as NumPy's 1-D array is. So is a column, where both readings give the same.
for order in ("1", "2", "3", "0.5", "0", "-1", "-2", "inf", "-inf"):
    sums(f"norm(line, {order})", f"norm(line, ord={order})", f"norm(mixed, ord={order}, axis=1)", f"norm(mixed, {order}, axis=0)", f"norm(mixed, {order}, axis=1, keepdims=True)", f"norm(holes, {order}, axis=1)")
for order in ("1", "2", "-1", "-2", "inf", "-inf", "'fro'", "'nuc'"):
    # Singular values are exact to a few units in the last place of the whole matrix, in NumPy's library too.
    sums(f"norm(mixed, {order})", f"norm(square4, ord={order})", f"norm(mixed.T, {order})", f"norm(mixed, {order}, keepdims=True)", terms="sum(abs(mixed))")
sums("norm(line)", "norm(row)", "norm(tall)", "norm(tall, 2)", "norm(tall, 1)", "norm(tall, inf)", "norm(-3.0)", "norm(mixed, axis=1, keepdims=True)", "np.linalg.norm(mixed, axis=1, ord=2, keepdims=True)", "norm(long, axis=0)")
bits("norm([3.0, 4.0])", "norm(limits)", "norm(holes)", "norm(-0.0)", "norm(empty)", "norm(zeros(2, 2))")
sums("norm(ones(2, 2), 2)", "norm(ones(2, 2), 'nuc')", "norm(ones(4, 3), -2)", terms="4.0")
error("norm(mixed, 3)", "norm(mixed, 0)", "norm(mixed, 'abc')", "norm(mixed, 'fro', axis=1)")

# --- comparisons of whole arrays ---------------------------------------------------------------------------------------------

bits("allclose(mixed, mixed)", "allclose(mixed, mixed + 1e-9)", "allclose(mixed, mixed + 0.1)", "allclose(holes, holes)", "allclose(holes, holes, equal_nan=True)", "allclose(holes, ties, equal_nan=True)", "allclose(limits, limits)", "allclose(1.0, inf)", "allclose(inf, 1.0)", "allclose(inf, inf)", "allclose(inf, -inf)", "allclose(-inf, 1e300)", "allclose(nan, nan)", "allclose(nan, nan, equal_nan=True)")
bits("allclose(1.0, 1.1, rtol=0.2)", "allclose(1.0, 1.1, 0.2)", "allclose(1.0, 1.1, 0, 0.2)", "allclose(1.0, 1.1, atol=0.05)", "allclose(100.0, 101.0, 0.01)", "allclose(101.0, 100.0, 0.0099)", "allclose(mixed, row)", "allclose(ones(2, 3), 1.0)", "allclose(empty, empty)", "allclose(empty, 1.0)", "allclose(tall, tall.T)", "allclose(0.0, 1e-8)", "allclose(0.0, 1.1e-8)", "allclose(0.0, -0.0)", "allclose(mask, mask)")
bits("array_equal(mixed, mixed)", "array_equal(holes, holes)", "array_equal(holes, holes, equal_nan=True)", "array_equal(holes, ties, equal_nan=True)", "array_equal(row, row.T)", "array_equal(row, ties)", "array_equal(0.0, -0.0)", "array_equal(nan, nan)", "array_equal(nan, nan, equal_nan=True)", "array_equal(empty, empty)", "array_equal(empty, flat)", "array_equal(limits, limits)", "array_equal(mask, mask * 1)", "array_equal(1.0, 1.0)", "array_equal(empty, empty.T)", "array_equal(signed, -signed)", "array_equal(edge[:, :2], edge[:, :2])")
error("allclose(mixed, ties[:, :2])")

# --- rearranging -----------------------------------------------------------------------------------------------------------

bits("mixed.T", "transpose(mixed)", "mixed.transpose()", "row.T", "tall.T", "empty.T", "flat.T", "transpose(only)", "transpose(2.0)", "mask.T", "transpose(mask)", "mixed.T.T")
bits("squeeze(row)", "squeeze(tall)", "squeeze(only)", "squeeze(mixed)", "squeeze(empty)", "squeeze(empty.T)", "squeeze(3.0)", "row.squeeze()", "squeeze(mask[:1, :])", "squeeze(mask[:, :1])", "squeeze(flat)", "squeeze(row, axis=0)", "squeeze(tall, axis=1)", "squeeze(only, axis=0)", "squeeze(only[:, :1] > 0.0)", "squeeze(tall, axis=-1)")
error("squeeze(row, axis=1)", "squeeze(mixed, axis=0)", "squeeze(mixed, axis=2)")
bits("reshape(mixed, 4, 3)", "reshape(mixed, (4, 3))", "reshape(mixed, [4, 3])", "mixed.reshape(2, 6)", "mixed.reshape((6, 2))", "mixed.reshape(-1, 2)", "mixed.reshape(2, -1)", "mixed.reshape(-1)", "mixed.reshape(12)", "reshape(mixed, -1)", "mixed.reshape(1, -1)", "mixed.reshape(-1, 1)", "mixed.T.reshape(3, 4)", "mixed.reshape(12, 1)", "line.reshape(-1, 1)", "line.reshape(5, 1)")
bits("reshape(2.0, 1, 1)", "reshape(2.0, -1)", "reshape(empty, 0, 5)", "reshape(empty, -1, 3)", "reshape(empty, 3, -1)", "reshape(flat, 1, 0)", "reshape(empty, -1)", "reshape(mask, 2, 6)", "mask.reshape(-1)", "mixed.reshape(ties.shape)", "mixed.reshape(mixed.shape[1], -1)", "mixed.reshape(mixed.shape[0], -1).T", "reshape(mixed, (2, 6), order='C')", "reshape(mixed, (2, 6), order='F')", "mixed.reshape(6, 2, order='F')", "mixed.reshape(-1, order='F')", "reshape(mixed, shape=(4, 3))", "mask.reshape(4, 3, order='F')")
error("reshape(mixed, 5, 2)", "reshape(mixed, -1, 5)", "reshape(mixed, -1, -1)", "reshape(mixed, 7)", "reshape(empty, -1, 0)", "reshape(mixed, 2, 3, 4)", "reshape(mixed, (2, 6), order='X')")
bits("concatenate((mixed, ties))", "concatenate([mixed, ties])", "concatenate((mixed, ties), axis=0)", "concatenate((mixed, ties), axis=1)", "concatenate((mixed, ties), axis=-1)", "concatenate((mixed, ties), axis=-2)", "concatenate((mixed, row), axis=0)", "concatenate((mixed, tall), axis=1)", "concatenate((mixed, row, ties))", "concatenate((mixed, tall, ties), axis=1)", "concatenate((mixed, tall, only * tall, ties), axis=1)", "concatenate([mixed], axis=1)", "concatenate([mixed])", "concatenate((mixed, ties), 1)", "concatenate((mixed, row), 0)", "concatenate((tall, tall), 0)", "concatenate((only, only, only))", "concatenate((only, only, only), axis=1)", "concatenate((only, only), 1)")
bits("concatenate((empty, row), axis=1)", "concatenate((flat, ones(2, 3)))", "concatenate((flat, flat), axis=1)", "concatenate((mask, other))", "concatenate((mask, other), axis=1)", "concatenate((mask, mixed))", "concatenate((empty, empty))")
error("concatenate((mixed, tall))", "concatenate((mixed, row), axis=1)", "concatenate((mixed, ties), axis=2)", "concatenate((mixed, 1.0))", "concatenate((1.0, mixed))", "concatenate((2.0, 3.0))", "concatenate((mixed, ties[:, :2]), axis=0)")
bits("(shape(mixed))", "(shape(row))", "(shape(empty))", "mixed.shape", "mixed.shape[0]", "mixed.shape[1]", "tall.shape[0] * 2.0", "flat.shape", "(shape(2.0))")

# --- making ----------------------------------------------------------------------------------------------------------------

for name in ("zeros", "ones"):
    bits(f"{name}(3)", f"{name}(2, 3)", f"{name}((2, 3))", f"{name}([2, 3])", f"{name}(0)", f"{name}(1, 0)", f"{name}((0, 3))", f"{name}(1)", f"{name}((4))", f"{name}(mixed.shape)", f"np.{name}((2, 1))", f"{name}((mixed.shape[0], 1))")
    error(f"{name}(-1)", f"{name}((2, -1))")
bits("eye(3)", "eye(1)", "eye(0)", "eye(2, 3)", "eye(3, 2)", "eye(2, 3, 1)", "eye(3, k=1)", "eye(3, k=-1)", "eye(3, 4, k=2)", "eye(3, k=5)", "eye(3, M=2)", "np.eye(2)", "eye(2, 0)", "eye(3, 3, -2)", "eye(N=2)")
error("eye(-1)", "eye(2.5)")
bits("arange(5)", "arange(0)", "arange(-3)", "arange(2, 6)", "arange(6, 2)", "arange(5, 0, -1)", "arange(5, -1, -2)", "arange(1.0, 2.0, 0.1)", "arange(0.0, 1.0, 0.1)", "arange(0.1, 1.0, 0.1)", "arange(0.5, 4.0)", "arange(2.5)", "arange(1.0, 0.0, -0.25)", "arange(0, 1, 0.3)", "arange(-1.0, 1.0, 0.2)", "arange(1, 10, 3)", "arange(1, 11, 3)", "arange(0, 5, 2)", "arange(3, 3)", "arange(0, -1)", "arange(0, -5, -1.5)", "arange(1.0, 1.3, 0.1)", "arange(5, step=2)", "arange(stop=5)", "arange(2, stop=5)", "arange(start=2, stop=9, step=3)", "arange(0.0, 1e-3, 1e-4)", "arange(10.0, 0.0, -3.3)", "arange(0, 3, 5)", "arange(0.0, 1e17, 3e16)", "np.arange(4)", "arange(0, 4).reshape(2, 2)")
error("arange(0, 5, 0)", "arange(nan)", "arange(0, inf)", "arange(0.0, inf, 2.0)", "arange(0, nan, 1)", "arange(0, -inf)", "arange(0.0, -1e300)", "arange(0.0, 1e300)")
bits("linspace(0, 1)", "linspace(0, 1, 5)", "linspace(0, 1, 1)", "linspace(0, 1, 0)", "linspace(3, -2, 7)", "linspace(0.1, 0.7, 4)", "linspace(0, 1, 11)", "linspace(1, 1, 3)", "linspace(-1.0, 1.0, 2)", "linspace(0, 1, num=4)", "linspace(0, 10, 5, endpoint=False)", "linspace(0, 1, 1, endpoint=False)", "linspace(2, 3, endpoint=False, num=3)", "linspace(0, inf, 3)", "linspace(3, inf, 1)", "linspace(nan, 1, 3)", "linspace(0, 5e-324, 3)", "linspace(0.0, 1e-323, 5)", "linspace(0, 3.12, 40)", "linspace(1e300, -1e300, 3)", "linspace(start=0, stop=1, num=3)", "linspace(0, 1, 5, True)", "linspace(0, 1, 5, False)", "linspace(-0.0, 1.0, 2)", "linspace(1e308, -1e308, 3)")
error("linspace(0, 1, -1)", "linspace(0, 1, 2.5)", "linspace(0)")

# --- random numbers --------------------------------------------------------------------------------------------------------

for seed in (0, 1, 2, 3, 4, 5, 4294967295):
    bits(
        f"seed {seed}; randn(3); rand(2, 2); permutation(7); randn(); rand(); randn(2, 3); randn((2, 1)); permutation(1); permutation(0); rand(3); randn()",
        f"seed {seed}; permutation(20); randn(1, 4) * 0.01; rand((2, 2)); rand(); randn(5); permutation(9); rand(1); randn(0); rand(2, 0); randn(1)",
        f"seed {seed}; np.random.rand(2, 3); np.random.randn(3, 2) * 0.01; np.random.randn(1); permutation(33)")
bits("np.random.seed(3); np.random.rand(2, 2); np.random.randn()", "random.seed(0); permutation(5)")
bits("seed 6; permutation(line); permutation(mixed); randn(); permutation(tall); permutation(arange(9)); permutation(mask); rand()")
bits("seed 6; randn(2) + randn(2); randn() * rand(); rand(4) < 0.5; randn(2, 3) @ rand(3, 1) > 0.0; -randn(3) ** 2; randn(2, 2).T")
bits("seed 6; where(rand(2, 3) > 0.5, 1.0, 0.0); maximum(0.0, randn(2, 2)); argmax(randn(3, 4), axis=0); rand()")
bits("seed 6; sum(rand(3) > 0.5); rand()", "seed 6; reshape(randn(4), 2, 2); randn(3, 1).T; randn()")
error("seed 6; randn(-1)", "seed 6; rand(2, -1)")
draws = """uniform() uniform(3.0) uniform(-1.0,1.0,4) uniform(size=(2,3)) uniform(low=2.0,high=5.0,size=2) uniform(1.0,0.0,3) uniform(line,4.0) uniform(tall,row)
    uniform(tall,9.0,(3,2)) uniform(0.0,row+3.0) uniform(0.0,1.0,0) uniform(0.0,1.0,(0,3)) uniform(only,3.0) uniform(0,1,size=None) uniform(high=-2.0)
    normal() normal(5.0) normal(0.0,2.0,3) normal(size=(2,3)) normal(loc=1.0,scale=0.5,size=4) normal(line,2.0) normal(tall,abs(row)) normal(tall,1.0,(3,2)) normal(1.0,0.0,2)
    normal(row,abs(row)) normal(line,abs(line)) normal(0.0,abs(line),(2,5)) normal(0.0,1.0,(2,0)) normal(nan,1.0) normal(0.0,nan) normal(inf,1.0,2) normal(0.0,inf,3)
    standard_normal() standard_normal(3) standard_normal((2,2)) standard_normal(size=5) standard_normal(size=None) standard_normal(0)
    random() random(3) random((2,2)) random(size=2) random_sample() random_sample((3,1)) random_sample(4) random(0) random_sample(size=(1,2))
    randint(10) randint(1) randint(5,6,3) randint(3,9,5) randint(10,size=(2,3)) randint(low=-5,high=5,size=4) randint(0,2,7) randint(-7,-3) randint(256,size=3)
    randint(4294967296,size=2) randint(4294967297,size=2) randint(0,1099511627776,3) randint(-9007199254740992,9007199254740992,3) randint(0,2**53,2) randint(0,2147483648,2)
    randint(2.7,5.9,4) randint(0,10,0) randint(5,5,0) randint(line+10,20) randint(0,tall+5,(3,4)) randint([1,5,100],[4,6,1000]) randint(-9223372036854775808,9223372036854775807,2)
    randint(0,10,3,dtype=int) randint(0,10,3,dtype=np.int64) randint(0,10,3,dtype=np.int32) randint(True) randint(high=9,low=2) randint(1,high=3,size=2)
    choice(5) choice(5,3) choice(5,(2,2)) choice(5,size=4,replace=False) choice(5,5,False) choice(5,None,False) choice(5,(2,2),False) choice(5,0) choice(0,0) choice(1,3)
    choice(line) choice(line,3) choice(line,(2,3)) choice(line,3,False) choice(arange(9),4,replace=False) choice(line,p=chances) choice(5,p=chances) choice(5,6,p=chances)
    choice(5,3,False,chances) choice(5,4,False,chances) choice(5,(2,2),False,p=chances) choice(line,2,replace=False,p=chances) choice(5,None,False,chances) choice(5,0,False,chances)
    choice(2,8,p=[0.5,0.5]) choice(2,8,p=[0.25,0.75]) choice(3,p=[0.5,0.5,1e-9]) choice(3,6,p=[1.0,0.0,0.0]) choice([2.5],2) choice(1000,3,replace=False) choice([True,False,True],5)
    exponential() exponential(2.0) exponential(2.0,4) exponential(size=(2,2)) exponential(scale=0.5,size=3) exponential(0.0,2) exponential(abs(line)) exponential(abs(tall),(3,2)) exponential(nan) exponential(inf,2)
    binomial(10,0.3) binomial(10,0.3,6) binomial(n=10,p=0.7,size=6) binomial(1,0.5,9) binomial(0,0.5,3) binomial(9,0.0,3) binomial(9,1.0,3) binomial(60,0.5,5) binomial(61,0.5,5) binomial(62,0.5,8)
    binomial(1000,0.03,5) binomial(1000,0.031,9) binomial(1000,0.97,5) binomial(1000,0.969,5) binomial(1000,0.3,9) binomial(1000,0.5,9) binomial(1000000,0.9,7) binomial(1000000,0.2,7)
    binomial(10**12,0.5,5) binomial(10**15,1e-14,5) binomial(2**53,0.3,5) binomial([5,50,500],0.4) binomial(100,[0.1,0.5,0.9],(4,3)) binomial(7.9,0.5,4) binomial(100,tall*0.0+0.5) binomial(5,0.5,0)""".split()
for seed in range(3):
    bits(*(f"seed {seed}; {draw}; rand(); randn()" for draw in draws))
for seed in (11, 12, 13):
    bits("; ".join([f"seed {seed}"] + draws))
for array in ("deck", "cards", "upright", "only", "flat", "mask"):
    bits(*(f"seed {seed}; shuffle({array}); {array} * 1; rand()" for seed in range(3)))
bits("seed 1; np.random.shuffle(deck); deck + 0", "seed 4; randn(); shuffle(x=cards); cards + 0; randn()")
bits("np.random.seed(seed=3); np.random.uniform(size=2); np.random.normal(); np.random.randint(3, size=2); np.random.choice(4); np.random.random(); np.random.random_sample(); np.random.standard_normal(2); np.random.exponential(); np.random.binomial(5, 0.5)")
error("uniform(-1e308, 1e308)", "uniform(nan, 1.0)", "uniform(0.0, inf)", "uniform(line, inf)", "uniform(0.0, 1.0, -1)", "uniform(0.0, 1.0, 2.5)", "uniform(line, 1.0, 3)", "uniform(tall, 1.0, (2, 3))", "uniform(1, 2, 3, 4)", "uniform(width=2)")
error("normal(0.0, -1.0)", "normal(0.0, -0.0)", "normal(0.0, line)", "normal(line, 1.0, (5, 2))", "normal(0.0, -1.0, 0)", "normal('a')", "standard_normal(-1)", "standard_normal(1, 2)", "random(2, 2)", "random_sample(2, 2)", "random(-1)", "exponential(-1.0)", "exponential(-0.0)", "exponential(line)")
error("randint(0)", "randint(-5)", "randint(5, 5)", "randint(3, 1)", "randint(nan)", "randint(inf)", "randint(0, 2.0 ** 64)", "randint(-1e300, 0)", "randint([1, 2], [5, 1])", "randint()", "randint(3, size=-1)", "randint(0, 10, 3, dtype=float)", "randint(line, 3)")
error("choice(0)", "choice(-3)", "choice(5.5)", "choice(mixed)", "choice(tall)", "choice(empty)", "choice(5, 6, False)", "choice(5, (2, 3), False)", "choice(line, 6, replace=False)", "choice(3, 2, True, [0.1, 0.2, 0.3])", "choice(3, 2, True, [0.1, nan, 0.3])", "choice(3, 2, True, [1.5, -0.5, 0.0])", "choice(3, 2, True, [0.5, 0.5])", "choice(3, 2, p=0.5)", "choice(3, 2, False, [1.0, 0.0, 0.0])", "choice(3, -1)", "choice('abc')", "choice(5, 5, False, chances)", "choice()")
error("binomial(-1, 0.5)", "binomial(5, 1.5)", "binomial(5, -0.1)", "binomial(5, nan)", "binomial(nan, 0.5)", "binomial(5)", "binomial([5, -1], 0.5)", "binomial(5, [0.5, 2.0])", "binomial(5, 0.5, -1)", "binomial(5, line)")
error("shuffle(5)", "shuffle(2.5)", "np.random.nothing(3)", "np.random.uniform(1, 2, 3, 4)")

# --- Python's own ----------------------------------------------------------------------------------------------------------

bits("array([1.0, 2.0])", "array([[1.0, 2.0], [3.0, 4.0]])", "array(2.5)", "array(mixed)", "array(mask)", "np.array([1.5, -2.0], dtype=float)", "array([[1.0, 2.0]]).T", "array([line, line])", "array([line, line * 2.0]).T", "array([line[:2], [7.0, 8.0]])", "array([2.0, 3.0 * 4.0])", "array([[True, False]])", "np.array([3.0, 4.0], dtype=np.float64)", "array([])", "array([mixed.shape[0], 2.0])")
bits("copy(mixed)", "mixed.copy()", "mask.copy()", "copy(2.5)", "size(mixed)", "mixed.size", "line.size", "mixed.T.size * 2.0", "empty.size", "size(2.5)", "(mixed > 0.0).size", "len(mixed)", "len(line)", "len(tall)", "len('abc')", "len(flat)", "len(arange(7))")
bits("float(2)", "float('1.5e3')", "float(' -2 ')", "float('nan')", "float('-inf')", "float('1_000')", "float(True)", "float()", "int(2.7)", "int(-2.7)", "int('12')", "int(' -3 ')", "int(1e15)", "int()", "int(-0.5)", "float(str(0.1))", "len(str(2.5))", "float(str(1e-300))", "int(True)", "float(str(-0.0))")
bits("zeros(2, dtype=float)", "np.zeros((2, 1), dtype=float)", "ones((1, 2), dtype=np.float64)", "arange(3.0, dtype=float)", "eye(2, dtype=float)")
bits("mixed[mixed > 1.0]", "ties[ties == 5.0]", "mixed[mask]", "mask[other]", "mixed[mixed > 1e9]", "tall[tall > 0.0]", "mixed.T[mask.T]", "mixed[~mask].sum()", "cards[cards % 2.0 == 0.0].size")
error("float('abc')", "float('')", "float('0x10')", "float(mixed)", "int('1.5')", "int('abc')", "int(nan)", "int(inf)", "len(5)", "len(True)", "mixed[mask[:, :3]]", "float('1__0')", "float('1 2')")

# --- longer expressions ----------------------------------------------------------------------------------------------------

sums("1 / (1 + exp(-mixed))", "1.0 / 4 * sum(mixed, axis=1, keepdims=True)", "(mixed - mean(mixed, axis=1, keepdims=True)) / std(mixed, axis=1, keepdims=True)", "exp(ties) / sum(exp(ties), axis=0)", "log(exp(ties) + 1)", "mixed / norm(mixed, axis=1, keepdims=True)", "sqrt(abs(mixed)) - abs(mixed) ** 0.5", "-mean(log(abs(mixed)))", "sum(square(mixed - ties)) / (2 * 4)", terms="mixed ** 2.0")
bits("2.0 * mixed - 1.0 > 0.0", "mean(argmax(ties, axis=0) == argmax(ties[:, ::1], axis=0))", "(mixed > 0.0).sum()", "(mixed > 0.0).mean(axis=1)", "abs(ties).max()", "maximum(0.0, mixed) * (mixed > 0.0)", "ties.T.max(axis=0)", "-ties // 2.0 % 3.0", "ties.sum(axis=0).reshape(2, 2)", "ties[:1, :] ** 2 @ ones((4, 1))", "sum(ties == 5.0, axis=0)", "pi * 0.0")

figures = {"variables": [f"{name} = {literal(array)}" for name, array in start.items()]} | cases
lines = [json.dumps(key) + ":[\n" + ",\n".join(json.dumps(item, separators=(",", ":")) for item in items) + "]" for key, items in figures.items()]
sys.stdout.write("{" + ",\n".join(lines) + "}\n")
