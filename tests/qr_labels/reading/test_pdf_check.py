import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qr_labels.reading.finished_pdf import pages_of_labels
from qr_labels.reading.pdf_check import SymbolMismatch, check_file
from tests.qr_labels.reading.sheet_files import ADDRESS, drawn, with_page_changed

PER_PAGE = 65
_BLOCK = re.compile(rb"q 1 0 0 1 .*?Tj ET Q\n", re.DOTALL)


def blocks(page: bytes) -> list[bytes]:
    return _BLOCK.findall(page)


def bitmap_start(block: bytes) -> int:
    return block.index(b"ID ") + 3


def change_block(number: int, change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    def changed(page: bytes) -> bytes:
        block = blocks(page)[number]
        return page.replace(block, change(block))

    return changed


def inverted(block: bytes, row: int, octet: int, mask: int, lines: int = 4) -> bytes:
    """The block with some pixels of one row of modules turned over."""
    pixels = bytearray(block)
    for line in range(row * 4, row * 4 + lines):
        pixels[bitmap_start(block) + line * 13 + octet] ^= mask
    return bytes(pixels)


@pytest.mark.parametrize("stock", ["tomy-145-a", "avery-l7160", "roll-35x22-2", "roll-50x30"])
def test_a_file_as_it_was_drawn_passes(tmp_path: Path, stock: str) -> None:
    path, codes = drawn(tmp_path, 140, stock)
    check_file(path, ADDRESS, codes)
    assert sum(map(len, pages_of_labels(path))) == 140


def test_codes_with_hyphens_of_their_own_and_lower_case_pass(tmp_path: Path) -> None:
    codes = ["lo-26-11-22", "LO-26-11-23"]
    path, _ = drawn(tmp_path, codes=codes)
    check_file(path, ADDRESS, codes)
    with pytest.raises(SymbolMismatch, match="label 2: it reads"):
        check_file(path, ADDRESS, [codes[0], "LO26-11--23"])


@pytest.mark.parametrize("number", [0, 40, 64])
@pytest.mark.parametrize("row", [0, 8, 12, 24])
def test_one_module_turned_over_is_a_mismatch_that_names_the_label(
    tmp_path: Path, number: int, row: int
) -> None:
    path, codes = drawn(tmp_path, 100)
    with_page_changed(
        path, 0, change_block(number, lambda block: inverted(block, row, 5, 0b11110000))
    )
    with pytest.raises(SymbolMismatch) as refused:
        check_file(path, ADDRESS, codes)
    assert refused.value.position in (number, 0)


def test_half_a_module_turned_over_is_a_mismatch(tmp_path: Path) -> None:
    path, codes = drawn(tmp_path, 65)
    with_page_changed(
        path, 0, change_block(7, lambda block: inverted(block, 12, 5, 0b11110000, lines=2))
    )
    with pytest.raises(SymbolMismatch, match="label 8: a module is not a whole square"):
        check_file(path, ADDRESS, codes)


def test_a_narrower_module_is_a_mismatch(tmp_path: Path) -> None:
    path, codes = drawn(tmp_path, 65)
    with_page_changed(path, 0, change_block(7, lambda block: inverted(block, 12, 5, 0b00010000)))
    with pytest.raises(SymbolMismatch, match="label 8: a module is not a whole square"):
        check_file(path, ADDRESS, codes)


def test_pixels_beyond_the_last_module_are_a_mismatch(tmp_path: Path) -> None:
    path, codes = drawn(tmp_path, 65)
    with_page_changed(path, 0, change_block(3, lambda block: inverted(block, 12, 12, 0b00001111)))
    with pytest.raises(SymbolMismatch, match="label 4: its rows go on"):
        check_file(path, ADDRESS, codes)


def test_two_symbols_in_each_others_place_are_a_mismatch(tmp_path: Path) -> None:
    path, codes = drawn(tmp_path, 65)

    def exchanged(page: bytes) -> bytes:
        first, second = (
            block[bitmap_start(block) : bitmap_start(block) + 1300] for block in blocks(page)[4:6]
        )
        return page.replace(first, b"?").replace(second, first).replace(b"?", second, 1)

    with_page_changed(path, 0, exchanged)
    with pytest.raises(SymbolMismatch, match="label 5: it reads"):
        check_file(path, ADDRESS, codes)


def test_another_code_in_clear_is_a_mismatch(tmp_path: Path) -> None:
    path, codes = drawn(tmp_path, 70)
    clear = f"{codes[66][:4]}-".encode()
    with_page_changed(path, 1, lambda page: page.replace(clear, b"0000-"))
    with pytest.raises(SymbolMismatch, match=r"label 67: .* stands in clear"):
        check_file(path, ADDRESS, codes)


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("more ink after the labels", lambda page: page + b"0 0 600 850 re f\n"),
        ("more ink before them", lambda page: b"0 0 600 850 re f\n" + page),
        ("another fill colour", lambda page: page.replace(b"/C Do\n", b"/C Do\n1 g\n")),
        ("a label less", change_block(9, lambda block: b"")),
        ("a label twice", change_block(9, lambda block: block + block)),
        ("a symbol upside down", lambda page: page.replace(b" 0 0 ", b" 0 0 -", 1)),
        ("a symbol stretched", lambda page: re.sub(rb"q (\d+)\.", rb"q 9\1.", page, count=1)),
        ("a bitmap cut short", lambda page: page.replace(b"/H 100", b"/H 96", 1)),
        ("a bitmap inverted", lambda page: page.replace(b"/D[1 0]", b"/D[0 1]", 1)),
        ("all of it gone", lambda page: b""),
    ],
)
def test_a_page_with(tmp_path: Path, what: str, change: Callable[[bytes], bytes]) -> None:
    path, codes = drawn(tmp_path, 130)
    with_page_changed(path, 1, change)
    with pytest.raises(SymbolMismatch):
        check_file(path, ADDRESS, codes)


