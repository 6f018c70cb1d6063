from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import overload

import pytest

from qr_labels.drawing.labels import Label
from qr_labels.drawing.pages import Sheets
from qr_labels.payload import serials
from qr_labels.reading.finished_pdf import pages_of_labels
from qr_labels.reading.pdf_check import SymbolMismatch
from qr_labels.runs import print_run
from qr_labels.stock.catalogue import stock

ADDRESS = "HTTPS://SHOPKIT.VN/T/"
TOMY = stock("tomy-145-a")


def sheets(codes: Sequence[str], per_file: int = 20_000) -> Sheets:
    return Sheets(codes, ADDRESS, Label("Mật ong"), TOMY, per_file=per_file)


class ChangedAfterDrawing(Sequence[str]):
    """Codes that somebody edits while the run is being printed."""

    def __init__(self, codes: list[str], looks: int) -> None:
        self.codes = codes
        self.looks = looks

    def __len__(self) -> int:
        return len(self.codes)

    def __iter__(self) -> Iterator[str]:
        return iter(self.codes)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, int):
            return self.codes[at]
        self.looks -= 1
        if self.looks < 0:
            return ["7K3QX9MZP2A" for _ in self.codes[at]]
        return self.codes[at]


@pytest.mark.parametrize("check", ["all", "sample", "none"])
def test_a_run_is_handed_out_after_its_check(tmp_path: Path, check: str) -> None:
    codes = serials.codes(200)
    files = print_run(sheets(codes, per_file=130), tmp_path / "a.pdf", check=check)  # type: ignore[arg-type] # parametrize gives str
    assert files == [tmp_path / "a-1.pdf", tmp_path / "a-2.pdf"]
    labels = [label for file in files for page in pages_of_labels(file) for label in page]
    assert [label.code.decode() for label in labels] == [serials.grouped(code) for code in codes]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a-1.pdf", "a-2.pdf"]


@pytest.mark.parametrize("check", ["all", "sample"])
def test_a_run_with_one_wrong_file_is_not_handed_out_at_all(tmp_path: Path, check: str) -> None:
    # The first file is drawn and checked from the same codes, the second is not.
    codes = ChangedAfterDrawing(serials.codes(200), looks=3)
    with pytest.raises(SymbolMismatch):
        print_run(sheets(codes, per_file=130), tmp_path / "a.pdf", check=check)  # type: ignore[arg-type] # parametrize gives str
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_run_is_replaced_only_when_all_is_well(tmp_path: Path) -> None:
    out = tmp_path / "a.pdf"
    print_run(sheets(serials.codes(3)), out)
    first = out.read_bytes()
    with pytest.raises(SymbolMismatch):
        print_run(sheets(ChangedAfterDrawing(serials.codes(3), looks=1)), out)
    assert out.read_bytes() == first
    print_run(sheets(serials.codes(3)), out)
    assert out.read_bytes() != first


def test_a_run_without_codes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one code"):
        print_run(sheets([]), tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []
