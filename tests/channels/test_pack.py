"""The application pack: what is in it, what is missing, and that it is the same each time."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from shopkit.catalog.actions.papers import JPEG, Page, add_page
from shopkit.catalog.models.papers import Paper
from shopkit.catalog.models.products import Product
from shopkit.catalog.rules.record import Record
from shopkit.channels.actions import pack as actions
from shopkit.channels.models.handed_over import ASKED, MADE, ChannelFile
from shopkit.channels.queries import pack as queries
from shopkit.channels.rules.pack import HEADINGS, is_bare_jpeg, names_for, plain_name
from shopkit.clock import now as clock_now
from shopkit.db.files import Files
from shopkit.jobs import work
from shopkit.jobs.queries import latest_job_or_none
from shopkit.jobs.work import Bench
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import Browser
from tests.catalog import shots
from tests.conftest import NOW


@pytest.fixture
def her_shop(session: Session) -> Shop:
    shop = make.shop(session)
    make.acting(session, make.owner_of(session, shop))
    return shop


@pytest.fixture
def product(session: Session, files: Files, her_shop: Shop) -> Product:
    return make.product(session, files, her_shop, "Mật ong bạc hà 500 ml")


@pytest.fixture
def phone(app: Flask, session: Session, her_shop: Shop) -> Browser:
    return make.phone(app, session, make.owner_of(session, her_shop))


def paper(session: Session, files: Files, shop: Shop, kind: str, number: str) -> Paper:
    made = make.paper(session, shop, kind=kind, number=number, stars=None, title="")
    photo = make.picture().files["master"]
    add_page(session, files, made, Page(photo, JPEG), now=NOW)
    return made


def packed(
    session: Session, files: Files, shop: Shop, products: list[Product], papers: list[Paper]
) -> ChannelFile:
    asked = actions.ask_pack(
        session,
        shop,
        channel="postmart",
        product_ids=[one.id for one in products],
        paper_ids=[one.id for one in papers],
        owner_id=make.owner_of(session, shop).id,
        now=NOW,
    )
    actions.make_now_or_later(session, files, asked, address="https://shop.example", now=NOW)
    return asked


def opened(files: Files, asked: ChannelFile) -> ZipFile:
    assert asked.file
    return ZipFile(BytesIO(actions.shelf(files).read(asked.file)))


def test_a_pack_holds_sheet_text_photos_papers_and_a_page_to_read_first(
    session: Session, files: Files, her_shop: Shop, product: Product
) -> None:
    product.sku = "MO-500"
    vietgap = paper(session, files, her_shop, "vietgap", "VG-12/2026")
    asked = packed(session, files, her_shop, [product], [vietgap])
    with opened(files, asked) as pack:
        assert sorted(pack.namelist()) == [
            "DOC-TRUOC.txt",
            "anh/mo-500-1.jpg",
            "giay-to/vietgap-vg-12-2026.pdf",
            "mo-ta/mo-500.txt",
            "san-pham.xlsx",
        ]
        assert all(name.isascii() for name in pack.namelist())
        assert pack.read("giay-to/vietgap-vg-12-2026.pdf").startswith(b"%PDF-")
        rows = CalamineWorkbook.from_filelike(BytesIO(pack.read("san-pham.xlsx")))
        table = rows.get_sheet_by_index(0).to_python()
        assert table[0] == list(HEADINGS)
        assert table[1][:4] == ["MO-500", "Mật ong bạc hà 500 ml", "", 5000.0]
        assert "Mật ong bạc hà" in pack.read("mo-ta/mo-500.txt").decode("utf-8-sig")


def test_its_first_page_says_what_is_missing_and_claims_no_form(
    session: Session, files: Files, her_shop: Shop, product: Product
) -> None:
    with opened(files, packed(session, files, her_shop, [product], [])) as pack:
        told = pack.read("DOC-TRUOC.txt").decode("utf-8-sig")
    assert "không theo mẫu của sàn nào" in told
    assert "Mật ong bạc hà 500 ml: ảnh (1 trên 3), bài mô tả, nơi làm" in told
    assert "Giấy đăng ký kinh doanh (nơi khác từng hỏi" in told


def test_products_for_which_a_pack_has_no_room_are_counted(
    session: Session,
    files: Files,
    her_shop: Shop,
    phone: Browser,
    product: Product,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with opened(files, packed(session, files, her_shop, [product], [])) as pack:
        assert "không có ở đây" not in pack.read("DOC-TRUOC.txt").decode("utf-8-sig")
    monkeypatch.setattr("shopkit.channels.queries.pack.MOST_PRODUCTS", 1)
    for title in ("Xôi nếp", "Ốc nhồi"):
        make.product(session, files, her_shop, title)
    with opened(files, packed(session, files, her_shop, [product], [])) as pack:
        told = pack.read("DOC-TRUOC.txt").decode("utf-8-sig")
    assert "- 2 sản phẩm đang đăng khác không có ở đây: một hồ sơ chỉ chứa" in told
    assert "Còn 2 sản phẩm không vào được" in phone.get("/channels/postmart/pack").text


def test_a_paper_that_was_not_chosen_stays_out_and_is_named(
    session: Session, files: Files, her_shop: Shop, product: Product
) -> None:
    paper(session, files, her_shop, "self_declaration", "01/2026")
    with opened(files, packed(session, files, her_shop, [product], [])) as pack:
        assert not [name for name in pack.namelist() if name.startswith("giay-to/")]
        told = pack.read("DOC-TRUOC.txt").decode("utf-8-sig")
    assert "GIẤY CÓ NHƯNG KHÔNG GỬI KÈM" in told
    assert "Bản tự công bố sản phẩm số 01/2026" in told


def test_the_same_content_is_the_same_file(
    session: Session, files: Files, her_shop: Shop, product: Product
) -> None:
    vietgap = paper(session, files, her_shop, "vietgap", "VG-1")
    first = packed(session, files, her_shop, [product], [vietgap])
    second = packed(session, files, her_shop, [product], [vietgap])
    assert first.file == second.file


def test_no_photo_of_a_pack_tells_where_it_was_taken(
    session: Session, files: Files, her_shop: Shop, product: Product
) -> None:
    with opened(files, packed(session, files, her_shop, [product], [])) as pack:
        photos = [pack.read(name) for name in pack.namelist() if name.startswith("anh/")]
    assert photos
    assert all(is_bare_jpeg(photo) for photo in photos)
    assert not any(b"Exif" in photo for photo in photos)


def test_a_photo_that_still_tells_of_its_camera_is_known() -> None:
    assert not is_bare_jpeg(shots.with_place())
    assert not is_bare_jpeg(b"")
    assert not is_bare_jpeg(b"\xff\xd8\xff")


def test_two_products_whose_codes_fold_alike_get_two_names() -> None:
    records = [Record(code="a", sku=sku) for sku in ("Bánh 1", "banh-1", "BÁNH/1")]
    assert names_for(records) == ["banh-1", "banh-1-2", "banh-1-3"]


@pytest.mark.parametrize("text", ["", "🍯", "中文", "../../etc/passwd", "a" * 500, "CON", " . "])
def test_a_name_of_a_file_is_plain_whatever_the_text(text: str) -> None:
    name = plain_name(text)
    assert name.isascii()
    assert 0 < len(name) <= 60
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_a_large_pack_is_made_in_the_background(
    session: Session, files: Files, her_shop: Shop, bench: Bench
) -> None:
    products = [
        make.product(session, files, her_shop, f"Bánh số {number}")
        for number in range(actions.AT_ONCE + 1)
    ]
    asked = packed(session, files, her_shop, products, [])
    assert asked.state == ASKED
    job = latest_job_or_none(session, actions.JOB, asked.id)
    assert job
    session.commit()
    work.do_all(bench, job.id)
    session.expire_all()
    assert (asked.state, asked.listing_count) == (MADE, len(products))


def test_packs_go_after_thirty_days(
    session: Session, files: Files, her_shop: Shop, product: Product
) -> None:
    asked = packed(session, files, her_shop, [product], [])
    actions.sweep_packs(session, files, now=NOW + actions.KEPT_FOR)
    assert queries.packs_of(session, her_shop, "postmart") == [asked]
    later = clock_now() + 2 * actions.KEPT_FOR
    assert actions.sweep_packs(session, files, now=later) == 1
    assert queries.packs_of(session, her_shop, "postmart") == []


def test_her_way_to_a_pack(
    phone: Browser, session: Session, files: Files, her_shop: Shop, product: Product
) -> None:
    declared = paper(session, files, her_shop, "self_declaration", "01/2026")
    vietgap = paper(session, files, her_shop, "vietgap", "VG-1")
    page = phone.get("/channels/postmart/pack").text
    assert f'value="{product.id}" checked' in page
    assert f'value="{vietgap.id}" checked' in page
    assert f'value="{declared.id}">' in page
    answer = phone.post("/channels/postmart/pack", products=str(product.id))
    assert answer.status_code == 303
    made = phone.get(answer.location)
    assert "Hồ sơ đã xong" in made.text
    assert "Còn thiếu" in made.text
    file = phone.get(f"{answer.location}/ho-so.zip")
    assert file.mimetype == "application/zip"
    assert ZipFile(BytesIO(file.data)).testzip() is None


def test_a_pack_of_nothing_asks_for_a_product(phone: Browser, product: Product) -> None:
    answer = phone.post("/channels/voso/pack", products="not-one-of-hers")
    assert answer.status_code == 422
    assert "Chọn ít nhất một sản phẩm" in answer.text


def test_only_exchanges_that_take_goods_by_hand_have_packs(phone: Browser) -> None:
    assert phone.get("/channels/facebook/pack").status_code == 404


def test_a_neighbour_finds_no_pack_of_hers(
    app: Flask, session: Session, files: Files, her_shop: Shop, product: Product
) -> None:
    asked = packed(session, files, her_shop, [product], [])
    other = make.shop(session, name="Quầy bên cạnh")
    neighbour = make.phone(app, session, make.owner_of(session, other))
    for path in ("", "/ho-so.zip"):
        assert neighbour.get(f"/packs/{asked.id}{path}").status_code == 404
    with pytest.raises(actions.NothingToPack):
        packed(session, files, other, [product], [])
