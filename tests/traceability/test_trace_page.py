"""The page behind a printed code: for a stranger with a phone and a weak signal."""

import gzip
import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from qr_labels.payload.serials import grouped
from shopkit.catalog.actions.products import hide, unpublish
from shopkit.clock import day_begins_at
from shopkit.db.files import Files
from shopkit.demo.cast import COMMUNE_CODE
from shopkit.demo.practice import build_practice
from shopkit.jobs import work
from shopkit.jobs.work import Bench
from shopkit.places.models import Commune
from shopkit.places.queries import commune
from shopkit.scope import TRAINER
from shopkit.shops.actions.shops import see_shop
from shopkit.shops.models.shops import Shop
from shopkit.traceability.actions.events import record_event
from shopkit.traceability.actions.lineage import split_batch
from shopkit.traceability.actions.recalls import recall_batch
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.labels import LabelRun
from shopkit.traceability.queries.labels import codes_of
from shopkit.traceability.views.event_words import event_word
from shopkit.traceability.views.linkset import day_or_moment
from shopkit.traceability.views.remembered import DESK
from tests import make
from tests.accounts.browser import Browser
from tests.conftest import NOW
from tests.make import HOANG_LOC, PAYEE
from tests.traceability.labelled import label_of, labels_of

FIRST_FLIGHT = 14 * 1024


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def batch(session: Session, files: Files, shop: Shop) -> Batch:
    product = make.product(session, files, shop)
    return make.batch(session, shop, product, best_before=NOW.date().replace(year=2027))


@pytest.fixture
def buyer(app: Flask, session: Session) -> Browser:
    return make.phone(app, session)


def code_with(session: Session, shop: Shop, sign: str) -> str:
    """A batch code that holds a sign which people mistype."""
    for _ in range(200):
        code = make.batch(session, shop).trace_code
        if sign in code:
            return code
    raise AssertionError(f"no code with {sign}")


def test_it_says_what_who_where_and_when(buyer: Browser, batch: Batch) -> None:
    page = buyer.get(f"/T/{batch.trace_code}").text
    for word in (
        "Bánh gai lá dừa",
        "Bánh gai cô Mẫu",
        "Xã Hoằng Lộc, Tỉnh Thanh Hóa",
        batch.code,
        "20/11/2026",
        "22/11/2027",
        grouped(batch.trace_code),
        "Mã nội bộ, không phải mã GS1",
        "127.0.0.1:8000",
    ):
        assert word in page, word


def test_it_never_promises_more_than_it_knows(buyer: Browser, batch: Batch) -> None:
    page = buyer.get(f"/T/{batch.trace_code}").text
    assert "có thể bị sao chép" in page
    for word in ("chính hãng", "hàng thật 100", "đã xác thực", "tích xanh"):
        assert word not in page.lower()


def test_a_batch_and_one_label_of_it_say_which_they_are(
    buyer: Browser, session: Session, bench: Bench, batch: Batch
) -> None:
    run, job = make.label_run(session, batch, 1)
    job_id, run_id = job.id, run.id
    session.commit()
    work.do_all(bench, job_id)
    (code,) = codes_of(session, session.get_one(type(run), run_id), range(1))
    assert "Mã của cả đợt hàng" in buyer.get(f"/T/{batch.trace_code}").text
    assert "Mã của riêng một tem" in buyer.get(f"/T/{code}").text


@pytest.mark.parametrize(
    "written",
    [
        lambda code: f"/T/{code}",
        lambda code: f"/t/{code.lower()}",
        lambda code: f"/t?code={grouped(code)}",
        lambda code: f"/T?code=+{grouped(code).lower()}+",
        lambda code: f"/t?code={code[:4]}.{code[4:]}",
    ],
)
def test_both_cases_and_the_printed_groups_open_it(
    buyer: Browser, batch: Batch, written: object
) -> None:
    answer = buyer.get(written(batch.trace_code))  # type: ignore[operator]  # one of the above
    assert answer.status_code == 200
    assert batch.code in answer.text


@pytest.mark.parametrize(("sign", "typed"), [("0", "O"), ("1", "I"), ("1", "l")])
def test_a_letter_typed_for_a_figure_is_forgiven(
    buyer: Browser, session: Session, shop: Shop, sign: str, typed: str
) -> None:
    code = code_with(session, shop, sign)
    assert buyer.get(f"/t/{code.replace(sign, typed)}").status_code == 200