def test_fewer_and_more_labels_than_asked_are_a_mismatch(tmp_path: Path) -> None:
    path, codes = drawn(tmp_path, 70)
    with pytest.raises(SymbolMismatch, match="holds 70 labels, not 71"):
        check_file(path, ADDRESS, [*codes, "7K3QX9MZP2A"])
    with pytest.raises(SymbolMismatch, match="more than 69"):
        check_file(path, ADDRESS, codes[:69])


def test_another_address_is_a_mismatch(tmp_path: Path) -> None:
    path, codes = drawn(tmp_path, 5)
    with pytest.raises(SymbolMismatch, match="label 1: it reads"):
        check_file(path, "HTTPS://SHOPKIT.NV/T/", codes)


def test_a_sample_reads_one_symbol_in_so_many_and_still_counts_all(tmp_path: Path) -> None:
    path, codes = drawn(tmp_path, 130)
    with_page_changed(path, 1, change_block(5, lambda block: inverted(block, 12, 5, 0b11110000)))
    check_file(path, ADDRESS, codes, every=50)
    with pytest.raises(SymbolMismatch, match="label 71"):
        check_file(path, ADDRESS, codes, every=70)
    with pytest.raises(SymbolMismatch, match="130 labels"):
        check_file(path, ADDRESS, [*codes, codes[0]], every=50)


@pytest.mark.parametrize("keep", [0, 10, 500, 5_000, -3, -30, -300])
def test_a_file_cut_short_is_a_mismatch(tmp_path: Path, keep: int) -> None:
    path, codes = drawn(tmp_path, 20)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(SymbolMismatch):
        check_file(path, ADDRESS, codes)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str], bytes]:
    path, codes = drawn(tmp_path_factory.mktemp("whole"), 3)
    return path, codes, path.read_bytes()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=20))
def test_a_damaged_file_passes_unharmed_or_is_a_mismatch_and_nothing_else(
    whole: tuple[Path, list[str], bytes], damage: list[tuple[float, int]]
) -> None:
    path, codes, right = whole
    path.write_bytes(right)
    labels = list(pages_of_labels(path))
    content = bytearray(right)
    for share, octet in damage:
        content[int(share * (len(content) - 1))] = octet
    path.write_bytes(content)
    try:
        check_file(path, ADDRESS, codes)
    except SymbolMismatch:
        return
    assert list(pages_of_labels(path)) == labels
