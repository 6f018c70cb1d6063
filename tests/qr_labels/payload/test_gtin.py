"""GTINs: checked, padded, and those that are nobody's to print."""

import pytest

from qr_labels.payload import gtin
from qr_labels.payload.errors import PayloadError


@pytest.mark.parametrize(
    ("text", "padded"),
    [
        ("09521000500013", "09521000500013"),
        ("9521000500013", "09521000500013"),
        ("952 1000 50001-3", "09521000500013"),
        ("416000336108", "00416000336108"),
        ("12345670", "00000012345670"),
    ],
)
def test_a_gtin_is_padded_to_fourteen_digits(text: str, padded: str) -> None:
    assert gtin.gtin14(text) == padded


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "gtin_length"),
        ("952100050001", "gtin_check"),
        ("9521000500014", "gtin_check"),
        ("95210005000", "gtin_length"),
        ("095210005000130", "gtin_length"),
        ("952100050001A", "gtin_length"),
        ("９５２１０００５０００１３", "gtin_length"),
    ],
)
def test_what_is_no_gtin_is_refused(text: str, problem: str) -> None:
    with pytest.raises(PayloadError) as caught:
        gtin.gtin14(text)

    assert (caught.value.problem, caught.value.field) == (problem, "gtin")


def test_the_check_digit_is_weighted_from_the_right() -> None:
    assert gtin.check_digit("0952100050001") == "3"
    assert gtin.check_digit("00614141123456789") == "0"


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("02000123456782", "restricted"),
        ("00401234567893", "restricted"),
        ("00212345678907", "restricted"),
        ("02901234567891", "restricted"),
        ("00000020123451", "restricted"),
        ("09521000500013", "example"),
        ("08935000000019", None),
        ("00416000336108", "restricted"),
        ("00000012345670", None),
        ("13000000000001", None),
    ],
)
def test_numbers_that_must_stay_inside_a_firm_are_known(number: str, reason: str | None) -> None:
    assert gtin.restriction(number) == reason


@pytest.mark.parametrize("code", ["12345678", "8934 0000 00001", "893-400.000/0001"])
def test_an_own_code_of_digits_could_be_taken_for_gs1(code: str) -> None:
    assert gtin.is_like_gs1(code)


def test_a_letter_makes_the_difference() -> None:
    assert not gtin.is_like_gs1("L2611")
    assert not gtin.is_like_gs1("")
