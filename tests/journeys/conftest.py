"""Browsers and running houses for the journeys; every test here needs Chromium."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.journeys.devices import DESKTOP, PATIENCE_MS, PHONE
from tests.journeys.house import House, new_house
from tests.journeys.people import Everybody

HERE = Path(__file__).parent
CALM_MS = 300
CHROMIUM = ("chromium", "chromium-browser")
QUIET = (
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


def chromium() -> str:
    """Where Debian's Chromium lies."""
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    assert path, "Chromium is missing: apt-get install chromium"
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=chromium(), chromium_sandbox=False, args=list(QUIET)
        )
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house with its practice commune, never opened: the pattern the others are copied from."""
    house = new_house(tmp_path_factory.mktemp("furnished"))
    house.furnish()
    house.finish_work()
    return house


@pytest.fixture
def house(furnished: House, tmp_path: Path) -> Iterator[House]:
    """A house of this test's own, open, with the practice commune in it."""
    shutil.copytree(furnished.folder / "data", tmp_path / "data")
    house = new_house(tmp_path)
    house.sign_ins = furnished.sign_ins
    house.open()
    yield house
    house.close()


@pytest.fixture(scope="session")
def shared_house(furnished: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One open house for tests that only look."""
    folder = tmp_path_factory.mktemp("shared")
    shutil.copytree(furnished.folder / "data", folder / "data")
    house = new_house(folder)
    house.sign_ins = furnished.sign_ins
    house.open()
    yield house
    house.close()


@pytest.fixture(scope="session")
def people(browser: Browser, shared_house: House) -> Iterator[Everybody]:
    """Everybody who looks at the shared house, each with what her pages need."""
    everybody = Everybody(browser, shared_house)
    yield everybody
    everybody.close()


@pytest.fixture(scope="session")
def known(people: Everybody) -> dict[str, str]:
    return people.shown()


@pytest.fixture
def phone(browser: Browser, house: House) -> Iterator[Page]:
    """A phone nobody has used here before."""
    with opened_page(browser, house, PHONE) as page:
        yield page


@pytest.fixture
def desktop(browser: Browser, house: House) -> Iterator[Page]:
    with opened_page(browser, house, DESKTOP) as page:
        yield page


class opened_page:  # noqa: N801  used like a function
    """A page of a new browser profile that fails the test when a script or a request fails.

    With `workers` the phone keeps pages; without them every page comes from the server.
    """

    def __init__(
        self,
        browser: Browser,
        house: House,
        device: Mapping[str, object],
        *,
        workers: bool = False,
    ) -> None:
        self.context: BrowserContext = browser.new_context(
            base_url=house.address,
            service_workers="allow" if workers else "block",
            **device,  # type: ignore[arg-type]  # a plain dictionary of options
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.faults: list[str] = []

    def __enter__(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on(
            "console", lambda said: self.faults.append(said.text) if is_fault(said.text) else None
        )
        return page

    def __exit__(self, *_: object) -> None:
        # A profile that is closed while a page is just coming may never answer (Chromium).
        for page in self.context.pages:
            page.wait_for_timeout(CALM_MS)
        self.context.close()
        assert not self.faults, self.faults


def is_fault(text: str) -> bool:
    return "Content Security Policy" in text or "Uncaught" in text
