from itertools import product

import numpy as np
import pytest
import segno
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from qr_labels.payload import serials
from qr_labels.symbol.errors import TextTooLong
from qr_labels.symbol.one import Level
from qr_labels.symbol.proof import QR_ONLY
from qr_labels.symbol.run import Run, UnevenCodes

UPPER = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$%*+-./:"
ANY = "".join(chr(sign) for sign in range(0x21, 0x7F))
TRACE = "HTTPS://SHOPKIT.VN/T/"


def rows_by_segno(run: Run, code: str) -> tuple[int, ...]:
    peer = segno.make(
        run.address + code,
        version=run.version,
        error=run.level,
        mask=run.mask,
        mode=run.mode,
        boost_error=False,
        micro=False,
    )
    return tuple(int("".join("01"[module] for module in row), 2) for row in peer.matrix)


@st.composite
def runs(draw: st.DrawFn, alphabet: str) -> tuple[str, list[str]]:
    length = draw(st.integers(1, 14))
    one = st.text(alphabet, min_size=length, max_size=length)
    address = draw(st.text(alphabet, max_size=40))
    return address, draw(st.lists(one, min_size=1, max_size=5))


@settings(max_examples=15, deadline=None)
@given(runs(UPPER), st.sampled_from(["L", "M", "Q", "H"]))
def test_every_alphanumeric_symbol_is_the_one_segno_draws(
    asked: tuple[str, list[str]], level: Level
) -> None:
    address, codes = asked
    run = Run(address, codes, level=level)
    assert run.mode == "alphanumeric"
    for code in codes:
        assert run.symbol(code).rows == rows_by_segno(run, code)


@settings(max_examples=15, deadline=None)
@given(runs(ANY), st.sampled_from(["L", "M", "Q", "H"]))
def test_every_byte_symbol_is_the_one_segno_draws(
    asked: tuple[str, list[str]], level: Level
) -> None:
    address, codes = asked
    run = Run("https://a.vn/t/" + address, codes, level=level)
    assert run.mode == "byte"
    for code in codes:
        assert run.symbol(code).rows == rows_by_segno(run, code)


@pytest.mark.parametrize("address", [TRACE, TRACE + "A/", "https://shopkit.vn/t/"])
def test_a_hundred_fresh_codes_are_segnos_symbols_and_are_read_by_a_camera_program(
    address: str,
) -> None:
    codes = serials.codes(100)
    run = Run(address, codes)
    for code, matrix in zip(codes, run.matrices(codes), strict=True):
        modules = np.unpackbits(matrix, axis=1)[:, : run.size]
        assert run.symbol(code).rows == rows_by_segno(run, code)
        picture = np.pad((1 - modules) * 255, 4, constant_values=255).astype(np.uint8)
        found = zxingcpp.read_barcodes(np.kron(picture, np.ones((3, 3), np.uint8)), formats=QR_ONLY)
        assert [symbol.text for symbol in found] == [address + code]


def test_symbols_of_a_large_version_are_segnos_too() -> None:
    run = Run("HTTPS://EXAMPLE.VN/" + "A" * 300 + "/", ["7K3QX9MZP2A"], level="H")
    assert run.version > 10
    assert run.symbol("7K3QX9MZP2A").rows == rows_by_segno(run, "7K3QX9MZP2A")


def test_the_mask_has_the_lowest_mean_penalty_of_all_eight() -> None:
    codes = serials.codes(12)
    run = Run(TRACE, codes)

    def penalty(mask: int) -> int:
        # segno says what it would choose only symbol by symbol, so its own sum is taken.
        drawn = [
            segno.make(TRACE + code, version=run.version, error="M", mask=mask, boost_error=False)
            for code in codes
        ]
        return sum(segno.encoder.evaluate_mask(one.matrix, run.size, run.size) for one in drawn)

    assert penalty(run.mask) == min(penalty(mask) for mask in range(8))


def test_one_lower_case_code_puts_the_whole_run_in_byte_mode() -> None:
    run = Run(TRACE, ["ABC", "abc"])
    assert run.mode == "byte"
    assert run.symbol("ABC").rows == rows_by_segno(run, "ABC")


@pytest.mark.parametrize(
    ("codes", "position"),
    [
        (["ABC", "ABCD"], 1),
        (["ABC", "AB", "ABCD"], 1),
        (["ABC", "AĐC"], 1),
        (["ABC", "A C"], 1),
        (["ABC", "A\nC"], 1),
        ([], 0),
        ([""], 0),
        (["A" * 65], 0),
    ],
)
def test_codes_that_make_no_run_are_refused_with_the_first_of_them(
    codes: list[str], position: int
) -> None:
    with pytest.raises(UnevenCodes) as refused:
        Run(TRACE, codes)
    assert refused.value.position == position


@pytest.mark.parametrize("code", ["".join(pair) for pair in product("0Z", "aé?")])
def test_a_code_outside_the_alphabet_of_its_run_is_refused_when_it_is_drawn(code: str) -> None:
    with pytest.raises(UnevenCodes):
        Run(TRACE, ["00", "ZZ"]).matrices(["00", code])


def test_an_address_outside_ascii_and_a_text_beyond_every_version_are_refused() -> None:
    with pytest.raises(ValueError, match="printable ASCII"):
        Run("https://đặc-sản.vn/", ["A"])
    with pytest.raises(TextTooLong):
        Run("A" * 4_000, ["A"])
