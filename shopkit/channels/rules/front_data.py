"""What programs read on a page: a product and a shop in the words of schema.org, as JSON-LD.

One Product with one Offer for each form it is sold in.
"""

import json
from datetime import date
from typing import Any

from shopkit.catalog.rules.record import Form, Record
from shopkit.channels.rules.front_prices import cost_of, is_sold_out

CONTEXT = "https://schema.org"
CURRENCY = "VND"
IN_STOCK, OUT_OF_STOCK = "https://schema.org/InStock", "https://schema.org/OutOfStock"
STRUCK_OUT = "https://schema.org/StrikethroughPrice"
NEW = "https://schema.org/NewCondition"
LONGEST_DESCRIPTION = 5000
# These end a script block, or begin something in it, before JSON is read at all.
ESCAPED = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def product_data(record: Record, *, shop_address: str, on: date) -> dict[str, Any] | None:
    """The product for search engines; None without a price, because then there is no offer."""
    offers = [
        offer
        for form in record.sold_forms()
        if (offer := offer_of(record, form, shop_address=shop_address, on=on))
    ]
    if not offers:
        return None
    told: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Product",
        "@id": record.address + "#product",
        "url": record.address,
        "name": record.title,
        "description": description_of(record)[:LONGEST_DESCRIPTION],
        "image": [picture.address for picture in record.pictures],
        "offers": offers if len(offers) > 1 else offers[0],
    }
    if record.brand:
        told["brand"] = {"@type": "Brand", "name": record.brand}
    if not record.forms:
        told |= numbers_of(record.sold_forms()[0])
    if record.net_amount and record.net_unit in WEIGHED:
        told["weight"] = weight_of(record.net_amount, WEIGHED[record.net_unit])
    return {name: value for name, value in told.items() if value not in ("", [])}


WEIGHED = {"g": "GRM"}


def weight_of(amount: int, unit: str) -> dict[str, Any]:
    return {"@type": "QuantitativeValue", "value": amount, "unitCode": unit}


def offer_of(record: Record, form: Form, *, shop_address: str, on: date) -> dict[str, Any] | None:
    cost = cost_of(record, form, on)
    if cost is None:
        return None
    offer: dict[str, Any] = {
        "@type": "Offer",
        "url": record.address,
        "price": cost.now_vnd,
        "priceCurrency": CURRENCY,
        "availability": OUT_OF_STOCK if is_sold_out(form) else IN_STOCK,
        "itemCondition": NEW,
    } | numbers_of(form)
    if record.shop_name:
        seller = {"@type": "Organization", "name": record.shop_name, "url": shop_address}
        offer["seller"] = seller
    if form.values:
        offer["name"] = " – ".join((record.title, ", ".join(form.values)))
    if form.picture and record.forms:
        offer["image"] = form.picture.address
    if cost.until and cost.before_vnd:
        offer["priceValidUntil"] = cost.until.isoformat()
        offer["priceSpecification"] = {
            "@type": "UnitPriceSpecification",
            "priceType": STRUCK_OUT,
            "price": cost.before_vnd,
            "priceCurrency": CURRENCY,
        }
    return offer


def numbers_of(form: Form) -> dict[str, str]:
    """By what a shop's own books and the world know a form."""
    told = {}
    if form.sku:
        told["sku"] = form.sku
    if form.gtin:
        told[f"gtin{len(form.gtin)}"] = form.gtin
    return told


def description_of(record: Record) -> str:
    """All that is told of a product in words, one thing after the other."""
    parts = (record.description, "\n".join(record.bullets), record.story)
    return "\n".join(part for part in parts if part) or record.title


def shop_data(
    *, name: str, address: str, about: str, phone: str, picture: str, place: str
) -> dict[str, Any]:
    """The shop for search engines: only what its page tells everybody."""
    told: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Organization",
        "@id": address + "#shop",
        "url": address,
        "name": name,
        "description": about[:LONGEST_DESCRIPTION],
        "telephone": phone,
        "image": picture,
    }
    if place:
        told["areaServed"] = place
    return {key: value for key, value in told.items() if value}


def data_block(told: dict[str, Any]) -> str:
    """JSON that may stand inside a script element: no letter of it ends the element."""
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).translate(ESCAPED)
