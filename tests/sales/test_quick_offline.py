"""A quick sale that was noted without a network: its moment, its day, once and for whom."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Product
from shopkit.sales.models import NOT_YET, Order
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import Browser
from tests.conftest import NOW, StandingClock
from tests.waiting import mark, sent

TODAY = "2026-11-22"


def fields(**more: str) -> dict[str, str]:
    told = {"count": "1", "channel": "stall", "sold_on": TODAY, "opened_on": TODAY}
    return told | {"amount_vnd": "", "paid_by": "cash", "noted_at": ""} | more


def sale(session: Session) -> Order:
    return session.scalars(select(Order)).one()


def test_the_pages_of_a_quick_sale_are_kept_on_the_phone_but_not_what_was_just_done(
    phone: Browser, cake: Product
) -> None:
    for path in ("/sales/quick", f"/sales/quick/{cake.id}", "/sales/quick/other"):
        assert phone.get(path).headers["Shopkit-Keep"] == "1"
    assert "Shopkit-Keep" not in phone.get(f"/sales/quick?sold={uuid4()}").headers


def test_the_list_has_its_products_kept_before_they_are_opened(
    phone: Browser, cake: Product
) -> None:
    page = phone.get("/sales/quick").text
    assert f'href="/sales/quick/{cake.id}" data-keep' in page
    assert 'href="/sales/quick/other" data-keep' in page


def test_a_sale_that_waited_is_of_the_day_and_moment_of_its_tap(
    phone: Browser, session: Session, cake: Product, clock: StandingClock
) -> None:
    tapped = NOW
    clock.forward(days=3)
    answer = sent(phone, f"/sales/quick/{cake.id}", **fields(noted_at=tapped.isoformat()))
    assert answer.status_code == 201
    assert answer.get_json()["location"].startswith("/sales/quick?sold=")
    made = sale(session)
    assert (made.sold_on.isoformat(), made.agreed_at, made.paid_at) == (TODAY, tapped, tapped)
    assert made.delivered_at == tapped


def test_a_page_left_open_overnight_gives_the_day_of_the_tap(
    phone: Browser, session: Session, cake: Product, clock: StandingClock
) -> None:
    tapped = clock.forward(days=1)
    clock.forward(hours=2)
    sent(phone, f"/sales/quick/{cake.id}", **fields(noted_at=tapped.isoformat()))
    assert sale(session).sold_on.isoformat() == "2026-11-23"


def test_a_day_that_she_chose_herself_stands(
    phone: Browser, session: Session, cake: Product, clock: StandingClock
) -> None:
    clock.forward(days=1)
    chosen = fields(sold_on="2026-11-20", noted_at=NOW.isoformat())
    sent(phone, f"/sales/quick/{cake.id}", **chosen)
    assert sale(session).sold_on.isoformat() == "2026-11-20"


@pytest.mark.parametrize("days", [40, -40])
def test_a_phone_with_a_wrong_clock_can_sell_all_the_same(
    phone: Browser, session: Session, cake: Product, days: int
) -> None:
    wrong = NOW + timedelta(days=days)
    day = wrong.date().isoformat()
    told = fields(sold_on=day, opened_on=day, noted_at=wrong.isoformat())
    assert sent(phone, f"/sales/quick/{cake.id}", **told).status_code == 201
    assert sale(session).agreed_at == NOW
    assert sale(session).sold_on <= NOW.date()


def test_a_sale_sent_twice_is_one_sale_and_another_under_its_key_is_refused(
    phone: Browser, session: Session, cake: Product
) -> None:
    key, path = str(uuid4()), f"/sales/quick/{cake.id}"
    first = sent(phone, path, key=key, **fields())
    again = sent(phone, path, key=key, **fields())
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.get_json()["replay"] is True
    assert again.get_json()["location"] == first.get_json()["location"]
    other = sent(phone, path, key=key, **fields(count="2"))
    assert (other.status_code, other.get_json()["error"]) == (422, "key_reused")
    assert sale(session).paid_by == "cash"


def test_what_is_wrong_is_told_at_its_field_and_the_same_key_may_come_again(
    phone: Browser, session: Session
) -> None:
    key = str(uuid4())
    refused = sent(phone, "/sales/quick/other", key=key, **fields(title=""))
    assert refused.status_code == 422
    assert "rau muống" in refused.get_json()["errors"]["title"][0]
    mended = sent(
        phone, "/sales/quick/other", key=key, **fields(title="Rau muống", paid_by="later")
    )
    assert mended.status_code == 201
    assert sale(session).paid_by == NOT_YET


def test_a_sale_waits_for_the_account_that_typed_it(
    app: Flask, phone: Browser, session: Session, cake: Product
) -> None:
    neighbour = make.phone(app, session, make.owner_of(session, make.shop(session)))
    refused = sent(neighbour, f"/sales/quick/{cake.id}", account=mark(phone), **fields())
    assert (refused.status_code, refused.get_json()["error"]) == (401, "other_account")
    foreign = sent(neighbour, f"/sales/quick/{cake.id}", **fields())
    assert foreign.status_code == 404
    assert session.scalars(select(Order)).all() == []


def test_where_a_code_is_asked_for_her_fixed_code_is_kept_beforehand(
    phone: Browser, session: Session, shop: Shop, cake: Product
) -> None:
    account = make.payment_account(session, shop)
    page = phone.get(f"/sales/quick/{cake.id}").text
    assert 'data-needs-network="no-network"' in page
    assert f'href="/qr/{account.id}" data-keep' in page
    assert f'data-keep href="/qr/{account.id}/code.png"' in page
