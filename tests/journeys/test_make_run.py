"""What `make run` opens is what the journeys walk through: it keeps a sale over a power cut too."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import func, select

from shopkit.sales.models import Order
from tests.journeys import steps
from tests.journeys.conftest import opened_page
from tests.journeys.devices import PHONE
from tests.journeys.house import ROOT, SECRET, House, new_house, wait_for

SELLER = "+84900000010"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[House]:
    house = new_house(tmp_path)
    make_run(house)
    log = (tmp_path / "server.log").read_text("utf-8")
    house.sign_ins = {phone: (phone, secret) for phone, secret in SECRET.findall(log)}
    yield house
    if house.process and house.process.poll() is None:
        cut(house)


def make_run(house: House) -> None:
    with (house.folder / "server.log").open("ab") as log:
        house.process = subprocess.Popen(
            ["make", "run"],
            cwd=ROOT,
            env=house.environ | {"PYTHONUNBUFFERED": "1"},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    wait_for(house.answers, "the server answers", house.log)


def cut(house: House) -> None:
    """End make and all that it started, as a power cut would."""
    assert house.process
    os.killpg(house.process.pid, signal.SIGKILL)
    house.process.wait()


def orders(house: House) -> int:
    with house.database() as database, database.reading() as session:
        return session.scalar(select(func.count()).select_from(Order)) or 0


def test_a_sale_at_the_house_of_make_run_outlives_the_power_cut(
    browser: Browser, made: House
) -> None:
    before = orders(made)
    with opened_page(browser, made, PHONE, workers=True) as seller:
        steps.sign_in(seller, made, SELLER)
        for path in ("/", "/sales/quick"):
            seller.goto(path)
            seller.locator("html[data-worker=ready]").wait_for(state="attached")
        cut(made)
        seller.goto("/sales/quick")
        seller.locator("a.tile").first.click()
        seller.get_by_role("button", name="Tiền mặt").click()
        expect(seller.locator("[data-outbox]")).to_contain_text("1 mục chờ gửi")
        make_run(made)
        seller.locator("[data-outbox] [data-send]").click()
        expect(seller.locator("[data-outbox]")).to_be_hidden()
    assert orders(made) == before + 1
