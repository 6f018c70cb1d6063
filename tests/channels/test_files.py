"""Making files for channels: who may, what is in them, how long they stay."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from uuid import UUID
from zipfile import ZipFile

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from shopkit.catalog.models.products import Product
from shopkit.channels.actions import files as actions
from shopkit.channels.actions.files import MOST_A_DAY, NothingChosen, TooManyFiles
from shopkit.channels.models.handed_over import MADE, ChannelFile
from shopkit.channels.rules.layouts.shelf import SHEET_CSV, layout
from shopkit.db.files import Files
from shopkit.jobs import work
from shopkit.jobs.models import DONE, Job
from shopkit.jobs.work import Bench
from shopkit.journal.models import JournalEntry
from shopkit.shops.models.shops import Shop
from shopkit.web.state import Parts
from tests import make
from tests.accounts.browser import Browser, errors
from tests.conftest import NOW

HTTPS = "https://shop.example"
LONG = "Bánh gai lá dừa gói tay mười chiếc, nhân đậu xanh dừa non"


@pytest.fixture
def her_shop(session: Session) -> Shop:
    shop = make.shop(session)
    make.acting(session, make.owner_of(session, shop))
    return shop


@pytest.fixture
def product(session: Session, files: Files, her_shop: Shop) -> Product:
    return whole(make.product(session, files, her_shop, LONG))


@pytest.fixture
def phone(app: Flask, session: Session, her_shop: Shop) -> Browser:
    return make.phone(app, session, make.owner_of(session, her_shop))


def whole(product: Product) -> Product:
    """A listing that every channel takes."""
    product.description = "Bánh gai làm bằng lá gai tươi.\nGói bằng lá chuối, hấp trong ngày. " * 10
    product.category, product.packed_weight_g, product.sku = "banh-keo", 600, "BG-10"
    return product


def ask(session: Session, shop: Shop, channel: str, form: str, **wishes: object) -> ChannelFile:
    told: dict[str, object] = {"product_ids": None, "with_photos": False} | wishes
    owner_id = make.owner_of(session, shop).id
    return actions.ask_file(
        session,
        shop,
        layout(channel, form),
        owner_id=owner_id,
        now=NOW,
        **told,  # type: ignore[arg-type]  # named by each test
    )


def made(session: Session, files: Files, asked: ChannelFile, address: str = HTTPS) -> bytes:
    assert actions.make_at_once(session, files, asked, address=address)
    assert asked.file
    return actions.shelf(files).read(asked.file)


def test_a_file_holds_what_is_on_show_and_nothing_of_neighbours(
    session: Session, files: Files, her_shop: Shop, product: Product
) -> None:
    make.draft(session, her_shop, "Bánh còn nháp")
    make.product(session, files, make.shop(session, name="Hàng xóm"), "Bánh nhà bên")
    asked = ask(session, her_shop, "shopify", "csv_old")
    text = made(session, files, asked).decode()
    assert LONG in text
    assert "nháp" not in text
    assert "nhà bên" not in text
    assert (asked.state, asked.listing_count, asked.left_out_count) == (MADE, 1, 0)


def test_the_own_sheet_holds_drafts_and_hidden_goods_too(
    session: Session, files: Files, her_shop: Shop, product: Product
) -> None:
    make.draft(session, her_shop, "Bánh còn nháp")
    content = made(session, files, ask(session, her_shop, "sheet", "xlsx"))
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    assert {row[2] for row in sheet.to_python()[1:]} == {LONG, "Bánh còn nháp"}


def test_what_a_channel_refuses_is_left_out_and_named(
    session: Session, files: Files, her_shop: Shop, product: Product
) -> None:
    short = make.product(session, files, her_shop, "Bánh")
    asked = ask(session, her_shop, "tiktok", "xlsx")
    made(session, files, asked)
    assert (asked.listing_count, asked.left_out_count) == (1, 1)
    by_reason = {one["reason"]: one for one in asked.findings if one["kind"] == "refused"}
    assert by_reason["tiktok.title"]["products"] == [str(short.id)]
    assert by_reason["tiktok.title"]["count"] == 1


def test_forbidden_words_hold_a_listing_back(
    session: Session, files: Files, her_shop: Shop, product: Product
) -> None:
    product.description += " Bánh này chữa khỏi bệnh đau lưng."
    asked = ask(session, her_shop, "google", "tsv")
    assert LONG not in made(session, files, asked).decode()
    assert asked.findings[0]["reason"] == "claims"


def test_photos_go_into_a_zip_named_by_the_sku(
    session: Session, files: Files, her_shop: Shop, product: Product
) -> None:
    asked = ask(session, her_shop, "kiotviet", "xlsx", with_photos=True)
    with ZipFile(BytesIO(made(session, files, asked))) as packed:
        names = packed.namelist()
        assert names == ["kiotviet-xlsx-2026-11-22.xlsx", "anh/BG-10-1.jpg"]
        assert packed.read("anh/BG-10-1.jpg")[:3] == b"\xff\xd8\xff"
    assert asked.name == "kiotviet-xlsx-2026-11-22.zip"


@pytest.mark.parametrize("channel", ["lazada", "tiktok"])
def test_a_sheet_to_type_from_has_its_photos_only_if_wished_for(
    session: Session, files: Files, her_shop: Shop, product: Product, channel: str
) -> None:
    alone = ask(session, her_shop, channel, "xlsx")
    assert CalamineWorkbook.from_filelike(BytesIO(made(session, files, alone))).sheet_names
    assert alone.name == f"{channel}-xlsx-2026-11-22.xlsx"
    asked = ask(session, her_shop, channel, "xlsx", with_photos=True)
    with ZipFile(BytesIO(made(session, files, asked))) as packed:
        assert "anh/BG-10-1.jpg" in packed.namelist()


def test_the_page_asks_whether_photos_come_beside_a_sheet_to_type_from(
    phone: Browser, product: Product
) -> None:
    assert 'name="photos"' in phone.get("/channels/lazada/file").text
    asked = phone.post("/channels/lazada/file", form="xlsx")
    got = phone.get(f"/channels/files/{file_id_of(asked)}/download")
    assert got.headers["Content-Disposition"].endswith('.xlsx"')


def test_without_https_no_address_is_handed_out(
    session: Session, files: Files, her_shop: Shop, product: Product
) -> None:
    asked = ask(session, her_shop, "google", "tsv")
    assert b"http://" not in made(session, files, asked, "http://127.0.0.1:8000")
    secure = ask(session, her_shop, "google", "tsv")
    assert f"{HTTPS}/photos/".encode() in made(session, files, secure)


def test_only_chosen_products_go_in(
    session: Session, files: Files, her_shop: Shop, product: Product
) -> None:
    other = make.product(session, files, her_shop, "Bánh ít nhân dừa gói lá chuối hấp chín")
    asked = ask(session, her_shop, "shopify", "csv", product_ids=[other.id])
    text = made(session, files, asked).decode()
    assert other.title in text
    assert LONG not in text


def test_a_file_of_nothing_is_refused(session: Session, her_shop: Shop) -> None:
    with pytest.raises(NothingChosen):
        ask(session, her_shop, "shopify", "csv")


def test_products_of_a_neighbour_are_nothing_to_choose(
    session: Session, files: Files, her_shop: Shop
) -> None:
    theirs = make.product(session, files, make.shop(session, name="Hàng xóm"))
    with pytest.raises(NothingChosen):
        ask(session, her_shop, "shopify", "csv", product_ids=[theirs.id])


def test_a_day_has_only_so_many_files(session: Session, her_shop: Shop, product: Product) -> None:
    for _ in range(MOST_A_DAY):
        ask(session, her_shop, "sheet", "csv")
    with pytest.raises(TooManyFiles):
        ask(session, her_shop, "sheet", "csv")


def test_a_large_shop_waits_for_the_background(
    session: Session,
    her_shop: Shop,
    product: Product,
    bench: Bench,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", 0)
    asked = ask(session, her_shop, "sheet", "csv")
    assert not actions.make_at_once(session, bench.files, asked, address=HTTPS)
    actions.make_later(session, asked, now=NOW)
    session.commit()
    job = session.scalars(select(Job).where(Job.record_id == asked.id)).one()
    session.commit()
    work.do_all(bench, job.id)
    session.expire_all()
    assert (session.get_one(Job, job.id).state, asked.state) == (DONE, MADE)
    content = actions.shelf(bench.files).read(asked.file or "")
    assert LONG in content.decode("utf-8-sig")
    assert content.decode("utf-8-sig").startswith(SHEET_CSV.headings[0])


def test_the_journal_names_channel_and_form_alone(
    session: Session, files: Files, her_shop: Shop, product: Product
) -> None:
    made(session, files, ask(session, her_shop, "meta", "csv"))
    entry = session.scalars(
        select(JournalEntry).where(JournalEntry.event == "channel_file.made")
    ).one()
    assert entry.details == {"channel": "meta", "form": "csv"}


def test_after_thirty_days_a_file_is_gone(
    session: Session, files: Files, her_shop: Shop, product: Product
) -> None:
    asked = ask(session, her_shop, "sheet", "csv")
    made(session, files, asked)
    session.commit()
    assert actions.sweep_files(session, files, now=NOW + timedelta(days=29)) == 0
    assert actions.sweep_files(session, files, now=NOW + timedelta(days=31)) >= 0
    assert session.scalars(select(ChannelFile)).all() == []
    later = NOW + timedelta(days=20_000)
    actions.sweep_files(session, files, now=later)
    assert list(actions.shelf(files).names()) == []


@pytest.fixture
def secure(app: Flask) -> Callable[[], None]:
    """Let the house have a public address."""

    def move() -> None:
        parts: Parts = app.extensions["shopkit"]
        config = replace(parts.config, public_address=HTTPS)
        app.extensions["shopkit"] = Parts(config, parts.database, parts.files)

    return move


def file_id_of(answer: TestResponse) -> UUID:
    return UUID(answer.location.rstrip("/").rpartition("/")[2])


def test_the_page_makes_a_file_and_hands_it_out(phone: Browser, product: Product) -> None:
    shown = phone.get("/channels/kiotviet/file")
    assert shown.status_code == 200
    asked = phone.post("/channels/kiotviet/file", form="xlsx")
    assert asked.status_code == 303
    page = phone.get(asked.location).text
    assert "1 sản phẩm trong tệp." in page
    got = phone.get(f"/channels/files/{file_id_of(asked)}/download")
    assert got.headers["Content-Disposition"].startswith("attachment; filename=")
    assert CalamineWorkbook.from_filelike(BytesIO(got.data)).sheet_names


def test_the_page_says_what_keeps_a_listing_out_and_where_it_is_mended(
    phone: Browser, session: Session, files: Files, her_shop: Shop
) -> None:
    short = make.product(session, files, her_shop, "Bánh")
    page = phone.get("/channels/tiktok/file").text
    assert "không nhận" in page
    assert f"/products/{short.id}/title" in page
    asked = phone.post("/channels/tiktok/file", form="xlsx")
    told = phone.get(asked.location).text
    assert "Chưa sản phẩm nào vào được tệp" in told
    assert f"/products/{short.id}/title" in told


def test_ticked_products_alone_go_in(
    phone: Browser, session: Session, files: Files, her_shop: Shop, product: Product
) -> None:
    make.product(session, files, her_shop, "Bánh ít nhân dừa gói lá chuối hấp chín")
    asked = phone.post("/channels/sheet/file", form="csv", product=str(product.id))
    assert "1 sản phẩm trong tệp." in phone.get(asked.location).text


def test_an_empty_shop_is_told_what_to_do(phone: Browser) -> None:
    answer = phone.post("/channels/meta/file", form="csv")
    assert answer.status_code == 422
    assert "Đăng sản phẩm" in " ".join(errors(answer))


def test_what_is_no_product_is_passed_over(phone: Browser, product: Product) -> None:
    answer = phone.post("/channels/meta/file", form="csv", product="'; drop")
    assert answer.status_code == 422


def test_an_unknown_form_is_asked_for_again(phone: Browser, product: Product) -> None:
    assert phone.post("/channels/meta/file", form="exe").status_code == 422


@pytest.mark.parametrize("channel", ["facebook", "nope", "%00"])
def test_a_channel_without_files_does_not_exist(phone: Browser, channel: str) -> None:
    assert phone.get(f"/channels/{channel}/file").status_code == 404


def test_a_neighbour_gets_no_file_of_hers(
    phone: Browser, app: Flask, session: Session, files: Files, her_shop: Shop, product: Product
) -> None:
    asked = ask(session, her_shop, "sheet", "csv")
    made(session, files, asked)
    neighbour = make.phone(app, session, make.owner_of(session, make.shop(session)))
    for path in ("", "/download"):
        assert neighbour.get(f"/channels/files/{asked.id}{path}").status_code == 404
        assert phone.get(f"/channels/files/{asked.id}{path}").status_code == 200


def test_the_same_file_is_made_again_with_one_tap(
    phone: Browser, session: Session, product: Product
) -> None:
    first = phone.post("/channels/shopify/file", form="csv")
    again = phone.post(f"/channels/files/{file_id_of(first)}/again")
    assert again.status_code == 303
    assert again.location != first.location
    assert len(session.scalars(select(ChannelFile)).all()) == 2


def test_a_house_without_https_says_which_columns_stay_empty(
    phone: Browser, product: Product, secure: Callable[[], None]
) -> None:
    assert "chưa có địa chỉ https" in phone.get("/channels/google/file").text
    secure()
    assert "chưa có địa chỉ https" not in phone.get("/channels/google/file").text


def test_the_list_of_channels_leads_to_each(phone: Browser, product: Product) -> None:
    page = phone.get("/channels/files").text
    for channel in ("google", "meta", "shopify", "woocommerce", "lazada", "sheet"):
        assert f"/channels/{channel}/file" in page
