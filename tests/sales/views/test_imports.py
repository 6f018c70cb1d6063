"""Orders from the files of platforms: read, tried, taken, and known again."""

from io import BytesIO
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from shopkit.catalog.models.products import Product
from shopkit.imports.models import Import
from shopkit.journal.models import JournalEntry
from shopkit.sales.models import Order, OrderLine
from shopkit.sales.queries.orders import DONE, counts_of
from shopkit.sales.rules.exports import state_of
from shopkit.sales.rules.steps import AGREED, CANCELLED, DELIVERED, PACKED, RETURNED, SENT
from shopkit.sheets.writing import Sheet, workbook
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import Browser
from tests.sales.test_privacy import places_of

SHOPEE = [
    "Mã đơn hàng", "Ngày đặt hàng", "Trạng Thái Đơn Hàng", "Người Mua", "Tên sản phẩm",
    "Giá ưu đãi", "Số lượng", "Tổng giá trị đơn hàng (VND)", "Số điện thoại",
]  # fmt: skip
ROWS = [
    ["2611A1", "2026-11-20 08:15", "Hoàn thành", "khach1", "Bánh gai", 7_000, 2, 134_000, "0900"],
    ["2611A1", "2026-11-20 08:15", "Hoàn thành", "khach1", "Trà sen", 120_000, 1, 134_000, "0900"],
    ["2611A2", "2026-11-21 23:40", "Đang giao", "khach2", "Bánh gai", 7_000, 5, 35_000, "0900"],
    ["2611A3", "2026-11-21 09:00", "Đã hủy", "khach3", "Bánh gai", 7_000, 1, 7_000, "0900"],
]  # fmt: skip


def book(rows: list[list[object]], headings: list[str] | None = None) -> bytes:
    return workbook([Sheet("Orders", headings or SHOPEE, rows)])  # type: ignore[list-item]  # mixed cells


def send(phone: Browser, content: bytes, channel: str = "shopee") -> TestResponse:
    file = (BytesIO(content), "Order.all.xlsx")
    fields = {"channel": channel, "file": file, "_key": uuid4().hex}
    return phone.post("/sales/imports", **fields)  # type: ignore[arg-type]  # a file too


def bring(phone: Browser, content: bytes, channel: str = "shopee") -> str:
    """Send a file, look at the trial run, take it; what the trial run showed."""
    answer = send(phone, content, channel)
    assert answer.status_code == 303, answer.text[:2000]
    shown = phone.get(answer.location).text
    taken = phone.post(answer.location + "/take")
    assert taken.status_code == 303
    return shown


def states(session: Session) -> dict[str | None, str]:
    rows = session.execute(select(Order.channel_number, Order.state).order_by(Order.number))
    return {row.channel_number: row.state for row in rows}


def test_a_file_of_shopee_is_understood_and_taken(
    phone: Browser, session: Session, shop: Shop, cake: Product
) -> None:
    shown = bring(phone, book(ROWS))
    assert "Lấy 4 dòng hàng" in shown
    assert states(session) == {"2611A1": DELIVERED, "2611A2": SENT, "2611A3": CANCELLED}
    assert counts_of(session, shop)[DONE] == 1
    first = session.scalars(select(Order).where(Order.channel_number == "2611A1")).one()
    assert (first.sold_on.isoformat(), first.paid_by, first.amount_vnd) == (
        "2026-11-20", "platform", None,
    )  # fmt: skip
    lines = session.scalars(select(OrderLine).where(OrderLine.order_id == first.id)).all()
    assert sorted((line.title, line.count, line.product_id == cake.id) for line in lines) == [
        ("Bánh gai", 2, True),
        ("Trà sen", 1, False),
    ]


def test_late_in_the_evening_is_still_that_day(phone: Browser, session: Session) -> None:
    bring(phone, book(ROWS))
    late = session.scalars(select(Order).where(Order.channel_number == "2611A2")).one()
    assert late.sold_on.isoformat() == "2026-11-21"


def test_the_same_file_again_brings_nothing(phone: Browser, session: Session) -> None:
    bring(phone, book(ROWS))
    before = counted(session)
    shown = phone.get(send(phone, book(ROWS)).location).text
    assert "Đã có từ trước" in shown
    assert counted(session) == before


def counted(session: Session) -> tuple[int, int]:
    return (
        session.scalar(select(func.count()).select_from(Order)) or 0,
        session.scalar(select(func.count()).select_from(OrderLine)) or 0,
    )


