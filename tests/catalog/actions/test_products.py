"""Drafting, changing, publishing and hiding a product."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.catalog.actions import products
from shopkit.catalog.actions.photos import replace_cover
from shopkit.catalog.actions.products import (
    NotReady,
    PriceDoubtful,
    ProductChanged,
    ShopFull,
    TitleUnreadable,
)
from shopkit.catalog.models.products import Photo, Price, Product
from shopkit.catalog.queries import products as queries
from shopkit.catalog.rules.photo import Developed
from shopkit.catalog.rules.prices import Doubt
from shopkit.db.files import Files
from shopkit.errors import NotFound
from shopkit.journal.models import OBSERVED
from shopkit.journal.write import entries_of
from shopkit.scope import Who
from tests.catalog.conftest import Seller
from tests.conftest import NOW


def events_of(session: Session, product: Product) -> list[str]:
    return [entry.event for entry in reversed(entries_of(session, [product.id]))]


def price(
    session: Session, product: Product, price_vnd: int, sure: int | None = None, unit: str = ""
) -> None:
    products.set_price(
        session,
        product,
        price_vnd=price_vnd,
        price_unit=unit,
        version=product.version,
        sure=sure,
        now=NOW,
    )


def rename(session: Session, product: Product, title: str, version: int | None = None) -> None:
    seen = product.version if version is None else version
    products.rename(session, product, title=title, version=seen, now=NOW)


def test_a_draft_belongs_to_its_shop_and_names_who_typed_it(session: Session, her: Seller) -> None:
    session.info["actor"] = Who(her.account.id, "")
    draft = products.start_product(session, her.shop, now=NOW)
    assert (draft.shop_id, draft.commune_code) == (her.shop.id, her.shop.commune_code)
    assert draft.entered_by_id == her.account.id
    assert draft.is_draft
    assert events_of(session, draft) == ["product.drafted"]


def test_a_shop_that_is_full_takes_no_more(
    session: Session, her: Seller, product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(products, "MOST_PRODUCTS", 1)
    with pytest.raises(ShopFull):
        products.start_product(session, her.shop, now=NOW)


def test_a_name_is_found_without_marks_and_sorted_the_vietnamese_way(
    session: Session, her: Seller, product: Product
) -> None:
    rename(session, product, "Đậu phụ")
    other = products.start_product(session, her.shop, now=NOW)
    rename(session, other, "Dưa hấu")
    assert queries.products_of(session, her.shop, text="dau phu") == [product]
    assert queries.products_of(session, her.shop, text="PHỤ đậu") == [product]
    assert queries.products_of(session, her.shop, text="khong co") == []
    assert queries.products_of(session, her.shop) == [other, product]


def test_the_same_name_again_changes_nothing(session: Session, product: Product) -> None:
    rename(session, product, "Mật ong")
    version = product.version
    rename(session, product, "Mật ong", version=1)
    assert product.version == version
    assert events_of(session, product).count("product.renamed") == 1


def test_a_name_without_a_letter_is_refused(session: Session, product: Product) -> None:
    with pytest.raises(TitleUnreadable):
        rename(session, product, "!!! ♥")
    assert product.title == ""


def test_two_people_who_change_the_same_part_do_not_overwrite_each_other(
    session: Session, product: Product
) -> None:
    seen = product.version
    rename(session, product, "Mật ong của con", version=seen)
    with pytest.raises(ProductChanged):
        rename(session, product, "Mật ong của mẹ", version=seen)
    assert product.title == "Mật ong của con"


def test_two_people_who_change_different_parts_both_get_their_way(
    session: Session, product: Product
) -> None:
    seen = product.version
    rename(session, product, "Mật ong", version=seen)
    products.set_price(
        session, product, price_vnd=90_000, price_unit="", version=seen, sure=None, now=NOW
    )
    products.describe(session, product, description="Thơm", version=seen, now=NOW)
    assert (product.title, product.price_vnd, product.description) == ("Mật ong", 90_000, "Thơm")


def test_a_price_ten_times_the_last_one_is_asked_about_until_she_is_sure(
    session: Session, product: Product
) -> None:
    price(session, product, 25_000)
    with pytest.raises(PriceDoubtful) as doubt:
        price(session, product, 250_000)
    assert (doubt.value.doubt, doubt.value.last_vnd) == (Doubt.FAR_ABOVE, 25_000)
    with pytest.raises(PriceDoubtful):
        price(session, product, 260_000, sure=250_000)
    assert product.price_vnd == 25_000
    price(session, product, 250_000, sure=250_000)
    assert product.price_vnd == 250_000


def test_what_a_product_has_cost_is_kept(session: Session, product: Product) -> None:
    price(session, product, 25_000)
    price(session, product, 30_000, unit="kg")
    price(session, product, 30_000, unit="kg")
    kept = session.scalars(select(Price).order_by(Price.id)).all()
    assert [(one.price_vnd, one.price_unit) for one in kept] == [(25_000, ""), (30_000, "kg")]
    assert [one.price_vnd for one in queries.prices_of(session, product)] == [30_000, 25_000]


def test_a_listing_without_photo_name_and_price_is_not_published(
    session: Session, product: Product
) -> None:
    with pytest.raises(NotReady) as lacking:
        products.publish(session, product, version=product.version, now=NOW)
    assert lacking.value.steps == ("photo", "title", "price")
    assert product.is_draft


def test_publishing_is_noted_once_and_doing_it_again_changes_nothing(
    session: Session, her: Seller, listing: Product
) -> None:
    assert listing.is_published
    assert listing.published_at == NOW
    products.publish(session, listing, version=1, now=NOW)
    assert events_of(session, listing).count("product.published") == 1
    entry = entries_of(session, [listing.id])[0]
    assert (entry.event, entry.evidence) == ("product.published", OBSERVED)
    assert (entry.shop_id, entry.commune_code) == (her.shop.id, her.shop.commune_code)
    assert entry.details is None


def test_what_changed_after_she_looked_is_not_published_unseen(
    session: Session, files: Files, product: Product, developed: Developed
) -> None:
    rename(session, product, "Mật ong")
    price(session, product, 25_000)
    replace_cover(session, files, product, developed, now=NOW)
    seen = product.version
    price(session, product, 26_000)
    with pytest.raises(ProductChanged):
        products.publish(session, product, version=seen, now=NOW)
    replaced = product.version
    replace_cover(session, files, product, developed, now=NOW)
    with pytest.raises(ProductChanged):
        products.publish(session, product, version=replaced, now=NOW)


def test_undo_makes_the_listing_the_draft_it_was(session: Session, listing: Product) -> None:
    products.unpublish(session, listing, now=NOW)
    assert listing.is_draft
    assert (listing.title, listing.price_vnd) == ("Mật ong bạc hà", 250_000)
    products.unpublish(session, listing, now=NOW)
    assert events_of(session, listing)[-2:] == ["product.published", "product.unpublished"]


def test_a_hidden_listing_comes_back_as_it_was(
    session: Session, her: Seller, listing: Product
) -> None:
    products.hide(session, listing, now=NOW)
    products.hide(session, listing, now=NOW)
    assert queries.published_count(session, her.shop) == 0
    products.restore(session, listing, now=NOW)
    products.restore(session, listing, now=NOW)
    assert listing.is_published
    assert events_of(session, listing)[-2:] == ["product.hidden", "product.restored"]


def test_a_hidden_draft_comes_back_as_a_draft(session: Session, product: Product) -> None:
    products.hide(session, product, now=NOW)
    products.restore(session, product, now=NOW)
    assert product.is_draft
    assert events_of(session, product)[-1] == "product.reopened"


def test_only_published_listings_make_a_shop_live(
    session: Session, her: Seller, neighbour: Seller, listing: Product
) -> None:
    products.start_product(session, neighbour.shop, now=NOW)
    both = (her.shop.id, neighbour.shop.id)
    assert queries.live_shop_ids(session, both) == {her.shop.id}
    assert queries.live_shop_ids(session, ()) == set()
    assert queries.states_of(session, her.shop) == {"published": 1}
    assert queries.states_of(session, neighbour.shop) == {"draft": 1}
    products.hide(session, listing, now=NOW)
    assert queries.live_shop_ids(session, both) == set()


def test_the_product_of_another_shop_does_not_exist(
    session: Session, neighbour: Seller, listing: Product
) -> None:
    with pytest.raises(NotFound):
        queries.product(session, neighbour.shop, listing.id)
    assert queries.products_of(session, neighbour.shop) == []


def test_erasing_a_shop_leaves_no_product_behind(
    session: Session, her: Seller, neighbour: Seller, listing: Product
) -> None:
    kept = products.start_product(session, neighbour.shop, now=NOW)
    products.erase_products(session, her.shop.id)
    assert session.scalars(select(Product)).all() == [kept]
    for table in (Photo, Price):
        assert session.scalar(select(func.count()).select_from(table)) == 0
