"""Times nnshell and other programs for the same work, in pairs (ours, theirs, ours, theirs …). It prints each ratio beside its goal.

    run.py [--all] [--rounds N] [--only WORD …]

`--all` adds JAX and PyTorch. Every side has the number of threads in the heading. The variables of each library and the processors of the
process limit it. A figure is the median over the rounds, and its spread is the middle half of the ratios. Without `--only` all figures are
written to results/bench.json, with the revision and the processor."""
import argparse
import json
import os
import pty
import random
import re
import select
import statistics
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SHELL = ROOT / ".build/release/nnshell"
STEP = HERE / ".build/release/Step"
PEERS = HERE / ".build/peers"
THREADS = min(2, len(os.sched_getaffinity(0)))


def environment(threads, **more):
    names = ("NNSHELL_THREADS", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    return dict(os.environ, **{name: str(threads) for name in names}, **more)


def run(command, threads=THREADS, text=None, keeps=True, **more):
    """Runs a process. Returns its standard output (empty without `keeps`), its seconds, and its peak memory in bytes."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command], env=environment(threads, **more), text=True, stdin=subprocess.PIPE if text else subprocess.DEVNULL,
        stdout=subprocess.PIPE if keeps else subprocess.DEVNULL)
    if text:
        process.stdin.write(text)
        process.stdin.close()
    output = process.stdout.read() if keeps else ""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    seconds = time.perf_counter() - begin
    if status != 0:
        sys.exit(f"bench: {' '.join(map(str, command))} ended with status {status}")
    return output, seconds, usage.ru_maxrss * 1024


# Measurements. Each returns the seconds, and J or None.


def ours(sizes, examples, steps, threads=THREADS, **more):
    result = json.loads(run([STEP, sizes, "tanh", "sigmoid", examples, steps], threads, **more)[0])
    return result["seconds"], result["cost"]


def peer(backend, sizes, examples, steps):
    result = json.loads(run([sys.executable, HERE / "peers/step.py", backend, sizes, "tanh", "sigmoid", examples, steps])[0])
    return result["seconds"], result["cost"]


def dgemm(sizes, examples, repeats, *forward):
    return json.loads(run([PEERS / "dgemm", sizes, examples, repeats, *forward])[0])["seconds"], None


def fused(steps, flower):
    return json.loads(run([PEERS / "fused", steps], text=flower)[0])["seconds"], None


def process(*command):
    return run(command, keeps=False)[1], None


def timed(script):
    """The seconds that the shell's `time` prints."""
    return float(re.search(r"time: (\S+) s", run([SHELL, "-c", script])[0]).group(1)), None


def python_product(products):
    return json.loads(run([sys.executable, HERE / "peers/product.py", products])[0])["seconds"], None


class Report:
    def __init__(self, options):
        self.options = options
        self.rows = []

    def wants(self, name):
        return not self.options.only or any(word in name for word in self.options.only)

    def add(self, name, ours_text, theirs_text, figure_text, goal_text, is_met, **data):
        print(f"{name:<44}{ours_text:>12}{theirs_text:>12}  {figure_text:<30}{goal_text:<20}{'met' if is_met else 'MISSED'}", flush=True)
        self.rows.append({"what": name, **data, "goal": goal_text, "met": bool(is_met)})

    def pairs(self, name, mine, theirs, at_most=None, faster=None, rounds=None):
        """Measures pairs. The ratio is our time over theirs, or theirs over ours where the goal is `faster`."""
        if not self.wants(name):
            return
        pairs = []
        for _ in range(rounds or self.options.rounds):
            pairs.append((mine(), theirs()))
        differences = [abs(a[1] - b[1]) for a, b in pairs if a[1] is not None and b[1] is not None]
        ratios = [a[0] / b[0] if at_most else b[0] / a[0] for a, b in pairs]
        low, median, high = statistics.quantiles(ratios, n=4)
        goal = at_most or faster
        mine_seconds, their_seconds = (statistics.median(pair[side][0] for pair in pairs) for side in (0, 1))
        self.add(
            name, duration(mine_seconds), duration(their_seconds), f"{median:.2f} ({low:.2f} to {high:.2f})",
            f"at most {at_most}" if at_most else f"at least {faster}", median <= goal if at_most else median >= goal,
            ours=mine_seconds, theirs=their_seconds, ratio=median, spread=[low, high], pairs=len(pairs),
            **({"largest difference of J": max(differences)} if differences else {}))

    def line(self, name, measure, points, unit, tolerance=0.15):
        """Measures whether the times of the points lie on a straight line."""
        if not self.wants(name):
            return
        times = {x: [] for x in points}
        for _ in range(max(3, self.options.rounds // 3)):
            for x in points:
                times[x].append(measure(x)[0])
        medians = {x: statistics.median(values) for x, values in times.items()}
        # The line t = a + b x with the least sum of squared relative deviations.
        s = [sum(x**k / t**j for x, t in medians.items()) for j, k in ((2, 0), (2, 1), (2, 2), (1, 0), (1, 1))]
        b = (s[0] * s[4] - s[1] * s[3]) / (s[0] * s[2] - s[1] ** 2)
        a = (s[3] - b * s[1]) / s[0]
        deviations = {x: (t - a - b * x) / t for x, t in medians.items()}
        worst = max(deviations, key=lambda x: abs(deviations[x]))
        self.add(
            name, duration(min(medians.values())), duration(max(medians.values())), f"{abs(deviations[worst]):.1%} off at {unit} {worst}",
            f"within {tolerance:.0%}", abs(deviations[worst]) <= tolerance,
            points=[{"x": x, "seconds": t, "deviation": deviations[x]} for x, t in medians.items()])


def duration(seconds):
    for unit, scale in (("s", 1), ("ms", 1e3), ("µs", 1e6)):
        if seconds * scale >= 1:
            return f"{seconds * scale:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def memory(report, name="peak memory, 784-128-10, m = 60,000", limit=1.8):
    if not report.wants(name):
        return
    data = 60_000 * (784 + 10) * 8
    peak = run([STEP, "784-128-10", "tanh", "sigmoid", 60_000, 2, "read"])[2]
    report.add(
        name, f"{peak / 1e6:.0f} MB", f"{data / 1e6:.0f} MB", f"{peak / data:.2f} times the data", f"at most {limit}", peak <= limit * data, bytes=peak, data=data)


def start(report, name="start to exit of nnshell -c quit", limit=0.01):
    if not report.wants(name):
        return
    seconds = statistics.median(process(SHELL, "-c", "quit")[0] for _ in range(max(40, report.options.rounds)))
    report.add(name, duration(seconds), "", "", "under 10 ms", seconds < limit, seconds=seconds)


def statement(report, name, script, limit):
    """Measures the last statement of a script. It begins with `time`."""
    if not report.wants(name):
        return
    seconds = statistics.median(timed(script)[0] for _ in range(min(5, report.options.rounds)))
    report.add(name, duration(seconds), "", "", f"under {limit} s", seconds < limit, seconds=seconds)


def journeys(report, name, setup, steps, limit):
    """Measures the longest of several `goto` statements after the set-up."""
    if not report.wants(name):
        return
    output = run([SHELL, "-c", setup + "".join(f"; time goto {step}" for step in steps)])[0]
    seconds = sorted(float(found) for found in re.findall(r"time: (\S+) s", output))
    report.add(
        name, duration(seconds[-1]), "", f"{seconds[-1] / limit:.2g} of the goal", f"under {duration(limit)}", seconds[-1] < limit, seconds=seconds[-1],
        median=statistics.median(seconds), journeys=len(seconds))


def timeline_memory(report, name, script, limit=64):
    """Measures how much recording adds to the peak memory of a process. The limit is in MiB."""
    if not report.wants(name):
        return
    with_it, without = (run([SHELL, "-c", f"set timeline.memory {size}; {script}"], keeps=False)[2] for size in (limit, 0))
    share = (with_it - without) / (limit << 20)
    report.add(name, f"{with_it / 1e6:.0f} MB", f"{without / 1e6:.0f} MB", f"{share:.2f} of {limit} MiB more", "at most 1", share <= 1, bytes=with_it, without=without)


def loop_of_python(name, turns):
    return json.loads(run([sys.executable, HERE / "peers/loops.py", name, turns])[0])["seconds"], None


def json_seconds():
    """The seconds to print a matrix as JSON, without the time to make the matrix."""
    script = "seed 1; A = randn(1000, 1000)"
    without, with_output = (run([SHELL, "--json", "-c", text], keeps=False)[1] for text in (script, script + "; A"))
    return with_output - without, None


def tables(report):
    """Reads a table of 200,000 rows: 30 columns of six digits, and a class. The second of two reads counts, so the file is in the system's cache."""
    names = ["a table of 200,000 x 31 and pandas", "a table of 200,000 x 31 and polars"]
    if not any(report.wants(name) for name in names):
        return
    generator = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        with open(path, "w") as file:
            file.write(",".join(f"f{column}" for column in range(30)) + ",label\n")
            for _ in range(200_000):
                file.write(",".join("%.6g" % generator.gauss(0, 1) for _ in range(30)) + "," + generator.choice(["setosa", "versicolor", "virginica"]) + "\n")

        def mine():
            return float(re.findall(r"time: (\S+) s", run([SHELL, "-c", f"time data {path}; time data {path}"])[0])[1]), None

        def theirs(library):
            return json.loads(run([sys.executable, HERE / "peers/tables.py", library, path])[0])["seconds"], None

        report.pairs(names[0], mine, lambda: theirs("pandas"), at_most=1)
        report.pairs(names[1], mine, lambda: theirs("polars"), at_most=1.43)


def json_speed(report, name="a 1000 x 1000 matrix as JSON", goal=100):
    if not report.wants(name):
        return
    size = len(run([SHELL, "--json", "-c", "seed 1; A = randn(1000, 1000); A"])[0])
    speeds = []
    for _ in range(report.options.rounds):
        without = run([SHELL, "--json", "-c", "seed 1; A = randn(1000, 1000)"], keeps=False)[1]
        with_output = run([SHELL, "--json", "-c", "seed 1; A = randn(1000, 1000); A"], keeps=False)[1]
        speeds.append(size / 1e6 / (with_output - without))
    low, median, high = statistics.quantiles(speeds, n=4)
    report.add(name, "", "", f"{median:.0f} MB/s ({low:.0f} to {high:.0f})", f"at least {goal} MB/s", median >= goal, speed=median, spread=[low, high])


def tab(report, name="Tab after `ini`, until it is on the screen", limit=0.005):
    if not report.wants(name):
        return
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(SHELL, [str(SHELL)], dict(os.environ, TERM="xterm"))

    def until(text):
        seen = b""
        while text not in seen:
            if not select.select([terminal], [], [], 10)[0]:
                sys.exit(f"bench: the prompt does not answer with {text}: {seen}")
            seen += os.read(terminal, 65536)

    until(b"nn>")
    times = []
    for _ in range(50):
        os.write(terminal, b"ini")
        until(b"ini")
        begin = time.perf_counter()
        os.write(terminal, b"\t")
        until(b"t")
        times.append(time.perf_counter() - begin)
        os.write(terminal, b"\x15")
        time.sleep(0.01)
        while select.select([terminal], [], [], 0)[0]:
            os.read(terminal, 65536)
    os.write(terminal, b"quit\r")
    os.waitpid(pid, 0)
    median, most = statistics.median(times), max(times)
    report.add(name, duration(median), "", f"longest of 50: {duration(most)}", "under 5 ms", median < limit, seconds=median, longest=most)


def on_terminal(script):
    """Runs a script on a terminal of 24 rows and 80 columns. Returns its seconds and what it printed."""
    begin = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(SHELL, [str(SHELL), "-c", script], environment(THREADS, TERM="xterm"))
    termios.tcsetwinsize(terminal, (24, 80))
    seen = []
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:
            break
        if not part:
            break
        seen.append(part)
    if os.waitpid(pid, 0)[1] != 0:
        sys.exit(f"bench: {script} fails on a terminal")
    return time.perf_counter() - begin, b"".join(seen).decode()


def pictures(report):
    """A training whose pictures are drawn while it runs, beside one that draws none."""
    live, plain = ("init seed=2; " + displays + "train 600000 alpha=1.2" for displays in ("display plot J size=80x11; display plot boundary size=80x11; ", ""))
    report.pairs("train, 2-4-1, with live pictures and without", lambda: (on_terminal(live)[0], None), lambda: (on_terminal(plain)[0], None), at_most=1.05)


def measure_all(report):
    every = report.options.all
    flower = run([sys.executable, HERE / "peers/step.py", "flower"])[0]
    small, digits, images, wide = ("2-4-1", 400), ("64-64-10", 1797), ("784-128-10", 4096), ("1024-1024-1024", 1024)
    mine = {small: lambda: ours(*small, 20_000), digits: lambda: ours(*digits, 400), images: lambda: ours(*images, 25), wide: lambda: ours(*wide, 8)}

    def against(case, label, backend, steps, goal):
        report.pairs(f"{case[0]}, m = {case[1]:,} and {label}", mine[case], lambda: peer(backend, *case, steps), faster=goal)

    report.pairs("2-4-1, m = 400 and fused C", mine[small], lambda: fused(20_000, flower), at_most=1.25)
    report.pairs("2-4-1 with NNSHELL_KERNELS=avx2 and fused C", lambda: ours(*small, 20_000, NNSHELL_KERNELS="avx2"), lambda: fused(20_000, flower), at_most=1.25)
    for case, repeats, goal in ((digits, 400, 1.6), (images, 25, 1.1), (wide, 8, 1.05)):
        report.pairs(f"{case[0]}, m = {case[1]:,} and its dgemm", mine[case], lambda: dgemm(*case, repeats), at_most=goal)
    against(small, "NumPy", "numpy", 20_000, 6)
    against(digits, "NumPy", "numpy", 400, 3)
    against(images, "NumPy", "numpy", 25, 1.8)
    if every:
        against(small, "JAX", "jax", 20_000, 7)
        against(images, "JAX", "jax", 25, 1.05)
        against(small, "PyTorch", "torch", 20_000, 25)
        against(digits, "PyTorch", "torch", 400, 1.5)
        against(images, "PyTorch", "torch", 25, 1.3)
    report.line("64-…-64, m = 1,000, depth 2 to 32, one thread", lambda depth: ours("-".join(["64"] * (depth + 1)), 1000, max(4, 640 // depth), 1), [2, 4, 8, 16, 32], "depth")
    report.line("64-64-64, m = 10² to 10⁶, one thread", lambda m: ours("64-64-64", m, max(4, 200_000 // m), 1), [10**2, 10**3, 10**4, 10**5, 10**6], "m =")
    report.pairs(
        "the course exercise and NumPy, whole processes", lambda: process(SHELL, "-c", "init seed=2; train 10000 alpha=1.2 every=1000"),
        lambda: process(sys.executable, HERE / "peers/exercise.py"), faster=6)
    report.pairs("start, quit and import numpy", lambda: process(SHELL, "-c", "quit"), lambda: process(sys.executable, "-c", "import numpy"), faster=8)
    start(report)
    memory(report)
    loop = "init 2 4:tanh 1:sigmoid seed=2; time "
    report.pairs("repeat { forward; backward; step } and train", lambda: timed(loop + "repeat 50000 { forward; backward; step }"), lambda: timed(loop + "train 50000"), at_most=1.15)
    block = "{ init 2 4:tanh 1:sigmoid; train 10000 alpha=1.2 }"
    report.pairs(
        "compare, eight runs and one, 2-4-1, m = 400", lambda: timed(f"time compare repeats=8 {block}"), lambda: timed(f"time compare {block}"),
        at_most=4.3)
    for name, body, peer_name, before, turns, limit in (
        ("repeat { k = 1 } and CPython", "k = 1", "constant", "", 1_000_000, 5), ("repeat { s = s + 1.5 * 2 } and CPython", "s = s + 1.5 * 2", "sums", "s = 0; ", 1_000_000, 5),
        ("repeat { Z = W1 @ X + b1 } and NumPy", "Z = W1 @ X + b1", "layer", "init 2 4:tanh 1:sigmoid seed=2; ", 100_000, 1)):
        report.pairs(
            name, lambda body=body, before=before, turns=turns: timed(f"{before}time repeat {turns} {{ {body} }}"),
            lambda peer_name=peer_name, turns=turns: loop_of_python(peer_name, turns), at_most=limit)
    data = "seed 1; X = randn(784, 4096); Y = zeros(10, 4096); init 784 128:tanh 10:sigmoid; forward; time "
    report.pairs(
        "forward, 784-128-10, m = 4,096 and its dgemm", lambda: (timed(data + "repeat 25 { forward }")[0] / 25, None),
        lambda: dgemm(*images, 25, "forward"), at_most=1.1)
    report.pairs("P @ Q of 1000 x 1000 and NumPy", lambda: (timed("seed 1; P = randn(1000, 1000); Q = randn(1000, 1000); R = P @ Q; time repeat 10 { R = P @ Q }")[0] / 10, None), lambda: python_product(10), at_most=1.1)
    statement(
        report, "check, 64-100-32-10, tanh, m = 400",
        "seed 1; X = randn(64, 400); Y = (rand(10, 400) > 0.5) * 1.0; init 64 100:tanh 32:tanh 10:sigmoid; time check", 3)
    statement(report, "match of random numbers, all pairs, 2-4-1", "init seed=2; forward; backward; time match dW1 = randn(4, 2)", 2)
    timeline(report)
    pictures(report)
    batches(report)
    json_speed(report)
    report.pairs("a 1000 x 1000 matrix as JSON and orjson", json_seconds, lambda: loop_of_python("json", 1), at_most=3)
    tables(report)
    tab(report)


def timeline(report):
    large = "seed 1; X = randn(784, 4096); Y = eye(10)[:, argmax(randn(10, 4096), axis=0)]; init 784 128:relu 10:softmax; "
    flower = "init seed=2; "
    for name, script, steps in (("2-4-1, m = 400", flower, 400_000), ("784-128-10, m = 4,096", large, 25)):
        report.pairs(
            f"train, {name}, recorded and not", lambda: timed(f"set timeline.memory 64; {script}time train {steps}"),
            lambda: timed(f"set timeline.memory 0; {script}time train {steps}"), at_most=1.05)
    chosen = random.Random(1)
    journeys(report, "goto, any of 10,000 steps, 2-4-1", flower + "train 10000 alpha=1.2", [chosen.randrange(10_001) for _ in range(200)], 0.05)
    journeys(report, "goto, the last 100 of 200 steps, 784-128-10", large + "train 200", [chosen.randrange(100, 200) for _ in range(20)], 1)
    timeline_memory(report, "recording 200 steps, 784-128-10", large + "train 200")
    timeline_memory(report, "recording 50,000,000 steps, 2-2-1, m = 4", "X = [0, 0, 1, 1; 0, 1, 0, 1]; Y = [0, 1, 1, 0]; init 2 2 1; train 50000000")


def batches(report):
    """Steps on batches. The last pass of `train`, over all examples, is part of the time, and so is the copy of X that it makes: 33 ms together, which
    so many steps share."""
    network = "init 784 128:tanh 10:sigmoid; forward; "
    data = "seed 1; X = randn(784, 4096); Y = eye(10)[:, argmax(randn(10, 4096), axis=0)]; " + network

    def mine(steps=20_000):
        return timed(f"{data}time train {steps} batch=64 alpha=0.01")[0] / steps, None

    def theirs(backend, precision):
        return json.loads(run([sys.executable, HERE / "peers/batches.py", backend, precision, 1000])[0])["seconds"], None

    one = "784-128-10, batch 64 and "
    report.pairs(one + "m = 64, one thread", mine, lambda: ours("784-128-10", 64, 2000, 1), at_most=0.5)
    report.pairs(one + "its dgemm", mine, lambda: dgemm("784-128-10", 64, 2000), at_most=1.2)
    if report.options.all:
        for backend, precision, goal in (("torch", "double", 2), ("torch", "single", 1.5), ("jax", "single", 1.2)):
            label = {"torch": "PyTorch", "jax": "JAX"}[backend]
            report.pairs(f"{one}{label}, {precision}", mine, lambda backend=backend, precision=precision: theirs(backend, precision), faster=goal)
        many = "seed 1; X = randn(784, 60000); Y = eye(10)[:, argmax(randn(10, 60000), axis=0)]; " + network
        report.pairs(
            "an epoch of 60,000 x 784, Adam and sgd", lambda: timed(many + "time train epochs=1 batch=64 alpha=0.001 optimizer=adam"),
            lambda: timed(many + "time train epochs=1 batch=64 alpha=0.001"), at_most=1.35, rounds=min(5, report.options.rounds))
    report.pairs(
        "train batch=64, 784-128-10, recorded and not", lambda: timed(f"set timeline.memory 64; {data}time train 6000 batch=64 alpha=0.01"),
        lambda: timed(f"set timeline.memory 0; {data}time train 6000 batch=64 alpha=0.01"), at_most=1.05)
    chosen = random.Random(2)
    journeys(
        report, "goto, any of 10,000 steps, 2-4-1, batch 64", "init seed=2; train 10000 batch=64 optimizer=adam alpha=0.001",
        [chosen.randrange(10_001) for _ in range(200)], 0.05)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", nargs="*")
    report = Report(parser.parse_args())
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:THREADS])
    revision = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "unknown")
    kernels = re.search(r"avx512|avx2|plain", run([SHELL, "-c", "version"])[0])
    print(f"nnshell {revision} on {model}, kernels {kernels.group(0) if kernels else '?'}, {THREADS} threads on every side, {report.options.rounds} pairs")
    print(f"{'':<44}{'ours':>12}{'theirs':>12}  {'median (middle half)':<30}goal", flush=True)
    measure_all(report)
    missed = [row["what"] for row in report.rows if not row["met"]]
    print(f"{len(report.rows) - len(missed)} goals met, {len(missed)} missed")
    if not report.options.only:
        results = {"revision": revision, "processor": model, "threads": THREADS, "rounds": report.options.rounds, "rows": report.rows}
        (HERE / "results").mkdir(exist_ok=True)
        (HERE / "results/bench.json").write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")


main()