@pytest.mark.parametrize(
    "typed", ["7K3QX9MZP2B", "ABC", "12345678901", "Mã này lạ", "x" * 500, "7K3QX9MZP2A"]
)
def test_a_code_that_is_none_can_be_typed_again(buyer: Browser, typed: str) -> None:
    for answer in (buyer.get(f"/T/{typed}"), buyer.get(f"/t?code={typed}")):
        assert answer.status_code == 404
        assert "Không tìm thấy mã này" in answer.text
        assert "Xem lại từng chữ" in answer.text
        assert f'value="{typed[:40]}"' in answer.text


def test_what_was_typed_cannot_become_part_of_the_page(buyer: Browser) -> None:
    page = buyer.get('/t?code="><script>alert(1)</script>').text
    assert "<script" not in page


def test_a_torn_sticker_can_be_typed(buyer: Browser) -> None:
    answer = buyer.get("/t")
    assert answer.status_code == 200
    assert '<label class="label" for="code">' in answer.text


def test_a_new_shop_is_called_not_confirmed_until_somebody_has_been_there(
    buyer: Browser, session: Session, shop: Shop, batch: Batch
) -> None:
    assert "Chưa xác nhận" in buyer.get(f"/T/{batch.trace_code}").text
    see_shop(session, shop, by=make.staff(session, TRAINER).id, now=NOW)
    page = buyer.get(f"/T/{batch.trace_code}").text
    assert "Chưa xác nhận" not in page
    assert "đã đến xem cửa hàng này ngày 22/11/2026" in page


def test_practice_is_called_practice(
    buyer: Browser, session: Session, shop: Shop, batch: Batch
) -> None:
    assert "Dữ liệu thực hành" not in buyer.get(f"/T/{batch.trace_code}").text
    shop.is_practice = True
    assert "Dữ liệu thực hành" in buyer.get(f"/T/{batch.trace_code}").text


def test_a_shop_tried_out_in_the_practice_commune_is_practice_too(
    buyer: Browser, session: Session, files: Files
) -> None:
    build_practice(session, files, now=NOW)
    batch = make.batch(session, make.shop(session, commune_code=COMMUNE_CODE))
    assert "Dữ liệu thực hành" in buyer.get(f"/T/{batch.trace_code}").text


def test_it_holds_no_way_to_pay_no_account_no_phone_and_no_persons_name(
    buyer: Browser, session: Session, batch: Batch, shop: Shop
) -> None:
    make.payment_account(session, shop)
    page = buyer.get(f"/T/{batch.trace_code}").text
    owner = make.owner_of(session, shop)
    assert PAYEE.number not in page
    assert "/qr/" not in page
    assert owner.phone not in page
    assert "0900 000" not in page
    assert owner.name not in page.replace(shop.name, "")


def test_the_photo_is_shown_once_the_listing_was_public_and_stays(
    buyer: Browser, session: Session, shop: Shop, batch: Batch
) -> None:
    (address,) = re.findall(
        r'<img class="photo" src="([^"]+)"', buyer.get(f"/T/{batch.trace_code}").text
    )
    photo = buyer.get(address)
    assert photo.status_code == 200
    assert len(photo.data) <= 40 * 1024
    product = session.get_one(make.Product, batch.product_id)
    hide(session, product, now=NOW)
    assert buyer.get(address).status_code == 200
    assert address in buyer.get(f"/T/{batch.trace_code}").text


def test_the_photo_of_a_draft_is_nobodys(buyer: Browser, session: Session, batch: Batch) -> None:
    unpublish(session, session.get_one(make.Product, batch.product_id), now=NOW)
    assert "<img" not in buyer.get(f"/T/{batch.trace_code}").text


def test_it_comes_without_cookies_scripts_and_other_sites(buyer: Browser, batch: Batch) -> None:
    for path in (f"/T/{batch.trace_code}", "/t", "/t/ABC", "/t?code=7K3QX9MZP2A"):
        answer = buyer.get(path)
        assert "Set-Cookie" not in answer.headers
        assert "cookie" not in answer.headers.get("Vary", "").lower()
        assert "<script" not in answer.text
        assert not re.findall(r'(?:src|href)="(?:https?:)?//', answer.text)


def test_it_is_read_anew_each_time_and_told_apart_by_language_only(
    buyer: Browser, batch: Batch
) -> None:
    answer = buyer.get(f"/T/{batch.trace_code}")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Vary"].split(", ")[0] == "Accept-Language"


def test_it_is_light(app: Flask, buyer: Browser, batch: Batch) -> None:
    answer = buyer.get(f"/T/{batch.trace_code}")
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', answer.text)
    weight = len(gzip.compress(answer.data, 9))
    for address in sheets:
        with buyer.client.get(address) as sheet:
            weight += len(gzip.compress(sheet.data, 9))
    assert weight <= FIRST_FLIGHT, weight


