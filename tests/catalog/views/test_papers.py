"""Papers by the pages: adding, what buyers see, and having them seen."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from flask import Flask
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Notice
from shopkit.app import keep_tidy
from shopkit.catalog.models.papers import Paper
from shopkit.catalog.models.products import Product
from shopkit.catalog.queries.papers import standing_papers
from shopkit.db.engine import Database
from shopkit.db.files import Files
from shopkit.scope import TRAINER
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import Browser, errors
from tests.catalog import shots
from tests.conftest import StandingClock

OCOP = {"number": "1234/QĐ-UBND", "issuer": "UBND tỉnh", "stars": "4", "valid_from": "05/01/2026"}


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def product(session: Session, files: Files, shop: Shop) -> Product:
    return make.product(session, files, shop)


@pytest.fixture
def phone(app: Flask, session: Session, shop: Shop) -> Browser:
    return make.phone(app, session, make.owner_of(session, shop))


def pdf() -> bytes:
    drawn = BytesIO()
    canvas = Canvas(drawn)
    canvas.drawString(72, 720, "Quyet dinh")
    canvas.save()
    return drawn.getvalue()


def send_page(phone: Browser, paper: Paper, content: bytes, name: str = "giay.pdf") -> object:
    token = phone.client.get("/api/csrf").get_json()["token"]
    path = f"/papers/{paper.id}/page"
    phone.session.commit()
    answer = phone.client.post(
        path,
        data={
            "csrf_token": token,
            "_key": f"{len(content)}-{name}",
            "page": (BytesIO(content), name),
        },
    )
    phone.session.expire_all()
    return answer


def test_an_ocop_decision_is_added_in_two_pages_and_its_end_is_proposed(
    phone: Browser, session: Session, product: Product
) -> None:
    assert "/papers/new/ocop" in phone.get("/papers/new").text
    answer = phone.post("/papers/new/ocop", product_id=str(product.id), **OCOP)
    paper = session.scalars(select(Paper)).one()
    assert answer.location == f"/papers/{paper.id}/page"
    assert paper.valid_to == date(2029, 1, 4)
    page = phone.get(f"/papers/{paper.id}").text
    for word in ("OCOP 4 sao", "1234/QĐ-UBND", "04/01/2029", "36 tháng", "chưa đối chiếu"):
        assert word in page, word


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"number": ""}, "Nhập số ghi trên giấy."),
        (
            {"number": "😀"},
            "Ghi đúng số trên giấy: có chữ số, chỉ dùng chữ, số và dấu / . - ( ).",
        ),
        ({"stars": ""}, "Chọn số sao ghi trên quyết định."),
        ({"stars": "2"}, "Chọn số sao ghi trên quyết định."),
        ({"valid_from": ""}, "Nhập ngày cấp ghi trên giấy."),
        ({"valid_from": "23/11/2026"}, "Ngày cấp còn chưa tới. Xem lại ngày trên giấy."),
        ({"valid_to": "04/01/2026"}, "Ngày hết hạn phải sau ngày cấp. Xem lại hai ngày."),
        ({"valid_to": "04/01/2076"}, "Hạn dài hơn hai mươi năm. Xem lại năm."),
        ({"product_id": "all"}, "Chọn sản phẩm của giấy này."),
        ({"number": "x" * 81}, "Nhập ngắn hơn: tối đa 80 ký tự, đang có 81."),
    ],
)
def test_a_wrong_entry_says_what_to_do_and_keeps_nothing(
    phone: Browser, session: Session, product: Product, wrong: dict[str, str], said: str
) -> None:
    answer = phone.post("/papers/new/ocop", **({"product_id": str(product.id)} | OCOP | wrong))
    assert answer.status_code == 422
    assert said in errors(answer)
    assert session.scalars(select(Paper)).all() == []


def test_the_same_paper_is_taken_once(phone: Browser, session: Session, product: Product) -> None:
    phone.post("/papers/new/ocop", product_id=str(product.id), **OCOP)
    again = OCOP | {"number": "1234/qđ-ubnd", "stars": "3"}
    answer = phone.post("/papers/new/ocop", product_id=str(product.id), **again)
    assert errors(answer) == ["Giấy số này đã có. Mở giấy cũ để sửa hoặc thay."]
    assert len(session.scalars(select(Paper)).all()) == 1


def test_a_neighbours_product_is_no_choice(phone: Browser, session: Session, files: Files) -> None:
    other = make.product(session, files, make.shop(session))
    answer = phone.post("/papers/new/vietgap", product_id=str(other.id), **OCOP)
    assert errors(answer) == ["Chọn sản phẩm của giấy này."]


def test_the_stars_stand_with_their_decision_and_are_gone_the_day_after(
    app: Flask, session: Session, shop: Shop, product: Product, clock: StandingClock
) -> None:
    paper = make.paper(session, shop, product, valid_to=date(2026, 12, 1))
    buyer = make.phone(app, session)
    page = buyer.get(f"/p/{product.code}").text
    for word in ("OCOP 4 sao", "1234/QĐ-UBND", "01/12/2026", "Tự khai"):
        assert word in page, word
    clock.forward(days=9)
    assert "OCOP 4 sao" in buyer.get(f"/p/{product.code}").text
    clock.forward(days=1)
    assert "OCOP" not in buyer.get(f"/p/{product.code}").text
    assert paper.removed_at is None


def test_stars_without_a_number_are_shown_to_nobody(
    session: Session, shop: Shop, product: Product
) -> None:
    make.paper(session, shop, product, number="")
    make.paper(session, shop, product, stars=2)
    make.paper(session, shop, product, number="5678/QĐ-UBND", stars=None)
    assert standing_papers(session, shop.id, product.id, on=date(2026, 11, 22)) == []


def test_a_paper_for_all_products_stands_for_each_and_no_other_shop(
    session: Session, shop: Shop, product: Product
) -> None:
    paper = make.paper(session, shop, None, kind="vietgap", stars=None)
    day = date(2026, 11, 22)
    assert standing_papers(session, shop.id, product.id, on=day) == [paper]
    assert standing_papers(session, make.shop(session).id, product.id, on=day) == []


def test_a_page_may_be_a_photo_or_a_pdf(
    phone: Browser, session: Session, shop: Shop, product: Product
) -> None:
    paper = make.paper(session, shop, product)
    assert send_page(phone, paper, pdf()).status_code == 303  # type: ignore[attr-defined]
    assert send_page(phone, paper, shots.jpeg(), "anh.jpg").status_code == 303  # type: ignore[attr-defined]
    assert [is_pdf for _number, is_pdf in paper.pages] == [True, False]
    first = phone.get(f"/papers/{paper.id}/pages/1")
    assert (first.mimetype, first.data) == ("application/pdf", pdf_of(first.data))
    assert "attachment" in first.headers["Content-Disposition"]
    assert phone.get(f"/papers/{paper.id}/pages/2").mimetype == "image/jpeg"
    assert phone.get(f"/papers/{paper.id}/pages/3").status_code == 404


def pdf_of(content: bytes) -> bytes:
    assert content.startswith(b"%PDF-")
    return content


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Chụp giấy, hoặc chọn ảnh hay tệp PDF."),
        (b"%PDF-1.7 nothing more", "Tệp PDF bị hỏng hoặc gửi thiếu."),
        (b"%PDF-1.7\nstartxref\n5\n%%EOF", "Tệp PDF bị hỏng hoặc gửi thiếu."),
        (b"%PDF-1.7" + b"x" * (10 * 1024 * 1024), "Tệp PDF nặng quá 10 MB."),
        (b"MZ\x90 a program", "Tệp này không phải ảnh"),
    ],
)
def test_a_file_that_is_no_page_is_told_and_not_kept(
    phone: Browser, session: Session, shop: Shop, product: Product, content: bytes, said: str
) -> None:
    paper = make.paper(session, shop, product)
    answer = send_page(phone, paper, content)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert said in answer.text or "trống" in answer.text  # type: ignore[attr-defined]
    assert paper.files == []


def test_half_a_pdf_is_not_kept(
    phone: Browser, session: Session, shop: Shop, product: Product
) -> None:
    paper = make.paper(session, shop, product)
    whole = pdf()
    assert send_page(phone, paper, whole[: len(whole) // 2]).status_code == 422  # type: ignore[attr-defined]
    assert paper.files == []


def test_a_replaced_paper_stays_in_the_history_only(
    phone: Browser, app: Flask, session: Session, shop: Shop, product: Product
) -> None:
    old = make.paper(session, shop, product)
    phone.post(
        f"/papers/{old.id}/replace", product_id=str(product.id), **(OCOP | {"number": "99/QĐ"})
    )
    new = session.scalars(select(Paper).where(Paper.removed_at.is_(None))).one()
    assert old.replaced_by_id == new.id
    page = make.phone(app, session).get(f"/p/{product.code}").text
    assert "99/QĐ" in page
    assert "1234/QĐ" not in page
    assert f"/papers/{new.id}" in phone.get(f"/papers/{old.id}").text
    assert phone.get(f"/papers/{old.id}/replace").status_code == 404


def test_a_removed_paper_is_gone_at_once(
    phone: Browser, app: Flask, session: Session, shop: Shop, product: Product
) -> None:
    paper = make.paper(session, shop, product)
    assert phone.post(f"/papers/{paper.id}/remove").location == "/papers"
    assert "OCOP" not in make.phone(app, session).get(f"/p/{product.code}").text
    assert "Giấy cũ (1)" in phone.get("/papers").text


def test_she_is_told_once_thirty_days_before(
    app: Flask, session: Session, database: Database, files: Files, shop: Shop, clock: StandingClock
) -> None:
    make.paper(session, shop, None, kind="vietgap", stars=None, valid_to=date(2026, 12, 30))
    session.commit()
    keep_tidy(database, files)
    assert session.scalars(select(Notice)).all() == []
    session.commit()
    clock.forward(days=8)
    for _day in range(3):
        keep_tidy(database, files)
        clock.forward(days=1)
    session.expire_all()
    assert [notice.kind for notice in session.scalars(select(Notice))] == ["paper.ends"]
    owner = make.phone(app, session, make.owner_of(session, shop))
    clock.set(clock.at - timedelta(days=3))
    assert "sắp hết hạn" in owner.get("/papers").text.lower()


def test_a_trainer_beside_her_has_seen_the_paper_itself(
    app: Flask, session: Session, shop: Shop, product: Product
) -> None:
    paper = make.paper(session, shop, product)
    trainer = make.phone(app, session, make.staff(session, TRAINER))
    assert trainer.get(f"/shops/{shop.id}/papers").status_code == 404
    trainer.post("/shops/beside", phone=make.owner_of(session, shop).phone)
    assert "1234/QĐ-UBND" in trainer.get(f"/shops/{shop.id}/papers").text
    trainer.post(f"/shops/{shop.id}/papers/{paper.id}/seen")
    assert paper.seen_at is not None
    page = make.phone(app, session).get(f"/p/{product.code}").text
    assert "Cán bộ đã xem giấy ngày 22/11/2026" in page
    assert "Tự khai" not in page


def test_a_neighbour_finds_no_paper_of_hers(
    app: Flask, session: Session, shop: Shop, product: Product
) -> None:
    paper = make.paper(session, shop, product)
    neighbour = make.phone(app, session, make.owner_of(session, make.shop(session)))
    for path in ("", "/replace", "/page", "/pages/1"):
        assert neighbour.get(f"/papers/{paper.id}{path}").status_code == 404
    assert neighbour.post(f"/papers/{paper.id}/remove").status_code == 404
    assert paper.removed_at is None


def test_files_of_no_paper_are_swept_and_the_others_stay(
    phone: Browser,
    session: Session,
    database: Database,
    files: Files,
    shop: Shop,
    product: Product,
    clock: StandingClock,
) -> None:
    paper = make.paper(session, shop, product)
    send_page(phone, paper, pdf())
    stray = files.shelf("papers").put(b"%PDF- of a request that failed")
    session.commit()
    clock.set(clock.at.replace(year=2031))
    keep_tidy(database, files)
    left = [path.name for path in (files.root / "papers").glob("*/*")]
    assert [paper.files[0].partition(".")[0]] == left
    assert stray not in left
