"""The share kit of a product: text for Facebook and Zalo, its photos, one link."""

from uuid import UUID

from flask import current_app
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.models.products import Product
from shopkit.catalog.queries.products import photos_of
from shopkit.catalog.queries.products import product as product_of
from shopkit.catalog.queries.records import record_of
from shopkit.catalog.rules.record import Record
from shopkit.catalog.rules.sharing import (
    MOST_PHOTOS,
    chat_text,
    facebook_text,
    held_back,
)
from shopkit.catalog.views.adding import own_shop
from shopkit.catalog.views.advice_words import claim_sentence, way_to_mend
from shopkit.catalog.views.products import public_url
from shopkit.channels.actions.kit import photos_packed
from shopkit.channels.queries.front import front_or_none, phone_of
from shopkit.channels.rules.pack import plain_name
from shopkit.channels.views.blueprint import bp
from shopkit.errors import NotFound
from shopkit.shops.models.shops import Shop
from shopkit.text.phones import shown_phone
from shopkit.web.pages import show, to
from shopkit.web.state import db, parts


@bp.route("/products/<uuid:product_id>/kit")
def kit(product_id: UUID) -> Response:
    """All that is needed to share a product; nothing where its words may not be shared."""
    own = own_shop()
    product = product_of(db.session, own, product_id)
    if not product.is_published:
        return to("catalog.product", product_id=product.id)
    record = told_of(own, product)
    held = held_back(record)
    if held:
        words = {"claim_sentence": claim_sentence, "way_to_mend": way_to_mend}
        return show("channels/kit_held.html", 200, product=product, held=held, **words)
    called = phone_of(own, front_or_none(db.session, own))
    phone = shown_phone(called) if called else ""
    link, today = public_url(product) or "", clock.today()
    return show(
        "channels/kit.html",
        product=product,
        photos=photos_of(db.session, product)[:MOST_PHOTOS],
        facebook_text=facebook_text(record, phone=phone, link=link, on=today),
        chat_text=chat_text(record, phone=phone, link=link, on=today),
        link=link,
        is_reachable=parts().config.is_secure,
    )


def told_of(shop: Shop, product: Product) -> Record:
    address = parts().config.public_address
    return record_of(db.session, shop, product, address=address, on=clock.today())


@bp.route("/products/<uuid:product_id>/kit/photos.zip")
def kit_photos(product_id: UUID) -> Response:
    """Up to five photos, to be chosen in the app."""
    own = own_shop()
    product = product_of(db.session, own, product_id)
    photos = photos_of(db.session, product)[:MOST_PHOTOS]
    if not product.is_published or not photos or held_back(told_of(own, product)):
        raise NotFound(str(product_id))
    content = photos_packed(parts().files, product.title, photos)
    response = current_app.response_class(content, mimetype="application/zip")
    name = f"anh-{plain_name(product.title)}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response
