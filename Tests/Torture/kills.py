"""Kills the program with kill -9 at random moments. Each file must be the old one or the new one, whole.

Usage: kills.py [TIMES] [SEED]
"""
import os, random, subprocess, sys, tempfile, threading, time, zipfile
from shell import PROGRAM, Shell

TIMES = int(sys.argv[1]) if len(sys.argv) > 1 else 200
random.seed(int(sys.argv[2]) if len(sys.argv) > 2 else 1)


def archive(path, names):
    with zipfile.ZipFile(path) as file:
        assert file.testzip() is None
        assert names <= {name[:-4] for name in file.namelist()}


def save(folder):
    archive(folder + "/net.npz", {"W1", "b1", "W2", "b2", "format"})


def record(folder):
    lines = open(folder + "/r.nns").read()
    assert lines.endswith("\n") and "\ninit seed=2\n" in lines, lines[-200:]


def csv(folder):
    data = open(folder + "/t.csv").read()
    rows = data.split("\n")
    # Linux may end a write between two pages, so the last row may be cut off.
    assert data == "" or rows[0] == "t,J" and all(len(row.split(",")) == 2 for row in rows[:-1]), data[-200:]
    assert [int(row.split(",")[0]) for row in rows[1:-1]] == list(range(1, len(rows) - 1)), data[-200:]


def npz(folder):
    if os.path.getsize(folder + "/t.npz"):
        archive(folder + "/t.npz", {"t", "J"})


CASES = {
    "save": ("init seed=2; save net.npz; print 1; repeat 100000 { save net.npz; init seed=3; save net.npz }", save),
    "record": ("init seed=2\nrecord r.nns\nprint 1\n" + "k = 1\nrecord r.nns\n" * 3000, record),
    "trace csv": ("init seed=2; trace J to=t.csv; print 1; repeat 100000 { train 500 }", csv),
    "trace npz": ("init seed=2\ntrace J to=t.npz\nprint 1\n" + "train 20\n" * 3000, npz),
}


def main():
    failures = 0
    for name, (text, check) in CASES.items():
        wrong = 0
        for _ in range(TIMES):
            with tempfile.TemporaryDirectory() as folder:
                open(folder + "/t.npz", "w").close()
                run = subprocess.Popen([PROGRAM, "-"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
                def feed():
                    try:
                        run.stdin.write((text + "\n").encode())
                        run.stdin.close()
                    except BrokenPipeError:
                        pass
                feeder = threading.Thread(target=feed)
                feeder.start()
                run.stdout.readline()
                time.sleep(random.random() * 0.06)
                run.kill()
                run.wait()
                run.stdout.close()
                feeder.join()
                try:
                    check(folder)
                except Exception as error:
                    wrong += 1
                    print(f"{name}: {error!r}")
        failures += wrong
        print(f"{name:10} killed {TIMES} times, {wrong} files not whole", flush=True)
    # The lines of earlier sessions stay in the history, and the lines of the killed session are whole.
    wrong = 0
    for _ in range(TIMES):
        with tempfile.TemporaryDirectory() as folder:
            os.makedirs(folder + "/.local/state/nnshell")
            path = folder + "/.local/state/nnshell/history"
            old = "".join(f"a{n} = {n}\n" for n in range(50))
            open(path, "w").write(old)
            shell = Shell(folder)
            for n in range(8):
                shell.send(f"b{n} = {n} + 1\n")
            time.sleep(random.random() * 0.05)
            shell.close()
            data = open(path).read()
            new = data[len(old):].split("\n")
            if not data.startswith(old) or new[-1] != "" or any(line != f"b{n} = {n} + 1" for n, line in enumerate(new[:-1])):
                wrong += 1
                print(f"history: {data[-200:]!r}")
    print(f"history    killed {TIMES} times, {wrong} files not whole", flush=True)
    sys.exit(1 if failures + wrong else 0)


main()
