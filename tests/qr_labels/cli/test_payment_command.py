"""`payment encode` and `payment decode`, as scripts use them."""

import io
import json
import subprocess
import sys
from types import SimpleNamespace

import pytest

from qr_labels.__main__ import main
from qr_labels.cli.lines import LONGEST_LINE

PAYLOAD = (
    "00020101021238540010A00000072701240006970436011010123456780208QRIBFTTA"
    "53037045405500005802VN62110807DH 123463046725"
)
STALL = ("payment", "encode", "--bin", "970436", "--account", "1012345678")


def feed(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))


def answers(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_encode_prints_the_payload(capsys: pytest.CaptureFixture[str]) -> None:
    code = main([*STALL, "--amount", "50000", "--purpose", "DH 1234"])

    assert code == 0
    assert capsys.readouterr().out == PAYLOAD + "\n"


def test_decode_prints_every_field_and_null_for_what_is_absent(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["payment", "decode", PAYLOAD]) == 0

    (said,) = answers(capsys)
    assert said["valid"] is True
    assert said["kind"] == "vietqr"
    assert (said["problems"], said["leniencies"], said["unknown"]) == ([], [], [])
    fields = said["fields"]
    assert isinstance(fields, dict)
    assert fields["bin"] == "970436"
    assert fields["account"] == "1012345678"
    assert fields["service"] == "QRIBFTTA"
    assert fields["amount"] == "50000"
    assert fields["purpose"] == "DH 1234"
    assert fields["merchant_name"] is None


def test_an_amount_is_a_string_of_digits_however_it_was_written(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = (
        "00020101021238540010A00000072701240006970436011000000000000208QRIBFTTA"
        "5303704540650000.5802VN6304635B"
    )

    assert main(["payment", "decode", text]) == 0

    fields = answers(capsys)[0]["fields"]
    assert isinstance(fields, dict)
    assert (fields["amount"], fields["amount_as_written"]) == ("50000", "50000.")


def test_a_refused_code_ends_with_1_and_its_problems(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["payment", "decode", PAYLOAD[:-1] + "6"]) == 1

    (said,) = answers(capsys)
    assert said["valid"] is False
    problems = said["problems"]
    assert isinstance(problems, list)
    assert problems[0]["problem"] == "crc"
    fields = said["fields"]
    assert isinstance(fields, dict)
    assert set(fields.values()) == {None}


def test_unknown_objects_and_warnings_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    text = (
        "00020101021126280010A0000007750110000000000038540010A0000007270124000697043601"
        "1000000000000208QRIBFTTA53037045802VN6304CEDA"
    )

    assert main(["payment", "decode", text]) == 0

    (said,) = answers(capsys)
    assert said["unknown"] == [["26", "0010A00000077501100000000000"]]
    assert said["warnings"]


def test_decode_of_standard_input_answers_line_by_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(monkeypatch, f"{PAYLOAD}\r\nxin chào\n\n{PAYLOAD}".encode())

    assert main(["payment", "decode", "-"]) == 1
    assert [said["valid"] for said in answers(capsys)] == [True, False, False, True]


def test_only_valid_lines_end_with_0(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(monkeypatch, f"{PAYLOAD}\n{PAYLOAD}\n".encode())

    assert main(["payment", "decode", "-"]) == 0
    assert len(answers(capsys)) == 2


def test_a_line_that_is_no_utf8_or_has_no_end_is_one_answer(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    long = b"0" * (3 * LONGEST_LINE + 7)
    feed(monkeypatch, b"\xff\xfe\n" + long + b"\n" + PAYLOAD.encode() + b"\n")

    assert main(["payment", "decode", "-"]) == 1
    assert [said["valid"] for said in answers(capsys)] == [False, False, True]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--amount", "0"],
        ["--amount", "-5"],
        ["--amount", "50_000"],
        ["--amount", "1e5"],
        ["--amount", "٥٠٠"],
        ["--amount", "500000000"],
        ["--amount", "9" * 5000],
        ["--purpose", "Thanh toán"],
        ["--purpose", "X" * 26],
        ["--mcc", "58"],
        ["--local-city", "Huế"],
    ],
)
def test_what_a_code_may_not_hold_ends_with_1_and_a_word_of_explanation(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert main([*STALL, *arguments]) == 1

    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["payment"],
        ["payment", "encode"],
        ["payment", "encode", "--bin", "970436"],
        ["payment", "encode", "--bin", "970436", "--bank", "VCB", "--account", "1"],
        ["payment", "decode"],
        ["payment", "unknown"],
        ["trace", "new", "--count", "0"],
        ["trace", "new", "--count", "٣"],
        ["trace", "new", "--count", "0000000019999999"],
        ["trace", "new", "--count", "9" * 5000],
        ["trace", "new", "--length", "11"],
    ],
)
def test_wrong_use_ends_with_2(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)

    assert stopped.value.code == 2
    assert capsys.readouterr().out == ""


def test_folding_is_asked_for_and_reported(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*STALL, "--purpose", "Tiền phở", "--fold"]) == 0

    printed = capsys.readouterr()
    assert "0808Tien pho" in printed.out
    assert printed.err == "purpose: written as 'Tien pho'\n"


