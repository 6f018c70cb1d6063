"""What to do with a published product: text and picture for Zalo, and the way back."""

from uuid import UUID

from werkzeug.wrappers import Response

from shopkit.catalog.models.products import Product
from shopkit.catalog.queries import products as queries
from shopkit.catalog.views.adding import own_shop
from shopkit.catalog.views.blueprint import bp
from shopkit.catalog.views.products import public_url
from shopkit.money.shown import shown
from shopkit.shops.models import Shop
from shopkit.text.phones import shown_phone
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db


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
    return show(
        "catalog/share.html",
        product=product,
        cover=queries.cover_or_none(db.session, product),
        text=share_text(product, own),
        public_url=public_url(product),
        is_fresh=is_fresh,
    )


def share_text(product: Product, shop: Shop) -> str:
    """What she pastes into Zalo: name, price, who sells it, where to call and to look."""
    return "\n".join(
        line
        for line in (
            product.title,
            price_line(product),
            shop.name,
            _("Gọi %(phone)s", phone=shown_phone(shop.contact_phone)) if shop.contact_phone else "",
            public_url(product) or "",
        )
        if line
    )


def price_line(product: Product) -> str:
    if product.price_vnd is None:
        return _("Giá: gọi để hỏi")
    if product.price_unit:
        return _(
            "Giá: %(price)s / %(unit)s", price=shown(product.price_vnd), unit=product.price_unit
        )
    return _("Giá: %(price)s", price=shown(product.price_vnd))
