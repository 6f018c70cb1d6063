"""Short codes: random, typed with forgiveness, never a number."""

import secrets
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qr_labels.payload import serials
from qr_labels.payload.digital_link import parse
from qr_labels.payload.errors import PayloadError
from qr_labels.payload.serials import ALPHABET, CodeMistyped

CODE = "7K3QX9MZP2A"
bodies = st.text(ALPHABET, min_size=10, max_size=10)


@pytest.mark.parametrize(
    ("body", "check"),
    [
        ("7K3QX9MZP2", "A"),
        ("0000000001", "2"),
        ("1000000000", "H"),
        ("ZZZZZZZZZZ", "4"),
        ("R0W8T5CN4H", "P"),
    ],
)
def test_the_check_character_is_the_one_of_the_scheme(body: str, check: str) -> None:
    assert serials.check_character(body) == check


@settings(max_examples=60, deadline=None)
@given(bodies, st.integers(0, 10))
def test_every_single_wrong_character_is_caught(body: str, place: int) -> None:
    code = body + serials.check_character(body)

    for wrong in set(ALPHABET) - {code[place]}:
        with pytest.raises(CodeMistyped):
            serials.read_code(code[:place] + wrong + code[place + 1 :])


@settings(max_examples=100, deadline=None)
@given(bodies)
def test_every_swap_of_two_characters_is_caught(body: str) -> None:
    code = body + serials.check_character(body)

    for one, other in combinations(range(11), 2):
        swapped = list(code)
        swapped[one], swapped[other] = swapped[other], swapped[one]
        if swapped != list(code):
            with pytest.raises(CodeMistyped):
                serials.read_code("".join(swapped))


@pytest.mark.parametrize(
    "typed",
    [
        "7K3Q-X9MZ-P2A",
        "7k3q x9mz p2a",
        " 7K3QX9MZP2A\n",
        "7K3Q–X9MZ—P2A",
        "7K3Q\u00a0X9MZ\u2011P2A",
        "7k3q.x9mz_p2a",
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert serials.read_code(typed) == CODE


def test_letters_that_look_like_digits_are_forgiven() -> None:
    body = "0101AAAAAA"
    code = body + serials.check_character(body)

    assert serials.read_code("OIolAAAAAA" + code[-1]) == code


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "length"),
        ("7K3QX9MZP2", "length"),
        ("7K3QX9MZP2AA", "length"),
        ("A" * 10_000, "length"),
        ("7K3QX9MZP2U", "sign"),
        ("7K3QX9MZP2Á", "sign"),
        ("７K3QX9MZP2A", "sign"),
        ("7K3QX9MZP2ß", "sign"),
        ("7K3QX9MZP2ı", "sign"),
        ("7K3Q/X9MZ/P2A", "sign"),
        ("7K3QX9MZP2B", "check"),
        ("00000000012", "digits"),
    ],
)
def test_a_mistyped_code_says_why(typed: str, reason: str) -> None:
    with pytest.raises(CodeMistyped) as caught:
        serials.read_code(typed)

    assert caught.value.reason == reason
    assert caught.value.problem == "code_" + reason


def test_a_new_code_reads_back_as_itself() -> None:
    for length in (10, 12):
        code = serials.new_code(length)
        assert len(code) == length + 1
        assert serials.read_code(code) == code


class OnlyDigitsAtFirst:
    """Draws a body of digits with a digit as its check, then a body with letters."""

    def __init__(self) -> None:
        self.signs = list("0000000001" + "7K3QX9MZP2")

    def choice(self, seq: str, /) -> str:
        assert self.signs[0] in seq
        return self.signs.pop(0)


def test_an_all_digit_code_is_drawn_again() -> None:
    assert serials.new_code(rng=OnlyDigitsAtFirst()) == CODE


def test_any_source_with_a_choice_will_do() -> None:
    assert serials.new_code(rng=Random(1)) == serials.new_code(rng=Random(1))
    assert serials.new_code(rng=secrets) != serials.new_code(rng=secrets)


@pytest.mark.parametrize("length", [0, 9, 11, 13, 10_000])
def test_only_two_lengths_are_made(length: int) -> None:
    with pytest.raises(PayloadError):
        serials.new_code(length)
    with pytest.raises(PayloadError):
        serials.codes(1, length)


def test_a_run_of_codes_is_distinct_and_right() -> None:
    run = serials.codes(5000)

    assert len(set(run)) == 5000
    assert all(serials.read_code(code) == code for code in run)
    assert serials.codes(0) == []


def test_taken_codes_are_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter([bytes(10), bytes([10] * 10)])
    monkeypatch.setattr(secrets, "token_bytes", lambda _: next(drawn))

    (code,) = serials.codes(1, taken=["0" * 11])

    assert code.startswith("AAAAAAAAAA")


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(PayloadError):
        serials.codes(-1)


def test_the_signs_are_drawn_evenly() -> None:
    signs = "".join(code[:-1] for code in serials.codes(6400))

    counts = [signs.count(sign) for sign in ALPHABET]
    # 2,000 of each are expected; seven standard deviations are about 310.
    assert min(counts) > 1690
    assert max(counts) < 2310


def test_a_million_live_codes_take_the_longer_form() -> None:
    assert serials.length_for(0) == 10
    assert serials.length_for(1_000_000) == 10
    assert serials.length_for(1_000_001) == 12


def test_codes_are_grouped_for_typing() -> None:
    assert serials.grouped(CODE) == "7K3Q-X9MZ-P2A"
    assert serials.grouped("7K3QX9MZP2A7K") == "7K3Q-X9MZ-P2A7K"


@pytest.mark.parametrize(
    ("base", "address"),
    [
        ("https://shopkit.vn/t/", "HTTPS://SHOPKIT.VN/T/" + CODE),
        ("HTTPS://SHOPKIT.VN/T", "HTTPS://SHOPKIT.VN/T/" + CODE),
        ("https://shopkit.vn", "HTTPS://SHOPKIT.VN/" + CODE),
        ("http://xn--b-5ga.vn:8080/Tem/", "HTTP://XN--B-5GA.VN:8080/Tem/" + CODE),
    ],
)
def test_an_address_is_as_short_a_symbol_as_its_path_allows(base: str, address: str) -> None:
    assert serials.trace_address(base, CODE) == address


@pytest.mark.parametrize(
    "base",
    [
        "",
        "shopkit.vn/t/",
        "ftp://shopkit.vn/t/",
        "https:///t/",
        "https://shopkit.vn/t/?a=1",
        "https://shopkit.vn/t/#a",
        "https://ai@shopkit.vn/t/",
        "https://cửahàng.vn/t/",
        "https://shopkit.vn/t t/",
        "https://[shopkit/t/",
    ],
)
def test_a_base_that_no_label_can_carry_is_refused(base: str) -> None:
    with pytest.raises(PayloadError) as caught:
        serials.trace_address(base, CODE)

    assert caught.value.field == "base"


def test_an_address_takes_only_a_code_as_it_was_made() -> None:
    for code in ("7k3q-x9mz-p2a", "7K3QX9MZP2B", "00000000012"):
        with pytest.raises(CodeMistyped):
            serials.trace_address("https://shopkit.vn/t/", code)


@settings(max_examples=100, deadline=None)
@given(bodies)
def test_no_address_of_ours_is_taken_for_a_gs1_number(body: str) -> None:
    address = f"HTTPS://SHOPKIT.VN/T/{body}{serials.check_character(body)}"

    assert not parse(address).valid
