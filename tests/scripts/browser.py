"""A headless Chromium, driven by the WebDriver protocol (https://www.w3.org/TR/webdriver2/) over plain HTTP."""

import json
import re
import shutil
import subprocess
import tempfile
import urllib.request
from pathlib import Path

# As root there is no sandbox, and containers have little shared memory. Whatever the browser itself would like to
# fetch is switched off, so that each request is the page's.
OPTIONS = ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars",
           "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
           "--no-default-browser-check", "--window-size=1000,900"]


def is_installed():
    return shutil.which("chromium") is not None and shutil.which("chromedriver") is not None


class Browser:
    """One window. To be used with `with`, which ends the browser and what it started."""

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory()
        self._driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                        encoding="utf-8")
        self._session = None
        for line in self._driver.stdout:
            found = re.search(r"started successfully on port (\d+)", line)
            if found:
                break
        else:
            raise RuntimeError("chromedriver does not start")
        self._base = f"http://127.0.0.1:{found.group(1)}"

    def __enter__(self):
        options = {"binary": shutil.which("chromium"), "args": [*OPTIONS, f"--user-data-dir={self._folder.name}"]}
        capabilities = {"browserName": "chrome", "goog:chromeOptions": options,
                        "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}
        self._session = self._call("POST", "/session", {"capabilities": {"alwaysMatch": capabilities}})["sessionId"]
        return self

    def __exit__(self, *_):
        if self._session:
            self._call("DELETE", f"/session/{self._session}")
        self._driver.terminate()
        self._driver.wait()
        self._driver.stdout.close()
        self._folder.cleanup()

    def _call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._base + path, data=data, method=method,
                                         headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(json.load(error)["value"]["message"].splitlines()[0]) from error

    def _of_session(self, method, path, body=None):
        return self._call(method, f"/session/{self._session}{path}", body)

    def open(self, page):
        self._of_session("POST", "/url", {"url": Path(page).resolve().as_uri()})

    def run(self, script, *arguments):
        """What the JavaScript returns, as values."""
        return self._of_session("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def devtools(self, command, **parameters):
        return self._of_session("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def press(self, *keys):
        """Keys, one after the other, for whatever has the focus. Special keys are those of the protocol's table."""
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._of_session("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def console(self):
        """What was logged since the last call: violations of the policy, exceptions, console.log()."""
        return [entry["message"] for entry in self._of_session("POST", "/se/log", {"type": "browser"})]

    def requests(self):
        """The addresses that were asked for since the last call, the pages' own included."""
        messages = [json.loads(entry["message"])["message"]
                    for entry in self._of_session("POST", "/se/log", {"type": "performance"})]
        return [message["params"]["request"]["url"] for message in messages
                if message["method"] == "Network.requestWillBeSent"]
