"""Fields that read what people really type."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from shopkit.web.forms import (
    AtMost,
    Between,
    Day,
    Form,
    Line,
    Lines,
    Money,
    Needed,
    OneOf,
    Phone,
    Tick,
    Whole,
)

FULLWIDTH = "２５０００"


class Everything(Form):
    line = Line("", [Needed("Nhập tên."), AtMost(10)])
    lines = Lines("")
    phone = Phone("")
    price = Money("")
    day = Day("")
    count = Whole("", [Between(1, 50)])
    kind = OneOf("", [("a", "A"), ("b", "B")], needed="Chọn A hoặc B.")
    tick = Tick("")


GOOD = {"line": "x", "kind": "a"}


@pytest.fixture(autouse=True)
def request_at_hand(app: Flask) -> Any:
    with app.test_request_context(method="POST"):
        yield


def read(**typed: str) -> Everything:
    return Everything(MultiDict(GOOD | typed), meta={"csrf": False})


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("line", "  Bánh   gai ", "Bánh gai"),
        ("line", "Ba\u0301nh", "Bánh"),
        ("lines", "một\r\n\r\nhai ", "một\n\nhai"),
        ("phone", "0912 345 678", "+84912345678"),
        ("phone", "+84 912-345-678", "+84912345678"),
        ("price", "25k", 25_000),
        ("price", "1tr2", 1_200_000),
        ("price", "25.000đ", 25_000),
        ("price", FULLWIDTH, 25_000),
        ("day", "2026-11-22", date(2026, 11, 22)),
        ("day", "22/11/2026", date(2026, 11, 22)),
        ("day", "22-11-2026", date(2026, 11, 22)),
        ("day", "22112026", date(2026, 11, 22)),
        ("day", "22/11/26", date(2026, 11, 22)),
        ("count", " 50 ", 50),
        ("kind", "b", "b"),
        ("tick", "y", True),
        ("tick", "false", False),
    ],
)
def test_a_value_is_read_as_it_is_meant(field: str, typed: str, value: object) -> None:
    form = read(**{field: typed})
    assert form.validate(), form.errors
    assert form.values()[field] == value


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("line", "", "Nhập tên."),
        ("line", "   ", "Nhập tên."),
        ("line", "x" * 11, "Nhập ngắn hơn: tối đa 10 ký tự, đang có 11."),
        ("line", "a\x00b", "Xóa hết chữ trong ô này rồi gõ lại bằng tay."),
        ("line", "a\N{RIGHT-TO-LEFT OVERRIDE}b", "Xóa hết chữ trong ô này rồi gõ lại bằng tay."),
        ("line", "a\ud800", "Xóa hết chữ trong ô này rồi gõ lại bằng tay."),
        ("phone", "0912", "Nhập số điện thoại 10 số, ví dụ 0912 345 678."),
        ("price", "12.5", "Nhập rõ hơn"),
        ("price", "nhiều", "Nhập giá bằng số, ví dụ 25.000 hoặc 25k."),
        ("day", "31/02/2026", "Nhập ngày theo mẫu ngày/tháng/năm, ví dụ 22/11/2026."),
        ("day", "22/11/0026", "Nhập ngày theo mẫu ngày/tháng/năm, ví dụ 22/11/2026."),
        ("count", "51", "Nhập số từ 1 đến 50."),
        ("count", "٣", "Nhập số bằng chữ số, ví dụ 50."),
        ("kind", "c", "Chọn A hoặc B."),
    ],
)
def test_a_wrong_value_says_what_to_do_and_stays_in_its_field(
    field: str, typed: str, said: str
) -> None:
    form = read(**{field: typed})
    assert not form.validate()
    assert form.errors_by_field()[field][0].startswith(said)
    if field in ("phone", "price", "day", "count"):
        assert form[field]._value() == typed


def test_what_is_left_open_is_nothing_and_not_nought() -> None:
    form = read()
    assert form.validate()
    empty = {name: form.values()[name] for name in ("phone", "price", "day", "count")}
    assert empty == dict.fromkeys(empty)


def test_values_are_what_an_action_takes_and_nothing_more() -> None:
    assert set(read(_key="k", csrf_token="t").values()) == {
        "line",
        "lines",
        "phone",
        "price",
        "day",
        "count",
        "kind",
        "tick",
    }


def test_an_action_can_refuse_a_field_after_the_form_was_right() -> None:
    form = read()
    assert form.validate()
    form.refuse("line", "Đã có tên này.")
    form.refuse("line", "Chọn tên khác.")
    assert form.errors_by_field() == {"line": ["Đã có tên này.", "Chọn tên khác."]}
