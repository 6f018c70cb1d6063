"""Where links lead, what a price is on a day, and what programs are told of a page."""

import json
from datetime import date
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from PIL import Image

from shopkit.catalog.rules.record import Form, Picture, Record
from shopkit.channels.rules import front_sitemap
from shopkit.channels.rules.front_contacts import (
    AddressUnreadable,
    messenger_address,
    page_address,
    platform_of,
    zalo_address,
)
from shopkit.channels.rules.front_data import data_block, product_data, shop_data
from shopkit.channels.rules.front_picture import MOST_BYTES, Sign, drawn, packed, unpacked
from shopkit.channels.rules.front_prices import Cost, cost_of, is_all_sold_out, span_of
from shopkit.channels.rules.front_sitemap import Entry
from shopkit.channels.rules.front_text import is_citizen_number
from tests.catalog import shots

TODAY = date(2026, 11, 22)
SHOP = "https://ban.example/s/mau12345"
# What Google asks of a page that wants its product shown with a price, and what schema.org calls
# each of them; see the merchant listing reference.
MERCHANT_LISTING: dict[str, Any] = {
    "type": "object",
    "required": ["@context", "@type", "name", "image", "offers"],
    "properties": {
        "@context": {"const": "https://schema.org"},
        "@type": {"const": "Product"},
        "name": {"type": "string", "minLength": 1},
        "description": {"type": "string", "minLength": 1, "maxLength": 5000},
        "url": {"type": "string", "pattern": "^https?://"},
        "image": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "string", "pattern": r"^https?://.+\.jpg$"},
        },
        "sku": {"type": "string", "minLength": 1},
        "brand": {
            "type": "object",
            "required": ["@type", "name"],
            "properties": {"@type": {"const": "Brand"}},
        },
        "offers": {
            "oneOf": [
                {"$ref": "#/$defs/offer"},
                {"type": "array", "minItems": 2, "items": {"$ref": "#/$defs/offer"}},
            ]
        },
    },
    "patternProperties": {"^gtin": {"type": "string", "pattern": "^[0-9]{8,14}$"}},
    "$defs": {
        "offer": {
            "type": "object",
            "required": ["@type", "price", "priceCurrency", "availability", "url"],
            "properties": {
                "@type": {"const": "Offer"},
                "price": {"type": "integer", "minimum": 1},
                "priceCurrency": {"const": "VND"},
                "availability": {
                    "enum": ["https://schema.org/InStock", "https://schema.org/OutOfStock"]
                },
                "itemCondition": {"const": "https://schema.org/NewCondition"},
                "priceValidUntil": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
                "seller": {"type": "object", "required": ["@type", "name"]},
            },
        }
    },
}


def record(**facts: Any) -> Record:
    told: dict[str, Any] = {
        "code": "abcd1234",
        "address": "https://ban.example/p/abcd1234",
        "title": "Mật ong bạc hà",
        "description": "Mật hoa bạc hà, quay tháng 11.",
        "price_vnd": 250_000,
        "shop_name": "Quầy Mẫu",
        "pictures": (Picture(id="1", address="https://ban.example/photos/1.jpg"),),
    }
    return Record(**(told | facts))


def told_of(one: Record) -> dict[str, Any]:
    found = product_data(one, shop_address=SHOP, on=TODAY)
    assert found is not None
    return found


SALE: dict[str, Any] = {
    "sale_price_vnd": 200_000,
    "sale_from": date(2026, 11, 20),
    "sale_to": date(2026, 11, 30),
}
FORMS: dict[str, Any] = {
    "option_names": ("Cỡ",),
    "forms": (
        Form(values=("500 ml",), sku="MO-500", gtin="8938505974192", stock=0),
        Form(values=("1 lít",), sku="MO-1000", price_vnd=480_000, stock=4),
    ),
}


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"sku": "MO-1", "gtin": "8938505974192", "brand": "Mẫu"},
        SALE,
        FORMS,
        FORMS | SALE,
        {"description": "</script><script>alert(1)</script>", "title": "<b>&amp;\u2028</b>"},
        {"description": "dài " * 1250, "story": "thêm " * 900, "bullets": ("một", "hai")},
        {"stock": 0, "net_amount": 500, "net_unit": "g"},
    ],
    ids=["plain", "numbers", "sale", "forms", "forms on sale", "nasty", "long", "sold out"],
)
def test_what_is_told_of_a_product_is_what_search_engines_ask_for(facts: dict[str, Any]) -> None:
    block = data_block(told_of(record(**facts)))
    assert "<" not in block
    assert "\u2028" not in block
    jsonschema.validate(json.loads(block), MERCHANT_LISTING)


