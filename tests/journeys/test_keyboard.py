"""By the keyboard alone: a seller, a trainer and an officer get through their work, and see at
every stop where they are."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import steps
from tests.journeys.conftest import opened_page
from tests.journeys.devices import DESKTOP
from tests.journeys.house import House
from tests.journeys.test_classes import attendance, open_class
from tests.journeys.test_periods import OFFICER, ask_for_october, open_report, send
from tests.journeys.test_visits import OTHER_NAME, TRAINER, class_of_today

MOST_STOPS = 120

# Where the focus is: its name, whether an edge of two pixels shows it, whether something lies on
# it. A choice and a photo wear the edge on what is drawn for them.
STOP = """() => {
  const it = document.activeElement;
  if (!it || it === document.body) return null;
  const drawn = it.closest(".choice, .level") ??
    (it.matches(".photo-pick input") ? it.nextElementSibling : it);
  const style = getComputedStyle(drawn);
  const box = drawn.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const above = document.elementFromPoint(x, Math.max(y, box.top));
  const labels = [...(it.labels ?? [])].map((one) => one.innerText);
  const words = it.getAttribute("aria-label") ?? labels.join(" ");
  return {
    name: (words || it.innerText || "").trim().replace(/\\s+/g, " "),
    type: it.type ?? "",
    hasEdge: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    isFree: !!above && (drawn.contains(above) || above.contains(drawn)),
    html: it.outerHTML.slice(0, 120),
  };
}"""


class Keys:
    """Only the keyboard of a page; each stop on the way must be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def stop(self) -> dict[str, str]:
        found = self.page.evaluate(STOP)
        if found:
            assert found["hasEdge"], f"no edge: {found['html']}"
            assert found["isFree"], f"covered: {found['html']}"
        return dict(found or {"name": "", "type": ""})

    def go_to(self, name: str, *, back: bool = False) -> None:
        """Tab on until the thing of this name has the focus."""
        passed = []
        for _ in range(MOST_STOPS):
            self.press("Shift+Tab" if back else "Tab")
            passed.append(self.stop()["name"])
            if re.search(name, passed[-1]):
                return
        raise AssertionError(f"never came to {name}: {passed}")

    def open(self, name: str) -> None:
        self.go_to(name)
        address = self.page.url
        self.press("Enter")
        self.page.wait_for_function("was => location.href !== was", arg=address)
        self.page.wait_for_load_state()

    def send(self, name: str) -> None:
        self.go_to(name)
        with self.page.expect_navigation():
            self.press("Enter")

    def fill(self, name: str, text: str) -> None:
        self.go_to(name)
        self.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, group: str, wanted: str) -> None:
        """Into a group of choices by Tab, to the wanted one by the arrows."""
        self.go_to(group)
        if re.search(wanted, self.stop()["name"]):
            self.press("Space")
        for _ in range(MOST_STOPS):
            if re.search(wanted, self.stop()["name"]):
                return
            self.press("ArrowDown")
        raise AssertionError(f"no {wanted} among the choices")


@pytest.fixture
def page(browser: Browser, house: House) -> Iterator[Page]:
    with opened_page(browser, house, {**DESKTOP, "bypass_csp": True}) as opened:
        yield opened


def test_a_seller_makes_her_code_keeps_it_and_lists_her_first_goods(
    page: Page, tmp_path: Path
) -> None:
    keys = Keys(page)
    page.goto("/")
    keys.go_to("^Đến nội dung chính$")
    keys.press("Enter")
    expect(page.locator("main")).to_be_focused()
    keys.open("^Tạo mã QR")
    keys.open("Vietcombank")
    keys.fill("Số tài khoản", steps.NUMBER)
    keys.fill("Tên chủ tài khoản", "Nguyen Thi Mau")
    keys.send("^Tạo mã QR")
    expect(page.get_by_text(steps.HOLDER, exact=True)).to_be_visible()
    keys.open("^Giữ lại")
    keys.fill("Họ và tên", "Nguyễn Thị Mẫu")
    keys.fill("Số điện thoại", "0900 000 066")
    keys.fill("Mã PIN 6 số", steps.PIN)
    keys.send("^Giữ lại$")
    expect(page.get_by_text("Đã giữ mã QR")).to_be_visible()
    list_goods(page, keys, tmp_path)


