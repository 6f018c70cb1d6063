"""The province's page: communes side by side, small numbers kept, silence a dash."""

import csv
import io
import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.adoption.actions.deriving import catch_up, keep_figures
from shopkit.adoption.rules.cells import Cell
from shopkit.adoption.rules.periods import period_on
from shopkit.places.models import Commune
from shopkit.scope import OFFICER, PROVINCE, PROVINCE_VIEWER
from shopkit.shops.actions.register import register_household
from tests import make
from tests.accounts.browser import Browser
from tests.adoption.publishing import approve, ask, published
from tests.conftest import NOW

QUARTER = period_on(date(2026, 9, 30), "quarter")
THANH_HOA, DONG_NAI = "38", "75"


@pytest.fixture
def viewer(app: Flask, session: Session) -> Browser:
    return make.phone(app, session, make.staff(session, PROVINCE_VIEWER, THANH_HOA, PROVINCE))


def cell_of(page: str, commune: str) -> str:
    """The first figure of a commune's row."""
    row = re.search(rf"<th[^>]*>{commune}</th><td[^>]*>(.*?)</td>", page)
    assert row, commune
    return row[1]


def test_communes_stand_by_name_and_silence_is_a_dash(viewer: Browser, session: Session) -> None:
    approve(session, QUARTER, {("B01", "", ""): Cell(120, None, 60)})
    page = viewer.get(f"/province?period={QUARTER.code}").text
    names = re.findall(r'<th scope="row" data-value="([^"]+)"', page)
    assert len(names) == 166
    assert names == sorted(names)
    assert cell_of(page, "Xã Hoằng Lộc").startswith("120")
    assert "50\N{NO-BREAK SPACE}%" in cell_of(page, "Xã Hoằng Lộc")
    assert cell_of(page, "Xã Hoằng Thanh") == "–"
    assert "1 trên 166 xã" in page


def test_a_small_number_is_kept_and_not_found_by_the_total(
    viewer: Browser, session: Session
) -> None:
    counts = {make.HOANG_LOC: 3, make.NEXT_DOOR: 9, "15469": 40}
    for code, count in counts.items():
        approve(session, QUARTER, {("B01", "", ""): Cell(count)}, commune_code=code)
    table = viewer.get(f"/province/{QUARTER.code}.csv").get_data().decode("utf-8-sig")
    rows = {
        row["Mã xã"]: row["Số"]
        for row in csv.DictReader(io.StringIO(table))
        if row["Mã chỉ tiêu"] == "B01" and (row["Số"] or row["Trạng thái"] == "che")
    }
    assert rows == {make.HOANG_LOC: "", make.NEXT_DOOR: "", "15469": "40", "": "52"}


def test_what_was_not_reported_carries_no_number(viewer: Browser, session: Session) -> None:
    """A rate over nobody is no rate: its 0 is not told as if it were one."""
    approve(session, QUARTER, {("B02", "", ""): Cell(0, 0, 0), ("B03", "", ""): Cell(0)})
    table = viewer.get(f"/province/{QUARTER.code}.csv").get_data().decode("utf-8-sig")
    numbers = ("Số", "Tử số", "Mẫu số", "Phần được kiểm chứng")
    silent = [
        [row[name] for name in numbers]
        for row in csv.DictReader(io.StringIO(table))
        if row["Trạng thái"] == "chưa báo cáo"
    ]
    assert silent
    assert {value for row in silent for value in row} == {""}


def test_what_runs_keeps_small_numbers_too(viewer: Browser, session: Session) -> None:
    counts = {make.HOANG_LOC: 3, make.NEXT_DOOR: 9, "15469": 40}
    for code, count in counts.items():
        for number in range(count):
            register_household(
                session,
                commune_code=code,
                village_id=None,
                name=f"Hộ thử {number}",
                since=date(2026, 1, 1),
                now=NOW,
            )
        catch_up(session, code)
        keep_figures(session, code, QUARTER, today=date(2026, 11, 22))
    session.commit()
    address = f"/province/{QUARTER.code}.csv?source=running"
    table = viewer.get(address).get_data().decode("utf-8-sig")
    rows = [
        row
        for row in csv.DictReader(io.StringIO(table))
        if row["Mã chỉ tiêu"] != "J01"  # counts figures, not people
    ]
    told = {row["Mã xã"]: row["Số"] for row in rows if row["Mã chỉ tiêu"] == "A01"}
    assert told["15469"] == "40"
    assert told[make.HOANG_LOC] == ""
    assert not [row for row in rows if row["Số"] in ("1", "2", "3", "4")]
    assert not [row for row in rows if row["Tử số"] in ("1", "2", "3", "4")]


