"""Statements of the wild: every layout gives the same money, and nothing is lost without a word."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.clock import LOCAL, local_day
from shopkit.db.base import new_id
from shopkit.db.files import Files
from shopkit.imports.actions.bringing import bring, is_understood
from shopkit.imports.actions.checking import check, keep_checked
from shopkit.imports.actions.shelf import layout_of, unrolled
from shopkit.imports.actions.taking import begin_taking, keep_portion, portion
from shopkit.imports.actions.work import take_at_once
from shopkit.imports.models import Import
from shopkit.payments.actions.money import take_lines
from shopkit.payments.actions.requests import ask_payment
from shopkit.payments.actions.statements import NAMES_ANOTHER, NO_DIRECTION
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.money import BY_FEED, BankLine
from shopkit.payments.models.requests import PAID
from shopkit.payments.rules.money import Told
from shopkit.payments.views.statements import SPEC
from shopkit.shops.models.shops import Shop
from tests import make
from tests.conftest import NOW
from tests.payments import statement_files as wild


@dataclass
class Stall:
    """A shop, its account, and where its files go."""

    session: Session
    files: Files
    shop: Shop
    account: PaymentAccount

    def brings(self, content: bytes) -> Import:
        """Bring a file and try it."""
        import_id = new_id()
        brought = bring(
            self.session,
            self.files,
            SPEC,
            import_id=import_id,
            rows_file=unrolled(self.files, content, import_id),
            name="saoke.xlsx",
            owner_id=make.owner_of(self.session, self.shop).id,
            shop_id=self.shop.id,
            subject_id=self.account.id,
            family=self.account.bin,
            now=NOW,
        )
        found = check(self.session, self.files, SPEC, brought)
        keep_checked(self.session, brought, found, now=NOW)
        return brought

    def takes(self, content: bytes) -> Import:
        brought = self.brings(content)
        begin_taking(self.session, brought)
        take_at_once(self.session, self.files, SPEC, brought, now=NOW)
        return brought

    def lines(self) -> list[BankLine]:
        wanted = select(BankLine).order_by(BankLine.came_at, BankLine.amount_vnd)
        return list(self.session.scalars(wanted))

    def reasons(self, brought: Import) -> dict[str, int]:
        return {
            one["reason"]: one["count"] for one in brought.findings if one.get("fate") != "good"
            and "fate" in one
        }  # fmt: skip


@pytest.fixture
def stall(session: Session, files: Files) -> Stall:
    shop = make.shop(session)
    return Stall(session, files, shop, make.payment_account(session, shop))


@pytest.mark.parametrize("layout", wild.LAYOUTS, ids=lambda one: one.__name__)
def test_every_layout_is_understood_and_gives_the_same_money(
    stall: Stall, layout: Callable[[], bytes]
) -> None:
    brought = stall.brings(layout())
    assert is_understood(stall.session, stall.files, SPEC, brought), layout_of(brought)
    assert (brought.good_count, brought.failed_count) == (4, 0), brought.findings
    assert stall.reasons(brought)["went_out"] == 1
    begin_taking(stall.session, brought)
    take_at_once(stall.session, stall.files, SPEC, brought, now=NOW)
    lines = stall.lines()
    assert [line.amount_vnd for line in lines] == wild.CAME_IN
    for line, (_at, _amount, memo, reference) in zip(lines, wild.LINES, strict=False):
        if line.amount_vnd != 30_000:
            assert line.reference == reference
            assert "".join((line.memo or "").split()) == "".join(memo.split())


def test_the_same_file_again_brings_nothing(stall: Stall) -> None:
    for layout in (wild.two_columns_under_titles, wild.one_signed_column, wild.web_page):
        stall.takes(layout())
        again = stall.brings(layout())
        assert (again.good_count, again.known_count) == (0, 4)


def test_files_that_overlap_bring_each_payment_once(stall: Stall) -> None:
    """Two equal payments of one day stay two, although the first file had seen only one."""
    rows = wild.one_signed_column().decode().split("\r\n")
    head, lines = rows[0], rows[:0:-1]
    morning = "\r\n".join([head, *lines[:3]])
    stall.takes(morning.encode())
    evening = stall.takes("\r\n".join([head, *lines]).encode())
    assert (evening.added_count, evening.known_count) == (1, 3)
    assert [line.amount_vnd for line in stall.lines()] == wild.CAME_IN


def test_equal_payments_without_a_number_are_counted(stall: Stall) -> None:
    text = "Ngày;Nội dung;Tiền vào\n" + "22/11/2026;mua banh;30.000\n" * 3
    assert stall.takes(text.encode()).added_count == 3
    more = stall.takes((text + "22/11/2026;mua banh;30.000\n").encode())
    assert (more.added_count, more.known_count) == (1, 3)


def test_what_the_bank_told_before_is_known(stall: Stall) -> None:
    at, amount, memo, reference = wild.LINES[0]
    came = wild.at_of(at).replace(tzinfo=LOCAL)
    told = [Told(came, amount, memo, reference, "7")]
    take_lines(stall.session, stall.account, told, source=BY_FEED, import_id=None, now=NOW)
    brought = stall.takes(wild.two_columns_under_titles())
    assert (brought.added_count, brought.known_count) == (3, 1)


def test_a_number_that_the_bank_uses_anew_each_day_loses_nothing(stall: Stall) -> None:
    text = "Ngày;Nội dung;Tiền vào;Số CT\n21/11/2026;mua banh;30.000;0001\n"
    stall.takes(text.encode())
    second = stall.takes(text.replace("21/11", "22/11").encode())
    assert second.added_count == 1


def test_a_payment_with_a_code_is_placed(stall: Stall) -> None:
    asked = ask_payment(
        stall.session,
        stall.shop,
        stall.account,
        amount_vnd=200_000,
        expires_in=timedelta(days=2),
        now=NOW - timedelta(hours=2),
    )
    content = wild.one_signed_column().decode().replace(wild.TWO[:5], asked.code[:5])
    content = content.replace(wild.TWO[5:], asked.code[5:])
    brought = stall.takes(content.encode())
    assert brought.more == {"placed": 1}
    assert asked.state == PAID


def test_a_statement_of_another_account_is_told(stall: Stall) -> None:
    title = f"Số tài khoản: {wild.OWN}"
    text = "Ngày;Nội dung;Tiền vào\n22/11/2026;mua banh;30.000\n"
    for named, expected in {
        title: [],
        "Số tài khoản: 9999 888 777": [NAMES_ANOTHER],
        "Tài khoản/Account: 101xxxx678": [],
        "STK 102xxxx678": [NAMES_ANOTHER],
        "Sao kê tháng 11/2026": [],
    }.items():
        brought = stall.brings(f"{named}\n{text}".encode())
        warnings = [one["warning"] for one in brought.findings if "warning" in one]
        assert warnings == expected, named


def test_amounts_that_never_say_which_way_are_told(stall: Stall) -> None:
    text = "Ngày;Nội dung;Số tiền\n22/11/2026;mua banh;30.000\n"
    brought = stall.brings(text.encode())
    assert {"warning": NO_DIRECTION} in brought.findings


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("22/11/2026;a;=1+1;", "unreadable"),
        ("22/13/2026;a;30.000;", "unreadable"),
        (";a b;30.000;", "no_day"),
        ("22/11/2026;a;30.000;30.000", "both_ways"),
        ("22/11/2026;a;-30.000;", "less_than_nothing"),
        ("22/11/2027;a;30.000;", "in_future"),
        ("22/11/2026;a;12,5;", "unreadable"),
    ],
)
def test_a_line_that_cannot_be_says_why_and_the_others_are_taken(
    stall: Stall, line: str, reason: str
) -> None:
    text = f"Ngày;Nội dung;Tiền vào;Tiền ra\n{line}\n22/11/2026;mua banh;30.000;\n"
    brought = stall.takes(text.encode())
    assert stall.reasons(brought) == {reason: 1}
    assert (brought.added_count, brought.failed_count) == (1, 1)
    assert brought.failed_file


def test_every_row_has_a_fate(stall: Stall) -> None:
    for layout in wild.LAYOUTS:
        brought = stall.brings(layout())
        fates = (
            brought.good_count, brought.known_count, brought.left_out_count, brought.failed_count
        )  # fmt: skip
        assert sum(fates) == brought.row_count


def test_days_written_month_first_are_told_by_those_that_can_be_nothing_else(
    stall: Stall,
) -> None:
    text = "Date;Description;Credit\n11/20/2026;a;30000\n11/05/2026;b;40000\n"
    stall.takes(text.encode())
    days = [local_day(line.came_at).isoformat() for line in stall.lines()]
    assert days == ["2026-11-05", "2026-11-20"]


def test_a_month_of_many_lines_is_taken_in_portions_and_none_is_lost(
    stall: Stall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Equal payments that fall into two portions stay two."""
    lines = "".join(f"22/11/2026;khach {n % 700};{1000 + n % 700};\n" for n in range(2_100))
    text = "Ngày;Nội dung;Tiền vào;Tiền ra\n" + lines
    monkeypatch.setattr("shopkit.imports.actions.checking.BLOCKS_A_PORTION", 1)
    monkeypatch.setattr("shopkit.imports.actions.taking.BLOCKS_A_PORTION", 1)
    brought = stall.takes(text.encode())
    assert (brought.portion_count, brought.added_count) == (3, 2_100)
    assert stall.takes(text.encode()).added_count == 0


def test_a_portion_that_is_kept_again_after_a_crash_adds_nothing(stall: Stall) -> None:
    brought = stall.brings(wild.two_columns_under_titles())
    begin_taking(stall.session, brought)
    records = portion(stall.files, SPEC, brought, 0)
    keep_portion(stall.session, SPEC, brought, records, now=NOW)
    keep_portion(stall.session, SPEC, brought, records, now=NOW)
    assert (len(stall.lines()), brought.added_count) == (4, 4)


def test_what_the_bank_tells_between_trial_and_taking_is_not_taken_twice(stall: Stall) -> None:
    brought = stall.brings(wild.two_columns_under_titles())
    at, amount, memo, reference = wild.LINES[0]
    told = [Told(wild.at_of(at).replace(tzinfo=LOCAL), amount, memo, reference, "7")]
    take_lines(stall.session, stall.account, told, source=BY_FEED, import_id=None, now=NOW)
    begin_taking(stall.session, brought)
    take_at_once(stall.session, stall.files, SPEC, brought, now=NOW)
    assert (brought.added_count, brought.known_count) == (3, 1)
    assert len(stall.lines()) == 4
