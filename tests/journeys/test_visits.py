"""From a class to the visit of day 30: what was found on the spot, and a report that adds up."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from playwright.sync_api import Page, expect
from sqlalchemy import select

from qr_labels.payload import vietqr
from shopkit.accounts.models import Account
from shopkit.clock import local_day
from shopkit.demo.cast import COMMUNE_CODE
from shopkit.shops.models.register import Person
from shopkit.training.models.courses import CAME
from tests import make
from tests.journeys import steps
from tests.journeys.house import House
from tests.journeys.steps import BIN
from tests.payments.stickers import stand_photo

TRAINER, SELLER = "+84900000002", "+84900000010"
HERS = vietqr.Payment(BIN, "0000000010")
THIEF = vietqr.Payment("970422", "9999999999", name="TRAN VAN KHAC")
SELLER_NAME, OTHER_NAME = "Nguyễn Thị Mẫu", "Lê Thị Lo"
BRANCH_NAME = "Chi hội Phụ nữ thử"


def class_of_today(house: House) -> tuple[UUID, UUID]:
    """A seller with a shop and a neighbour without one were in two meetings and in one."""
    now = house.clock()
    with house.database() as database, database.writing() as session:
        accounts = {one.phone: one for one in session.scalars(select(Account))}
        branch = make.branch(session, BRANCH_NAME, commune_code=COMMUNE_CODE)
        course = make.course(
            session,
            accounts[TRAINER],
            commune_code=COMMUNE_CODE,
            name="Nhận tiền bằng mã QR",
            held_on=local_day(now) - timedelta(days=1),
            branch_id=branch.id,
        )
        seller = session.scalars(
            select(Person).where(Person.account_id == accounts[SELLER].id)
        ).first() or make.person(session, SELLER_NAME, commune_code=COMMUNE_CODE)
        seller.account_id = accounts[SELLER].id
        home = make.household(session, "Hộ Lê Thị Lo", commune_code=COMMUNE_CODE)
        other = make.person(session, OTHER_NAME, commune_code=COMMUNE_CODE, home=home)
        days = [make.meeting(session, course)]
        days.append(make.meeting(session, course, local_day(now)))
        for woman in (seller, other):
            make.enrolment(session, course, woman)
        for day, woman in ((days[0], seller), (days[1], seller), (days[1], other)):
            noted = make.attendance(session, course, day, woman, now=now)
            assert noted.status in CAME
        return course.id, branch.id


def days_later(page: Page, house: House, days: int) -> None:
    """On another day she signs in again."""
    house.set_clock(house.clock() + timedelta(days=days))
    page.context.clear_cookies()
    steps.sign_in(page, house, TRAINER)


def open_visit(page: Page, name: str) -> None:
    page.goto("/visits")
    page.get_by_role("link", name=re.compile(name)).first.click()
    expect(page.get_by_role("heading", name=f"Thăm {name}")).to_be_visible()


def end_visit(page: Page, outcome: str) -> None:
    page.get_by_role("radio", name=outcome, exact=True).check()
    page.get_by_role("radio", name="Ở nhà").check()
    page.get_by_role("button", name="Ghi chuyến thăm").click()
    expect(page.get_by_text("Đã ghi chuyến thăm.")).to_be_visible()


def test_from_a_class_to_the_visit_of_day_30(phone: Page, house: House, tmp_path: Path) -> None:
    course_id, branch_id = class_of_today(house)
    steps.sign_in(phone, house, TRAINER)
    raise_a_skill(phone, course_id)
    days_later(phone, house, 7)
    find_an_overlaid_sticker(phone, tmp_path)
    note_that_she_is_afraid(phone)
    days_later(phone, house, 23)
    open_visit(phone, OTHER_NAME)
    expect(phone.get_by_text("Ngày 30 sau lớp")).to_be_visible()
    end_visit(phone, "Tự làm được")
    read_the_report(phone, branch_id)


def raise_a_skill(page: Page, course_id: UUID) -> None:
    page.goto(f"/classes/{course_id}")
    page.get_by_role("link", name=re.compile("^Kỹ năng")).click()
    cell = f"{SELLER_NAME}, nhận tiền bằng mã qr"
    for level in range(3):
        page.get_by_role("button", name=re.compile(f"{cell}.*mức {level}")).click()
    expect(page.get_by_role("button", name=re.compile(f"{cell}: tự làm được"))).to_be_visible()
    expect(page.get_by_text("1 trên 1 người đã xem")).to_be_visible()


def find_an_overlaid_sticker(page: Page, folder: Path) -> None:
    """The photo says that it pays somebody else; the visit keeps it, and the police are told."""
    open_visit(page, SELLER_NAME)
    page.get_by_role("link", name="Chụp bảng mã, đọc thử").click()
    shot = folder / "bang.jpg"
    shot.write_bytes(stand_photo(HERS, vietqr.encode(THIEF), hides=True))
    page.locator("input[type=file]").last.set_input_files(shot)
    page.get_by_role("button", name="Đọc mã").click()
    expect(page.locator("main")).to_contain_text("người khác")
    open_visit(page, SELLER_NAME)
    expect(page.get_by_text("Tiền về người khác", exact=True)).to_be_visible()
    page.get_by_role("radio", name="Bị dán đè hay tiền về người khác").check()
    page.get_by_label("Chuyển đến").select_option("police")
    page.get_by_text("Ai giúp, thay mặt ai").click()
    page.get_by_label("Thay mặt tổ, chi hội").select_option(label=BRANCH_NAME)
    end_visit(page, "Làm được khi có người giúp")
    expect(page.get_by_text("Công an xã: báo việc lừa đảo")).to_be_visible()


def note_that_she_is_afraid(page: Page) -> None:
    open_visit(page, OTHER_NAME)
    page.get_by_role("radio", name="Chưa", exact=True).check()
    page.get_by_role("radio", name="Ở nhà").check()
    page.get_by_role("button", name="Ghi chuyến thăm").click()
    expect(page.get_by_role("alert")).to_contain_text("Chọn lý do chưa làm được.")
    page.get_by_label("Nếu chưa: vì sao?").select_option("afraid_fraud")
    page.get_by_role("button", name="Ghi chuyến thăm").click()
    expect(page.get_by_text("Chưa: sợ bị lừa")).to_be_visible()


def read_the_report(page: Page, branch_id: UUID) -> None:
    page.goto(f"/branches/{branch_id}/report?from=2026-11-01")
    expect(page.get_by_text("3 lượt là của 2 người")).to_be_visible()
    figures = dict.fromkeys(("Tự làm được", "Làm được khi có người giúp", "Chưa"), "1")
    for word, number in figures.items():
        row = page.get_by_role("row", name=re.compile(rf"^{word} {number}$"))
        expect(row).to_be_visible()
    page.get_by_role("row", name="sợ bị lừa").get_by_role("link").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text(OTHER_NAME)


def test_a_stand_counts_without_signal_and_sends_each_tap_once(phone: Page, house: House) -> None:
    steps.sign_in(phone, house, TRAINER)
    phone.goto("/festivals/new")
    phone.get_by_label("Tên gian").fill("Ngày hội chợ Đầm")
    phone.get_by_role("checkbox", name="Nhận tiền bằng mã QR").check()
    phone.get_by_role("button", name="Mở gian").click()
    woman = phone.get_by_role("button", name=re.compile("Nữ"))
    with phone.expect_response(lambda answer: answer.request.method == "POST"):
        woman.click()
    expect(phone.locator("[data-unsent]")).to_be_hidden()
    phone.context.set_offline(True)
    for _tap in range(3):
        woman.click()
    expect(phone.locator("[data-total]")).to_have_text("4")
    expect(phone.get_by_text("3 lần bấm chưa gửi được")).to_be_visible()
    phone.context.set_offline(False)
    expect(phone.locator("[data-unsent]")).to_be_hidden()
    phone.reload()
    expect(phone.locator("[data-total]")).to_have_text("4")
    phone.get_by_role("button", name="Bỏ lần bấm cuối").click()
    expect(phone.locator("[data-total]")).to_have_text("3")
