"""Products are found by the words of their names, with or without marks, the best first."""

import pytest
from sqlalchemy.orm import Session

from shopkit.catalog.actions.products import hide, rename, restore
from shopkit.catalog.actions.records import keep_records
from shopkit.catalog.models.products import DRAFT, HIDDEN, PUBLISHED, Product
from shopkit.catalog.queries.search import found_products
from shopkit.catalog.rules.record import Record
from shopkit.shops.models.shops import Shop
from tests import make
from tests.conftest import NOW

NAMES = (
    "Đậu phộng rang",
    "Dầu lạc ép",
    "Đường phên",
    "Dầu gội đầu bồ kết",
    "Mật ong rừng",
    "Ong mật",
    "Mật mía Nghệ An",
    "Dưa muối",
    "Duong liễu",
    "Hạt điều (rang muối) 500g",
)
LISTED = (PUBLISHED, DRAFT)


@pytest.fixture
def shop(session: Session) -> Shop:
    made = make.shop(session)
    keep_records(session, made, [Record(title=name) for name in NAMES], now=NOW)
    return made


def titles(session: Session, shop: Shop, text: str, page: int = 1) -> list[str]:
    hits = found_products(session, [shop.id], text=text, states=LISTED, page=page)
    assert hits.count >= len(hits.products)
    return [one.title for one in hits.products]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("duong", ["Duong liễu", "Đường phên"]),
        ("đường", ["Đường phên", "Duong liễu"]),
        ("dầu", ["Dầu gội đầu bồ kết", "Dầu lạc ép", "Đậu phộng rang"]),
        ("đậu", ["Đậu phộng rang", "Dầu gội đầu bồ kết", "Dầu lạc ép"]),
        ("mat ong", ["Mật ong rừng", "Ong mật"]),
        ("ong mat", ["Mật ong rừng", "Ong mật"]),
        ("mật mi", ["Mật mía Nghệ An"]),
        ("m", ["Hạt điều (rang muối) 500g", "Dưa muối", "Mật mía Nghệ An"]),
        ("rang muoi", ["Hạt điều (rang muối) 500g"]),
        ("muoi ran", ["Hạt điều (rang muối) 500g"]),
        ("500G", ["Hạt điều (rang muối) 500g"]),
        ("khong co", []),
        ("", []),
        ("%", []),
        ("mật " * 40, ["Mật mía Nghệ An", "Mật ong rừng", "Ong mật"]),
    ],
)
def test_names_are_found(session: Session, shop: Shop, text: str, found: list[str]) -> None:
    got = titles(session, shop, text)
    if text == "m":
        assert set(found) < set(got)
    else:
        assert got == found


def test_pages_hold_everything_once(session: Session, shop: Shop) -> None:
    more = [Record(title=f"Dầu thứ {at}") for at in range(40)]
    more += [Record(title=f"Đậu thứ {at}") for at in range(40)]
    keep_records(session, shop, more, now=NOW)
    first, second = titles(session, shop, "dầu"), titles(session, shop, "dầu", page=2)
    assert (len(first), len(second)) == (50, 33)
    assert len(set(first + second)) == 83
    assert all(title.startswith("Dầu") for title in first[:42])
    assert titles(session, shop, "dầu", page=3) == []
    assert titles(session, shop, "dau thu 3")[:1] == ["Dầu thứ 3"]


def test_a_new_name_is_found_and_the_old_one_is_not(session: Session, shop: Shop) -> None:
    product = session.query(Product).where(Product.title == "Ong mật").one()
    rename(session, product, title="Sáp ong", version=product.version, now=NOW)
    assert titles(session, shop, "ong") == ["Mật ong rừng", "Sáp ong"]
    assert titles(session, shop, "mat ong") == ["Mật ong rừng"]


def test_hidden_ones_are_found_among_hidden_ones_only(session: Session, shop: Shop) -> None:
    product = session.query(Product).where(Product.title == "Ong mật").one()
    hide(session, product, now=NOW)
    assert titles(session, shop, "mat ong") == ["Mật ong rừng"]
    hidden = found_products(session, [shop.id], text="ong", states=(HIDDEN,))
    assert [one.title for one in hidden.products] == ["Ong mật"]
    restore(session, product, now=NOW)
    assert titles(session, shop, "mat ong") == ["Mật ong rừng", "Ong mật"]


def test_a_neighbours_products_are_not_found_and_several_shops_can_be_asked(
    session: Session, shop: Shop
) -> None:
    other = make.shop(session)
    keep_records(session, other, [Record(title="Mật ong nhà bên")], now=NOW)
    assert titles(session, shop, "nha ben") == []
    both = found_products(session, [shop.id, other.id], text="mat ong", states=LISTED)
    assert both.count == 3
