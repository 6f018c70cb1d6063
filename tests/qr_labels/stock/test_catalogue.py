import csv
from pathlib import Path

import pytest

from qr_labels.stock.catalogue import UnknownStock, stock, stocks

REFERENCE = Path(__file__).resolve().parents[4] / "shared" / "reference" / "label-stocks.csv"
FIGURES = (
    "kind page_w_mm page_h_mm rows cols label_w_mm label_h_mm left_mm top_mm pitch_x_mm pitch_y_mm"
)


def test_all_stock_of_the_reference_is_known_with_its_figures() -> None:
    if not REFERENCE.exists():
        pytest.skip("the reference file label-stocks.csv is not here")
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows] == [known.name for known in stocks()]
    for row in rows:
        known = stock(row["name"])
        for figure in FIGURES.split():
            value = getattr(known, figure)
            assert value == type(value)(row[figure]), (known.name, figure)
        unsure = "UNCONFIRMED" in row["certainty"]
        assert (known.certainty == "guess") == unsure


def test_keys_and_names_are_unique() -> None:
    names = [name.casefold() for known in stocks() for name in (known.key, known.name)]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("avery-l7160", "avery-l7160"),
        ("AVERY L7160 (21-UP)", "avery-l7160"),
        ("Avery L7160", "avery-l7160"),
        ("l7160", "avery-l7160"),
        ("Roll 40 × 30", "roll-40x30"),
        ("  Roll  40 x 30 ", "roll-40x30"),
        ("tomy guess b", "tomy-145-b"),
    ],
)
def test_a_stock_is_found_by_key_name_or_the_words_only_it_has(asked: str, key: str) -> None:
    assert stock(asked).key == key


def test_words_of_several_stocks_never_choose_one_of_them() -> None:
    with pytest.raises(UnknownStock) as refused:
        stock("tomy 145")
    assert len(refused.value.near) == 2


@pytest.mark.parametrize("asked", ["", "   ", "x" * 100_000, "Avery L9999", "7160"])
def test_an_unknown_name_is_refused_with_names_near_it(asked: str) -> None:
    with pytest.raises(UnknownStock):
        stock(asked)


def test_a_misspelt_name_is_answered_with_the_right_one() -> None:
    with pytest.raises(UnknownStock, match="Avery L7165"):
        stock("Avrey L7165")