def test_the_schema_of_this_test_refuses_what_lacks_a_price_or_a_picture() -> None:
    whole = told_of(record())
    for part in ("offers", "image", "name"):
        lacking = {name: value for name, value in whole.items() if name != part}
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(lacking, MERCHANT_LISTING)


def test_each_form_is_an_offer_of_its_own() -> None:
    offers = told_of(record(**FORMS))["offers"]
    small, large = offers
    assert (small["price"], large["price"]) == (250_000, 480_000)
    assert (small["sku"], small["gtin13"]) == ("MO-500", "8938505974192")
    assert small["availability"].endswith("OutOfStock")
    assert large["availability"].endswith("InStock")
    assert "1 lít" in large["name"]


def test_a_sale_is_told_with_its_end_and_the_price_before() -> None:
    offer = told_of(record(**SALE))["offers"]
    assert offer["price"] == 200_000
    assert offer["priceValidUntil"] == "2026-11-30"
    assert offer["priceSpecification"]["price"] == 250_000


def test_a_product_without_a_price_is_no_offer() -> None:
    assert product_data(record(price_vnd=None), shop_address=SHOP, on=TODAY) is None


def test_a_shop_is_told_without_what_nobody_agreed_to() -> None:
    told = shop_data(
        name="Quầy Mẫu", address=SHOP, about="", phone="", picture=SHOP + "/picture.jpg", place=""
    )
    assert set(told) == {"@context", "@type", "@id", "url", "name", "image"}


@pytest.mark.parametrize(
    ("on", "now", "before"),
    [
        (date(2026, 11, 19), 250_000, None),
        (date(2026, 11, 20), 200_000, 250_000),
        (date(2026, 11, 30), 200_000, 250_000),
        (date(2026, 12, 1), 250_000, None),
    ],
)
def test_a_lower_price_holds_from_its_first_to_its_last_day(
    on: date, now: int, before: int | None
) -> None:
    one = record(**SALE)
    assert cost_of(one, one.sold_forms()[0], on) == Cost(
        now, before, SALE["sale_to"] if before else None
    )


def test_a_sale_price_that_is_not_lower_is_no_sale() -> None:
    one = record(**(SALE | {"sale_price_vnd": 250_000}))
    assert cost_of(one, one.sold_forms()[0], TODAY) == Cost(250_000)


def test_prices_of_several_forms_are_a_span() -> None:
    span = span_of(record(**FORMS), TODAY)
    assert span is not None
    assert (span.low_vnd, span.high_vnd, span.is_one) == (250_000, 480_000, False)
    assert span.before_vnd is None
    assert span_of(record(price_vnd=None), TODAY) is None


def test_a_product_is_sold_out_when_every_form_is() -> None:
    assert not is_all_sold_out(record(**FORMS))
    assert is_all_sold_out(record(stock=0))
    assert not is_all_sold_out(record())


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("0900 000 001", "https://zalo.me/0900000001"),
        ("+84 900 000 001", "https://zalo.me/0900000001"),
        ("https://zalo.me/0900000001", "https://zalo.me/0900000001"),
        ("zalo.me/g/abcdef123", "https://zalo.me/g/abcdef123"),
        ("https://zalo.me/2222333344445555666?src=qr", "https://zalo.me/2222333344445555666"),
        ("", ""),
    ],
)
def test_a_zalo_is_known_by_number_or_link(typed: str, address: str) -> None:
    assert zalo_address(typed) == address


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("banhgai.comau", "https://m.me/banhgai.comau"),
        ("@banhgaicomau", "https://m.me/banhgaicomau"),
        ("https://m.me/banhgaicomau", "https://m.me/banhgaicomau"),
        ("https://www.facebook.com/banhgaicomau/?ref=share", "https://m.me/banhgaicomau"),
        ("m.facebook.com/banhgaicomau/photos", "https://m.me/banhgaicomau"),
        ("https://facebook.com/profile.php?id=100000000000001", "https://m.me/100000000000001"),
        ("https://www.facebook.com/people/Mau/61550000000001/", "https://m.me/61550000000001"),
        ("https://www.messenger.com/t/banhgaicomau", "https://m.me/banhgaicomau"),
        (" ", ""),
    ],
)
def test_a_messenger_is_known_by_name_or_link(typed: str, address: str) -> None:
    assert messenger_address(typed) == address


