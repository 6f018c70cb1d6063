"""What to do with a published product: text and picture for Zalo, and the way back."""

from uuid import UUID

from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.queries import products as queries
from shopkit.catalog.queries.records import record_of
from shopkit.catalog.rules.sharing import chat_text, held_back
from shopkit.catalog.views.adding import own_shop
from shopkit.catalog.views.advice_words import claim_sentence, way_to_mend
from shopkit.catalog.views.blueprint import bp
from shopkit.catalog.views.products import public_url
from shopkit.text.phones import shown_phone
from shopkit.web.pages import show, to
from shopkit.web.state import db, parts


@bp.route("/products/<uuid:product_id>/published")
def published(product_id: UUID) -> Response:
    """It is done, and what comes next."""
    return share_page(product_id, is_fresh=True)


@bp.route("/products/<uuid:product_id>/share")
def share(product_id: UUID) -> Response:
    """Text and picture again, later."""
    return share_page(product_id, is_fresh=False)


def share_page(product_id: UUID, *, is_fresh: bool) -> Response:
    own = own_shop()
    product = queries.product(db.session, own, product_id)
    if not product.is_published:
        return to(".product", product_id=product.id)
    record = record_of(
        db.session, own, product, address=parts().config.public_address, on=clock.today()
    )
    return show(
        "catalog/share.html",
        product=product,
        held=held_back(record),
        claim_sentence=claim_sentence,
        way_to_mend=way_to_mend,
        cover=queries.cover_or_none(db.session, product),
        text=chat_text(
            record,
            phone=shown_phone(own.contact_phone) if own.contact_phone else "",
            link=public_url(product) or "",
            on=clock.today(),
        ),
        public_url=public_url(product),
        is_fresh=is_fresh,
    )
