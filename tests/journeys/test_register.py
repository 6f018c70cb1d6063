"""An officer brings the list she really keeps, answers what is doubtful, and gives a household."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.house import House
from tests.shops.register.sheets import xlsx

OFFICER, HEAD = "+84900000001", "+84900000003"
LIST = xlsx(
    [
        ["ỦY BAN NHÂN DÂN XÃ"],
        ["DANH SÁCH HỘ GIA ĐÌNH NĂM 2026"],
        [],
        ["STT", "Họ và tên chủ hộ", "Thôn", "SĐT", "Năm sinh", "Đảng viên"],
        [1, "Hồ Thị Mẫu", None, "0900 000 061", 1980, "x"],
        [2, "HO THI MAU", None, None, None, None],
        [3, "Kiều Văn Thử", "Xóm Bãi Sậy", "không nhớ", "12/03/1975", None],
        [None, "Tổng cộng", None, None, None, 1],
    ],
    merged=[("A1:F1", "ỦY BAN NHÂN DÂN XÃ"), ("C5:C6", "THON DAM")],
)


def shot(page: Page, name: str) -> None:
    """A picture for the eye, where somebody asked for it."""
    folder = os.environ.get("SHOPKIT_SHOTS")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def test_from_a_messy_list_to_a_household_that_a_branch_accompanies(
    desktop: Page, house: House
) -> None:
    steps.sign_in(desktop, house, OFFICER)
    bring_list(desktop)
    answer_twins(desktop)
    open_branch(desktop)
    give_household(desktop)


def bring_list(page: Page) -> None:
    page.goto("/register")
    shot(page, "register-empty")
    page.get_by_role("link", name="Nhập từ bảng tính").click()
    shot(page, "bring")
    page.get_by_label("Tệp bảng tính").set_input_files(
        {"name": "ho-2026.xlsx", "mimeType": "application/octet-stream", "buffer": LIST}
    )
    page.get_by_label("Danh sách của ai, số mấy").fill("Danh sách hộ của Công an xã")
    page.get_by_role("button", name="Đọc tệp").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Các tên này là thôn nào hiện nay?")
    page.get_by_label("Xóm Bãi Sậy").select_option(label="Thôn Gò")
    shot(page, "villages")
    page.get_by_role("button", name="Xem trước").click()
    expect(page.locator("main")).to_contain_text("1 tên viết hoa không dấu")
    expect(page.locator("main")).to_contain_text("1 số điện thoại chưa đúng")
    shot(page, "checked")
    page.get_by_role("button", name="Lấy 3 dòng vào sổ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã ghi 3 hộ mới")
    shot(page, "result")


def answer_twins(page: Page) -> None:
    page.get_by_role("link", name="Xem các dòng trùng nhau").click()
    pair = page.locator(".pair", has_text="Hồ Thị Mẫu")
    expect(pair).to_contain_text("HO THI MAU")
    shot(page, "twins")
    pair.locator(".side", has_text="Hồ Thị Mẫu").get_by_role(
        "button", name="Là một, giữ dòng này"
    ).click()
    expect(page.locator("main")).to_contain_text("Đã gộp")
    expect(page.locator(".pair", has_text="HO THI MAU")).to_have_count(0)


def open_branch(page: Page) -> None:
    page.goto("/register/branches/new")
    page.get_by_label("Thuộc tổ chức").select_option(label="Hội Phụ nữ")
    page.get_by_label("Tên tổ, chi hội").fill("Chi hội Phụ nữ Đầm Sen")
    page.get_by_label("Thôn, tổ dân phố").select_option(label="Thôn Đầm")
    page.get_by_label("Nhận đồng hành ít nhất bao nhiêu hộ").fill("1")
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator("main")).to_contain_text("Còn thiếu 1 hộ so với số đã nhận")


def give_household(page: Page) -> None:
    page.goto("/register?q=ho+thi+mau")
    shot(page, "register")
    page.get_by_role("link", name="Hồ Thị Mẫu").click()
    page.get_by_label("Giao cho").select_option(label="Chi hội Phụ nữ Đầm Sen")
    page.get_by_role("button", name="Giao hộ này").click()
    expect(page.locator(".beside")).to_contain_text("Chi hội Phụ nữ Đầm Sen")
    expect(page.locator("main")).to_contain_text("Đảng viên")
    shot(page, "household")
    page.goto("/register/branches")
    expect(page.locator("main tbody tr", has_text="Đầm Sen")).to_contain_text("đủ")
    shot(page, "branches")


def test_a_village_head_keeps_her_own_households_on_her_phone(phone: Page, house: House) -> None:
    steps.sign_in(phone, house, HEAD)
    phone.goto("/register/households/new")
    phone.get_by_label("Họ và tên chủ hộ").fill("Hồ Thị Mẫu")
    phone.get_by_label("Theo giấy tờ nào").fill("Sổ hộ của thôn")
    shot(phone, "phone-new")
    phone.get_by_role("button", name="Lưu").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Hộ Hồ Thị Mẫu")
    shot(phone, "phone-household")
    phone.goto("/register")
    expect(phone.get_by_role("link", name="Hồ Thị Mẫu")).to_be_visible()
    shot(phone, "phone-register")
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= 360


@pytest.mark.parametrize("path", ["/register/walk-in", "/register/people?q=thi"])
def test_a_trainer_finds_and_notes_whom_she_meets(phone: Page, house: House, path: str) -> None:
    steps.sign_in(phone, house, "+84900000002")
    phone.goto(path)
    shot(phone, "trainer-" + path.split("/")[-1].split("?")[0])
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
