"""The command `read`."""

import json
from pathlib import Path

import pytest

from qr_labels.__main__ import main
from qr_labels.drawing.stand import Stand, draw_stand
from qr_labels.payload.payment import Payment
from qr_labels.symbol.one import symbol

STAND = Stand(Payment(bin="970436", account="1012345678"), "NGUYEN THI MAU", "Vietcombank")


def said(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_stand_is_read_with_its_fields(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = tmp_path / "stand.png"
    photo.write_bytes(draw_stand(STAND, "png"))
    assert main(["read", str(photo)]) == 0
    [answer] = said(capsys)
    [code] = answer["codes"]  # type: ignore[misc]
    assert code["kind"] == "payment"
    assert code["payment"]["fields"]["account"] == "1012345678"
    assert len(code["corners"]) == 4


def test_a_trace_code_is_read_as_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo = tmp_path / "label.png"
    photo.write_bytes(symbol("HTTPS://SHOPKIT.VN/T/7K3QX9MZP2A").png(scale=6))
    assert main(["read", str(photo)]) == 0
    [answer] = said(capsys)
    assert answer["codes"][0]["trace"]["fields"]["code"] == "7K3QX9MZP2A"  # type: ignore[index]


def test_each_photo_has_its_line_and_one_bad_photo_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "a.png", tmp_path / "b.jpg"
    good.write_bytes(draw_stand(STAND, "png"))
    bad.write_bytes(b"this is no photo")
    assert main(["read", str(bad), str(good), str(tmp_path / "absent.png")]) == 1
    answers = said(capsys)
    assert [answer["valid"] for answer in answers] == [False, True, False]
    assert answers[0]["problem"]
    assert answers[2]["problem"]
