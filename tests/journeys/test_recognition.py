"""A household from its assessment to a certificate, by four people, each on a screen of her own."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from urllib.parse import urljoin

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from shopkit.accounts.actions.people import make_staff
from shopkit.adoption.actions.criteria import ask_for_force, put_in_force, start_set
from shopkit.places.models import Village
from shopkit.scope import COMMUNE, LEADER, OFFICER, Role, Who
from shopkit.shops.actions.register import register_household
from tests.journeys.conftest import opened_page
from tests.journeys.devices import DESKTOP, PHONE
from tests.journeys.house import House
from tests.paper.pages import Page as Paper
from tests.paper.pages import pages_of

OFFICER_PHONE, TRAINER_PHONE, HEAD_PHONE = "+84900000001", "+84900000002", "+84900000003"
LEADER_PHONE, PASSWORD = "+84900000091", "lua nuoc ben song 26"
READY, NOT_YET = "Nguyễn Thị Mẫu Một", "Lê Văn Thử Hai"


@contextmanager
def somebody(
    browser: Browser, house: House, phone: str, device: dict[str, object]
) -> Iterator[Page]:
    with opened_page(browser, house, device) as page:
        page.goto("/sign-in?letters=1")
        page.get_by_label("Số điện thoại").fill(phone)
        secret = PASSWORD if phone == LEADER_PHONE else house.sign_ins[phone][1]
        page.locator("[name=secret]").fill(secret)
        page.get_by_role("button", name="Đăng nhập").click()
        expect(page).not_to_have_url(re.compile("/sign-in"))
        yield page


def furnish(house: House) -> None:
    """Two households, a leader, and a set of criteria that two officers have put in force."""
    now = house.clock()
    with house.database() as database, database.writing() as session:
        village = session.scalars(select(Village).where(Village.name == "Thôn Đầm")).one()
        code = village.commune_code
        leader = make_staff(
            session,
            phone=LEADER_PHONE,
            name="Lê Văn Thử",
            roles=[Role(LEADER, COMMUNE, code)],
            password=PASSWORD,
            now=now,
            is_practice=True,
        )
        second = make_staff(
            session,
            phone="+84900000092",
            name="Trần Thị Thử",
            roles=[Role(OFFICER, COMMUNE, code)],
            password=PASSWORD,
            now=now,
            is_practice=True,
        )
        for name in (READY, NOT_YET):
            register_household(
                session,
                commune_code=code,
                village_id=village.id,
                name=name,
                since=date(2025, 7, 1),
                source="Sổ hộ",
                now=now,
            )
        session.info["actor"] = Who(second.id, second.name)
        made = start_set(
            session,
            code,
            name="Tiêu chí 2026",
            document="15/QĐ-UBND",
            document_on=date(2026, 1, 2),
            signer="Lê Văn Thử",
            valid_from=date(2026, 1, 2),
            now=now,
        )
        ask_for_force(session, made, now=now)
        put_in_force(session, made, by=Who(leader.id, leader.name), now=now)


def at(house: House, day: str) -> None:
    house.set_clock(datetime.fromisoformat(f"2026-{day}T09:30:00+07:00"))


def papers(page: Page, link: str) -> list[Paper]:
    """The PDF behind a link, page by page."""
    address = page.get_by_role("link", name=link).get_attribute("href")
    answer = page.request.get(urljoin(page.url, str(address)))
    assert answer.status == 200
    return pages_of(answer.body())


def assess(page: Page, name: str, *, is_ready: bool) -> None:
    page.goto("/assess?q=" + name.replace(" ", "+"))
    page.get_by_role("link", name=name).click()
    for at_line in (0, 2, 3, 4, 5):
        choice = "yes_seen" if is_ready or at_line != 2 else "no"
        page.locator(f"[name=answer_{at_line}][value={choice}]").check(force=True)
    page.locator("[name=number_1]").fill("2")
    page.locator("[name=of_number_1]").fill("2")
    page.get_by_label("Ai nói, đã xem gì").fill("chủ hộ mở máy cho xem")
    page.get_by_role("button", name="Lưu hộ này").click()
    expect(page.get_by_text(f"Đã lưu {name}.")).to_be_visible()


def test_a_household_goes_from_its_assessment_to_a_certificate(
    browser: Browser, house: House
) -> None:
    at(house, "11-02")
    furnish(house)
    with somebody(browser, house, TRAINER_PHONE, PHONE) as trainer:
        assess(trainer, READY, is_ready=True)
        assess(trainer, NOT_YET, is_ready=False)
    with somebody(browser, house, HEAD_PHONE, PHONE) as head:
        meet_and_post(head)
    at(house, "11-13")
    with somebody(browser, house, HEAD_PHONE, PHONE) as head:
        send(head)
    at(house, "11-16")
    with somebody(browser, house, OFFICER_PHONE, DESKTOP) as officer:
        enter_decision(officer)
    with somebody(browser, house, LEADER_PHONE, DESKTOP) as leader:
        serial = confirm(leader)
    with opened_page(browser, house, PHONE) as stranger:
        stranger.goto(f"/g/{serial}")
        expect(stranger.get_by_text("có trong sổ, còn giá trị")).to_be_visible()
        expect(stranger.get_by_text(READY)).to_be_visible()
        assert NOT_YET not in stranger.content()


def meet_and_post(head: Page) -> None:
    head.goto("/rounds")
    head.get_by_role("button", name="Mở vòng xét năm nay").first.click()
    listed = " ".join(page.said for page in papers(head, "In danh sách họp thôn"))
    assert READY in listed
    assert NOT_YET in listed
    head.get_by_role("link", name="Ghi kết quả họp thôn").click()
    head.get_by_label("Ai chủ trì").fill("Trần Thị Thử")
    head.get_by_label("Số người dự").fill("36")
    head.get_by_label("Biên bản").fill("Họp tại nhà văn hóa thôn, xét từng hộ.")
    head.get_by_role("button", name="Lưu và xem danh sách").click()
    expect(head.locator("li", has_text=NOT_YET)).to_contain_text("tự nộp được hồ sơ")
    head.get_by_role("link", name="Quay lại").click()
    head.get_by_role("link", name="Chữ ký đồng ý đăng tên").click()
    head.get_by_role("checkbox", name=READY).check()
    head.get_by_role("button", name="Ghi chữ ký").click()
    head.get_by_role("link", name="Ghi ngày, nơi niêm yết").click()
    head.get_by_label("Nơi niêm yết").fill("Nhà văn hóa Thôn Đầm")
    head.get_by_role("button", name="Lưu").click()
    expect(head.get_by_text("Đang niêm yết")).to_be_visible()
    poster = " ".join(page.said for page in papers(head, "In tờ niêm yết"))
    assert READY in poster
    assert NOT_YET not in poster
    expect(head.get_by_text("Gửi được từ 13/11/2026.")).to_be_visible()
    head.get_by_role("link", name="Ý kiến").click()
    head.get_by_label("Ý kiến", exact=True).fill("Hỏi xem hộ này nộp hồ sơ gì rồi")
    head.get_by_role("button", name="Ghi ý kiến").click()
    head.get_by_role("link", name="Trả lời").click()
    head.get_by_label("Trả lời").fill("Đã xem lại trên máy, nộp giấy khai sinh.")
    head.get_by_role("button", name="Lưu").click()
    expect(head.get_by_text("đã trả lời", exact=True)).to_be_visible()


def send(head: Page) -> None:
    head.goto("/rounds")
    head.get_by_role("link", name="Mở vòng xét").click()
    head.get_by_role("button", name="Gửi hồ sơ").click()
    expect(head.get_by_text("Xã đã nhận hồ sơ lúc 09:30 13/11/2026.")).to_be_visible()


def enter_decision(officer: Page) -> None:
    officer.goto("/rounds")
    officer.get_by_role("link", name="Thôn Đầm").click()
    expect(officer.get_by_text("23/11/2026")).to_be_visible()
    officer.get_by_role("link", name="Nhập quyết định đã ký").click()
    officer.get_by_label("Số quyết định").fill("21/QĐ-UBND")
    officer.get_by_label("Người ký").fill("Lê Văn Thử")
    officer.get_by_role("button", name="Nhập", exact=True).click()
    expect(officer.get_by_text("Người nhập không tự xác nhận")).to_be_visible()


def confirm(leader: Page) -> str:
    """The leader holds the entry against the paper; returns the serial of the certificate."""
    leader.goto("/signing")
    leader.get_by_role("link", name="Quyết định 21/QĐ-UBND").click()
    expect(leader.get_by_text(READY)).to_be_visible()
    leader.get_by_role("button", name="Đúng như bản giấy, xác nhận").click()
    expect(leader.get_by_text("1 hộ được công nhận.", exact=False).first).to_be_visible()
    (certificate,) = papers(leader, "In giấy công nhận")
    assert READY in certificate.said
    assert "21/QĐ-UBND" in certificate.said
    assert certificate.width_mm > certificate.height_mm
    (code,) = certificate.codes
    return code.rsplit("/", 1)[1]
