"""What buyers see of one seller: her shop, its products, and nothing nobody agreed to."""

import gzip
import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy.orm import Session

from shopkit.accounts.actions.consents import refuse_consent
from shopkit.accounts.queries import people_of_shop
from shopkit.catalog.actions import products
from shopkit.catalog.actions.taking_over import import_products
from shopkit.catalog.models.products import HIDDEN, Product
from shopkit.catalog.models.variants import Variant
from shopkit.catalog.queries.products import cover_or_none, products_of
from shopkit.catalog.rules.listing import ListRow
from shopkit.channels.actions import front as actions
from shopkit.channels.actions import front_picture
from shopkit.channels.models.listed import LIVE, STALE, ChannelShop, Listing
from shopkit.config import folder
from shopkit.db.files import Files
from shopkit.shops.models.shops import Shop
from shopkit.traceability.actions.recalls import end_recall, recall_batch
from tests import make
from tests.conftest import NOW, Browser

BUDGET = 14 * 1024
ADDRESS = "http://127.0.0.1:8000"


@pytest.fixture
def her_shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def cake(session: Session, files: Files, her_shop: Shop) -> Product:
    return make.product(session, files, her_shop)


def told(session: Session, shop: Shop, **parts: str) -> None:
    """Let her page say something."""
    front = actions.front_of(session, shop, now=NOW)
    for part, text in parts.items():
        setattr(front, part, text)
    session.flush()


def test_anybody_sees_photo_name_price_and_shop(client: Browser, cake: Product) -> None:
    page = client.get(f"/p/{cake.code}")
    assert page.status_code == 200
    for part in ("Bánh gai lá dừa", "5.000\u00a0₫ / cái", "Bánh gai cô Mẫu", "/card"):
        assert part in page.text
    assert 'href="tel:+849' in page.text


def test_a_product_of_a_shop_without_a_name_leads_to_no_page_that_is_not_there(
    client: Browser, session: Session, her_shop: Shop, cake: Product
) -> None:
    her_shop.name = ""
    page = client.get(f"/p/{cake.code}")
    assert page.status_code == 200
    assert f"/s/{her_shop.code}" not in page.text
    assert client.get(f"/s/{her_shop.code}").status_code == 404
    cake.state = HIDDEN
    gone = client.get(f"/p/{cake.code}")
    assert gone.status_code == 410
    assert f"/s/{her_shop.code}" not in gone.text


def test_the_shop_shows_its_goods_with_photo_and_price(
    client: Browser, session: Session, files: Files, her_shop: Shop, cake: Product
) -> None:
    make.product(session, files, her_shop, "Bánh răng bừa", 7_000)
    make.draft(session, her_shop, "Bánh chưa đăng")
    page = client.get(f"/s/{her_shop.code}").text
    assert page.index("Bánh gai lá dừa") < page.index("Bánh răng bừa")
    assert "7.000\u00a0₫ / cái" in page
    assert "Bánh chưa đăng" not in page
    assert f'href="/p/{cake.code}"' in page


def test_a_long_shop_is_read_page_by_page(
    client: Browser, session: Session, files: Files, her_shop: Shop
) -> None:
    for number in range(25):
        make.product(session, files, her_shop, f"Bánh số {number:02d}")
    first, second = (client.get(f"/s/{her_shop.code}{end}").text for end in ("", "?page=2"))
    assert first.count("/thumb") == 24
    assert second.count("/thumb") == 1
    assert f'href="/s/{her_shop.code}?page=2"' in first
    for wrong in ("0", "3", "-1", "99999999999999999999"):
        assert client.get(f"/s/{her_shop.code}?page={wrong}").status_code == 404


@pytest.mark.parametrize("kind", ["s", "p"])
def test_the_pages_are_small_and_need_no_script_and_no_cookie(
    client: Browser, session: Session, files: Files, her_shop: Shop, cake: Product, kind: str
) -> None:
    for number in range(24):
        make.product(session, files, her_shop, f"Bánh gai lá dừa loại {number}", 5_000 + number)
    page = client.get(f"/{kind}/{her_shop.code if kind == 's' else cake.code}")
    assert not re.findall(r'<script(?! type="application/ld\+json">)', page.text)
    assert "Set-Cookie" not in page.headers
    assert "Cookie" not in page.headers.get("Vary", "")
    css = next((folder("static") / "css").glob("front.*.css")).read_bytes()
    assert len(gzip.compress(page.data)) + len(gzip.compress(css)) <= BUDGET


