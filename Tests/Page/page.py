#!/usr/bin/env python3
"""Opens pages of `export` in a headless Chromium and compares them with what nnshell prints.

page.py PROGRAM [--browser PROGRAM] [--shots FOLDER]
  --shots   also writes pictures of the pages: light, dark and print, 1200 and 400 pixels wide
"""
import argparse
import os
import subprocess
import sys
import tempfile
import time

from browser import Browser

FLOWER = "init seed=2\ntrain 1000 alpha=1.2\ngoto 300\nbranch slow\ntrain 400 alpha=0.2\ngoto main"
SMALL = "data moons m=60 noise=0.1 seed=3 split=0.6,0.2,0.2\ninit 2 3:relu 1 seed=4 weights=he\nrepeat 12 { forward; backward; step 0.5 }"
LARGE = "seed 1\nX = randn(784, 40)\nY = zeros(10, 40)\nfor i in 1:40 { Y[(i - 1) % 10 + 1, i] = 1 }\ninit 784 128:relu 10:softmax weights=he\ntrain 60 alpha=0.1"
BROKEN = "init seed=2\ntrain 3\nW1[1,1] = nan\nW2[1,2] = inf\nforward\nbackward"
NASTY = 'data names.csv\nprint "</script><script>document.title = 1</script> <!-- &"\ninit seed=1\ntrain 5'
NASTY_NAME = '</script><img src=http://127.0.0.1:9/x onerror=alert(1)>\u2028'

# Each text of the page with too little contrast to what is behind it. A ratio of 4.5 is the least.
CONTRAST = """(() => {
  const parts = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const color = parts(getComputedStyle(node).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  let count = 0;
  const bad = [];
  for (const node of document.querySelectorAll("body *")) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
    if (!own || ["SCRIPT", "STYLE", "NOSCRIPT"].includes(node.tagName) || !node.getClientRects().length) continue;
    const style = getComputedStyle(node);
    const [one, other] = [light(parts(node.tagName === "text" ? style.fill : style.color)), light(behind(node))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    count += 1;
    if (ratio < 4.5) bad.push(`${node.tagName} ${node.textContent.slice(0, 20)}: ${ratio.toFixed(2)}`);
  }
  return [count, bad];
})()"""

# The element that has the focus: its tag, and the name that a screen reader says.
FOCUS = """(() => {
  const node = document.activeElement;
  const by = node.getAttribute("aria-labelledby");
  const name = node.getAttribute("aria-label") || (by && document.getElementById(by).textContent) || (node.labels && node.labels.length && node.labels[0].textContent);
  return [node.tagName, node.id, name || ""];
})()"""


