"""Whatever stands on a label is told apart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qr_labels.payload import trace

CODE = "7K3QX9MZP2A"
LONG = "https://a.vn/t/SP-MATONG01/DD-XUONG01/L261122A"


@pytest.mark.parametrize(
    ("text", "kind", "fields"),
    [
        ("7k3q-x9mz-p2a", "trace_code", {"code": CODE}),
        (" 7K3QX9MZP2A\n", "trace_code", {"code": CODE}),
        ("HTTPS://SHOPKIT.VN/T/7K3QX9MZP2A", "trace_address", {"code": CODE}),
        ("https://shopkit.vn/t/7k3q-x9mz-p2a/", "trace_address", {"code": CODE}),
        ("https://shopkit.vn/t/7K3QX9MZP2A?s=AbC#x", "trace_address", {"code": CODE}),
        (
            LONG.lower(),
            "own_parts",
            {"product": "SP-MATONG01", "place": "DD-XUONG01", "lot": "L261122A"},
        ),
        (
            LONG + "/7K3QX9MZP2A",
            "own_parts",
            {"product": "SP-MATONG01", "place": "DD-XUONG01", "lot": "L261122A", "serial": CODE},
        ),
    ],
)
def test_our_own_codes_are_read_in_every_form(text: str, kind: str, fields: dict[str, str]) -> None:
    reading = trace.parse(text)

    assert (reading.valid, reading.kind, reading.fields) == (True, kind, fields)


def test_a_digital_link_gives_its_values() -> None:
    reading = trace.parse("HTTPS://A.VN/01/09521000500013/10/L01")

    assert (reading.kind, reading.ais) == ("digital_link", {"01": "09521000500013", "10": "L01"})


@pytest.mark.parametrize(
    ("text", "kind", "problem"),
    [
        ("7K3QX9MZP2B", "trace_code", "code_check"),
        ("https://a.vn/t/7K3QX9MZP2B", "trace_address", "code_check"),
        ("https://a.vn/t/xyz", "trace_address", "code_length"),
        ("https://a.vn/t/SP-1/DD-1/10", "own_parts", "lot"),
        ("https://a.vn/t/SP-1/DD-1/L1/ABC", "own_parts", "code_length"),
        ("https://a.vn/t/SP-1/DD-1", "other", "path"),
        ("https://a.vn/01/09521000500014", "digital_link", "check"),
        ("https://a.vn/01/09521000500013?21=A", "digital_link", "attribute"),
        ("https://a.vn/hello", "other", "no_key"),
        ("xin chào", "other", "code_sign"),
        ("", "other", "code_length"),
        ("9" * 10_000, "other", "too_long"),
    ],
)
def test_what_is_wrong_has_its_word(text: str, kind: str, problem: str) -> None:
    reading = trace.parse(text)

    assert not reading.valid
    assert (reading.kind, reading.problems[0].problem) == (kind, problem)
    assert (reading.fields, reading.ais) == ({}, {})


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["", "https://a/t/", "HTTPS://A/T/SP-1/"]), st.text(max_size=80))
def test_no_text_makes_the_reader_fail(start: str, text: str) -> None:
    reading = trace.parse(start + text)

    assert reading.valid != bool(reading.problems)