def test_a_page_that_is_as_it_was_is_not_sent_again(
    client: Browser, session: Session, her_shop: Shop, cake: Product
) -> None:
    for path in (f"/s/{her_shop.code}", f"/p/{cake.code}"):
        page = client.get(path)
        mark = {"If-None-Match": page.headers["ETag"]}
        again = client.get(path, headers=mark)
        assert again.status_code == 304
        assert again.data == b""
        assert "no-cache" in page.headers["Cache-Control"]
    her_shop.name = "Tên khác"
    assert client.get(f"/s/{her_shop.code}", headers=mark).status_code == 200


def test_a_new_shop_is_called_unconfirmed_until_staff_have_seen_it(
    client: Browser, her_shop: Shop, cake: Product
) -> None:
    paths = (f"/s/{her_shop.code}", f"/p/{cake.code}")
    assert all("Chưa xác nhận" in client.get(path).text for path in paths)
    her_shop.seen_at = NOW
    for path in paths:
        page = client.get(path).text
        assert "Chưa xác nhận" not in page
        assert "22/11/2026" in page


def test_her_name_and_address_stand_there_only_while_she_agrees(
    client: Browser, session: Session, her_shop: Shop, cake: Product
) -> None:
    told(session, her_shop, office_address="Số 5 ngõ chợ Mẫu")
    owner = people_of_shop(session, her_shop.id)[0]
    paths = (f"/s/{her_shop.code}", f"/p/{cake.code}")
    assert not any("Nguyễn Thị Mẫu" in client.get(path).text for path in paths)
    make.agree(session, her_shop, "public_name")
    make.agree(session, her_shop, "public_address")
    for path in paths:
        page = client.get(path).text
        assert "Nguyễn Thị Mẫu" in page
        assert "Số 5 ngõ chợ Mẫu" in page
    for purpose in ("public_name", "public_address"):
        refuse_consent(session, owner, purpose, shop_id=her_shop.id, commune_code="15961", now=NOW)
    for path in paths:
        page = client.get(path).text
        assert "Nguyễn Thị Mẫu" not in page
        assert "Số 5 ngõ chợ Mẫu" not in page


def test_a_village_is_the_address_of_who_wrote_none(
    client: Browser, session: Session, files: Files
) -> None:
    shop = make.shop(session, village_id=make.village(session, "Thôn Mẫu").id)
    make.product(session, files, shop)
    assert "Thôn Mẫu" not in client.get(f"/s/{shop.code}").text
    make.agree(session, shop, "public_address")
    assert "Thôn Mẫu" in client.get(f"/s/{shop.code}").text


def test_the_maker_of_her_own_goods_is_not_told_past_her_consent(
    client: Browser, session: Session, her_shop: Shop, cake: Product
) -> None:
    cake.maker_name, cake.maker_address = "Nguyễn Thị Mẫu", "Số 5 ngõ chợ Mẫu"
    page = client.get(f"/p/{cake.code}").text
    assert "Nguyễn Thị Mẫu" not in page
    assert "Số 5 ngõ chợ Mẫu" not in page
    her_shop.is_maker = False
    assert "Số 5 ngõ chợ Mẫu" in client.get(f"/p/{cake.code}").text


def test_buyers_reach_her_by_every_way_she_put_there(
    client: Browser, session: Session, her_shop: Shop, cake: Product
) -> None:
    told(
        session,
        her_shop,
        zalo="https://zalo.me/0900000001",
        messenger="https://m.me/banhgaicomau",
        platform_page="https://shopee.vn/banhgaicomau",
    )
    page = client.get(f"/s/{her_shop.code}").text
    for link in ("https://zalo.me/0900000001", "https://m.me/banhgaicomau"):
        assert f'href="{link}"' in page
        assert link in client.get(f"/p/{cake.code}").text
    assert 'href="https://shopee.vn/banhgaicomau" rel="nofollow ugc noopener"' in page
    assert "Xem trên Shopee" in page


