"""A buyer reports goods that look wrong; it reaches the shop, and only its number the commune."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from shopkit.accounts.models import Notice
from shopkit.app import keep_tidy
from shopkit.db.engine import Database
from shopkit.db.files import Files
from shopkit.journal.models import JournalEntry
from shopkit.scope import OFFICER
from shopkit.shops.models.shops import Shop
from shopkit.traceability.actions.suspicion import forget_contacts, shelf
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.looks import SuspicionReport
from shopkit.traceability.rules.trace_limits import Pacer
from shopkit.traceability.views.remembered import DESK
from tests import make
from tests.accounts.browser import Browser
from tests.catalog import shots
from tests.conftest import NOW, StandingClock
from tests.make import HOANG_LOC, NEXT_DOOR
from tests.traceability.labelled import label_of

WORDS = "Tem bị bóc dán lại, bánh khác trong ảnh."


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def batch(session: Session, files: Files, shop: Shop) -> Batch:
    return make.batch(session, shop, make.product(session, files, shop))


@pytest.fixture
def buyer(app: Flask, session: Session) -> Browser:
    desk = app.extensions[DESK]
    desk.reports, desk.misses = Pacer(free=5, most=5), Pacer()
    return make.phone(app, session)


def hidden(page: str, name: str) -> str:
    (value,) = re.findall(f'name="{name}" value="([^"]+)"', page)
    return str(value)


def form_of(buyer: Browser, code: str) -> dict[str, str]:
    page = buyer.get(f"/T/{code}/report").text
    return {"_key": hidden(page, "_key"), "token": hidden(page, "token"), "words": WORDS}


def send(
    buyer: Browser, code: str, form: dict[str, str], photo: bytes | None = None
) -> TestResponse:
    """Send the form as it stands, with nothing that a cookie would carry."""
    buyer.session.commit()
    data: dict[str, object] = dict(form)
    if photo is not None:
        data["photo"] = (BytesIO(photo), "anh.jpg")
    answer = buyer.client.post(
        f"/T/{code}/report",
        data=data,
        content_type="multipart/form-data",
        environ_overrides=buyer.environ,
    )
    buyer.session.expire_all()
    return answer


def all_reports(session: Session) -> list[SuspicionReport]:
    return list(session.scalars(select(SuspicionReport).order_by(SuspicionReport.told_at)))


def test_a_report_reaches_the_shop_with_its_photo_and_without_a_cookie(
    app: Flask, buyer: Browser, session: Session, batch: Batch, shop: Shop, files: Files
) -> None:
    code = label_of(session, batch).code
    form = form_of(buyer, code) | {"bought_where": "Chợ Vườn Hoa", "contact": "0900 000 099"}
    answer = send(buyer, code, form, shots.jpeg())
    assert answer.status_code == 303
    assert "Set-Cookie" not in answer.headers
    sent = buyer.get(answer.headers["Location"])
    assert "Đã gửi cho cửa hàng" in sent.text
    assert not buyer.client._cookies
    (report,) = all_reports(session)
    assert (report.code, report.words, report.batch_id) == (code, WORDS, batch.id)
    owner = make.owner_of(session, shop)
    (notice,) = session.scalars(select(Notice).where(Notice.account_id == owner.id))
    assert notice.kind == "suspicion.reported"
    (entry,) = session.scalars(
        select(JournalEntry).where(JournalEntry.event == "suspicion.reported")
    )
    assert "099" not in str(entry.details)
    phone = make.phone(app, session, owner)
    listed = phone.get("/reports").text
    assert "Chưa đọc" in listed
    assert WORDS in listed
    page = phone.get(f"/reports/{report.id}").text
    for word in (WORDS, "Chợ Vườn Hoa", "0900 000 099", code):
        assert word in page
    photo = phone.get(f"/reports/{report.id}/photo.jpg")
    with Image.open(BytesIO(photo.data)) as picture:
        assert not picture.getexif().get_ifd(0x8825)


def test_the_shop_marks_it_read_and_notes_what_came_of_it(
    app: Flask, buyer: Browser, session: Session, batch: Batch, shop: Shop
) -> None:
    send(buyer, batch.trace_code, form_of(buyer, batch.trace_code))
    report_id = all_reports(session)[0].id
    phone = make.phone(app, session, make.owner_of(session, shop))
    sent = phone.post(f"/reports/{report_id}", version="1", answered="Đã gọi lại, tem giả.")
    assert sent.status_code == 303
    (report,) = all_reports(session)
    assert report.read_at == NOW
    assert report.answered == "Đã gọi lại, tem giả."
    assert "Đã đọc" in phone.get("/reports").text
    stale = phone.post(f"/reports/{report_id}", version="1", answered="Ghi đè")
    assert stale.status_code == 409
    assert all_reports(session)[0].answered == "Đã gọi lại, tem giả."


def test_it_is_nobody_elses(
    app: Flask, buyer: Browser, session: Session, batch: Batch, files: Files
) -> None:
    send(buyer, batch.trace_code, form_of(buyer, batch.trace_code), shots.jpeg())
    report_id = all_reports(session)[0].id
    neighbour = make.phone(app, session, make.owner_of(session, make.shop(session)))
    assert WORDS not in neighbour.get("/reports").text
    for path in (f"/reports/{report_id}", f"/reports/{report_id}/photo.jpg"):
        assert neighbour.get(path).status_code == 404
        assert buyer.get(path).status_code == 303


def test_the_commune_sees_only_how_many(
    app: Flask, buyer: Browser, session: Session, batch: Batch, shop: Shop
) -> None:
    send(buyer, batch.trace_code, form_of(buyer, batch.trace_code))
    officer = make.phone(app, session, make.staff(session, OFFICER, HOANG_LOC))
    page = officer.get("/reports/number").text
    assert re.search(r"30 ngày qua</span><b>1</b>", page)
    assert WORDS not in page
    assert shop.name not in page
    elsewhere = make.phone(app, session, make.staff(session, OFFICER, NEXT_DOOR))
    assert re.search(r"30 ngày qua</span><b>0</b>", elsewhere.get("/reports/number").text)
    assert (
        make.phone(app, session, make.owner_of(session, shop)).get("/reports/number").status_code
        == 404
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"words": ""}, "Viết vài chữ"),
        ({"words": "x" * 1001}, "tối đa 1000 ký tự"),
        ({"words": "\x00\x01"}, "Xóa hết chữ trong ô này"),
        ({"bought_where": "x" * 201}, "tối đa 200 ký tự"),
        ({"contact": "x" * 81}, "tối đa 80 ký tự"),
        ({"contact": "abc"}, "Nhập số điện thoại"),
        ({"token": "made-up"}, "mở đã lâu"),
        ({"_key": "0" * 32}, "mở đã lâu"),
    ],
)
def test_what_cannot_be_taken_is_told_and_nothing_is_kept(
    buyer: Browser, session: Session, batch: Batch, changed: dict[str, str], said: str
) -> None:
    answer = send(buyer, batch.trace_code, form_of(buyer, batch.trace_code) | changed)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Lỗi:" in answer.text
    assert not all_reports(session)
    assert "Set-Cookie" not in answer.headers


def test_a_token_is_good_for_its_own_code_only(
    buyer: Browser, session: Session, batch: Batch
) -> None:
    other = label_of(session, batch).code
    answer = send(buyer, other, form_of(buyer, batch.trace_code))
    assert answer.status_code == 422
    assert not all_reports(session)


def test_what_is_no_picture_is_refused_and_the_words_stay(
    buyer: Browser, session: Session, batch: Batch, files: Files
) -> None:
    answer = send(buyer, batch.trace_code, form_of(buyer, batch.trace_code), b"%PDF-1.4 nothing")
    assert answer.status_code == 422
    assert "không phải ảnh" in answer.text
    assert WORDS in answer.text
    assert not all_reports(session)


def test_sent_twice_it_is_one_report(buyer: Browser, session: Session, batch: Batch) -> None:
    form = form_of(buyer, batch.trace_code)
    first, second = (send(buyer, batch.trace_code, form) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert len(all_reports(session)) == 1


def test_another_site_cannot_send_one(buyer: Browser, session: Session, batch: Batch) -> None:
    form = form_of(buyer, batch.trace_code)
    answer = buyer.client.post(
        f"/T/{batch.trace_code}/report", data=form, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403
    assert not all_reports(session)


def test_one_address_and_one_code_are_heard_only_so_often(
    app: Flask, buyer: Browser, session: Session, batch: Batch
) -> None:
    code = batch.trace_code
    answers = [send(buyer, code, form_of(buyer, code)).status_code for _ in range(6)]
    assert answers == [303] * 5 + [429]
    assert "vừa gửi nhiều tin báo" in send(buyer, code, form_of(buyer, code)).text
    other = Browser(app, session, "203.0.113.77")
    full = send(other, code, form_of(other, code))
    assert full.status_code == 422
    assert "Cửa hàng đã nhận được" in full.text
    assert len(all_reports(session)) == 5


@pytest.mark.parametrize("typed", ["7K3QX9MZP2A", "ABC"])
def test_a_code_that_is_none_cannot_be_reported(buyer: Browser, typed: str) -> None:
    answer = buyer.get(f"/T/{typed}/report")
    assert answer.status_code == 404
    assert "Không tìm thấy mã này" in answer.text


def test_how_to_reach_a_buyer_is_forgotten_after_half_a_year(
    buyer: Browser, session: Session, batch: Batch
) -> None:
    send(buyer, batch.trace_code, form_of(buyer, batch.trace_code) | {"contact": "0900 000 099"})
    forget_contacts(session, now=NOW + timedelta(days=179))
    assert all_reports(session)[0].contact == "0900 000 099"
    forget_contacts(session, now=NOW + timedelta(days=181))
    session.expire_all()
    assert all_reports(session)[0].contact == ""


def test_photos_of_no_report_are_swept_after_a_day_and_the_others_stay(
    buyer: Browser,
    session: Session,
    batch: Batch,
    files: Files,
    database: Database,
    clock: StandingClock,
) -> None:
    send(buyer, batch.trace_code, form_of(buyer, batch.trace_code), shots.jpeg())
    name = all_reports(session)[0].photo
    assert name
    lost = shelf(files).put(b"of a request that failed")
    session.commit()
    keep_tidy(database, files)
    assert shelf(files).path(lost).is_file()
    clock.forward(days=20_000)
    keep_tidy(database, files)
    assert not shelf(files).path(lost).is_file()
    assert shelf(files).path(name).is_file()
