"""A headless Chromium, driven over the pipe of its debugging protocol. Only Python's standard library is needed."""
import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

KEYS = {"ArrowLeft": 37, "ArrowRight": 39, "Home": 36, "End": 35, "PageUp": 33, "PageDown": 34, "Tab": 9}


class Browser:
    """A browser with one tab. `problems` has each error of the console, each exception and each request but for the page itself."""

    def __init__(self, program):
        self.folder = tempfile.mkdtemp(prefix="nnshell-page-")
        # The browser reads commands from descriptor 3 and writes answers to descriptor 4.
        reads, self.commands = os.pipe()
        self.answers, writes = os.pipe()
        reads, writes = (fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 20) for end in (reads, writes))

        def connect():
            os.dup2(reads, 3)
            os.dup2(writes, 4)

        command = [program, "--remote-debugging-pipe", "--no-first-run", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        command += ["--no-default-browser-check", f"--user-data-dir={self.folder}"] + (["--no-sandbox"] if os.geteuid() == 0 else [])
        self.process = subprocess.Popen(
            command + ["about:blank"], close_fds=False, preexec_fn=connect, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(reads)
        os.close(writes)
        self.rest, self.number, self.session, self.events = b"", 0, None, []
        self.problems, self.page = [], ""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Emulation.setScrollbarsHidden", hidden=True)
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(domain + ".enable")

    def close(self):
        try:
            self.session = None
            self.call("Browser.close")
        except (OSError, RuntimeError):
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    # Messages end with NUL.

    def receive(self, seconds):
        end = time.monotonic() + seconds
        while b"\0" not in self.rest:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.answers], [], [], left)[0]:
                raise RuntimeError(f"the browser gave no answer in {seconds} s")
            data = os.read(self.answers, 1 << 16)
            if not data:
                raise RuntimeError("the browser has ended")
            self.rest += data
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        """Calls a method of the protocol and returns its result."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.commands, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive(60)
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.take(answer)

    def take(self, event):
        method, values = event.get("method", ""), event.get("params", {})
        self.events.append(method)
        if method == "Runtime.exceptionThrown":
            self.problems.append("exception: " + values["exceptionDetails"].get("exception", {}).get("description", str(values)))
        elif method == "Runtime.consoleAPICalled" and values["type"] in ("error", "warning", "assert"):
            self.problems.append(f"console: {values['args']}")
        elif method == "Log.entryAdded" and values["entry"]["level"] in ("error", "warning"):
            self.problems.append("log: " + values["entry"]["text"])
        elif method == "Network.requestWillBeSent" and values["request"]["url"].split("#")[0] not in (self.page, "about:blank"):
            self.problems.append("request: " + values["request"]["url"])
        elif method == "Page.javascriptDialogOpening":
            self.problems.append("dialog: " + values["message"])

    # What a user does.

    def open(self, path, fragment=""):
        """Opens a file and waits until it is loaded. A new fragment alone would not load it again, so an empty page comes between."""
        self.load("about:blank")
        self.page = "file://" + os.path.abspath(path)
        self.load(self.page + fragment)

    def load(self, address):
        self.events = []
        self.call("Page.navigate", url=address)
        end = time.monotonic() + 60
        while "Page.loadEventFired" not in self.events:
            self.take(self.receive(end - time.monotonic()))

    def evaluate(self, expression):
        """The value of an expression in the page."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def press(self, key):
        for kind in ("rawKeyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=KEYS[key], nativeVirtualKeyCode=KEYS[key])

    def size(self, width, height):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def media(self, media="screen", scheme="light"):
        self.call("Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": scheme}])

    def shot(self, path):
        """Writes a picture of the whole page."""
        picture = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        with open(path, "wb") as file:
            file.write(base64.b64decode(picture["data"]))

    def pdf(self):
        return base64.b64decode(self.call("Page.printToPDF", printBackground=True)["data"])
