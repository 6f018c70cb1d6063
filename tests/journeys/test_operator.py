"""The machine is lost, or outgrown: figures, photos and printed codes stand as they stood."""

import hashlib
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from shopkit.traceability.models.labels import LabelFile
from tests import postgres
from tests.journeys import papers, steps
from tests.journeys.conftest import opened_page
from tests.journeys.devices import DESKTOP, PHONE, WITHOUT_SCRIPTS
from tests.journeys.house import House, new_house

OFFICER, SELLER = "+84900000001", "+84900000010"


def test_a_lost_machine_is_restored_on_another_with_all_that_people_see(
    browser: Browser, house: House, tmp_path: Path
) -> None:
    before = seen_in(browser, house)
    codes = printed_codes(house)
    house.run("backup", str(tmp_path / "shop.zip"))
    house.kill()
    shutil.rmtree(house.folder / "data")

    other = house_in(tmp_path / "other", house)
    other.run("restore", str(tmp_path / "shop.zip"))
    stands_as_before(browser, other, before, codes)


def test_the_move_to_postgresql_keeps_what_people_see_and_every_printed_code(
    browser: Browser, house: House, tmp_path: Path
) -> None:
    before = seen_in(browser, house)
    codes = printed_codes(house)
    house.close()
    with postgres.server() as server:
        server.create("shop")
        house.run("move", "--to", server.url("shop"))
        (house.folder / "data" / "shopkit.db").rename(tmp_path / "old.db")
        moved = house_in(tmp_path / "moved", house, server.url("shop"))
        shutil.copytree(house.folder / "data", moved.folder / "data", dirs_exist_ok=True)
        stands_as_before(browser, moved, before, codes)


def house_in(folder: Path, like: House, url: str | None = None) -> House:
    folder.mkdir()
    house = new_house(folder, url)
    house.sign_ins = like.sign_ins
    return house


def stands_as_before(
    browser: Browser, house: House, before: dict[str, object], codes: list[str]
) -> None:
    house.open()
    try:
        assert seen_in(browser, house) == before
        with opened_page(browser, house, WITHOUT_SCRIPTS) as buyer:
            for code in codes:
                answer = buyer.goto(urlsplit(code).path)
                assert answer
                assert answer.status == 200
        with opened_page(browser, house, PHONE) as seller:
            steps.sign_in(seller, house, SELLER)
            can_work_on(seller)
    finally:
        house.close()


def can_work_on(page: Page) -> None:
    """New labels come out of the restored house, with codes nobody had before."""
    page.goto("/batches")
    page.locator("main h2 a").first.click()
    page.get_by_role("link", name="In tem cho đợt này").click()
    page.get_by_label("Số tem").fill("5")
    steps.go_on(page)
    steps.go_on(page)
    page.get_by_role("button", name="Làm tem").click()
    expect(page.get_by_role("heading", name="5 tem đã xong")).to_be_visible(timeout=60_000)


def seen_in(browser: Browser, house: House) -> dict[str, object]:
    """What the officer reads, what the seller sees, and each picture and file to the byte."""
    with opened_page(browser, house, DESKTOP) as page:
        steps.sign_in(page, house, OFFICER)
        figures = page.locator(".stats, tbody, tfoot").all_inner_texts()
    with opened_page(browser, house, PHONE) as page:
        steps.sign_in(page, house, SELLER)
        page.goto("/qr/accounts")
        code = page.request.get(str(page.locator(".qr img").get_attribute("src"))).body()
        goods = {}
        page.goto("/products")
        links = page.locator("main a.task").all()
        for path in [str(link.get_attribute("href")) for link in links]:
            page.goto(path)
            photo = str(page.locator("main img").first.get_attribute("src"))
            goods[path] = hashlib.sha256(page.request.get(photo).body()).hexdigest()
    assert len(goods) == 2
    return {"figures": figures, "code": code, "goods": goods}


def printed_codes(house: House) -> list[str]:
    """The codes as they stand on the sheets that were printed."""
    with house.database() as database, database.reading() as session:
        names = list(session.scalars(select(LabelFile.name)))
    files = [house.folder / "data/files" / name[:2] / name for name in names]
    codes = [code for path in files for code in papers.texts_in_pdf(path.read_bytes())]
    if not codes:
        pytest.fail("the practice commune has no labels")
    return codes