def test_a_number_she_hides_is_on_no_page(
    client: Browser, session: Session, her_shop: Shop, cake: Product
) -> None:
    actions.say_phone(session, her_shop, phone=None, hides_phone=True, now=NOW)
    for path in (f"/s/{her_shop.code}", f"/p/{cake.code}"):
        page = client.get(path).text
        assert "tel:" not in page
        assert "telephone" not in page
    actions.say_phone(session, her_shop, phone="+84900000099", hides_phone=False, now=NOW)
    assert "0900 000 099" in client.get(f"/s/{her_shop.code}").text


def test_only_pages_that_are_live_elsewhere_are_linked(
    client: Browser, session: Session, her_shop: Shop, cake: Product
) -> None:
    place: dict[str, Any] = {"shop_id": her_shop.id, "commune_code": her_shop.commune_code}
    for state in (LIVE, STALE):
        session.add(
            Listing(
                product_id=cake.id,
                channel="shopee",
                state=state,
                address=f"https://shopee.vn/{state}",
                since=date(2026, 11, 1),
                noted_at=NOW,
                **place,
            )
        )
    session.add(
        ChannelShop(
            channel="tiktok",
            state=LIVE,
            address="https://www.tiktok.com/@mau",
            begun_at=NOW,
            **place,
        )
    )
    page = client.get(f"/p/{cake.code}").text
    assert 'href="https://shopee.vn/live"' in page
    assert "https://shopee.vn/stale" not in page
    assert "Xem trên TikTok Shop" in client.get(f"/s/{her_shop.code}").text


def test_delivery_returns_complaints_and_registration_stand_in_her_words(
    client: Browser, session: Session, her_shop: Shop, cake: Product
) -> None:
    told(
        session,
        her_shop,
        about="Làm bánh từ năm 1990.",
        delivery="Giao trong xã.\nXa thì gửi xe.",
        returns="Hỏng thì đổi.",
        complaints="Gọi cho quầy trước.",
        business_code="26A8001234",
        business_issuer="UBND xã Mẫu",
    )
    page = client.get(f"/s/{her_shop.code}").text
    for part in ("Làm bánh từ năm 1990.", "<p>Xa thì gửi xe.</p>", "Hỏng thì đổi."):
        assert part in page
    for part in ("Gọi cho quầy trước.", "26A8001234", "UBND xã Mẫu", "(tự khai)"):
        assert part in page


def test_a_sale_shows_both_prices_and_its_last_day(client: Browser, cake: Product) -> None:
    cake.sale_price_vnd, cake.price_vnd = 4_000, 5_000
    cake.sale_from, cake.sale_to = date(2026, 11, 20), date(2026, 11, 25)
    page = client.get(f"/p/{cake.code}").text
    assert "4.000\u00a0₫ / cái" in page
    assert "</span>5.000\u00a0₫</s>" in page
    assert "25/11/2026" in page
    cake.sale_to = date(2026, 11, 21)
    over = client.get(f"/p/{cake.code}").text
    assert "4.000" not in over
    assert "<s>" not in over


def test_each_form_has_its_price_and_says_when_it_is_sold_out(
    client: Browser, session: Session, her_shop: Shop, cake: Product
) -> None:
    cake.option_names = ["Vị"]
    for number, (value, price, stock) in enumerate((("Gừng", 6_000, 0), ("Vừng", None, 9))):
        session.add(
            Variant(
                product_id=cake.id,
                shop_id=her_shop.id,
                commune_code=her_shop.commune_code,
                position=number,
                values=[value],
                price_vnd=price,
                stock=stock,
            )
        )
    page = client.get(f"/p/{cake.code}").text
    assert '<th scope="row">Gừng</th><td class="digits">6.000\u00a0₫<br><small>Tạm hết' in page
    assert '<th scope="row">Vừng</th><td class="digits">5.000\u00a0₫</td>' in page
    assert "5.000\u00a0₫ đến 6.000\u00a0₫" in client.get(f"/s/{her_shop.code}").text


def test_facts_and_papers_say_who_saw_them(
    client: Browser, session: Session, her_shop: Shop, cake: Product
) -> None:
    cake.ingredients, cake.net_amount, cake.net_unit = "Gạo nếp, lá gai", 1500, "g"
    cake.keeps_count, cake.keeps_unit = 7, "day"
    paper = make.paper(session, her_shop, cake)
    page = client.get(f"/p/{cake.code}").text
    for part in ("Gạo nếp, lá gai", "1,5 kg", "7 ngày", "OCOP 4 sao", "Tự khai, chưa ai xem giấy"):
        assert part in page
    paper.seen_at = NOW
    assert "Cán bộ đã xem giấy" in client.get(f"/p/{cake.code}").text


