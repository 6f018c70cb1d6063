"""Chains of objects, walked and written."""

import pytest

from qr_labels.payload import emv
from qr_labels.payload.errors import PayloadError


def test_objects_come_in_the_order_they_stand() -> None:
    assert list(emv.objects("0002010703ABC0102XY").items()) == [
        ("00", "01"),
        ("07", "ABC"),
        ("01", "XY"),
    ]


def test_lengths_count_characters_and_not_bytes() -> None:
    assert emv.objects("0004Phở!0101🎉") == {"00": "Phở!", "01": "🎉"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("00", "truncated"),
        ("0002A", "truncated"),
        ("00+5ABCDE", "header"),
        ("00 5ABCDE", "header"),
        ("0A02AB", "header"),
        ("00\uff10\uff12AB", "header"),
        ("\u0660\u066002AB", "header"),
        ("0001A0001A", "duplicate"),
        ("0001A0101B0001A", "duplicate"),
    ],
)
def test_a_broken_chain_says_how_it_breaks(text: str, problem: str) -> None:
    with pytest.raises(emv.BrokenChain) as caught:
        emv.objects(text)

    assert caught.value.problem == problem


def test_a_broken_chain_keeps_what_stood_before_the_break() -> None:
    with pytest.raises(emv.BrokenChain) as caught:
        emv.objects("0002AB0102")

    assert caught.value.found == {"00": "AB"}
    assert caught.value.at == 6


def test_ascending_ids_are_told_apart_from_others() -> None:
    assert emv.walk("0001A0101B")[1]
    assert not emv.walk("0101B0001A")[1]


def test_the_checksum_is_that_of_the_standard() -> None:
    assert emv.crc("123456789") == "29B1"


def test_the_checksum_keeps_its_leading_zeros() -> None:
    text = (
        "00020101021238540010A00000072701240006970436011000000000000208QRIBFTTA"
        "53037045405100005802VN62110807CX006306304"
    )
    assert emv.crc(text) == "0002"


def test_an_object_longer_than_its_length_can_say_is_refused() -> None:
    with pytest.raises(PayloadError) as caught:
        emv.element("62", "X" * 100)

    assert (caught.value.field, caught.value.limit) == ("62", "1 to 99 characters")


def test_an_empty_object_is_refused() -> None:
    with pytest.raises(PayloadError):
        emv.element("59", "")


def test_a_chain_is_written_by_ascending_id_unless_told() -> None:
    values = {"02": "B", "01": "AA"}

    assert emv.chain(values) == "0102AA0201B"
    assert emv.chain(values, ["02", "01"]) == "0201B0102AA"


@pytest.mark.parametrize("value", ["", "123", "0000", "0101A", "0033" + "A" * 33, "0001A0100"])
def test_a_value_without_its_identifier_is_no_template(value: str) -> None:
    assert not emv.is_identified_template(value)


def test_a_value_with_its_identifier_is_a_template() -> None:
    assert emv.is_identified_template("0015vn.example.shop0101A")
