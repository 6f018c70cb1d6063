"""The eight steps of the first day on a screen of 320 pixels, every page of them whole."""

from pathlib import Path

from playwright.sync_api import Browser

from tests.journeys.conftest import opened_page
from tests.journeys.devices import PHONE
from tests.journeys.house import House
from tests.journeys.test_first_day import (
    go_home,
    keep_it,
    list_the_goods,
    make_the_code,
    print_labels,
    scan_one,
    tell_about_the_shop,
    withdraw,
)
from tests.journeys.test_pages import TOO_SMALL

NARROW = {**PHONE, "viewport": {"width": 320, "height": 640}}
# Every page tells of itself when it has loaded, and again when she leaves it.
TELL = f"""() => {{
  const look = () => {{
    const width = document.documentElement.scrollWidth;
    const small = ({TOO_SMALL})();
    window.tellWidth(location.pathname, width > 320 ? [`${{width}} px wide`, ...small] : small);
  }};
  addEventListener("load", look);
  addEventListener("pagehide", look);
}}"""


def test_the_first_day_passes_on_the_narrowest_phone(
    browser: Browser, house: House, tmp_path: Path
) -> None:
    told: dict[str, list[str]] = {}
    with opened_page(browser, house, NARROW) as page:
        page.expose_function(
            "tellWidth", lambda path, faults: told.setdefault(path, []).extend(faults)
        )
        page.add_init_script(f"({TELL})()")
        page.goto("/")
        make_the_code(page)
        keep_it(page)
        tell_about_the_shop(page)
        list_the_goods(page, tmp_path)
        scan_one(browser, house, print_labels(page)[0])
        go_home(page)
        withdraw(page)
    assert len(told) > 20, sorted(told)
    assert not (faults := {path: found for path, found in told.items() if found}), faults
