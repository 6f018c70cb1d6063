"""Two taps from a phone record what happened; details, corrections and photos come as she likes."""

import re
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.models.papers import Paper
from shopkit.db.files import Files
from shopkit.scope import OFFICER, TRAINER
from shopkit.shops.models.shops import Shop
from shopkit.traceability.actions.batches import close_batch
from shopkit.traceability.actions.events import record_event
from shopkit.traceability.actions.events_photos import shelf, sweep
from shopkit.traceability.actions.lineage import split_batch
from shopkit.traceability.actions.recalls import recall_batch
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.events import BatchEvent
from shopkit.traceability.queries.events import events_of
from tests import make
from tests.accounts.browser import Browser, errors
from tests.catalog import shots
from tests.conftest import NOW, StandingClock


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


def events(session: Session) -> list[BatchEvent]:
    return events_of(session, session.scalars(select(Batch)).one())


DETAILS = {"day": "2026-11-22", "hour": "", "quantity_milli": "", "unit": "kg"}


def test_the_list_of_batches_offers_what_is_likely_next_and_one_tap_records_it(
    phone: Browser, session: Session, batch: Batch
) -> None:
    page = phone.get("/batches").text
    assert "Ghi: Làm hàng" in page
    assert f"/batches/{batch.id}/events/make/now" in page
    answer = phone.post(f"/batches/{batch.id}/events/make/now")
    (event,) = events(session)
    assert (event.kind, event.at, event.evidence) == ("make", NOW, "SD")
    after = phone.get(answer.location).text
    assert "Đã ghi: Làm hàng" in after
    assert "Hoàn tác" in after
    assert "Ghi: Đóng gói" in phone.get("/batches").text


def test_one_tap_is_undone_by_one_tap(phone: Browser, session: Session, batch: Batch) -> None:
    phone.post(f"/batches/{batch.id}/events/pack/now")
    (event,) = events(session)
    answer = phone.post(f"/batches/{batch.id}/events/{event.id}/withdraw")
    assert "Đã bỏ: Đóng gói" in phone.get(answer.location).text
    assert events(session) == []
    again = phone.post(f"/batches/{batch.id}/events/{event.id}/withdraw")
    assert "Việc này vừa được sửa" in phone.get(again.location).text


def test_a_kind_that_nobody_knows_is_not_recorded(
    phone: Browser, session: Session, batch: Batch
) -> None:
    assert phone.post(f"/batches/{batch.id}/events/dance/now").status_code == 404
    assert events(session) == []


def test_details_are_kept_as_they_were_told(phone: Browser, session: Session, batch: Batch) -> None:
    told = DETAILS | {
        "kind": "ship",
        "day": "21/11/2026",
        "hour": "14h30",
        "quantity_milli": "120,5",
        "partner": "Cửa hàng cô Thử",
        "place_words": "Bến xe",
        "note": "hai thùng",
    }
    answer = phone.post(f"/batches/{batch.id}/events/new", **told)
    assert answer.status_code == 303
    (event,) = events(session)
    assert f"{event.at:%d/%m %H:%M}" == "21/11 07:30"
    assert (event.quantity_milli, event.unit, event.partner) == (120_500, "kg", "Cửa hàng cô Thử")
    page = phone.get(f"/batches/{batch.id}").text
    for words in ("14:30 21/11/2026", "120,5\N{NO-BREAK SPACE}kg", "Bến xe", "hai thùng"):
        assert words in page


