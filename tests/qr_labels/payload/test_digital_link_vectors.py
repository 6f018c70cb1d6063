"""Every Digital Link vector of the reference gives its stated answer."""

from typing import Any

import pytest

from qr_labels.payload import trace
from qr_labels.payload.digital_link import BUILT_KEYS, build, parse
from tests.qr_labels.payload.reference import vectors

VECTORS = vectors("digital-link-vectors.json")


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["uri"])
def test_an_address_is_judged_and_read_as_the_reference_says(vector: dict[str, Any]) -> None:
    reading = parse(vector["uri"])

    assert (reading.valid, reading.ais) == (vector["valid"], vector["ais"])
    assert bool(reading.problems) is not reading.valid


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["uri"])
def test_a_label_reader_says_the_same(vector: dict[str, Any]) -> None:
    reading = trace.parse(vector["uri"])

    assert (reading.valid, reading.ais) == (vector["valid"], vector["ais"])


@pytest.mark.parametrize(
    "vector",
    [vector for vector in VECTORS if vector["valid"] and parse(vector["uri"]).key in BUILT_KEYS],
    ids=lambda vector: vector["uri"],
)
def test_what_was_read_can_be_built_and_reads_the_same(vector: dict[str, Any]) -> None:
    address = build("https://truyxuat.example.com", vector["ais"], allow_restricted=True)

    assert parse(address).ais == vector["ais"]