def test_a_bank_is_found_by_name_and_an_ambiguous_one_is_asked_back(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["payment", "encode", "--bank", "vietcom bank", "--account", "1012345678"]) == 0
    assert "0006970436" in capsys.readouterr().out

    assert main(["payment", "encode", "--bank", "BVB", "--account", "1012345678"]) == 1
    assert "970438" in capsys.readouterr().err


def test_an_unknown_bin_is_refused_unless_asked_for_and_then_warned_of(
    capsys: pytest.CaptureFixture[str],
) -> None:
    odd = ["payment", "encode", "--bin", "970499", "--account", "1012345678"]

    assert main(odd) == 1
    assert main([*odd, "--allow-unknown-bin"]) == 0
    assert "970499" in capsys.readouterr().err


def test_every_option_reaches_the_code(capsys: pytest.CaptureFixture[str]) -> None:
    given = {
        "--amount": "35000",
        "--bill": "HD1",
        "--store": "CH1",
        "--reference": "R1",
        "--terminal": "Q1",
        "--mobile": "0900000000",
        "--loyalty": "K1",
        "--customer": "K2",
        "--name": "CUA HANG MAU",
        "--city": "HUE",
        "--postal-code": "530000",
        "--mcc": "5812",
        "--local-name": "Cu\u031b\u0309a ha\u0300ng",
        "--local-city": "Huế",
    }
    pairs = [part for option in given.items() for part in option]
    code = main([*STALL, "--card", "--reusable", *pairs])
    payload = capsys.readouterr().out.strip()
    assert code == 0

    assert main(["payment", "decode", payload]) == 0

    fields = answers(capsys)[0]["fields"]
    assert isinstance(fields, dict)
    assert fields["service"] == "QRIBFTTC"
    assert fields["initiation"] == "11"
    assert fields["bill_number"] == "HD1"
    assert fields["terminal_label"] == "Q1"
    assert fields["postal_code"] == "530000"
    assert fields["alt_name"] == "Cửa hàng"


def test_the_command_runs_as_a_module_and_stands_a_closed_pipe() -> None:
    command = [sys.executable, "-m", "qr_labels", "trace", "new", "--count", "20000"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert len(running.stdout.readline().strip()) == 11
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 1


def test_a_program_that_asks_line_by_line_is_answered_at_once() -> None:
    command = [sys.executable, "-m", "qr_labels", "payment", "decode", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for text, is_valid in ((PAYLOAD, True), ("", False), (PAYLOAD, True)):
            running.stdin.write(text.encode() + b"\n")
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["valid"] is is_valid
        running.stdin.close()
        assert running.stdout.read() == b""
        assert running.wait() == 1


def test_a_line_longer_than_any_chunk_is_one_answer_among_others(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    long = b"0" * (3 * LONGEST_LINE + 7)
    line = PAYLOAD.encode()
    feed(monkeypatch, b"\n".join([line, long, b"\r", line + b"\r", long, line]))

    assert main(["payment", "decode", "-"]) == 1
    assert [said["valid"] for said in answers(capsys)] == [True, False, False, True, False, True]
