"""`trace new` and `trace parse`, as scripts use them."""

import io
import json
import sys
from types import SimpleNamespace

import pytest

from qr_labels.__main__ import main
from qr_labels.payload.serials import read_code


def test_new_prints_one_distinct_code_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "new", "--count", "5"]) == 0

    codes = capsys.readouterr().out.splitlines()
    assert len(set(codes)) == 5
    assert all(len(code) == 11 and read_code(code) == code for code in codes)


def test_new_prints_longer_codes_in_groups(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "new", "--length", "12", "--grouped"]) == 0

    (code,) = capsys.readouterr().out.splitlines()
    assert [len(group) for group in code.split("-")] == [4, 4, 5]


def test_new_prints_addresses(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "new", "--address", "https://shopkit.vn/t"]) == 0

    assert capsys.readouterr().out.startswith("HTTPS://SHOPKIT.VN/T/")


def test_an_address_no_label_can_carry_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "new", "--address", "shopkit.vn"]) == 1

    assert "HTTPS://SHOPKIT.VN/T/" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "code", "kind"),
    [
        ("7k3q-x9mz-p2a", 0, "trace_code"),
        ("HTTPS://SHOPKIT.VN/T/7K3QX9MZP2A", 0, "trace_address"),
        ("https://a/01/12312312312333/10/L", 0, "digital_link"),
        ("7K3QX9MZP2B", 1, "trace_code"),
        ("https://a/01/12312312312334", 1, "digital_link"),
        ("xin chào", 1, "other"),
    ],
)
def test_parse_says_what_it_is(
    capsys: pytest.CaptureFixture[str], text: str, code: int, kind: str
) -> None:
    assert main(["trace", "parse", text]) == code

    said = json.loads(capsys.readouterr().out)
    assert said["valid"] is (code == 0)
    assert said["kind"] == kind
    assert bool(said["problems"]) is (code == 1)


def test_parse_gives_the_values_of_a_digital_link(capsys: pytest.CaptureFixture[str]) -> None:
    main(["trace", "parse", "https://a/01/12312312312333/10/L"])

    said = json.loads(capsys.readouterr().out)
    assert said["ais"] == {"01": "12312312312333", "10": "L"}
    assert said["fields"] == dict.fromkeys(["code", "product", "place", "lot", "serial"])


def test_parse_of_standard_input_answers_line_by_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    content = b"7K3QX9MZP2A\n\nhttps://a/01/12312312312333\n"
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))

    assert main(["trace", "parse", "-"]) == 1

    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["valid"] for one in said] == [True, False, True]
