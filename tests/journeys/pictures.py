"""Takes the pictures of the main screens for the documentation: `make pictures`."""

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select

from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.labels import LabelRun
from tests.journeys import steps
from tests.journeys.conftest import QUIET, chromium, opened_page
from tests.journeys.devices import DESKTOP, PHONE
from tests.journeys.house import ROOT, House, new_house

OUT = ROOT / "docs" / "pictures"
SELLER, OFFICER = "+84900000010", "+84900000001"
COLOURS = 128


def take(page: Page, name: str) -> None:
    """Keep what is on the screen as a small palette picture."""
    page.wait_for_load_state("networkidle")
    with Image.open(BytesIO(page.screenshot())) as picture:
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(OUT / f"{name}.png", optimize=True)
    print(f"{name}: {(OUT / f'{name}.png').stat().st_size // 1024} KB")


def phone_pictures(browser: Browser, house: House, trace_code: str) -> None:
    with opened_page(browser, house, PHONE) as page:
        page.goto("/")
        take(page, "welcome")
        steps.make_code(page)
        take(page, "code")
        page.goto(f"/T/{trace_code}")
        take(page, "trace")
    with opened_page(browser, house, PHONE) as page:
        steps.sign_in(page, house, SELLER)
        for name, path in (
            ("home", "/"),
            ("products", "/products"),
            ("new-product", "/products/new"),
            ("batches", "/batches"),
            ("consent", "/me/consents/report"),
        ):
            page.goto(path)
            take(page, name)


def desktop_pictures(browser: Browser, house: House) -> None:
    with opened_page(browser, house, DESKTOP) as page:
        steps.sign_in(page, house, OFFICER)
        for name, path in (("commune", "/commune"), ("figure", "/commune/live")):
            page.goto(path)
            take(page, name)


def main() -> int:
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        house = new_house(Path(folder))
        house.furnish()
        house.finish_work()
        house.open()
        try:
            with house.database() as database, database.reading() as session:
                code = session.scalars(
                    select(Batch.trace_code).join(LabelRun, LabelRun.batch_id == Batch.id)
                ).first()
            assert code
            browser = playwright.chromium.launch(
                executable_path=chromium(), chromium_sandbox=False, args=list(QUIET)
            )
            phone_pictures(browser, house, code)
            desktop_pictures(browser, house)
            browser.close()
        finally:
            house.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
