"""Our table of banks says what the reference says."""

import csv

import pytest

from qr_labels.payload import banks
from tests.qr_labels.payload.reference import FOLDER

PATH = FOLDER / "banks.csv"
if not PATH.exists():
    pytest.skip("the reference file banks.csv is not here", allow_module_level=True)
ROWS = list(csv.DictReader(PATH.read_text(encoding="utf-8").splitlines()))


def test_the_same_banks_with_the_same_facts() -> None:
    facts = ("bin", "short_name", "code", "full_name_vi", "kind", "receives_by_qr")
    for row, bank in zip(ROWS, banks.all_banks(), strict=True):
        assert [row[fact] for fact in facts] == [getattr(bank, fact) for fact in facts]
        assert row["sources_agree"] == bank.certainty
        assert bool(row["former_names"]) == bool(bank.former_names)


def test_the_same_wrong_bins() -> None:
    path = FOLDER / "banks-excluded.csv"
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        assert banks.excluded(row["bin"])
        assert banks.by_bin(row["bin"]) is None