def test_a_recall_that_stands_is_told_in_red_and_goes_when_it_ends(
    client: Browser, session: Session, her_shop: Shop, cake: Product
) -> None:
    batch = make.batch(session, her_shop, cake)
    recall = recall_batch(
        session, batch, reason="bị mốc", what_to_do="Đem đổi", reaches_on=False, now=NOW
    )
    page = client.get(f"/p/{cake.code}").text
    assert '<div class="verdict bad" role="alert">' in page
    assert "bị mốc" in page
    assert "Đem đổi" in page
    end_recall(session, recall, why="đã đổi hết", now=NOW)
    assert "bị mốc" not in client.get(f"/p/{cake.code}").text


def test_the_latest_batch_can_be_traced_from_the_page(
    client: Browser, session: Session, her_shop: Shop, cake: Product
) -> None:
    batch = make.batch(session, her_shop, cake)
    assert f'href="/t/{batch.trace_code}"' in client.get(f"/p/{cake.code}").text
    assert client.get(f"/t/{batch.trace_code}").status_code == 200


def test_a_product_out_of_sale_says_so_and_leads_to_its_shop(
    client: Browser, session: Session, her_shop: Shop, cake: Product
) -> None:
    products.hide(session, cake, now=NOW)
    page = client.get(f"/p/{cake.code}")
    assert page.status_code == 410
    assert "không còn bán" in page.text
    assert f'href="/s/{her_shop.code}"' in page.text
    assert "Bánh gai lá dừa" not in page.text
    products.restore(session, cake, now=NOW)
    assert client.get(f"/p/{cake.code.upper()}").status_code == 200
    products.unpublish(session, cake, now=NOW)
    assert client.get(f"/p/{cake.code}").status_code == 404


def test_a_shop_with_nothing_on_show_has_no_page(
    client: Browser, session: Session, her_shop: Shop
) -> None:
    make.draft(session, her_shop)
    assert client.get(f"/s/{her_shop.code}").status_code == 404


def test_a_closed_page_shows_nothing_and_the_label_still_answers(
    client: Browser, session: Session, her_shop: Shop, cake: Product
) -> None:
    batch = make.batch(session, her_shop, cake)
    actions.close_front(session, her_shop, now=NOW)
    for path in (f"/s/{her_shop.code}", f"/p/{cake.code}"):
        page = client.get(path)
        assert page.status_code == 404
        assert "tạm đóng" in page.text
        assert "Bánh gai" not in page.text
    assert client.get(f"/s/{her_shop.code}/picture.jpg").status_code == 404
    assert cake.code not in client.get("/sitemap.xml").text
    assert client.get(f"/t/{batch.trace_code}").status_code == 200
    actions.open_front(session, her_shop, now=NOW)
    assert client.get(f"/s/{her_shop.code}").status_code == 200


def test_the_operator_can_turn_all_of_it_off(
    app: Flask, client: Browser, her_shop: Shop, cake: Product
) -> None:
    parts = app.extensions["shopkit"]
    config = replace(parts.config, public_pages=False)
    app.extensions["shopkit"] = replace(parts, config=config)
    for path in (f"/s/{her_shop.code}", f"/p/{cake.code}", "/sitemap.xml"):
        page = client.get(path)
        assert page.status_code == 404
        assert cake.title not in page.text
    assert client.get(f"/s/{her_shop.code}/picture.jpg").status_code == 404
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize(
    "code",
    [
        "nowhere1",
        "x",
        "a" * 5000,
        "%F0%9F%8C%B6%F0%9F%8C%B6",
        "%00%00%00%00",
        "..%2Fme",
        "ａｂｃｄ",
    ],
)
def test_a_code_of_nothing_is_answered_with_a_way_on(client: Browser, code: str) -> None:
    for kind in ("p", "s"):
        page = client.get(f"/{kind}/{code}")
        assert page.status_code == 404
        assert 'href="/"' in page.text