@pytest.mark.parametrize(
    ("typed", "address", "channel"),
    [
        ("shopee.vn/mau", "https://shopee.vn/mau", "shopee"),
        ("http://www.tiktok.com/@mau?lang=vi#x", "https://www.tiktok.com/@mau?lang=vi", "tiktok"),
        ("HTTPS://VOSO.VN/mau", "https://voso.vn/mau", "voso"),
        ("https://mau.example.com", "https://mau.example.com/", None),
        ("https://notshopee.vn/mau", "https://notshopee.vn/mau", None),
    ],
)
def test_a_page_elsewhere_is_told_by_its_host(typed: str, address: str, channel: str) -> None:
    assert page_address(typed) == address
    assert platform_of(address) == channel


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "https://shopee.vn@evil.example/",
        "https://shopee.vn:8443/",
        "http://localhost/x",
        "http://127.0.0.1/x",
        "http://[::1]/",
        "http://10.0.0.1./",
        "https://a b.vn/",
        'https://shopee.vn/"onload=1',
        "https://shopee.vn/<b>",
        "https://shopee.vn/" + "a" * 600,
        "https://",
        "http://[",
        "bánh gai",
        "\u202ehttps://shopee.vn",
    ],
)
def test_an_address_that_hides_where_it_leads_is_refused(typed: str) -> None:
    with pytest.raises(AddressUnreadable):
        page_address(typed)
    with pytest.raises(AddressUnreadable):
        messenger_address(typed)
    with pytest.raises(AddressUnreadable):
        zalo_address(typed)


def test_a_sitemap_names_each_page_and_its_last_change() -> None:
    text = front_sitemap.sitemap([Entry("https://ban.example/s/a&b", TODAY)])
    root = ET.fromstring(text)
    space = {"s": front_sitemap.NAMESPACE}
    assert root.findtext("s:url/s:loc", namespaces=space) == "https://ban.example/s/a&b"
    assert root.findtext("s:url/s:lastmod", namespaces=space) == "2026-11-22"
    index = ET.fromstring(front_sitemap.sitemap_index(["https://ban.example/sitemap-1.xml"]))
    assert index.findtext("s:sitemap/s:loc", namespaces=space) is not None


@pytest.mark.parametrize(("pages", "files"), [(0, 1), (1, 1), (50_000, 1), (50_001, 2)])
def test_a_list_too_long_for_one_file_is_divided(pages: int, files: int) -> None:
    assert front_sitemap.file_count(pages) == files


def test_crawlers_are_kept_from_secret_addresses() -> None:
    told = front_sitemap.robots("https://ban.example", is_open=True)
    assert "Disallow: /feeds/" in told
    assert "Sitemap: https://ban.example/sitemap.xml" in told


@pytest.mark.parametrize("count", [0, 1, 3, 5])
def test_the_picture_of_a_shop_fits_into_a_chat(count: int) -> None:
    sign = Sign("Hợp tác xã nông nghiệp Bình Minh " * 3, "bánh gai 🌶️", "Xã Mẫu")
    again, photos = unpacked(packed(sign, [shots.jpeg()] * count))
    assert again == sign
    made = drawn(again, photos)
    assert len(made) <= MOST_BYTES
    with Image.open(BytesIO(made)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (1200, 630))


@pytest.mark.parametrize("name", ["", "🌶️🌶️", "   ", "\u0e17\u0e14\u0e2a"])
def test_a_name_without_a_letter_of_ours_still_makes_a_picture(name: str) -> None:
    assert drawn(Sign(name), [])[:2] == b"\xff\xd8"


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [("001099000001", True), ("001 099 000 001", True), ("123456789", True), ("26A8001234", False)],
)
def test_a_citizen_number_is_known(typed: str, is_one: bool) -> None:
    assert is_citizen_number(typed) is is_one


@pytest.mark.parametrize(
    "typed",
    [
        "https://www.facebook.com/reel/12345",
        "https://www.facebook.com/photo/?fbid=1",
        "https://www.facebook.com/story.php?id=3",
        "https://www.facebook.com/permalink.php?id=3",
        "https://www.facebook.com/share/p/1AbcDef",
        "https://www.facebook.com/pages/Banh-Gai/12345",
    ],
)
def test_a_link_that_leads_to_no_seller_is_no_messenger(typed: str) -> None:
    with pytest.raises(AddressUnreadable):
        messenger_address(typed)


def test_nobody_chats_with_a_service_number() -> None:
    with pytest.raises(AddressUnreadable):
        zalo_address("19001234")
