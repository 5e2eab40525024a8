"""Runs nnshell on a pseudo-terminal, for the other scripts of this folder."""
import os, pty, re, select, signal, tempfile, time

PROGRAM = os.environ.get("NNSHELL", os.path.join(os.path.dirname(__file__), "../../.build/release/nnshell"))


class Shell:
    def __init__(self, folder=None, environment=None, arguments=()):
        self.folder = folder or tempfile.mkdtemp(prefix="nnshell-torture-")
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(self.folder)
            os.environ.update(TERM="xterm", LANG="C.UTF-8", HOME=self.folder, EDITRC="/dev/null", **(environment or {}))
            os.execv(PROGRAM, [PROGRAM, "-q", "--no-rc", "--color", "never", *arguments])
        self.seen = ""
        self.wait_for("nn> ")

    def read(self, seconds):
        if select.select([self.terminal], [], [], seconds)[0]:
            try:
                self.seen += os.read(self.terminal, 65536).decode("utf8", "replace")
            except OSError:
                raise SystemExit("the shell ended: " + self.seen[-2000:])

    def wait_for(self, text, seconds=120):
        """Waits until the text appears and returns the seconds. `last` is then the text before it."""
        start = time.monotonic()
        while True:
            plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.seen)
            if text in plain:
                self.last = plain[: plain.index(text)]
                self.seen = plain[plain.index(text) + len(text):]
                return time.monotonic() - start
            if time.monotonic() - start > seconds:
                raise TimeoutError(f"no {text!r} in {self.seen[-500:]!r}")
            self.read(0.005)

    def send(self, text):
        os.write(self.terminal, text.encode())

    def run(self, line, seconds=120):
        """Types a line, waits for the next prompt, and returns what the line printed."""
        self.send(line + "\n")
        self.wait_for("\n", seconds)
        self.wait_for("nn> ", seconds)
        return self.last.replace("\r", "")

    def settle(self):
        """Waits until all typed lines have run. It prints a mark, because after a Ctrl-C there may be one more prompt."""
        self.marks = getattr(self, "marks", 0) + 1
        self.send(f'print "mark", {self.marks}\n')
        self.wait_for(f"\nmark {self.marks}\r\n")
        self.wait_for("nn> ")

    def interrupt(self):
        os.kill(self.pid, signal.SIGINT)

    def close(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.terminal)
