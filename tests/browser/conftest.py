"""A server process with a real index, and a real browser, which must not report anything.

`TIMDAU_NO_BROWSER=1` skips these tests.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from indexer import reindex
from tests.sea import write_sea
from tests.webui.collection import ARTICLES

Visit = Callable[..., Page]

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_SERVE = "import sys; from webui.server import serve; serve(port=0, index=sys.argv[1])"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server for the collection."""
    yield from served(ARTICLES, tmp_path_factory.mktemp("browser") / "index")


@pytest.fixture(scope="session")
def sea_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server for an archive in which *Biển Đông* is a word."""
    folder = tmp_path_factory.mktemp("sea")
    write_sea(folder / "docs")
    yield from served(folder / "docs", folder / "index")


def served(articles: Path, index: Path) -> Iterator[str]:
    """Index articles and yield the address of a server in a process of its own."""
    reindex([articles], index=index)
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(index)], cwd=root, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout
            yield server.stdout.readline().split()[-1].rstrip("/")
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if os.environ.get("TIMDAU_NO_BROWSER"):
        pytest.skip("TIMDAU_NO_BROWSER is set")
    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    """A function that opens a page of the collection."""
    yield from visits(browser, site)


@pytest.fixture
def visit_sea(browser: Browser, sea_site: str) -> Iterator[Visit]:
    """A function that opens a page of the archive in which *Biển Đông* is a word."""
    yield from visits(browser, sea_site)


def visits(browser: Browser, site: str) -> Iterator[Visit]:
    """Yield a function that opens a page. After that, the browser must not have reported or fetched anything."""
    reports: list[str] = []
    contexts = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            reports.append(message.text)

    def watch(request: Request) -> None:
        if urlsplit(request.url).netloc != urlsplit(site).netloc:
            reports.append(f"request to {request.url}")

    def open_page(
        address: str, *, width: int = 1280, dark: bool = False, javascript: bool = True, touch: bool = False
    ) -> Page:
        context = browser.new_context(
            base_url=site,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            has_touch=touch,
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: reports.append(str(error)))
        page.on("request", watch)
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert reports == []


def axe_findings(page: Page) -> list[str]:
    """Return what axe finds in a page, light on a desk and dark on a phone: a line each, with where it is."""
    found = []
    for scheme, width in (("light", 1280), ("dark", 375)):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # a text to mypy
        violations = Axe().run(page).response["violations"]
        found += [f"{scheme} {each['id']}: {node['html'][:160]}" for each in violations for node in each["nodes"]]
    return found