def test_a_later_file_moves_known_orders_on_and_never_back(
    phone: Browser, session: Session
) -> None:
    bring(phone, book(ROWS))
    later = [ROWS[0], [*ROWS[2][:2], "Hoàn thành", *ROWS[2][3:]], ROWS[3]]
    bring(phone, book(later))
    assert states(session)["2611A2"] == DELIVERED
    bring(phone, book([*ROWS, ["2611A4", *ROWS[2][1:]]]))
    assert states(session)["2611A2"] == DELIVERED
    assert counted(session) == (4, 5)


def test_the_same_number_on_another_platform_is_another_order(
    phone: Browser, session: Session
) -> None:
    bring(phone, book(ROWS[:1]))
    bring(phone, book(ROWS[:1]), "lazada")
    assert counted(session)[0] == 2


def test_without_a_book_amounts_of_a_file_reach_no_table(phone: Browser, session: Session) -> None:
    rows = [[*ROWS[0][:5], 7_654_319, 2, 15_308_638, "0900"]]
    bring(phone, book(rows))
    assert places_of(session, {7_654_319, 15_308_638}) == set()


def test_with_a_book_the_total_of_the_platform_is_kept(
    phone: Browser, session: Session, shop: Shop
) -> None:
    make.agree(session, shop, "book")
    bring(phone, book(ROWS))
    first = session.scalars(select(Order).where(Order.channel_number == "2611A1")).one()
    assert first.amount_vnd == 134_000


def test_with_a_book_and_no_total_the_lines_add_up(
    phone: Browser, session: Session, shop: Shop
) -> None:
    make.agree(session, shop, "book")
    rows = [[*row[:7], row[8]] for row in ROWS]
    bring(phone, book(rows, [*SHOPEE[:7], SHOPEE[8]]))
    first = session.scalars(select(Order).where(Order.channel_number == "2611A1")).one()
    assert first.amount_vnd == 134_000


def test_rows_of_the_file_are_evidence_from_outside(phone: Browser, session: Session) -> None:
    bring(phone, book(ROWS))
    entries = session.scalars(select(JournalEntry).where(JournalEntry.event.like("order.%"))).all()
    assert {entry.evidence for entry in entries} == {"IM"}
    recorded = [entry for entry in entries if entry.event == "order.recorded"]
    assert [(entry.details or {})["channel"] for entry in recorded] == ["shopee"] * 3


def test_rows_that_cannot_be_are_told_and_kept_apart(phone: Browser, session: Session) -> None:
    wrong = [
        ["B1", "2026-11-20", "Đang bay", "k", "Bánh", 1, 1, 1, ""],
        ["B2", "2027-01-01", "Hoàn thành", "k", "Bánh", 1, 1, 1, ""],
        ["B3", "2026-11-20", "Hoàn thành", "k", "Bánh", 1, 0, 1, ""],
        ["", "2026-11-20", "Hoàn thành", "k", "Bánh", 1, 1, 1, ""],
        ["B5", "", "Hoàn thành", "k", "Bánh", 1, 1, 1, ""],
    ]
    shown = bring(phone, book([*ROWS, *wrong]))
    for sentence in ("Trạng thái đơn lạ", "chưa tới", "Số lượng phải từ"):
        assert sentence in shown
    assert counted(session)[0] == 3
    taken = session.scalars(select(Import)).one()
    assert (taken.failed_count, taken.added_count) == (5, 3)


def test_a_file_without_states_says_what_that_means(phone: Browser, session: Session) -> None:
    rows = [[row[0], row[1], row[4], row[6]] for row in ROWS]
    headings = [SHOPEE[0], SHOPEE[1], SHOPEE[4], SHOPEE[6]]
    assert "được coi là đã giao" in bring(phone, book(rows, headings))
    assert set(states(session).values()) == {DELIVERED}


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ("Hoàn thành", DELIVERED),
        ("Completed", DELIVERED),
        ("delivered", DELIVERED),
        ("Đã hủy", CANCELLED),
        ("Đã huỷ", CANCELLED),
        ("Canceled", CANCELLED),
        ("Trả hàng/Hoàn tiền", RETURNED),
        ("returned", RETURNED),
        ("Đang giao", SENT),
        ("Shipped", SENT),
        ("Chờ lấy hàng", PACKED),
        ("To ship", PACKED),
        ("ready_to_ship", PACKED),
        ("Chờ xác nhận", AGREED),
        ("pending", AGREED),
        (None, DELIVERED),
        ("bay lên trời", None),
    ],
)
def test_the_words_of_platforms_have_a_meaning(told: str | None, state: str | None) -> None:
    assert state_of(told) == state
