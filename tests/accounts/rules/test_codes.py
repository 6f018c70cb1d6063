from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp

from shopkit.accounts.rules.codes import enrolment_address, new_code_secret, step_of_code

NOW = datetime(2026, 11, 22, 2, 30, 10, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_at(at: datetime) -> str:
    return pyotp.TOTP(SECRET).at(at)


def test_the_code_on_screen_is_taken_and_one_step_either_way() -> None:
    for seconds in (-30, 0, 30):
        at = NOW + timedelta(seconds=seconds)
        assert step_of_code(SECRET, code_at(at), 0, NOW) == int(at.timestamp()) // 30


def test_a_code_two_steps_old_is_refused() -> None:
    assert step_of_code(SECRET, code_at(NOW - timedelta(seconds=60)), 0, NOW) is None


def test_a_step_that_was_used_is_refused() -> None:
    step = step_of_code(SECRET, code_at(NOW), 0, NOW)

    assert step is not None
    assert step_of_code(SECRET, code_at(NOW), step, NOW) is None


def test_what_is_no_code_at_all_is_refused() -> None:
    for typed in ("", "abcdef", "12345", "1234567", "００００００", "\x00"):
        assert step_of_code(SECRET, typed, 0, NOW) is None


def test_an_authenticator_app_reads_secret_and_house_from_the_qr() -> None:
    address = urlsplit(enrolment_address(SECRET, "0900 000 012"))

    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert parse_qs(address.query) == {"secret": [SECRET], "issuer": ["ShopKit"]}


def test_each_secret_has_160_random_bits() -> None:
    assert len(new_code_secret()) == 32
    assert new_code_secret() != new_code_secret()
