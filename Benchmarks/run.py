"""Times nnshell and its peers in pairs (ours, theirs, ours, theirs …) and writes results/*.json with the revision.

Both sides of a pair run one after the other on the same machine; the figures are medians over the rounds."""
import json
import os
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
ONE_THREAD = dict(os.environ, OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")


def printed(command):
    return json.loads(subprocess.run(command, env=ONE_THREAD, check=True, capture_output=True, text=True).stdout)


def wall(command):
    begin = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - begin


def summary(values, digits):
    return {"median": round(statistics.median(values), digits), "least": round(min(values), digits), "most": round(max(values), digits)}


def step(rounds=15, steps=20_000):
    ours, theirs, costs = [], [], []
    for _ in range(rounds):
        mine = printed([HERE / ".build/release/Step", str(steps)])
        other = printed([sys.executable, HERE / "peers/step.py", str(steps)])
        ours.append(mine["seconds"] * 1e6)
        theirs.append(other["seconds"] * 1e6)
        costs.append(abs(mine["cost"] - other["cost"]))
    ratio = statistics.median(a / b for a, b in zip(ours, theirs))
    return {
        "what": f"one step of 2-4-1 on 400 examples, microseconds, {rounds} pairs of {steps} steps",
        "nnshell": summary(ours, 2), "numpy": summary(theirs, 2), "ratio": round(ratio, 3), "goal": 0.5, "largest cost difference": max(costs),
    }


def start(rounds=40):
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(wall([ROOT / ".build/release/nnshell", "-c", "quit"]) * 1e3)
        theirs.append(wall([sys.executable, "-c", "import numpy"]) * 1e3)
    return {
        "what": f"start-up to exit, milliseconds, {rounds} pairs: nnshell -c quit, python3 -c 'import numpy'",
        "nnshell": summary(ours, 1), "numpy": summary(theirs, 1), "goal": 20,
    }


def timed(script):
    """The seconds that `time` reports, on one thread."""
    command = [ROOT / ".build/release/nnshell", "-c", script]
    text = subprocess.run(command, env=ONE_THREAD, check=True, capture_output=True, text=True).stdout
    return float(re.search(r"time: (\S+) s", text).group(1))


def loop(rounds=15, steps=50_000):
    """Statements in a loop against one command that does the same."""
    statements, command = [], []
    for _ in range(rounds):
        statements.append(timed(f"init 2 4:tanh 1:sigmoid seed=2; time repeat {steps} {{ forward; backward; step }}") / steps * 1e6)
        command.append(timed(f"init 2 4:tanh 1:sigmoid seed=2; time train {steps}") / steps * 1e6)
    ratio = statistics.median(a / b for a, b in zip(statements, command))
    return {
        "what": f"one step as three statements of a loop and as train, microseconds, {rounds} pairs of {steps} steps",
        "repeat": summary(statements, 2), "train": summary(command, 2), "ratio": round(ratio, 3), "goal": 1.5,
    }


def product(rounds=15, products=10):
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(timed(f"seed 1; P = randn(1000, 1000); Q = randn(1000, 1000); R = P @ Q; time repeat {products} {{ R = P @ Q }}") / products * 1e3)
        theirs.append(printed([sys.executable, HERE / "peers/product.py", str(products)])["seconds"] * 1e3)
    ratio = statistics.median(a / b for a, b in zip(ours, theirs))
    return {
        "what": f"P @ Q of 1000 x 1000, milliseconds, {rounds} pairs of {products} products",
        "nnshell": summary(ours, 2), "numpy": summary(theirs, 2), "ratio": round(ratio, 3), "goal": 1.1,
    }


def main():
    revision = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "unknown")
    for name, measure in (("step", step), ("start", start), ("loop", loop), ("product", product)):
        result = dict(measure(), revision=revision, processor=model)
        (HERE / "results").mkdir(exist_ok=True)
        (HERE / f"results/{name}.json").write_text(json.dumps(result, indent=2) + "\n")
        print(json.dumps(result, indent=2))


main()
