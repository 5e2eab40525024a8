"""Times nnshell and its peers in pairs (ours, theirs, ours, theirs …) and writes results/*.json with the revision.

Both sides of a pair run one after the other on the same machine; the figures are medians over the rounds."""
import json
import os
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


def main():
    revision = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "unknown")
    for name, measure in (("step", step), ("start", start)):
        result = dict(measure(), revision=revision, processor=model)
        (HERE / "results").mkdir(exist_ok=True)
        (HERE / f"results/{name}.json").write_text(json.dumps(result, indent=2) + "\n")
        print(json.dumps(result, indent=2))


main()
