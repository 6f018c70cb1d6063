"""What happened to a batch, noted without a network: its moment, its photo, what is asked later."""

from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.shops.models.shops import Shop
from shopkit.traceability.actions.batches import close_batch
from shopkit.traceability.actions.events import correct_event, withdraw_event
from shopkit.traceability.actions.recalls import recall_batch
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.events import BatchEvent
from shopkit.traceability.queries.events import events_of
from tests import make
from tests.accounts.browser import Browser
from tests.catalog import shots
from tests.conftest import NOW, StandingClock
from tests.waiting import mark, sent, sent_photo

TODAY = "2026-11-22"


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session, agrees=True)


@pytest.fixture
def batch(session: Session, shop: Shop) -> Batch:
    made = make.batch(session, shop)
    made.quantity_milli, made.unit = 500_000, "kg"
    return made


@pytest.fixture
def phone(app: Flask, session: Session, shop: Shop) -> Browser:
    return make.phone(app, session, make.owner_of(session, shop))


@pytest.fixture
def neighbour(app: Flask, session: Session) -> Browser:
    return make.phone(app, session, make.owner_of(session, make.shop(session)))


def events(session: Session) -> list[BatchEvent]:
    return events_of(session, session.scalars(select(Batch)).one())


def told(rid: UUID | str = "", **more: str) -> dict[str, str]:
    fields = {"kind": "pack", "day": TODAY, "opened_on": TODAY, "hour": "", "unit": "kg"}
    return fields | {"quantity_milli": "", "rid": str(rid), "noted_at": ""} | more


def test_the_pages_on_which_something_is_noted_are_kept_on_the_phone(
    phone: Browser, batch: Batch
) -> None:
    for path in ("/batches", f"/batches/{batch.id}", f"/batches/{batch.id}/events/new"):
        assert phone.get(path).headers["Shopkit-Keep"] == "1"
    assert "Shopkit-Keep" not in phone.get(f"/batches/{batch.id}?told={uuid4()}").headers
    page = phone.get("/batches").text
    assert f'href="/batches/{batch.id}" data-keep' in page
    assert f'data-keep href="/batches/{batch.id}/events/new"' in page


def test_one_tap_happened_when_it_was_tapped(
    phone: Browser, session: Session, batch: Batch, clock: StandingClock
) -> None:
    clock.forward(days=2)
    path = f"/batches/{batch.id}/events/pack/now"
    answer = sent(phone, path, kind="pack", noted_at=NOW.isoformat())
    assert answer.status_code == 201
    (event,) = events(session)
    assert (event.at, event.noted_at) == (NOW, clock.at)
    assert answer.get_json()["location"].endswith(f"told={event.id}")


def test_the_whole_form_tells_the_moment_of_its_tap_unless_she_said_another(
    phone: Browser, session: Session, batch: Batch, clock: StandingClock
) -> None:
    clock.forward(days=2)
    path = f"/batches/{batch.id}/events/new"
    sent(phone, path, **told(noted_at=NOW.isoformat()))
    sent(phone, path, **told(noted_at=NOW.isoformat(), day="2026-11-21", hour="14:30"))
    moments = [f"{event.at:%d/%m %H:%M}" for event in events(session)]
    assert moments == ["21/11 07:30", "22/11 02:30"]


def test_an_event_sent_twice_happened_once_and_its_id_is_nobody_elses(
    phone: Browser, neighbour: Browser, session: Session, shop: Shop, batch: Batch
) -> None:
    key, rid, path = str(uuid4()), uuid4(), f"/batches/{batch.id}/events/new"
    assert sent(phone, path, key=key, **told(rid)).status_code == 201
    assert sent(phone, path, key=key, **told(rid)).get_json()["replay"] is True
    assert [event.id for event in events(session)] == [rid]
    assert sent(phone, path, **told(rid, kind="ship")).status_code == 404
    assert sent(phone, path, key=key, **told(rid, kind="ship")).status_code == 422
    assert sent(neighbour, path, **told()).status_code == 404
    refused = sent(neighbour, path, account=mark(phone), **told())
    assert (refused.status_code, refused.get_json()["error"]) == (401, "other_account")
    assert len(events(session)) == 1