class PageTest:
    def __init__(self, nnshell, browser, shots):
        self.nnshell, self.browser, self.shots = os.path.abspath(nnshell), Browser(browser), shots and os.path.abspath(shots)
        self.compared, self.checked, self.failures = 0, 0, []

    def check(self, holds, what):
        self.checked += 1
        if not holds:
            self.failures.append(what)
            print(f"page: {what}")

    def run(self, text, goes_on=False):
        """What nnshell prints for a script, line by line."""
        done = subprocess.run([self.nnshell] + ["-k"] * goes_on, input=text, capture_output=True, text=True, timeout=300)
        if done.returncode != 0 and not goes_on:
            raise SystemExit(f"page: nnshell failed: {done.stderr}")
        return done.stdout.splitlines()

    def export(self, name, text):
        """Writes a page and returns its bytes."""
        self.run(f"{text}\nexport {name}.html")
        size = os.path.getsize(f"{name}.html")
        self.check(size < 2_000_000, f"{name}.html has {size} bytes")
        return size

    def open(self, name, fragment=""):
        self.browser.open(f"{name}.html", fragment)
        self.quiet(f"{name}.html{fragment} when it loads")

    def quiet(self, where):
        self.check(not self.browser.problems, f"{where}: {self.browser.problems}")
        self.browser.problems = []

    def shown(self, entries):
        """The step, J and some entries as the page shows them. None means every entry."""
        return self.browser.evaluate(f"""(() => {{
          const wanted = {entries!r};
          const cells = [...document.querySelectorAll("[data-entry]")].filter((cell) => !wanted.length || wanted.includes(cell.dataset.entry));
          const norms = [...document.querySelectorAll("caption")].map((node) => [`norm(${{node.textContent.split(" ")[0]}})`, node.textContent.split("norm ")[1]]);
          return [Number(document.getElementById("number").textContent), [["J", document.getElementById("cost").textContent]]
            .concat(cells.map((cell) => [cell.dataset.entry, cell.textContent]), norms)];
        }})()""")

    def compare(self, name, text, seen):
        """Compares what the page showed with what nnshell prints after `goto`. All steps are run in one session."""
        statements, expected = [text], []
        for step, pairs in seen:
            statements.append(f"goto {step}")
            for quantity, value in pairs:
                statements.append(f"print \"=\"\n{quantity}")
                expected.append((step, quantity, value))
        # What is not computed is an error, so nothing follows its "=".
        lines = self.run("\n".join(statements), goes_on=True) + ["="]
        found = [lines[place + 1].split()[0] for place, line in enumerate(lines[:-1]) if line == "="]
        self.check(len(found) == len(expected), f"{name}: {len(found)} answers for {len(expected)} questions")
        for (step, quantity, value), answer in zip(expected, found):
            self.compared += 1
            if value in ("–", "not computed", None):
                value = "="
            if value != answer:
                self.failures.append(f"{name}, step {step}: {quantity} is {value} on the page and {answer} in nnshell")
        print(f"page: {name}: compared {len(found)} numbers at {len(seen)} steps ({', '.join(str(step) for step, _ in seen)})")

    def reach_slider(self, name):
        """Presses Tab until the slider has the focus. Every stop on the way needs a name."""
        for _ in range(60):
            self.browser.press("Tab")
            tag, ident, label = self.browser.evaluate(FOCUS)
            self.check(label, f"{name}: {tag} {ident} has no name for a screen reader")
            if ident == "step":
                return
        self.check(False, f"{name}: Tab does not reach the slider")

    # The tests.

    def steps(self, name, text, keys, entries=()):
        """Moves through the steps by keys, on the slider and on the page, and compares."""
        size = self.export(name, text)
        self.open(name)
        self.reach_slider(name)
        seen = [self.shown(list(entries))]
        for key in keys:
            if key == "page":
                # From here on, the keys go to the page and not to the slider.
                self.browser.evaluate("document.activeElement.blur()")
                continue
            self.browser.press(key)
            seen.append(self.shown(list(entries)))
        self.quiet(f"{name}.html after the keys")
        self.compare(f"{name}.html, {size} bytes", text, list({step: (step, pairs) for step, pairs in seen}.values()))
        return [step for step, _ in seen]

    def addresses(self, name):
        for fragment, step in (("#step=40", 40), ("#step=0", 0), ("#step=99999", 1000), ("#step=x", 1000), ("", 1000)):
            self.open(name, fragment)
            found = self.browser.evaluate("Number(document.getElementById('number').textContent)")
            self.check(abs(found - step) <= 3, f"{name}.html{fragment} opens at step {found}")
        self.browser.evaluate("location.hash = '#step=500'")
        self.browser.evaluate("new Promise((done) => setTimeout(done, 50))")
        found = self.browser.evaluate("Number(document.getElementById('number').textContent)")
        self.check(abs(found - 500) <= 3, f"a new address gives step {found}")
        self.browser.press("ArrowRight")
        self.check(self.browser.evaluate("location.hash") != "#step=500", "the address does not follow the keys")

    def looks(self, name):
        """Light and dark, narrow and wide, on paper."""
        colours = set()
        for width in (1200, 400):
            # The page fits its pictures to the window when it loads.
            self.browser.size(width, 900)
            self.open(name)
            for scheme in ("light", "dark"):
                self.browser.media(scheme=scheme)
                colours.add(self.browser.evaluate("getComputedStyle(document.body).backgroundColor"))
                count, bad = self.browser.evaluate(CONTRAST)
                self.check(count > 50 and not bad, f"{name}, {scheme}, {width}: too little contrast: {bad[:5]} of {count} texts")
                wide = self.browser.evaluate("document.documentElement.scrollWidth")
                self.check(wide <= width, f"{name}, {width} pixels: the page is {wide} pixels wide")
                if self.shots:
                    self.browser.shot(f"{self.shots}/{name}-{scheme}-{width}.png")
        self.check(len(colours) == 2, f"{name}: light and dark have the same background")
        self.browser.size(1200, 900)
        self.open(name)
        for scheme in ("light", "dark"):
            self.browser.media("print", scheme)
            count, bad = self.browser.evaluate(CONTRAST)
            self.check(count > 50 and not bad, f"{name}, print, {scheme}: too little contrast: {bad[:5]}")
        hidden = self.browser.evaluate("getComputedStyle(document.querySelector('.control')).display")
        number = self.browser.evaluate("document.getElementById('number').getClientRects().length")
        back = self.browser.evaluate("getComputedStyle(document.body).backgroundColor")
        self.check(hidden == "none" and number == 1 and back == "rgb(255, 255, 255)", f"{name}: paper shows {hidden}, {number}, {back}")
        self.browser.size(760, 900)
        wide = self.browser.evaluate("document.documentElement.scrollWidth")
        self.check(wide <= 760, f"{name}: on paper of 760 pixels the page is {wide} pixels wide")
        if self.shots:
            self.browser.shot(f"{self.shots}/{name}-print.png")
        paper = self.browser.pdf()
        self.check(paper.startswith(b"%PDF"), f"{name}: it does not print")
        if self.shots:
            with open(f"{self.shots}/{name}.pdf", "wb") as file:
                file.write(paper)
        self.browser.media()
        self.browser.size(1200, 900)
        self.quiet(f"{name}.html in other looks")

    def strange(self):
        """Texts that look like tags, and numbers that are not finite."""
        with open("names.csv", "w", encoding="utf-8") as file:
            file.write(f"a<b>,{NASTY_NAME},kind\n" + "".join(f"{n},{n * n % 7},{'<i>one' if n % 3 else '&amp;two'}\n" for n in range(12)))
        self.export("nasty", NASTY)
        self.open("nasty")
        text = self.browser.evaluate("document.body.innerText")
        for part in (NASTY_NAME[:8], "<i>one", "&amp;two", "<script>document.title = 1</script>", "<!-- &"):
            self.check(part in text, f"nasty.html does not show {part}")
        self.check(self.browser.evaluate("document.title").startswith("names.csv"), "nasty.html has another title")
        self.check(self.browser.evaluate("document.images.length + document.scripts.length") == 2, "nasty.html has other elements")
        self.steps("broken", BROKEN, ["Home", "End"])
        cell = self.browser.evaluate("document.querySelector('[data-entry=\"W1[1,1]\"]').textContent")
        self.check(cell == "nan", f"broken.html shows {cell} for nan")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--browser", default="chromium-headless-shell")
    parser.add_argument("--shots")
    given = parser.parse_args()
    start = time.monotonic()
    test = PageTest(given.program, given.browser, given.shots)
    if test.shots:
        os.makedirs(test.shots, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix="nnshell-page-") as folder:
            os.chdir(folder)
            keys = ["ArrowLeft", "ArrowLeft", "Home", "ArrowRight", "PageUp", "PageUp", "page", "ArrowRight", "ArrowLeft", "End", "ArrowLeft"]
            found = test.steps("flower", FLOWER, keys)
            test.check(len(set(found)) > 6 and min(found) == 0 and max(found) == 1000, f"the keys lead to the steps {found}")
            test.addresses("flower")
            test.looks("flower")
            test.steps("small", SMALL, ["Home", "ArrowRight", "ArrowRight", "End", "ArrowLeft"])
            test.looks("small")
            test.steps("large", LARGE, ["Home", "ArrowRight", "PageUp", "End", "ArrowLeft"], ["W1[1,1]", "W2[1,1]", "W2[10,128]", "b1[128,1]", "dW2[3,4]"])
            test.looks("large")
            test.strange()
            os.chdir("/")
    finally:
        test.browser.close()
    print(f"page: {test.compared} numbers compared, {test.checked} other checks, {time.monotonic() - start:.1f} s")
    for failure in test.failures[:20]:
        print(f"page: failed: {failure}")
    sys.exit(1 if test.failures else 0)


main()
