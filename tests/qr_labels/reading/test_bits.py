import numpy as np
import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from qr_labels.reading.bits import SymbolDamaged, read_texts
from qr_labels.reading.structure import Octets, structure

TRACE = "HTTPS://SHOPKIT.VN/T/7K3QX9MZP2A"
LEVELS = "LMQH"


def modules(text: str, **options: object) -> Octets:
    drawn = segno.make(text, boost_error=False, micro=False, **options)
    return np.array([[list(row) for row in drawn.matrix]], np.uint8)


def texts(symbols: Octets) -> list[str]:
    return [text.tobytes().decode() for text in read_texts(symbols)]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("version", range(1, 41))
def test_every_version_and_level_is_read_at_the_limit_of_what_it_holds(
    version: int, level: str
) -> None:
    built = structure(version, level, 0)
    data_bits = 8 * (built.codewords - len(built.blocks) * built.correction)
    counter = 8 if version < 10 else 16
    text = ("ab/C:d." * 500)[: (data_bits - 4 - counter) // 8]
    drawn = modules(text, version=version, error=level, mode="byte", mask=version % 8)
    assert texts(drawn) == [text]


@pytest.mark.parametrize("mask", range(8))
@pytest.mark.parametrize("length", [1, 2, 17, 28])
def test_every_mask_and_odd_and_even_lengths_are_read(mask: int, length: int) -> None:
    text = (TRACE * 2)[:length]
    for mode in ("alphanumeric", "byte"):
        assert texts(modules(text, error="M", mask=mask, mode=mode)) == [text]


@settings(max_examples=40, deadline=None)
@given(
    st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", min_size=1, max_size=90),
    st.sampled_from(LEVELS),
)
def test_any_alphanumeric_text_is_read(text: str, level: str) -> None:
    assert texts(modules(text, error=level, mode="alphanumeric")) == [text]


def test_one_wrong_module_anywhere_is_found() -> None:
    right = modules(TRACE, error="M")
    for place in range(right[0].size):
        wrong = right.copy()
        wrong.reshape(-1)[place] ^= 1
        with pytest.raises(SymbolDamaged):
            read_texts(wrong)


@settings(max_examples=60, deadline=None)
@given(st.sets(st.integers(0, 624), min_size=1, max_size=60))
def test_many_wrong_modules_are_found(places: set[int]) -> None:
    right = modules(TRACE, error="M", mask=2)
    wrong = right.copy()
    wrong.reshape(-1)[list(places)] ^= 1
    with pytest.raises(SymbolDamaged):
        read_texts(wrong)


def test_the_symbol_that_is_wrong_is_named() -> None:
    many = np.concatenate(
        [modules(TRACE[:-1] + last, error="M", mask=0, version=2) for last in "ABCDEF"]
    )
    assert [text[-1] for text in texts(many)] == list("ABCDEF")
    many[4, 20, 20] ^= 1
    with pytest.raises(SymbolDamaged, match="symbol 5") as refused:
        read_texts(many)
    assert refused.value.position == 4


def test_symbols_of_another_mask_or_level_do_not_pass_in_one_batch() -> None:
    for other in ({"mask": 1, "error": "M"}, {"mask": 0, "error": "L"}):
        mixed = np.concatenate(
            [modules(TRACE, version=2, mask=0, error="M"), modules(TRACE, version=2, **other)]
        )
        with pytest.raises(SymbolDamaged, match="fixed patterns") as refused:
            read_texts(mixed)
        assert refused.value.position == 1


def test_lengths_that_differ_do_not_pass_in_one_batch() -> None:
    mixed = np.concatenate(
        [modules(text, version=2, mask=0, error="M") for text in (TRACE, TRACE[:-1])]
    )
    with pytest.raises(SymbolDamaged, match="mode or length"):
        read_texts(mixed)


def test_a_mirrored_a_turned_and_an_inverted_symbol_are_refused() -> None:
    right = modules(TRACE, error="M")
    for wrong in (right[:, :, ::-1], right[:, ::-1, :], np.rot90(right, axes=(1, 2)), 1 - right):
        with pytest.raises(SymbolDamaged):
            read_texts(np.ascontiguousarray(wrong))


@pytest.mark.parametrize("shape", [(1, 25, 24), (1, 24, 24), (1, 20, 20), (1, 185, 185)])
def test_a_grid_that_is_no_version_is_refused(shape: tuple[int, int, int]) -> None:
    with pytest.raises(SymbolDamaged, match="no version"):
        read_texts(np.zeros(shape, np.uint8))


def test_modes_a_run_never_uses_are_refused() -> None:
    with pytest.raises(SymbolDamaged, match="mode 0001"):
        read_texts(modules("0123456789", error="M"))
