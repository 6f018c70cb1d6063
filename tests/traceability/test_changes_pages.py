"""The history of a batch in words."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from shopkit.shops.models.shops import Shop
from shopkit.traceability.actions.events import correct_event, record_event
from shopkit.traceability.models.batches import Batch
from tests import make
from tests.accounts.browser import Browser
from tests.conftest import NOW


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def batch(session: Session, shop: Shop) -> Batch:
    return make.batch(session, shop)


@pytest.fixture
def phone(app: Flask, session: Session, shop: Shop) -> Browser:
    return make.phone(app, session, make.owner_of(session, shop))


def main(phone: Browser, batch: Batch) -> str:
    text: str = phone.get(f"/batches/{batch.id}/changes").text
    return text.split("<main")[1].split("</main")[0]


def test_it_says_what_was_and_what_is_who_and_when(
    phone: Browser, session: Session, shop: Shop, batch: Batch
) -> None:
    phone.post(
        f"/batches/{batch.id}/change",
        best_before="30 ngày",
        quantity_milli="1,5",
        unit="tan",
        harvest="vụ Xuân",
    )
    page = main(phone, batch)
    her = make.owner_of(session, shop)
    for words in ("hạn sử dụng: 20/12/2026", "số lượng: 1,5", "đơn vị: tấn", her.name):
        assert words in page
    phone.post(
        f"/batches/{batch.id}/change",
        best_before="2026-12-25",
        quantity_milli="2",
        unit="tan",
        harvest="vụ Xuân",
    )
    page = main(phone, batch)
    assert "<del>20/12/2026</del> → 25/12/2026" in page
    assert "<del>1,5</del> → 2" in page


def test_events_and_their_corrections_are_told_in_words(
    phone: Browser, session: Session, batch: Batch
) -> None:
    event = record_event(session, batch, kind="pack", at=NOW, note="<b>hai</b> thùng", now=NOW)
    correct_event(session, batch, event, quantity_milli=5_000, unit="hop", now=NOW)
    page = main(phone, batch)
    for words in ("Việc đã làm: ghi mới", "việc: Đóng gói", "lúc: 09:30 22/11/2026", "đơn vị: hộp"):
        assert words in page
    assert "<b>hai" not in page
    assert "&lt;b&gt;hai" in page


def test_nobody_else_reads_it(app: Flask, session: Session, batch: Batch) -> None:
    other = make.phone(app, session, make.owner_of(session, make.shop(session)))
    assert other.get(f"/batches/{batch.id}/changes").status_code == 404
