"""What a photo of a stand says about who is paid."""

from dataclasses import replace

import pytest

from qr_labels.payload import vietqr
from qr_labels.payload.payment import Payment
from qr_labels.reading.compare import compare
from qr_labels.reading.photos import Found, kind_of

HERS = Payment(bin="970436", account="1012345678")
CORNERS = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


def seen(what: Payment | str) -> Found:
    text = vietqr.encode(what) if isinstance(what, Payment) else what
    kind, reading = kind_of(text)
    return Found(text, kind, CORNERS, reading)


def test_her_own_code_pays_her_however_it_is_written() -> None:
    verdict = compare([seen(HERS)], HERS)
    assert (verdict.outcome, verdict.remarks) == ("same_payee", ())
    lower = vietqr.encode(HERS)
    assert compare([seen(lower[:-4] + lower[-4:].lower())], HERS).outcome == "same_payee"


@pytest.mark.parametrize(
    "other",
    [
        replace(HERS, account="1012345679"),
        replace(HERS, bin="970415"),
        replace(HERS, service=vietqr.TO_CARD),
    ],
)
def test_another_bank_account_or_service_is_somebody_else(other: Payment) -> None:
    verdict = compare([seen(other)], HERS)
    assert verdict.outcome == "other_payee"
    assert verdict.payee is None
    assert len(verdict.others) == 1


def test_a_sticker_beside_the_original_is_told() -> None:
    verdict = compare([seen(HERS), seen(replace(HERS, account="0000000009"))], HERS)
    assert verdict.outcome == "several_payees"
    assert verdict.payee is not None
    assert "another_code" in verdict.remarks


def test_two_strangers_are_several() -> None:
    strangers = [seen(replace(HERS, account=f"000000000{n}")) for n in (1, 2)]
    assert compare(strangers, HERS).outcome == "several_payees"


def test_an_amount_or_a_purpose_that_was_added_is_told() -> None:
    changed = seen(replace(HERS, amount=200, purpose="TRA NO"))
    verdict = compare([changed], HERS)
    assert verdict.outcome == "same_payee"
    assert set(verdict.remarks) == {"amount_added", "purpose_added"}


def test_a_code_for_something_else_is_no_payment() -> None:
    assert compare([seen("https://shop.example/")], HERS).outcome == "not_a_payment_code"


def test_a_payment_code_that_does_not_decode_pays_nobody_we_know() -> None:
    broken = vietqr.encode(HERS)[:-4] + "0000"
    verdict = compare([seen(broken)], HERS)
    assert verdict.outcome == "other_payee"
    assert "payment_not_readable" in verdict.remarks


def test_nothing_seen_says_nothing() -> None:
    assert compare([], HERS).outcome == "nothing_found"


def test_a_code_that_could_not_be_read_is_told_whatever_else_was_seen() -> None:
    for found in ([seen(HERS)], [seen("https://shop.example/")], []):
        plain = compare(found, HERS)
        beside = compare(found, HERS, unread_count=1)
        assert beside.outcome == plain.outcome
        assert "unread_code" in beside.remarks
        assert "unread_code" not in plain.remarks


def test_a_code_of_another_scheme_beside_hers_is_somebody_else() -> None:
    vnpay = "00020101021126140010A0000007755303704" + "5802VN6304"
    verdict = compare([seen(HERS), seen(vnpay)], HERS)
    assert verdict.outcome == "several_payees"
    assert "payment_not_readable" in verdict.remarks