def test_a_day_alone_is_shown_as_a_day(phone: Browser, session: Session, batch: Batch) -> None:
    phone.post(f"/batches/{batch.id}/events/new", **DETAILS | {"kind": "pack", "day": "21/11/2026"})
    (event,) = events(session)
    page = phone.get(f"/batches/{batch.id}").text
    assert "00:00" not in page
    assert 'name="hour" value=""' in phone.get(f"/batches/{batch.id}/events/{event.id}").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": ""}, "Chọn một mục."),
        ({"day": ""}, "Nhập ngày làm việc này."),
        ({"day": "23/11/2026"}, "Giờ này chưa đến. Xem lại ngày giờ."),
        ({"day": "19/11/2026"}, "Ngày này trước ngày làm ra hàng. Xem lại ngày."),
        ({"day": "01/01/2001"}, "Ngày này đã hơn mười năm. Xem lại năm."),
        ({"hour": "25:00"}, "Nhập giờ, ví dụ 14:30. Để trống nếu chỉ nhớ ngày."),
        ({"quantity_milli": "nhiều"}, "Nhập số lượng bằng số, ví dụ 500 hoặc 1,5."),
        ({"quantity_milli": "-4"}, "Nhập số lượng bằng số, ví dụ 500 hoặc 1,5."),
        ({"unit": "thúng"}, "Chọn một mục."),
        ({"place_id": "x"}, "Chọn một mục."),
        ({"note": "a" * 501}, "Nhập ngắn hơn: tối đa 500 ký tự, đang có 501."),
    ],
)
def test_a_wrong_entry_says_what_to_do_and_records_nothing(
    phone: Browser, session: Session, batch: Batch, wrong: dict[str, str], said: str
) -> None:
    answer = phone.post(f"/batches/{batch.id}/events/new", **DETAILS | {"kind": "pack"} | wrong)
    assert answer.status_code == 422
    assert errors(answer) == [said]
    assert events(session) == []


def test_more_sold_than_made_is_asked_about_and_then_taken(
    phone: Browser, session: Session, batch: Batch
) -> None:
    sold = DETAILS | {"kind": "sell", "quantity_milli": "400"}
    assert phone.post(f"/batches/{batch.id}/events/new", **sold).status_code == 303
    more = sold | {"quantity_milli": "200000", "unit": "g"}
    asked = phone.post(f"/batches/{batch.id}/events/new", **more)
    (said,) = errors(asked)
    assert "600\N{NO-BREAK SPACE}kg, nhiều hơn 500\N{NO-BREAK SPACE}kg đã làm" in said
    assert 'name="sure"' in asked.text
    assert len(events(session)) == 1
    assert phone.post(f"/batches/{batch.id}/events/new", **more, sure="y").status_code == 303
    assert "nhiều hơn 500" in phone.get(f"/batches/{batch.id}").text


def test_a_correction_does_not_count_what_it_replaces(
    phone: Browser, session: Session, batch: Batch
) -> None:
    sold = DETAILS | {"kind": "sell", "quantity_milli": "400"}
    phone.post(f"/batches/{batch.id}/events/new", **sold)
    (event,) = events(session)
    address = f"/batches/{batch.id}/events/{event.id}"
    assert phone.post(address, **sold | {"quantity_milli": "450"}).status_code == 303
    (later,) = events(session)
    assert later.quantity_milli == 450_000
    assert "Trước đây ghi là" in phone.get(f"/batches/{batch.id}/events/{later.id}").text
    assert "đã được sửa hoặc bỏ" in phone.get(address).text


def send_photo(phone: Browser, path: str, content: bytes, **fields: str) -> object:
    photo = (BytesIO(content), "anh.jpg")
    return phone.post(path, **DETAILS, **fields, photo=photo)  # type: ignore[arg-type]  # a file


def test_a_photo_is_shown_without_the_place_where_it_was_taken(
    phone: Browser, app: Flask, session: Session, batch: Batch
) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    content = shots.jpeg(exif=exif)
    send_photo(phone, f"/batches/{batch.id}/events/new", content, kind="inspect")
    (event,) = events(session)
    assert event.photo
    (address,) = re.findall(
        r'<img src="(/event-photos/[^"]+)"', phone.get(f"/batches/{batch.id}").text
    )
    shown = make.phone(app, session).get(address)
    assert shown.status_code == 200
    assert "Set-Cookie" not in shown.headers
    with Image.open(BytesIO(shown.data)) as picture:
        assert not picture.getexif().get_ifd(0x8825)
    assert shown.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_photo_of_an_event_taken_back_is_nobodys(
    phone: Browser, app: Flask, session: Session, batch: Batch
) -> None:
    send_photo(phone, f"/batches/{batch.id}/events/new", shots.jpeg(), kind="pack")
    (event,) = events(session)
    phone.post(f"/batches/{batch.id}/events/{event.id}/withdraw")
    assert make.phone(app, session).get(f"/event-photos/{event.id}/card").status_code == 404


