"""Presses Ctrl-C at random moments of long commands. Afterwards the recording of the session must give the same session in every bit.

Usage: signals.py [TIMES] [SEED]
"""
import os, random, sys, time
from shell import Shell

TIMES = int(sys.argv[1]) if len(sys.argv) > 1 else 500
random.seed(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
SETUP = ["init seed=2", "train 3000 alpha=1.2", "zz = 0", "B = ones(700, 700)", "v = 0"]
COMMANDS = [
    "train 20000", "train 20000 until=(randn() > 100)", "repeat 20000 { forward; backward; step }", "repeat 20000 { zz = randn(3, 3) }",
    "for i in 1:20000 { v = i; w = rand() }", "while v >= 0 { v = v + rand() }", "source long.nns", "goto when J < 0", "diff 0 3000", "v = B @ B @ B @ B",
    "v = exp(randn(1000, 1000))", "check", "match dW1 = dW1 * 3.7", "diagnose", "record out.nns --verify", "goto 100; redo 2000",
    "repeat 100 { train 100; back 50 }",
]
MOST = 8


def main():
    failures = 0
    for command in COMMANDS:
        wrong = done = interrupted = 0
        slowest = 0.0
        while done < TIMES:
            shell = Shell()
            open(os.path.join(shell.folder, "long.nns"), "w").write("repeat 20000 { zz = randn(3, 3); train 1 }\n")
            for line in SETUP + ["forward; backward"]:
                shell.run(line)
            for _ in range(min(MOST, TIMES - done)):
                if command.startswith(("match", "check")):
                    shell.run("forward; backward")
                shell.send(command + "\n")
                shell.wait_for("\n")
                time.sleep(random.random() * 0.05)
                shell.interrupt()
                slowest = max(slowest, shell.wait_for("nn> ", 60))
                interrupted += "interrupted" in shell.last or "^C" in shell.last
                shell.settle()
                done += 1
            said = shell.run("record out2.nns --verify", 300)
            if "the same session in every bit" not in said:
                wrong += 1
                print(f"{command}: {said.strip()[:600]}")
            shell.close()
        failures += wrong
        print(f"{command:45} {done} times, {interrupted} of them interrupted, longest answer {slowest:.3f} s, {wrong} recordings differ", flush=True)
    sys.exit(1 if failures else 0)


main()
