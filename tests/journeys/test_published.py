"""Two people publish a quarter, everybody reads it, and nobody finds the village with three."""

import csv
import io
import re

from playwright.sync_api import Browser, expect

from shopkit.demo.cast import COMMUNE_CODE
from shopkit.scope import LEADER, PROVINCE_VIEWER
from tests.journeys import steps
from tests.journeys.conftest import opened_page
from tests.journeys.devices import DESKTOP, PHONE
from tests.journeys.house import House
from tests.journeys.published import (
    COUNTS,
    LEADER_PHONE,
    QUARTER,
    VIEWER_PHONE,
    approve_quarter,
    hire,
)

OFFICER = "+84900000001"
FILE = f"/figures/{COMMUNE_CODE}/{QUARTER.code}"


def test_a_quarter_is_published_by_two_people_and_its_small_number_is_found_by_nobody(
    browser: Browser, house: House
) -> None:
    hire(house, LEADER_PHONE, LEADER)
    hire(house, VIEWER_PHONE, PROVINCE_VIEWER)
    with house.database() as database, database.writing() as session:
        session.info["actor"] = None
        approve_quarter(session)
    with opened_page(browser, house, DESKTOP) as officer:
        steps.sign_in(officer, house, OFFICER)
        officer.goto("/commune/publish")
        officer.get_by_role("link", name="Quý 3/2026").click()
        officer.get_by_role("button", name="Đề nghị công bố").click()
        expect(officer.get_by_text("Chờ người thứ hai của xã xem và công bố.")).to_be_visible()
        assert officer.request.get(FILE).status == 404
    with opened_page(browser, house, DESKTOP) as leader:
        steps.sign_in(leader, house, LEADER_PHONE)
        leader.goto(f"/commune/publish/{QUARTER.code}")
        leader.get_by_role("button", name="Công bố cho mọi người").click()
        expect(leader.get_by_text(re.compile("Số biên nhận"))).to_be_visible()
    with opened_page(browser, house, PHONE) as anybody:
        anybody.goto("/figures")
        anybody.get_by_role("link", name=re.compile("Xã Thực Hành")).click()
        expect(anybody.get_by_role("heading", level=1)).to_contain_text("Quý 3/2026")
        table = anybody.request.get(f"{FILE}.csv").body().decode("utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(table)) if row["indicator"] == "B01"]
    told = [int(row["value"]) for row in rows if row["village_id"] and row["value"]]
    total = next(int(row["value"]) for row in rows if not row["village_id"])
    assert total == sum(COUNTS)
    assert sorted(told) == [12, 30, 41]
    assert [row["state"] for row in rows].count("hidden") == 2
    with opened_page(browser, house, DESKTOP) as viewer:
        steps.sign_in(viewer, house, VIEWER_PHONE)
        viewer.goto(f"/province?period={QUARTER.code}")
        row = viewer.locator("tbody tr", has_text="Xã Thực Hành")
        expect(row).to_contain_text(str(total))
