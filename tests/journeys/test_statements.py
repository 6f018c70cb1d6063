"""A statement of her bank on her phone: from the file to what it pays, and what is left."""

from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect
from sqlalchemy import select

from shopkit.payments.actions.requests import ask_payment
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.money import BankLine
from shopkit.payments.models.requests import PAID, PAID_TWICE, PaymentRequest
from shopkit.shops.models.shops import Shop
from tests.journeys import steps
from tests.journeys.house import House
from tests.payments import statement_files as wild

SELLER = "+84900000010"


def two_requests(house: House) -> tuple[str, str]:
    """Codes of two requests of 25.000 and 200.000 that wait for money."""
    with house.database() as database, database.writing() as session:
        account = session.scalars(
            select(PaymentAccount)
            .join(Shop, Shop.id == PaymentAccount.shop_id)
            .where(PaymentAccount.ended_at.is_(None))
            .order_by(Shop.opened_at)
        ).first()
        assert account
        shop = session.get_one(Shop, account.shop_id)
        return tuple(  # type: ignore[return-value]  # two of them
            ask_payment(
                session,
                shop,
                account,
                amount_vnd=amount,
                expires_in=timedelta(days=2),
                now=house.clock() - timedelta(hours=3),
            ).code
            for amount in (25_000, 200_000)
        )


def statement(folder: Path, one: str, two: str) -> Path:
    """One payment that is exact, one that comes twice, one of nobody, and a line that is spoilt."""
    rows = [
        ["Sao kê giao dịch", "", "", "", ""],
        ["Ngày giao dịch", "Số tham chiếu", "Ghi nợ", "Ghi có", "Nội dung"],
        ["22/11/2026 08:00:00", "FT01000001", "", "25.000", f"MBVCB.1 {one[:6]} {one[6:]} CT"],
        ["22/11/2026 08:10:00", "FT01000002", "", "200.000", f"TRAN THI THU {two}"],
        ["22/11/2026 08:20:00", "FT01000003", "", "200.000", f"TRAN THI THU {two} lan 2"],
        ["22/11/2026 08:30:00", "FT01000004", "", "70.000", "mua banh khong ghi ma"],
        ["22/11/2026 08:40:00", "FT01000005", "1.000.000", "", "TRA TIEN HANG"],
        ["22/11/2026 08:50:00", "FT01000006", "", "mười nghìn", "dong hong"],
    ]
    path = folder / "sao-ke.csv"
    path.write_bytes(wild.text(rows, ";"))
    return path


def send(page: Page, path: Path) -> None:
    page.goto("/money/statements")
    account = page.get_by_role("radio")
    if account.count():
        account.first.check()
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Đọc tệp").click()


def test_a_statement_pays_what_it_names_and_shows_the_rest(
    phone: Page, house: House, tmp_path: Path
) -> None:
    one, two = two_requests(house)
    steps.sign_in(phone, house, SELLER)
    send(phone, statement(tmp_path, one, two))
    expect(phone.get_by_role("heading", name="Xem trước khi lấy")).to_be_visible()
    expect(phone.get_by_text("Tiền ra, không lấy")).to_be_visible()
    expect(phone.get_by_text("mười nghìn")).to_be_visible()
    with phone.expect_download() as spoilt:
        phone.get_by_role("link", name="Tải các dòng lỗi").click()
    assert spoilt.value.suggested_filename == "chua-lay-duoc.xlsx"
    phone.get_by_role("button", name="Lấy 4 khoản tiền vào").click()
    expect(phone.get_by_role("heading", name="Đã lấy 4 khoản tiền vào")).to_be_visible()
    expect(phone.get_by_text("1 dòng chưa lấy được")).to_be_visible()
    with house.database() as database, database.reading() as session:
        states = dict(session.execute(select(PaymentRequest.code, PaymentRequest.state)).all())
        lines = session.scalars(select(BankLine).where(BankLine.source == "statement")).all()
    assert (states[one], states[two]) == (PAID, PAID_TWICE)
    assert len(lines) == 4
    send(phone, statement(tmp_path, one, two))
    expect(phone.get_by_text("Không có dòng nào mới để lấy.")).to_be_visible()


def test_columns_are_pointed_out_once(phone: Page, house: House, tmp_path: Path) -> None:
    steps.sign_in(phone, house, SELLER)
    path = tmp_path / "so.csv"
    path.write_text("Khi nào;Viết gì;Bao nhiêu\n22/11/2026;mua banh;30.000\n", "utf-8")
    send(phone, path)
    expect(phone.get_by_role("heading", name="Cột nào là gì?")).to_be_visible()
    phone.get_by_label("Ngày giao dịch").select_option(label="A: Khi nào — 22/11/2026")
    phone.get_by_label("Nội dung").select_option(label="B: Viết gì — mua banh")
    phone.get_by_label("Tiền vào", exact=True).select_option(label="C: Bao nhiêu — 30.000")
    phone.get_by_role("button", name="Xem thử").click()
    expect(phone.get_by_role("button", name="Lấy 1 khoản tiền vào")).to_be_visible()
    path.write_text("Khi nào;Viết gì;Bao nhiêu\n21/11/2026;mua keo;20.000\n", "utf-8")
    send(phone, path)
    expect(phone.get_by_role("button", name="Lấy 1 khoản tiền vào")).to_be_visible()


def test_a_large_statement_shows_how_far_it_is(phone: Page, house: House, tmp_path: Path) -> None:
    steps.sign_in(phone, house, SELLER)
    lines = "".join(f"22/11/2026;khach {n};{1000 + n};\n" for n in range(6_000))
    path = tmp_path / "nam.csv"
    path.write_text("Ngày;Nội dung;Tiền vào;Tiền ra\n" + lines, "utf-8")
    send(phone, path)
    phone.get_by_role("link", name="Mở kết quả").click(timeout=90_000)
    phone.get_by_role("button", name="Lấy 6.000 khoản tiền vào").click()
    phone.get_by_role("link", name="Mở kết quả").click(timeout=90_000)
    expect(phone.get_by_role("heading", name="Đã lấy 6.000 khoản tiền vào")).to_be_visible()
