"""Codes of a producer without a GS1 prefix."""

import pytest

from qr_labels.payload import own_codes, trace
from qr_labels.payload.digital_link import parse
from qr_labels.payload.errors import PayloadError

BASE = "https://truyxuat.example.com/t/"


def test_parts_are_brought_to_their_canonical_form() -> None:
    assert own_codes.product_code(" sp-matong01 ") == "SP-MATONG01"
    assert own_codes.place_code("dd-xuong01") == "DD-XUONG01"
    assert own_codes.lot_code("l261122a") == "L261122A"


@pytest.mark.parametrize("text", ["", "SP-", "MATONG01", "SP--1", "SP-MẬT", "SP-1/2", "SP-1\n2"])
def test_a_malformed_product_code_is_refused(text: str) -> None:
    with pytest.raises(PayloadError) as caught:
        own_codes.product_code(text)

    assert caught.value.field == "product"


@pytest.mark.parametrize("text", ["261122", "26-1122", "-L1", "L_1", "L" * 21, "10", "lô1"])
def test_a_lot_that_could_be_a_number_or_outgrow_gs1_is_refused(text: str) -> None:
    with pytest.raises(PayloadError) as caught:
        own_codes.lot_code(text)

    assert caught.value.field == "lot"


def test_the_long_address_is_lower_case_up_to_the_codes() -> None:
    parts = ("SP-MATONG01", "DD-XUONG01", "L261122A")

    assert own_codes.own_address("HTTPS://Truyxuat.Example.com/T/", *parts) == (
        BASE + "SP-MATONG01/DD-XUONG01/L261122A"
    )
    assert own_codes.own_address(BASE, *parts, "7k3q-x9mz-p2a").endswith("/7K3QX9MZP2A")


def test_no_long_address_is_taken_for_a_gs1_number() -> None:
    address = own_codes.own_address(BASE, "SP-1", "DD-1", "L10", "7K3QX9MZP2A")

    assert not parse(address).valid
    assert trace.parse(address).kind == "own_parts"


def test_the_mark_says_that_the_code_is_not_gs1() -> None:
    assert own_codes.NOT_GS1 == "Mã nội bộ, không phải mã GS1"