def list_goods(page: Page, keys: Keys, folder: Path) -> None:
    page.goto("/products/new")
    # The space bar opens the window in which the machine asks for a file.
    keys.go_to("Chụp ảnh|Chọn ảnh")
    with page.expect_file_chooser() as asked:
        keys.press("Space")
    asked.value.set_files(steps.photo(folder))
    keys.send("^Tiếp tục$")
    keys.fill("Sản phẩm tên gì", "Bánh gai lá dừa")
    keys.send("^Tiếp tục$")
    keys.fill("Bán giá bao nhiêu", "25k")
    keys.send("^Tiếp tục$")
    keys.send("^Đăng$")
    expect(page.get_by_role("heading", name="Đã đăng")).to_be_visible()


def test_a_refused_form_is_mended_from_its_list_by_the_keyboard(page: Page) -> None:
    keys = Keys(page)
    page.goto("/qr/account/970436")
    keys.send("^Tạo mã QR")
    expect(page.locator("[data-errors]")).to_be_focused()
    keys.press("Tab")
    keys.press("Enter")
    assert "Số tài khoản" in keys.stop()["name"]
    page.keyboard.type(steps.NUMBER)
    keys.fill("Tên chủ tài khoản", "Nguyen Thi Mau")
    keys.send("^Tạo mã QR")
    expect(page.get_by_text(steps.HOLDER, exact=True)).to_be_visible()


def test_a_trainer_takes_attendance_and_notes_a_visit(page: Page, house: House) -> None:
    class_of_today(house)
    steps.sign_in(page, house, TRAINER)
    attendance(page, open_class(page))
    keys = Keys(page)
    page.reload()
    keys.go_to("Nguyễn Thị Một")
    keys.press("Space")
    expect(page.locator("[data-tally]")).to_contain_text("1 lượt, 1 người")
    page.goto("/visits")
    keys.open(OTHER_NAME)
    keys.choose("Tự làm được", "^Tự làm được$")
    keys.choose("Ở nhà", "Ở nhà")
    keys.send("^Ghi chuyến thăm$")
    expect(page.get_by_text("Đã ghi chuyến thăm.")).to_be_visible()


def test_an_officer_approves_a_period(page: Page, browser: Browser, house: House) -> None:
    steps.sign_in(page, house, OFFICER)
    ask_for_october(page)
    with opened_page(browser, house, DESKTOP) as head:
        steps.sign_in(head, house, "+84900000003")
        send(head)
    open_report(page)
    keys = Keys(page)
    page.reload()
    keys.send("^Duyệt$")
    keys.send("^Khóa báo cáo này$")
    expect(page.get_by_text("đã khóa", exact=True).first).to_be_visible()


def test_an_officer_follows_a_figure_and_sorts_its_list(page: Page, house: House) -> None:
    steps.sign_in(page, house, OFFICER)
    keys = Keys(page)
    page.goto("/commune?group=start")
    keys.open("Có sản phẩm đang đăng")
    names = page.locator("table[data-sort] tbody th")
    listed, orders = names.all_inner_texts(), []
    keys.go_to("Hộ, cửa hàng")
    for order in ("ascending", "descending"):
        keys.press("Enter")
        expect(page.locator(f"th[aria-sort={order}]")).to_have_count(1)
        orders.append(names.all_inner_texts())
    assert orders[0] == orders[1][::-1] != orders[1]
    assert sorted(orders[0]) == sorted(listed)


@pytest.mark.parametrize(
    ("who", "address"),
    [(None, "/"), (TRAINER, "/visits"), (OFFICER, "/commune"), (OFFICER, "/register")],
)
def test_the_keyboard_goes_through_a_page_and_out_again(
    page: Page, house: House, who: str | None, address: str
) -> None:
    if who:
        steps.sign_in(page, house, who)
    page.goto(address)
    keys, seen = Keys(page), []
    for _ in range(MOST_STOPS * 3):
        keys.press("Tab")
        seen.append(keys.stop()["name"])
        if len(seen) > 1 and seen[-1] == "":
            break
    assert seen[0] == "Đến nội dung chính"
    assert seen[-1] == "", "the keyboard does not come out at the end of the page"
