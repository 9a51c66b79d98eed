"""The app as it really runs: its own server on a free port, and the system's Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome")
# Nothing of Chromium's own may call home, or a test of ours would not see what ours calls.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_S = 60.0


@pytest.fixture(scope="session")
def chromium() -> str:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None and "CI" not in os.environ:
        pytest.skip("No Chromium is installed; the browser tests need one.")
    assert found, f"the browser tests need one of {', '.join(NAMES)}"
    return found


@pytest.fixture(scope="session")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a server of its own, without anybody's personal settings."""
    number = _free_port()
    clean = {key: value for key, value in os.environ.items() if not key.startswith("STREAMLIT_")}
    log = tmp_path_factory.mktemp("server") / "log.txt"
    with log.open("w", encoding="utf-8") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(number)],
            cwd=ROOT,
            env=clean | {"HOME": str(log.parent)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(number, server, log)
            yield number
        finally:
            server.terminate()
            server.wait(timeout=30)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def browser_requests() -> list[str]:
    """The address of everything that the tabs of this test ask for, web sockets too."""
    return []


@pytest.fixture
def tab(browser: Browser, port: int, browser_requests: list[str]) -> Iterator[Callable[..., Page]]:
    """Opens the app in a browser profile of its own; more than one may be open at a time."""
    contexts = []

    def opened(width: int = 1280, height: int = 800, scheme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: browser_requests.append(request.url))
        page.on("websocket", lambda socket: browser_requests.append(socket.url))
        page.goto(f"http://127.0.0.1:{port}")
        return page

    yield opened
    for context in contexts:
        context.close()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        found: int = free.getsockname()[1]
        return found


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        assert server.poll() is None, f"the server ended: {log.read_text(encoding='utf-8')}"
        try:
            with urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1):
                return
        except (URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"the server did not answer: {log.read_text(encoding='utf-8')}")
