"""Ordering labels in three questions, and the page of a run."""

import re
from io import BytesIO

import pytest
import zxingcpp
from flask import Flask
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from qr_labels.symbol.proof import QR_ONLY
from shopkit.catalog.models.products import Product
from shopkit.jobs import work
from shopkit.jobs.models import Job
from shopkit.jobs.work import Bench
from shopkit.scope import OFFICER
from shopkit.shops.models.shops import Shop
from shopkit.traceability.models.labels import Label, LabelMark, LabelRun
from shopkit.traceability.rules.labels import RUNS_A_DAY
from shopkit.traceability.rules.states import LOT, VOID
from tests import make
from tests.accounts.browser import Browser, errors
from tests.conftest import NOW
from tests.journeys import papers

ORDER = {"count": "50", "level": "unit", "stock": "avery-l7160", "start_cell": ""}


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def product(session: Session, shop: Shop) -> Product:
    return make.draft(session, shop)


@pytest.fixture
def phone(app: Flask, session: Session, shop: Shop) -> Browser:
    return make.phone(app, session, make.owner_of(session, shop))


def query(batch_id: object, **more: str) -> str:
    given = "&".join(f"{name}={value}" for name, value in (ORDER | more).items())
    return f"/batches/{batch_id}/labels/check?{given}"


def order(phone: Browser, batch_id: object, **more: str) -> TestResponse:
    return phone.post(f"/batches/{batch_id}/labels/check", **(ORDER | more))


def finished(session: Session, bench: Bench, run: LabelRun, job: Job) -> LabelRun:
    session.commit()
    work.do_all(bench, job.id)
    session.expire_all()
    return session.get_one(LabelRun, run.id)


def test_three_questions_lead_to_labels_and_the_page_waits_until_they_are_there(
    phone: Browser, session: Session, bench: Bench, shop: Shop, product: Product
) -> None:
    batch = make.batch(session, shop, product)
    first = phone.get(f"/batches/{batch.id}/labels").text
    assert "Bước 1 trên 3" in first
    assert 'value="unit" checked' in first
    second = phone.get(f"/batches/{batch.id}/labels/paper?count=50&level=unit").text
    assert "Bước 2 trên 3" in second
    third = phone.get(query(batch.id)).text
    assert "Bước 3 trên 3" in third
    assert "3 tờ" in third
    answer = order(phone, batch.id)
    run = session.scalars(select(LabelRun)).one()
    assert answer.location == f"/label-runs/{run.id}"
    assert run.words
    assert run.words["title"] == product.title
    assert not (run.needs_activation)
    assert not (run.has_pins)
    waiting = phone.get(answer.location).text
    assert "Đang làm 50 tem" in waiting
    assert 'http-equiv="refresh"' in waiting
    assert phone.get(f"/label-runs/{run.id}/tem-1.pdf").status_code == 404
    job_id = session.scalars(select(Job.id)).one()
    session.commit()
    work.do_all(bench, job_id)
    done = phone.get(answer.location).text
    assert "50 tem đã xong" in done
    assert "refresh" not in done
    file = phone.get(f"/label-runs/{run.id}/tem-1.pdf")
    assert file.mimetype == "application/pdf"
    assert file.data.startswith(b"%PDF-")
    assert phone.get(f"/label-runs/{run.id}/tem-2.pdf").status_code == 404
    assert phone.get(f"/label-runs/{run.id}/tem-0.pdf").status_code == 404


