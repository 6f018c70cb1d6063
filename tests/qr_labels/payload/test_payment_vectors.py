"""Every payment vector of the reference gives its stated answer."""

from typing import Any

import pytest

from qr_labels.payload.errors import PayloadError
from qr_labels.payload.payment import TRANSFER_CEILING
from qr_labels.payload.vietqr import decode, encode
from tests.qr_labels.payload.reference import vectors

VECTORS = vectors("payment-vectors.json")


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_a_payload_is_judged_and_read_as_the_reference_says(vector: dict[str, Any]) -> None:
    reading = decode(vector["payload"])

    assert (reading.strict, reading.valid) == (vector["valid"], vector["lenient"])
    assert reading.fields == vector["fields"]
    assert bool(reading.problems) is not reading.valid
    assert (reading.payment is not None) is reading.valid


STRICT = [vector for vector in VECTORS if vector["valid"]]
TOO_MUCH = [v for v in STRICT if v["fields"].get("amount_vnd", 0) >= TRANSFER_CEILING]


@pytest.mark.parametrize(
    "vector",
    [vector for vector in STRICT if vector not in TOO_MUCH],
    ids=lambda vector: vector["name"],
)
def test_a_strict_payload_is_written_again_byte_for_byte(vector: dict[str, Any]) -> None:
    payment = decode(vector["payload"]).payment

    assert payment is not None
    assert encode(payment, allow_unknown_bin=True) == vector["payload"]


@pytest.mark.parametrize("vector", TOO_MUCH, ids=lambda vector: vector["name"])
def test_an_amount_above_the_ceiling_is_read_but_never_written(vector: dict[str, Any]) -> None:
    reading = decode(vector["payload"])

    assert reading.payment is not None
    assert "amount_ceiling" in [warning.problem for warning in reading.warnings]
    with pytest.raises(PayloadError):
        encode(reading.payment)


@pytest.mark.parametrize(
    "vector",
    [
        vector
        for vector in VECTORS
        if vector["lenient"]
        and {"unknown", "additional_unknown", "payee_unknown", "alt_raw"} & vector["fields"].keys()
    ],
    ids=lambda vector: vector["name"],
)
def test_unknown_objects_are_written_again_byte_for_byte(vector: dict[str, Any]) -> None:
    payment = decode(vector["payload"]).payment

    assert payment is not None
    assert encode(payment) == vector["payload"]
