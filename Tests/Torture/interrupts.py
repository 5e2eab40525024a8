"""Measures how soon the prompt is back after Ctrl-C, and checks that Ctrl-C changes nothing. The statements are functions of 10^8 entries
and large products.

Prints a row for each statement. It fails where the prompt takes more than 0.2 s, or 0.7 s for a command that fills gigabytes, and where
a variable or the next random number has changed.
"""
import sys, time
from shell import Shell

ENTRIES = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000_000
LIMIT = 0.2
# A command that fills gigabytes must free them first. docs/reliability.md promises a longer time for it.
LIMIT_OF_GIGABYTES = 0.7

SETUP = [f"A = ones(10, {ENTRIES // 10})", "M = A > 0.5", "B = ones(12000, 12000)", "C = ones(1000000, 50)", "seed 7"]
STATEMENTS = """B @ B|B.T @ B|B @ B.T|C.T @ C|dot(B, B)|-A|~M|A + A|A - 1|A * A|A / 3|A ** 2.5|A % 0.7|A // 0.3|A == A|A < 0.5|0 < A < 1|M & M|M \\| M
A.T|A[1:9, :]|A[:, 1:2]|A[2]|[A; A]|sigmoid(A)|tanh(A)|relu(A)|leaky_relu(A)|softmax(A)|sigmoid'(A)|softmax'(A)|tanh'(A)|A += 1|A[:, 1:5000000] = 3
exp(A)|log(A)|log1p(A)|log2(A)|log10(A)|sqrt(A)|abs(A)|square(A)|sin(A)|cos(A)|tan(A)|maximum(A, 0)|minimum(A, A)|sum(A)|sum(A, axis=0)|sum(A, axis=1)
mean(A)|mean(A, axis=1)|std(A)|std(A, axis=0)|var(A)|max(A)|max(A, axis=0)|min(A)|argmax(A)|argmin(A, axis=0)|norm(A)|norm(A, axis=0)|outer(A[1, 1:10000], A[1, 1:10000])
clip(A, 0, 1)|where(M, A, A)|cumsum(A)|cumsum(A, axis=0)|any(M)|all(M)|isnan(A)|isfinite(A)|power(A, 1.5)|squeeze(A)|transpose(A)|reshape(A, -1, 1)|reshape(A, -1, 10, order='F')
concatenate((A, A))|concatenate((A, A), axis=1)|round(A, 2)|sign(A)|allclose(A, A)|array_equal(A, A)|randn(10, ENTRIES)|rand(10, ENTRIES)|permutation(ALL)|zeros(10, ENTRIES)|ones(10, ENTRIES)
arange(ALL)|linspace(0, 1, ALL)|eye(10000)|permutation(A)|A; print A|show A""".replace("ENTRIES", str(ENTRIES // 10)).replace("ALL", str(ENTRIES))

# Commands that take long. Ctrl-C is pressed at three different moments of each, in a second session.
COMMANDS = """data moons m=30000000|data spirals m=30000000 noise=0.3|data blobs m=3000000 classes=40|data circles m=20000000 standardize=yes|data xor m=20000000 noise=0.2
predict rand(2, 10000000)|forward rand(2, 10000000)|data flower m=20000000""".replace("\n", "|").split("|")


def commands():
    """Returns how many commands were late or changed something."""
    shell = Shell()
    shell.run("data flower; seed 1; init")
    want, failures = shell.run("data; sum(W1)"), 0
    for command in COMMANDS:
        row = []
        for moment in (0.12, 0.5, 1.0):
            shell.send(command + "\n")
            shell.wait_for("\n")
            try:
                shell.wait_for("nn> ", moment)
                row.append("done")
                shell.run("data flower; seed 1; init")
                continue
            except TimeoutError:
                pass
            shell.interrupt()
            took = shell.wait_for("nn> ", 60)
            row.append(f"{took:.3f} s" + ("  LATE" if took > LIMIT_OF_GIGABYTES else ""))
            if took > LIMIT_OF_GIGABYTES:
                failures += 1
            elif "interrupted" in shell.last and shell.run("data; sum(W1)") != want:
                row.append("CHANGED")
                failures += 1
            shell.run("data flower; seed 1; init")
        print(f"{command:44} {', '.join(row)}", flush=True)
    shell.close()
    return failures


def statements():
    for line in STATEMENTS.split("\n"):
        yield from (part.replace("\\", "|") for part in line.replace("\\|", "\\").split("|"))
    for extra in sys.argv[2:]:
        yield extra


def renew(shell, probe):
    """Sets the seed again after a statement that ended by itself, because it may have drawn or changed something. Returns the output of the probe."""
    shell.run("v = 0; seed 7")
    return shell.run(probe)


def main():
    shell = Shell()
    for line in SETUP:
        shell.run(line)
    probe = "A.shape; sum(A[:, 1:1000]); B.shape; randn(); seed 7"
    want = shell.run(probe)
    worst, failures, fast = 0.0, 0, 0
    for statement in statements():
        shell.send("v = " * (statement[0] not in "A[" or "=" not in statement) * (not statement.startswith(("show", "A;"))) + statement + "\n")
        shell.wait_for("\n")
        began = time.monotonic()
        try:
            shell.wait_for("nn> ", 0.12)
            fast += 1
            print(f"{statement:44} done in {time.monotonic() - began:.3f} s")
            want = renew(shell, probe)
            continue
        except TimeoutError:
            pass
        shell.interrupt()
        took = shell.wait_for("nn> ", 60)
        ended = "interrupted" not in shell.last
        wrong = "" if not ended or took < 0.05 else "  " + shell.last.strip()[-80:]
        # A statement that ended just before Ctrl-C leaves one more prompt.
        shell.settle()
        worst = max(worst, took)
        same = ended or shell.run(probe) == want
        failures += took > LIMIT or not same
        print(f"{statement:44} {took:6.3f} s{'  LATE' if took > LIMIT else ''}{'' if same else '  CHANGED'}{wrong}", flush=True)
        if ended:
            want = renew(shell, probe)
        else:
            shell.run("v = 0")
    shell.close()
    print(f"longest {worst:.3f} s; {fast} ended before they could be interrupted")
    failures += commands()
    sys.exit(1 if failures else 0)


main()