def test_the_paper_of_last_time_is_chosen_already(
    phone: Browser, session: Session, shop: Shop, product: Product
) -> None:
    batch = make.batch(session, shop, product)
    path = f"/batches/{batch.id}/labels/paper?count=5&level=unit"
    assert "checked" not in phone.get(path).text
    make.label_run(session, batch, stock="roll-50x30")
    assert 'value="roll-50x30" checked' in phone.get(path).text
    make.label_run(session, batch, stock="avery-l7651")
    assert 'value="avery-l7651" checked' in phone.get(path).text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"count": ""}, "Nhập số tem cần in, ví dụ 50."),
        ({"count": "0"}, "Nhập số từ 1 đến 200000."),
        ({"count": "200001"}, "Nhập số từ 1 đến 200000."),
        ({"count": "10000000"}, "Nhập số từ 1 đến 200000."),
        ({"count": "-1"}, "Nhập số bằng chữ số, ví dụ 50."),
        ({"count": "năm mươi"}, "Nhập số bằng chữ số, ví dụ 50."),
        ({"count": "9" * 400}, "Nhập số bằng chữ số, ví dụ 50."),
        ({"level": ""}, "Chọn mã riêng từng tem hay mã chung cả đợt."),
        ({"stock": ""}, "Chọn loại giấy tem đang có."),
        ({"stock": "../../etc"}, "Chọn loại giấy tem đang có."),
        (
            {"start_cell": "21"},
            "Một tờ loại này có 21 tem. Nhập số nhỏ hơn, hoặc lấy tờ mới.",
        ),
    ],
)
def test_a_wrong_order_says_what_to_do_and_orders_nothing(
    phone: Browser,
    session: Session,
    shop: Shop,
    product: Product,
    wrong: dict[str, str],
    said: str,
) -> None:
    batch = make.batch(session, shop, product)
    for answer in (order(phone, batch.id, **wrong), phone.get(query(batch.id, **wrong))):
        assert answer.status_code == 422
        assert said in errors(answer)
    assert session.scalars(select(LabelRun)).all() == []
    assert session.scalars(select(Job)).all() == []


def test_a_label_too_small_for_its_words_is_told_at_once(
    phone: Browser, session: Session, shop: Shop, product: Product
) -> None:
    product.title = "Bánh gai nhân đậu xanh, gói mười cái " * 3
    batch = make.batch(session, shop, product)
    answer = order(phone, batch.id, stock="roll-35x22-2")
    assert errors(answer) == ["Tem này nhỏ quá cho mã và tên hàng. Chọn tem lớn hơn."]
    assert session.scalars(select(LabelRun)).all() == []


def test_what_a_small_label_leaves_out_is_told_before_it_is_ordered(
    phone: Browser, session: Session, shop: Shop, product: Product
) -> None:
    product.title = "Bánh gai nhân đậu xanh, gói mười cái " * 3
    batch = make.batch(session, shop, product)
    page = phone.get(query(batch.id, stock="roll-40x30")).text
    assert "Tem nhỏ nên phải bỏ bớt: địa chỉ trang tra mã, tên nơi làm." in page


def test_one_label_is_shown_as_a_picture_that_reads(
    phone: Browser, session: Session, shop: Shop, product: Product
) -> None:
    batch = make.batch(session, shop, product)
    answer = phone.get(f"/batches/{batch.id}/labels/preview.png?stock=avery-l7160")
    assert answer.mimetype == "image/png"
    with Image.open(BytesIO(answer.data)) as picture:
        (found,) = zxingcpp.read_barcodes(picture.convert("L"), formats=QR_ONLY)
    assert found.text.endswith(batch.trace_code)
    assert phone.get(f"/batches/{batch.id}/labels/preview.png?stock=none").status_code == 404


def test_a_sign_that_no_font_draws_is_named(
    phone: Browser, session: Session, shop: Shop, product: Product
) -> None:
    product.title = "Bánh gai \N{CAT FACE}"
    batch = make.batch(session, shop, product)
    (said,) = errors(order(phone, batch.id))
    assert "\N{CAT FACE}" in said


def test_a_shop_without_a_name_names_itself_first(app: Flask, session: Session) -> None:
    shop = make.shop(session, name="")
    phone = make.phone(app, session, make.owner_of(session, shop))
    batch = make.batch(session, shop)
    assert phone.get(f"/batches/{batch.id}/labels").location == "/shop/name"
    assert order(phone, batch.id).location == "/shop/name"
    assert "Tem cần có tên cửa hàng" in phone.get("/shop/name").text
    assert session.scalars(select(LabelRun)).all() == []


def test_a_closed_batch_says_why_it_gives_no_labels(
    phone: Browser, session: Session, shop: Shop
) -> None:
    batch = make.batch(session, shop)
    batch.closed_at = NOW
    assert errors(order(phone, batch.id)) == ["Đợt hàng này đã đóng. Mở lại đợt rồi in tem."]
    batch.recalled_at, batch.closed_at = NOW, None
    assert errors(order(phone, batch.id)) == ["Đợt hàng này đang thu hồi, không in thêm tem."]


