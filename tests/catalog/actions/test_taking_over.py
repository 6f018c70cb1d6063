"""Taking over a list of products that somebody else made."""

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from shopkit.catalog.actions import taking_over
from shopkit.catalog.actions.products import ShopFull, hide, lacking_of, restore
from shopkit.catalog.actions.taking_over import import_products
from shopkit.catalog.queries import products as queries
from shopkit.catalog.rules.listing import Fault, ListRow, rows_of
from shopkit.journal.models import IMPORTED
from shopkit.journal.write import entries_of
from tests.catalog.conftest import Seller
from tests.conftest import NOW

SAMPLE = Path(__file__).parents[4] / "shared/samples/openfoodfacts_893_vietnam_prefix.csv"

GOOD = ListRow(2, "Bún khô", "8932282840567", "Gạo, nước")
OTHER = ListRow(3, "Mì chay", "8932514138059")


def test_good_rows_come_in_as_drafts_and_bad_ones_are_named(session: Session, her: Seller) -> None:
    bad = [ListRow(4, "", "8932514139018"), ListRow(5, "Sai mã", "8932514139019")]
    twice = ListRow(6, "Bún khô nữa", GOOD.gtin)
    report = import_products(session, her.shop, [GOOD, OTHER, *bad, twice], now=NOW)
    assert (report.added, report.known) == (2, 0)
    assert report.refused == [
        (4, "", Fault.NAME_MISSING),
        (5, "Sai mã", Fault.GTIN_WRONG),
        (6, "Bún khô nữa", Fault.GTIN_TWICE),
    ]
    first = queries.products_of(session, her.shop)[0]
    assert (first.title, first.gtin, first.description) == ("Bún khô", GOOD.gtin, "Gạo, nước")
    assert first.is_draft
    assert entries_of(session, [first.id])[0].evidence == IMPORTED


def test_taking_a_list_over_again_adds_nothing(session: Session, her: Seller) -> None:
    import_products(session, her.shop, [GOOD, OTHER], now=NOW)
    report = import_products(session, her.shop, [GOOD, OTHER], now=NOW)
    assert (report.added, report.known, report.refused) == (0, 2, [])


def test_two_shops_may_sell_the_same_thing(
    session: Session, her: Seller, neighbour: Seller
) -> None:
    import_products(session, her.shop, [GOOD], now=NOW)
    assert import_products(session, neighbour.shop, [GOOD], now=NOW).added == 1


def test_shown_rows_are_listings_that_ask_for_the_price(session: Session, her: Seller) -> None:
    import_products(session, her.shop, [GOOD], now=NOW, is_shown=True)
    session.flush()
    product = queries.products_of(session, her.shop)[0]
    assert product.is_published
    assert product.asks_for_price
    assert lacking_of(session, product) == ()
    hide(session, product, now=NOW)
    restore(session, product, now=NOW)
    assert product.is_published


def test_letters_that_look_garbled_are_told(session: Session, her: Seller) -> None:
    report = import_products(session, her.shop, [ListRow(7, "PÃ¢tÃ©", GOOD.gtin)], now=NOW)
    assert (report.added, report.doubtful) == (1, [(7, "PÃ¢tÃ©")])


def test_a_list_longer_than_a_shop_may_hold_is_refused(
    session: Session, her: Seller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_over, "MOST_PRODUCTS", 1)
    with pytest.raises(ShopFull):
        import_products(session, her.shop, [GOOD, OTHER], now=NOW)


@pytest.mark.skipif(not SAMPLE.exists(), reason=f"the sample list is not here: {SAMPLE.name}")
def test_the_whole_real_list_comes_in(session: Session, her: Seller) -> None:
    with SAMPLE.open(encoding="utf-8-sig", newline="") as file:
        rows = list(rows_of(file))
    report = import_products(session, her.shop, rows, now=NOW, is_shown=True)
    session.flush()
    assert len(rows) == 746 == report.added + len(report.refused)
    assert report.refused == []
    assert [number for number, _name in report.doubtful] == [27]
    assert queries.published_count(session, her.shop) == report.added
    names = Counter(product.title for product in queries.products_of(session, her.shop))
    assert names.most_common(1)[0][1] > 1, "the list has one name on several products"
    found = queries.products_of(session, her.shop, text="nuoc mam")
    assert any("ước" in product.title for product in found)
