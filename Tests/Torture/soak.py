"""Makes 10^7 steps with traces, displays, a breakpoint and saves. The memory must stay the same, and the numbers must equal those of a
plain training.

Usage: soak.py [STEPS]
"""
import os, subprocess, sys, tempfile, time
from shell import PROGRAM

STEPS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
ROUNDS = 100
LIMIT = 2 << 20
START = "set timeline.memory 2; data xor m=8; init 2 2:tanh 1:sigmoid seed=2 scale=1"


def memory(pid):
    # Swapped memory counts too.
    lines = [line.split() for line in open(f"/proc/{pid}/status")]
    return sum(int(line[1]) << 10 for line in lines if line[0] in ("RssAnon:", "VmSwap:"))


def main():
    with tempfile.TemporaryDirectory() as folder:
        watched = f"""{START}
trace J, W1 to=t.csv every=1000
trace J to=t.npz every=1000
display J, norm(dW1)
watch sum(A2 > 0.5)
break when J < 0
repeat {ROUNDS} {{ train {STEPS // ROUNDS} alpha=0.1 every={STEPS // ROUNDS}; save net.npz }}
print "{{J:.17g}} {{norm(W1):.17g}}"
"""
        run = subprocess.Popen([PROGRAM, "-"], cwd=folder, stdin=subprocess.PIPE, stdout=open(folder + "/out", "w"))
        run.stdin.write(watched.encode())
        run.stdin.close()
        start = time.monotonic()
        samples = []
        while run.poll() is None:
            try:
                samples.append(memory(run.pid))
            except FileNotFoundError:
                break
            time.sleep(0.2)
        seconds = time.monotonic() - start
        # The first fifth of the samples is left out, because the timeline fills its memory there.
        steady = [s for s in samples[len(samples) // 5:] if s]
        growth = max(steady) - min(steady)
        course = [steady[i * (len(steady) - 1) // 9] >> 10 for i in range(10)]
        last = open(folder + "/out").read().strip().split("\n")[-1]
        plain = subprocess.run(
            [PROGRAM, "-c", f'{START}; repeat {ROUNDS} {{ train {STEPS // ROUNDS} alpha=0.1 }}; print "{{J:.17g}} {{norm(W1):.17g}}"'], capture_output=True, text=True)
        same = plain.stdout.strip() == last and run.returncode == 0
        print(f"{STEPS} steps in {seconds:.0f} s: memory from {min(steady) >> 10} to {max(steady) >> 10} KiB, {growth / (1 << 20):.2f} MiB apart, on the way {course}; "
              f"numbers {'as' if same else 'not as'} of a plain training ({last})")
        sys.exit(0 if same and growth <= LIMIT else 1)


main()