def test_what_is_no_photo_is_refused_with_what_to_do(
    phone: Browser, session: Session, batch: Batch
) -> None:
    answer = send_photo(phone, f"/batches/{batch.id}/events/new", b"GIF89a not", kind="pack")
    assert answer.status_code == 422  # type: ignore[attr-defined]  # an answer
    assert events(session) == []


def test_photos_that_no_event_names_are_swept_after_a_day(
    phone: Browser, session: Session, files: Files, batch: Batch, clock: StandingClock
) -> None:
    kept = shelf(files)
    send_photo(phone, f"/batches/{batch.id}/events/new", shots.jpeg(), kind="pack")
    lost = kept.put(b"of no event")
    (event,) = events(session)
    assert sweep(session, files, now=NOW) == 0
    later = NOW.replace(year=2100)
    assert sweep(session, files, now=later) == 1
    assert not kept.path(lost).exists()
    assert event.photo
    assert all(kept.path(name).exists() for name in event.photo.values())


def test_a_closed_batch_offers_nothing_and_says_so(
    phone: Browser, session: Session, batch: Batch
) -> None:
    close_batch(session, batch, why="bán hết", now=NOW)
    page = phone.get(f"/batches/{batch.id}").text
    assert "Đợt này đã đóng ngày 22/11/2026: bán hết" in page
    assert "/now" not in page
    answer = phone.post(f"/batches/{batch.id}/events/sell/now")
    assert "Đợt này đã đóng. Mở lại đợt rồi ghi." in phone.get(answer.location).text


@pytest.mark.parametrize("hat", [TRAINER, OFFICER])
def test_staff_of_the_place_record_what_they_came_to_see(
    app: Flask, session: Session, shop: Shop, batch: Batch, hat: str
) -> None:
    seer = make.staff(session, hat)
    helper = make.phone(app, session, seer)
    assert batch.code in helper.get("/batches/in-place").text
    page = helper.get(f"/batches/{batch.id}").text
    assert shop.name in page
    assert f"{batch.id}/recall" not in page
    answer = helper.post(f"/batches/{batch.id}/events/inspect/now")
    assert answer.status_code == 303
    (event,) = events(session)
    assert (event.evidence, event.noted_by_id) == ("TV", seer.id)
    assert "Đã xem tận nơi" in helper.get(f"/batches/{batch.id}").text


def test_staff_reach_no_shop_that_did_not_agree_and_none_elsewhere(
    app: Flask, session: Session, batch: Batch
) -> None:
    quiet = make.batch(session, make.shop(session))
    helper = make.phone(app, session, make.staff(session, TRAINER))
    assert helper.get(f"/batches/{quiet.id}").status_code == 404
    assert quiet.code + "<" not in helper.get("/batches/in-place").text.replace(batch.code, "")
    elsewhere = make.phone(app, session, make.staff(session, TRAINER, make.NEXT_DOOR))
    assert elsewhere.get(f"/batches/{batch.id}").status_code == 404
    for path in (f"/batches/{batch.id}/events/pack/now", f"/batches/{batch.id}/events/new"):
        assert elsewhere.post(path, **DETAILS, kind="pack").status_code == 404
    assert events_of(session, batch) == []


def test_staff_can_neither_recall_nor_close_what_is_hers(
    app: Flask, session: Session, batch: Batch
) -> None:
    helper = make.phone(app, session, make.staff(session, TRAINER))
    for way in ("recall", "close", "change", "split", "inputs/material", "inputs/batch", "erase"):
        assert helper.get(f"/batches/{batch.id}/{way}").status_code == 404


