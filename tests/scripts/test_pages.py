"""The pages in a real browser: they load nothing, run nothing of what logs say, and can be used without a mouse."""

import re
import tempfile
import unittest
from pathlib import Path

import accessibility
from browser import Browser, is_installed
from program import DEMO_LOG, FIXTURES, GIT_LOG, SYZBOT_LOG, demo_repository, rebisect, take_program_from_arguments

MARKUP = "</title></script><script>window.ran=1</script><img src=http://127.0.0.1:9/x onerror=window.ran=2><b>"
TAB, SPACE, DOWN = "\ue004", "\ue00d", "\ue015"
LARGEST = 400_000


def hostile(log):
    """The log with markup, a line of 10,000 characters, invalid UTF-8 and a mark that turns the direction of writing
    in every title."""
    bad = MARKUP.encode() + b"w" * 10_000 + b"\xff\xc0\xaf" + "\u202e\u2066".encode()
    log = re.sub(rb"(crashed: )(.*)", lambda found: found.group(1) + bad + found.group(2), log)
    return re.sub(rb"(testing release )(v5\.12)", lambda found: found.group(0) + MARKUP.encode(), log)


@unittest.skipUnless(is_installed(), "chromium and chromium-driver are not installed")
class Pages(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        place = tempfile.TemporaryDirectory()
        cls.addClassCleanup(place.cleanup)
        cls.folder = Path(place.name)
        cls.demo = demo_repository()
        cls.addClassCleanup(cls.demo.close)
        cls.browser = cls.enterClassContext(Browser()) if hasattr(cls, "enterClassContext") else cls.entered(Browser())
        cls.audit("demo", DEMO_LOG, "--repo", cls.demo.path)
        cls.audit("alone", SYZBOT_LOG)
        cls.audit("git", GIT_LOG)
        (cls.folder / "hostile.txt").write_bytes(hostile(SYZBOT_LOG.read_bytes()))
        cls.audit("hostile", cls.folder / "hostile.txt")
        cls.make_corpus()

    @classmethod
    def entered(cls, browser):
        """For Python before 3.11."""
        opened = browser.__enter__()
        cls.addClassCleanup(browser.__exit__, None, None, None)
        return opened

    @classmethod
    def audit(cls, name, log, *arguments):
        status, output, error = rebisect("audit", log, *arguments, "--format", "html", "-o", cls.folder / f"{name}.html")
        if status not in (0, 1, 2) or output or error:
            raise AssertionError((status, output, error))

    @classmethod
    def make_corpus(cls):
        logs = cls.folder / "logs"
        logs.mkdir()
        for log in [*FIXTURES.glob("*.txt"), GIT_LOG]:
            (logs / log.name).write_bytes(log.read_bytes())
        (logs / "no log #1?&<b>.txt").write_text("nothing\n", encoding="utf-8")
        (logs / "a b#?&<b>.txt").write_bytes(SYZBOT_LOG.read_bytes())
        labels = cls.folder / "labels.csv"
        labels.write_text("log,outcome,bug_title,first_wrong_verdict_commit\nsyzbot-2021-05.txt,incorrect,,\n"
                          "syzbot-2019-11.txt,correct,,\nsyzbot-2020-04.txt,correct,,\n", encoding="utf-8")
        status, _, error = rebisect("corpus", logs, "--labels", labels, "--format", "html", "-o", cls.folder / "corpus.html")
        if (status, error) != (0, ""):
            raise AssertionError((status, error))

    def open(self, name):
        self.browser.open(self.folder / f"{name}.html")

    def text(self, selector):
        return self.browser.run("return document.querySelector(arguments[0]).innerText", selector)

    def test_a_page_loads_nothing_and_says_nothing_on_the_console(self):
        for name in ("demo", "alone", "git", "hostile", "corpus"):
            with self.subTest(name):
                self.browser.requests()
                self.open(name)
                self.assertEqual(self.browser.console(), [])
                own = (self.folder / f"{name}.html").resolve().as_uri()
                self.assertEqual([address for address in self.browser.requests() if address != own], [])
                self.assertLess((self.folder / f"{name}.html").stat().st_size, LARGEST)

    def test_what_these_tests_look_for_is_found_where_it_is(self):
        page = ("<!doctype html><title>t</title><h3>skips</h3><p style='color:#aaa'>pale</p><img src=x.png><svg></svg>"
                "<input><a href='#nowhere'></a><div style='width:9px;overflow:auto'>wide wide</div><script>oops()</script>")
        (self.folder / "faulty.html").write_text(page, encoding="utf-8")
        self.open("faulty")
        self.assertRegex(" ".join(self.browser.console()), "oops is not defined")
        self.assertIn("x.png", " ".join(self.browser.requests()))
        problems = "\n".join(self.browser.run(accessibility.PROBLEMS))
        for expected in ("no language", "heading jumps from 0 to 3", "not one h1", "not one main", "leads nowhere",
                         "control without a name: <input", "control without a name: <a", "drawing without a text",
                         "scrolls, but not with keys", "contrast 2.32"):
            self.assertIn(expected, problems)

    def test_hostile_logs_are_text(self):
        self.open("hostile")
        self.assertIsNone(self.browser.run("return window.ran ?? null"))
        self.assertEqual(self.browser.run("return document.querySelectorAll('img, b > b, iframe').length"), 0)
        self.assertIn("</title></script><script>window.ran=1", self.text("main"))
        self.assertFalse(set("\u202e\u2066") & set(self.text("body")))
        overflow = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        self.assertEqual(self.browser.run(overflow), 0)

    def test_even_what_got_into_the_page_would_not_run(self):
        """The policy by itself: an element that a fault would let through."""
        self.open("demo")
        self.browser.run("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran=1\">');"
                         "const s = document.createElement('script'); s.textContent = 'window.ran=2';"
                         "document.body.append(s)")
        self.assertIsNone(self.browser.run("return window.ran ?? null"))
        self.assertTrue(all("Content Security Policy" in line for line in self.browser.console()))

    def test_a_flip_shows_where_it_would_have_ended(self):
        self.open("demo")
        self.assertIn("d1477d63961a", self.text("#flip-shown"))
        before = self.text("#flip-shown")
        names = self.browser.run("return [...document.querySelectorAll('#flip option')].map(o => o.textContent)")
        self.assertIn("good", names[-1])
        self.browser.run("document.getElementById('flip').focus()")
        endings = []
        for _ in names[1:]:
            self.browser.press(DOWN)
            endings.append(self.text("#flip-shown"))
        self.assertNotIn(before, endings)
        chosen = self.browser.run("return document.querySelector('tr.chosen').dataset.name")
        self.assertEqual(chosen, names[-1])
        shown = self.browser.run("return [...document.querySelectorAll('tr.chosen .ending')].map(e => e.textContent)")
        for ending in shown:
            self.assertIn(ending, self.browser.run("return document.getElementById('flip-shown').textContent"))

    def test_without_its_script_a_page_has_all_of_it(self):
        self.browser.devtools("Emulation.setScriptExecutionDisabled", value=True)
        try:
            self.open("demo")
        finally:
            self.browser.devtools("Emulation.setScriptExecutionDisabled", value=False)
        visible = "return [...document.querySelectorAll(arguments[0])].filter(e => e.checkVisibility()).length"
        self.assertEqual(self.browser.run(visible, "#flip-choice"), 0)
        self.assertGreater(self.browser.run(visible, ".flips tbody tr"), 3)
        self.assertEqual(self.browser.run("return [...document.querySelectorAll('nav a')].map(a => a.textContent)"),
                         ["Why", "Suspects", "Steps", "Range", "History", "What if", "Next tests", "Findings", "How"])

    def rows(self):
        """The names of the rows that are shown; what is outside of the window has no text of its own yet."""
        return self.browser.run("return [...document.querySelectorAll('#logs tbody tr')].filter(r => !r.hidden)"
                                ".map(r => r.cells[0].textContent)")

    def test_the_corpus_is_filtered(self):
        self.open("corpus")
        everything = self.rows()
        self.assertEqual(self.text("#count"), f"{len(everything)} of {len(everything)} logs")
        self.browser.run("document.getElementById('words').focus()")
        self.browser.press(*"syzbot 2021")
        self.assertEqual(self.rows(), ["syzbot-2021-05.txt", "syzbot-2021-12.txt"])
        self.browser.press(*[TAB, TAB, TAB, TAB, TAB, SPACE])
        self.browser.run("const w = document.getElementById('words'); w.value = '';"
                         "w.dispatchEvent(new Event('input', {bubbles: true}))")
        self.assertEqual(self.rows(), [row for row in everything if not row.startswith("no log")])
        self.browser.run("const l = document.getElementById('label'); l.value = 'correct';"
                         "l.dispatchEvent(new Event('input', {bubbles: true}))")
        self.assertEqual(self.rows(), ["syzbot-2019-11.txt", "syzbot-2020-04.txt"])

    def test_the_corpus_is_sorted(self):
        self.open("corpus")
        by_name = self.rows()
        press = "document.querySelectorAll('#logs thead button')[arguments[0]].click()"
        self.browser.run(press, 0)
        self.assertEqual(self.rows(), sorted(by_name, key=str.lower))
        self.browser.run(press, 0)
        self.assertEqual(self.rows(), sorted(by_name, key=str.lower, reverse=True))
        self.browser.run(press, 2)
        keys = self.browser.run("return [...document.querySelectorAll('#logs tbody tr')].map(r => r.cells[2].dataset.key)")
        chances = [float(key) for key in keys if key]
        self.assertEqual(chances, sorted(chances))
        self.assertEqual(keys[:len(chances)], [key for key in keys if key], "those without a number stand behind")
        self.assertEqual(self.browser.run("return document.querySelectorAll('[aria-sort=ascending]').length"), 1)

    def test_each_log_of_the_corpus_has_its_page(self):
        self.open("corpus")
        links = self.browser.run("return [...document.querySelectorAll('#logs tbody a')].map(a => a.href)")
        self.assertEqual(len(links), len(self.rows()) - 1)
        self.browser.run("[...document.querySelectorAll('#logs a')].find(a => a.textContent.startsWith('a b#')).click()")
        self.assertIn("a b#?&<b>.txt", self.text(".name"))

    def test_pages_are_accessible(self):
        for name in ("demo", "alone", "hostile", "corpus"):
            for scheme in ("light", "dark"):
                with self.subTest(f"{name}, {scheme}"):
                    self.browser.devtools("Emulation.setEmulatedMedia",
                                          features=[{"name": "prefers-color-scheme", "value": scheme}])
                    self.open(name)
                    self.assertEqual(self.browser.run(accessibility.PROBLEMS), [])

    def test_every_control_is_reached_by_the_keyboard_in_the_order_of_the_page(self):
        for name in ("demo", "corpus"):
            with self.subTest(name):
                self.open(name)
                self.browser.run("document.querySelectorAll('details').forEach(d => d.open = true)")
                wanted = self.browser.run(accessibility.FOCUSABLE)
                self.assertGreater(wanted, 8)
                self.browser.press(*[TAB] * 1)
                places = []
                for _ in range(wanted):
                    places.append(self.browser.run(accessibility.PLACE_OF_FOCUS))
                    self.browser.press(TAB)
                self.assertEqual(places, sorted(set(places)))

    def test_nothing_is_cut_off_on_a_narrow_page(self):
        self.browser.devtools("Emulation.setDeviceMetricsOverride", width=400, height=900, deviceScaleFactor=1,
                              mobile=False)
        try:
            for name in ("demo", "alone", "git", "hostile", "corpus"):
                with self.subTest(name):
                    self.open(name)
                    self.assertEqual(self.browser.run("return document.documentElement.scrollWidth"), 400)
        finally:
            self.browser.devtools("Emulation.clearDeviceMetricsOverride")


if __name__ == "__main__":
    take_program_from_arguments()
    unittest.main()
