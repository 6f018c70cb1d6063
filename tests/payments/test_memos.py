"""Codes in the memo of a bank: found whatever the bank does to them, never by chance."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qr_labels.payload import vietqr
from shopkit.payments.rules.codes import PayTo, screen_code
from shopkit.payments.rules.memos import (
    LENGTH,
    PREFIX,
    bare,
    codes_in,
    is_almost_in,
    new_code,
    read_code,
)
from shopkit.payments.rules.requests import request_payload

CODE = new_code(rng=random.Random(7))
PAYEE = PayTo("970436", "1012345678", "NGUYEN THI MAU")


def test_a_code_is_ten_signs_with_a_prefix_of_letters() -> None:
    rng = random.Random(1)
    for _ in range(2_000):
        code = new_code(rng=rng)
        assert len(code) == LENGTH == 10
        assert code.startswith(PREFIX)
        assert not code[2:].isdigit()
        assert code.isalnum()
        assert read_code(code) == code


@pytest.mark.parametrize(
    "memo",
    [
        "{code}",
        "MBVCB.3278907687.{code}.CT tu 0000000001 NGUYEN THI THU toi 1012345678",
        "{lower} mua rau",
        "Thanh toán {code}đơn bánh",
        "FT26320 {spaced}",
        "NGUYEN THI THU chuyen {broken} GD 123-112226",
        "SKSK{tail}",
        "{dotted}",
    ],
)
def test_a_bank_may_wrap_break_and_lower_a_code(memo: str) -> None:
    said = memo.format(
        code=CODE,
        lower=CODE.lower(),
        spaced=" ".join(CODE),
        broken=CODE[:4] + "\r\n" + CODE[4:],
        tail=CODE[2:],
        dotted="-".join((CODE[:2], CODE[2:6], CODE[6:])),
    )
    assert CODE in codes_in(said)


def test_hands_that_write_o_for_zero_are_forgiven() -> None:
    code = next(one for one in (new_code() for _ in range(10_000)) if "0" in one and "1" in one)
    assert codes_in(code.replace("0", "O").replace("1", "l")) == (code,)


@given(at=st.integers(2, 9), sign=st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_one_wrong_sign_is_never_another_code(at: int, sign: str) -> None:
    wrong = CODE[:at] + sign + CODE[at + 1 :]
    assert read_code(wrong) in (None, CODE)
    assert (read_code(wrong) == CODE) is (wrong == CODE)


@given(st.text(max_size=300))
def test_any_memo_is_read_in_peace(memo: str) -> None:
    for code in codes_in(memo):
        assert code in bare(memo).translate(str.maketrans("OIL", "011")) or PREFIX in code
        assert read_code(code) == code


@given(st.text("0123456789", min_size=8, max_size=40))
def test_numbers_of_accounts_and_transactions_are_no_codes(number: str) -> None:
    assert codes_in("SK" + number) == ()


@pytest.mark.parametrize(
    "memo",
    [
        CODE[:5] + ("2" if CODE[5] != "2" else "3") + CODE[6:],
        CODE[:5] + CODE[6:],
        CODE[:5] + "7" + CODE[5:],
        f"chuyen tien {CODE[:-1]} rau",
    ],
)
def test_a_code_with_one_slip_is_almost_there(memo: str) -> None:
    assert is_almost_in(CODE, memo)


def test_an_unlike_memo_is_not_almost_a_code() -> None:
    assert not is_almost_in(CODE, "NGUYEN THI THU chuyen tien mua rau muong")
    assert not is_almost_in(CODE, "")


def test_the_code_of_a_request_carries_payee_amount_and_its_memo() -> None:
    payload = request_payload(PAYEE, 125_000, CODE)
    read = vietqr.decode(payload).payment
    assert read is not None
    assert (read.bin, read.account, read.amount) == ("970436", "1012345678", 125_000)
    assert read.purpose == CODE
    assert codes_in(read.purpose or "") == (CODE,)
    assert screen_code(payload).startswith(b"\x89PNG")
