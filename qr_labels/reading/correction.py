"""Reed-Solomon correction of errors and erasures (ISO/IEC 18004:2015, 7.5.2), for damaged codes."""

from collections.abc import Sequence

FIELD_POLYNOMIAL = 0b100011101


def _powers() -> tuple[list[int], list[int]]:
    powers, logarithms = [0] * 510, [0] * 256
    value = 1
    for exponent in range(255):
        powers[exponent] = powers[exponent + 255] = value
        logarithms[value] = exponent
        value <<= 1
        if value > 255:
            value ^= FIELD_POLYNOMIAL
    return powers, logarithms


_POWER, _LOG = _powers()
Polynomial = list[int]
"""Coefficients in GF(256), the constant first."""


def corrected(
    block: Sequence[int], correction: int, erased: Sequence[int] = ()
) -> list[int] | None:
    """The block as it was written, or None when it is too damaged.

    The last `correction` codewords are the check; `erased` names places known to be doubtful.
    Twice the errors and the erasures together may be `correction` at most.
    """
    word = list(block)
    for place in erased:
        word[place] = 0
    syndromes = _syndromes(word, correction)
    if not any(syndromes):
        return word
    last = len(word) - 1
    erasures = [1]
    for place in erased:
        erasures = _product(erasures, [1, _POWER[last - place]])
    errors = _shortest_register(_product(syndromes, erasures)[len(erased) : correction])
    if len(erased) + 2 * (len(errors) - 1) > correction:
        return None
    locator = _product(errors, erasures)
    places = [place for place in range(len(word)) if not _at(locator, -(last - place))]
    if len(places) != len(locator) - 1:
        return None
    _repair(word, places, locator, _product(syndromes, locator)[:correction])
    return None if any(_syndromes(word, correction)) else word


def _syndromes(word: Sequence[int], count: int) -> Polynomial:
    """The block as a polynomial at the first powers of 2; all 0 when nothing is wrong."""
    found = []
    for exponent in range(count):
        value = 0
        for codeword in word:
            value = (_POWER[_LOG[value] + exponent] if value else 0) ^ codeword
        found.append(value)
    return found


def _product(one: Polynomial, other: Polynomial) -> Polynomial:
    product = [0] * (len(one) + len(other) - 1)
    for place, factor in enumerate(one):
        if factor:
            logarithm = _LOG[factor]
            for step, coefficient in enumerate(other):
                if coefficient:
                    product[place + step] ^= _POWER[logarithm + _LOG[coefficient]]
    return product


def _at(polynomial: Polynomial, exponent: int) -> int:
    """The polynomial's value at that power of 2."""
    value = 0
    for place, coefficient in enumerate(polynomial):
        if coefficient:
            value ^= _POWER[(_LOG[coefficient] + exponent * place) % 255]
    return value


def _shortest_register(syndromes: Polynomial) -> Polynomial:
    """Berlekamp and Massey: the error locator."""
    current, previous = [1], [1]
    length, gap, last = 0, 1, 1
    for step in range(len(syndromes)):
        difference = 0
        for place in range(min(length + 1, len(current))):
            one, other = current[place], syndromes[step - place]
            if one and other:
                difference ^= _POWER[_LOG[one] + _LOG[other]]
        if not difference:
            gap += 1
            continue
        ratio = _POWER[_LOG[difference] + 255 - _LOG[last]]
        shifted = [0] * gap + _product([ratio], previous)
        width = max(len(current), len(shifted))
        changed = [
            (current[place] if place < len(current) else 0)
            ^ (shifted[place] if place < len(shifted) else 0)
            for place in range(width)
        ]
        if 2 * length <= step:
            length, previous, last, gap = step + 1 - length, current, difference, 1
        else:
            gap += 1
        current = changed
    while len(current) > 1 and not current[-1]:
        current.pop()
    return current


def _repair(
    word: list[int], places: Sequence[int], locator: Polynomial, evaluator: Polynomial
) -> None:
    """Forney: what is wrong at each place."""
    slope = [locator[power] if power % 2 else 0 for power in range(1, len(locator))]
    for place in places:
        power = len(word) - 1 - place
        steepness, value = _at(slope, -power), _at(evaluator, -power)
        if steepness and value:
            word[place] ^= _POWER[(power + _LOG[value] - _LOG[steepness]) % 255]