def test_what_a_commune_kept_of_its_own_is_kept_here(viewer: Browser, session: Session) -> None:
    """Its whole changed by 2 since the last publication, so it was not told again."""
    for period, count in ((QUARTER.before, 50), (QUARTER, 52)):
        approve(session, period, {("B01", "", ""): Cell(count)})
        published(session, period)
    for code in ("15469", make.NEXT_DOOR):
        approve(session, QUARTER, {("B01", "", ""): Cell(80)}, commune_code=code)
    page = viewer.get(f"/province?period={QUARTER.code}").text
    assert cell_of(page, "Xã Hoằng Lộc").startswith("che")


def test_a_report_names_communes_as_they_were_on_its_day(app: Flask, session: Session) -> None:
    person = make.staff(session, PROVINCE_VIEWER, DONG_NAI, PROVINCE)
    viewer = make.phone(app, session, person)
    before = viewer.get("/province?period=2026-Q1").text
    after = viewer.get("/province?period=2026-06").text
    assert "Tỉnh Đồng Nai" in before
    assert "Xã Nhơn Trạch" in before
    assert "Thành phố Đồng Nai" in after
    assert "Phường Nhơn Trạch" in after


def test_the_page_can_be_sorted_by_a_figure(viewer: Browser, session: Session) -> None:
    for code, count in ((make.HOANG_LOC, 30), ("15469", 90)):
        approve(session, QUARTER, {("B01", "", ""): Cell(count)}, commune_code=code)
    page = viewer.get(f"/province?period={QUARTER.code}&sort=B01").text
    first, second = re.findall(r'<th scope="row" data-value="[^"]+">([^<]+)', page)[:2]
    assert (first, second) == ("Xã Yên Định", "Xã Hoằng Lộc")


def test_the_sheet_holds_every_group_and_how_to_read_it(viewer: Browser, session: Session) -> None:
    ask(session, QUARTER)
    approve(session, QUARTER, {("B01", "", ""): Cell(120), ("E01", "", ""): Cell(70)})
    answer = viewer.get(f"/province/{QUARTER.code}.xlsx")
    assert answer.status_code == 200
    assert answer.get_data()[:2] == b"PK"
    assert QUARTER.code in viewer.get("/province").text


def test_only_the_viewer_of_the_province_opens_it(app: Flask, session: Session) -> None:
    officer = make.phone(app, session, make.staff(session, OFFICER))
    assert officer.get("/province").status_code == 404
    elsewhere = make.staff(session, PROVINCE_VIEWER, DONG_NAI, PROVINCE)
    approve(session, QUARTER, {("B01", "", ""): Cell(120)})
    page = make.phone(app, session, elsewhere).get(f"/province?period={QUARTER.code}").text
    assert "Hoằng Lộc" not in page


def test_a_bad_period_or_group_does_not_exist(viewer: Browser) -> None:
    for address in ("/province?period=2026-13", "/province?group=x", "/province/1.csv"):
        assert viewer.get(address).status_code == 404, address


def test_a_whole_province_fits_the_wire(viewer: Browser, session: Session) -> None:
    codes = session.scalars(
        select(Commune.code).where(Commune.province_code == THANH_HOA, Commune.valid_to.is_(None))
    ).all()
    rates = [f"B{number:02}" for number in (2, 3, 6, 7, 8)]
    for place, code in enumerate(codes):
        base = 20 + 7 * place
        cells = {
            (one, "", ""): Cell(base // 3 + at, base, base // 4) for at, one in enumerate(rates)
        }
        cells |= {
            ("B01", "", ""): Cell(base),
            ("B09", "", ""): Cell(3 * base),
            ("A02", "", ""): Cell(base),
        }
        approve(session, QUARTER, cells, commune_code=code)
    session.commit()
    answer = viewer.client.get(
        f"/province?period={QUARTER.code}", headers={"Accept-Encoding": "br, gzip"}
    )
    assert answer.status_code == 200
    assert len(answer.get_data()) <= 80 * 1024