def test_text_of_a_stranger_stays_text(
    client: Browser, session: Session, her_shop: Shop, cake: Product
) -> None:
    nasty = "</script><script>alert(1)</script><b>\u202eđỏ\u202c 🌶️ " + "dài " * 2000
    products_text = nasty[:5000]
    cake.description, cake.title = products_text, "<img src=x onerror=alert(1)>"
    her_shop.name = "Quầy <script>alert(2)</script>"
    for path in (f"/s/{her_shop.code}", f"/p/{cake.code}"):
        page = client.get(path).text
        assert "<script>" not in page
        assert "<img src=x" not in page
        assert page.count("</script>") == 1
    assert client.get(f"/s/{her_shop.code}/picture.jpg").status_code == 200


def test_the_page_speaks_the_language_of_the_browser(client: Browser, cake: Product) -> None:
    page = client.get(f"/p/{cake.code}", headers={"Accept-Language": "en"})
    assert '<html lang="en"' in page.text
    assert "Accept-Language" in page.headers["Vary"]


def test_a_listing_without_a_price_says_to_ask(
    client: Browser, session: Session, her_shop: Shop
) -> None:
    row = ListRow(2, "Bún khô", "8932282840567")
    import_products(session, her_shop, [row], now=NOW, is_shown=True)
    session.flush()
    product = products_of(session, her_shop)[0]
    page = client.get(f"/p/{product.code}").text
    assert "Hỏi giá" in page
    assert "og:image" not in page
    assert "ld+json" not in page


def test_a_chat_gets_name_price_and_a_picture_of_known_sides(
    client: Browser, session: Session, her_shop: Shop, cake: Product
) -> None:
    cover = cover_or_none(session, cake)
    assert cover
    page = client.get(f"/p/{cake.code}").text
    said = open_graph(page)
    assert said["og:type"] == "product"
    assert said["og:title"] == "Bánh gai lá dừa"
    assert said["og:url"] == f"{ADDRESS}/p/{cake.code}"
    assert said["og:image"].startswith(f"{ADDRESS}/photos/{cover.id}/")
    assert said["product:price:amount"] == "5000"
    shown = client.get(said["og:image"].removeprefix(ADDRESS))
    with Image.open(BytesIO(shown.data)) as picture:
        assert picture.format == "JPEG"
        ratio = int(said["og:image:width"]) / int(said["og:image:height"])
        assert picture.width / picture.height == pytest.approx(ratio, abs=0.01)


def test_a_shop_has_a_picture_of_its_own_for_chats(
    client: Browser, her_shop: Shop, cake: Product
) -> None:
    said = open_graph(client.get(f"/s/{her_shop.code}").text)
    answer = client.get(said["og:image"].removeprefix(ADDRESS))
    assert answer.mimetype == "image/jpeg"
    assert len(answer.data) <= 200_000
    with Image.open(BytesIO(answer.data)) as picture:
        assert picture.size == (1200, 630)
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
    assert "immutable" in answer.headers["Cache-Control"]
    her_shop.name = "Tên khác"
    renewed = open_graph(client.get(f"/s/{her_shop.code}").text)
    assert renewed["og:image"] != said["og:image"]


def test_while_too_many_pictures_are_asked_for_a_photo_stands_in(
    client: Browser, monkeypatch: pytest.MonkeyPatch, her_shop: Shop, cake: Product
) -> None:
    monkeypatch.setattr(front_picture, "PATIENCE_S", 0)
    her_shop.name = "Một tên chưa vẽ bao giờ"
    with front_picture.TURN:
        answer = client.get(f"/s/{her_shop.code}/picture.jpg")
    assert answer.status_code == 302
    assert "/share" in answer.location


def open_graph(page: str) -> dict[str, Any]:
    return dict(re.findall(r'<meta property="([^"]+)" content="([^"]*)">', page))


def test_a_practice_shop_is_kept_from_search_engines(
    client: Browser, session: Session, her_shop: Shop, cake: Product
) -> None:
    assert "noindex" not in client.get(f"/p/{cake.code}").text
    assert f"/p/{cake.code}" in client.get("/sitemap.xml").text
    her_shop.is_practice = True
    for path in (f"/s/{her_shop.code}", f"/p/{cake.code}"):
        page = client.get(path).text
        assert '<meta name="robots" content="noindex">' in page
        assert "Dữ liệu thực hành" in page
    listed = client.get("/sitemap.xml").text
    assert cake.code not in listed
    assert her_shop.code not in listed