def test_an_event_of_another_batch_is_not_found_here(
    phone: Browser, session: Session, shop: Shop, batch: Batch
) -> None:
    other = make.batch(session, shop)
    event = record_event(session, other, kind="pack", at=NOW, now=NOW)
    assert phone.get(f"/batches/{batch.id}/events/{event.id}").status_code == 404
    assert phone.post(f"/batches/{batch.id}/events/{event.id}/withdraw").status_code == 404


def test_an_inspection_names_its_paper(
    phone: Browser, session: Session, shop: Shop, batch: Batch
) -> None:
    paper = Paper(
        shop_id=shop.id,
        commune_code=shop.commune_code,
        kind="self_declaration",
        number="07/TCB",
        issuer="Trung tâm Mẫu",
        added_at=NOW,
    )
    session.add(paper)
    session.flush()
    told = DETAILS | {"kind": "inspect", "paper_id": str(paper.id)}
    phone.post(f"/batches/{batch.id}/events/new", **told)
    assert "Số 07/TCB, Trung tâm Mẫu" in phone.get(f"/batches/{batch.id}").text
    (event,) = events(session)
    paper.removed_at = NOW
    told = told | {"note": "đạt"}
    answer = phone.post(f"/batches/{batch.id}/events/{event.id}", **told)
    assert answer.status_code == 303
    assert "Số 07/TCB" in phone.get(f"/batches/{batch.id}").text


def test_a_neighbours_paper_is_no_choice(phone: Browser, session: Session, batch: Batch) -> None:
    other = Paper(shop_id=make.shop(session).id, kind="other", number="1", added_at=NOW)
    session.add(other)
    session.flush()
    told = DETAILS | {"kind": "inspect", "paper_id": str(other.id)}
    assert phone.post(f"/batches/{batch.id}/events/new", **told).status_code == 422


def test_goods_called_back_are_sold_only_when_she_says_so_again(
    phone: Browser, session: Session, batch: Batch
) -> None:
    recall_batch(session, batch, reason="mốc", what_to_do="", reaches_on=False, now=NOW)
    asked = phone.post(f"/batches/{batch.id}/events/sell/now")
    assert asked.location == f"/batches/{batch.id}/events/new?kind=sell"
    path = f"/batches/{batch.id}/events/new"
    answer = phone.post(path, kind="ship", **DETAILS)
    (said,) = errors(answer)
    assert said.startswith("Đợt này đang thu hồi")
    assert 'name="anyway"' in answer.text
    assert events(session) == []
    assert phone.post(path, kind="ship", **DETAILS, anyway="y").status_code == 303
    assert phone.post(f"/batches/{batch.id}/events/spoil/now").status_code == 303
    assert {event.kind for event in events(session)} == {"ship", "spoil"}


def test_goods_made_before_their_day_are_asked_about_once(
    phone: Browser, session: Session, batch: Batch
) -> None:
    path = f"/batches/{batch.id}/events/new"
    typed = DETAILS | {"day": "2026-11-19", "kind": "make"}
    (said,) = errors(phone.post(path, **typed))
    assert said.startswith("Đợt này ghi ngày 20/11/2026")
    assert phone.post(path, **typed | {"kind": "harvest"}).status_code == 303
    assert phone.post(path, **typed, anyway="y").status_code == 303
    assert {event.kind for event in events(session)} == {"make", "harvest"}


def test_the_page_of_a_part_tells_what_happened_before(
    phone: Browser, session: Session, batch: Batch
) -> None:
    packed = record_event(session, batch, kind="pack", at=NOW, note="gói lá chuối", now=NOW)
    (part,) = split_batch(session, batch, parts=[1_000], unit="kg", now=NOW)
    page = phone.get(f"/batches/{part.id}").text
    assert "gói lá chuối" in page
    assert f"/batches/{batch.id}/events/{packed.id}" in page
