"""Correcting damaged blocks."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qr_labels.reading.correction import corrected
from qr_labels.reading.structure import structure
from qr_labels.symbol.one import Symbol, symbol


def blocks_of(drawn: Symbol) -> tuple[list[list[int]], int]:
    """The blocks of a symbol that another library drew, and their check codewords."""
    built = structure(drawn.version, drawn.level, drawn.mask)
    flat = np.array(
        [drawn.is_dark(x, y) for y in range(drawn.size) for x in range(drawn.size)], np.uint8
    )
    bits = (flat[built.data] ^ built.unmask)[: built.codewords * 8]
    words = np.packbits(bits)
    return [words[block].tolist() for block in built.blocks], built.correction


BLOCKS = [
    (block, correction)
    for level in ("L", "M", "Q", "H")
    for text in ("HTTPS://SHOPKIT.VN/T/7K3QX9MZP2A", "x" * 100)
    for blocks, correction in [blocks_of(symbol(text, level=level))]
    for block in blocks[:2]
]


@pytest.mark.parametrize(("block", "correction"), BLOCKS)
def test_a_whole_block_stays_as_it_is(block: list[int], correction: int) -> None:
    assert corrected(block, correction) == block


@settings(max_examples=150, deadline=None)
@given(choice=st.sampled_from(BLOCKS), seed=st.integers(0, 2**32), data=st.data())
def test_errors_and_erasures_up_to_the_limit_are_mended(
    choice: tuple[list[int], int], seed: int, data: st.DataObject
) -> None:
    block, correction = choice
    erasures = data.draw(st.integers(0, correction))
    errors = data.draw(st.integers(0, (correction - erasures) // 2))
    rng = Random(seed)
    places = rng.sample(range(len(block)), erasures + errors)
    damaged = list(block)
    for place in places:
        damaged[place] ^= rng.randrange(1, 256)
    assert corrected(damaged, correction, places[:erasures]) == block


def test_an_erased_place_that_was_right_does_no_harm() -> None:
    block, correction = BLOCKS[0]
    assert corrected(block, correction, range(correction)) == block


def test_more_damage_than_the_limit_is_never_taken_for_the_block() -> None:
    rng = Random(7)
    given_up = 0
    for _ in range(200):
        block, correction = rng.choice(BLOCKS)
        damaged = list(block)
        for place in rng.sample(range(len(block)), correction // 2 + 3):
            damaged[place] ^= rng.randrange(1, 256)
        mended = corrected(damaged, correction)
        assert mended != block
        given_up += mended is None
    assert given_up > 190