@pytest.mark.parametrize(
    ("headers", "ending", "language"),
    [
        ({}, "", "vi"),
        ({"Accept-Language": "en-GB,en;q=0.8"}, "", "en"),
        ({"Accept-Language": "vi-VN,vi;q=0.9,en;q=0.5"}, "", "vi"),
        ({"Accept-Language": "fr"}, "", "vi"),
        ({"Accept-Language": "en"}, "?lang=vi", "vi"),
        ({}, "?lang=en", "en"),
        ({}, "?lang=xx", "vi"),
    ],
)
def test_it_speaks_the_language_of_the_phone(
    app: Flask, session: Session, batch: Batch, headers: dict[str, str], ending: str, language: str
) -> None:
    session.commit()
    answer: TestResponse = app.test_client().get(f"/T/{batch.trace_code}{ending}", headers=headers)
    assert f'<html lang="{language}"' in answer.text


def test_a_code_outlives_its_commune(buyer: Browser, session: Session, batch: Batch) -> None:
    ended: Commune = commune(session, HOANG_LOC)
    ended.valid_to = NOW.date()
    answer = buyer.get(f"/T/{batch.trace_code}")
    assert answer.status_code == 200
    assert "Xã Hoằng Lộc" in answer.text


def test_a_shop_without_a_commune_is_shown_without_a_place(
    buyer: Browser, session: Session
) -> None:
    batch = make.batch(session, make.shop(session, commune_code=""))
    answer = buyer.get(f"/T/{batch.trace_code}")
    assert answer.status_code == 200
    assert "<dt>Ở</dt>" not in answer.text


def test_a_sleeping_label_of_a_recalled_batch_warns(
    buyer: Browser, session: Session, batch: Batch
) -> None:
    label, other = labels_of(session, batch, 2)
    session.get_one(LabelRun, label.run_id).needs_activation = True
    session.commit()
    assert buyer.get(f"/T/{label.code}").status_code == 404
    recall_batch(session, batch, reason="Nấm mốc", what_to_do="", reaches_on=False, now=NOW)
    session.commit()
    for code in (label.code, other.code):
        answer = buyer.get(f"/T/{code}")
        assert answer.status_code == 200
        assert "Nấm mốc" in answer.text


def test_no_origin_is_told_that_nobody_declared(buyer: Browser, batch: Batch) -> None:
    assert "Xuất xứ" not in buyer.get(f"/T/{batch.trace_code}").text


def test_a_trailing_slash_opens_the_page_to_type_a_code(buyer: Browser) -> None:
    for path in ("/T", "/T/", "/t/"):
        assert buyer.get(path).status_code == 200


def test_a_look_shows_as_soon_as_it_is_written(
    app: Flask, buyer: Browser, session: Session, batch: Batch
) -> None:
    label = label_of(session, batch)
    session.commit()
    desk = app.extensions[DESK]
    desk.looks.write()  # what other pages of this application still had in hand
    buyer.get(f"/T/{label.code}")
    kept = len(desk.pages)
    assert kept > 0
    desk.looks.note(label.code, batch.id, at=NOW)
    session.commit()
    assert desk.looks.write() == 1
    assert len(desk.pages) == kept - 1


def test_what_was_told_for_a_day_is_a_day() -> None:
    assert day_or_moment(day_begins_at(NOW.date())) == NOW.date().isoformat()
    assert day_or_moment(NOW).endswith("+07:00")


def test_a_part_of_a_divided_batch_tells_what_happened_before_it_was_divided(
    buyer: Browser, session: Session, batch: Batch
) -> None:
    at = day_begins_at(batch.made_on)
    record_event(session, batch, kind="pack", at=at, now=NOW)
    first, second = split_batch(session, batch, parts=[1_000, 1_000], unit="kg", now=NOW)
    record_event(session, second, kind="inspect", at=NOW, now=NOW)
    page = buyer.get(f"/T/{first.trace_code}").text
    assert event_word("pack") in page
    assert event_word("inspect") not in page, "what the other part went through is not its story"
    assert event_word("inspect") in buyer.get(f"/T/{second.trace_code}").text


def first_button(page: str) -> str:
    found = re.search(r'class="button[^"]*"[^>]*>(.*?)</a>', page, re.DOTALL)
    assert found
    return found[1]


def test_no_red_page_asks_first_to_buy(
    buyer: Browser, session: Session, bench: Bench, batch: Batch
) -> None:
    assert "Hỏi mua" in first_button(buyer.get(f"/T/{batch.trace_code}").text)
    recall_batch(
        session, batch, reason="Vỏ hộp rách", what_to_do="Đem trả", reaches_on=False, now=NOW
    )
    page = buyer.get(f"/T/{batch.trace_code}").text
    assert "Hỏi cửa hàng về thu hồi" in first_button(page)
    assert "Hỏi mua" not in page