def test_a_neighbour_finds_no_run_of_hers(
    app: Flask, session: Session, bench: Bench, shop: Shop, product: Product
) -> None:
    batch = make.batch(session, shop, product)
    run = finished(session, bench, *make.label_run(session, batch, has_pins=True))
    neighbour = make.phone(app, session, make.owner_of(session, make.shop(session)))
    for path in (
        f"/batches/{batch.id}/labels",
        query(batch.id),
        f"/batches/{batch.id}/labels/preview.png?stock=avery-l7160",
        f"/label-runs/{run.id}",
        f"/label-runs/{run.id}/tem-1.pdf",
        f"/label-runs/{run.id}/use",
        f"/label-runs/{run.id}/replace",
        f"/label-runs/{run.id}/activate",
        f"/label-runs/{run.id}/lose",
        f"/label-runs/{run.id}/sheets/1",
        f"/label-runs/{run.id}/sheets/to-1.pdf",
        f"/label-runs/{run.id}/sheets/1/spoil?cell=0",
        f"/label-runs/{run.id}/pins",
        f"/label-runs/{run.id}/pins.xlsx",
    ):
        assert neighbour.get(path).status_code == 404, path
    assert order(neighbour, batch.id).status_code == 404
    for path in ("activate", "spoil?why=other", "lose", "sheets/1/again", "pins", "use"):
        assert neighbour.post(f"/label-runs/{run.id}/{path}").status_code == 404, path


def test_an_officer_sees_no_codes(
    app: Flask, session: Session, bench: Bench, shop: Shop, product: Product
) -> None:
    batch = make.batch(session, shop, product)
    run = finished(session, bench, *make.label_run(session, batch))
    officer = make.phone(app, session, make.staff(session, OFFICER))
    for path in (f"/label-runs/{run.id}", f"/label-runs/{run.id}/sheets/1", "/labels/activate"):
        assert officer.get(path).status_code == 404


def test_used_labels_are_counted_within_what_was_printed(
    phone: Browser, session: Session, bench: Bench, shop: Shop
) -> None:
    run = finished(session, bench, *make.label_run(session, make.batch(session, shop), 42))
    path = f"/label-runs/{run.id}/use"
    counts = {"printed": "42", "spoiled": "2", "affixed": "41", "affixed_on": "2026-11-22"}
    assert errors(phone.post(path, **counts)) == ["Lần này chỉ làm 42 tem. Xem lại các số."]
    assert phone.post(path, **(counts | {"affixed": "40"})).location == f"/label-runs/{run.id}"
    run = session.get_one(LabelRun, run.id)
    assert (run.printed_count, run.spoiled_count, run.affixed_count) == (42, 2, 40)
    assert "Đã in 42, hỏng 2, đã dán 40" in phone.get(f"/label-runs/{run.id}").text


def test_a_sheet_shows_its_labels_and_takes_ticks(
    phone: Browser, session: Session, bench: Bench, shop: Shop
) -> None:
    run = finished(
        session, bench, *make.label_run(session, make.batch(session, shop), 30, start_cell=2)
    )
    page = phone.get(f"/label-runs/{run.id}/sheets/1").text
    assert page.count("Trống") == 2
    assert page.count('type="checkbox"') == 19
    assert phone.get(f"/label-runs/{run.id}/sheets/3").status_code == 404
    asked = phone.get(f"/label-runs/{run.id}/sheets/1/spoil?cell=2&cell=5&cell=0").text
    assert "Hủy 2 tem?" in asked
    answer = phone.post(f"/label-runs/{run.id}/sheets/1/spoil?cell=2&cell=5&cell=0", why="damaged")
    assert answer.location == f"/label-runs/{run.id}"
    void = session.scalars(
        select(Label.position).where(Label.state == VOID).order_by(Label.position)
    ).all()
    assert list(void) == [0, 3]
    page = phone.get(f"/label-runs/{run.id}").text
    assert "Đã hủy 2 tem. Mã đã hủy không dùng lại." in page
    assert "In tem thay tem đã hủy" in page


