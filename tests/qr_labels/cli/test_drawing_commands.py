"""`symbol`, `sheet`, `stand`, `stocks` and `calibration`, as scripts use them."""

import csv
import json
import shutil
import sys
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from qr_labels.__main__ import main
from qr_labels.payload import vietqr
from qr_labels.payload.serials import grouped, read_code
from qr_labels.reading.finished_pdf import pages_of_labels
from qr_labels.reading.pdf_check import check_file
from qr_labels.stock.catalogue import stocks
from qr_labels.symbol.proof import QR_ONLY

TRACE = "HTTPS://SHOPKIT.VN/T/7K3QX9MZP2A"
ADDRESS = "HTTPS://SHOPKIT.VN/T/"


def run(*arguments: object) -> int:
    try:
        return main([str(argument) for argument in arguments])
    except SystemExit as exit:
        return int(exit.code or 0)


def sheet(out: Path, *more: object) -> int:
    title = ("--title", "Mật ong bạc hà")
    return run("sheet", "--address", ADDRESS, "--stock", "tomy-145-a", *title, "--out", out, *more)


def read(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture.convert("L"), formats=QR_ONLY)]


def read_pdf(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return read(document[0].render(scale=4).to_pil())


def codes_in(path: Path) -> list[str]:
    return [read_code(label.code.decode()) for page in pages_of_labels(path) for label in page]


@pytest.mark.parametrize("more", [(), ("--mm", 20), ("--level", "H"), ("--device", "203dpi")])
@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf", ".PDF"])
def test_a_symbol_is_written_as_the_name_of_its_file_asks(
    tmp_path: Path, suffix: str, more: tuple[object, ...]
) -> None:
    out = tmp_path / f"one{suffix}"
    assert run("symbol", TRACE, "--out", out, *more) == 0
    assert list(tmp_path.iterdir()) == [out]
    if suffix == ".png":
        assert read(Image.open(BytesIO(out.read_bytes()))) == [TRACE]
    elif suffix == ".svg":
        assert out.read_text().startswith("<svg")
    else:
        assert read_pdf(out) == [TRACE]


def test_a_symbol_smaller_than_its_device_allows_is_refused_with_the_limit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "one.pdf"
    assert run("symbol", TRACE, "--out", out, "--mm", 15) == 0
    out.unlink()
    assert run("symbol", TRACE, "--out", out, "--mm", 15, "--device", "203dpi") == 1
    assert "at least 16.50 mm" in capsys.readouterr().err
    assert not out.exists()


def test_too_much_text_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("symbol", "x" * 3_000, "--out", tmp_path / "one.png") == 1
    assert "3000 characters" in capsys.readouterr().err


def test_fresh_codes_are_drawn_checked_and_saved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, saved = tmp_path / "labels.pdf", tmp_path / "codes.csv"
    assert sheet(out, "--count", 70, "--codes", saved) == 0
    assert capsys.readouterr().out.splitlines() == [str(out)]
    heading, *codes = saved.read_text().splitlines()
    assert heading == "code"
    assert len(set(codes)) == 70
    check_file(out, ADDRESS, codes)


def test_a_long_run_is_numbered_and_its_files_are_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sheet(tmp_path / "labels.pdf", "--count", 20_001, "--check", "sample") == 0
    captured = capsys.readouterr()
    files = captured.out.splitlines()
    assert files == [str(tmp_path / f"labels-{number}.pdf") for number in (1, 2)]
    assert sum(len(codes_in(Path(file))) for file in files) == 20_001
    assert "20001 labels, 20001 different codes" in captured.err


def test_a_terminal_is_told_how_far_a_run_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert sheet(tmp_path / "labels.pdf", "--count", 20_001, "--check", "none") == 0
    assert "19,955 / 20,001\r20,001 / 20,001\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    "content",
    [
        "7K3QX9MZP2A\nR0W8T5CN4HP\n",
        "\ufeffcode\r\n7K3QX9MZP2A\r\n\r\nR0W8T5CN4HP\r\n",
        'product,Code\n"Mật ong, đặc",7K3QX9MZP2A\nx, R0W8T5CN4HP \n',
    ],
)
def test_codes_come_from_a_file_by_heading_or_from_its_first_column(
    tmp_path: Path, content: str
) -> None:
    listed = tmp_path / "codes.csv"
    listed.write_text(content, encoding="utf-8", newline="")
    assert sheet(tmp_path / "a.pdf", "--codes", listed) == 0
    check_file(tmp_path / "a.pdf", ADDRESS, ["7K3QX9MZP2A", "R0W8T5CN4HP"])