def test_the_photo_comes_after_its_event_and_twice_changes_nothing(
    phone: Browser, session: Session, batch: Batch
) -> None:
    rid, key = uuid4(), str(uuid4())
    sent(phone, f"/batches/{batch.id}/events/new", **told(rid))
    path = f"/batches/{batch.id}/events/{rid}/photo/{key}"
    first = sent_photo(phone, path, shots.jpeg(), key=key)
    again = sent_photo(phone, path, shots.jpeg(), key=key)
    third = sent_photo(phone, path, shots.jpeg())
    assert [one.status_code for one in (first, again, third)] == [201, 200, 201]
    assert first.headers["Idempotency-Key"] == key
    assert first.get_json()["location"] == f"/batches/{batch.id}"
    (event,) = events(session)
    assert event.photo
    assert phone.get(f"/event-photos/{event.id}/card").status_code == 200
    assert len(session.scalars(select(BatchEvent)).all()) == 2


def test_a_photo_is_of_what_the_event_says_by_now(
    phone: Browser, session: Session, batch: Batch
) -> None:
    rid = uuid4()
    sent(phone, f"/batches/{batch.id}/events/new", **told(rid))
    correct_event(session, batch, session.get_one(BatchEvent, rid), note="hai thùng", now=NOW)
    session.commit()
    path = f"/batches/{batch.id}/events/{rid}/photo/{uuid4()}"
    assert sent_photo(phone, path, shots.jpeg()).status_code == 201
    (event,) = events(session)
    assert event.note == "hai thùng"
    assert event.photo


def test_a_photo_without_its_event_or_of_another_shop_does_not_exist(
    phone: Browser, neighbour: Browser, session: Session, batch: Batch
) -> None:
    rid = uuid4()
    path = f"/batches/{batch.id}/events/{rid}/photo/{uuid4()}"
    session.commit()
    assert sent_photo(phone, path, shots.jpeg()).status_code == 404
    sent(phone, f"/batches/{batch.id}/events/new", **told(rid))
    assert sent_photo(neighbour, path, shots.jpeg()).status_code == 404
    withdraw_event(session, batch, session.get_one(BatchEvent, rid), now=NOW)
    session.commit()
    assert sent_photo(phone, path, shots.jpeg()).status_code == 404


def test_a_photo_that_cannot_be_read_is_told_in_a_sentence(
    phone: Browser, session: Session, batch: Batch
) -> None:
    rid = uuid4()
    sent(phone, f"/batches/{batch.id}/events/new", **told(rid))
    path = f"/batches/{batch.id}/events/{rid}/photo/{uuid4()}"
    refused = sent_photo(phone, path, b"not a photo at all")
    assert (refused.status_code, refused.get_json()["error"]) == (422, "photo")
    assert "Chụp lại" in refused.get_json()["message"]


def test_what_is_odd_is_asked_at_a_tick_that_is_there_to_be_ticked(
    phone: Browser, session: Session, batch: Batch
) -> None:
    path, key = f"/batches/{batch.id}/events/new", str(uuid4())
    page = phone.get(path).text
    assert 'name="anyway"' in page
    assert 'name="sure"' in page
    too_much = told(kind="sell", quantity_milli="900")
    refused = sent(phone, path, key=key, **too_much)
    assert refused.status_code == 422
    assert "nhiều hơn" in refused.get_json()["errors"]["sure"][0]
    assert sent(phone, path, key=key, **too_much, sure="y").status_code == 201
    (event,) = events(session)
    assert event.quantity_milli == 900_000


def test_one_tap_on_goods_called_back_meanwhile_is_asked_and_not_lost(
    phone: Browser, session: Session, batch: Batch
) -> None:
    session.commit()
    page = phone.get(f"/batches/{batch.id}").text
    recall_batch(
        session,
        batch,
        reason="Nhãn in sai hạn dùng",
        what_to_do="Mang lại quầy",
        reaches_on=False,
        now=NOW,
    )
    session.commit()
    path, key = f"/batches/{batch.id}/events/sell/now", str(uuid4())
    refused = sent(phone, path, key=key, kind="sell", noted_at=NOW.isoformat())
    assert refused.status_code == 422
    assert "thu hồi" in refused.get_json()["errors"]["anyway"][0]
    assert events(session) == []
    whole = f"/batches/{batch.id}/events/new"
    assert f'data-page="{whole}?kind=' in page
    mended = told(kind="sell", noted_at=NOW.isoformat(), anyway="y")
    assert sent(phone, f"{whole}?kind=sell", key=key, **mended).status_code == 201
    assert [event.at for event in events(session)] == [NOW]


def test_one_tap_on_a_batch_closed_meanwhile_says_so(
    phone: Browser, session: Session, batch: Batch
) -> None:
    close_batch(session, batch, why="Bán hết", now=NOW)
    session.commit()
    refused = sent(phone, f"/batches/{batch.id}/events/pack/now", kind="pack")
    assert refused.status_code == 422
    assert "đã đóng" in refused.get_json()["errors"]["day"][0]
