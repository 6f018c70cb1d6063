"""Real product names in practice shops: every row accounted for, none dropped silently."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import PUBLISHED, Product
from shopkit.db.files import Files
from shopkit.demo.openfoodfacts import (
    SHOP_COUNT,
    SOURCE_LINE,
    NoPracticeCommune,
    NotAnExtract,
    load,
)
from shopkit.demo.practice import build_practice
from shopkit.demo.removal import remove_practice
from shopkit.shops.models.shops import Shop
from tests import make
from tests.conftest import NOW

SAMPLE = Path(__file__).parents[3] / "shared/samples/openfoodfacts_893_vietnam_prefix.csv"
HEADING = "code,product_name,ingredients_text,image_url\n"


@pytest.fixture
def practice(session: Session, files: Files) -> None:
    build_practice(session, files, now=NOW)


def extract(folder: Path, *rows: str, heading: str = HEADING) -> Path:
    path = folder / "extract.csv"
    path.write_text(heading + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def imported(session: Session) -> list[Product]:
    return list(session.scalars(select(Product).where(Product.source == "imported")))


def test_each_row_is_listed_or_told(session: Session, practice: None, tmp_path: Path) -> None:
    path = extract(
        tmp_path,
        "8932282840567,Bún khô,Gạo,",
        "8932514138059,  Mì chay ,,",
        "8932514139019,Sai mã,,",
        "8932282840567,Bún khô nữa,,",
        "8932514139018,,,",
        "8934563138165,PÃ¢tÃ© gan,,",
    )
    report = load(session, path, NOW)
    assert (report.rows, report.added, report.known) == (6, 3, 0)
    assert list(report.lines()) == [
        "6 rows: 3 added, 0 known before, 3 refused.",
        "line 4: refused, gtin_wrong: 'Sai mã'",
        "line 5: refused, gtin_twice: 'Bún khô nữa'",
        "line 6: refused, name_missing: ''",
        "line 7: added, but its letters look garbled: 'PÃ¢tÃ© gan'",
    ]
    listed = {product.gtin: product for product in imported(session)}
    assert listed["8932514138059"].title == "Mì chay"
    assert listed["8932282840567"].description == f"Gạo\n\n{SOURCE_LINE}"
    assert listed["8932514138059"].description == SOURCE_LINE
    assert {product.state for product in listed.values()} == {PUBLISHED}


def test_loading_again_adds_nothing(session: Session, practice: None, tmp_path: Path) -> None:
    path = extract(tmp_path, "8932282840567,Bún khô,,", "8932514138059,Mì chay,,")
    load(session, path, NOW)
    again = load(session, path, NOW)
    assert (again.added, again.known) == (0, 2)
    assert len(imported(session)) == 2


def test_real_products_go_into_practice_shops_only(
    session: Session, tmp_path: Path, files: Files
) -> None:
    path = extract(tmp_path, "8932282840567,Bún khô,,")
    with pytest.raises(NoPracticeCommune):
        load(session, path, NOW)
    build_practice(session, files, now=NOW)
    load(session, path, NOW)
    (product,) = imported(session)
    assert session.get_one(Shop, product.shop_id).is_practice
    remove_practice(session, now=NOW)
    assert imported(session) == []


def test_another_file_is_told_from_an_extract(
    session: Session, practice: None, tmp_path: Path
) -> None:
    with pytest.raises(NotAnExtract):
        load(session, extract(tmp_path, "1,2", heading="sku,name\n"), NOW)


def test_all_rows_of_the_real_sample_are_accounted_for(
    app: Flask, session: Session, practice: None
) -> None:
    if not SAMPLE.exists():
        pytest.skip("the sample folder does not lie beside the project")
    report = load(session, SAMPLE, NOW)
    assert report.rows == 746
    assert report.added + report.known + len(report.refused) == 746
    assert len(imported(session)) == report.added
    per_shop = session.execute(
        select(func.count()).where(Product.source == "imported").group_by(Product.shop_id)
    ).scalars()
    assert len(per_shop.all()) == SHOP_COUNT
    product = imported(session)[0]
    page = make.phone(app, session).get(f"/p/{product.code}").text
    assert "Dữ liệu thực hành" in page
    assert "Open Food Facts" in page
    assert "Hỏi giá" in page
    assert "noindex" in page
