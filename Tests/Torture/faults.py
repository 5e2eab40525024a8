"""Lets each call that writes a file fail in turn. Afterwards the old file or the new one must be whole, no other file may be left, and
the program must report the failure.

The witness (Tests/CWitness) is preloaded and lets the N-th call fail, for N = 1, 2 … until a run has fewer calls.
"""
import io, os, subprocess, sys, tempfile, zipfile
from shell import PROGRAM

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
WITNESS = os.path.join(ROOT, ".build/debug/libCWitness.so")


def rows(data):
    return data.endswith(b"\n") and all(len(line.split(b",")) == 2 for line in data.splitlines())


def archive(data):
    try:
        return zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    except zipfile.BadZipFile:
        return False


def text(data):
    return data.endswith(b"\n")


# The file, the arguments, a test whether its new contents are whole, and the files that may stay after a failure.
CASES = {
    "save": ("net.npz", ["-c", "init seed=2; save net.npz"], archive, ()),
    "record": ("r.nns", ["-c", "init seed=2; train 3; record r.nns"], text, ()),
    "export": ("s.html", ["-c", "init seed=2; train 3; export s.html"], lambda data: data.endswith(b"</html>\n"), ()),
    "trace csv": ("t.csv", ["-c", "init seed=2; trace J to=t.csv; train 5; train 5; trace off"], rows, ()),
    "trace jsonl": ("t.jsonl", ["-c", "init seed=2; trace J to=t.jsonl; train 5; trace off"], text, ()),
    "trace npz": ("t.npz", ["-c", "init seed=2; trace J to=t.npz; train 5; train 5; trace off"], archive, ("t.npz.part0.npy", "t.npz.part1.npy")),
    "update": ("s.nns", ["--test", "--update", "s.nns"], text, ()),
}
OLD = {"s.nns": b"1 + 1\n#> 3\n"}


def main():
    failures = 0
    for name, (file, arguments, whole, parts) in CASES.items():
        number = told = harmless = 0
        while True:
            number += 1
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, file)
                old = OLD.get(file, b"old\n")
                open(path, "wb").write(old)
                environment = dict(os.environ, LD_PRELOAD=WITNESS, NN_FAIL=str(number))
                run = subprocess.run([PROGRAM, *arguments], cwd=folder, env=environment, capture_output=True, timeout=60)
                errors = run.stderr.decode()
                failed = [line.split()[2] for line in errors.splitlines() if line.startswith("witness failed")]
                if not failed:
                    if run.returncode != 0:
                        print(f"{name}: status {run.returncode} though nothing failed: {errors}")
                        failures += 1
                    break
                there = open(path, "rb").read() if os.path.exists(path) else None
                # A trace empties its file at the start. All other commands keep the old file until the new one is whole.
                begun = there == b"" and name.startswith("trace")
                left = set(os.listdir(folder)) - {file} - set(parts)
                is_told = run.returncode not in (0, 3) and "error" in errors
                told += is_told
                harmless += run.returncode == 0
                bad = []
                if not (there == old or begun or there is not None and whole(there)):
                    bad.append("the file is neither old nor new")
                if left and failed[0] != "unlink":
                    bad.append(f"left behind: {sorted(left)}")
                if run.returncode < 0:
                    bad.append(f"ended by signal {-run.returncode}")
                if not is_told and (there == old or begun):
                    bad.append("nothing was written and nothing was said")
                for reason in bad:
                    failures += 1
                    print(f"{name}, call {number} ({failed[0]}): {reason}\n  {errors.strip()[:300]}")
        print(f"{name:12} {number - 1} calls failed in turn: {told} told as errors, {harmless} without consequence", flush=True)
    sys.exit(1 if failures else 0)


main()
