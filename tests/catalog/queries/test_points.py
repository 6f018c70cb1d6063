"""Points of a page of products, and papers that are over."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Product
from shopkit.catalog.queries.points import ended_papers, points_of
from tests import make
from tests.catalog.conftest import Seller
from tests.conftest import NOW

TODAY = NOW.date()


def test_every_product_of_a_page_has_its_points(
    session: Session, her: Seller, listing: Product
) -> None:
    other = make.draft(session, her.shop)
    points = points_of(session, her.shop, [listing, other], on=TODAY)
    assert set(points) == {listing.id, other.id}
    assert points[listing.id] > points[other.id]
    assert points_of(session, her.shop, [], on=TODAY) == {}


def test_the_products_of_a_neighbour_have_no_points_here(
    session: Session, her: Seller, neighbour: Seller, listing: Product
) -> None:
    assert points_of(session, neighbour.shop, [listing], on=TODAY) == {}


def test_a_paper_that_is_over_is_told_until_a_newer_one_holds(
    session: Session, her: Seller, listing: Product
) -> None:
    old = make.paper(session, her.shop, listing, valid_from=date(2020, 1, 1), valid_to=TODAY)
    assert ended_papers(session, her.shop, listing.id, on=TODAY) == ()
    tomorrow = TODAY + timedelta(days=1)
    assert ended_papers(session, her.shop, listing.id, on=tomorrow) == (old.kind,)
    make.paper(session, her.shop, listing, number="99/QĐ-UBND")
    assert ended_papers(session, her.shop, listing.id, on=tomorrow) == ()