def test_a_sheet_printed_again_keeps_its_codes_leaves_void_ones_out_and_is_noted(
    phone: Browser, session: Session, bench: Bench, shop: Shop
) -> None:
    run = finished(session, bench, *make.label_run(session, make.batch(session, shop), 30))
    phone.post(f"/label-runs/{run.id}/sheets/1/spoil?cell=4", why="damaged")
    answer = phone.post(f"/label-runs/{run.id}/sheets/1/again")
    pdf = phone.get(answer.location)
    read = {text.rsplit("/", 1)[1] for text in papers.texts_in_pdf(pdf.data)}
    labels = session.scalars(select(Label).where(Label.run_id == run.id, Label.position < 21))
    assert read == {label.code for label in labels if label.position != 4}
    mark = session.scalars(select(LabelMark).where(LabelMark.why == "again")).one()
    assert (mark.first, mark.last) == (0, 20)
    assert "In lại, tem số 1 đến 21" in phone.get(f"/label-runs/{run.id}").text


def test_new_labels_take_the_place_of_void_ones(
    phone: Browser, session: Session, bench: Bench, shop: Shop
) -> None:
    run = finished(session, bench, *make.label_run(session, make.batch(session, shop), 30))
    phone.post(f"/label-runs/{run.id}/sheets/1/spoil?cell=4&cell=9", why="damaged")
    assert "In 2 tem thay?" in phone.get(f"/label-runs/{run.id}/replace").text
    answer = phone.post(f"/label-runs/{run.id}/replace", start_cell="7")
    made_id = answer.location.rsplit("/", 1)[1]
    made = session.scalars(select(LabelRun).where(LabelRun.id != run.id)).one()
    assert str(made.id) == made_id
    assert (made.count, made.start_cell, made.stock) == (2, 7, run.stock)
    void = session.scalars(
        select(Label.code).where(Label.state == VOID).order_by(Label.position)
    ).all()
    assert made.replaces == list(void)
    assert errors(phone.post(f"/label-runs/{run.id}/replace")) == []
    assert "đã có tem thay" in phone.get(f"/label-runs/{run.id}/replace").text
    assert session.scalar(select(func.count()).select_from(LabelRun)) == 2


def test_labels_with_the_code_of_the_batch_have_no_sheets_to_tick(
    phone: Browser, session: Session, bench: Bench, shop: Shop
) -> None:
    batch = make.batch(session, shop)
    run = finished(session, bench, *make.label_run(session, batch, 30, level=LOT))
    page = phone.get(f"/label-runs/{run.id}").text
    assert "Mọi tem cùng một mã" in page
    assert "Kích hoạt" not in page
    assert phone.get(f"/label-runs/{run.id}/activate").status_code == 404
    assert phone.get(f"/label-runs/{run.id}/sheets/2").status_code == 200
    assert phone.get(f"/label-runs/{run.id}/sheets/to-2.pdf").status_code == 200


def test_the_day_has_an_end_of_runs_and_says_so(
    phone: Browser, session: Session, shop: Shop
) -> None:
    batch = make.batch(session, shop)
    for _ in range(RUNS_A_DAY):
        make.label_run(session, batch)
    assert errors(order(phone, batch.id)) == ["Hôm nay đã in 20 lần. Mai in tiếp."]


def test_the_words_of_the_trade_stay_off_her_label_pages(
    phone: Browser, session: Session, bench: Bench, shop: Shop
) -> None:
    batch = make.batch(session, shop)
    run = finished(session, bench, *make.label_run(session, batch, has_pins=True))
    for path in (
        f"/batches/{batch.id}/labels",
        f"/batches/{batch.id}/labels/paper?count=5&level=unit",
        query(batch.id),
        f"/label-runs/{run.id}",
        f"/label-runs/{run.id}/activate",
        f"/label-runs/{run.id}/sheets/1",
        f"/label-runs/{run.id}/pins",
        "/labels/activate",
    ):
        page = phone.get(path)
        assert page.status_code == 200, path
        main = re.sub(r"<[^>]*>", " ", page.text.split("<main")[1].split("</main")[0]).lower()
        for word in ("lô ", "lot ", "batch", "serial", "pin "):
            assert word not in main, (path, word)
