"""The file of a batch for an inspector: whole, readable without us, and noted."""

import csv
import json
import tracemalloc
import zipfile
from io import BytesIO, StringIO

import pypdfium2
import pytest
from flask import Flask
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from shopkit.catalog.actions.papers import Page, add_page
from shopkit.catalog.models.products import Product
from shopkit.db.files import Files
from shopkit.jobs.work import Bench
from shopkit.journal.models import JournalEntry
from shopkit.shops.models.shops import Shop
from shopkit.traceability.actions.events import record_event
from shopkit.traceability.actions.lineage import add_source, split_batch
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.labels import Label, LabelRun
from shopkit.traceability.rules.epcis_check import faults_of
from shopkit.traceability.rules.inspection import Part, pack, plain_name
from tests import make
from tests.accounts.browser import Browser
from tests.conftest import NOW
from tests.traceability.test_epcis import full_story


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def product(session: Session, files: Files, shop: Shop) -> Product:
    return make.product(session, files, shop)


@pytest.fixture
def batch(session: Session, shop: Shop, product: Product) -> Batch:
    return make.batch(session, shop, product, best_before=NOW.date().replace(year=2027))


@pytest.fixture
def phone(app: Flask, session: Session, shop: Shop) -> Browser:
    return make.phone(app, session, make.owner_of(session, shop))


def taken(phone: Browser, batch: Batch) -> zipfile.ZipFile:
    answer = phone.post(f"/batches/{batch.id}/inspection")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    archive = zipfile.ZipFile(BytesIO(answer.data))
    assert archive.testzip() is None
    return archive


def table(archive: zipfile.ZipFile, ending: str) -> list[list[str]]:
    (name,) = [name for name in archive.namelist() if name.endswith(ending)]
    content = archive.read(name)
    assert content.startswith(b"\xef\xbb\xbf"), name
    return list(csv.reader(StringIO(content.decode("utf-8-sig"))))


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def test_one_click_gives_everything(
    phone: Browser,
    session: Session,
    files: Files,
    shop: Shop,
    product: Product,
    batch: Batch,
    bench: Bench,
) -> None:
    full_story(session, shop, batch, bench)
    paper = make.paper(session, shop, product)
    add_page(session, files, paper, Page(b"%PDF-1.7 of the decision", ".pdf"), now=NOW)
    archive = taken(phone, batch)
    names = archive.namelist()
    assert names[0] == "01-tom-tat.pdf"
    assert "giay-to/01-ocop-1234-qd-ubnd-1.pdf" in names
    assert archive.read("giay-to/01-ocop-1234-qd-ubnd-1.pdf") == b"%PDF-1.7 of the decision"
    assert faults_of(json.loads(archive.read("30-epcis.jsonld"))) == []
    events = table(archive, "viec-da-lam.csv")
    assert [row[1] for row in events[1:]].count("Gửi đi") == 2
    assert {row[-1] for row in events[1:]} == {"có", "không, đã sửa hoặc bỏ"}
    hours = [row[0] for row in events[1:]]
    assert "2026-11-20" in hours, "where no hour was told there is none"
    assert not [at for at in hours if at.endswith("00:00:00")]
    assert "Hợp tác xã Thử" in {row[2] for row in table(archive, "nguyen-lieu.csv")[1:]}
    assert table(archive, "da-di-dau.csv")[1][2:] == ["Cửa hàng Thử", "4,5\u00a0kg", batch.code]
    assert len(table(archive, "tung-con-tem.csv")) == 4
    assert table(archive, "lan-in-tem.csv")[1][2] == "3"
    assert len(table(archive, "lich-su-thay-doi.csv")) > 10
    assert "Vỏ hộp rách" in table(archive, "thu-hoi.csv")[1]


def test_an_inspector_understands_the_summary_without_us(
    phone: Browser, session: Session, shop: Shop, product: Product, batch: Batch, bench: Bench
) -> None:
    full_story(session, shop, batch, bench)
    make.paper(session, shop, product)
    text = text_of(taken(phone, batch).read("01-tom-tat.pdf"))
    for word in (
        f"Hồ sơ đợt hàng {batch.code}",
        product.title,
        shop.name,
        batch.trace_code,
        "20/11/2026",
        "22/11/2027",
        "Xã Hoằng Lộc, Tỉnh Thanh Hóa",
        "Cửa hàng Thử",
        "Hợp tác xã Thử",
        "1234/QĐ-UBND",
        "Vỏ hộp rách",
        "tự khai",
        "Trong tệp nén này có gì",
        "30-epcis.jsonld",
    ):
        assert word in text, word


