"""The pages of one seller that everybody may open: her shop and its products. No basket.

No scripts and no cookies. Every load asks whether the page is still as it was, because a consent
that was withdrawn and a recall have to be heard at once.
"""

from flask import request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from qr_labels.payload import banks
from shopkit import clock
from shopkit.catalog.models.products import Photo
from shopkit.catalog.queries.products import cover_or_none
from shopkit.catalog.queries.records import record_of
from shopkit.catalog.rules.addresses import shop_path
from shopkit.catalog.rules.photo import OG, SHARE
from shopkit.channels.queries import front as queries
from shopkit.channels.queries.front import Face, NotShown
from shopkit.channels.rules.front_data import data_block, product_data, shop_data
from shopkit.channels.rules.front_prices import is_all_sold_out, is_sold_out, span_of
from shopkit.channels.views import front_words as words
from shopkit.channels.views.blueprint import bp
from shopkit.channels.views.front_door import begin, kept
from shopkit.channels.views.front_files import picture_address
from shopkit.web.doors import public
from shopkit.web.state import db, parts

MOST_PAGES = 10_000
SHARE_SIDE = 1200
# The sides of every picture of that size; a photo that has none yet is shared as it is.
OG_SIDES = (1200, 630)


@bp.route("/s/<code>")
@public
def shop_page(code: str) -> Response:
    """One seller's shop: what she sells, how to reach her, who she is."""
    begin()
    shop = queries.shop_on_show(db.session, code)
    page = page_asked()
    address, today = parts().config.public_address, clock.today()
    records, count = queries.shown_records(db.session, shop, page=page, address=address, on=today)
    face = queries.face_of(db.session, shop)
    picture = address + picture_address(shop, face.place)
    return kept(
        "channels/front_shop.html",
        face=face,
        records=records,
        count=count,
        page=page,
        page_count=max(1, -(-count // queries.PAGE)),
        url_of=lambda n: shop_path(shop.code) + (f"?page={n}" if n > 1 else ""),
        picture=picture,
        bank=banks.by_bin(face.pay.account.bin) if face.pay else None,
        data=script_of(told_shop(face, address + shop_path(shop.code), picture)),
        span_of=lambda record: span_of(record, today),
        is_all_sold_out=is_all_sold_out,
        shop=shop,
        practice=shop.is_shown_as_practice,
    )


@bp.route("/p/<code>")
@public
def product_page(code: str) -> Response:
    """A published product for everybody; without public pages there is none."""
    begin()
    product, shop = queries.product_on_show(db.session, code)
    address, today = parts().config.public_address, clock.today()
    record = record_of(db.session, shop, product, address=address, on=today)
    data = product_data(record, shop_address=address + shop_path(shop.code), on=today)
    return kept(
        "channels/front_product.html",
        face=queries.face_of(db.session, shop),
        record=record,
        forms=record.sold_forms(),
        facts=words.facts_of(record, product.gtin),
        span=span_of(record, today),
        told=words.told_line(record, today),
        recalls=queries.recalls_of_product(db.session, product),
        batch=queries.latest_batch_or_none(db.session, product),
        listings=queries.listings_of(db.session, product),
        og=og_of(cover_or_none(db.session, product)),
        data=script_of(data) if data else "",
        form_price=lambda form: words.form_price(record, form, today),
        is_sold_out=is_sold_out,
        is_all_sold_out=is_all_sold_out,
        shop=shop,
        practice=shop.is_shown_as_practice,
    )


def page_asked() -> int:
    page = request.args.get("page", 1, type=int)
    if not 1 <= page <= MOST_PAGES:
        raise NotShown(str(page)[:20])
    return page


def script_of(told: dict[str, object]) -> Markup:
    """Data for search engines; no browser runs it, and no letter of it ends the element."""
    block = data_block(told)
    return Markup(f'<script type="application/ld+json">{block}</script>')  # noqa: S704 - escaped


def told_shop(face: Face, address: str, picture: str) -> dict[str, object]:
    return shop_data(
        name=face.shop.name,
        address=address,
        about=face.about or face.shop.sells,
        phone=face.phone or "",
        picture=picture,
        place=face.place,
    )


def og_of(cover: Photo | None) -> dict[str, object] | None:
    """The picture that a chat shows of a product, with its sides as it is served."""
    if cover is None:
        return None
    if OG in cover.sizes:
        return {"url": photo_url(cover, OG), "width": OG_SIDES[0], "height": OG_SIDES[1]}
    scale = min(1.0, SHARE_SIDE / max(cover.width, cover.height))
    return {
        "url": photo_url(cover, SHARE),
        "width": round(cover.width * scale),
        "height": round(cover.height * scale),
    }


def photo_url(photo: Photo, size: str) -> str:
    address = parts().config.public_address
    return address + url_for("catalog.photo_file", photo_id=photo.id, size=size)