@pytest.mark.parametrize(
    "content",
    [b"", b"code\n", b"A\nBB\n", b"a,code\nx,ABC\ny\n", b"\xff\xfe\x00", b"AB(C\n", b"A\0\n"],
)
def test_a_file_of_codes_that_makes_no_run_is_refused(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "codes.csv"
    listed.write_bytes(content)
    assert sheet(tmp_path / "a.pdf", "--codes", listed) == 1
    assert capsys.readouterr().err.strip()
    assert list(tmp_path.iterdir()) == [listed]


def test_an_own_code_that_could_be_taken_for_a_gs1_number_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "codes.csv"
    listed.write_text("code\n7K3QX9MZP2A\n0952-1000 7000 12\n", encoding="utf-8")
    assert sheet(tmp_path / "a.pdf", "--codes", listed) == 1
    assert "0952-1000 7000 12" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [listed]
    listed.write_text("code\n09521000700019\n", encoding="utf-8")
    assert sheet(tmp_path / "a.pdf", "--codes", listed, "--gs1") == 0
    check_file(tmp_path / "a.pdf", ADDRESS, ["09521000700019"])


def test_a_file_of_codes_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert sheet(tmp_path / "a.pdf", "--codes", tmp_path / "none.csv") == 1


def test_words_paper_and_measurements_reach_the_label(tmp_path: Path) -> None:
    out = tmp_path / "a.pdf"
    words = ("--maker", "HKD Nguyễn Thị Mẫu", "--lot", "L261122A", "--made", "22/11/26")
    more = ("--best-before", "30 tháng kể từ NSX", "--host", "shopkit.vn/t", "--stars", 3)
    paper = ("--start-cell", 60, "--skip", "61,62", "--cut-marks", "--x-error-mm", 1)
    assert sheet(out, "--count", 3, *words, *more, *paper, "--gs1") == 0
    with pypdfium2.PdfDocument(out) as document:
        assert len(document) == 1
        text = " ".join(document[0].get_textpage().get_text_bounded().split())
    for said in ("HKD Nguyễn Thị Mẫu", "Lô L261122A", "NSX 22/11/26", "30 tháng kể từ NSX"):
        assert said in text
    assert "không phải mã GS1" not in text


def test_a_label_too_small_for_its_words_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sheet(tmp_path / "a.pdf", "--count", 2, "--maker", "Hợp tác xã " * 27) == 1
    assert "larger label" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "wrong",
    [
        ("--count", "0"),
        ("--count", "1e5"),
        ("--count", "5", "--codes", "a.txt"),
        (),
        ("--count", "5", "--check", "some"),
        ("--count", "5", "--skip", "1,x"),
        ("--count", "5", "--start-cell", "0000000001999"),
        ("--count", "5", "--out", "a.png"),
        ("--count", "5", "--stock", "Avery L9999"),
        ("--count", "5", "--stars", "6"),
    ],
)
def test_wrong_use_of_sheet_says_so(
    tmp_path: Path, wrong: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert sheet(tmp_path / "a.pdf", *wrong) == 2
    assert "error" in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong",
    [
        ("symbol", TRACE),
        ("symbol", TRACE, "--out", "one.gif"),
        ("symbol", TRACE, "--out", "/no/such/folder/one.png"),
        ("symbol", TRACE, "--out", "one.png", "--mm", "-3"),
        ("symbol", TRACE, "--out", "one.png", "--mm", "nan"),
        ("symbol", TRACE, "--out", "one.png", "--level", "X"),
    ],
)
def test_wrong_use_of_symbol_says_so(wrong: tuple[str, ...]) -> None:
    assert run(*wrong) == 2


def test_a_stand_is_drawn_as_paper_and_as_a_picture(tmp_path: Path) -> None:
    payee = ("--bin", "970436", "--account", "1012345678", "--holder", "NGUYEN THI MAU")
    assert run("stand", *payee, "--format", "a5", "--out", tmp_path / "a.pdf") == 0
    (text,) = read_pdf(tmp_path / "a.pdf")
    payment = vietqr.decode(text).payment
    assert payment is not None
    assert (payment.bin, payment.account, payment.amount) == ("970436", "1012345678", None)
    more = ("--amount", 50_000, "--purpose", "DH 1234")
    assert run("stand", *payee, *more, "--out", tmp_path / "a.png") == 0
    (text,) = read(Image.open(BytesIO((tmp_path / "a.png").read_bytes())))
    assert vietqr.decode(text).fields["amount"] == "50000"


def test_a_stand_in_the_wrong_kind_of_file_or_for_no_bank_is_refused(tmp_path: Path) -> None:
    payee = ("--account", "1012345678", "--holder", "NGUYEN THI MAU")
    out = tmp_path / "a.pdf"
    assert run("stand", "--bin", "970436", *payee, "--format", "png", "--out", out) == 2
    assert run("stand", "--bin", "123", *payee, "--format", "a5", "--out", out) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("amount", ["50_000", " 50000", "+50000", "٥٠٠", "5e4", "0", "500000000"])
def test_an_amount_that_is_no_plain_number_makes_no_stand(
    tmp_path: Path, amount: str, capsys: pytest.CaptureFixture[str]
) -> None:
    payee = ("--bin", "970436", "--account", "1012345678", "--holder", "NGUYEN THI MAU")
    assert run("stand", *payee, "--amount", amount, "--out", tmp_path / "a.pdf") == 1
    assert "amount takes" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_stocks_lists_every_name_and_how_sure_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("stocks") == 0
    listed = capsys.readouterr().out
    for known in stocks():
        assert known.name in listed
    assert "guess: no maker's figures seen" in listed
    assert run("stocks", "--json") == 0
    assert [row["key"] for row in json.loads(capsys.readouterr().out)] == [
        known.key for known in stocks()
    ]


def test_every_listed_name_can_be_given_back(tmp_path: Path) -> None:
    for known in stocks():
        out = tmp_path / "page.pdf"
        assert run("calibration", "--stock", known.name, "--out", out) == 0


def test_saved_codes_can_be_printed_again(tmp_path: Path) -> None:
    saved = tmp_path / "codes.csv"
    assert sheet(tmp_path / "a.pdf", "--count", 5, "--codes", saved) == 0
    shutil.copy(saved, tmp_path / "again.csv")
    assert sheet(tmp_path / "b.pdf", "--codes", tmp_path / "again.csv") == 0
    with saved.open(encoding="utf-8", newline="") as file:
        codes = [row["code"] for row in csv.DictReader(file)]
    assert codes_in(tmp_path / "b.pdf") == codes
    assert grouped(codes[0]).count("-") == 2