def test_who_took_the_file_is_noted(phone: Browser, session: Session, batch: Batch) -> None:
    taken(phone, batch)
    taken(phone, batch)
    entries = session.scalars(
        select(JournalEntry).where(JournalEntry.event == "batch.file_exported")
    ).all()
    assert len(entries) == 2
    assert all(entry.actor_id and entry.subject_id == batch.id for entry in entries)


def test_looking_at_the_page_takes_nothing(phone: Browser, session: Session, batch: Batch) -> None:
    assert "Tải hồ sơ" in phone.get(f"/batches/{batch.id}/inspection").text
    noted = select(JournalEntry).where(JournalEntry.event == "batch.file_exported")
    assert session.scalars(noted).all() == []


def test_an_empty_batch_has_a_file_too(phone: Browser, batch: Batch) -> None:
    archive = taken(phone, batch)
    assert "Không có." in text_of(archive.read("01-tom-tat.pdf"))
    assert table(archive, "viec-da-lam.csv")[1:] == []


def test_the_same_batch_gives_the_same_file(phone: Browser, batch: Batch) -> None:
    first, second = taken(phone, batch), taken(phone, batch)
    assert first.namelist() == second.namelist()
    for name in first.namelist():
        assert first.read(name) == second.read(name), name


def test_no_cell_runs_as_a_formula(
    phone: Browser, session: Session, shop: Shop, product: Product, batch: Batch
) -> None:
    product.title = '=HYPERLINK("http://x")'
    archive = taken(phone, batch)
    assert table(archive, "thong-tin-truy-xuat.csv")[1][1].startswith("'=")


def test_a_neighbour_takes_no_file_of_mine(
    app: Flask, session: Session, shop: Shop, batch: Batch
) -> None:
    neighbour = make.phone(app, session, make.owner_of(session, make.shop(session)))
    assert neighbour.get(f"/batches/{batch.id}/inspection").status_code == 404
    assert neighbour.post(f"/batches/{batch.id}/inspection").status_code == 404


def test_tens_of_thousands_of_labels_need_little_memory(
    phone: Browser, session: Session, shop: Shop, batch: Batch
) -> None:
    count = 30_000
    run = LabelRun(
        shop_id=shop.id, batch_id=batch.id, count=count, stock="avery-l7160", asked_at=NOW
    )
    run.ready_at = NOW
    session.add(run)
    session.flush()
    rows = [
        {
            "code": f"T{number:010}",
            "commune_code": "",
            "shop_id": shop.id,
            "batch_id": batch.id,
            "run_id": run.id,
            "position": number,
            "state": "generated",
        }
        for number in range(count)
    ]
    session.execute(insert(Label), rows)
    session.commit()
    del rows
    path = f"/batches/{batch.id}/inspection"
    token = phone.client.get("/api/csrf").get_json()["token"]
    session.commit()
    tracemalloc.start()
    answer = phone.client.post(path, data={"csrf_token": token, "_key": "many"})
    length = sum(len(piece) for piece in answer.response)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    answer.close()
    assert length > 150_000
    assert peak < 20 * 1024 * 1024


def test_a_part_comes_in_pieces_and_names_are_plain() -> None:
    file = BytesIO()
    names = pack(file, [Part("a.csv", (b"x" for _ in range(3))), Part("b.jpg", [b"y"], True)])
    with zipfile.ZipFile(file) as archive:
        assert names == archive.namelist() == ["a.csv", "b.jpg"]
        assert archive.read("a.csv") == b"xxx"
        assert archive.getinfo("b.jpg").compress_type == zipfile.ZIP_STORED
    assert plain_name("Mật ong bạc hà/../500 ml") == "mat-ong-bac-ha-500-ml"
    assert plain_name("…") == "x"


def test_where_it_went_follows_the_parts_and_what_was_made_from_it(
    phone: Browser, session: Session, shop: Shop, batch: Batch
) -> None:
    batch.quantity_milli, batch.unit = 500_000, "kg"
    (part,) = split_batch(session, batch, parts=[100_000], unit="kg", now=NOW)
    cake = make.batch(session, shop)
    add_source(session, cake, part, quantity_milli=None, unit="", now=NOW)
    record_event(session, part, kind="sell", at=NOW, partner="Chợ phiên Mẫu", now=NOW)
    record_event(session, cake, kind="ship", at=NOW, partner="Cửa hàng Thử", now=NOW)
    went = table(taken(phone, batch), "da-di-dau.csv")
    assert [row[2:] for row in went[1:]] == [
        ["Chợ phiên Mẫu", "", part.code],
        ["Cửa hàng Thử", "", f"{cake.code}, hàng làm từ đợt này"],
    ]
